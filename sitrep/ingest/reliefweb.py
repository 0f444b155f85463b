"""Which reports does ReliefWeb have for this question? Version 2 of its API, page by page.

The API asks for an approved appname, allows 1,000 calls a day and 1,000 records a call (apidoc.reliefweb.int). Reports
come oldest first, so that a run goes on where the last one stopped; a full day's quota is left for tomorrow.
"""

import json
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from sitrep.errors import DocumentError, ProfileError
from sitrep.ingest.archive import Archive, Kept, now
from sitrep.ingest.fetch import Fetcher, Response

API = "https://api.reliefweb.int/v2/reports"
CALLS_A_DAY = 1_000
RECORDS_A_CALL = 100
MOST_RECORDS_A_CALL = 1_000
TRIES = 4
FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 60.0
"""A server that asks for more is left for the next run."""


def reports(source: str, archive: Archive, fetcher: Fetcher) -> None:
    """Keep each page of records that is new. Raises ProfileError for a question without appname, or a bad limit."""
    question = source.removeprefix("reliefweb:")
    # Another address before the question is another server with the same interface, such as one for trying.
    api, _, query = question.rpartition("?") if "://" in question else (API, "", question)
    fields = dict(parse_qsl(query, keep_blank_values=True))
    if not fields.get("appname"):
        raise ProfileError(
            f"sources: {source!r} has no appname, which ReliefWeb requires",
            "Ask for one at apidoc.reliefweb.int, and write reliefweb:appname=yours&query[value]=…",
        )
    limit = fields.pop("limit", str(RECORDS_A_CALL))
    if not limit.isascii() or not limit.isdigit() or not 0 < int(limit) <= MOST_RECORDS_A_CALL:
        raise ProfileError(
            f"sources: {source!r}: limit={limit[:20]} is no number of records",
            f"Write a number up to {MOST_RECORDS_A_CALL:,}, or leave it out.",
        )
    size = int(limit)
    if not any(name.startswith(("fields", "profile")) for name in fields):
        fields["profile"] = "full"
    fields["sort[]"] = "date.created:asc"
    had = sum(entry.records for entry in archive.of(source))
    while True:
        url = f"{api}?{urlencode({**fields, 'limit': size, 'offset': had})}"
        response = _asked(url, source, archive, fetcher)
        count = _count(response)
        entry = Kept(source=source, url=response.url, retrieved=now(), records=count)
        if count:
            archive.keep(entry, response.data, "application/json")
        else:
            archive.note(entry)
        had += count
        if count < size:
            return


def _asked(url: str, source: str, archive: Archive, fetcher: Fetcher) -> Response:
    """The answer, after as many tries as the server asks for. Raises DocumentError where it does not come."""
    wait = FIRST_WAIT_S
    for left in reversed(range(TRIES)):
        host = urlsplit(url).netloc
        if archive.calls_on(now()[:10], host) >= CALLS_A_DAY:
            raise DocumentError(f"{source}: {CALLS_A_DAY:,} calls today, the limit of {host}", "It goes on tomorrow.")
        response = fetcher.get(url, {"Accept": "application/json"}, is_api=True)
        if response.status == 200:
            return response
        archive.note(Kept(source=source, url=url, retrieved=now()))
        if response.status != 429 and response.status < 500:
            raise DocumentError(f"{source}: {host} answers {response.status}: {_reason(response)}")
        wait = max(wait, _retry_after(response))
        if not left or wait > LONGEST_WAIT_S:
            break
        time.sleep(wait)
        wait *= 2
    raise DocumentError(f"{source}: {host} answers {response.status}", "It goes on where it stopped at the next run.")


def _retry_after(response: Response) -> float:
    """Seconds that the server asks to wait, 0 where it does not say (RFC 9110, 10.2.3)."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdigit():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _count(response: Response) -> int:
    try:
        return len(json.loads(response.data)["data"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DocumentError(f"{response.url}: no records in the answer", "Look at the address in a browser.") from None


def _reason(response: Response) -> str:
    try:
        return str(json.loads(response.data)["error"]["message"])[:200]
    except (ValueError, TypeError, KeyError, RecursionError):
        return "no reason given"
