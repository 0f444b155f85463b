"""Which figures come first? The few that go into the highlights, the strip, the timeline."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sitrep.compose.changes import UNCHANGED
from sitrep.compose.figures import Entry

HIGHLIGHTS = 4
CARDS = 6
EVENTS = 6
EVENT_THEMES = ("people", "casualties", "damage", "access")
STATES = frozenset({"at_risk", "food_insecure", "in_need", "malnourished", "out_of_school", "population", "targeted"})
"""Indicators of how things are, which did not happen on the day that they are told of."""
PER_THEME = 6
PER_INDICATOR = 2
"""No indicator fills the strip alone."""


def highlights(entries: Sequence[Entry]) -> list[Entry]:
    """What a reader must know: news first, one thing for each indicator, then in print order."""
    tops = first_of_each(whole(entries), 1)
    return sorted(tops, key=lambda entry: not is_news(entry))[:HIGHLIGHTS]


def cards(entries: Sequence[Entry]) -> list[Entry]:
    """The key-figure strip: at most PER_INDICATOR of an indicator, the first of each before the second of any."""
    kept = whole(entries)
    chosen = list(
        {entry["id"]: entry for count in range(1, PER_INDICATOR + 1) for entry in first_of_each(kept, count)}.values()
    )
    names = {entry["id"] for entry in chosen[:CARDS]}
    return [entry for entry in entries if entry["id"] in names]


def events(entries: Sequence[Entry]) -> list[Entry]:
    """What happened on one day, of late, oldest first: for each day and indicator the first in print order.

    A share did not happen.
    """
    told = [entry for entry in whole(entries) if entry["theme"] in EVENT_THEMES and entry["measure"] != "stock"]
    told = [entry for entry in told if entry["unit"] != "percent" and entry["indicator"] not in STATES]
    days = [entry for entry in told if on_one_day(entry)]
    firsts = {(entry["when"]["start"], entry["indicator"]): entry for entry in reversed(days)}
    chosen = [entry for entry in days if firsts[entry["when"]["start"], entry["indicator"]] is entry]
    newest = sorted(chosen, key=day_of, reverse=True)[:EVENTS]
    return sorted(newest, key=day_of)


def day_of(entry: Entry) -> str:
    """The day that an event is dated to."""
    return str(entry["when"]["start"])


def by_theme(entries: Sequence[Entry], theme: str) -> list[Entry]:
    """The figures of a theme: one of each indicator before the second of any, in print order."""
    own = [entry for entry in entries if entry["theme"] == theme]
    seen: Counter[str] = Counter()
    turn = {}
    for entry in own:
        seen[entry["indicator"]] += 1
        turn[entry["id"]] = seen[entry["indicator"]]
    chosen = {entry["id"] for entry in sorted(own, key=lambda entry: turn[entry["id"]])[:PER_THEME]}
    return [entry for entry in own if entry["id"] in chosen]


def whole(entries: Iterable[Entry]) -> list[Entry]:
    """Without those that are a part of another, and without what only gives a length of time."""
    return [entry for entry in entries if not entry["part_of"] and entry["indicator"] not in ("duration", "other")]


def is_news(entry: Entry) -> bool:
    """Whether readers of the last brief do not know it yet."""
    return entry["change"] is None or entry["change"]["kind"] not in UNCHANGED


def on_one_day(entry: Entry) -> bool:
    """Whether the text dates it to one day; a total as of a day did not happen on it."""
    when = entry["when"]
    return bool(when) and when["start"] == when["end"] and not when["is_until"]


def first_of_each(entries: Iterable[Entry], count: int) -> list[Entry]:
    """The first `count` entries of every indicator."""
    seen: Counter[str] = Counter()
    kept = []
    for entry in entries:
        seen[entry["indicator"]] += 1
        if seen[entry["indicator"]] <= count:
            kept.append(entry)
    return kept
