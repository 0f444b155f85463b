"""In which order does one read the lines of a PDF? Columns, paragraphs, and the furniture of the pages once.

A line that ends where the next word would still have fitted ends its paragraph. What stands at the head or foot of page
after page is given where it stands first, page numbers nowhere.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sitrep.ingest.glyph import RIGHT_TO_LEFT
from sitrep.ingest.grid import as_table
from sitrep.ingest.page import Line, Page, Row, Table

PAGE_NUMBER = re.compile(
    r"\b(?:page|página|صفحة|p\.)\s*\d{1,4}(?:\s*(?:/|of|de|sur|من)\s*\d{1,4})?|^\d{1,4} \||\| \d{1,4}$"
    r"|^\W*\d{1,4}\s*(?:/|of|de|sur|من)\s*\d{1,4}\W*$",
    re.IGNORECASE,
)
BULLET = re.compile(r"[•▪●■◦‣∙·–—*-]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s")

MARGIN = 0.1
"""Share of a page's height in which heads and feet stand."""
REPEATED = 0.4
"""Share of the pages that makes a line of the margin furniture: those of left and right pages may differ."""
REPEATED_WITH_FIGURES = 0.6
"""The same for a line with digits: it could be two facts in the same words."""
SPACING = 1.7
"""Heights of a line: the lines of one paragraph are not farther apart."""
PROSE_CHARACTERS = 18
"""Half of the lines in a column of prose are longer, half of the cells in a column of figures are not."""
NEIGHBOURS = 8
"""Lines before and after that tell how wide a column is."""


def texts_of(pages: Sequence[Page]) -> list[str]:
    """The text of each page."""
    pages_of = Counter(words for page in pages for words in {_in_margin(page, line) for line in _lines(page)})
    furniture = {words for words, count in pages_of.items() if words and _is_repeated(words, count, len(pages))}
    seen: set[str] = set()
    return ["\n\n".join(filter(None, _blocks(page, furniture, seen))) for page in pages]


def _is_repeated(words: str, count: int, pages: int) -> bool:
    share = REPEATED_WITH_FIGURES if re.search(r"\d", words) else REPEATED
    return count >= max(2, share * pages)


def _blocks(page: Page, furniture: set[str], seen: set[str]) -> Iterator[str]:
    for block in page.blocks:
        if isinstance(block, Table):
            yield "\n".join(block.lines)
            continue
        kept = []
        for line in in_order(block):
            words = _in_margin(page, line)
            if words not in furniture or (words not in seen and words != "#"):
                kept.append(line)
            seen.add(words)
        yield paragraphs(kept)


def _lines(page: Page) -> Iterator[Line]:
    return (line for block in page.blocks if not isinstance(block, Table) for line in in_order(block))


def _in_margin(page: Page, line: Line) -> str:
    """The words of a line at the head or foot of a page, the same on each; "" for any other line."""
    if MARGIN * page.height < line.base < (1 - MARGIN) * page.height:
        return ""
    return "#" if line.text.strip() == str(page.number) else PAGE_NUMBER.sub("#", line.text)


def in_order(rows: Sequence[Row]) -> Iterator[Line]:
    """Columns of prose one after the other; the cells of a row in one line."""
    start = 0
    while start < len(rows):
        left, right, count = _two_columns(rows[start:])
        if count:
            columns = (right, left) if _is_rtl(rows[start]) else (left, right)
            for column in columns:
                yield from in_order(column)
        else:
            count = _beside_each_other(rows[start:])
            table = as_table(rows[start : start + count]) if count > 1 and not any(map(_is_rtl, rows)) else None
            yield from table or map(_as_one, rows[start : start + count])
        start += count


def _beside_each_other(rows: Sequence[Row]) -> int:
    """How many rows from the first on hold several cells, down the page and before any column of prose; at least 1."""
    count = 1
    while count < len(rows) and len(rows[count - 1]) > 1 and len(rows[count]) > 1:
        if rows[count][0].base > rows[count - 1][0].base or _two_columns(rows[count:])[2]:
            break
        count += 1
    return count


def _two_columns(rows: Sequence[Row]) -> tuple[list[Row], list[Row], int]:
    """The parts left and right of a gap that the first rows leave free, and how many rows these are; 0 for no prose."""
    low, high = rows[0][0].x1, rows[0][1].x0 if len(rows[0]) > 1 else 0.0
    left: list[Row] = []
    right: list[Row] = []
    count = 0
    for count, row in enumerate(rows):
        if count and row[0].base > rows[count - 1][0].base:
            break  # back up the page: the columns come one after the other already
        before = [line for line in row if line.x0 < low and line.x1 <= high]
        after = [line for line in row if line.x0 >= low and line not in before]
        low, high = max([low, *(line.x1 for line in before)]), min([high, *(line.x0 for line in after)])
        if low >= high or len(before) > 1 or len(before) + len(after) < len(row):
            break
        left += [before] if before else []
        right += [after] if after else []
    else:
        count = len(rows)
    is_prose = min(len(left), len(right)) >= 3 and _is_prose(left) and _is_prose(right)
    return (left, right, count) if is_prose else ([], [], 0)


def _is_prose(rows: Sequence[Row]) -> bool:
    return statistics.median(len(row[0].text) for row in rows) >= PROSE_CHARACTERS


def _is_rtl(row: Row) -> bool:
    return any(RIGHT_TO_LEFT.search(line.text) for line in row)


def _as_one(row: Row) -> Line:
    if len(row) == 1:
        return row[0]
    text = " | ".join(line.text for line in (reversed(row) if _is_rtl(row) else row))
    return Line(text, row[0].x0, row[-1].x1, row[0].base, max(line.height for line in row), True)


def paragraphs(lines: Sequence[Line]) -> str:
    """The lines as paragraphs, a blank line where the page leaves one."""
    text = ""
    for run in _runs(lines):
        text += (between(text, run[0].text) if text else "") + run[0].text
        for number, (line, after) in enumerate(pairwise(run)):
            ends = _ends_paragraph(line, after, run[max(0, number - NEIGHBOURS) : number + NEIGHBOURS])
            text = f"{text}\n{after.text}" if ends else _joined(text, after.text)
    return text


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that follow each other without a wider space, down one column."""
    run: list[Line] = []
    for line in lines:
        if run and not 0 < run[-1].base - line.base <= SPACING * max(line.height, run[-1].height):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def between(before: str, after: str) -> str:
    """What stands between two columns or pages: a space where a sentence goes on from one to the other."""
    goes_on = after[:1].islower() and before[-1:] and before[-1] not in ".!?:;|"
    return " " if goes_on else "\n\n"


def _ends_paragraph(line: Line, after: Line, around: Sequence[Line]) -> bool:
    if line.is_cells or after.is_cells or abs(line.height - after.height) > 0.15 * line.height:
        return True
    if BULLET.match(after.text):
        return True
    # The room that the line leaves at its end, against what the next word needs.
    if RIGHT_TO_LEFT.search(line.text):
        room = line.x0 - min(one.x0 for one in around)
    else:
        room = max(one.x1 for one in around) - line.x1
    word = after.text.split(" ", 1)[0]
    return room > (len(word) + 1) * (after.x1 - after.x0) / len(after.text)


def _joined(before: str, after: str) -> str:
    """One line behind the other. A hyphen between small letters parted a word; between digits it is a range."""
    if before.endswith(("\u00ad", "-", "‐")) and before[-2:-1].islower() and after[:1].islower():
        return before[:-1] + after
    return before.rstrip("\u00ad") + ("" if before.endswith(("-", "–", "\u00ad")) else " ") + after
