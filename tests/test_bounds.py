"""From how much to how much a figure says."""

import math

import pytest

from sitrep.bounds import agree, bounds_of
from sitrep.model import Qualifier
from sitrep.units import registry


@pytest.mark.parametrize(
    ("value", "high", "unit", "qualifier", "low", "top"),
    [
        (586_000, None, "person", "exact", 585_500, 586_500),
        (1_240, None, "item", "exact", 1_235, 1_245),
        (5, None, "person", "exact", 5, 5),
        (600, None, "item", "exact", 600, 600),
        (1_000, None, "item", "exact", 950, 1_050),
        (1_000, None, "item", "about", 900, 1_100),
        (500_000, None, "person", "at_least", 500_000, math.inf),
        (16, None, "kilometer", "at_most", -math.inf, 16_000),
        (24, 99, "item", "vague", 24, 99),
        (200, 300, "person", "range", 200, 300),
        (81, None, "percent", "exact", 80.5, 81.5),
        (2.5, None, "kilometer", "exact", 2_450, 2_550),
        (0, None, "person", "exact", 0, 0),
        (-5, None, "degC", "exact", -5.25, -4.75),
    ],
)
def test_what_the_words_allow(
    value: float, high: float | None, unit: str, qualifier: str, low: float, top: float
) -> None:
    """Rounded counts, tenths, open ends, ranges; in the base unit."""
    found = bounds_of(value, high, unit, Qualifier(qualifier))
    assert found == pytest.approx((low, top))


def test_bounds_agree_where_they_meet() -> None:
    """Sixteen kilometres and ten miles; not sixteen and twenty."""
    assert registry() is not None
    exact = Qualifier.EXACT
    assert agree(bounds_of(16, None, "kilometer", exact), bounds_of(10, None, "mile", exact))
    assert not agree(bounds_of(16, None, "kilometer", exact), bounds_of(20, None, "kilometer", exact))
    assert agree(bounds_of(2, None, "week", exact), bounds_of(14, None, "day", exact))
