"""What does a feed say? RSS, Atom and RDF: a document for each entry, dated by the entry."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import feedparser

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Draft, Original
from sitrep.ingest.markup import text_of
from sitrep.ingest.published import day_of
from sitrep.model import Problem


def read(original: Original) -> tuple[Draft, ...]:
    """The entries in their order. Raises DocumentError for a feed without any."""
    # From bytes alone: an address would be fetched.
    feed = feedparser.parse(original.data, sanitize_html=False, resolve_relative_uris=False)
    drafts = tuple(_drafts(feed))
    if not drafts:
        reason = f": {feed.bozo_exception}" if feed.get("bozo") else ""
        raise DocumentError(f"a feed without entries{reason}")
    return drafts


def _drafts(feed: Any) -> Iterator[Draft]:
    about = feed.feed
    flaw = f"the feed is not well formed: {feed.bozo_exception}"[:200] if feed.get("bozo") else ""
    for number, entry in enumerate(feed.entries, start=1):
        title = text_of(entry.get("title", "")).replace("\n", " ") or None
        body = text_of(_longest(entry))
        text = "\n\n".join(filter(None, (title, body)))
        if not text:
            continue
        published = _day(entry, "published") or _day(entry, "updated")
        link = entry.get("link")
        yield Draft(
            text=text,
            format="feed",
            title=title,
            publisher=_publisher(entry, about),
            published=published,
            brought_on=_day(about, "updated") or _day(about, "published"),
            url=link if isinstance(link, str) and link.startswith(("https://", "http://")) else None,
            lang=(entry.get("language") or about.get("language") or "")[:2].lower() or None,
            problems=(Problem(message=flaw),) if flaw else (),
            name=f"entry {number}",
            content="\n".join((link or "", str(published), text)).encode("utf-8", "surrogatepass"),
        )


def _longest(entry: Any) -> str:
    """The full text where the feed gives it, else the summary."""
    bodies = [one.get("value", "") for one in entry.get("content", [])]
    return max((str(body) for body in (*bodies, entry.get("summary", ""))), key=len)


def _publisher(entry: Any, about: Any) -> str | None:
    source = entry.get("source", {}).get("title") if entry.get("source") else None
    return text_of(source or about.get("title", "")) or None


def _day(entry: Any, name: str) -> date | None:
    """The day as the feed writes it, in its own zone; else by the time that feedparser makes of it, in UTC."""
    # Asked as a plain dict: feedparser gives one date for another and warns of it.
    if day := day_of(dict.get(entry, name) or ""):
        return day
    parsed = dict.get(entry, f"{name}_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).date() if parsed else None
    except (ValueError, OverflowError):  # a year that no calendar has
        return None
