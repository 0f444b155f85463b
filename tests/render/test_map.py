"""The map shows what figures name, where it is, with nothing that no source or table gives."""

import re
from itertools import combinations
from typing import Any

import pytest

from sitrep.reference import places
from sitrep.render import brand, map
from sitrep.render.drawing import WIDTH, Rect, text_size
from sitrep.render.frame import RATIO
from sitrep.render.marks import preferred
from sitrep.render.trace import Trace
from sitrep.render.words import Words, read_labels

BASE = brand.load("base")
LABEL = re.compile(r'<span class="lab ([\w ]*)" aria-hidden="true" style="left:([\d.-]+)%;top:([\d.-]+)%;transform:translate\(([-\d%]+),-50%\)">(.*?)</span>')  # noqa: E501  # fmt: skip


def words(lang: str = "en") -> Words:
    return Words(lang, {lang: read_labels(BASE.folders, lang)}, "ocha", Trace())


def item(name: str, countries: tuple[str, ...], mark: str = "place", ring_km: float | None = None) -> dict[str, Any]:
    row = places.resolve(name, countries, "town") or places.resolve(name, countries)
    assert row is not None, name
    return {
        "id": row.id,
        "name": name,
        "label": row.label,
        "kind": row.kind,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "mark": mark,
        "ring_km": ring_km,
        "figure": f"figure {name}",
    }


def distance(km: float, after: str) -> dict[str, Any]:
    return {
        "value": km,
        "high": None,
        "unit": "kilometer",
        "qualifier": "exact",
        "number": f"{km} km",
        "lang": "en",
        "lead": "",
        "document": "d" * 64,
        "start": 0,
        "end": 5,
        "evidence": [{"after": after, "source": 1}],
    }


def draw(items: list[Any], countries: list[str], wanted: list[str], figures: Any = None, lang: str = "en") -> Any:
    method = {"countries": countries, "places": wanted}
    return map.draw(items, figures or {}, method, words(lang), BASE.colours)


def labels(drawn: Any) -> dict[str, tuple[str, Rect]]:
    """Text of each label → its classes and what it covers."""
    height = float(re.search(r'viewBox="0 0 1000 ([\d.]+)"', drawn.markup)[1])
    found = {}
    for style, left, top, shift, text in LABEL.findall(drawn.markup):
        small = not {"named"} & set(style.split())
        wide, high = text_size(text, map.SMALL_LABEL if small else 0.8, 0.2 if style == "country" else 0)
        x = float(left) / 100 * WIDTH - {"0": 0, "-50%": wide / 2, "-100%": wide}[shift]
        y = float(top) / 100 * height - high / 2
        found[text] = (style, Rect(x, y, x + wide, y + high))
    return found


SITUATIONS = [
    (
        ["SYR", "TUR"],
        ["Idlib", "Taftanaz", "Saraqab", "Sarmada", "Ma'arrat An-Nu'man", "Dana", "A'zaz"],
        ["Taftanaz", "Binnish"],
    ),
    (["HTI"], ["Port-au-Prince", "Jérémie", "Les Cayes", "Jacmel"], ["Jérémie"]),
    (["UKR"], ["Kharkiv", "Donetsk", "Zaporizhzhia", "Kherson", "Mariupol"], ["Kherson"]),
    (["PSE"], ["Gaza City", "Khan Yunis", "Rafah", "Deir al Balah"], ["Rafah", "Kerem Shalom"]),
    (["FJI"], ["Suva", "Labasa", "Nadi"], []),
    (["COD"], ["Goma", "Bukavu", "Rutshuru"], ["Sake"]),
]


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize(("countries", "wanted", "incidents"), SITUATIONS, ids=[case[0][0] for case in SITUATIONS])
def test_every_place_is_named_and_no_label_covers_another(
    countries: list[str], wanted: list[str], incidents: list[str], lang: str
) -> None:
    drawn = draw([item(name, tuple(countries), "incident") for name in incidents], countries, wanted, lang=lang)
    found = labels(drawn)
    assert sum("named" in style for style, _ in found.values()) == len({*wanted, *incidents})
    for (one, (_, first)), (other, (_, second)) in combinations(found.items(), 2):
        assert first.overlap(second) <= 2, (one, other)
    for text, (_, rect) in found.items():
        assert rect.within(Rect(0, 0, WIDTH, WIDTH * RATIO)), text


def test_places_stand_as_they_lie_on_the_earth() -> None:
    """North is up, and distances hold: Taftanaz is 17 km north-east of Idlib."""
    drawn = draw([item("Taftanaz", ("SYR",), "incident"), item("Idlib", ("SYR",))], ["SYR"], ["Idlib", "Taftanaz"])
    star = re.search(r'class="incident" d="M([\d.]+) ([\d.]+)', drawn.markup)
    dot = re.search(r'class="town" cx="([\d.]+)" cy="([\d.]+)"', drawn.markup)
    assert float(star[1]) > float(dot[1])
    assert float(star[2]) < float(dot[2])
    bar = re.search(r'class="scale" d="M([\d.]+) [\d.]+L[\d.]+ [\d.]+L([\d.]+)', drawn.markup)
    km = float(re.search(r"(\d+) km", " ".join(labels(drawn)))[1])
    unit = (float(bar[2]) - float(bar[1])) / km
    apart = ((float(star[1]) - float(dot[1])) ** 2 + (float(star[2]) + 19 - float(dot[2])) ** 2) ** 0.5
    assert apart / unit == pytest.approx(16.5, abs=2.5)


def test_a_distance_is_a_ring_around_the_town_that_it_is_measured_from() -> None:
    idlib = item("Idlib province", ("SYR",), ring_km=16) | {"name": "Idlib"}
    figures = {"figure Idlib province": distance(16, " of Idlib city, where more than a million live.")}
    drawn = draw([idlib], ["SYR"], ["Saraqib", "Taftanaz", "Sarmada", "Ma'arrat An-Nu'man"], figures)
    assert 'class="ring"' in drawn.markup
    assert "16 km from" in drawn.alt


def test_a_distance_from_something_else_is_no_ring() -> None:
    """ "Within 2 km of the M5" in a sentence on Idlib is no circle around Idlib."""
    idlib = item("Idlib province", ("SYR",), ring_km=2) | {"name": "Idlib"}
    figures = {"figure Idlib province": distance(2, " of holding the whole of the M5, the road that joins two cities.")}
    drawn = draw([idlib], ["SYR"], ["Saraqib", "Taftanaz"], figures)
    assert 'class="ring"' not in drawn.markup


def test_disputed_borders_are_dotted_and_said_so() -> None:
    drawn = draw([], ["UKR"], ["Kherson", "Simferopol", "Donetsk"])
    assert re.search(r'class="disputed"[^>]* stroke-dasharray="1 6"', drawn.markup)
    assert "Disputed boundary" in drawn.markup


def test_credits_and_disclaimer_are_printed() -> None:
    drawn = draw([], ["HTI"], ["Jacmel", "Jérémie"])
    assert "Natural Earth" in drawn.markup
    assert "GeoNames" in drawn.markup
    assert "endorsement" in drawn.markup


def test_the_map_is_told_in_words() -> None:
    drawn = draw([item("Taftanaz", ("SYR",), "incident")], ["SYR"], ["Idlib"])
    assert "Taftanaz (Incident)" in drawn.alt
    assert f"<title>{drawn.alt}</title>" in drawn.markup


def test_a_situation_without_places_shows_its_country() -> None:
    assert 'class="home"' in draw([], ["VUT"], []).markup


def test_a_situation_without_a_country_has_no_map() -> None:
    assert draw([], [], []) is None


def test_a_place_far_away_does_not_shrink_the_map() -> None:
    near = [item(name, ("SYR", "TUR"), "incident") for name in ("Taftanaz", "Binnish", "Ariha")]
    drawn = draw([*near, item("Ankara", ("TUR",), "incident")], ["SYR", "TUR"], [])
    assert "Ankara" not in labels(drawn)
    assert {"Taftanaz", "Binnish", "Ariha"} <= labels(drawn).keys()


def test_a_division_is_not_taken_for_a_town_of_another_country() -> None:
    """Nippes of Haiti is no part of Cologne."""
    assert preferred(("Nippes", "Les Cayes"), ("HTI",), "en")[0].name == "Les Cayes"


def test_the_same_brief_gives_the_same_map() -> None:
    made = [draw([item("Taftanaz", ("SYR",), "incident")], ["SYR"], ["Idlib", "Dana"]).markup for _ in range(2)]
    assert made[0] == made[1]
    assert len(made[0]) < 40_000


def test_only_what_stands_on_the_map_is_recorded_as_printed() -> None:
    """A name or a distance without room, or outside the region, would fail the gate that reads numbers back."""
    said = words()
    far = item("Ankara", ("TUR",), ring_km=50)
    figures = {"figure Ankara": distance(50, " from Ankara")}
    items = [far, *(item(name, ("SYR",), "incident") for name in ("Taftanaz", "Binnish", "Ariha"))]
    drawn = map.draw(items, figures, {"countries": ["SYR"], "places": ["Idlib", "Saraqib"]}, said, BASE.colours)
    seen = re.sub("<title>.*?</title>", "", drawn.markup)
    assert {one.text for one in said.trace.printed} >= {"M5"}
    assert all(one.text in seen for one in said.trace.printed)


def test_names_are_text_and_never_markup() -> None:
    evil = item("Taftanaz", ("SYR",), "incident") | {"id": None, "label": "<script>alert(1)</script>"}
    assert "<script>" not in draw([evil], ["SYR"], ["Idlib"]).markup
