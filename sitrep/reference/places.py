"""Where is it: names of places in Latin and Arabic script, and what they stand for.

places.sqlite (cut by tools/cut_places.py from GeoNames, CC BY 4.0, Natural Earth, public domain, and Unicode CLDR) has
the countries, the first-level divisions and the towns of the world; places.toml has crossings, camps, roads, regions,
spellings of the press and P-codes, written by hand. A name that could be two places stays unresolved.
"""

import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import combinations
from typing import Any, NamedTuple

from msgspec import Struct

from sitrep.errors import ProfileError
from sitrep.reference import FOLDER, checked, read_toml
from sitrep.reference.names import fold, romanised

__all__ = [
    "PlaceRow", "by_id", "candidates", "database", "demonym", "fold", "is_known", "kind_of", "labels", "peoples",
    "resolve", "roads", "towns",
]  # fmt: skip

PLACES = FOLDER / "places.toml"
DATABASE = FOLDER / "places.sqlite"
DEMONYMS = FOLDER / "demonyms.toml"

# A name inside its own country is clear when no other place of the name has a twentieth of its people.
CLEAR_POPULATION = 100_000
CLEAR_RATIO = 20
SOUND_LETTERS = 5
"""Shorter names sound alike by chance."""
BESIDE = 0.1
"""Degrees, about 11 km."""

# Which kind a bare name means first: "Gaza Strip" and "M5" are written out by hand, "Aleppo" is the governorate as long
# as nothing says city, and a town is what is left.
KINDS = ("country", "region", "crossing", "camp", "road", "admin1", "admin2", "town")


class PlaceRow(NamedTuple):
    """One place of the gazetteer."""

    id: str
    """Such as "iso:SYR", "iso:SY-ID", "geonames:169389", "place:bab-al-hawa"."""
    label: str
    """The name printed in English."""
    kind: str
    """country | admin1 | admin2 | town | crossing | camp | road | region"""
    country: str | None
    """ISO 3166-1 alpha-3; None for what spans several countries."""
    admin1: str | None
    """PlaceRow.id of the first-level division that contains it."""
    pcode: str | None
    latitude: float | None
    longitude: float | None
    population: int
    """0 where nobody says."""


# --- the table written by hand ----------------------------------------------------------------------------------------


class _Entry(Struct, frozen=True, kw_only=True):
    """A place of places.toml, or what it adds to a place of the database."""

    id: str
    label: str | None = None
    kind: str | None = None
    country: str | None = None
    admin1: str | None = None
    pcode: str | None = None
    at: tuple[float, float] | None = None
    """Degrees north and east."""
    line: tuple[tuple[float, float], ...] = ()
    """A road, as points in degrees north and east."""
    names: tuple[str, ...] = ()
    fr: str | None = None
    es: str | None = None
    ar: str | None = None

    def all_names(self) -> Iterator[str]:
        yield from (name for name in (self.label, self.fr, self.es, self.ar, *self.names) if name)

    def row(self) -> PlaceRow:
        latitude, longitude = self.at or (None, None)
        return PlaceRow(
            id=self.id,
            label=self.label or self.id,
            kind=self.kind or "region",
            country=self.country,
            admin1=self.admin1,
            pcode=self.pcode,
            latitude=latitude,
            longitude=longitude,
            population=0,
        )


class _ByHand(NamedTuple):
    """places.toml, read."""

    new: Mapping[str, _Entry]
    added: Mapping[str, _Entry]
    """What is added to places of the database, by their id."""
    names: Mapping[str, tuple[str, ...]]
    """Folded name to ids."""
    usual: Mapping[str, tuple[str, ...]]
    """The same, of those that an entry gives as other names."""
    kinds: Mapping[str, str]
    """Folded word to the kind it says: "governorate" to admin1."""
    directions: Mapping[str, str]
    """Folded word to the part it says: "northwestern" to north-west."""
    between: frozenset[str]
    """Folded words that stand between a kind or a part and the name: of, de la."""


@cache
def _by_hand() -> _ByHand:
    table = read_toml(PLACES)
    new = {f"place:{key}": _entry(f"place:{key}", entry) for key, entry in table["place"].items()}
    added = {key: _entry(key, entry) for key, entry in table["added"].items()}
    entries = (*new.values(), *added.values())
    return _ByHand(
        new=new,
        added=added,
        names=_ids_by_name((name, entry.id) for entry in entries for name in entry.all_names()),
        usual=_ids_by_name((name, entry.id) for entry in entries for name in entry.names),
        kinds=_words(table["kind"]),
        directions=_words(table["direction"]),
        between=frozenset(table["between"]["words"]),
    )


def _ids_by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, id in pairs:
        known = found.get(fold(name), ())
        found[fold(name)] = known if id in known else (*known, id)
    return found


def _entry(id: str, entry: Any) -> _Entry:
    row = checked(PLACES, id, entry, _Entry)
    if id.startswith("place:") and (row.label is None or row.kind not in KINDS):
        raise ProfileError(f"{id}: a place needs a label and a kind", f"Kinds: {', '.join(KINDS)}.", path=PLACES)
    return row


def _words(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {fold(word): meaning for meaning, words in table.items() for word in words}


# --- the database -----------------------------------------------------------------------------------------------------


@cache
def database() -> sqlite3.Connection:
    """The shipped gazetteer, opened when first asked for and never written."""
    # immutable: no lock and no journal is looked for, so that it opens on a read-only disk.
    return sqlite3.connect(f"{DATABASE.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


SCALE = 1000
"""The database holds coordinates in thousandths of a degree: about 100 m."""

_SELECT = f"""
    SELECT ifnull(place.id, 'geonames:' || place.n), place.label, place.kind, place.country,
           ifnull(division.id, CASE place.kind WHEN 'admin1' THEN place.id END), NULL,
           place.latitude / {SCALE}.0, place.longitude / {SCALE}.0, place.population
    FROM place LEFT JOIN place AS division ON division.n = place.admin1"""


def _rows(condition: str, value: str | int) -> Iterator[PlaceRow]:
    added = _by_hand().added
    for found in database().execute(f"{_SELECT} {condition}", (value,)):
        row = PlaceRow(*found)
        entry = added.get(row.id)
        yield row._replace(label=entry.label or row.label, pcode=entry.pcode) if entry else row


def _of_id(id: str) -> Iterator[PlaceRow]:
    scheme, _, number = id.partition(":")
    return _rows("WHERE place.n = ?", int(number)) if scheme == "geonames" else _rows("WHERE place.id = ?", id)


@lru_cache(maxsize=16384)
def by_id(id: str) -> PlaceRow | None:
    """The place of an id that `candidates` once gave."""
    base, _, part = id.partition("/")
    if entry := _by_hand().new.get(base):
        row: PlaceRow | None = entry.row()
    else:
        row = next(_of_id(base), None)
    return _part_of(row, part) if row and part else row


@lru_cache(maxsize=16384)
def candidates(name: str) -> tuple[PlaceRow, ...]:
    """All places of a name: first by kind, countries before towns, then by population."""
    folded = fold(name)
    found = {row.id: row for row in _rows("JOIN name ON name.place = place.n WHERE folded = ?", folded)}
    for id in _by_hand().names.get(folded, ()):
        if id not in found and (row := by_id(id)):
            found[id] = row
    return tuple(sorted(found.values(), key=lambda row: (KINDS.index(row.kind), -row.population, row.id)))


def towns(west: float, south: float, east: float, north: float, count: int) -> tuple[PlaceRow, ...]:
    """The largest towns between degrees east and north, for the map."""
    query = f"""{_SELECT}
        WHERE place.kind = 'town' AND place.longitude BETWEEN ? AND ? AND place.latitude BETWEEN ? AND ?
        ORDER BY place.population DESC, place.n LIMIT ?"""
    edges = (round(edge * SCALE) for edge in (west, east, south, north))
    return tuple(PlaceRow(*found) for found in database().execute(query, (*edges, count)))


@cache
def roads() -> Mapping[str, tuple[tuple[float, float], ...]]:
    """The roads of places.toml by id, as points in degrees north and east."""
    return {id: entry.line for id, entry in _by_hand().new.items() if entry.line}


def is_known(name: str) -> bool:
    """Whether any place has the name."""
    return bool(candidates(name))


def _number(row: PlaceRow) -> int:
    """The key of a place in the database; 0 for one that is not in it."""
    if row.id.startswith("geonames:"):
        return int(row.id.removeprefix("geonames:"))
    found = database().execute("SELECT n FROM place WHERE id = ?", (row.id,)).fetchone()
    return found[0] if found else 0


@lru_cache(maxsize=4096)
def labels(id: str) -> Mapping[str, str]:
    """The names to print, by language; "en" is always there."""
    row = by_id(id)
    if row is None:
        return {}
    by_hand = _by_hand().new.get(id) or _by_hand().added.get(id)
    texts = dict(database().execute("SELECT lang, label FROM label WHERE place = ?", (_number(row),))) | {
        "en": row.label
    }
    if by_hand:
        texts |= {lang: text for lang in ("fr", "es", "ar") if (text := getattr(by_hand, lang))}
    return texts


# --- resolving --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def resolve(name: str, countries: tuple[str, ...] = (), kind: str | None = None) -> PlaceRow | None:
    """The one place that a name means, or None where it could be two.

    countries: ISO 3166-1 alpha-3 of the document and the profile; they alone decide between places of one name.
    kind: where the text says it beside the name; words such as "province" inside the name are understood anyway.
    "northwest Syria" is a part of Syria with an id of its own, never Syria itself.
    """
    if row := _clear(_usual(name, countries), countries, kind):
        return row
    words = tuple(fold(_ELISION.sub(" ", name)).split())
    rest, said = _taken_off(words, _by_hand().kinds)
    if said:
        # "Kashmir region": a region may be one of several countries.
        return resolve(rest, countries, said) or (resolve(rest, countries, "region") if said == "admin1" else None)
    rest, part = _taken_off(words, _by_hand().directions)
    if part and (whole := resolve(rest, countries, kind)):
        return _part_of(whole, part)
    return _by_sound(name, countries, kind)


# "gouvernorat d’Idlib", "la ville d'Alep"
_ELISION = re.compile(r"(?<!\w)[dl]['’]", re.IGNORECASE)


def kind_of(words: str) -> str | None:
    """What a word beside a name says that the place is, if any: "city of" a town, "governorate" an admin1."""
    said = fold(words).split()
    return next((kind for word in said if (kind := _by_hand().kinds.get(word))), None)


def _taken_off(words: tuple[str, ...], meanings: Mapping[str, str]) -> tuple[str, str | None]:
    """The name without the word of kind or direction at its end or beginning, and what that word says."""
    for length in (3, 2, 1):
        if len(words) <= length:
            continue
        if said := meanings.get(" ".join(words[:length])):
            between = _by_hand().between
            rest = list(words[length:])
            while len(rest) > 1 and rest[0] in between:
                rest.pop(0)
            return " ".join(rest), said
        if said := meanings.get(" ".join(words[-length:])):
            return " ".join(words[:-length]), said
    return "", None


def _part_of(whole: PlaceRow, part: str) -> PlaceRow:
    return whole._replace(
        id=f"{whole.id}/{part}", label=f"{part} {whole.label}", kind="region", pcode=None, population=0
    )


def _usual(name: str, countries: tuple[str, ...]) -> tuple[PlaceRow, ...]:
    """The places of a name; outside the given countries, those that places.toml gives it to: Gaza is the Strip."""
    rows = candidates(name)
    usual = _by_hand().usual.get(fold(name), ())
    if not usual or any(row.country in countries for row in rows):
        return rows
    return tuple(row for row in rows if row.id in usual)


def _clear(rows: tuple[PlaceRow, ...], countries: tuple[str, ...], kind: str | None) -> PlaceRow | None:
    if kind:
        rows = tuple(row for row in rows if row.kind == kind)
    inside = tuple(row for row in rows if row.country in countries)
    state = next((row for row in rows if row.kind == "country"), None)
    if state:
        # Niger in a report on Nigeria: the country, or the state of Nigeria?
        rivals = any(row.kind == "admin1" and row.country != state.country for row in inside)
        return None if rivals and state not in inside else state
    if inside or not countries:
        return _largest(_outermost(inside or rows))
    # A village far from all that is spoken of is only another place of the name that the gazetteer lacks here.
    found = _largest(_outermost(rows))
    return found if found and (found.kind != "town" or found.population >= CLEAR_POPULATION) else None


def _outermost(rows: tuple[PlaceRow, ...]) -> tuple[PlaceRow, ...]:
    """Without towns that lie in a division of their own name: "Aleppo" alone says no more than the governorate.

    A division younger than the borders has no outline; the town of its name is taken for its seat. Where a city and the
    region around it bear one name, such as Kyiv, the name alone is the city's; but Cebu City is not Cebu.
    """
    divisions = [row for row in rows if row.kind == "admin1"]
    twice = {one.country for one, other in combinations(divisions, 2) if one.country == other.country}
    cities = {row.country for row in rows if _is_city_of_the_name(row)} & twice
    divisions = [row for row in divisions if row.country not in cities]
    official = {row.country for row in divisions if row.id.startswith("iso:")}
    divisions = [row for row in divisions if row.id.startswith("iso:") or row.country not in official]
    alike = {row.country for row in divisions} & twice
    around, seats = {row.id for row in divisions}, {row.country for row in divisions if row.latitude is None}
    return tuple(
        row
        for row in rows
        if (row in divisions if row.kind == "admin1" else row.admin1 not in around)
        and (row.kind != "town" or row.country not in seats | alike)
    )


def _is_city_of_the_name(row: PlaceRow) -> bool:
    return row.kind == "town" and row.population >= CLEAR_POPULATION and not row.label.endswith(" City")


def _largest(rows: tuple[PlaceRow, ...]) -> PlaceRow | None:
    if not rows:
        return None
    first = rows[0]
    others = [row for row in rows[1:] if not _is_beside(row, first)]
    if not others:
        return first
    largest_other = max(row.population for row in others)
    if first.kind == "town":
        clear = first.population >= CLEAR_POPULATION and first.population >= CLEAR_RATIO * largest_other
    else:
        clear = all(row.kind == "town" and row.population < CLEAR_POPULATION for row in others)
    return first if clear else None


def _is_beside(one: PlaceRow, other: PlaceRow) -> bool:
    """Whether two towns of a name are one: the gazetteer has some towns twice."""
    if None in (one.latitude, other.latitude) or one.kind != other.kind:
        return False
    return math.dist((one.latitude, one.longitude), (other.latitude, other.longitude)) < BESIDE  # type: ignore[arg-type]


def _by_sound(name: str, countries: tuple[str, ...], kind: str | None) -> PlaceRow | None:
    """Another romanisation of an Arabic name: only in the given countries, and only if one place sounds so."""
    folded = fold(name)
    if not countries or not folded.isascii() or len(folded) < SOUND_LETTERS or candidates(name):
        return None
    rows = tuple(row for row in candidates(f"~{romanised(folded)}") if row.country in countries)
    return _clear(rows, countries, kind)


# --- peoples ----------------------------------------------------------------------------------------------------------

# What may be added to the forms in demonyms.toml, which gives each gender that is formed irregularly.
_ENDINGS = {"en": ("", "s"), "fr": ("", "s"), "es": ("", "s", "es"), "ar": ("", "ه", "ون", "ين", "ات", "ان", "تين")}


@cache
def _demonyms() -> Mapping[str, Mapping[str, str]]:
    forms: dict[str, dict[str, str]] = {lang: {} for lang in _ENDINGS}
    for country, languages in read_toml(DEMONYMS).items():
        for lang, words in languages.items():
            for word in words.split():
                forms[lang].update({fold(word) + ending: country for ending in _ENDINGS[lang]})
    return forms


@cache
def peoples() -> Mapping[str, str]:
    """Folded word of any language → country in small letters, where all languages mean the same by it."""
    meant: dict[str, set[str]] = defaultdict(set)
    for forms in _demonyms().values():
        for word, country in forms.items():
            meant[word].add(country.lower())
    return {word: next(iter(countries)) for word, countries in meant.items() if len(countries) == 1}


def demonym(word: str, lang: str = "en") -> str | None:
    """The country whose people or adjective a word is: "Syrian" and "Syrians" to SYR."""
    return _demonyms()[lang].get(fold(word))
