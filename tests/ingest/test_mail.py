"""What does a mail say, and what is attached to it?"""

from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original
from sitrep.ingest.mail import read
from tests.ingest.made import docx, paragraph

HEADERS = (
    "From: Field desk <desk@example.org>\r\nTo: all@example.org\r\nSubject: =?utf-8?q?Mise_=C3=A0_jour?=\r\n"
    "Date: Mon, 10 Feb 2020 23:30:00 +0300\r\nMIME-Version: 1.0\r\n"
)


def mail(body: str, kind: str = "text/plain; charset=utf-8", more: str = "") -> bytes:
    return f"{HEADERS}{more}Content-Type: {kind}\r\n\r\n{body}".encode()


def drafts(data: bytes) -> tuple[Draft, ...]:
    return read(Original(data=data, name="a.eml"))


def with_attachment(data: bytes, name: str, kind: str = "application/octet-stream") -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["Date"], message["Subject"] = (
        "desk@example.org",
        "Mon, 10 Feb 2020 23:30:00 +0300",
        "Update",
    )
    message.set_content("See the report: 5 killed.")
    message.add_attachment(data, *kind.split("/"), filename=name)
    return message.as_bytes()


def test_the_headers_say_what_the_mail_is() -> None:
    (draft,) = drafts(mail("5 killed.\r\n12 wounded."))
    assert (draft.title, draft.publisher, draft.published) == ("Mise à jour", "Field desk", date(2020, 2, 10))
    assert draft.text == "5 killed.\n12 wounded."


@pytest.mark.parametrize("before", ["\ufeff", "\r\n", "\n\n"])
def test_what_an_editor_puts_before_a_mail_is_left_out(before: str) -> None:
    (draft,) = drafts(before.encode() + mail("5 killed."))
    assert (draft.text, draft.published) == ("5 killed.", date(2020, 2, 10))


def test_old_line_ends_part_head_and_text() -> None:
    assert drafts(mail("5 killed.").replace(b"\r\n", b"\r"))[0].text == "5 killed."


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Mon, 10 Feb 2020", date(2020, 2, 10)),
        ("2020-02-10T23:30:00Z", date(2020, 2, 10)),
        ("Mon, 10 Feb 2020 24:61:00 +0300", date(2020, 2, 10)),
        ("Mon, 31 Feb 2020 08:00:00 +0300", None),
        ("Mon, 10 Feb 99999999999999999999 08:00:00 +0300", None),
    ],
)
def test_the_day_of_a_mail_is_found_in_any_form(said: str, day: date | None) -> None:
    data = mail("5 killed.").replace(b"Mon, 10 Feb 2020 23:30:00 +0300", said.encode())
    assert drafts(data)[0].published == day


def test_a_page_that_a_browser_saved_is_read_as_a_page() -> None:
    body = (
        "--B\r\nContent-Type: text/html\r\nContent-Location: https://example.org/a\r\n\r\n"
        "<nav>Give 50</nav><main><p>More than 5,000 people fled from the town on Monday.</p></main>\r\n"
        "--B\r\nContent-Type: text/css\r\n\r\na { width: 99px }\r\n--B--"
    )
    data = mail(body, "multipart/related; boundary=B").replace(
        b"Field desk <desk@example.org>", b"<Saved by a browser>"
    )
    (draft,) = drafts(data)
    assert (draft.text, draft.url) == ("More than 5,000 people fled from the town on Monday.", "https://example.org/a")
    assert (draft.published, draft.publisher) == (None, None)


def test_an_encrypted_mail_is_said_to_be_one() -> None:
    body = "--B\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--B--"
    with pytest.raises(DocumentError, match="an encrypted part was not read"):
        drafts(mail(body, "multipart/encrypted; boundary=B"))


def test_what_is_made_for_programs_is_no_attachment() -> None:
    assert len(drafts(with_attachment(b"a { width: 99px }", "a.css", "text/css"))) == 1


def test_one_of_two_alternatives_is_read() -> None:
    kind = "multipart/alternative; boundary=B"
    body = (
        "--B\r\nContent-Type: text/plain\r\n\r\n{}\r\n"
        "--B\r\nContent-Type: text/html\r\n\r\n<p>5 killed, 12 wounded</p>\r\n--B--"
    )
    assert drafts(mail(body.format("5 killed, 12 wounded"), kind))[0].text == "5 killed, 12 wounded"
    assert drafts(mail(body.format("Open in a browser"), kind))[0].text == "5 killed, 12 wounded"


def test_what_is_quoted_is_a_part_of_its_own() -> None:
    (draft,) = drafts(mail("5 killed.\r\n> You wrote:\r\n> 3 killed.\r\nRegards"))
    said = [(part.label, draft.text[part.span.start : part.span.end]) for part in draft.parts]
    assert said == [("message", "5 killed."), ("quoted text", "> You wrote:\n> 3 killed."), ("message", "Regards")]


def test_an_attachment_is_a_document_dated_by_the_mail() -> None:
    first, second = drafts(with_attachment(docx(paragraph("948,000 displaced")), "report.docx"))
    assert (first.text.strip(), second.text, second.name) == (
        "See the report: 5 killed.",
        "948,000 displaced",
        "report.docx",
    )
    assert (second.published, second.brought_on) == (None, date(2020, 2, 10))


def test_a_mail_within_a_mail_is_read() -> None:
    inner = EmailMessage(policy=SMTP)
    inner["Date"], inner["Subject"] = "Sat, 1 Feb 2020 10:00:00 +0000", "Older"
    inner.set_content("3 killed.")
    outer = EmailMessage(policy=SMTP)
    outer["Date"], outer["From"] = "Mon, 10 Feb 2020 10:00:00 +0000", "desk@example.org"
    outer.set_content("See below.")
    outer.add_attachment(inner)
    _, second = drafts(outer.as_bytes())
    assert (second.text.strip(), second.published, second.title) == ("3 killed.", date(2020, 2, 1), "Older")


def test_mails_within_each_other_have_a_limit() -> None:
    data = mail("the innermost: 5 killed")
    for _ in range(limits.MAIL_DEPTH + 3):
        data = with_attachment(data, "forwarded.eml")
    found = drafts(data)
    assert len(found) == limits.MAIL_DEPTH + 1
    assert "5 mails within each other, the limit" in found[-1].problems[0].message


def test_parts_have_a_limit() -> None:
    body = "".join(f"--B\r\nContent-Type: text/plain\r\n\r\n{n} killed\r\n" for n in range(150)) + "--B--"
    (draft,) = drafts(mail(body, "multipart/mixed; boundary=B"))
    assert draft.text.count("killed") == limits.MAIL_PARTS - 1
    assert "100 parts, the limit" in draft.problems[0].message


def test_what_cannot_be_read_of_the_attachments_is_said() -> None:
    (draft,) = drafts(with_attachment(b"\x89PNG\r\n\x1a\n", "photo.png", "image/png"))
    assert "attachment photo.png was not read: a picture" in draft.problems[0].message


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "x-unknown", "us-ascii"])
def test_the_charset_is_believed_only_where_it_fits(charset: str) -> None:
    encoding = "iso-8859-1" if charset == "iso-8859-1" else "utf-8"
    head = f"{HEADERS}Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    assert drafts(head + "Près de 12 500 déplacés".encode(encoding))[0].text == "Près de 12 500 déplacés"


def test_a_mailbox_gives_its_mails() -> None:
    box = "".join(
        f"From desk@example.org Mon Feb 10 2020\nDate: Mon, {day} Feb 2020 10:00:00 +0000\nSubject: Day {day}\n\n"
        f"{day} killed.\n>From here on more.\n\n"
        for day in (10, 17)
    )
    first, second = drafts(box.encode())
    assert (first.name, first.text.strip(), first.published) == (
        "mail 1",
        "10 killed.\nFrom here on more.",
        date(2020, 2, 10),
    )
    assert (second.name, second.title) == ("mail 2", "Day 17")


def test_broken_headers_cost_only_themselves() -> None:
    data = b"From: =?utf-8?b?////?= <@>\r\nSubject: =?x?q?=ZZ?=\r\nDate: soon\r\nX-A: 1\r\n\r\n5 killed."
    (draft,) = drafts(data)
    assert (draft.text, draft.published) == ("5 killed.", None)


def test_a_mail_that_says_nothing_is_refused() -> None:
    with pytest.raises(DocumentError, match="says nothing"):
        drafts(mail(""))
