"""What does a mail say, and what is attached to it? .eml and mbox (RFC 5322, 2045, 4155).

Of parts that say the same in two ways one is read. Attachments and mails within the mail become documents of their own,
read as files of their kind, dated by the mail where they give no date themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import cast

from msgspec.structs import replace

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original, Unsupported, joined, squeezed
from sitrep.ingest.html import read as read_page
from sitrep.ingest.markup import whole_text
from sitrep.ingest.published import day_in, iso_date, mail_date
from sitrep.ingest.readers import drafts_of
from sitrep.ingest.text import decode
from sitrep.model import Problem

NEXT = re.compile(rb"(?:\A|\n)From [^\n]*\n(?=[A-Za-z-]+:)")
"""Where a mail of a mailbox begins."""
QUOTED = re.compile(r"^>.*(?:\n>.*)*", re.MULTILINE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
FOR_PROGRAMS = re.compile(
    r"text/(?:css|calendar|x?-?vcard|directory)|(?:text|application)/(?:x-)?(?:java|ecma)script"
    r"|application/(?:pgp-signature|pgp-keys|(?:x-)?pkcs7-signature)"
)
"""Parts that no reader sees."""
ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")
BROKEN = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""The parser of the standard library fails on broken headers with whatever it meets."""


@dataclass(slots=True)
class _Mail:
    """A mail on its way."""

    depth: int
    sent: date | None
    bodies: list[str] = field(default_factory=list)
    attached: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    parts: int = 0


def read(original: Original) -> tuple[Draft, ...]:
    """The mail and its attachments; of a mailbox, each mail and its attachments."""
    if not original.data.startswith(b"From "):
        return tuple(_drafts(original.data, original.depth))
    mails = [mail for mail in NEXT.split(original.data) if mail.strip()]
    return tuple(draft for number, mail in enumerate(mails, start=1) for draft in _of_mailbox(number, mail, original))


def _of_mailbox(number: int, mail: bytes, original: Original) -> Iterator[Draft]:
    # In a mailbox, "From " at the start of a line is written ">From ".
    data = re.sub(rb"(?m)^>(>*From )", rb"\1", mail)
    for draft in _drafts(data, original.depth):
        content = data if draft.content is None else draft.content
        yield replace(draft, name=f"mail {number}/{draft.name}".rstrip("/"), content=content)


def _drafts(data: bytes, depth: int) -> Iterator[Draft]:
    """The mail itself, then what is attached to it. Raises DocumentError for one that says nothing at all."""
    message = message_from_bytes(_from_its_head(data), policy=policy.default)
    if page := _saved_page(message):
        yield page
        return
    mail = _Mail(depth, _sent(message))
    _walk(message, mail)
    subject = _header(message, "Subject")
    text, parts = joined((label, text) for body in mail.bodies for label, text in _quoted_apart(body) if text.strip())
    if not text and not mail.attached:
        raise DocumentError("; ".join(problem.message for problem in mail.problems) or "the mail says nothing")
    if text:
        yield Draft(
            text=text,
            format="mail",
            title=subject,
            publisher=_sender(message),
            published=mail.sent,
            parts=parts,
            problems=tuple(mail.problems),
        )
    else:
        mail.attached[0] = replace(mail.attached[0], problems=(*mail.attached[0].problems, *mail.problems))
    yield from mail.attached


def _from_its_head(data: bytes) -> bytes:
    """The mail without what editors put before it, and with line ends that the parser knows."""
    data = data.lstrip(b"\xef\xbb\xbf\r\n")
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def _sent(message: EmailMessage) -> date | None:
    said = _header(message, "Date") or ""
    return mail_date(said) or iso_date(said) or day_in(said)


def _saved_page(message: EmailMessage) -> Draft | None:
    """The page that a browser saved in the form of a mail (RFC 2557), None for a mail that somebody sent."""
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None or "@" in (_header(message, "From") or "") or not page["Content-Location"]:
        return None
    data = page.get_payload(decode=True)
    charset = page.get_content_charset()
    (draft,) = read_page(Original(data=data if isinstance(data, bytes) else b"", name="page", charset=charset))
    return replace(draft, url=draft.url or _header(page, "Content-Location"), brought_on=None)


def _header(message: EmailMessage, name: str) -> str | None:
    """A header on one line; None where there is none, or one that no mail program could have written."""
    try:
        value = message[name]
    except BROKEN:
        return None
    return squeezed(str(value)) or None if value is not None else None


def _sender(message: EmailMessage) -> str | None:
    name, address = parseaddr(_header(message, "From") or "")
    return name or address or None


def _walk(part: EmailMessage, mail: _Mail) -> None:
    """Take in a part and the parts in it."""
    mail.parts += 1
    if mail.parts == limits.MAIL_PARTS + 1:
        mail.problems.append(
            Problem(message=f"more than {limits.MAIL_PARTS} parts, the limit: the others were left out")
        )
    if mail.parts > limits.MAIL_PARTS:
        return
    kind = part.get_content_type()
    name = _name(part)
    if kind in ENCRYPTED:
        mail.problems.append(Problem(message="an encrypted part was not read", hint="Give it decrypted."))
    elif kind == "multipart/alternative":
        _alternatives([one for one in part.iter_parts() if isinstance(one, EmailMessage)], mail)
    elif part.is_multipart() and kind != "message/rfc822":
        for one in part.iter_parts():
            _walk(cast(EmailMessage, one), mail)
    elif kind in ("text/plain", "text/html") and not name:
        mail.bodies.append(_body(part, mail))
    elif not (kind.startswith("image/") and part["Content-ID"]) and not FOR_PROGRAMS.fullmatch(kind):
        _attach(part, name, mail)


def _name(part: EmailMessage) -> str:
    """What an attachment is called; "" for a part that is shown with the mail."""
    try:
        name = part.get_filename() or ""
    except BROKEN:
        name = "attachment"
    name = re.sub(r"[/\\\x00-\x1f\x7f]+", "_", name).strip()
    return name or ("attachment" if part.get_content_disposition() == "attachment" else "")


def _alternatives(parts: list[EmailMessage], mail: _Mail) -> None:
    """The plain one of parts that say the same; another where it has numbers that the plain one lacks."""
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    rich = next((part for part in reversed(parts) if part is not plain), plain)
    if plain is None or rich is None:
        for part in parts[-1:]:
            _walk(part, mail)
        return
    other = _Mail(mail.depth, mail.sent, parts=mail.parts)
    _walk(rich, other)
    first = _body(plain, mail)
    numbers = set(NUMBER.findall("\n".join(other.bodies)))
    is_complete = first.strip() and numbers <= set(NUMBER.findall(first))
    mail.bodies += [first] if is_complete else other.bodies
    mail.attached += other.attached
    mail.problems += other.problems
    mail.parts = other.parts


def _body(part: EmailMessage, mail: _Mail) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    charset = part.get_content_charset()
    if part.get_content_type() == "text/html":
        text, problems = whole_text(data, charset)
    else:
        text, problems = decode(data, charset)
    mail.problems += problems
    return text.replace("\r\n", "\n")


def _attach(part: EmailMessage, name: str, mail: _Mail) -> None:
    """Read what is attached; what cannot be read is said of the mail."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        name = name or "forwarded mail"
    else:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        name = name or part.get_content_type().replace("/", " ")
    try:
        drafts = drafts_of(Original(data=data, name=name, charset=part.get_content_charset(), depth=mail.depth + 1))
    except Unsupported as error:
        mail.problems.append(Problem(message=f"attachment {name} was not read: {error.message}"))
        return
    except DocumentError as error:
        mail.problems.append(Problem(message=f"attachment {name} could not be read: {error.message}", hint=error.hint))
        return
    for draft in drafts:
        content = data if draft.content is None else draft.content
        inside = f"{name}/{draft.name}".rstrip("/")
        mail.attached.append(replace(draft, name=inside, content=content, brought_on=draft.brought_on or mail.sent))


def _quoted_apart(body: str) -> Iterator[tuple[str, str]]:
    """What the mail says, and what it quotes of others."""
    end = 0
    for match in QUOTED.finditer(body):
        yield "message", body[end : match.start()].strip("\n")
        yield "quoted text", match[0]
        end = match.end()
    yield "message", body[end:].strip("\n")
