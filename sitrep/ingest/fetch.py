"""What does this address hold? One request under a policy, as careful with the server as with what it answers.

https alone, to public addresses alone (asked after the name is resolved, and at each redirect, and the address that was
asked is the one that is connected to), few redirects, so many bytes, so much time, only types that can be read, no
faster than the host's robots.txt and manners allow. Certificates are always verified.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from msgspec import Struct, field

from sitrep import __version__
from sitrep.errors import DocumentError

AGENT = f"sitrep/{__version__}"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
READABLE = (
    "text/",
    "application/pdf",
    "application/json",
    "application/xml",
    "application/xhtml+xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/vnd.openxmlformats-officedocument.",
    "application/octet-stream",
    "message/rfc822",
)


class Policy(Struct, frozen=True, kw_only=True):
    """How far a fetch may go."""

    schemes: frozenset[str] = frozenset({"https"})
    is_public_only: bool = True
    most_redirects: int = 2
    most_bytes: int = 20 * 2**20
    connect_s: float = 10
    total_s: float = 30
    pause_s: float = 5
    """Between two requests to one host."""
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class Response(Struct, frozen=True):
    """What a server answered in the end."""

    url: str
    """Where the last redirect led."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    data: bytes


class Fetcher:
    """Fetches addresses, one after the other, and remembers when it last asked a host and what its robots.txt says."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self._asked: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser] = {}

    def get(self, url: str, headers: Mapping[str, str] | None = None, *, is_api: bool = False) -> Response:
        """What the address holds; the status may be 304 where `headers` ask for that, and any where is_api.

        is_api: made for programs, so that robots.txt does not speak of it. Raises DocumentError, naming the limit.
        """
        for _ in range(self.policy.most_redirects + 1):
            parts = self._checked(url)
            if not is_api:
                self._ask_robots(parts)
            response = self._request(parts, headers or {})
            if response.status not in REDIRECTS:
                return response if is_api else _accepted(response)
            url = _led_to(url, response.headers.get("location", ""))
        raise DocumentError(f"{url}: more than {self.policy.most_redirects} redirects, the limit")

    def _checked(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise DocumentError(f"{url[:200]}: not an address: {error}", "Write it as https://host/path.") from None
        if parts.scheme not in self.policy.schemes:
            allowed = " or ".join(sorted(self.policy.schemes))
            raise DocumentError(f"{url}: {parts.scheme or 'no scheme'} is not fetched, only {allowed}")
        if not parts.hostname or parts.username or parts.password:
            raise DocumentError(f"{parts.scheme}://…: not an address that is fetched", "Write it as https://host/path.")
        return parts

    def _ask_robots(self, parts: SplitResult) -> None:
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            rules = RobotFileParser()
            response = self._request(urlsplit(f"{root}/robots.txt"), {})
            if response.status >= 500:
                # RFC 9309, 2.3.1.4: rules that cannot be read forbid everything, rules that are not there nothing.
                rules.parse(["User-agent: *", "Disallow: /"])
            else:
                rules.parse(response.data.decode("utf-8", "replace").splitlines() if response.status == 200 else [])
            self._robots[root] = rules
        if not self._robots[root].can_fetch(AGENT, urlunsplit(parts)):
            raise DocumentError(f"{urlunsplit(parts)}: its robots.txt asks programs to stay away")

    def _request(self, parts: SplitResult, headers: Mapping[str, str]) -> Response:
        self._wait(parts.netloc)
        url = urlunsplit(parts)
        over = threading.Event()
        connection = self._connect(parts)
        # A limit on each read is none on the whole: a server may give a byte a second.
        timer = threading.Timer(self.policy.total_s, _stop, (connection.sock, over))
        timer.start()
        try:
            path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
            asked = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
            connection.request("GET", path, headers=asked)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            data = b"" if response.status in REDIRECTS else self._body(response, found, url)
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            if not over.is_set():
                raise DocumentError(f"{url}: {_said(error)}", "Try again later.") from None
        finally:
            timer.cancel()
            connection.close()
        if over.is_set():
            raise DocumentError(f"{url}: took longer than {self.policy.total_s:g} s, the limit")
        return Response(url, response.status, found, data)

    def _wait(self, host: str) -> None:
        since = time.monotonic() - self._asked.get(host, -self.policy.pause_s)
        time.sleep(max(0.0, self.policy.pause_s - since))
        self._asked[host] = time.monotonic()

    def _connect(self, parts: SplitResult) -> http.client.HTTPConnection:
        host, is_secure = parts.hostname or "", parts.scheme == "https"
        try:
            port = parts.port or (443 if is_secure else 80)
            address = self._public(host, port)
            channel = socket.create_connection(address, timeout=self.policy.connect_s)
            if is_secure:
                channel = self.policy.context.wrap_socket(channel, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            raise DocumentError(f"{host}: its certificate is not valid: {error.verify_message}") from None
        except (OSError, ValueError) as error:
            raise DocumentError(f"{host}: no connection: {_said(error)}", "Try again later.") from None
        connection = http.client.HTTPConnection(host, port, timeout=self.policy.connect_s)
        connection.sock = channel
        return connection

    def _public(self, host: str, port: int) -> tuple[str, int]:
        """The first address of the name. Raises DocumentError where any of them is not public."""
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        for address in found:
            ip = ipaddress.ip_address(address.partition("%")[0])
            mapped = getattr(ip, "ipv4_mapped", None) or ip
            if self.policy.is_public_only and (not mapped.is_global or mapped.is_multicast):
                raise DocumentError(f"{host}: {address} is no public address: not fetched")
        return found[0], port

    def _body(self, response: http.client.HTTPResponse, headers: Mapping[str, str], url: str) -> bytes:
        most = self.policy.most_bytes
        if response.status == 200 and not headers.get("content-type", "text/").lower().startswith(READABLE):
            raise DocumentError(f"{url}: {headers['content-type'][:80]}: not read")
        data = response.read(most + 1) if (response.length or 0) <= most else b" " * (most + 1)
        if headers.get("content-encoding", "identity") == "gzip" and len(data) <= most:
            data = zlib.decompressobj(wbits=31).decompress(data, most + 1)
        elif headers.get("content-encoding", "identity") != "identity":
            raise DocumentError(f"{url}: packed as {headers['content-encoding'][:40]}: not read")
        if len(data) > most:
            raise DocumentError(f"{url}: more than {most / 2**20:g} MB, the limit of an address")
        if response.length:
            raise DocumentError(f"{url}: ended {response.length:,} bytes before its length", "Try again later.")
        return data


def _stop(channel: socket.socket, over: threading.Event) -> None:
    over.set()
    with contextlib.suppress(OSError):
        channel.shutdown(socket.SHUT_RDWR)


def _led_to(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise DocumentError(f"{url}: leads to no address: {error}") from None


def _accepted(response: Response) -> Response:
    if response.status in (200, 304):
        return response
    raise DocumentError(f"{response.url}: the server answers {response.status}", "Look at the address in a browser.")


def _said(error: Exception) -> str:
    if isinstance(error, http.client.IncompleteRead):
        return f"ended after {len(error.partial):,} bytes, before its length"
    return str(error) or type(error).__name__
