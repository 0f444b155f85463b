"""Does a source contradict itself? Figures of one document, and of one source over time → Problems."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from sitrep.bounds import Bounds, agree
from sitrep.model import Deadline, Document, Problem, Span
from sitrep.reconcile.claims import Origin
from sitrep.reconcile.said import Said
from sitrep.reference.populations import populations

__all__ = [
    "contradictions",
    "deadlines_before_documents",
    "falling_totals",
    "part_label",
    "problem",
    "same_sentence",
    "shown",
]

# Characters between two numbers of one sentence.
LONGEST_BREATH = 200
SENTENCE_END = re.compile(r"[.!?؟。।][\"'”’»)\]]*\s|\n")

# Figures of plans speak of days to come, and so may what nobody knows the indicator of.
PLANNED = frozenset(
    {
        "at_risk",
        "duration",
        "food_insecure",
        "funding_gap",
        "funding_received",
        "funding_required",
        "in_need",
        "other",
        "reached",
        "supplies",
        "targeted",
    }
)


def contradictions(figures: Sequence[Said]) -> Iterator[Problem]:
    """What is wrong within one document. figures: all of one document."""
    of_span = {one.figure.span: one for one in figures}
    parts: dict[Span, list[Said]] = defaultdict(list)
    for one in figures:
        of = of_span.get(one.figure.part_of) if one.figure.part_of else None
        if of and of.figure.indicator == one.figure.indicator:
            parts[of.figure.span].append(one)
    for whole, group in parts.items():
        yield from _parts_above(of_span[whole], group)
        yield from _shares_that_do_not_fit(of_span[whole], group)
    yield from _funded_shares_that_do_not_fit(figures)
    yield from _in_the_future(figures)


def _parts_above(whole: Said, parts: Sequence[Said]) -> Iterator[Problem]:
    """Parts that say more than their whole, one alone or all that count different people together."""
    alike = [one for one in parts if one.kind == whole.kind]
    for one in alike:
        if one.bounds.low > whole.bounds.high:
            yield problem(one, f"{shown(one)} is a part of {shown(whole)} and more than it")
    apart = _apart(alike)
    if len(apart) > 1 and math.fsum(max(one.bounds.low, 0) for one in apart) > whole.bounds.high:
        yield problem(whole, f"its parts {_list(apart)} are together more than {shown(whole)}")


def _shares_that_do_not_fit(whole: Said, parts: Sequence[Said]) -> Iterator[Problem]:
    """A percentage of a whole beside the numbers of the same people: (569,000 + 195,000) / 948,000 is 81 per cent."""
    counted = _apart([one for one in parts if one.kind == whole.kind])
    for share in (one for one in parts if one.kind == "percent"):
        named = [one for one in counted if one.population and one.population <= share.population]
        if not named or frozenset().union(*(one.population for one in named)) != share.population:
            continue
        if not agree(share.bounds, _share(named, whole)):
            yield problem(share, f"{shown(share)} does not fit {_list(named)} of {shown(whole)}")


def _funded_shares_that_do_not_fit(figures: Sequence[Said]) -> Iterator[Problem]:
    """ "45 per cent funded: $430 million received of the $2.57 billion required", in one sentence."""
    for share in (one for one in figures if one.figure.indicator == "funding_received" and one.kind == "percent"):
        beside = [one for one in figures if one is not share and same_sentence(*sorted((one, share), key=_start))]
        received = [one for one in beside if one.figure.indicator == "funding_received"]
        required = [one for one in beside if one.figure.indicator == "funding_required"]
        if len(received) == len(required) == 1 and received[0].kind == required[0].kind != "percent":
            if not agree(share.bounds, _share(received, required[0])):
                yield problem(share, f"{shown(share)} does not fit {shown(received[0])} of {shown(required[0])}")


def _start(one: Said) -> Span:
    return one.figure.span


def same_sentence(first: Said, second: Said) -> bool:
    """Whether no sentence ends between two figures of one document. first: the one that stands first."""
    end, start = first.figure.span.end, second.figure.span.start
    return start - end < LONGEST_BREATH and not SENTENCE_END.search(first.document.text, end, start)


def _share(parts: Sequence[Said], whole: Said) -> Bounds:
    """What percentage the parts can be of the whole; "more than" is taken at its word, as writers of shares do."""
    lows = math.fsum(_said_low(one) for one in parts)
    highs = math.fsum(_said_high(one) for one in parts)
    return Bounds(100 * lows / _said_high(whole), 100 * highs / _said_low(whole))


def _said_low(one: Said) -> float:
    return one.bounds.low if math.isfinite(one.bounds.low) else one.figure.value.to_base_units().magnitude


def _said_high(one: Said) -> float:
    return one.bounds.high if math.isfinite(one.bounds.high) else one.figure.value.to_base_units().magnitude


def _apart(parts: Sequence[Said]) -> list[Said]:
    """Parts that count nobody twice: known groups that do not overlap, or different places."""
    by_group = {
        one.population: one for one in parts if len(one.population) == 1 and one.population & set(populations())
    }
    if len(by_group) > 1:
        contained = {
            part
            for group in populations().values()
            for parts in group.parts
            for part in parts
            if frozenset({group.id}) in by_group
        }
        return [one for population, one in by_group.items() if not population & contained]
    by_place = {one.place: one for one in parts if one.place}
    return list(by_place.values())


def _in_the_future(figures: Iterable[Said]) -> Iterator[Problem]:
    for one in figures:
        when = one.figure.when
        if when and when.start > one.published and one.figure.indicator not in PLANNED:
            yield problem(one, f"{shown(one)} is of {when}, after its document of {one.published}")


def falling_totals(claims: Sequence[Origin]) -> Iterator[Problem]:
    """Running totals of one source since one day, or as of their days, that go down. claims: all on one thing."""
    totals: dict[object, list[Origin]] = defaultdict(list)
    for one in claims:
        if one.said.scope.kind == "since" or one.said.is_total:
            totals[one.said.source.voice, one.said.scope.start].append(one)
    for group in totals.values():
        for before, after in pairwise(sorted(group, key=lambda one: one.said.scope.end)):
            if after.said.scope.end > before.said.scope.end and after.said.bounds.high < before.said.bounds.low:
                first, second = before.said, after.said
                yield problem(
                    second,
                    f"{second.source.name} gives {shown(second)} as of {second.scope.end},"
                    f" less than {shown(first)} as of {first.scope.end}",
                    "A running total cannot fall: look for a correction, or another area.",
                )


def deadlines_before_documents(deadlines: Iterable[Deadline], documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Deadlines that had passed when they were written."""
    for one in deadlines:
        published = documents[one.document].published
        if one.date and published and one.date < published:
            yield Problem(
                message=f'"{one.text}" is {one.date}, before its document of {published}',
                hint="Correct it with: sitrep review",
                document=one.document,
                span=one.span,
            )


def problem(said: Said, message: str, hint: str = "Look at the source, then decide with: sitrep review") -> Problem:
    """A problem at the figure."""
    return Problem(message=message, hint=hint, document=said.document.id, span=said.figure.span)


def shown(said: Said) -> str:
    """The figure in the words of its text."""
    return f"{said.figure.number} {said.figure.subject}".strip()


def _list(figures: Sequence[Said]) -> str:
    return " and ".join(shown(one) for one in figures)


def part_label(said: Said) -> str:
    """Where in the original it stands, such as "page 3"; "" where the text is the file."""
    start = said.figure.span.start
    return next((part.label for part in said.document.parts if part.span.start <= start < part.span.end), "")
