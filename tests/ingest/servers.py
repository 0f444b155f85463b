"""Real servers on this machine, for tests over a real connection."""

import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_WR, create_connection, create_server, getaddrinfo, socket
from urllib.parse import urlsplit

import pytest
import trustme

Answer = Callable[[BaseHTTPRequestHandler], None]


def need_localhost() -> None:
    """Skip the test where the machine does not know its own name, as in an empty root without /etc/hosts."""
    try:
        getaddrinfo("localhost", None)
    except OSError as error:
        pytest.skip(f"this machine does not know localhost: {error}")


@dataclass
class Web:
    """A web server: what it answers to each path, and what it was asked."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The paths that were asked for, but for robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


def text(body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Answer:
    """An answer with its true length."""
    data = body.encode() if isinstance(body, str) else body

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def raw(*pieces: bytes, pause_s: float = 0) -> Answer:
    """An answer byte by byte, whatever it says of itself."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        try:
            for piece in pieces:
                handler.wfile.write(piece)
                handler.wfile.flush()
                time.sleep(pause_s)
        except OSError:
            return

    return answer


@contextmanager
def web(context: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A web server on a free port; over TLS with a context."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            path = self.path if self.path in site.answers else urlsplit(self.path).path
            site.answers.get(path, text("not here", status=404))(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Web(f"{'https' if context else 'http'}://{'localhost' if context else '127.0.0.1'}:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def certified(authority: trustme.CA) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server on localhost shows, and what a client needs to believe it."""
    need_localhost()
    server, client = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(server)
    authority.configure_trust(client)
    return server, client


@contextmanager
def mailboxes(authority: trustme.CA, folder: Path) -> Iterator[int]:
    """An IMAP server (pymap) with STARTTLS for the user "desk" with the password "secret"; gives its port."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    certificate = authority.issue_cert("localhost")
    (folder / "key.pem").write_bytes(certificate.private_key_pem.bytes())
    (folder / "cert.pem").write_bytes(b"".join(pem.bytes() for pem in certificate.cert_chain_pems))
    tls = ["--cert", str(folder / "cert.pem"), "--key", str(folder / "key.pem")]
    command = [str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1", "--port", str(port), *tls, "dict"]
    command += ["--demo-data", "--demo-user", "desk", "--demo-password", "secret"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def behind_tls(context: ssl.SSLContext, port: int) -> Iterator[int]:
    """A door over TLS to a server on another port of this machine; gives its port."""

    def carry(source: socket, sink: socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(SHUT_WR)

    def answer() -> None:
        with suppress(OSError):
            while True:
                visitor = context.wrap_socket(door.accept()[0], server_side=True)
                inside = create_connection(("127.0.0.1", port))
                for ends in ((visitor, inside), (inside, visitor)):
                    threading.Thread(target=carry, args=ends, daemon=True).start()

    with create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=answer, daemon=True).start()
        yield door.getsockname()[1]
