"""A mail server on loopback that misbehaves as the address asks for, and logs every message that it takes."""

import asyncio
import json
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

ONCE = ("later", "cutdata", "cutbody")
"""Addresses that begin so are served well the second time."""


class Logged(NamedTuple):
    """A message that the server took."""

    to: str
    text: str


class MailServer(NamedTuple):
    """Where it listens, and what it took."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def taken(self) -> list[Logged]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [Logged(**json.loads(line)) for line in lines]


class Handler:
    """Answers by the beginning of the address."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.seen: set[str] = set()

    def is_first(self, address: str) -> bool:
        first = address not in self.seen
        self.seen.add(address)
        return first

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, _: Any) -> str:
        kind = address.partition("-")[0]
        if kind == "refused":
            return "550 5.1.1 no such mailbox"
        if kind == "later" and self.is_first(address):
            return "450 4.2.0 greylisted"
        if kind == "never":
            return "451 4.3.0 later"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        [to] = envelope.rcpt_tos
        kind = to.partition("-")[0]
        if kind == "spam":
            return "554 5.7.1 refused as spam"
        if kind == "slow":
            await asyncio.sleep(0.05)
        with self.log.open("a") as file:
            file.write(json.dumps({"to": to, "text": (envelope.content or b"").decode("latin-1")}) + "\n")
        if kind == "cutafter":
            server.transport.abort()
        if kind == "slow":
            await asyncio.sleep(0.05)
        return "250 2.0.0 taken"


class Misbehaving(SMTP):
    """Cuts connections as the address asks for."""

    async def smtp_DATA(self, arg: str) -> None:
        [to] = self.envelope.rcpt_tos
        kind = to.partition("-")[0]
        if kind in ("cutdata", "cutbody") and self.event_handler.is_first(to):
            if kind == "cutbody":
                await self.push("354 go on")
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Server(Controller):
    """In a thread of the process that it is started in."""

    def factory(self) -> SMTP:
        return Misbehaving(self.handler, **self.SMTP_kwargs)


@contextmanager
def mail_server(
    folder: Path, *, tls: ssl.SSLContext | None = None, password: str = "", **options: Any
) -> Iterator[MailServer]:
    """A server in a process of its own, so that it outlives whom it serves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = MailServer(port, folder / f"{port}.jsonl")
    context = get_context("fork")
    ready = context.Event()
    process = context.Process(target=serve, args=(found, tls, password, options, ready), daemon=True)
    process.start()
    assert ready.wait(20)
    try:
        yield found
    finally:
        process.kill()
        process.join()


def serve(found: MailServer, tls: ssl.SSLContext | None, password: str, options: dict[str, Any], ready: Any) -> None:
    """Serve for ever."""

    def right(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=isinstance(data, LoginPassword) and data.password == password.encode(), handled=False)

    if tls:
        options |= {"tls_context": tls, "require_starttls": True}
    if password:
        options |= {"authenticator": right, "auth_required": True, "auth_require_tls": bool(tls)}
    Server(Handler(found.log), hostname="127.0.0.1", port=found.port, **options).start()
    ready.set()
    while True:
        time.sleep(60)
