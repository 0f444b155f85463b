"""Whatever is wrong with what a user gives: one clear message, the right exit code, and what was built before stays."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Answer, Sitrep

DOCUMENT = """\
---
title: Flood update
publisher: Relief Office
published: 2024-08-20
---
More than 12,000 people have been displaced by floods in Kassala since 1 August 2024. Five people were killed.
"""

FOLDER = Path("seeds/floods")
PROFILE = FOLDER / "situation.toml"
NOTE = FOLDER / "documents" / "note.md"
BRIEF = Path("reports/floods/001-2024-08-20/brief.pdf")


@pytest.fixture
def floods(sitrep: Sitrep) -> Sitrep:
    """A situation with one good document, in an empty folder."""
    sitrep("init", "floods")
    NOTE.write_text(DOCUMENT)
    return sitrep


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with that situation, built once for all tests."""
    project = tmp_path_factory.mktemp("project")
    command = [Path(sys.executable).parent / "sitrep", "--quiet", "--project", project]
    subprocess.run([*command, "init", "floods"], check=True, capture_output=True)
    (project / NOTE).write_text(DOCUMENT)
    subprocess.run([*command, "build", "floods"], check=True, capture_output=True)
    return project


@pytest.fixture
def built(sitrep: Sitrep, edition: Path) -> Iterator[Sitrep]:
    """The situation with its first edition; at the end the edition must be as it was."""
    shutil.copytree(edition, Path.cwd(), dirs_exist_ok=True)
    before = files()
    assert str(BRIEF) in before
    yield sitrep
    assert files() == before


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path("reports").glob("*/*/*")}


def says(answer: Answer, code: int, *words: str) -> None:
    """One message of two lines at most on stderr, with these words in it, nothing on stdout, and the exit code."""
    lines = answer.err.splitlines()
    assert answer.code == code, answer
    assert answer.out == ""
    assert lines[0].startswith("sitrep: ")
    assert len(lines) <= 2 and all(line.startswith("  ") for line in lines[1:]), answer.err
    assert [word for word in words if word not in answer.err] == [], answer.err


# Nothing there


def test_an_empty_folder(sitrep: Sitrep) -> None:
    says(sitrep("build"), 2, "no situation here", "sitrep init")


def test_a_situation_that_is_not_there(sitrep: Sitrep) -> None:
    says(sitrep("build", "flods"), 4, "seeds/flods/situation.toml", "sitrep init flods")


def test_a_project_that_is_not_there(sitrep: Sitrep) -> None:
    says(sitrep("build", "--project", "nowhere"), 2, "nowhere is no folder")


def test_no_documents(floods: Sitrep) -> None:
    NOTE.unlink()
    says(floods("build"), 3, "seeds/floods", "no documents")


def test_no_document_by_that_day(built: Sitrep) -> None:
    says(built("build", "--as-of", "2024-01-01"), 3, "no document was published by 2024-01-01")


def test_a_brief_in_a_language_without_labels(built: Sitrep) -> None:
    says(built("build", "--lang", "xx"), 5, "'xx'", "labels/xx.toml")


# Documents


def test_only_a_document_without_a_date(floods: Sitrep) -> None:
    """Never today's date in its place."""
    NOTE.write_text("12,000 people were displaced by floods in Kassala last week.\n")
    says(floods("build"), 3, "no document says when it was published", "published: ")
    assert not list(BRIEF.parent.parent.glob("0*"))


def test_one_document_without_a_date(floods: Sitrep) -> None:
    """It is left out and said so; the others make the brief."""
    (FOLDER / "documents" / "undated.txt").write_text("900 people were killed last week.\n")
    answer = floods("build")
    assert answer.code == 0 and BRIEF.exists()
    assert "undated.txt" in answer.err and "no date" in answer.err and "published" in answer.err
    assert floods("build", "--strict").code == 7


def test_extract_without_a_date(sitrep: Sitrep) -> None:
    """Relative dates stay unresolved, and the user is asked for the date."""
    Path("note.txt").write_text("12,000 people were displaced last week.\n")
    answer = sitrep("extract", "note.txt", "--format", "json")
    assert answer.code == 0
    assert '"when": null' in answer.out
    assert "--published" in answer.err
    assert sitrep("extract", "note.txt", "--strict").code == 7
    assert sitrep("extract", "note.txt", "--published", "2024-08-20").err == ""


def test_a_document_that_is_not_there(sitrep: Sitrep) -> None:
    says(sitrep("extract", "note.txt"), 3, "note.txt", "No such file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_document_that_may_not_be_read(sitrep: Sitrep) -> None:
    Path("note.txt").write_text("x")
    Path("note.txt").chmod(0)
    says(sitrep("extract", "note.txt"), 3, "note.txt", "Permission denied")


def test_a_binary_file_with_the_name_of_a_text(sitrep: Sitrep) -> None:
    Path("note.txt").write_bytes(bytes(range(256)) * 40)
    says(sitrep("extract", "note.txt"), 3, "note.txt")


def test_a_document_that_cannot_be_read_costs_itself_alone(floods: Sitrep) -> None:
    (FOLDER / "documents" / "broken.txt").write_bytes(bytes(range(256)) * 40)
    answer = floods("build")
    assert answer.code == 0 and BRIEF.exists()
    assert "broken.txt" in answer.err


def test_of_several_files_the_good_ones_are_shown(sitrep: Sitrep) -> None:
    """In the order given; the exit code is that of the failure."""
    Path("a.txt").write_text(DOCUMENT)
    Path("c.txt").write_text(DOCUMENT.replace("Five", "Six"))
    answer = sitrep("extract", "a.txt", "b.txt", "c.txt", "--format", "json")
    assert answer.code == 3
    assert ["Five" in line for line in answer.out.splitlines()] == [True, False]
    assert "b.txt" in answer.err


def test_a_document_in_a_language_without_rules(floods: Sitrep) -> None:
    """It is told; the others make the brief."""
    (FOLDER / "documents" / "de.md").write_text(DOCUMENT.replace("title", "lang: de\ntitle"))
    answer = floods("build")
    assert answer.code == 0 and BRIEF.exists()
    assert "de.md" in answer.err and '"de"' in answer.err


def test_a_language_without_rules_that_the_user_asks_for(sitrep: Sitrep) -> None:
    Path("note.txt").write_text(DOCUMENT)
    says(sitrep("extract", "note.txt", "--lang", "xx"), 4, '"xx"', "en")


def test_nothing_to_try(sitrep: Sitrep) -> None:
    says(sitrep("ingest", "--try"), 2, "Name files or folders")


# The profile


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('colour = "red"', ["colour", "unknown key"]),
        ('indicatrs = ["displaced"]', ["indicatrs", "indicators"]),
        ('cadence = "weekly-ish"', ["cadence", "weekly-ish", "cadence = 7"]),
        ("cadence = -1", ["cadence", "-1"]),
        ('languages = ["xx"]', ["languages", "xx"]),
        ('indicators = ["displaced", "unicorns"]', ["indicators", "unicorns"]),
        ('sources = ["nowhere/"]', ["sources", "nowhere"]),
        ('audience = "everybody"', ["audience", "everybody", "public"]),
        ("as_of = 2024-13-01", ["situation.toml"]),
        ("title = ", ["situation.toml", "line"]),
    ],
)
def test_a_wrong_line_in_the_profile(built: Sitrep, line: str, words: list[str]) -> None:
    """File, key, value and what to write."""
    PROFILE.write_text(f'title = "Floods"\n{line}\n')
    says(built("build"), 4, str(PROFILE), *words)


def test_a_profile_that_is_no_text(built: Sitrep) -> None:
    PROFILE.write_bytes(b"\xff\xfe\x00t\x00i")
    says(built("build"), 4, str(PROFILE))


# Templates, fonts, libraries, folders


def override(name: str, text: str) -> Path:
    """A brand of the project's own that the situation uses."""
    folder = Path("templates/own")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    PROFILE.write_text('title = "Floods"\nbrand = "own"\n')
    return file


def test_an_unknown_brand(built: Sitrep) -> None:
    PROFILE.write_text('title = "Floods"\nbrand = "own"\n')
    says(built("build"), 5, "own", "base")


@pytest.mark.parametrize("text", ["<p>\n{% if %}\n", "<p>\n{{ nobody.knows }}\n", "<p>\n{{ 1 + 'a' }}\n"])
def test_a_wrong_template(built: Sitrep, text: str) -> None:
    """File and line."""
    file = override("brief.html", text)
    says(built("build"), 5, str(file), "line 2")


def test_a_template_that_is_missing(built: Sitrep) -> None:
    override("brief.html", '{% include "sections/nowhere.html" %}\n')
    says(built("build"), 5, "sections/nowhere.html")


def test_a_font_that_is_missing(built: Sitrep) -> None:
    override("brand.toml", 'name = "Own"\n[fonts]\ntext = "Nowhere Sans, sans-serif"\n')
    says(built("build"), 5, "Nowhere Sans")


def test_a_library_that_is_missing(built: Sitrep, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package to install is named."""

    class Missing:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0': no such file")

    PROFILE.write_text('title = "Other floods"\n')
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing, *sys.meta_path])
    says(built("build"), 5, "libpango-1.0-0")


def test_a_folder_that_cannot_be_written(floods: Sitrep) -> None:
    Path("reports").write_text("a file where the folder should be")
    says(floods("build"), 2, "reports")


def test_a_rendering_that_cannot_be_written(floods: Sitrep) -> None:
    Path("out").write_text("a file where the folder should be")
    answer = floods("render", "floods", "--output", "out", "--format", "json")
    says(answer, 2, "out")


def test_several_situations_of_which_one_is_wrong(floods: Sitrep) -> None:
    """The others are built; the exit code is that of the failure."""
    floods("init", "drought")
    Path("seeds/drought/situation.toml").write_text("titel = 'x'\n")
    answer = floods("build")
    assert answer.code == 4
    assert "seeds/drought/situation.toml" in answer.err
    assert BRIEF.exists() and str(BRIEF) in answer.out


def test_nothing_new_the_second_time(built: Sitrep) -> None:
    """The same seeds give no new edition, by the quick look and by the whole way."""
    for args in (["build"], ["build", "--strict"], ["build", "floods", "--as-of", "2024-08-20"]):
        answer = built(*args)
        assert answer.code == 0 and "nothing new since" in answer.out


def test_a_new_document_gives_a_new_edition(sitrep: Sitrep, edition: Path) -> None:
    shutil.copytree(edition, Path.cwd(), dirs_exist_ok=True)
    (FOLDER / "documents" / "second.md").write_text(
        DOCUMENT.replace("2024-08-20", "2024-08-27").replace("12,000", "15,500")
    )
    answer = sitrep("build")
    assert answer.out == "reports/floods/002-2024-08-27/brief.pdf\n"
    assert BRIEF.exists()
