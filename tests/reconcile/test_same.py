"""Which figures speak of the same thing, and what counts as one claim."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sitrep.model import Part, Span
from sitrep.reconcile import reconcile
from tests.written import ABOUT, AT_LEAST, DAY, FLOW, PROFILE, STOCK, Text, only, picture, values

DISPLACED: dict[str, Any] = {"indicator": "displaced", "measure": FLOW}
KILLED: dict[str, Any] = {"indicator": "deaths", "place": "Taftanaz", "when": "2020-02-10"}


def test_a_number_repeated_in_one_document_is_one_claim() -> None:
    """115 government targets and 115 regime targets are the same ones, said twice."""
    text = Text()
    text.says("115", 115, "item", indicator="incidents", subject="Syrian government targets")
    text.says("115", 115, "item", indicator="incidents", subject="regime targets")
    key = only(picture(text))
    assert len(key.recommended.evidence) == 2
    assert key.others == ()


def test_a_number_repeated_without_its_source_is_still_of_that_source() -> None:
    """ "115 targets, the ministry said" and, in the next paragraph, "the 115 targets": one claim of the ministry."""
    targets: dict[str, Any] = {"indicator": "incidents", "subject": "targets"}
    text = (
        Text("Wire")
        .says("115", 115, "item", source="Turkish Ministry of Defence", **targets)
        .says("115", 115, "item", **targets)
    )
    key = only(picture(text))
    assert (key.recommended.source, len(key.recommended.evidence)) == ("Ministry of Defence (Türkiye)", 2)


def test_what_one_source_says_in_three_papers_is_one_claim() -> None:
    """ "The UN says", copied, is one origin with three pieces of evidence."""
    papers = [
        Text(name, DAY + timedelta(days=day)).says("900,000", 900_000, **DISPLACED, source="United Nations")
        for day, name in enumerate(("Levant Wire", "Morning Paper", "Evening Paper"))
    ]
    key = only(picture(*papers, as_of=date(2020, 2, 20)))
    assert (key.recommended.source, len(key.recommended.evidence), key.others) == ("UN", 3, ())


def test_a_reprint_is_not_a_second_source() -> None:
    """The publisher of a reprinted text is whoever wrote it first."""
    wire = Text("Levant Wire").says("900,000", 900_000, **DISPLACED)
    paper = Text("Morning Paper", origin=wire.id).says("900,000", 900_000, **DISPLACED)
    key = only(picture(wire, paper))
    assert (key.recommended.source, len(key.recommended.evidence)) == ("Levant Wire", 2)


def test_two_sources_that_agree_are_two_claims() -> None:
    """Who says it is kept apart even where the number is the same."""
    key = only(
        picture(Text("OCHA").says("900,000", 900_000, **DISPLACED), Text("IOM").says("900,000", 900_000, **DISPLACED))
    )
    assert {key.recommended.source, key.others[0].source} == {"OCHA", "IOM"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"indicator": "deaths"}, {"indicator": "missing"}),
        ({"indicator": "displaced", "measure": STOCK}, {"indicator": "displaced", "measure": FLOW}),
        ({"indicator": "displaced", "unit": "household"}, {"indicator": "displaced", "unit": "person"}),
        ({"indicator": "displaced", "unit": "percent"}, {"indicator": "displaced", "unit": "person"}),
        ({"indicator": "funding_required", "unit": "USD"}, {"indicator": "funding_required", "unit": "EUR"}),
        ({"indicator": "displaced", "place": "Idlib"}, {"indicator": "displaced", "place": "Aleppo"}),
        ({"indicator": "displaced", "subject": "children"}, {"indicator": "displaced", "subject": "women"}),
        ({"indicator": "displaced", "subject": "women and children"}, {"indicator": "displaced", "subject": "women"}),
        (
            {"indicator": "deaths", "place": "Taftanaz", "when": "2020-02-10"},
            {"indicator": "deaths", "place": "Taftanaz", "when": "2020-02-09"},
        ),
        (
            {"indicator": "displaced", "measure": FLOW, "when": "2019-12-01/2020-02-10"},
            {"indicator": "displaced", "measure": FLOW, "when": "2020-02-03/2020-02-09"},
        ),
        ({"indicator": "refugees", "subject": "Syrian refugees"}, {"indicator": "refugees", "subject": "refugees"}),
    ],
)
def test_what_may_differ_is_never_put_together(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Dead and missing, stock and flow, households and persons, share and number, currencies, places, groups, days."""
    situation = picture(Text("A").says("40", 40, **first), Text("B").says("40", 40, **second))
    assert len(situation.key_figures) == 2


def test_words_of_four_languages_name_the_same_people() -> None:
    """children, enfants, niños and أطفال; peoples too; also where a status stands with them."""
    for subjects in (
        {"en": "displaced children", "fr": "enfants déplacés", "es": "niños desplazados", "ar": "أطفال نازحين"},
        {"en": "Sudanese refugees", "fr": "réfugiés soudanais", "es": "refugiados sudaneses", "ar": "لاجئ سوداني"},
    ):
        texts = [Text(lang).says("40", 40, **DISPLACED | {"subject": subject}) for lang, subject in subjects.items()]
        assert len(only(picture(*texts)).others) == 3


@pytest.mark.parametrize(
    ("fields", "subjects"),
    [
        ({"indicator": "displaced", "unit": "household"}, ["families", "displaced households", "ménages", "أسر"]),
        ({"indicator": "homes_damaged", "unit": "item"}, ["houses", "homes", "maisons", "viviendas", "منازل"]),
        ({"indicator": "supplies", "unit": "item"}, ["trucks", "lorries", "camions", "camiones", "شاحنات"]),
        ({"indicator": "cases"}, ["cholera cases", "cases of cholera", "cas de choléra", "casos de cólera"]),
        ({"indicator": "funding_required", "unit": "USD"}, ["", "required", "demandés"]),
        ({"indicator": "deaths"}, ["children", "of them children", "ellos niños"]),
    ],
)
def test_other_words_for_the_same_are_the_same(fields: dict[str, Any], subjects: list[str]) -> None:
    """Families are households, homes houses; cases of cholera are cholera cases, whatever the language."""
    texts = [Text(subject or "none").says("400", 400, **fields | {"subject": subject}) for subject in subjects]
    assert len(only(picture(*texts)).others) == len(subjects) - 1


def test_a_state_of_a_year_is_no_running_total() -> None:
    """In 2020, 15.8 million need help; 15.8 million need help; 24.7 million later: one thing. A forecast is another."""
    need: dict[str, Any] = {"indicator": "in_need", "place": "Syria"}
    year = Text("OCHA", date(2020, 1, 20)).says("15.8 million", 15_800_000, when="2020-01-01/2020-01-20", **need)
    bare = Text("Wire", date(2020, 1, 25)).says("15.8 million", 15_800_000, source="OCHA", **need)
    later = Text("OCHA").says("24.7 million", 24_700_000, when="2020-02-09", **need)
    assert values(only(picture(year, bare, later)))[0] == 24_700_000
    ahead = Text("OCHA", id="plan").says("26 million", 26_000_000, when="2020-02-10/2020-12-31", **need)
    assert sorted(values(key) for key in picture(later, ahead).key_figures) == [[24_700_000], [26_000_000]]


def test_a_total_far_above_what_happened_on_its_day_is_another_thing() -> None:
    """102 deaths as of 9 February are not held against the three of 9 February."""
    total = Text("WHO").says("102", 102, indicator="deaths", place="Syria", until="2020-02-09")
    day = Text("Ministry").says("three", 3, indicator="deaths", place="Syria", when="2020-02-09")
    assert sorted(values(key) for key in picture(total, day).key_figures) == [[3], [102]]


def test_a_shorter_name_in_the_same_document_is_the_fuller_one() -> None:
    """ "vehicles" are the "Turkish military vehicles" of the text, unless one source gives both a number at once."""
    vehicles: dict[str, Any] = {"indicator": "forces", "place": "Idlib"}
    text = Text().says("1,000", 1000, "item", subject="vehicles", when="2020-02-01/2020-02-10", **vehicles)
    text.says("1,240", 1240, "item", subject="Turkish military vehicles", when="2020-02-03/2020-02-09", **vehicles)
    assert len(only(picture(text)).others) == 1
    whole = Text().says("4 million", 4_000_000, indicator="refugees", subject="refugees")
    whole.says("3.6 million", 3_600_000, indicator="refugees", subject="Syrian refugees")
    assert len(picture(whole).key_figures) == 2


def test_a_total_without_a_start_joins_the_only_running_total() -> None:
    """ "More than half a million driven out" is about the same as the count since December, if there is just one."""
    wire = Text().says("half a million", 500_000, **DISPLACED, qualifier=AT_LEAST)
    count = Text("OCHA").says("586,000", 586_000, **DISPLACED, place="North-west Syria", when="2019-12-01/2020-02-07")
    other = Text("IOM").says("900,000", 900_000, **DISPLACED, place="North-west Syria", when="2019-04-01/2020-02-07")
    assert values(only(picture(wire, count))) == [586_000, 500_000]
    assert len(picture(wire, count, other).key_figures) == 3


def test_the_first_weeks_of_a_running_total_belong_to_it() -> None:
    """284,000 between 1 and 29 December is where the count since 1 December begins."""
    first = Text("OCHA", date(2020, 1, 3)).says(
        "284,000", 284_000, **DISPLACED, when="2019-12-01/2019-12-29", qualifier=ABOUT
    )
    assert only(picture(first)).id == "displaced-flow-new"
    later = Text("OCHA").says("586,000", 586_000, **DISPLACED, when="2019-12-01/2020-02-07", place="North-west Syria")
    assert values(only(picture(first, later))) == [586_000, 284_000]


def test_a_month_stands_for_the_only_day_of_it_that_is_named() -> None:
    """Displaced since April, displaced since 15 April, the same number: one total; 40,000 since April are not."""
    day = Text("IOM").says("90,000", 90_000, **DISPLACED, since="2019-12-15/2020-02-10", text="15 December")
    month = Text("Wire").says(
        "90,000", 90_000, **DISPLACED, source="IOM", since="2019-12-01/2020-02-10", text="December"
    )
    assert len(only(picture(day, month)).recommended.evidence) == 2
    other = Text("Wire").says("40,000", 40_000, **DISPLACED, since="2019-12-01/2020-02-10", text="December")
    assert len(picture(day, other).key_figures) == 2


def test_an_event_told_later_without_its_day_is_the_same_event() -> None:
    """Five killed at Taftanaz, told the day after without saying when; eight more somewhere else are not."""
    first = Text("A").says("Five", 5, subject="soldiers", **KILLED)
    again = Text("B", date(2020, 2, 11)).says("five", 5, subject="soldiers", indicator="deaths", place="Taftanaz")
    month = Text("C", date(2020, 3, 11)).says("five", 5, subject="soldiers", indicator="deaths", place="Taftanaz")
    assert len(only(picture(first, again, as_of=date(2020, 3, 11))).others) == 1
    assert len(picture(first, month, as_of=date(2020, 3, 11)).key_figures) == 2


def test_a_number_said_again_without_its_place_is_of_the_place_that_its_source_gave() -> None:
    """50,000 affected in Aleppo, says OCHA; "50,000 affected, according to OCHA" in a paper is no second figure."""
    affected: dict[str, Any] = {"indicator": "affected", "when": "2020-02-09"}
    ocha = Text("OCHA").says("50,000", 50_000, place="Aleppo", **affected)
    paper = Text("Morning Paper", DAY - timedelta(days=1)).says("50,000", 50_000, source="OCHA", **affected)
    key = only(picture(ocha, paper))
    assert (len(key.recommended.evidence), key.others) == (2, ())
    assert key.recommended.figure.place is not None, "the evidence that names the place stands for the claim"
    elsewhere = Text("OCHA", id="other").says("50,000", 50_000, place="Idlib", **affected)
    assert len(picture(ocha, paper, elsewhere).key_figures) == 3


def test_fewer_people_than_their_own_part_are_disputed() -> None:
    """Three people killed, says one; five civilians, says another of the same day and place. Eight may be with them."""
    attack: dict[str, Any] = {"indicator": "deaths", "place": "Binnish", "when": "2020-02-09"}
    civilians = Text("Monitor").says("five", 5, subject="civilians", **attack)
    three, eight = (Text("Radio").says(str(value), value, **attack) for value in (3, 8))
    assert only(picture(civilians, three)).disputed
    assert [key.disputed for key in picture(civilians, eight).key_figures] == [False, False]
    two = Text("Wire").says("two", 2, **attack, qualifier=AT_LEAST)
    assert len(only(picture(civilians, three, two)).others) == 2


def test_a_situation_named_after_no_place_is_that_of_its_only_country() -> None:
    """A running total of people on the move without a place is the country's, in "Sudan floods"."""
    profile = replace(PROFILE, title="Winter floods", countries=("SYR",))
    named = Text("IOM", DAY - timedelta(days=5)).says(
        "118,000", 118_000, **DISPLACED, place="Syria", when="2019-12-01/2020-02-05"
    )
    bare = Text("IOM").says("143,200", 143_200, **DISPLACED, when="2019-12-01/2020-02-10")
    assert values(only(picture(named, bare, profile=profile))) == [143_200, 118_000]
    assert len(picture(named, bare).key_figures) == 2


def test_the_total_of_some_place_never_stands_for_that_of_all() -> None:
    """2,901 killed, says the ministry; a day later a town's monitor, which does not name the town, has 118."""
    for fields in ({"indicator": "deaths"}, DISPLACED):
        days = {"since": "2019-12-01/2020-02-08"} if fields is DISPLACED else {"until": "2020-02-08"}
        later = {name: day.replace("02-08", "02-10") for name, day in days.items()}
        whole = Text("Ministry", DAY - timedelta(days=2)).says("2,901", 2901, **fields, **days)
        town = Text("Monitor").says("118", 118, **fields, **later)
        near = Text("Monitor").says("2,400", 2400, **fields, **later)
        assert sorted(values(key) for key in picture(whole, town).key_figures) == [[118], [2901]]
        assert len(picture(whole, near).key_figures) == 1


def test_the_toll_of_another_source_stands_beside_the_running_total_of_the_place() -> None:
    """10 killed since Thursday, says the ministry; the toll is 17, others said a day before: side by side."""
    killed: dict[str, Any] = {"indicator": "deaths", "place": "Ariha"}
    ministry = Text("Ministry").says("10", 10, since="2020-02-06/2020-02-10", **killed)
    others = Text("Radio", DAY - timedelta(days=1)).says("17", 17, until="2020-02-09", **killed)
    key = only(picture(ministry, others))
    assert (values(key), key.differs) == ([10, 17], "window")
    far = Text("Radio", DAY - timedelta(days=1)).says("170", 170, until="2020-02-09", **killed)
    assert len(picture(ministry, far).key_figures) == 2


def test_documents_after_the_day_or_without_a_day_are_not_known() -> None:
    """A past day is built from what was published by then; an undated text is told about."""
    late = Text("A", date(2020, 2, 11)).says("40", 40, indicator="deaths")
    undated = Text("B", None).says("40", 40, indicator="deaths")
    situation = picture(late, undated)
    assert (situation.key_figures, situation.documents) == ((), ())
    assert [(problem.level, problem.message) for problem in situation.problems] == [
        ("skipped", "B.txt: left out, since it has no date")
    ]


def test_a_replaced_version_is_outdated_once_the_new_one_is_known() -> None:
    """Before the correction the first number stands; then the corrected one, with the first beside it."""
    note: dict[str, Any] = {"indicator": "reached", "when": "2020-02-01/2020-02-04", "place": "Sarmada"}
    new = Text("Noor", date(2020, 2, 7), id="new").says("1,200", 1200, "household", subject="families", **note)
    old = Text("Noor", date(2020, 2, 5), id="old", superseded_by="new")
    old.says("1,450", 1450, "household", subject="families", **note).says("60", 60, **note)
    before, after = picture(old, new, as_of=date(2020, 2, 6)), picture(old, new)
    assert [values(key) for key in before.key_figures] == [[1450], [60]]
    key = only(after)
    assert (values(key), key.disputed, key.differs) == ([1200, 1450], False, "corrected")


def test_two_numbers_of_one_breath_are_two_things() -> None:
    """ "14 strikes, nine of them near Binnish": nine is no correction of 14, and no other text is held against it."""
    strikes: dict[str, Any] = {
        "indicator": "incidents",
        "subject": "air strikes",
        "place": "Idlib",
        "when": "2020-02-10",
    }
    text = Text("Monitor").says("14", 14, "item", **strikes).says("nine", 9, "item", **strikes)
    other = Text("Ministry").says("nine", 9, "item", **strikes)
    situation = picture(text, other)
    assert sorted(values(key) for key in situation.key_figures) == [[9], [9], [14]]
    assert not any(key.disputed or key.differs for key in situation.key_figures)


def test_at_least_so_many_and_another_number_of_one_sentence_are_two_things() -> None:
    """ "At least 52,900 homes destroyed and 77,006 damaged": no number corrects the other."""
    homes: dict[str, Any] = {"indicator": "homes_damaged", "subject": "homes", "place": "Idlib", "when": "2020-02-10"}
    text = (
        Text("Monitor")
        .says("52,900", 52_900, "item", qualifier=AT_LEAST, **homes)
        .says("77,006", 77_006, "item", **homes)
    )
    situation = picture(text)
    assert sorted(values(key) for key in situation.key_figures) == [[52_900], [77_006]]
    assert not any(key.disputed or key.differs for key in situation.key_figures)


def test_the_rows_of_a_table_are_different_things_unless_their_days_tell_them_apart() -> None:
    """8 latrines at one site on Friday, 12 at the next without a day: two things; a count day by day is one."""
    parts = (Part(span=Span(0, 4), label="sheet Sites row 2"), Part(span=Span(4, 99), label="sheet Sites row 3"))
    latrines: dict[str, Any] = {"indicator": "sites", "subject": "latrines", "place": "Sarmada"}
    sites = Text(parts=parts).says("8", 8, "item", when="2020-02-07", **latrines).says("12", 12, "item", **latrines)
    assert sorted(values(key) for key in picture(sites).key_figures) == [[8], [12]]
    days = Text(parts=parts).says("8", 8, "item", when="2020-02-07", **latrines)
    assert values(only(picture(days.says("12", 12, "item", when="2020-02-08", **latrines)))) == [12, 8]


def test_a_part_that_sounds_like_its_whole_is_a_thing_of_its_own() -> None:
    """ "115 targets, 101 of them destroyed" in two texts: the wholes meet, and so do the parts."""
    targets: dict[str, Any] = {"indicator": "incidents", "subject": "targets", "when": "2020-02-10"}
    texts = [
        Text(name).says("115", 115, "item", **targets).says("101", 101, "item", part_of=0, **targets)
        for name in ("A", "B")
    ]
    keys = sorted(picture(*texts).key_figures, key=lambda key: values(key))
    assert [values(key) for key in keys] == [[101, 101], [115, 115]]
    assert keys[0].part_of == keys[1].id


def test_a_number_of_nothing_named_meets_no_other() -> None:
    """ "For nine days" in one text and "in ten days" in another have nothing to do with each other."""
    nine, ten = Text("A").says("nine days", 9, "day", indicator="duration", subject=""), Text("B")
    assert len(picture(nine, ten.says("ten days", 10, "day", indicator="duration", subject="")).key_figures) == 2


TEXTS = st.lists(
    st.builds(
        lambda publisher, day, value, subject, place, when: Text(publisher, DAY - timedelta(days=day)).says(
            str(value), value, subject=subject, place=place, when=when, **DISPLACED
        ),
        publisher=st.sampled_from(["OCHA", "IOM", "Levant Wire", "Morning Paper"]),
        day=st.integers(0, 20),
        value=st.sampled_from([300, 586, 1000, 5000]),
        subject=st.sampled_from(["people", "children", "displaced children", "Syrian children"]),
        place=st.sampled_from([None, "Idlib", "North-west Syria"]),
        when=st.sampled_from([None, "2019-12-01/2020-01-10", "2019-12-01/2019-12-29", "2020-01-01/2020-01-10"]),
    ),
    max_size=6,
    unique_by=lambda text: text.id,
)


@given(texts=TEXTS, random=st.randoms())
def test_the_order_of_documents_changes_nothing(texts: list[Text], random: Any) -> None:
    """The same documents in any order give the same situation, and no figure is lost or doubled."""
    shuffled = list(texts)
    random.shuffle(shuffled)
    first, second = picture(*texts), picture(*shuffled)
    assert replace(first, profile=PROFILE) == second
    evidence = [one for key in first.key_figures for claim in (key.recommended, *key.others) for one in claim.evidence]
    assert sorted((one.document, one.span) for one in evidence) == sorted(
        (text.id, text.figures[0].span) for text in texts
    )


def test_nothing_gives_nothing() -> None:
    """No document, no figure, no problem."""
    situation = reconcile([], [], PROFILE, DAY)
    assert (situation.key_figures, situation.deadlines, situation.problems) == ((), (), ())
