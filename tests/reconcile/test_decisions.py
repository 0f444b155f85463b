"""A person decides last; the machine's words stay beside, and a decision never lands on other words."""

from datetime import UTC, datetime
from typing import Any

import pytest

from sitrep.model import Because, Decision, KeyFigure
from tests.written import STOCK, Text, messages, only, picture, values

TOTAL: dict[str, Any] = {"indicator": "displaced", "measure": STOCK, "place": "Idlib", "when": "2020-02-09"}


def on(text: Text, verb: str, index: int = 0, hour: int = 9, **changes: Any) -> Decision:
    """What Amal decided of a figure."""
    figure = text.figures[index]
    return Decision(
        id=f"{verb}-{hour}", document=text.id, span=figure.span, number=figure.number, verb=verb, who="Amal",
        at=datetime(2020, 2, 10, hour, tzinfo=UTC), why="seen", changes=changes,
    )  # fmt: skip


def test_a_preferred_claim_is_recommended_because_of_a_person() -> None:
    """It goes before the latest and the first-hand one, and carries the decision."""
    ocha, radio = Text("OCHA").says("500", 500, **TOTAL), Text("Radio").says("900", 900, **TOTAL)
    decision = on(radio, "prefer")
    key = only(picture(ocha, radio, decisions=[decision]))
    assert (key.recommended.source, key.because) == ("Radio", Because.PERSON)
    assert key.recommended.decisions == (decision,)


@pytest.mark.parametrize(("ocha_at", "radio_at", "first"), [(8, 9, "Radio"), (9, 8, "OCHA")])
def test_of_two_preferences_the_last_one_counts(ocha_at: int, radio_at: int, first: str) -> None:
    """Whatever the rules would say of the two."""
    ocha, radio = Text("OCHA").says("500", 500, **TOTAL), Text("Radio").says("900", 900, **TOTAL)
    made = [on(ocha, "prefer", hour=ocha_at), on(radio, "prefer", hour=radio_at)]
    assert only(picture(ocha, radio, decisions=made)).recommended.source == first


def test_what_is_undone_was_never_decided() -> None:
    """And what is decided after it stands."""
    text = Text().says("500", 500, **TOTAL)
    made = [on(text, "reject", hour=8), on(text, "undo", hour=9)]
    assert values(only(picture(text, decisions=made))) == [500]
    assert picture(text, decisions=made).rulings == ()
    again = picture(text, decisions=[*made, on(text, "correct", hour=10, value=400)])
    assert (values(only(again)), len(again.rulings)) == ([400], 1)


@pytest.mark.parametrize("decided", ["origin", "reprint"])
def test_a_decision_holds_for_the_reprints_of_its_text(decided: str) -> None:
    """Else a number that was rejected would come back with the next paper that prints it."""
    wire = Text("Wire", id="origin").says("500", 500, **TOTAL)
    paper = Text("Paper", id="reprint", origin="origin")
    paper.words.append("Reprinted:")
    paper.says("500", 500, **TOTAL)
    radio = Text("Radio").says("900", 900, **TOTAL)
    made = on(wire if decided == "origin" else paper, "reject")
    known = picture(wire, paper, radio, decisions=[made])
    assert values(only(known)) == [900]
    assert [one.decision for one in known.rulings] == [made]


def test_a_rejected_figure_is_not_known() -> None:
    """Until the last word is another one."""
    text = Text().says("500", 500, **TOTAL)
    assert picture(text, decisions=[on(text, "reject")]).key_figures == ()
    again = picture(text, decisions=[on(text, "accept", hour=10), on(text, "reject")])
    assert len(again.key_figures) == 1


@pytest.mark.parametrize(
    ("changes", "read"),
    [
        ({"value": 5000}, lambda key: values(key)[0] == 5000 and key.recommended.figure.number == "5,000"),
        ({"unit": "household"}, lambda key: str(key.recommended.figure.value.units) == "household"),
        ({"unit": "household"}, lambda key: key.recommended.figure.subject == ""),
        ({"indicator": "deaths"}, lambda key: key.recommended.figure.measure is None),
        ({"indicator": "refugees"}, lambda key: key.recommended.figure.indicator == "refugees"),
        ({"place": "Aleppo"}, lambda key: key.recommended.figure.place.name == "Aleppo"),
        ({"when": "2020-02-01"}, lambda key: str(key.recommended.as_of) == "2020-02-01"),
    ],
)
def test_a_correction_keeps_the_machines_words(changes: dict[str, Any], read: Any) -> None:
    """The person's figure is printed, the machine's stands beside it."""
    text = Text().says("500", 500, **TOTAL)
    key: KeyFigure = only(picture(text, decisions=[on(text, "correct", **changes)]))
    assert read(key)
    assert key.recommended.corrected_from == text.figures[0]


def test_a_decision_whose_words_are_gone_is_told_and_not_applied() -> None:
    """Its document is gone, other words stand there, or the rules no longer take them for a figure."""
    text = Text(id="x").says("500", 500, **TOTAL)
    decision = on(text, "reject")
    other = Text(id="x").says("600", 600, **TOTAL)
    unread = Text(id="x").says("500", 500, **TOTAL)
    unread.figures.clear()
    told = [messages(picture(one, decisions=[decision])) for one in (other, unread, Text("B").says("7", 7, **TOTAL))]
    beginning = 'the decision of Amal to reject "500" is not applied: '
    assert told == [
        [beginning + '"600" stands there now'],
        [beginning + "the words are no longer taken for a figure"],
        [beginning + "its document is not here any more"],
    ]
    assert values(only(picture(other, decisions=[decision]))) == [600]
    assert picture(other, decisions=[decision]).rulings == ()


def test_what_stands_is_told_with_what_it_is_about() -> None:
    """Also of a rejected figure, so that a brief can say so, and not to readers for whom the figure is not."""
    text = Text().says("500", 500, **TOTAL)
    made = on(text, "reject")
    assert [(one.decision, one.indicator) for one in picture(text, decisions=[made]).rulings] == [(made, "displaced")]


def test_decisions_survive_new_documents() -> None:
    """What was decided on one document stands when others arrive."""
    text = Text().says("500", 500, **TOTAL)
    decision = on(text, "correct", value=400)
    key = only(picture(text, Text("Radio").says("410", 410, **TOTAL), decisions=[decision]))
    assert sorted(values(key)) == [400, 410]
