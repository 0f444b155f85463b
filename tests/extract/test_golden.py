"""Whole documents, with all that they say: tests/golden/<name>.txt and <name>.figures.toml.

A line of the table is a figure, in the order of the text. high, measure and part_of that a line leaves out are absent
from the figure, qualifier is exact; indicator, place, when and source are compared where a line names them.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sitrep.extract import extract_text
from sitrep.model import Figure, Reading
from sitrep.units import unit_name

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.txt"))


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((GOLDEN / f"{name}.figures.toml").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    return (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def reading(name: str) -> Reading:
    of = table(name)
    return extract_text(
        text_of(name), published=of["published"], lang=of["lang"], countries=tuple(of.get("countries", ()))
    )


def said(figure: Figure, text: str, line: dict[str, Any]) -> dict[str, Any]:
    """A figure as a line of the table, with those fields that the line may leave out only where it names them."""
    row: dict[str, Any] = {
        "number": figure.number,
        "value": round(figure.value.magnitude, 2),
        "unit": unit_name(figure.value),
    }
    if figure.high is not None:
        row["high"] = figure.high.magnitude
    if figure.qualifier != "exact":
        row["qualifier"] = str(figure.qualifier)
    if figure.measure is not None:
        row["measure"] = str(figure.measure)
    if figure.part_of is not None:
        row["part_of"] = text[figure.part_of.start : figure.part_of.end]
    if "indicator" in line:
        row["indicator"] = figure.indicator
    if "when" in line:
        row["when"] = figure.when and str(figure.when)
    for field, name in (("place", figure.place and figure.place.name), ("source", figure.source)):
        if field in line:
            row[field] = line[field] if line[field] in (name or "") else name
    return row


@pytest.mark.parametrize("name", NAMES)
def test_the_document_says_all_of_it_and_nothing_else(name: str) -> None:
    """Every number that counts something is a figure, with its fields, and no other number is."""
    lines, figures, text = table(name)["figures"], reading(name).figures, text_of(name)
    assert [figure.number for figure in figures] == [line["number"] for line in lines]
    assert [said(figure, text, line) for figure, line in zip(figures, lines, strict=True)] == lines


@pytest.mark.parametrize("name", NAMES)
def test_its_deadlines(name: str) -> None:
    """Every deadline, and no other date."""
    found = [{"text": due.text, "date": due.date} for due in reading(name).deadlines]
    assert found == table(name).get("deadlines", [])
