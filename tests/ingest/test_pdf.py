"""What does a PDF say?"""

import re
from collections import Counter
from datetime import date
from io import BytesIO

import pypdf
import pytest

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Draft, Original, Unsupported
from sitrep.ingest.pdf import read, unconfirmed
from tests.ingest.awkward import written
from tests.ingest.made import pdf

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def read_pdf(data: bytes, *, checked: bool = False) -> Draft:
    (draft,) = read(Original(data=data, name="a.pdf", is_cross_checked=checked))
    return draft


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("12,500<sup>1</sup> people fled", "12,500 ¹ people fled"),
        ("US$ 64,000<sup>12</sup>, less", "US$ 64,000 ¹², less"),
        ("over 100,000<sup>1,2</sup> people", "over 100,000 ¹,² people"),
        ("600 km<sup>2</sup> of land", "600 km² of land"),
        ("the 1<sup>st</sup> day", "the 1st day"),
        ("<b>12,500</b><sup><i>3</i></sup> people", "12,500 ³ people"),
    ],
)
def test_raised_marks_stand_apart_from_numbers(markup: str, text: str) -> None:
    assert text in words(read_pdf(pdf(f"<p>Since Monday {markup} and so on.</p>")).text)


def test_lines_are_joined_to_paragraphs() -> None:
    prose = "More than 12,500 people fled from the town to the villages in the north of the district on Monday. " * 3
    assert read_pdf(pdf(f"<p>{prose}</p><p>Second.</p>")).text == f"{prose.strip()}\n\nSecond."


def test_a_word_broken_at_the_end_of_a_line_is_whole() -> None:
    body = (
        "<p lang=en style='hyphens: manual; width: 5cm'>Those internally displa&shy;ced reached twenty&shy;three.</p>"
    )
    assert "displaced" in read_pdf(pdf(body)).text


def test_columns_are_read_one_after_the_other() -> None:
    left = "The left column tells of 3,400 people who came to the camp in the north on Monday and Tuesday. " * 4
    right = "The right column tells of 5,600 others who went to the coast in the week before that by bus. " * 4
    interleaved = "".join(
        f"<div style='position:absolute;top:{1.3 * n}em;left:{x}cm;white-space:pre'>{text[n * 30 : n * 30 + 30]}</div>"
        for n in range(12)
        for x, text in ((0, left), (9, right))
    )
    text = words(read_pdf(pdf(f"<div style='position:relative'>{interleaved}</div>", style="body{font-size:9pt}")).text)
    assert text.index("3,400") < text.index("Tuesday") < text.index("5,600")
    assert not re.search(r"Monday and\s+The right", text)


def test_cells_beside_each_other_stay_in_their_row() -> None:
    rows = "".join(
        f"<tr><td>{name}<td style='text-align:right'>{n:,}</tr>"
        for name, n in (("Harim", 12000), ("Idlib", 8000), ("Dana", 500))
    )
    text = read_pdf(pdf(f"<table style='width:15cm'>{rows}</table>", style="td{border:none}")).text
    assert text.splitlines() == ["Harim | 12,000", "Idlib | 8,000", "Dana | 500"]


def test_each_cell_of_a_ruled_table_is_under_its_heading() -> None:
    body = (
        "<p>Before 77.</p><table><tr><th rowspan=2>District<th colspan=2>People<th rowspan=2>Tents</tr>"
        "<tr><th>IDPs<th>Returnees</tr><tr><td>Harim<td>12,000<sup>2</sup><td><td>300</tr>"
        "<tr><td>Idlib<td>8,000<td>150<td></tr></table><p>After 88.</p>"
    )
    assert read_pdf(pdf(body)).text.splitlines() == [
        "Before 77.",
        "",
        "District | People | Tents",
        "District | IDPs | Returnees | Tents",
        "Harim: 12,000 ² People – IDPs; 300 Tents.",
        "Idlib: 8,000 People – IDPs; 150 People – Returnees.",
        "",
        "After 88.",
    ]


def placed(*rows: tuple[float, list[tuple[float, str]]], size: int = 11) -> bytes:
    """A PDF with words where they are put, in cm from the left and the top."""
    cells = "".join(
        f"<div style='position:absolute;left:{x}cm;top:{y}cm;white-space:pre'>{text}</div>"
        for y, row in rows
        for x, text in row
    )
    return pdf(cells, style=f"body {{ font-size: {size}pt }}")


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            [
                (0, [(0, "District"), (5, "In need"), (9, "Tents")]),
                (1, [(0, "Dana"), (9, "310")]),
                (2, [(0, "Salqin"), (5, "1,200"), (9, "15")]),
            ],
            ["District | In need | Tents", "Dana: 310 Tents.", "Salqin: 1,200 In need; 15 Tents."],
        ),
        (
            [
                (0, [(5, "People"), (11, "Tents")]),
                (1, [(0, "Site"), (4, "Men"), (7, "Women")]),
                (2, [(0, "Dana"), (4, "5"), (7, "7"), (11, "9")]),
                (3, [(0, "Salqin"), (4, "6"), (7, "8"), (11, "10")]),
            ],
            # "People" reaches over neither of its columns: nothing is put together.
            ["People | Tents", "Site | Men | Women", "Dana | 5 | 7 | 9", "Salqin | 6 | 8 | 10"],
        ),
        (
            [
                (0, [(0, "2.9M"), (6, "372,800")]),
                (1, [(0, "people in"), (6, "returnees")]),
                (2, [(0, "need"), (6, "in")]),
            ],
            ["2.9M people in need.", "372,800 returnees in."],
        ),
        (
            [(0, [(0, "In need"), (6, "Returned")]), (1, [(0, "2.9M"), (6, "372,800")])],
            ["In need | Returned", "2.9M In need; 372,800 Returned."],
        ),
        (
            [(0, [(0, "In the north,"), (6, "In the south")]), (1, [(0, "5 people fled and"), (6, "7 came back")])],
            ["In the north, | In the south", "5 people fled and | 7 came back"],
        ),
    ],
)
def test_cells_that_no_line_parts_are_under_their_headings(
    rows: list[tuple[float, list[tuple[float, str]]]], lines: list[str]
) -> None:
    assert [line for line in read_pdf(placed(*rows)).text.splitlines() if line] == lines


def test_large_figures_beside_each_other_stay_apart() -> None:
    """Between characters of 24 points a gap of a few millimetres is no space."""
    data = placed(
        (0, [(0, "372,800"), (4.6, "15%")]), (1.5, [(0, "<small>came</small>"), (4.6, "<small>paid</small>")]), size=24
    )
    assert read_pdf(data).text == "372,800 came.\n\n15% paid."


def test_numbers_of_two_cells_that_are_near_stay_apart() -> None:
    """ "200 310" would be read as 200,310."""
    data = placed((0, [(0, "Dana"), (3, "200"), (4.0, "310")]), (0.6, [(0, "Salqin"), (3, "7"), (4.0, "40")]))
    assert read_pdf(data).text == "Dana | 200 | 310\nSalqin | 7 | 40"


@pytest.mark.parametrize("written", ["12 500", "12\u00a0500", "12\u202f500"])
def test_a_number_with_spaces_is_one(written: str) -> None:
    assert read_pdf(pdf(f"<p>Près de {written} personnes</p>")).text == f"Près de {written} personnes"


def test_a_justified_line_is_one() -> None:
    prose = "Humanitarian organizations registered approximately 948,000 internally displaced schoolchildren there."
    text = read_pdf(pdf(f"<p style='width:6cm;text-align:justify'>{prose}</p>")).text
    assert words(text) == prose


def test_letters_that_are_spaced_out_are_words() -> None:
    assert read_pdf(pdf("<p style='letter-spacing:3px'>In all 12,500 people</p>")).text == "In all 12,500 people"


def test_lowered_digits_stand_apart_from_numbers() -> None:
    text = read_pdf(
        pdf("<p>500<sub style='font-size:60%'>5</sub> tons of CO<sub style='font-size:60%'>2</sub></p>")
    ).text
    assert text == "500 ₅ tons of CO2"


def test_what_stands_beside_the_page_or_is_too_small_is_left_out_and_said() -> None:
    beside = "<p style='position:absolute;left:-20cm'>99 killed</p><p style='font-size:0.5px'>77 killed</p>"
    draft = read_pdf(pdf(f"<p>5 killed</p>{beside}"))
    assert draft.text == "5 killed"
    assert "characters that nobody sees: left out" in draft.problems[0].message


def test_a_damaged_page_costs_itself_alone() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf("<p>5 killed</p><p style='break-before:page'>7 hurt</p>")))
    kids = writer._root_object["/Pages"].get_object()["/Kids"]
    kids[1] = pypdf.generic.NumberObject(7)
    draft = read_pdf(written(writer))
    assert draft.text == "5 killed"
    assert "page 2 is damaged" in draft.problems[0].message


def test_rows_without_rulings_between_them_stay_rows() -> None:
    style = "tbody td { border-top: none; border-bottom: none } tbody { border: 1px solid black }"
    body = (
        "<table><thead><tr><th>Site<th>IDPs<th>Tents</thead><tbody><tr><td>Dana<td><td>310"
        "<tr><td>Salqin<td>1,200<td>15<tr><td>Harim<td>400<td></table>"
    )
    assert read_pdf(pdf(body, style=style)).text.splitlines() == [
        "Site | IDPs | Tents",
        "Dana: 310 Tents.",
        "Salqin: 1,200 IDPs; 15 Tents.",
        "Harim: 400 IDPs.",
    ]


def turned(data: bytes, degrees: int) -> bytes:
    """The PDF with its text turned on the page."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    page = writer.pages[0]
    page.add_transformation(pypdf.Transformation().rotate(degrees).translate(400, 400))
    page.mediabox = page.cropbox = pypdf.generic.RectangleObject((-900, -900, 1300, 1300))
    return written(writer)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_text_that_is_turned_is_read_along_its_lines(degrees: int) -> None:
    body = (
        "<p style='width: 9cm'>More than 12,500<sup>1</sup> people fled from the town to the villages in the north.</p>"
    )
    text = "More than 12,500 ¹ people fled from the town to the villages in the north."
    assert words(read_pdf(turned(pdf(body, style="@page { margin: 0 }"), degrees)).text) == text


def test_a_watermark_is_left_out_and_said_where_it_has_figures() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf("<p>5 killed</p>")))
    mark = pypdf.PdfReader(BytesIO(turned(pdf("<p>DRAFT 77</p>"), 45)))
    writer.pages[0].merge_page(mark.pages[0])
    draft = read_pdf(written(writer))
    assert draft.text == "5 killed"
    assert "set aslant was left out: DRAFT77" in draft.problems[0].message


def test_heads_and_feet_are_given_once_and_numbers_of_pages_never() -> None:
    style = (
        "@page { @top-center { content: 'Situation Report No. 9 (as of 10 February 2020)' }"
        "@bottom-center { content: 'Page ' counter(page) ' of ' counter(pages) } }"
    )
    draft = read_pdf(pdf("".join(f"<p style='break-after:page'>{n} killed</p>" for n in range(1, 6)), style=style))
    assert draft.text.count("Situation Report No. 9") == 1
    assert "Page" not in draft.text
    assert draft.text.count("killed") == 5


def test_numbers_in_the_margin_that_differ_are_kept() -> None:
    style = "@page { margin: 5mm }"
    draft = read_pdf(pdf("".join(f"<p style='break-after:page'>{n}00 killed</p>" for n in range(1, 6)), style=style))
    assert [draft.text.count(f"{n}00 killed") for n in range(1, 6)] == [1] * 5


def test_facts_at_the_heads_of_two_pages_in_the_same_words_are_both_kept() -> None:
    pages = ["5 killed", "A quiet day", "5 killed", "7 hurt", "9 hurt"]
    text = read_pdf(pdf("".join(f"<p style='break-after:page'>{page}</p>" for page in pages))).text
    assert [line for line in text.splitlines() if line] == pages


def test_a_sentence_goes_on_over_a_page() -> None:
    body = "<p style='break-after:page'>More than 12,500</p><p>people fled.</p>"
    assert read_pdf(pdf(body)).text == "More than 12,500 people fled."


def test_the_evidence_of_a_page_is_its_number() -> None:
    draft = read_pdf(pdf("<p style='break-after:page'>5 killed</p><p>7 killed</p>"))
    assert [(part.label, draft.text[part.span.start : part.span.end]) for part in draft.parts] == [
        ("page 1", "5 killed"),
        ("page 2", "7 killed"),
    ]


def test_arabic_reads_from_right_to_left_and_its_numbers_from_left_to_right() -> None:
    text = (
        "نزح أكثر من 12,500 شخص من إدلب (Idlib) بحسب Turkish Ministry of Defence، في 10 فبراير 2020. "
        "وصل ١٢٬٣٤٥ شخصاً، و60% منهم أطفال."
    )
    assert words(read_pdf(pdf(f"<p>{text}</p>", lang="ar dir=rtl", style="body{font-size:14pt}")).text) == text


def test_a_table_in_arabic_is_about_what_stands_on_the_right() -> None:
    body = "<table><tr><th>الموقع<th>النازحون<th>الخيام<tr><td>الدانا<td><td>310<tr><td>سلقين<td>1,200<td>15</table>"
    lines = read_pdf(pdf(f"<p>توزيع الخيام في المواقع شمال إدلب</p>{body}", lang="ar dir=rtl")).text.splitlines()
    assert lines[-2:] == ["الدانا: 310 الخيام.", "سلقين: 1,200 النازحون; 15 الخيام."]


def test_marks_in_arabic_stand_apart_from_numbers() -> None:
    body = "<p>نزح أكثر من 12,500<sup>1</sup> شخص من المدينة</p>"
    assert "12,500 ¹ شخص" in words(read_pdf(pdf(body, lang="ar dir=rtl")).text)


def scan() -> bytes:
    pixel = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
        "rkJggg=="
    )
    return pdf(f"<img src='{pixel}' style='width:10cm;height:10cm'>")


def test_a_scan_is_said_to_be_one() -> None:
    with pytest.raises(Unsupported, match="a scan without text"):
        read_pdf(scan())


def test_one_scanned_page_is_said_and_the_others_are_read() -> None:
    writer = pypdf.PdfWriter()
    for data in (pdf("<p>5 killed</p>"), scan()):
        writer.append(BytesIO(data))
    buffer = BytesIO()
    writer.write(buffer)
    draft = read_pdf(buffer.getvalue())
    assert draft.text == "5 killed"
    assert [problem.message for problem in draft.problems] == ["page 2 is a scan without text: nothing was read of it"]


def with_ink(data: bytes, mode: int) -> bytes:
    """The PDF with its text drawn in this mode (ISO 32000-1, table 106)."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(data))
    page = writer.pages[0]
    content = pypdf.generic.DecodedStreamObject()
    content.set_data(page.get_contents().get_data().replace(b"BT", b"BT %d Tr" % mode))
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(content)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_text_that_a_machine_recognised_is_read_and_said() -> None:
    draft = read_pdf(with_ink(pdf("<p>5 killed</p>"), 3))
    assert draft.text == "5 killed"
    assert "recognised by a machine" in draft.problems[0].message


def test_text_that_nobody_sees_is_left_out_and_said() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf("<p>5 killed</p>")))
    writer.pages[0].merge_page(pypdf.PdfReader(BytesIO(with_ink(pdf("<br><br><p>99 hidden</p>"), 3))).pages[0])
    buffer = BytesIO()
    writer.write(buffer)
    draft = read_pdf(buffer.getvalue())
    assert draft.text == "5 killed"
    assert "nobody sees" in draft.problems[0].message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\nnothing more", "damaged"),
        (pdf("<p>5 killed</p>")[:300], "damaged"),
        (pdf(""), "no page holds any text"),
    ],
    ids=["head", "cut", "blank"],
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_pdf(data)


def test_a_password_is_said() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf("<p>5 killed</p>")))
    writer.encrypt("secret", algorithm="AES-256")
    buffer = BytesIO()
    writer.write(buffer)
    with pytest.raises(DocumentError, match="password"):
        read_pdf(buffer.getvalue())


def test_the_second_reader_agrees_on_plain_pages() -> None:
    body = "".join(f"<p>Paragraph {n} tells of {n * 1234:,} people and {n}.5 per cent.</p>" for n in range(1, 60))
    assert read_pdf(pdf(body), checked=True).problems == ()


def test_the_title_is_not_the_name_of_a_program_or_file() -> None:
    assert read_pdf(pdf("<h1>Update 3</h1><p>x</p>", title="Microsoft Word - draft.docx")).title == "Update 3"
    assert read_pdf(pdf("<h1>Update 3</h1><p>x</p>", title="Update No. 3")).title == "Update No. 3"


def test_no_number_is_lost() -> None:
    numbers = [f"{n * 7919:,}" for n in range(1, 400)]
    body = "".join(
        f"<p>In place {chr(97 + n % 26)} there were {number} people.</p>" for n, number in enumerate(numbers)
    )
    found = Counter(NUMBER.findall(read_pdf(pdf(body)).text))
    assert found == Counter(numbers)


def test_the_day_on_which_it_was_made_is_doubtful() -> None:
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf("<p>5 killed</p>")))
    writer.add_metadata({"/CreationDate": "D:20200210083000+02'00'"})
    buffer = BytesIO()
    writer.write(buffer)
    draft = read_pdf(buffer.getvalue())
    assert (draft.published, draft.doubtful_date) == (None, date(2020, 2, 10))


def test_numbers_that_one_reader_alone_finds_are_named() -> None:
    assert list(unconfirmed("12,500 fled, 7 hurt", "12 ,500 fled, 7 hurt")) == []
    assert list(unconfirmed("12,500 fled, 7 hurt", "12,508 fled, 7 hurt")) == ["12,500", "12,508"]


def test_fonts_that_name_no_characters_are_said_to_be_so() -> None:
    """Glyphs by number alone, which a reader sees and no program can read."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf("<p>12,500 people fled from the town</p>")))
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        del font.get_object()["/ToUnicode"]
    with pytest.raises(Unsupported, match="its fonts do not say which characters they show"):
        read_pdf(written(writer))
