"""compose(): what stands where, what changed, what is withheld."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from sitrep.compose import choose, compose, figures, sections
from sitrep.compose.figures import sentence
from sitrep.model import (
    Brief,
    Computed,
    Decision,
    KeyFigure,
    Narrative,
    Period,
    Place,
    Point,
    Profile,
    Ruling,
    Situation,
    Span,
)
from sitrep.units import quantity
from tests.hand_made import IDLIB, claim, document, figure, key, situation


def items(brief: Brief, name: str) -> list[dict[str, Any]]:
    return [dict(item) for section in brief.sections if section.id == name for item in section.items]


def entry(brief: Brief, name: str) -> dict[str, Any]:
    return next(item for item in items(brief, "figures") if item["id"] == name)


def saying(value: float, number: str, **more: Any) -> Situation:
    """The situation with another number of displaced people."""
    known = situation()
    first, *rest = known.key_figures
    said = replace(first.recommended.figure, value=quantity(value, "person"), number=number, **more)
    changed = replace(first, recommended=replace(first.recommended, figure=said, evidence=(said,)))
    return replace(known, key_figures=(changed, *rest))


def with_profile(**more: Any) -> Situation:
    known = situation()
    return replace(known, profile=replace(known.profile, **more))


def test_the_first_brief_covers_from_the_profiles_first_day_and_changes_nothing() -> None:
    brief = compose(situation(), number=1, lang="en")
    assert brief.covers.start == date(2019, 12, 1)
    assert brief.next_due == date(2020, 2, 17)
    assert items(brief, "changes") == []
    assert entry(brief, "displaced")["change"] is None


def test_figures_stand_in_the_profiles_order_of_indicators() -> None:
    brief = compose(situation(), number=1, lang="en")
    order = [item["indicator"] for item in items(brief, "figures")]
    assert order[:4] == ["displaced", "refugees", "deaths", "in_need"]


def test_what_a_later_and_higher_total_outdoes_or_what_was_before_the_situation_is_not_first() -> None:
    """Eight dead by 5 February, 900 by the 9th; 3,000 in 2018."""
    known = with_profile(indicators=("deaths",))
    first = next(key for key in known.key_figures if key.recommended.figure.indicator == "deaths")

    def dead(name: str, value: float, day: date) -> KeyFigure:
        said = replace(first.recommended.figure, value=quantity(value, "person"), when=Period(start=day, end=day))
        return replace(first, id=name, others=(), recommended=replace(first.recommended, figure=said, as_of=day))

    keys = (
        dead("old", 3000, date(2018, 1, 1)),
        dead("eight", 8, date(2020, 2, 5)),
        dead("last", 900, date(2020, 2, 9)),
    )
    brief = compose(replace(known, key_figures=keys), number=1, lang="en")
    assert [item["id"] for item in items(brief, "figures")] == ["last", "eight", "old"]


def test_the_country_comes_before_its_parts_and_places_elsewhere_are_not_mapped() -> None:
    """Eight dead in Syria before 900 in Idlib, where the situation is about Syria; Geneva is on no map of it."""
    known = with_profile(indicators=("deaths",), countries=("SYR",), title="Floods in spring")
    first = next(key for key in known.key_figures if key.recommended.figure.indicator == "deaths")

    def dead(value: float, place: Place) -> KeyFigure:
        said = replace(first.recommended.figure, value=quantity(value, "person"), place=place)
        return replace(first, id=place.name, others=(), recommended=replace(first.recommended, figure=said))

    geneva = Place(name="Geneva", id="geonames:2660646", kind="town", country="CHE", latitude=46.2, longitude=6.1)
    syria = Place(name="Syria", id="iso:SYR", kind="country", country="SYR")
    keys = (dead(900, IDLIB), dead(8, syria), dead(1, geneva))
    brief = compose(replace(known, key_figures=keys), number=1, lang="en")
    assert items(brief, "figures")[0]["id"] == "Syria"
    assert {item["name"] for item in items(brief, "map")} == {"Idlib"}


def test_a_trend_begins_with_the_situation() -> None:
    """The dead of an earlier disaster are no point of this one's line."""
    known = situation()
    (trend, *_) = items(compose(known, number=1, lang="en"), "trend")
    second = date.fromisoformat(trend["points"][1]["on"])
    later = replace(known, profile=replace(known.profile, since=second))
    for one in items(compose(later, number=1, lang="en"), "trend"):
        assert all(date.fromisoformat(point["on"]) >= second for point in one["points"])


def test_a_share_or_a_need_is_no_event() -> None:
    """Five per cent are displaced as of Monday, 884,000 are in need: nothing of Monday's."""
    known = situation()
    first = next(key for key in known.key_figures if key.recommended.figure.indicator == "deaths")
    said = replace(first.recommended.figure, value=quantity(5, "percent"))
    share = replace(first, others=(), recommended=replace(first.recommended, figure=said))
    assert items(compose(replace(known, key_figures=(first,)), number=1, lang="en"), "timeline")
    need = replace(first, recommended=claim(replace(first.recommended.figure, indicator="in_need"), "OCHA"))
    for one in (share, need):
        assert not items(compose(replace(known, key_figures=(one,)), number=1, lang="en"), "timeline")


def test_every_quote_holds_the_number_at_the_span_that_it_names() -> None:
    brief = compose(situation(), number=1, lang="en")
    texts = {document.id: document.text for document in brief.documents}
    quotes = [
        quote for one in items(brief, "figures") for claim in (one, *one["others"]) for quote in claim["evidence"]
    ]
    assert quotes
    assert all(texts[quote["document"]][quote["start"] : quote["end"]] == quote["number"] for quote in quotes)


@pytest.mark.parametrize(
    ("value", "number", "kind", "was"),
    [
        (500_000, "half a million", "same", None),
        (586_000, "586,000", "up", "half a million"),
        (450_000, "450,000", "down", "half a million"),
    ],
)
def test_a_change_is_told_and_the_value_before_is_kept_as_said(
    value: float, number: str, kind: str, was: str | None
) -> None:
    before = compose(situation(), number=1, lang="en")
    change = entry(compose(saying(value, number), number=2, lang="en", previous=before), "displaced")["change"]
    assert change["kind"] == kind
    assert (change["previous"] and change["previous"]["number"]) == was


def test_a_figure_that_nobody_reports_any_more_is_said_to_be_gone() -> None:
    before = compose(situation(), number=1, lang="en")
    later = replace(situation(), key_figures=situation().key_figures[1:], as_of=date(2020, 2, 17))
    brief = compose(later, number=2, lang="en", previous=before)
    assert [one["gone"]["id"] for one in items(brief, "changes") if one["gone"]] == ["displaced"]
    assert brief.covers.start == date(2020, 2, 11)


def test_an_old_figure_in_a_later_brief_is_stale() -> None:
    before = compose(situation(), number=1, lang="en")
    brief = compose(replace(situation(), as_of=date(2020, 2, 17)), number=2, lang="en", previous=before)
    assert entry(brief, "displaced")["change"]["kind"] == "stale"


def test_two_claims_stand_side_by_side_and_are_never_added() -> None:
    vehicles = entry(compose(situation(), number=1, lang="en"), "vehicles")
    assert [claim["value"] for claim in (vehicles, *vehicles["others"])] == [1240, 1000]


def test_the_timeline_tells_the_last_days_oldest_first() -> None:
    one = {"theme": "casualties", "measure": None, "unit": "person", "indicator": "deaths", "part_of": None}
    days = [f"2020-01-{day:02}" for day in (9, 2, 30, 5, 21, 11, 17, 3)]
    events = [{**one, "id": day, "when": {"start": day, "end": day, "is_until": False}} for day in days]
    assert [event["id"][-2:] for event in choose.events(events)] == ["05", "09", "11", "17", "21", "30"]


def test_what_is_older_than_a_month_comes_after_what_is_not() -> None:
    known = situation()
    deaths = next(one for one in known.key_figures if one.id == "deaths")
    said = replace(deaths.recommended.figure, value=quantity(900, "person"))
    old = replace(deaths, id="old", recommended=replace(deaths.recommended, figure=said, as_of=date(2019, 8, 25)))
    order = [
        one["id"] for one in items(compose(replace(known, key_figures=(old, deaths)), number=1, lang="en"), "figures")
    ]
    assert order == ["deaths", "old"]


def test_of_many_claims_every_number_is_printed_before_one_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "CLAIMS", 3)
    said = [{"value": value, "high": None, "unit": "person", "qualifier": "exact"} for value in (5, 5, 8, 5, 9)]
    assert [said[1:][place]["value"] for place in figures.beside(said)] == [8, 9]


def test_disputes_stand_before_other_differences_and_what_is_left_out_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sections.MOST, "differences", 1)
    known = situation()
    keys = [replace(one, disputed=one.id == "deaths") for one in known.key_figures]
    brief = compose(replace(known, key_figures=tuple(keys)), number=1, lang="en")
    [differences] = [one for one in brief.sections if one.id == "differences"]
    assert [one["figure"] for one in differences.items] == ["deaths", "vehicles"]
    assert differences.more == 1


def test_households_are_restated_by_the_profiles_size_alone() -> None:
    assert entry(compose(situation(), number=1, lang="en"), "homeless")["normal"] == {
        "value": 234_000,
        "unit": "person",
        "factor": 5.2,
        "exact": True,
    }
    without = compose(with_profile(household_size=None), number=1, lang="en")
    assert entry(without, "homeless")["normal"] is None


def test_a_public_brief_withholds_forces_and_tells_the_log() -> None:
    brief = compose(with_profile(audience="public"), number=1, lang="en")
    shown = {item["indicator"] for item in items(brief, "figures")}
    assert shown.isdisjoint({"forces", "distance"})
    assert "1,240" not in repr(brief.sections), "nor does a quoted sentence give it away"
    assert {problem.level for problem in brief.problems} == {"withheld"}


def test_a_public_brief_says_nothing_of_a_decision_on_what_it_withholds() -> None:
    known = with_profile(audience="public")
    vehicles = next(one for one in known.key_figures if one.id == "vehicles").recommended.figure
    rest = tuple(one for one in known.key_figures if one.id != "vehicles")
    made = Decision(
        id="1", document=vehicles.document, span=vehicles.span, number=vehicles.number, verb="reject", who="Amal",
        at=datetime(2020, 2, 10, tzinfo=UTC), why="a rumour",
    )  # fmt: skip
    ruled = replace(known, key_figures=rest, rulings=(Ruling(decision=made, indicator="forces"),))
    brief = compose(ruled, number=1, lang="en")
    assert items(brief, "decisions") == []
    assert "1,240" not in repr(brief.sections)
    corrected = replace(made, verb="correct", changes={"indicator": "forces"})
    moved = replace(ruled, rulings=(Ruling(decision=corrected, indicator="supplies"),))
    assert "1,240" not in repr(compose(moved, number=1, lang="en").sections)
    partners = compose(replace(ruled, profile=replace(ruled.profile, audience="internal")), number=1, lang="en")
    assert [one["why"] for one in items(partners, "decisions")] == ["a rumour"]


def test_a_public_trend_gives_no_position_of_a_camp() -> None:
    known = with_profile(audience="public")
    camp = Place(name="Atma camp", kind="camp", country="SYR", latitude=36.3125, longitude=36.6875)

    def at_camp(point: Point) -> Point:
        said = point.claim
        return replace(point, claim=replace(said, figure=replace(said.figure, place=camp)))

    series = tuple(replace(one, points=tuple(map(at_camp, one.points))) for one in known.series)
    trend = items(compose(replace(known, series=series), number=1, lang="en"), "trend")
    assert "Atma camp" in repr(trend) and "36.3125" not in repr(trend)


def test_a_public_brief_gives_no_sum_of_what_it_withholds() -> None:
    known = with_profile(audience="public")
    vehicles = next(one for one in known.key_figures if one.id == "vehicles").recommended
    total = Computed(
        id="all",
        indicator="forces",
        subject="vehicles",
        value=quantity(2_480, "item"),
        high=None,
        qualifier=vehicles.figure.qualifier,
        inputs=(vehicles, vehicles),
    )
    told = replace(known, computed=(total,))
    assert "2480" not in repr(compose(told, number=1, lang="en").sections)
    desk = replace(told, profile=replace(told.profile, audience="internal"))
    assert "2480" in repr(compose(desk, number=1, lang="en").sections)


def test_the_same_situation_gives_the_same_brief_and_another_number_the_same_content() -> None:
    one, two = (compose(situation(), number=number, lang="en") for number in (1, 2))
    assert one == compose(situation(), number=1, lang="en")
    assert one.content_hash == two.content_hash
    assert one.content_hash != compose(saying(586_000, "586,000"), number=1, lang="en").content_hash


def test_a_situation_without_figures_still_makes_a_brief() -> None:
    bare = Situation(
        profile=Profile(name="x", title="X"),
        as_of=date(2020, 1, 1),
        key_figures=(),
        deadlines=(),
        series=(),
        gaps=(),
        documents=(),
        problems=(),
    )
    assert [section.id for section in compose(bare, number=1, lang="en").sections] == ["method"]


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("One. At least five died. Two left.", "five", "At least five died."),
        ("He said: “five died.” Then it ended.", "five", "He said: “five died.”"),
        ("Title\n\nfive died", "five", "five died"),
        ("توفي خمسة؟ ثم 5 رحلوا. انتهى.", "5", "ثم 5 رحلوا."),
    ],
)
def test_the_sentence_around_a_number(text: str, number: str, expected: str) -> None:
    start = text.index(number)
    found = sentence(text, Span(start, start + len(number)))
    assert text[found[0] : found[1]] == expected


def test_a_family_that_was_hit_is_not_made_into_persons_by_an_average() -> None:
    known = situation()
    homeless = next(key for key in known.key_figures if key.id == "homeless")
    said = replace(homeless.recommended.figure, indicator="deaths")
    hit = replace(homeless, id="hit", recommended=replace(homeless.recommended, figure=said, evidence=(said,)))
    brief = compose(replace(known, key_figures=(hit,)), number=1, lang="en")
    assert entry(brief, "hit")["normal"] is None


def test_what_a_person_wrote_stands_in_the_brief_of_its_language() -> None:
    written = (Narrative(path="sections/a.md", text="One"), Narrative(path="sections/a.fr.md", text="Un", lang="fr"))
    known = with_profile(narratives=written, languages=("en", "fr"))
    assert [one["text"] for one in items(compose(known, number=1, lang="en"), "narrative")] == ["One"]
    assert [one["text"] for one in items(compose(known, number=1, lang="fr"), "narrative")] == ["Un"]
    assert items(compose(known, number=1, lang="es"), "narrative") == []


def test_parts_are_told_beside_their_whole() -> None:
    known = situation()
    parts = [replace(key, part_of="displaced") if key.id == "homeless" else key for key in known.key_figures]
    first = items(compose(replace(known, key_figures=tuple(parts)), number=1, lang="en"), "highlights")[0]
    assert first == {"figure": "displaced", "parts": ["homeless"]}


def test_a_title_in_the_brief_s_language_goes_first() -> None:
    known = with_profile(titles={"fr": "Nord-ouest de la Syrie"})
    assert compose(known, number=1, lang="fr").title == "Nord-ouest de la Syrie"
    assert compose(known, number=1, lang="es").title == "North-west Syria"


def test_a_withheld_figure_is_cut_out_of_the_sentences_that_others_quote() -> None:
    text = "Some 1,240 vehicles, 5,000 soldiers and 300 families came."
    one = document("mixed", text)
    keys = [
        key(name, claim(figure(one, number, float(number.replace(",", "")), unit, indicator), "Wire"))
        for name, number, unit, indicator in (
            ("vehicles", "1,240", "item", "forces"),
            ("soldiers", "5,000", "person", "forces"),
            ("families", "300", "household", "displaced"),
        )
    ]
    known = replace(situation(), key_figures=tuple(keys), deadlines=(), series=(), documents=(one,))
    known = replace(known, profile=replace(known.profile, audience="public"))
    families = entry(compose(known, number=1, lang="en"), "families")
    assert families["evidence"][0]["before"] == "Some […] vehicles, […] soldiers and "
    assert families["evidence"][0]["after"] == " families came."
    assert "5,000" not in families["lead"]


def test_the_table_of_all_figures_ends_somewhere_and_says_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "ROWS", 4)
    themes = items(compose(situation(), number=1, lang="en"), "themes")
    assert sum(len(theme["all"]) for theme in themes) == 4
    assert sum(theme["more"] for theme in themes) == 5


def test_what_is_needed_and_what_is_done_stand_side_by_side_by_sector() -> None:
    note = document(
        "note", "2,100 blankets and 1.9 million litres of water; 640 patients; 14 clinics closed; 300 bicycles."
    )

    def one(name: str, number: str, value: float, unit: str, indicator: str, subject: str) -> KeyFigure:
        return key(name, claim(figure(note, number, value, unit, indicator, subject=subject), "Relief"))

    figures = (
        one("blankets", "2,100", 2100, "item", "supplies", "blankets"),
        one("water", "1.9 million litres", 1_900_000, "liter", "supplies", "water"),
        one("patients", "640", 640, "person", "reached", "patients"),
        one("clinics", "14", 14, "item", "facilities_damaged", "clinics"),
        one("bicycles", "300", 300, "item", "supplies", "bicycles"),
    )
    known = situation(key_figures=figures, documents=(note,), deadlines=(), series=())
    brief = compose(known, number=1, lang="fr")
    assert items(brief, "sectors") == [
        {"sector": "health", "needs": ["clinics"], "response": ["patients"]},
        {"sector": "shelter", "needs": [], "response": ["blankets"]},
        {"sector": "wash", "needs": [], "response": ["water"]},
    ]
    response = next(one for one in items(brief, "themes") if one["theme"] == "response")
    assert response["figures"] == ["bicycles"], "the others stand in the table"
    assert set(response["all"]) == {"blankets", "water", "patients", "bicycles"}


def test_needs_alone_make_no_table_of_sectors() -> None:
    assert items(compose(situation(), number=1, lang="en"), "sectors") == []
