"""What does a stakeholder read? Delivery + brief + files → one e-mail, the same bytes each time it is made.

RFC 5322; Auto-Submitted as RFC 3834, List-Unsubscribe as RFC 2369 and 8058.
"""

import re
from collections.abc import Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from mimetypes import guess_type
from typing import NamedTuple

from sitrep.deliver.pack import MB, attachments, own_names, size, zipped
from sitrep.deliver.plan import delivery_id
from sitrep.model import Brief, Delivery, Mail

__all__ = ["Content", "message", "subject_of", "text_of"]

# What can break a header or reorder what is read in it.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")

# Not every server takes eight bits.
POLICY = SMTP.clone(cte_type="7bit")


class Content(NamedTuple):
    """What is sent of an edition in one language."""

    brief: Brief
    subject: str
    text: str
    html: str
    files: Mapping[str, bytes]
    """All files of the edition."""
    folder: str
    """Of the edition under reports/, for links."""


def message(delivery: Delivery, content: Content, mail: Mail, *, is_test: bool = False) -> bytes:
    """The whole message, with the end of each line as RFC 5322 has it."""
    brief, made = content.brief, EmailMessage(POLICY)
    domain = mail.sender.rpartition("@")[2]
    made["From"] = mail.sender
    made["To"] = Address(plain(delivery.name), addr_spec=delivery.stakeholder)
    made["Subject"] = subject_of(content, is_test=is_test)
    made["Date"] = delivery.at
    made["Message-ID"] = f"<{delivery.id}@{domain}>"
    if earlier := brief.corrects.number if brief.corrects else brief.supersedes:
        before = delivery_id(f"{brief.situation}/{earlier}", delivery.channel, delivery.stakeholder)
        made["References"] = f"<{before}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Sitrep-Delivery"] = delivery.id
    made["List-Unsubscribe"] = f"<mailto:{mail.sender}?subject=unsubscribe>" + (
        f", <{mail.unsubscribe}>" if mail.unsubscribe else ""
    )
    if mail.unsubscribe:
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    add_bodies(made, delivery, content, mail)
    set_boundaries(made, delivery.id)
    return made.as_bytes()


def subject_of(content: Content, *, is_test: bool = False) -> str:
    """What the message is called."""
    return plain(f"TEST: {content.subject}" if is_test else content.subject)


def text_of(delivery: Delivery, content: Content, mail: Mail | None) -> str:
    """The key figures as text, with links where there are any."""
    text = content.text.rstrip() + "\n"
    if mail and mail.link:
        names = attachments(delivery.format, delivery.lang, content.files) or ("brief.html",)
        text += "".join(f"\n{mail.link.rstrip('/')}/{content.folder}/{name}" for name in names) + "\n"
    return text


def add_bodies(made: EmailMessage, delivery: Delivery, content: Content, mail: Mail) -> None:
    """The key figures as text and HTML, with the files."""
    made.set_content(text_of(delivery, content, mail))
    made.add_alternative(content.html, subtype="html")
    for name, data in own_names(content.brief, enclosed(delivery, content, mail)).items():
        main, _, sub = (guess_type(name)[0] or "application/octet-stream").partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)


def enclosed(delivery: Delivery, content: Content, mail: Mail) -> dict[str, bytes]:
    """The files; above the limit a compressed copy, or none where there is a link to them."""
    wanted = attachments(delivery.format, delivery.lang, content.files)
    if size(wanted) <= mail.attachment_mb * MB:
        return wanted
    return {} if mail.link else zipped(wanted)


def set_boundaries(made: EmailMessage, id: str) -> None:
    """The same ones each time, where there would be random ones."""
    parts = [part for part in made.walk() if part.is_multipart()]
    for n, part in enumerate(parts):
        part.set_boundary(f"{id}-{n}")


def plain(text: str) -> str:
    """The text on one line, without control characters."""
    return " ".join(CONTROL.sub(" ", text).split())
