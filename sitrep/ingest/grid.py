"""Which cells stand under which headings where no line parts them? Rows of a PDF page → the lines of a table.

Columns are told by the rows that hold figures: what stands over each other there is one column. Where a row has two
cells in one column, or a cell says more than a figure, nothing is put together: a false heading makes a wrong figure.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from sitrep.ingest.page import Line, Row
from sitrep.ingest.rows import Cell, is_figure, lines_of

WORD = re.compile(r"[^\W\d_]+")
HEADING_CHARACTERS = 60
"""A longer cell is a sentence, and so is one that goes on after its end."""


def as_table(rows: Sequence[Row]) -> list[Line] | None:
    """A line for each row, or for each row of figures with its labels; None where the columns cannot be told."""
    figures = [row for row in rows if _has_figure(row)]
    columns = _columns(figures)
    cells = [[_cell(line, columns) for line in row] for row in rows]
    if not columns or not all(_is_clear(row) for row in cells):
        return None
    if len(figures) < 2 and not all(is_figure(line.text) for row in figures for line in row):
        return None
    return [_over(rows[number - 1], text) for number, text in lines_of(cells)]


def _has_figure(row: Row) -> bool:
    return any(is_figure(line.text) for line in row)


def _columns(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """From where to where the columns reach, from left to right; [] where a row has two cells in one of them."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((line.x0, line.x1) for row in rows for line in row):
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(x1, columns[-1][1]))
        else:
            columns.append((x0, x1))
    is_clear = all(len({_within(line, columns)[0] for line in row}) == len(row) for row in rows)
    return columns if is_clear else []


def _within(line: Line, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns that a line stands in."""
    return [number for number, (x0, x1) in enumerate(columns) if line.x0 < x1 and line.x1 > x0]


def _cell(line: Line, columns: Sequence[tuple[float, float]]) -> Cell:
    within = _within(line, columns)
    return Cell(line.text, within[0], within[-1] + 1) if within else Cell(line.text, 0, 0)


def _is_clear(row: Sequence[Cell]) -> bool:
    """Whether each cell stands in columns of its own, and each figure is nothing but one."""
    ends = [(cell.start, cell.end) for cell in row]
    if any(start == end for start, end in ends) or any(a[1] > b[0] for a, b in pairwise(ends)):
        return False
    return all(len(WORD.findall(cell.text)) < 2 if is_figure(cell.text) else _is_heading(cell) for cell in row)


def _is_heading(cell: Cell) -> bool:
    return len(cell.text) <= HEADING_CHARACTERS and not cell.text.endswith((",", ";", "-", "‐"))


def _over(row: Row, text: str) -> Line:
    """A line of this text in the place of the row."""
    return Line(text, row[0].x0, row[-1].x1, row[0].base, max(line.height for line in row), True)
