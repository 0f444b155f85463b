"""Whom does a shorter name mean? "vehicles" are the "Turkish military vehicles" of their text, if only those fit."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec.structs import replace

from sitrep.bounds import Bounds, agree
from sitrep.reconcile.said import Said
from sitrep.reference.populations import populations

__all__ = ["DISTINCTIVE", "in_document", "in_events"]

# A number that is repeated under another name of the same thing; smaller ones meet by chance.
DISTINCTIVE = 100

Group: TypeAlias = list[Said]
Name: TypeAlias = frozenset[str]


def in_document(figures: Iterable[Said]) -> list[Said]:
    """The figures of one document, each with the fuller name that the text has for whom it counts."""
    return _renamed(figures, _beside_population, lambda group: _fuller(group) | _repeated(group))


def in_events(figures: Iterable[Said]) -> list[Said]:
    """The figures of all documents; what happened in one place on one day happened to the same people."""
    named = _renamed(figures, _event, _fuller)
    return [one for group in _grouped(named, _event) for one in _with_parts_named(group)]


def _with_parts_named(group: Group) -> Iterable[Said]:
    """Three people, where another source counts five civilians, are fewer than their part: it speaks of the same."""
    names = {one.population for one in group if one.population}
    if len(names) != 1:
        return group
    fewest = min(one.bounds.low for one in group if one.population)
    of_part = {one.source.name for one in group if one.population}
    bare = [one for one in group if not one.population and one.source.name not in of_part]
    if not any(one.bounds.high < fewest for one in bare):
        return group
    # "At least two" goes with the three.
    return [
        replace(one, population=next(iter(names))) if one in bare and one.bounds.low < fewest else one for one in group
    ]


def _beside_population(said: Said) -> tuple[str, ...]:
    return said.figure.indicator, str(said.figure.measure), said.kind, said.place, said.apart


def _event(said: Said) -> tuple[object, ...]:
    """Equal for figures of one event; of its own for every other."""
    if said.scope.kind != "on" or not said.place:
        return (id(said),)
    return (*_beside_population(said), said.scope.end)


def _renamed(
    figures: Iterable[Said],
    key: Callable[[Said], tuple[object, ...]],
    names: Callable[[Group], dict[Name, Name]],
) -> list[Said]:
    return [renamed for group in _grouped(figures, key) for renamed in _with_names(group, names)]


def _grouped(figures: Iterable[Said], key: Callable[[Said], tuple[object, ...]]) -> Iterable[Group]:
    groups: dict[tuple[object, ...], Group] = defaultdict(list)
    for one in figures:
        groups[key(one)].append(one)
    return groups.values()


def _with_names(group: Group, names: Callable[[Group], dict[Name, Name]]) -> Iterable[Said]:
    if len(group) == 1:
        return group
    fuller = names(group)
    return [replace(one, population=fuller[one.population]) if one.population in fuller else one for one in group]


def _fuller(group: Group) -> dict[Name, Name]:
    """Names that can only mean one fuller name of the group: "vehicles" the "Turkish military vehicles"."""
    names = {one.population for one in group}
    found = {}
    for name in names:
        fuller = [other for other in names if name < other and _is_shorter(name, other)]
        if name and len(fuller) == 1 and not _contradict(group, name, fuller[0]):
            found[name] = fuller[0]
    return found


def _is_shorter(name: Name, other: Name) -> bool:
    """Whether `other` only describes `name` more closely: "women and children" is no closer name of "women"."""
    return not any(word in populations() for word in other - name)


def _contradict(group: Group, name: Name, other: Name) -> bool:
    """Whether one source gives both names numbers for the same days that cannot be one: a whole and its part."""
    said: dict[Name, dict[tuple[object, ...], set[Bounds]]] = {
        name: defaultdict(set),
        other: defaultdict(set),
    }
    for one in group:
        if one.population in said:
            said[one.population][one.source.name, one.scope].add(one.bounds)
    return any(
        not agree(first, second)
        for days, numbers in said[name].items()
        for first in numbers
        for second in said[other].get(days, ())
    )


def _repeated(group: Group) -> dict[Name, Name]:
    """Names under which one document repeats a number: "115 government targets", "115 regime targets"."""
    by_number: dict[tuple[object, ...], set[Name]] = defaultdict(set)
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
