"""Which characters do these bytes hold, and what does the head say?"""

from datetime import date

import pytest

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original
from sitrep.ingest.text import break_long_lines, decode, read, split_head

FRENCH = "Près de 9 000–12 500 personnes ont été déplacées à l’est d’Alep."
ARABIC = "نزح أكثر من 900 ألف شخص منذ بداية كانون الأول، بحسب الأمم المتحدة."


def read_text(data: bytes, name: str = "a.txt") -> Draft:
    (draft,) = read(Original(data=data, name=name))
    return draft


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        (FRENCH, "utf-8", False),
        (FRENCH, "utf-8-sig", False),
        (FRENCH, "utf-16", False),
        (FRENCH, "utf-32", False),
        (FRENCH, "utf-16-le", True),
        (FRENCH, "utf-16-be", True),
        (FRENCH, "cp1252", True),
        (ARABIC, "utf-8", False),
        (ARABIC, "cp1256", True),
        (ARABIC, "utf-16-le", True),
        (ARABIC, "utf-16-be", True),
        ("Five killed\u200b, 12\u202f500 displaced\u200f.", "utf-8", False),
    ],
)
def test_the_characters_come_back_as_they_were_written(text: str, encoding: str, guess: bool) -> None:
    found, problems = decode(text.encode(encoding))
    assert found == text
    assert bool(problems) is guess


def test_a_declared_charset_goes_before_a_guess() -> None:
    assert decode("Łódź".encode("iso-8859-2"), declared="iso-8859-2") == ("Łódź", ())


def test_an_unknown_charset_falls_back_to_the_rules() -> None:
    assert decode("déplacés".encode("cp1252"), declared="x-no-such")[0] == "déplacés"


def test_utf8_goes_before_a_declared_charset() -> None:
    """Pages that say iso-8859-1 and hold UTF-8 are common."""
    assert decode("9,000–12,500".encode(), declared="iso-8859-1")[0] == "9,000–12,500"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("déplacés: 9,000".encode() + b"\x96" + "12,500, été".encode(), "déplacés: 9,000–12,500, été"),
        ("été".encode() + "été, après".encode("cp1252") + "déplacés, à".encode(), "étéété, aprèsdéplacés, à"),
    ],
)
def test_two_encodings_in_one_text_are_both_read(data: bytes, text: str) -> None:
    found, problems = decode(data)
    assert found == text
    assert "UTF-8, mixed with Windows-1252" in problems[0].message


def test_a_stray_nul_makes_no_chinese_of_a_text() -> None:
    assert decode(b"Site,IDPs\nDa\x00na,5")[0] == "Site,IDPs\nDa\x00na,5"


def test_colours_of_a_terminal_make_no_binary_of_a_text() -> None:
    assert decode(b"\x1b[31m5 killed\x1b[0m")[0] == "\x1b[31m5 killed\x1b[0m"


def test_characters_that_are_lost_are_counted() -> None:
    text, problems = decode("é\x81 killed: 5".encode("latin-1"))
    assert "\ufffd" in text
    assert "1 characters could not be decoded" in problems[-1].message


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DocumentError, match="binary file"):
        decode(bytes(range(256)) * 8)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "head",
    [
        '+++|title = "No. 3"|publisher = "OCHA"|published = 2020-02-10|url = "https://example.org/"|lang = "fr"|+++|',
        "---|title: No. 3|publisher: 'OCHA'|published: 2020-02-10|url: https://example.org/|tags:|  - x|lang: FR|---|",
    ],
)
def test_a_head_says_what_the_document_is(head: str, newline: str) -> None:
    body = f"{newline}  Five killed. {newline}"
    draft = read_text((head.replace("|", newline) + body).encode())
    assert (draft.title, draft.publisher, draft.published) == ("No. 3", "OCHA", date(2020, 2, 10))
    assert (draft.url, draft.lang, draft.text, draft.problems) == ("https://example.org/", "fr", body, ())


@pytest.mark.parametrize(
    "text",
    [
        "no head at all\r\n\r\n kept as it stands \n",
        "---\nA rule, then prose with 5 killed.\n---\n",
        "+++\nthis is not = = toml\n+++\n5 killed",
        "---\nnever closed: true\n5 killed",
        "\n---\ntitle: not on the first line\n---\n",
    ],
)
def test_what_is_not_a_head_stays_text(text: str) -> None:
    assert read_text(text.encode()).text == text


def test_a_head_that_cannot_be_read_is_said() -> None:
    assert "head is not readable" in read_text(b"+++\nthis is not = = toml\n+++\nx").problems[0].message


@pytest.mark.parametrize("value", ["soon", "2020-13-01", "10/02/2020", "2020"])
def test_a_date_that_is_none_is_said(value: str) -> None:
    head, _, problems = split_head(f"---\npublished: {value}\n---\n")
    assert head.published is None
    assert value in problems[0].message


def test_a_head_runs_nothing() -> None:
    head, text, _ = split_head("---\ntitle: !!python/object/apply:os.system ['true']\n---\n5 killed")
    assert head.title == "!!python/object/apply:os.system ['true']"
    assert text == "5 killed"


def test_a_long_line_is_broken_at_spaces_and_offsets_stay() -> None:
    line = "12,500 people fled. " * 20_000
    broken, problems = break_long_lines(line)
    assert len(broken) == len(line)
    assert broken.replace("\n", " ") == line
    assert max(map(len, broken.split("\n"))) <= limits.LINE_CHARACTERS
    assert "100,000" in problems[0].message


def test_a_long_word_stays_whole() -> None:
    assert break_long_lines("x" * 300_000)[0] == "x" * 300_000


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"# Flash Update 3\n\nFive killed.", "Flash Update 3"),
        (b"Flash Update 3\n\nFive killed.", "Flash Update 3"),
        (b"Five people were killed.\n\nMore.", None),
        (b"Five people\nwere killed.", None),
    ],
)
def test_the_title_of_a_text_without_one(data: bytes, title: str | None) -> None:
    assert read_text(data, "a.md").title == title
