"""How does it change, and how much is it of what? Series and amounts → drawings.

Bars and axes begin at zero, values stand beside their points as they were said, and a point's sign says how sure it is.
Between two points the line stays level: nobody said anything about the days between.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from sitrep.render.drawing import (
    LABEL_REM,
    WIDTH,
    Drawing,
    Label,
    Rect,
    Spot,
    Taken,
    drawing,
    key,
    path,
    shape,
    text_size,
)
from sitrep.render.trace import Trace
from sitrep.render.words import Words, capitalised

__all__ = ["funding", "trend"]

Item = Mapping[str, Any]
Colours = Mapping[str, str]

HEIGHT = 480.0
TOP, BOTTOM = 70.0, HEIGHT - 72.0
RIGHT = WIDTH - 34.0
SMALL_LABEL, LAST_LABEL = 0.72, 1.0
"""Rem, of the axes and of the last value."""
MOST_TICKS = 4
ARROW = 26.0
"""Length of the arrow that says at least or at most."""
READ_OUT = 24
"""Points of which every one is told to who cannot see the chart; of more only those whose value is printed."""
OPEN_ENDED = {"at_least": -1, "at_most": 1}
"""Which way the true value may lie: up the page or down."""


def trend(item: Item, words: Words, colours: Colours) -> Drawing:
    """A series of section trend over time."""
    return _Trend(item, words, colours).drawing()


class _Trend:
    """One chart while it is drawn."""

    def __init__(self, item: Item, words: Words, colours: Colours) -> None:
        self.indicator: str = item["indicator"]
        self.points: list[Item] = sorted(item["points"], key=lambda point: point["on"])
        self.words = words
        self.colours = colours
        self.days = [date.fromisoformat(point["on"]).toordinal() for point in self.points]
        self.step = tick_step(max(point["high"] or point["value"] for point in self.points))
        most = max(point["high"] or point["value"] for point in self.points)
        self.most = self.step * max(1, math.ceil(most / self.step))
        self.ticks = [self.step * n for n in range(round(self.most / self.step) + 1)]
        self.axis = [words.count(tick, "axis of the chart") for tick in self.ticks]
        self.left = 18 + max(text_size(text, SMALL_LABEL)[0] for text in self.axis)
        self.taken = Taken(WIDTH, HEIGHT)
        self.shapes: list[str] = []
        self.labels: list[Label] = []
        self.told: list[Item] = []
        """The points whose value is printed."""

    def drawing(self) -> Drawing:
        """The whole chart."""
        self.grid()
        self.line()
        for point, day in zip(self.points, self.days, strict=True):
            self.sign(point, *self.xy(day, point["value"]))
        self.values()
        self.dates()
        return drawing("chart", HEIGHT, self.alt(), self.shapes, self.labels, self.caption(), self.title())

    def xy(self, day: int, value: float) -> tuple[float, float]:
        """Where a value of a day stands."""
        span = max(1, self.days[-1] - self.days[0])
        inner = self.left + 22
        return inner + (day - self.days[0]) / span * (RIGHT - 22 - inner), BOTTOM - value / self.most * (BOTTOM - TOP)

    def grid(self) -> None:
        """Lines at round values, zero the strongest, with their numbers."""
        for tick, text in zip(self.ticks, self.axis, strict=True):
            _, y = self.xy(self.days[0], tick)
            colour = self.colours["muted" if tick == 0 else "line"]
            self.add(
                "path",
                "grid zero" if tick == 0 else "grid",
                d=path([(self.left, y), (RIGHT, y)]),
                stroke=colour,
                stroke_width=1.6,
            )
            spot = Spot(self.left - 10, y, "end")
            self.taken.add(spot.rect(*text_size(text, SMALL_LABEL)))
            self.labels.append(Label(text, spot, "axis"))

    def line(self) -> None:
        """Steps through the points, and the area below."""
        steps: list[tuple[float, float]] = []
        for day, value in self.levels():
            x, y = self.xy(day, value)
            steps += [(x, steps[-1][1])] if steps else []
            steps.append((x, y))
        steps.append((self.xy(self.days[-1], 0)[0], steps[-1][1]))
        for start, end in pairwise(steps):
            self.taken.add_line(start, end)
        ground = [(steps[-1][0], BOTTOM), (steps[0][0], BOTTOM)]
        self.add("path", "area", d=path([*steps, *ground], closed=True), fill=self.colours["accent"], fill_opacity=0.13)
        self.add("path", "line", d=path(steps), fill="none", stroke=self.colours["accent"], stroke_width=4.5,
                 stroke_linejoin="round")  # fmt: skip

    def levels(self) -> list[tuple[int, float]]:
        """Day and value of every step. "More than half a million" after 586,000 is no fall: the level stays."""
        levels: list[tuple[int, float]] = []
        for day, point in zip(self.days, self.points, strict=True):
            said, level = point["value"], levels[-1][1] if levels else None
            agrees = level is not None and (
                (point["qualifier"] == "at_least" and said <= level)
                or (point["qualifier"] == "at_most" and said >= level)
                or (point["high"] is not None and said <= level <= point["high"])
            )
            if not agrees:
                levels.append((day, said))
        return levels

    def sign(self, point: Item, x: float, y: float) -> None:
        """The point by how sure it is: full, hollow for about, with an arrow for at least, a bar for a range."""
        ends = y
        if point["high"] is not None:
            ends = self.xy(self.days[0], point["high"])[1]
            self.add("path", "range", d=path([(x, y), (x, ends)]), stroke=self.colours["accent"], stroke_width=10.0,
                     stroke_opacity=0.45)  # fmt: skip
        self.shapes += qualified(point["qualifier"], x, y, self.colours)
        way = OPEN_ENDED.get(point["qualifier"], 0) * ARROW
        self.taken.add(Rect(x - 12, min(y - 12, ends, y + way), x + 12, max(y + 12, y + way)))

    def values(self) -> None:
        """The last and the first value always, the others where they have room."""
        order = [len(self.points) - 1, 0, *range(len(self.points) - 2, 0, -1)]
        for at in dict.fromkeys(order):
            point = self.points[at]
            # The text is only recorded as printed once it has a place.
            plain = self.silent().said(point)
            x, y = self.xy(self.days[at], point["value"])
            last = at == len(self.points) - 1
            size = text_size(plain, LAST_LABEL if last else LABEL_REM)
            if spot := self.taken.best(size, around(x, y), must=last):
                self.labels.append(Label(self.words.said(point), spot, "last" if last else "value"))
                self.told.append(point)

    def dates(self) -> None:
        """The days of the points below the axis, as many as have room; with the year where it is not the last one's."""
        year = date.fromordinal(self.days[-1]).year
        order = [0, len(self.days) - 1, *range(1, len(self.days) - 1)]
        for day in dict.fromkeys(self.days[at] for at in order):
            iso = date.fromordinal(day).isoformat()
            x, _ = self.xy(day, 0)
            form = "short" if date.fromordinal(day).year == year else "medium"
            size = text_size(self.silent().day(iso, form), SMALL_LABEL)
            spots = [Spot(x, BOTTOM + 44, "middle"), Spot(RIGHT + 20, BOTTOM + 44, "end")][: 1 + (day == self.days[-1])]
            if spot := self.taken.best((size[0] + 12, size[1]), spots):
                self.add("path", "tick", d=path([(x, BOTTOM), (x, BOTTOM + 9)]), stroke=self.colours["muted"],
                         stroke_width=1.6)  # fmt: skip
                self.labels.append(Label(self.words.day(iso, form), spot, "axis"))

    def add(self, element: str, style: str, **attributes: str | float) -> None:
        """One more shape on top."""
        self.shapes.append(shape(element, style, **attributes))

    def silent(self) -> Words:
        """The same words, of which nothing is recorded as printed."""
        return Words(self.words.lang, self.words.all, self.words.style, Trace())

    # words

    def what(self, words: Words) -> Markup:
        """What the series counts."""
        return words.thing(self.points[-1], self.indicator)

    def title(self) -> Markup:
        """What is shown, and until when."""
        day = self.words.day(self.points[-1]["on"])
        return self.words.label("trend.until", what=capitalised(self.what(self.words)), day=day)

    def caption(self) -> Markup:
        """Signs that are used, then who says so."""
        used = {point["qualifier"] for point in self.points}
        keys = [
            key("".join(qualified(name, 12, middle, self.colours, 0.42)), self.words.label(f"trend.{name}"))
            for name, middle in (("about", 8), ("at_least", 12), ("at_most", 4))
            if name in used
        ]  # fmt: skip
        names = dict.fromkeys((point["source"], point["document"]) for point in self.points)
        seen = dict.fromkeys(name for name, _ in names)
        sources = self.words.label("map.separator").join(
            self.words.quoted(name, next(document for other, document in names if other == name)) for name in seen
        )
        cites = sorted({quote["source"] for point in self.told for quote in point["evidence"]})
        return Markup('<span class="keys">{}</span> <span class="credit">{} {}</span>').format(
            Markup(" ").join(keys), self.words.label("trend.credit", sources=sources), self.words.cite(cites)
        )

    def alt(self) -> str:
        """The chart in words: all of it, or what is printed where a listener would lose the thread."""
        words = self.silent()
        read = self.points if len(self.points) <= READ_OUT else [point for point in self.points if point in self.told]
        points = words.label("trend.separator").join(
            words.label("trend.point", day=words.day(point["on"]), number=words.said(point)) for point in read
        )
        return words.label("trend.alt", what=self.what(words), points=points).striptags()


def qualified(qualifier: str, x: float, y: float, colours: Colours, size: float = 1.0) -> list[str]:
    """The sign of a point."""
    accent, paper = colours["accent"], colours["paper"]
    made = []
    if way := OPEN_ENDED.get(qualifier, 0) * ARROW * size:
        tip, wing = y + way, 7 * size
        back = tip - math.copysign(wing, way)
        d = path([(x, y), (x, tip)]) + path([(x - wing, back), (x, tip), (x + wing, back)])
        made.append(shape("path", "arrow", d=d, fill="none", stroke=accent, stroke_width=3.2 * size))
    hollow = qualifier == "about"
    fill, edge = (paper, accent) if hollow else (accent, paper)
    style = "point hollow" if hollow else "point"
    made.append(shape("circle", style, cx=x, cy=y, r=8.0 * size, fill=fill, stroke=edge, stroke_width=3.2 * size))
    return made


def around(x: float, y: float) -> list[Spot]:
    """Where a value can stand: above its point, to the left, below."""
    above, below = y - 44, y + 30
    return [
        *(Spot(x + shift, above, anchor) for shift, anchor in ((0, "middle"), (8, "end"), (-8, "start"))),
        *(Spot(x + shift, y, anchor) for shift, anchor in ((-20, "end"), (20, "start"))),
        *(Spot(x + shift, above - 22, anchor) for shift, anchor in ((0, "middle"), (8, "end"), (-8, "start"))),
        *(Spot(x + shift, below, anchor) for shift, anchor in ((16, "start"), (16, "end"), (0, "middle"))),
    ]


def tick_step(most: float) -> float:
    """The round step that divides zero to `most` into at most MOST_TICKS parts: 1, 2, 2.5 or 5 and zeros."""
    if most <= 0:
        return 1.0
    power = 10.0 ** (math.floor(math.log10(most)) - 1)
    return next(step * power for step in (1, 2, 2.5, 5, 10, 20, 25, 50) if step * power * MOST_TICKS >= most)


# --- funding ----------------------------------------------------------------------------------------------------------

BAR, GAP = 54.0, 62.0
FUNDING = ("funding_required", "funding_received", "funding_gap")


def funding(figures: Sequence[Item], words: Words, colours: Colours) -> Drawing | None:
    """What is asked for and what came in, as bars from zero.

    None unless one currency has one figure that is asked for and something beside it: amounts of different plans
    or currencies must not stand on one scale. No share is computed.
    """
    money = [one for one in figures if one["indicator"] in FUNDING and one["unit"].isupper() and not one["part_of"]]
    required = [one for one in money if one["indicator"] == "funding_required"]
    if len(required) != 1:
        return None
    bars = [one for one in money if one["unit"] == required[0]["unit"] and one["place"] == required[0]["place"]]
    bars.sort(key=lambda one: (FUNDING.index(one["indicator"]), -one["value"]))
    return _bars(bars, words, colours) if len(bars) > 1 else None


def _bars(entries: Sequence[Item], words: Words, colours: Colours) -> Drawing:
    """One bar an entry, with what it is above it and the value as said at its end."""
    most = max(one["high"] or one["value"] for one in entries)
    height = len(entries) * (BAR + GAP) + 10
    side: Callable[[Spot], Spot] = mirrored if words.labels["direction"] == "rtl" else lambda spot: spot
    shapes, labels = [], []
    for at, one in enumerate(entries):
        top = at * (BAR + GAP) + GAP - 4
        said = words.said(one)
        room = WIDTH - text_size(said)[0] - 30
        wide = max(4.0, one["value"] / most * room)
        colour = colours["line" if one["indicator"] == "funding_required" else "accent"]
        left = side(Spot(0, top)).rect(wide, 0).left
        shapes.append(shape("rect", one["indicator"], x=left, y=top, width=wide, height=BAR, fill=colour))
        labels.append(Label(capitalised(words.what(one, one["indicator"])), side(Spot(0, top - 20)), "name"))
        labels.append(Label(said, side(Spot(wide + 14, top + BAR / 2)), "value"))
    silent = Words(words.lang, words.all, words.style, Trace())
    listed = [Markup("{} {}").format(silent.said(one), silent.what(one, one["indicator"])) for one in entries]
    alt = silent.label("trend.bars_alt", points=silent.label("trend.separator").join(listed)).striptags()
    numbers = sorted({quote["source"] for one in entries for quote in one["evidence"]})
    names = dict.fromkeys((one["source"], one["document"]) for one in entries)
    sources = words.label("map.separator").join(dict.fromkeys(words.quoted(*name) for name in names))
    caption = Markup("{} {}").format(words.label("trend.credit", sources=sources), words.cite(numbers))
    return drawing("chart bars", height, alt, shapes, labels, caption)


def mirrored(spot: Spot) -> Spot:
    """Where a label stands in a drawing that begins on the right."""
    return Spot(WIDTH - spot.x, spot.y, {"start": "end", "end": "start"}.get(spot.anchor, spot.anchor))
