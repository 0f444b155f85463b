"""How is a chart or a map put on the page? Shapes in SVG, and over them labels in HTML, none on another.

WeasyPrint sets SVG text letter by letter, which breaks Arabic, and applies no style sheet inside SVG: so labels are
HTML, and every shape carries its colour as an attribute, which a screen's style sheet may override by its class.
"""

import base64
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

__all__ = ["REM", "WIDTH", "Drawing", "Label", "Rect", "Spot", "Taken", "drawing", "key", "path", "shape", "text_size"]

WIDTH = 1000.0
"""Of every drawing, in its own units."""
REM = WIDTH / 22.5
"""One rem where the drawing takes somewhat less than half the width of a page; labels are placed for this size."""

LINE_STEP = 10.0
"""Between the squares by which labels know of a line."""
LABEL_REM = 0.8
"""Size of a label's letters, in rem; brief.css says the same."""
# Widths in em of the shipped sans font, rounded up: a label may not be wider than its place.
NARROW, WIDE, CAPITAL, LOWER = 0.3, 0.9, 0.64, 0.54


class Rect(NamedTuple):
    """A rectangle in units of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Rect") -> float:
        """The area that both cover."""
        if self.left >= other.right or other.left >= self.right or self.top >= other.bottom or other.top >= self.bottom:
            return 0.0
        wide = min(self.right, other.right) - max(self.left, other.left)
        return wide * (min(self.bottom, other.bottom) - max(self.top, other.top))

    def within(self, other: "Rect") -> bool:
        """Whether it lies wholly inside."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


class Spot(NamedTuple):
    """Where a label can stand: the middle of its left edge, its centre, or the middle of its right edge."""

    x: float
    y: float
    anchor: str = "start"
    """start | middle | end"""

    def rect(self, width: float, height: float) -> Rect:
        """What a label of this size covers there."""
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Rect(left, self.y - height / 2, left + width, self.y + height / 2)


class Label(NamedTuple):
    """Text over the shapes."""

    text: Markup
    spot: Spot
    style: str = ""
    """CSS classes."""


class Drawing(NamedTuple):
    """A chart or map, ready for the page."""

    markup: Markup
    alt: str
    """What it shows, in words."""


class Taken:
    """What labels and marks already cover in one drawing."""

    def __init__(self, width: float, height: float) -> None:
        self.whole = Rect(6, 6, width - 6, height - 6)
        self.rects: list[Rect] = []
        self.lines: list[Rect] = []
        """Bits of lines, which a label avoids only while it can."""

    def add(self, rect: Rect) -> None:
        """Nothing else may stand here."""
        self.rects.append(rect)

    def add_line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """A line, as squares along it."""
        count = max(1, math.ceil(math.dist(start, end) / LINE_STEP))
        for n in range(count + 1):
            x, y = (a + (b - a) * n / count for a, b in zip(start, end, strict=True))
            if self.whole.left < x < self.whole.right and self.whole.top < y < self.whole.bottom:
                self.lines.append(Rect(x - 5, y - 5, x + 5, y + 5))

    def is_free(self, rect: Rect) -> bool:
        """Whether it covers no label and no mark, and lies inside the drawing."""
        return rect.within(self.whole) and not any(rect.overlap(other) for other in self.rects)

    def best(self, size: tuple[float, float], spots: Iterable[Spot], must: bool = False) -> Spot | None:
        """The spot that covers nothing, else only a line; takes it.

        must: where none is free, the one that covers least of what is there already.
        """
        known = [(spot, spot.rect(*size)) for spot in spots]
        free = [one for one in known if self.is_free(one[1])]
        if not free and must:
            free = [min(known, key=lambda one: self.covered(one[1]))]
        if not free:
            return None
        crossed = (sum(rect.overlap(line) for line in self.lines) for _, rect in free)
        spot, rect = free[_first_least(crossed)]
        self.add(rect)
        return spot

    def covered(self, rect: Rect) -> float:
        """The area that is covered twice, or lost outside."""
        lost = 0.0 if rect.within(self.whole) else 2 * rect.overlap(rect)
        return lost + sum(rect.overlap(other) for other in self.rects)


def _first_least(values: Iterable[float]) -> int:
    """Where the least value stands; nothing is asked for after a zero."""
    least = (math.inf, 0)
    for at, value in enumerate(values):
        least = min(least, (value, at))
        if value == 0:
            break
    return least[1]


def text_size(text: str, rem: float = LABEL_REM, spaced: float = 0.0) -> tuple[float, float]:
    """Width and height of a line of text. rem: of its letters; spaced: em between letters."""
    letters = sum(_em(letter) + spaced for letter in Markup(text).striptags())
    return letters * rem * REM, rem * REM * 1.15


def _em(letter: str) -> float:
    if letter in "ijlftrI.,;:!|'’()[]- ":
        return NARROW
    if letter in "mwMW@%":
        return WIDE
    return CAPITAL if letter.isupper() else LOWER


def path(points: Sequence[tuple[float, float]], closed: bool = False) -> str:
    """An SVG path through points, in whole tenths; points that fall together are drawn once."""
    rounded = [(round(x, 1), round(y, 1)) for x, y in points]
    kept = [point for i, point in enumerate(rounded) if i == 0 or point != rounded[i - 1]]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + ("Z" if closed else "")


def shape(element: str, style: str, **attributes: str | float) -> str:
    """One SVG element; `stroke_width=2` becomes stroke-width="2"."""
    said = {
        name.replace("_", "-"): f"{value:g}" if isinstance(value, float) else value
        for name, value in attributes.items()
    }
    return f'<{element} class="{style}" ' + " ".join(f'{name}="{escape(value)}"' for name, value in said.items()) + "/>"


def drawing(
    kind: str,
    height: float,
    alt: str,
    shapes: Iterable[str],
    labels: Iterable[Label],
    caption: Markup,
    title: Markup | None = None,
) -> Drawing:
    """The figure for the page. kind: CSS classes; height: in units of which the width has 1000."""
    svg = Markup(
        '<svg role="img" viewBox="0 0 {w:g} {h:g}" xmlns="http://www.w3.org/2000/svg">'
        "<title>{alt}</title>{shapes}</svg>"
    ).format(w=WIDTH, h=round(height, 1), alt=alt, shapes=Markup("".join(shapes)))
    spans = Markup("").join(_span(label, height) for label in labels)
    markup = Markup(
        '<figure class="drawn {kind}">{title}'
        '<div class="drawing">{svg}{spans}</div>'
        "<figcaption>{caption}</figcaption></figure>"
    ).format(
        kind=kind,
        title=Markup('<p class="title">{}</p>').format(title) if title else "",
        svg=svg,
        spans=spans,
        caption=caption,
    )
    return Drawing(markup, alt)


def _span(label: Label, height: float) -> Markup:
    spot = label.spot
    shift = {"start": "0", "middle": "-50%", "end": "-100%"}[spot.anchor]
    place = f"left:{spot.x / WIDTH * 100:.2f}%;top:{spot.y / height * 100:.2f}%;transform:translate({shift},-50%)"
    # Only the text: in a table a number may break between its words, here it may not.
    text = Markup(escape(label.text.striptags()))
    return Markup('<span class="lab {}" aria-hidden="true" style="{}">{}</span>').format(label.style, place, text)


def key(sign: str, text: Markup) -> Markup:
    """A line of a legend: a sign, drawn as shapes in a box of 24 by 16, and what it means."""
    # A background needs no alternative text: the words beside it say the same.
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 16">{sign}</svg>'
    url = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return Markup('<span class="key"><span class="sign" style="background-image:url({})"></span>{}</span>').format(
        Markup(url), text
    )
