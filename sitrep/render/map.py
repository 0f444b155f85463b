"""Where is it? The places that the brief names, on the borders of their region: section map → a drawing.

North is up. Colours are the brand's, lines follow OCHA's mapping guide. Nothing is drawn that no source or table gives.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from sitrep.reference import places
from sitrep.reference.borders import Border, borders
from sitrep.reference.places import SCALE, PlaceRow
from sitrep.render.drawing import WIDTH, Drawing, Label, Rect, Spot, Taken, drawing, key, path, shape, text_size
from sitrep.render.frame import Frame, clipped_ring, frame_around, joined, mainland, runs, shown, size, touches, union
from sitrep.render.marks import Mark, Point, few, marks_of, name_of, position, preferred, theatre
from sitrep.render.trace import Trace
from sitrep.render.words import Words

__all__ = ["draw"]

Item = Mapping[str, Any]

CONTEXT_TOWNS = 7
SIGN = 1.25
"""Size of the signs of places."""
MOST_OF_IT = 0.4
"""From this share of a country on, the map needs no small map beside it."""
ROADS_WITHIN = 6.0
"""Degrees north: on a larger region a road is a scratch."""
INSET = 0.235
"""Width of the small map, as a share of the map's."""
SMALL_LABEL = 0.72
"""Rem, for what is there only to find one's way."""


def draw(
    items: Sequence[Item], figures: Mapping[str, Item], method: Item, words: Words, colours: Mapping[str, str]
) -> Drawing | None:
    """The locator map; None where nothing that is named has a position.

    items: section map; figures: entries by id; method: countries and places of the profile.
    """
    countries = tuple(method["countries"])
    marks = marks_of(items, figures, words.lang)
    wanted = preferred(method["places"], countries, words.lang)
    named = {item["id"] for item in items if item["kind"] == "admin1" and item["id"]}
    frame = frame_around(marks, wanted, named, countries)
    if frame is None:
        return None
    inside = shown(marks + wanted, frame)
    return _Map(frame, words, colours, countries, theatre(inside) or few(named)).drawing(inside)


# --- drawing ----------------------------------------------------------------------------------------------------------


class _Map:
    """One map while it is drawn: shapes from below to above, labels in order of weight."""

    def __init__(
        self, frame: Frame, words: Words, colours: Mapping[str, str], countries: tuple[str, ...], areas: set[str]
    ) -> None:
        self.frame = frame
        self.words = words
        self.colours = colours
        self.countries = countries
        self.areas = areas
        self.found = borders(frame.box)
        self.taken = Taken(WIDTH, frame.height)
        self.shapes: list[str] = []
        self.labels: list[Label] = []
        self.roads: list[str] = []

    def drawing(self, marks: list[Mark]) -> Drawing:
        """The whole map."""
        self.land()
        self.lines()
        self.draw_roads()
        self.marks(marks)
        self.inset_and_scale(marks)
        self.name_roads()
        self.name_areas("country")
        self.context(marks)
        self.name_areas("admin1")
        edge = shape("rect", "edge", x=0.5, y=0.5, width=WIDTH - 1, height=self.frame.height - 1, fill="none",
                     stroke=self.colours["line"], stroke_width=1.5)  # fmt: skip
        return drawing(
            "map", self.frame.height, self.alt(marks), [*self.shapes, edge], self.labels, self.caption(marks)
        )

    # from below to above

    def land(self) -> None:
        """Sea, countries, and the areas that figures name."""
        self.add("rect", "sea", x=0.0, y=0.0, width=WIDTH, height=self.frame.height, fill=self.colours["water"])
        for border in self.found:
            if border.kind in ("country", "disputed_area"):
                home = border.country in self.countries[:1]
                self.fill(border, "home" if home else "land", self.colours["paper" if home else "land"])
        for border in self.found:
            if border.kind == "admin1" and border.place in self.areas:
                self.fill(border, "focus", self.colours["focus"])

    def fill(self, border: Border, style: str, colour: str) -> None:
        """One polygon without its outline."""
        rings = [path(self.units(ring), closed=True) for ring in self.clipped(border)]
        if rings:
            self.add("path", style, d="".join(rings), fill=colour, fill_rule="evenodd")

    def clipped(self, border: Border) -> list[list[Point]]:
        """Its rings inside the frame, in degrees."""
        rings = (clipped_ring(ring, self.frame.box) for ring in border.rings)
        return [ring for ring in rings if len(ring) > 2]

    def units(self, points: Iterable[Point]) -> list[Point]:
        """Degrees as units of the drawing."""
        return [self.frame.xy(*point) for point in points]

    def lines(self) -> None:
        """Borders, each once: divisions dashed, coasts thin, countries strong, what is disputed dotted."""
        home = [border for border in self.found if border.kind == "admin1" and border.country in self.countries]
        self.stroke(self.segments(home), "admin1", "#b4b7ba", 1.8, "7 5")
        countries = [border for border in self.found if border.kind == "country"]
        shared, coast = self.shared(countries)
        self.stroke(coast, "coast", "#a9bfd0", 1.6)
        self.stroke(shared, "border", "#8a8c8e", 3.2)
        disputed = [border for border in self.found if border.kind in ("disputed", "disputed_area")]
        self.stroke(self.segments(disputed), "disputed", "#77787b", 2.6, "1 6")

    def segments(self, found: Iterable[Border]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """The segments of borders inside the frame, a shared one once."""
        seen: dict[frozenset[tuple[int, int]], tuple[tuple[int, int], tuple[int, int]]] = {}
        for border in found:
            for ring in border.rings:
                for start, end in pairwise(ring):
                    if touches(start, end, self.frame.box):
                        seen.setdefault(frozenset((start, end)), (start, end))
        return list(seen.values())

    def shared(self, found: Sequence[Border]) -> tuple[list[Any], list[Any]]:
        """Segments between two countries, and segments of one alone: coasts."""
        by_country = [{frozenset(one): one for one in self.segments([border])} for border in found]
        count: dict[frozenset[tuple[int, int]], int] = {}
        for segments in by_country:
            for key_ in segments:
                count[key_] = count.get(key_, 0) + 1
        everything = {key_: one for segments in by_country for key_, one in segments.items()}
        between = [one for key_, one in everything.items() if count[key_] > 1]
        return between, [one for key_, one in everything.items() if count[key_] == 1]

    def stroke(self, segments: list[Any], style: str, colour: str, width: float, dashes: str = "none") -> None:
        """Lines through segments."""
        lines = [path(self.units((x / SCALE, y / SCALE) for x, y in line)) for line in joined(segments)]
        if lines:
            self.add("path", style, d="".join(lines), fill="none", stroke=colour, stroke_width=width,
                     stroke_dasharray=dashes, stroke_linejoin="round", stroke_linecap="round")  # fmt: skip

    def draw_roads(self) -> None:
        """The roads of places.toml inside the frame, straight between their towns."""
        for line in self.visible_roads().values():
            d = path(self.units((east, north) for north, east in line))
            self.add("path", "road-edge", d=d, fill="none", stroke=self.colours["paper"], stroke_width=9.0)
            self.add("path", "road", d=d, fill="none", stroke=self.colours["accent"], stroke_width=4.5,
                     stroke_linejoin="round")  # fmt: skip
            for start, end in pairwise(self.units((east, north) for north, east in line)):
                self.taken.add_line(start, end)

    def visible_roads(self) -> dict[str, tuple[Point, ...]]:
        """Roads of the profile's countries that run through the frame."""
        box = self.frame.box
        if box.north - box.south > ROADS_WITHIN:
            return {}
        return {
            id: line
            for id, line in places.roads().items()
            if any(box.west < east < box.east and box.south < north < box.north for north, east in line)
        }

    # marks and labels

    def marks(self, marks: list[Mark]) -> None:
        """Rings first, then signs, then names, so that no name stands on a sign."""
        for mark in marks:
            for radius, _ in mark.rings:
                x, y = self.frame.xy(*mark.at)
                self.add("circle", "ring", cx=x, cy=y, r=self.frame.km(radius), fill="none",
                         stroke=self.colours["alert"], stroke_width=3.0, stroke_dasharray="9 6")  # fmt: skip
        for mark in marks:
            x, y = self.frame.xy(*mark.at)
            self.shapes.append(sign(mark.kind, x, y, self.colours))
            self.taken.add(Rect(x - 14, y - 14, x + 14, y + 14))
        for mark in sorted(marks, key=lambda one: one.kind != "incident"):
            self.name_mark(mark)
        for mark in marks:
            for radius, figure in mark.rings:
                self.name_ring(mark, radius, figure)

    def name_mark(self, mark: Mark) -> None:
        """The name beside its sign; a line leads to it where it must stand further off."""
        x, y = self.frame.xy(*mark.at)
        near, far = list(beside(x, y, 19)), list(beside(x, y, 46))
        spot = self.taken.best(text_size(mark.name), [*near, *far], must=True)
        if spot is None:
            return
        if spot in far:
            self.add("path", "lead", d=path([(x, y), (spot.x, spot.y)]), stroke=self.colours["muted"], stroke_width=1.5)
        self.name(mark.name, spot, f"named {mark.kind}")

    def name_ring(self, mark: Mark, radius: float, figure: Item) -> None:
        """The distance on its ring."""
        x, y = self.frame.xy(*mark.at)
        r = self.frame.km(radius) + 14
        angles = (math.radians(degrees) for degrees in (90, 270, 60, 120, 300, 240, 30, 150, 330, 210, 0, 180))
        spots = (Spot(x + r * math.cos(a), y - r * math.sin(a) * 1.02, _anchor(math.cos(a))) for a in angles)
        if spot := self.taken.best(text_size(self.silent().said(figure), SMALL_LABEL), spots, must=True):
            self.labels.append(Label(self.words.said(figure), spot, "ring"))

    def name_roads(self) -> None:
        """Each road's name on its line."""
        for id, line in self.visible_roads().items():
            name = self.own_name(id)
            points = self.units((east, north) for north, east in line)
            spots = [
                spot
                for (x1, y1), (x2, y2) in pairwise(points)
                for share in (0.5, 0.3, 0.7)
                for spot in beside(x1 + (x2 - x1) * share, y1 + (y2 - y1) * share, 16)
            ]
            if spot := self.taken.best(text_size(name, SMALL_LABEL), spots):
                self.name(name, spot, "road")
            self.roads.append(name)

    def name_areas(self, kind: str) -> None:
        """Names of countries or of divisions, where they have room inside their own borders."""
        shown: set[str | None] = set()
        for border in sorted(self.found, key=lambda one: -size(one.box)):
            if border.kind != kind or border.place in shown or border.place is None:
                continue
            if kind == "admin1" and (border.country not in self.countries or self.is_seat(border.place)):
                continue
            row = places.by_id(border.place)
            if row and self.name_area(border, row, kind):
                shown.add(border.place)

    def own_name(self, id: str) -> str:
        """The gazetteer's name of a place."""
        return name_of(id, places.labels(id).get("en", id), self.words.lang)

    def name(self, text: str, spot: Spot, style: str) -> None:
        """A name on the map; only here is it recorded as printed."""
        self.labels.append(Label(self.words.quoted(text), spot, style))

    def silent(self) -> Words:
        """The same words, of which nothing is recorded as printed."""
        return Words(self.words.lang, self.words.all, self.words.style, Trace())

    def is_seat(self, id: str) -> bool:
        """Whether a town of the division's own name is on the map already."""
        names = {places.fold(label.text.striptags()) for label in self.labels}
        return bool(names & {places.fold(name) for name in places.labels(id).values()})

    def name_area(self, border: Border, row: PlaceRow, kind: str) -> bool:
        """One name; whether there was room."""
        name = name_of(row.id, row.label, self.words.lang)
        size = text_size(name, SMALL_LABEL, spaced=0.2 if kind == "country" else 0.0)
        rings = [self.units(ring) for ring in self.clipped(border)]
        spots = []
        for step in range(1, 24):
            height = self.frame.height * step / 24
            for left, right in runs(rings, height):
                if right - left > size[0] + 16:
                    spots.append((right - left, Spot((left + right) / 2, height, "middle")))
        spots.sort(key=lambda one: -one[0])
        spot = self.taken.best(size, [spot for _, spot in spots])
        if spot:
            self.name(name, spot, kind)
        return spot is not None

    def context(self, marks: list[Mark]) -> None:
        """The largest other towns, to find one's way by."""
        left = CONTEXT_TOWNS
        shown = [self.frame.xy(*mark.at) for mark in marks]
        for row in places.towns(*self.frame.box, 60):
            x, y = self.frame.xy(*position(row))
            if left == 0 or any(math.dist((x, y), other) < 45 for other in shown):
                continue
            dot = Rect(x - 7, y - 7, x + 7, y + 7)
            name = name_of(row.id, row.label, self.words.lang)
            if not self.taken.is_free(dot):
                continue
            if spot := self.taken.best(text_size(name, SMALL_LABEL), beside(x, y, 12)):
                self.taken.add(dot)
                self.shapes.append(sign("context", x, y, self.colours))
                self.name(name, spot, "context")
                shown.append((x, y))
                left -= 1

    def inset_and_scale(self, marks: list[Mark]) -> None:
        """Where the region lies in its country, and how long it is, in the emptiest corners."""
        height = self.frame.height
        wide = WIDTH * INSET
        bar_km = _round_length(WIDTH * 0.2 / self.frame.km(1))
        corners = {
            "right bottom": Rect(WIDTH - wide - 14, height - wide - 14, WIDTH - 14, height - 14),
            "left top": Rect(14, 14, 14 + wide, 14 + wide),
            "right top": Rect(WIDTH - wide - 14, 14, WIDTH - 14, 14 + wide),
            "left bottom": Rect(14, height - wide - 14, 14 + wide, height - 14),
        }
        shape_ = self.country_shape()
        if shape_:
            corner = min(corners, key=lambda name: sum(corners[name].overlap(other) for other in self.taken.rects))
            self.inset(shape_, corners.pop(corner))
        bar = self.frame.km(bar_km)
        low = height - 30
        places_ = [Rect(24, low - 34, 24 + bar + 60, low + 14), Rect(WIDTH - 84 - bar, low - 34, WIDTH - 24, low + 14)]
        place = min(places_, key=lambda rect: sum(rect.overlap(other) for other in self.taken.rects))
        self.scale_bar(place, bar, bar_km)

    def country_shape(self) -> tuple[Border, ...]:
        """The outline of the country, where the frame is only a part of it."""
        if not self.countries:
            return ()
        found = mainland(self.countries[0])
        whole = union([border.box for border in found]) if found else None
        return found if whole and size(self.frame.box) < MOST_OF_IT * size(whole) else ()

    def inset(self, found: tuple[Border, ...], rect: Rect) -> None:
        """The country, with the region as a rectangle."""
        largest = union([border.box for border in found])
        narrow = math.cos(math.radians((largest.south + largest.north) / 2))
        pad = 12.0
        unit = min((rect.right - rect.left - 2 * pad) / (largest.east - largest.west) / narrow,
                   (rect.bottom - rect.top - 2 * pad) / (largest.north - largest.south))  # fmt: skip
        wide, high = (largest.east - largest.west) * narrow * unit, (largest.north - largest.south) * unit
        right = rect.right > WIDTH / 2
        bottom = rect.bottom > self.frame.height / 2
        left = rect.right - wide - 2 * pad if right else rect.left
        top = rect.bottom - high - 2 * pad if bottom else rect.top
        whole = Rect(left, top, left + wide + 2 * pad, top + high + 2 * pad)
        self.taken.add(whole)

        def xy(east: float, north: float) -> Point:
            return left + pad + (east - largest.west) * narrow * unit, top + pad + (largest.north - north) * unit

        self.add("rect", "inset", x=whole.left, y=whole.top, width=whole.right - whole.left,
                 height=whole.bottom - whole.top, fill=self.colours["panel"], stroke=self.colours["line"],
                 stroke_width=1.5)  # fmt: skip
        rings = [
            path(_thinned([xy(x / SCALE, y / SCALE) for x, y in ring], 1.2), closed=True)
            for border in found
            for ring in border.rings[:1]
        ]
        self.add("path", "inset-land", d="".join(rings), fill="#c9c6bd", stroke="#8a8c8e", stroke_width=1.0)
        x, y = xy(self.frame.box.west, self.frame.box.north)
        x2, y2 = xy(self.frame.box.east, self.frame.box.south)
        box = Rect(max(x, whole.left), max(y, whole.top), min(x2, whole.right), min(y2, whole.bottom))
        self.add("rect", "region", x=box.left, y=box.top, width=box.right - box.left, height=box.bottom - box.top,
                 fill="none", stroke=self.colours["alert"], stroke_width=3.0)  # fmt: skip

    def scale_bar(self, rect: Rect, bar: float, km: float) -> None:
        """A bar of a round length."""
        x, y = rect.left, rect.bottom - 14
        self.taken.add(rect)
        d = path([(x, y - 7), (x, y), (x + bar, y), (x + bar, y - 7)])
        self.add("path", "scale", d=d, fill="none", stroke=self.colours["ink"], stroke_width=2.0)
        number = self.words.count(km, "scale of the map")
        text = self.words.label("unit.kilometer", count=km, n=number)
        self.labels.append(Label(text, Spot(x, y - 22), "scale"))

    def add(self, element: str, style: str, **attributes: str | float) -> None:
        """One more shape on top."""
        self.shapes.append(shape(element, style, **attributes))

    # words

    def caption(self, marks: list[Mark]) -> Markup:
        """Legend, then where the lines come from."""
        t = self.words.label
        kinds = [kind for kind in ("incident", "town", "crossing", "camp") if any(mark.kind == kind for mark in marks)]
        keys = [
            key(sign(kind, 12, 8, self.colours, 0.45), t("map.place" if kind == "town" else f"map.{kind}"))
            for kind in kinds
        ]
        if any(mark.rings for mark in marks):
            keys.append(key(_sign_line(self.colours["alert"], 1.6, "4 3"), t("map.distance")))
        if self.areas:
            names = t("map.separator").join(self.words.quoted(self.own_name(id)) for id in sorted(self.areas))
            keys.append(
                key(shape("rect", "", x=2.0, y=2.0, width=20.0, height=12.0, fill=self.colours["focus"]), names)
            )
        if self.roads:
            keys.append(key(_sign_line(self.colours["accent"], 2.4), t("map.road")))
        if any(border.kind in ("disputed", "disputed_area") for border in self.found):
            keys.append(key(_sign_line("#77787b", 1.8, "0.6 3.4"), t("map.disputed")))
        return Markup('<span class="keys">{}</span> <span class="credit">{} {}</span>').format(
            Markup(" ").join(keys), t("map.credit"), t("map.disclaimer")
        )

    def alt(self, marks: list[Mark]) -> str:
        """The map in words. It is not printed, so its numbers are not counted as printed."""
        words = self.silent()
        incident = words.label("map.incident")
        said: list[str] = [f"{mark.name} ({incident})" if mark.kind == "incident" else mark.name for mark in marks]
        for mark in marks:
            said += [words.label("map.ring", count=0, n=words.said(one), place=mark.name) for _, one in mark.rings]
        listed = words.label("map.separator").join([*said, *self.roads])
        return words.label("map.alt", places=listed).striptags()


def _sign_line(colour: str, width: float, dashes: str = "none") -> str:
    return shape("path", "", d="M1 8L23 8", fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dashes,
                 stroke_linecap="round")  # fmt: skip


def sign(kind: str, x: float, y: float, colours: Mapping[str, str], size: float = 1.0) -> str:
    """The sign of a kind of place."""
    size *= SIGN
    if kind == "incident":
        return shape("path", kind, d=path(list(_star(x, y, 15 * size)), closed=True), fill=colours["alert"],
                     stroke=colours["paper"], stroke_width=1.5 * size)  # fmt: skip
    if kind == "crossing":
        r = 10 * size
        d = path([(x, y - r), (x + r, y), (x, y + r), (x - r, y)], closed=True)
        return shape("path", kind, d=d, fill=colours["paper"], stroke=colours["ink"], stroke_width=2.6 * size)
    if kind == "camp":
        r = 10 * size
        d = path([(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], closed=True)
        return shape("path", kind, d=d, fill=colours["ink"], stroke=colours["paper"], stroke_width=1.5 * size)
    if kind == "context":
        return shape("circle", kind, cx=x, cy=y, r=5 * size, fill=colours["paper"], stroke=colours["muted"],
                     stroke_width=2.2 * size)  # fmt: skip
    return shape("circle", kind, cx=x, cy=y, r=8 * size, fill=colours["ink"], stroke=colours["paper"],
                 stroke_width=2 * size)  # fmt: skip


def _star(x: float, y: float, radius: float) -> Iterator[Point]:
    for step in range(16):
        r = radius if step % 2 == 0 else radius * 0.5
        yield x + r * math.sin(step * math.pi / 8), y - r * math.cos(step * math.pi / 8)


def beside(x: float, y: float, gap: float) -> Iterator[Spot]:
    """Where a name can stand around a sign, the best place first: right, left, then above and below."""
    slant = gap * 0.8
    yield Spot(x + gap, y, "start")
    yield Spot(x - gap, y, "end")
    yield Spot(x, y - gap - 12, "middle")
    yield Spot(x, y + gap + 12, "middle")
    yield Spot(x + slant, y - slant - 6, "start")
    yield Spot(x + slant, y + slant + 6, "start")
    yield Spot(x - slant, y - slant - 6, "end")
    yield Spot(x - slant, y + slant + 6, "end")


def _anchor(cosine: float) -> str:
    return "middle" if abs(cosine) < 0.3 else "start" if cosine > 0 else "end"


def _round_length(most: float) -> float:
    """The longest length of 1, 2 or 5 and zeros that is not above `most`."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def _thinned(points: list[Point], least: float) -> list[Point]:
    """The points that lie far enough from the one before."""
    kept = points[:1]
    for point in points[1:]:
        if math.dist(point, kept[-1]) >= least:
            kept.append(point)
    return kept
