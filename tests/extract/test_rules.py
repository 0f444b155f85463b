"""Every rule of every language file finds its own examples and misses those that it must miss."""

from collections import Counter
from datetime import date

import pytest

from sitrep.extract import explain
from sitrep.languages import Rule, available, load

PUBLISHED = date(2020, 2, 10)
"""A Monday; the day that all examples are read on."""

SILENT = {
    # Kinds whose words only steer other rules, so that no figure names them, or seldom. A place names no rule at all.
    "number": {"and", "of", "determiner", "ordinal", "one", "lasting", "nth"},
    "not_number": {"year_before", "pair", "scale_name", "granted"},
    "unit": {"skip", "stop", "link", "verb", "another", "copula", "makes_up", "counter", "tally", "minus", "per_hour"},
    "qualifier": {"between", "range", "from", "change"},
    "indicator": {
        "measure",
        "part",
        "and",
        "clause",
        "light",
        "distance",
        "figure",
        "to",
        "restates",
        "apart",
        "abroad",
        "whose",
    },
    "when": {
        "on",
        "since",
        "preposition",
        "compared",
        "baseline",
        "clause",
        "superlative",
        "role",
        "opens_range",
        "joins_range",
        "trigger",
        "future",
        "total",
        "hour",
    },
    "source": {
        "speaker",
        "never",
        "boundary",
        "between",
        "that",
        "link",
        "closes",
        "goes_on",
        "relative",
        "product",
        "noun",
        "paper",
        "by",
        "occasion",
        "relays",
        "relayed",
        "aside",
    },
    "deadline": {"never", "give", "lasts", "to", "on", "ends_apart", "demand", "passive", "auxiliary"},
}
LEAST = Counter(en=400, fr=150, es=150, ar=150)

RULES = [(code, section, rule) for code in available() for section, rule in load(code).rules]
SPOKEN = [
    (code, section, rule)
    for code, section, rule in RULES
    # "in recent weeks" is a time that nothing resolves.
    if section != "place" and rule.kind not in SILENT[section] and not (section == "when" and rule.says == "vague")
]


def fired(text: str, code: str) -> set[str]:
    """The rules that made the figures and deadlines of a text, and those by which a number in it is none."""
    reading, lost = explain(text, published=PUBLISHED, lang=code)
    made = {rule for figure in reading.figures for rule in figure.rules}
    due = {rule for deadline in reading.deadlines for rule in deadline.rules}
    return made | due | {one.rule for one in lost if one.rule.startswith("not_number.")}


def name(value: object) -> str:
    return value.id if isinstance(value, Rule) else str(value)


def cases(field: str) -> list[tuple[str, str, str, str]]:
    return [(code, section, rule.id, text) for code, section, rule in RULES for text in getattr(rule, field)]


@pytest.mark.parametrize(("code", "section", "rule", "text"), cases("finds"))
def test_finds(code: str, section: str, rule: str, text: str) -> None:
    """The rule fires in a sentence that it was written for."""
    rules = fired(text, code)
    assert f"{section}.{rule}" in rules, f'{code}.toml, [[{section}]] {rule} should read "{text}"; what did: {rules}'


@pytest.mark.parametrize(("code", "section", "rule", "text"), cases("misses"))
def test_misses(code: str, section: str, rule: str, text: str) -> None:
    """The rule keeps still where its words mean something else."""
    rules = fired(text, code)
    assert f"{section}.{rule}" not in rules, f'{code}.toml, [[{section}]] {rule} should leave "{text}" alone'


@pytest.mark.parametrize(("code", "section", "rule"), SPOKEN, ids=name)
def test_every_rule_shows_what_it_is_for(code: str, section: str, rule: Rule) -> None:
    """A rule that a figure can name has an example; a word of more than one meaning has one to leave alone as well."""
    assert rule.finds, f"{code}.toml, [[{section}]] {rule.id} has no example under finds"
    # A word of the list is a sign or a name of its own: "km" and "Ethiopian birr" mean nothing else.
    means_one_thing = section == "unit" and rule.kind in ("", "before", "both")
    assert rule.misses or means_one_thing, f"{code}.toml, [[{section}]] {rule.id} has no example under misses"


@pytest.mark.parametrize("code", available())
def test_there_are_examples_enough(code: str) -> None:
    """A language that nobody showed enough examples of is not done."""
    count = sum(len(rule.finds) + len(rule.misses) for lang, _, rule in RULES if lang == code)
    assert count >= LEAST[code], f"{code}.toml has {count} examples"


@pytest.mark.parametrize("code", available())
def test_a_rule_has_a_name_of_its_own(code: str) -> None:
    """Two rules of one section never share an id, so that --explain names one rule."""
    named = Counter((section, rule.id) for lang, section, rule in RULES if lang == code)
    assert [key for key, count in named.items() if count > 1] == []
