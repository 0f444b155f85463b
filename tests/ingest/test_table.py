"""What do CSV and Excel files say?"""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from sitrep.errors import DocumentError
from sitrep.ingest import table, xlsx
from sitrep.ingest.draft import Draft, Original
from tests.ingest.made import packed


def read_csv(text: str) -> Draft:
    (draft,) = table.read(Original(data=text.encode(), name="a.csv"))
    return draft


def read_xlsx(fill: Callable[[openpyxl.Workbook], None]) -> Draft:
    book = openpyxl.Workbook()
    fill(book)
    buffer = BytesIO()
    book.save(buffer)
    (draft,) = xlsx.read(Original(data=buffer.getvalue(), name="a.xlsx"))
    return draft


@pytest.mark.parametrize(
    "text",
    [
        'Site,IDPs,Tents\nDana,"12,000",\nSalqin,,150\n',
        "Site;IDPs;Tents\nDana;12,000;\nSalqin;;150\n",
        "Site\tIDPs\tTents\r\nDana\t12,000\t\r\nSalqin\t\t150\r\n",
        '\ufeffSite,IDPs,Tents\n#loc,#affected+idps,#tents\nDana,"12,000",\nSalqin,,150\n',
    ],
)
def test_each_cell_is_under_its_heading_and_empty_ones_stay_empty(text: str) -> None:
    assert read_csv(text).text == "Site | IDPs | Tents\nDana: 12,000 IDPs.\nSalqin: 150 Tents."


def test_the_evidence_of_a_row_is_its_number_in_the_file() -> None:
    draft = read_csv("Site,IDPs\n#loc,#affected\nDana,500\n")
    assert [part.label for part in draft.parts] == ["row 1", "row 3"]
    draft = read_csv("---\npublished: 2020-02-10\n---\nSite,IDPs\nDana,500\n")
    assert ([part.label for part in draft.parts], draft.published) == (["row 4", "row 5"], date(2020, 2, 10))


def test_a_line_break_within_a_cell_is_a_space() -> None:
    assert read_csv('Site,Note\n"Dana","12\n500"\nSalqin,7').text.splitlines()[1] == "Dana: 12 500 Note."


def test_formulas_in_a_table_of_text_do_nothing() -> None:
    assert "=1+1" in read_csv("Site,IDPs\nDana,=1+1\nSalqin,7\n").text


def test_a_row_with_more_cells_than_headings_is_given_as_it_stands() -> None:
    """A number with a comma and without quotation marks would be two figures."""
    draft = read_csv("Site,IDPs,Note\nDana,12,500,full\nSalqin,900,\n")
    assert draft.text == "Site | IDPs | Note\nSite: Dana,12,500,full.\nSalqin: 900 IDPs."
    assert draft.problems[0].message.startswith("1 rows have more cells than headings, such as row 2")


def test_a_text_that_its_name_calls_a_table_is_read_as_text() -> None:
    prose = "After the attack, 12,500 people fled.\nIn Dana, 7 died.\n"
    assert read_csv(prose).text == prose


def test_raised_marks_in_a_cell_stand_apart_from_numbers() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
        book.active["A1"] = CellRichText("12,500", raised, " people")

    assert read_xlsx(fill).text == "12,500 ¹ people"


def test_a_damaged_workbook_is_said_to_be_one() -> None:
    members = {"[Content_Types].xml": "spreadsheetml.sheet.main+xml", "xl/workbook.xml": "<workbook"}
    with pytest.raises(DocumentError, match="damaged"):
        xlsx.read(Original(data=packed(members), name="a.xlsx"))


def test_a_cell_far_off_costs_nothing() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet["A1"], sheet["XFD1048576"] = "5 killed", "7 hurt"

    assert read_xlsx(fill).text == "5 killed\n7 hurt"


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(DocumentError, match="holds nothing"):
        read_csv(",,\n,,\n")


def test_excel_values_are_as_their_cells_show_them() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.title = "Sites"
        sheet.append(["Site", "IDPs", "Share", "Cost", "Counted"])
        sheet.append(["Dana", 12500, 0.35, 1200.5, date(2020, 2, 10)])
        sheet["C2"].number_format = "0%"
        sheet["D2"].number_format = '"US$"#,##0.00'

    draft = read_xlsx(fill)
    assert draft.text.splitlines()[1] == "Dana: 12500 IDPs; 35% Share; US$1200.5 Cost; Counted: 2020-02-10."
    assert draft.parts[1].label == "sheet Sites row 2"


def test_merged_headings_and_cells() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        for row in (["Area", "People", None], [None, "IDPs", "Returnees"], ["Idlib", 5, None], [None, 6, 7]):
            sheet.append(row)
        for area in ("A1:A2", "B1:C1", "A3:A4"):
            sheet.merge_cells(area)

    assert read_xlsx(fill).text.splitlines()[2:] == [
        "Idlib: 5 People – IDPs.",
        "Idlib: 6 People – IDPs; 7 People – Returnees.",
    ]


def test_what_is_hidden_is_left_out_and_said() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        for row in (["Site", "IDPs", "Old"], ["Dana", 5, 99], ["Salqin", 98, 97], ["Harim", 7, 96]):
            sheet.append(row)
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[3].hidden = True
        book.create_sheet("Notes").append(["95"])
        book["Notes"].sheet_state = "hidden"

    draft = read_xlsx(fill)
    assert draft.text == "Site | IDPs\nDana: 5 IDPs.\nHarim: 7 IDPs."
    assert [problem.message for problem in draft.problems] == [
        "sheet 'Sheet': 2 hidden rows or columns were left out",
        "hidden sheet 'Notes' was left out",
    ]


def test_a_formula_that_was_never_worked_out_is_said() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (["Site", "IDPs"], ["Dana", 5], ["All", "=SUM(B2:B2)"]):
            book.active.append(row)

    draft = read_xlsx(fill)
    assert "SUM" not in draft.text
    assert "1 cells hold a formula" in draft.problems[0].message


def test_an_empty_book_is_refused() -> None:
    with pytest.raises(DocumentError, match="hold nothing"):
        read_xlsx(lambda book: None)
