"""What is new at the sources that are not files? Asked of real servers."""

import imaplib
import json
import ssl
from collections.abc import Callable, Iterator
from datetime import date
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme
from msgspec.structs import replace

from sitrep.errors import ProfileError
from sitrep.ingest import Ingested, Status, ingest, limits, reliefweb
from sitrep.ingest import mailbox as imap
from sitrep.ingest.fetch import Fetcher
from sitrep.model import Profile
from tests.ingest.servers import Answer, Web, behind_tls, certified, mailboxes, text, web
from tests.ingest.test_fetch import LOCAL

PAGE = "---\npublished: 2020-02-10\n---\n5 people were killed on Monday."


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as site:
        yield site


def plain(body: str, status: int = 200, **headers: str) -> Answer:
    return text(body, "text/plain", status, **headers)


def take(folder: Path, *sources: str, offline: bool = False, context: ssl.SSLContext | None = None) -> Ingested:
    fetcher = Fetcher(replace(LOCAL, context=context) if context else LOCAL)
    profile = Profile(name="x", title="X", sources=sources)
    return ingest(profile, folder, is_offline=offline, fetcher=fetcher)


def test_a_page_becomes_a_document_with_its_address_and_time(site: Web, tmp_path: Path) -> None:
    site.answers["/a"] = plain(PAGE)
    (document,) = take(tmp_path, f"{site.address}/a").documents
    assert (document.published, document.url) == (date(2020, 2, 10), f"{site.address}/a")
    assert document.retrieved is not None
    kept = (tmp_path / document.path).read_bytes()
    assert kept == PAGE.encode()


def test_what_was_fetched_is_read_without_the_network(site: Web, tmp_path: Path) -> None:
    site.answers["/a"] = plain(PAGE)
    source = f"{site.address}/a"
    first = take(tmp_path, source).documents
    asked = len(site.asked)
    assert take(tmp_path, source, offline=True).documents == first
    assert len(site.asked) == asked


def test_a_page_that_has_not_changed_is_not_sent_again(site: Web, tmp_path: Path) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == '"1"'
        plain("" if same else PAGE, status=304 if same else 200, ETag='"1"')(handler)

    site.answers["/a"] = answer
    for _ in range(3):
        assert len(take(tmp_path, f"{site.address}/a").documents) == 1
    assert [headers.get("If-None-Match") for path, headers in site.asked if path == "/a"] == [None, '"1"', '"1"']


def test_each_version_of_a_page_is_kept(site: Web, tmp_path: Path) -> None:
    for killed in (5, 7):
        site.answers["/a"] = plain(PAGE.replace("5", str(killed)))
        ingested = take(tmp_path, f"{site.address}/a")
    assert sorted(document.text[0] for document in ingested.documents) == ["5", "7"]


def test_a_page_of_the_web_is_read_as_one(site: Web, tmp_path: Path) -> None:
    page = "<main><h1>Update</h1><p>Pr\xe8s de 5 personnes.</p></main>"
    site.answers["/a"] = text(page.encode("latin-1"), "text/html; charset=latin-1")
    (document,) = take(tmp_path, f"{site.address}/a").documents
    assert (document.format, document.text, document.path[-5:]) == ("html", "Update\nPrès de 5 personnes.", ".html")


def test_a_feed_gives_its_entries(site: Web, tmp_path: Path) -> None:
    day = "<pubDate>Mon, {0} Feb 2020 08:00:00 +0000</pubDate>"
    item = f"<item><title>No. {{0}}</title>{day}<description>{{0}} killed</description></item>"
    feed = f"<rss version='2.0'><channel><title>F</title>{item.format(10)}{item.format(17)}</channel></rss>"
    site.answers["/feed"] = text(feed, "application/rss+xml")
    documents = take(tmp_path, f"{site.address}/feed").documents
    assert [document.published for document in documents] == [date(2020, 2, 10), date(2020, 2, 17)]


def test_a_source_that_fails_is_in_the_report_and_the_others_go_on(site: Web, tmp_path: Path) -> None:
    site.answers["/a"] = plain(PAGE)
    ingested = take(tmp_path, f"{site.address}/gone", f"{site.address}/a")
    assert [line.status for line in ingested.inputs] == [Status.READ, Status.FAILED]
    assert "answers 404" in ingested.problems[0].message


def test_a_source_that_fails_later_is_used_as_it_was(site: Web, tmp_path: Path) -> None:
    site.answers["/a"] = plain(PAGE)
    take(tmp_path, f"{site.address}/a")
    site.answers["/a"] = text("x", status=500)
    ingested = take(tmp_path, f"{site.address}/a")
    assert [line.status for line in ingested.inputs] == [Status.READ, Status.WARNED]
    assert "is used" in ingested.inputs[1].reason


def test_nothing_is_fetched_that_the_profile_does_not_name(site: Web, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.html").write_text(f"<main><p>5 killed</p><img src={site.address}/i></main>")
    take(tmp_path, "documents/**")
    assert site.asked == []


@pytest.mark.parametrize(
    "source",
    [
        "gopher://example.org",
        "reliefweb:query[value]=x",
        "imaps://example.org/INBOX",
        "imaps://a:secret@example.org/INBOX",
        "imaps://a@example.org:secret/INBOX",
        "imaps://a@[example.org/INBOX",
        "reliefweb:appname=x&limit=many",
        "reliefweb:appname=x&limit=0",
    ],
)
def test_a_source_that_cannot_be_is_an_error_of_the_profile(tmp_path: Path, source: str) -> None:
    with pytest.raises(ProfileError) as error:
        take(tmp_path, source)
    assert "secret" not in str(error.value)


# ReliefWeb


def reports(count: int) -> Callable[[BaseHTTPRequestHandler], None]:
    """An interface with so many reports."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked = parse_qs(urlsplit(handler.path).query)
        start, size = int(asked["offset"][0]), int(asked["limit"][0])
        data = [
            {
                "id": str(n),
                "fields": {"title": f"Report {n}", "body": f"{n} killed.", "date": {"original": "2020-02-10"}},
            }
            for n in range(start, min(start + size, count))
        ]
        text(json.dumps({"totalCount": count, "data": data}), "application/json")(handler)

    return answer


def question(site: Web, more: str = "") -> str:
    return f"reliefweb:{site.address}/v2/reports?appname=desk&query[value]=Idlib{more}"


def test_reports_come_page_by_page_and_go_on_where_they_stopped(site: Web, tmp_path: Path) -> None:
    source = question(site, "&limit=10")
    site.answers["/v2/reports"] = reports(25)
    assert len(take(tmp_path, source).documents) == 25
    assert len(site.paths()) == 3
    site.answers["/v2/reports"] = reports(32)
    assert len(take(tmp_path, source).documents) == 32
    assert [parse_qs(urlsplit(path).query)["offset"] for path in site.paths()[3:]] == [["25"]]
    asked = parse_qs(urlsplit(site.paths()[0]).query)
    assert (asked["appname"], asked["query[value]"], asked["profile"]) == (["desk"], ["Idlib"], ["full"])


def test_a_busy_server_is_asked_again_as_it_asks(site: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(reliefweb.time, "sleep", waited.append)
    left = [text("x", status=429, Retry_After="7"), text("x", status=503), reports(3)]
    site.answers["/v2/reports"] = lambda handler: left.pop(0)(handler)
    assert len(take(tmp_path, question(site)).documents) == 3
    assert [seconds for seconds in waited if seconds] == [7, 14]


def test_a_server_that_asks_for_an_hour_is_left_for_the_next_run(site: Web, tmp_path: Path) -> None:
    site.answers["/v2/reports"] = text("x", status=429, Retry_After="3600")
    (line,) = take(tmp_path, question(site)).inputs
    assert (line.status, "answers 429" in line.reason) == (Status.FAILED, True)
    assert "at the next run" in line.hint


def test_the_quota_of_a_day_is_kept(site: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reliefweb, "CALLS_A_DAY", 2)
    site.answers["/v2/reports"] = reports(25)
    ingested = take(tmp_path, question(site, "&limit=10"))
    assert len(site.paths()) == 2
    assert len(ingested.documents) == 20
    assert "2 calls today, the limit" in ingested.inputs[-1].reason
    monkeypatch.setattr(reliefweb, "CALLS_A_DAY", 1_000)
    assert len(take(tmp_path, question(site, "&limit=10")).documents) == 25


def test_the_reason_of_a_refusal_is_told(site: Web, tmp_path: Path) -> None:
    refusal = json.dumps({"error": {"message": "appname is not approved"}})
    site.answers["/v2/reports"] = text(refusal, "application/json", status=403)
    assert "appname is not approved" in take(tmp_path, question(site)).inputs[0].reason


# Mailboxes


@pytest.fixture
def mail_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, ssl.SSLContext]]:
    monkeypatch.setenv("SITREP_IMAP_PASSWORD", "secret")
    authority = trustme.CA()
    (tmp_path / "keys").mkdir()
    with mailboxes(authority, tmp_path / "keys") as port:
        yield port, certified(authority)[1]


def put(port: int, context: ssl.SSLContext, *texts: str) -> None:
    with imaplib.IMAP4("localhost", port) as mailbox:
        mailbox.starttls(ssl_context=context)
        mailbox.login("desk", "secret")
        mailbox.create("Syria")
        for said in texts:
            message = EmailMessage()
            message["From"], message["Subject"], message["Date"] = (
                "a@example.org",
                said,
                "Mon, 10 Feb 2020 08:00:00 +0000",
            )
            message.set_content(said)
            mailbox.append("Syria", "", None, message.as_bytes())


def unread(port: int, context: ssl.SSLContext) -> int:
    with imaplib.IMAP4("localhost", port) as mailbox:
        mailbox.starttls(ssl_context=context)
        mailbox.login("desk", "secret")
        mailbox.select("Syria", readonly=True)
        return len(mailbox.search(None, "UNSEEN")[1][0].split())


def test_a_mailbox_gives_its_new_mails_and_they_stay_unread(
    mail_server: tuple[int, ssl.SSLContext], tmp_path: Path
) -> None:
    port, context = mail_server
    source = f"imap://desk@localhost:{port}/Syria"
    put(port, context, "5 killed", "7 killed")
    assert [document.title for document in take(tmp_path, source, context=context).documents].sort() is None
    put(port, context, "9 killed")
    ingested = take(tmp_path, source, context=context)
    assert sorted(document.title or "" for document in ingested.documents) == ["5 killed", "7 killed", "9 killed"]
    assert len((tmp_path / "fetched.jsonl").read_text().splitlines()) == 3
    assert unread(port, context) == 3
    assert all(document.published == date(2020, 2, 10) for document in ingested.documents)


def test_mails_that_are_left_out_are_told_at_every_run(
    mail_server: tuple[int, ssl.SSLContext], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, context = mail_server
    source = f"imap://desk@localhost:{port}/Syria"
    put(port, context, "5 killed", "7 killed")
    monkeypatch.setattr(imap, "MAILS_A_RUN", 1)
    first = take(tmp_path, source, context=context).inputs[-1]
    assert (first.status, "1 mails are left for the next run" in first.reason) == (Status.WARNED, True)
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    for _ in range(2):
        again = take(tmp_path, source, context=context).inputs[-1]
        assert (again.status, "1 mails of more than 0 MB" in again.reason) == (Status.WARNED, True)


def test_a_mailbox_behind_tls_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITREP_IMAP_PASSWORD", "secret")
    authority = trustme.CA()
    server, client = certified(authority)
    (tmp_path / "keys").mkdir()
    with mailboxes(authority, tmp_path / "keys") as port, behind_tls(server, port) as door:
        put(port, client, "5 killed")
        ingested = take(tmp_path, f"imaps://desk@localhost:{door}/Syria", context=client)
    assert [document.title for document in ingested.documents] == ["5 killed"]


def test_a_mailbox_behind_an_unknown_certificate_is_not_opened(
    mail_server: tuple[int, ssl.SSLContext], tmp_path: Path
) -> None:
    (line,) = take(tmp_path, f"imap://desk@localhost:{mail_server[0]}/Syria").inputs
    assert (line.status, "certificate" in line.reason) == (Status.FAILED, True)


def test_a_wrong_password_is_told_and_never_shown(
    mail_server: tuple[int, ssl.SSLContext], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITREP_IMAP_PASSWORD_LOCALHOST", "wrong-canary")
    port, context = mail_server
    (line,) = take(tmp_path, f"imap://desk@localhost:{port}/Syria", context=context).inputs
    assert line.status is Status.FAILED
    assert "wrong-canary" not in f"{line}{[*tmp_path.rglob('*')]}"


def test_a_folder_that_is_not_there_is_told(mail_server: tuple[int, ssl.SSLContext], tmp_path: Path) -> None:
    port, context = mail_server
    (line,) = take(tmp_path, f"imap://desk@localhost:{port}/None", context=context).inputs
    assert line.status is Status.FAILED
