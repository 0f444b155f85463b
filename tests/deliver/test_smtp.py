"""What becomes of a message, whatever a real mail server does to it."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from sitrep.deliver import next_state
from sitrep.deliver.smtp import Mailer, server
from sitrep.deliver.way import Answer
from sitrep.errors import DeliveryError, UsageError
from sitrep.store import DATABASE, Store
from tests.deliver.conftest import CANARY
from tests.deliver.killed import AT, asked, kill_senders, send, states
from tests.deliver.servers import MailServer, mail_server
from tests.ingest.servers import behind_tls, certified

KINDS = ("ok", "slow", "later", "refused", "cutafter", "cutdata", "cutbody", "spam")


def outbox(folder: Path, addresses: list[str]) -> None:
    with Store(folder / DATABASE) as store:
        store.ledger.ask(asked(addresses))


def status_of(folder: Path) -> dict[str, tuple[str, str]]:
    with Store(folder / DATABASE) as store:
        return {one.stakeholder: (one.status, one.detail) for one in store.ledger.deliveries()}


# What the server does


@pytest.mark.parametrize(
    ("address", "status", "detail", "is_taken"),
    [
        ("ok-1@example.org", "sent", "250 2.0.0 taken", True),
        ("slow-1@example.org", "sent", "250 2.0.0 taken", True),
        ("later-1@example.org", "pending", "450 4.2.0 greylisted", False),
        ("never-1@example.org", "pending", "451 4.3.0 later", False),
        ("refused-1@example.org", "failed", "550 5.1.1 no such mailbox", False),
        ("spam-1@example.org", "failed", "554 5.7.1 refused as spam", False),
        ("cutdata-1@example.org", "pending", "cut before the end", False),
        ("cutafter-1@example.org", "unknown", "no answer to the message", True),
    ],
)
def test_what_becomes_of_a_message(
    post: MailServer, tmp_path: Path, address: str, status: str, detail: str, is_taken: bool
) -> None:
    """Only an answer after the final dot makes it sent; a cut before it is tried again, one after it is held."""
    outbox(tmp_path, [address])
    assert send(tmp_path, post.url) == []
    found = status_of(tmp_path)[address]
    assert found[0] == status and found[1].startswith(detail)
    assert [one.to for one in post.taken()] == ([address] if is_taken else [])


def test_a_connection_that_is_cut_within_the_message_loses_and_doubles_nothing(
    post: MailServer, tmp_path: Path
) -> None:
    """Whether the cut is seen before or after the dot is chance: pending or held, never sent."""
    outbox(tmp_path, ["cutbody-1@example.org"])
    send(tmp_path, post.url)
    assert status_of(tmp_path)["cutbody-1@example.org"][0] in ("pending", "unknown")
    assert post.taken() == []


def test_what_was_put_off_arrives_later_with_the_same_id_and_date(post: MailServer, tmp_path: Path) -> None:
    outbox(tmp_path, ["later-1@example.org"])
    send(tmp_path, post.url)
    send(tmp_path, post.url)
    send(tmp_path, post.url)
    assert status_of(tmp_path)["later-1@example.org"][0] == "sent"
    [one] = post.taken()
    assert "Date: Mon, 10 Feb 2020 06:00:00 +0000" in one.text
    assert f"Message-ID: <{asked(['later-1@example.org'])[0].id}@example.org>" in one.text


def test_a_line_with_a_dot_alone_does_not_end_the_message(post: MailServer, tmp_path: Path) -> None:
    outbox(tmp_path, ["ok-1@example.org"])
    send(tmp_path, post.url)
    assert "<p>586,000 displaced</p>" in post.taken()[0].text


def test_many_behaviours_at_once(post: MailServer, tmp_path: Path) -> None:
    """One that misbehaves takes nothing from the others."""
    addresses = [f"{kind}-{n}@example.org" for kind in KINDS for n in range(5)]
    outbox(tmp_path, addresses)
    for _ in range(4):
        send(tmp_path, post.url)
    assert_right(tmp_path, post, addresses)
    found = status_of(tmp_path)
    assert {found[f"{kind}-{n}@example.org"][0] for kind in ("ok", "slow", "later", "cutdata") for n in range(5)} == {
        "sent"
    }
    assert {found[f"{kind}-{n}@example.org"][0] for kind in ("refused", "spam") for n in range(5)} == {"failed"}


def test_killed_at_random_nobody_gets_it_twice_and_nobody_is_forgotten(post: MailServer, tmp_path: Path) -> None:
    """More of them in tests/benchmarks/bench_deliver.py."""
    addresses = [f"{kind}-{n}@example.org" for kind in KINDS[:5] for n in range(8)]
    outbox(tmp_path, addresses)
    assert kill_senders(tmp_path, post.url, 12, within_s=0.1) > 3
    assert post.taken(), "some were sent by then"
    for _ in range(3):
        send(tmp_path, post.url)
    assert_right(tmp_path, post, addresses)
    with Store(tmp_path / DATABASE) as store:
        assert store.verify() == []


def assert_right(folder: Path, post: MailServer, addresses: list[str]) -> None:
    """Nobody twice; everyone sent, failed or unknown; whoever is marked sent is in the server's log."""
    taken, found = [one.to for one in post.taken()], status_of(folder)
    assert sorted(taken) == sorted(set(taken))
    assert set(found) == set(addresses)
    assert set(states(folder)) <= {"sent", "failed", "unknown"}
    assert {address for address, (status, _) in found.items() if status == "sent"} <= set(taken)


# When it is tried again


@pytest.mark.parametrize(("tries", "minutes"), [(1, 5), (2, 10), (6, 160), (7, 240), (40, 240)])
def test_it_is_tried_less_and_less_often(tries: int, minutes: int) -> None:
    [one] = asked(["a@example.org"])
    then = next_state(with_tries(one, tries), Answer("pending", "450 later"), AT)
    assert then.next_try - AT == timedelta(minutes=minutes)


def test_after_two_days_it_is_given_up() -> None:
    [one] = asked(["a@example.org"])
    then = next_state(one, Answer("pending", "450 later"), AT + timedelta(hours=48, minutes=1))
    assert (then.status, then.detail) == ("failed", "given up after 48 h: 450 later")


def with_tries(one, tries):  # type: ignore[no-untyped-def]
    from msgspec.structs import replace

    return replace(one, tries=tries)


# Who the server is


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return ca


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def offered(url: str, password: str = "", user: str = "") -> Answer:
    found = server(url, {"SITREP_SMTP_PASSWORD": password} if password else {})
    mailer = Mailer(found, "desk@example.org", lambda _: b"Subject: a\r\n\r\nb\r\n")
    try:
        return mailer.send(asked(["ok-1@example.org"])[0], lambda: None)
    finally:
        mailer.quit()


def test_starttls_with_a_certificate_that_is_right(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with mail_server(tmp_path, tls=context_of(authority.issue_cert("127.0.0.1"))) as post:
        assert offered(f"{post.url}?tls=required").status == "sent"
        assert offered(post.url) == Answer("failed", "530 Must issue a STARTTLS command first")


def test_tls_from_the_first_byte(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, _ = certified(authority)
    with mail_server(tmp_path) as post:
        with behind_tls(context, post.port) as door, pytest.raises(DeliveryError, match="CERTIFICATE_VERIFY_FAILED"):
            offered(f"smtps://localhost:{door}")
        assert post.taken() == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        with behind_tls(context, post.port) as door:
            assert offered(f"smtps://localhost:{door}").status == "sent"


@pytest.mark.parametrize("wrong", ["name", "authority", "expired", "no TLS"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    if wrong != "authority":
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    name = "other.example" if wrong == "name" else "127.0.0.1"
    until = datetime(2021, 1, 1, tzinfo=UTC) if wrong == "expired" else None
    certificate = authority.issue_cert(name, not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=until)
    with mail_server(tmp_path, tls=None if wrong == "no TLS" else context_of(certificate)) as post:
        with pytest.raises(DeliveryError) as raised:
            offered(f"{post.url}?tls=required")
        assert (
            "STARTTLS" in raised.value.message if wrong == "no TLS" else "certificate" in raised.value.message.lower()
        )
        assert post.taken() == []


def test_logging_in(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wrong password leaves everything pending, and is nowhere in what is said."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with mail_server(tmp_path, tls=context_of(authority.issue_cert("127.0.0.1")), password=CANARY) as post:
        url = f"smtp://desk@127.0.0.1:{post.port}?tls=required"
        assert offered(url, CANARY).status == "sent"
        with pytest.raises(DeliveryError, match="535") as raised:
            offered(url, CANARY + "x")
        assert CANARY not in str(raised.value)


def test_without_a_server_everything_stays_pending(tmp_path: Path) -> None:
    with mail_server(tmp_path) as post:
        pass
    outbox(tmp_path, ["ok-1@example.org", "ok-2@example.org"])
    [trouble] = send(tmp_path, post.url)
    assert "refused" in trouble
    assert states(tmp_path) == {"pending": 2}
    assert {detail for _, detail in status_of(tmp_path).values()} == {trouble}


def test_a_server_that_is_away_for_two_days_is_given_up(tmp_path: Path) -> None:
    with mail_server(tmp_path) as post:
        pass
    with Store(tmp_path / DATABASE) as store:
        store.ledger.ask(asked(["ok-1@example.org"], AT - timedelta(hours=48)))
    send(tmp_path, post.url)
    status, detail = status_of(tmp_path)["ok-1@example.org"]
    assert status == "failed" and detail.startswith("given up after 48 h: ")


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://desk@mail.example.org", "mail.example.org", 587, "required"),
        ("smtps://mail.example.org", "mail.example.org", 465, "implicit"),
        ("smtp://mail.example.org:25?tls=off", "mail.example.org", 25, "off"),
        ("smtp://localhost", "localhost", 25, "off"),
        ("smtp://[::1]:2525", "::1", 2525, "off"),
        ("smtp://127.0.0.1:2525?tls=required", "127.0.0.1", 2525, "required"),
    ],
)
def test_the_address_of_a_server(url: str, host: str, port: int, tls: str) -> None:
    """Encrypted unless it is this machine, or said by name."""
    found = server(url, {})
    assert (found.host, found.port, found.tls) == (host, port, tls)


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://mail.example.org:many",
        "smtp://mail.example.org?tls=maybe",
        f"smtp://desk:{CANARY}@mail.example.org",
        "smtp://desk@mail.example.org?tls=off",
    ],
)
def test_an_address_that_is_wrong_or_gives_the_password_away(url: str) -> None:
    with pytest.raises(UsageError) as raised:
        server(url, {"SITREP_SMTP_PASSWORD": CANARY})
    assert CANARY not in str(raised.value)


def test_the_password_file_is_read_only_where_nobody_else_may(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text(f"{CANARY}\n")
    path.chmod(0o644)
    environ = {"SITREP_SMTP_PASSWORD_FILE": str(path)}
    with pytest.raises(UsageError, match="others may read it"):
        server("smtp://desk@mail.example.org", environ)
    path.chmod(0o600)
    found = server("smtp://desk@mail.example.org", environ)
    assert found.password == CANARY and CANARY not in repr(found) + str(found)
