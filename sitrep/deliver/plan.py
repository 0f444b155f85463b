"""Who gets what, and what is withheld from whom? Stakeholders + edition → a plan, before anything is sent."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sitrep.deliver.distribution import LEVELS
from sitrep.model import Delivery, Mail, Profile, Stakeholder

__all__ = ["Planned", "asked", "attachments", "delivery_id", "plan"]

MB = 1_000_000

NAMES = {
    "pdf": ("brief.pdf",),
    "html": ("brief.html",),
    "link": (),
    "data": ("brief.json", "figures.csv", "figures.xlsx"),
}
"""Format of a stakeholder → the files of the edition."""


class Planned(NamedTuple):
    """What one stakeholder gets."""

    stakeholder: Stakeholder
    lang: str
    withheld: str
    """Why it is not sent; "" where it is."""


def plan(
    stakeholders: Sequence[Stakeholder],
    profile: Profile,
    langs: Sequence[str],
    files: Mapping[str, bytes],
    on: date,
    *,
    withheld: str = "",
) -> tuple[Planned, ...]:
    """What each gets. langs: of the edition, the first the default. on: the day. withheld: why nobody gets it."""
    planned = []
    for one in stakeholders:
        lang = one.lang if one.lang in langs else langs[0]
        why = withheld or above(one, profile) or inactive(one, on) or too_large(one, lang, profile.mail, files)
        planned.append(Planned(one, lang, why))
    return tuple(planned)


def above(stakeholder: Stakeholder, profile: Profile) -> str:
    """Why the brief is above a stakeholder's audience."""
    is_above = LEVELS.index(profile.audience) > LEVELS.index(stakeholder.audience)
    return f"a brief for {profile.audience} is above {stakeholder.audience}" if is_above else ""


def inactive(stakeholder: Stakeholder, on: date) -> str:
    """Why a stakeholder gets nothing on a day."""
    if stakeholder.active_from and on < stakeholder.active_from:
        return f"active from {stakeholder.active_from}"
    if stakeholder.active_until and on > stakeholder.active_until:
        return f"active until {stakeholder.active_until}"
    return ""


def too_large(stakeholder: Stakeholder, lang: str, mail: Mail | None, files: Mapping[str, bytes]) -> str:
    """Why neither a file nor a link can be sent."""
    if mail is None or mail.link:
        return ""
    if stakeholder.format == "link":
        return "the profile has no mail.link"
    size = sum(map(len, attachments(stakeholder.format, lang, files).values()))
    if size > mail.attachment_mb * MB:
        return f"{size / MB:.1f} MB is above mail.attachment_mb, and the profile has no mail.link"
    return ""


def attachments(format: str, lang: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files for a format, in a language; those of the first language have no language in their names."""
    found = {}
    for name in NAMES[format]:
        stem, _, suffix = name.partition(".")
        own = f"{stem}.{lang}.{suffix}"
        name = own if own in files else name
        found[name] = files[name]
    return found


def asked(planned: Sequence[Planned], brief: str, now: datetime) -> list[Delivery]:
    """What the outbox is asked for."""
    return [
        Delivery(
            id=delivery_id(brief, "email", one.stakeholder.address),
            brief=brief,
            stakeholder=one.stakeholder.address,
            channel="email",
            at=now,
            status="pending",
            name=one.stakeholder.name,
            lang=one.lang,
            format=one.stakeholder.format,
            next_try=now,
        )
        for one in planned
        if not one.withheld
    ]


def delivery_id(brief: str, channel: str, address: str) -> str:
    """The same for the same brief, channel and address, whoever asks."""
    return hashlib.sha256("\0".join((brief, channel, address)).encode()).hexdigest()[:32]
