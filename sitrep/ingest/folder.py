"""Which files does a source name, and what bytes do they hold? Local files only.

Links, pipes and devices are not followed; hidden files and the leavings of other programs are not documents.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sitrep.errors import DocumentError, ProfileError
from sitrep.ingest import limits
from sitrep.ingest.draft import Unsupported

LEAVINGS = (".", "~$", "Thumbs.db", "desktop.ini", "__MACOSX")
"""How names begin that no person gave: hidden files, locks of office programs, folders of archives."""


def files_of(source: str, folder: Path) -> tuple[Path, ...]:
    """The files that a source of a profile names, sorted: a file, a folder, or a glob such as "documents/**".

    Raises ProfileError for a source that names nothing that exists.
    """
    path = folder / source
    if not set(source) & set("*?["):
        if not os.path.lexists(path):
            raise ProfileError(
                f"sources: {source!r} does not exist", "Make it, or take it out of sources.", path=folder
            )
        return tuple(sorted(_walk(path)))
    return tuple(sorted({found for match in folder.glob(source) for found in _walk(match)}))


def _walk(path: Path) -> Iterator[Path]:
    """The files under a path, links among them as they are, never followed."""
    if not path.is_dir() or path.is_symlink():
        yield path
        return
    for folder, folders, names in os.walk(path):
        linked = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*names, *linked):
            yield Path(folder, name)


def is_ignored(path: Path, folder: Path) -> bool:
    """Whether a name in the path, below the folder, says that it is no document of a person."""
    return any(part.startswith(LEAVINGS) for part in path.relative_to(folder).parts)


def read_bytes(path: Path) -> bytes:
    """The bytes of a plain file within the limit.

    Raises Unsupported for links, folders, pipes and devices, DocumentError for what cannot be read.
    """
    try:
        # O_NONBLOCK: a pipe without a writer would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError as error:
        if path.is_symlink():
            raise Unsupported("a link: not followed", "Put the file itself there.", path=path) from None
        raise DocumentError(f"cannot be read: {error.strerror}", "Check its name and rights.", path=path) from None
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise Unsupported("not a plain file: a folder, pipe or device", path=path)
        if state.st_size > limits.FILE_BYTES:
            raise DocumentError(
                f"{state.st_size / 2**20:,.0f} MB, more than the limit of {limits.FILE_BYTES // 2**20} MB a file",
                "Split it, or give its text.",
                path=path,
            )
        return file.read(limits.FILE_BYTES + 1)
