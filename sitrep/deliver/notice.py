"""What does the desk hear of what went wrong? A line of plain words → an e-mail to itself, once, by the same outbox."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from sitrep.deliver.message import plain
from sitrep.deliver.plan import delivery_id
from sitrep.model import Delivery, Mail

__all__ = ["CHANNEL", "notice", "notice_message"]

CHANNEL = "notice"


def notice(about: str, text: str, mail: Mail, now: datetime) -> Delivery:
    """A notice for the outbox. about: what makes it another one; the same is told once."""
    return Delivery(
        id=delivery_id(about, CHANNEL, mail.notices),
        brief=about,
        stakeholder=mail.notices,
        channel=CHANNEL,
        at=now,
        status="pending",
        text=text,
        next_try=now,
    )


def notice_message(one: Delivery, mail: Mail) -> bytes:
    """The e-mail, the same bytes each time it is made."""
    made = EmailMessage(SMTP.clone(cte_type="7bit"))
    made["From"] = mail.sender
    made["To"] = one.stakeholder
    made["Subject"] = plain(f"sitrep: {one.text.splitlines()[0]}")[:200]
    made["Date"] = one.at
    made["Message-ID"] = f"<{one.id}@{mail.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Sitrep-Delivery"] = one.id
    made.set_content(one.text)
    return made.as_bytes()
