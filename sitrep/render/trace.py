"""Where does each printed number come from? A record of what the templates print, and the gate that reads it back.

A number on the page is a figure (characters of a source), computed (from figures or dates, with its inputs), quoted (a
source's own words), or furniture (titles, page numbers, addresses). Anything else fails the build.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct

from sitrep.errors import RenderError

DIGITS = re.compile(r"\d+")
EVIDENCE = ("figure", "computed")
"""Kinds that the manifest lists, also where they are said in words."""


class Printed(Struct, frozen=True, kw_only=True):
    """One piece of text with digits, as it stands on the page."""

    text: str
    kind: str
    """figure | date | computed | quoted | furniture"""
    origin: Mapping[str, Any]
    """For a figure its document, start and end; else what it was made from."""


@dataclass(slots=True)
class Trace:
    """What one rendering printed, in order. The only thing here that grows."""

    printed: list[Printed] = field(default_factory=list)

    def add(self, text: str, kind: str, **origin: Any) -> str:
        """Remember a printed text, unless it says no number; gives the text."""
        if kind in EVIDENCE or DIGITS.search(text):
            self.printed.append(Printed(text=text, kind=kind, origin=origin))
        return text

    def manifest(self) -> list[dict[str, Any]]:
        """Every figure and computed value of the page with its origin, as plain data."""
        kept = (one for one in self.printed if one.kind in EVIDENCE)
        return [{"text": one.text, "kind": one.kind, **one.origin} for one in kept]


def check(trace: Trace, pages: Sequence[str]) -> None:
    """Compare the digits on the pages with the record. Raises RenderError with the number and its page.

    pages: text of each page, as read back from the PDF.
    """
    free = furniture(trace, len(pages))
    expected = Counter(digits for one in trace.printed for digits in DIGITS.findall(one.text))
    found: Counter[str] = Counter()
    for number, page in enumerate(pages, 1):
        for match in DIGITS.finditer(page):
            found[match[0]] += 1
            if found[match[0]] > expected[match[0]] and match[0] not in free:
                around = " ".join(page[max(0, match.start() - 40) : match.end() + 40].split())
                raise RenderError(
                    f"page {number} prints {match[0]}, which no source and no calculation gives: “{around}”",
                    "Print numbers through the filters of the templates, or from figure() in a section's text.",
                )
    shown = [one.text for one in trace.printed if one.kind != "furniture"]
    needed = Counter(digits for text in shown for digits in DIGITS.findall(text))
    lost = [digits for digits, count in needed.items() if found[digits] < count]
    if lost:
        where = max(shown, key=lambda text: sum(digits in lost for digits in DIGITS.findall(text)))
        raise RenderError(
            f"“{where}” was placed on the page but cannot be read back from it",
            "Look whether the template hides it, cuts it off or breaks it apart.",
        )


def furniture(trace: Trace, pages: int) -> set[str]:
    """Digits that may stand on every page: running heads and page numbers."""
    said = (digits for one in trace.printed if one.kind == "furniture" for digits in DIGITS.findall(one.text))
    return {*said, *(str(number) for number in range(1, pages + 1))}
