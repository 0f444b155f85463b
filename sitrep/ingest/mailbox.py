"""Which mails are new in this folder of a mailbox? IMAP (RFC 3501), read without leaving a trace there.

Always over TLS with a verified certificate. The password is in the environment, never in the profile: in
SITREP_IMAP_PASSWORD, or for one host of several, such as mail.example.org, in SITREP_IMAP_PASSWORD_MAIL_EXAMPLE_ORG.
"""

import imaplib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import SplitResult, unquote, urlsplit

from sitrep.errors import DocumentError, ProfileError
from sitrep.ingest import limits
from sitrep.ingest.archive import Archive, Kept, now
from sitrep.ingest.fetch import Fetcher

PASSWORD = "SITREP_IMAP_PASSWORD"
MAILS_A_RUN = 1_000


def mails(source: str, archive: Archive, fetcher: Fetcher) -> None:
    """Keep each mail that is new since the last run.

    Raises ProfileError for a bad address, or without a password, DocumentError where mails had to be left out.
    """
    with _opened(source, fetcher) as (mailbox, era):
        _keep(mailbox, source, era, archive)


def reports(source: str, fetcher: Fetcher) -> list[bytes]:
    """Every mail of the folder in which a mail server reports what became of another one (RFC 6522)."""
    with _opened(source, fetcher) as (mailbox, _):
        found = mailbox.uid("SEARCH", "HEADER", "Content-Type", "multipart/report")[1][0] or b""
        sizes = ((uid, _size(mailbox, uid)) for uid in found.decode().split())
        return [data for uid, size in sizes if size <= limits.FILE_BYTES and (data := _mail(mailbox, uid))]


@contextmanager
def _opened(source: str, fetcher: Fetcher) -> Iterator[tuple[imaplib.IMAP4, str]]:
    """The folder that an address names, opened for reading, with its UIDVALIDITY."""
    parts = _parts(source)
    if not parts.hostname or not parts.username or parts.password:
        raise ProfileError(
            f"{parts.scheme}://…{parts.path}: write imaps://user@host/folder",
            f"The password belongs into the environment, as {PASSWORD}.",
        )
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not folder.isascii() or not folder.isprintable() or set(folder) & set('"\\'):
        raise ProfileError(f"{source!r}: the folder's name holds signs that are not supported")
    try:
        with _logged_in(parts, fetcher) as mailbox:
            yield mailbox, _select(mailbox, folder)
    except (imaplib.IMAP4.error, OSError) as error:
        raise DocumentError(f"{parts.scheme}://{parts.hostname}/{folder}: {_said(error)}", "Try again later.") from None


def _parts(source: str) -> SplitResult:
    try:
        parts = urlsplit(source)
        _ = parts.port  # raises where it is no number
        return parts
    except ValueError:
        raise ProfileError("no address of a mailbox", "Write imaps://user@host/folder.") from None


def _logged_in(parts: SplitResult, fetcher: Fetcher) -> imaplib.IMAP4:
    host, policy = parts.hostname or "", fetcher.policy
    password = os.environ.get(f"{PASSWORD}_{re.sub('[^A-Z0-9]', '_', host.upper())}") or os.environ.get(PASSWORD)
    if not password:
        raise ProfileError(f"no password for {host}", f"Put it into the environment, as {PASSWORD}.")
    if parts.scheme == "imaps":
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, parts.port or 993, ssl_context=policy.context, timeout=policy.total_s
        )
    else:
        mailbox = imaplib.IMAP4(host, parts.port or 143, timeout=policy.total_s)
        mailbox.starttls(ssl_context=policy.context)
    mailbox.login(unquote(parts.username or ""), password)
    return mailbox


def _select(mailbox: imaplib.IMAP4, folder: str) -> str:
    """Open a folder for reading; gives its UIDVALIDITY, which changes when its UIDs begin anew."""
    answer, data = mailbox.select(f'"{folder}"', readonly=True)
    if answer != "OK":
        raise imaplib.IMAP4.error(data[0] or b"no such folder")
    said = mailbox.response("UIDVALIDITY")[1][0]
    return said.decode() if isinstance(said, bytes) else "0"


def _keep(mailbox: imaplib.IMAP4, source: str, era: str, archive: Archive) -> None:
    """Keep the mails that are not kept yet, the oldest first."""
    kept = {entry.url for entry in archive.of(source)}
    found = mailbox.uid("SEARCH", "ALL")[1][0] or b""
    new = [uid for uid in found.decode().split() if _url(source, era, uid) not in kept]
    for uid in sorted(new, key=int)[:MAILS_A_RUN]:
        entry = Kept(source=source, url=_url(source, era, uid), retrieved=now())
        if _size(mailbox, uid) > limits.FILE_BYTES:
            archive.note(entry)
            continue
        if data := _mail(mailbox, uid):
            archive.keep(entry, data, "message/rfc822")
    _tell_what_is_left(sum(not entry.file for entry in archive.of(source)), len(new) - MAILS_A_RUN)


def _tell_what_is_left(large: int, later: int) -> None:
    """Raise DocumentError where mails were left out."""
    said = []
    if large:
        said.append(f"{large} mails of more than {limits.FILE_BYTES // 2**20} MB, the limit, were left out")
    if later > 0:
        said.append(f"{later:,} mails are left for the next run, {MAILS_A_RUN:,} being the limit of one")
    if said:
        raise DocumentError("; ".join(said))


def _mail(mailbox: imaplib.IMAP4, uid: str) -> bytes:
    # PEEK: the mail stays unread for those who read the mailbox.
    answer = mailbox.uid("FETCH", uid, "(BODY.PEEK[])")[1]
    data = next((part[1] for part in answer if isinstance(part, tuple)), None)
    return data if isinstance(data, bytes) else b""


def _url(source: str, era: str, uid: str) -> str:
    """The address of a mail (RFC 5092)."""
    return f"{source};UIDVALIDITY={era}/;UID={uid}"


def _size(mailbox: imaplib.IMAP4, uid: str) -> int:
    answer = mailbox.uid("FETCH", uid, "(RFC822.SIZE)")[1][0]
    match = re.search(rb"RFC822\.SIZE (\d+)", answer if isinstance(answer, bytes) else b"")
    return int(match[1]) if match else 0


def _said(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(error)
