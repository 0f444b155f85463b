"""Who gets what, and what is withheld from whom? Stakeholders + edition → a plan, before anything is sent."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from sitrep.deliver.address import FOLDERS, channel_of
from sitrep.deliver.distribution import LEVELS
from sitrep.deliver.pack import MB, attachments, size, zipped
from sitrep.model import Delivery, Mail, Profile, Stakeholder

__all__ = ["Planned", "asked", "delivery_id", "plan"]


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
    bounced: Mapping[str, str] | None = None,
) -> tuple[Planned, ...]:
    """What each gets.

    langs: of the edition, the first the default. on: the day. withheld: why nobody gets it.
    bounced: addresses whose mail came back, with the reason.
    """
    fits = how_large(profile.mail, files)
    planned = []
    for one in stakeholders:
        lang = one.lang if one.lang in langs else langs[0]
        why = withheld or above(one, profile) or inactive(one, on) or came_back(one, bounced or {})
        planned.append(Planned(one, lang, why or unfit(one, lang, profile.mail, fits)))
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


def came_back(stakeholder: Stakeholder, bounced: Mapping[str, str]) -> str:
    """Why nothing is sent to an address any more."""
    reason = bounced.get(stakeholder.address)
    return f"its mail came back: {reason}" if reason else ""


def unfit(stakeholder: Stakeholder, lang: str, mail: Mail | None, too_large: Callable[[str, str], str]) -> str:
    """Why neither a file nor a link can be sent."""
    channel = channel_of(stakeholder.address)
    if channel in FOLDERS:
        return "a folder takes files, no link" if stakeholder.format == "link" else ""
    if channel == "chat" or (mail and mail.link):
        return ""
    if stakeholder.format == "link":
        return "the profile has no mail.link"
    return too_large(stakeholder.format, lang)


def how_large(mail: Mail | None, files: Mapping[str, bytes]) -> Callable[[str, str], str]:
    """Why the files of a format and language cannot be attached, not even compressed; asked once for many."""
    limit = mail.attachment_mb * MB if mail else 0

    @cache
    def too_large(format: str, lang: str) -> str:
        wanted = attachments(format, lang, files)
        if size(wanted) <= limit or size(zipped(wanted)) <= limit:
            return ""
        return f"{size(wanted) / MB:.1f} MB is above mail.attachment_mb, and the profile has no mail.link"

    return too_large


def asked(planned: Sequence[Planned], brief: str, now: datetime) -> list[Delivery]:
    """What the outbox is asked for."""
    return [
        Delivery(
            id=delivery_id(brief, channel_of(one.stakeholder.address), one.stakeholder.address),
            brief=brief,
            stakeholder=one.stakeholder.address,
            channel=channel_of(one.stakeholder.address),
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
