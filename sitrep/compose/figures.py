"""What does the brief know of one key figure? Its claims side by side, each with the sentences that say so.

An entry is plain data, and stands once in the brief; the other sections name it by its id.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from sitrep.model import (
    Claim,
    DatedDeadline,
    Decision,
    Document,
    Figure,
    KeyFigure,
    Period,
    Place,
    Profile,
    Situation,
    Span,
)
from sitrep.reference import indicators
from sitrep.reference.places import labels, resolve
from sitrep.units import Quantity, in_persons, quantity, same_kind, unit_name

Entry: TypeAlias = Mapping[str, Any]

SENTENCE_END = re.compile(r"[.!?。؟।][\"'”’»)\]]*(?=\s)|\n\s*\n")
LONGEST_QUOTE = 400
"""Characters of a sentence that are quoted; more is cut at both ends."""

FRESH = timedelta(days=30)
"""What is older comes later: the largest attack of last year is no news."""

CLAIMS = 12
"""Printed side by side; more of them stand in the data files."""

HEDGE = 40
"""Characters before a number in which the words of its qualifier stand: "more than", "almost"."""

NORMAL_UNITS = ("square_kilometer", "kilometer", "ton", "liter", "degC", "kilometer_per_hour")
"""What measures are restated in, beside the unit of their text."""
SMALL_UNITS = {"kilometer": "meter", "ton": "kilogram", "square_kilometer": "hectare"}
"""What is used where the value is below 1 of the normal unit."""


class Known(NamedTuple):
    """What plain data is made from."""

    situation: Situation
    keys: Sequence[KeyFigure]
    """In print order."""
    lang: str
    """Of the brief."""
    texts: Mapping[str, Document]
    """By Document.id."""
    numbers: Mapping[str, int]
    """Document.id → its number in the list of sources."""
    hidden: Mapping[str, Sequence[Span]]
    """By Document.id, the spans that must not be quoted."""


def known(situation: Situation, lang: str, hidden: Mapping[str, Sequence[Span]]) -> Known:
    """The documents by id, each with its source number."""
    keys = in_print_order(situation)
    texts = {document.id: document for document in situation.documents}
    return Known(situation, keys, lang, texts, source_numbers(situation, keys), hidden)


def entries(of: Known) -> tuple[Entry, ...]:
    """Every key figure in print order."""
    return tuple(entry(key, of) for key in of.keys)


def in_print_order(situation: Situation) -> list[KeyFigure]:
    """By the profile's indicators, then by reference/indicators.toml; what most sources say first.

    A country comes before its parts. Last comes what was before the situation, and what a later and higher figure of
    the same people and place outdoes.
    """
    wanted = [*situation.profile.indicators, *indicators()]
    rank = {name: place for place, name in reversed(list(enumerate(wanted)))}
    since = situation.profile.since
    outdone = _outdone(situation.key_figures)
    country = _only_country(situation.profile)

    def key(figure: KeyFigure) -> tuple[Any, ...]:
        said = figure.recommended.figure
        claims = len(figure.others) + len(figure.recommended.evidence)
        people = unit_name(said.value) not in ("person", "household")
        is_past = bool(since and said.when and (said.when.end or since) < since)
        is_old = bool(figure.recommended.as_of and figure.recommended.as_of < situation.as_of - FRESH)
        narrower = _is_narrower(said.place, country)
        last = (figure.part_of is not None, is_past, people, narrower, figure.id in outdone, is_old)
        return rank[said.indicator], *last, -claims, -said.value.magnitude, figure.id

    return sorted(situation.key_figures, key=key)


def _only_country(profile: Profile) -> str | None:
    """The country that the situation is about as a whole: its only one, unless it is named after a part of it."""
    row = resolve(profile.title, profile.countries)
    return profile.countries[0] if len(profile.countries) == 1 and (row is None or row.kind == "country") else None


def _is_narrower(place: Place | None, country: str | None) -> bool:
    """Whether a figure is about a part of the country only, or about another one."""
    if country is None or place is None:
        return False
    return place.kind != "country" or place.country != country


def _outdone(keys: Sequence[KeyFigure]) -> set[str]:
    """Ids of the figures that are lower than a later one of the same: 580 dead on 12 August, and 1,545 since."""
    alike: dict[object, list[KeyFigure]] = defaultdict(list)
    for key in keys:
        said = key.recommended.figure
        is_thing = unit_name(said.value) == "item" and said.indicator != "homes_damaged"
        place = (said.place.id or said.place.name) if said.place else ""
        alike[said.indicator, unit_name(said.value), place, is_thing and said.subject.casefold()].append(key)
    return {id for group in alike.values() for id in _below_later(group)}


def _below_later(keys: Sequence[KeyFigure]) -> Iterator[str]:
    highest = 0.0
    newest_first = sorted(keys, key=_as_of, reverse=True)
    for _, one_day in groupby(newest_first, _as_of):
        same_day = [(key.recommended.figure.value.magnitude, key.id) for key in one_day]
        highest = max(highest, *(value for value, _ in same_day))
        yield from (id for value, id in same_day if value < highest)


def _as_of(key: KeyFigure) -> date:
    return key.recommended.as_of or date.min


def source_numbers(situation: Situation, keys: Sequence[KeyFigure]) -> dict[str, int]:
    """Document.id → its number in the list of sources, counted as the figures cite them; uncited ones follow."""
    cited = [
        evidence.document for key in keys for claim in (key.recommended, *key.others) for evidence in claim.evidence
    ]
    cited += [evidence.document for deadline in situation.deadlines for evidence in deadline.evidence]
    everything = dict.fromkeys([*cited, *(document.id for document in situation.documents)])
    return {name: number for number, name in enumerate(everything, 1)}


def entry(key: KeyFigure, of: Known) -> Entry:
    """One key figure as plain data."""
    indicator = indicators()[key.recommended.figure.indicator]
    said = [claim_data(claim, of) for claim in (key.recommended, *key.others)]
    return {
        "id": key.id,
        "indicator": indicator.id,
        "theme": indicator.theme,
        "icon": indicator.icon,
        "hxl": indicator.hxl,
        "measure": str(key.recommended.figure.measure) if key.recommended.figure.measure else None,
        "because": str(key.because),
        "disputed": key.disputed,
        "differs": key.differs,
        "part_of": key.part_of,
        "sources": sorted({quote["source"] for quote in said[0]["evidence"]}),
        "others": said[1:],
        "beside": beside(said),
        **said[0],
    }


def beside(claims: Sequence[Entry]) -> list[int]:
    """Which of the other claims are printed beside the first, as indices of `others`: every number once, then again."""
    said = [(one["value"], one["high"], one["unit"], one["qualifier"]) for one in claims]
    firsts = {number: place for place, number in reversed(list(enumerate(said)))}
    again = sorted(range(1, len(said)), key=lambda place: firsts[said[place]] != place)
    return sorted(place - 1 for place in again[: CLAIMS - 1])


def claim_data(claim: Claim, of: Known) -> dict[str, Any]:
    """One claim as plain data: what was said, who said it, and the sentences."""
    figure, text = claim.figure, of.texts[claim.figure.document]
    return {
        "document": figure.document,
        "start": figure.span.start,
        "end": figure.span.end,
        "number": figure.number,
        "lead": shown(text, max(0, figure.span.start - HEDGE), figure.span.start, of),
        "value": whole(figure.value),
        "high": whole(figure.high) if figure.high is not None else None,
        "unit": unit_name(figure.value),
        "qualifier": str(figure.qualifier),
        "subject": figure.subject,
        "lang": text.lang,
        "place": place_data(figure.place, of.lang),
        "when": period_data(figure.when),
        "as_of": claim.as_of.isoformat() if claim.as_of else None,
        "source": claim.source,
        "source_is_publisher": claim.source_is_publisher,
        "corrected": claim.corrected_from is not None,
        "decisions": [decision_data(one) for one in claim.decisions],
        "normal": normal(figure, of.situation.profile),
        "evidence": [quote(said.document, said.span, of) for said in claim.evidence],
    }


def decision_data(decision: Decision) -> Entry:
    """What a person decided, when and why, as plain data."""
    on, changes = decision.at.date().isoformat(), dict(decision.changes)
    return {"verb": decision.verb, "who": decision.who, "on": on, "why": decision.why, "changes": changes}


def whole(value: Quantity) -> float:
    """The magnitude, as an int where it is a whole number."""
    magnitude = value.magnitude
    return int(magnitude) if float(magnitude).is_integer() else float(magnitude)


@lru_cache(maxsize=4096)
def place_data(place: Place | None, lang: str) -> Entry | None:
    """A place as plain data; `label` is what is printed, in the brief's language where the gazetteer knows it."""
    if place is None:
        return None
    return {
        "name": place.name,
        "label": (labels(place.id).get(lang) if place.id else None) or place.label or place.name,
        "id": place.id,
        "kind": place.kind,
        "country": place.country,
        "pcode": place.pcode,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


@lru_cache(maxsize=4096)
def period_data(period: Period | None) -> Entry | None:
    """A period as plain data, in ISO dates."""
    if period is None:
        return None
    end = period.end.isoformat() if period.end else None
    return {"start": period.start.isoformat(), "end": end, "is_until": period.is_until}


def normal(figure: Figure, profile: Profile) -> Entry | None:
    """The same quantity in the unit that the brief compares in, and how it was reached; None where it is the same.

    Currencies become others only by a dated rate of the profile, households persons only by its household size, and
    never where people died or were hurt: an average says nothing about the family that was hit.
    """
    value, unit = figure.value, unit_name(figure.value)
    if unit == "household":
        if profile.household_size is None or indicators()[figure.indicator].theme == "casualties":
            return None
        people = in_persons(value, profile.household_size)
        return {"value": whole(people), "unit": "person", "factor": profile.household_size, "exact": True}
    if rate := profile.rates.get(unit):
        return {"value": value.magnitude * rate.rate, "unit": rate.to, "factor": rate.rate, "exact": False}
    wanted = normal_unit(unit)
    if wanted is None or unit in (wanted, SMALL_UNITS.get(wanted)):
        return None
    restated = value.to(wanted)
    if abs(restated.magnitude) < 1 and wanted in SMALL_UNITS:
        restated = restated.to(SMALL_UNITS[wanted])
    return {"value": whole(restated), "unit": unit_name(restated), "factor": None, "exact": False}


@cache
def normal_unit(unit: str) -> str | None:
    """What quantities of a unit are compared in, None for what is only counted."""
    return next((name for name in NORMAL_UNITS if same_kind(quantity(1, unit), quantity(1, name))), None)


def quote(name: str, span: Span, of: Known) -> dict[str, Any]:
    """The sentence around a span of a document, in three parts so that the middle one can be marked."""
    document = of.texts[name]
    start, end = sentence(document.text, span)
    before, after = shown(document, start, span.start, of), shown(document, span.end, end, of)
    return {
        "id": f"{name[:12]}-{span.start}",
        "source": of.numbers[name],
        "document": name,
        "start": span.start,
        "end": span.end,
        "before": " ".join(before.split()) + (" " if before[-1:].isspace() else ""),
        "number": " ".join(document.text[span.start : span.end].split()),
        "after": (" " if after[:1].isspace() else "") + " ".join(after.split()),
        "lang": document.lang,
    }


def shown(document: Document, start: int, end: int, of: Known) -> str:
    """A stretch of a document's text, without the figures that must not be quoted."""
    hidden = of.hidden.get(document.id)
    if not hidden:
        return document.text[start:end]
    text, at = "", start
    for other in sorted(hidden):
        if other.end > at and other.start < end:
            text += document.text[at : max(at, other.start)] + "[…]"
            at = other.end
    return text + document.text[at:end]


def sentence(text: str, span: Span) -> tuple[int, int]:
    """Start and end of the sentence that a span stands in, at most LONGEST_QUOTE characters on either side."""
    ends = sentence_ends(text)
    before, after = bisect_right(ends, span.start) - 1, bisect_left(ends, span.end + 1)
    start = max(ends[before] if before >= 0 else 0, span.start - LONGEST_QUOTE)
    end = min(ends[after] if after < len(ends) else len(text), span.end + LONGEST_QUOTE)
    start += len(text[start : span.start]) - len(text[start : span.start].lstrip())
    return start, max(span.end, start + len(text[start:end].rstrip()))


@lru_cache(maxsize=4096)
def sentence_ends(text: str) -> tuple[int, ...]:
    """Where the sentences of a text end, ascending."""
    return tuple(match.end() for match in SENTENCE_END.finditer(text))


def deadline_data(dated: DatedDeadline, of: Known) -> Entry:
    """A deadline as plain data."""
    said = dated.deadline
    quotes = [quote(one.document, one.span, of) for one in dated.evidence]
    return {
        "id": dated.id,
        "document": said.document,
        "date": said.date.isoformat() if said.date else None,
        "text": said.text,
        "action": said.action,
        "actor": said.actor,
        "demanded_by": said.demanded_by,
        "lang": of.texts[said.document].lang,
        "state": dated.state,
        "days_left": dated.days_left,
        "sources": sorted({one["source"] for one in quotes}),
        "evidence": quotes,
    }
