"""What do the records of a humanitarian API say? JSON of ReliefWeb (v2 reports) and of HDX HAPI, saved or fetched.

A report of ReliefWeb becomes a document; the rows of HAPI become lines, each value behind the name of its field.
Numbers keep the digits that they are written with.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original, Unsupported, joined, squeezed
from sitrep.ingest.markup import text_of
from sitrep.ingest.published import day_of
from sitrep.ingest.rows import cells, lines_of
from sitrep.ingest.text import decode
from sitrep.model import Problem

BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{]|[\]}]')
OF_HAPI = {"location_code", "location_ref", "resource_hdx_id", "reference_period_start"}
"""Fields of which each row of HDX HAPI has one (hapi.humdata.org)."""
MIDNIGHT = re.compile(r"(?<=\d)T00:00:00(?:\.0+)?(?:Z|\+00:00)?$")


def read(original: Original) -> tuple[Draft, ...]:
    """The reports or rows. Raises Unsupported for JSON of another shape."""
    text, problems = decode(original.data, original.charset)
    loaded = _loaded(text)
    records = loaded.get("data", loaded) if isinstance(loaded, dict) else loaded
    rows = [one for one in (records if isinstance(records, list) else [records]) if isinstance(one, dict)]
    reports = [row for row in rows if isinstance(row.get("fields"), dict)]
    if reports:
        return tuple(_reports(reports, problems))
    if rows and len(rows) == len(records) and all(_is_flat(row) for row in rows):
        return (_table(rows, problems),)
    raise Unsupported("JSON of a shape that is not known", "Known are reports of ReliefWeb (v2) and rows of HDX HAPI.")


def _loaded(text: str) -> Any:
    """The value; numbers as they are written. Raises DocumentError for what is no JSON, or nested too deep."""
    depth = deepest = 0
    for match in BRACKETS.finditer(text):
        depth += 1 if match[0] in "[{" else -1 if match[0] in "]}" else 0
        deepest = max(deepest, depth)
    if deepest > limits.JSON_DEPTH:
        raise DocumentError(f"JSON nested {deepest:,} deep, more than {limits.JSON_DEPTH}, the limit")
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse)
    except ValueError as error:
        raise DocumentError(f"JSON that cannot be read: {error}", "Save it anew from the API.") from None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _is_flat(row: Mapping[str, Any]) -> bool:
    return not any(isinstance(value, dict | list) for value in row.values())


def _reports(reports: Sequence[Mapping[str, Any]], problems: tuple[Problem, ...]) -> Iterator[Draft]:
    for number, report in enumerate(reports, start=1):
        fields: Mapping[str, Any] = report["fields"]
        dates = fields["date"] if isinstance(fields.get("date"), dict) else {}
        body = text_of(str(fields["body-html"])) if fields.get("body-html") else str(fields.get("body") or "")
        title = _text(fields.get("title"))
        text = "\n\n".join(filter(None, (title, body.strip())))
        files = [_text(one.get("filename")) for one in fields.get("file") or [] if isinstance(one, dict)]
        unread = Problem(message=f"its files were not read: {', '.join(filter(None, files))}", hint="Give them too.")
        if not text:
            continue
        yield Draft(
            text=text,
            format="reliefweb",
            title=title,
            publisher=", ".join(_names(fields.get("source"), "shortname", "name")) or None,
            published=day_of(str(dates.get("original") or dates.get("created") or "")),
            url=next((str(fields[key]) for key in ("origin", "url_alias", "url") if fields.get(key)), None),
            lang=next(iter(_names(fields.get("language"), "code")), "")[:2].lower() or None,
            problems=(*problems, unread) if any(files) else problems,
            name=f"report {report.get('id') or number}",
            content=json.dumps(report, sort_keys=True).encode("utf-8", "surrogatepass"),
        )


def _text(value: Any) -> str | None:
    return squeezed(value) or None if isinstance(value, str) else None


def _names(entries: Any, *keys: str) -> list[str]:
    """Of each entry the first of the keys that it has."""
    listed = entries if isinstance(entries, list) else [entries]
    found = ((one.get(key) for key in keys) for one in listed if isinstance(one, dict))
    return [name for names in found if (name := next((_text(one) for one in names if _text(one)), None))]


def _table(rows: Sequence[Mapping[str, Any]], problems: tuple[Problem, ...]) -> Draft:
    """The rows as those of a table, whose headings are the names of all fields."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    values = [["" if row.get(name) is None else MIDNIGHT.sub("", str(row[name])) for name in names] for row in rows]
    lines = lines_of([cells([name.replace("_", " ") for name in names]), *map(cells, values)])
    text, parts = joined(((f"row {number - 1}" if number > 1 else "", line) for number, line in lines), lambda *_: "\n")
    publisher = "HDX HAPI" if OF_HAPI & {*names} else None
    return Draft(text=text, format="hapi" if publisher else "json", publisher=publisher, parts=parts, problems=problems)
