"""What stands in each part of the brief? One function a section, in print order; one without items is left out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sitrep.compose import changes, choose
from sitrep.compose.figures import Entry, Known, claim_data, deadline_data, decision_data, quote, whole
from sitrep.model import Brief, Section
from sitrep.reference.sectors import sector_of
from sitrep.reference.sectors import sectors as known_sectors
from sitrep.units import unit_name

THEMES = ("people", "casualties", "damage", "response", "funding", "access", "other")
"""In print order. What has no theme stands only among all figures."""

PARTS = 3
"""Told beside their whole."""
ROWS = 500
"""In the table of all figures, a row for each claim; WeasyPrint takes half a minute for 5,000."""
MOST = {"changes": 100, "differences": 40}
"""Items of a section that are printed at most."""
FOLLOWED = ("https://", "http://")
"""Addresses that a reader may follow; a document can name others, such as a script."""
RESPONSES = ("reached", "targeted", "supplies", "responders")
"""Indicators of what was done."""
NEEDS = ("people", "damage")
"""Themes of what it is done for."""
PER_SECTOR = 4
"""Figures of a sector, of its needs and of its response."""
DEADLINES = 6
PASSED_DAYS = 14
"""For how long a deadline that has passed is still told."""
MAPPED = ("deaths", "injured", "missing", "incidents", "facilities_damaged", "homes_damaged")
"""Indicators that a place on the map is marked for as an incident."""


class Parts(NamedTuple):
    """All that a section is made from."""

    known: Known
    entries: Sequence[Entry]
    previous: Brief | None


def sections(known: Known, entries: Sequence[Entry], previous: Brief | None) -> tuple[Section, ...]:
    """Every section that has something to say, in print order."""
    of = Parts(known, entries, previous)
    made = ((name, tuple(make(of))) for name, make in MAKERS.items())
    return tuple(
        Section(id=name, items=items, more=max(0, len(items) - MOST.get(name, len(items))))
        for name, items in made
        if items
    )


def highlights(of: Parts) -> list[Entry]:
    """The most important news, each with its first parts."""
    return [{"figure": entry["id"], "parts": parts_of(of, entry)} for entry in choose.highlights(of.entries)]


def parts_of(of: Parts, whole: Entry) -> list[str]:
    """Ids of the entries that are a part of another."""
    return [one["id"] for one in of.entries if one["part_of"] == whole["id"]][:PARTS]


def key_figures(of: Parts) -> list[Entry]:
    """The strip."""
    return [{"figure": entry["id"]} for entry in choose.cards(of.entries)]


def deadlines(of: Parts) -> list[Entry]:
    """Open ones by date, then those that cannot be dated, then what has passed of late."""
    order = {"open": 0, "unresolved": 1}
    made = [deadline_data(one, of.known) for one in of.known.situation.deadlines]
    fresh = [one for one in made if one["days_left"] is None or one["days_left"] >= -PASSED_DAYS]
    return sorted(fresh, key=lambda one: (order.get(one["state"], 2), one["date"] or "", one["id"]))[:DEADLINES]


def places(of: Parts) -> list[Entry]:
    """What the map shows: places of the situation's countries named by figures, where something happened, distances."""
    shown: dict[Any, Entry] = {}
    countries = of.known.situation.profile.countries
    for entry in of.entries:
        place = entry["place"]
        if not place or place["latitude"] is None or place["kind"] in ("country", "region"):
            continue
        if countries and place["country"] not in (None, *countries):
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


def trends(of: Parts) -> list[Entry]:
    """Series with at least two dates since the situation began, each point as its source said it."""
    made: list[Entry] = []
    since = of.known.situation.profile.since or date.min
    for series in of.known.situation.series:
        points = [
            {"on": point.on.isoformat(), **claim_data(point.claim, of.known)}
            for point in series.points
            if point.on >= since
        ]
        if len({point["on"] for point in points}) > 1:
            made.append({"id": series.id, "indicator": series.indicator, "points": points})
    order = {name: place for place, name in reversed(list(enumerate(of.known.situation.profile.indicators)))}
    return sorted(made, key=lambda one: (order.get(one["indicator"], len(order)), -len(one["points"]), one["id"]))


def timeline(of: Parts) -> list[Entry]:
    """What happened on one day, oldest first."""
    return [{"date": one["when"]["start"], "figure": one["id"]} for one in choose.events(of.entries)]


def narrative(of: Parts) -> list[Entry]:
    """What a person wrote in the brief's language."""
    profile = of.known.situation.profile
    written = (one for one in profile.narratives if (one.lang or profile.languages[0]) == of.known.lang)
    return [{"path": one.path, "text": one.text} for one in written]


def themes(of: Parts) -> list[Entry]:
    """First figures of each theme, and all of them, in print order; `more` counts those left to the data files."""
    made, left = [], ROWS
    # What stands in the table of sectors is not told twice.
    rest = [one for one in of.entries if not is_response(one)]
    for theme in THEMES:
        first = choose.by_theme(rest, theme) if theme != "other" else []
        everything = [one for one in of.entries if one["theme"] == theme]
        printed = []
        for one in everything:
            if left > 0:
                printed.append(one["id"])
                left -= 1 + len(one["beside"])
        made.append(
            {
                "theme": theme,
                "figures": [one["id"] for one in first],
                "all": printed,
                "more": len(everything) - len(printed),
            }
        )
    return [one for one in made if one["all"] or one["more"]]


def by_sector(of: Parts) -> list[Entry]:
    """First figures of what is needed and what is done in each sector; nothing where nothing is done in any."""
    made: list[Entry] = []
    members: dict[str | None, list[Entry]] = defaultdict(list)
    for one in of.entries:
        members[sector_of(one["indicator"], one["subject"], one["lang"])].append(one)
    for name in known_sectors():
        own = members[name]
        needs = [one["id"] for one in own if one["theme"] in NEEDS and not one["part_of"]]
        response = [one["id"] for one in own if is_response(one)]
        if needs or response:
            made.append({"sector": name, "needs": needs[:PER_SECTOR], "response": response[:PER_SECTOR]})
    return made if any(one["response"] for one in made) else []


def is_response(entry: Entry) -> bool:
    """Whether it says what was done in a sector."""
    if entry["part_of"] or entry["indicator"] not in RESPONSES:
        return False
    return sector_of(entry["indicator"], entry["subject"], entry["lang"]) is not None


def changed(of: Parts) -> list[Entry]:
    """News since the last brief, then what is no longer reported."""
    if of.previous is None:
        return []
    news: list[Entry] = [{"figure": one["id"], "gone": None} for one in of.entries if choose.is_news(one)]
    return news + [{"figure": None, "gone": one} for one in changes.gone(of.previous, of.entries)]


def differences(of: Parts) -> list[Entry]:
    """Figures on which claims stand side by side, the disputed ones first."""
    apart = [one for one in of.entries if one["disputed"] or one["differs"]]
    return [{"figure": one["id"]} for one in sorted(apart, key=lambda one: not one["disputed"])]


def sums(of: Parts) -> list[Entry]:
    """Totals that a source leaves to its reader, each with the parts that it is made of."""
    return [
        {
            "id": one.id,
            "indicator": one.indicator,
            "population": one.subject,
            "value": whole(one.value),
            "high": whole(one.high) if one.high is not None else None,
            "unit": unit_name(one.value),
            "qualifier": str(one.qualifier),
            "parts": [claim_data(part, of.known) for part in one.inputs],
        }
        for one in of.known.situation.computed
    ]


def decisions(of: Parts) -> list[Entry]:
    """What persons decided, with the words that they decided on."""
    return [
        {
            **decision_data(one.decision),
            "indicator": one.indicator,
            "state": one.decision.changes.get("state"),
            "evidence": quote(one.decision.document, one.decision.span, of.known),
        }
        for one in of.known.situation.rulings
    ]


def gaps(of: Parts) -> list[Entry]:
    """What the profile asks for and no document reports."""
    return [{"indicator": gap.indicator} for gap in of.known.situation.gaps]


def figures(of: Parts) -> list[Entry]:
    """Every figure and where it comes from: the only place where entries stand in full."""
    return list(of.entries)


def sources(of: Parts) -> list[Entry]:
    """The documents by number; those that no figure cites come last."""
    made: list[Entry] = []
    cited = Counter(source for entry in of.entries for source in cites(entry))
    for name, number in of.known.numbers.items():
        document = of.known.texts[name]
        made.append(
            {
                "number": number,
                "id": name,
                "title": document.title,
                "publisher": document.publisher,
                "published": document.published.isoformat() if document.published else None,
                "url": document.url if document.url and document.url.startswith(FOLLOWED) else None,
                "path": document.path,
                "lang": document.lang,
                "format": document.format,
                "reprint_of": of.known.numbers.get(document.origin) if document.origin else None,
                "cited": cited[number],
            }
        )
    return made


def cites(entry: Entry) -> Iterator[int]:
    """The numbers of the sources that an entry's claims cite, as often as they do."""
    return (quote["source"] for claim in (entry, *entry["others"]) for quote in claim["evidence"])


def method(of: Parts) -> list[Entry]:
    """What a reader needs to judge the figures."""
    profile = of.known.situation.profile
    units = {one["unit"] for entry in of.entries for one in (entry, *entry["others"])}
    rates = {unit: rate for unit, rate in sorted(profile.rates.items()) if unit in units}
    return [
        {
            "documents": len(of.known.situation.documents),
            "figures": len(of.entries),
            "household_size": profile.household_size if "household" in units else None,
            "household_size_source": profile.household_size_source,
            "rates": [
                {"of": unit, "to": rate.to, "rate": rate.rate, "on": rate.on.isoformat(), "source": rate.source}
                for unit, rate in rates.items()
            ],
            "number_style": profile.number_style,
            "audience": profile.audience,
            "contacts": list(profile.contacts),
            "countries": list(profile.countries),
            "places": list(profile.places),
            "previous": of.previous.number if of.previous else None,
            "previous_as_of": of.previous.as_of.isoformat() if of.previous else None,
        }
    ]


MAKERS: dict[str, Callable[[Parts], Sequence[Mapping[str, Any]]]] = {
    "highlights": highlights,
    "key_figures": key_figures,
    "map": places,
    "deadlines": deadlines,
    "timeline": timeline,
    "trend": trends,
    "narrative": narrative,
    "themes": themes,
    "sectors": by_sector,
    "changes": changed,
    "differences": differences,
    "sums": sums,
    "gaps": gaps,
    "decisions": decisions,
    "figures": figures,
    "sources": sources,
    "method": method,
}
