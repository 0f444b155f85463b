"""How does a row of a table read as text? Each cell under its heading, in a line of its own for each row.

    | District | People displaced | Tents |
    | Harim    | 12,000           |       |      →  District: Harim | People displaced: 12,000

A cell belongs to the headings that stand above it, found by where it stands and never by counting, so that an empty or
merged cell moves nothing. Empty cells are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitrep.ingest.draft import squeezed

HAS_DIGIT = re.compile(r"\d")
TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+[A-Za-z]\w*)*")
"""A tag of hxlstandard.org, such as "#affected +idps"."""
TAGS_WITHIN = 25
"""Rows among which the row of tags stands (hxlstandard.org, "HXL hashtag row")."""
HEADING_ROWS = 4
"""More rows without a figure are a table of words, not headings."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, and from where to where it reaches, in columns or in points."""

    text: str
    start: float
    end: float


def cells(row: Sequence[str]) -> tuple[Cell, ...]:
    """A row whose cells are one column wide each."""
    return tuple(Cell(squeezed(text), column, column + 1) for column, text in enumerate(row))


def lines_of(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, str]]:
    """(row number from 1, line) for each row that says something; headings are in the lines of the rows below them.

    A table in which no row can be told to be a heading is given cell by cell.
    """
    titles, headings = _headings(rows)
    for number in titles:
        if title := _title(rows[number]):
            yield number + 1, title
    first = headings[-1] + 1 if headings else len(titles)
    if first == len(rows):
        # Headings alone: they are all that the table says.
        first = len(titles)
        headings = []
    above = [cell for number in headings for cell in rows[number] if cell.text]
    for number in range(first, len(rows)):
        if line := " | ".join(_under(cell, above) for cell in rows[number] if cell.text):
            yield number + 1, line


def _headings(rows: Sequence[Sequence[Cell]]) -> tuple[list[int], list[int]]:
    """The rows that are titles, one cell alone, and after them those that are headings, words in several cells."""
    titles: list[int] = []
    headings: list[int] = []
    for number, row in enumerate(rows[: HEADING_ROWS + 2]):
        filled = [cell for cell in row if cell.text]
        if any(_is_figure(cell.text) for cell in filled):
            break
        if len(filled) > 1:
            headings.append(number)
        elif headings:
            break
        else:
            titles.append(number)
    # A table of words has one row of headings.
    return titles, headings[:1] if len(headings) >= min(len(rows) - len(titles), HEADING_ROWS) else headings


def _is_figure(text: str) -> bool:
    """Whether a cell is a value: it begins or ends with a digit, but for years and names as "Q1 2020"."""
    plain = text.strip("<>~±$€£% ")
    is_year = re.fullmatch(r"(?:.*\D)?(?:19|20)\d\d", plain)
    return bool(HAS_DIGIT.search(plain[:1])) and not is_year


def _title(row: Sequence[Cell]) -> str:
    return next((cell.text for cell in row if cell.text), "")


def _under(cell: Cell, above: Sequence[Cell]) -> str:
    """The cell behind the headings that stand over its middle."""
    middle = (cell.start + cell.end) / 2
    names = dict.fromkeys(one.text for one in above if one.start <= middle < one.end)
    return f"{' – '.join(names)}: {cell.text}" if names else cell.text


Numbered = tuple[int, Sequence[Cell]]
"""A row with its number in the file."""


def sheet_lines(rows: Sequence[Numbered]) -> Iterator[tuple[int, str]]:
    """(row number, line) for each row of a sheet, which may hold several tables with blank rows between them."""
    table: list[Numbered] = []
    for row in (*rows, (0, ())):
        if any(cell.text for cell in row[1]):
            table.append(row)
        elif table:
            yield from _table_lines(table)
            table = []


def _table_lines(table: Sequence[Numbered]) -> Iterator[tuple[int, str]]:
    tags = next((place for place, (_, row) in enumerate(table[:TAGS_WITHIN]) if _is_tags(row)), None)
    # Tags stand under the headings; where there are none, they are all the headings that there are.
    kept = [row for place, row in enumerate(table) if place != tags or place == 0]
    for number, line in lines_of([row for _, row in kept]):
        yield kept[number - 1][0], line


def _is_tags(row: Sequence[Cell]) -> bool:
    filled = [cell.text for cell in row if cell.text]
    return bool(filled) and all(TAG.fullmatch(text) for text in filled)
