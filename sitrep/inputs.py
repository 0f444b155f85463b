"""Have the files that a build was made of changed since? Quick, since this is asked before every build.

Size and time decide; where they differ, the bytes do. Only the standard library is imported here, and the store is only
read: store.py writes what is compared.
"""

import hashlib
import sqlite3
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

__all__ = ["Look", "State", "fingerprint", "look", "made_before", "of_build", "sha256"]

# A file that was written just before it was looked at can be written again within the same tick of its clock.
TICK_NS = 2_000_000_000


class State(NamedTuple):
    """What a file looked like."""

    size: int
    mtime_ns: int
    sha256: str


class Look(NamedTuple):
    """What files looked like at one moment."""

    at_ns: int
    """When they began to be looked at."""
    files: Mapping[str, State]
    """By path."""


def look(paths: Iterable[Path]) -> Look:
    """The files as they are now; those that are not there are left out."""
    at_ns = time.time_ns()
    return Look(at_ns, {str(path): _state(path) for path in sorted(set(paths)) if path.is_file()})


def _state(path: Path) -> State:
    seen = path.stat()
    return State(seen.st_size, seen.st_mtime_ns, sha256(path))


def sha256(path: Path) -> str:
    """Of the bytes, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_build(folder: Path, brand_folders: Iterable[Path]) -> list[Path]:
    """Every file that a build of seeds/<situation> reads: its own, the brands, and the program with its rules."""
    program = Path(__file__).parent
    folders = (folder, *brand_folders, program, program.parent / "templates")
    return [file for one in folders for file in one.rglob("*") if "__pycache__" not in file.parts]


def fingerprint(paths: Iterable[Path]) -> str:
    """One hash of the names and bytes of many files."""
    whole = hashlib.sha256()
    for path in sorted(set(paths)):
        whole.update(f"{path.name}\0{sha256(path)}\0".encode())
    return whole.hexdigest()


def made_before(store: Path, build: str, inputs: Iterable[Path]) -> Path | None:
    """The folder of the edition that the same build made of the same files; None where anything differs.

    store: the SQLite file. build: what was asked for, as Store.keep_build was told.
    """
    if not store.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"file:{store.resolve().as_posix()}?mode=ro", uri=True)) as connection:
            return _made_before(connection, build, inputs)
    except sqlite3.Error:  # another version's store, or a damaged one: building looks closer and tells
        return None


def _made_before(connection: sqlite3.Connection, build: str, inputs: Iterable[Path]) -> Path | None:
    kept = connection.execute("SELECT folder, at_ns FROM builds WHERE build = ?", (build,)).fetchone()
    if kept is None:
        return None
    folder, at_ns = kept
    rows = connection.execute(
        "SELECT path, size, mtime_ns, sha256, is_output FROM build_files WHERE build = ?", (build,)
    )
    known = {path: (State(size, mtime_ns, hash_), is_output) for path, size, mtime_ns, hash_, is_output in rows}
    made_of = {path: state for path, (state, is_output) in known.items() if not is_output}
    made = {path: state for path, (state, is_output) in known.items() if is_output}
    now = {str(path) for path in inputs if path.is_file()}
    same = now == made_of.keys() and _unchanged(made_of, at_ns) and _unchanged(made, at_ns)
    return Path(folder) if same else None


def _unchanged(files: Mapping[str, State], at_ns: int) -> bool:
    return all(_is_unchanged(Path(path), known, at_ns) for path, known in files.items())


def _is_unchanged(path: Path, known: State, at_ns: int) -> bool:
    try:
        seen = path.stat()
    except OSError:
        return False
    if seen.st_size != known.size:
        return False
    if seen.st_mtime_ns == known.mtime_ns and known.mtime_ns < at_ns - TICK_NS:
        return True
    return sha256(path) == known.sha256
