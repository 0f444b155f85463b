"""What was ever fetched for a situation, byte for byte? The folder fetched/ beside its documents, and fetched.jsonl.

The index is appended to, one line a request; the files are never changed. So a situation can be built again without the
network, and on another machine.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from sitrep.errors import DocumentError

FOLDER = "fetched"
INDEX = "fetched.jsonl"
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "text/csv": ".csv",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


class Kept(Struct, frozen=True, kw_only=True):
    """One request, and the file that keeps what it brought; "" where that was nothing new."""

    source: str
    """As the profile names it."""
    url: str
    retrieved: str
    """ISO 8601, UTC."""
    file: str = ""
    etag: str = ""
    modified: str = ""
    charset: str = ""
    records: int = 0
    """Of an interface that gives them in pages."""


def is_remote(source: str) -> bool:
    """Whether a source of a profile is not a file, folder or glob."""
    return "://" in source or source.startswith("reliefweb:")


class Archive:
    """What is kept for one situation."""

    def __init__(self, folder: Path) -> None:
        """folder: seeds/<situation>."""
        self._folder = folder
        self._entries = list(self._read())
        self._by_file = {entry.file: entry for entry in self._entries if entry.file}

    def of(self, source: str) -> list[Kept]:
        """The requests for a source, oldest first."""
        return [entry for entry in self._entries if entry.source == source]

    def calls_on(self, day: str, host: str) -> int:
        """How often a host was asked on an ISO day."""
        return sum(entry.retrieved.startswith(day) and f"//{host}/" in entry.url for entry in self._entries)

    def entry_of(self, path: Path) -> Kept | None:
        """The request that brought a file."""
        name = path.relative_to(self._folder).as_posix() if path.is_relative_to(self._folder) else ""
        return self._by_file.get(name)

    def keep(self, entry: Kept, data: bytes, kind: str = "") -> None:
        """Keep the bytes whole or not at all, then the entry that names them. kind: their media type."""
        name = f"{hashlib.sha256(data).hexdigest()[:32]}{SUFFIXES.get(kind.partition(';')[0].strip().lower(), '')}"
        file = self._folder / FOLDER / name
        file.parent.mkdir(exist_ok=True)
        if not file.exists():
            part = file.with_name(f".{name}.part")
            _write(part, data, "wb")
            part.replace(file)
        self.note(Kept(**{**asdict(entry), "file": f"{FOLDER}/{name}"}))

    def note(self, entry: Kept) -> None:
        """Add a line to the index."""
        self._entries.append(entry)
        if entry.file:
            self._by_file[entry.file] = entry
        _write(self._folder / INDEX, (json.dumps(asdict(entry), ensure_ascii=False) + "\n").encode(), "ab")

    def _read(self) -> Iterator[Kept]:
        path = self._folder / INDEX
        for number, line in enumerate(path.read_text("utf-8").splitlines() if path.is_file() else (), start=1):
            try:
                yield Kept(**json.loads(line))
            except (ValueError, TypeError) as error:
                raise DocumentError(f"line {number}: {error}", "Take the line out.", path=path) from None


def _write(path: Path, data: bytes, mode: str) -> None:
    with path.open(mode) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def now() -> str:
    """The time of a request."""
    return datetime.now(UTC).isoformat(timespec="seconds")
