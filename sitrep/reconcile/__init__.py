"""Which figures say the same thing, which one is recommended and why, what is disputed? Readings → Situation.

source       who says it
said         what a figure says, in terms that can be compared
thing        what a figure is about
same         which figures speak of the same thing
names        whom a shorter name means
apart        which figures of one document speak of different things all the same
unsaid       what a figure means that leaves its days or place unsaid
claims       what one origin says about it, and where
recommend    which claim is printed first, and why
dispute      whether claims contradict each other
parts        what may be added up
series       how a thing went over time
deadlines    by when must who do what
consistency  whether a source contradicts itself
decisions    what a person decided
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from sitrep.bounds import kind
from sitrep.model import (
    Because,
    DatedDeadline,
    Deadline,
    Decision,
    Document,
    Figure,
    Gap,
    KeyFigure,
    Place,
    Problem,
    Profile,
    Reading,
    Situation,
    Span,
)
from sitrep.reconcile.apart import PEOPLE, kept_apart, told_twice
from sitrep.reconcile.claims import Origin, origins
from sitrep.reconcile.consistency import contradictions, deadlines_before_documents, falling_totals
from sitrep.reconcile.deadlines import dated_deadlines
from sitrep.reconcile.decisions import At, by_place, copies, decide, lost, rulings, states
from sitrep.reconcile.dispute import differs, is_any_disputed
from sitrep.reconcile.names import in_document
from sitrep.reconcile.parts import computed
from sitrep.reconcile.recommend import recommend
from sitrep.reconcile.said import Said, place_key, said
from sitrep.reconcile.same import things
from sitrep.reconcile.series import series
from sitrep.reconcile.source import Sources
from sitrep.reconcile.thing import slug
from sitrep.reference.places import resolve

__all__ = ["reconcile"]


class _Known(Struct, frozen=True):
    """One thing with all claims on it, best first."""

    id: str
    scope: str
    claims: tuple[Origin, ...]
    because: Because

    @property
    def evidence(self) -> Iterator[Figure]:
        """Every figure that says it."""
        return (figure for one in self.claims for figure in one.claim.evidence)


def reconcile(
    readings: Sequence[Reading],
    documents: Sequence[Document],
    profile: Profile,
    as_of: date,
    decisions: Sequence[Decision] = (),
) -> Situation:
    """Everything known on `as_of` from what was published by then. The order of what comes in changes nothing."""
    known = published_by(documents, as_of)
    order = {name: place for place, name in enumerate(known)}
    read = sorted((one for one in readings if one.document in known), key=lambda one: order[one.document])
    decided = by_place(decisions, copies(read, known) if decisions else None)
    by_document = [in_document(_said(reading, known, decided, profile)) for reading in read]
    deadlines = states((one for reading in read for one in reading.deadlines), decided)
    things_known = _things((one for figures in by_document for one in kept_apart(figures)), area_of(profile))
    return Situation(
        profile=profile,
        as_of=as_of,
        key_figures=tuple(_key_figures(things_known)),
        deadlines=_deadlines(deadlines, known, as_of),
        series=tuple(filter(None, (series(one.id, one.scope, one.claims) for one in things_known))),
        gaps=tuple(_gaps(things_known, profile)),
        documents=tuple(known.values()),
        problems=tuple(
            dict.fromkeys(
                [
                    *_left_out(documents),
                    *(problem for document in known.values() for problem in document.problems),
                    *(problem for reading in read for problem in reading.problems),
                    *(problem for figures in by_document for problem in contradictions(figures)),
                    *(problem for figures in by_document for problem in told_twice(figures)),
                    *(problem for one in things_known for problem in falling_totals(one.claims)),
                    *deadlines_before_documents(deadlines, known),
                    *lost(decisions, documents, readings),
                ]
            )
        ),
        computed=tuple(sum_ for figures in by_document for sum_ in computed(figures)),
        rulings=tuple(rulings(decided, read)),
    )


def published_by(documents: Iterable[Document], as_of: date) -> dict[str, Document]:
    """The documents by id, oldest first. One without a date is not among them: nobody knows when it spoke."""
    dated = {one.id: one for one in documents if one.published and one.published <= as_of}
    return dict(sorted(dated.items(), key=lambda item: (item[1].published, item[0])))


def _left_out(documents: Iterable[Document]) -> Iterator[Problem]:
    for one in sorted(documents, key=lambda one: one.id):
        if one.published is None:
            yield Problem(
                message=f"{one.path or one.title or one.id}: left out, since it has no date",
                hint="Write published: 2020-02-10 in its head, or use --published.",
                document=one.id,
                level="skipped",
            )


def _said(
    reading: Reading, documents: Mapping[str, Document], decided: Mapping[At, Sequence[Decision]], profile: Profile
) -> Iterator[Said]:
    """The figures of one document in comparable terms, as persons left them."""
    document = documents[reading.document]
    if document.published is None:
        return
    sources = Sources(document, documents, reading.figures, profile)
    for one in decide(reading.figures, decided, profile.countries):
        yield said(
            one.figure,
            document,
            document.published,
            sources.of(one.figure),
            machine=one.machine,
            decisions=one.decisions,
            is_replaced=document.superseded_by in documents,
        )


def area_of(profile: Profile) -> str:
    """The place key of the situation as a whole: the place that it is named after, else the only country."""
    row = resolve(profile.title, profile.countries)
    if row is None and len(profile.countries) == 1:
        return f"iso:{profile.countries[0]}"
    return place_key(Place(name=profile.title, id=row.id if row else None))


def _things(figures: Iterable[Said], area: str) -> list[_Known]:
    known = []
    for thing, group in things(figures, area).items():
        claims, because = recommend(origins(group))
        # What only a replaced version says was taken back with it.
        if not all(one.is_replaced for one in group):
            known.append(_Known(slug(thing), thing.scope, claims, because))
    return known


def _key_figures(known: Sequence[_Known]) -> Iterator[KeyFigure]:
    wholes = {(one.document, one.span): (thing.id, one) for thing in known for one in thing.evidence}
    for thing in known:
        best, *others = thing.claims
        disputed = is_any_disputed(thing.claims)
        yield KeyFigure(
            id=thing.id,
            recommended=best.claim,
            others=tuple(other.claim for other in others),
            because=thing.because,
            disputed=disputed,
            differs=differs(best, others),
            part_of=_whole(thing, wholes),
        )


def _whole(part: _Known, figures: Mapping[tuple[str, Span], tuple[str, Figure]]) -> str | None:
    """What it is a part of; people only of people to whom the same happened."""
    for one in part.evidence:
        id, whole = figures.get((one.document, one.part_of), ("", one)) if one.part_of else ("", one)
        if id not in ("", part.id) and (whole.indicator == one.indicator or kind(one) not in PEOPLE):
            return id
    return None


def _deadlines(
    deadlines: Mapping[Deadline, str], documents: Mapping[str, Document], as_of: date
) -> tuple[DatedDeadline, ...]:
    published = {one.id: one.published for one in documents.values() if one.published}
    return dated_deadlines(deadlines, published, as_of, deadlines)


def _gaps(known: Iterable[_Known], profile: Profile) -> Iterator[Gap]:
    reported = {one.claims[0].claim.figure.indicator for one in known}
    return (Gap(indicator=wanted) for wanted in profile.indicators if wanted not in reported)
