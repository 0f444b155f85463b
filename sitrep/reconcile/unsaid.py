"""What can a figure mean that leaves its start, its day or its place unsaid? The only thing that fits, else itself."""

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, islice
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sitrep.bounds import Bounds, agree
from sitrep.model import Measure
from sitrep.reconcile.names import DISTINCTIVE
from sitrep.reconcile.said import Said
from sitrep.reconcile.thing import Thing

__all__ = ["settle"]

# How long after a day a text may still speak of what happened on it without naming it.
REMEMBERED_DAYS = 7

# Two counts of one total differ, but hardly by more than this; 118 dead are the dead of a town, not of the earthquake.
FAR_BELOW = 2

DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")

Group: TypeAlias = list[Said]


def settle(of_thing: dict[Thing, Group], area: str) -> None:
    """Move figures that leave their start, their day or their place unsaid to the only thing that they can mean.

    area: the place key of the whole situation: a running total of people on the move that names no place is of that.
    """
    for key in [key for key in of_thing if key.scope in ("since", "unsaid") and not key.place]:
        _part_lesser(of_thing, key)
    for key in [key for key in of_thing if key.scope == "since" and key.measure == Measure.FLOW and not key.place]:
        if not key.apart:
            _move(of_thing, key, replace(key, place=area))
    _move_to_named_start(of_thing)
    told: dict[Thing, list[Thing]] = defaultdict(list)
    for key in of_thing:
        if key.scope in ("since", "on"):
            told[replace(key, scope="", start=date.min)].append(key)
    for key in [key for key in of_thing if key.scope in ("unsaid", "new")]:
        for place in dict.fromkeys((key.place, key.place or area)):
            _move_fitting(of_thing, key, told[replace(key, scope="", start=date.min, place=place)])
    _move_repeated(of_thing)
    for key in [key for key in of_thing if key.scope == "unsaid"]:
        _part_what_is_new(of_thing, key)


def _move_to_named_start(of_thing: dict[Thing, Group]) -> None:
    """Move totals "since April" to those since 15 April that say the same, where there is one such day."""
    starts: dict[Thing, list[Thing]] = defaultdict(list)
    for key, group in of_thing.items():
        if key.scope == "since" and not all(map(_names_no_day, group)):
            starts[replace(key, start=key.start.replace(day=1))].append(key)
    for key in [key for key in of_thing if key.scope == "since" and all(map(_names_no_day, of_thing[key]))]:
        named = starts[replace(key, start=key.start.replace(day=1))]
        if len(named) == 1 and _say_the_same(of_thing[key], of_thing[named[0]]):
            start = named[0].start
            of_thing[named[0]] += [replace(one, scope=replace(one.scope, start=start)) for one in of_thing.pop(key)]


def _names_no_day(one: Said) -> bool:
    text = one.figure.when.text if one.figure.when else None
    return bool(text) and not DAY.search(text or "")


def _say_the_same(group: Group, others: Group) -> bool:
    numbers = {other.bounds for other in others}
    return all(any(agree(bounds, number) for number in numbers) for bounds in {one.bounds for one in group})


def _part_lesser(of_thing: dict[Thing, Group], key: Thing) -> None:
    """Keep apart totals that name no place and are far below what another source gave before: theirs is some place."""
    highest: dict[str, float] = {}
    kept: Group = []
    for one in sorted(of_thing.pop(key), key=lambda one: one.scope.end):
        is_total = one.scope.kind == "since" or one.is_total
        others = max((low for name, low in highest.items() if name != one.source.name), default=-math.inf)
        if is_total and one.bounds.high * FAR_BELOW < others:
            of_thing.setdefault(replace(key, apart=f"less {one.document.id[:12]}"), []).append(one)
            continue
        kept.append(one)
        if is_total:
            highest[one.source.name] = max(highest.get(one.source.name, -math.inf), one.bounds.low)
    if kept:
        of_thing[key] = kept


def _move(of_thing: dict[Thing, Group], old: Thing, new: Thing) -> None:
    of_thing.setdefault(new, []).extend(of_thing.pop(old))


def _move_fitting(of_thing: dict[Thing, Group], key: Thing, told: Sequence[Thing]) -> None:
    """Move those figures of a thing that fit exactly one of the things told, as they are told before any moves."""
    known = cache(lambda other: _Told.of(other, of_thing[other]))
    by_start = {(other.scope, other.start): other for other in told}
    totals = [other for other in told if other.scope == "since"]
    moving: list[tuple[Thing, Said]] = []
    staying = []
    for one in of_thing.pop(key, ()):
        may_mean = (*totals, *filter(None, (by_start.get(("on", day)) for day in _remembered(one.published))))
        if one.scope.kind == "new":
            may_mean = tuple(filter(None, [by_start.get(("since", one.scope.start or date.min))]))
        # The second one settles that it is not to be told which: most things are never looked at.
        match list(islice((other for other in may_mean if known(other).fits(one)), 2)):
            case [other]:
                moving.append((other, one))
            case _:
                staying.append(one)
    for other, one in moving:
        of_thing[other].append(one)
    if staying:
        of_thing[key] = staying


def _remembered(published: date) -> Iterator[date]:
    """The days that a text may speak of without naming them."""
    return (published - timedelta(days=days) for days in range(REMEMBERED_DAYS + 1))


class _Told(Struct, frozen=True):
    """What is known of a running total or an event, to hold against it what leaves its days unsaid."""

    thing: Thing
    numbers: frozenset[Bounds]
    ends: tuple[date, ...]
    """As-of dates, ascending."""
    highest_until: tuple[float, ...]
    """The highest lower bound on or before each of them."""
    lowest_from: tuple[float, ...]
    """The lowest upper bound on or after each of them."""

    @classmethod
    def of(cls, thing: Thing, group: Group) -> "_Told":
        ordered = sorted(group, key=lambda one: one.scope.end)
        return cls(
            thing,
            frozenset(one.bounds for one in group),
            tuple(one.scope.end for one in ordered),
            tuple(accumulate((one.bounds.low for one in ordered), max)),
            tuple(accumulate((one.bounds.high for one in reversed(ordered)), min))[::-1],
        )

    def fits(self, one: Said) -> bool:
        """Whether the figure can be one of these, by its number."""
        if one.scope.kind == "new":
            return True
        if self.thing.scope == "since":
            return self.thing.start <= one.scope.end and (self._may_be_total(one) or self._may_be_other_count(one))
        if not self.thing.place:
            return False
        if one.is_total:
            is_of_day = one.scope.end == self.thing.start and one.place == self.thing.place
            return is_of_day and self._is_about_as_large(one)
        return any(_repeats(one.bounds, number) for number in self.numbers)

    def _may_be_total(self, one: Said) -> bool:
        """Whether the figure can stand among running totals, which never fall.

        "3,000 fled on Monday" is no total of those who fled since December. A text without a day may repeat an old one.
        """
        if not one.scope.dated:
            return any(one.bounds.high >= number.low for number in self.numbers)
        before, after = bisect_right(self.ends, one.scope.end), bisect_left(self.ends, one.scope.end)
        is_above = before == 0 or one.bounds.high >= self.highest_until[before - 1]
        return is_above and (after == len(self.ends) or one.bounds.low <= self.lowest_from[after])

    def _may_be_other_count(self, one: Said) -> bool:
        """Whether it is said to be a total of the same place and is about as large: the toll of another source."""
        if not one.is_total or not one.place or one.place != self.thing.place:
            return False
        return self._is_about_as_large(one)

    def _is_about_as_large(self, one: Said) -> bool:
        """102 dead in all are not the three of the last day."""
        low, high = self.lowest_from[0], self.highest_until[-1]
        return one.bounds.low <= high * FAR_BELOW and one.bounds.high * FAR_BELOW >= low


def _repeats(first: Bounds, second: Bounds) -> bool:
    """Whether one number may be told for the other; "at least 820" is not told for whatever is more."""
    open_ended = not all(map(math.isfinite, (*first, *second)))
    return agree(first, second) and (not open_ended or first.low == second.low or first.high == second.high)


def _move_repeated(of_thing: dict[Thing, Group]) -> None:
    """Move what names no place to the only place that its source gives the number for: 50,000, said again elsewhere."""
    places: dict[Thing, list[tuple[Thing, frozenset[object]]]] = defaultdict(list)
    for key, group in of_thing.items():
        if key.place and (bare := replace(key, place="")) in of_thing:
            places[bare].append((key, frozenset(map(_repeatable, group))))
    for key in places:
        staying = []
        for one in of_thing.pop(key):
            fitting = [other for other, said in places[key] if _repeatable(one) in said]
            if len(fitting) == 1 and one.bounds.low >= DISTINCTIVE:
                of_thing[fitting[0]].append(one)
            else:
                staying.append(one)
        if staying:
            of_thing[key] = staying


def _repeatable(one: Said) -> object:
    """Equal for figures of which one only repeats the other."""
    return one.source.name, one.bounds, one.figure.qualifier, one.scope


def _part_what_is_new(of_thing: dict[Thing, Group], key: Thing) -> None:
    """Keep apart what is lower than an earlier figure of the thing and not said to be a total: it is what was new."""
    group = sorted(of_thing[key], key=lambda one: one.scope.end)
    totals: Group = []
    new: Group = []
    highest = -math.inf
    for one in group:
        (totals if one.is_total or one.bounds.high >= highest else new).append(one)
        highest = max(highest, one.bounds.low)
    if new:
        of_thing[key] = totals
        of_thing.setdefault(replace(key, scope="new"), []).extend(new)
