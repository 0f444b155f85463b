"""What did a person decide about a figure, and does it still stand on the same words?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sitrep.bounds import COUNTED, kind
from sitrep.errors import UsageError
from sitrep.model import Deadline, Decision, Document, Figure, Period, Place, Problem, Qualifier, Reading, Ruling, Span
from sitrep.reference import indicators
from sitrep.reference.places import resolve
from sitrep.units import quantity, unit_name

__all__ = ["At", "Decided", "by_place", "check", "copies", "decide", "lost", "period", "rulings", "states"]

At: TypeAlias = tuple[str, Span]
"""Document.id and span."""

Mark: TypeAlias = Figure | Deadline

PEOPLE = frozenset({"people", "casualties"})
"""Themes whose indicators count people."""


class Decided(Struct, frozen=True):
    """A figure as persons left it."""

    figure: Figure
    machine: Figure | None = None
    """What the rules had found, where it was corrected."""
    decisions: tuple[Decision, ...] = ()


def by_place(
    decisions: Iterable[Decision], copies: Mapping[At, Sequence[At]] | None = None
) -> dict[At, list[Decision]]:
    """The decisions by where they stand, oldest first, without those that were undone.

    copies: where else the same words stand; what is decided of them is decided there too.
    """
    at: dict[At, list[Decision]] = defaultdict(list)
    for one in sorted(decisions, key=lambda one: (one.at, one.id)):
        place = (one.document, one.span)
        for also in (copies or {}).get(place, [place]):
            at[also] = [] if one.verb == "undo" else [*at[also], one]
    return dict(at)


def copies(readings: Iterable[Reading], documents: Mapping[str, Document]) -> dict[At, list[At]]:
    """Where a text and its reprints say the same: each of the places, with all of them."""
    same: dict[tuple[Any, ...], list[At]] = defaultdict(list)
    for reading in readings:
        origin = documents[reading.document].origin or reading.document
        times: Counter[tuple[Any, ...]] = Counter()
        marks: tuple[Mark, ...] = (*reading.figures, *reading.deadlines)
        for mark in marks:
            says = (origin, *_says(mark))
            times[says] += 1
            same[*says, times[says]].append((mark.document, mark.span))
    return {place: places for places in same.values() if len(places) > 1 for place in places}


def _says(mark: Mark) -> tuple[Any, ...]:
    """Equal for the same words, taken for the same."""
    if isinstance(mark, Deadline):
        return mark.text, mark.date, mark.action
    return mark.number, mark.indicator, mark.subject, mark.place and mark.place.name, str(mark.when)


def check(mark: Mark, verb: str, changes: Mapping[str, Any]) -> None:
    """Raise UsageError where that cannot be decided of a figure or deadline."""
    if isinstance(mark, Deadline):
        if verb == "prefer":
            raise UsageError(
                f'"{mark.text}" is a deadline: only figures are preferred', "Say accept, reject or correct."
            )
        _only(changes, {"state", "when"}, f'"{mark.text}" is a deadline')
        if "when" in changes and period(changes["when"]).end != period(changes["when"]).start:
            raise UsageError(f"--when: {changes['when']!r} is more than a day", "A deadline ends on one: 2020-02-29.")
        return
    _only(changes, {"value", "unit", "indicator", "place", "when"}, f'"{mark.number}" is a figure')
    if "unit" in changes or "indicator" in changes:
        _check_unit(corrected(mark, changes, ()))


def _only(changes: Mapping[str, Any], allowed: Set[str], what: str) -> None:
    wrong = [f"--{name}" for name in changes if name not in allowed]
    if wrong:
        allows = ", ".join(f"--{name}" for name in sorted(allowed))
        raise UsageError(f"{what}: it has no {wrong[0]}", f"What can be corrected there is {allows}.")


def _check_unit(figure: Figure) -> None:
    """People are counted, and money is money."""
    theme, unit = indicators()[figure.indicator].theme, kind(figure)
    fits = unit == "percent" or (unit.isupper() if theme == "funding" else unit in COUNTED or theme not in PEOPLE)
    if not fits:
        raise UsageError(
            f"{figure.indicator} in {unit_name(figure.value)}: these do not go together",
            "Correct --unit and --indicator together, so that people are counted in person and funding in USD.",
        )


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
    changes = {name: change for name, change in changes.items() if change is not None}
    if "value" in changes or "unit" in changes:
        value = float(changes.get("value", figure.value.magnitude))
        unit = changes.get("unit", unit_name(figure.value))
        new |= {"value": quantity(int(value) if value.is_integer() else value, unit)}
        new |= {"high": quantity(figure.high.magnitude, unit)} if figure.high is not None else {}
    if "unit" in changes and changes["unit"] != unit_name(figure.value):
        # "300 displaced families" that are persons would be printed as families for ever.
        new["subject"] = ""
    if "value" in changes:
        new |= {"number": f"{new['value'].magnitude:,}", "high": None, "qualifier": Qualifier.EXACT}
    if "indicator" in changes:
        new["indicator"] = changes["indicator"]
        new["measure"] = figure.measure if indicators()[changes["indicator"]].stock_flow else None
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
    """The deadlines as persons left them, each with what they say became of it, "" where nobody does."""
    said = {}
    for deadline in deadlines:
        made = [one for one in decisions.get((deadline.document, deadline.span), ()) if one.number == deadline.text]
        if made and made[-1].verb == "reject":
            continue
        days = [period(one.changes["when"]).start for one in made if "when" in one.changes]
        became = [str(one.changes["state"]) for one in made if "state" in one.changes]
        said[replace(deadline, date=days[-1]) if days else deadline] = became[-1] if became else ""
    return said


def rulings(decisions: Mapping[At, Sequence[Decision]], readings: Iterable[Reading]) -> Iterator[Ruling]:
    """The decisions that stand, where they were made, by where they stand."""
    for reading in readings if decisions else ():
        marks: list[Mark] = sorted((*reading.figures, *reading.deadlines), key=lambda one: one.span)
        for mark in marks:
            words, indicator = (mark.number, mark.indicator) if isinstance(mark, Figure) else (mark.text, None)
            for one in decisions.get((mark.document, mark.span), ()):
                if (one.document, one.span, one.number) == (mark.document, mark.span, words):
                    yield Ruling(decision=one, indicator=indicator)


def lost(
    decisions: Sequence[Decision], documents: Iterable[Document], readings: Iterable[Reading]
) -> Iterator[Problem]:
    """Decisions whose words are gone, or are no longer taken for a figure."""
    texts = {one.id: one.text for one in documents}
    decided = by_place(decisions)
    standing = {one.decision.id for one in rulings(decided, readings)}
    for one in (one for made in decided.values() for one in made if one.id not in standing):
        why = _lost(one, texts.get(one.document, "")[one.span.start : one.span.end], texts)
        yield Problem(
            message=f'the decision of {one.who} to {one.verb} "{one.number}" is not applied: {why}',
            hint="Decide again with sitrep review, which lists it, and let it go there with: undo",
            document=one.document,
            span=one.span,
        )


def _lost(decision: Decision, words: str, texts: Mapping[str, str]) -> str:
    if decision.document not in texts:
        return "its document is not here any more"
    if words != decision.number:
        return f'"{words}" stands there now'
    return "the words are no longer taken for a figure"
