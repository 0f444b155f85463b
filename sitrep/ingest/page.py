"""What stands on a page of a PDF? Glyphs with their places → rows of lines, and tables.

What the characters do not say is told by where they stand: a small digit above its line is a footnote mark and no digit
of the number before it, and a wide gap parts columns or cells.
"""

import re
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import add, itemgetter
from typing import NamedTuple

from msgspec import Struct

from sitrep.ingest.draft import squeezed
from sitrep.ingest.glyph import (
    BLANK,
    PARTING,
    RIGHT_TO_LEFT,
    STRETCHED,
    Box,
    Glyph,
    in_reading_order,
    is_lowered,
    is_raised,
    is_rtl,
)
from sitrep.ingest.marks import with_lowered, with_mark
from sitrep.ingest.rows import Cell, is_figure, lines_of

GAP = 1.2
"""Heights of a line: a wider gap parts columns or cells, a narrower one parts words."""


SPACED_OUT = re.compile(r"(?:\S ){5,}\S")
"""Letters that stand apart, as in the headings of some designers."""
WIDER = 1.6
"""Gaps between letters: a wider one parts words that are spaced out."""
EVEN = 0.7
"""The narrowest space of a justified line to its widest: a sign before it may take some of it."""


class Line(NamedTuple):
    """A line of text, or of cells."""

    text: str
    x0: float
    x1: float
    base: float
    height: float
    is_cells: bool = False


Row = Sequence[Line]
"""Lines beside each other, from left to right."""


class Table(Struct, frozen=True):
    """A ruled table: each row as a line that names the headings of its cells."""

    lines: tuple[str, ...]


class Page(Struct, frozen=True):
    """What stands on a page, in the order of its content: runs of rows, and tables."""

    number: int
    height: float
    blocks: Sequence[Sequence[Row] | Table]


def layout(number: int, height: float, glyphs: Sequence[Glyph], tables: Sequence[Sequence[Box]]) -> Page:
    """The page that the glyphs make. tables: the cells of each ruled table on it."""
    rtl = is_rtl("".join(glyph.text for glyph in glyphs))
    level, *turned = _by_turn(glyphs)
    blocks: list[Sequence[Row] | Table] = list(_blocks(level, tables, rtl)) if tables else [tuple(_rows(level, rtl))]
    blocks += [tuple(_rows(one, rtl)) for one in turned if one]
    return Page(number, height, blocks)


def _by_turn(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs by how their text is turned, from level on."""
    found: list[list[Glyph]] = [[], [], [], []]
    turn = 0
    for glyph in glyphs:
        turn = glyph.turn if glyph.height else turn
        found[turn].append(glyph)
    return found


def _blocks(glyphs: Sequence[Glyph], tables: Sequence[Sequence[Box]], rtl: bool) -> Iterator[Sequence[Row] | Table]:
    """Runs of rows, and each table where it begins."""
    members: dict[int, list[Glyph]] = {}
    order: list[int | Sequence[Row]] = []
    for table, run in groupby(_with_tables(glyphs, tables), key=itemgetter(0)):
        inside = [glyph for _, glyph in run]
        if table < 0:
            order.append(tuple(_rows(inside, rtl)))
        elif table in members:
            members[table] += inside
        else:
            members[table] = inside
            order.append(table)
    for one in order:
        if isinstance(one, int):
            yield _table(tables[one], members[one], rtl) or tuple(_rows(members[one], rtl))
        else:
            yield one


def _with_tables(glyphs: Sequence[Glyph], tables: Sequence[Sequence[Box]]) -> Iterator[tuple[int, Glyph]]:
    """Each glyph with the number of the table that it is in, -1 outside of all; spaces go with what is before them.

    What stands in a table but in no cell of it, such as its caption, is outside.
    """
    around = [_around(cells) for cells in tables]
    place = -1
    for glyph in glyphs:
        if glyph.height:
            inside = (number for number, box in enumerate(around) if box.holds(glyph))
            place = next((number for number in inside if any(cell.holds(glyph) for cell in tables[number])), -1)
        yield place, glyph


def _around(cells: Sequence[Box]) -> Box:
    x0, y0, x1, y1 = zip(*cells, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


def _table(cells: Sequence[Box], glyphs: Sequence[Glyph], rtl: bool) -> Table | None:
    """Rows by where the cells stand; None where they cannot be told. A cell over several rows is in each of them."""
    lines = {cell: list(_rows_of(cell, glyphs, rtl)) for cell in cells}
    lows: dict[float, float] = {}
    for cell in cells:
        lows[round(cell.y1)] = max(cell.y0, lows.get(round(cell.y1), cell.y0))
    rows: list[Sequence[Cell]] = []
    for top, low in sorted(lows.items(), reverse=True):
        band = {cell: lines[cell] for cell in sorted(cells) if cell.y0 < (top + low) / 2 < cell.y1}
        if all(sum(is_figure(line.text) for line in inside) < 2 for inside in band.values()):
            rows.append([Cell(" ".join(line.text for line in lines[box]), box.x0, box.x1) for box in band])
        elif found := _unruled(band):
            rows += found
        else:
            return None
    if rtl:
        rows = [[Cell(cell.text, -cell.end, -cell.start) for cell in reversed(row)] for row in rows]
    return Table(tuple(line for _, line in lines_of(rows)))


def _unruled(band: Mapping[Box, Sequence[Line]]) -> list[Sequence[Cell]]:
    """The rows within a band of cells that hold several figures each; [] where a line belongs to none of them for sure.

    They are told by the first column, which has a line for each.
    """
    first = next((inside for inside in band.values() if inside), ())
    rows: list[list[Cell]] = [[] for _ in first]
    for box, inside in band.items():
        for line in inside:
            near = [n for n, one in enumerate(first) if abs(one.base - line.base) < 0.4 * line.height]
            if len(near) != 1:
                return []
            rows[near[0]].append(Cell(line.text, box.x0, box.x1))
    return list(rows)


def _rows_of(cell: Box, glyphs: Sequence[Glyph], rtl: bool) -> Iterator[Line]:
    inside, is_in = [], False
    for glyph in glyphs:
        is_in = cell.holds(glyph) if glyph.height else is_in
        inside += [glyph] if is_in else []
    return (line for row in _rows(inside, rtl) for line in row)


def _rows(glyphs: Sequence[Glyph], rtl: bool) -> Iterator[Row]:
    """Glyphs that stand beside each other, parted where the gap is wide."""
    row: list[Glyph] = []
    tallest = last = BLANK
    for glyph in glyphs:
        if glyph.height:
            goes_on = glyph.base == last.base and glyph.x0 >= last.x0
            if row and not goes_on and not _is_beside(glyph, tallest, last, rtl):
                yield _row(row, tallest.height, rtl)
                row = []
            if not row or glyph.height > tallest.height:
                tallest = glyph
            last = glyph
        if row or glyph.height:
            row.append(glyph)
    if row:
        yield _row(row, tallest.height, rtl)


def _is_beside(glyph: Glyph, tallest: Glyph, last: Glyph, rtl: bool) -> bool:
    """Whether a glyph goes on with the row: on its height, and not back at the start of a line."""
    shared = min(tallest.y1, glyph.y1) - max(tallest.y0, glyph.y0)
    if shared < 0.5 * min(tallest.height, glyph.height) or abs(glyph.base - tallest.base) > 0.5 * tallest.height:
        return False
    return glyph.x1 >= last.x0 - GAP * tallest.height or rtl


def _row(glyphs: Sequence[Glyph], height: float, rtl: bool) -> Row:
    """The row, cut at its wide gaps."""
    text = "".join(glyph.text for glyph in glyphs)
    is_mixed = bool(RIGHT_TO_LEFT.search(text)) or (rtl and not any(map(str.isalpha, text)))
    if is_mixed:
        glyphs = sorted((glyph for glyph in glyphs if glyph.height), key=lambda one: one.x0)
    parts: list[list[Glyph]] = [[]]
    end = glyphs[0].x0
    space = BLANK
    for glyph in glyphs:
        if glyph.height:
            is_wide = space is PARTING or glyph.x0 - end > GAP * height
            if is_wide and parts[-1]:
                if _is_justified(glyphs):
                    return [_ordered(glyphs, is_mixed, rtl)]
                parts.append([])
            end = glyph.x1
        space = BLANK if glyph.height else glyph
        parts[-1].append(glyph)
    return [_ordered(part, is_mixed, rtl) for part in parts]


def _ordered(glyphs: Sequence[Glyph], is_mixed: bool, rtl: bool) -> Line:
    return _line(in_reading_order(glyphs, is_rtl=rtl) if is_mixed else glyphs)


def _is_justified(glyphs: Sequence[Glyph]) -> bool:
    """Whether the wide spaces of a line set it in full measure: all as wide, between words that were set together."""
    spaces = [
        (space, after.x0 - before.x1)
        for before, space, after in zip(glyphs, glyphs[1:], glyphs[2:], strict=False)
        if not space.height and before.height and after.height
    ]
    widths = [width for _, width in spaces]
    return any(space is STRETCHED for space, _ in spaces) and min(widths) > EVEN * max(widths)


def _line(glyphs: Sequence[Glyph]) -> Line:
    seen = [glyph for glyph in glyphs if glyph.height]
    height = statistics.median([glyph.height for glyph in seen])
    base = statistics.median([glyph.base for glyph in seen if glyph.height >= 0.9 * height])
    if all(glyph.base == base for glyph in seen):
        text = "".join([glyph.text for glyph in glyphs])
    else:
        text = _with_marks(glyphs, base, height)
    words = squeezed(text)
    if SPACED_OUT.fullmatch(words):
        words = _drawn_together(seen)
    if "\u00ad" in words:
        words = re.sub("\u00ad(?!$)", "", words)
    return Line(words, min([glyph.x0 for glyph in seen]), max([glyph.x1 for glyph in seen]), base, height)


def _drawn_together(letters: Sequence[Glyph]) -> str:
    """The words of a line whose letters are spaced out: the wider gaps part them."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(letters)]
    usual = statistics.median(gaps)
    return letters[0].text + "".join(
        f" {letter.text}" if gap > WIDER * usual else letter.text for gap, letter in zip(gaps, letters[1:], strict=True)
    )


def _with_marks(glyphs: Sequence[Glyph], base: float, height: float) -> str:
    """The characters, with what stands above or below the line apart from numbers."""
    text = ""
    for put, run in groupby(glyphs, key=lambda glyph: _put(glyph, base, height)):
        text = put(text, "".join(glyph.text for glyph in run))
    return text


def _put(glyph: Glyph, base: float, height: float) -> Callable[[str, str], str]:
    """How a glyph is put behind the text before it."""
    if is_raised(glyph, base, height):
        return with_mark
    return with_lowered if is_lowered(glyph, base, height) else add
