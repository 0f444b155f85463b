"""Of what: the unit of a number, and the thing it counts.

In: the Numbers of a sentence. Out: Counts, each with its unit, the tokens that the figure's `number` covers (a
measured unit and a sign of money belong to it, a counted noun does not), and the class of the thing counted.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sitrep.errors import ProfileError
from sitrep.extract.number import Number, half_behind, past_bracket
from sitrep.extract.words import Hit, Sentence
from sitrep.reference.populations import groups

COUNTED = Path(__file__).parents[1] / "reference" / "counted.toml"
# How far past a number its noun may stand: "five internally displaced and critically ill children".
_REACH = 7
# How far back a bare number looks for its noun, in tokens, and the white space that sets a value off from its label.
_LOOK_BACK, _GAP = 14, 3


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A class of counted things, an entry of reference/counted.toml."""

    unit: str
    people: bool = False
    alone: str = ""
    """Its indicator where nothing is said to have happened to it; "" where only an event decides."""
    events: dict[str, str] = {}
    """Event → indicator, where it differs from the event's own."""


@cache
def things() -> dict[str, Thing]:
    """Class of counted thing → what is known of it."""
    try:
        return msgspec.toml.decode(COUNTED.read_bytes(), type=dict[str, Thing])
    except msgspec.DecodeError as error:
        raise ProfileError(str(error), "See the comment at the top of the file.", path=COUNTED) from error


class Count(Struct, frozen=True):
    """A number with its unit."""

    number: Number
    i: int
    j: int
    """The tokens of the figure's `number`."""
    unit: str
    noun: tuple[int, int]
    """The tokens of the counted noun phrase; empty where there is none."""
    counts: str = ""
    """Class of the thing counted, a key of reference/counted.toml; "" for money, measures and shares."""
    modifiers: tuple[str, ...] = ()
    """Classes of the other nouns in the phrase: refugee families."""
    measured: bool = False
    known: bool = False
    """Whether a rule names the noun."""
    called: str = ""
    """The noun in the text's words, also where it stands elsewhere: "two of them"."""
    rules: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The number's value."""
        return self.number.value


def from_to(found: Sequence[Count], i: int, j: int) -> Sequence[Count]:
    """The numbers, in order, that begin at token i or later and before token j."""
    return found[bisect_left(found, i, key=_first) : bisect_left(found, j, key=_first)]


def _first(count: Count) -> int:
    return count.i


def counts(
    s: Sentence,
    found: Sequence[Number],
    before: Count | None = None,
    *,
    disease: bool = False,
    money: Mapping[str, str] = MappingProxyType({}),
) -> list[Count]:
    """Every number of a sentence with its unit and noun; ranges made one, doubled writing taken once.

    before: the last count of the paragraph, for "of those, 761 ..." at the head of a sentence.
    disease: whether the text is about a disease: "إصابة" is an infection then, and an injury otherwise.
    money: what bare names of money stand for in the text: "جنيه" is the Sudanese pound once that was named.
    """
    units: list[Count] = []
    for k, number in enumerate(found):
        count = _unit(s, number, found[k + 1] if k + 1 < len(found) else None)
        # "0%0": a sign between two numbers belongs to the first.
        taken = units and count.i < units[-1].j
        units.append(replace(count, i=number.i, unit="item", measured=False) if taken else count)
    units = [replace(count, called=_name(s, count.noun[0], _end_of_name(s, count))) for count in units]
    units = [_in_money(s, count, money) for count in units]
    units = [replace(count, counts="cases") if disease and count.counts == "infections" else count for count in units]
    told = _elliptical(s, _undoubled(s, _ranges(s, units)), before)
    if disease:
        # "سجلت 500 حالة" where no noun before says what of.
        told = [_of_class(count, "cases", count.called) if _is_case_alone(count, units) else count for count in told]
    told = [replace(count, called=_name(s, *part)) if (part := predicate(s, count)) else count for count in told]
    return [_magnitude(s, count) for count in _per_hour(s, told)]


def predicate(s: Sentence, count: Count) -> tuple[int, int] | None:
    """The tokens of who a part of people are: children, of "half of the dead are children", "children make up half"."""
    if not s.is_a("of", count.j) or count.number.kind == "of":
        return None
    end = count.noun[1]
    copula = next((hit for hit in s.within("unit copula", end, min(len(s), end + _CLAUSE))), None)
    if copula is not None and not any(word in ",;(" for word in s.words[end : copula.start]):
        return _people(s, _past_of(s, copula.end), copula.end + 3)
    i = count.i - (count.i > 0 and s.is_a("determiner", count.i - 1))
    makes = s.ending("unit makes_up", s.back_over(i, "qualifier before", "qualifier between"))
    if makes is None:
        return None
    start = makes.start
    while start > 0 and (s.at("unit noun", start - 1) is not None or _joins(s, start - 1)):
        start -= 1
    return _people(s, start, makes.start)


def _joins(s: Sentence, k: int) -> bool:
    return s.is_a("and", k) or s.is_a("determiner", k)


# Tokens in "of the refugees | who have arrived in Chad | are".
_CLAUSE = 7


def _people(s: Sentence, i: int, limit: int) -> tuple[int, int] | None:
    """The people that tokens from i on name: women and children."""
    last = i
    k = i
    while k < min(len(s), limit + 1):
        noun = s.at("unit noun", k)
        if noun is not None and noun.rule.counts and things()[noun.rule.counts].people:
            last = k = noun.end
        elif k < limit and _joins(s, k):
            k += 1
        else:
            break
    return (i, last) if last > i else None


def _name(s: Sentence, i: int, j: int) -> str:
    """What is counted, in the text's words: without article, and without the capital of a sentence or column."""
    while i < j - 1 and s.is_a("determiner", i):
        i += 1
    name = s.slice(i, j)
    return name[:1].lower() + name[1:] if name and s.words[i] in groups() else name


def _end_of_name(s: Sentence, count: Count) -> int:
    """Where the name of what is counted ends; cases are of some disease: "cases of cholera"."""
    end = count.noun[1]
    if count.counts != "cases" or not s.is_a("of", end):
        of = s.at("indicator event", end) if count.counts == "cases" else None  # "حالة إصابة بالكوليرا"
        return of.end if of is not None and of.rule.says == "cases" else min(end, count.noun[0] + 8)
    last = end + 1
    while last < min(len(s), end + _DISEASE) and s.words[last].isalpha() and s.at("unit stop", last) is None:
        last += 1
    return last if last > end + 1 else end


# Tokens in "of suspected acute watery diarrhoea".
_DISEASE = 5


def _per_hour(s: Sentence, units: list[Count]) -> list[Count]:
    """225 kilometres (140 miles) per hour: both are speeds."""
    out = list(units)
    for k, (one, two) in enumerate(pairwise(units)):
        speed, again = _SPEEDS.get(one.unit), _SPEEDS.get(two.unit)
        bracketed = s.words[one.j : two.i] == ["("] and s.words[two.j : two.j + 1] == [")"]
        if speed and again and bracketed and s.at("unit per_hour", two.j + 1) is not None:
            out[k : k + 2] = replace(one, unit=speed), replace(two, unit=again)
    return out


_SPEEDS = {"kilometer": "kilometer_per_hour", "mile": "mile_per_hour"}


def _magnitude(s: Sentence, count: Count) -> Count:
    """Otro sismo, de 8,2; a tremor measuring 5.6: a fraction counts no earthquakes, it is the magnitude of one."""
    if count.measured or count.value == int(count.value) or not 1 < count.value < 10 or count.number.high is not None:
        return count
    near = s.within("unit noun", max(0, count.i - _REACH), count.i) if not count.counts else ()
    if count.counts != "quakes" and not any(hit.rule.counts == "quakes" for hit in near):
        return count
    return replace(count, unit="dimensionless", measured=True, counts="")


def named_money(s: Sentence) -> dict[str, str]:
    """The money that a sentence names with its country: rule of the bare word to ISO code."""
    full = s.hits.get("unit", {})
    return {
        bare.rule.id: full[i].rule.says
        for i, bare in s.hits.get("unit bare_money", {}).items()
        if i in full and full[i].end > bare.end
    }


def _in_money(s: Sentence, count: Count, money: Mapping[str, str]) -> Count:
    """60 ألف جنيه: a bare name of money, once the text has said whose."""
    bare = s.at("unit bare_money", count.j)
    if bare is None or count.measured or bare.rule.id not in money:
        return count
    return _measure(count.number, count.i, bare.end, money[bare.rule.id], _id(bare))


def _unit(s: Sentence, number: Number, following: Number | None) -> Count:
    limit = min(number.j + _REACH, following.i if following else len(s))
    dual = s.at("number", number.i)
    if dual is not None and dual.rule.kind == "dual":
        return _dual(s, number, dual, limit)
    if number.kind == "share":
        return _noun_of(s, _measure(number, number.i, number.j, "percent"), limit)
    money = s.ending("unit", number.i)
    if money is not None and money.rule.kind in ("before", "both"):
        start = number.i if money.rule.says == "dimensionless" else money.start
        count = _measure(number, start, number.j, money.rule.says, _id(money))
        # "$5 million US dollars": the words after say the same once more.
        again = s.at("unit", number.j)
        if again is not None and again.rule.says == money.rule.says:
            count = replace(count, j=again.end)
        return _noun_of(s, count, limit)
    j = past_bracket(s, number.i, number.j)
    if j < len(s) and s.words[j] == "-" and s.joined(j):
        j += 1
    of = s.at("number", j)
    rounded = number.scaled or number.kind in ("about", "vague")
    if rounded and of is not None and of.rule.kind == "of" and s.at("unit", of.end):
        j = of.end
    unit = s.at("unit", j) or _past_adjective(s, j) or _money_of_scale(s, number)
    if unit is not None and unit.rule.kind != "before" and _is_unit(s, number, unit):
        half = half_behind(s, unit.end) if unit.rule.says in _TIMES else None
        if half is not None:
            number = replace(number, value=number.value + half.value)
        measure = _measure(number, number.i, half.end if half else unit.end, _says(s, number, unit), _id(unit))
        return _noun_of(s, _below_zero(s, measure), limit)
    if number.kind == "fold":
        return _noun_of(s, _measure(number, number.i, number.j, "dimensionless"), limit)
    if (ahead := _unit_ahead(s, number)) is not None:
        return _measure(number, ahead.start, number.j, ahead.rule.says, _id(ahead))
    return _noun(s, number, limit)


def _unit_ahead(s: Sentence, number: Number) -> Hit | None:
    """الأيام الثلاثة, الساعات الـ24: where a definite number follows its unit."""
    unit = s.ending("unit", _past_article(s, number.i))
    if unit is None or unit.rule.kind or not unit.prefix.endswith(s.lang.articles or ("-",)):
        return None
    return unit


def _is_definite(s: Sentence, number: Number) -> bool:
    """Whether the article is written onto the first word of a number."""
    hit = s.at("number", number.i)
    return hit is not None and hit.prefix.endswith(s.lang.articles or ("-",))


def _past_article(s: Sentence, i: int) -> int:
    """Back past an article that is a token of its own: الـ24."""
    return i - 1 if i > 0 and s.words[i - 1] in s.lang.articles else i


def _dual(s: Sentence, number: Number, dual: Hit, limit: int) -> Count:
    """طفلان, يومين: the word of the number is its noun or its unit."""
    if dual.rule.says:
        return _noun_of(s, _measure(number, number.i, number.j, dual.rule.says), limit)
    kind = dual.rule.counts
    heads, end = _phrase(s, number.j, limit)
    modifiers = tuple(hit.rule.counts for hit in heads)
    noun = (number.i, max(end, number.j))
    return Count(number, number.i, number.j, things()[kind].unit, noun, kind, modifiers, known=True)


def _says(s: Sentence, number: Number, unit: Hit) -> str:
    """The unit that a word says; degrees, where an earthquake is named before them, are those of its magnitude."""
    if not unit.rule.counts:
        return unit.rule.says
    nouns = s.within("unit noun", max(0, number.i - _REACH), number.i)
    return "dimensionless" if any(hit.rule.counts == unit.rule.counts for hit in nouns) else unit.rule.says


def _measure(number: Number, i: int, j: int, unit: str, *rules: str) -> Count:
    return Count(number, i, j, unit, (j, j), measured=True, rules=rules)


def _below_zero(s: Sentence, count: Count) -> Count:
    """-7 °C, minus 12 degrees."""
    i = count.i - 1
    if count.unit not in ("degC", "degF") or i < 0:
        return count
    sign = s.words[i] == "-" and s.joined(count.i) and not s.joined(i)
    if not sign and s.at("unit minus", i) is None:
        return count
    return replace(count, i=i, number=replace(count.number, i=i, value=-count.number.value))


def _past_adjective(s: Sentence, j: int) -> Hit | None:
    """24 dernières heures, trois longs mois: a unit of time behind an adjective."""
    skip = s.at("unit skip", j)
    unit = s.at("unit", skip.end) if skip is not None else None
    return unit if unit is not None and unit.rule.says in _TIMES else None


_TIMES = frozenset({"minute", "hour", "day", "week", "month", "year", "decade", "century"})


def _money_of_scale(s: Sentence, number: Number) -> Hit | None:
    """500 mdd, 20 mdp: the scale word names the money as well."""
    unit = s.at("unit", number.j - 1) if number.scaled else None
    return unit if unit is not None and unit.rule.kind == "both" else None


def _is_unit(s: Sentence, number: Number, unit: Hit) -> bool:
    """Whether the word is a unit here: one-letter units only right behind digits ("5 m", not "two m")."""
    word = s.words[unit.start]
    if unit.end - unit.start == 1 and len(word) == 1 and word.isalpha():
        return number.digits
    return True


def _noun(s: Sentence, number: Number, limit: int) -> Count:
    start = _past_of(s, past_bracket(s, number.i, number.j))
    limit += start - number.j
    heads, end = _phrase(s, start, limit)
    if number.value == 1 and not number.digits and s.lang.articles and s.ending("unit noun", number.i):
        # "حالة وفاة واحدة بإقليم": where the numeral one follows its noun, what comes next is another's.
        heads, end = [], start
    part = s.at("indicator part", start)
    # "173,124 among them are returnees".
    copula = s.at("unit copula", part.end if part is not None else start)
    if not heads and copula is not None:
        # "569,000 are children": the noun stands behind the verb.
        heads, end = _phrase(s, _past_of(s, copula.end), min(copula.end + 3, limit))
        start = heads[0].start if heads else start
        end = heads[-1].end if heads else start
    # "Misery for millions": of nothing else is so much said without a noun.
    alone = "person" if number.kind == "vague" and number.value >= 1_000 and end <= start else "item"
    count = Count(number, number.i, number.j, alone, (start, max(start, end)))
    article = _past_article(s, number.i)
    follows = number.value == 1 or article < number.i or _is_definite(s, number)
    if not heads and follows and (before := s.ending("unit noun", article)):
        # "شخص واحد", "الدول الـ15": this numeral follows its noun.
        heads, start, end = [before], before.start, before.end
    if not heads:
        kind, rule = _by_form(s, start, end)
        return replace(count, unit=things()[kind].unit, counts=kind, rules=(rule,)) if kind else count
    head, others = _head(s, heads)
    kind = head.rule.counts
    if kind == "places" and start > number.j and number.digits and not number.scaled and s.lang.head == "first":
        # "Los 32 del país": the country that the 32 are in, not what they are.
        return replace(count, noun=(number.j, number.j))
    noun = (start, max(hit.end for hit in heads)) if s.lang.head == "last" else (start, end)
    return replace(
        count,
        unit=things()[kind].unit,
        noun=noun,
        counts=kind,
        modifiers=tuple(hit.rule.counts for hit in others),
        known=True,
        rules=(_id(head),),
    )


def _noun_of(s: Sentence, count: Count, limit: int) -> Count:
    """What a measure or share is of: tonnes of food, 40 per cent of children."""
    start = _past_of(s, count.j)
    heads, end = _phrase(s, start, max(limit, min(count.j + 1, len(s))))
    if not heads:
        # "Waves of six metres killed 4,340": what happened is no part of what was measured, but "$4 million needed".
        happened = (k for k in range(start, end) if s.at("indicator event", k) is not None and not _is_money(count))
        return replace(count, noun=(start, next(happened, end)))
    head, others = _head(s, heads)
    return replace(
        count,
        noun=(start, max(hit.end for hit in heads)),
        counts=head.rule.counts,
        modifiers=tuple(hit.rule.counts for hit in others),
        known=True,
        rules=(*count.rules, _id(head)),
    )


def _past_of(s: Sentence, j: int) -> int:
    if j < len(s) and s.words[j] == ")" and j > 1 and "(" in s.words[max(0, j - 6) : j]:
        of = s.at("number", j + 1)
        # "Nearly half (47%) of IDPs".
        j += of is not None and of.rule.kind == "of" and s.at("unit noun", of.end) is not None
    while j < len(s):
        hit = s.at("number", j)
        skip = s.at("unit skip", j)
        if s.at("unit noun", j) is not None and (skip is not None or s.lang.head == "first"):
            break
        if skip is not None:
            j = skip.end
            # "21 northern, eastern and central districts".
            while j + 1 < len(s) and (s.words[j] == "," or s.is_a("and", j)) and (again := s.at("unit skip", j + 1)):
                j = again.end
        elif hit is not None and hit.rule.kind in ("of", "determiner", "article"):
            j = hit.end
        else:
            break
    return j


def _phrase(s: Sentence, start: int, limit: int) -> tuple[list[Hit], int]:
    """The known nouns from token `start` on, up to a word that ends a noun phrase, and where it ends."""
    heads: list[Hit] = []
    k = start
    while k < min(limit, len(s)):
        if s.words[k] == "(" and k == start and k + 2 < len(s) and s.words[k + 2] == ")":
            k += 3
            continue
        if s.lang.and_prefix and s.words[k].startswith(s.lang.and_prefix) and s.words[k] not in s.lang.entries:
            break
        noun = s.at("unit noun", k)
        if (
            noun is not None
            and s.lang.head == "last"
            and s.words[noun.end : noun.end + 1] == ["-"]
            and s.joined(noun.end)
            and noun.end + 1 < len(s)
        ):
            k = noun.end + 2  # "flood-affected women"
            continue
        if noun is not None and not heads and noun.prefix and not noun.prefix.endswith(s.lang.articles):
            break  # "170 ألفا لمراكز الإيواء": where they were brought, and not what they are
        if noun is not None:
            heads.append(noun)
            k = noun.end
            continue
        if s.at("unit stop", k) is not None or not (s.words[k].isalpha() or s.words[k] in "-'"):
            break
        event = s.at("indicator event", k) or s.at("unit verb", k)
        if not heads and k > start and s.lang.head == "last" and s.at("unit verb", k) is not None:
            break  # "3.3 million Somalis need support"
        if heads and (event is not None or (s.lang.head == "last" and not _is_compound(s, k))):
            break
        k += 1
    return heads, k


def _is_compound(s: Sentence, k: int) -> bool:
    """Whether a known noun may follow after token k, so that the one before it only describes it."""
    return any(s.at("unit noun", n) is not None for n in (k + 1, k + 2)) and s.at("unit stop", k + 1) is None


def _head(s: Sentence, heads: list[Hit]) -> tuple[Hit, list[Hit]]:
    if s.lang.head == "first":
        return heads[0], heads[1:]
    return heads[-1], heads[:-1]


def _by_form(s: Sentence, start: int, end: int) -> tuple[str, str]:
    """The class of an unknown noun by its ending: villagers, Venezuelans."""
    for k in range(start, min(end, start + 4)):
        word = s.words[k]
        for _, rule in s.lang.rules:
            if rule.kind == "suffix" and len(word) > 4 and any(word.endswith(tail) for tail in rule.values):
                return rule.counts, f"unit.{rule.id}"
    return "", ""


# ---------------------------------------------------------------- several numbers that are one


def _ranges(s: Sentence, units: list[Count]) -> list[Count]:
    """2 to 3 million, between 400 and 600, 300-350: one figure, with the scale and unit of both ends."""
    out: list[Count] = []
    for count in units:
        merged = _range(s, out[-1], count) if out else None
        if merged is not None:
            out[-1] = merged
            continue
        if out and _from_to(s, out[-1], count):
            # "From 18,000 to 25,000 francs": both ends of a change are of one unit.
            last = out[-1]
            out[-1] = replace(count, number=last.number, i=last.i, j=last.j, noun=last.noun)
        out.append(count)
    return out


def _from_to(s: Sentence, low: Count, high: Count) -> bool:
    joint = s.at("number", low.j)
    linked = joint is not None and joint.rule.kind == "range" and joint.end == high.i
    bare = not (low.measured or low.counts or low.known)
    return linked and bare and (high.measured or bool(high.counts)) and s.ending("qualifier from", low.i) is not None


def _past_determiner(s: Sentence, i: int) -> int:
    """Entre el 75 y el 100 por ciento: back past the article of a number."""
    hit = s.ending("number", i)
    return hit.start if hit is not None and hit.rule.kind == "determiner" else i


def _range(s: Sentence, low: Count, high: Count) -> Count | None:
    joint = s.at("number", low.j)
    if low.number.kind not in ("exact", "about") or high.number.kind not in ("exact", "about"):
        return None
    if s.words[low.j : low.j + 1] == ["-"] and high.i == low.j + 1:
        sure = low.measured or s.starts[high.i] - s.ends[low.j - 1] <= 3
        if not sure or (not low.number.digits and high.value < 10 and s.joined(high.i) and not s.joined(low.j)):
            return None
        between = True
    else:
        quoted = low.i > 0 and s.words[low.i - 1] == '"'
        opened = s.ending("qualifier range", low.i - quoted)
        if high.i == low.j and joint is not None and s.lang.and_prefix and joint.prefix.startswith(s.lang.and_prefix):
            # "بين مئة ومئتين": the joining word is written onto the second number.
            between, joint = opened is not None, None
        elif joint is None or joint.rule.kind not in ("range", "and") or joint.end != _past_determiner(s, high.i):
            return None
        else:
            between = opened is not None or joint.rule.says == "range"
            spread = opened is not None and opened.rule.says == "spread"
            if not spread and joint.rule.says == "range" and _is_change(s, low):
                return None
    if low.measured and _is_money(low) and not high.measured and not high.known:
        high = replace(high, unit=low.unit, measured=True)
    if not between or (low.measured and low.unit != high.unit) or low.known:
        return None
    first, last = low.value, high.value
    scale = high.number
    if scale.scaled and not low.number.scaled and first < 1000:
        factor = _scale_of(s, scale)
        if first < last / factor:
            first *= factor
    if not first < last:
        return None
    joined = f"number.{joint.rule.id}" if joint is not None else "number.range_sign"
    rules = (*low.number.rules, *high.number.rules, joined)
    number = Number(low.number.i, scale.j, first, last, "range", scale.digits, scale.scaled, rules)
    return replace(high, number=number, i=low.i, rules=(*low.rules, *high.rules))


def _is_change(s: Sentence, low: Count) -> bool:
    """From 5 to 10: what was and what is. Where a language writes ranges so too, only a word of change makes it one."""
    opener = s.ending("qualifier from", low.i)
    if opener is None:
        return False
    return opener.rule.says != "change" or any(s.within("qualifier change", 0, low.i))


def _is_money(count: Count) -> bool:
    return len(count.unit) == 3 and count.unit.isupper()


def _scale_of(s: Sentence, number: Number) -> float:
    factor = 1.0
    for k in range(number.i, number.j):
        hit = s.at("number", k)
        if hit is not None and hit.rule.kind in ("scale", "letter"):
            factor *= float(hit.value)
    return factor


def _undoubled(s: Sentence, units: list[Count]) -> list[Count]:
    """Two (2), five (5) people: one figure."""
    out: list[Count] = []
    for count in units:
        last = out[-1] if out else None
        if (
            last is not None
            and last.value == count.value
            and not last.number.digits
            and count.number.digits
            and count.i == last.j + 1
            and s.words[last.j] == "("
            and s.words[count.j : count.j + 1] == [")"]
        ):
            out[-1] = replace(
                _unit(s, replace(last.number, j=count.j + 1), None), number=last.number, j=count.j + 1, i=last.i
            )
            continue
        out.append(count)
    return out


def _elliptical(s: Sentence, units: list[Count], before: Count | None) -> list[Count]:
    """Others, more, two of them, 347 in 2013 and 114 in 2012: the noun of the number before."""
    out: list[Count] = []
    for count in units:
        if (count.counts == "same" or _is_bare(s, count)) and not _is_of_the_next(s, count, units):
            classed = [c for c in reversed(out[-_LOOK_BACK:]) if _stands_for(count, c)]
            # "Mandoul 82,608 (13,768 households), Sila 77,357": what stood in brackets said it another way.
            earlier = next((c for c in classed if s.words[c.i - 1 : c.i] != ["("]), classed[0] if classed else None)
            if earlier is None and before is not None and _goes_on(s, count) and _stands_for(count, before):
                earlier = before
            if out and s.words[count.i - 1] == "=":
                earlier = next((c for c in out if _has_class(c)), earlier)  # Beni (n=14)
            label = (_label(s, count, out[-1]) if out else None) or _counted(s, count, out) or _tallied(s, count)
            if out and (measured := _measured_alike(s, out, count)) is not None:
                count = replace(count, unit=measured.unit, measured=True)
            elif label is not None:
                count = _of_class(count, label.rule.counts, s.slice(label.start, label.end))
            elif earlier is not None:
                count = _of_class(count, earlier.counts, earlier.called)
            elif (noun := _antecedent(s, count)) is not None:
                count = _of_class(count, noun.rule.counts, s.slice(noun.start, noun.end))
        elif count.counts in _ANYBODY and (label := _own_label(s, count, out)) is not None:
            # "Evacuees: 4,403 people in 28 shelters".
            count = replace(count, counts=label.rule.counts)
        out.append(count)
    return [_of_the_next(s, out, k) for k in range(len(out))]


# Nouns that say no more than that they are people.
_ANYBODY = frozenset({"people", "children"})


def _own_label(s: Sentence, count: Count, out: list[Count]) -> Hit | None:
    """The noun in front of the colon, of whoever is counted in general words behind it."""
    i = s.back_over(count.i, "qualifier before")
    if i < 2 or s.words[i - 1] != ":" or (out and out[-1].j > i - 2):
        return None
    label = s.ending("unit noun", i - 1)
    return label if label is not None and things()[label.rule.counts].people else None


def _measured_alike(s: Sentence, out: list[Count], count: Count) -> Count | None:
    """The measure or money before whose unit a bare number shares."""
    last, end = out[-1], out[-1].j
    if len(out) > 1 and s.words[last.i - 1 : last.i] == ["("] and s.words[end : end + 1] == [")"]:
        # "42.7 million dollars (34.9 million euros) of 81 million": in what was said first.
        last, end = (out[-2], end + 1) if out[-2].j == last.i - 1 else (last, end + 1)
    if not last.measured:
        return None
    i = count.i
    while (hit := s.ending("number", i)) is not None and hit.rule.kind == "determiner":
        i = hit.start
    if _is_money(last):
        # "90 million dollars of the 187 million asked for"; "1,500 gourdes, up from 1,100".
        of = hit is not None and hit.rule.kind in ("of", "out_of") and hit.start == end
        return last if of or s.ending("qualifier from", count.i) is not None else None
    # "2,458 toneladas de cereales, 229 de legumbres y 171 de aceite".
    listed = s.words[i - 1] == "," or s.is_a("and", i - 1)
    near = i - end <= _LISTED and all(s.at("indicator event", k) is None for k in range(end, i))
    return last if listed and near and last.unit in _WEIGHED and _is_of(s, end) and _is_of(s, count.j) else None


_WEIGHED = frozenset({"tonne", "kilogram", "liter", "cubic_meter", "hectare", "square_kilometer"})
_LISTED = 6


def _is_of(s: Sentence, j: int) -> bool:
    hit = s.at("number", j)
    return hit is not None and hit.rule.kind == "of"


def _label(s: Sentence, count: Count, last: Count) -> Hit | None:
    """IDPs: 12,000; refugees: 3,400: the noun in front of the colon."""
    if s.words[count.i - 1] != ":":
        return None
    nouns = s.within("unit noun", max(last.j, count.i - _LOOK_BACK), count.i)
    return next((noun for noun in reversed(list(nouns)) if not _is_where(s, noun.start)), None)


def _counted(s: Sentence, count: Count, out: list[Count]) -> Hit | None:
    """ليرتفع عدد الوفيات إلى 14 حالة: what "the number of", said since the number before, is of."""
    start = max(out[-1].j if out else 0, count.i - _LOOK_BACK)
    counters = list(s.within("unit counter", start, count.i))
    return _noun_at(s, counters[-1].end) if counters else None


def _noun_at(s: Sentence, i: int) -> Hit | None:
    """The noun at token i, or behind words that say what became of it: (the number of) damaged and destroyed houses."""
    for k in range(i, min(len(s), i + _BECAME)):
        if (noun := s.at("unit noun", k)) is not None:
            return noun
        if s.at("indicator thing", k) is None and not s.is_a("and", k) and not s.words[k].endswith("ly"):
            return None
    return None


# Words that say what became of a thing, in front of it: "partially damaged and destroyed".
_BECAME = 5


def _tallied(s: Sentence, count: Count) -> Hit | None:
    """Injuries tally 12,850, livestock losses 935,795: the noun in front of a word for a total."""
    total = s.ending("unit tally", s.back_over(count.i, "qualifier before"))
    return s.ending("unit noun", total.start) if total is not None else None


def _of_class(count: Count, kind: str, called: str) -> Count:
    unit = count.unit if count.measured else things()[kind].unit
    return replace(count, counts=kind, called=called, unit=unit, known=False)


def _antecedent(s: Sentence, count: Count) -> Hit | None:
    """The noun that a bare number takes up: "districts, seven of which", "Contacts seen: 305"."""
    part = s.at("indicator part", count.j)
    start = s.back_over(count.i, "qualifier before")
    gap = s.gap(start)
    linked = start > 0 and (s.at("unit link", start - 1) is not None or len(gap) >= _GAP or "\n" in gap)
    # "Cases with two witnesses each": where "each" closes another name, it does not stand for the cases.
    repeats = count.counts == "same" and s.at("unit noun", count.j) is not None
    if not linked and part is None and not repeats:
        return None
    noun: Hit | None = None
    counters = list(s.within("unit counter", max(0, count.i - 2 * _LOOK_BACK), count.i))
    if counters and (counted := _noun_at(s, counters[-1].end)) is not None:
        # "عدد القتلى في محافظة درعا إلى 29": what stands right behind "the number of".
        return counted
    for hit in s.within("unit noun", max(0, count.i - _LOOK_BACK), count.i):
        if not linked and part is None:
            # "حالات الوفيات جراء الوباء تجاوزت 1800 حالة": of people, whatever stands between.
            noun = hit if things()[hit.rule.counts].people else noun
        elif noun is not None and noun.end == hit.start and s.lang.head == "first":
            continue  # "شهداء الاعتداءات إلى 634": the second noun says whose
        elif not _is_where(s, hit.start) or part is not None:
            noun = hit
    if noun is None or things()[noun.rule.counts].people:
        return noun
    # "The rubble of the buildings, as the death toll climbed to 94": people are counted since.
    told = any(hit.rule.says in _OF_PEOPLE for hit in s.within("indicator event", noun.end, start))
    return None if told else noun


# What is only ever counted in people.
_OF_PEOPLE = frozenset({"deaths", "injured", "missing", "displaced", "evacuated", "cases"})


def _is_where(s: Sentence, i: int) -> bool:
    """The number of children IN THE CAMP rose to 400: a noun behind a preposition is not the one that is counted.

    Nor is one that closes a name: the toll in the Kherson REGION.
    """
    if s.lang.capitals and i > 0 and s.is_capital(i - 1) and s.at("place kind", i) is not None:
        return True
    for k in range(i - 1, max(-1, i - 4), -1):
        if s.at("source boundary", k) is not None:
            return True
        hit = s.at("number", k)
        if not s.words[k].isalpha() or (hit is not None and hit.rule.kind == "of"):
            return False
    return False


def _is_of_the_next(s: Sentence, count: Count, units: list[Count]) -> bool:
    joint = s.at("number", count.j)
    return joint is not None and joint.rule.kind == "of" and any(other.i == joint.end for other in units)


# Between "of" and the number that a share is taken of stands at most whose it is: "of the town's 8,000 houses".
_OF_WHOSE = 4


def _of_the_next(s: Sentence, units: list[Count], k: int) -> Count:
    """20,000 out of 60,000 households: the first number counts what the second does."""
    count = _scaled_as_next(s, units, k)
    joint = s.at("number", count.j)
    if k + 1 < len(units) and joint is not None and joint.rule.kind == "and" and joint.end == units[k + 1].i:
        # "13,000 and 25,000 individuals respectively".
        alike = not (count.counts or count.measured or count.known) and count.number.digits
        return (
            _of_class(count, units[k + 1].counts, units[k + 1].called) if alike and _has_class(units[k + 1]) else count
        )
    if k + 1 < len(units) and (_is_bare(s, count) or count.unit == "percent") and joint is not None:
        following = units[k + 1]
        # "70% of the town's 8,000 houses".
        reach = _OF_WHOSE if "'" in s.words[joint.end : following.i] else 2
        if joint.rule.kind in ("out_of", "of") and _has_class(following) and following.i - joint.end <= reach:
            return _of_class(count, following.counts, following.called)
    return count


def _scaled_as_next(s: Sentence, units: list[Count], k: int) -> Count:
    """2.2 of the 3.6 million: a fraction of what is counted in millions is of them."""
    count, joint = units[k], s.at("number", units[k].j)
    if joint is None or joint.rule.kind not in ("out_of", "of") or k + 1 >= len(units):
        return count
    following = units[k + 1].number
    split = count.value != int(count.value) and not count.measured and count.number.digits and not count.number.scaled
    if not split or not following.scaled or following.i - joint.end > 1:
        return count
    return replace(count, number=replace(count.number, value=count.value * _scale_of(s, following), scaled=True))


def _is_case_alone(count: Count, units: Sequence[Count]) -> bool:
    """Whether the noun is "case" and no number of the sentence said of what."""
    alone = not any(_stands_for(count, other) for other in units if other.i < count.i)
    return is_case(count) and count.counts in ("same", "people") and alone


def _stands_for(count: Count, earlier: Count) -> bool:
    """Whether a number without a noun may count what an earlier one did; a case ("حالة") is of what befalls people."""
    return _has_class(earlier) and (not is_case(count) or things()[earlier.counts].people)


def is_case(count: Count) -> bool:
    """Whether the noun says no more than that it is a case of something."""
    return "unit.case" in count.rules


def _has_class(count: Count) -> bool:
    return bool(count.counts) and count.counts != "same" and not count.measured


def _is_bare(s: Sentence, count: Count) -> bool:
    """Whether a number names no noun, and no event right before it says that it counts people ("wounded 74")."""
    if count.counts or count.measured or count.known:
        return False
    if s.ending("unit another", count.i) is not None:
        return True
    if _has_own_noun(s, count):
        return False
    i = count.i
    while i > 0 and (s.ending("qualifier before", i) is not None or s.at("indicator light", i - 1) is not None):
        hit = s.ending("qualifier before", i)
        i = hit.start if hit is not None else i - 1
    return s.ending("indicator event", i) is None


def _has_own_noun(s: Sentence, count: Count) -> bool:
    """12 sniffer dogs: an unknown noun of two words in the plural is a noun all the same."""
    i, j = count.noun
    if s.lang.head == "first" or s.lang.and_prefix or j - i < 2 or i < count.j:
        return False
    plain = all(s.words[k].isalpha() and not _is_verb(s, k) for k in range(i, j))
    return plain and s.words[j - 1].endswith("s")


def _is_verb(s: Sentence, k: int) -> bool:
    lanes = ("unit verb", "indicator event", "indicator thing", "indicator light", "unit skip")
    return any(s.at(lane, k) is not None for lane in lanes)


def _goes_on(s: Sentence, count: Count) -> bool:
    """Of those, 761 crossed the border: the sentence goes on about what was counted before."""
    if any(True for _ in s.within("indicator figure", 0, count.i)):
        return True
    if s.back_over(count.i, "qualifier before") == 0 and s.at("unit copula", count.j) is not None:
        return True  # "110,000 houses fell. Some 92,000 are in Sindh."
    return count.counts == "same" or any(hit.start <= 3 for hit in s.within("indicator part", 0, count.j + 4))


def _id(hit: Hit) -> str:
    return f"unit.{hit.rule.id}"
