"""What does an Excel file say? A line for each row of each sheet, the values as the cells show them.

Formulas are never read, only what they came to when the file was last saved. Hidden rows, columns and sheets are left
out, and said to be.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Draft, Original, Unsupported, joined, squeezed
from sitrep.ingest.marks import with_mark
from sitrep.ingest.package import BROKEN, Package
from sitrep.ingest.rows import Cell, Numbered, sheet_lines
from sitrep.model import Problem

FORMULA_WITHOUT_VALUE = re.compile(rb"(?:</f>|<f[^>]*/>)(?:<v\s*/>|<v></v>)?</c>")
STRICT = b"purl.oclc.org/ooxml/spreadsheetml"
MOST_MERGED = 1_000
"""Rows: a longer cell is that of an empty sheet."""
MONEY = re.compile(r"US\$|[$€£]")


def read(original: Original) -> tuple[Draft, ...]:
    """All sheets that are shown, one after the other."""
    package = Package(original.data)
    package.check()
    if STRICT in package.read("xl/workbook.xml"):
        raise Unsupported("a Strict Open XML workbook: not read", "Save it as an ordinary .xlsx.")
    book = _opened(original.data)
    problems = list(_problems(package))
    pieces: list[tuple[str, str]] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            problems.append(Problem(message=f"hidden sheet {sheet.title!r} was left out"))
            continue
        if hidden := _hidden(sheet):
            problems.append(Problem(message=f"sheet {sheet.title!r}: {hidden} hidden rows or columns were left out"))
        pieces += [(f"sheet {sheet.title} row {number}", line) for number, line in sheet_lines(list(_rows(sheet)))]
    text, parts = joined(pieces, lambda *_: "\n")
    if not text:
        raise DocumentError("the sheets hold nothing", "What they show may be a picture or a chart.")
    made = book.properties.modified or book.properties.created
    draft = Draft(
        text=text,
        format="xlsx",
        title=book.properties.title or None,
        publisher=_company(package),
        doubtful_date=made.date() if isinstance(made, datetime) else None,
        parts=parts,
        problems=tuple(problems),
    )
    return (draft,)


def _opened(data: bytes) -> Workbook:
    try:
        return openpyxl.load_workbook(BytesIO(data), data_only=True, rich_text=True)
    # It raises what it meets where a part of the file is not there or says what it should not.
    except (*BROKEN, LookupError, TypeError, AttributeError, SyntaxError) as error:
        said = str(error).partition("\n")[0] or type(error).__name__
        raise DocumentError(f"damaged: {said}", "Save it anew as .xlsx.") from None


def _company(package: Package) -> str | None:
    about = package.xml("docProps/app.xml")
    found = about.find("{*}Company") if about is not None else None
    return found.text or None if found is not None else None


def _problems(package: Package) -> Iterator[Problem]:
    sheets = (name for name in package.names() if name.startswith("xl/worksheets/"))
    if count := sum(len(FORMULA_WITHOUT_VALUE.findall(package.read(name))) for name in sheets):
        message = f"{count} cells hold a formula that was never worked out"
        yield Problem(message=message, hint="Open the file in a spreadsheet program and save it.")


def _hidden(sheet: Worksheet) -> int:
    shapes = (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())
    return sum(bool(shape.hidden) for shape in shapes)


def _rows(sheet: Worksheet) -> Iterator[Numbered]:
    """The rows that are shown; a merged cell reaches over its columns, and says the same in each of its rows."""
    hidden = {
        shape.min + step
        for shape in sheet.column_dimensions.values()
        if shape.hidden
        for step in range(shape.max - shape.min + 1)
    }
    merged = {
        (row, area.min_col): area
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, area.min_row + MOST_MERGED) + 1)
    }
    for number, row in groupby(_filled(sheet), key=attrgetter("row")):
        if sheet.row_dimensions[number].hidden:
            continue
        shown = []
        for cell in row:
            area = merged.get((number, cell.column))
            source = sheet.cell(area.min_row, area.min_col) if area else cell
            end = area.max_col + 1 if area else cell.column + 1
            if cell.column not in hidden and (text := _shown(source.value, source.number_format)):
                shown.append(Cell(text, cell.column, end))
        yield number, shown


def _filled(sheet: Worksheet) -> list[Any]:
    """The cells that the file holds, row by row. To walk over all others takes minutes where one stands far off."""
    return [cell for _, cell in sorted(sheet._cells.items())]


def _shown(value: Any, form: str) -> str:
    """A value as its cell shows it, but with all its digits.

    >>> _shown(0.35, "0%"), _shown(1200.0, '"US$"#,##0'), _shown(12500, "General")
    ('35%', 'US$1200', '12500')
    """
    if value is None:
        return ""
    if isinstance(value, CellRichText):
        return squeezed(_of_runs(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if "%" in form:
            return f"{value * 100:.12g}%"
        money = MONEY.search(form)
        return f"{money[0] if money else ''}{value:.15g}"
    return squeezed(str(value))


def _of_runs(runs: CellRichText) -> str:
    """The text of runs of several looks; a raised mark stands apart from a number."""
    text = ""
    for run in runs:
        is_raised = isinstance(run, TextBlock) and run.font.vertAlign == "superscript"
        text = with_mark(text, run.text) if is_raised else text + str(run)
    return text
