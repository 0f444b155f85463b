"""What does a reader see of this markup? HTML pages, the bodies of mails and the entries of feeds.

selectolax parses it. What nobody sees is taken out, footnote marks are set apart from numbers, the cells of tables are
put with their headings.
"""

import re
from collections.abc import Iterator
from html import escape

from selectolax.lexbor import LexborHTMLParser as Markup
from selectolax.lexbor import LexborNode as Node

from sitrep.ingest.draft import BLANKS
from sitrep.ingest.marks import with_lowered, with_mark
from sitrep.ingest.rows import Cell, lines_of
from sitrep.ingest.text import decode
from sitrep.model import Problem

UNSEEN = (
    "script, style, noscript, template, svg, iframe, object, select, textarea, button, dialog:not([open]), [hidden]"
)
UNSEEN_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|opacity:0(?:\.0*)?|font-size:0(?:\.0*)?[a-z%]*)(?:!important)?(?:;|$)"
)
RAISED = "sup, a[href^='#'], [role=doc-noteref], [style*='super' i]"
"""Raised marks, and links to notes that only a style sheet raises."""
LINK_TO_NOTE = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡])\]?")
INLINE = "b, em, i, label, small, span, strong"
STRUCK = "del, s, strike"
BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"}
    | {"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)

CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
CELLS = ("td", "th")
LAYOUT_CHARACTERS = 300
"""A table with a longer cell sets a page, it does not tabulate."""
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Where a line may be broken and where not: no reader sees it, and within a number it would part it."""
MOST_SPANNED = 1_000
"""Columns and rows (HTML standard, "forming a table")."""


def parsed(data: bytes, charset: str | None) -> tuple[Markup, tuple[Problem, ...]]:
    """The page that the bytes hold. charset: what the mail or the server says of it, before what it says itself."""
    found = CHARSET.search(data[:2048])
    source, problems = decode(data, charset or (found[1].decode("ascii") if found else None))
    return Markup(source), problems


def whole_text(data: bytes, charset: str | None) -> tuple[str, tuple[Problem, ...]]:
    """All that a reader sees of a page without menus, such as the body of a mail."""
    page, problems = parsed(data, charset)
    struck = tidy(page)
    return seen_of(page.body), (*problems, *struck)


def text_of(source: str) -> str:
    """All that a reader sees of a fragment of markup, a line for each block."""
    page = Markup(source)
    tidy(page)
    return seen_of(page.body)


def tidy(page: Markup) -> tuple[Problem, ...]:
    """Take out what no reader sees, set footnote marks apart from numbers, put the cells of tables under headings.

    Gives what had to be left out that a reader does see: what is struck through.
    """
    for node in page.css(UNSEEN):
        node.decompose()
    for node in page.css("[style]"):
        if UNSEEN_STYLE.search(re.sub(r"\s", "", node.attributes.get("style") or "").lower()):
            node.decompose()
    struck = [node for node in page.css(STRUCK) if node.text().strip()]
    for node in struck:
        node.decompose()
    for tag in page.css("wbr"):
        tag.replace_with("")
    for node in page.css(RAISED):
        _set_apart(node)
    for node in page.css("sub"):
        before = node.prev.text() if node.prev else ""
        node.replace_with(with_lowered(before, node.text())[len(before) :])
    for node in page.css(INLINE):
        _part_from_next(node)
    tables = page.css("table")
    setting = [table for table in tables if len(table.css("table")) > 1]
    for table in reversed(tables):  # those within others first
        _tabulate(table, is_data=table not in setting)
    return (Problem(message=f"{len(struck)} stretches of struck text were left out"),) if struck else ()


def _part_from_next(node: Node) -> None:
    """Put a blank between a number and the words that a style sheet puts beside or below it."""
    after = node.next
    if after and after.tag in INLINE.split(", ") and after.text()[:1].isalpha():
        if (text := node.text())[-1:].isalnum() and any(map(str.isdigit, text.split()[-1])):
            after.insert_before(" ")


def _set_apart(node: Node) -> None:
    """Put a blank before a footnote mark; a link within the page is one only where it is as short as a mark."""
    text, before = node.text(), node.prev.text() if node.prev else ""
    is_raised = node.tag == "sup" or "super" in (node.attributes.get("style") or "").lower()
    if not is_raised and not (before[-1:].isdigit() and LINK_TO_NOTE.fullmatch(text)):
        return
    marked = with_mark(before, text)
    node.replace_with(marked[len(before.rstrip()) :] if marked.startswith(before.rstrip()) else marked)


def _tabulate(table: Node, *, is_data: bool) -> None:
    """Put a paragraph for each row in the place of a table of data, and one for each cell in that of another."""
    rows = list(_grid(table)) if is_data else []
    texts = [cell.text for row in rows for cell in row]
    if len(rows) < 2 or max(map(len, rows)) < 2 or max(map(len, texts)) > LAYOUT_CHARACTERS:
        lines = "".join(f"<div>{cell.inner_html}</div>" for cell in table.css("caption, td, th"))
    else:
        captions = [seen_of(caption) for caption in table.css("caption")]
        lines = "".join(f"<p>{escape(line)}</p>" for line in (*captions, *(line for _, line in lines_of(rows))))
    body = Markup(f"<div>{lines}</div>").body
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
            cell = Cell(seen_of(node), column, column + width)
            cells.append(cell)
            if height > 1:
                going_on.append((height - 1, cell))
            column += width
        yield sorted(cells, key=lambda cell: cell.start)


def _span(node: Node, name: str) -> int:
    value = node.attributes.get(name) or ""
    return min(max(int(value), 1), MOST_SPANNED) if value.isascii() and value.isdigit() else 1


def seen_of(root: Node | None) -> str:
    """Every character of a part of a page that a reader sees, a line for each block."""
    pieces = []
    for node, entering in _walk(root) if root else ():
        if node.is_text_node and entering:
            pieces.append(INVISIBLE.sub("", BLANKS.sub(" ", node.text_content or "")))
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
