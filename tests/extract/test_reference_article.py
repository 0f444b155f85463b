"""The article that the sample situation grew from: nineteen figures and two deadlines, all of them and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from sitrep.extract import extract
from sitrep.ingest import read
from sitrep.model import Figure, Reading
from sitrep.units import unit_name

ARTICLE = Path(__file__).parents[2] / "seeds/idlib/documents/2020-02-10-levant-wire-taftanaz.txt"

FIGURES = [
    # number, value, high, unit, qualifier, indicator, measure
    ("Five", 5, None, "person", "exact", "deaths", None),
    ("115", 115, None, "item", "exact", "incidents", None),
    ("101", 101, None, "item", "exact", "incidents", None),
    ("115", 115, None, "item", "exact", "incidents", None),
    ("101", 101, None, "item", "exact", "incidents", None),
    ("three", 3, None, "item", "exact", "forces", None),
    ("two", 2, None, "item", "exact", "forces", None),
    ("half a million", 500_000, None, "person", "at_least", "displaced", "flow"),
    ("3.6 million", 3_600_000, None, "person", "exact", "refugees", "stock"),
    ("a dozen", 12, None, "item", "exact", "forces", None),
    ("three hundred", 300, None, "item", "exact", "forces", None),
    ("1,000", 1000, None, "item", "about", "forces", None),
    ("1,240", 1240, None, "item", "exact", "forces", None),
    ("5,000", 5000, None, "person", "exact", "forces", None),
    ("600 square kilometres", 600, None, "square_kilometer", "at_least", "area", None),
    ("dozens", 24, 99, "item", "vague", "places", None),
    ("16 km", 16, None, "kilometer", "at_most", "distance", None),
    ("1 million", 1_000_000, None, "person", "at_least", "population", None),
    ("2 km", 2, None, "kilometer", "at_most", "distance", None),
]
PLACES = {0: "Taftanaz", 8: "Turkey", 10: "Idlib", 12: "Idlib", 16: "Idlib", 17: "Idlib", 18: "M5"}
WHENS = {
    0: "2020-02-10",
    10: "2020-02-08",
    11: "2020-02-01/2020-02-10",
    12: "2020-02-03/2020-02-09",
    13: "2020-02-03/2020-02-09",
    14: "2020-02-09",
}
SOURCES = {
    0: "Turkish Ministry of Defence",
    1: "ministry",
    8: "Turkey",
    10: "senior Turkish official",
    12: "Syrian Observatory for Human Rights",
    13: "Syrian Observatory for Human Rights",
    14: "armed forces command",
    18: "Observatory",
}


@pytest.fixture(scope="module")
def reading() -> Reading:
    (document,) = read(ARTICLE)
    return extract(document, countries=("SYR", "TUR"))


def row(figure: Figure) -> tuple[object, ...]:
    high = None if figure.high is None else figure.high.magnitude
    unit = unit_name(figure.value)
    return figure.number, figure.value.magnitude, high, unit, figure.qualifier, figure.indicator, figure.measure


def test_the_figures_and_nothing_else(reading: Reading) -> None:
    """Nineteen numbers count something; the dates, the road and the years do not."""
    assert [figure.number for figure in reading.figures] == [line[0] for line in FIGURES]


@pytest.mark.parametrize("k", range(len(FIGURES)))
def test_what_each_figure_says(reading: Reading, k: int) -> None:
    """Value, unit, qualifier, indicator and measure are those of the article."""
    assert row(reading.figures[k]) == FIGURES[k]


@pytest.mark.parametrize(("k", "place"), PLACES.items())
def test_where(reading: Reading, k: int, place: str) -> None:
    """The place is the one that the sentence, or the one before it, names."""
    found = reading.figures[k].place
    assert found is not None
    assert place in found.name


@pytest.mark.parametrize(("k", "when"), WHENS.items())
def test_as_of_when(reading: Reading, k: int, when: str) -> None:
    """Monday, Saturday and last week are those before 10 February 2020."""
    assert str(reading.figures[k].when) == when


@pytest.mark.parametrize(("k", "source"), SOURCES.items())
def test_says_who(reading: Reading, k: int, source: str) -> None:
    """Whom the article names for it."""
    assert source in (reading.figures[k].source or "")


def test_both_deadlines(reading: Reading) -> None:
    """The end of the month and the end of February are one day, the 29th."""
    assert [(due.text, due.date) for due in reading.deadlines] == [
        ("the end of the month", date(2020, 2, 29)),
        ("the end of February", date(2020, 2, 29)),
    ]


def test_every_span_leads_to_its_words(reading: Reading) -> None:
    """A figure that cannot be looked up in its document is a rumour."""
    (document,) = read(ARTICLE)
    for found in (*reading.figures, *reading.deadlines):
        written = found.number if isinstance(found, Figure) else found.text
        assert document.text[found.span.start : found.span.end] == written
