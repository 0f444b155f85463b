"""What was published? Editions → reports/index.html, and reports/feed.xml (Atom, RFC 4287) for feed readers.

Both are the same bytes for the same editions: an entry's moment is noon of its as-of date, as in its PDF.
"""

import uuid
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from sitrep.model import Headline
from sitrep.render import brand as brands
from sitrep.render import page
from sitrep.render.trace import Trace
from sitrep.render.words import Words, read_labels

__all__ = ["Entry", "listing"]

ORDER = ("pdf", "html", "xlsx", "csv", "json")
TYPES = {
    "pdf": "application/pdf",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}


class Entry(NamedTuple):
    """One edition that may be read."""

    brief: Headline
    """In its first language."""
    folder: str
    """Under reports/."""
    files: Mapping[str, int]
    """Name → bytes."""
    audience: str
    link: str
    """https address of reports/; "" where there is none."""


def listing(entries: Sequence[Entry], brand_folders: Sequence[Path] = ()) -> dict[str, bytes]:
    """The page and the feed, each situation's newest edition first; entries: sorted so. None where there are none."""
    if not entries:
        return {}
    newest = max(entries, key=lambda one: one.brief.as_of).brief
    brand = brands.load(newest.brand, brand_folders)
    words = Words(newest.lang, {newest.lang: read_labels(brand.folders, newest.lang)}, "ocha", Trace())
    environment = page.environment(brand, words, {})
    situations = groupby(entries, key=lambda one: one.brief.situation)
    data = {
        "lang": newest.lang,
        "brand": {name: page.in_language(value, newest.lang) for name, value in brand.data.items()},
        "styles": page.styles(brand, "screen"),
        "logo": page.logo(brand),
        "updated": page.moment(newest).isoformat(),
        "id": urn(entries[0].link, ""),
        "situations": [[told(one) for one in group] for _, group in situations],
    }
    return {name: page.fill(environment, name, data).encode() for name in ("index.html", "feed.xml")}


def told(entry: Entry) -> dict[str, Any]:
    """What the templates see of an edition."""
    brief, base = entry.brief, f"{entry.link.rstrip('/')}/" if entry.link else ""
    names = sorted(entry.files, key=lambda name: (name.count("."), ORDER.index(name.rpartition(".")[2]), name))
    return {
        "title": brief.title,
        "kind": brief.kind,
        "lang": brief.lang,
        "number": brief.number,
        "as_of": brief.as_of.isoformat(),
        "updated": page.moment(brief).isoformat(),
        "id": urn(entry.link, f"{brief.situation}/{brief.number}"),
        "audience": entry.audience,
        "files": [
            {
                "name": name,
                "href": base + quote(f"{entry.folder}/{name}"),
                "type": TYPES[name.rpartition(".")[2]],
                "bytes": entry.files[name],
            }
            for name in names
        ],
    }


def urn(link: str, name: str) -> str:
    """The same for the same edition, for ever."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{link or 'sitrep:'}/{name}").urn
