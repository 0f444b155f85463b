"""What does a figure say, in terms that can be compared? Figure → Said, worked out once.

Nothing is guessed: what a text leaves unsaid stays empty here, and same.py decides what it can mean.
"""

import re
from datetime import date
from functools import lru_cache

from msgspec import Struct

from sitrep.bounds import Bounds, bounds, kind
from sitrep.languages import fold
from sitrep.model import Decision, Document, Figure, Measure, Place
from sitrep.reconcile.source import Source
from sitrep.reference.places import fold as fold_place
from sitrep.reference.places import peoples
from sitrep.reference.populations import groups

__all__ = ["Said", "Scope", "place_key", "population", "said", "words"]

# Windows of up to a month say what is new; a longer or open one is a running total, and whatever is said "since" a day.
LONGEST_NEW_DAYS = 31

# Said of one day, a figure of these speaks of what happened on it: the same attack, the same strike.
EVENTS = frozenset(
    {
        "affected",
        "cases",
        "deaths",
        "detained",
        "evacuated",
        "facilities_damaged",
        "funding_received",
        "homes_damaged",
        "incidents",
        "injured",
        "missing",
        "reached",
        "supplies",
    }
)

# These are so on a day, whatever period is named: "in 2023, 15.8 million people need help" is no running total.
STATES = frozenset({"at_risk", "food_insecure", "in_need", "malnourished", "out_of_school", "population"})

WORD = re.compile(r"[^\W_]+")


class Scope(Struct, frozen=True):
    """Which days a figure covers."""

    kind: str
    """at: the state on a day | ahead: what it is expected to be | on: an event of a day | since: a running total |
    new: what came in a month or less | unsaid: a total whose start the text does not give, or no total at all"""
    start: date | None
    end: date
    """The as-of date."""
    dated: bool
    """False where the text gives no day, and the document's date stands in for it."""


class Said(Struct, frozen=True, eq=False):
    """One figure in comparable terms."""

    figure: Figure
    document: Document
    published: date
    source: Source
    kind: str
    bounds: Bounds
    population: frozenset[str]
    """Who or what is counted, in normal words; empty for people in general."""
    place: str
    """Gazetteer id or folded name; "" where the text names none."""
    scope: Scope
    is_total: bool = False
    """Whether the text says that it counts all until its as-of date."""
    machine: Figure | None = None
    """What the rules had found, where a person corrected it."""
    decisions: tuple[Decision, ...] = ()
    is_replaced: bool = False
    """Whether a newer version of its document is known."""
    apart: str = ""
    """What sets it apart from figures whose words say the same (apart.py)."""


def said(
    figure: Figure,
    document: Document,
    published: date,
    source: Source,
    *,
    machine: Figure | None = None,
    decisions: tuple[Decision, ...] = (),
    is_replaced: bool = False,
) -> Said:
    """The figure with everything about it that comparing needs."""
    return Said(
        figure=figure,
        document=document,
        published=published,
        source=source,
        kind=kind(figure),
        bounds=bounds(figure),
        population=population(figure.subject),
        place=place_key(figure.place),
        scope=scope(figure, published),
        is_total=is_total(figure),
        machine=machine,
        decisions=decisions,
        is_replaced=is_replaced,
    )


def scope(figure: Figure, published: date) -> Scope:
    """The days that the figure covers."""
    when = figure.when
    totals = figure.measure is Measure.FLOW or figure.indicator in EVENTS
    if when is None:
        return Scope("unsaid" if totals else "at", None, published, False)
    end = when.end or published
    if figure.measure is Measure.STOCK:
        return Scope("at", None, end, True)
    if figure.indicator in STATES:
        is_ahead = when.start >= published < end
        return Scope("ahead", None, end, True) if is_ahead else Scope("at", None, min(end, published), True)
    if when.start == when.end:
        happened = figure.indicator in EVENTS and not when.is_until
        return Scope("on" if happened else "unsaid" if totals else "at", None, end, True)
    is_new = when.end and not when.is_until and (end - when.start).days < LONGEST_NEW_DAYS
    return Scope("new" if is_new else "since", when.start, end, True)


def is_total(figure: Figure) -> bool:
    """Whether the text says that the figure counts all until a day, and not from when."""
    when = figure.when
    return when is not None and when.is_until and when.start == when.end and figure.measure is not Measure.STOCK


@lru_cache(maxsize=50_000)
def population(subject: str) -> frozenset[str]:
    """The words that say who is counted, in normal form.

    >>> sorted(population("Turkish military vehicles"))
    ['military', 'tur', 'vehicle']
    >>> sorted(population("displaced children")), sorted(population("people"))
    (['child'], [])
    """
    return frozenset(words(subject))


@lru_cache(maxsize=50_000)
def words(text: str) -> tuple[str, ...]:
    """The words that carry meaning, in normal form and text order; peoples by their country, in any language."""
    return tuple(filter(None, map(_normal, WORD.findall(fold(text)))))


def _normal(word: str) -> str:
    return groups()[word] if word in groups() else peoples().get(word) or _singular(word)


def _singular(word: str) -> str:
    """Without the plural ending, the same way for every word, so that both numbers of it meet."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


@lru_cache(maxsize=50_000)
def place_key(place: Place | None) -> str:
    """What makes two places the same: the gazetteer's id, else the name.

    >>> place_key(Place(name="north-west Syria")) == place_key(Place(name="northwest Syria"))
    True
    """
    if place is None:
        return ""
    return place.id or _joined(fold_place(place.name))


def _joined(name: str) -> str:
    """Without spaces, and with one spelling for parts of the sky: north-western, north western, northwest."""
    return re.sub(r"(north|south)(ern)?(west|east)?(ern)?", r"\1\3", name.replace(" ", "").replace("-", ""))
