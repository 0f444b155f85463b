"""What is a figure about? Equal for figures that say the same thing."""

import re
from datetime import date

from msgspec import Struct

from sitrep.reconcile.said import Said

__all__ = ["Thing", "slug", "thing"]


class Thing(Struct, frozen=True, order=True):
    """What a figure is about: equal for figures that say the same thing."""

    indicator: str
    measure: str
    kind: str
    place: str
    population: tuple[str, ...]
    scope: str
    start: date = date.min
    """Start of a running total, or the day of an event."""
    apart: str = ""
    """What sets it apart where the words do not."""


def thing(said: Said) -> Thing:
    """What the figure is about, taken by its own words."""
    scope = said.scope
    start = scope.start if scope.kind == "since" else scope.end if scope.kind == "on" else None
    return Thing(
        indicator=said.figure.indicator,
        measure=str(said.figure.measure or ""),
        kind=said.kind,
        place=said.place,
        population=tuple(sorted(said.population)),
        scope=scope.kind,
        start=start or date.min,
        apart=said.apart,
    )


def slug(thing: Thing) -> str:
    """The same name for the same thing in every edition, such as "deaths-soldier-taftanaz-on-2020-02-10"."""
    kind = "" if thing.kind in ("person", "item") else thing.kind
    scope = "" if thing.scope in ("at", "unsaid") else thing.scope
    start = "" if thing.start == date.min else thing.start.isoformat()
    words = (thing.indicator, thing.measure, kind, *thing.population, thing.place, scope, start, thing.apart)
    return re.sub(r"[\W_]+", "-", "-".join(filter(None, words))).strip("-")
