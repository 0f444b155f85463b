"""As of when: the dates and relative dates of a sentence, resolved against the day the document was published.

Never against today. A document without a date keeps its relative dates unresolved. Weeks run from Monday to Sunday
(ISO 8601); early, mid and late are the first, second and last third of a month.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from sitrep.extract.words import Hit, Sentence
from sitrep.languages import Rule, load
from sitrep.model import Period


class Moment(Struct, frozen=True):
    """A time expression in tokens i to j (excluded) of a sentence."""

    i: int
    j: int
    start: date | None
    end: date | None
    rule: str
    role: str = ""
    """since | until | as_of | before | after, from the word in front of it."""
    form: str = ""
    """What kind of expression it is, such as date, month, year, weekday, span."""
    relative: bool = False

    @property
    def resolved(self) -> bool:
        """Whether it could be tied to days."""
        return self.start is not None


def moments(s: Sentence, published: date | None) -> tuple[Moment, ...]:
    """The time expressions of a sentence, in order, never overlapping."""
    found: list[Moment] = []
    i = 0
    published = _dated(s, published)
    dates, prefixed = s.lang.dates, bool(s.lang.prefixes)
    for k, word in enumerate(s.words):
        if k < i or not (prefixed or word in dates or word[0].isdecimal()):
            continue
        moment = _moment_at(s, k, published)
        if moment is not None:
            found.append(moment)
            i = moment.j
    return tuple(_with_roles(s, _joined_ranges(s, found), published))


def _dated(s: Sentence, published: date | None) -> date | None:
    """The day that days and months without a year are read against: 2004: el 26 de diciembre, in a chronicle."""
    if len(s) < 2 or s.words[1] != ":" or not _YEAR.fullmatch(s.words[0]):
        return published
    end = date(int(s.words[0]), 12, 31)
    return end if published is None or end < published else published


_YEAR = re.compile(r"(?:19|20)\d\d")


def _moment_at(s: Sentence, i: int, published: date | None) -> Moment | None:
    word = s.words[i]
    patterns: Sequence[tuple[re.Pattern[str], Rule]] | None
    patterns = s.lang.dates.get("0" if word[0].isdecimal() else word)
    if patterns is None and s.lang.prefixes and not word[0].isdecimal():
        patterns = _prefixed(s, word)
    glued = s.words[i - 1] if word[0].isdecimal() and i and s.joined(i) else ""
    if patterns is None or (glued.isalpha() and glued not in s.lang.prefixes):
        return None
    best: Moment | None = None
    offset = s.starts[i] - s.base
    for pattern, rule in patterns:
        shift = len(word) - len(_bare(word, s.lang.code)) if s.lang.prefixes and not word[0].isdecimal() else 0
        match = pattern.match(s.low, offset + shift if shift and not pattern.match(s.low, offset) else offset)
        if match is None:
            continue
        j = _token_after(s, i, match.end() + s.base)
        if j <= i or (best is not None and j <= best.j):
            continue
        moment = _resolve(s, i, j, match, rule, published)
        if moment is not None and not (moment.form == "year" and _counts(s, i, j)):
            best = moment
    return best


def _counts(s: Sentence, i: int, j: int) -> bool:
    """Whether what looks like a year counts: "more than 2000 people", but not "in 2000 people fled"."""
    if s.at("unit noun", j) is None and s.at("unit", j) is None:
        return False
    of = s.at("number", i) if j - i > 1 else s.ending("number", i)
    # "Aux besoins de 2000 familles".
    of_them = of is not None and of.rule.kind == "of" and of.end >= j - 1
    return of_them or s.ending("qualifier before", i) is not None or s.ending("not_number year_before", i) is None


@lru_cache(maxsize=65536)
def _bare(word: str, code: str) -> str:
    lang = load(code)
    for prefix in reversed(lang.prefixes):
        if word.startswith(prefix) and word[len(prefix) :] in lang.dates:
            return word[len(prefix) :]
    return word


def _prefixed(s: Sentence, word: str) -> Sequence[tuple[re.Pattern[str], Rule]] | None:
    bare = _bare(word, s.lang.code)
    return s.lang.dates.get(bare) if bare != word else None


def _token_after(s: Sentence, i: int, end: int) -> int:
    j = i
    while j < len(s) and s.starts[j] < end:
        j += 1
    if j > i and s.ends[j - 1] != end:
        return i  # the match ended inside a token
    return j


# ---------------------------------------------------------------- what a form means


def _resolve(s: Sentence, i: int, j: int, match: re.Match[str], rule: Rule, published: date | None) -> Moment | None:
    # A line may end within a phrase: "at the\nend of February".
    groups = {name: " ".join(text.split()) for name, text in match.groupdict().items() if text}
    form = rule.says
    dated = form in ("date", "range", "numeric", "part", "first", "week")
    relative = not dated or ("y" not in groups and "y2" not in groups)
    if relative and published is None and form != "vague":
        if form in ("date", "range", "part", "numeric") and not _day_fits(groups):
            return None
        return Moment(i, j, None, None, f"when.{rule.id}", form=form, relative=True)
    try:
        days = _FORMS[form](s, groups, rule, published)
    except (ValueError, OverflowError):
        return None
    if days is None and form != "vague":
        return None
    start, end = days or (None, None)
    return Moment(i, j, start, end, f"when.{rule.id}", form=_grain(form, groups), relative=relative)


def _grain(form: str, groups: dict[str, str]) -> str:
    if form == "date":
        return "date" if "d" in groups else "month" if "month" in groups else "year"
    return form


def _day_fits(groups: dict[str, str]) -> bool:
    day = groups.get("d", "1")
    return not day.isdecimal() or 1 <= int(day) <= 31


Days = tuple[date, date]


def _date(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    if "month" not in g:
        return _year(int(g["y"]))
    month = s.lang.months[g["month"]]
    year = _year_of(g.get("y"))
    if "d" in g:
        # "السابع من أكتوبر": the day in words.
        day = int(g["d"]) if g["d"].isdecimal() else int(rule.values[g["d"]])
        if year is None:
            assert published is not None
            return _once(_said(g, published, _nearest(published, month, day)))
        return _once(date(year, month, day))
    if year is None:
        assert published is not None
        year = published.year - (month > published.month)
    return _month(year, month)


def _said(g: dict[str, str], published: date, day: date) -> date:
    """The day as "last" or "next" behind it moves it."""
    if "next" in g and day < published:
        return ahead(day, "year", 1)
    return ahead(day, "year", -1) if "last" in g and day > published else day


def _range(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    """7 to 11 June; 28 January - 3 February 2020; March 2011 and March 2021."""
    m2 = s.lang.months[g["month2"]] if "month2" in g else s.lang.months[g["month"]]
    m1 = s.lang.months[g["month"]] if "month" in g else m2
    y2 = _year_of(g.get("y2") or g.get("y"))
    if y2 is None:
        assert published is not None
        y2 = _nearest(published, m2, int(g.get("d2", "1"))).year
    y1 = _year_of(g.get("y")) or (y2 - 1 if m1 > m2 else y2)
    if "d" in g and "d2" in g:
        return _ordered(date(y1, m1, int(g["d"])), date(y2, m2, int(g["d2"])))
    return _ordered(_month(y1, m1)[0], _month(y2, m2)[1])


def _numeric(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    year = _year_of(g.get("y"))
    if year is None:
        return None
    return _once(date(year, int(g["m"]), int(g["d"])))


def _weekday(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    assert published is not None
    wanted = s.lang.weekdays[g["weekday"]]
    back = (published.isoweekday() - wanted) % 7
    if "next" in g:
        return _once(published + timedelta(days=(wanted - published.isoweekday()) % 7 or 7))
    if "last" in g and back == 0:
        back = 7
    return _once(published - timedelta(days=back))


def _offset(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    assert published is not None
    word = next(iter(phrase for phrase in (match_word(s, g),) if phrase), "")
    return _once(published + timedelta(days=int(rule.values.get(word, 0))))


def match_word(s: Sentence, g: dict[str, str]) -> str:
    """The word itself, as the rule's values have it."""
    return g["word"]


def _unit(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    """Last week, this month, next year: whole calendar units; the current one up to the day of publication."""
    assert published is not None
    unit = _unit_name(rule, g["unit"])
    which = -1 if "last" in g else 1 if "next" in g else 0
    start, end = _calendar_unit(published, unit, which)
    return (start, min(end, published)) if which == 0 else (start, end)


def _past(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    """The past three days, the last two weeks: up to the day of publication."""
    assert published is not None
    return _back(published, _unit_name(rule, g["unit"]), _count(s, g.get("n"), rule)), published


def _ahead(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    """Within 48 hours, over the next three months."""
    assert published is not None
    return published, ahead(published, _unit_name(rule, g["unit"]), _count(s, g.get("n"), rule))


def _week(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    """Epidemiological week 30 of 2019; without a year, the last week of that number."""
    year = _year_of(g.get("y"))
    if year is None:
        assert published is not None
        year = published.year - (date.fromisocalendar(published.year, int(g["n"]), 1) > published)
    monday = date.fromisocalendar(year, int(g["n"]), 1)
    return monday, monday + timedelta(days=6)


def _first(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    """The first five months of the year: from its first day on."""
    year = _year_of(g.get("y"))
    if year is None:
        assert published is not None
        year = published.year - ("last" in g)
    begin = date(year, 1, 1)
    return begin, ahead(begin, _unit_name(rule, g["unit"]), _count(s, g.get("n"), rule)) - timedelta(days=1)


def _ago(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    assert published is not None
    return _once(_back(published, _unit_name(rule, g["unit"]), _count(s, g.get("n"), rule)))


def _part(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    """Early March, mid-2019, the end of the year, the last week of May."""
    which = str(next(value for word, value in rule.values.items() if word == g["part"]))
    if "month" in g:
        month = s.lang.months[g["month"]]
        year = _year_of(g.get("y"))
        if year is None:
            assert published is not None
            year = _year_of_month(published, month) if which == "end" else published.year - (month > published.month)
        return _part_of_month(year, month, which)
    if "y" in g:
        return _part_of_year(int(g["y"]), which)
    assert published is not None
    unit = _unit_name(rule, g["unit"]) if "unit" in g else "month"
    step = -1 if "last" in g else 1 if "next" in g else 0
    start, end = _calendar_unit(published, unit, step)
    if unit == "year":
        return _part_of_year(start.year, which)
    if unit == "month":
        return _part_of_month(start.year, start.month, which)
    return {"end": (end, end), "start": (start, start)}.get(which, (start, end))


def _vague(s: Sentence, g: dict[str, str], rule: Rule, published: date | None) -> Days | None:
    return None


_FORMS = {
    "date": _date,
    "range": _range,
    "numeric": _numeric,
    "weekday": _weekday,
    "offset": _offset,
    "unit": _unit,
    "past": _past,
    "ahead": _ahead,
    "ago": _ago,
    "first": _first,
    "week": _week,
    "part": _part,
    "vague": _vague,
}


def _once(day: date) -> Days:
    return day, day


def _ordered(first: date, last: date) -> Days | None:
    return (first, last) if first <= last else None


def _year_of(written: str | None) -> int | None:
    if written is None:
        return None
    year = int(written)
    return year if year >= 100 else 2000 + year


def _year(year: int) -> Days | None:
    return (date(year, 1, 1), date(year, 12, 31)) if MINYEAR <= year <= MAXYEAR else None


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _nearest(published: date, month: int, day: int) -> date:
    """The day and month in the year that brings it closest to publication."""
    near = [year for year in (published.year - 1, published.year, published.year + 1) if _exists(year, month, day)]
    if not near:
        raise ValueError("no such day")
    return min((date(year, month, day) for year in near), key=lambda d: (abs((d - published).days), d))


# "By the end of March", written in February, is the March to come; "in December" is the one gone by.
_MONTHS_AHEAD = 2


def _year_of_month(published: date, month: int) -> int:
    """The year that a month without one belongs to: the last such month, or one that is about to come."""
    to_come = (month - published.month) % 12
    back = published.year - (month > published.month)
    return back + 1 if 0 < to_come <= _MONTHS_AHEAD else back


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= calendar.monthrange(year, month)[1]


def _count(s: Sentence, written: str | None, rule: Rule) -> int:
    """How many units: as written, or as the rule has it for a dual (يومين)."""
    if written is None:
        return int(rule.values.get("n", 1))
    if written.isdecimal():
        return int(written)
    # "Forty-eight": small numbers only, so that their words add.
    words = (s.lang.entries.get(word) for word in re.split(r"[- ]", written))
    entries = (entry for known in words if known is not None for entry in known.alone)
    values = (entry.value for entry in entries if entry.section == "number")
    return int(sum(value for value in values if isinstance(value, int | float))) or 1


def _unit_name(rule: Rule, written: str) -> str:
    return str(rule.values[written])


def _calendar_unit(day: date, unit: str, step: int) -> Days:
    if unit == "day":
        return _once(day + timedelta(days=step))
    if unit == "week":
        monday = day - timedelta(days=day.isoweekday() - 1) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        saturday = day - timedelta(days=day.isoweekday() - 6) + timedelta(weeks=step)
        if step == 0 and saturday > day:
            saturday -= timedelta(weeks=1)
        return saturday, saturday + timedelta(days=1)
    if unit == "month":
        index = day.year * 12 + day.month - 1 + step
        return _month(index // 12, index % 12 + 1)
    return date(day.year + step, 1, 1), date(day.year + step, 12, 31)


def _back(day: date, unit: str, count: int) -> date:
    return ahead(day, unit, -count)


def ahead(day: date, unit: str, count: int) -> date:
    """The day `count` units on; a month that has no such day gives its last one (31 January + 1 month: 29 February)."""
    if unit == "hour":
        return day + timedelta(hours=count) if count < 24 else day + timedelta(days=-(-count // 24))
    if unit in ("day", "week", "weekend"):
        return day + timedelta(days=count * (1 if unit == "day" else 7))
    months = count * {"month": 1, "year": 12, "decade": 120}[unit]
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _part_of_month(year: int, month: int, which: str) -> Days:
    first, last = _month(year, month)
    return {
        "early": (first, first.replace(day=10)),
        "start": (first, first),
        "mid": (first.replace(day=11), first.replace(day=20)),
        "late": (first.replace(day=21), last),
        "end": (last, last),
        "last_week": (last - timedelta(days=6), last),
        "first_week": (first, first.replace(day=7)),
        "first_half": (first, first.replace(day=15)),
        "second_half": (first.replace(day=16), last),
    }[which]


def _part_of_year(year: int, which: str) -> Days:
    return {
        "early": (date(year, 1, 1), date(year, 4, 30)),
        "start": (date(year, 1, 1), date(year, 1, 1)),
        "mid": (date(year, 5, 1), date(year, 8, 31)),
        "late": (date(year, 9, 1), date(year, 12, 31)),
        "end": (date(year, 12, 31), date(year, 12, 31)),
        "last_week": (date(year, 12, 25), date(year, 12, 31)),
        "first_week": (date(year, 1, 1), date(year, 1, 7)),
        "first_half": (date(year, 1, 1), date(year, 6, 30)),
        "second_half": (date(year, 7, 1), date(year, 12, 31)),
        "first_quarter": (date(year, 1, 1), date(year, 3, 31)),
        "second_quarter": (date(year, 4, 1), date(year, 6, 30)),
        "third_quarter": (date(year, 7, 1), date(year, 9, 30)),
        "fourth_quarter": (date(year, 10, 1), date(year, 12, 31)),
    }[which]


# ---------------------------------------------------------------- what stands around it


def _ordered_months(one: Moment, two: Moment) -> Moment:
    """Between October and December, said in October: the December to come."""
    if one.start is None or two.start is None or two.end is None or not (one.relative and two.relative):
        return two
    if one.form == two.form == "month" and two.end < one.start:
        return replace(two, start=ahead(two.start, "year", 1), end=ahead(two.end, "year", 1))
    return two


def _joined_ranges(s: Sentence, found: list[Moment]) -> Iterator[Moment]:
    """From X to Y, between X and Y: two expressions with only a joining word between them become one."""
    k = 0
    while k < len(found):
        one = found[k]
        if k + 1 < len(found):
            two = _ordered_months(one, found[k + 1])
            opened = s.ending("when opens_range", one.i)
            joint = s.at("when joins_range", one.j + (opened is not None and s.words[one.j : one.j + 1] == [","]))
            linked = joint is not None and joint.end == two.i
            years = one.form == two.form == "year" and one.end and two.start and (two.start - one.end).days == 1
            parts = one.form == two.form == "part"
            if linked and joint and (opened is not None or joint.rule.says == "always" or years or parts):
                if one.start and two.end and one.start <= two.end:
                    yield replace(one, j=two.j, end=two.end, form="span", role="span")
                    k += 2
                    continue
        yield one
        k += 1


def _with_roles(s: Sentence, found: Iterator[Moment], published: date | None) -> Iterator[Moment]:
    last = 0
    for moment in found:
        role = (_role(s, moment.i) or _since_what(s, moment, last) or _at_hour(s, moment)) if not moment.role else None
        last = moment.j
        yield replace(moment, role=role.rule.says) if role is not None else moment


def _role(s: Sentence, i: int) -> Hit | None:
    """Since May, since the May takeover."""
    article = s.at("number", i - 1) if i > 1 else None
    past = article is not None and article.rule.kind == "determiner"
    return s.ending("when role", i) or (s.ending("when role", i - 1) if past else None)


def _since_what(s: Sentence, moment: Moment, start: int) -> Hit | None:
    """Since fighting began on 15 April, since the vote in May: what began stands between the word and its day."""
    on = s.ending("when on", moment.i) or s.at("when on", moment.i)
    lane = "when role"
    if on is None and (on := s.ending("when preposition", moment.i)) is not None:
        lane = "when since"
    if on is None and not (moment.form == "part" and any(w in s.lang.months for w in s.words[moment.i : moment.j])):
        return None
    begin, reach = (on.start, _BEGAN) if on is not None else (moment.i, _BEGAN + 2)
    said = [hit for hit in s.within(lane, max(start, begin - reach), begin) if hit.rule.says == "since"]
    if not said or any(s.words[k] in ",;:" or s.words[k][0].isdecimal() for k in range(said[-1].end, begin)):
        return None
    return said[-1]


def _at_hour(s: Sentence, moment: Moment) -> Hit | None:
    """As of 10 a.m. on 9 September: the hour stands between the word and its day."""
    hour = s.ending("when hour", moment.i)
    if hour is None:
        return None
    i = hour.start
    while i > 0 and (s.words[i - 1].isdecimal() or s.words[i - 1] in ".:"):
        i -= 1
    role = s.ending("when role", i)
    return role if role is not None and role.rule.says == "as_of" else None


# Tokens between "since" and the "on" of its day.
_BEGAN = 8


def _is_planned(s: Sentence, moment: Moment) -> bool:
    """Likely to be in need between November 2019 and March 2020: a plan is not cut short at the day it is written."""
    named = any(word in s.lang.months for word in s.words[moment.i : moment.j])
    return named and moment.form in ("range", "span") and _is_forecast(s)


def _is_to_come(s: Sentence, moment: Moment) -> bool:
    """Whether a time without a year, up to which something is expected, lies ahead."""
    if not moment.relative or moment.role not in ("as_of", "until") or moment.form not in ("month", "part", "date"):
        return False
    return _is_forecast(s)


def _is_next(s: Sentence, moment: Moment, published: date) -> bool:
    """Whether a month without a year is one of the next, where something is planned: will reach 900 people in July."""
    if moment.start is None or moment.form != "month" or not moment.relative:
        return False
    return _is_forecast(s) and 0 < _months_between(published, ahead(moment.start, "year", 1)) <= _MONTHS_AHEAD


def _months_between(first: date, second: date) -> int:
    """How many months the second is later."""
    return 12 * (second.year - first.year) + second.month - first.month


def _is_forecast(s: Sentence) -> bool:
    return any(True for _ in s.within("when future", 0, len(s)))


def period(s: Sentence, moment: Moment, times: Sequence[Moment], published: date | None) -> Period | None:
    """The period that a moment gives a figure: "since" runs to the as-of date, and nothing runs beyond publication."""
    if moment.start is None:
        return None
    start, end = moment.start, moment.end
    if end is not None and published is not None and end < published and _is_to_come(s, moment):
        # "860,000 people may flee by October", written in May.
        start, end = ahead(start, "year", 1), ahead(end, "year", 1)
    elif end is not None and published is not None and end < published and _is_next(s, moment, published):
        start, end = ahead(start, "year", 1), ahead(end, "year", 1)
    if moment.role == "since" and moment.relative and published is not None and start > published:
        start = ahead(start, "year", -1)  # "since 1 January", said in September
    text = s.slice(moment.i, moment.j)
    since = next((m for m in times if m.role == "since" and m.start), None)
    until = next((m for m in times if m.role == "as_of" and m.end), None)
    if since and until and moment in (since, until) and since.start and until.end and since.start < until.end:
        return Period(start=since.start, end=until.end, text=text, is_until=True)
    if moment.role == "since" and moment.form not in ("range", "past"):
        return Period(start=start, end=max(published, start) if published else None, text=text, is_until=True)
    if moment.role in ("as_of", "until") and published is not None and end is not None and start > published:
        # "Half a million more will need food by the end of the year."
        return Period(start=published, end=end, text=text)
    goes_on = moment.form == "year" and published is not None and end is not None and start <= published < end
    # "According to the 2023 overview", said in October, is no word on December.
    if moment.role in ("as_of", "until") and not goes_on:
        assert end is not None
        return Period(start=start if moment.form == "span" else end, end=end, text=text, is_until=True)
    if published is not None and end is not None and start <= published < end and not _is_planned(s, moment):
        end = published
    return Period(start=start, end=end, text=text)
