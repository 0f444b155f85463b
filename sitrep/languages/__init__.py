"""What the words of a language mean: rules as data, one TOML a language, loaded into lookup tables.

A rule has an id, words (or a pattern), what they say, and examples that it finds and must miss. Words are phrases
separated by commas; "kill(s|ed|ing)" stands for its forms, "(the|) end of" for both. They are written in any case and
with or without accents: text and rules are folded alike (`fold`).
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from sitrep.errors import ProfileError

FOLDER = Path(__file__).parent


# Every entry maps one character to exactly one, so that offsets in folded text are offsets in the text.
def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in itertools.chain(range(0x80, 0x250), range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base.lower()
        elif len(low := chr(code).lower()) == 1:
            table[code] = low
    table |= {
        ord(c): " "
        for c in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
    }
    table |= {ord(c): "'" for c in "\u2018\u2019\u201b\u02bc\u02bb\u2032\u0060\u00b4"}
    table |= {ord(c): '"' for c in "\u201c\u201d\u201e\u00ab\u00bb\u201f"}
    # Raised digits are footnote marks or exponents, never digits of the number before them.
    table |= {ord(c): "^" for c in "⁰¹²⁴⁵⁶⁷⁸⁹"} | {ord("³"): "~"}
    table |= {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"}
    # Signs without width: which way to write, and where not to break.
    table |= dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF), " ")
    for zero in (0x660, 0x6F0, 0xFF10, 0x966):
        table |= {zero + digit: str(digit) for digit in range(10)}
    table |= {ord(c): "ا" for c in "أإآٱ"} | {ord("ى"): "ي", ord("ة"): "ه", ord("ؤ"): "و", ord("ئ"): "ي"}
    table |= {ord("ی"): "ي", ord("ک"): "ك"}
    table |= {ord("٬"): ",", ord("٫"): ".", ord("،"): ",", ord("؛"): ";", ord("؟"): "?", ord("٪"): "%", ord("％"): "%"}
    table |= {ord("İ"): "i", ord("ı"): "i", ord("ø"): "o", ord("ł"): "l", ord("đ"): "d"}
    for code in itertools.chain(range(0x41, 0x5B), range(0x386, 0x530)):
        if len(low := chr(code).lower()) == 1:
            table[code] = low
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """Lower case, without accents, with plain digits, spaces, quotes and dashes; of the same length as `text`.

    >>> fold("Évacués\\u00a0: ١٢ «dès»")
    'evacues : 12 "des"'
    """
    return text.lower().replace("\t", " ") if text.isascii() else text.translate(_FOLD)


# A word, or one sign. Combining marks stay inside words; digits and apostrophes stand alone.
TOKEN = re.compile(r"\d+|[^\W\d_]+(?:[\u0300-\u036f\u0640\u064b-\u0652\u0670]+[^\W\d_]*)*|[^\w\s]|_")
_MARKS = re.compile(r"[\u0300-\u036f\u0640\u064b-\u0652\u0670]")


def plain(word: str) -> str:
    """A folded word without combining marks and tatweel, as the tables hold it."""
    return word if word.isascii() else _MARKS.sub("", word)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of a language file."""

    id: str
    kind: str = ""
    """What the section makes of it, such as "scale" for a number word or "before" for a qualifier."""
    words: str = ""
    values: Mapping[str, Any] = {}
    """Words with what each means, such as { two = 2 }."""
    pattern: str = ""
    """A regular expression over folded text, anchored where it is tried; {slots} as [slots] names them."""
    says: str = ""
    """The unit, qualifier, event, measure or date form that the words say."""
    counts: str = ""
    """For counted nouns: the class of thing, a key of reference/counted.toml."""
    side: str = ""
    """"before" or "after" where the words say it only of a number on that side of them, "touching" for right behind,
    "anywhere" for any number of the sentence that counts what `counts` has."""
    measure: str = ""
    """stock or flow, where the words decide it."""
    over: str = ""
    """The event that this one wins over where both stand near: "أصيب ... بالكوليرا" are cases, not injured."""
    finds: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    code: str
    name: str
    decimal: str = "."
    groups: str = ", '"
    capitals: bool = True
    """Whether names begin with a capital letter."""
    head: str = "last"
    """Where the head of a noun phrase stands: "last" (refugee camps) or "first" (camps de réfugiés)."""
    and_prefix: str = ""
    prefixes: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    locative_prefixes: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    whole: str = ""
    """Words that only look as if letters were written onto their front."""
    abbreviations: str = ""
    slots: Mapping[str, str] = {}
    months: Mapping[str, int] = {}
    weekdays: Mapping[str, int] = {}
    number: tuple[Rule, ...] = ()
    not_number: tuple[Rule, ...] = ()
    unit: tuple[Rule, ...] = ()
    qualifier: tuple[Rule, ...] = ()
    indicator: tuple[Rule, ...] = ()
    place: tuple[Rule, ...] = ()
    when: tuple[Rule, ...] = ()
    source: tuple[Rule, ...] = ()
    deadline: tuple[Rule, ...] = ()


SECTIONS = ("number", "not_number", "unit", "qualifier", "indicator", "place", "when", "source", "deadline")


class Entry(Struct, frozen=True):
    """A phrase in the lookup table of a language."""

    tail: tuple[str, ...]
    """Its words after the first."""
    section: str
    rule: Rule
    value: Any = None
    exclusive: bool = False
    """Whether no phrase of its section counts inside a longer one: "lost their lives" is not about lives."""


class Entries(Struct, frozen=True):
    """What may begin with a word: phrases by their second word, longest first, and the word alone."""

    longer: Mapping[str, tuple[Entry, ...]]
    alone: tuple[Entry, ...]


class Language(Struct, frozen=True):
    """A language file, ready to be looked up in."""

    code: str
    name: str
    decimal: str
    groups: str
    """Signs that group thousands."""
    capitals: bool
    head: str
    and_prefix: str
    """The letter that joins a word to the one before (Arabic wa-)."""
    prefixes: tuple[str, ...]
    """Letters written onto the front of a word (Arabic wa-, bi-, al-, wa-l-), longest first."""
    articles: tuple[str, ...]
    """How a prefix ends that makes its word definite."""
    locative_prefixes: tuple[str, ...]
    """Prefixes that say where (Arabic bi-)."""
    home: frozenset[str]
    """ISO 3166-1 alpha-3 of the countries where it is spoken: a place there needs less around its name."""
    whole: frozenset[str]
    """Words that are never taken apart."""
    abbreviations: frozenset[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    entries: Mapping[str, Entries]
    """First word of a phrase → what may begin with it."""
    asked: Mapping[str, Mapping[str, Entry]]
    """Section → word → its entry, for the sections that are only ever asked about one token (_ASKED)."""
    uncounted: Mapping[str, Entries]
    """The same for a sentence without a number: only what may say where, when and who."""
    numerals: frozenset[str]
    """Words without which, and without digits, a sentence has no number."""
    dates: Mapping[str, tuple[tuple[re.Pattern[str], Rule], ...]]
    """First word (or "0" for digits) → date forms that can begin with it."""
    rules: tuple[tuple[str, Rule], ...]
    """(section, rule) in file order."""


def available() -> tuple[str, ...]:
    """Codes of the languages that there is a file for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def load(code: str) -> Language:
    """The language with this ISO 639-1 code. Raises ProfileError for a code without a file or a wrong file."""
    path = FOLDER / f"{code}.toml"
    if not path.is_file():
        raise ProfileError(
            f'there are no rules for the language "{code}"',
            f"Write one of {', '.join(available())}, or add {path.name}.",
        )
    try:
        file = msgspec.toml.decode(path.read_bytes(), type=_File)
    except msgspec.DecodeError as error:
        raise ProfileError(str(error), "Compare with the other languages.", path=path) from error
    rules = tuple((section, rule) for section in SECTIONS for rule in getattr(file, section))
    asked: dict[str, dict[str, Entry]] = {} if file.prefixes else {lane: {} for lane in _ASKED}
    table = _entries(rules, path, asked)
    return Language(
        code=file.code,
        name=file.name,
        decimal=file.decimal,
        groups=file.groups,
        capitals=file.capitals,
        head=file.head,
        and_prefix=file.and_prefix,
        prefixes=tuple(sorted(file.prefixes, key=len, reverse=True)),
        articles=file.articles,
        locative_prefixes=file.locative_prefixes,
        home=frozenset(file.home),
        whole=frozenset(phrase[0] for phrase in phrases(file.whole)),
        abbreviations=frozenset(phrase[0] for phrase in phrases(file.abbreviations)),
        months={fold(name): number for name, number in file.months.items()},
        weekdays={fold(name): number for name, number in file.weekdays.items()},
        entries=table,
        asked=asked,
        uncounted=_entries([(section, rule) for section, rule in rules if section not in _OF_NUMBERS], path, asked),
        numerals=_numerals(rules),
        dates=_dates(file, path),
        rules=rules,
    )


def phrases(text: str) -> Iterable[tuple[str, ...]]:
    """The phrases of a `words` field, each as its folded words, every "(a|b)" written out.

    >>> list(phrases("shot dead, kill(s|ed)"))
    [('shot', 'dead'), ('kills',), ('killed',)]
    """
    for phrase in filter(None, (part.strip() for part in text.split(","))):
        for written in _written_out(phrase):
            if words := tuple(plain(word) for word in TOKEN.findall(fold(written))):
                yield words


def _written_out(phrase: str) -> Iterable[str]:
    before, bracket, rest = phrase.partition("(")
    if not bracket:
        return (phrase,)
    inside, _, after = rest.partition(")")
    return (before + form + tail for form in inside.split("|") for tail in _written_out(after))


# Sections of small words, met at every second token: they are only ever asked about one token, never gone through.
_ASKED = frozenset(
    {"unit stop", "unit link", "indicator light", "number lasting", "not_number year_before", "not_number definite",
     "qualifier between", "place never", "place chain", "place preposition", "place joining", "place locative",
     "place organisation", "source boundary", "source that", "source link", "source between", "source never",
     "source speaker", "when joins_range"}
)  # fmt: skip


def _entries(
    rules: Iterable[tuple[str, Rule]], path: Path, asked: Mapping[str, dict[str, Entry]]
) -> Mapping[str, Entries]:
    """The phrases by their first word; single words of the sections in `asked` are put there instead."""
    table: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for section, rule in rules:
        if rule.pattern:
            continue
        valued = [(words, value) for key, value in rule.values.items() for words in phrases(key)]
        for words, value in [*valued, *((words, None) for words in phrases(rule.words))]:
            lane = _lane(section, rule)
            exclusive = lane.startswith(("indicator", "unit noun"))
            known = table.setdefault((lane, words), Entry(words[1:], lane, rule, value, exclusive))
            if known.rule.id != rule.id:
                raise ProfileError(
                    f'"{" ".join(words)}" stands in two rules of [[{section}]]: {known.rule.id} and {rule.id}',
                    "Leave it in the one that it belongs to.",
                    path=path,
                )
    alone: dict[str, list[Entry]] = {}
    longer: dict[str, dict[str, list[Entry]]] = {}
    for (_, words), entry in sorted(table.items(), key=lambda item: -len(item[0][1])):
        if entry.tail:
            longer.setdefault(words[0], {}).setdefault(words[1], []).append(entry)
        elif entry.section in asked and entry.value is None:
            asked[entry.section][words[0]] = entry
        else:
            alone.setdefault(words[0], []).append(entry)
    return {
        word: Entries(
            {second: tuple(entries) for second, entries in longer.get(word, {}).items()}, tuple(alone.get(word, ()))
        )
        for word in alone.keys() | longer.keys()
    }


# The sections that are asked about numbers only.
_OF_NUMBERS = frozenset({"not_number", "unit", "qualifier", "indicator"})
_TIMES = frozenset({"minute", "hour", "day", "week", "month", "year", "decade", "century"})


def _numerals(rules: Iterable[tuple[str, Rule]]) -> frozenset[str]:
    """Number words, and units of time: "for a week" is a number too."""
    written = [
        (*rule.values, rule.words)
        for section, rule in rules
        if (section == "number" and (rule.values or rule.kind in ("several", "one")))
        or (section == "unit" and rule.says in _TIMES)
    ]
    return frozenset(words[0] for text in written for part in text for words in phrases(part))


def _lane(section: str, rule: Rule) -> str:
    """Which phrases compete for the longest match: all number words, all units; else those of one kind."""
    numeral = section == "number" and rule.kind not in ("lasting", "one", "happened")
    if numeral or (section == "unit" and rule.kind in ("", "before", "both")):
        return section
    return f"{section} {rule.kind}" if rule.kind else section


def _dates(file: _File, path: Path) -> Mapping[str, tuple[tuple[re.Pattern[str], Rule], ...]]:
    slots = {name: _fold_pattern(slot) for name, slot in file.slots.items()}
    slots["month"] = _any_of(file.months)
    slots["weekday"] = _any_of(file.weekdays)
    table: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
    for rule in file.when:
        if not rule.pattern:
            continue
        try:
            compiled = re.compile(_filled(_fold_pattern(rule.pattern), slots))
        except (re.error, KeyError) as error:
            raise ProfileError(f"when {rule.id}: {error!r}", "Mend the pattern.", path=path) from error
        folded = msgspec.structs.replace(rule, values={fold(word): value for word, value in rule.values.items()})
        for words in phrases(rule.words):
            firsts = {"{month}": file.months, "{weekday}": file.weekdays}.get("".join(words), (words[0],))
            for first in firsts:
                opening = next(iter(phrases(first)))[0]
                if (compiled, folded) not in table.setdefault(opening, []):
                    table[opening].append((compiled, folded))
    return {first: tuple(patterns) for first, patterns in table.items()}


def _fold_pattern(pattern: str) -> str:
    """A pattern as folded text needs it; a space stands for any white space, since lines break inside dates."""
    folded = fold(pattern).replace("(?p<", "(?P<")
    return re.sub(r"(\[[^\]]*\])|( )", lambda match: match[1] or r"(?:[ \n]{1,3})", folded)


def _any_of(names: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted((re.escape(fold(name)) for name in names), key=len, reverse=True)) + r")\b"


def _filled(pattern: str, slots: Mapping[str, str]) -> str:
    """A pattern with its {slots} replaced; {month:from} becomes a group of that name."""

    def one(match: re.Match[str]) -> str:
        name, _, group = match[1].partition(":")
        inside = _filled(slots[name], slots)
        return f"(?P<{group}>{inside})" if group else f"(?:{inside})"

    return re.sub(r"\{([a-z_]+(?::[a-z_0-9]+)?)\}", one, pattern)
