"""What does a table of text say? CSV with any delimiter, with or without HXL tags: a line for each row."""

import csv
from dataclasses import replace
from io import StringIO

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original, joined
from sitrep.ingest.rows import cells, sheet_lines
from sitrep.ingest.text import decode, split_head, with_head

DELIMITERS = ",;\t|"
LOOKED_AT = 20
"""Lines that tell the delimiter."""


def read(original: Original) -> tuple[Draft, ...]:
    """The rows, each with its headings."""
    text, problems = decode(original.data, original.charset)
    head, body, said = split_head(text)
    csv.field_size_limit(limits.FILE_BYTES)  # for the whole process: never less than any file
    first = text[: len(text) - len(body)].count("\n")
    reader = csv.reader(StringIO(body, newline=""), delimiter=_delimiter(body))
    try:
        rows = [(first + reader.line_num, cells(row)) for row in reader]
    except csv.Error as error:
        raise DocumentError(f"line {first + reader.line_num}: {error}", "Save the table anew as CSV.") from None
    whole, parts = joined(((f"row {number}", line) for number, line in sheet_lines(rows)), lambda *_: "\n")
    if not whole:
        raise DocumentError("the table holds nothing")
    return (replace(with_head(head, whole, "csv"), parts=parts, problems=(*problems, *said)),)


def _delimiter(text: str) -> str:
    """The sign that stands most evenly in the first lines."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]
    return max(DELIMITERS, key=lambda sign: (min((line.count(sign) for line in lines), default=0), text.count(sign)))
