"""What may be added up? One source's own parts of one whole, with nobody missing and nobody counted twice.

Everything else raises: stocks with flows, households with persons, dead with missing, numbers of two sources.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from sitrep.errors import MixedUnits
from sitrep.model import Computed, Qualifier
from sitrep.reconcile.claims import origin
from sitrep.reconcile.said import Said
from sitrep.reference.populations import EVERYONE, populations

__all__ = ["computed", "total"]

# What has to be equal before figures may be added, by what to say where it is not.
MUST_BE_EQUAL: Mapping[str, Callable[[Said], object]] = {
    "figures of two indicators": lambda one: one.figure.indicator,
    "a stock and a flow": lambda one: one.figure.measure,
    "figures of two units": lambda one: one.kind,
    "figures of two sources": lambda one: one.source.name,
    "figures of two places": lambda one: one.place,
    "figures of two periods": lambda one: one.scope,
    "figures of two documents": lambda one: one.document.id,
}

# A sum can be no surer than its parts; "at least" and "at most" together leave nothing to say.
SUM_OF: Mapping[frozenset[Qualifier], Qualifier] = {
    frozenset({Qualifier.EXACT}): Qualifier.EXACT,
    frozenset({Qualifier.AT_LEAST}): Qualifier.AT_LEAST,
    frozenset({Qualifier.AT_LEAST, Qualifier.EXACT}): Qualifier.AT_LEAST,
    frozenset({Qualifier.AT_MOST}): Qualifier.AT_MOST,
    frozenset({Qualifier.AT_MOST, Qualifier.EXACT}): Qualifier.AT_MOST,
    frozenset({Qualifier.ABOUT}): Qualifier.ABOUT,
    frozenset({Qualifier.ABOUT, Qualifier.EXACT}): Qualifier.ABOUT,
    frozenset({Qualifier.RANGE}): Qualifier.RANGE,
    frozenset({Qualifier.RANGE, Qualifier.EXACT}): Qualifier.RANGE,
}


def computed(figures: Sequence[Said]) -> Iterator[Computed]:
    """The totals that one document leaves to its reader. figures: all of the document."""
    groups: dict[tuple[object, ...], dict[frozenset[str], Said]] = defaultdict(dict)
    for one in figures:
        groups[tuple(of(one) for of in MUST_BE_EQUAL.values())].setdefault(one.population, one)
    for group in groups.values():
        for parts, whole in wholes().items():
            if parts <= group.keys() and population_of(whole) not in group and _adds_up([group[one] for one in parts]):
                yield total([group[one] for one in parts])


def total(parts: Sequence[Said]) -> Computed:
    """The sum of parts that together are one whole. Raises MixedUnits with the reason where they are not."""
    for mixed, of in MUST_BE_EQUAL.items():
        if len({of(one) for one in parts}) > 1:
            raise MixedUnits(f"{_list(parts)} do not add: they are {mixed}")
    whole = wholes().get(frozenset(one.population for one in parts))
    if whole is None or len(parts) != len({one.population for one in parts}):
        raise MixedUnits(f"{_list(parts)} do not add: together they are no whole, or count somebody twice")
    if not _adds_up(parts):
        raise MixedUnits(f"{_list(parts)} do not add: their qualifiers leave nothing to say of the sum")
    ordered = sorted(parts, key=lambda one: one.figure.span)
    figures = [one.figure for one in ordered]
    has_high = any(figure.high is not None for figure in figures)
    return Computed(
        id=f"{figures[0].indicator}-{whole}-{ordered[0].place}-{ordered[0].document.id[:12]}-{figures[0].span.start}",
        indicator=figures[0].indicator,
        subject=whole,
        value=sum((figure.value for figure in figures[1:]), figures[0].value),
        high=sum((figure.high or figure.value for figure in figures[1:]), figures[0].high or figures[0].value)
        if has_high
        else None,
        qualifier=SUM_OF[frozenset(figure.qualifier for figure in figures)],
        inputs=tuple(origin([one]).claim for one in ordered),
    )


@cache
def wholes() -> Mapping[frozenset[frozenset[str]], str]:
    """The populations that together are one group → that group."""
    return {
        frozenset(population_of(part) for part in parts): group.id
        for group in populations().values()
        for parts in group.parts
    }


def population_of(group: str) -> frozenset[str]:
    """The group as figures have it: everyone is nobody in particular."""
    return frozenset() if group == EVERYONE else frozenset({group})


def _adds_up(parts: Sequence[Said]) -> bool:
    return frozenset(one.figure.qualifier for one in parts) in SUM_OF


def _list(parts: Sequence[Said]) -> str:
    return " and ".join(f"{one.figure.number} {one.figure.subject}".strip() for one in parts)
