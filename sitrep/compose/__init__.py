"""What stands where in the brief: Situation and previous Brief → Brief.

Everything a template needs comes out as plain data: strings, numbers, lists and mappings. No words of any language are
made here: a highlight names its figure, and the labels of the brief's language make the sentence.

figures    what is known of one key figure, with its evidence
audience   what this audience may read
changes    what is new since the last brief
choose     which figures come first
sections   what stands in each part of the brief
"""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from sitrep.compose import audience, changes, figures, sections
from sitrep.model import Brief, Correction, Period, Section, Situation

__all__ = ["compose"]


def compose(
    situation: Situation,
    *,
    number: int,
    lang: str,
    previous: Brief | None = None,
    corrects: Correction | None = None,
) -> Brief:
    """One numbered edition in one language.

    previous: the brief that readers had before, in any language; None for the first. corrects: what it puts right.
    """
    profile = situation.profile
    title = profile.titles.get(lang, profile.title)
    readable, withheld = audience.readable(situation)
    covers = Period(start=first_day(situation, previous), end=situation.as_of)
    known = figures.known(readable, lang, hidden=audience.spans(situation, readable))
    entries = changes.against(previous, figures.entries(known), covers)
    parts = sections.sections(known, entries, previous)
    return Brief(
        situation=profile.name,
        number=number,
        as_of=situation.as_of,
        covers=covers,
        next_due=situation.as_of + timedelta(days=profile.cadence_days) if profile.cadence_days else None,
        lang=lang,
        title=title,
        kind=profile.kind,
        brand=profile.brand,
        sections=parts,
        documents=situation.documents,
        problems=situation.problems + withheld,
        content_hash=fingerprint(
            title, profile.kind, profile.brand, lang, situation.as_of, read(parts), *([corrects] if corrects else [])
        ),
        supersedes=previous.number if previous else None,
        corrects=corrects,
    )


def first_day(situation: Situation, previous: Brief | None) -> date:
    """First day covered: the one after the last brief, or its own if that is of the same day.

    Else the profile's, else that of the oldest document.
    """
    if previous and previous.as_of < situation.as_of:
        return previous.as_of + timedelta(days=1)
    if previous and previous.as_of == situation.as_of:
        return previous.covers.start
    published = [document.published for document in situation.documents if document.published]
    return situation.profile.since or min(published, default=situation.as_of)


def read(parts: Sequence[Section]) -> tuple[Section, ...]:
    """The sections without names of files: one that is renamed is no news."""
    return tuple(
        replace(part, items=tuple({key: one for key, one in item.items() if key != "path"} for item in part.items))
        for part in parts
    )


def fingerprint(*printed: str | date | Sequence[Section] | Correction) -> str:
    """SHA-256 over all that is printed."""
    return hashlib.sha256(msgspec.json.encode(printed, order="deterministic")).hexdigest()
