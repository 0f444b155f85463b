# ruff: noqa: E501, a case a line
"""Inputs that a humanitarian office really receives, and worse: made here, the same each time.

Each case is a file with how its reading must end, the numbers that its text must hold, and those that it must not.
"""

import gzip
import json
import os
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdf

from tests.ingest.made import NAMESPACES, SUPERSCRIPT, docx, packed, paragraph, pdf, run, table

READ, WARNED, SKIPPED, FAILED, DUPLICATE, IGNORED = "read", "warned", "skipped", "failed", "duplicate", "ignored"
DATED = "---\npublished: 2020-02-10\n---\n"
DATE = "<meta property=article:published_time content=2020-02-10>"


@dataclass(frozen=True)
class Case:
    """One input."""

    name: str
    data: bytes
    ends: str
    has: tuple[str, ...] = ()
    """What the text must hold."""
    lacks: tuple[str, ...] = ()
    """What it must not hold."""
    why: str = ""
    """What the reason in the report must say."""


def case(name: str, data: bytes | str, ends: str, *, has: str = "", lacks: str = "", why: str = "") -> Case:
    """has, lacks: separated by "|"."""
    content = data.encode() if isinstance(data, str) else data
    parts = [tuple(filter(None, words.split("|"))) for words in (has, lacks)]
    return Case(name, content, ends, parts[0], parts[1], why)


def cases() -> Iterator[Case]:
    """All that are files."""
    for group in (
        empty,
        encodings,
        numbers,
        pages,
        injections,
        pdfs,
        word,
        sheets,
        mails,
        feeds,
        records,
        dates,
        repeated,
    ):
        for one in group():
            yield Case(f"{group.__name__}/{one.name}", one.data, one.ends, one.has, one.lacks, one.why)


def empty() -> Iterator[Case]:
    """Nothing in them."""
    for name, data in {
        "nothing.txt": b"",
        "blanks.txt": b"  \n\t\r\n  ",
        "mark.txt": b"\xef\xbb\xbf",
        "mark16.txt": b"\xff\xfe",
        "nuls.txt": bytes(500),
        "nothing.pdf": b"",
        "nothing.docx": b"",
        "nothing.html": b"\n",
    }.items():
        yield case(name, data, FAILED, why="empty file")
    yield case("page.html", "<html><head><title>x</title></head><body></body></html>", FAILED, why="no text")
    yield case("page.pdf", pdf(""), FAILED, why="no page holds any text")
    yield case("document.docx", docx(paragraph("")), FAILED, why="holds no text")
    yield case("head.md", DATED, FAILED, why="nothing after the head")
    yield case("table.csv", ",,,\n,,,\n", FAILED, why="holds nothing")
    yield case("list.json", "[]", SKIPPED, why="shape")
    yield case(
        "feed.xml", "<rss version='2.0'><channel><title>x</title></channel></rss>", FAILED, why="without entries"
    )


FRENCH = "Près de 9 000–12 500 personnes ont été déplacées à l’est d’Alep."
ARABIC = "نزح أكثر من 900 ألف شخص منذ بداية كانون الأول، بحسب الأمم المتحدة."


def encodings() -> Iterator[Case]:
    """Characters in every dress."""
    dash = "9 000–12 500|l’est"
    french, arabic = DATED + FRENCH + " {}", DATED + ARABIC + " {}"
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        yield case(f"{name}.txt", french.format(name).encode(name), READ, has=dash)
    for name in ("utf-16-le", "utf-16-be", "cp1252"):
        yield case(f"{name}.txt", french.format(name).encode(name), WARNED, has=dash, why="the encoding is not given")
    for name in ("utf-8", "utf-16"):
        yield case(f"arabic-{name}.txt", arabic.format(name).encode(name), READ, has="نزح أكثر من 900 ألف")
    for name in ("cp1256", "utf-16-le", "utf-16-be"):
        yield case(
            f"arabic-{name}.txt", f"{ARABIC} {name}".encode(name), WARNED, has="نزح أكثر من 900 ألف", why="the encoding"
        )
    yield case("cut.txt", french.format("é").encode()[:-1], WARNED, has=dash, why="could not be decoded")
    yield case("overlong.txt", DATED.encode() + b"118 killed \xc0\xaf and 7 hurt", WARNED, has="118 killed|7 hurt")
    yield case("shift-jis.txt", "死者5人、負傷者12人".encode("shift-jis"), WARNED, has="5|12", why="encoding")
    yield case("mac.txt", DATED.replace("\n", "\r") + "120 killed\r12 hurt", READ, has="120 killed|12 hurt")
    yield case("dos.txt", DATED.replace("\n", "\r\n") + "121 killed\r\n12 hurt\r\n", READ, has="121 killed\r\n12 hurt")
    yield case(
        "separators.txt",
        DATED + "122 killed\u2028 12 hurt\u2029 7 missing\x85",
        READ,
        has="122 killed|12 hurt|7 missing",
    )
    yield case("invisible.txt", DATED + "12\u200b,500 people\ufeff and 7\u00ad00 homes", READ, has="people")
    yield case("binary.txt", bytes(range(256)) * 20, SKIPPED, why="binary file")
    yield case("random.txt", b"\x00\x01\x02\x03killed 5" * 50, SKIPPED, why="binary file")
    declared = "<html lang=en>{}<meta charset={}><main><p>L’été : 9 000–12 500 personnes, dit {}.</p></main>"
    yield case(
        "declared.html", declared.format(DATE, "windows-1252", "une page").encode("cp1252"), READ, has="9 000–12 500"
    )
    yield case("wrong.html", declared.format(DATE, "utf-8", "une autre").encode("cp1252"), WARNED, has="9 000–12 500")
    yield case("lies.html", declared.format(DATE, "iso-8859-1", "la troisième").encode(), READ, has="9 000–12 500")
    yield case("unknown.html", declared.format(DATE, "x-klingon", "la dernière").encode(), READ, has="9 000–12 500")


def numbers() -> Iterator[Case]:
    """Figures that trip readers up."""
    for name, text, has in (
        ("thousands of digits", "9" * 5000 + " people and 7 killed.", "7 killed"),
        ("exponent", "1e999999 people and 7 killed.", "1e999999|7 killed"),
        ("no numbers", "NaN people, Infinity homes, -0 dead, and 7 killed.", "NaN|7 killed"),
        ("arabic-indic", "١٢٬٥٠٠ people, ۱۲٬۵۰۰ homes, 7 killed.", "١٢٬٥٠٠|7 killed"),
        ("full width", "１２，５００ people, 7 killed.", "１２，５００|7 killed"),
        ("devanagari", "१२,५०० people, 7 killed.", "१२,५००|7 killed"),
        ("thin spaces", "12\u202f500 people, 12\u2009500 homes, 7 killed.", "12\u202f500|12\u2009500"),
        ("apostrophes", "12'500 people, 12’500 homes.", "12'500|12’500"),
        ("raised", "12,500¹ people, 600 km² of land.", "12,500¹|600 km²"),
        ("fractions", "½ of 12,500 people, ¾ of homes, 1⅓ of stocks.", "½ of 12,500|1⅓"),
        ("lakhs", "12,50,000 people.", "12,50,000"),
        ("names", "The M5, UN2720, Covid-19, 3rd of 12, and 142 killed.", "M5|Covid-19|142 killed"),
        ("telephones", "Call +90 342 555 01 02. 143 killed.", "143 killed"),
        ("hex", "0x10 and 0b11 and 1_000 people.", "0x10|1_000"),
    ):
        yield case(f"{name}.txt", DATED + text, READ, has=has)


def pages() -> Iterator[Case]:
    """Web pages as they are saved."""
    prose = "<p>More than 948,000 people have fled since 1 December, most of them women and children.</p>"
    for name, body, has, lacks in (
        (
            "script.html",
            f"<main>{prose}<script>var n=77001</script><style>a{{width:77002px}}</style></main>",
            "948,000",
            "7700",
        ),
        (
            "hidden.html",
            f"<main>{prose}<p hidden>77001</p><p style='display: none'>77002</p></main>",
            "948,000",
            "7700",
        ),
        (
            "noscript.html",
            f"<main>{prose}<noscript>77001</noscript><template>77002</template></main>",
            "948,000",
            "7700",
        ),
        ("comment.html", f"<main>{prose}<!-- 77001 --></main>", "948,000", "77001"),
        (
            "marks.html",
            f"<main>{prose}<p>12,500<sup>1</sup> people, 600 km<sup>2</sup></p></main>",
            "12,500 ¹|600 km²",
            "125001",
        ),
        ("breaks.html", f"<main>{prose}<p>12,<wbr>500 people</p></main>", "12,500 people", ""),
        (
            "entities.html",
            f"<main>{prose}<p>&#49;2&#44;500 people &lt; 7&nbsp;million</p></main>",
            "12,500|7 million",
            "",
        ),
        ("deep.html", "<div>" * 3000 + "12,500 people fled." + "</div>" * 3000, "12,500", ""),
        (
            "unclosed.html",
            "<main><p>155 killed<p>7 hurt<div>9 missing<table><tr><td>11 held",
            "155 killed|7 hurt|9 missing|11 held",
            "",
        ),
        ("no body.html", f"<title>x</title>{prose}<p>156 killed", "948,000|156 killed", ""),
        (
            "cells.html",
            f"<main>{prose}<table><tr><th>Site<th>IDPs<th>Tents<tr><td>Dana<td><td>310</table></main>",
            "Dana: 310 Tents.",
            "310 IDPs",
        ),
        (
            "spans.html",
            f"<main>{prose}<table><tr><th rowspan=2>Site<th colspan=2>IDPs<tr><th>Men<th>Women<tr><td>Dana<td>5<td>7</table></main>",
            "7 IDPs – Women",
            "",
        ),
        ("layout.html", f"<table><tr><td>{prose * 5}<td>Menu</table>", "948,000", ""),
        (
            "two articles.html",
            f"<article>{prose}</article><article><p>Another 5 were killed in the north on Monday.</p></article>",
            "948,000|5 were killed",
            "",
        ),
        (
            "menus.html",
            f"<nav>{'<a>Give 50 dollars</a>' * 50}</nav><main>{prose}</main><footer>77001</footer>",
            "948,000",
            "77001|50 dollars",
        ),
        (
            "frames.html",
            f"<main>{prose}<iframe srcdoc='<p>77001</p>'></iframe><object>77002</object></main>",
            "948,000",
            "7700",
        ),
        (
            "figure.html",
            f"<main>{prose}<figure><figcaption>163 killed in Dana</figcaption></figure></main>",
            "163 killed in Dana",
            "",
        ),
        (
            "list.html",
            f"<main>{prose}<ul><li>164 killed<li>7 hurt</ul><dl><dt>Tents<dd>310</dl></main>",
            "164 killed|7 hurt|310",
            "",
        ),
        (
            "quote.html",
            f"<main>{prose}<blockquote>165 killed</blockquote><pre>7   hurt</pre></main>",
            "165 killed|7",
            "",
        ),
        ("details.html", f"<main>{prose}<details><summary>More</summary>166 killed</details></main>", "166 killed", ""),
        (
            "xhtml.html",
            f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><main>{prose}</main></body></html>",
            "948,000",
            "",
        ),
    ):
        page = (
            body
            if body.startswith(("<?xml", "<div", "<title"))
            else f"<html lang=en><head>{DATE}</head><body>{body}</body></html>"
        )
        yield case(name, page, READ if DATE in page else WARNED, has=has, lacks=lacks)
    yield case(
        "attribute.html",
        f"<html>{DATE}<main title='{'9' * 10**6}'>{prose}</main></html>",
        READ,
        has="948,000",
        lacks="99999",
    )
    yield case(
        "script only.html", "<html><body><div id=app></div><script>go()</script></body></html>", FAILED, why="no text"
    )


def injections() -> Iterator[Case]:
    """Text that would like to be more."""
    for name, text, has in (
        ("template", "{{ 7*7 }} {% for x in range(9) %} ${7*7} <%= 7*7 %> #{7*7} 172 killed", "{{ 7*7 }}|172 killed"),
        ("markup", "<script>alert(1)</script><img src=x onerror=alert(1)> 173 killed", "<script>|173 killed"),
        (
            "terminal",
            "\x1b[31m\x1b]0;title\x07\x1b[2J 174 killed and many more words, as many as a text has in which somebody tells what happened on that day in the town and in the villages around it, and who was there and who was not, at length and with all the details that one could wish for",
            "174 killed",
        ),
        ("directions", "\u202e5\u202c killed \u2066\u2069 \u200f and 7 hurt", "killed"),
        ("links", "[click](javascript:alert(1)) ![x](file:///etc/passwd) 176 killed", "176 killed"),
        ("formula", "=cmd|' /C calc'!A0 +1+1 @SUM(A1) -2+3 177 killed", "=cmd|177 killed"),
        (
            "null",
            "178 killed\x00 and 7 hurt in the town on Monday, and more words so that this is a text",
            "178 killed|7 hurt",
        ),
        ("paths", "../../../etc/passwd ..\\..\\x 179 killed", "../../../etc/passwd|179 killed"),
    ):
        yield case(f"{name}.txt", DATED + text, READ, has=has)
    yield case(
        "yaml.md",
        "---\npublished: 2020-02-10\ntitle: !!python/object/apply:os.system ['x']\n---\n181 killed",
        READ,
        has="181 killed",
    )
    yield case(
        "anchors.md", "---\na: &a [x, x]\nb: [*a, *a]\npublished: 2020-02-10\n---\n182 killed", READ, has="182 killed"
    )
    yield case("toml.md", '+++\npublished = 2020-02-10\ntitle = "\\u202ex"\n+++\n183 killed', READ, has="183 killed")
    yield case("formula.csv", DATED + "Site,IDPs\nDana,=1+1\n+Sum,@x\n", READ, has="=1+1")
    laughs = "<!DOCTYPE x [<!ENTITY a '184 killed'>" + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    yield case(
        "laughs.xml", f"{laughs}]><rss version='2.0'><channel><item><title>&i;</title></item></channel></rss>", WARNED
    )
    outside = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item><title>5 &a;</title></item></channel></rss>"
    yield case("outside.xml", outside, WARNED, lacks="root:")
    yield case(
        "outside.docx",
        packed(
            {
                "[Content_Types].xml": "wordprocessingml.document.main+xml",
                "word/document.xml": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
            }
        ),
        FAILED,
        why="document type",
    )
    names = EmailMessage(policy=SMTP)
    names["From"], names["Date"] = "a@example.org", "Mon, 10 Feb 2020 08:00:00 +0000"
    names.set_content("187 killed")
    names.add_attachment("7 hurt", filename="../../../tmp/evil.txt")
    yield case("names.eml", names.as_bytes(), READ, has="187 killed|7 hurt")


@cache
def plain() -> bytes:
    """A PDF of one page."""
    return pdf("<h1>Update</h1><p>10 February 2020</p><p>189 people were killed and 12,500 fled.</p>")


def written(writer: pypdf.PdfWriter) -> bytes:
    """What a writer of pypdf writes."""
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def changed(data: bytes, **metadata: str) -> bytes:
    """The PDF with other metadata."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    writer.add_metadata({f"/{name}": value for name, value in metadata.items()})
    return written(writer)


def pdfs() -> Iterator[Case]:
    """PDFs, sound and not."""
    yield case("plain.pdf", plain(), READ, has="12,500 fled")
    yield case("named.txt", plain() + b"\n% another", READ, has="12,500 fled")
    yield case("late.pdf", b"GET / HTTP/1.1\r\n" * 20 + plain(), READ, has="12,500 fled")
    yield case("after.pdf", plain() + b"\nrubbish" * 100, READ, has="12,500 fled")
    yield case("cut.pdf", plain()[: len(plain()) // 3], FAILED, why="damaged")
    yield case("head.pdf", b"%PDF-1.7\n", FAILED, why="damaged")
    yield case("rubbish.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, FAILED, why="damaged")
    yield case("not one.pdf", DATED + "200 killed", READ, has="200 killed")
    start = plain().rindex(b"startxref")
    yield case("xref.pdf", plain()[:start] + b"startxref\n999999\n%%EOF", READ, has="12,500 fled")
    dated = "<p>10 February 2020</p>"
    yield case(
        "marks.pdf",
        pdf(f"{dated}<p>12,500<sup>1</sup> people, 64,000<sup>12</sup> homes</p>"),
        READ,
        has="12,500 ¹|64,000 ¹²",
        lacks="12,5001|64,00012",
    )
    yield case(
        "cells.pdf",
        pdf(f"{dated}<table><tr><th>Site<th>IDPs<th>Tents<tr><td>Dana<td><td>310</table>"),
        READ,
        has="Dana: 310 Tents.",
        lacks="310 IDPs",
    )
    yield case(
        "columns.pdf",
        pdf(f"{dated}<div style='columns:2'><p>{'Some words of the left column. ' * 30}Here 3,400 came.</p></div>"),
        READ,
        has="Here 3,400 came",
    )
    heads = "@page { @top-center { content: 'Report No. 9' } @bottom-center { content: 'Page ' counter(page) } }"
    yield case(
        "heads.pdf",
        pdf(dated + "".join(f"<p style='break-after:page'>{n},500 fled</p>" for n in range(1, 6)), style=heads),
        READ,
        has="1,500|5,500",
        lacks="Page",
    )
    yield case(
        "arabic.pdf",
        pdf("<p>10 فبراير 2020</p><p>نزح أكثر من 12,500 شخص من المدينة</p>", lang="ar dir=rtl"),
        READ,
        has="نزح أكثر من 12,500 شخص",
    )
    locked = pypdf.PdfWriter(clone_from=BytesIO(plain()))
    locked.encrypt("secret", algorithm="AES-256")
    yield case("locked.pdf", written(locked), FAILED, why="password")
    owned = pypdf.PdfWriter(clone_from=BytesIO(plain()))
    owned.encrypt("", owner_password="secret", algorithm="AES-128")
    yield case("owned.pdf", written(owned), READ, has="12,500 fled")
    turned = pypdf.PdfWriter(clone_from=BytesIO(plain()))
    turned.pages[0].rotate(90)
    yield case("turned.pdf", written(turned), READ, has="12,500 fled")
    acting = pypdf.PdfWriter(clone_from=BytesIO(plain()))
    acting.add_attachment("x.txt", b"77002 killed")
    yield case("acting.pdf", written(acting), READ, has="12,500", lacks="7700")
    yield case(
        "made.pdf",
        changed(pdf("<p>211 killed in 2020</p>"), CreationDate="D:20200210083000"),
        WARNED,
        has="211 killed",
        why="by the program that made the file",
    )
    yield case(
        "made later.pdf",
        changed(pdf("<p>212 killed in 2020</p>"), CreationDate="D:20240210083000"),
        WARNED,
        has="212 killed",
        why="no date of publication",
    )
    looped = pypdf.PdfWriter(clone_from=BytesIO(plain()))
    pages = looped._root_object["/Pages"].get_object()
    pages["/Kids"].append(pages.indirect_reference)
    yield case("loop.pdf", written(looped), READ, has="12,500 fled")
    yield case(
        "tiny.pdf",
        pdf(f"{dated}<p>214 killed</p>", style="@page { size: 3cm 3cm; margin: 0 } body { font-size: 3pt }"),
        READ,
        has="214 killed",
    )


def word() -> Iterator[Case]:
    """Word documents."""
    dated = paragraph("10 February 2020")
    changes = f"<w:p>{run('7 ')}<w:ins>{run('or 8 ')}</w:ins><w:del>{run('77001 ')}</w:del>{run('killed')}</w:p>"
    box = f"<w:txbxContent>{paragraph('948,000 displaced')}</w:txbxContent>"
    boxed = f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    yield case("plain.docx", docx(dated + paragraph("216 killed")), READ, has="216 killed")
    yield case("named.pdf", docx(dated + paragraph("6 killed")), READ, has="6 killed")
    yield case(
        "marks.docx",
        docx(dated + paragraph("12,500", run("1", SUPERSCRIPT), " people")),
        READ,
        has="12,500 ¹ people",
        lacks="12,5001",
    )
    yield case("changes.docx", docx(dated + changes), WARNED, has="7 or 8 killed", lacks="77001", why="tracked changes")
    yield case("box.docx", docx(dated + boxed), READ, has="948,000")
    yield case(
        "control.docx",
        docx(f"{dated}<w:sdt><w:sdtContent>{paragraph('221 killed')}</w:sdtContent></w:sdt>"),
        READ,
        has="221 killed",
    )
    yield case(
        "cells.docx",
        docx(dated + table(["Site", "IDPs", "Tents"], ["Dana", "", "310"])),
        READ,
        has="Dana: 310 Tents.",
        lacks="310 IDPs",
    )
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{paragraph("Counted by 11 partners")}</w:footnote></w:footnotes>'
    yield case(
        "note.docx",
        docx(dated + paragraph("12,500", note, " fled"), footnotes=notes),
        READ,
        has="12,500 ¹ fled|¹ Counted by 11",
        lacks="12,5001",
    )
    yield case(
        "hidden.docx",
        docx(dated + paragraph("224 killed", run(" 77001", "<w:vanish/>"))),
        WARNED,
        has="224 killed",
        lacks="77001",
    )
    yield case(
        "deep.docx",
        docx(dated + "<w:tbl><w:tr><w:tc>" * 60 + paragraph("225 killed") + "</w:tc></w:tr></w:tbl>" * 60),
        READ,
        has="225 killed",
    )
    yield case("cut.docx", docx(paragraph("226 killed"))[:-60], FAILED, why="damaged")
    yield case("broken.docx", docx("<w:p><w:r><w:t>227 killed"), FAILED, why="damaged")
    yield case(
        "bomb.docx",
        packed({"[Content_Types].xml": "wordprocessingml.document.main+xml", "word/document.xml": " " * 30_000_000}),
        FAILED,
        why="the limit",
    )
    yield case("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), SKIPPED, why="old kind")
    yield case(
        "locked.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        FAILED,
        why="password",
    )
    yield case(
        "slides.pptx", packed({"[Content_Types].xml": "x", "ppt/presentation.xml": "x"}), SKIPPED, why="presentation"
    )
    yield case(
        "text.odt",
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}),
        SKIPPED,
        why="OpenDocument",
    )
    yield case("text.rtf", rb"{\rtf1 233 killed}", SKIPPED, why="RTF")
    yield case("files.zip", packed({"a.txt": "234 killed"}), SKIPPED, why="archive")
    yield case("packed.gz", gzip.compress(b"235 killed", mtime=0), SKIPPED, why="compressed")
    yield case("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(200), SKIPPED, why="picture")
    yield case("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), SKIPPED, why="picture")


def sheets() -> Iterator[Case]:
    """Tables."""

    def book(*rows: list[object]) -> openpyxl.Workbook:
        made = openpyxl.Workbook()
        for row in (["Sites, as of 10 February 2020"], *rows):
            made.active.append(row)
        return made

    def saved(made: openpyxl.Workbook) -> bytes:
        buffer = BytesIO()
        made.save(buffer)
        return buffer.getvalue()

    yield case("plain.xlsx", saved(book(["Site", "IDPs"], ["Dana", 12500])), READ, has="Dana: 12500 IDPs.")
    yield case(
        "empty cell.xlsx",
        saved(book(["Site", "IDPs", "Tents"], ["Dana", None, 310])),
        READ,
        has="Dana: 310 Tents.",
    )
    yield case(
        "formula.xlsx",
        saved(book(["Site", "IDPs"], ["Dana", 5], ["All", "=SUM(B2:B3)"])),
        WARNED,
        has="Dana: 5 IDPs.",
        lacks="SUM",
        why="formula",
    )
    hiding = book(["Site", "IDPs"], ["Dana", 5], ["Old", 77001])
    hiding.active.row_dimensions[4].hidden = True
    yield case("hidden.xlsx", saved(hiding), WARNED, has="Dana: 5 IDPs.", lacks="77001", why="hidden")
    yield case("tags.csv", DATED + "Site,IDPs\n#loc,#affected+idps\nDana,12500\n", READ, has="Dana: 12500 IDPs.")
    yield case("semicolons.csv", DATED + "Site;IDPs\nDana;12.500\n", READ, has="Dana: 12.500 IDPs.")
    ragged = DATED + "Site,IDPs\nDana,12,500\nSalqin\n"
    yield case("ragged.csv", ragged, WARNED, has="12,500|Salqin", lacks="12 IDPs", why="more cells than headings")
    yield case("prose.csv", DATED + "After the attack, 12,500 fled.\nIn Dana, 7 died.\n", READ, has="12,500 fled")
    yield case("quotes.csv", DATED + 'Site,IDPs\n"Dana, ""North""","12,500"\n', READ, has='Dana, "North"|12,500')
    yield case("open quote.csv", DATED + 'Site,IDPs\n"Dana,5\nSalqin,7\n', READ, has="5|7")


def mails() -> Iterator[Case]:
    """Mails."""
    head = "From: Desk <desk@example.org>\r\nSubject: Update\r\nDate: Mon, 10 Feb 2020 23:30:00 +0300\r\nMIME-Version: 1.0\r\n"
    yield case("plain.eml", f"{head}\r\n251 killed", READ, has="251 killed")
    yield case(
        "encoded.eml",
        f"{head}Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nPr=E8s de 12=A0500",
        READ,
        has="Près de 12\xa0500",
    )
    yield case("base64.eml", f"{head}Content-Transfer-Encoding: base64\r\n\r\nNSBraWxsZWQ=", READ, has="5 killed")
    yield case("bad base64.eml", f"{head}Content-Transfer-Encoding: base64\r\n\r\nNSBraWxsZWQ", READ, has="5 killed")
    yield case(
        "charset.eml",
        f"{head}Content-Type: text/plain; charset=x-none\r\n\r\n255 killed – 7 hurt",
        READ,
        has="255 killed – 7 hurt",
    )
    yield case(
        "html.eml",
        f"{head}Content-Type: text/html\r\n\r\n<p>12,500<sup>1</sup> fled</p><script>77001</script>",
        READ,
        has="12,500 ¹ fled",
        lacks="77001",
    )
    yield case(
        "no date.eml", "From: a@example.org\r\nSubject: x\r\n\r\n257 killed", WARNED, has="257 killed", why="no date"
    )
    yield case(
        "open part.eml",
        f"{head}Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\n258 killed",
        READ,
        has="258 killed",
    )
    yield case(
        "no part.eml", f"{head}Content-Type: multipart/mixed; boundary=B\r\n\r\n259 killed", READ, has="259 killed"
    )
    yield case("quoted.eml", f"{head}\r\n260 killed\r\n> 3 killed, you wrote\r\n", READ, has="260 killed|> 3 killed")
    yield case("header.eml", f"Subject: {'x' * 2_000}\r\n{head}\r\n261 killed", READ, has="261 killed")
    yield case(
        "box.mbox",
        "".join(
            f"From a@example.org\nDate: Mon, {d} Feb 2020 08:00:00 +0000\nSubject: {d}\n\n{d} killed\n\n"
            for d in (10, 11)
        ),
        READ,
        has="10 killed|11 killed",
    )
    message = EmailMessage(policy=SMTP)
    message["From"], message["Date"] = "a@example.org", "Mon, 10 Feb 2020 08:00:00 +0000"
    message.set_content("See the report.")
    message.add_attachment(docx(paragraph("948,000 displaced")), "application", "octet-stream", filename="r.docx")
    message.add_attachment(b"\x89PNG", "image", "png", filename="p.png")
    yield case("attached.eml", message.as_bytes(), WARNED, has="See the report|948,000", why="p.png was not read")


def feeds() -> Iterator[Case]:
    """Feeds."""
    item = "<item><title>No. 4</title><pubDate>Mon, 10 Feb 2020 08:00:00 +0000</pubDate><description>{}</description></item>"
    rss = "<?xml version='1.0'?><rss version='2.0'><channel><title>F</title>{}</channel></rss>"
    yield case("plain.xml", rss.format(item.format("265 killed")), READ, has="265 killed")
    yield case(
        "escaped.xml",
        rss.format(item.format("&lt;p&gt;12,500&lt;sup&gt;1&lt;/sup&gt; fled&lt;/p&gt;")),
        READ,
        has="12,500 ¹ fled",
    )
    yield case(
        "cdata.xml",
        rss.format(item.format("<![CDATA[<p>267 killed</p><script>77001</script>]]>")),
        READ,
        has="267 killed",
        lacks="77001",
    )
    yield case("cut.xml", rss.format(item.format("268 killed"))[:-15], WARNED, has="268 killed", why="not well formed")
    yield case(
        "no date.xml", rss.format("<item><title>269 killed</title></item>"), WARNED, has="269 killed", why="no date"
    )
    yield case(
        "atom.xml",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><entry><title>x</title><updated>2020-02-10T08:00:00Z</updated><summary>270 killed</summary></entry></feed>",
        READ,
        has="270 killed",
    )
    yield case("ampersand.xml", rss.format(item.format("271 killed & 7 hurt")), WARNED, has="271 killed|7 hurt")


def records() -> Iterator[Case]:
    """JSON."""
    fields = {"title": "No. 4", "body": "272 killed", "date": {"original": "2020-02-10T00:00:00+00:00"}}
    yield case("report.json", json.dumps({"data": [{"id": "1", "fields": fields}]}), READ, has="272 killed")
    yield case(
        "html.json",
        json.dumps({"data": [{"id": "2", "fields": fields | {"body-html": "<p>12,500<sup>1</sup> fled</p>"}}]}),
        READ,
        has="12,500 ¹ fled",
    )
    yield case(
        "rows.json",
        '{"data": [{"admin1": "Idleb", "population": 12345678901234567890, "share": 0.350}]}',
        WARNED,
        has="12345678901234567890|0.350",
    )
    yield case("deep.json", "[" * 200_000, FAILED, why="nested")
    yield case("nan.json", '{"data": [{"x": NaN}]}', FAILED, why="NaN")
    yield case("cut.json", '{"data": [{"x": ', FAILED, why="cannot be read")
    yield case("digits.json", '{"data": [{"x": ' + "9" * 5000 + "}]}", WARNED, has="9999")
    yield case("shape.json", '{"a": {"b": [1, 2]}}', SKIPPED, why="shape")
    yield case("twice.json", '{"data": [{"x": 1, "x": 2, "killed": 5}]}', WARNED, has="5 killed")


def dates() -> Iterator[Case]:
    """Days of publication, told and not."""
    for name, text, ends in (
        ("none", "283 killed.", WARNED),
        ("no day", "30 February 2020\n\n5 killed.", WARNED),
        ("either", "Update of 02/03/2020\n\n5 killed.", WARNED),
        ("no year", "ANKARA, Feb 10 – 286 killed.", WARNED),
        ("in prose", "On 10 February 2020 five people were killed.", WARNED),
        ("head", "---\npublished: 2020-02-10\n---\n5 killed.", READ),
        ("no head", "---\npublished: soon\n---\n5 killed.", WARNED),
        ("line", "North-west Syria\n10 February 2020\n\n5 killed.", READ),
        ("town", "ANKARA, 10 February 2020 – 291 killed.", READ),
        ("as of", "Situation Report No. 4 (as of 10 February 2020)\n\n5 killed.", READ),
        ("french", "Bulletin\n10 février 2020\n\n5 personnes ont été tuées dans la ville.", READ),
        ("arabic", "تقرير الحالة\n10 شباط 2020\n\nقُتل 5 أشخاص.", READ),
        ("year nought", "---\npublished: 0000-00-00\n---\n5 killed.", WARNED),
    ):
        yield case(f"{name}.txt", f"{text} The case of {name}.", ends, has=name)
    both = "<html lang=en><meta property=article:published_time content=2020-02-10><main><p>1 January 2019</p><p>296 killed on a page with two dates.</p></main></html>"
    yield case("both.html", both, READ, has="296 killed")


STORY = (
    "Government forces took the town on Monday after a week of fighting, residents said. At least 12 people were killed "
    "and 40 wounded when shells hit the market. Thousands of families left for the north in the night, many of them on "
    "foot and in the rain. Relief workers say the camps near the border have no room, and that tents will run out."
)


def repeated() -> Iterator[Case]:
    """The same again."""
    yield case("a.txt", DATED + STORY, READ, has="12 people")
    yield case("b same bytes.txt", DATED + STORY, DUPLICATE, why="the same bytes")
    yield case(
        "c same words.txt", (DATED + STORY).replace("\n", "\r\n").replace(". ", ".  "), DUPLICATE, why="the same text"
    )
    yield case(
        "d reprint.txt",
        f"---\npublished: 2020-02-11\npublisher: Example Wire\n---\n(Wire) {STORY}",
        READ,
        has="12 people",
    )
    yield case("e another day.txt", DATED.replace("10", "11") + STORY.replace("12", "17"), READ, has="17 people")


@dataclass(frozen=True)
class Place:
    """Something in a folder that is no plain file, or has a name of its own."""

    name: str
    ends: str
    why: str = ""
    names: tuple[str, ...] = field(default=())


def make_places(folder: Path) -> Iterator[Place]:
    """What a file system may hold."""
    folder.mkdir()
    (folder / "outside").mkdir()
    (folder.parent / "secret.txt").write_text("77001 killed")
    names = {
        "-rf.txt": READ,
        " blank .txt": READ,
        "quo'te\".txt": READ,
        "per%00cent.txt": READ,
        "new\nline.txt": READ,
        "\u202etxt.exe": READ,
        "bell\x07\x1b[31m.txt": READ,
        "emoji 🚚.txt": READ,
        "e\u0301.txt": READ,
        "\u00e9.txt": READ,
        "CON.txt": READ,
        "..txt": IGNORED,
        "no suffix": READ,
        "many.dots.in.name.txt": READ,
        "x" * 251 + ".txt": READ,
        ".hidden.txt": IGNORED,
        "~$lock.docx": IGNORED,
        "half.pdf.part": IGNORED,
        "Thumbs.db": IGNORED,
        os.fsdecode(b"not \xff utf-8.txt"): READ,
    }
    for number, (name, ends) in enumerate(names.items()):
        (folder / name).write_text(f"{DATED}{number} people were killed in place {number}.")
        yield Place(name, ends)
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    (folder / "round").symlink_to(folder)
    (folder / "outer").symlink_to("/etc")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as door:
        here = Path.cwd()
        os.chdir(folder)  # the address of a socket is short
        door.bind("socket.txt")
        os.chdir(here)
    deep = folder.joinpath(*["deeper"] * 40)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text(f"{DATED}99 people were killed far down.")
    (folder / "like a file.txt").mkdir()
    (folder / "like a file.txt" / "inside.txt").write_text(f"{DATED}98 people were killed inside.")
    with (folder / "large.txt").open("wb") as file:
        file.truncate(51 * 2**20)
    yield Place("link.txt", SKIPPED, "a link")
    yield Place("dangling.txt", SKIPPED, "a link")
    yield Place("round", SKIPPED, "a link")
    yield Place("outer", SKIPPED, "a link")
    yield Place("pipe.txt", SKIPPED, "not a plain file")
    yield Place("socket.txt", SKIPPED, "not a plain file")
    yield Place("/".join(["deeper"] * 40) + "/a.txt", READ)
    yield Place("like a file.txt/inside.txt", READ)
    yield Place("large.txt", FAILED, "more than 50 MB")


def large() -> Iterator[Case]:
    """Inputs that take their time."""
    line = "More than 12,500 people fled from the town to the north on Monday. "
    yield case("one line.txt", DATED + line * 250_000, WARNED, has="12,500", why="was broken at spaces")
    yield case("too long.txt", line * 320_000, FAILED, why="20,000,000 characters, the limit")
    yield case(
        "rows.csv",
        DATED + "Site,IDPs\n" + "".join(f"Site {n},{n}\n" for n in range(200_000)),
        READ,
        has="Site 199999: 199999 IDPs.",
    )
    writer = pypdf.PdfWriter()
    for _ in range(2_001):
        writer.add_blank_page(100, 100)
    yield case("pages.pdf", written(writer), FAILED, why="2,001 pages, more than 2,000")
    yield case("nested.html", f"<html>{DATE}<main>" + "<b>" * 500_000 + "310 killed", WARNED, has="310 killed")
    yield case("bmp.txt", b"BM" + struct.pack("<I", 10**7) + bytes(10**7), SKIPPED, why="binary")
