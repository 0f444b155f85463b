"""A chart shows each value as it was said, from zero, and nothing between."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.render import brand, chart
from sitrep.render.trace import Trace
from sitrep.render.words import Words, read_labels

BASE = brand.load("base")


def words(lang: str = "en") -> Words:
    known = {one: read_labels(BASE.folders, one) for one in {lang, "en"}}
    return Words(lang, known, "ocha", Trace())


def point(on: str, number: str, value: float, qualifier: str = "exact", lead: str = "", **more: Any) -> dict[str, Any]:
    return {
        "on": on,
        "number": number,
        "value": value,
        "high": None,
        "qualifier": qualifier,
        "lead": lead,
        "unit": "person",
        "subject": "people",
        "lang": "en",
        "place": None,
        "source": "OCHA",
        "document": "d" * 64,
        "start": 0,
        "end": 5,
        "evidence": [{"source": 1}],
    } | more


SERIES = [
    point("2019-12-29", "284,000", 284_000),
    point("2020-01-14", "350,000", 350_000, "about", "almost "),
    point("2020-02-07", "586,000", 586_000),
    point("2020-02-12", "800,000", 800_000, "at_least", "more than "),
]


def trend(points: list[Any], lang: str = "en") -> Any:
    return chart.trend({"id": "s", "indicator": "displaced", "points": points}, words(lang), BASE.colours)


def texts(drawn: Any) -> list[str]:
    return re.findall(r'class="lab [^>]*>([^<]*)<', drawn.markup)


def test_values_stand_as_they_were_said() -> None:
    found = texts(trend(SERIES))
    assert "more than 800,000" in found
    assert "284,000" in found


def test_a_year_of_days_names_the_other_year_and_the_sources_of_what_it_prints_alone() -> None:
    days = [date(2019, 1, 5) + timedelta(days=n) for n in range(400)]
    points = [point(f"{day}", f"{1000 + n:,}", 1000 + n, evidence=[{"source": n + 1}]) for n, day in enumerate(days)]
    drawn = trend(points)
    assert {"5 Jan 2019", "8 Feb", "1,000", "1,399"} <= set(texts(drawn))
    printed = {int(text.replace(",", "")) - 999 for text in texts(drawn) if re.fullmatch(r"1,\d\d[1-9]", text)}
    cited = set(map(int, re.findall(r'href="#source-(\d+)"', drawn.markup)))
    assert {1, 400} <= cited and printed <= cited and len(cited) < 30


def test_the_axis_begins_at_zero_and_ends_above_the_highest_value() -> None:
    found = texts(trend(SERIES))
    assert "0" in found
    assert "800,000" in found


def test_the_chart_is_told_in_words() -> None:
    alt = trend(SERIES).alt
    assert "29 December 2019: 284,000" in alt
    assert "12 February 2020: more than 800,000" in alt


@pytest.mark.parametrize(("qualifier", "shape"), [("at_least", "arrow"), ("at_most", "arrow"), ("exact", None)])
def test_an_open_end_has_an_arrow(qualifier: str, shape: str | None) -> None:
    drawn = trend([point("2020-01-01", "100", 100), point("2020-01-02", "200", 200, qualifier)])
    assert ('class="arrow"' in drawn.markup) == (shape == "arrow")


def test_a_range_is_a_bar() -> None:
    drawn = trend([point("2020-01-01", "100", 100), point("2020-01-02", "200 to 300", 200, "range", high=300)])
    assert 'class="range"' in drawn.markup


def levels(*points: dict[str, Any]) -> list[float]:
    item = {"indicator": "displaced", "points": list(points)}
    return [value for _, value in chart._Trend(item, words(), BASE.colours).levels()]


def test_more_than_half_a_million_after_586_000_is_no_fall() -> None:
    after = point("2020-02-10", "half a million", 500_000, "at_least")
    assert levels(SERIES[2], after) == [586_000]


def test_a_lower_exact_value_is_a_fall() -> None:
    assert levels(SERIES[2], point("2020-02-10", "500,000", 500_000)) == [586_000, 500_000]


def test_the_line_stays_level_between_two_values() -> None:
    """Nobody said anything about the days between: every stretch runs level or upright."""
    d = re.search(r'class="line" d="M([^"]+)"', trend(SERIES).markup)[1]
    corners = [tuple(map(float, corner.split())) for corner in d.split("L")]
    assert all(x1 == x2 or y1 == y2 for (x1, y1), (x2, y2) in pairwise(corners))


def test_an_arabic_chart_has_whole_words_as_text() -> None:
    drawn = trend(SERIES, "ar")
    assert "<text" not in drawn.markup
    assert any("800" in text for text in texts(drawn))


@given(st.floats(min_value=0.001, max_value=1e15))
def test_the_axis_has_at_most_four_steps_up_to_any_value(most: float) -> None:
    step = chart.tick_step(most)
    assert step * chart.MOST_TICKS >= most
    assert step * chart.MOST_TICKS <= most * 10


def test_the_same_series_gives_the_same_chart() -> None:
    assert trend(SERIES).markup == trend(SERIES).markup


def test_only_what_stands_on_the_chart_is_recorded_as_printed() -> None:
    said = words()
    many = [point(f"2020-01-{day:02}", f"{day * 1000:,}", day * 1000) for day in range(1, 31)]
    drawn = chart.trend({"id": "s", "indicator": "displaced", "points": many}, said, BASE.colours)
    seen = re.sub("<title>.*?</title>", "", drawn.markup)
    assert all(one.text in seen for one in said.trace.printed)


# funding


def money(indicator: str, value: float, unit: str = "USD", **more: Any) -> dict[str, Any]:
    return point("2020-02-10", f"{value:g}", value, **{"unit": unit, "indicator": indicator, "part_of": None, **more})


def funding(*figures: dict[str, Any], lang: str = "en") -> Any:
    return chart.funding(figures, words(lang), BASE.colours)


def widths(drawn: Any) -> dict[str, float]:
    return {
        style: float(wide) for style, wide in re.findall(r'<rect class="(\w+)"[^>]* width="([\d.]+)"', drawn.markup)
    }


def test_bars_are_as_long_as_the_amounts() -> None:
    found = widths(funding(money("funding_required", 3_200_000), money("funding_received", 1_100_000)))
    assert found["funding_received"] / found["funding_required"] == pytest.approx(1.1 / 3.2, rel=1e-3)


def test_bars_begin_where_the_language_does() -> None:
    drawn = funding(money("funding_required", 200), money("funding_received", 100), lang="ar")
    bars = re.findall(r'<rect class="\w+" x="([\d.]+)"[^>]* width="([\d.]+)"', drawn.markup)
    assert [float(left) + float(wide) for left, wide in bars] == [pytest.approx(chart.WIDTH)] * 2


def test_the_title_names_what_is_counted_without_a_number_before_it() -> None:
    half = point("2020-02-10", "half a million", 500_000)
    assert "De " not in trend([SERIES[0], half], "fr").markup


@pytest.mark.parametrize(
    "figures",
    [
        [money("funding_required", 100)],
        [money("funding_required", 100), money("funding_received", 50, "EUR")],
        [money("funding_required", 100), money("funding_required", 200), money("funding_received", 50)],
        [money("funding_required", 100), money("funding_received", 34, "percent")],
        [money("funding_required", 100), money("funding_received", 50, part_of="other")],
    ],
    ids=["one", "two currencies", "two plans", "a share", "a part"],
)
def test_amounts_that_do_not_belong_together_share_no_scale(figures: list[Any]) -> None:
    assert funding(*figures) is None
