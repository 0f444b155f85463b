"""Deadlines as of a day: merged, counted, and known for what became of them."""

import os
import time
from datetime import UTC, date, datetime

import pytest

from sitrep.model import DatedDeadline, Decision, Situation
from tests.written import DAY, Text, picture

END_OF_FEBRUARY = date(2020, 2, 29)


def only(situation: Situation) -> DatedDeadline:
    (deadline,) = situation.deadlines
    return deadline


def test_the_same_ultimatum_said_twice_is_one() -> None:
    """The end of the month and the end of February are one day and one demand, with two pieces of evidence."""
    text = Text().demands("the end of the month", END_OF_FEBRUARY, "pull its troops back in Idlib", actor="Damascus")
    other = Text("Ministry").demands("the end of February", END_OF_FEBRUARY, "withdrawn", demanded_by="Hulusi Akar")
    deadline = only(picture(text, other))
    assert len(deadline.evidence) == 2
    assert (deadline.deadline.actor, deadline.deadline.demanded_by) == ("Damascus", "Hulusi Akar")


def test_two_demands_of_one_day_are_two() -> None:
    """Withdrawing is not opening a crossing."""
    text = (
        Text()
        .demands("29 February", END_OF_FEBRUARY, "withdraw")
        .demands("29 February", END_OF_FEBRUARY, "open the crossing")
    )
    assert len(picture(text).deadlines) == 2


@pytest.mark.parametrize(
    ("on", "as_of", "state", "days_left"),
    [
        (END_OF_FEBRUARY, DAY, "open", 19),
        (END_OF_FEBRUARY, date(2020, 2, 28), "open", 1),
        (END_OF_FEBRUARY, END_OF_FEBRUARY, "open", 0),
        (END_OF_FEBRUARY, date(2020, 3, 1), "passed", -1),
        (date(2021, 1, 1), date(2020, 12, 31), "open", 1),
        (date(2020, 12, 31), date(2021, 1, 1), "passed", -1),
        (date(2021, 3, 1), date(2021, 2, 28), "open", 1),
        (None, DAY, "unresolved", None),
    ],
)
def test_days_are_counted_from_the_as_of_date(on: date | None, as_of: date, state: str, days_left: int | None) -> None:
    """Over 29 February and the turn of the year; what cannot be dated is said to be so."""
    deadline = only(picture(Text().demands("then", on), as_of=as_of))
    assert (deadline.state, deadline.days_left) == (state, days_left)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"])
def test_the_zone_of_the_machine_changes_nothing(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days left are the same at both ends of the world."""
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        assert only(picture(Text().demands("then", END_OF_FEBRUARY))).days_left == 19
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_later_day_for_the_same_demand_extends_it() -> None:
    """Only where the same people are asked for the same again, later."""
    first = Text("A", date(2020, 2, 1)).demands("10 February", DAY, "leave the posts", actor="Syrian forces")
    again = Text("A", date(2020, 2, 9)).demands(
        "20 February", date(2020, 2, 20), "leave the posts", actor="the Syrian forces"
    )
    states = {one.deadline.text: one.state for one in picture(first, again).deadlines}
    assert states == {"10 February": "extended", "20 February": "open"}
    others = Text("A", date(2020, 2, 9)).demands("20 February", date(2020, 2, 20), "leave the posts", actor="rebels")
    assert {one.state for one in picture(first, others).deadlines} == {"open"}


def test_a_truce_that_is_prolonged_is_extended_whoever_says_so() -> None:
    """ "Agreed to a truce", "extended the truce": the same truce, while it still runs; not that of a month before."""
    first = Text("A", date(2020, 2, 1)).demands("10 February", DAY, "The two sides agreed to a truce")
    again = Text("B", DAY).demands("20 February", date(2020, 2, 20), "The truce in Idlib was extended")
    states = {one.deadline.text: one.state for one in picture(first, again).deadlines}
    assert states == {"10 February": "extended", "20 February": "open"}
    old = Text("A", date(2020, 1, 1)).demands("5 January", date(2020, 1, 5), "The truce will hold")
    assert [one.state for one in picture(old, again).deadlines] == ["passed", "open"]


def test_a_mandate_is_the_same_by_another_name() -> None:
    """The mandate of UNITAMS, the mission's mandate: one end."""
    first = Text("A").demands("29 February", END_OF_FEBRUARY, "The mandate of UNITAMS")
    again = Text("B").demands("29 February", END_OF_FEBRUARY, "The mission's mandate in Sudan")
    assert len(only(picture(first, again)).evidence) == 2


def test_a_person_says_what_became_of_it() -> None:
    """Met, or not a deadline at all."""
    text = Text().demands("29 February", END_OF_FEBRUARY)

    def decided(verb: str, **changes: str) -> Situation:
        decision = Decision(
            id="1", document=text.id, span=text.deadlines[0].span, number="29 February", verb=verb, who="Amal",
            at=datetime(2020, 3, 1, tzinfo=UTC), why="seen", changes=changes,
        )  # fmt: skip
        return picture(text, decisions=[decision])

    assert only(decided("correct", state="met")).state == "met"
    assert only(decided("correct", when="2020-03-07")).days_left == 26
    assert decided("reject").deadlines == ()
