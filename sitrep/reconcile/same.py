"""Which figures speak of the same thing? Said → things, by what they say.

Two figures are put together only where nothing in their words sets them apart: a false merge is a wrong figure, a
failed one only a longer list. What a text leaves unsaid is taken from the only thing that it can mean, else it stands
alone.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from sitrep.bounds import agree
from sitrep.model import Measure
from sitrep.reconcile.said import Said
from sitrep.reference.populations import populations

__all__ = ["Thing", "slug", "things"]

# A number that is repeated under another name of the same thing; smaller ones meet by chance.
DISTINCTIVE = 100

# How long after a day a text may still speak of what happened on it without naming it.
REMEMBERED = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """What a figure is about: equal for figures that say the same thing."""

    indicator: str
    measure: str
    kind: str
    place: str
    population: tuple[str, ...]
    scope: str
    start: date = date.min
    """Start of a running total, or the day of an event."""


Group: TypeAlias = list[Said]


def things(figures: Iterable[Said], area: str) -> dict[Thing, tuple[Said, ...]]:
    """The figures by what they are about, whatever order they come in.

    area: the place key of the situation as a whole.
    """
    of_thing: dict[Thing, Group] = defaultdict(list)
    for one in in_full(figures):
        of_thing[thing(one)].append(one)
    _settle(of_thing, area)
    return {key: tuple(group) for key, group in sorted(of_thing.items())}


def thing(said: Said) -> Thing:
    """What the figure is about, taken by its own words."""
    scope = said.scope
    start = scope.start if scope.kind == "since" else scope.end if scope.kind == "on" else None
    return Thing(
        indicator=said.figure.indicator,
        measure=str(said.figure.measure or ""),
        kind=said.kind,
        place=said.place,
        population=tuple(sorted(said.population)),
        scope=scope.kind,
        start=start or date.min,
    )


def slug(thing: Thing) -> str:
    """The same name for the same thing in every edition, such as "deaths-soldier-taftanaz-on-2020-02-10"."""
    kind = "" if thing.kind in ("person", "item") else thing.kind
    scope = "" if thing.scope in ("at", "unsaid") else thing.scope
    start = "" if thing.start == date.min else thing.start.isoformat()
    words = (thing.indicator, thing.measure, kind, *thing.population, thing.place, scope, start)
    return re.sub(r"[\W_]+", "-", "-".join(filter(None, words))).strip("-")


# --- a shorter name for the same people or things ---------------------------------------------------------------------


def in_full(figures: Iterable[Said]) -> list[Said]:
    """The figures, each with the fuller name that its document, or its event, has for whom it counts."""
    in_documents = _renamed(figures, lambda one: (one.document.id, *_beside_population(one)), _fuller_in_document)
    return _renamed(in_documents, _event, _fuller)


def _beside_population(said: Said) -> tuple[str, ...]:
    return said.figure.indicator, str(said.figure.measure), said.kind, said.place


def _event(said: Said) -> tuple[object, ...]:
    """Equal for figures of one event; of its own for every other."""
    if said.scope.kind != "on" or not said.place:
        return (id(said),)
    return (*_beside_population(said), said.scope.end)


def _renamed(
    figures: Iterable[Said],
    key: Callable[[Said], tuple[object, ...]],
    names: Callable[[Group], dict[frozenset[str], frozenset[str]]],
) -> list[Said]:
    groups: dict[tuple[object, ...], Group] = defaultdict(list)
    for one in figures:
        groups[key(one)].append(one)
    return [renamed for group in groups.values() for renamed in _with_names(group, names)]


def _with_names(group: Group, names: Callable[[Group], dict[frozenset[str], frozenset[str]]]) -> Iterable[Said]:
    if len(group) == 1:
        return group
    fuller = names(group)
    return [replace(one, population=fuller.get(one.population, one.population)) for one in group]


def _fuller_in_document(group: Group) -> dict[frozenset[str], frozenset[str]]:
    return _fuller(group) | _repeated(group)


def _fuller(group: Group) -> dict[frozenset[str], frozenset[str]]:
    """Names that can only mean one fuller name of the group: "vehicles" the "Turkish military vehicles"."""
    names = {one.population for one in group}
    found = {}
    for name in names:
        fuller = [other for other in names if name < other and _is_shorter(name, other)]
        if name and len(fuller) == 1 and not _contradict(group, name, fuller[0]):
            found[name] = fuller[0]
    return found


def _is_shorter(name: frozenset[str], other: frozenset[str]) -> bool:
    """Whether `other` only describes `name` more closely: "women and children" is no closer name of "women"."""
    return not any(word in populations() for word in other - name)


def _contradict(group: Group, name: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one source gives both names numbers for the same days that cannot be one: a whole and its part."""
    return any(
        not agree(first.bounds, second.bounds)
        for first in group
        if first.population == name
        for second in group
        if second.population == other and second.source == first.source and second.scope == first.scope
    )


def _repeated(group: Group) -> dict[frozenset[str], frozenset[str]]:
    """Names under which one document repeats a number: "115 government targets", "115 regime targets"."""
    by_number: dict[tuple[object, ...], set[frozenset[str]]] = defaultdict(set)
    for one in group:
        if one.figure.value.magnitude >= DISTINCTIVE:
            by_number[one.figure.value.magnitude, one.figure.high is None, one.figure.qualifier].add(one.population)
    found = {}
    for names in by_number.values():
        if len(names) == 2:
            first, second = sorted(names, key=sorted)
            if first & second and not any(word in populations() for word in first ^ second):
                found[first] = second
    return found


# --- what a text leaves unsaid of days and place ----------------------------------------------------------------------


def _settle(of_thing: dict[Thing, Group], area: str) -> None:
    """Move figures that leave their start, their day or their place unsaid to the only thing that they can mean.

    area: the place key of the whole situation: a running total of people on the move that names no place is of that.
    """
    for key in [key for key in of_thing if key.scope == "since" and key.measure == Measure.FLOW and not key.place]:
        _move(of_thing, key, replace(key, place=area))
    told: dict[Thing, list[Thing]] = defaultdict(list)
    for key in of_thing:
        if key.scope in ("since", "on"):
            told[replace(key, scope="", start=date.min)].append(key)
    for key in [key for key in of_thing if key.scope in ("unsaid", "new")]:
        for place in dict.fromkeys((key.place, key.place or area)):
            _move_fitting(of_thing, key, told[replace(key, scope="", start=date.min, place=place)])
    for key in [key for key in of_thing if key.scope == "unsaid"]:
        _part_what_is_new(of_thing, key)


def _move(of_thing: dict[Thing, Group], old: Thing, new: Thing) -> None:
    of_thing.setdefault(new, []).extend(of_thing.pop(old))


def _move_fitting(of_thing: dict[Thing, Group], key: Thing, told: Sequence[Thing]) -> None:
    """Move those figures of a thing that fit exactly one of the things told."""
    staying = []
    for one in of_thing.pop(key, ()):
        fitting = [other for other in told if _fits(one, other, of_thing[other])]
        if len(fitting) == 1:
            of_thing[fitting[0]].append(one)
        else:
            staying.append(one)
    if staying:
        of_thing[key] = staying


def _fits(one: Said, key: Thing, group: Group) -> bool:
    if one.scope.kind == "new":
        return key.scope == "since" and one.scope.start == key.start
    if key.scope == "since":
        return key.start <= one.scope.end and _may_be_total(one, group)
    recent = timedelta(0) <= one.published - key.start <= REMEMBERED
    return bool(key.place) and recent and any(agree(one.bounds, other.bounds) for other in group)


def _may_be_total(one: Said, totals: Iterable[Said]) -> bool:
    """Whether the figure can stand among running totals, which never fall.

    "3,000 fled on Monday" is no total of those who fled since December. A text without a day may repeat an old total.
    """
    if not one.scope.dated:
        return any(one.bounds.high >= other.bounds.low for other in totals)
    earlier = all(one.bounds.high >= other.bounds.low for other in totals if other.scope.end <= one.scope.end)
    return earlier and all(one.bounds.low <= other.bounds.high for other in totals if other.scope.end >= one.scope.end)


def _part_what_is_new(of_thing: dict[Thing, Group], key: Thing) -> None:
    """Keep apart those figures that are lower than an earlier one of the same thing: they say what was new that day."""
    group = sorted(of_thing[key], key=lambda one: one.scope.end)
    totals: Group = []
    new: Group = []
    highest = -math.inf
    for one in group:
        (totals if one.bounds.high >= highest else new).append(one)
        highest = max(highest, one.bounds.low)
    if new:
        of_thing[key] = totals
        of_thing.setdefault(replace(key, scope="new"), []).extend(new)
