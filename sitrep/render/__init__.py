"""How does a brief become files? Brief + brand → PDF, HTML twin, and its own data set, as bytes by file name.

page   HTML for paper, screen and mail        pdf     HTML → PDF
brand  colours, fonts, where templates lie    words   how things are said in a language
trace  where each printed number comes from   worker  limits of time and memory
map, chart  drawings                          data    brief.json, figures.csv, figures.xlsx
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from sitrep.errors import RenderError
from sitrep.model import Brief
from sitrep.render import brand as brands
from sitrep.render import data, page, pdf, trace, worker

__all__ = ["FORMATS", "begin", "load", "prepare", "render"]

FORMATS = ("pdf", "html", "json", "csv", "xlsx")
"""What a build makes; "mail" (the bodies of a message) and "png" (a picture of page one) are made on demand."""

DATA: Mapping[str, tuple[str, Callable[[Brief], bytes]]] = {
    "json": ("brief.json", data.brief_json),
    "csv": ("figures.csv", data.figures_csv),
    "xlsx": ("figures.xlsx", data.figures_xlsx),
}
"""Format → the name of its file, and how it is made."""

MAIL = {"html": "mail", "txt": "text", "subject": "subject"}
"""Suffix of a mail's part → the target of its page."""

PAGES = (("pdf", "png"), ("html",), ("mail",))
"""What templates make: each group in a process of its own, the longest work first."""


def render(brief: Brief, *, brand_folders: Sequence[Path] = (), formats: Sequence[str] = FORMATS) -> dict[str, bytes]:
    """The files of a brief by name: brief.pdf, brief.html, brief.json, figures.csv, figures.xlsx.

    brand_folders: where brands are looked for, before those that are shipped.
    Raises RenderError where a template is wrong, a number has no origin, or a page cannot be made.
    """
    return begin(brief, brand_folders=brand_folders, formats=formats)()


def begin(
    brief: Brief, *, brand_folders: Sequence[Path] = (), formats: Sequence[str] = FORMATS
) -> Callable[[], dict[str, bytes]]:
    """As render(), but what comes back waits for the pages, so that several briefs are made at once."""
    known = [*DATA, *(name for group in PAGES for name in group)]
    if unknown := next((name for name in formats if name not in known), None):
        raise RenderError(f"there is no format {unknown!r}", f"Known formats: {', '.join(known)}.")
    brand = brands.load(brief.brand, brand_folders)
    asked = [tuple(name for name in group if name in formats) for group in PAGES]
    waiting = [worker.begin(partial(pages, brief, brand, group)) for group in asked if group]
    files = {file: make(brief) for name, (file, make) in DATA.items() if name in formats}
    return lambda: files | {file: content for wait in waiting for file, content in wait().items()}


def prepare() -> None:
    """Get a process ready to make a PDF, while the documents are still being read."""
    worker.prepare(load)


def load() -> None:
    """The library, and the templates that every brand shares: in a process that waits, or in one that forks several."""
    pdf.weasyprint()
    page.compile_shared()


def pages(brief: Brief, brand: brands.Brand, formats: Sequence[str]) -> dict[str, bytes]:
    """The files of one group of PAGES, by name."""
    if "html" in formats:
        return {"brief.html": page.page(brief, brand, "screen").html.encode()}
    if "mail" in formats:
        return {f"email.{suffix}": page.page(brief, brand, target).html.encode() for suffix, target in MAIL.items()}
    content = checked_pdf(brief, brand)
    made = {"brief.pdf": content} if "pdf" in formats else {}
    return made | ({"brief.png": pdf.picture(content)} if "png" in formats else {})


def checked_pdf(brief: Brief, brand: brands.Brand) -> bytes:
    """The PDF with its data set inside, once every number was read back from it and has an origin."""
    made = page.page(brief, brand, "print")
    attached = {
        "brief.json": data.brief_json(brief),
        "figures.csv": data.figures_csv(brief),
        "evidence.json": json.dumps(made.trace.manifest(), ensure_ascii=False, indent=1).encode(),
    }
    pdf.check_fonts(brand.data["fonts"], brand.folders)
    content = pdf.pdf(made.html, brand.folders, attached, page.moment(brief))
    trace.check(made.trace, pdf.texts(content))
    return content
