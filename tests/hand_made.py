"""Situations made by hand, for the stages that come after reconcile."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sitrep.model import (
    Because,
    Claim,
    DatedDeadline,
    Deadline,
    Document,
    Figure,
    Gap,
    KeyFigure,
    Measure,
    Period,
    Place,
    Point,
    Profile,
    Qualifier,
    Series,
    Situation,
    Span,
)
from sitrep.units import quantity

IDLIB = Place(
    name="Idlib", id="geonames:169389", label="Idlib", kind="town", country="SYR", latitude=35.93, longitude=36.63
)
TAFTANAZ = Place(
    name="Taftanaz", id="geonames:163799", label="Taftanaz", kind="town", country="SYR", latitude=36.0, longitude=36.79
)
TURKIYE = Place(name="Turkey", id="iso:TUR", label="Türkiye", kind="country", country="TUR")


def document(
    name: str, text: str, *, publisher: str = "Levant Wire", published: date = date(2020, 2, 10), **more: Any
) -> Document:
    """A document whose id is its name, made long enough."""
    known = {"lang": "en", "title": name.replace("-", " ").capitalize(), "path": f"documents/{name}.txt"}
    return Document(id=name.ljust(64, "0"), text=text, publisher=publisher, published=published, **{**known, **more})


def figure(of: Document, number: str, value: float, unit: str, indicator: str, **more: Any) -> Figure:
    """The figure whose number stands first in the document's text."""
    start = of.text.index(number)
    high = more.pop("high", None)
    return Figure(
        document=of.id,
        span=Span(start, start + len(number)),
        number=number,
        value=quantity(value, unit),
        high=quantity(high, unit) if high is not None else None,
        indicator=indicator,
        **more,
    )


def claim(said: Figure, source: str, as_of: date | None = date(2020, 2, 10), also: Sequence[Figure] = ()) -> Claim:
    """A claim with its evidence."""
    return Claim(figure=said, evidence=(said, *also), source=source, as_of=as_of)


def key(name: str, *claims: Claim, **more: Any) -> KeyFigure:
    """A key figure: the first claim is recommended."""
    return KeyFigure(id=name, recommended=claims[0], others=claims[1:], **more)


def situation(**more: Any) -> Situation:
    """North-west Syria as a few documents tell it."""
    wire = document(
        "wire-taftanaz",
        "Five Turkish soldiers were killed near Taftanaz on Monday, the Turkish Ministry of Defence said. "
        "The offensive has driven more than half a million people from their homes. "
        "Turkey says that it hosts 3.6 million Syrian refugees. "
        "Around 1,000 vehicles crossed this month, an official said. "
        "The army announced that it recaptured more than 600 square kilometres of land and dozens of towns. "
        "Government troops stand within 10 miles of Idlib. Ankara asked them to withdraw by the end of February.",
    )
    monitor = document(
        "monitor-bulletin",
        "Our observers counted 1,240 Turkish military vehicles and 5,000 soldiers last week. "
        "About 45,000 families have no shelter.",
        publisher="Plains Monitor",
    )
    update = document(
        "flash-update",
        "Some 358,000 people were displaced by 28 January.",
        publisher="OCHA",
        published=date(2020, 1, 30),
    )
    ministry, month = "Turkish Ministry of Defence", Period(start=date(2020, 2, 1), end=date(2020, 2, 10))
    week = Period(start=date(2020, 2, 3), end=date(2020, 2, 9))
    day = Period(start=date(2020, 2, 10), end=date(2020, 2, 10))
    displaced = claim(
        figure(
            wire,
            "half a million",
            500_000,
            "person",
            "displaced",
            qualifier=Qualifier.AT_LEAST,
            measure=Measure.FLOW,
            subject="people",
            place=IDLIB,
        ),
        "Levant Wire",
    )
    earlier = claim(
        figure(
            update,
            "358,000",
            358_000,
            "person",
            "displaced",
            qualifier=Qualifier.ABOUT,
            measure=Measure.FLOW,
            subject="people",
            place=IDLIB,
        ),
        "OCHA",
        date(2020, 1, 28),
    )
    keys = (
        key("displaced", displaced, because=Because.LATEST),
        key(
            "refugees",
            claim(
                figure(
                    wire,
                    "3.6 million",
                    3_600_000,
                    "person",
                    "refugees",
                    measure=Measure.STOCK,
                    subject="Syrian refugees",
                    place=TURKIYE,
                ),
                "Türkiye",
            ),
        ),
        key(
            "deaths",
            claim(
                figure(wire, "Five", 5, "person", "deaths", subject="Turkish soldiers", place=TAFTANAZ, when=day),
                ministry,
            ),
        ),
        key(
            "vehicles",
            claim(
                figure(
                    monitor,
                    "1,240",
                    1240,
                    "item",
                    "forces",
                    subject="Turkish military vehicles",
                    place=IDLIB,
                    when=week,
                ),
                "Plains Monitor",
                date(2020, 2, 9),
            ),
            claim(
                figure(
                    wire,
                    "1,000",
                    1000,
                    "item",
                    "forces",
                    qualifier=Qualifier.ABOUT,
                    subject="vehicles",
                    place=IDLIB,
                    when=month,
                ),
                "official",
            ),
            because=Because.PRECISE,
            differs="window",
        ),
        key(
            "soldiers",
            claim(
                figure(monitor, "5,000", 5000, "person", "forces", subject="soldiers", place=IDLIB, when=week),
                "Plains Monitor",
                date(2020, 2, 9),
            ),
        ),
        key(
            "area",
            claim(
                figure(
                    wire,
                    "600 square kilometres",
                    600,
                    "square_kilometer",
                    "area",
                    qualifier=Qualifier.AT_LEAST,
                    subject="land",
                ),
                "Syrian armed forces",
            ),
        ),
        key(
            "towns",
            claim(
                figure(wire, "dozens", 24, "item", "places", high=99, qualifier=Qualifier.VAGUE, subject="towns"),
                "Syrian armed forces",
            ),
        ),
        key(
            "distance",
            claim(
                figure(
                    wire,
                    "10 miles",
                    10,
                    "mile",
                    "distance",
                    qualifier=Qualifier.AT_MOST,
                    subject="Government troops",
                    place=IDLIB,
                ),
                "Levant Wire",
            ),
        ),
        key(
            "homeless",
            claim(
                figure(
                    monitor, "45,000", 45_000, "household", "in_need", qualifier=Qualifier.ABOUT, subject="families"
                ),
                "Plains Monitor",
            ),
        ),
    )
    due = wire.text.index("the end of February")
    deadline = Deadline(
        document=wire.id,
        span=Span(due, due + len("the end of February")),
        text="the end of February",
        date=date(2020, 2, 29),
        action="withdraw",
        actor="Government troops",
        demanded_by="Ankara",
    )
    known: dict[str, Any] = {
        "profile": Profile(
            name="idlib",
            title="North-west Syria",
            countries=("SYR", "TUR"),
            indicators=("displaced", "refugees", "deaths", "in_need", "cases", "area", "distance", "forces"),
            since=date(2019, 12, 1),
            cadence_days=7,
            household_size=5.2,
            household_size_source="Census",
            contacts=("desk@example.org",),
        ),
        "as_of": date(2020, 2, 10),
        "key_figures": keys,
        "deadlines": (
            DatedDeadline(id="withdraw", deadline=deadline, evidence=(deadline,), state="open", days_left=19),
        ),
        "series": (
            Series(
                id="displaced",
                indicator="displaced",
                points=(Point(on=date(2020, 1, 28), claim=earlier), Point(on=date(2020, 2, 10), claim=displaced)),
            ),
        ),
        "gaps": (Gap(indicator="cases"),),
        "documents": (update, wire, monitor),
        "problems": (),
    }
    return Situation(**{**known, **more})
