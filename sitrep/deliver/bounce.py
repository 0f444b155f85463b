"""Which delivery came back, and why? A mail server's report (RFC 3464) → the delivery's id and the server's words.

Only the stakeholder and the servers on the way know the id, so nobody else can make an address go without. A report of
a delay, or of an address that the server will try again, says nothing yet.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import NamedTuple

__all__ = ["Bounce", "bounce_of"]

OURS = re.compile(r"^(?:X-Sitrep-Delivery:\s*|Message-ID:\s*<)([0-9a-f]{32})\b", re.IGNORECASE | re.MULTILINE)
FOR_EVER = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})")


class Bounce(NamedTuple):
    """A mail that came back for good."""

    id: str
    """Of the delivery."""
    why: str


def bounce_of(data: bytes) -> Bounce | None:
    """What a mail reports; None where it reports nothing final of a delivery."""
    mail = message_from_bytes(data, policy=default)
    why = next((found for block in reported(mail) if (found := reason(block))), "")
    id = next((match[1] for text in returned(mail) if (match := OURS.search(text))), "")
    return Bounce(id, why) if why and id else None


def reported(mail: EmailMessage) -> Iterator[Message]:
    """What the report says of each recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            yield from (block for block in payload if isinstance(block, Message)) if isinstance(payload, list) else ()


def reason(block: Message) -> str:
    """Why it will never arrive; "" where it still may."""
    status = FOR_EVER.match(str(block.get("Status", "")))
    if str(block.get("Action", "")).strip().lower() != "failed" or status is None:
        return ""
    words = " ".join(str(block.get("Diagnostic-Code", "")).split())
    return f"{status[1]} {words}".strip()


def returned(mail: EmailMessage) -> Iterator[str]:
    """The heads of what was sent back."""
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            yield str(part.get_payload())
        elif part.get_content_type() == "message/rfc822":
            for inner in part.iter_parts() if isinstance(part, EmailMessage) else ():
                yield "\n".join(f"{name}: {value}" for name, value in inner.items())
