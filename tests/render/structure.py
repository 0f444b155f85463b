"""Does a PDF keep what it says of itself? The common breaks of PDF/A-3a and PDF/UA-1, found by looking at its objects.

No proof of conformance: that is veraPDF's, where it is on PATH.
"""

from collections.abc import Iterator
from itertools import pairwise

import pikepdf

ROLES_WITH_ALT = {"/Figure", "/Formula"}


def faults(pdf: pikepdf.Pdf) -> list[str]:
    """What is wrong, in words; empty where nothing is."""
    return [*catalog(pdf), *metadata(pdf), *structure(pdf), *pages(pdf), *fonts(pdf), *attachments(pdf)]


def catalog(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not marked as tagged"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the title is not displayed"
    if "/OutputIntents" not in root:
        yield "no output intent"
    if not str(pdf.docinfo.get("/Title", "")):
        yield "no title"
    if "/Outlines" not in root or int(root.Outlines.get("/Count", 0)) == 0:
        yield "no bookmarks"
    if "/ID" not in pdf.trailer:
        yield "no file identifier"
    if "/Encrypt" in pdf.trailer:
        yield "encrypted"
    if "/AcroForm" in root or "/OpenAction" in root or "/JavaScript" in root.get("/Names", {}):
        yield "forms, actions or scripts"


def metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        said = {name: xmp.get(name) for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")}
    if said != {"pdfaid:part": "3", "pdfaid:conformance": "A", "pdfuaid:part": "1"}:
        yield f"identification {said}"


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The structure elements below a node, in reading order."""
    kids = node.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/StructTreeRoot" not in pdf.Root:
        yield "no structure"
        return
    tree = list(elements(pdf.Root.StructTreeRoot))
    roles = [str(element.S) for element in tree]
    for element in tree:
        if str(element.S) in ROLES_WITH_ALT and not str(element.get("/Alt", "")).strip():
            yield f"{element.S} without alternative text"
    levels = [int(role[2:]) for role in roles if role[:2] == "/H" and role[2:].isdigit()]
    if levels[:1] != [1]:
        yield f"the first heading is not of level 1: {levels[:3]}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"heading of level {after} after {before}"
    for role in ("/Table", "/L", "/Link"):
        if role not in roles:
            yield f"no {role}"


def pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if str(page.get("/Tabs", "")) != "/S" and "/Annots" in page:
            yield f"page {number}: tabs do not follow the structure"
        for annotation in page.get("/Annots", []):
            if annotation.Subtype != "/Link":
                yield f"page {number}: a {annotation.Subtype} annotation"
            elif not str(annotation.get("/Contents", "")) or "/StructParent" not in annotation:
                yield f"page {number}: a link without description or structure"
            uri = str(annotation.get("/A", {}).get("/URI", "https://"))
            if not uri.startswith(("https://", "http://", "mailto:")):
                yield f"page {number}: a link to {uri}"


def fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for stored in pdf.objects:
        if isinstance(stored, pikepdf.Dictionary) and stored.get("/Type") == "/FontDescriptor":
            if not any(name in stored for name in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"{stored.FontName} is not embedded"
        if isinstance(stored, pikepdf.Dictionary) and stored.get("/Type") == "/Font" and "/DescendantFonts" in stored:
            if "/ToUnicode" not in stored:
                yield f"{stored.BaseFont} cannot be read as text"


def attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    related = pdf.Root.get("/AF", [])
    if not len(related):
        yield "no associated files"
    for spec in related:
        if spec.get("/AFRelationship") != "/Data":
            yield f"{spec.get('/UF')} is not related as data"
