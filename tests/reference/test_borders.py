"""The outlines of the world, as far as a map needs them."""

import time
from itertools import pairwise

import pytest

from sitrep.reference.borders import Border, Box, borders, outline
from sitrep.reference.places import DATABASE, SCALE

NORTH_WEST_SYRIA = Box(35.5, 35.0, 37.5, 37.0)


def encloses(border: Border, east: float, north: float) -> bool:
    x, y, inside = east * SCALE, north * SCALE, False
    for ring in border.rings if border.kind != "disputed" else ():
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def test_a_box_has_the_countries_and_divisions_that_touch_it() -> None:
    found = borders(NORTH_WEST_SYRIA)
    assert {one.country for one in found if one.kind == "country"} == {"SYR", "TUR"}
    assert {"iso:SY-ID", "iso:SY-HL", "iso:TR-31"} <= {one.place for one in found if one.kind == "admin1"}


@pytest.mark.parametrize("country", ["SYR", "COD", "UKR", "HTI", "PSE", "SSD", "XKX", "VUT", "CPV"])
def test_every_country_has_an_outline_of_closed_rings_inside_its_box(country: str) -> None:
    found = outline(f"iso:{country}")
    assert found
    for polygon in found:
        for ring in polygon.rings:
            assert ring[0] == ring[-1]
            assert all(polygon.box.west * SCALE - 1 <= x <= polygon.box.east * SCALE + 1 for x, _ in ring)


def test_what_is_disputed_is_drawn_as_such() -> None:
    simferopol = [one for one in borders(Box(34.0, 45.0, 34.5, 45.5)) if encloses(one, 34.1, 44.95)]
    assert {(one.kind, one.country) for one in simferopol} == {("disputed_area", "UKR"), ("admin1", "UKR")}
    golan = borders(Box(35.6, 32.6, 36.0, 33.3))
    assert "disputed" in {one.kind for one in golan}


def test_the_shipped_file_is_small_and_read_fast() -> None:
    assert DATABASE.stat().st_size < 15_000_000
    begin = time.process_time()
    borders(NORTH_WEST_SYRIA)
    assert time.process_time() - begin < 0.05
