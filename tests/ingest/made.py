"""Documents that the tests make: each the same bytes whenever it is made."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
)


def packed(members: dict[str, str | bytes]) -> bytes:
    """A zip file with these members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, (2020, 2, 10, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def docx(body: str, *, title: str = "", modified: str = "2020-02-10T08:00:00Z", **members: str) -> bytes:
    """A Word document. body: the XML of its blocks; members: further members of word/, such as footnotes="…"."""
    parts = {
        "[Content_Types].xml": TYPES,
        "docProps/core.xml": CORE.format(title=escape(title), modified=modified),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    return packed(parts | {f"word/{name}.xml": content for name, content in members.items()})


def run(text: str, look: str = "") -> str:
    """A run of a Word document."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    """A paragraph of a Word document; plain text is made a run."""
    inside = "".join(one if one.startswith("<") else run(one) for one in runs)
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{inside}</w:p>"


def table(*rows: list[str]) -> str:
    """A table of a Word document; a cell is text, or the XML of a w:tc."""
    cells = [[one if one.startswith("<w:tc>") else f"<w:tc>{paragraph(one)}</w:tc>" for one in row] for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{chr(32).join(row)}</w:tr>' for row in cells)}</w:tbl>"


SUPERSCRIPT = '<w:vertAlign w:val="superscript"/>'


def pdf(body: str, *, style: str = "", lang: str = "en", title: str = "") -> bytes:
    """A PDF of this HTML, in the fonts of the machine."""
    import weasyprint

    page = "@page { size: A4; margin: 2cm } body { font: 11pt/1.3 DejaVu Sans, sans-serif } sup { font-size: 65% }"
    tables = "td, th { border: 1px solid black; padding: 3px } table { border-collapse: collapse }"
    head = f"<title>{escape(title)}</title><style>{page}{tables}{style}</style>"
    source = f"<!doctype html><html lang={lang}><head>{head}</head><body>{body}</body></html>"
    return bytes(weasyprint.HTML(string=source).write_pdf())
