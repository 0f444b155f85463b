"""How does a brief become its own data set? Brief → brief.json, figures.csv and figures.xlsx, as bytes.

brief.json follows reference/brief.schema.json. figures.csv and figures.xlsx have one line a claim, with HXL 1.1 tags in
the second line. The same brief gives the same bytes.
"""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from sitrep import __version__
from sitrep.model import Brief, Document, Problem

__all__ = ["VERSION", "brief_json", "figures_csv", "figures_xlsx"]

VERSION = "1.0"
"""Of brief.json: the second number grows when something is added, the first when something changes or goes."""

# A spreadsheet takes such a first character for a formula (OWASP, CSV injection), in East Asia also in full width.
FORMULA = tuple("=+-@\t\r＝＋－＠")

Cell: TypeAlias = str | float | date | None
Claim: TypeAlias = Mapping[str, Any]


# --- brief.json -------------------------------------------------------------------------------------------------------


def brief_json(brief: Brief) -> bytes:
    """Everything that is printed, with its evidence; without the texts of the documents."""
    data = {
        "format": "sitrep.brief",
        "version": VERSION,
        "situation": brief.situation,
        "number": brief.number,
        "as_of": brief.as_of.isoformat(),
        "covers": {"start": brief.covers.start.isoformat(), "end": brief.as_of.isoformat()},
        "next_due": brief.next_due.isoformat() if brief.next_due else None,
        "lang": brief.lang,
        "title": brief.title,
        "kind": brief.kind,
        "brand": brief.brand,
        "supersedes": brief.supersedes,
        "corrects": {"number": brief.corrects.number, "why": brief.corrects.why} if brief.corrects else None,
        "content_hash": brief.content_hash,
        "sections": {section.id: list(section.items) for section in brief.sections},
        "documents": [_document(document) for document in brief.documents],
        # What was withheld from this audience, and why, stands in the run log alone.
        "problems": [_problem(problem) for problem in brief.problems if problem.level != "withheld"],
    }
    # Indenting by json itself takes three times as long, which a brief of 40,000 figures feels.
    return msgspec.json.format(json.dumps(data, ensure_ascii=False, allow_nan=False).encode(), indent=1) + b"\n"


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "url": document.url,
        "path": document.path,
        "lang": document.lang,
        "format": document.format,
        "origin": document.origin,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "level": problem.level,
        "message": problem.message,
        "hint": problem.hint,
        "document": problem.document,
        "span": list(problem.span) if problem.span else None,
    }


# --- tables -----------------------------------------------------------------------------------------------------------


class Column(Struct, frozen=True):
    """One column of a table: its name, its HXL tag, and what stands in it."""

    name: str
    hxl: str
    cell: Callable[[Claim], Cell]
    width: int = 12
    """Of the sheet's column, in characters."""


def _field(name: str) -> Callable[[Claim], Cell]:
    return lambda claim: claim[name]


def _day(name: str) -> Callable[[Claim], Cell]:
    return lambda claim: date.fromisoformat(claim[name]) if claim[name] else None


def _place(name: str) -> Callable[[Claim], Cell]:
    return lambda claim: claim["place"][name] if claim["place"] else None


def _decisions(claim: Claim) -> str:
    """Who decided what of it: without that, a corrected number would be its source's."""
    return "; ".join(f"{one['verb']} by {one['who']} on {one['on']}: {one['why']}" for one in claim["decisions"])


def _when(end: str) -> Callable[[Claim], Cell]:
    return lambda claim: date.fromisoformat(claim["when"][end]) if claim["when"] and claim["when"][end] else None


def _normal(name: str) -> Callable[[Claim], Cell]:
    return lambda claim: claim["normal"][name] if claim["normal"] else None


def _evidence(name: str) -> Callable[[Claim], Cell]:
    return lambda claim: claim["evidence"][0][name]


def _sentence(claim: Claim) -> Cell:
    quote = claim["evidence"][0]
    return str(quote["before"] + quote["number"] + quote["after"])


FIGURES = (
    Column("key figure", "#meta+id", _field("id"), 18),
    Column("role", "#status+role", _field("role")),
    Column("indicator", "#indicator+code", _field("indicator"), 16),
    Column("indicator tag", "#indicator+hxl", _field("hxl"), 22),
    Column("theme", "#indicator+theme", _field("theme")),
    Column("as reported", "#indicator+said", _field("number"), 16),
    Column("value", "#indicator+value+num", _field("value")),
    Column("upper value", "#indicator+value+max+num", _field("high")),
    Column("unit", "#indicator+unit", _field("unit")),
    Column("qualifier", "#indicator+qualifier", _field("qualifier")),
    Column("stock or flow", "#indicator+measure", _field("measure")),
    Column("normalised value", "#indicator+value+normal+num", _normal("value")),
    Column("normalised unit", "#indicator+unit+normal", _normal("unit")),
    Column("subject", "#description+subject", _field("subject"), 24),
    Column("place", "#loc+name", _place("label"), 18),
    Column("place as written", "#loc+name+said", _place("name"), 18),
    Column("place id", "#loc+code", _place("id"), 18),
    Column("P-code", "#loc+code+v_pcode", _place("pcode")),
    Column("country", "#country+code+v_iso3", _place("country")),
    Column("latitude", "#geo+lat", _place("latitude")),
    Column("longitude", "#geo+lon", _place("longitude")),
    Column("from", "#date+start", _when("start")),
    Column("to", "#date+end", _when("end")),
    Column("as of", "#date+as_of", _day("as_of")),
    Column("source", "#meta+source", _field("source"), 24),
    Column("source named", "#meta+source+named", _field("named")),
    Column("part of", "#meta+id+part_of", _field("part_of"), 18),
    Column("disputed", "#status+disputed", _field("disputed_word")),
    Column("why this one", "#status+because", _field("because")),
    Column("decisions", "#status+decision", _decisions, 30),
    Column("source number", "#meta+document+num", _evidence("source")),
    Column("document", "#meta+document+sha256", _evidence("document"), 20),
    Column("span start", "#meta+span+start", _evidence("start")),
    Column("span end", "#meta+span+end", _evidence("end")),
    Column("sentence", "#meta+sentence", _sentence, 80),
    Column("pieces of evidence", "#meta+evidence+num", lambda claim: len(claim["evidence"])),
)
"""One line a claim; the recommended claim of a key figure comes first, with the role "recommended"."""

SOURCES = (
    Column("number", "#meta+document+num", _field("number")),
    Column("title", "#meta+document+title", _field("title"), 60),
    Column("publisher", "#org+publisher", _field("publisher"), 24),
    Column("published", "#date+published", _day("published")),
    Column("address", "#meta+url", _field("url"), 50),
    Column("file", "#meta+file", _field("path"), 36),
    Column("language", "#meta+language", _field("lang")),
    Column("figures citing it", "#meta+cited+num", _field("cited")),
    Column("SHA-256", "#meta+document+sha256", _field("id"), 66),
)
"""One line a document, by its number in the brief."""


def _items(brief: Brief, name: str) -> tuple[Mapping[str, Any], ...]:
    return next((section.items for section in brief.sections if section.id == name), ())


def claims(brief: Brief) -> Iterator[Claim]:
    """Every claim of every key figure, in the brief's order, with what the table says of its key figure."""
    for entry in _items(brief, "figures"):
        shared = {name: entry[name] for name in ("id", "indicator", "hxl", "theme", "measure", "part_of")}
        for claim in (entry, *entry["others"]):
            first = claim is entry
            yield {
                **claim,
                **shared,
                "role": "recommended" if first else "other",
                "because": entry["because"] if first else None,
                "disputed_word": "yes" if entry["disputed"] else "no",
                "named": "publisher" if claim["source_is_publisher"] else "in the text",
            }


# --- figures.csv ------------------------------------------------------------------------------------------------------


def figures_csv(brief: Brief) -> bytes:
    """The claims as CSV (RFC 4180, UTF-8 with a mark, since Excel needs it for Arabic), HXL tags in the second line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in FIGURES])
    writer.writerow([column.hxl for column in FIGURES])
    for claim in claims(brief):
        writer.writerow([_text(column.cell(claim)) for column in FIGURES])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return inert(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def inert(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe stands before what could be a formula, control characters go."""
    clean = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    # What looks empty to a reader is no protection: spaces, byte order marks, direction marks.
    start = next((letter for letter in text if letter in FORMULA or not _is_blank(letter)), "")
    return f"'{clean}" if start in FORMULA and start else clean


def _is_blank(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Cf", "Cc", "Zs")


# --- figures.xlsx -----------------------------------------------------------------------------------------------------


def figures_xlsx(brief: Brief) -> bytes:
    """A workbook with typed numbers and dates: the claims, the documents, and what the brief is."""
    # Costs 30 ms, and only this format needs it.
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    moment = datetime.combine(brief.as_of, time(12), tzinfo=UTC)
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": brief.title, "created": moment.replace(tzinfo=None), "comments": _generator()})
        sheets = _Sheets(book)
        sheets.table("figures", FIGURES, claims(brief))
        sheets.table("sources", SOURCES, iter(_items(brief, "sources")))
        sheets.pairs("about", about(brief))
    return out.getvalue()


def about(brief: Brief) -> list[tuple[str, Cell]]:
    """What the brief is, as lines of the last sheet."""
    return [
        ("title", brief.title),
        ("kind", brief.kind),
        ("number", brief.number),
        ("as of", brief.as_of),
        ("covers from", brief.covers.start),
        ("next brief", brief.next_due),
        ("language", brief.lang),
        ("situation", brief.situation),
        ("content hash", brief.content_hash),
        ("made with", _generator()),
        ("note", "One line a claim. Absent is not zero; figures of one indicator must not be added up."),
    ]


def _generator() -> str:
    return f"sitrep {__version__}"


class _Sheets:
    """The sheets of one workbook, in one look."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.tag = book.add_format({"italic": True, "font_color": "#737373"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.number = book.add_format({"num_format": "#,##0.###;-#,##0.###"})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.plain = book.add_format({"num_format": "General"})

    def table(self, name: str, columns: tuple[Column, ...], rows: Iterator[Claim]) -> None:
        """A sheet with names, HXL tags and one line a row."""
        sheet = self.book.add_worksheet(name)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.name, self.head)
            sheet.write_string(1, at, column.hxl, self.tag)
            sheet.set_column(at, at, column.width)
        line = 1
        for line, row in enumerate(rows, start=2):
            for at, column in enumerate(columns):
                self.write(sheet, line, at, column.cell(row))
        sheet.freeze_panes(2, 1)
        sheet.autofilter(1, 0, max(line, 2), len(columns) - 1)

    def pairs(self, name: str, lines: list[tuple[str, Cell]]) -> None:
        """A sheet of names and values."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 80)
        for line, (label, cell) in enumerate(lines):
            sheet.write_string(line, 0, label, self.head)
            self.write(sheet, line, 1, cell)

    def write(self, sheet: Any, line: int, at: int, cell: Cell) -> None:
        """A cell by its type; text is always text, never a formula."""
        if cell is None:
            return
        if isinstance(cell, date):
            sheet.write_datetime(line, at, datetime.combine(cell, time()), self.day)
        elif isinstance(cell, str):
            sheet.write_string(line, at, inert(cell))
        else:
            form = self.plain if abs(cell) < 1000 else self.whole if float(cell).is_integer() else self.number
            sheet.write_number(line, at, cell, form)
