"""How does a row of a table read as text?"""

import pytest

from sitrep.ingest.rows import Cell, cells, lines_of, sheet_lines


def lines(*rows: list[str]) -> list[str]:
    return [line for _, line in lines_of([cells(row) for row in rows])]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["District", "IDPs", "Tents"], ["Harim", "12,000", ""], ["Idlib", "", "150"]],
            ["District | IDPs | Tents", "Harim: 12,000 IDPs.", "Idlib: 150 Tents."],
        ),
        (
            [["Sites of January"], ["District", "IDPs"], ["Harim", "12,000"]],
            ["Sites of January", "District | IDPs", "Harim: 12,000 IDPs."],
        ),
        (
            [["Site", "District", "IDPs", "Note"], ["Dana", "Harim", "500", "full"]],
            ["Site | District | IDPs | Note", "Dana, Harim: 500 IDPs; Note: full."],
        ),
        ([["No.", "Site", "IDPs"], ["1", "Dana", "500"]], ["No. | Site | IDPs", "No. 1, Dana: 500 IDPs."]),
        ([["Site", "% funded"], ["Dana", "34"]], ["Site | % funded", "Dana: 34 % funded."]),
        ([["Site", "IDPs"], ["Dana", "1990"]], ["Site | IDPs", "Dana: IDPs: 1990."]),
        (
            [["Site", "Counted", "IDPs"], ["Dana", "2020-02-10", "5"]],
            ["Site | Counted | IDPs", "Dana: Counted: 2020-02-10; 5 IDPs."],
        ),
        ([["Harim", "12,000"], ["Idlib", "8,000"]], ["Harim | 12,000", "Idlib | 8,000"]),
        ([["Year", "2019", "2020"], ["IDPs", "5", "7"]], ["Year | 2019 | 2020", "IDPs: 5 (2019); 7 (2020)."]),
        (
            [["Name", "Role"], ["Ali", "Desk"], ["Mona", "Field"]],
            ["Name | Role", "Name: Ali; Role: Desk.", "Name: Mona; Role: Field."],
        ),
        ([["Name", "Role"]], ["Name | Role"]),
        ([["12,000"]], ["12,000"]),
        ([], []),
        ([["", ""], ["", ""]], []),
    ],
)
def test_each_cell_is_under_its_heading(rows: list[list[str]], expected: list[str]) -> None:
    assert lines(*rows) == expected


def test_headings_of_two_rows() -> None:
    rows = [
        [Cell("District", 0, 1), Cell("People", 1, 3), Cell("Tents", 3, 4)],
        [Cell("IDPs", 1, 2), Cell("Returnees", 2, 3)],
        [Cell("Harim", 0, 1), Cell("150", 2, 3), Cell("40", 3, 4)],
    ]
    assert [line for _, line in lines_of(rows)][-1] == "Harim: 150 People – Returnees; 40 Tents."


def test_a_row_of_data_without_a_figure_is_no_heading() -> None:
    rows = [["Site", "IDPs"], ["Dana", "not known"], ["Salqin", "5"]]
    assert lines(*rows) == ["Site | IDPs", "Site: Dana; IDPs: not known.", "Salqin: 5 IDPs."]


def test_nothing_is_lost() -> None:
    rows = [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"], ["i", "1"]]
    found = " ".join(lines(*rows))
    assert all(cell in found for row in rows for cell in row)


def test_tags_of_hxl_are_left_out_unless_they_are_all_the_headings() -> None:
    rows = [["Site", "IDPs"], ["#loc +name", "#affected+idps"], ["Dana", "500"]]
    assert list(sheet_lines([(n, cells(row)) for n, row in enumerate(rows, 1)])) == [
        (1, "Site | IDPs"),
        (3, "Dana: 500 IDPs."),
    ]
    assert list(sheet_lines([(n, cells(row)) for n, row in enumerate(rows[1:], 1)])) == [
        (1, "#loc +name | #affected+idps"),
        (2, "Dana: #affected+idps: 500."),
    ]


def test_blank_rows_part_tables() -> None:
    rows = [["Site", "IDPs"], ["Dana", "500"], ["", ""], ["Crossing", "Trucks"], ["Bab", "7"]]
    assert [line for _, line in sheet_lines([(n, cells(row)) for n, row in enumerate(rows, 1)])] == [
        "Site | IDPs",
        "Dana: 500 IDPs.",
        "Crossing | Trucks",
        "Bab: 7 Trucks.",
    ]


def test_rows_that_are_written_into_one_are_parted() -> None:
    rows = [cells(["Site", "IDPs"]), [Cell("Dana\nSalqin", 0, 1), Cell("310\n15", 1, 2)]]
    assert [line for _, line in lines_of(rows)] == ["Site | IDPs", "Dana: 310 IDPs.", "Salqin: 15 IDPs."]


def test_figures_that_cannot_be_told_apart_are_not_run_together() -> None:
    rows = [cells(["Site", "IDPs"]), [Cell("Dana and\nSalqin\nNorth", 0, 1), Cell("310\n15", 1, 2)]]
    assert [line for _, line in lines_of(rows)][1] == "Dana and / Salqin / North: 310 / 15 IDPs."


def test_words_over_several_lines_are_one() -> None:
    rows = [cells(["Site", "IDPs"]), [Cell("Dana\nNorth", 0, 1), Cell("310\nin tents", 1, 2)]]
    assert [line for _, line in lines_of(rows)][1] == "Dana North: 310 in tents IDPs."


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([["2.9M", "15%"], ["in need", "paid"]], ["2.9M in need.", "15% paid."]),
        ([["2.9M", "15%"], ["in", "paid"], ["need", ""]], ["2.9M in need.", "15% paid."]),
        ([["5", "6"], ["a", "b"], ["7", "8"], ["c", "d"]], ["5 a.", "6 b.", "7 c.", "8 d."]),
        # A figure without a label, or a row that is no strip: nothing is put together.
        ([["2.9M", "15%"], ["in need", ""]], ["2.9M | 15%", "in need"]),
        ([["5", "5"]], ["5 | 5"]),
    ],
)
def test_figures_stand_before_the_labels_below_them(rows: list[list[str]], lines: list[str]) -> None:
    assert [line for _, line in lines_of([cells(row) for row in rows])] == lines
