"""Which figures of one document speak of different things, although their words do not tell them apart?

One source does not give two numbers for one thing in one breath. Where it seems to ("14 strikes, nine of them near
Binnish", the rows of a table), each number is a thing of its own, and no other document's figure is put together with
it. So is a number of something that nobody names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from sitrep.model import Problem
from sitrep.reconcile.consistency import part_label, problem, same_sentence, shown
from sitrep.reconcile.said import Said
from sitrep.reconcile.thing import thing

__all__ = ["PEOPLE", "kept_apart", "told_twice"]

# Who is counted goes without saying for people, and what for for money; a number of anything else without a name is
# nothing that a second text could be speaking of.
PEOPLE = frozenset({"person", "household"})


def kept_apart(figures: Iterable[Said]) -> list[Said]:
    """The figures of one document, marked where they may not be put together with what they seem to be about."""
    kept: list[Said] = []
    for group in _alike(_with_parts(list(figures))):
        if _contradict(group) or _in_one_breath(group) or not _is_named(group[0]):
            first = {one.bounds: one.figure.span.start for one in reversed(group)}
            kept += [replace(one, apart=f"{one.document.id[:12]} {first[one.bounds]}") for one in group]
        else:
            kept += group
    return sorted(kept, key=lambda one: one.figure.span)


def _with_parts(figures: Sequence[Said]) -> list[Said]:
    """A part of a number that seems to be about the same as the whole is about the part: "101 of them"."""
    of_span = {one.figure.span: one for one in figures}

    def is_part(one: Said) -> bool:
        whole = of_span.get(one.figure.part_of) if one.figure.part_of else None
        return whole is not None and thing(whole) == thing(one)

    return [replace(one, apart="part") if is_part(one) else one for one in figures]


def _alike(figures: Iterable[Said]) -> Iterable[list[Said]]:
    """The figures by what one source says of one thing and the same days.

    Rows of a table are not told apart by a day that only some of them give: 8 latrines on Friday, 12 without a day.
    """
    said = [(thing(one), one) for one in figures]
    undated = {(key, one.source.name) for key, one in said if not one.scope.dated and _is_row(one)}
    groups: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for key, one in said:
        days = None if (key, one.source.name) in undated and _is_row(one) else one.scope
        groups[key, one.source.name, days].append(one)
    return groups.values()


def _is_row(one: Said) -> bool:
    return " row " in part_label(one)


def _contradict(group: Sequence[Said]) -> bool:
    """Whether no number satisfies all of them."""
    return max(one.bounds.low for one in group) > min(one.bounds.high for one in group)


def _in_one_breath(group: Sequence[Said]) -> bool:
    """At least 52,900 homes destroyed and 77,006 damaged: one sentence does not give one number twice."""
    pairs = pairwise(sorted(group, key=lambda one: one.figure.span))
    return any(first.figure.value != second.figure.value and same_sentence(first, second) for first, second in pairs)


def _is_named(one: Said) -> bool:
    is_money = len(one.kind) == 3 and one.kind.isupper()
    return bool(one.population) or one.kind in PEOPLE or is_money


def told_twice(figures: Iterable[Said]) -> Iterator[Problem]:
    """Two numbers for one thing on different pages: text against table, cover against what follows.

    figures: all of one document, before they are kept apart.
    """
    for group in _alike(figures):
        if _contradict(group) and group[0].figure.part_of is None and group[0].scope.dated and group[0].place:
            first = group[0]
            other = next((one for one in group if _is_elsewhere(one, first)), None)
            if other and not other.figure.part_of and _contradict((first, other)):
                places = f"{shown(other)} ({part_label(other)}) against {shown(first)} ({part_label(first)})"
                yield problem(other, places)


def _is_elsewhere(one: Said, first: Said) -> bool:
    """Whether it stands on another page; the rows of one table speak of different things."""
    labels = part_label(one), part_label(first)
    return all(labels) and labels[0] != labels[1] and not (_is_row(one) and _is_row(first))
