"""Where a source contradicts itself, it is told; where it does not, nothing is."""

from datetime import date
from typing import Any

import pytest

from sitrep.model import Part, Span
from tests.written import AT_LEAST, DAY, FLOW, Text, messages, picture

DISPLACED: dict[str, Any] = {"indicator": "displaced", "measure": FLOW, "place": "North-west Syria"}


def february(children: int = 569_000, share: int = 81) -> Text:
    """OCHA's sentence of 26 February 2020."""
    text = Text("OCHA").says("948,000", 948_000, **DISPLACED, qualifier=AT_LEAST)
    text.says(f"{children:,}", children, **DISPLACED, subject="children", part_of=0)
    text.says("195,000", 195_000, **DISPLACED, subject="women", part_of=0, qualifier=AT_LEAST)
    return text.says(f"{share} per cent", share, "percent", **DISPLACED, subject="women and children", part_of=0)


def test_a_true_share_holds() -> None:
    """(569,000 + 195,000) / 948,000 is 81 per cent."""
    assert messages(picture(february())) == []


def test_a_share_that_does_not_fit_is_told() -> None:
    """61 per cent is not what the numbers say."""
    assert messages(picture(february(share=61))) == [
        "61 per cent women and children does not fit 569,000 children and 195,000 women of 948,000 people"
    ]


@pytest.mark.parametrize(("share", "told"), [(45, 1), (17, 0)])
def test_a_funded_share_is_held_against_its_money(share: int, told: int) -> None:
    """17 per cent funded: 430 million received of 2.57 billion required."""
    text = Text("OCHA FTS").says(f"{share} per cent", share, "percent", indicator="funding_received", subject="funded")
    text.says("$430 million", 430e6, "USD", indicator="funding_received", subject="")
    text.says("$2.57 billion", 2.57e9, "USD", indicator="funding_required", subject="")
    assert len([one for one in messages(picture(text)) if "does not fit" in one]) == told


def test_parts_above_their_whole_are_told() -> None:
    """One part alone, and all parts that count nobody twice."""
    text = (
        Text()
        .says("100", 100, indicator="injured")
        .says("150", 150, indicator="injured", subject="children", part_of=0)
    )
    assert "150 children is a part of 100 people and more than it" in messages(picture(text))
    text = Text().says("100", 100, indicator="injured").says("60", 60, indicator="injured", subject="women", part_of=0)
    text.says("60", 60, indicator="injured", subject="men", part_of=0)
    assert messages(picture(text)) == ["its parts 60 women and 60 men are together more than 100 people"]
    text = (
        Text().says("100", 100, indicator="injured").says("60", 60, indicator="injured", subject="children", part_of=0)
    )
    text.says("60", 60, indicator="injured", subject="girls", part_of=0)
    assert messages(picture(text)) == [], "girls are among the children"


def test_parts_by_place_are_added_too() -> None:
    """60 in Idlib and 60 in Aleppo are not 100."""
    text = Text().says("100", 100, indicator="injured")
    for place in ("Idlib", "Aleppo"):
        text.says("60", 60, indicator="injured", place=place, part_of=0)
    assert len(messages(picture(text))) == 1


def test_a_running_total_that_falls_is_told() -> None:
    """Liberia's cumulative counts fell between two reports of the same ministry."""
    first = Text("Ministry", date(2020, 2, 7)).says("600", 600, indicator="deaths", when="2019-12-01/2020-02-06")
    second = Text("Ministry", date(2020, 2, 9)).says("500", 500, indicator="deaths", when="2019-12-01/2020-02-08")
    assert messages(picture(first, second)) == [
        "Ministry gives 500 people as of 2020-02-08, less than 600 people as of 2020-02-06"
    ]
    other = Text("Monitor", date(2020, 2, 9)).says("500", 500, indicator="deaths", when="2019-12-01/2020-02-08")
    assert messages(picture(first, other)) == [], "two sources may count differently"


def test_text_against_table_is_told_with_the_page() -> None:
    """One document gives two numbers for one thing."""
    text = Text(parts=(Part(span=Span(0, 5), label="page 1"), Part(span=Span(5, 99), label="table 2")))
    text.says("14", 14, indicator="deaths", place="Idlib", when="2020-02-09")
    text.says("17", 17, indicator="deaths", place="Idlib", when="2020-02-09")
    assert messages(picture(text)) == ["17 people (table 2) against 14 people (page 1)"]


def test_a_date_in_the_future_is_told_but_not_of_a_plan() -> None:
    """What happened cannot have happened after it was written."""
    assert messages(picture(Text().says("14", 14, indicator="deaths", when="2020-03-01"))) == [
        "14 people is of 2020-03-01, after its document of 2020-02-10"
    ]
    assert messages(picture(Text().says("14", 14, indicator="targeted", when="2020-03-01"))) == []


def test_a_deadline_before_its_document_is_told() -> None:
    """Nobody is told to act by a day that has passed."""
    assert messages(picture(Text().demands("31 January", date(2020, 1, 31)))) == [
        '"31 January" is 2020-01-31, before its document of 2020-02-10'
    ]
    assert messages(picture(Text().demands("today", DAY))) == []


@pytest.mark.parametrize("value", [948_000, 951_000])
def test_rounding_is_no_contradiction(value: int) -> None:
    """A part may reach its rounded whole."""
    text = (
        Text().says("0.95 million", 950_000, **DISPLACED).says("x", value, **DISPLACED, subject="civilians", part_of=0)
    )
    assert messages(picture(text)) == []
