"""What came back is known by its id, and nothing more is sent there; a delay or a stranger's mail changes nothing."""

import imaplib
import json
import shutil
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme

from sitrep.deliver.bounce import Bounce, bounce_of
from tests.conftest import Sitrep
from tests.deliver.desk import listed, stakeholders
from tests.deliver.killed import CONTENT, MAIL, asked
from tests.deliver.servers import MailServer
from tests.ingest.servers import certified, mailboxes

SENT = (
    "From: desk@example.org\r\nTo: nour@example.org\r\nSubject: North-west Syria\r\n"
    "Message-ID: <{id}@example.org>\r\nX-Sitrep-Delivery: {id}\r\n"
)
ID = asked(["nour@example.org"])[0].id


def report(
    id: str = ID, action: str = "failed", status: str = "5.1.1", returned: str = "message/rfc822", boundary: str = "b7"
) -> bytes:
    """As a mail server writes it (RFC 3464)."""
    body = "\r\nSituation brief\r\n" if returned == "message/rfc822" else ""
    lines = f"""From: MAILER-DAEMON@mail.example.net
To: desk@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="{boundary}"

--{boundary}
Content-Type: text/plain

I am sorry.

--{boundary}
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.net

Final-Recipient: rfc822; nour@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such
 mailbox

--{boundary}
Content-Type: {returned}

"""
    return (lines.replace("\n", "\r\n") + SENT.format(id=id) + body + f"\r\n--{boundary}--\r\n").encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_delivery_and_the_reason(returned: str) -> None:
    assert bounce_of(report(returned=returned)) == Bounce(ID, "5.1.1 smtp; 550 5.1.1 no such mailbox")


def test_the_message_itself_comes_back_as_it_was_sent() -> None:
    from sitrep.deliver.message import message

    [one] = asked(["nour@example.org"])
    whole = report().replace(SENT.format(id=ID).encode(), message(one, CONTENT, MAIL)[:3000])
    found = bounce_of(whole)
    assert found and found.id == ID


@pytest.mark.parametrize(
    "mail",
    [
        report(action="delayed", status="4.4.1"),
        report(status="4.2.2"),
        report(action="delivered", status="2.0.0"),
        report(id="nobody knows this"),
        b"Subject: Out of office\r\n\r\nI am away. <" + ID.encode() + b"@example.org>\r\n",
        b"",
        b"\xff\x00 no mail",
        b'Content-Type: multipart/report; boundary="x"\r\n\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n',
    ],
)
def test_what_is_no_final_report_says_nothing(mail: bytes) -> None:
    assert bounce_of(mail) is None


def test_what_came_back_gets_nothing_more_until_a_person_tries(desk: Sitrep, post: MailServer) -> None:
    stakeholders("ok-1@example.org", "ok-2@example.org")
    desk("deliver", "idlib", "--send")
    returned = Path("returned")
    returned.mkdir()
    [id] = [message_from_bytes(one.text.encode())["X-Sitrep-Delivery"] for one in post.taken() if "ok-1" in one.to]
    (returned / "1.eml").write_bytes(report(id=id))
    (returned / "2.eml").write_bytes(report(id="0" * 32))
    (returned / "3.eml").write_bytes(report(action="delayed", status="4.4.1", id=id))
    for _ in range(2):
        first, second, third = desk("deliveries", "bounces", "returned").out.splitlines()
        assert first == "returned/1.eml: idlib/1 to ok-1@example.org came back: 5.1.1 smtp; 550 5.1.1 no such mailbox"
        assert "no delivery of this store" in second and "does not say" in third
    [back] = [one for one in listed(desk) if one["status"] == "bounced"]
    assert back["address"] == "ok-1@example.org"
    assert desk("deliver", "idlib", "--send").code == 6
    assert "its mail came back: 5.1.1" in desk("deliver", "idlib").out
    assert desk("deliveries", "retry", back["id"]).code == 0
    assert "its mail came back" not in desk("deliver", "idlib").out
    assert len(post.taken()) == 3


def test_reports_are_read_from_a_folder_of_a_mailbox(
    desk: Sitrep, post: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only those; other mail is not fetched, and everything stays unread."""
    stakeholders("ok-1@example.org")
    desk("deliver", "idlib", "--send")
    id = json.loads(desk("deliveries", "--format", "json").out)["id"]
    sent = message_from_bytes(post.taken()[0].text.encode())["X-Sitrep-Delivery"]
    assert sent.startswith(id)
    authority = trustme.CA()
    _, context = certified(authority)
    authority.cert_pem.write_to_path("ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", "ca.pem")
    monkeypatch.setenv("SITREP_IMAP_PASSWORD", "secret")
    (tmp_path / "keys").mkdir()
    with mailboxes(authority, tmp_path / "keys") as port:
        other = EmailMessage()
        other.set_content("Thank you!")
        with imaplib.IMAP4("localhost", port) as mailbox:
            mailbox.starttls(ssl_context=context)
            mailbox.login("desk", "secret")
            mailbox.create("Returned")
            for mail in (report(id=sent), other.as_bytes()):
                mailbox.append("Returned", "", None, mail)
        answer = desk("deliveries", "bounces", f"imap://desk@localhost:{port}/Returned")
    assert answer.code == 0 and answer.out.count("came back: 5.1.1") == 1 == len(answer.out.splitlines())
    shutil.rmtree(tmp_path / "keys")


def test_a_file_that_is_not_there_is_named(desk: Sitrep) -> None:
    answer = desk("deliveries", "bounces", "nowhere.eml")
    assert answer.code == 2 and "nowhere.eml: cannot be read" in answer.err
