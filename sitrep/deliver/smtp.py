"""How does a message reach a mail server, and what did the server say? One connection.

What is about to be sent is kept just before the final dot, the moment from which on the server may have taken it: a
connection that is cut before it is tried again, one that is cut after it is held until a person says.
"""

import os
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from select import select
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from sitrep.deliver.address import is_loopback
from sitrep.deliver.secret import password_of
from sitrep.deliver.way import Answer
from sitrep.errors import DeliveryError, UsageError
from sitrep.model import Delivery

__all__ = ["Mailer", "Server", "server"]

COMMAND_S = 60
"""How long the server may take for a command."""
FINAL_S = 600
"""How long it may take for the answer to a message (RFC 5321, 4.5.3.2.6)."""

EXAMPLE = "smtp://user@mail.example.org:587"


class Server(NamedTuple):
    """Which mail server, and how."""

    host: str
    port: int
    user: str
    tls: str
    """required (STARTTLS) | implicit | off"""
    password: str = ""

    def __repr__(self) -> str:
        """Without the password, wherever it may be printed."""
        return f"{self.user}@{self.host}:{self.port} tls={self.tls}"


def server(url: str, environ: Mapping[str, str] = os.environ) -> Server:
    """The server of an address such as smtp://user@host:587?tls=required, with its password.

    Raises UsageError where the address cannot be one, or would give a password away.
    """
    try:
        parts = urlsplit(url)
        host, port, user = parts.hostname or "", parts.port, unquote(parts.username or "")
    except ValueError as error:
        raise UsageError(f"the address of the mail server: {error}", f"Write such as {EXAMPLE}.") from error
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise UsageError("the address of the mail server is none", f"Write such as {EXAMPLE} to SITREP_SMTP_URL.")
    if parts.password is not None:
        raise UsageError(f"{host}: a password stands in the address", "Put it into SITREP_SMTP_PASSWORD instead.")
    local = is_loopback(host)
    tls = (
        "implicit" if parts.scheme == "smtps" else parse_qs(parts.query).get("tls", ["off" if local else "required"])[0]
    )
    if tls not in ("required", "implicit", "off"):
        raise UsageError(f'{host}: tls="{tls}" is not known', "Write ?tls=required or ?tls=off.")
    password = password_of("smtp", user, host, environ) if user else ""
    if password and tls == "off" and not local:
        raise UsageError(f"{host}: tls=off would give the password away", "Write ?tls=required.")
    return Server(host, port or {"implicit": 465, "required": 587, "off": 25}[tls], user, tls, password)


class Mailer:
    """One connection to a server, opened when it is needed; for one thread. write: the message of a delivery."""

    def __init__(self, server: Server, sender: str, write: Callable[[Delivery], bytes]) -> None:
        self._server = server
        self._sender = sender
        self._write = write
        self._smtp: smtplib.SMTP | None = None

    def send(self, one: Delivery, begins: Callable[[], object]) -> Answer:
        """Give one message to the server. begins: keeps that it is being sent; called before the final dot.

        Raises DeliveryError where there is no way to the server at all, which says nothing of the message.
        """
        data = self._write(one)
        smtp = self._smtp or self._open()
        try:
            refused = self._offer(smtp, one.stakeholder, data)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer("pending", f"cut before the end: {said(error)}")
        if refused:
            return refused
        try:
            begins()
        except BaseException:
            self.close()  # without its final dot the server forgets the message
            raise
        try:
            smtp.sock.settimeout(FINAL_S)  # type: ignore[union-attr]
            smtp.send(b".\r\n")
            code, words = smtp.getreply()
            answer = answered(code, words)
            smtp.sock.settimeout(COMMAND_S)  # type: ignore[union-attr]
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer("unknown", f"no answer to the message: {said(error)}")
        return answer

    def _offer(self, smtp: smtplib.SMTP, to: str, data: bytes) -> Answer | None:
        """All of the message but its final dot; an answer only where the server will not have it."""
        for command, expected in ((f"MAIL FROM:<{self._sender}>", 250), (f"RCPT TO:<{to}>", 250), ("DATA", 354)):
            code, words = smtp.docmd(command)
            if code != expected and not (expected == 250 and code == 251):
                self._reset(smtp)
                return answered(code, words)
        lines = re.sub(rb"(?m)^\.", b"..", data)
        smtp.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
        # A server that speaks now, or is gone, has not taken the message: better to know before the dot than after.
        if smtp.sock and select([smtp.sock], [], [], 0)[0]:
            raise smtplib.SMTPServerDisconnected("the server spoke before the end")
        return None

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """Begin anew with the next message, on another connection if need be."""
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _open(self) -> smtplib.SMTP:
        """Connect, encrypt and log in."""
        host, port, user, tls, password = self._server
        context = ssl.create_default_context()
        smtp: smtplib.SMTP | None = None
        try:
            if tls == "implicit":
                smtp = smtplib.SMTP_SSL(host, port, timeout=COMMAND_S, context=context)
            else:
                smtp = smtplib.SMTP(host, port, timeout=COMMAND_S)
            smtp.ehlo_or_helo_if_needed()
            if tls == "required":
                smtp.starttls(context=context)
                smtp.ehlo()
            if password:
                smtp.login(user, password)
        except (OSError, smtplib.SMTPException) as error:
            if smtp:
                smtp.close()
            raise DeliveryError(f"{host}:{port}: {said(error)}", "Nothing was lost: it is tried again.") from error
        # Else the final dot waits for the server to confirm what went before it: 40 ms a message.
        smtp.sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # type: ignore[union-attr]
        self._smtp = smtp
        return smtp

    def close(self) -> None:
        """Leave the server without a word; what it has taken it keeps."""
        if self._smtp:
            self._smtp.close()
            self._smtp = None

    def quit(self) -> None:
        """Leave as one should."""
        if self._smtp:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self.close()
            self._smtp = None


def answered(code: int, words: bytes) -> Answer:
    """What an answer means: 2 taken, 4 later, 5 never."""
    detail = f"{code} {words.decode(errors='replace')}"
    return Answer({2: "sent", 4: "pending", 5: "failed"}.get(code // 100, "pending"), detail)


def said(error: Exception) -> str:
    """An error in words, without what was sent to the server."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
    return str(error) or type(error).__name__
