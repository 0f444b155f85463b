"""What a reader is given and what it gives, before ingest settles hash, date, language and publisher.

A reader is a module with read(original) → drafts: one for a page or a report, several for a mail with attachments, a
feed or a list of records. It raises DocumentError where nothing can be read, Unsupported where nothing should be.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date

from msgspec import Struct

from sitrep.errors import DocumentError
from sitrep.model import Part, Problem, Span

BLANKS = re.compile("[ \t\r\n\f\v\x85\u2028\u2029]+")


class Unsupported(DocumentError):
    """A sound file of a kind that sitrep does not read, such as a picture: skipped, not failed."""


class Unfinished(Unsupported):
    """A file that somebody is still writing."""


class Original(Struct, frozen=True, kw_only=True):
    """The bytes of a file, or of an attachment in one."""

    data: bytes
    name: str
    """The file's name, without its folders."""
    charset: str | None = None
    """What the mail or the web server says of its text."""
    depth: int = 0
    """How many mails it is in."""
    is_cross_checked: bool = True
    """Whether the numbers of a PDF are held against a second reader."""


class Draft(Struct, frozen=True, kw_only=True):
    """One text as a reader gives it."""

    text: str
    format: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    """Only where the head or the metadata say so; a date in the text itself is found later."""
    doubtful_date: date | None = None
    """The day on which a program made the file: taken only where the text does not speak against it."""
    brought_on: date | None = None
    """The day of the mail or feed that brought it: taken where neither metadata nor text give one."""
    url: str | None = None
    lang: str | None = None
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()
    name: str = ""
    """What it is called within its file, such as the name of an attachment; "" where it is the whole file."""
    content: bytes | None = None
    """The bytes its id is taken from; None where they are those of the file."""


def squeezed(text: str) -> str:
    """One line, with one blank for each run of blanks. Spaces that hold a number together stay as they are.

    >>> squeezed(" 12\u202f500 \\n people ")
    '12\u202f500 people'
    """
    return " ".join(BLANKS.split(text)).strip()


def joined(
    pieces: Iterable[tuple[str, str]], between: Callable[[str, str], str] = lambda before, after: "\n\n"
) -> tuple[str, tuple[Part, ...]]:
    """One text of (label, text) pieces, and where each of them stands in it. A piece without a label is no part.

    between: what stands between two texts.
    """
    whole: list[str] = []
    parts: list[Part] = []
    end = 0
    for label, text in pieces:
        if whole:
            whole.append(between(whole[-1], text))
            end += len(whole[-1])
        if label and text:
            parts.append(Part(span=Span(end, end + len(text)), label=label))
        whole.append(text)
        end += len(text)
    return "".join(whole), tuple(parts)
