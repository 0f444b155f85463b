"""Who are the stakeholders? distribution.csv, checked as a whole: nothing is sent while a line of it is wrong."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sitrep.deliver.address import normal, wrong
from sitrep.errors import ProfileError
from sitrep.model import Stakeholder

__all__ = ["FILE", "LEVELS", "Listed", "read"]

FILE = "distribution.csv"
COLUMNS = ("name", "organisation", "address", "lang", "format", "audience", "active_from", "active_until")
LEVELS = ("public", "partners", "internal")
"""Audiences: who may read the next may read those before it."""
FORMATS = ("pdf", "html", "link", "data")

LANG = re.compile("[a-z]{2,3}")


class Listed(NamedTuple):
    """A distribution list, and what is wrong with it."""

    stakeholders: tuple[Stakeholder, ...]
    """Each address once."""
    wrong: tuple[ProfileError, ...]
    twice: tuple[str, ...]
    """What is said twice, with the lines."""


def read(path: Path) -> Listed:
    """The stakeholders in a file, and every line that is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"cannot be read: {error}", "Save it as UTF-8 text that you may read.", path=path) from error
    lines = csv.DictReader(io.StringIO(text, newline=""), restkey="", strict=True)
    if missing := [name for name in COLUMNS if name not in (lines.fieldnames or ())]:
        raise ProfileError(
            f"line 1: there is no column {missing[0]}", f"The first line is: {','.join(COLUMNS)}", path=path
        )
    found: dict[str, Stakeholder] = {}
    errors, twice = [], []
    try:
        for row in lines:
            cells = {name: (cell or "").strip() for name, cell in row.items() if name in COLUMNS}
            if not any(cells.values()):
                continue
            problems = list(wrong_cells(cells, has_more="" in row))
            errors += [ProfileError(f"line {lines.line_num}: {one}", hint, path=path) for one, hint in problems]
            if not problems:
                one = stakeholder(cells, lines.line_num)
                first = found.setdefault(one.address, one)
                if first is not one:
                    twice.append(f"{path}: lines {first.line} and {one.line}: {one.address} counts once")
    except csv.Error as error:
        errors.append(ProfileError(f"line {lines.line_num}: {error}", 'Close each " before the line ends.', path=path))
    return Listed(tuple(found.values()), tuple(errors), tuple(twice))


def wrong_cells(cells: Mapping[str, str], *, has_more: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with a line, with what to write instead."""
    if has_more:
        yield "it has more cells than the first line", 'Put a cell with a comma between two ".'
    if any(not cell.isprintable() for cell in cells.values()):
        yield "it has control characters", "Type the line again."
    if found := wrong(normal(cells["address"])):
        yield found
    if not LANG.fullmatch(cells["lang"] or "en"):
        yield f'"{cells["lang"]}" is no language', "Write its ISO 639-1 code, such as en."
    for column, allowed in (("format", FORMATS), ("audience", LEVELS)):
        if cells[column] and cells[column] not in allowed:
            yield f'{column} "{cells[column]}" is not known', f"Write one of: {', '.join(allowed)}."
    for column in ("active_from", "active_until"):
        if cells[column] and not is_date(cells[column]):
            yield f'{column} "{cells[column]}" is no date', "Write such as 2020-02-10."


def is_date(text: str) -> bool:
    """Whether it is an ISO 8601 date."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def stakeholder(cells: Mapping[str, str], line: int) -> Stakeholder:
    """A line that is right."""
    days = {name: date.fromisoformat(cells[name]) if cells[name] else None for name in ("active_from", "active_until")}
    return Stakeholder(
        name=cells["name"],
        organisation=cells["organisation"],
        address=normal(cells["address"]),
        lang=cells["lang"] or "en",
        format=cells["format"] or "pdf",
        audience=cells["audience"] or "public",
        line=line,
        **days,
    )
