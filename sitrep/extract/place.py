"""Where: the place that a figure is about, in the text's own words, and what the gazetteer makes of it.

A name is taken for a place by the words around it ("in", "province of", "district") or because the gazetteer knows
it. Which of two places of one name is meant is decided by the countries given, and otherwise left open.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from sitrep.extract.unit import Count, from_to
from sitrep.extract.words import Hit, Sentence
from sitrep.languages import load
from sitrep.model import Place
from sitrep.reference import places

_MOST_WORDS = 6
# How many words may describe a place without a name: "northern and central mountainous areas".
_MOST_DESCRIBING = 4
# And how many stand between a number and such a place at most.
_BESIDE = 8
# A place further away than this many tokens is not the number's own.
_FAR = 100


class Name(Struct, frozen=True):
    """A place named in tokens i to j (excluded) of a sentence."""

    i: int
    j: int
    text: str
    locative: bool
    """Whether a word such as "in" stands before it."""
    core: str = ""
    """The name alone, where the text has a direction with it: northern Syria."""
    described: bool = False
    """Whether it has no name of its own, so that it holds for the number beside it only."""
    kind: str | None = None
    """What the word beside it says that it is, such as town: Aleppo city is not Aleppo governorate."""
    whole: bool = False
    """Whether it is said as "the country"."""
    bare: str = ""
    """Its name without that word, folded, where the gazetteer has none: it may stand alone from here on."""


def names(s: Sentence, short: Collection[str] = ()) -> tuple[Name, ...]:
    """The places that a sentence names, in order. short: what the text calls places for short, such as GPAA."""
    named = _capital_names(s, short) if s.lang.capitals else _known_names(s, short)
    described = [name for name in _described(s) if not any(name.i < other.j and other.i < name.j for other in named)]
    return tuple(sorted([*named, *described], key=lambda name: name.i)) if described else tuple(named)


def _described(s: Sentence) -> Iterator[Name]:
    """In the anchorage area, at the power station: a place without a name of its own."""
    for hit in s.hits.get("place common", {}).values():
        start = hit.start
        while start > 0 and hit.start - start < _MOST_DESCRIBING and _describes(s, start - 1):
            start -= 1
        if start == hit.start or s.at("place vague", start) is not None:
            continue
        if _preposition(s, start, "place locative"):
            yield Name(start, hit.end, s.slice(start, hit.end), True, described=True)


def _describes(s: Sentence, k: int) -> bool:
    """Whether token k may describe the noun behind it."""
    if not s.words[k].isalpha() or s.at("number", k) is not None:
        return s.words[k] == "and"
    return s.at("unit stop", k) is None and s.at("place locative", k) is None and s.at("indicator event", k) is None


def nation(s: Sentence, country: str) -> Iterator[Name]:
    """Nationwide, across the country: in the country that the text is about; but not "in the country's north"."""
    return (
        Name(hit.start, hit.end, country, True, whole=True)
        for hit in s.hits.get("place nation", {}).values()
        if s.words[hit.end : hit.end + 1] != ["'"]
    )


def _is_of_speaking(s: Sentence, start: int, j: int) -> bool:
    """Told reporters in Islamabad; in Geneva, a spokesman said: where it was said, not what it is about."""
    if s.ending("place spoken", start) is not None:
        return True
    opens = start <= 1 and s.at("place seat", start) is not None and s.words[j : j + 1] == [","]
    return opens and any(s.at("source speaker", k) is not None for k in range(j + 1, j + 4))


def short_forms(s: Sentence, found: Iterable[Name]) -> Iterator[tuple[str, str]]:
    """Greater Pibor Administrative Area (GPAA): the short form given to a place, and what it is short for."""
    for name in found:
        if name.j + 2 < len(s) and s.words[name.j] == "(" and s.words[name.j + 2] == ")":
            text = s.slice(name.j + 1, name.j + 2)
            if text.isupper() and _is_short_for(text, s.slice(name.i, name.j)):
                yield text, s.slice(name.i, name.j)


def _is_short_for(short: str, name: str) -> bool:
    """GPAA for Jonglei and Greater Pibor Administrative Area; but UNAMA, behind "in Afghanistan", is no place."""
    return short in "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


# ---------------------------------------------------------------- scripts with capital letters


def _capital_names(s: Sentence, short: Collection[str]) -> list[Name]:
    out: list[Name] = []
    j = 0
    for i, start in enumerate(s.starts):
        if i < j or not (s.text[start].isupper() or _is_article(s, i)) or _is_direction_of(s, i):
            continue
        j = _without_outer(s, i, _name_end(s, i))
        name = (_as_place(s, i, j, short) or _first_of_two(s, i, j, short)) if j > i else None
        if name is not None:
            out.append(name)
            j = name.j
    return out


def _is_direction_of(s: Sentence, i: int) -> bool:
    """Le Nord-Est du Burkina Faso: the direction belongs to the name behind it."""
    hit = s.at("place direction", i) if s.lang.head == "first" else None
    return hit is not None and hit.end < len(s) and _is_name_word(s, hit.end)


def _first_of_two(s: Sentence, i: int, j: int, short: Collection[str]) -> Name | None:
    """Jonglei and Upper Nile: the first of two names, where the two are no place as one."""
    k = next((k for k in range(i + 1, j) if s.is_a("and", k)), j)
    return _as_place(s, i, k, short) if k < j else None


def _name_end(s: Sentence, i: int) -> int:
    """Where the capitalised name that begins at token i ends; i where none does."""
    first = i + 2 if _is_article(s, i) else i + _is_capital_article(s, i)
    if not _is_name_word(s, first):
        return i
    j = first + 1
    while j < len(s) and j - i < _MOST_WORDS * 2:
        if _is_name_word(s, j) and not _new_line(s, j):
            j += 1
            continue
        step = _step_over(s, j) or _own_name(s, i, j)
        if not step or j + step > len(s):
            break
        j += step
    return min(j, len(s))


def _is_article(s: Sentence, i: int) -> bool:
    """El-Obeid, al-Bab: an article in small letters, joined to a name."""
    if s.words[i + 1 : i + 2] != ["-"] or i + 2 >= len(s) or s.at("place joining", i) is None:
        return False
    return s.joined(i + 1) and s.joined(i + 2) and s.is_capital(i + 2)


def _is_capital_article(s: Sentence, i: int) -> bool:
    """Aldea El Carmen, El Salvador: a capital article is part of the name behind a kind, or of a name that is known."""
    if s.lang.head != "first" or not s.is_a("determiner", i) or i + 1 >= len(s) or not _is_name_word(s, i + 1):
        return False
    if s.ending("place kind_of", i) is not None:
        return True
    rows = places.candidates(s.slice(i, i + 2))
    return any(row.kind in LARGE or row.population >= _VILLAGE for row in rows)


def _own_name(s: Sentence, i: int, j: int) -> int:
    """Cox's Bazar: a name with a genitive in it, if the gazetteer has it."""
    if s.words[j] != "'" or j + 2 >= len(s) or not _is_name_word(s, j + 2):
        return 0
    return 3 if _known(s.slice(i, j + 3)) else 0


def _without_outer(s: Sentence, i: int, j: int) -> int:
    """Aceh de Indonesia: where the name of the inner place ends, if the gazetteer has both but not the two as one."""
    if j - i < 3 or _known(s.slice(i, j)):
        return j
    for k in range(j - 1, i, -1):
        link = s.at("place joining", k)
        if link is not None and s.at("place chain", k) is not None and link.end < j:
            if _known(s.slice(i, k)) and _known(s.slice(link.end, j)):
                return k
    return j


def _step_over(s: Sentence, j: int) -> int:
    """How many tokens a name goes on past token j where that is no name word: Mt. Merapi, al-Bab, Rio de Janeiro."""
    if j + 1 >= len(s):
        return 0
    if s.words[j] == "." and s.words[j - 1] in s.lang.abbreviations and _is_name_word(s, j + 1):
        return 2
    if s.words[j] in ("-", "'") and s.joined(j) and s.joined(j + 1) and s.words[j + 1] != "s":
        return 2
    if s.words[j].isdecimal() and s.joined(j) and len(s.words[j - 1]) == 1:
        return 1  # a road: M5
    link = s.at("place joining", j)
    if link is None or link.end >= len(s) or link.rule.says == "and":
        return 0
    if j == 1 and s.at("place locative", j) is not None:
        return 0  # Precisely in Santander
    # "Maarat al-Numan": the article is joined on by a hyphen.
    after = link.end + (s.words[link.end] == "-" and s.joined(link.end))
    return after + 1 - j if after < len(s) and _is_name_word(s, after) else 0


def _is_name_word(s: Sentence, i: int) -> bool:
    word = s.words[i]
    if (
        not (word[0].isalpha() and s.is_capital(i))
        or s.at("place never", i) is not None
        or ((count := s.at("number", i)) is not None and count.rule.kind != "letter")
        or _is_money(s, i)
    ):
        return False
    # "Across South Sudan": a preposition is capital at the head of a sentence only.
    return i > 0 or s.at("place preposition", i) is None


def _is_money(s: Sentence, i: int) -> bool:
    """COP 180.000: the code of a currency before its amount."""
    unit = s.at("unit", i)
    return unit is not None and unit.rule.kind == "both" and unit.end < len(s) and s.words[unit.end][0].isdecimal()


def _new_line(s: Sentence, j: int) -> bool:
    return "\n" in s.gap(j)


def _as_place(s: Sentence, i: int, j: int, short: Collection[str]) -> Name | None:
    start, direction = _with_direction(s, i)
    locative = _preposition(s, start, "place locative")
    locative = locative or (i == 0 and s.words[j : j + 1] == [":"]) or _is_of_whole(s, start)
    strictly = s.ending("place locative", start) is not None and s.words[start - 1] != "the"
    says = s.at("source verb", j) is not None and not _records(s, i, j)
    if (
        says
        or s.words[j : j + 1] == ["$"]
        or _is_of_speaking(s, start, j)
        or (s.ending("place agent", start) is not None and not _is_scene(s, j))
    ):
        return None
    if s.at("place based", j) is not None or s.at("place land", j) is not None or _is_dateline(s, i, j):
        return None
    if s.at("source speaker", j) is not None:
        locative = False
    kind_after = s.at("place kind", j)
    kind_within = j - i > 1 and (s.at("place kind", j - 1) is not None or s.at("place kind_first", i) is not None)
    kind_before = s.ending("place kind_of", start)
    text = s.slice(i, j)
    if _is_organisation(s, i, j) or (_is_short_form(s, i, j) and text not in short):
        return None
    part = i + 1 if j - i > 1 and s.at("place direction", i) is not None and not _known(text) else i
    known = text in short or _known(s.slice(part, j))
    if (places.demonym(s.text[s.starts[i] : s.ends[i]]) is not None and not is_country(text)) or (
        not known and j - i == 1 and len(text) < 3
    ):
        return None
    if not (known or kind_after or kind_within or kind_before or (strictly and _looks_like_place(s, i, j))):
        return None
    if not known and kind_after is not None and not _looks_like_place(s, i, j):
        return None  # "three WHO regions"
    led = locative or _preposition(s, start, "place preposition") or text in short or _is_scene(s, j)
    if text.isupper() and len(text) <= _ACRONYM and not (led or text in short or is_large(text)):
        return None  # "RAI state television"
    capital = s.at("place capital", i)
    if s.at("place direction", i) is not None and j < len(s) and s.is_capital(j) and s.at("place never", j) is not None:
        return None  # "the Central Emergency Response Fund"
    led_or_kind = led or kind_after or kind_before or direction or _is_in_list(s, i, j)
    if capital is not None and capital.end == j and not led_or_kind:
        return None  # "Ankara answered within hours": the government there
    if known and not (led or kind_after or kind_within or kind_before or direction):
        # Hope, Gavi and HIV are towns too: alone, only the name of a country, region or division is a place.
        if not is_large(s.slice(part, j)):
            return None
    # "Guinée équatoriale" is no part of Guinée.
    longer = kind_after is not None and (not known or _known(s.slice(i, kind_after.end)))
    end = kind_after.end if kind_after is not None and longer else j
    beside = kind_after if kind_after is not None else kind_before
    kind = places.kind_of(s.slice(beside.start, beside.end)) if beside is not None else None
    end = max(end, j)
    core = s.slice(i, end) if start < i else ""
    return Name(start, end, s.slice(start, end), locative or kind_before is not None, core, kind=kind)


def _is_in_list(s: Sentence, i: int, j: int) -> bool:
    """Manica, Maputo, Sofala: a name between other names."""
    goes_on = s.words[j : j + 1] == [","] or s.is_a("and", j)
    return i > 1 and s.words[i - 1] == "," and s.is_capital(i - 2) and goes_on


def _is_of_whole(s: Sentence, i: int) -> bool:
    """In the country's central Sagaing region: "in" stands before the whole that it is a part of."""
    whole = s.ending("place land", i - 2) or s.ending("place kind", i - 2)
    return (
        s.words[max(0, i - 2) : i] == ["'", "s"]
        and whole is not None
        and _preposition(s, whole.start, "place locative")
    )


def _is_short_form(s: Sentence, i: int, j: int) -> bool:
    """The Geophysical Institute (IG): capitals in brackets stand for what is named before them, if for no country."""
    text = s.slice(i, j)
    bracketed = i > 0 and s.words[i - 1] == "(" and s.words[j : j + 1] == [")"]
    return bracketed and len(text) < 6 and text.isupper() and not is_country(text)


def _records(s: Sentence, i: int, j: int) -> bool:
    """India recorded 360 deaths; Idlib reported 120 cases, Aleppo 80: the place says it, and it is there."""
    if s.at("place records", j) is None:
        return False
    return any(row.kind in LARGE or row.population >= _TOWN for row in places.candidates(s.slice(i, j)))


def _is_scene(s: Sentence, j: int) -> bool:
    """Its capital, Muzaffarabad, where 11,000 died."""
    return s.words[j : j + 1] == [","] and s.at("place scene", j + 1) is not None


def _is_dateline(s: Sentence, i: int, j: int) -> bool:
    """ANKARA, 10 February (Levant Wire) - ...: where it was written, not what it is about."""
    if i > 0 or not s.opens_paragraph:
        return False
    agency = s.words[j : j + 1] != ["-"] and any(_is_agency(s, k) for k in range(j, min(len(s) - 2, j + 8)))
    if agency or s.words[j:] == ["."]:
        return True
    if not s.text[s.starts[i] : s.ends[j - 1]].isupper():
        return False
    first = s.base == 0 and any(row.kind == "town" for row in places.candidates(s.slice(i, j)))
    if s.words[j : j + 1] == [":"] and (_is_city(s, i, j) or first):
        return True  # OUAGADOUGOU: At least 10 men ...
    if s.words[j : j + 1] == [","] and any(_is_bracketed_name(s, k) for k in range(j, min(len(s) - 2, j + 8))):
        return True  # GENEVA, 27 September (UNHCR) The appeal ...
    return any(s.words[k] == "-" and not s.joined(k) for k in range(j, min(len(s), j + 14)))


def _is_city(s: Sentence, i: int, j: int) -> bool:
    rows = places.candidates(s.slice(i, j))
    return bool(rows) and not any(row.kind in LARGE for row in rows)


def _is_bracketed_name(s: Sentence, k: int) -> bool:
    return s.words[k] == "(" and s.words[k + 2] == ")" and s.is_capital(k + 1)


def _is_agency(s: Sentence, k: int) -> bool:
    """(EFE).-, (AFP) -: who sent the news, before its first word."""
    if not _is_bracketed_name(s, k):
        return False
    return s.words[k + 3 : k + 4] == ["-"] or s.words[k + 3 : k + 5] == [".", "-"]


# Letters that the short form of an organisation has at most.
_ACRONYM = 5
LARGE = ("country", "admin1", "region")


def _with_direction(s: Sentence, i: int) -> tuple[int, bool]:
    hit = s.ending("place direction", i)
    return (hit.start, True) if hit is not None else (i, False)


def _preposition(s: Sentence, i: int, lane: str) -> bool:
    hit = s.ending(lane, i)
    if hit is not None:
        return True
    article = s.ending(lane, i + 1) if s.lang.head == "first" else None
    if article is not None and article.start < i:
        return True  # "en El Salvador", where "en el" is one phrase
    # "in the Taftanaz area", "in Syria's northwest Idlib": one word may stand between.
    return i > 1 and s.words[i - 1] == "the" and s.ending(lane, i - 1) is not None


def _is_organisation(s: Sentence, i: int, j: int) -> bool:
    return any(s.at("place organisation", k) is not None for k in range(i, j))


def _looks_like_place(s: Sentence, i: int, j: int) -> bool:
    """But not WHO, BBC Burmese, nor Nutrition."""
    if s.at("when trigger", i) is not None or s.at("place topic", i) is not None:
        return False
    first = s.text[s.starts[i] : s.ends[i]]
    acronym = first.isupper() and 1 < len(first) <= _ACRONYM
    return not acronym or (j - i > 1 and s.text[s.starts[i] : s.ends[j - 1]].isupper())


def _known(text: str) -> bool:
    return bool(places.candidates(text))


# ---------------------------------------------------------------- scripts without


def _known_names(s: Sentence, short: Collection[str]) -> list[Name]:
    """Names that the gazetteer has, and unknown ones behind a word such as "governorate", there or before."""
    out: list[Name] = []
    i = 0
    while i < len(s):
        name = None
        if s.words[i][0].isalpha() and not (i == 0 and _opens_dispatch(s)):
            name = _known_name(s, i) or _named_before(s, i, short)
        if name is not None:
            out.append(name)
        i = name.j if name is not None else i + 1
    return out


def _opens_dispatch(s: Sentence) -> bool:
    """بيروت - وكالات: where it was written, at the head of a text."""
    if s.base or not s.opens_paragraph or len(s) < 3:
        return False
    j = next((k for k in range(1, min(len(s) - 1, _MOST_WORDS)) if s.words[k] in "-ـ(/"), 0)
    while j > 1 and (s.words[j - 1].isdecimal() or s.at("when trigger", j - 1) or s.at("place locative", j - 1)):
        j -= 1  # "كابول في 9 سبتمبر /وام/"
    return j > 0 and not is_country(s.slice(0, j)) and _known(s.slice(0, j))


def _known_name(s: Sentence, i: int) -> Name | None:
    """The name that begins at token i, with the words of kind and direction around it: ريف حلب الشمالي."""
    start, kind, prefix = _past_kinds(s, i)
    bare = ""
    led = s.ending("place locative", i) is not None
    j, letters = _longest_known(s, start, led, kind)
    area = s.at("place area", start) if start > i and s.ending("place direction", start) is not None else None
    if j == start and area is not None:
        # "شمال القطاع", "شرق البلاد": a part of what the text is about.
        j = area.end
    kind_of = s.ending("place kind_of", start)
    if j == start and kind and not (kind_of is not None and kind_of.rule.says == "known"):
        j = _in_quotes(s, start) or _unknown_name(s, start)
        bare = s.words[start] if j == start + 1 and len(s.words[start]) >= _CLEAR_LETTERS - 1 else ""
    if j == start or s.at("place based", j) is not None or s.ending("place agent", i) is not None:
        return None
    if _is_of_speaking(s, i, j):
        return None
    after = s.at("place direction_after", j)
    j = after.end if after is not None else j
    prefix = prefix if start > i else letters
    text = s.slice(i, j)[len(prefix) :]
    if prefix.endswith(s.lang.articles or ("-",)) and start == i:
        text = s.lang.articles[0] + text
    locative = (led and not _is_whence(s, i)) or kind or prefix.endswith(s.lang.locative_prefixes or ("-",))
    return Name(i, j, text, locative, bare=bare)


def _named_before(s: Sentence, i: int, short: Collection[str]) -> Name | None:
    """بكيرفيل, behind "بلدة كيرفيل": a name that the gazetteer has not, once the text has said what it is."""
    for prefix in _fronts(s.words[i], s.lang.code) if short else ():
        if s.words[i][len(prefix) :] in short:
            led = s.ending("place locative", i) is not None or prefix.endswith(s.lang.locative_prefixes or ("-",))
            return Name(i, i + 1, s.slice(i, i + 1)[len(prefix) :], led)
    return None


def _is_whence(s: Sentence, i: int) -> bool:
    """70 مواطنا من السودان: where people come from, and not where it happened."""
    return s.at("place native", i - 1) is not None and s.ending("unit noun", i - 1) is not None


def _past_kinds(s: Sentence, i: int) -> tuple[int, bool, str]:
    """Past "governorate of" and "north of": where the name begins, whether a kind was said, the letters in front."""
    k, kind, prefix = i, False, ""
    while k < len(s):
        hit = s.at("place kind_of", k) or s.at("place direction", k)
        if hit is None or hit.prefix.endswith(s.lang.articles or ("-",)) or (k > i and hit.prefix):
            break
        prefix = hit.prefix if k == i else prefix
        kind = kind or hit.rule.kind == "kind_of"
        k = hit.end
    return k, kind, prefix


def _longest_known(s: Sentence, i: int, led: bool, kind: bool) -> tuple[int, str]:
    """Where the longest name of the gazetteer that begins at token i ends, and the letters to take off its front."""
    if i >= len(s) or not s.words[i][0].isalpha():
        return i, ""
    inside = led or _opens_name(s, s.ending("place kind_of", i)) or _opens_name(s, s.ending("place direction", i))
    # Behind "in" and "governorate of" the name stands bare.
    fronts = ("",) if inside else _fronts(s.words[i], s.lang.code)
    longest = i + 1
    while longest < min(len(s), i + 4) and s.words[longest][0].isalpha():
        longest += 1
    for j in range(longest, i, -1):
        text = s.slice(i, j)
        for prefix in fronts:
            if len(text) > len(prefix) + 2 and _is_meant(s, i, j, text[len(prefix) :], prefix, led, kind):
                return j, prefix
    return i, ""


def _opens_name(s: Sentence, hit: Hit | None) -> bool:
    """Whether a kind or a direction leads to the name behind it; "الشرقي", with its article, ends one."""
    return hit is not None and not (hit.prefix and hit.prefix.endswith(s.lang.articles))


@lru_cache(maxsize=65536)
def _fronts(word: str, code: str) -> tuple[str, ...]:
    """The letters that may be written onto the front of a name: none, or a preposition, but no article alone."""
    lang = load(code)
    kept = [p for p in lang.prefixes if not p.endswith(lang.articles or ("-",)) or p == lang.articles[-1]]
    return ("", *(prefix for prefix in kept if word.startswith(prefix)))


def _is_meant(s: Sentence, i: int, j: int, text: str, prefix: str, led: bool, kind: bool) -> bool:
    """Whether a name of the gazetteer is a place here, and not a common word."""
    rows = places.candidates(text)
    if not rows or (j - i == 1 and not led and places.demonym(text, s.lang.code) is not None):
        return False
    if kind:
        return s.at("place area", i) is None  # "ولايات البلاد": the provinces of whichever country
    if j - i == 1 and s.at("number", i) is not None:
        return False  # "في خمس مناطق": not the town of Khoms
    if s.at("place never", i) is not None or (not led and _is_demonym(s, i)):
        return False
    if any(row.kind == "country" for row in rows):
        return True
    common = j - i == 1 and _is_word(s, i)
    most = max(row.population for row in rows)
    division = any(row.kind in LARGE for row in rows)
    if led:
        return division or most >= _TOWN or (not common and (most >= _VILLAGE or j - i > 1))
    at_home = any(row.country in s.lang.home and (row.kind in LARGE or row.population >= _TOWN) for row in rows)
    if prefix.endswith(s.lang.locative_prefixes or ("-",)):
        return at_home or (len(text) >= _CLEAR_LETTERS and not common and (division or most >= _TOWN))
    # Short names are words as well, and so are many that begin with the letters of a preposition.
    large = at_home or (not prefix and len(text) > _CLEAR_LETTERS and (division or most >= _CITY))
    return not common and len(text) >= _CLEAR_LETTERS and large


# How many people a place must have to be meant by its bare name: after "in", and where nothing says that it is a place.
_VILLAGE, _TOWN, _CITY = 5_000, 100_000, 500_000
_CLEAR_LETTERS = 5


def _is_demonym(s: Sentence, i: int) -> bool:
    """لاجئا سوريا: right behind a noun, the word is its adjective."""
    return s.at("unit noun", i) is not None and s.ending("unit noun", i) is not None


def _is_word(s: Sentence, i: int) -> bool:
    """Whether a token is a word of the language file."""
    return any(i in lane for lane in s.hits.values())


def _in_quotes(s: Sentence, i: int) -> int:
    """مخيم "النور": where the quotation marks around a name close; 0 where none open."""
    if s.words[i : i + 1] != ['"']:
        return 0
    return next((k + 1 for k in range(i + 2, min(len(s), i + _MOST_WORDS)) if s.words[k] == '"'), 0)


def _unknown_name(s: Sentence, i: int) -> int:
    """Where a name that the gazetteer does not have ends: one word that is no other, or two as in أبو حمد."""
    j = i
    joining = s.at("place joining", i)
    if joining is not None:
        j = joining.end
    elif i < len(s) and (_is_word(s, i) or s.at("indicator event", i) is not None):
        return i
    return j + 1 if j < len(s) and s.words[j][0].isalpha() and not _is_word(s, j) else i


# ---------------------------------------------------------------- which one


def place_of(
    s: Sentence, found: Sequence[Name], all_counts: Sequence[Count], k: int, near: Name | None, indicator: str = ""
) -> Name | None:
    """The place that number k is about.

    near: the place of the context, for a sentence that names none. indicator: what the number counts.
    """
    has = indicator in _OF_PLACES
    count = all_counts[k]
    if has and found and found[0].i == 0 and s.at("unit copula", found[0].j) is not None:
        # "Palu is a town on Sulawesi, with 379,800 inhabitants": it is said of what the sentence begins with.
        return found[0]
    usable = [
        name
        for name in found
        if abs(name.i - count.i) <= _FAR
        and not (name.i < count.j and name.j > count.i)
        and not _measured_from(s, count, name)
        and not _is_listed(s, count, name)
        and not _is_of_parts(s, all_counts, count, name)
        and not (indicator in _GIVEN and name.j <= count.i and not name.locative)
        and not _is_example(s, count, name)
        and (not name.described or _is_beside(s, count, name))
    ]
    # "Paiporta, 10 kilometres from Valencia, reports 40 deaths": they are not in Valencia.
    usable = [name for name in usable if not any(_measured_from(s, c, name) for c in all_counts)] or usable
    usable = [name for name in usable if not _is_of_part(s, all_counts, k, name)]
    headed = _headed(s, usable, all_counts)
    own = next((name for name in headed if headed[name] is count), None)
    if own is not None:
        return own
    usable = [name for name in usable if name not in headed]
    if not usable:
        return near
    said = _of_relative(s, count, usable) or _before_brackets(s, all_counts, k, usable)
    if said is not None:
        best = said
    elif _lead(usable, all_counts):
        best = [name for name in usable if name.j <= count.i][-1]
    else:
        moved = indicator in _MOVED
        usable = _not_left(s, count, usable) if moved else usable
        best = min(usable, key=lambda name: _nearness(s, all_counts, count, name, moved=moved))
    return listed(s, found, _innermost(s, usable, best))


def _not_left(s: Sentence, count: Count, found: list[Name]) -> list[Name]:
    """نزحت 90 أسرة من حلب إلى إدلب: the places but the one that they left, where it is said where they went."""
    went = any(name.i >= count.j and s.ending("place destination", name.i) is not None for name in found)
    return [name for name in found if s.at("place native", name.i - 1) is None] if went else found


def _is_of_part(s: Sentence, all_counts: Sequence[Count], k: int, name: Name) -> bool:
    """375 bridges, of which 165 in Sindh and 22 in Punjab; mostly in Sindh (436,000): where a part is."""
    count, behind = all_counts[k], from_to(all_counts, all_counts[k].j, name.i)
    if s.words[name.j : name.j + 1] == ["("]:
        own = next(iter(from_to(all_counts, name.j, name.j + _BRACKET)), None)
        alone = own is not None and s.words[max(own.j, own.noun[1]) : max(own.j, own.noun[1]) + 1] == [")"]
        if own is not None and alone and own is not count and own.unit == count.unit:
            return True
    if not behind or "," in s.words[behind[-1].j : name.i]:
        return False
    if next(s.within("indicator part", count.j, behind[0].i), None) is None:
        return False
    # "12 killed, including four children in Binnish" is said of all; "including 4 in Binnish" is not.
    after = next(iter(from_to(all_counts, name.j, len(s))), None)
    return _is_bare(behind[-1]) or (after is not None and _is_bare(after))


def _is_bare(count: Count) -> bool:
    """Whether no noun stands behind the number."""
    return not count.measured and count.noun[1] <= count.j


# Tokens from a bracket to the number in it: "(more than 436,000".
_BRACKET = 5


def _headed(s: Sentence, found: Sequence[Name], all_counts: Sequence[Count]) -> dict[Name, Count]:
    """Sindh has reported 678, Balochistan 299, Punjab 191: each place with the number right behind it, if two have."""
    pairs = {}
    for name in found:
        count = next(iter(from_to(all_counts, name.j, len(s))), None)
        if count is not None and _is_right_behind(s, name, count):
            pairs[name] = count
    return pairs if len(pairs) > 1 else {}


def _is_right_behind(s: Sentence, name: Name, count: Count) -> bool:
    """Whether nothing but a short form in brackets, a colon or "reported" stands between a place and a number."""
    j, end = name.j, s.back_over(count.i, "qualifier before")
    if s.words[j : j + 1] == ["("] and s.words[j + 2 : j + 3] == [")"]:
        j += 3
    said = s.at("place records", j)
    j = said.end if said is not None else j + (s.words[j : j + 1] == [":"])
    return j == end


def listed(s: Sentence, found: Sequence[Name], name: Name) -> Name:
    """Sud, Nippes and Grand'Anse: all the places that a number is said of at once, and not the first alone."""
    found = [one for one in found if one is name or s.words[one.i - 1 : one.i] != ["("]]
    k = found.index(name)
    first = last = k
    while first > 0 and _next_in_list(s, found[first - 1], found[first]):
        first -= 1
    while last + 1 < len(found) and _next_in_list(s, found[last], found[last + 1]):
        last += 1
    if last - first < 1 or not any(s.is_a("and", i) for i in range(found[last - 1].j, found[last].j)):
        return name
    return Name(found[first].i, found[last].j, s.slice(found[first].i, found[last].j), name.locative)


def _next_in_list(s: Sentence, one: Name, other: Name) -> bool:
    """Whether the one is followed by the other in a list: a comma or "and" between, or a short form in brackets."""
    j = one.j + 3 * (s.words[one.j : one.j + 1] == ["("] and s.words[one.j + 2 : one.j + 3] == [")"])
    return all(s.words[i] == "," or s.is_a("and", i) for i in range(j, other.i)) and other.i > j


def _is_example(s: Sentence, count: Count, name: Name) -> bool:
    """Millions in many countries, including Bangladesh, China and Colombia: some of the places, and not the place."""
    i = name.i
    while i > 0 and (
        s.words[i - 1] == "," or s.is_capital(i - 1) or s.is_a("and", i - 1) or s.is_a("determiner", i - 1)
    ):
        i -= 1
    cue = s.ending("place example", i)
    # "365 persons (from Niger, Chad and Mali) in 43 places": where they come from.
    origin = s.ending("place origin", i)
    bracketed = origin is not None and s.words[origin.start - 1 : origin.start] == ["("]
    return (cue is not None and cue.start >= count.j) or bracketed


# What a place has.
_OF_PLACES = frozenset({"population", "distance", "area"})
# "The United States gave $50 billion": who gives is not where it is for.
_GIVEN = frozenset({"funding_received", "funding_required"})
# Who goes somewhere is counted where they went to.
_MOVED = frozenset({"returnees", "refugees", "displaced", "evacuated"})


def _of_relative(s: Sentence, count: Count, found: Sequence[Name]) -> Name | None:
    """Turkey, which has taken in 3.6 million refugees: the place that the clause describes."""
    led = [name for name in found if name.j + 1 < count.i and s.words[name.j] == "," and _is_which(s, name.j + 1)]
    led += [name for name in found if name.j + 1 < count.i and _is_scene(s, name.j)]
    if not led or any(led[-1].j < name.i < count.i for name in found):
        return None
    return None if "," in s.words[led[-1].j + 1 : count.i] else led[-1]


def _is_which(s: Sentence, k: int) -> bool:
    hit = s.at("source relative", k)
    return hit is not None and s.at("unit stop", hit.end) is not None


def _before_brackets(s: Sentence, all_counts: Sequence[Count], k: int, found: Sequence[Name]) -> Name | None:
    """Nigeria in August (10,000 doses): what stands alone in brackets is about the place before them."""
    count = all_counts[k]
    i, j = s.back_over(count.i, "qualifier before"), max(count.j, count.noun[1])
    while i > 0 and s.words[i - 1] in ("n", "="):
        i -= 1  # Beni (n=14)
    again = k > 0 and max(all_counts[k - 1].j, all_counts[k - 1].noun[1]) >= i - 1
    if not i or again or s.words[i - 1] != "(" or s.words[j : j + 1] != [")"]:
        return None
    return next((name for name in reversed(found) if name.j < i), None)


def _lead(found: Sequence[Name], all_counts: Sequence[Count]) -> bool:
    """Bagdad 335, then Diyala 170: whether every number of the sentence follows the name of its place."""
    found = [name for name in found if not name.whole]
    if len(found) < 2 or found[0].j > all_counts[0].i:
        return False
    ends = [*(name.i for name in found[1:]), all_counts[-1].j]
    led = [any(name.j <= count.i < end for count in all_counts) for name, end in zip(found, ends, strict=True)]
    # "Honduras has six dead, Nicaragua four and Costa Rica one": the last number may be none.
    return all(led) or (len(led) > 2 and all(led[:-1]) and not any(name.locative for name in found[1:]))


def _is_beside(s: Sentence, count: Count, name: Name) -> bool:
    """Whether nothing but words stands between a number and a place."""
    between = range(count.j, name.i) if name.i >= count.j else range(name.j, count.i)
    if name.i < count.i and any(s.is_a("and", k) for k in between):
        return False  # "200 at the terminal and 200 on the road"
    return len(between) <= _BESIDE and all(s.words[k].isalpha() or s.words[k] == "-" for k in between)


def _measured_from(s: Sentence, count: Count, name: Name) -> bool:
    """Five kilometres from the epicentre: where a distance is measured from is not where it is said of."""
    if not count.measured or count.unit not in _FROM_SOMEWHERE:
        return False
    origin = next(s.within("place origin", count.j, min(len(s), count.j + 6)), None)
    return origin is not None and origin.end <= name.i and "," not in s.words[origin.end : name.i]


# What a place lies away from another by.
_FROM_SOMEWHERE = frozenset({"kilometer", "meter", "mile", "nautical_mile", "foot", "hour", "minute", "day"})


def _is_listed(s: Sentence, count: Count, name: Name) -> bool:
    """Five departments (Chocó, Cauca, ...): the places that are counted are not where they are."""
    end = max(count.noun[1], count.j)
    if count.counts != "places" or s.words[end : end + 1] != ["("]:
        return False
    closed = next((k for k in range(end, len(s)) if s.words[k] == ")"), len(s))
    return end < name.i < closed


def _is_of_parts(s: Sentence, all_counts: Sequence[Count], count: Count, name: Name) -> bool:
    """724 dead: 500 in the south, 122 in Nippes: a place of the parts is not that of the whole."""
    if name.i < count.j or ":" not in s.words[count.j : name.i]:
        return False
    parts = from_to(all_counts, s.words.index(":", count.j), len(s))
    return len(parts) > 1 and parts[0].i < name.i


def _innermost(s: Sentence, found: Sequence[Name], name: Name) -> Name:
    """Taftanaz, of "the Taftanaz area of northwest Syria in Idlib": the first of a chain of places."""
    k = found.index(name)
    while k + 1 < len(found) and _owned(s, found[k], found[k + 1]):
        k += 1
    while k > 0 and _chained(s, found[k - 1], found[k]):
        k -= 1
    return found[k]


def _owned(s: Sentence, outer: Name, inner: Name) -> bool:
    """Ethiopia's Gambella region, Sudan's besieged city of El Fasher, the Red Sea port city of Hodeidah."""
    own = s.words[outer.j : outer.j + 2] == ["'", "s"]
    i = outer.j + 2 * own
    if own and i == inner.i:
        return True
    kind = s.ending("place kind_of", inner.i)
    if kind is None or not i <= kind.start <= i + _MOST_DESCRIBING:
        return False
    return all(own or s.words[k] == "-" or _describes(s, k) for k in range(i, kind.start))


def _chained(s: Sentence, inner: Name, outer: Name) -> bool:
    between = range(inner.j, outer.i)
    if is_country(inner.text) and len(between) == 1:
        return False  # "of 300 dead in Syria, Idlib reported 120"
    if _is_origin(s, inner) or s.ending("place beside", inner.i) is not None:
        return False
    return len(between) <= _LINKS and all(
        s.words[n] == "," or s.at("place kind", n) is not None or s.at("place chain", n) is not None for n in between
    )


_LENGTHS = frozenset({"kilometer", "meter", "mile"})


def _is_apposed(s: Sentence, name: Name, count: Count) -> bool:
    """Whether a number follows a place behind a comma or a bracket and small words."""
    if not 0 < count.i - name.j <= _APPOSED or s.words[name.j] not in (",", "("):
        return False
    return all(s.words[k].isalpha() for k in range(name.j + 1, count.i))


# Tokens between a place and how far it is: ", located some".
_APPOSED = 5


# Tokens from one place of a chain to the next: ", en el departamento de".
_LINKS = 5


def _nearness(s: Sentence, all_counts: Sequence[Count], count: Count, name: Name, *, moved: bool = False) -> float:
    if name.i >= count.j:
        loss = float(_words_between(s, count.j, name.i))
        loss += 12.0 * sum(s.words[other.i - 1] != "(" for other in from_to(all_counts, count.j, name.i))
        loss += 6.0 * sum(s.words[n] == ";" or s.at("indicator clause", n) is not None for n in range(count.j, name.i))
        if name.locative and not any(s.words[n] == "," and not s.joined(n + 1) for n in range(count.j, name.i)):
            loss -= 6.0
    else:
        loss = 4.0 + 0.7 * (count.i - name.j)
        if _closed_off(s, all_counts, count, name):
            loss += _ANOTHER_CLAUSE
        loss += 4.0 * len(from_to(all_counts, name.j, count.i))
        if name.i <= 3 and name.locative:
            # "In Anjouan, the poorest island of the Comoros, ...": what opens the sentence sets its scene.
            loss = min(loss, 6.0)
    if _is_origin(s, name):
        loss += 4.0
    if count.measured and count.unit in _LENGTHS and _is_apposed(s, name, count):
        loss -= 20.0  # Joateca, 164 km north of San Salvador
    elif count.measured and count.j <= name.i <= count.j + 4 and s.ending("place beside", name.i) is not None:
        loss -= 16.0  # 60 km west of Mosul
    if _has(s, name, count):
        loss -= 12.0
    to = moved and name.i >= count.j and s.ending("place destination", name.i) is not None
    return loss - (8.0 if name.locative or to else 0.0)


def _has(s: Sentence, name: Name, count: Count) -> bool:
    """Mali counts some 900 schools, a record in Africa: what stands between place and number says so."""
    records = s.at("place records", name.j)
    if records is None or not records.end <= count.i <= records.end + _HAS:
        return False
    return all(s.words[k].isalpha() for k in range(records.end, count.i))


# Words between "counts" and the number.
_HAS = 4


def _is_origin(s: Sentence, name: Name) -> bool:
    """They came from Corinto; but the "de" of "el municipio de Corinto" belongs to its kind."""
    return s.ending("place origin", name.i) is not None and s.ending("place kind_of", name.i) is None


def _closed_off(s: Sentence, all_counts: Sequence[Count], count: Count, name: Name) -> bool:
    """7,000 fled to Uganda, at least 521,000 are in Rutshuru: behind a number, and a comma ends what it says."""
    if not any(c.j <= name.i for c in all_counts):
        return False
    return any(s.words[k] == "," and not s.joined(k + 1) for k in range(name.j, count.i))


# How much further away a place of another number's clause is.
_ANOTHER_CLAUSE = 8.0


def _words_between(s: Sentence, i: int, j: int) -> int:
    """The words from token i to j, without what stands in brackets."""
    words, depth = 0, 0
    for word in s.words[i:j]:
        depth = max(0, depth + (word == "(") - (word == ")"))
        words += not depth and word.isalpha()
    return words


def is_country(name: str) -> bool:
    """Whether the gazetteer knows a country of this name."""
    return any(row.kind == "country" for row in places.candidates(name))


def is_large(name: str) -> bool:
    """Whether the gazetteer knows a country, a region or a first division of this name."""
    return any(row.kind in LARGE for row in places.candidates(name))


def place_in(source: str | None) -> Name | None:
    """PDMA Balochistan: the division behind the short form of an office."""
    office, _, name = (source or "").rpartition(" ")
    is_office = office.isupper() and office.isalpha() and is_large(name) and not is_country(name)
    return Name(0, 0, name, True) if is_office else None


def is_another_division(source: str | None, place: Name | None) -> bool:
    """Sindh has reported 678, Punjab 191: whether a source is no more than the name of another division."""
    if source is None or place is None or place.text == source:
        return False
    return is_large(source) and not is_country(source)


def resolved(name: str, countries: tuple[str, ...], kind: str | None = None, full: str = "") -> Place:
    """The place of a name; without an id where the gazetteer has none or more than one.

    kind: what the text says that it is, where the gazetteer has such a place. full: what the name is short for.
    """
    text = full or name
    row = (places.resolve(text, countries, kind) if kind else None) or places.resolve(text, countries)
    if row is None:
        return Place(name=name)
    return Place(
        name=name,
        id=row.id,
        label=row.label,
        kind=row.kind,
        country=row.country,
        admin1=row.admin1,
        pcode=row.pcode,
        latitude=row.latitude,
        longitude=row.longitude,
    )
