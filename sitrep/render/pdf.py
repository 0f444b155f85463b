"""How does a page of HTML become a PDF? By WeasyPrint, with our fonts alone, PDF/A-3a and PDF/UA-1 at once.

Nothing is fetched but from the brand's folders; what was refused, what WeasyPrint warned of, and what no font can draw
stops the build. Runs inside the worker: it changes the process (fonts, one function of ctypes).
"""

import ctypes.util
import io
import logging
import os
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitrep.errors import RenderError

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

LARGEST_DATA_URL = 2_000_000
"""Characters of a data: address."""

# PDF/A-3a and PDF/UA-1 in one file: WeasyPrint writes only one identification, so the other is added, with the
# extension schema that PDF/A asks for in order to allow it.
PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description><rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the document follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>"""


def pdf(html: str, folders: Sequence[Path], attachments: Mapping[str, bytes], when: datetime) -> bytes:
    """The PDF of a page.

    folders: of the brand; the only ones that are read, and whose fonts/ are the only fonts.
    attachments: file name → content, attached as the data of the document.
    when: the time that the attachments carry.
    """
    with tempfile.TemporaryDirectory(prefix="sitrep-fonts-") as cache:
        private_fonts(folders, cache)
        return write(html, folders, attachments, when)


def private_fonts(folders: Sequence[Path], cache: str) -> None:
    """Let fontconfig see the brand's fonts and no other. Before WeasyPrint is imported."""
    fonts = [folder / "fonts" for folder in folders if any((folder / "fonts").glob("*.[to]tf"))]
    if not fonts:
        raise RenderError(
            f"no fonts in {', '.join(str(folder / 'fonts') for folder in folders)}", "Put .ttf files there."
        )
    conf = Path(cache) / "fonts.conf"
    dirs = "".join(f"<dir>{folder.resolve()}</dir>" for folder in fonts)
    conf.write_text(FONTS_CONF.format(folders=dirs, cache=cache), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(conf)


def check_fonts(families: Mapping[str, str], folders: Sequence[Path]) -> None:
    """Raises RenderError where a font that the brand puts first is in none of its folders: another would be taken.

    families: what the font is for → families as CSS lists them.
    """
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    files = [file for folder in folders for file in sorted((folder / "fonts").glob("*.[to]tf"))]
    known = {TTFont(file, lazy=True)["name"].getBestFamilyName() for file in files}
    for name, listed in families.items():
        first = listed.split(",")[0].strip("\"' ")
        if first not in known:
            raise RenderError(
                f"fonts.{name}: there is no font {first!r} in {folders[0] / 'fonts'}",
                f"Put its .ttf files there, or choose one of: {', '.join(sorted(known))}.",
            )


@contextmanager
def no_library_search() -> Iterator[None]:
    """Import without ctypes.util.find_library: on Linux it forks gcc and ld for names that are found without it."""
    if not sys.platform.startswith("linux"):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def weasyprint() -> Any:
    """The module. Raises RenderError where a system library that it needs is missing."""
    with no_library_search():
        try:
            import weasyprint  # type: ignore[import-untyped]
        except OSError as error:
            raise RenderError(
                f"a system library is missing: {str(error).splitlines()[0]}",
                "Run make setup, or install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian's names).",
            ) from error
    return weasyprint


def fetcher(folders: Sequence[Path], refused: list[str]) -> "URLFetcher":
    """Gives files of the brand's folders and data: addresses, and remembers what it refused."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    roots = [folder.resolve() for folder in folders]

    class BrandFetcher(URLFetcher):  # type: ignore[misc]
        """SVG images swallow even fatal errors, hence the list."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            """The resource, or a fatal error."""
            if url.startswith("data:") and len(url) <= LARGEST_DATA_URL:
                return super().fetch(url, headers)
            parts = urllib.parse.urlsplit(url)
            path = Path(urllib.parse.unquote(parts.path)).resolve()
            inside = any(path.is_relative_to(root) for root in roots)
            if parts.scheme == "file" and parts.netloc in ("", "localhost") and inside:
                return super().fetch(path.as_uri(), headers)
            refused.append(url[:200])
            raise FatalURLFetchingError(url[:200])

    return BrandFetcher(allowed_protocols=["data", "file"], allow_redirects=False)


class Warnings(logging.Handler):
    """Keeps what WeasyPrint warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one warning."""
        self.said.append(record.getMessage())


def write(html: str, folders: Sequence[Path], attachments: Mapping[str, bytes], when: datetime) -> bytes:
    """Lay out, write, and look at what went wrong on the way."""
    weasy = weasyprint()
    warnings = Warnings()
    weasy.LOGGER.addHandler(warnings)
    refused: list[str] = []
    try:
        document = weasy.HTML(
            string=html, base_url=folders[0].resolve().as_uri() + "/", url_fetcher=fetcher(folders, refused)
        ).render()
        as_pdf_ua(document)
        made: bytes = document.write_pdf(
            pdf_variant="pdf/a-3a",
            attachments=[
                weasy.Attachment(string=content, name=name, created=when, modified=when, relationship="Data")
                for name, content in attachments.items()
            ],
        )
    except weasy.urls.FatalURLFetchingError as error:
        raise RenderError(
            f"a template asks for what it may not have: {error}", "Keep it in the brand's folder."
        ) from error
    finally:
        weasy.LOGGER.removeHandler(warnings)
    complain(refused, warnings.said, missing_glyphs(document))
    return made


def as_pdf_ua(document: Any) -> None:
    """Let the document say that it is PDF/UA-1 too."""
    metadata = document.metadata
    original = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *arguments: original(*arguments).replace(
        b"</rdf:RDF>", PDF_UA + b"</rdf:RDF>"
    )


def missing_glyphs(document: Any) -> str:
    """The characters that no font has."""
    return "".join(
        sorted(
            {chr(code) if isinstance(code, int) else code for font in document.fonts.values() for code in font.missing}
        )
    )


def complain(refused: Sequence[str], warnings: Sequence[str], missing: str) -> None:
    """Raise RenderError for the first thing that would make the PDF less than it says."""
    if refused:
        raise RenderError(f"a template asks for what it may not have: {refused[0]}", "Keep it in the brand's folder.")
    if missing:
        named = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in missing[:10])
        raise RenderError(f"no font of the brand can draw {named}", "Add a font that has it to the brand's fonts/.")
    if warnings:
        raise RenderError(f"WeasyPrint: {warnings[0]}", "Mend the template or the style sheet.")


def texts(content: bytes) -> list[str]:
    """The text of each page, read back from a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


def picture(content: bytes, dots_per_inch: int = 120) -> bytes:
    """Page one of a PDF as PNG."""
    import pypdfium2

    image = pypdfium2.PdfDocument(content)[0].render(scale=dots_per_inch / 72).to_pil()
    png = io.BytesIO()
    image.save(png, "PNG", optimize=True)
    return png.getvalue()
