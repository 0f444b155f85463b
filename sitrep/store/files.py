"""How is a file written so that a killed run leaves the old one or the new one, never half of it?

A temporary name in the same folder, fsync, rename, fsync of the folder; a folder of files appears whole or not.
"""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from sitrep.errors import UsageError

__all__ = ["TEMPORARY", "remove_leavings", "write_file", "write_folder"]

TEMPORARY = ".sitrep-"
"""How the names of unfinished files and folders begin."""

DAY_S = 86_400


def write_file(path: Path, data: bytes) -> None:
    """Write or replace one file."""
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                os.fchmod(handle, 0o666 & ~_umask())
                file.write(data)
                file.flush()
                os.fsync(handle)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync(path.parent)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files, in place of whatever has its name."""
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder.parent))
        try:
            for name, data in files.items():
                write_file(temporary / name, data)
            temporary.chmod(0o777 & ~_umask())
            _put_in_place(temporary, folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        sync(folder.parent)


def _put_in_place(temporary: Path, folder: Path) -> None:
    """Rename the new folder; what has its name, which no edition is kept under, goes first."""
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder.parent))
        folder.rename(old / folder.name)
        temporary.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        temporary.rename(folder)


def sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_leavings(folder: Path) -> None:
    """Remove what killed runs left a day ago or earlier."""
    for path in folder.rglob(f"{TEMPORARY}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > DAY_S:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror or error}",
            "Check the rights and the space left there; what was there before is as it was.",
            path=path,
        ) from error
