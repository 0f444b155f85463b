"""What changed since the last brief? Each entry is compared with the one of the same id."""

from collections.abc import Sequence
from typing import Any

from sitrep.bounds import agree, bounds_of
from sitrep.compose.figures import Entry
from sitrep.model import Brief, Period, Qualifier

SAID = (
    "document",
    "start",
    "end",
    "number",
    "lead",
    "value",
    "high",
    "unit",
    "qualifier",
    "subject",
    "lang",
    "place",
    "when",
    "as_of",
    "source",
    "evidence",
)
"""What the next brief remembers of an entry that says something else now."""

UNCHANGED = ("same", "stale")

OPEN = frozenset({Qualifier.AT_LEAST, Qualifier.AT_MOST})
"""Said of numbers that leave one end open."""


def against(previous: Brief | None, entries: Sequence[Entry], covers: Period) -> tuple[Entry, ...]:
    """The entries, each with its `change`."""
    before = predecessors(previous, entries)
    return tuple({**entry, "change": change(before.get(entry["id"]), entry, previous, covers)} for entry in entries)


def former(previous: Brief | None) -> dict[str, Entry]:
    """The entries of the previous brief by id."""
    if previous is None:
        return {}
    return {item["id"]: item for section in previous.sections if section.id == "figures" for item in section.items}


def predecessors(previous: Brief | None, entries: Sequence[Entry]) -> dict[str, Entry]:
    """By id, the entry of the previous brief on the same thing, else on the words that a person took for another."""
    before = former(previous)
    moved = {words(one): one for one in before.values()}
    found = {}
    for entry in entries:
        one = before.get(entry["id"]) or moved.get(words(entry))
        if one and (one["id"] == entry["id"] or is_decided(one, entry)):
            found[entry["id"]] = one
    return found


def words(entry: Entry) -> tuple[str, int]:
    """Where the words of an entry stand."""
    return entry["document"], entry["start"]


def change(before: Entry | None, now: Entry, previous: Brief | None, covers: Period) -> Entry | None:
    """How an entry relates to the one of the previous brief; None in a first brief.

    kind: new | up | down | restated | corrected | incomparable | same | stale (unchanged since long)
    previous: what was said before, None where it is new or unchanged; by: the difference, where both numbers are plain
    ones; why: the reason where they may not be compared.
    """
    if previous is None:
        return None
    if before is None:
        return {"kind": "new", "previous": None, "by": None, "why": None}
    kind = compared(before, now)
    if kind == "same" and now["as_of"] and now["as_of"] < covers.start.isoformat():
        kind = "stale"
    return {
        "kind": kind,
        "previous": None if kind in UNCHANGED else {name: before[name] for name in SAID},
        "by": difference(before, now) if kind in ("up", "down") else None,
        "why": "window" if kind == "incomparable" else None,
    }


def compared(before: Entry, now: Entry) -> str:
    """How two statements of the same thing relate."""
    if is_decided(before, now):
        return "corrected"
    if said(before) == said(now):
        return "same"
    if is_corrected(before, now):
        return "corrected"
    if is_of_other_days(before, now):
        return "incomparable"
    if before["unit"] != now["unit"] or before["high"] is not None or now["high"] is not None:
        return "restated"
    if before["value"] == now["value"] or is_no_later(before, now) or is_within(before, now):
        return "restated"
    return "up" if now["value"] > before["value"] else "down"


def said(entry: Entry) -> tuple[Any, ...]:
    """What has to be equal for nothing to have changed."""
    return entry["value"], entry["high"], entry["unit"], entry["qualifier"]


def is_decided(before: Entry, now: Entry) -> bool:
    """Whether a person says otherwise of the same words now, or no longer does."""
    sides = [(*said(one), one["id"], one["when"], one["corrected"]) for one in (before, now)]
    return words(before) == words(now) and (before["corrected"] or now["corrected"]) and sides[0] != sides[1]


def is_corrected(before: Entry, now: Entry) -> bool:
    """Whether the same source gives another number for the same days."""
    return is_of_the_same_days(before, now) and before["source"] == now["source"]


def is_of_the_same_days(before: Entry, now: Entry) -> bool:
    """Whether both give the same days."""
    return bool(now["when"]) and before["when"] == now["when"] and before["as_of"] == now["as_of"]


def is_no_later(before: Entry, now: Entry) -> bool:
    """Whether nothing can have gone up or down since: another source of the same days, or an older figure."""
    is_older = bool(now["as_of"] and before["as_of"] and now["as_of"] < before["as_of"])
    return is_older or is_of_the_same_days(before, now)


def is_of_other_days(before: Entry, now: Entry) -> bool:
    """Whether both speak of what was new in some days, and these are not the same days longer."""
    starts = [
        one["when"]["start"] for one in (before, now) if one["when"] and one["when"]["start"] != one["when"]["end"]
    ]
    return len(starts) == 2 and starts[0] != starts[1]


def is_within(before: Entry, now: Entry) -> bool:
    """Whether one number can satisfy both: "about 1,000" and 1,050. An open end is no news by itself."""
    if {before["qualifier"], now["qualifier"]} & OPEN:
        return False
    first, second = (
        bounds_of(one["value"], one["high"], one["unit"], Qualifier(one["qualifier"])) for one in (before, now)
    )
    return agree(first, second)


def difference(before: Entry, now: Entry) -> Entry | None:
    """How much it went up or down; None where the words leave an end open."""
    qualifiers = {before["qualifier"], now["qualifier"]}
    if qualifiers & OPEN:
        return None
    exact = qualifiers == {Qualifier.EXACT}
    return {"value": abs(now["value"] - before["value"]), "unit": now["unit"], "exact": exact}


def between(before: Brief, now: Brief) -> Entry:
    """What two editions of one situation say differently, as plain data."""
    entries = list(former(now).values())
    told = against(before, entries, now.covers)
    return {
        "situation": now.situation,
        "from": {"number": before.number, "as_of": before.as_of.isoformat()},
        "to": {"number": now.number, "as_of": now.as_of.isoformat()},
        "figures": [
            {name: entry[name] for name in ("id", "indicator", *SAID, "change") if name != "evidence"} for entry in told
        ],
        "withdrawn": [
            {name: entry[name] for name in ("id", "indicator", *SAID) if name != "evidence"}
            for entry in gone(before, entries)
        ],
        "deadlines": deadlines_between(before, now),
    }


def deadlines_between(before: Brief, now: Brief) -> list[Entry]:
    """The deadlines of either, with their state in both; None where one does not have it."""
    states = [
        {one["id"]: one for section in brief.sections if section.id == "deadlines" for one in section.items}
        for brief in (before, now)
    ]
    ids = dict.fromkeys([*states[1], *states[0]])
    return [
        {
            "id": name,
            "text": (states[1].get(name) or states[0][name])["text"],
            "date": (states[1].get(name) or states[0][name])["date"],
            "before": states[0][name]["state"] if name in states[0] else None,
            "now": states[1][name]["state"] if name in states[1] else None,
        }
        for name in ids
    ]


def gone(previous: Brief | None, entries: Sequence[Entry]) -> list[Entry]:
    """What the previous brief said and no document of this one does."""
    known = {one["id"] for one in predecessors(previous, entries).values()}
    return [entry for name, entry in former(previous).items() if name not in known]
