"""The data set of a brief: valid, typed, inert, the same each time, and each figure with its evidence."""

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import hxl
import jsonschema
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sitrep.compose import compose
from sitrep.model import Brief, Problem
from sitrep.reference import FOLDER
from sitrep.render.data import FIGURES, VERSION, brief_json, figures_csv, figures_xlsx, inert
from tests.hand_made import situation

SCHEMA = json.loads((FOLDER / "brief.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def brief() -> Brief:
    return compose(situation(), number=1, lang="en")


def with_text(brief: Brief, **texts: Any) -> Brief:
    """The brief with other words in its first figure."""
    parts = []
    for section in brief.sections:
        if section.id == "figures":
            first, *rest = section.items
            section = replace(section, items=({**first, **texts}, *rest))
        parts.append(section)
    return replace(brief, sections=tuple(parts))


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_brief_json_follows_the_published_schema(brief: Brief) -> None:
    second = compose(situation(), number=2, lang="en", previous=brief)
    checker = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    for one in (brief, second):
        checker.validate(json.loads(brief_json(one)))


def test_the_schema_refuses_a_figure_without_evidence(brief: Brief) -> None:
    data = json.loads(brief_json(brief))
    data["sections"]["figures"][0]["evidence"] = []
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_the_schema_is_of_the_version_that_is_written() -> None:
    assert SCHEMA["$id"].endswith(VERSION.split(".")[0])


def test_what_was_withheld_stands_nowhere_in_the_data(brief: Brief) -> None:
    secret = Problem(message="withheld from a public brief: forces is for partners", level="withheld")
    data = json.loads(brief_json(replace(brief, problems=(secret, Problem(message="no date")))))
    assert [problem["message"] for problem in data["problems"]] == ["no date"]


def test_the_texts_of_documents_are_not_given_away(brief: Brief) -> None:
    whole = brief.documents[0].text
    assert json.dumps(whole)[1:-1] not in brief_json(brief).decode()


def test_every_claim_is_one_line_with_the_sentence_that_says_it(brief: Brief) -> None:
    texts = {document.id: document.text for document in brief.documents}
    found = lines(figures_csv(brief))[1:]
    figures = next(section.items for section in brief.sections if section.id == "figures")
    assert len(found) == sum(1 + len(figure["others"]) for figure in figures)
    for line in found:
        written = texts[line["document"]][int(line["span start"]) : int(line["span end"])]
        assert written in line["sentence"]


def test_claims_side_by_side_keep_their_own_values(brief: Brief) -> None:
    by_role = {(line["key figure"], line["role"]) for line in lines(figures_csv(brief))[1:]}
    assert any(role == "other" for _, role in by_role)


def test_figures_csv_is_valid_hxl(brief: Brief, tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(figures_csv(brief))
    with hxl.data(str(path), hxl.InputOptions(allow_local=True)) as source:
        tags = [column.display_tag for column in source.columns]
        rows = list(source)
    assert tags == [hxl.model.Column.parse(column.hxl).display_tag for column in FIGURES]
    assert "500000" in [row.get("#indicator+value-max-normal") for row in rows]
    assert hxl.schema(None).validate(hxl.data(str(path), hxl.InputOptions(allow_local=True)))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200e=1",
        "\n=1",
        "＝1",
        "  \t @x",
    ],
)
def test_a_cell_that_begins_like_a_formula_is_inert(brief: Brief, text: str) -> None:
    changed = with_text(brief, source=text, subject=text)
    for line in lines(figures_csv(changed))[1:2]:
        assert line["source"].startswith("'")
        assert line["subject"].startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(figures_xlsx(changed)))["figures"]
    at = [column.name for column in FIGURES].index("source") + 1
    assert sheet.cell(3, at).data_type == "s"
    assert str(sheet.cell(3, at).value).startswith("'")


@given(st.text(max_size=20))
def test_no_text_at_all_begins_like_a_formula(text: str) -> None:
    assert inert(text).lstrip()[:1] not in tuple("=+-@＝＋－＠")


@given(st.from_regex(r"[A-Za-zأ-ي0-9(“«'][^\x00-\x1f\x7f-\x9f]{0,20}", fullmatch=True))
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_numbers_and_dates_have_their_types(brief: Brief) -> None:
    book = openpyxl.load_workbook(io.BytesIO(figures_xlsx(brief)))
    assert book.sheetnames == ["figures", "sources", "about"]
    rows = list(book["figures"].values)
    at = {column.name: place for place, column in enumerate(FIGURES)}
    assert rows[2][at["value"]] == 500_000
    assert rows[2][at["as of"]] == datetime(2020, 2, 10)
    assert rows[1][0] == "#meta+id"
    assert all(isinstance(row[at["span start"]], int) for row in rows[2:])
    sources = list(book["sources"].values)
    assert sources[2][3] == datetime(2020, 2, 10)


@pytest.mark.parametrize("make", [brief_json, figures_csv, figures_xlsx])
def test_the_same_brief_gives_the_same_bytes(brief: Brief, make: Any) -> None:
    again = compose(situation(), number=1, lang="en")
    assert make(brief) == make(again)


def test_a_brief_without_figures_gives_tables_without_lines(brief: Brief) -> None:
    empty = replace(brief, sections=(), as_of=date(2020, 2, 10))
    assert lines(figures_csv(empty))[1:] == []
    assert list(openpyxl.load_workbook(io.BytesIO(figures_xlsx(empty)))["figures"].values)[2:] == []
