"""What stands in each part of the brief? One function a section, in print order; one without items is left out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sitrep.compose import changes, choose
from sitrep.compose.figures import NORMAL_UNITS, Entry, deadline_data, place_data, source_numbers
from sitrep.model import Brief, Document, Section, Situation

THEMES = ("people", "casualties", "damage", "response", "funding", "access", "other")
MAPPED = ("deaths", "injured", "missing", "incidents", "facilities_damaged", "homes_damaged")
"""Indicators that a place on the map is marked for as an incident."""


class Known(NamedTuple):
    """All that a section is made from."""

    situation: Situation
    entries: Sequence[Entry]
    previous: Brief | None
    numbers: Mapping[str, int]
    texts: Mapping[str, Document]


def sections(situation: Situation, entries: Sequence[Entry], previous: Brief | None) -> tuple[Section, ...]:
    """Every section that has something to say, in print order."""
    texts = {document.id: document for document in situation.documents}
    known = Known(situation, entries, previous, source_numbers(situation), texts)
    made = ((name, tuple(make(known))) for name, make in MAKERS.items())
    return tuple(Section(id=name, items=items) for name, items in made if items)


def highlights(known: Known) -> list[Entry]:
    """The most important news, then the next deadline."""
    said: list[Entry] = [{"figure": entry["id"], "deadline": None} for entry in choose.highlights(known.entries)]
    due = [one for one in deadlines(known) if one["state"] == "open"]
    return said + [{"figure": None, "deadline": one["id"]} for one in due[:1]]


def key_figures(known: Known) -> list[Entry]:
    """The strip."""
    return [{"figure": entry["id"]} for entry in choose.cards(known.entries)]


def deadlines(known: Known) -> list[Entry]:
    """Open ones by date, then those that cannot be dated, then what has passed."""
    order = {"open": 0, "unresolved": 1}
    made = [deadline_data(one, known.numbers, known.texts) for one in known.situation.deadlines]
    return sorted(made, key=lambda one: (order.get(one["state"], 2), one["date"] or "", one["id"]))


def places(known: Known) -> list[Entry]:
    """What the map shows: places named by figures, where something happened, distances as rings."""
    shown: dict[Any, Entry] = {}
    for entry in known.entries:
        place = entry["place"]
        if not place or place["latitude"] is None or place["kind"] in ("country", "region"):
            continue
        ring = entry["indicator"] == "distance" and ring_km(entry)
        mark = "incident" if entry["indicator"] in MAPPED else "place"
        shown.setdefault(
            (place["id"], mark, ring), {**place, "mark": mark, "ring_km": ring or None, "figure": entry["id"]}
        )
    return list(shown.values())


def ring_km(entry: Entry) -> float | None:
    """The radius that a distance draws, in kilometres."""
    if entry["unit"] == "kilometer":
        return float(entry["value"])
    return float(entry["normal"]["value"]) if entry["normal"] and entry["normal"]["unit"] == "kilometer" else None


def trends(known: Known) -> list[Entry]:
    """Series with at least two dates."""
    made = []
    for series in known.situation.series:
        points = [
            {
                "on": point.on.isoformat(),
                "value": point.claim.figure.value.magnitude,
                "high": point.claim.figure.high.magnitude if point.claim.figure.high is not None else None,
                "number": point.claim.figure.number,
                "qualifier": str(point.claim.figure.qualifier),
                "unit": str(point.claim.figure.value.units),
                "lang": known.texts[point.claim.figure.document].lang,
                "source": point.claim.source,
                "sources": sorted({known.numbers[one.document] for one in point.claim.evidence}),
                "place": place_data(point.claim.figure.place),
            }
            for point in series.points
        ]
        if len({point["on"] for point in points}) > 1:
            made.append({"id": series.id, "indicator": series.indicator, "points": points})
    order = {name: place for place, name in reversed(list(enumerate(known.situation.profile.indicators)))}
    return sorted(made, key=lambda one: (order.get(one["indicator"], len(order)), -len(one["points"]), one["id"]))


def timeline(known: Known) -> list[Entry]:
    """Events and dated deadlines, oldest first."""
    happened: list[Entry] = [
        {"date": one["when"]["start"], "figure": one["id"], "deadline": None} for one in choose.events(known.entries)
    ]
    due: list[Entry] = [
        {"date": one["date"], "figure": None, "deadline": one["id"]} for one in deadlines(known) if one["date"]
    ]
    return sorted(happened + due, key=lambda one: str(one["date"]))


def themes(known: Known) -> list[Entry]:
    """Figures by theme, in print order within each."""
    named = ((theme, [one["id"] for one in known.entries if one["theme"] == theme]) for theme in THEMES)
    return [{"theme": theme, "figures": ids} for theme, ids in named if ids]


def changed(known: Known) -> list[Entry]:
    """News since the last brief, then what is no longer reported."""
    if known.previous is None:
        return []
    news: list[Entry] = [{"figure": one["id"], "gone": None} for one in known.entries if choose.is_news(one)]
    return news + [{"figure": None, "gone": one} for one in changes.gone(known.previous, known.entries)]


def differences(known: Known) -> list[Entry]:
    """Figures on which claims stand side by side."""
    return [{"figure": one["id"]} for one in known.entries if one["disputed"] or one["differs"]]


def gaps(known: Known) -> list[Entry]:
    """What the profile asks for and no document reports."""
    return [{"indicator": gap.indicator} for gap in known.situation.gaps]


def figures(known: Known) -> list[Entry]:
    """Every figure and where it comes from: the only place where entries stand in full."""
    return list(known.entries)


def sources(known: Known) -> list[Entry]:
    """The documents by number; those that no figure cites come last."""
    made: list[Entry] = []
    for name, number in known.numbers.items():
        document = known.texts[name]
        made.append(
            {
                "number": number,
                "id": name,
                "title": document.title,
                "publisher": document.publisher,
                "published": document.published.isoformat() if document.published else None,
                "url": document.url,
                "path": document.path,
                "lang": document.lang,
                "format": document.format,
                "reprint_of": known.numbers.get(document.origin) if document.origin else None,
                "cited": sum(cites(entry, number) for entry in known.entries),
            }
        )
    return made


def cites(entry: Entry, number: int) -> int:
    """How often an entry's claims cite a source."""
    return sum(quote["source"] == number for claim in (entry, *entry["others"]) for quote in claim["evidence"])


def method(known: Known) -> list[Entry]:
    """What a reader needs to judge the figures."""
    profile = known.situation.profile
    used = any(one["unit"] == "household" for entry in known.entries for one in (entry, *entry["others"]))
    return [
        {
            "documents": len(known.situation.documents),
            "figures": len(known.entries),
            "household_size": profile.household_size if used else None,
            "household_size_source": profile.household_size_source,
            "number_style": profile.number_style,
            "audience": profile.audience,
            "contacts": list(profile.contacts),
            "normal_units": list(NORMAL_UNITS),
            "countries": list(profile.countries),
            "places": list(profile.places),
            "previous": known.previous.number if known.previous else None,
            "previous_as_of": known.previous.as_of.isoformat() if known.previous else None,
        }
    ]


MAKERS: dict[str, Callable[[Known], Sequence[Mapping[str, Any]]]] = {
    "highlights": highlights,
    "key_figures": key_figures,
    "map": places,
    "deadlines": deadlines,
    "timeline": timeline,
    "trend": trends,
    "themes": themes,
    "changes": changed,
    "differences": differences,
    "gaps": gaps,
    "figures": figures,
    "sources": sources,
    "method": method,
}
