"""Which files does a source name, and what bytes do they hold? Local files only.

Links, pipes and devices are not followed, hidden files and the leavings of other programs are not documents, and a file
that somebody is still writing is left for the next run.
"""

import fcntl
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from sitrep.errors import DocumentError, ProfileError
from sitrep.ingest import limits
from sitrep.ingest.draft import Unfinished, Unsupported

LEAVINGS = (".", "~$", "Thumbs.db", "desktop.ini", "__MACOSX")
"""How names begin that no person gave: hidden files, locks of office programs, folders of archives."""
UNFINISHED = (".part", ".crdownload", ".tmp", ".filepart", "~")
"""How names end while a program is still writing the file, or has kept an old copy of it."""
HEAD_SUFFIX = ".toml"
NOT_PLAIN = "not a plain file: a folder, pipe, socket or device"
SETTLED_S = 5.0
"""Without a word from the system about its writers, a file counts as written when it has been left alone so long."""
UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class File(Struct, frozen=True):
    """A file that a source names."""

    path: Path
    name: str
    """As shown and kept: relative to the situation's folder, free of characters that do something."""
    is_ignored: bool
    """Hidden, left by another program, or the head of the file beside it."""
    is_beyond_limit: bool = False

    def stamp(self) -> str:
        """Changes when the file or its head does; "" where the system gives none."""
        try:
            head = head_of(self.path)
            return " ".join(_stamp(path.lstat()) for path in (self.path, head) if path)
        except OSError:
            return ""


def head_of(path: Path) -> Path | None:
    """The file "report.pdf.toml" beside "report.pdf", which says what a head would say in a text."""
    head = path.with_name(path.name + HEAD_SUFFIX)
    return head if os.path.isfile(head) else None  # noqa: PTH113, Path.is_file() raises where the name is too long


def files_of(sources: Iterable[str], folder: Path) -> tuple[File, ...]:
    """The files that the sources of a profile name, each once, sorted: files, folders and globs as "documents/**".

    Raises ProfileError for a source that is none of these.
    """
    paths = {path for source in sources for path in _paths_of(source, folder)}
    return _as_files(sorted(paths), folder)


def files_in(paths: Iterable[Path]) -> tuple[File, ...]:
    """The files that a user names, and those in folders, in the order given."""
    return tuple(file for path in paths for file in _as_files(sorted(_walk(path)), path.parent, keep=path))


def _paths_of(source: str, folder: Path) -> Iterator[Path]:
    path = folder / source
    if not set(source) & set("*?["):
        if not os.path.lexists(path):
            raise ProfileError(
                f"sources: {source!r} does not exist", "Make it, or take it out.", path=folder / "situation.toml"
            )
        yield from _walk(path)
        return
    for match in folder.glob(source):
        # A glob that ends in ** gives the folders, and older Pythons give those alone.
        yield from _walk(match) if source.endswith("**") or not match.is_dir() else ()


def _walk(path: Path) -> Iterator[Path]:
    """The files under a path, links among them as they are, never followed."""
    if path.is_symlink() or not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        linked = [name for name in folders if Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in (*names, *linked))


def _as_files(paths: Iterable[Path], folder: Path, keep: Path | None = None) -> tuple[File, ...]:
    """keep: what a user named by itself, whatever its name begins with."""
    found: list[File] = []
    count: dict[Path, int] = {}
    for path in paths:
        ignored = path != keep and (_is_ignored(path.relative_to(folder)) or _is_head(path))
        count[path.parent] = count.get(path.parent, 0) + (not ignored)
        beyond = count[path.parent] > limits.FILES_PER_FOLDER
        found.append(File(path, shown(path.relative_to(folder)) if keep is None else shown(path), ignored, beyond))
    return tuple(found)


def _is_ignored(path: Path) -> bool:
    """Whether a name on the way says that this is no document of a person."""
    return any(part.startswith(LEAVINGS) for part in path.parts) or path.name.endswith(UNFINISHED)


def _is_head(path: Path) -> bool:
    return path.suffix == HEAD_SUFFIX and path.with_suffix("").is_file()


def shown(path: Path) -> str:
    """The path as text: bytes that are no UTF-8, control and direction characters stand as escapes."""
    return UNSHOWN.sub(lambda match: match[0].encode("unicode_escape").decode(), path.as_posix())


def read_bytes(path: Path) -> bytes:
    """The bytes of a plain file within the limit.

    Raises Unsupported for links, folders, pipes, devices and files still being written, DocumentError for what cannot
    be read.
    """
    try:
        # O_NONBLOCK: a pipe without a writer would wait for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError as error:
        if path.is_symlink():
            raise Unsupported("a link: not followed", "Put the file itself there.") from None
        if path.is_socket():
            raise Unsupported(NOT_PLAIN) from None
        raise DocumentError(f"cannot be read: {error.strerror}", "Check its name and its rights.") from None
    before = os.fstat(handle)
    if not stat.S_ISREG(before.st_mode):
        os.close(handle)
        raise Unsupported(NOT_PLAIN)
    with os.fdopen(handle, "rb") as file:
        if before.st_size > limits.FILE_BYTES:
            size, most = before.st_size / 2**20, limits.FILE_BYTES // 2**20
            raise DocumentError(f"{size:,.0f} MB, more than {most} MB, the limit of a file", "Split it.")
        is_written = _has_writer(handle, before)
        data = file.read(limits.FILE_BYTES + 1)
        if is_written or _stamp(os.fstat(handle)) != _stamp(before):
            raise Unfinished("still being written: left for the next run")
        return data


def _has_writer(handle: int, state: os.stat_result) -> bool:
    """Whether somebody has the file open for writing: then the system grants no lease on it (fcntl(2), F_SETLEASE)."""
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except (OSError, AttributeError):
        # No leases on this system, or not on a file of another's: the time since the last change decides.
        return time.time() - state.st_mtime < SETTLED_S
    return False


def _stamp(state: os.stat_result) -> str:
    return f"{state.st_size}-{state.st_mtime_ns}-{state.st_ctime_ns}"
