"""Documents written figure by figure, with what extraction makes of them, for the tests of reconcile and the store."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from sitrep.model import (
    Deadline,
    Decision,
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
from sitrep.reconcile.decisions import period
from sitrep.reference.places import resolve
from sitrep.units import quantity

DAY = date(2020, 2, 10)
PROFILE = Profile(name="idlib", title="North-west Syria", countries=("SYR", "TUR"))
FLOW, STOCK = Measure.FLOW, Measure.STOCK
ABOUT, AT_LEAST, AT_MOST, VAGUE = Qualifier.ABOUT, Qualifier.AT_LEAST, Qualifier.AT_MOST, Qualifier.VAGUE


class Text:
    """One document; its text grows with what it says."""

    def __init__(self, publisher: str = "Levant Wire", published: date | None = DAY, **about: Any) -> None:
        self.id = about.pop("id", sha256(f"{publisher} {published} {sorted(about)}".encode()).hexdigest())
        self.about = {"publisher": publisher, "published": published, "lang": "en", "path": f"{publisher}.txt"} | about
        self.words: list[str] = []
        self.figures: list[Figure] = []
        self.deadlines: list[Deadline] = []

    def says(self, number: str, value: float, unit: str = "person", **fields: Any) -> "Text":
        """A figure. place: by name. when: ISO. until, since: that of a total, in the words `text`. part_of: index."""
        place, when, high, whole = (fields.pop(name, None) for name in ("place", "when", "high", "part_of"))
        until = fields.pop("until", None) or fields.pop("since", None)
        text = fields.pop("text", None)
        figure = Figure(
            document=self.id,
            span=self._written(number),
            number=number,
            value=quantity(value, unit),
            high=None if high is None else quantity(high, unit),
            place=named(place) if place else None,
            when=replace(period(until), is_until=True, text=text) if until else period(when) if when else None,
            part_of=None if whole is None else self.figures[whole].span,
            **{"subject": "people", **fields},
        )
        self.figures.append(figure)
        return self

    def demands(self, text: str, on: date | None, action: str = "withdraw", **fields: Any) -> "Text":
        """A deadline."""
        span = self._written(text)
        self.deadlines.append(Deadline(document=self.id, span=span, text=text, date=on, action=action, **fields))
        return self

    def _written(self, words: str) -> Span:
        start = len(self.text)
        self.words.append(words)
        return Span(start, start + len(words))

    @property
    def text(self) -> str:
        """All that was written so far."""
        return "".join(f"{word} … " for word in self.words)

    @property
    def document(self) -> Document:
        """As ingest gives it."""
        return Document(id=self.id, text=self.text, **self.about)

    @property
    def reading(self) -> Reading:
        """As extract gives it."""
        return Reading(document=self.id, figures=tuple(self.figures), deadlines=tuple(self.deadlines))


def named(name: str) -> Place:
    """The place as extraction resolves it."""
    row = resolve(name, PROFILE.countries)
    return Place(name=name, id=row.id, label=row.label) if row else Place(name=name)


def days(text: str) -> Period:
    """An ISO day or interval."""
    return period(text)


def picture(
    *texts: Text, as_of: date = DAY, profile: Profile = PROFILE, decisions: Sequence[Decision] = ()
) -> Situation:
    """What reconcile makes of the documents."""
    return reconcile([text.reading for text in texts], [text.document for text in texts], profile, as_of, decisions)


def only(situation: Situation) -> KeyFigure:
    """The only key figure."""
    (key,) = situation.key_figures
    return key


def values(key: KeyFigure) -> list[float]:
    """What the claims say, the recommended one first."""
    return [claim.figure.value.magnitude for claim in (key.recommended, *key.others)]


def messages(situation: Situation) -> list[str]:
    """The problems in words."""
    return [problem.message for problem in situation.problems]
