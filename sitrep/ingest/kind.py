"""What kind of file is this? By its first bytes, never by its suffix."""

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Original, Unsupported

LOOKED_AT = 1024
"""A PDF may begin within its first kilobyte (ISO 32000-1, annex H.3.4.1)."""

# First bytes of what is not read, with the name that the message gives.
OTHERS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a sound, film or picture (RIFF)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"SQLite format 3\x00", "a database"),
)


def kind_of(original: Original) -> str:
    """The kind, as the readers are called. Raises DocumentError for an empty file, Unsupported for what is not read."""
    data = original.data
    if not data.strip():
        raise DocumentError("empty file")
    for start, what in OTHERS:
        if data.startswith(start):
            raise Unsupported(f"{what}: nothing to read", "Give the text itself, as PDF, Word, HTML or plain text.")
    return _markup(data) or "text"


def _markup(data: bytes) -> str | None:
    """html where the file begins as a page, after marks of encoding, comments and white space."""
    start = data[:LOOKED_AT].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    return "html" if start.startswith((b"<!--", b"<?xml")) and b"<html" in start else None
