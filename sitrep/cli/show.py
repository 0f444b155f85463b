"""How does what a stage gives look: as a table in the terminal, as JSON, as CSV, as a page?

Gives lines, prints nothing. The JSON of a reading is a promise to users (README, "What extract gives").
"""

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sitrep.cli.run import CONTROL, bold, plain
from sitrep.ingest import Input
from sitrep.model import (
    Brief,
    Claim,
    Deadline,
    Document,
    Figure,
    KeyFigure,
    Problem,
    Qualifier,
    Reading,
    Situation,
    Span,
)
from sitrep.pipeline import Said
from sitrep.units import Quantity, unit_name

Row = Sequence[str]

PAGE = Path(__file__).parent / "reading.html"

NARROWEST = 6
"""Columns below which a cell says nothing any more."""

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@")

SURE = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "about",
    Qualifier.AT_LEAST: "at least",
    Qualifier.AT_MOST: "at most",
    Qualifier.RANGE: "range",
    Qualifier.VAGUE: "vague",
}


# As a table


def table(head: Row, rows: Sequence[Row], *, width: int | None = None) -> list[str]:
    """The rows under their heads, in columns; the widest columns are cut until a line fits into `width` columns."""
    cells = [tuple(map(plain, row)) for row in (head, *rows)]
    kept = [i for i in range(len(head)) if any(row[i] for row in cells[1:])]
    widths = {i: max(columns(row[i]) for row in cells) for i in kept}
    while width and kept and sum(widths.values()) + 2 * len(kept) > width and max(widths.values()) > NARROWEST:
        widths[max(kept, key=lambda i: widths[i])] -= 1
    lines = ["  ".join(fitted(row[i], widths[i]) for i in kept).rstrip() for row in cells]
    return [bold(lines[0]), *lines[1:]]


def fitted(text: str, width: int) -> str:
    """The text cut or filled to `width` columns of a terminal."""
    if columns(text) > width:
        while columns(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - columns(text))


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def value(figure: Figure) -> str:
    """The value with its unit, such as "≥ 500,000 person" or "2–3 mile"."""
    low = f"{whole(figure.value.magnitude):,}"
    high = f"–{whole(figure.high.magnitude):,}" if figure.high is not None else ""
    unit = unit_name(figure.value).replace("dimensionless", "")
    return f"{low}{high} {unit}".strip()


def figures_table(figures: Iterable[Figure], width: int | None) -> list[str]:
    """One line a figure, under a line of heads."""
    head = ("NUMBER", "VALUE", "SURE", "INDICATOR", "MEASURE", "SUBJECT", "PLACE", "WHEN", "SOURCE")
    rows = [
        (
            figure.number,
            value(figure),
            SURE[figure.qualifier],
            figure.indicator,
            figure.measure or "",
            figure.subject,
            figure.place.name if figure.place else "",
            str(figure.when or ""),
            figure.source or "",
        )
        for figure in figures
    ]
    return table(head, rows, width=width)


def deadlines_table(deadlines: Iterable[Deadline], width: int | None) -> list[str]:
    """One line a deadline, under a line of heads."""
    rows = [(d.text, d.date.isoformat() if d.date else "unresolved", d.actor or "", d.action) for d in deadlines]
    return table(("DEADLINE", "DATE", "WHO", "MUST"), rows, width=width)


def inputs_lines(inputs: Iterable[Input], documents: Mapping[str, Document], *, width: int | None) -> Iterator[str]:
    """One line an input, under a line of heads, then how many ended how."""
    inputs = list(inputs)
    rows = []
    for one in inputs:
        first = next((documents[id] for id in one.documents if id in documents), None)
        about = (str(first.published or "no date"), first.lang, first.publisher or "") if first else ("", "", "")
        rows.append((one.status, *about, one.path, one.reason))
    yield from table(("STATUS", "PUBLISHED", "LANG", "PUBLISHER", "FILE", "WHY"), rows, width=width)
    yield ""
    counts = Counter(one.status for one in inputs)
    yield f"{counted(inputs, 'input')}: {', '.join(f'{count} {status}' for status, count in counts.items()) or 'none'}"


def readings_lines(readings: Iterable[Said], format: str, *, width: int | None, explain: bool) -> Iterator[str]:
    """Readings as "table", "json" (one object a line), "csv" or "html", as they come."""
    match format:
        case "json":
            yield from (as_json(reading_data(each.document, each.reading)) for each in readings)
        case "csv":
            yield csv_line(CSV_COLUMNS)
            yield from (line for each in readings for line in reading_csv(each.document, each.reading))
        case "html":
            yield reading_page(readings)
        case _:
            for number, each in enumerate(readings):
                yield from [""] * bool(number)
                yield from reading_lines(each, width=width, explain=explain)


def reading_lines(said: Said, *, width: int | None, explain: bool) -> Iterator[str]:
    """A document's figures and deadlines; with `explain`, the rules that made each one, and what lost."""
    document, reading, lost = said
    yield plain(" · ".join(filter(None, (document.path, document.title, str(document.published or "no date")))))
    yield from marks_lines(reading.figures, figures_table(reading.figures, width), explain)
    yield from marks_lines(reading.deadlines, deadlines_table(reading.deadlines, width), explain)
    if explain and lost:
        words = [(document.text[one.span.start : one.span.end], place(one.span), one.rule) for one in lost]
        yield ""
        yield from table(("NOT TAKEN", "AT", "RULE"), words, width=width)
    yield ""
    yield f"{counted(reading.figures, 'figure')}, {counted(reading.deadlines, 'deadline')}"


def place(span: Span) -> str:
    """Where in the text, as start:end."""
    return f"{span.start}:{span.end}"


def marks_lines(marks: Sequence[Figure | Deadline], lines: Sequence[str], explain: bool) -> Iterator[str]:
    """A table with its heads, nothing for no marks; with `explain`, the rules of each line under it."""
    if marks:
        yield ""
        yield lines[0]
    for mark, line in zip(marks, lines[1:], strict=True):
        yield line
        if explain:
            yield f"    {place(mark.span)}  {'  '.join(map(plain, mark.rules))}"


def situation_lines(situation: Situation, *, width: int | None) -> Iterator[str]:
    """Every key figure with the claims beside it, then deadlines and gaps."""
    head = ("INDICATOR", "NUMBER", "SUBJECT", "PLACE", "AS OF", "SOURCE", "BECAUSE")
    rows = [row for key_figure in situation.key_figures for row in key_figure_rows(key_figure)]
    yield plain(f"{situation.profile.title} · as of {situation.as_of}")
    yield ""
    yield from table(head, rows, width=width)
    if situation.deadlines:
        dated = [
            (
                d.deadline.text,
                str(d.deadline.date or "unresolved"),
                d.state,
                "" if d.days_left is None else str(d.days_left),
                d.deadline.action,
            )
            for d in situation.deadlines
        ]
        yield ""
        yield from table(("DEADLINE", "DATE", "STATE", "DAYS LEFT", "MUST"), dated, width=width)
    for gap in situation.gaps:
        yield plain(f"No source gives: {gap.indicator}")


def brief_lines(brief: Brief) -> Iterator[str]:
    """The sections with how much stands in each."""
    yield plain(f"{brief.title} · {brief.kind} No. {brief.number} · as of {brief.as_of} · {brief.lang}")
    yield ""
    yield from table(("SECTION", "ENTRIES"), [(section.id, str(len(section.items))) for section in brief.sections])


def key_figure_rows(key_figure: KeyFigure) -> Iterator[Row]:
    """The recommended claim, and one row for each claim beside it."""
    because = f"{key_figure.because}, disputed" if key_figure.disputed else str(key_figure.because)
    yield (key_figure.recommended.figure.indicator, *claim_cells(key_figure.recommended), because)
    for other in key_figure.others:
        yield ("", *claim_cells(other), key_figure.differs)


def claim_cells(claim: Claim) -> Row:
    """What one origin says, as cells of a table."""
    figure = claim.figure
    sure = "" if figure.qualifier is Qualifier.VAGUE else SURE[figure.qualifier]
    place = figure.place.label or figure.place.name if figure.place else ""
    return (f"{sure} {figure.number}".strip(), figure.subject, place, str(claim.as_of or ""), claim.source)


def counted(things: Sequence[object], name: str) -> str:
    """Such as "1 figure" or "19 figures"."""
    return f"{len(things):,} {name}{'' if len(things) == 1 else 's'}"


# As JSON


def whole(number: float) -> int | float:
    """3600000 for 3600000.0: a count is written as one."""
    return int(number) if float(number).is_integer() else number


def magnitude(quantity: Quantity | None) -> int | float | None:
    """The number of a quantity, None for None."""
    return None if quantity is None else whole(quantity.magnitude)


def figure_data(figure: Figure) -> dict[str, Any]:
    """A figure in the promised form."""
    data: dict[str, Any] = {
        "start": figure.span.start,
        "end": figure.span.end,
        "number": figure.number,
        "value": magnitude(figure.value),
        "high": magnitude(figure.high),
        "unit": unit_name(figure.value),
        "qualifier": figure.qualifier,
        "indicator": figure.indicator,
        "measure": figure.measure,
        "subject": figure.subject,
        "place": figure.place.name if figure.place else None,
        "when": str(figure.when) if figure.when else None,
        "source": figure.source,
        "rules": figure.rules,
    }
    return data | {"part_of": figure.part_of} if figure.part_of else data


def deadline_data(deadline: Deadline) -> dict[str, Any]:
    """A deadline in the promised form."""
    return {
        "start": deadline.span.start,
        "end": deadline.span.end,
        "text": deadline.text,
        "date": day(deadline.date),
        "action": deadline.action,
        "actor": deadline.actor,
    }


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem in the promised form."""
    start, end = problem.span or (None, None)
    return {"level": problem.level, "message": problem.message, "hint": problem.hint, "start": start, "end": end}


def reading_data(document: Document, reading: Reading) -> dict[str, Any]:
    """A document's reading in the promised form."""
    return {
        "document": document.id,
        "title": document.title,
        "published": day(document.published),
        "lang": document.lang,
        "figures": [figure_data(figure) for figure in reading.figures],
        "deadlines": [deadline_data(deadline) for deadline in reading.deadlines],
        "problems": [problem_data(problem) for problem in (*document.problems, *reading.problems)],
    }


def input_data(line: Input, documents: Mapping[str, Document]) -> dict[str, Any]:
    """How an input ended, and what it says; of several documents in it, as in a mail, the first one's head."""
    found = [documents[id] for id in line.documents if id in documents]
    first = found[0] if found else None
    return {
        "path": line.path,
        "status": line.status,
        "reason": line.reason,
        "of": line.of or None,
        "title": first and first.title,
        "publisher": first and first.publisher,
        "published": first and day(first.published),
        "lang": first and first.lang,
        "text": "\n\n".join(document.text for document in found) if found else None,
    }


def claim_data(claim: Claim) -> dict[str, Any]:
    """A claim with every place where it is said."""
    return {
        "source": claim.source,
        "as_of": day(claim.as_of),
        "figure": {"document": claim.figure.document, **figure_data(claim.figure)},
        "evidence": [{"document": f.document, "start": f.span.start, "end": f.span.end} for f in claim.evidence],
    }


def situation_data(situation: Situation) -> dict[str, Any]:
    """Everything known on the day."""
    return {
        "situation": situation.profile.name,
        "as_of": day(situation.as_of),
        "key_figures": [
            {
                "id": key_figure.id,
                "recommended": claim_data(key_figure.recommended),
                "others": [claim_data(other) for other in key_figure.others],
                "because": key_figure.because,
                "disputed": key_figure.disputed,
                "differs": key_figure.differs,
                "part_of": key_figure.part_of,
            }
            for key_figure in situation.key_figures
        ],
        "deadlines": [
            {"id": d.id, **deadline_data(d.deadline), "state": d.state, "days_left": d.days_left}
            for d in situation.deadlines
        ],
        "gaps": [gap.indicator for gap in situation.gaps],
        "problems": [problem_data(problem) for problem in situation.problems],
    }


def day(on: date | None) -> str | None:
    """ISO 8601, None for None."""
    return on.isoformat() if on else None


def as_json(data: object) -> str:
    """On one line, letters as they are, control characters escaped."""
    return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(data, ensure_ascii=False))


# As CSV

CSV_COLUMNS = (
    *("document", "path", "title", "published", "lang"),
    *("kind", "start", "end", "number", "value", "high", "unit", "qualifier", "indicator", "measure"),
    *("subject", "place", "when", "source", "text", "date", "action", "actor", "rules"),
)


def reading_csv(document: Document, reading: Reading) -> Iterator[str]:
    """One line a figure, then one line a deadline."""
    about = {
        "document": document.id,
        "path": document.path,
        "title": document.title,
        "published": day(document.published),
        "lang": document.lang,
    }
    rows = [{"kind": "figure", **figure_data(figure), "rules": " ".join(figure.rules)} for figure in reading.figures]
    rows += [{"kind": "deadline", **deadline_data(d), "rules": " ".join(d.rules)} for d in reading.deadlines]
    for row in rows:
        told = about | row
        yield csv_line([told.get(column) for column in CSV_COLUMNS])


def csv_line(cells: Iterable[object]) -> str:
    """One line of CSV without its line end; text that a spreadsheet would take for a formula gets a quote before it."""
    line = io.StringIO()
    texts = (plain(cell) if isinstance(cell, str) else cell for cell in cells)
    inert = (f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in texts)
    csv.writer(line, lineterminator="").writerow(inert)
    return line.getvalue()


# As a page


def reading_page(readings: Iterable[Said]) -> str:
    """One HTML page: each text with its figures and deadlines marked, their fields on hover and focus, no script."""
    from jinja2 import Environment, StrictUndefined

    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    documents = [
        {"document": document, "pieces": pieces(document, reading), "reading": reading}
        for document, reading, _ in readings
    ]
    return page.from_string(PAGE.read_text(encoding="utf-8")).render(documents=documents)


def pieces(document: Document, reading: Reading) -> list[dict[str, Any]]:
    """The text cut where marks begin and end: {"text", "marks"}, marks empty for what stands between."""
    marks: list[Figure | Deadline] = sorted((*reading.figures, *reading.deadlines), key=lambda mark: mark.span)
    cut: list[dict[str, Any]] = []
    at = 0
    for mark in marks:
        if mark.span.start < at:  # a deadline around a figure: the later mark joins the earlier one
            cut[-1]["marks"].append(card(mark))
            continue
        cut.append({"text": document.text[at : mark.span.start], "marks": []})
        cut.append({"text": document.text[mark.span.start : mark.span.end], "marks": [card(mark)]})
        at = mark.span.end
    return [*cut, {"text": document.text[at:], "marks": []}]


def card(mark: Figure | Deadline) -> dict[str, str]:
    """What is known about a mark, by field, empty ones left out."""
    data = figure_data(mark) if isinstance(mark, Figure) else deadline_data(mark)
    told = {name: what for name, what in data.items() if name not in ("start", "end", "rules", "part_of", "text")}
    told["rules"] = ", ".join(mark.rules)
    return {name: str(what) for name, what in told.items() if what not in (None, "")}
