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

__all__ = ["FORMATS", "prepare", "render"]

FORMATS = ("pdf", "html", "json", "csv", "xlsx")
"""What a build makes; "mail" (the bodies of a message) and "png" (a picture of page one) are made on demand."""


def render(brief: Brief, *, brand_folders: Sequence[Path] = (), formats: Sequence[str] = FORMATS) -> dict[str, bytes]:
    """The files of a brief by name: brief.pdf, brief.html, brief.json, figures.csv, figures.xlsx.

    brand_folders: where brands are looked for, before those that are shipped.
    Raises RenderError where a template is wrong, a number has no origin, or a page cannot be made.
    """
    brand = brands.load(brief.brand, brand_folders)
    files: dict[str, bytes] = {}
    makers: dict[str, Callable[[], dict[str, bytes]]] = {
        "pdf": lambda: {"brief.pdf": make_pdf(brief, brand)},
        "html": lambda: {"brief.html": page.page(brief, brand, "screen").html.encode()},
        "mail": lambda: {
            "email.html": page.page(brief, brand, "mail").html.encode(),
            "email.txt": page.page(brief, brand, "text").html.encode(),
        },
        "png": lambda: {"brief.png": pdf.picture(files.get("brief.pdf") or make_pdf(brief, brand))},
        "json": lambda: {"brief.json": data.brief_json(brief)},
        "csv": lambda: {"figures.csv": data.figures_csv(brief)},
        "xlsx": lambda: {"figures.xlsx": data.figures_xlsx(brief)},
    }
    if unknown := next((name for name in formats if name not in makers), None):
        raise RenderError(f"there is no format {unknown!r}", f"Known formats: {', '.join(makers)}.")
    for name in formats:
        files |= makers[name]()
    return files


def prepare() -> None:
    """Load WeasyPrint in a process of its own, while the documents are still being read."""
    worker.prepare(pdf.weasyprint)


def make_pdf(brief: Brief, brand: brands.Brand) -> bytes:
    """The PDF with its data set inside, made in a process of its own; every number read back from it has an origin."""
    made = page.page(brief, brand, "print")
    attached = {
        "brief.json": data.brief_json(brief),
        "figures.csv": data.figures_csv(brief),
        "evidence.json": json.dumps(made.trace.manifest(), ensure_ascii=False, indent=1).encode(),
    }
    return worker.limited(partial(checked_pdf, made, brand, attached, brief))


def checked_pdf(made: page.Page, brand: brands.Brand, attached: Mapping[str, bytes], brief: Brief) -> bytes:
    """The PDF, once its numbers were read back."""
    pdf.check_fonts(brand.data["fonts"], brand.folders)
    content = pdf.pdf(made.html, brand.folders, attached, page.moment(brief))
    trace.check(made.trace, pdf.texts(content))
    return content
