"""Which places does the map show? Section map and the profile's places → marks with their names and distances."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sitrep.reference import places
from sitrep.reference.places import PlaceRow

__all__ = ["Mark", "few", "marks_of", "name_of", "position", "preferred", "theatre"]

Item = Mapping[str, Any]
Point = tuple[float, float]

MOST_NAMED = 14
AREAS = ("admin1", "admin2", "country", "region")
NEXT_WORDS = 45
"""Characters after a distance in which the place stands that it is measured from."""


class Mark(NamedTuple):
    """A place that the map shows."""

    id: str | None
    name: str
    """In the brief's language."""
    kind: str
    """incident | town | crossing | camp"""
    at: Point
    """Degrees east and north."""
    rings: tuple[tuple[float, Item], ...] = ()
    """Radius in kilometres, and the figure that gives it."""


def marks_of(items: Sequence[Item], figures: Mapping[str, Item], lang: str) -> list[Mark]:
    """Places of figures, each once: an incident before a name, with the distances that are measured from it."""
    found: dict[Any, Mark] = {}
    for item in items:
        seat = _seat(item) if item["ring_km"] else None
        if item["kind"] in AREAS and not seat:
            continue
        id, label = (seat.id, seat.label) if seat else (item["id"], item["label"])
        at = position(seat) if seat else (item["longitude"], item["latitude"])
        mark = found.get(id or at) or Mark(id, name_of(id, label, lang), _kind(item["kind"]), at)
        if item["mark"] == "incident":
            mark = mark._replace(kind="incident")
        found[id or at] = mark._replace(rings=(*mark.rings, *_rings(item, figures)))
    return list(found.values())[:MOST_NAMED]


def _seat(item: Item) -> PlaceRow | None:
    """The town of a division's own name: what a distance "from Idlib" is measured from."""
    if item["kind"] != "admin1":
        return None
    towns = (row for row in places.candidates(item["name"]) if row.kind == "town" and row.admin1 == item["id"])
    return next(towns, None)


def _rings(item: Item, figures: Mapping[str, Item]) -> tuple[tuple[float, Item], ...]:
    """The distance that an item draws around itself, where the sentence says that it is measured from there."""
    said = figures.get(item["figure"])
    if not item["ring_km"] or said is None:
        return ()
    # "within 2 km of the M5" in a sentence on Idlib is no circle around Idlib.
    if places.fold(item["name"]) not in places.fold(said["evidence"][0]["after"][:NEXT_WORDS]):
        return ()
    return ((item["ring_km"], said),)


def theatre(marks: Sequence[Mark]) -> set[str]:
    """The division that most of the marks lie in, where one does."""
    rows = [row for mark in marks if mark.id and (row := places.by_id(mark.id)) and row.admin1]
    found = Counter(row.admin1 for row in rows if row.admin1)
    return {id for id, count in found.most_common(1) if count > 1 and 2 * count >= len(rows)}


def few(ids: set[str]) -> set[str]:
    """Divisions that figures name, unless the whole map would be of them."""
    return ids if len(ids) < 4 else set()


def position(row: PlaceRow) -> Point:
    """East and north; towns always have both."""
    return row.longitude or 0.0, row.latitude or 0.0


def _kind(kind: str | None) -> str:
    return kind if kind in ("crossing", "camp") else "town"


def name_of(id: str | None, label: str, lang: str) -> str:
    """The place's name in the brief's language; `label` where the gazetteer does not know one."""
    return places.labels(id).get(lang, label) if id and lang != "en" else label


def preferred(names: Sequence[str], countries: tuple[str, ...], lang: str) -> list[Mark]:
    """The places that the profile wants on the map: its towns, crossings and camps."""
    rows = ((name, _town(name, countries) or places.resolve(name, countries)) for name in names)
    return [
        # In the spelling of whoever wrote the profile, except where the brief speaks another language.
        Mark(row.id, name_of(row.id, name, lang), _kind(row.kind), position(row))
        for name, row in rows
        if row and row.latitude is not None and row.kind in ("town", "crossing", "camp")
    ]


def _town(name: str, countries: tuple[str, ...]) -> PlaceRow | None:
    """The town of a name; for Nippes in Haiti none, rather than one of Germany."""
    row = places.resolve(name, countries, "town")
    return row if row is None or not countries or row.country in countries else None
