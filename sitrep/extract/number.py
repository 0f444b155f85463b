"""How many: digits, number words, scales, ranges, shares and vague words, and which numbers are none.

In: a Sentence. Out: Numbers, in order, with the tokens they cover. Units and signs of money are added by unit.py.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from sitrep.extract.words import Hit, Sentence

# 1,234,567.8 · 1.234.567,8 · 1 234 567 · 1'234 · 12,34,567 · 1234.5
_DIGITS = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![,.]?\d)"
    r"|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![,.]?\d)"
    r"|[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d{1,2})?(?![,.\-/]?\d| \d)"
    r"|\d{1,3}(?:'\d{3})+(?![,.]?\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?![,.]?\d)"
    r"|\d+(?:[.,]\d+)?"
)
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
"""Where a line may be broken and where not: nobody sees it, and a number goes on behind it."""
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
MOST_DIGITS = 15


class Number(Struct, frozen=True):
    """How many, as written in tokens i to j (excluded) of a sentence."""

    i: int
    j: int
    value: float
    high: float | None = None
    kind: str = "exact"
    """exact | vague | about | range | share | fold"""
    digits: bool = False
    scaled: bool = False
    """Whether a scale word stands in it."""
    rules: tuple[str, ...] = ()


class Refusal(Struct, frozen=True):
    """A number that is none, and the rule that says so."""

    i: int
    j: int
    rule: str


def numbers(s: Sentence, dates: Callable[[int], bool]) -> list[Number | Refusal]:
    """The numbers of a sentence in order, and the refused ones. dates: whether token i belongs to a date."""
    digits = [i for i, word in enumerate(s.words) if word[0].isdecimal()]
    if len(digits) > _UNSAID and not any(word[0].isalpha() for word in s.words):
        # A row of digits without a word says nothing that could be printed.
        return [Refusal(i, i + 1, "numbers_only") for i in digits]
    out: list[Number | Refusal] = []
    for item in _one_by_one(s, dates):
        before = out[-1] if out else None
        if isinstance(item, Refusal) and item.rule in _BANDS and isinstance(before, Number):
            joint = s.at("number", before.j)
            if s.words[before.j : item.i] == ["-"] or (joint is not None and joint.end == item.i):
                # "Children six to 59 months old": the band as a whole is an age.
                out[-1] = Refusal(before.i, before.j, item.rule)
        out.append(item)
    return out


_UNSAID = 5
_AGES = frozenset({"not_number.age_before", "not_number.age_after"})
_BANDS = frozenset({"not_number.age_after", "not_number.clock"})


def _one_by_one(s: Sentence, dates: Callable[[int], bool]) -> Iterator[Number | Refusal]:
    i, n = 0, len(s)
    lane = s.hits.get("number", {})
    last: Refusal | None = None
    while i < n:
        if i in lane and lane[i].rule.kind == "nth":
            # "سن الخامسة عشرة": an ordinal of more than one word.
            i = lane[i].end
            continue
        number = _digits(s, i) if s.words[i][0].isdecimal() else _spelled(s, i) if i in lane else None
        if number is None:
            i += 1
            continue
        number = _share_of(s, number)
        rule = "date" if dates(number.i) else refused(s, number, dates) or _like_last(s, number, last)
        if rule:
            unit = s.at("unit", number.j) if rule in _AGES else None
            last = Refusal(number.i, unit.end if unit is not None else number.j, rule)
            yield last
        else:
            last = None
            yield number
        i = _past_unit(s, max(number.j, i + 1))


def _past_unit(s: Sentence, j: int) -> int:
    """Past a unit of several words, whose number word is none: 15 por ciento, pour cent, m 2."""
    unit = s.at("unit", j)
    if unit is None:
        return j
    half = half_behind(s, unit.end)
    return half.end if half is not None else unit.end if unit.end - unit.start > 1 else j


# ---------------------------------------------------------------- digits


def _digits(s: Sentence, i: int) -> Number | None:
    match = _DIGITS.match(s.low, s.starts[i] - s.base)
    if match is None:
        return None
    written, end = match[0], match.end() + s.base
    if not _UNSEEN.isdisjoint(s.text[end : end + 2]):
        written, end = _as_seen(s, i)
    j = i + 1
    while j < len(s) and s.starts[j] < end:
        j += 1
    out = past_bracket(s, i, j)
    value = _value(written, s, s.at("unit noun", out) is not None)
    if value is None or _is_misprint(written, s, out):
        return Number(i, j, float("nan"), digits=True)
    scale = s.at("number", out) if out > j else None
    if scale is not None and scale.rule.kind == "scale":
        # "(125) مليون": the brackets only set the digits off.
        j = out
    if j < len(s) and s.words[j] in _PARTS and s.joined(j):
        value, j = value + _PARTS[s.words[j]], j + 1
    return _scaled(s, Number(i, j, value, digits=True, rules=("number.digits",)))


def past_bracket(s: Sentence, i: int, j: int) -> int:
    """(550) baskets, 40 "massacres": where the words go on behind a number's bracket, or before its noun a quote."""
    if s.words[j : j + 1] == ['"'] and s.at("unit noun", j + 1) is not None:
        return j + 1
    if i == 0 or s.words[i - 1] != "(" or s.words[j : j + 1] != [")"]:
        return j
    scale = s.at("number", j + 1)
    if scale is not None and scale.rule.kind == "scale":
        return j + 1  # "منذ 7 أكتوبر 2023، إلى (68) ألفا"
    counted = any(word[0].isdecimal() for word in s.words[max(0, i - 4) : i - 1]) or _is_counted(s, i - 1)
    return j if counted or s.at("unit stop", j + 1) is not None else j + 1


def _as_seen(s: Sentence, i: int) -> tuple[str, int]:
    """The number at a token without what nobody sees in it, and where it ends."""
    start = s.starts[i]
    stop = min(s.base + len(s.low), start + 3 * MOST_DIGITS)
    seen = [at for at in range(start, stop) if s.text[at] not in _UNSEEN]
    match = _DIGITS.match("".join(s.low[at - s.base] for at in seen))
    return (match[0], seen[match.end() - 1] + 1) if match else ("", start)


def _value(written: str, s: Sentence, counts: bool = False) -> float | None:
    """What digits with separators mean in a language; None where they are too long to be a figure.

    counts: whether a counted noun stands behind them, so that three digits behind a mark are no fraction.
    """
    if sum(c.isdecimal() for c in written) > MOST_DIGITS:
        return None
    marks = [c for c in written if not c.isdecimal()]
    if not marks:
        return float(written)
    last = marks[-1]
    tail = written.rpartition(last)[2]
    whole_number = len(tail) == 3 and not written.startswith("0") and (counts or _grouped_elsewhere(last, s))
    groups = last in " '" or (len(set(marks)) == 1 and (len(marks) > 1 or whole_number or _groups(last, tail, s)))
    if groups:
        return float("".join(c for c in written if c.isdecimal()))
    whole = written[: -len(tail) - 1]
    return float("".join(c for c in whole if c.isdecimal()) + "." + tail)


def _is_misprint(written: str, s: Sentence, j: int) -> bool:
    """105,1570 houses, 154,35 goats, over 500,00: a mark of thousands without three digits behind it.

    66,4 per cent and 1,5 million are written as other languages do.
    """
    mark = next((c for c in written if not c.isdecimal()), "")
    if mark not in s.lang.groups or mark in (" ", "'", s.lang.decimal, "") or written.count(mark) > 1:
        return False
    tail = written.rpartition(mark)[2]
    if len(tail) > 3:
        return tail.isdecimal()
    return len(tail) == 2 and (s.at("unit noun", j) is not None or (tail == "00" and s.at("unit", j) is None))


def _grouped_elsewhere(mark: str, s: Sentence) -> bool:
    """15.537 homes in whole and 13.494 in part: what the mark does to one number of a sentence, it does to all."""
    if mark not in s.text:
        return False
    written = ((match.start() + s.base, match.end() + s.base, match[0]) for match in _DIGITS.finditer(s.low))
    alike = (end for _, end, w in written if w.count(mark) == 1 and len(w) - w.index(mark) == 4 and w[0] not in "0٠")
    return any(s.at("unit noun", bisect_left(s.starts, end)) is not None for end in alike)


def _groups(mark: str, tail: str, s: Sentence) -> bool:
    """Whether a lone mark groups thousands: "20.000" does everywhere, "1.234" where the language writes so."""
    return len(tail) == 3 and (mark in s.lang.groups or (tail == "000" and mark != s.lang.decimal) or tail == "000")


def _scaled(s: Sentence, number: Number) -> Number:
    """3.6 million, 387K, US$ 1.2bn: the number with its scale words, or as it is."""
    while (hit := s.at("number", number.j)) is not None:
        rule = hit.rule
        if rule.kind == "scale" or (rule.kind == "hundred" and not number.digits):
            number = _times(number, hit)
        elif rule.kind == "letter" and number.digits and not number.scaled and _is_scale_letter(s, number, hit):
            return _times(number, hit)
        else:
            break
    return _and_a_half(s, number) or (_and_more(s, number) if number.scaled else None) or number


def _times(number: Number, hit: Hit) -> Number:
    # 4.1 million is 4,100,000 and no hair less, as binary fractions would have it.
    value = round(number.value * hit.value, 6)
    return replace(number, j=hit.end, value=value, scaled=True, rules=(*number.rules, _id(hit)))


def _is_scale_letter(s: Sentence, number: Number, hit: Hit) -> bool:
    """ "3.6m people" and "$5 m" are millions, "5m" and "12 m" metres."""
    behind = s.at("unit", hit.end)
    if _is_money(s, number.i) or (behind is not None and behind.rule.kind == "both"):
        return True
    if hit.rule.says == "always":
        return s.joined(number.j)
    # "2,2 M personnes": a capital letter may stand apart.
    if s.joined(number.j) and s.text[s.starts[hit.start]] == "M":
        return True  # "1.1M Number of people affected": metres are written with a small letter
    near = s.joined(number.j) or s.is_capital(hit.start)
    of = s.at("number", hit.end)
    counted = of.end if of is not None and of.rule.kind == "of" else hit.end
    return near and counted < len(s) and s.at("unit noun", counted) is not None


def _and_a_half(s: Sentence, number: Number) -> Number | None:
    """Un million et demi, مليون ونصف: half of the scale word on top."""
    if not number.scaled:
        return None
    j = number.j
    joined = False
    hit = s.at("number", j)
    if hit is not None and hit.rule.kind == "and":
        j, joined = hit.end, True
        hit = s.at("number", j)
    elif _is_linked(s, hit):
        joined = True
    if not joined or hit is None or hit.rule.kind != "half":
        return None
    unit = _scale_below(number)
    if not unit:
        return None
    # "مليون ونصف المليون": the scale word once more.
    again = s.at("number", hit.end)
    end = again.end if again is not None and again.rule.kind == "scale" and again.value == unit else hit.end
    return replace(number, j=end, value=number.value + unit * hit.value, rules=(*number.rules, _id(hit)))


# ---------------------------------------------------------------- words


def _spelled(s: Sentence, i: int) -> Number | None:
    hit = s.at("number", i)
    assert hit is not None
    kind = hit.rule.kind
    if kind == "several":
        return _several(s, i, hit)
    if kind == "vague":
        return _vague(s, i, hit)
    if kind in ("half", "fraction"):
        return _fraction(s, i, i, 1.0, hit)
    if kind == "fold":
        return Number(i, hit.end, hit.value, kind="fold", rules=(_id(hit),))
    if kind == "dual":
        return _dual(s, i, hit)
    if kind == "scale" and hit.rule.says == "vague":
        # Thousands of people, آلاف: a plural scale word alone is at least two and less than ten of it.
        return Number(i, hit.end, 2 * hit.value, 10 * hit.value - 1, kind="vague", rules=(_id(hit),))
    if kind == "article":
        return _after_article(s, i, hit)
    if kind in ("cardinal", "hundred", "scale", "collective"):
        return _cardinal(s, i)
    return None


def _is_counted(s: Sentence, i: int) -> bool:
    before = s.ending("number", i)
    return before is not None and before.rule.kind in ("cardinal", "scale", "hundred", "vague", "several")


def _dual(s: Sentence, i: int, hit: Hit) -> Number | None:
    """شخصان, شخصين اثنين: a word that is two and its noun as well."""
    if i > 0 and (s.words[i - 1][0].isdecimal() or _is_counted(s, i)):
        # "3 مسعفين": behind a number the same letters are a plural.
        return None
    again = s.at("number", hit.end)
    repeated = again is not None and again.rule.kind == "cardinal" and again.value == 2
    return Number(i, again.end if again is not None and repeated else hit.end, 2.0, rules=(_id(hit),))


def _cardinal(s: Sentence, i: int, started: float = 0.0) -> Number | None:
    """Two hundred and five thousand: sums of what is below a scale word, times the scale word."""
    total, current, j = 0.0, started, i
    rules: list[str] = []
    kind, scaled, last_scale = "exact", False, float("inf")
    while (step := _next_word(s, j, current, last_scale, first=not rules and not started)) is not None:
        hit = step
        value = float(hit.value)
        if hit.rule.kind == "scale":
            if value > last_scale:
                total, current = (total + current) * value, 0.0
            else:
                total, current = total + (current or 1.0) * value, 0.0
            scaled, last_scale = True, value
        elif hit.rule.kind in ("hundred", "collective"):
            current = (current or 1.0) * value
            kind = "about" if hit.rule.says == "about" else kind
        else:
            current += value
        rules.append(_id(hit))
        j = hit.end
    if not rules:
        return None
    number = _in_construct(s, Number(i, j, total + current, kind=kind, scaled=scaled, rules=tuple(rules)))
    after = s.at("number", j)
    if after is not None and after.rule.kind == "fraction" and total + current < 20:
        return _fraction(s, i, j, total + current, after)
    if after is not None and after.rule.kind == "vague" and total + current < 100:
        # "Dos decenas de personas", "tres centenares": a vague word that is counted is one no more.
        return replace(number, j=after.end, value=number.value * after.value[0] / 2, rules=(*rules, _id(after)))
    if after is not None and after.rule.kind == "and":
        return _and_half_after(s, number, after.end) or _and_a_half(s, number) or _and_more(s, number) or number
    if s.words[j - 1 : j] and j + 1 < len(s) and s.words[j] == "-" and (third := s.at("number", j + 1)) is not None:
        if third.rule.kind == "fraction" and total + current < 20:
            return _fraction(s, i, j + 1, total + current, third)
    return _and_a_half(s, number) or _and_more(s, number) or number


def _in_construct(s: Sentence, number: Number) -> Number:
    """ألفا شخص: right before its noun, this form of the scale word is two of it."""
    hit = s.at("number", number.i)
    if hit is None or hit.rule.says != "dual" or hit.end != number.j:
        return number
    counted = s.at("unit noun", number.j) or s.at("unit", number.j)
    return replace(number, value=2 * number.value) if counted is not None and not counted.prefix else number


def _and_more(s: Sentence, number: Number) -> Number | None:
    """3 آلاف و200: what is added, in digits or words, below the scale word."""
    j = number.j
    if number.kind != "exact":
        return None
    rest: Number | None = None
    if not s.lang.and_prefix:
        # "3 mil 500", "1 millón 200 mil": digits right behind a scale word are added to it.
        beside = number.scaled and j < len(s) and s.words[j][0].isdecimal() and s.starts[j] == s.ends[j - 1] + 1
        rest = _digits(s, j) if beside else None
        if rest is not None and rest.scaled and rest.value >= _scale_below(number):
            # "Dos mil 300 millones": the scale word behind belongs to the sum.
            small = _unscaled(s, j)
            whole = replace(number, j=small.j, value=number.value + small.value, rules=(*number.rules, *small.rules))
            return _scaled(s, whole) if small.value < _scale_below(number) else None
    elif s.words[j : j + 1] == [s.lang.and_prefix] and j + 1 < len(s) and s.words[j + 1][0].isdecimal():
        rest = _digits(s, j + 1)
    elif s.words[j : j + 2] == [s.lang.and_prefix, "("] and j + 2 < len(s) and s.words[j + 2][0].isdecimal():
        # "(125) مليونًا و(566) ألف دولار".
        rest = _digits(s, j + 2)
    elif number.digits and _is_linked(s, s.at("number", j)):
        rest = _cardinal(s, j)
    if rest is None or rest.kind != "exact" or not 0 < rest.value < _scale_below(number):
        return None
    rules = (*number.rules, *rest.rules)
    return replace(number, j=rest.j, value=number.value + rest.value, scaled=True, rules=rules)


def _unscaled(s: Sentence, i: int) -> Number:
    """The digits at token i alone, without the scale word behind them."""
    return Number(i, i + 1, float(s.words[i]), digits=True, rules=("number.digits",))


def _scale_below(number: Number) -> float:
    """The power of ten that a number ends on, so that something smaller may be added: 1000 for 44 000."""
    if not number.scaled:
        return 100.0 if not number.digits and number.value % 100 == 0 else 0.0
    return next((scale for scale in (1e12, 1e9, 1e6, 1e3) if number.value % scale == 0), 0.0)


def _is_linked(s: Sentence, hit: Hit | None) -> bool:
    """Whether a word is joined to the one before by the language's "and" written onto it."""
    return hit is not None and bool(s.lang.and_prefix) and hit.prefix.startswith(s.lang.and_prefix)


def _next_word(s: Sentence, j: int, current: float, last_scale: float, first: bool) -> Hit | None:
    """The hit that continues a spelled number at token j, past a hyphen or an "and"."""
    hit = s.at("number", j)
    linked = first
    if hit is None and j < len(s) and s.words[j] == "-" and not first and s.joined(j):
        hit, linked = s.at("number", j + 1), True
    elif hit is not None and hit.rule.kind == "and" and not first:
        hit, linked = s.at("number", hit.end), True
        if hit is not None and hit.rule.kind != "cardinal":
            return None
    elif hit is not None and not first:
        linked = not s.lang.and_prefix or _is_linked(s, hit) or hit.rule.kind in ("scale", "hundred")
    if hit is None or hit.value is None or isinstance(hit.value, list) or not linked:
        return None
    kind, value = hit.rule.kind, float(hit.value)
    if first:
        return hit if kind == "cardinal" or hit.rule.says in ("alone", "about", "dual") else None
    if kind == "scale":
        return hit if not _is_linked(s, hit) or (current == 0 and value < last_scale) else None
    if kind in ("hundred", "collective"):
        return hit if 0 < current < 100 or (current == 0 and _is_linked(s, hit)) else None
    if kind != "cardinal":
        return None
    fits = (
        current == 0
        or (current % 100 == 0 and value < 100)
        or (current % 100 >= 20 and current % 10 == 0 and value < 10)
        or (bool(s.lang.and_prefix) and current % 100 < 10 and 20 <= value < 100)
        or (current % 100 == 60 and 10 <= value < 20)
    )
    return hit if fits else None


def _and_half_after(s: Sentence, number: Number, k: int) -> Number | None:
    """Two and a half (million)."""
    hit = s.at("number", k)
    if hit is not None and hit.rule.kind == "article":
        hit = s.at("number", hit.end)
    if hit is None or hit.rule.kind != "half" or number.scaled:
        return None
    return _scaled(s, replace(number, j=hit.end, value=number.value + hit.value, rules=(*number.rules, _id(hit))))


def _after_article(s: Sentence, i: int, article: Hit) -> Number | None:
    """A dozen, a hundred, a million, a third of, half a million (which begins with "half")."""
    hit = s.at("number", article.end)
    if hit is None:
        return _one_of_it(s, i, article) or _one_unit(s, i, article)
    kind = hit.rule.kind
    if kind == "several":
        return _several(s, i, hit)
    if kind == "fraction" or (kind == "half" and article.rule.says == "fraction"):
        return _fraction(s, i, article.end, 1.0, hit)
    if kind not in ("scale", "hundred", "collective"):
        return None
    rest = _cardinal(s, article.end, started=1.0)
    return rest and replace(rest, i=i, rules=(_id(article), *rest.rules))


def _one_of_it(s: Sentence, i: int, article: Hit) -> Number | None:
    """Un mort, un soldat tué; dont un enfant; un enfant sur cinq: an article that counts."""
    one = s.at("number one", article.end)
    if one is not None:
        return Number(i, article.end, 1.0, rules=(_id(one),))
    noun = s.at("unit noun", article.end)
    number = Number(i, article.end, 1.0, rules=(_id(article),))
    share = _share_of(s, number)
    if noun is None and share is number:
        return None
    if noun is None or share is not number:
        return share
    happened = s.at("number happened", _past_age(s, noun.end))
    if happened is not None:
        return replace(number, rules=(*number.rules, _id(happened)))
    if article.rule.says != "fraction":
        # "Including a nurse": this article is no numeral, as un and una are.
        return None
    return number if s.ending("indicator part", i) is not None or _befell(s, i) else None


def _befell(s: Sentence, i: int) -> bool:
    """La mort d'un enfant, mató a un líder: what happened stands right before the article."""
    of = s.ending("number", i)
    event = s.ending("indicator event", of.start if of is not None and of.rule.kind == "of" else i)
    return event is not None and event.rule.says in _CASUALTIES


_CASUALTIES = frozenset({"deaths", "injured", "missing", "detained"})


def _past_age(s: Sentence, j: int) -> int:
    """A man (of 34 years,) died: past an age that stands behind a noun."""
    for k in range(j, min(j + 5, len(s))):
        unit = s.at("unit", k + 1)
        if s.words[k][0].isdecimal() and unit is not None and unit.rule.says in _TIMES:
            return unit.end + (s.words[unit.end : unit.end + 1] == [","])
    return j


def _one_unit(s: Sentence, i: int, article: Hit) -> Number | None:
    """For a week, over a decade: one unit of time, where a word before it measures."""
    unit = s.at("unit", article.end)
    measures = s.ending("number lasting", i)
    if unit is None or measures is None or unit.rule.says not in _TIMES:
        return None
    return Number(i, article.end, 1.0, rules=(_id(article),))


def half_behind(s: Sentence, j: int) -> Hit | None:
    """A month and a half, un mes y medio: "half" behind a unit."""
    joined = s.at("number", j)
    if joined is None or joined.rule.kind != "and":
        return None
    half = s.at("number", joined.end)
    if half is not None and half.rule.kind == "article":
        half = s.at("number", half.end)
    return half if half is not None and half.rule.kind == "half" else None


_TIMES = frozenset({"minute", "hour", "day", "week", "month", "year", "decade", "century"})


def _vague(s: Sentence, i: int, hit: Hit) -> Number:
    low, high = hit.value
    j = hit.end
    rules = [_id(hit)]
    # "Tens of thousands": a vague count of a vague scale.
    k = j
    of = s.at("number", k)
    if of is not None and of.rule.kind == "of":
        k = of.end
    scale = s.at("number", k)
    if scale is not None and k > j and scale.rule.kind == "vague" and scale.value[0] > low:
        unit = scale.value[0] / 2
        low, high, j = low * unit, (high + 1) * unit - 1, scale.end
        rules.append(_id(scale))
    elif scale is not None and k > j and scale.rule.kind == "scale":
        low, high, j = low * scale.value, (high + 1) * scale.value - 1, scale.end
        rules.append(_id(scale))
    return Number(i, j, low, high, kind="vague", rules=tuple(rules))


def _several(s: Sentence, i: int, hit: Hit) -> Number | None:
    """Several hundred, a few thousand: as vague as hundreds and thousands."""
    scale = s.at("number", hit.end)
    if scale is None:
        return None
    if scale.rule.kind == "vague":
        vague = _vague(s, hit.end, scale)
        return replace(vague, i=i, rules=(_id(hit), *vague.rules))
    if scale.rule.kind not in ("hundred", "scale", "collective"):
        return None
    unit = float(scale.value)
    high = 99.0 if unit == 12 else unit * 10 - 1
    return Number(i, scale.end, unit * 2, high, kind="vague", rules=(_id(hit), _id(scale)))


def _fraction(s: Sentence, i: int, k: int, count: float, hit: Hit) -> Number | None:
    """Half a million, a third of, two thirds: a number where a scale follows, else a share in percent."""
    j = hit.end
    value = count * float(hit.value)
    of = s.at("number", j)
    of_end = of.end if of is not None and of.rule.kind == "of" else j
    article = s.at("number", of_end)
    after = article.end if article is not None and article.rule.kind == "article" else of_end
    if s.words[after : after + 1] == ["-"]:
        after += 1
    scale = s.at("number", after)
    takes_scale = after > j or hit.rule.says != "noun"
    if scale is not None and scale.rule.kind in ("scale", "collective", "hundred") and takes_scale:
        return Number(i, scale.end, value * scale.value, scaled=True, rules=(_id(hit), _id(scale)))
    unit = s.at("unit", after) if after < len(s) else None
    if _is_linked(s, hit) and s.ending("unit", i) is not None:
        return None
    measured = unit is not None and unit.rule.kind == "" and not unit.prefix
    if measured and hit.rule.says in ("noun", "scale", "construct") and after == j:
        return Number(i, j, value, rules=(_id(hit),))
    hyphen = s.words[after - 1] == "-"
    article_between = article is not None and article.rule.kind == "article"
    if unit is not None and unit.rule.kind == "" and (article_between or hyphen):
        # "Half an hour", "une demi-heure": unit.py takes the unit up from the article on.
        return Number(i, after, value, rules=(_id(hit),))
    if hit.rule.says == "scale":
        return None
    if hit.rule.kind == "half" and hit.rule.says not in _NOUNS:
        determined = s.ending("number", i)
        if of is None or of.rule.kind not in ("of", "determiner"):
            return None
        if determined is not None and determined.rule.kind == "ordinal":
            return None
    elif hit.rule.kind == "fraction" and i == k and hit.rule.says not in _NOUNS:
        return None
    percent = round(100 * value, 2)
    return Number(i, j, percent, kind="share", rules=(_id(hit),))


# Halves and thirds that are nouns of their own ("la moitié"), and those that take what they are of behind (نصف مليون).
_NOUNS = frozenset({"noun", "construct"})


def _share_of(s: Sentence, number: Number) -> Number:
    """One in five, 4 out of 10: a share in percent."""
    hit = s.at("number", number.j)
    noun = s.at("unit noun", number.j)
    if noun is not None or number.value == 1:
        # "Un enfant sur cinq", "one child in five", "un Centrafricain sur quatre".
        after = noun.end if noun is not None else number.j + 1
        behind = s.at("number", after)
        hit = behind if behind is not None and behind.rule.kind == "out_of" else hit
    if hit is None or hit.rule.kind != "out_of" or number.kind != "exact" or number.scaled:
        return number
    k = hit.end
    if k >= len(s):
        return number
    whole = _digits(s, k) if s.words[k][0].isdecimal() else _spelled(s, k) if s.at("number", k) else None
    if whole is None or whole.kind != "exact" or whole.scaled:
        return number
    small = number.value < whole.value <= (100 if hit.rule.says == "sure" else 20) and number.value == int(number.value)
    if not small or s.at("unit", whole.j) is not None:
        return number
    if hit.start > number.j and (whole.value not in _WHOLES or s.at("unit noun", whole.j) is not None):
        return number
    of = s.at("number", whole.j)
    counted = s.at("unit noun", whole.j) is not None or (of is not None and of.rule.kind == "of")
    if hit.rule.says != "sure" and not counted:
        return number
    return Number(number.i, whole.j, round(100 * number.value / whole.value, 2), kind="share", rules=(_id(hit),))


# What shares are said of where the noun stands between: three families in ten.
_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 100})


def _id(hit: Hit) -> str:
    return f"number.{hit.rule.id}"


# ---------------------------------------------------------------- not figures

_YEARS = range(1900, 2100)


def refused(s: Sentence, number: Number, dates: Callable[[int], bool]) -> str:
    """The rule by which a number is not a figure, or ""."""
    if number.value != number.value or number.value in (float("inf"),):
        return "too_long"
    always = s.ending("not_number always", number.i)
    if always is not None:
        return f"not_number.{always.rule.id}"
    before = s.ending("not_number before", number.i)
    if before is not None and not dates(before.start) and (_may_be_name(s, number) or _is_age(s, number, before)):
        return f"not_number.{before.rule.id}"
    if before is not None and _opens_age_band(s, number, before):
        return f"not_number.{before.rule.id}"
    after = s.at("not_number after", number.j)
    if after is not None:
        return f"not_number.{after.rule.id}"
    if denied := _denied(s, number):
        return denied
    if number.digits and not number.scaled:
        return _refused_digits(s, number) or _in_legal_name(s, number)
    if number.value in (0, 1) and number.kind == "exact" and not number.scaled:
        return _refused_one(s, number)
    if not number.scaled and number.kind == "exact" and 1 < number.value < 5:
        return _refused_pair(s, number)
    return _refused_known(s, number)


def _denied(s: Sentence, number: Number) -> str:
    """The army denied that 200 civilians were killed: what is denied is nobody's figure.

    "Denied the strike that killed 200" leaves the 200 as they are.
    """
    for hit in s.within("not_number denied", max(0, number.i - _DENIED), number.i):
        between = range(hit.end, number.i)
        if not any(s.words[k] in ",;:" or s.at("not_number granted", k) is not None for k in between):
            return f"not_number.{hit.rule.id}"
    return ""


# Tokens from "denied reports" to the number that they give.
_DENIED = 10


def _opens_age_band(s: Sentence, number: Number, before: Hit) -> bool:
    """Aged 9 months to 14 years: words of age make an age of a number of months or years."""
    unit = s.at("unit", number.j)
    return before.rule.id.startswith("age") and unit is not None and unit.rule.says in _TIMES


def _in_legal_name(s: Sentence, number: Number) -> str:
    """The 50 Per Cent Rule Act: a share in the name of a law."""
    unit = s.at("unit", number.j)
    if unit is None or unit.rule.says != "percent" or s.at("number", unit.end) is not None:
        # "50 per cent of the law schools" is a share.
        return ""
    law = next(s.within("not_number law", unit.end, min(len(s), unit.end + 3)), None)
    return f"not_number.{law.rule.id}" if law is not None else ""


def _refused_pair(s: Sentence, number: Number) -> str:
    """ "The two sides" names a pair that is known; "the two quakes" counts."""
    definite = s.ending("not_number definite", number.i)
    if definite is None:
        return _refused_known(s, number)
    known = any(s.at("not_number pair", k) is not None for k in range(number.j, min(number.j + 3, len(s))))
    return f"not_number.{definite.rule.id}" if known else ""


def _refused_known(s: Sentence, number: Number) -> str:
    """القتيلان, الأشخاص الخمسة: a number with the article written onto it was said before; الأيام الثلاثة measures."""
    hit = s.at("number", number.i)
    if hit is None or number.scaled or number.kind != "exact" or s.ending("unit", number.i) is not None:
        return ""
    if hit.rule.kind == "dual" and hit.rule.says:
        # "اليومين الماضيين" measures, as "the past two days" does.
        return ""
    # "المناطق الأربع": as "the four regions", as long as it is no pair that everybody knows.
    counted = s.ending("unit noun", number.i) is not None and hit.rule.kind != "dual"
    if counted and s.ending("not_number pair", number.i) is None:
        return ""
    return "article" if hit.prefix.endswith(s.lang.articles or ("-",)) else ""


def _like_last(s: Sentence, number: Number, last: Refusal | None) -> str:
    """Phases 3 and 4, 081 08 000 20: what goes on after a number that is none."""
    if last is None or not number.digits or number.scaled or last.rule == "date":
        return ""
    of = s.at("number", last.j)
    if last.rule == "not_number.name" and of is not None and of.rule.kind == "of" and number.i == of.end:
        return last.rule  # page 1 of 2
    between = s.words[last.j : number.i]
    if not between:
        return last.rule
    joint = s.at("number", last.j)
    word = joint is not None and joint.rule.kind in ("and", "range") and len(between) == 1
    linked = word or between in (["-"], [","], ["/"])
    named = last.rule.startswith("not_number.") and (
        s.ending("not_number before", last.i) is not None or s.ending("not_number always", last.i) is not None
    )
    return last.rule if linked and named and s.at("unit noun", number.j) is None else ""


def _falls(s: Sentence, i: int, j: int) -> bool:
    """Voted 15-0, won by 3-1: a range rises, a score may fall."""
    if i < 0 or j >= len(s) or not (s.words[i].isdecimal() and s.words[j].isdecimal()) or s.words[j - 1] != "-":
        return False
    whole = s.joined(j) and s.joined(j - 1) and not (i and s.joined(i)) and not (j + 1 < len(s) and s.joined(j + 1))
    return whole and len(s.words[i]) <= 2 and int(s.words[i]) > int(s.words[j])


def _refused_digits(s: Sentence, number: Number) -> str:
    i, j = number.i, number.j
    words = s.words
    if i > 0 and s.joined(i):
        glued = words[i - 1]
        if glued in ("-", ".", "/", ":", "#", "_", "^") and i > 1 and s.joined(i - 1) and not _is_quote(words[i - 2]):
            ahead = s.ending("unit", i)
            if (glued != "-" or not words[i - 2].isdecimal()) and (ahead is None or ahead.end - ahead.start == 1):
                return "name"
        elif glued == "," and s.joined(i - 1) and words[i - 2].isalpha() and len(words[i]) <= 2 and not s.joined(j):
            return "footnote"  # "people,6 forcing many"
        elif glued in ("#", "+", ":", "@", "°") or (
            glued.isalpha() and glued not in s.lang.prefixes and not _is_money(s, i)
        ):
            return "name"
    if j < len(s) and s.joined(j):
        glued = words[j]
        unit = s.at("unit", j)
        if glued.isalpha() and s.at("number", j) is None and (unit is None or unit.rule.kind == "both"):
            return "ordinal_or_name"
        if glued in (":", "/", "°", "@", "_") and j + 1 < len(s) and s.joined(j + 1) and s.at("unit", j) is None:
            return "time_or_path"
        if glued in (".", ",") and j + 1 < len(s) and s.joined(j + 1) and words[j + 1].isdecimal():
            return "version"
    if _falls(s, i - 2, i) or _falls(s, j - 1, j + 1):
        return "score"
    written = s.text[s.starts[i] : s.ends[j - 1]]
    if written[0] in "0٠" and len(written) > 1 and written[1].isdecimal():
        return "leading_zero"
    if number.value in _YEARS and len(written) == 4 and not _has_noun(s, i, j):
        return "year"
    if 1000 <= number.value < 1900 and len(written) == 4 and s.ending("not_number year_before", i) is not None:
        return "" if s.at("unit noun", past_bracket(s, i, j)) or s.at("unit", j) else "year"
    if _is_list_mark(s, number) or _is_age_in_apposition(s, number):
        return "list_or_age"
    if len(s) == 1 and number.value < 100:
        return "page"
    if i > 0 and words[i - 1] == "[" and j < len(s) and words[j] == "]":
        return "footnote"
    return ""


def _is_money(s: Sentence, i: int) -> bool:
    money = s.ending("unit", i)
    return money is not None and money.rule.kind in ("before", "both")


def _may_be_name(s: Sentence, number: Number) -> bool:
    """Phase 3, Resolution 2254, Annex two; but not "report 888,550 registrations"."""
    written = s.text[s.starts[number.i] : s.ends[number.j - 1]]
    named = not number.scaled and number.kind == "exact" and (not number.digits or written.isdecimal())
    if s.ending("not_number scale_name", number.i) is not None:
        return named
    # "In the following week 3 clinics closed": a word of time or of reporting names no number that counts something.
    return named and s.at("unit noun", number.j) is None and s.at("unit", number.j) is None


def _is_age(s: Sentence, number: Number, before: Hit) -> bool:
    """Enfants de moins de 5 ans: words that introduce an age where a time follows; tiene 34 años: only years do."""
    unit = s.at("unit", number.j)
    age, *only = before.rule.says.split() or [""]
    return age == "age" and unit is not None and unit.rule.says in (only or _TIMES)


def _is_quote(word: str) -> bool:
    return word in "\"'(["


def _has_noun(s: Sentence, i: int, j: int) -> bool:
    """Whether a year-like number counts something: "2000 people", but not "in 2000 people fled"."""
    if s.ending("unit", i) is not None:
        return True
    before = s.ending("not_number year_before", i)
    counted = s.at("unit noun", j) is not None or s.at("unit", j) is not None
    of = s.ending("number", i)
    # "Aux besoins de 2000 familles".
    of_them = of is not None and of.rule.kind == "of"
    return counted and (before is None or of_them or s.ending("qualifier before", i) is not None)


def _is_list_mark(s: Sentence, number: Number) -> bool:
    i, j = number.i, number.j
    bracketed = i == 1 and s.words[0] == "("
    if not (i == 0 or bracketed or "\n" in s.gap(i)) or j >= len(s) or j - i != 1 or number.value > 99:
        return False
    return s.words[j] in (".", ")") and s.joined(j) and (j + 1 == len(s) or not s.joined(j + 1))


def _is_age_in_apposition(s: Sentence, number: Number) -> bool:
    """Junico Kasiuhe, 35, said ...; su madre, de 35, ..."""
    i, j = number.i, number.j
    of = s.ending("number", i)
    years = s.at("unit", j)
    end = years.end if years is not None and years.rule.says == "year" else j
    if of is not None and of.rule.kind == "of" and end < len(s) and s.words[end] == ",":
        return 2 <= number.value <= 110 and j - i == 1 and of.start > 1 and s.words[of.start - 1] == ","
    if i < 2 or s.words[i - 1] != "," or not 1 <= number.value <= 110 or j - i != 1 or s.joined(i):
        return False
    years = s.at("unit", j)
    if years is not None and years.rule.says == "year":
        # "Moussa, 35 ans, ..."
        j = years.end
    if j < len(s) and s.words[j] not in (",", ".", "'", '"', ";"):
        return False
    return s.words[i - 2].isalpha() and s.is_capital(i - 2) and s.at("when trigger", i - 2) is None


def _refused_one(s: Sentence, number: Number) -> str:
    """ "One" is a figure only where it counts: "one person", not "one of the largest" nor "one day"."""
    if s.at("unit noun", number.j) or s.at("unit", number.j) or _counts_soon(s, number.j) or _opens_range(s, number):
        return ""
    # "شخص واحد": where the head stands first, the numeral one follows its noun.
    behind = s.lang.head == "first" and s.ending("unit noun", number.i) is not None
    hit = s.at("number", number.i)
    definite = hit is not None and hit.prefix.endswith(s.lang.articles or ("-",))
    return "" if behind and not definite else "one_pronoun"


def _opens_range(s: Sentence, number: Number) -> bool:
    """One to two months."""
    joint = s.at("number", number.j)
    return joint is not None and joint.rule.says == "range" and s.at("number", joint.end) is not None


def _counts_soon(s: Sentence, j: int) -> bool:
    """One Turkish soldier, one critically injured child."""
    for k in range(j, min(j + 3, len(s))):
        of = s.at("number", k)
        if s.at("unit stop", k) is not None or not s.words[k].isalpha() or (of is not None and of.rule.kind == "of"):
            return False
        if s.at("unit noun", k + 1) is not None:
            return True
    return False
