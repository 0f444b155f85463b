"""What does a web page say? Its main text, title, publisher and date.

trafilatura finds the main text of what a reader sees. Its result is held against the page's own main part: where the
numbers differ, or it found nothing, the whole of that part is taken instead.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser as Markup
from selectolax.lexbor import LexborNode as Node
from trafilatura import extract

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Draft, Original, squeezed
from sitrep.ingest.markup import INVISIBLE, parsed, seen_of, tidy
from sitrep.ingest.published import day_of
from sitrep.model import Problem

TIGHT = re.compile(r"(?<=\d)(?:&nbsp;|[\u00a0\u2009\u202f])(?=\d)")
"""A space within a number."""
DISGUISE = "\ue000"
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
# Where pages say it, best first.
DATE_META = (
    "article:published_time",
    "datePublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "date",
    "pubdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
)
PUBLISHER_META = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
TITLE_META = ("og:title", "dc.title", "dcterms.title", "twitter:title")


def read(original: Original) -> tuple[Draft, ...]:
    """The main text of a page, with what its metadata say of it."""
    page, problems = parsed(original.data, original.charset)
    meta = _meta(page)
    linked = tuple(_linked_data(page))
    lang = page.root.attributes.get("lang") if page.root else None
    # Before the text, which drops the scripts that hold the linked data.
    about = Draft(
        text="",
        format="html",
        title=_one_line(_title(page, meta)),
        publisher=_one_line(_publisher(meta, linked)),
        published=_published(page, meta, linked),
        url=_address(page, meta),
        lang=lang[:2].lower() if lang else None,
    )
    text, said = _main_text(page)
    return (replace(about, text=text, problems=(*problems, *said)),)


def _main_text(page: Markup) -> tuple[str, tuple[Problem, ...]]:
    """The page's main text, and what had to be done to lose nothing. Raises DocumentError for a page without text."""
    struck = tidy(page)
    whole = seen_of(_own_main(page) or page.body)
    if not whole:
        raise DocumentError("the page holds no text", "It may be filled in by a script: save it as PDF or text.")
    found = _trafilatura(page.html or "")
    if not found:
        return whole, (*struck, Problem(message="no main text was found; the whole page is taken"))
    seen, taken = (Counter(NUMBER.findall(text)) for text in (whole, found))
    if seen != taken and _own_main(page):
        return whole, struck
    if lost := seen - taken:
        numbers = ", ".join(list(lost)[:5])
        said = Problem(message=f"{lost.total()} numbers stand outside the page's main text, such as {numbers}")
        return found, (*struck, said)
    return found, struck


def _trafilatura(source: str) -> str:

    # It makes plain blanks of all spaces: those within numbers go through it in disguise.
    source = TIGHT.sub(DISGUISE, source)
    found = extract(source, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    return INVISIBLE.sub("", found or "").strip().replace(DISGUISE, "\u00a0")


def _own_main(page: Markup) -> Node | None:
    """The part that the page itself calls its main one."""
    candidates = (page.css(selector) for selector in ("article", "main, [role=main]"))
    return next((parts[0] for parts in candidates if len(parts) == 1), None)


def _meta(page: Markup) -> Mapping[str, str]:
    """The page's metadata by name in lower case; of two the first."""
    found: dict[str, str] = {}
    for node in page.css("meta"):
        fields = node.attributes
        name = fields.get("property") or fields.get("name") or fields.get("itemprop")
        if name and (content := fields.get("content")):
            found.setdefault(name.lower(), content)
    return found


def _first(meta: Mapping[str, str], names: Sequence[str]) -> str | None:
    return next((meta[name] for name in names if meta.get(name)), None)


def _linked_data(page: Markup) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's JSON-LD, each that can be read."""
    for node in page.css("script[type='application/ld+json']"):
        try:
            loaded = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        objects = loaded if isinstance(loaded, list) else [loaded]
        for found in objects:
            if isinstance(found, dict):
                graph = found.get("@graph")
                yield from (
                    entry for entry in (graph if isinstance(graph, list) else [found]) if isinstance(entry, dict)
                )


def _published(page: Markup, meta: Mapping[str, str], linked: Sequence[Mapping[str, Any]]) -> date | None:
    """The day of publication that the metadata give; a <time> only where the page names one day alone."""
    said = [meta[name] for name in DATE_META if name in meta]
    said += [entry["datePublished"] for entry in linked if isinstance(entry.get("datePublished"), str)]
    said += [node.attributes.get("datetime") or "" for node in page.css("time[pubdate], [itemprop='datePublished']")]
    if days := [day for value in said if (day := day_of(value))]:
        return days[0]
    times = {day for node in page.css("time[datetime]") if (day := day_of(node.attributes.get("datetime") or ""))}
    return times.pop() if len(times) == 1 else None


def _publisher(meta: Mapping[str, str], linked: Sequence[Mapping[str, Any]]) -> str | None:
    if said := _first(meta, PUBLISHER_META):
        return said
    publishers = (entry.get("publisher") for entry in linked)
    names = (entry.get("name") for entry in publishers if isinstance(entry, dict))
    return next((name for name in names if isinstance(name, str)), None)


def _title(page: Markup, meta: Mapping[str, str]) -> str | None:
    """The title that the page gives for sharing, else its only first heading, else that of its window."""
    if said := _first(meta, TITLE_META):
        return said
    headings = page.css("h1")
    node = headings[0] if len(headings) == 1 else page.css_first("title")
    return node.text() if node else None


def _address(page: Markup, meta: Mapping[str, str]) -> str | None:
    link = page.css_first("link[rel='canonical']")
    url = (link.attributes.get("href") if link else None) or meta.get("og:url")
    return url if url and url.startswith(("https://", "http://")) else None


def _one_line(words: str | None) -> str | None:
    return squeezed(words) or None if words else None
