"""What does this address hold? Asked of real servers that behave well and badly."""

import gzip
from collections.abc import Iterator

import pytest
import trustme
from msgspec.structs import replace

from sitrep.errors import DocumentError
from sitrep.ingest.fetch import Fetcher, Policy
from tests.ingest.servers import Web, certified, need_localhost, raw, text, web

# This machine's own address is not public, and a test does not wait.
LOCAL = Policy(schemes=frozenset({"http", "https"}), is_public_only=False, pause_s=0)
HURRIED = replace(LOCAL, total_s=1)
PAGE = "<main><p>5 killed</p></main>"


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as site:
        yield site


def test_a_page_is_fetched(site: Web) -> None:
    site.answers["/a"] = text(PAGE)
    response = Fetcher(LOCAL).get(f"{site.address}/a?b=c")
    assert (response.status, response.data) == (200, PAGE.encode())
    path, headers = site.asked[-1]
    assert path == "/a?b=c"
    assert headers["User-Agent"].startswith("sitrep/")


def test_two_redirects_are_followed_and_no_third(site: Web) -> None:
    for here, there in (("/1", "/2"), ("/2", "/3"), ("/3", "/4")):
        site.answers[here] = text("", status=302, Location=there)
    site.answers["/4"] = text(PAGE)
    assert Fetcher(LOCAL).get(f"{site.address}/2").url.endswith("/4")
    with pytest.raises(DocumentError, match="more than 2 redirects, the limit"):
        Fetcher(LOCAL).get(f"{site.address}/1")


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//user:secret@127.0.0.1/", "http://[x"]
)
def test_a_redirect_leads_nowhere_else(site: Web, location: str) -> None:
    site.answers["/a"] = text("", status=301, Location=location)
    with pytest.raises(DocumentError, match=r"not fetched|not an address|no address"):
        Fetcher(LOCAL).get(f"{site.address}/a")


def test_a_redirect_to_another_address_is_asked_anew(site: Web) -> None:
    """A public page must not lead to a server within the house."""
    site.answers["/a"] = text("", status=301, Location="http://localhost:9/")
    fetcher = Fetcher(LOCAL)
    fetcher.policy = replace(LOCAL, is_public_only=False)
    with pytest.raises(DocumentError, match="localhost: no connection"):
        fetcher.get(f"{site.address}/a")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"],
)
def test_addresses_that_are_not_public_are_not_fetched(host: str) -> None:
    if host == "localhost":
        need_localhost()
    with pytest.raises(DocumentError, match="no public address"):
        Fetcher(replace(LOCAL, is_public_only=True)).get(f"http://{host}:9/")


@pytest.mark.parametrize("url", ["http://example.org/", "file:///etc/passwd", "ftp://example.org/", "example.org"])
def test_only_https_is_fetched(url: str) -> None:
    with pytest.raises(DocumentError, match="only https"):
        Fetcher().get(url)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\nshort"), "before its length"),
        (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx"), "more than 20 MB, the limit"),
        (raw(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 2**20] * 22), "more than 20 MB, the limit"),
        (raw(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 100, pause_s=0.1), "took longer than 1 s, the limit"),
        (raw(*[b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n"] * 100], pause_s=0.1), "took longer than 1 s, the limit"),
        (raw(b"no http at all\r\n\r\n"), "no http at all"),
        (raw(), r"closed|Remote end"),
        (text(b"\x89PNG", "image/png"), "image/png: not read"),
        (text(PAGE, "video/mp4"), "video/mp4: not read"),
        (text(gzip.compress(b"x" * 30 * 2**20), Content_Encoding="gzip"), "more than 20 MB, the limit"),
        (text(PAGE, Content_Encoding="br"), "packed as br"),
        (text(b"no gzip", Content_Encoding="gzip"), "incorrect header"),
        (text("x", status=403), "the server answers 403"),
        (text("x", status=500), "the server answers 500"),
    ],
)
def test_a_server_that_misbehaves_is_named_with_what_it_did(site: Web, answer: object, message: str) -> None:
    site.answers["/a"] = answer  # type: ignore[assignment]
    with pytest.raises(DocumentError, match=message):
        Fetcher(HURRIED if "longer" in message else LOCAL).get(f"{site.address}/a")


def test_a_page_that_is_packed_unasked_is_unpacked(site: Web) -> None:
    site.answers["/a"] = text(gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert Fetcher(LOCAL).get(f"{site.address}/a").data == PAGE.encode()


def test_a_longer_answer_than_its_length_is_cut_there(site: Web) -> None:
    site.answers["/a"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n5 killed and more")
    assert Fetcher(LOCAL).get(f"{site.address}/a").data == b"5 killed"


def test_robots_are_asked_once_and_heeded(site: Web) -> None:
    site.answers |= {"/robots.txt": text("User-agent: *\nDisallow: /private"), "/a": text(PAGE), "/private": text(PAGE)}
    fetcher = Fetcher(LOCAL)
    fetcher.get(f"{site.address}/a")
    with pytest.raises(DocumentError, match=r"robots\.txt"):
        fetcher.get(f"{site.address}/private")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]


def test_robots_that_cannot_be_read_forbid(site: Web) -> None:
    site.answers |= {"/robots.txt": text("x", status=503), "/a": text(PAGE)}
    with pytest.raises(DocumentError, match=r"robots\.txt"):
        Fetcher(LOCAL).get(f"{site.address}/a")


def test_a_host_is_not_asked_faster_than_it_likes(site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("sitrep.ingest.fetch.time.sleep", waited.append)
    site.answers["/a"] = text(PAGE)
    fetcher = Fetcher(replace(LOCAL, pause_s=5))
    for _ in range(2):
        fetcher.get(f"{site.address}/a", is_api=True)
    assert waited[0] == 0
    assert 4 < waited[1] <= 5


def test_a_certificate_must_be_of_a_known_authority_and_of_the_host() -> None:
    server, client = certified(trustme.CA())
    with web(server) as site:
        site.answers["/a"] = text(PAGE)
        assert Fetcher(replace(LOCAL, context=client)).get(f"{site.address}/a").data == PAGE.encode()
        with pytest.raises(DocumentError, match="certificate is not valid"):
            Fetcher(LOCAL).get(f"{site.address}/a")
        with pytest.raises(DocumentError, match="certificate is not valid"):
            Fetcher(replace(LOCAL, context=client)).get(f"{site.address.replace('localhost', '127.0.0.1')}/a")
