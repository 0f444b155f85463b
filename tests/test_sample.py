"""The sample situation, from its documents to the picture: what it is there to show."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from sitrep.compose import compose
from sitrep.extract import extract
from sitrep.ingest import ingest
from sitrep.model import KeyFigure, Situation
from sitrep.profile import load_profile
from sitrep.reconcile import reconcile
from sitrep.render import page
from sitrep.render.brand import load
from tests.written import values

SAMPLE = Path(__file__).parent.parent / "seeds" / "idlib"


@cache
def situation(as_of: str = "2020-02-10") -> Situation:
    """What is known on a day."""
    profile, documents, readings = read()
    return reconcile(readings, documents, profile, date.fromisoformat(as_of))


@cache
def read():  # type: ignore[no-untyped-def]
    profile = load_profile(SAMPLE)
    documents = ingest(profile, SAMPLE).documents
    return profile, documents, tuple(extract(one, countries=profile.countries) for one in documents)


def saying(number: str, as_of: str = "2020-02-10") -> KeyFigure:
    """The key figure one of whose claims has this number."""
    (found,) = [
        key
        for key in situation(as_of).key_figures
        if number in {claim.figure.number for claim in (key.recommended, *key.others)}
    ]
    return found


def test_five_or_eight_soldiers_is_disputed() -> None:
    key = saying("Eight")
    assert (key.disputed, values(key)) == (True, [5, 8])
    assert key.recommended.source == "Ministry of Defence (Türkiye)"
    assert len(key.recommended.evidence) == 2, "the agency repeats the ministry"


def test_vehicles_of_this_month_and_of_last_week_stand_side_by_side() -> None:
    key = saying("1,240")
    assert (key.disputed, key.differs, set(values(key))) == (False, "window", {1000, 1240})


def test_a_corrected_note_replaces_the_first() -> None:
    key = saying("1,200")
    assert (key.disputed, key.differs, values(key)) == (False, "corrected", [1200, 1450])
    assert values(saying("1,450", "2020-02-06")) == [1450]
    assert str(key.recommended.figure.value.units) == "household"


def test_children_are_a_part_of_all_displaced() -> None:
    part, whole = (saying(number, "2020-02-26") for number in ("569,000", "948,000"))
    assert part.part_of == whole.id
    assert whole.part_of is None


def test_nobody_reports_cases() -> None:
    assert "cases" in {gap.indicator for gap in situation().gaps}


def test_the_authorisation_of_january_has_passed_and_the_ultimatum_is_open() -> None:
    states = {one.deadline.date: (one.state, one.days_left, len(one.evidence)) for one in situation().deadlines}
    assert states[date(2020, 1, 10)][:2] == ("passed", -31)
    assert states[date(2020, 2, 29)] == ("open", 19, 3)


def test_half_a_million_agrees_with_the_count() -> None:
    key = saying("half a million")
    assert key.recommended.figure.number == "586,000"
    assert not key.disputed


SERIES = {
    "2019-12-29": "284,000",
    "2020-01-01": "300,000",
    "2020-01-14": "350,000",
    "2020-01-28": "358,000",
    "2020-02-07": "586,000",
    "2020-02-12": "800,000",
    "2020-02-20": "900,000",
    "2020-02-23": "948,000",
}


@pytest.mark.parametrize("as_of", ["2020-01-03", "2020-01-15", "2020-01-30", "2020-02-10", "2020-02-13", "2020-02-26"])
def test_the_running_total_grows_edition_by_edition(as_of: str) -> None:
    """Each edition has the points that were published by then, and no other."""
    (series,) = [one for one in situation(as_of).series if one.indicator == "displaced"]
    known = {day: number for day, number in SERIES.items() if day <= as_of}
    assert {point.on.isoformat(): point.claim.figure.number for point in series.points} == known
    assert {point.claim.source for point in series.points} == {"OCHA"}


@pytest.mark.parametrize("as_of", ["2020-02-10", "2020-02-13", "2020-02-26"])
def test_what_a_person_wrote_names_figures_that_are_there(as_of: str) -> None:
    """An id that changes with the rules would stop the build of the sample."""
    brief = compose(situation(as_of), number=1, lang="en")
    html = page.page(brief, load("base"), "screen").html
    assert re.search(r"The\s+United Nations count <", html)
