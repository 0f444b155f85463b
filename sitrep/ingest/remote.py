"""What is new at the sources that are not files? Pages and feeds, ReliefWeb, mailboxes: fetched into the archive.

    https://example.org/updates              a page, a document or a feed
    reliefweb:appname=our-desk&query[value]=Idlib
    imaps://desk@mail.example.org/INBOX/Syria
    imap://desk@mail.example.org/Syria       with STARTTLS, which the server must offer

Nothing here is read: what comes is kept as bytes, and read from there like any other file.
"""

from collections.abc import Callable, Iterable, Iterator
from email.message import EmailMessage

from sitrep.errors import DocumentError, ProfileError
from sitrep.ingest.archive import Archive, Kept, now
from sitrep.ingest.fetch import Fetcher

Bring = Callable[[str, Archive, Fetcher], None]


def bring(sources: Iterable[str], archive: Archive, fetcher: Fetcher) -> Iterator[tuple[str, DocumentError]]:
    """Fetch what is new at each source; what could not be fetched comes back with the reason, the others go on."""
    for source in sources:
        try:
            _bringer(source)(source, archive, fetcher)
        except DocumentError as error:
            yield source, error


def _bringer(source: str) -> Bring:
    if source.startswith(("https://", "http://")):
        return page
    if source.startswith("reliefweb:"):
        from sitrep.ingest.reliefweb import reports

        return reports
    if source.startswith(("imaps://", "imap://")):
        from sitrep.ingest.mailbox import mails

        return mails
    scheme = source.partition(":")[0]
    raise ProfileError(
        f"sources: {source!r}: {scheme} is no kind of source",
        "Known are files, folders, globs, https:, reliefweb:, imaps: and imap:.",
    )


def page(source: str, archive: Archive, fetcher: Fetcher) -> None:
    """Fetch an address; the server is asked only for what has changed since the last time."""
    last = next((entry for entry in reversed(archive.of(source)) if entry.file), None)
    headers = {}
    if last and last.etag:
        headers["If-None-Match"] = last.etag
    if last and last.modified:
        headers["If-Modified-Since"] = last.modified
    response = fetcher.get(source, headers)
    found = response.headers
    entry = Kept(
        source=source,
        url=response.url,
        retrieved=now(),
        etag=found.get("etag", ""),
        modified=found.get("last-modified", ""),
        charset=charset_of(found.get("content-type", "")),
    )
    if response.status == 304:
        archive.note(entry)
    else:
        archive.keep(entry, response.data, found.get("content-type", ""))


def charset_of(kind: str) -> str:
    """The charset that a media type names, "" where it names none."""
    message = EmailMessage()
    message["Content-Type"] = kind or "text/plain"
    return message.get_content_charset("")
