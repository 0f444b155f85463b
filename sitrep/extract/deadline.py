"""By when must who do what: ultimatums, mandates, truces, permissions, funding windows.

A time expression is a deadline where a word such as "by" or "expires" stands before it and somebody must, should or
wants to act. It resolves forward from the day of publication: "by Friday" is the next Friday, "by the end of the
month" the last day of that month. What cannot be resolved is said, never guessed.
"""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from sitrep.extract.unit import Count
from sitrep.extract.when import Moment, ahead
from sitrep.extract.words import Hit, Sentence
from sitrep.model import Period

# A day further back than this is no longer the day on which a span begins.
_RECENT = 7
# Between "gave" and the span stands whom it was given to, in at most this many words.
_OBJECT = 6
# Days in which a month without a year is the one gone by.
_JUST_PAST = 120
# A demand stands within this many tokens of its time.
_FAR = 60
# Between "expires" and "on" stands what does, where the verb comes first.
_SUBJECT = 10


class Due(Struct, frozen=True):
    """A deadline in tokens i to j (excluded) of a sentence."""

    i: int
    j: int
    day: date | None
    action: str
    actor: str | None
    rules: tuple[str, ...]


def deadlines(
    s: Sentence, times: Sequence[Moment], found: Sequence[Count], before: Period | None, published: date | None
) -> tuple[Due, ...]:
    """The deadlines of a sentence, in order. before: the last period named, from which a span may be counted."""
    out = [due for moment in times if (due := _at_moment(s, moment, published)) is not None]
    said = _said_on(times, before, published)
    out += [due for count in found if (due := _after_span(s, count, said)) is not None and not _overlaps(due, out)]
    out += [due for due in _unresolved(s) if not _overlaps(due, out)]
    return tuple(sorted(out, key=lambda due: due.i))


def _overlaps(due: Due, others: Sequence[Due]) -> bool:
    return any(due.i < other.j and other.i < due.j for other in others)


# ---------------------------------------------------------------- a date


def _at_moment(s: Sentence, moment: Moment, published: date | None) -> Due | None:
    i = moment.i
    ends = s.ending("deadline ends", i) or _ends_apart(s, moment)
    cue = ends or s.ending("deadline cue", i)
    article = s.at("number", i - 1) if i else None
    if cue is None and article is not None and article.rule.kind == "determiner":
        ends = s.ending("deadline ends", i - 1)
        cue = ends or s.ending("deadline cue", i - 1)
    if cue is None or s.ending("deadline never", moment.i) is not None or _is_forecast(s, cue) or not _fits(s, cue):
        return None
    must = _must(s, cue)
    if ends is None and must is None:
        return None
    day = _due_day(moment, published)
    if day is None and published is not None:
        return None
    if day is not None and published is not None and day < published:
        return None
    rules = tuple(f"deadline.{hit.rule.id}" for hit in (cue, must) if hit is not None)
    return Due(moment.i, moment.j, day, _action(s, must, cue), _actor(s, must), (*rules, moment.rule))


def _ends_apart(s: Sentence, moment: Moment) -> Hit | None:
    """ينتهي العمل بالقرار في 10 يناير: the subject stands between the verb and its date."""
    found = list(s.within("deadline ends_apart", max(0, moment.i - _SUBJECT), moment.i))
    return found[-1] if found and s.ending("deadline on", moment.i) is not None else None


def _is_forecast(s: Sentence, cue: Hit) -> bool:
    """The dry spell is expected to last until May; the clinic was open until Friday: nobody must act.

    A truce that will last until May does end then.
    """
    return s.ending("deadline lasts", cue.start) is not None and not _is_about(s, cue, "ends")


def _fits(s: Sentence, cue: Hit) -> bool:
    """A truce ends on a day and a vote is moved to one; an election that ends and a road to Aleppo are no deadlines."""
    return cue.rule.says in ("", "by") or _is_about(s, cue, cue.rule.says)


def _is_about(s: Sentence, cue: Hit, what: str) -> bool:
    """Whether something that ends, or a word that moves a date, stands before the cue."""
    before = s.within("deadline must", max(0, cue.start - _FAR), cue.end)
    return any(what in hit.rule.says.split() for hit in before)


def _due_day(moment: Moment, published: date | None) -> date | None:
    """The last day of the time named, counted forward from publication."""
    if moment.start is None or moment.end is None:
        return None
    end = moment.end
    if moment.form == "part" and (moment.start.day, end.day) == (11, 20):
        # "By mid-March": the fifteenth.
        end = end.replace(day=15)
    if not moment.relative or published is None or end >= published:
        return end
    if moment.form == "weekday":
        return end + timedelta(days=7)
    if moment.form == "unit" and end - moment.start == timedelta(days=1):
        # "By the weekend", said on a weekday: the Saturday to come.
        return moment.start + timedelta(days=7)
    if (published - end).days < _JUST_PAST:
        # "By the end of July, a third had been paid", written in August: gone by, not to come in a year.
        return end
    if moment.form == "month":
        return _month_end(end.year + 1, end.month)
    if moment.form == "part":
        is_last = end == _month_end(end.year, end.month)
        return _month_end(end.year + 1, end.month) if is_last else ahead(end, "year", 1)
    return end


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


# ---------------------------------------------------------------- a span


def _said_on(times: Sequence[Moment], before: Period | None, published: date | None) -> date | None:
    """The day from which "72 hours" are counted: the one the sentence or the one before names, else publication."""
    days = [m.start for m in times if m.start and m.start == m.end]
    if before is not None and before.start == before.end:
        days.append(before.start)
    near = [day for day in days if published is not None and published - timedelta(days=_RECENT) <= day <= published]
    return near[0] if near else published


def _after_span(s: Sentence, count: Count, said: date | None) -> Due | None:
    """Within 48 hours, extended for another six months, given 72 hours to leave."""
    if count.unit not in ("hour", "day", "week", "month", "year") or count.number.kind not in ("exact", "about"):
        return None
    ends = _cue_before(s, "deadline span_ends", count.i) or _given(s, count)
    cue = ends or _cue_before(s, "deadline span", count.i)
    if cue is None or _date_follows(s, count):
        return None
    must = _must(s, cue)
    if ends is None and must is None:
        return None
    day = ahead(said, count.unit, int(count.value)) if said is not None else None
    rules = tuple(f"deadline.{hit.rule.id}" for hit in (cue, must) if hit is not None)
    return Due(count.i, count.j, day, _action(s, must, cue), _actor(s, must), rules)


def _cue_before(s: Sentence, lane: str, i: int) -> Hit | None:
    """The cue that ends at token i, past words that may stand between: "extended for a further six months"."""
    while True:
        hit = s.ending(lane, i)
        between = s.ending("qualifier between", i)
        if hit is not None or between is None:
            return hit
        i = between.start


def _given(s: Sentence, count: Count) -> Hit | None:
    """The army gave residents 72 hours to leave."""
    behind = s.at("deadline to", count.j)
    if behind is None:
        return None
    return next((hit for hit in s.within("deadline give", max(0, count.i - _OBJECT), count.i)), None)


def _date_follows(s: Sentence, count: Count) -> bool:
    """Extended by six months until 10 July: the date is the deadline."""
    if s.at("deadline ends", count.j) is not None:
        return True
    comma = count.j < len(s) and s.words[count.j] == ","
    cue = s.at("deadline cue", count.j + comma)
    return (
        cue is not None and cue.end < len(s) and (s.words[cue.end][0].isdecimal() or s.words[cue.end] in s.lang.months)
    )


def _unresolved(s: Sentence) -> list[Due]:
    """Before Ramadan, until the end of the rainy season: a deadline that no calendar here resolves."""
    out = []
    for hit in s.hits.get("deadline feast", {}).values():
        cue = s.ending("deadline cue", hit.start)
        if cue is None or (must := _must(s, cue)) is None:
            continue
        rules = (f"deadline.{hit.rule.id}", f"deadline.{cue.rule.id}", f"deadline.{must.rule.id}")
        out.append(Due(hit.start, hit.end, None, _action(s, must, cue), _actor(s, must), rules))
    return out


# ---------------------------------------------------------------- who must do what


def _must(s: Sentence, cue: Hit) -> Hit | None:
    """The word that makes it a demand, a duty or an intention: the nearest one before, else the first one behind."""
    nearest: Hit | None = None
    for hit in s.within("deadline must", max(0, cue.start - _FAR), cue.start):
        nearest = hit
    if nearest is not None and not _parted(s, nearest.end, cue.start):
        return nearest
    return next(s.within("deadline must", cue.end, min(len(s), cue.end + 16)), None)


def _parted(s: Sentence, i: int, j: int) -> bool:
    """Whether another clause begins between: "aid for people who may flee by October"."""
    return ";" in s.words[i:j] or any(s.at("source relative", k) is not None for k in range(i, j))


def _action(s: Sentence, must: Hit | None, cue: Hit) -> str:
    """A few words on what is due: the clause before the time, else what follows the demand behind it."""
    if must is not None and must.start > cue.start:
        end = must.end
        while end < len(s) and end - must.end < 8 and s.words[end] not in ".;,":
            end += 1
        return s.slice(must.start, end)
    start = cue.start
    while start > 0 and cue.start - start < _CLAUSE and s.words[start - 1] not in _PARTING:
        start -= 1
    if start > 0 and s.words[start - 1] not in _PARTING and must is not None:
        start = max(must.start, start)
    while start > 0 and s.joined(start) and s.words[start][0].isdecimal():
        start -= 1  # never from the middle of a number
    while start < cue.start and not s.words[start][0].isalnum():
        start += 1
    return s.slice(start, cue.start) or s.slice(cue.start, cue.end)


# What parts a clause from the one before, and how many words of it are enough to know what is due.
_PARTING = frozenset(';:.!?"()')
_CLAUSE = 14


def _actor(s: Sentence, must: Hit | None) -> str | None:
    """Who must act: the subject right before the demand, where it is a name."""
    if must is None:
        return None
    i = must.start
    while i > 0 and must.start - i < 6 and s.words[i - 1][0].isalpha() and s.at("source boundary", i - 1) is None:
        i -= 1
    if i == must.start or not any(s.is_capital(k) for k in range(i, must.start)):
        return None
    return s.slice(i, must.start)
