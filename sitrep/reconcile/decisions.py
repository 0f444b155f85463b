"""What did a person decide about a figure, and does it still stand on the same words?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sitrep.model import Deadline, Decision, Document, Figure, Period, Place, Problem, Qualifier, Reading, Ruling, Span
from sitrep.reference.places import resolve
from sitrep.units import quantity, unit_name

__all__ = ["At", "Decided", "by_place", "decide", "lost", "period", "rulings", "states"]

At: TypeAlias = tuple[str, Span]
"""Document.id and span."""


class Decided(Struct, frozen=True):
    """A figure as persons left it."""

    figure: Figure
    machine: Figure | None = None
    """What the rules had found, where it was corrected."""
    decisions: tuple[Decision, ...] = ()


def by_place(decisions: Iterable[Decision]) -> dict[At, list[Decision]]:
    """The decisions by where they stand, oldest first."""
    at: dict[At, list[Decision]] = defaultdict(list)
    for one in sorted(decisions, key=lambda one: (one.at, one.id)):
        at[one.document, one.span].append(one)
    return dict(at)


def decide(
    figures: Iterable[Figure], decisions: Mapping[At, Sequence[Decision]], countries: tuple[str, ...]
) -> Iterator[Decided]:
    """The figures without the rejected ones, the corrected ones as persons gave them."""
    for figure in figures:
        made = [one for one in decisions.get((figure.document, figure.span), ()) if one.number == figure.number]
        if made and made[-1].verb == "reject":
            continue
        after = figure
        for one in made:
            after = corrected(after, one.changes, countries) if one.verb == "correct" else after
        yield Decided(after, figure if after != figure else None, tuple(made))


def corrected(figure: Figure, changes: Mapping[str, Any], countries: tuple[str, ...]) -> Figure:
    """The figure with value, unit, indicator, place or when as a person gives them."""
    new: dict[str, Any] = {}
    if "value" in changes or "unit" in changes:
        value = float(changes.get("value", figure.value.magnitude))
        unit = changes.get("unit", unit_name(figure.value))
        new |= {"value": quantity(int(value) if value.is_integer() else value, unit)}
    if "value" in changes:
        new |= {"number": f"{new['value'].magnitude:,}", "high": None, "qualifier": Qualifier.EXACT}
    if "indicator" in changes:
        new["indicator"] = changes["indicator"]
    if "place" in changes:
        new["place"] = _place(changes["place"], countries)
    if "when" in changes:
        new["when"] = period(changes["when"])
    return replace(figure, **new)


def _place(name: str, countries: tuple[str, ...]) -> Place:
    row = resolve(name, countries)
    if row is None:
        return Place(name=name)
    fields = ("id", "label", "kind", "country", "admin1", "pcode", "latitude", "longitude")
    return Place(name=name, **{field: getattr(row, field) for field in fields})


def period(text: str) -> Period:
    """A day or an interval in ISO 8601.

    >>> str(period("2020-02-01/2020-02-10")), str(period("2020-02-01/..")), str(period("2020-02-10"))
    ('2020-02-01/2020-02-10', '2020-02-01/..', '2020-02-10')
    """
    start, _, end = text.partition("/")
    first = date.fromisoformat(start)
    return Period(start=first, end=first if not end else None if end == ".." else date.fromisoformat(end))


def states(deadlines: Iterable[Deadline], decisions: Mapping[At, Sequence[Decision]]) -> dict[Deadline, str]:
    """What persons say became of a deadline."""
    said = {}
    for deadline in deadlines:
        for one in decisions.get((deadline.document, deadline.span), ()):
            if one.number == deadline.text and (one.verb == "reject" or "state" in one.changes):
                said[deadline] = "rejected" if one.verb == "reject" else str(one.changes["state"])
    return said


def rulings(decisions: Mapping[At, Sequence[Decision]], readings: Iterable[Reading]) -> Iterator[Ruling]:
    """The decisions that stand, by where they stand."""
    for reading in readings if decisions else ():
        marks: list[Figure | Deadline] = sorted((*reading.figures, *reading.deadlines), key=lambda one: one.span)
        for mark in marks:
            words, indicator = (mark.number, mark.indicator) if isinstance(mark, Figure) else (mark.text, None)
            made = decisions.get((mark.document, mark.span), ())
            yield from (Ruling(decision=one, indicator=indicator) for one in made if one.number == words)


def lost(
    decisions: Sequence[Decision], documents: Iterable[Document], readings: Iterable[Reading]
) -> Iterator[Problem]:
    """Decisions whose words are gone, or are no longer taken for a figure."""
    texts = {one.id: one.text for one in documents}
    standing = {one.decision.id for one in rulings(by_place(decisions), readings)}
    for one in decisions:
        if one.id in standing:
            continue
        why = _lost(one, texts.get(one.document, "")[one.span.start : one.span.end], texts)
        yield Problem(
            message=f'the decision of {one.who} to {one.verb} "{one.number}" is not applied: {why}',
            hint="Decide again with: sitrep review",
            document=one.document,
            span=one.span,
        )


def _lost(decision: Decision, words: str, texts: Mapping[str, str]) -> str:
    if decision.document not in texts:
        return "its document is not here any more"
    if words != decision.number:
        return f'"{words}" stands there now'
    return "the words are no longer taken for a figure"
