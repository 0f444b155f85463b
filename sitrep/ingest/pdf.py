"""What does a PDF say? Page by page, by pdfium; its numbers are held against a second reader, pypdf.

pdfium gives characters and where they stand (page.py and order.py make text of them). Ruled tables are read with each
cell under its heading. What cannot be trusted is said: pages that are scans, fonts that name no characters, text that
nobody sees, numbers that the second reader does not find.
"""

import logging
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO

import pdfplumber
import pypdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdf
from msgspec import Struct, field

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original, Unsupported, joined, squeezed
from sitrep.ingest.glyph import Box, glyphs_of
from sitrep.ingest.order import between, in_order, texts_of
from sitrep.ingest.page import Page, Table, layout
from sitrep.ingest.published import day_of
from sitrep.model import Problem
from sitrep.reference.sources import normal

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
UNMAPPED_SHARE = 0.02
"""More characters without a name than this, and a page's text is not what one sees on it."""
TABLES_S = 8
"""The search for tables ends after so long; the rest of the document is read without."""
CHECK_S = 8
"""The second reading ends after so long: it must not cost the first one the time that a document has."""
MOST_PATHS = 5_000
"""A page with more drawn paths is a map or a chart."""
# What programs put into the title when nobody gives one.
NO_TITLE = re.compile(
    r"microsoft word|untitled|\(anonymous\)|(?:document|presentation)\d*$|slide \d"
    r"|.*\.(?:docx?|pdf|indd|xlsx?|pptx?|html?)$",
    re.IGNORECASE,
)


class _Reading(Struct, frozen=True):
    """The document on its way."""

    data: bytes
    document: pdfium.PdfDocument
    pages: list[Page] = field(default_factory=list)
    raw: dict[int, str] = field(default_factory=dict)
    """The characters of each page as pdfium gives them, to compare with those of the second reader."""
    problems: list[Problem] = field(default_factory=list)
    tables_until: float = field(default_factory=lambda: time.process_time() + TABLES_S)

    def warn(self, message: str, hint: str = "") -> None:
        self.problems.append(Problem(message=message, hint=hint))


def read(original: Original) -> tuple[Draft, ...]:
    """All pages of a PDF. Raises Unsupported for a scan without text."""
    # They tell of every flaw that they get over. Theirs alone: what WeasyPrint warns of must stop a build.
    for reader in ("pypdf", "pdfminer", "pdfplumber"):
        logging.getLogger(reader).setLevel(logging.CRITICAL)
    reading = _Reading(original.data, _opened(original.data))
    if (count := len(reading.document)) > limits.PDF_PAGES:
        raise DocumentError(f"{count:,} pages, more than {limits.PDF_PAGES:,}, the limit", "Split it.")
    for number in range(1, count + 1):
        _read_page(reading, number)
    texts = texts_of(reading.pages)
    labels = (f"page {page.number}" for page in reading.pages)
    text, parts = joined(((label, text) for label, text in zip(labels, texts, strict=True) if text), between)
    if not text:
        raise _why_empty(reading.problems)
    if original.is_cross_checked:
        _cross_check(reading)
    draft = Draft(
        text=text,
        format="pdf",
        title=_title(reading),
        publisher=_publisher(reading.document),
        doubtful_date=_made_on(reading.document),
        parts=parts,
        problems=tuple(reading.problems),
    )
    return (draft,)


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("locked with a password", "Give it without the password.") from None
        raise DocumentError("a damaged PDF", "Download it again, or save it anew as PDF.") from None


def _read_page(reading: _Reading, number: int) -> None:
    """Keep what a page says, or say why it is left out."""
    try:
        page = reading.document[number - 1]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        reading.warn(f"page {number} is damaged: nothing was read of it", "Download it again, or save it anew as PDF.")
        return
    seen, hidden, aslant, unmapped = glyphs_of(page, text)
    if aslant and any(map(str.isdigit, aslant)):
        reading.warn(f"page {number}: text set aslant was left out: {aslant[:60]}")
    if unmapped > UNMAPPED_SHARE * len(seen):
        reading.warn(f"page {number} left out: its font does not say which characters it shows")
    elif seen or hidden:
        if hidden and seen:
            reading.warn(f"page {number} holds {len(hidden)} characters that nobody sees: left out")
        elif hidden:
            reading.warn(f"the text of page {number} was recognised by a machine", "Check its numbers.")
        reading.raw[number] = text.get_text_range()
        reading.pages.append(layout(number, page.get_height(), seen or hidden, _tables(reading, page, number)))
    elif any(page.get_objects(filter=(pdf.FPDF_PAGEOBJ_IMAGE,))):
        reading.warn(f"page {number} is a scan without text: nothing was read of it")
    text.close()
    page.close()


def _why_empty(problems: Sequence[Problem]) -> DocumentError:
    if any("scan" in problem.message for problem in problems):
        return Unsupported("a scan without text: nothing can be read", "Have its text recognised, then give it again.")
    if any("font" in problem.message for problem in problems):
        said = "its fonts do not say which characters they show: nothing can be read"
        return Unsupported(said, "Print it to a new PDF, or have its text recognised.")
    return DocumentError("; ".join(problem.message for problem in problems) or "no page holds any text")


def _tables(reading: _Reading, page: pdfium.PdfPage, number: int) -> list[list[Box]]:
    """The cells of each ruled table on a page, as pdfplumber finds them."""
    rulings = _rulings(page)
    if not rulings:
        return []
    if page.get_rotation() or rulings > MOST_PATHS or time.process_time() > reading.tables_until:
        reading.warn(f"page {number}: its tables are read line by line, without their headings")
        return []
    try:
        with pdfplumber.open(BytesIO(reading.data), pages=[number]) as opened:
            top = float(opened.pages[0].bbox[3])
            found = opened.pages[0].find_tables()
    # Its parser, too, raises what it happens to meet; the page is read all the same.
    except Exception as error:
        reading.warn(f"page {number}: its tables are read line by line ({type(error).__name__})")
        return []
    tables = [[Box(x0, top - y1, x1, top - y0) for x0, y0, x1, y1 in table.cells] for table in found]
    return [cells for cells in tables if len(cells) > 3]


def _rulings(page: pdfium.PdfPage) -> int:
    """How many paths are drawn on a page that has both upright and level ones; else 0."""
    boxes = [path.get_bounds() for path in page.get_objects(filter=(pdf.FPDF_PAGEOBJ_PATH,))]
    level = sum(right - left > 10 for left, _, right, _ in boxes)
    upright = sum(top - bottom > 5 for _, bottom, _, top in boxes)
    return len(boxes) if level >= 3 and upright >= 3 else 0


def _cross_check(reading: _Reading) -> None:
    """Warn of each page on which the two readers do not find the same numbers."""
    until = time.process_time() + CHECK_S
    second = None
    for number, raw in reading.raw.items():
        if time.process_time() > until:
            reading.warn(
                f"from page {number} on, its numbers were not compared with a second reader: it takes too long"
            )
            return
        try:
            second = second or pypdf.PdfReader(BytesIO(reading.data))
            text = second.pages[number - 1].extract_text()
        # pypdf raises what its parsing happens to meet; that it cannot read the page is all that matters here.
        except Exception as error:
            reading.warn(f"page {number}: the second reader gave up ({type(error).__name__})")
            continue
        if numbers := list(unconfirmed(raw, text)):
            reading.warn(f"page {number}: two readers differ on {', '.join(numbers[:5])}", "Look at the page itself.")


def unconfirmed(first: str, second: str) -> Iterator[str]:
    """Numbers that one reading has and the other lacks, however the other spaces its digits."""
    for one, other in ((first, second), (second, first)):
        packed = re.sub(r"\s+", "", other)
        found = Counter(NUMBER.findall(one)) - Counter(NUMBER.findall(other))
        yield from (number for number in found if number not in packed)


def _title(reading: _Reading) -> str | None:
    """The title in the metadata unless a program put it there, else the largest line of the first page, if one is."""
    said = squeezed(reading.document.get_metadata_value("Title"))
    if said and not NO_TITLE.match(said):
        return said
    rows = (block for block in reading.pages[0].blocks if not isinstance(block, Table))
    lines = [line for block in rows for line in in_order(block)]
    usual = statistics.median([line.height for line in lines]) if lines else 0
    words = [line for line in lines if not line.is_cells and not day_of(line.text) and line.height > 1.1 * usual]
    return max(words, key=lambda line: round(line.height, 1)).text[:200] if words else None


def _publisher(document: pdfium.PdfDocument) -> str | None:
    """The author in the metadata where that is an organisation that is known; most often it is whoever typed."""
    author = document.get_metadata_value("Author")
    return author if normal(author) else None


def _made_on(document: pdfium.PdfDocument) -> date | None:
    """The day of "D:20200210083000+02'00'"."""
    match = re.match(r"D:(\d{8})", document.get_metadata_value("CreationDate"))
    try:
        return datetime.strptime(match[1], "%Y%m%d").date() if match else None
    except ValueError:
        return None
