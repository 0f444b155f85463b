"""Which claim is printed first, and why? The rules in order, each with its reason of the closed list `Because`.

1. person      somebody preferred it, and nobody another one since
2. latest      the most recent as-of date, and the last word of one source on the same days;
               the dead of an event are counted until they are published; a figure without a day is taken to be a month
               old at its publication, but a total is no older than a lower one
3. first_hand  the source with the best rank for such figures (reference/sources.toml, the profile's source_ranks)
4. specific    it gives its day and place, and names its people more closely
5. precise     it leaves the least open
6. latest      published last
7. cautious    the lower one
"""

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from sitrep.model import Because, Qualifier
from sitrep.reconcile.claims import Origin

__all__ = ["recommend"]

# News repeat a total for about as long without saying of when it is.
UNDATED_AGE = timedelta(days=30)

# Of one event, these are counted for weeks, and the last count is the one that holds.
COUNTED_ON = frozenset({"affected", "deaths", "homes_damaged", "injured", "missing"})

NEVER = datetime.min.replace(tzinfo=UTC)

Claims: TypeAlias = Sequence[Origin]
RULES: tuple[tuple[Because, Callable[[Origin, Claims], Any]], ...] = (
    (Because.PERSON, lambda one, _: one.preferred or NEVER),
    (Because.LATEST, lambda one, dated: (not one.is_outdated, taken_as_of(one, dated))),
    (Because.FIRST_HAND, lambda one, _: -one.said.source.rank),
    (Because.SPECIFIC, lambda one, _: (one.said.scope.dated, bool(one.said.place), len(one.said.population))),
    (Because.PRECISE, lambda one, _: tuple(-x for x in openness(one))),
    (Because.LATEST, lambda one, _: one.first),
    (Because.CAUTIOUS, lambda one, _: -one.said.bounds.low),
)


def recommend(claims: Claims) -> tuple[tuple[Origin, ...], Because]:
    """The claims, best first, and why the first one is first: "only" where nothing tells them apart."""
    dated = [one for one in claims if one.said.scope.dated]
    ordered = tuple(sorted(claims, key=lambda one: [value(one, dated) for _, value in RULES], reverse=True))
    if ordered[0].preferred:
        return ordered, Because.PERSON
    apart = (because for because, value in RULES if value(ordered[0], dated) != value(ordered[1], dated))
    return ordered, next(apart, Because.ONLY) if len(ordered) > 1 else Because.ONLY


def taken_as_of(one: Origin, dated: Claims) -> Any:
    """The as-of date, or the day that an undated figure is taken to be from. dated: the claims that give their day."""
    scope = one.said.scope
    if scope.kind == "on" and one.claim.figure.indicator in COUNTED_ON:
        return one.first
    if scope.dated:
        return scope.end
    lower = [other.said.scope.end for other in dated if _was_before(other, one)] if scope.kind == "unsaid" else []
    return max([one.first - UNDATED_AGE, *(min(one.first, end + timedelta(days=1)) for end in lower)])


def _was_before(other: Origin, one: Origin) -> bool:
    """A toll of 580 on 12 August is from before one of 1,136, which was published later: totals do not fall."""
    scope = other.said.scope
    return scope.end <= one.first and other.said.bounds.high < one.said.bounds.low


def openness(one: Origin) -> tuple[bool, float]:
    """How much the words leave open, as a share of the number; words such as "dozens" name no number at all."""
    low, high = one.said.bounds
    width = high - low
    is_vague = one.claim.figure.qualifier is Qualifier.VAGUE
    return is_vague, width / max(abs(low), 1) if math.isfinite(width) else math.inf
