"""Which region does the map show? Marks → a frame, and what of the world's outlines lies inside it.

At the middle of the frame a kilometre is as long east as north, so that distances hold.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sitrep.reference.borders import Border, Box, Ring, outline
from sitrep.reference.places import SCALE
from sitrep.render.drawing import WIDTH
from sitrep.render.marks import Mark, Point

__all__ = ["Frame", "clipped_ring", "frame_around", "joined", "mainland", "runs", "shown", "size", "touches", "union"]

RATIO = 0.84
"""Height of the map, as a share of its width."""
KM_PER_DEGREE = 111.2
SMALLEST_KM = 50.0
"""Least width of the region shown."""
MARGIN = 0.14
"""Room for labels on each side, as a share of the region."""
FAR = 3.0
"""Times the usual distance from the middle: what lies further away is not worth a smaller map."""
ISLAND = 0.02
"""An island belongs to the shape of a country from this share of the largest part on."""


class Frame(NamedTuple):
    """The region shown, and how degrees become units of the drawing."""

    box: Box
    unit: float
    """Units for a degree north."""
    narrow: float
    """Length of a degree east as a share of a degree north."""
    height: float

    def xy(self, east: float, north: float) -> Point:
        """Units from the left and from the top."""
        return (east - self.box.west) * self.narrow * self.unit, (self.box.north - north) * self.unit

    def km(self, length: float) -> float:
        """Units for kilometres."""
        return length / KM_PER_DEGREE * self.unit


def frame_around(marks: list[Mark], wanted: list[Mark], areas: set[str], countries: tuple[str, ...]) -> Frame | None:
    """The smallest region that shows what matters: the profile's places, else what is near to most of the others."""
    points = [mark.at for mark in wanted] or _near([mark.at for mark in marks])
    boxes = [Box(east, north, east, north) for east, north in points]
    boxes += [_around(mark.at, radius) for mark in marks if mark.at in points for radius, _ in mark.rings]
    if not boxes:
        boxes = [border.box for id in sorted(areas) for border in outline(id)]
    if not boxes:
        boxes = [border.box for country in countries[:1] for border in mainland(country)]
    return _fitted(boxes) if boxes else None


def mainland(country: str) -> tuple[Border, ...]:
    """The polygons that make a country's shape: no far rocks, and one side of the date line."""
    found = outline(f"iso:{country}")
    if not found:
        return ()
    largest = max(found, key=lambda border: size(border.box))
    kept = (border for border in found if size(border.box) >= ISLAND * size(largest.box))
    return tuple(border for border in kept if abs(border.box.west - largest.box.west) < 180)


def _near(points: list[Point]) -> list[Point]:
    """The points without those that lie far from all others."""
    if len(points) < 3:
        return points
    middle = sorted(x for x, _ in points)[len(points) // 2], sorted(y for _, y in points)[len(points) // 2]
    distances = [math.dist(point, middle) for point in points]
    usual = max(sorted(distances)[len(points) // 2], 0.5)
    return [point for point, distance in zip(points, distances, strict=True) if distance <= FAR * usual]


def _around(at: Point, radius_km: float) -> Box:
    north = radius_km / KM_PER_DEGREE
    east = north / math.cos(math.radians(at[1]))
    return Box(at[0] - east, at[1] - north, at[0] + east, at[1] + north)


def union(boxes: Sequence[Box]) -> Box:
    """The smallest box around all."""
    return Box(
        min(box.west for box in boxes),
        min(box.south for box in boxes),
        max(box.east for box in boxes),
        max(box.north for box in boxes),
    )


def size(box: Box) -> float:
    """In square degrees."""
    return (box.east - box.west) * (box.north - box.south)


def _fitted(boxes: list[Box]) -> Frame:
    """A frame around boxes, with a margin, in the map's proportions."""
    west, south, east, north = union(boxes)
    narrow = max(0.2, math.cos(math.radians((south + north) / 2)))
    least = SMALLEST_KM / KM_PER_DEGREE
    wide = max((east - west) * narrow * (1 + 2 * MARGIN), (north - south) * (1 + 2 * MARGIN) / RATIO, least)
    high = wide * RATIO
    middle_east, middle_north = (west + east) / 2, (south + north) / 2
    box = Box(
        middle_east - wide / narrow / 2,
        middle_north - high / 2,
        middle_east + wide / narrow / 2,
        middle_north + high / 2,
    )
    return Frame(box, WIDTH / wide, narrow, WIDTH * RATIO)


def shown(marks: list[Mark], frame: Frame) -> list[Mark]:
    """The marks inside the frame, each place once."""
    kept: dict[Any, Mark] = {}
    for mark in marks:
        inside = frame.box.west < mark.at[0] < frame.box.east and frame.box.south < mark.at[1] < frame.box.north
        if inside:
            kept.setdefault(mark.id or mark.at, mark)
    return list(kept.values())


def clipped_ring(ring: Ring, box: Box) -> list[Point]:
    """The part of a filled ring inside a box, in degrees (Sutherland and Hodgman)."""
    points = [(x / SCALE, y / SCALE) for x, y in ring]
    for axis, edge, side in ((0, box.west, 1), (0, box.east, -1), (1, box.south, 1), (1, box.north, -1)):
        points = list(_clipped_side(points, axis, edge, side))
        if not points:
            break
    return points


def _clipped_side(points: list[Point], axis: int, edge: float, side: int) -> Iterator[Point]:
    for before, now in zip([points[-1], *points[:-1]], points, strict=True):
        was, is_ = (before[axis] - edge) * side >= 0, (now[axis] - edge) * side >= 0
        if was != is_:
            share = (edge - before[axis]) / (now[axis] - before[axis])
            yield before[0] + (now[0] - before[0]) * share, before[1] + (now[1] - before[1]) * share
        if is_:
            yield now


def joined(segments: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Segments joined end to end into lines as long as they go, so that dashes run through."""
    lines: list[list[tuple[int, int]]] = []
    for start, end in segments:
        if lines and lines[-1][-1] == start:
            lines[-1].append(end)
        else:
            lines.append([start, end])
    return lines


def touches(start: tuple[int, int], end: tuple[int, int], box: Box) -> bool:
    """Whether a segment may be seen in a box."""
    west, east = sorted((start[0], end[0]))
    south, north = sorted((start[1], end[1]))
    return (
        east >= box.west * SCALE
        and west <= box.east * SCALE
        and north >= box.south * SCALE
        and south <= box.north * SCALE
    )


def runs(rings: Sequence[list[Point]], height: float) -> list[tuple[float, float]]:
    """Where a horizontal line runs inside rings, as stretches from left to right."""
    cuts = sorted(
        (x2 - x1) * (height - y1) / (y2 - y1) + x1
        for ring in rings
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y1 > height) != (y2 > height)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=False))
