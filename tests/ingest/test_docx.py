"""What does a Word document say?"""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from sitrep.errors import DocumentError
from sitrep.ingest.docx import read
from sitrep.ingest.draft import Draft, Original
from tests.ingest.made import NAMESPACES, SUPERSCRIPT, docx, packed, paragraph, run, table


def read_docx(body: str, **members: str) -> Draft:
    (draft,) = read(Original(data=docx(body, **members), name="a.docx"))
    return draft


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("12,500", run("1", SUPERSCRIPT), " people"), "12,500 ¹ people"),
        (paragraph("600 km", run("2", SUPERSCRIPT), " of land"), "600 km² of land"),
        (paragraph("the 1", run("st", SUPERSCRIPT), " day"), "the 1st day"),
        (paragraph("12,", run("500", "<w:b/>"), " people"), "12,500 people"),
        (
            f"<w:p>{run('7 ')}<w:ins>{run('or 8 ')}</w:ins><w:del>{run('99 ')}</w:del>{run('killed')}</w:p>",
            "7 or 8 killed",
        ),
        (f"<w:p><w:moveFrom>{run('99')}</w:moveFrom><w:moveTo>{run('5')}</w:moveTo>{run(' killed')}</w:p>", "5 killed"),
        (f"<w:sdt><w:sdtContent>{paragraph('5 killed')}</w:sdtContent></w:sdt>", "5 killed"),
        (f"<w:p><w:sdt><w:sdtContent>{run('5')}</w:sdtContent></w:sdt>{run(' killed')}</w:p>", "5 killed"),
        (f"<w:p><w:hyperlink>{run('5 killed')}</w:hyperlink></w:p>", "5 killed"),
        (f"<w:p><w:smartTag>{run('5 killed')}</w:smartTag></w:p>", "5 killed"),
        (paragraph("<w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>3 million</w:t></w:r>"), "2-3 million"),
        (paragraph("<w:r><w:t>5</w:t><w:tab/><w:t>killed</w:t></w:r>"), "5\tkilled"),
        ("<w:p><w:r><w:instrText>PAGE 99</w:instrText></w:r><w:r><w:t>5 killed</w:t></w:r></w:p>", "5 killed"),
        (paragraph("5 killed", run(" 99 hidden", "<w:vanish/>")), "5 killed"),
        (paragraph("5 <b>killed</b> {{ 7*7 }}"), "5 <b>killed</b> {{ 7*7 }}"),
    ],
)
def test_the_text_is_what_is_printed(body: str, text: str) -> None:
    assert read_docx(body).text == text


STYLES = f"""<w:styles {NAMESPACES}>
<w:style w:type="character" w:styleId="Mark"><w:rPr>{SUPERSCRIPT}</w:rPr></w:style>
<w:style w:type="character" w:styleId="Own"><w:basedOn w:val="Mark"/></w:style>
<w:style w:type="character" w:styleId="Level"><w:basedOn w:val="Mark"/>
<w:rPr><w:vertAlign w:val="baseline"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:basedOn w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Endless"><w:basedOn w:val="Endless"/></w:style></w:styles>"""


@pytest.mark.parametrize(
    ("look", "text"),
    [
        ('<w:rStyle w:val="Mark"/>', "12,500 ¹"),
        ('<w:rStyle w:val="Own"/>', "12,500 ¹"),
        ('<w:rStyle w:val="Level"/>', "12,5001"),
        ('<w:rStyle w:val="Secret"/>', "12,500"),
        ('<w:rStyle w:val="Endless"/>', "12,5001"),
        ('<w:rStyle w:val="Nowhere"/>', "12,5001"),
        ('<w:position w:val="8"/>', "12,500 ¹"),
        ('<w:vertAlign w:val="subscript"/>', "12,500 ₁"),
        ("<w:strike/>", "12,500"),
        ('<w:strike w:val="0"/>', "12,5001"),
    ],
)
def test_marks_are_told_by_their_style_too(look: str, text: str) -> None:
    assert read_docx(paragraph("12,500", run("1", look)), styles=STYLES).text == text


def test_a_text_box_is_given_once() -> None:
    box = f"<w:txbxContent>{paragraph('948,000 displaced')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Before</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    draft = read_docx(body)
    assert draft.text == "Before\n\n948,000 displaced"
    assert [part.label for part in draft.parts] == ["paragraph 1", "text box in paragraph 1"]


def test_notes_follow_the_text_and_their_marks_stand_apart() -> None:
    reference = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:id="0" w:type="separator">{paragraph("-")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", " Counted by partners.")}</w:footnote>'
        "</w:footnotes>"
    )
    draft = read_docx(paragraph("12,500", reference, " people"), footnotes=notes)
    assert draft.text == "12,500 ¹ people\n\n¹ Counted by partners."
    assert draft.parts[1].label == "footnote 1"


def test_each_cell_is_under_its_heading() -> None:
    spanned = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + paragraph("People") + "</w:tc>"
    draft = read_docx(
        table(["District", spanned, "Tents"], ["", "IDPs", "Returnees", ""], ["Harim", "12,000", "", "300"])
    )
    assert draft.text.splitlines()[-1] == "Harim: 12,000 People – IDPs; 300 Tents."
    assert draft.parts[-1].label == "table 1, row 3"


def test_a_cell_over_several_rows_is_in_each() -> None:
    start = "<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>" + paragraph("Idlib") + "</w:tc>"
    more = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph("") + "</w:tc>"
    draft = read_docx(table(["Area", "Site", "IDPs"], [start, "Dana", "500"], [more, "Salqin", "700"]))
    assert draft.text.endswith("Idlib, Salqin: 700 IDPs.")


def test_a_table_that_sets_the_page_is_read_as_text() -> None:
    long = "Five people were killed in the market. " * 10
    assert read_docx(table(["Highlights", long])).text == f"Highlights\n\n{long.strip()}"


BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


def test_boxes_are_read_wherever_they_stand() -> None:
    """In a cell, in a page head, and with a table in them."""
    boxed = f"<w:tc><w:p>{BOX.format(paragraph('5 killed'))}</w:p></w:tc>"
    assert read_docx(table(["Dana", "7"], [boxed, "9"])).text == "Dana | 7\n\n9\n\n5 killed"
    head = f"<w:hdr {NAMESPACES}><w:p>{BOX.format(paragraph('No. 12'))}</w:p></w:hdr>"
    assert read_docx(paragraph("5 killed"), header1=head).text == "No. 12\n\n5 killed"
    inside = table(["Site", "IDPs", "Tents"], ["Dana", "", "310"])
    assert read_docx(f"<w:p>{BOX.format(inside)}</w:p>").text == "Site | IDPs | Tents\n\nDana: 310 Tents."


def test_a_table_within_a_table_is_read_as_one() -> None:
    inside = f"<w:tc>{table(['Men', 'Women'], ['5', '7'])}</w:tc>"
    assert read_docx(table(["Dana", inside])).text == "Dana\n\nMen | Women\n\n5 Men; 7 Women."


def test_charts_and_embedded_files_are_said_to_be_unread() -> None:
    draft = read_docx(paragraph("5 killed"), **{"charts/chart1": "<x/>", "diagrams/data1": "<x/>"})
    assert [problem.message for problem in draft.problems] == ["1 charts were not read", "1 diagrams were not read"]


def test_a_strict_document_is_read() -> None:
    with ZipFile(BytesIO(docx(paragraph("5 killed")))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    usual, name = b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml/wordprocessingml"
    (draft,) = read(Original(data=packed({k: v.replace(usual, name) for k, v in members.items()}), name="a.docx"))
    assert draft.text == "5 killed"


def test_page_heads_come_once() -> None:
    head = f"<w:hdr {NAMESPACES}>{paragraph('Situation Report No. 9, 10 February 2020')}</w:hdr>"
    draft = read_docx(paragraph("5 killed"), header1=head, header2=head)
    assert draft.text == "Situation Report No. 9, 10 February 2020\n\n5 killed"


def test_tracked_changes_and_hidden_text_are_said() -> None:
    body = f"<w:p><w:ins>{run('8 killed')}</w:ins>{run(' 99', '<w:vanish/>')}</w:p>"
    assert [problem.message for problem in read_docx(body).problems] == [
        "1 tracked changes, read as if all were accepted",
        "1 stretches of hidden text were left out",
    ]


def test_what_the_document_says_of_itself() -> None:
    draft = read_docx(paragraph("5 killed"), title="Update 3")
    assert (draft.title, draft.published, draft.doubtful_date) == ("Update 3", None, date(2020, 2, 10))
    assert read_docx(paragraph("Update 4", style="Heading1") + paragraph("5 killed")).title == "Update 4"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (docx(paragraph("5 killed"))[:-40], "damaged"),
        (docx("<w:p>"), "damaged: word/document.xml"),
        (docx(paragraph("")), "holds no text"),
        (packed({"[Content_Types].xml": "x"}), "the document itself is missing"),
        (packed({"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}), "declares a document type"),
        (packed({"word/document.xml": " " * 70_000_000}), "more than 64 MB, the limit"),
        (packed({"word/document.xml": " " * 20_000_000}), "more than 200 times its size, the limit"),
    ],
    ids=["cut", "xml", "blank", "no-document", "doctype", "large", "bomb"],
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read(Original(data=data, name="a.docx"))
