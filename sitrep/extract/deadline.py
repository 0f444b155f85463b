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
    demanded_by: str | None
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
    if must is not None and must.start > cue.start and s.words[moment.j : moment.j + 2] == ["'", "s"]:
        return None  # "They left before Saturday's deadline": said of one that was set before
    day = _due_day(moment, published)
    if day is None and published is not None:
        return None
    if day is not None and published is not None and day < published:
        return None
    rules = tuple(f"deadline.{hit.rule.id}" for hit in (cue, must) if hit is not None)
    return _due(s, must, cue, moment.i, moment.j, day, (*rules, moment.rule))


def _due(s: Sentence, must: Hit | None, cue: Hit, i: int, j: int, day: date | None, rules: tuple[str, ...]) -> Due:
    terms = _terms(s, must, cue, i, j)
    return Due(i, j, day, terms.action, terms.actor, terms.demanded_by, rules)


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
    try:
        day = ahead(said, count.unit, int(count.value)) if said is not None else None
    except (ValueError, OverflowError):
        return None  # "within 99999999 days": no calendar has that day
    rules = tuple(f"deadline.{hit.rule.id}" for hit in (cue, must) if hit is not None)
    return _due(s, must, cue, count.i, count.j, day, rules)


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
        out.append(_due(s, must, cue, hit.start, hit.end, None, rules))
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


class _Terms(Struct, frozen=True):
    action: str
    actor: str | None = None
    demanded_by: str | None = None


def _terms(s: Sentence, must: Hit | None, cue: Hit, begin: int, after: int) -> _Terms:
    """What is due, who must do it and who wants it. begin, after: the tokens of the time itself."""
    given = _given_terms(s, cue, begin, after)
    if given is not None:
        return given
    if must is None or must.start > cue.start or "ends" in must.rule.says.split():
        return _Terms(_action(s, must, cue))
    demand = _demand(s, must, cue)
    if demand is not None:
        return _demanded(s, demand, must, cue)
    actor = _subject(s, s.back_over(must.start, "deadline must"))
    said = s.ending("source verb", s.back_over(actor[0], "source that")) if actor else None
    if actor is None or said is None:
        return _Terms(_action(s, must, cue), _text(s, actor))
    # "Turkey said Syrian forces must leave": Turkey wants it.
    return _Terms(s.slice(actor[0], cue.start), _text(s, actor), _text(s, _subject(s, said.start)))


def _given_terms(s: Sentence, cue: Hit, begin: int, after: int) -> _Terms | None:
    """The army gave residents until Friday to leave; they have two days to leave."""
    to = s.at("deadline to", after)
    if to is None:
        return None
    gives = [hit for hit in s.within("deadline give", max(0, begin - _SUBJECT), begin) if hit.end <= begin]
    # Where names are no capitals the deed itself opens the clause: لمغادرة المدينة.
    if not gives or (action := _clause(s, to.end if s.lang.capitals else to.start)) == "":
        return None
    give = next((hit for hit in gives if s.at("deadline demand", hit.start) is not None), gives[0])
    subject = _text(s, _subject(s, s.back_over(give.start, "deadline passive", "deadline auxiliary")))
    end = cue.start if give.end <= cue.start else begin if give.end == cue.end else give.end
    object_ = _object(s, give.end, end)
    return _Terms(action, object_, subject) if object_ else _Terms(action, subject)


def _demand(s: Sentence, must: Hit, cue: Hit) -> Hit | None:
    """What somebody does who wants others to act, where the duty is part of it: told them to withdraw."""
    first = max(0, must.start - _OBJECT - _FEW)
    found = [hit for hit in s.within("deadline demand", first, must.end) if "," not in s.words[hit.end : must.start]]
    return found[-1] if found and not _parted(s, found[-1].end, cue.start) else None


def _demanded(s: Sentence, demand: Hit, must: Hit, cue: Hit) -> _Terms:
    """The governor told residents to leave; residents were told to leave."""
    start = s.back_over(demand.start, "deadline auxiliary")
    subject = _subject(s, start)
    if subject is None and (passive := s.back_over(start, "deadline passive")) < start:
        actor = _subject(s, s.back_over(passive, "deadline auxiliary"))
        return _Terms(_action(s, must, cue), _text(s, actor))
    to = next((hit for hit in s.within("deadline to", demand.end + 1, cue.start) if _opens_verb(s, hit)), None)
    end, begins = (to.start, to.end) if to is not None else (must.start, must.start)
    object_ = _object(s, demand.end, end)
    if object_ is None:
        return _Terms(_action(s, demand, cue), None, _text(s, subject))
    return _Terms(s.slice(begins, cue.start), object_, _text(s, subject))


def _object(s: Sentence, i: int, j: int) -> str | None:
    """Whom tokens i to j name: "that Damascus", "à Damas", "aux habitants de Singa de"."""
    while i < j and (led := next(filter(None, (s.at(lane, i) for lane in _LEADING)), None)) is not None:
        i = led.end
    while j > i and s.is_a("of", j - 1):
        j -= 1
    if not s.lang.capitals or j - i > _OBJECT + _FEW or all(s.at("number", k) is not None for k in range(i, j)):
        return None
    named = all(s.words[k][0].isalpha() and not _parts(s, k) for k in range(i, j))
    return s.slice(i, j) if named else None


_LEADING = ("source that", "deadline to", "place preposition")
# Words that may stand besides: "residents of the old town".
_FEW = 4


def _opens_verb(s: Sentence, to: Hit) -> bool:
    """To leave, but not to the border, and not "aux habitants"."""
    behind = to.end < len(s) and not s.is_a("determiner", to.end) and not s.is_capital(to.end)
    return behind and s.at("unit noun", to.end) is None


def _clause(s: Sentence, i: int) -> str:
    """The few words from token i on."""
    j = i
    while j < len(s) and j - i < _SUBJECT and (s.words[j][0].isalpha() or s.words[j] in "'-"):
        j += 1
    return s.slice(i, j) if j > i else ""


def _action(s: Sentence, must: Hit | None, cue: Hit) -> str:
    """A few words on what is due: the clause before the time, else what follows the demand behind it."""
    if must is not None and must.start > cue.start:
        end = must.end
        while end < len(s) and end - must.end < 8 and s.words[end] not in ".;,":
            end += 1
        return s.slice(must.start, end)
    start = cue.start
    while start > 0 and cue.start - start < _CLAUSE and not _ends_clause(s, start - 1):
        start -= 1
    if start > 0 and not _ends_clause(s, start - 1) and must is not None:
        ending = (hit.start for hit in s.within("deadline must", start, must.start) if "ends" in hit.rule.says.split())
        start = max(next(ending, must.start), start)
    while start > 0 and s.joined(start) and s.words[start][0].isdecimal():
        start -= 1  # never from the middle of a number
    while start < cue.start and not s.words[start][0].isalnum():
        start += 1
    end = cue.end
    while cue.rule.kind == "ends" and end > cue.start and s.at("deadline cue", end - 1) is not None:
        end -= 1
    # "The truce was extended until": with its verb, the clause says what became of it.
    return s.slice(start, end if start < cue.start and end < cue.end else cue.start) or s.slice(cue.start, cue.end)


def _ends_clause(s: Sentence, k: int) -> bool:
    """Whether token k parts two clauses; the point of 2.6 does not."""
    return s.words[k] in _PARTING and not (s.joined(k + 1) and s.words[k + 1][0].isdecimal())


# What parts a clause from the one before, and how many words of it are enough to know what is due.
_PARTING = frozenset(';:.!?"()')
_CLAUSE = 14


def _subject(s: Sentence, end: int) -> tuple[int, int] | None:
    """The tokens right before one, where they are a name, or stand behind "said"."""
    i = end
    while i > 0 and end - i < _OBJECT and s.words[i - 1][0].isalpha() and not _parts(s, i - 1):
        i -= 1
    if all(s.at("number", k) is not None for k in range(i, end)) or s.ending("place locative", i) is not None:
        return None  # "the truce in Sudan will last"
    quoted = s.ending("source verb", s.back_over(i, "source that")) is not None
    return (i, end) if quoted or any(s.is_capital(k) for k in range(i, end)) else None


def _parts(s: Sentence, k: int) -> bool:
    return any(s.at(lane, k) is not None for lane in ("source boundary", "source verb", "deadline passive"))


def _text(s: Sentence, tokens: tuple[int, int] | None) -> str | None:
    return s.slice(*tokens) if tokens else None
