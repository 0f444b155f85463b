"""What a reader found in one text, before ingest settles its hash, date, language and publisher.

A reader takes the bytes of a file and gives drafts: one for a page or a report, several for a mail with attachments, a
feed or a list of records. It raises DocumentError where nothing can be read, Unsupported where nothing should be.
"""

from dataclasses import dataclass
from datetime import date

from sitrep.errors import DocumentError
from sitrep.model import Part, Problem


class Unsupported(DocumentError):
    """A sound file of a kind that sitrep does not read, such as a picture: skipped, not failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One text as a reader gives it."""

    text: str
    format: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    """Only where the head or the metadata say so; a date in the text itself is found later."""
    url: str | None = None
    lang: str | None = None
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    name: str = ""
    """What it is called within its file, such as the name of an attachment; "" where it is the whole file."""
    content: bytes | None = None
    """The bytes its id is taken from; None where they are those of the file."""
