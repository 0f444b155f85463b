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
            ["District: Harim | IDPs: 12,000", "District: Idlib | Tents: 150"],
        ),
        (
            [["Sites of January"], ["District", "IDPs"], ["Harim", "12,000"]],
            ["Sites of January", "District: Harim | IDPs: 12,000"],
        ),
        ([["Harim", "12,000"], ["Idlib", "8,000"]], ["Harim | 12,000", "Idlib | 8,000"]),
        ([["Year", "2019", "2020"], ["IDPs", "5", "7"]], ["Year: IDPs | 2019: 5 | 2020: 7"]),
        (
            [["Name", "Role"], ["Ali", "Desk"], ["Mona", "Field"]],
            ["Name: Ali | Role: Desk", "Name: Mona | Role: Field"],
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
    assert [line for _, line in lines_of(rows)] == ["District: Harim | People – Returnees: 150 | Tents: 40"]


def test_nothing_is_lost() -> None:
    rows = [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"], ["i", "1"]]
    found = " ".join(lines(*rows))
    assert all(cell in found for row in rows for cell in row)


def test_tags_of_hxl_are_left_out_unless_they_are_all_the_headings() -> None:
    rows = [["Site", "IDPs"], ["#loc +name", "#affected+idps"], ["Dana", "500"]]
    assert list(sheet_lines([(n, cells(row)) for n, row in enumerate(rows, 1)])) == [(3, "Site: Dana | IDPs: 500")]
    assert list(sheet_lines([(n, cells(row)) for n, row in enumerate(rows[1:], 1)])) == [
        (2, "#loc +name: Dana | #affected+idps: 500")
    ]


def test_blank_rows_part_tables() -> None:
    rows = [["Site", "IDPs"], ["Dana", "500"], ["", ""], ["Crossing", "Trucks"], ["Bab", "7"]]
    assert [line for _, line in sheet_lines([(n, cells(row)) for n, row in enumerate(rows, 1)])] == [
        "Site: Dana | IDPs: 500",
        "Crossing: Bab | Trucks: 7",
    ]
