"""Many documents, one honest picture: what is put together, what is recommended, what is disputed."""

from datetime import date

from sitrep.model import (
    Document,
    Figure,
    KeyFigure,
    Measure,
    Period,
    Place,
    Profile,
    Qualifier,
    Reading,
    Situation,
    Span,
)
from sitrep.reconcile import reconcile
from sitrep.reference.places import resolve
from sitrep.units import quantity

DAY = date(2020, 2, 10)
PROFILE = Profile(name="idlib", title="North-west Syria", countries=("SYR", "TUR"))
FLOW, STOCK = Measure.FLOW, Measure.STOCK


class Text:
    """A document under construction: every figure is written into its text."""

    def __init__(self, publisher: str = "Levant Wire", published: date | None = DAY, **about: object) -> None:
        self.about = {"id": f"{publisher}-{published}-{len(about)}", "publisher": publisher, "lang": "en", **about}
        self.published = published
        self.text = ""
        self.figures: list[Figure] = []

    def says(self, number: str, value: float, unit: str = "person", **fields: object) -> "Text":
        """Write a number into the text, with what extraction makes of it."""
        start = len(self.text)
        self.text += f"{number} … "
        place = fields.pop("place", None)
        when = fields.pop("when", None)
        self.figures.append(
            Figure(
                document=str(self.about["id"]),
                span=Span(start, start + len(number)),
                number=number,
                value=quantity(value, unit),
                place=named(place) if isinstance(place, str) else None,
                when=days(when) if isinstance(when, str) else None,
                **fields,  # type: ignore[arg-type]
            )
        )
        return self

    @property
    def document(self) -> Document:
        return Document(text=self.text, published=self.published, **self.about)  # type: ignore[arg-type]

    @property
    def reading(self) -> Reading:
        return Reading(document=str(self.about["id"]), figures=tuple(self.figures))


def named(name: str) -> Place:
    row = resolve(name, PROFILE.countries)
    return Place(name=name, id=row.id if row else None)


def days(text: str) -> Period:
    start, _, end = text.partition("/")
    return Period(start=date.fromisoformat(start), end=date.fromisoformat(end or start))


def picture(*texts: Text, as_of: date = DAY, profile: Profile = PROFILE) -> Situation:
    return reconcile([text.reading for text in texts], [text.document for text in texts], profile, as_of)


def only(situation: Situation) -> KeyFigure:
    (key,) = situation.key_figures
    return key


def test_five_and_eight_killed_in_one_attack_are_disputed() -> None:
    """Same place, same people, same day, two sources, and no number that satisfies both."""
    ministry = Text("Ministry").says(
        "five", 5, indicator="deaths", subject="soldiers", place="Taftanaz", when="2020-02-10"
    )
    monitor = Text("Monitor").says(
        "Eight", 8, indicator="deaths", subject="Turkish soldiers", place="Taftanaz", when="2020-02-10"
    )
    key = only(picture(ministry, monitor))
    assert key.disputed
    assert {claim.source for claim in (key.recommended, *key.others)} == {"Ministry", "Monitor"}


def test_different_windows_stand_side_by_side() -> None:
    """About 1,000 vehicles this month and 1,240 last week are two claims, not a dispute."""
    text = (
        Text()
        .says(
            "around 1,000",
            1000,
            "item",
            indicator="forces",
            subject="vehicles",
            place="Idlib",
            when="2020-02-01/2020-02-10",
            source="official",
            qualifier=Qualifier.ABOUT,
        )
        .says(
            "1,240",
            1240,
            "item",
            indicator="forces",
            subject="Turkish military vehicles",
            place="Idlib",
            when="2020-02-03/2020-02-09",
            source="Observatory",
        )
    )
    key = only(picture(text))
    assert not key.disputed
    assert key.differs == "window"
    assert [claim.figure.value.magnitude for claim in (key.recommended, *key.others)] == [1000, 1240]


def test_at_least_half_a_million_agrees_with_586000() -> None:
    """Bounds are compared, not midpoints."""
    fields = {"indicator": "displaced", "measure": FLOW, "subject": "people"}
    wire = Text().says("half a million", 500_000, **fields, qualifier=Qualifier.AT_LEAST)
    usaid = Text("USAID", date(2020, 2, 8)).says(
        "586,000", 586_000, **fields, place="North-west Syria", when="2019-12-01/2020-02-07", source="OCHA"
    )
    key = only(picture(wire, usaid))
    assert (key.recommended.figure.number, key.recommended.source) == ("586,000", "OCHA")
    assert (key.disputed, key.differs) == (False, "")
