"""What changed since the last brief? Each entry is compared with the one of the same id."""

from collections.abc import Sequence
from typing import Any

from sitrep.compose.figures import Entry
from sitrep.model import Brief, Period

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
"""What the next brief remembers of an entry."""


def against(previous: Brief | None, entries: Sequence[Entry], covers: Period) -> tuple[Entry, ...]:
    """The entries, each with its `change`."""
    before = former(previous)
    return tuple({**entry, "change": change(before.get(entry["id"]), entry, previous, covers)} for entry in entries)


def former(previous: Brief | None) -> dict[str, Entry]:
    """The entries of the previous brief by id."""
    if previous is None:
        return {}
    return {item["id"]: item for section in previous.sections if section.id == "figures" for item in section.items}


def change(before: Entry | None, now: Entry, previous: Brief | None, covers: Period) -> Entry | None:
    """kind: new | up | down | restated | same | unchanged since long (stale); None in a first brief.

    No difference is computed: the value before is printed as it was said.
    """
    if previous is None:
        return None
    if before is None:
        return {"kind": "new", "previous": None}
    kind = compared(before, now)
    if kind == "same" and now["as_of"] and now["as_of"] < covers.start.isoformat():
        kind = "stale"
    return {"kind": kind, "previous": {name: before[name] for name in SAID}}


def compared(before: Entry, now: Entry) -> str:
    """How two statements of the same thing relate."""
    said: list[tuple[Any, ...]] = [(one["value"], one["high"], one["unit"], one["qualifier"]) for one in (before, now)]
    if said[0] == said[1]:
        return "same"
    if before["unit"] != now["unit"] or before["high"] is not None or now["high"] is not None:
        return "restated"
    if before["value"] == now["value"]:
        return "restated"
    return "up" if now["value"] > before["value"] else "down"


def gone(previous: Brief | None, entries: Sequence[Entry]) -> list[Entry]:
    """What the previous brief said and no document of this one does."""
    kept = {entry["id"] for entry in entries}
    return [entry for name, entry in former(previous).items() if name not in kept]
