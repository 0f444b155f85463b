"""What does one origin say about a thing, and where? Figures of one thing → Claims.

A number repeated in one document, and a statement of one source copied by several documents, are one claim with several
pieces of evidence.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sitrep.bounds import Bounds, agree
from sitrep.model import Claim, Span
from sitrep.reconcile.said import Said
from sitrep.reconcile.source import Source

__all__ = ["Origin", "origins"]


class Origin(Struct, frozen=True, eq=False):
    """One claim, and what comparing it needs."""

    claim: Claim
    said: Said
    """What stands for it."""
    first: date
    """When it was first published."""
    preferred: datetime | None = None
    """When a person last preferred it."""
    is_outdated: bool = False
    """Whether its own source has since said something else of the same days, or replaced the document."""


class _Words(NamedTuple):
    """Equal for figures that say the same in the same words."""

    source: str
    bounds: Bounds
    qualifier: str


class _Days(NamedTuple):
    """The days that a text gives itself; what is only inherited from the document's date is None."""

    kind: str
    start: date | None
    end: date | None


def origins(figures: Sequence[Said]) -> tuple[Origin, ...]:
    """The claims on one thing, in the order of their first publication."""
    same_words: dict[_Words, list[Said]] = defaultdict(list)
    for one in _with_sources_named(sorted(figures, key=_place_in_time)):
        same_words[_words(one)].append(one)
    claims = [origin(evidence) for group in same_words.values() for evidence in by_days(group)]
    return with_outdated(sorted(claims, key=lambda one: _place_in_time(one.said)))


def _with_sources_named(figures: Sequence[Said]) -> list[Said]:
    """The figures; one that a text repeats without a source is of the only source that it named for the number."""
    named: dict[tuple[str, Bounds], set[Source]] = defaultdict(set)
    for one in figures:
        if not one.source.is_publisher:
            named[one.document.id, one.bounds].add(one.source)
    return [
        replace(one, source=next(iter(sources)))
        if one.source.is_publisher and len(sources := named.get((one.document.id, one.bounds), set())) == 1
        else one
        for one in figures
    ]


def origin(evidence: Sequence[Said]) -> Origin:
    """One claim; the first piece of evidence that was not replaced and gives its days and its place stands for it."""
    current = [one for one in evidence if not one.is_replaced] or evidence
    stands = min(current, key=lambda one: (_days(one).end is None, not one.place))
    claim = Claim(
        figure=stands.figure,
        evidence=tuple(one.figure for one in evidence),
        source=stands.source.name,
        source_is_publisher=all(one.source.is_publisher for one in evidence),
        as_of=stands.scope.end,
        corrected_from=next((one.machine for one in evidence if one.machine), None),
        decisions=tuple({made.id: made for one in evidence for made in one.decisions}.values()),
    )
    preferred = max((decision.at for decision in claim.decisions if decision.verb == "prefer"), default=None)
    is_replaced = all(one.is_replaced for one in evidence)
    return Origin(claim, stands, evidence[0].published, preferred, is_replaced)


def with_outdated(claims: Sequence[Origin]) -> tuple[Origin, ...]:
    """The claims; what a source said of some days is outdated where its last word on them contradicts it.

    "More than 86,000", as a paper has it a day later, leaves the 86,412 of the source itself as they are.
    """
    last = {(one.said.source.voice, one.said.scope): one for one in claims}
    return tuple(
        replace(one, is_outdated=one.is_outdated or _is_replaced_by(one, last[one.said.source.voice, one.said.scope]))
        for one in claims
    )


def _is_replaced_by(one: Origin, last: Origin) -> bool:
    return one.first < last.first and not agree(one.said.bounds, last.said.bounds)


def by_days(group: Sequence[Said]) -> list[list[Said]]:
    """The same words of one source, apart where they are said of different days.

    Words that give no day of their own repeat those of the only day that there is.
    """
    days: dict[_Days, list[Said]] = defaultdict(list)
    for one in group:
        days[_days(one)].append(one)
    if len([one for one in days if one.end]) <= 1:
        return [list(group)]
    return list(days.values())


def _words(said: Said) -> _Words:
    return _Words(said.source.name, said.bounds, said.figure.qualifier)


def _days(said: Said) -> _Days:
    scope = said.scope
    return _Days(scope.kind, scope.start, scope.end if scope.dated and scope.end != said.published else None)


def _place_in_time(said: Said) -> tuple[date, str, Span]:
    return said.published, said.document.id, said.figure.span
