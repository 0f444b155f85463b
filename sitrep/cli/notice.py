"""Who hears of what went wrong while nobody watches? `notices` of [mail]; each thing is told once."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sitrep.cli.deliver import LOST, mail_of, server_of
from sitrep.cli.run import Run, plain
from sitrep.errors import ProfileError, SitrepError

if TYPE_CHECKING:
    from sitrep.model import Delivery, Profile
    from sitrep.store import Store

ADVICE = {
    "unknown": "It may have arrived: ask, then sitrep deliveries resolve {id} --sent, or --resend.",
    "failed": "Mend the address or the server, then: sitrep deliveries retry {id}",
    "bounced": "Mend the address in distribution.csv, or try again: sitrep deliveries retry {id}",
}
"""Status → what a person can do."""


def tell(store: "Store", profile: "Profile", about: str, *lines: str) -> None:
    """Put a notice into the outbox, unless it was told already. about: what makes it another one."""
    from sitrep.deliver.notice import notice

    if profile.mail and profile.mail.notices:
        now = datetime.now(UTC).replace(microsecond=0)
        text = "".join(f"{plain(line)}\n" for line in lines)
        store.ledger.ask([notice(f"{profile.name}: {about}", text, mail_of(profile), now)])


def tell_failure(store: "Store", folder: Path, error: SitrepError, now: datetime) -> None:
    """Tell what stopped a run: the same failure once a day."""
    from sitrep.profile import load_profile

    try:
        profile = load_profile(folder)
    except ProfileError:
        return  # it does not say who should hear
    tell(store, profile, f"{now:%Y-%m-%d} failed {short(error.message)}", error.message, error.hint)


def short(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def tell_open(store: "Store", profile: "Profile", brief: str) -> None:
    """Tell which deliveries of an edition did not arrive, or may not have; again when there are more."""
    found = [one for one in store.ledger.deliveries(brief=brief) if one.status in ADVICE]
    if found:
        known = short("".join(sorted(f"{one.id}{one.status}" for one in found)))
        lost = sum(one.status in LOST for one in found)
        head = f"{brief}: {lost} did not arrive, of {len(found) - lost} nobody knows"
        tell(store, profile, f"{brief.partition('/')[2]} open {known}", head, *map(advice, found))


def advice(one: "Delivery") -> str:
    """What became of one, and what a person can do."""
    return f"{one.stakeholder}: {one.status}: {one.detail} – {ADVICE[one.status].format(id=one.id[:12])}"


def send_notices(run: Run, store: "Store", profile: "Profile", *, at_once: bool = False) -> None:
    """Send the notices of a situation that are due. Within `working`."""
    from sitrep.deliver import deliver as deliver_all
    from sitrep.deliver import recovered
    from sitrep.deliver.notice import CHANNEL, notice_message
    from sitrep.deliver.smtp import Mailer

    ledger, now = store.ledger, datetime.now(UTC).replace(microsecond=0)
    for one in of_situation(ledger.deliveries(status="sending"), profile):
        ledger.mark(recovered(one, resends=True))  # twice is better than not at all
    found = of_situation(ledger.deliveries(status="pending"), profile)
    pending = [one for one in found if at_once or one.next_try <= now]
    if pending:
        mail = mail_of(profile)
        server = server_of(mail)
        ways = {CHANNEL: lambda: Mailer(server, mail.sender, lambda one: notice_message(one, mail))}
        for trouble in deliver_all(pending, ways, ledger, lambda: now, resends=True):
            run.note(plain(f"sitrep: {trouble}"))


def of_situation(found: "Sequence[Delivery]", profile: "Profile") -> "list[Delivery]":
    """The notices among deliveries that are about a situation."""
    return [one for one in found if one.channel == "notice" and one.brief.startswith(f"{profile.name}: ")]
