"""What adds up and what refuses to."""

from typing import Any

import pytest

from sitrep.errors import MixedUnits
from sitrep.model import Qualifier
from sitrep.reconcile.parts import total
from sitrep.reconcile.said import Said, said
from sitrep.reconcile.source import Sources
from sitrep.units import quantity
from tests.written import ABOUT, AT_LEAST, AT_MOST, DAY, FLOW, PROFILE, STOCK, Text, picture

GIRLS: dict[str, Any] = {"indicator": "displaced", "measure": FLOW, "subject": "girls", "place": "Idlib"}
BOYS: dict[str, Any] = GIRLS | {"subject": "boys"}


def parts(*texts: Text) -> list[Said]:
    """The figures of the texts in comparable terms."""
    known = {text.id: text.document for text in texts}
    found = []
    for text in texts:
        sources = Sources(text.document, known, text.figures, PROFILE)
        found += [said(figure, text.document, DAY, sources.of(figure)) for figure in text.figures]
    return found


def test_girls_and_boys_are_the_children() -> None:
    """A sum of one source's own parts of a whole, with its inputs."""
    (computed,) = picture(Text("UNICEF").says("210", 210, **GIRLS).says("190", 190, **BOYS)).computed
    assert (computed.subject, computed.value, computed.high) == ("child", quantity(400, "person"), None)
    assert computed.qualifier is Qualifier.EXACT
    assert [claim.figure.number for claim in computed.inputs] == ["210", "190"]


def test_no_sum_where_the_whole_is_given_or_a_part_is_missing() -> None:
    """The source's own total goes first; women and children without men are no whole."""
    given = (
        Text().says("210", 210, **GIRLS).says("190", 190, **BOYS).says("405", 405, **GIRLS | {"subject": "children"})
    )
    assert picture(given).computed == ()
    assert picture(Text().says("210", 210, **GIRLS).says("190", 190, **GIRLS | {"subject": "women"})).computed == ()


def test_two_sources_are_never_added() -> None:
    """Girls by one, boys by the other: no sum across sources."""
    assert picture(Text("UNICEF").says("210", 210, **GIRLS), Text("OCHA").says("190", 190, **BOYS)).computed == ()


@pytest.mark.parametrize(
    ("first", "second", "of_sum"),
    [
        ("exact", "exact", "exact"),
        ("at_least", "exact", "at_least"),
        ("about", "exact", "about"),
        ("at_most", "exact", "at_most"),
    ],
)
def test_a_sum_is_no_surer_than_its_parts(first: str, second: str, of_sum: str) -> None:
    """ "More than 210 girls and 190 boys" are more than 400 children."""
    text = Text().says("210", 210, **GIRLS, qualifier=Qualifier(first))
    (computed,) = picture(text.says("190", 190, **BOYS, qualifier=Qualifier(second))).computed
    assert computed.qualifier == of_sum


def test_a_range_stays_a_range() -> None:
    """Both ends are added."""
    text = Text().says("200 to 250", 200, high=250, qualifier=Qualifier.RANGE, **GIRLS).says("190", 190, **BOYS)
    (computed,) = picture(text).computed
    assert (computed.value, computed.high) == (quantity(390, "person"), quantity(440, "person"))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (BOYS | {"measure": STOCK}, "a stock and a flow"),
        (BOYS | {"unit": "household"}, "figures of two units"),
        (BOYS | {"unit": "percent"}, "figures of two units"),
        (BOYS | {"indicator": "missing", "measure": None}, "figures of two indicators"),
        (BOYS | {"source": "IOM"}, "figures of two sources"),
        (BOYS | {"place": "Aleppo"}, "figures of two places"),
        (BOYS | {"when": "2020-02-03/2020-02-09"}, "figures of two periods"),
        (GIRLS, "count somebody twice"),
        (BOYS | {"subject": "women"}, "together they are no whole"),
        (BOYS | {"qualifier": AT_MOST}, "leave nothing to say"),
    ],
)
def test_types_refuse_to_mix(other: dict[str, Any], reason: str) -> None:
    """Trying raises, with the reason."""
    qualifier = {"qualifier": AT_LEAST} if "qualifier" in other else {}
    text = Text().says("210", 210, **GIRLS, **qualifier)
    with pytest.raises(MixedUnits, match=reason):
        total(parts(text.says("190", 190, **other)))


def test_dollars_and_euros_do_not_add_even_by_hand() -> None:
    """The unit registry itself refuses, as it does for households and persons."""
    for first, second in (("USD", "EUR"), ("household", "person"), ("percent", "person"), ("item", "person")):
        with pytest.raises(Exception, match="Cannot convert"):
            quantity(1, first) + quantity(1, second)


def test_cumulative_and_new_do_not_add() -> None:
    """The count since December and that of a week are figures of two periods."""
    text = Text().says("210", 210, **GIRLS, when="2019-12-01/2020-02-07")
    with pytest.raises(MixedUnits, match="two periods"):
        total(parts(text.says("190", 190, **BOYS, when="2020-02-01/2020-02-07", qualifier=ABOUT)))
