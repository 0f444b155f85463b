"""The indicator table holds what the line relies on, and a wrong table is named."""

import re
from pathlib import Path

import pytest

from sitrep.errors import ProfileError
from sitrep.reference import Indicator, indicators, read_rows

ICONS = Path(__file__).parents[2] / "templates" / "base" / "icons"

PEOPLE_FIRST = [
    "deaths",
    "injured",
    "missing",
    "detained",
    "evacuated",
    "displaced",
    "refugees",
    "returnees",
    "malnourished",
    "food_insecure",
    "cases",
    "out_of_school",
    "at_risk",
    "reached",
    "targeted",
    "in_need",
    "affected",
    "population",
]


def test_what_happened_to_people_comes_before_who_they_are() -> None:
    """A dead soldier is deaths, not forces."""
    assert list(indicators())[: len(PEOPLE_FIRST)] == PEOPLE_FIRST
    assert list(indicators()).index("deaths") < list(indicators()).index("forces")
    assert list(indicators())[-1] == "other"


def test_only_movements_of_people_are_stock_or_flow() -> None:
    assert [i.id for i in indicators().values() if i.stock_flow] == ["displaced", "refugees", "returnees"]


def test_the_strength_of_forces_is_not_for_the_public() -> None:
    assert indicators()["forces"].sensitivity != "public"


@pytest.mark.parametrize("indicator", indicators().values(), ids=lambda i: i.id)
def test_each_has_an_hxl_tag_of_its_own(indicator: Indicator) -> None:
    assert re.fullmatch(r"#[a-z]+(\+[a-z_]+)+", indicator.hxl)
    assert [i for i in indicators().values() if i.hxl == indicator.hxl] == [indicator]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'deaths = { theme = "casulties", icon = "dead", hxl = "#affected" }',
            "deaths: Invalid enum value 'casulties'",
        ),
        ('deaths = { theme = "casualties", hxl = "#affected" }', "deaths: Object missing required field `icon`"),
        ('deaths = { theme = "people", icon = "dead", hxl = "#x", hue = 1 }', "deaths.hue: unknown key"),
        ("deaths = 3", "deaths: 3 is not a table"),
        ("deaths = {}\ninjured = 1 2", "line 2"),
    ],
)
def test_a_wrong_table_is_named_with_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "indicators.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError) as caught:
        read_rows(path, Indicator)
    assert message in caught.value.message
    assert str(path) in caught.value.message


@pytest.mark.parametrize("indicator", indicators().values(), ids=lambda i: i.id)
def test_each_has_an_icon_that_takes_the_brands_colour(indicator: Indicator) -> None:
    svg = (ICONS / f"{indicator.icon}.svg").read_text(encoding="utf-8")
    assert svg.startswith("<svg ")
    assert "viewBox=" in svg
    assert not re.search(r"fill=|style=|<(?:script|image|use|text)", svg)
