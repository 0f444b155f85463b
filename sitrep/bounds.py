"""From how much to how much does a figure say, and which two may be compared?

A number is never replaced by a midpoint: "more than half a million" is everything from 500,000 up, and so it agrees
with 586,000.
"""

import math
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from sitrep.model import Figure, Qualifier
from sitrep.units import quantity, registry, unit_name

__all__ = ["Bounds", "agree", "bounds", "bounds_of", "kind"]

# "about" is said of numbers rounded to their first digits; the field gives no convention, so a tenth is ours.
ABOUT = 0.1

# Counts below a thousand are counted one by one; from there on, zeros at the end are taken for rounding.
COUNTED = frozenset({"person", "household", "item"})
COUNTED_EXACTLY_BELOW = 1000
# ... but a bare 1,000 is not 500: nobody rounds by more than this without saying "about".
ROUNDED_BY_AT_MOST = 0.05


class Bounds(NamedTuple):
    """Both ends included, in the base unit of its kind."""

    low: float
    high: float
    """inf where the words leave it open."""


def kind(figure: Figure) -> str:
    """The name of the base unit: figures of different kinds never add and never compare ("person", "USD", "meter")."""
    return _base(unit_name(figure.value))[0]


def bounds(figure: Figure) -> Bounds:
    """What the words allow, in the base unit of the figure's kind."""
    high = figure.high.magnitude if figure.high is not None else None
    return bounds_of(figure.value.magnitude, high, unit_name(figure.value), figure.qualifier)


def bounds_of(value: float, high: float | None, unit: str, qualifier: Qualifier) -> Bounds:
    """The same of a figure's parts. unit: as units.unit_name() writes it."""
    name, factor = _base(unit)
    lowest, highest = _allowed(value, value if high is None else high, qualifier, name in COUNTED)
    return Bounds(lowest * factor, highest * factor)


def agree(first: Bounds, second: Bounds) -> bool:
    """Whether one number can satisfy both."""
    return first.low <= second.high and second.low <= first.high


@lru_cache(maxsize=100_000)
def _allowed(value: float, high: float, qualifier: Qualifier, counted: bool) -> tuple[float, float]:
    match qualifier:
        case Qualifier.AT_LEAST:
            return value, math.inf
        case Qualifier.AT_MOST:
            return -math.inf, value
        case Qualifier.RANGE | Qualifier.VAGUE:
            return value, high
        case Qualifier.ABOUT:
            slack = max(abs(value) * ABOUT, _rounding(value, counted))
        case Qualifier.EXACT:
            slack = _rounding(value, counted)
    return value - slack, value + slack


def _rounding(value: float, counted: bool) -> float:
    """Half a unit of the last digit that is not zero, since 3.6 million was anything from 3.55 to 3.65 million."""
    if value == 0 or not math.isfinite(value) or (counted and abs(value) < COUNTED_EXACTLY_BELOW):
        return 0
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return min(0.5 * 10.0 ** int(exponent), abs(value) * ROUNDED_BY_AT_MOST)


@cache
def _base(unit: str) -> tuple[str, float]:
    """The base unit and the factor to it; a unit with a zero of its own, such as degrees Celsius, stays as it is."""
    zero = quantity(0.0, unit)
    if zero.to_base_units().magnitude:
        return unit, 1.0
    factor, base = registry().get_base_units(zero.units)
    return str(base) or "dimensionless", float(str(factor))
