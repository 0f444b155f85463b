"""What does a web page say? Its main text, title, publisher and date.

selectolax drops what no reader sees and sets raised marks apart, trafilatura finds the main text. Its result is held
against the page's own main part: where it lost a number, or found nothing, the whole of that part is taken instead.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node
from trafilatura import extract  # half a second; once in the worker, which is why it stands here and not below

from sitrep.errors import DocumentError
from sitrep.ingest.draft import BLANKS, Draft, Original, squeezed
from sitrep.ingest.marks import with_mark
from sitrep.ingest.published import day_of
from sitrep.ingest.rows import Cell, lines_of
from sitrep.ingest.text import decode
from sitrep.model import Problem

UNSEEN = (
    "script, style, noscript, template, svg, iframe, object, [hidden], "
    "[style*='display:none' i], [style*='display: none' i], [style*='visibility:hidden' i]"
)
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
    }
    | {"ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
CELLS = ("td", "th")
TIGHT = re.compile(r"(?<=\d)(?:&nbsp;|[\u00a0\u2009\u202f])(?=\d)")
"""A space within a number."""
DISGUISE = "\ue000"
LAYOUT_CHARACTERS = 300
"""A table with a longer cell sets a page, it does not tabulate."""
MOST_SPANNED = 1_000
"""Columns and rows (HTML standard, "forming a table")."""
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
    found = CHARSET.search(original.data[:2048])
    source, problems = decode(original.data, original.charset or (found[1].decode("ascii") if found else None))
    page = HTMLParser(source)
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


def whole_text(data: bytes, charset: str | None) -> tuple[str, tuple[Problem, ...]]:
    """All that a reader sees of a page without menus, such as the body of a mail."""
    found = CHARSET.search(data[:2048])
    source, problems = decode(data, charset or (found[1].decode("ascii") if found else None))
    return text_of(source), problems


def text_of(source: str) -> str:
    """All that a reader sees of a fragment of markup, a line for each block."""
    page = HTMLParser(source)
    _tidy(page)
    return _own_text(page.body)


def _main_text(page: HTMLParser) -> tuple[str, tuple[Problem, ...]]:
    """The page's main text, and what had to be done to lose nothing. Raises DocumentError for a page without text."""
    _tidy(page)
    whole = _own_text(_own_main(page) or page.body)
    if not whole:
        raise DocumentError("the page holds no text", "It may be filled in by a script: save it as PDF or text.")
    found = _trafilatura(page.html or "")
    if not found:
        return whole, (Problem(message="no main text was found; the whole page is taken"),)
    seen, taken = (Counter(NUMBER.findall(text)) for text in (whole, found))
    if seen != taken and _own_main(page):
        return whole, ()
    if lost := seen - taken:
        numbers = ", ".join(list(lost)[:5])
        return found, (
            Problem(message=f"{lost.total()} numbers stand outside the page's main text, such as {numbers}"),
        )
    return found, ()


def _trafilatura(source: str) -> str:
    # Half a second to import: only where a page is read.

    # It makes plain blanks of all spaces: those within numbers go through it in disguise.
    source = TIGHT.sub(DISGUISE, source)
    found = extract(source, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False)
    return (found or "").strip().replace(DISGUISE, "\u00a0")


def _own_main(page: HTMLParser) -> Node | None:
    """The part that the page itself calls its main one."""
    candidates = (page.css(selector) for selector in ("article", "main, [role=main]"))
    return next((parts[0] for parts in candidates if len(parts) == 1), None)


def _own_text(root: Node | None) -> str:
    """Every character of a part of a page that a reader sees, a line for each block."""
    pieces = []
    for node, entering in _walk(root) if root else ():
        if node.is_text_node and entering:
            pieces.append(BLANKS.sub(" ", node.text_content or ""))
        elif node.tag in CELLS:
            pieces.append(" | " if entering else "")
        elif node.tag in BLOCKS:
            pieces.append("\n")
    lines = (re.sub(r"[ \t]+", " ", line).strip(" |") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _walk(root: Node) -> Iterator[tuple[Node, bool]]:
    """Each node twice, on entering and on leaving; without recursion, since pages nest thousands deep."""
    stack = [(root, True)]
    while stack:
        node, entering = stack.pop()
        yield node, entering
        if entering:
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(tuple(node.iter(include_text=True))))


def _tidy(page: HTMLParser) -> None:
    """Take out what no reader sees, set footnote marks apart from numbers, put the cells of tables under headings."""
    for node in page.css(UNSEEN):
        node.decompose()
    for tag in page.css("wbr"):
        tag.replace_with("")
    for raised in page.css("sup"):
        before = raised.prev.text() if raised.prev else ""
        marked = with_mark(before, raised.text())
        raised.replace_with(marked[len(before.rstrip()) :] if marked.startswith(before.rstrip()) else marked)
    for table in page.css("table"):
        _tabulate(table)


def _tabulate(table: Node) -> None:
    """Put a paragraph for each row in the place of a table of data; a table that sets a page stays."""
    rows = list(_grid(table)) if len(table.css("table")) == 1 else []
    texts = [cell.text for row in rows for cell in row]
    if len(rows) < 2 or max(map(len, rows)) < 2 or max(map(len, texts)) > LAYOUT_CHARACTERS:
        return
    lines = "".join(f"<p>{escape(line)}</p>" for _, line in lines_of(rows))
    body = HTMLParser(f"<div>{lines}</div>").body
    if body and body.child:
        table.replace_with(body.child)


def _grid(table: Node) -> Iterator[list[Cell]]:
    """The rows by the columns of the table; a cell that reaches over several rows is in each of them."""
    going_on: list[tuple[int, Cell]] = []
    for row in table.css("tr"):
        cells = [cell for left, cell in going_on if left > 0]
        going_on = [(left - 1, cell) for left, cell in going_on if left > 1]
        column = 0
        for node in row.css("td, th"):
            while any(cell.start <= column < cell.end for cell in cells):
                column += 1
            width, height = _span(node, "colspan"), _span(node, "rowspan")
            cell = Cell(squeezed(_own_text(node)), column, column + width)
            cells.append(cell)
            if height > 1:
                going_on.append((height - 1, cell))
            column += width
        yield sorted(cells, key=lambda cell: cell.start)


def _span(node: Node, name: str) -> int:
    value = node.attributes.get(name) or ""
    return min(max(int(value), 1), MOST_SPANNED) if value.isascii() and value.isdigit() else 1


def _meta(page: HTMLParser) -> Mapping[str, str]:
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


def _linked_data(page: HTMLParser) -> Iterator[Mapping[str, Any]]:
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


def _published(page: HTMLParser, meta: Mapping[str, str], linked: Sequence[Mapping[str, Any]]) -> date | None:
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


def _title(page: HTMLParser, meta: Mapping[str, str]) -> str | None:
    """The title that the page gives for sharing, else its only first heading, else that of its window."""
    if said := _first(meta, TITLE_META):
        return said
    headings = page.css("h1")
    node = headings[0] if len(headings) == 1 else page.css_first("title")
    return node.text() if node else None


def _address(page: HTMLParser, meta: Mapping[str, str]) -> str | None:
    link = page.css_first("link[rel='canonical']")
    url = (link.attributes.get("href") if link else None) or meta.get("og:url")
    return url if url and url.startswith(("https://", "http://")) else None


def _one_line(words: str | None) -> str | None:
    return squeezed(words) or None if words else None
