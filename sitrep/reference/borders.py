"""How do the borders run? Outlines of countries and first-level divisions, and disputed lines, of the whole world.

From Natural Earth (public domain), cut by tools/cut_places.py into places.sqlite. Natural Earth draws who holds a
territory; what the United Nations name otherwise is a "disputed_area" of its own.
"""

import sys
import zlib
from array import array
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from sitrep.reference.places import database

__all__ = ["Border", "Box", "Ring", "borders", "outline"]

Ring: TypeAlias = tuple[tuple[int, int], ...]
"""Points east and north, in SCALE parts of a degree, so that shared borders are equal."""


class Box(NamedTuple):
    """A rectangle in degrees."""

    west: float
    south: float
    east: float
    north: float


class Border(NamedTuple):
    """One polygon of an outline, or one line."""

    kind: str
    """country | admin1 | disputed_area | disputed (lines)"""
    place: str | None
    """PlaceRow.id of what it encloses."""
    country: str | None
    box: Box
    rings: tuple[Ring, ...]
    """The outer one first, then its holes."""


_SELECT = "SELECT kind, place, country, west, south, east, north, shape FROM border"


def borders(box: Box) -> tuple[Border, ...]:
    """All that touches a box, in the order in which it is drawn."""
    found = database().execute(
        f"{_SELECT} WHERE west < ? AND east > ? AND south < ? AND north > ? ORDER BY rowid",
        (box.east, box.west, box.north, box.south),
    )
    return tuple(_border(row) for row in found)


def outline(id: str) -> tuple[Border, ...]:
    """The polygons of a country or division, by PlaceRow.id; none where there is no outline."""
    return tuple(_border(row) for row in database().execute(f"{_SELECT} WHERE place = ? ORDER BY rowid", (id,)))


def _border(row: tuple[str, str | None, str | None, float, float, float, float, bytes]) -> Border:
    kind, place, country, *edges, shape = row
    return Border(kind, place, country, Box(*edges), tuple(_rings(shape)))


def _rings(shape: bytes) -> Iterator[Ring]:
    """Comes in: number of rings and of the points of each, then all steps east, then all steps north."""
    numbers = array("i", zlib.decompress(shape))
    if sys.byteorder == "big":
        numbers.byteswap()
    rings, points = numbers[0], sum(numbers[1 : numbers[0] + 1])
    first = rings + 1
    for length in numbers[1:first]:
        steps_east = numbers[first : first + length]
        steps_north = numbers[first + points : first + points + length]
        yield tuple(zip(accumulate(steps_east), accumulate(steps_north), strict=True))
        first += length
