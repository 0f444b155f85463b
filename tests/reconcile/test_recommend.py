"""Which claim comes first and why; what is disputed; how a thing went."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from sitrep.model import Because, Gap
from tests.written import ABOUT, AT_LEAST, FLOW, PROFILE, STOCK, VAGUE, Text, only, picture, values

TOTAL: dict[str, Any] = {"indicator": "displaced", "measure": STOCK, "place": "Idlib"}


@pytest.mark.parametrize(
    ("first", "second", "because"),
    [
        # The reason why the first of the two is recommended.
        ({"value": 500, "when": "2020-02-09"}, {"value": 900, "when": "2020-02-08"}, Because.LATEST),
        ({"value": 500, "when": "2020-02-09"}, {"value": 900}, Because.LATEST),
        (
            {"value": 500, "publisher": "OCHA", "when": "2020-02-09"},
            {"value": 900, "when": "2020-02-09"},
            Because.FIRST_HAND,
        ),
        (
            {"value": 900, "when": "2020-02-09"},
            {"value": 500, "qualifier": AT_LEAST, "when": "2020-02-09"},
            Because.PRECISE,
        ),
        ({"value": 500, "when": "2020-02-09"}, {"value": 900, "when": "2020-02-09"}, Because.CAUTIOUS),
        ({"value": 500, "when": "2020-02-09"}, {"value": 500, "when": "2020-02-09"}, Because.ONLY),
    ],
)
def test_the_reason_is_one_of_a_closed_list(first: dict[str, Any], second: dict[str, Any], because: Because) -> None:
    """Latest, then first-hand, then precise; the lower one where nothing else sets them apart."""
    texts = [
        Text(fields.pop("publisher", f"Paper {name}")).says(name, **fields, **TOTAL)
        for name, fields in (("first", dict(first)), ("second", dict(second)))
    ]
    key = only(picture(*texts))
    assert key.because is because
    assert because is Because.ONLY or key.recommended.figure.number == "first"


def test_the_more_specific_of_two_goes_first() -> None:
    """It gives its day, where another is as old but gives none; and its place, where another leaves that out."""
    january = Text("Radio", date(2020, 1, 11)).says("500", 500, **TOTAL, when="2020-01-11")
    undated = Text("Wire").says("900", 900, **TOTAL)
    key = only(picture(undated, january))
    assert (values(key), key.because) == ([500, 900], Because.SPECIFIC)
    fled: dict[str, Any] = {"indicator": "displaced", "measure": FLOW, "when": "2019-12-01/2020-02-09"}
    here = Text("Radio").says("500", 500, place="North-west Syria", **fled)
    key = only(picture(Text("Wire").says("300", 300, **fled), here))
    assert (values(key), key.because, key.disputed) == ([500, 300], Because.SPECIFIC, True)


def test_an_undated_total_is_taken_to_be_a_month_old() -> None:
    """News repeat what was known; but what they say in March goes before a count of January."""
    count = Text("OCHA", date(2020, 1, 20)).says("300,000", 300_000, **TOTAL, when="2020-01-20")
    wire = Text("Levant Wire", date(2020, 1, 25)).says("200,000", 200_000, **TOTAL)
    march = Text("Levant Wire", date(2020, 3, 25)).says("900,000", 900_000, **TOTAL)
    assert values(only(picture(count, wire)))[0] == 300_000
    assert values(only(picture(count, march, as_of=date(2020, 3, 25))))[0] == 900_000


def test_the_last_count_of_an_event_goes_first() -> None:
    """1,297 dead of Saturday's earthquake on Monday, 2,207 a week later: the dead are counted for weeks."""
    quake: dict[str, Any] = {"indicator": "deaths", "place": "Idlib", "when": "2020-02-01"}
    monday = Text("OCHA", date(2020, 2, 3)).says("1,297", 1297, **quake)
    later = Text("Radio", date(2020, 2, 10)).says("2,207", 2207, **quake)
    key = only(picture(monday, later))
    assert (values(key), key.because) == ([2207, 1297], Because.LATEST)


def test_a_toll_without_a_day_is_no_older_than_a_lower_one() -> None:
    """580 by 1 February; "1,136" in news of 10 February is from after it, since the dead do not become fewer."""
    toll: dict[str, Any] = {"indicator": "deaths", "place": "Idlib"}
    first = Text("OCHA", date(2020, 2, 1)).says("580", 580, until="2020-02-01", **toll)
    news = Text("Wire").says("1,136", 1136, **toll)
    assert values(only(picture(first, news))) == [1136, 580]


def test_a_profile_ranks_sources() -> None:
    """What a person writes in situation.toml goes before the table."""
    texts = [
        Text(name).says(name, value, **TOTAL, when="2020-02-09") for name, value in (("OCHA", 500), ("Radio", 900))
    ]
    assert only(picture(*texts)).recommended.source == "OCHA"
    profile = replace(PROFILE, source_ranks={"Radio": 1, "OCHA": 2})
    assert only(picture(*texts, profile=profile)).recommended.source == "Radio"


def test_five_and_eight_killed_in_one_attack_are_disputed() -> None:
    """Same place, same people, same day, two sources, and no number that satisfies both."""
    attack: dict[str, Any] = {"indicator": "deaths", "place": "Taftanaz", "when": "2020-02-10"}
    ministry = Text("Ministry").says("Five", 5, subject="soldiers", **attack)
    monitor = Text("Monitor").says("Eight", 8, subject="Turkish soldiers", **attack)
    key = only(picture(ministry, monitor))
    assert (key.disputed, key.differs, values(key)) == (True, "", [5, 8])
    other_day = Text("Monitor").says("Eight", 8, subject="Turkish soldiers", **attack | {"when": "2020-02-09"})
    assert not any(key.disputed for key in picture(ministry, other_day).key_figures)


def test_the_toll_of_an_event_is_that_of_its_day_and_place() -> None:
    """118 killed in Ariha on Sunday, the toll of Ariha 150 as of Sunday: disputed. A later toll is another matter."""
    event = Text("Officials").says("118", 118, indicator="deaths", place="Ariha", when="2020-02-09")
    toll = Text("Residents").says("150", 150, indicator="deaths", place="Ariha", until="2020-02-09")
    assert only(picture(event, toll)).disputed
    later = Text("Residents").says("150", 150, indicator="deaths", place="Ariha", until="2020-02-10")
    assert len(picture(event, later).key_figures) == 2
    vague = Text("Wire").says("118", 118, indicator="deaths", place="Ariha", when="2020-02-09", qualifier=AT_LEAST)
    assert len(picture(vague, Text("Other").says("900", 900, indicator="deaths", place="Ariha")).key_figures) == 2


def test_a_line_over_time_keeps_to_one_count() -> None:
    """Where two sources give a number of one day, the point is that of whoever is recommended."""
    toll: dict[str, Any] = {"indicator": "deaths"}
    first = Text("Ministry of Health", date(2020, 2, 7)).says("5,530", 5530, until="2020-02-07", **toll)
    other = Text("Radio", date(2020, 2, 7)).says("5,674", 5674, until="2020-02-07", **toll)
    last = Text("Ministry of Health").says("6,125", 6125, until="2020-02-09", **toll)
    (line,) = picture(first, other, last).series
    assert [point.claim.figure.number for point in line.points] == ["5,530", "6,125"]


def test_events_without_a_place_may_be_two() -> None:
    """ "Five were killed on Monday", "eight were killed on Monday": side by side, and no word of a dispute."""
    attack: dict[str, Any] = {"indicator": "deaths", "when": "2020-02-10"}
    key = only(picture(Text("Ministry").says("Five", 5, **attack), Text("Monitor").says("Eight", 8, **attack)))
    assert (key.disputed, key.differs) == (False, "place")


def test_what_is_said_since_a_day_is_a_running_total_however_short() -> None:
    """7,028 since 7 October, four days later 8,309 since 7 October: one total; 481 in the last day is none."""
    killed: dict[str, Any] = {"indicator": "deaths", "place": "Idlib"}
    first = Text("Ministry", date(2020, 2, 6)).says("7,028", 7028, since="2020-02-01/2020-02-06", **killed)
    first.says("481", 481, when="2020-02-05/2020-02-06", **killed)
    second = Text("Ministry").says("8,309", 8309, since="2020-02-01/2020-02-10", **killed)
    situation = picture(first, second)
    assert sorted(values(key) for key in situation.key_figures) == [[481], [8309, 7028]]
    assert [point.claim.figure.number for point in situation.series[0].points] == ["7,028", "8,309"]


def test_different_windows_stand_side_by_side() -> None:
    """About 1,000 vehicles this month and 1,240 last week are two claims, not a dispute, and never a sum."""
    vehicles: dict[str, Any] = {"indicator": "forces", "subject": "vehicles", "place": "Idlib"}
    official = Text("Wire").says(
        "around 1,000", 1000, "item", when="2020-02-01/2020-02-10", source="official", qualifier=ABOUT, **vehicles
    )
    official.says("1,240", 1240, "item", when="2020-02-03/2020-02-09", source="Observatory", **vehicles)
    situation = picture(official)
    key = only(situation)
    assert (key.disputed, key.differs, values(key)) == (False, "window", [1000, 1240])
    assert situation.computed == ()


def test_bounds_are_compared_and_not_midpoints() -> None:
    """ "More than half a million" agrees with 586,000; "dozens" agrees with 40 and not with 400."""
    at_least = Text("A").says("half a million", 500_000, **TOTAL, qualifier=AT_LEAST, when="2020-02-09")
    count = Text("B").says("586,000", 586_000, **TOTAL, when="2020-02-09")
    assert not only(picture(at_least, count)).disputed
    towns: dict[str, Any] = {"indicator": "places", "subject": "towns", "when": "2020-02-09"}
    dozens = Text("A").says("dozens", 24, "item", high=99, qualifier=VAGUE, **towns)
    assert not only(picture(dozens, Text("B").says("40", 40, "item", **towns))).disputed
    assert only(picture(dozens, Text("B").says("400", 400, "item", **towns))).disputed


def test_a_rounded_number_agrees_with_the_count() -> None:
    """3.6 million and 3,576,370 are the same; 3.6 million and 3.9 million are not; 5 and 6 are counted."""

    def disputed(first: float, second: float) -> bool:
        texts = [Text(str(value)).says(str(value), value, **TOTAL, when="2020-02-09") for value in (first, second)]
        return only(picture(*texts)).disputed

    assert not disputed(3_600_000, 3_576_370)
    assert disputed(3_600_000, 3_900_000)
    assert disputed(5, 6)


def test_one_source_never_disputes_itself() -> None:
    """What it says later of the same days is its last word."""
    first = Text("OCHA", date(2020, 2, 8)).says("500", 500, **TOTAL, when="2020-02-07")
    second = Text("OCHA", date(2020, 2, 9)).says("900", 900, **TOTAL, when="2020-02-07")
    key = only(picture(first, second))
    assert (key.disputed, key.differs, values(key), key.because) == (False, "corrected", [900, 500], Because.LATEST)


def test_the_residents_of_two_papers_may_disagree() -> None:
    """Nobody knows that they are the same people; those of one paper have had their last word."""
    killed: dict[str, Any] = {"indicator": "deaths", "place": "Ariha", "when": "2020-02-09", "source": "residents"}
    first = Text("Morning Paper").says("9", 9, **killed)
    assert only(picture(first, Text("Evening Paper").says("14", 14, **killed))).disputed
    again = Text("Morning Paper", date(2020, 2, 9)).says("14", 14, **killed)
    assert only(picture(first, again)).differs == "corrected"
    same = only(picture(first, Text("Evening Paper").says("9", 9, **killed)))
    assert (len(same.recommended.evidence), same.others) == (2, ())


def test_two_claims_that_contradict_each_other_are_disputed_though_the_first_agrees_with_both() -> None:
    """ "At least 90" agrees with 100 and with 150; and two numbers for June stay disputed in July."""
    killed: dict[str, Any] = {"indicator": "deaths", "place": "Ariha", "when": "2020-02-09"}
    texts = [
        Text("OHCHR").says("90", 90, **killed, qualifier=AT_LEAST),
        Text("Radio").says("100", 100, **killed),
        Text("Paper").says("150", 150, **killed),
    ]
    key = only(picture(*texts))
    assert (values(key)[0], key.disputed) == (90, True)
    assert not only(picture(*texts[:2])).disputed
    fled: dict[str, Any] = {"indicator": "displaced", "measure": FLOW, "place": "Idlib"}
    january = [
        Text(name).says(str(value), value, when="2020-01-01/2020-01-31", **fled)
        for name, value in (("OCHA", 35_000), ("Governor", 41_000))
    ]
    february = Text("Governor", id="b").says("52,000", 52_000, when="2020-02-01/2020-02-10", **fled)
    key = only(picture(*january, february))
    assert (values(key)[0], key.disputed, key.differs) == (52_000, True, "window")
    first_counts = [
        Text(name, date(2020, 2, 1), id=name).says(str(value), value, when="2020-01-01/2020-01-31", **fled)
        for name, value in (("OCHA", 61_000), ("Governor", 12_000))
    ]
    assert only(picture(*first_counts, *january, february)).disputed, "what was replaced since hides nothing"


def test_a_source_repeated_in_round_numbers_has_not_corrected_itself() -> None:
    """IOM's 86,412 stand before "more than 86,000, says IOM", which a paper prints a day later."""
    fled: dict[str, Any] = {"indicator": "displaced", "measure": STOCK, "place": "Idlib", "when": "2020-02-08"}
    iom = Text("IOM", date(2020, 2, 9)).says("86,412", 86_412, **fled)
    paper = Text("Paper").says("86,000", 86_000, **fled, source="IOM", qualifier=AT_LEAST)
    key = only(picture(iom, paper))
    assert (values(key), key.because, key.differs) == ([86_412, 86_000], Because.PRECISE, "")


def test_a_word_is_less_precise_than_any_number() -> None:
    """ "Dozens" names no number; "at least 97" does."""
    killed: dict[str, Any] = {"indicator": "deaths", "place": "Ariha", "when": "2020-02-09"}
    dozens = Text("Paper").says("dozens", 24, high=99, **killed, qualifier=VAGUE)
    key = only(picture(dozens, Text("Radio").says("97", 97, **killed, qualifier=AT_LEAST)))
    assert (values(key)[0], key.because) == (97, Because.PRECISE)


SERIES = [
    # As published by OCHA, one by USAID citing OCHA: number, value, qualifier, as of, publisher, source.
    ("284,000", 284_000, ABOUT, "2019-12-29", "OCHA", None),
    ("300,000", 300_000, ABOUT, "2020-01-01", "OCHA", None),
    ("350,000", 350_000, ABOUT, "2020-01-14", "OCHA", None),
    ("358,000", 358_000, ABOUT, "2020-01-28", "OCHA", None),
    ("586,000", 586_000, None, "2020-02-07", "USAID", "OCHA"),
    ("800,000", 800_000, AT_LEAST, "2020-02-12", "OCHA", None),
    ("900,000", 900_000, ABOUT, "2020-02-20", "OCHA", None),
    ("948,000", 948_000, AT_LEAST, "2020-02-23", "OCHA", None),
]


def test_the_running_total_over_three_months() -> None:
    """284,000 → … → more than 948,000: each point as it was said, with its day, and nothing in between."""
    texts = [
        Text(publisher, date.fromisoformat(day)).says(
            number, value, indicator="displaced", measure=FLOW, place="North-west Syria", when=f"2019-12-01/{day}",
            source=source, **({"qualifier": qualifier} if qualifier else {}),
        )
        for number, value, qualifier, day, publisher, source in SERIES
    ]  # fmt: skip
    situation = picture(*texts, as_of=date(2020, 2, 26))
    (series,) = situation.series
    assert [(point.claim.figure.number, point.on.isoformat()) for point in series.points] == [
        (number, day) for number, _, _, day, _, _ in SERIES
    ]
    assert {point.claim.source for point in series.points} == {"OCHA"}
    key = only(situation)
    assert (key.recommended.figure.number, key.because, key.differs) == ("948,000", Because.LATEST, "date")
    assert situation.problems == ()


def test_weeks_are_no_series() -> None:
    """What was new in one week does not continue what was new in another."""
    flow: dict[str, Any] = {"indicator": "displaced", "measure": FLOW}
    weeks = [
        Text(when).says("40", 40, when=when, **flow) for when in ("2020-01-27/2020-02-02", "2020-02-03/2020-02-09")
    ]
    situation = picture(*weeks)
    assert (situation.series, only(situation).differs) == ((), "")


def test_what_was_new_on_a_day_is_no_total() -> None:
    """3,000 who fled on Monday never stand for the 586,000 who fled since December."""
    flow: dict[str, Any] = {"indicator": "displaced", "measure": FLOW, "place": "North-west Syria"}
    count = Text("OCHA").says("586,000", 586_000, when="2019-12-01/2020-02-07", **flow)
    monday = Text("Wire").says("3,000", 3000, when="2020-02-10", **flow)
    assert [values(key) for key in picture(count, monday).key_figures] == [[586_000], [3000]]
    total = Text("OCHA").says("586,000", 586_000, when="2020-02-07", **flow)
    assert sorted(values(key) for key in picture(total, monday).key_figures) == [[3000], [586_000]]


def test_a_toll_as_of_a_day_is_a_running_total_and_no_event_of_that_day() -> None:
    """2,122 killed as of Sunday, 2,901 as of Tuesday: one thing, latest first; 2,400 disputes it."""
    tolls = [("2,122", 2122, "2020-02-07"), ("2,901", 2901, "2020-02-09")]
    texts = [
        Text("Ministry", date.fromisoformat(day)).says(number, value, indicator="deaths", until=day)
        for number, value, day in tolls
    ]
    situation = picture(*texts)
    assert (values(only(situation)), only(situation).differs) == ([2901, 2122], "date")
    assert [point.claim.figure.number for point in situation.series[0].points] == ["2,122", "2,901"]
    fewer = Text("Monitor").says("2,400", 2400, indicator="deaths", until="2020-02-09")
    assert only(picture(*texts, fewer)).disputed
    blast = Text("Monitor").says("2,400", 2400, indicator="deaths", when="2020-02-09")
    assert len(picture(*texts, blast).key_figures) == 2


def test_a_correction_is_told_although_both_numbers_are_round() -> None:
    """Some 59,000 houses, corrected to some 50,000: "about" would let them agree."""
    houses: dict[str, Any] = {"indicator": "homes_damaged", "subject": "houses", "until": "2020-02-08"}
    old = Text("IFRC", date(2020, 2, 8), id="old", superseded_by="new")
    old.says("59,000", 59_000, "item", qualifier=ABOUT, **houses)
    new = Text("IFRC", date(2020, 2, 9), id="new").says("50,000", 50_000, "item", qualifier=ABOUT, **houses)
    key = only(picture(old, new))
    assert (values(key), key.disputed, key.differs) == ([50_000, 59_000], False, "corrected")


def test_what_nobody_reports_is_a_gap() -> None:
    """Missing is not zero: an indicator that was asked for is named."""
    profile = replace(PROFILE, indicators=("deaths", "cases"))
    situation = picture(Text().says("5", 5, indicator="deaths"), profile=profile)
    assert situation.gaps == (Gap(indicator="cases"),)
    zero = picture(Text().says("zero", 0, indicator="cases"), profile=profile)
    assert zero.gaps == (Gap(indicator="deaths"),)


def test_a_part_names_its_whole() -> None:
    """569,000 of the 948,000 are children."""
    text = Text().says("948,000", 948_000, indicator="displaced", measure=FLOW)
    text.says("569,000", 569_000, indicator="displaced", measure=FLOW, subject="children", part_of=0)
    whole, part = sorted(picture(text).key_figures, key=lambda key: -values(key)[0])
    assert (whole.part_of, part.part_of) == (None, whole.id)
