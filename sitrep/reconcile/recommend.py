"""Which claim is printed first, and why? The rules in order, each with its reason of the closed list `Because`.

1. person      somebody preferred it
2. latest      the most recent as-of date, and the last word of one source on the same days;
               a figure without a day is taken to be a month old at its publication
3. first_hand  the source with the best rank for such figures (reference/sources.toml, the profile's source_ranks)
4. specific    it gives its day and place, and names its people more closely
5. precise     it leaves the least open
6. latest      published last
7. cautious    the lower one
"""

import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from sitrep.model import Because
from sitrep.reconcile.claims import Origin

__all__ = ["recommend"]

# News repeat a total for about as long without saying of when it is.
UNDATED_AGE = timedelta(days=30)

RULES: tuple[tuple[Because, Callable[[Origin], Any]], ...] = (
    (Because.PERSON, lambda one: one.is_preferred),
    (Because.LATEST, lambda one: (not one.is_outdated, taken_as_of(one))),
    (Because.FIRST_HAND, lambda one: -one.said.source.rank),
    (Because.SPECIFIC, lambda one: (one.said.scope.dated, bool(one.said.place), len(one.said.population))),
    (Because.PRECISE, lambda one: -openness(one)),
    (Because.LATEST, lambda one: one.first),
    (Because.CAUTIOUS, lambda one: -one.said.bounds.low),
)


def recommend(claims: Sequence[Origin]) -> tuple[tuple[Origin, ...], Because]:
    """The claims, best first, and why the first one is first: "only" where all say the same number."""
    ordered = tuple(sorted(claims, key=lambda one: [value(one) for _, value in RULES], reverse=True))
    if ordered[0].is_preferred:
        return ordered, Because.PERSON
    apart = (because for because, value in RULES if value(ordered[0]) != value(ordered[1]))
    return ordered, next(apart, Because.ONLY) if len(ordered) > 1 else Because.ONLY


def taken_as_of(one: Origin) -> Any:
    """The as-of date, or the day that an undated figure is taken to be from."""
    scope = one.said.scope
    return scope.end if scope.dated else one.first - UNDATED_AGE


def openness(one: Origin) -> float:
    """How much the words leave open, as a share of the number."""
    low, high = one.said.bounds
    width = high - low
    return width / max(abs(low), 1) if math.isfinite(width) else math.inf
