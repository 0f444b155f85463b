"""What kind of file is this? By its first bytes, never by its suffix.

Only among plain texts does the suffix tell anything: a table in CSV has no mark of its own but HXL tags.
"""

import re
from pathlib import PurePath

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Original, Unsupported

LOOKED_AT = 4096

# First bytes of what is not read, with the name that the message gives.
OTHERS = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"RIFF", "a sound, film or picture (RIFF)"),
    (b"\x00\x00\x00\x18ftyp", "a film (MP4)"),
    (b"\x00\x00\x00\x20ftyp", "a film (MP4)"),
    (b"ID3", "a sound (MP3)"),
    (b"OggS", "a sound (Ogg)"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3\x00", "a database"),
)
ZIP = b"PK"
PACKED = ("docx", "xlsx")
OLE = b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")
# What a package says that it is, in [Content_Types].xml or by the names of its members.
PACKAGES = (
    ("docx", ("wordprocessingml.document.main+xml", "ms-word.document.macroEnabled.main+xml", "word/document.xml")),
    ("docx", ("wordprocessingml.template.main+xml",)),
    ("xlsx", ("spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml")),
)

# Header fields that a mail begins with; two of them, so that a text that begins "Date:" is none.
FIELD = re.compile(
    rb"^(?:from|to|cc|date|subject|message-id|received|return-path|delivered-to|reply-to|mime-version|content-type"
    rb"|content-transfer-encoding|dkim-signature|authentication-results|arc-[a-z-]+|x-[a-z0-9-]+):[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
MAILBOX = re.compile(rb"\AFrom \S[^\n]*\n[A-Za-z-]+:")
XML = re.compile(rb"<\?xml\s|<svg[\s>]", re.IGNORECASE)
PAGE = re.compile(rb"<(?:html|body|div)\b", re.IGNORECASE)
FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
JSON = re.compile(rb"""\A(?:\{\s*["}]|\[\s*[\[{\]"]|\[\s*-?\d[^\]]*\]\s*\Z)""")
TAGS = re.compile(rb"^[ \t\"']*#[a-z]+(?:[ \t]*\+[a-z_]+)*[\"']?[,;\t]", re.MULTILINE)


def kind_of(original: Original) -> str:
    """The kind, as READERS calls it. Raises DocumentError for an empty file, Unsupported for what is not read."""
    data = original.data
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        raise DocumentError("empty file")
    for start, what in OTHERS:
        if data.startswith(start):
            raise Unsupported(f"{what}: not read", "Give the text itself, as PDF, Word, HTML or plain text.")
    if b"%PDF-" in data[:1024] and not FIELD.match(data):
        return "pdf"
    if data.startswith(ZIP):
        return _package(data)
    if data.startswith(OLE):
        raise _office_of_old(data)
    return _of_text(data, PurePath(original.name).suffix.lower())


def kinds_at_a_glance(original: Original) -> tuple[str, ...]:
    """The kinds that a file may be of, without a look into packages: that is for the process with limits.

    () for what is not read.
    """
    if original.data.startswith(ZIP):
        return PACKED
    try:
        return (kind_of(original),)
    except DocumentError:
        return ()


def _package(data: bytes) -> str:
    """docx or xlsx. The members are listed at the end of a zip file, which one that was cut short lacks."""
    from sitrep.ingest.package import Package

    package = Package(data)
    says = package.read("[Content_Types].xml").decode("utf-8", "replace") + " ".join(package.names())
    for kind, marks in PACKAGES:
        if any(mark in says for mark in marks):
            return kind
    what = (
        "a presentation" if "ppt/" in says else "an OpenDocument file" if "content.xml" in says else "an archive (zip)"
    )
    raise Unsupported(f"{what}: not read", "Unpack it, or save it as PDF or Word.")


def _office_of_old(data: bytes) -> DocumentError:
    if LOCKED in data:
        return DocumentError("locked with a password", "Give it without the password.")
    return Unsupported(
        "an Office file of the old kind (.doc, .xls, .ppt, .msg): not read", "Save it as .docx or .xlsx."
    )


def _of_text(data: bytes, suffix: str) -> str:
    start = data[:LOOKED_AT].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")
    if start.startswith(b"<") and (markup := _markup(start)):
        return markup
    if XML.match(start):
        raise Unsupported("XML of a kind that is not known: not read", "Known are HTML pages and feeds.")
    if JSON.match(start):
        return "json"
    if MAILBOX.match(start) or len({field.lower() for field in FIELD.findall(_header(start))}) > 1:
        return "mail"
    return "csv" if suffix in (".csv", ".tsv") or TAGS.search(start) else "text"


def _markup(start: bytes) -> str | None:
    """feed or html, by the first tags."""
    tag = re.match(
        rb"(?:<\?[^>]*>|<!--.*?-->|<!doctype[^>]*>|\s)*(<[a-z!/][^>]{0,200}>?)", start, re.IGNORECASE | re.DOTALL
    )
    if tag and FEED.match(tag[1]):
        return "feed"
    if XML.match(start) and not (tag and PAGE.match(tag[1])):
        return None
    lower = start.lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in lower or b"<body" in lower:
        return "html"
    return "html" if len(re.findall(rb"</(?:p|div|h[1-6]|table|ul|span|article|main)>", lower)) > 1 else None


def _header(start: bytes) -> bytes:
    """Up to the first blank line, if each line of it is a field or goes on from one."""
    head = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    lines = head.splitlines()
    is_head = all(re.match(rb"[!-9;-~]+:|[ \t]", line) for line in lines[:-1])
    return head if is_head else b""
