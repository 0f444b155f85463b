"""Which reader reads which kind of file? One module a format; a reader is imported only where it is needed."""

import re
from collections.abc import Callable, Mapping
from importlib import import_module

from msgspec.structs import replace

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original
from sitrep.ingest.kind import kind_of

MODULES: Mapping[str, str] = {
    "text": "text",
    "csv": "table",
    "html": "html",
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "mail": "mail",
    "feed": "feed",
    "json": "records",
}

SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can hold and no text."""
LIGHT = frozenset({"text"})
"""Kinds that our own code reads, in time proportional to the text: they need no process of their own."""


def reader_of(kind: str) -> Callable[[Original], tuple[Draft, ...]]:
    """The read() of the module for this kind."""
    read: Callable[[Original], tuple[Draft, ...]] = import_module(f"sitrep.ingest.{MODULES[kind]}").read
    return read


def drafts_of(original: Original) -> tuple[Draft, ...]:
    """What the reader of its kind finds. Raises DocumentError for what cannot be read, Unsupported for what is not."""
    if original.depth > limits.MAIL_DEPTH:
        raise DocumentError(f"more than {limits.MAIL_DEPTH} mails within each other, the limit")
    drafts = reader_of(kind_of(original))(original)
    if any(len(draft.text) > limits.TEXT_CHARACTERS for draft in drafts):
        raise DocumentError(f"more than {limits.TEXT_CHARACTERS:,} characters, the limit of a text", "Split it.")
    return tuple(replace(draft, text=SURROGATE.sub("\ufffd", draft.text)) for draft in drafts)
