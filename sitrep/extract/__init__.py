"""Document → Reading: asks of every number how many, of what, how sure, counting what, where, as of when, says who.

One file for each question. A paragraph is read sentence by sentence; what a sentence does not say itself (its place,
its day, its speaker) it takes from the ones before it, and every figure remembers the rules that made it.
"""

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from sitrep.extract.deadline import Due, deadlines
from sitrep.extract.indicator import BEFORE_IT, Meaning, is_about_disease, meanings
from sitrep.extract.number import Number, Refusal, numbers
from sitrep.extract.place import (
    LARGE,
    Name,
    is_another_division,
    is_country,
    is_large,
    listed,
    names,
    nation,
    place_in,
    place_of,
    resolved,
    short_forms,
)
from sitrep.extract.qualifier import qualifier
from sitrep.extract.source import Speaker, inherited_sources, source_of, speakers
from sitrep.extract.unit import Count, counts, from_to, named_money
from sitrep.extract.when import Moment, moments, period
from sitrep.extract.words import BULLETS, Sentence, sentences
from sitrep.languages import available, load
from sitrep.languages.detect import language_of
from sitrep.model import Deadline, Document, Figure, Measure, Period, Place, Problem, Reading, Span
from sitrep.reference.places import candidates, demonym, labels
from sitrep.units import quantity

VERSION = "1"
"""Changes whenever the same text may give other figures."""

__all__ = ["VERSION", "Lost", "explain", "extract", "extract_text"]


def extract(document: Document, *, countries: tuple[str, ...] = ()) -> Reading:
    """The figures and deadlines that a document says, in text order, with what was doubtful.

    countries: ISO 3166-1 alpha-3 of the situation; they decide between places of one name.
    """
    if document.lang not in available():
        return Reading(document=document.id, problems=(_without_rules(document),))
    return _read(document.text, document.id, document.published, document.lang, countries)[0]


def _without_rules(document: Document) -> Problem:
    return Problem(
        message=f'no figures are taken: there are no rules for the language "{document.lang}"',
        hint=f"There are rules for {', '.join(available())}. Write another lang in its head if it is one of these.",
        document=document.id,
        level="skipped",
    )


def extract_text(
    text: str, *, published: date | None = None, lang: str | None = None, countries: tuple[str, ...] = ()
) -> Reading:
    """The figures and deadlines of a text. Relative dates are resolved against `published`, never against today.

    lang: ISO 639-1; None to have it told from the text.
    """
    return _read(text, "", published, lang or language_of(text), countries)[0]


class Lost(Struct, frozen=True):
    """A number that is not a figure, or a rule that lost, for --explain."""

    span: Span
    rule: str


def explain(
    text: str, *, published: date | None = None, lang: str | None = None, countries: tuple[str, ...] = ()
) -> tuple[Reading, tuple[Lost, ...]]:
    """The reading of a text, and what was considered and dropped."""
    return _read(text, "", published, lang or language_of(text), countries)


@dataclass(slots=True)
class _Context:
    """What the sentences before have said."""

    here: Name | None = None
    """The place of the paragraph."""
    wider: Name | None = None
    """The last country, region or division of one that was named."""
    section: Name | None = None
    """The place that the last heading names."""
    announced: str | None = None
    """Who gives the list that comes next."""
    land: Name | None = None
    """The last country that was named."""
    lands: Counter[str] = field(default_factory=Counter)
    """How often each was named."""
    within: str | None = None
    """The country that the paragraph says it speaks of: "in Kenya"."""
    short: dict[str, str] = field(default_factory=dict)
    """Short forms that the text has given to places, with what they are short for."""
    speaker: str | None = None
    when: Period | None = None
    """The last period of the paragraph."""
    since: int = 0
    """Sentences since `when`."""
    item: bool = False
    """Whether the sentence belongs to an item of a list."""
    item_said: bool = False
    """Whether an item of a list said `when`."""
    meaning: Meaning | None = None
    count: Count | None = None
    """The last number of the paragraph."""
    disease: bool = False
    """Whether the text has named a disease."""
    money: dict[str, str] = field(default_factory=dict)
    """Which pounds, dinars and lira the text has named: rule of the bare word to ISO code."""
    span: Span | None = None
    """The first figure of the last sentence with one: what "of these" takes up."""


def _read(
    text: str, document: str, published: date | None, code: str, countries: tuple[str, ...]
) -> tuple[Reading, tuple[Lost, ...]]:
    reader = _Reader(text, document, published, code, countries)
    paragraph: list[Sentence] = []
    with _without_collecting():
        for sentence in sentences(text, load(code)):
            if sentence.opens_paragraph and paragraph:
                reader.read(paragraph)
                paragraph = []
            paragraph.append(sentence)
        reader.read(paragraph)
    return reader.reading(), tuple(reader.lost)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """What is read makes no cycles, and what is found is kept: to look through it for garbage is nothing but cost.

    A text of 10 MB may have 75,000 figures; looking through them made each character cost a third more.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class _Reader:
    """Goes through a text once, paragraph by paragraph, and collects."""

    def __init__(self, text: str, document: str, published: date | None, code: str, countries: tuple[str, ...]) -> None:
        self.text, self.document, self.published, self.countries = text, document, published, countries
        self.lang = code
        self.figures: list[Figure] = []
        self.deadlines: list[Deadline] = []
        self.problems: list[Problem] = []
        self.lost: list[Lost] = []
        self.context = _Context()
        self.named: Counter[str] = Counter()
        self.heard: set[str] = set()
        """Who was named as saying something."""
        self.opening: set[str] = set()
        """The places named until the first figure."""
        self.reportlike = 0
        self.undated = 0
        """How many of the first figures stand before any date."""
        self.unresolved = False

    def reading(self) -> Reading:
        """What was collected."""
        if self.unresolved:
            self.problems.append(
                Problem(
                    message="the document has no date, so its relative dates stay unresolved",
                    hint="Write `published` in its head, or give --published.",
                    document=self.document or None,
                )
            )
        self._settle()
        return Reading(
            document=self.document,
            figures=tuple(self.figures),
            deadlines=tuple(self.deadlines),
            problems=tuple(self.problems),
        )

    def _settle(self) -> None:
        """In a report on one place, a figure that names none is about that place; in the news it may be about any."""
        if not self.named or (self.reportlike < _REPORT and not self._names_one_country()):
            return
        if self.reportlike >= _REPORT and self.published is not None:
            first = [self._as_of_publication(figure, self.published) for figure in self.figures[: self.undated]]
            self.figures[: self.undated] = first
        place = self._mainly()
        if place is None:
            return
        self.figures = [
            replace(figure, place=place, rules=(*figure.rules, "place.report"))
            if figure.place is None and figure.indicator not in _PLACELESS and _SUFFICIENT not in figure.rules
            else figure
            for figure in self.figures
        ]

    def _names_one_country(self) -> bool:
        """Whether all places that are known, and half of all are, lie in one country, so that it need not be named."""
        found = [resolved(name, self.countries) for name in self.named]
        known = [place for place in found if place.id]
        states = {place.country for place in known}
        mostly = len(found) <= 2 * len(known)
        named = len(known) >= _SAME_COUNTRY or any(place.kind == "country" for place in known)
        return mostly and named and len(states) == 1 and None not in states

    def _as_of_publication(self, figure: Figure, published: date) -> Figure:
        """Until a report names a date, its figures are as of its own."""
        if figure.when is not None or figure.indicator in _TIMELESS:
            return figure
        when = Period(start=published, end=published, is_until=True)
        return replace(figure, when=when, rules=(*figure.rules, "when.published"))

    def _mainly(self) -> Place | None:
        """The country named twice as often as any other, else the place named most, if the report begins with it."""
        named = [(resolved(name, self.countries), times) for name, times in self.named.items()]
        states = Counter[str]()
        for place, times in named:
            if place.kind == "country" and place.id:
                states[place.id] += times
        if not states:
            # "Floods have affected 317,000 people in 15 states. In Northern State, ...": that is no report on Northern.
            place, times = max(named, key=lambda pair: pair[1])
            meant = self.reportlike >= _REPORT or (times > 1 and place.kind in LARGE)
            return place if meant and place.name in self.opening else self._country_of([place for place, _ in named])
        (state, times), *others = states.most_common(2)
        if others and times < _MAINLY * others[0][1]:
            return None
        return next(place for place, _ in named if place.id == state)

    def _country_of(self, named: Sequence[Place]) -> Place | None:
        """The country of all that is named, where somebody of it speaks: the Ombudsman of Colombia."""
        states = {place.country for place in named if place.country}
        if len(states) != 1:
            return None
        label = labels(f"iso:{states.pop()}").get(self.lang, "")
        found = label and any(label in name.split() for name in self.heard)
        return resolved(label, self.countries) if found else None

    def read(self, paragraph: Sequence[Sentence]) -> None:
        """Take one paragraph in."""
        if not paragraph:
            return
        if not _goes_on_telling(paragraph[0]):
            self.context.here = self.context.section
        self.context.wider = self.context.land or self.context.wider
        self.context.within = None
        self.context.meaning = self.context.count = self.context.span = None
        said = self.context.when
        if said is not None and not self._is_news(said.end):
            self.context.since += _REACH
        if said is not None and said.is_until and said.start != said.end:
            self.context.since = _REACH + 1  # "since Wednesday" is said of its own paragraph
        spoken = [speakers(s) for s in paragraph]
        inherited = inherited_sources(paragraph, spoken)
        if paragraph[0].words[0] in BULLETS:
            inherited = [name or self.context.announced for name in inherited]
        else:
            self.context.announced = _announced(paragraph[-1], spoken[-1])
        for k, s in enumerate(paragraph):
            self._sentence(s, spoken[k], inherited[k])
        if len(paragraph) == 1 and _is_heading(paragraph[0], self.context.here):
            self.context.section = self.context.here

    def _sentence(self, s: Sentence, spoken: tuple[Speaker, ...], inherited: str | None) -> None:
        times = moments(s, self.published)
        self.unresolved |= any(moment.relative and not moment.resolved and moment.form != "vague" for moment in times)
        context = self.context
        context.item = s.words[0] in BULLETS or (context.item and not s.opens_paragraph)
        if s.words[0] in BULLETS and context.item_said:
            context.since = _REACH + 1  # the day of one item of a list is not that of the next
        found = self._counts(s, times)
        where = names(s, context.short)
        where = tuple(name for name in where if not any(sp.verb <= name.i < sp.i for sp in spoken if sp.verb))
        context.short.update((name.text, context.short.get(name.text, "")) for name in where if name.locative)
        context.short.update(short_forms(s, where))
        context.short.update((name.bare, name.text) for name in where if name.bare)
        lands = [name for name in where if is_country(name.text) and s.ending("place origin", name.i) is None]
        context.lands.update(name.text for name in lands)
        context.land = lands[0] if lands else context.land
        context.within = next((name.text for name in lands if name.locative), context.within)
        if context.lands:
            country = context.within or context.lands.most_common(1)[0][0]
            where = tuple(sorted((*where, *nation(s, country)), key=lambda name: name.i))
        said = self.context.when if self.context.since <= _REACH else None
        due = deadlines(s, times, found, said, self.published)
        for d in due:
            self._keep_deadline(s, d)
        found = [count for count in found if not any(d.i < count.j and count.i < d.j for d in due)]
        times = tuple(moment for moment in times if not any(d.i < moment.j and moment.i < d.j for d in due))
        self.heard.update(speaker.text for speaker in spoken)
        if not self.figures:
            self.opening.update(name.core or name.text for name in where)
        if found and not where and self.context.wider is not None and _divides(s, found):
            self.context.here = self.context.wider
        before = len(self.figures)
        if found:
            self._keep_figures(s, found, times, where, spoken, inherited)
        told = {figure.place.name for figure in self.figures[before:] if figure.place is not None}
        self._remember(s, times, where, spoken, divided=len(told) > _SEVERAL)

    def _counts(self, s: Sentence, times: tuple[Moment, ...]) -> list[Count]:
        self.context.disease |= is_about_disease(s)
        self.context.money |= named_money(s)
        if not s.hits.get("number") and not any(word[0].isdecimal() for word in s.words):
            return []
        dated = {k for moment in times for k in range(moment.i, moment.j) if not _is_duration(moment)}
        found: list[Number] = []
        for number in numbers(s, dated.__contains__):
            if isinstance(number, Refusal):
                self._refuse(s, number)
            else:
                found.append(number)
        return counts(s, found, self.context.count, disease=self.context.disease, money=self.context.money)

    def _refuse(self, s: Sentence, refusal: Refusal) -> None:
        span = Span(s.starts[refusal.i], s.ends[refusal.j - 1])
        self.lost.append(Lost(span, refusal.rule))
        if refusal.rule == "too_long":
            self.problems.append(
                Problem(
                    message=f"no number that can be read: {self.text[span.start : span.end][:40]}",
                    hint="Look at the document; if it is a figure, correct it by hand.",
                    document=self.document or None,
                    span=span,
                )
            )

    def _keep_deadline(self, s: Sentence, due: Due) -> None:
        span = Span(s.starts[due.i], s.ends[due.j - 1])
        self.deadlines.append(
            Deadline(
                document=self.document,
                span=span,
                text=self.text[span.start : span.end],
                date=due.day,
                action=due.action,
                actor=due.actor,
                demanded_by=due.demanded_by,
                rules=due.rules,
            )
        )

    def _keep_figures(
        self,
        s: Sentence,
        found: list[Count],
        times: tuple[Moment, ...],
        where: tuple[Name, ...],
        spoken: tuple[Speaker, ...],
        inherited: str | None,
    ) -> None:
        countries = {name.i for name in where if is_country(name.text)}
        what = meanings(s, found, self.context.meaning, countries)
        spans = [Span(s.begin("number", count.i), s.ends[count.j - 1]) for count in found]
        place: Name | None = None
        for k, (count, meaning) in enumerate(zip(found, what, strict=True)):
            sure, sure_rules = qualifier(s, count)
            anywhere = meaning.indicator in _NOT_THERE or _is_nation(s, count)
            near = None if anywhere or _is_too_many(count, self.context.here) else self.context.here
            enough = meaning.indicator == "other" and _SUFFICIENT in meaning.rules
            if not _is_said_again(s, found, k):
                nowhere = enough or _is_adjective(s, count)
                place = None if nowhere else place_of(s, where, found, k, near, meaning.indicator)
            source, source_rule = source_of(s, spoken, count, inherited, self.context.speaker)
            if place == near and not where and source_rule != "source.inherited":
                place = place_in(source) or place
            if place in where and is_another_division(source, place):
                source, source_rule = None, ""
            when, when_rule = self._when(s, times, found, k, meaning)
            unit = _unit(count, meaning)
            high = count.number.high
            self.figures.append(
                Figure(
                    document=self.document,
                    span=spans[k],
                    number=self.text[spans[k].start : spans[k].end],
                    value=quantity(_plain(count.number.value), unit),
                    high=None if high is None else quantity(_plain(high), unit),
                    qualifier=sure,
                    indicator=meaning.indicator,
                    measure=meaning.measure,
                    subject=count.called,
                    place=None if place is None else self._place(place),
                    when=when,
                    source=source,
                    part_of=self._whole(meaning.part_of, spans),
                    rules=_fired(count, sure_rules, meaning, when_rule, source_rule),
                )
            )
            self.lost.extend(Lost(spans[k], rule) for rule in meaning.lost)
        self.context.meaning, self.context.span = what[0], spans[0]
        self.context.count = next((c for c in reversed(found) if c.counts and not c.measured), self.context.count)

    def _place(self, name: Name) -> Place:
        return resolved(name.text, self.countries, name.kind, self.context.short.get(name.text, ""))

    def _whole(self, part_of: int | None, spans: list[Span]) -> Span | None:
        if part_of is None:
            return None
        return self.context.span if part_of == BEFORE_IT else spans[part_of]

    def _when(
        self, s: Sentence, times: tuple[Moment, ...], found: list[Count], k: int, meaning: Meaning
    ) -> tuple[Period | None, str]:
        """The period of number k: of its sentence, else of the one before where something happened then."""
        if meaning.indicator in _TIMELESS:
            return None, ""
        count = found[k]
        usable = [m for m in times if m.resolved and not (m.i < count.j and m.j > count.i)]
        usable = [m for m in usable if not (_is_of_saying(s, m) or _is_told_on(s, m))] or usable
        told = [m for m in usable if _opens_clause(s, m)]
        if own := [m for m in told if m.j <= count.i]:
            return period(s, replace(own[-1], role=""), times, self.published), own[-1].rule
        usable = [m for m in usable if m not in told]
        usable = [m for m in usable if not _is_compared(s, m) and not _is_of_compared(s, m, found, k)]
        if meaning.measure == Measure.STOCK:
            usable = [m for m in usable if not _is_of_another_clause(s, count, m)]
        if usable:
            best = _following(usable, found, k) or min(usable, key=lambda m: _away(s, m, count, found))
            return _as_total(s, period(s, best, times, self.published), found, k), best.rule
        context = self.context
        goes_on = context.since == 1 and s.at("source goes_on", 0) is not None
        # "In the past 24 hours 50 km were cut. Floods have destroyed 375 bridges across the country": in all this time.
        lately = context.when is not None and self._is_recent(context.when.start) and not s.hits.get("place nation")
        if goes_on or (lately and context.since <= _REACH and meaning.indicator not in _STANDING):
            return _as_total(s, context.when, found, k), "when.inherited"
        return None, ""

    def _is_news(self, day: date | None) -> bool:
        """Whether a text goes on about a day in its next paragraph, too."""
        return day is None or self.published is None or self.published - _NEWS <= day

    def _is_recent(self, day: date) -> bool:
        return self.published is None or self.published - _LATELY <= day <= self.published

    def _remember(
        self,
        s: Sentence,
        times: Sequence[Moment],
        where: Sequence[Name],
        spoken: tuple[Speaker, ...],
        *,
        divided: bool,
    ) -> None:
        context = self.context
        where = [name for name in where if not name.described]
        named = [name for name in where if name.locative] or where
        self.named.update(name.core or name.text for name in where)
        self.reportlike += len(s.hits.get("place report", ()))
        if named and divided:
            context.here = context.land
        elif named:
            context.here = listed(s, where, named[0])
            context.wider = next((name for name in named if is_large(name.text)), context.wider)
        context.speaker = next((sp.text for sp in reversed(spoken) if not sp.pronoun and not sp.local), context.speaker)
        known = [m for m in times if m.start and (self.published is None or m.start <= self.published)]
        known = [m for m in known if not _is_of_saying(s, m)]
        known = [m for m in known if not _is_of_saying(s, m)] or known
        if context.when is None and not known:
            self.undated = len(self.figures)
        context.since += 1
        if known:
            context.item_said = context.item
            context.when, context.since = period(s, known[-1], times, self.published), 0


# What the news are about.
_NEWS = timedelta(days=7)
# A day further back is a look back, not the day that the text goes on about.
_LATELY = timedelta(days=366)
# How many words of situation reports ("cluster", "update No.") make a text one.
_REPORT = 2
# How many places of one country make a text one on that country.
_SAME_COUNTRY = 2
# How many times as often as any other the country is named that a report is about.
_MAINLY = 2
# What is said to hold without a day.
_TIMELESS = frozenset({"distance", "duration"})
# In how many places the numbers of a sentence may be, for the next one to be about the first of them.
_SEVERAL = 2
# What is no nearer to the place of the sentence before than to any other.
_PLACELESS = frozenset({"duration", "price"})
# "In Amizmiz, 3,500 households live in tents. Partners require $45 million": for all that the appeal is about.
_NOT_THERE = _PLACELESS | {"funding_required", "funding_received", "funding_gap"}
# "Enough for 20,000 families": how far supplies go, not where anybody is.
_SUFFICIENT = "indicator.sufficient"
# What does not happen on a day, so that the day of the sentence before is not its own.
_STANDING = frozenset(
    {"population", "refugees", "supplies", "other", "price", "funding_required", "funding_received", "targeted"}
)
_REACH = 2


def _goes_on_telling(s: Sentence) -> bool:
    """وأضاف أن: a paragraph that opens with "and" and a verb of saying goes on with the one before."""
    verb = s.at("source verb", 0) if s.lang.and_prefix else None
    return verb is not None and verb.prefix.startswith(s.lang.and_prefix)


def _announced(s: Sentence, spoken: Sequence[Speaker]) -> str | None:
    """The ministry updated its figures: whoever is named in front of a list, by a sentence without a number."""
    if any(word[0].isdecimal() for word in s.words) and s.words[-1] != ":":
        return None
    return next((sp.text for sp in reversed(spoken) if not sp.pronoun and not sp.local), None)


def _is_heading(s: Sentence, place: Name | None) -> bool:
    """MYANMAR, on a line of its own: what follows is about that place, where it names no other."""
    return place is not None and " ".join(s.text[s.starts[0] : s.ends[-1]].split()).rstrip(" :") == place.text


def _fired(count: Count, sure: tuple[str, ...], meaning: Meaning, when: str, source: str) -> tuple[str, ...]:
    return (*count.number.rules, *count.rules, *sure, *meaning.rules, *filter(None, (when, source)))


def _following(times: Sequence[Moment], found: Sequence[Count], k: int) -> Moment | None:
    """Its own day, where each number is followed by one: 326 died as of 24 December, and 397 as of 27 December."""
    ends = [*(count.i for count in found[1:]), times[-1].j]
    own = [[m for m in times if count.j <= m.i < end] for count, end in zip(found, ends, strict=True)]
    return own[k][0] if len(found) > 1 and all(len(days) == 1 for days in own) and len(times) == len(found) else None


def _as_total(s: Sentence, when: Period | None, found: Sequence[Count], k: int) -> Period | None:
    """The death toll rose to 108 on Sunday: all until that day, and nothing that happened on it."""
    if when is None or when.is_until or when.start != when.end:
        return when
    count = found[k]
    before, after = found[k - 1].j if k else 0, found[k + 1].i if k + 1 < len(found) else len(s)
    cues = [(hit.end, count.i) for hit in s.within("when total", before, count.i) if hit.rule.says == "before"]
    cues += [(count.j, hit.start) for hit in s.within("when total", count.j, after) if hit.rule.says == "after"]
    is_until = any("," not in s.words[i:j] for i, j in cues)
    return replace(when, is_until=True) if is_until else when


def _is_of_saying(s: Sentence, moment: Moment) -> bool:
    """12 people died on Sunday, the police said on Monday: the day on which it was said."""
    said = next(filter(None, (s.ending("source verb", i) for i in (moment.i, moment.i - 1))), None)
    # "The route recorded 250,000 crossings in 2022": that is when it happened.
    return said is not None and not (moment.form == "year" and s.at("place records", said.start))


def _is_told_on(s: Sentence, moment: Moment) -> bool:
    """ذكرت المنظمة، اليوم الثلاثاء، أن: between who says it and what is said, where the verb stands first."""
    if s.lang.capitals:
        return False
    if not s.base and moment.i < _HEAD and s.words[moment.j : moment.j + 1] in (["/"], ["-"]):
        return True  # "كابول في 9 سبتمبر /وام/": the day of the dispatch
    said = moment.j + (s.words[moment.j : moment.j + 1] == [","])
    if s.at("source closes", said) is None and s.at("source boundary", said) is None:
        return False
    return any(True for _ in s.within("source verb", max(0, moment.i - _TELLING), moment.i))


# Tokens from a verb that stands first to the day on which it was said.
_TELLING = 16
# And from the head of a dispatch to its day.
_HEAD = 4


def _opens_clause(s: Sentence, moment: Moment) -> bool:
    """The worst since 2010, when 300,000 died: a time that only what follows is told of."""
    behind = moment.j + (s.words[moment.j : moment.j + 1] == [","])
    return moment.role == "since" and s.at("when clause", behind) is not None


def _is_duration(moment: Moment) -> bool:
    """The past three days: a time, and a figure too; but three days ago is a day."""
    return moment.form in ("past", "ahead", "vague") or (moment.form == "ago" and moment.role == "since")


def _is_compared(s: Sentence, moment: Moment) -> bool:
    """90 per cent more than last year, the worst since 1945: a time that the number is only measured against."""
    if s.ending("when baseline", moment.i) is not None or s.at("when baseline", moment.i) is not None:
        return True
    worst = next(s.within("when superlative", max(0, moment.i - _SUPERLATIVE), moment.i), None)
    return moment.role == "since" and worst is not None


def _is_of_compared(s: Sentence, moment: Moment, found: Sequence[Count], k: int) -> bool:
    """4.4 million are hungry, up from 739,000 in August: the time is that of the number behind "up from" only."""
    before = [n for n, count in enumerate(found) if count.j <= moment.i]
    if not before or before[-1] == k:
        return False
    return s.ending("when compared", s.back_over(found[before[-1]].i, "qualifier before")) is not None


# Tokens from "the worst" to the time since when it is.
_SUPERLATIVE = 12


def _is_of_another_clause(s: Sentence, count: Count, moment: Moment) -> bool:
    """140,000 live in camps after fleeing in 2012: when they fled is not when they were counted."""
    return any(s.at("indicator clause", k) is not None for k in range(count.j, moment.i))


def _away(s: Sentence, moment: Moment, count: Count, found: list[Count]) -> float:
    if moment.i >= count.j:
        # "Last updated Sunday, 122,000 have landed since January": since when says more than the day of the data.
        since = 4.0 if moment.role == "since" else 0.0
        return moment.i - count.j - since + 8.0 * len(from_to(found, count.j, moment.i))
    if moment.j == count.i - 1 and s.words[moment.j] == "(":
        return 0.0  # "2022 (248,000) and 2021 (133,000)"
    # "قالت الوكالة اليوم إن": the day on which it was said, and not that of what happened.
    said = 12.0 if next(s.within("source closes", moment.j, count.i), None) is not None else 0.0
    return 3.0 + 0.8 * (count.i - moment.j) + 1.0 * len(from_to(found, moment.j, count.i)) + said


def _is_adjective(s: Sentence, count: Count) -> bool:
    """The five-year average: a time that describes what is no event, and so is nowhere."""
    return count.measured and count.unit in _SPANS and s.words[count.number.j : count.number.j + 1] == ["-"]


_SPANS = frozenset({"day", "week", "month", "year", "decade"})


def _is_said_again(s: Sentence, found: Sequence[Count], k: int) -> bool:
    """730 km (450 miles) east of Bangui: the same length once more, and so of the same place."""
    if k == 0 or s.words[found[k].i - 1 : found[k].i] != ["("]:
        return False
    return found[k].measured and found[k - 1].measured and found[k - 1].j == found[k].i - 1


def _is_nation(s: Sentence, count: Count) -> bool:
    """Nine Pakistanis: where a people is, is not where the sentence before was."""
    first = count.called.split(" ", 1)[0]
    plural = s.lang.head == "last" and first.endswith("s")
    return demonym(count.called if not plural else first, s.lang.code) is not None


def _divides(s: Sentence, found: Sequence[Count]) -> bool:
    """Five counties and districts: more than the one that the text was about."""
    return any(
        count.counts == "places" and count.value > 1 and any(s.at("place division", k) for k in range(*count.noun))
        for count in found
    )


def _is_too_many(count: Count, place: Name | None) -> bool:
    """Nearly 2 million people have fled: not in the village of the sentence before."""
    if place is None or count.unit != "person" or count.value < _MULTITUDE:
        return False
    rows = candidates(place.text)
    most = max((row.population for row in rows), default=0)
    return bool(rows) and not any(row.kind in LARGE for row in rows) and count.value > 2 * most


# Persons that only a large place has: from here on it is asked how many live there.
_MULTITUDE = 500_000


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _unit(count: Count, meaning: Meaning) -> str:
    if not count.measured and (not count.counts or count.counts == "same") and meaning.person:
        return "person"
    return count.unit
