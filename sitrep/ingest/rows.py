"""How does a row of a table read as text? As a sentence: what the row is about, then each figure before its heading.

    | District | People displaced | Tents |        District | People displaced | Tents
    | Harim    | 12,000           |       |   →    Harim: 12,000 People displaced.
    | Idlib    | 8,000            | 150   |        Idlib: 8,000 People displaced; 150 Tents.

A cell belongs to the headings that stand above it, found by where it stands and never by counting, so that an empty or
merged cell moves nothing. Empty cells are left out. In "People displaced: 12,000 | Tents" a reader would have to know
that the colon binds and the bar does not; in a sentence a number is of what follows it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from operator import attrgetter
from typing import NamedTuple

from sitrep.ingest.draft import squeezed
from sitrep.ingest.published import DAY, MONTH, iso_date

YEAR = re.compile(r"(?:19|20)\d\d")
PERIOD = re.compile(rf"(?:(?:{MONTH}|Q[1-4]|T[1-4]|\d{{1,4}})\b\.?[\s/–-]*)+", re.IGNORECASE)
"""A heading that says nothing but when."""
SIGNS = "<>~±+-−$€£≥≤ "
"""What may stand before the digits of a figure."""
COUNTER = re.compile(r"#|no\.?|n[°º]|nr\.?|s/?n|id|code|p-?code", re.IGNORECASE)
"""Headings of columns that number the rows or name them by codes."""
TAG = re.compile(r"#[A-Za-z]\w*(?:\s*\+[A-Za-z]\w*)*")
"""A tag of hxlstandard.org, such as "#affected +idps"."""
TAGS_WITHIN = 25
"""Rows among which the row of tags stands (hxlstandard.org, "HXL hashtag row")."""
HEADING_ROWS = 4
"""More rows without a figure are a table of words, not headings."""


START = attrgetter("start")


class Cell(NamedTuple):
    """What stands in one cell, and from where to where it reaches, in columns or in points."""

    text: str
    """Of one line, or of several where the cell has them."""
    start: float
    end: float


def cells(row: Sequence[str]) -> tuple[Cell, ...]:
    """A row whose cells are one column wide each."""
    return tuple(Cell(squeezed(text), column, column + 1) for column, text in enumerate(row))


def lines_of(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, str]]:
    """(row number from 1, line) for each row that says something: titles, headings, and a sentence for each other row.

    A table in which no row can be told to be a heading is given cell by cell.
    """
    flat = [[cell._replace(text=squeezed(cell.text)) for cell in row] for row in rows]
    if labelled := list(_labelled(flat)):
        yield from labelled
        return
    titles, headings = _headings(flat)
    above = [sorted((cell for cell in flat[number] if cell.text), key=START) for number in headings]
    for number, row in enumerate(rows):
        if number in titles or number in headings or not above:
            if words := " | ".join(cell.text for cell in flat[number] if cell.text):
                yield number + 1, words
            continue
        for one in _unstacked(row):
            if filled := [cell for cell in one if cell.text]:
                yield number + 1, _sentence(filled, above)


def _labelled(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, str]]:
    """The lines of a strip of figures, each with its label in the rows below; nothing where the rows are no strip.

    2.9M           | 372,800               2.9M people in need.
    people in need | returnees        →    372,800 returnees.
    """
    filled = [(number, [cell for cell in row if cell.text]) for number, row in enumerate(rows, start=1)]
    runs = [
        (is_words, list(run))
        for is_words, run in groupby((one for one in filled if one[1]), key=lambda one: _kind(one[1]))
    ]
    pairs = list(zip(runs[::2], runs[1::2], strict=False))
    is_strip = len(runs) % 2 == 0 and all(
        is_words is False and len(figures) == 1 and below is True for (is_words, figures), (below, _) in pairs
    )
    if not is_strip or not all(_fits(figures[0][1], [row for _, row in labels]) for (_, figures), (_, labels) in pairs):
        return
    for (_, [(number, figures)]), (_, labels) in pairs:
        # Each on a line of its own: the year in one label is none of its neighbour's.
        for cell in figures:
            yield number, f"{cell.text} {' '.join(_below(cell, row) for _, row in labels).strip()}."


def _kind(row: Sequence[Cell]) -> bool | None:
    """True for a row of words, False for one of at least two figures, None for one that has both."""
    count = sum(is_figure(cell.text) for cell in row)
    return count == 0 if count in (0, len(row)) and len(row) > 1 else True if count == 0 else None


def _fits(figures: Sequence[Cell], labels: Sequence[Sequence[Cell]]) -> bool:
    """Whether every figure has a label, and every label one figure."""
    owners = [[cell for cell in figures if _is_below(label, cell)] for row in labels for label in row]
    return all(len(one) == 1 for one in owners) and {one[0] for one in owners} == {*figures}


def _below(figure: Cell, row: Sequence[Cell]) -> str:
    return " ".join(label.text for label in row if _is_below(label, figure))


def _is_below(label: Cell, figure: Cell) -> bool:
    return label.start < figure.end and figure.start < label.end


def _unstacked(row: Sequence[Cell]) -> list[list[Cell]]:
    """The rows that are written into one: where a cell holds a figure in each of its lines, a line is a row.

    Where the cells do not have as many lines, what belongs to what cannot be told: a stroke keeps the figures apart.
    """
    lines = [[squeezed(line) for line in cell.text.split("\n")] for cell in row]
    if all(sum(map(is_figure, texts)) < 2 for texts in lines):
        return [[cell._replace(text=squeezed(cell.text)) for cell in row]]
    if len({len(texts) for texts in lines}) == 1:
        return [
            [cell._replace(text=text) for cell, text in zip(row, texts, strict=True)]
            for texts in zip(*lines, strict=True)
        ]
    return [[cell._replace(text=" / ".join(texts)) for cell, texts in zip(row, lines, strict=True)]]


def _sentence(row: Sequence[Cell], above: Sequence[Sequence[Cell]]) -> str:
    """What the row is about, up to its first figure, then figures before their headings and words behind theirs."""
    named = [(cell, _heading(cell, above)) for cell in row]
    about = list(takewhile(lambda one: not _is_digits(one[0].text) or COUNTER.fullmatch(one[1]), named))
    if len(about) == len(named):
        about = []
    subject = ", ".join(cell.text if not _is_digits(cell.text) else f"{name} {cell.text}" for cell, name in about)
    said = "; ".join(_under(cell.text, name) for cell, name in named[len(about) :])
    return f"{subject}: {said}." if subject else f"{said}."


def _heading(cell: Cell, above: Sequence[Sequence[Cell]]) -> str:
    """The headings that stand over the middle of a cell, one of each row of them."""
    middle = (cell.start + cell.end) / 2
    nearest = (row[place - 1] for row in above if (place := bisect_right(row, middle, key=START)))
    return " – ".join(dict.fromkeys(one.text for one in nearest if middle < one.end))


def _under(text: str, heading: str) -> str:
    if not heading:
        return text
    if not is_figure(text) or COUNTER.fullmatch(heading):
        return f"{heading}: {text}"
    # "12,000 2019" would be two numbers; in "2018: 120; 2019: 44" the 120 would stand between two years.
    if PERIOD.fullmatch(heading):
        return f"{text} ({heading})"
    is_words = heading[0].isalpha() or heading[0] in "%("
    return f"{text} {heading}" if is_words else f"{heading}: {text}"


def _headings(rows: Sequence[Sequence[Cell]]) -> tuple[list[int], list[int]]:
    """The rows that are titles, one cell alone, and after them those that are headings, words in several cells."""
    titles: list[int] = []
    headings: list[int] = []
    for number, row in enumerate(rows[: HEADING_ROWS + 2]):
        filled = [cell for cell in row if cell.text]
        if any(is_figure(cell.text) for cell in filled):
            break
        if headings and not _goes_on(rows[headings[-1]], row):
            break
        if len(filled) > 1:
            headings.append(number)
        elif headings:
            break
        else:
            titles.append(number)
    # A table of words has one row of headings.
    return titles, headings[:1] if len(headings) >= min(len(rows) - len(titles), HEADING_ROWS) else headings


def _goes_on(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a row of words goes on with the headings above it: a row of data says something new in its first cell."""
    edge = min(cell.start for cell in (*above, *row))
    before, first = (next((cell.text for cell in one if cell.start == edge), "") for one in (above, row))
    return not first or not before or first == before


def is_figure(text: str) -> bool:
    """Whether a cell is a figure: it begins with a digit, after a sign, and is neither a date nor a year.

    >>> [is_figure(text) for text in ("12,000", "US$ 5 m", "<5", "12 families", "2020", "2020-02-10", "SY07")]
    [True, True, True, True, False, False, False]
    """
    words = text.strip()
    return _is_digits(text) and not YEAR.fullmatch(words) and not DAY.fullmatch(words) and not iso_date(words)


def _is_digits(text: str) -> bool:
    return text.strip().lstrip(SIGNS).removeprefix("US$").lstrip()[:1].isdigit()


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
