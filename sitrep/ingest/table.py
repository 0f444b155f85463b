"""What does a table of text say? CSV with any delimiter, with or without HXL tags: a line for each row."""

import csv
import re
from collections.abc import Sequence
from io import StringIO

from msgspec.structs import replace

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original, joined
from sitrep.ingest.rows import Numbered, cells, sheet_lines
from sitrep.ingest.text import decode, split_head, with_head
from sitrep.ingest.text import read as read_text
from sitrep.model import Problem

DELIMITERS = ",;\t|"
LOOKED_AT = 20
"""Lines that tell the delimiter."""
PROSE = re.compile(r"[^\"]*, [^\"]*[.!?]\s*")
"""A line of a text: it has a comma with a space after it, and ends as a sentence does."""


def read(original: Original) -> tuple[Draft, ...]:
    """The rows, each with its headings."""
    text, problems = decode(original.data, original.charset)
    head, body, said = split_head(text)
    if _is_prose(body):
        return read_text(original)
    csv.field_size_limit(limits.FILE_BYTES)  # for the whole process: never less than any file
    first = text[: len(text) - len(body)].count("\n")
    delimiter = _delimiter(body)
    reader = csv.reader(StringIO(body, newline=""), delimiter=delimiter)
    try:
        listed = [(first + reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise DocumentError(f"line {first + reader.line_num}: {error}", "Save the table anew as CSV.") from None
    rows, odd = _as_wide_as_headings(listed, delimiter)
    whole, parts = joined(((f"row {number}", line) for number, line in sheet_lines(rows)), lambda *_: "\n")
    if not whole:
        raise DocumentError("the table holds nothing")
    return (replace(with_head(head, whole, "csv"), parts=parts, problems=(*problems, *said, *odd)),)


def _delimiter(text: str) -> str:
    """The sign that stands most evenly in the first lines."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    return max(DELIMITERS, key=lambda sign: (min((line.count(sign) for line in lines), default=0), text.count(sign)))


def _is_prose(text: str) -> bool:
    """Whether this is a text that only its name calls a table: half of its lines are sentences."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    return 2 * sum(bool(PROSE.fullmatch(line)) for line in lines) > len(lines)


def _as_wide_as_headings(
    listed: Sequence[tuple[int, list[str]]], delimiter: str
) -> tuple[list[Numbered], tuple[Problem, ...]]:
    """The rows by their columns; one with more cells than headings is one cell, since 12,500 may be two of them."""
    widths = (_width(row) for _, row in listed)
    width = next((width for width in widths if width > 1), 0)
    odd = [number for number, row in listed if _width(row) > width]
    rows: list[Numbered] = [
        (number, cells([delimiter.join(row)] if _width(row) > width else row[: width or None]))
        for number, row in listed
    ]
    if not odd or not width:
        return rows, ()
    message = f"{len(odd)} rows have more cells than headings, such as row {odd[0]}: given as they stand"
    return rows, (Problem(message=message, hint="Put numbers with commas into quotation marks."),)


def _width(row: Sequence[str]) -> int:
    """How many columns there are up to the last cell that says something."""
    return max((place for place, text in enumerate(row, start=1) if text.strip()), default=0)
