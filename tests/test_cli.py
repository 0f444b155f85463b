"""Does the command line say the right thing, in the right place, with the right exit code?"""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sitrep import __version__
from sitrep.cli import show, with_common_options_first
from sitrep.cli.run import plain
from sitrep.errors import DocumentError, SitrepError
from sitrep.model import Deadline, Document, Figure, Measure, Period, Place, Qualifier, Reading, Span
from sitrep.pipeline import Said
from sitrep.units import quantity
from tests.conftest import ROOT, Sitrep

TEXT = "Turkey has taken in 3.6 million Syrian refugees. They must withdraw by the end of February.\n"


def document(text: str = TEXT, **fields: object) -> Document:
    given = {"id": "d" * 64, "text": text, "lang": "en", "title": "A day", "published": date(2020, 2, 10)} | fields
    return Document(path="day.txt", **given)  # type: ignore[arg-type]


def figure(**fields: object) -> Figure:
    given: dict[str, object] = {
        "document": "d" * 64,
        "span": Span(20, 31),
        "number": "3.6 million",
        "value": quantity(3_600_000, "person"),
        "indicator": "refugees",
        "measure": Measure.STOCK,
        "subject": "Syrian refugees",
        "place": Place(name="Turkey", label="Türkiye"),
        "source": "Turkey",
        "rules": ("million", "refugees"),
    }
    return Figure(**(given | fields))  # type: ignore[arg-type]


DEADLINE = Deadline(
    document="d" * 64,
    span=Span(71, 90),
    text="the end of February",
    date=date(2020, 2, 29),
    action="withdraw",
    actor="Syrian forces",
    rules=("by",),
)
READING = Reading(document="d" * 64, figures=(figure(),), deadlines=(DEADLINE,))


# The forms


def test_json_is_the_promised_form() -> None:
    """DESIGN's form, key by key, in its order: programs of users read it."""
    assert show.as_json(show.reading_data(document(), READING)) == (
        f'{{"document": "{"d" * 64}", "title": "A day", "published": "2020-02-10", "lang": "en", "figures": '
        '[{"start": 20, "end": 31, "number": "3.6 million", "value": 3600000, "high": null, "unit": "person", '
        '"qualifier": "exact", "indicator": "refugees", "measure": "stock", "subject": "Syrian refugees", '
        '"place": "Turkey", "when": null, "source": "Turkey", "rules": ["million", "refugees"]}], "deadlines": '
        '[{"start": 71, "end": 90, "text": "the end of February", "date": "2020-02-29", "action": "withdraw", '
        '"actor": "Syrian forces"}], "problems": []}'
    )


def test_json_of_a_range_a_part_and_a_period() -> None:
    data = show.figure_data(
        figure(
            value=quantity(2.5, "mile"),
            high=quantity(3, "mile"),
            qualifier=Qualifier.RANGE,
            when=Period(start=date(2019, 12, 1), end=date(2020, 2, 10)),
            part_of=Span(1, 4),
            place=None,
        )
    )
    assert (data["value"], data["high"], data["unit"], data["when"]) == (2.5, 3, "mile", "2019-12-01/2020-02-10")
    assert json.loads(show.as_json(data))["part_of"] == [1, 4]
    assert data["place"] is None


def test_json_carries_control_characters_as_escapes_only() -> None:
    line = show.as_json({"title": "\x1b[2J\x9b31m\u202egpj.exe"})
    assert line.isprintable()
    assert json.loads(line)["title"] == "\x1b[2J\x9b31m\u202egpj.exe"


def test_csv_has_a_line_for_each_figure_and_deadline() -> None:
    lines = show.readings_lines([Said(document(), READING)], "csv", width=None, explain=False)
    rows = list(csv.DictReader(io.StringIO("\n".join(lines))))
    assert [(row["kind"], row["number"], row["value"], row["date"]) for row in rows] == [
        ("figure", "3.6 million", "3600000", ""),
        ("deadline", "", "", "2020-02-29"),
    ]


@pytest.mark.parametrize("title", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1"])
def test_csv_cells_are_never_formulas(title: str) -> None:
    """A spreadsheet that opens the file computes nothing that a document wrote."""
    cell = next(csv.reader([show.csv_line([title, -5])]))[0]
    assert not cell.startswith(("=", "+", "-", "@", "\t"))


def test_page_marks_every_figure_and_escapes_the_text() -> None:
    text = TEXT.replace("Turkey", "<b>key", 1)
    page = "\n".join(
        show.readings_lines(
            [Said(document(text, title="</title><script>"), READING)], "html", width=None, explain=False
        )
    )
    shown = re.sub(r"<span class=\"card\".*?</span></mark>", "</mark>", page)
    marked = re.findall(r"<mark[^>]*>([^<]*)</mark>", shown)
    assert marked == ["3.6 million", "the end of February"]
    assert "<script" not in page and "&lt;b&gt;key has taken in" in page
    assert re.search(r"<b>indicator</b><span>refugees</span>", page)
    assert "tabindex" in page, "the fields must show on focus too"


def test_page_joins_marks_that_overlap() -> None:
    reading = Reading(document="d", figures=(figure(span=Span(75, 78)),), deadlines=(DEADLINE,))
    pieces = show.pieces(document(), reading)
    assert "".join(piece["text"] for piece in pieces) == TEXT
    assert [len(piece["marks"]) for piece in pieces] == [0, 2, 0]


def test_table_fits_the_terminal_and_leaves_out_empty_columns() -> None:
    lines = list(show.reading_lines(Said(document(), READING), width=60, explain=False))
    assert max(map(show.columns, lines)) <= 60
    assert "WHEN" not in "".join(lines)


def test_table_shows_the_rules_when_asked() -> None:
    lines = list(show.reading_lines(Said(document(), READING), width=None, explain=True))
    assert "    20:31  million  refugees" in lines


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("تفتناز", 6), ("e\u0301", 1), ("北京", 4), ("Ma\u02bcarrat", 8)]
)
def test_columns_of_a_terminal(text: str, columns: int) -> None:
    assert show.columns(text) == columns


def test_vague_and_ranged_values() -> None:
    vague = figure(value=quantity(24, "dimensionless"), high=quantity(96, "dimensionless"), qualifier=Qualifier.VAGUE)
    assert show.value(vague) == "24–96"
    assert show.value(figure()) == "3,600,000 person"


@pytest.mark.parametrize("text", ["\x1b]0;owned\x07", "\x9b2J", "a\u202eb", "a\u2066b", "\ud800", "a\x00b", "a\r\nb"])
def test_plain_leaves_nothing_that_steers_a_terminal(text: str) -> None:
    assert plain(text).isprintable()


def test_plain_keeps_the_joiners_that_words_need() -> None:
    assert plain("می\u200cخواهم क्\u200dष") == "می\u200cخواهم क्\u200dष"


# Options and help


@pytest.mark.parametrize(
    ("given", "ordered"),
    [
        (["build", "x", "--strict"], ["--strict", "build", "x"]),
        (["build", "--project", "p", "x", "-q"], ["--project", "p", "-q", "build", "x"]),
        (["build", "--project=p"], ["--project=p", "build"]),
        (["build", "--project"], ["--project", "build"]),
        (["extract", "--", "--strict"], ["extract", "--", "--strict"]),
    ],
)
def test_options_of_every_command_may_stand_after_it(given: list[str], ordered: list[str]) -> None:
    assert with_common_options_first(given) == ordered


def test_help_names_the_commands_in_the_order_of_the_line(sitrep: Sitrep) -> None:
    answer = sitrep("--help")
    commands = re.findall(r"^  ([a-z]+) {2,}[A-Z]", answer.out, re.MULTILINE)
    assert commands[:7] == ["init", "ingest", "extract", "reconcile", "compose", "render", "build"]
    assert "..." not in answer.out.split("Commands:")[1], "a summary is cut: make its docstring shorter"


def test_version(sitrep: Sitrep) -> None:
    assert sitrep("--version").out == f"sitrep {__version__}\n"


@pytest.mark.parametrize(
    "args",
    [["--colour"], ["extract"], ["extract", "a.txt", "--published", "soon"], ["nonsense"], ["build", "--as-of", "1"]],
)
def test_wrong_usage_is_exit_code_2(sitrep: Sitrep, args: list[str]) -> None:
    answer = sitrep(*args)
    assert answer.code == 2
    assert answer.out == ""
    assert "Traceback" not in answer.err and "Error:" in answer.err


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_refused(sitrep: Sitrep, day: str) -> None:
    answer = sitrep("extract", "a.txt", "--published", day)
    assert answer.code == 2
    assert f"{day} is no day of our time" in answer.err


def test_an_error_is_a_message_a_hint_and_its_code(sitrep: Sitrep, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise DocumentError("page 2 is \x1b[2J torn", "Scan it again.")

    monkeypatch.setattr("sitrep.cli.run.Run.folders", broken)
    answer = sitrep("build")
    assert (answer.code, answer.err) == (3, "sitrep: page 2 is �[2J torn\n  Scan it again.\n")


def test_every_kind_of_error_has_an_exit_code_of_the_promise() -> None:
    kinds = [SitrepError.__subclasses__()]
    assert {kind.exit_code for kind in kinds[0]} == {2, 3, 4, 5, 6, 7, 75}


def test_completion_knows_the_situations(sitrep: Sitrep) -> None:
    from sitrep.cli.line import complete_situation

    sitrep("init", "floods")
    assert complete_situation() == ["floods"]


# init


def test_init_makes_a_situation_and_says_what_to_do_next(sitrep: Sitrep) -> None:
    from sitrep.profile import KEYS, load_profile

    answer = sitrep("init", "sudan-floods")
    folder = Path("seeds/sudan-floods")
    assert answer.code == 0 and "sitrep build sudan-floods" in answer.out
    assert load_profile(folder).title == "Sudan floods"
    assert (folder / "documents").is_dir()
    assert (folder / "distribution.csv").read_text().startswith("name,organisation,address")
    told = (folder / "situation.toml").read_text()
    assert [key for key in KEYS if not re.search(rf"^#? ?\[?{key}\b", told, re.MULTILINE)] == []


def test_the_examples_that_init_writes_work(sitrep: Sitrep) -> None:
    """Every commented line becomes a working one when its # is taken away."""
    from sitrep.profile import load_profile

    sitrep("init", "x")
    file = Path("seeds/x/situation.toml")
    file.write_text(re.sub(r"^# (?=[a-z_A-Z]+ = |\[)", "", file.read_text(), flags=re.MULTILINE))
    profile = load_profile(file.parent)
    assert profile.household_size == 5.2 and profile.schedule and profile.rates["EUR"].to == "USD"


@pytest.mark.parametrize("name", ["Sudan", "../x", "a b", "", "-x", "x/y", "نيل"])
def test_init_refuses_a_name_that_is_no_folder(sitrep: Sitrep, name: str) -> None:
    answer = sitrep("init", "--", name)
    assert answer.code == 2 and "small letters" in answer.err


def test_init_leaves_what_is_there_alone(sitrep: Sitrep) -> None:
    sitrep("init", "x")
    answer = sitrep("init", "x")
    assert answer.code == 2 and "is there already" in answer.err


# Progress, colour, several files


def on_terminal(command: list[str], cwd: Path, **environment: str) -> str:
    """What a command writes to a terminal of 100 columns, stdout and stderr together."""
    import fcntl
    import pty
    import struct
    import termios

    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal can be made here: {error}")
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    settings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    program = [sys.executable, "-m", "sitrep", *command]
    env = settings | {"TERM": "xterm", "PYTHONPATH": str(ROOT)} | environment
    process = subprocess.Popen(program, cwd=cwd, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    told = b""
    with contextlib.suppress(OSError):  # Linux ends a terminal without a writer with EIO
        while piece := os.read(ours, 65536):
            told += piece
    assert process.wait() == 0, told
    os.close(ours)
    return told.decode()


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    for number in range(3):
        text = f"On 3 May 2024, {number + 4} people were killed in Kassala.\n"
        (tmp_path / f"note-{number}.txt").write_text(f"---\npublished: 2024-05-04\n---\n{text}")
    return tmp_path


def test_a_bar_on_a_terminal_and_nothing_in_a_pipe(documents: Path, sitrep: Sitrep) -> None:
    told = on_terminal(["extract", "."], documents)
    assert "1/3" in told and "3/3" in told
    assert told.endswith("\r\x1b[K"), "the bar is cleared away"
    assert sitrep("extract", documents).err == ""


def test_quiet_shows_no_bar(documents: Path) -> None:
    assert "1/3" not in on_terminal(["extract", ".", "--quiet"], documents)


def test_no_color_is_respected(documents: Path) -> None:
    assert "\x1b[1m" in on_terminal(["extract", ".", "-q"], documents)
    assert "\x1b[1m" not in on_terminal(["extract", ".", "-q"], documents, NO_COLOR="1")


def test_the_table_fits_the_terminal(documents: Path) -> None:
    told = on_terminal(["extract", ".", "-q"], documents, NO_COLOR="1")
    assert max(map(len, told.splitlines())) <= 100


@pytest.mark.parametrize("format", ["table", "json", "csv", "html"])
def test_any_number_of_jobs_gives_the_same_output_in_the_order_given(
    documents: Path, sitrep: Sitrep, format: str
) -> None:
    files = [documents / f"note-{number}.txt" for number in (2, 0, 1)]
    one = sitrep("extract", *files, "--jobs", 1, "--format", format)
    assert one == sitrep("extract", *files, "--jobs", 3, "--format", format)
    assert one.code == 0
    positions = [one.out.index(f"note-{number}.txt") for number in (2, 0, 1)] if format != "json" else []
    assert positions == sorted(positions)


def test_control_characters_of_a_document_never_reach_the_terminal(tmp_path: Path, sitrep: Sitrep) -> None:
    file = tmp_path / "note\x1b[2J.txt"
    head = '---\ntitle: "red\u202e \x9b31m"\npublished: 2024-05-04\n---\n'
    file.write_text(f"{head}5 \x9b31mpeople were \u2066killed in \x9d0;x\x9cKassala.\n")
    for format in ("table", "json", "csv"):
        answer = sitrep("extract", file, "--format", format)
        assert answer.code == 0, answer.err
        assert (answer.out + answer.err).replace("\n", "").isprintable(), format


def test_init_makes_a_brand_that_builds_and_says_what_can_be_changed(sitrep: Sitrep) -> None:
    from sitrep.render import brand

    answer = sitrep("init", "--brand", "our-office")
    assert answer.code == 0 and 'brand = "our-office"' in answer.out
    file = Path("templates/our-office/brand.toml")
    assert brand.load("our-office", [Path("templates")]).data["name"] == "Our office"
    file.write_text(file.read_text().replace('# band = "#0d2f45"', 'band = "#3d2f45"'))
    assert brand.load("our-office", [Path("templates")]).colours["band"] == "#3d2f45"
    sitrep("init", "floods")
    Path("seeds/floods/documents/note.md").write_text("---\npublished: 2024-08-20\n---\n12,000 people fled.\n")
    decide("floods", brand="our-office")
    assert sitrep("render", "floods", "--output", "out", "--format", "pdf", "--format", "html").code == 0
    html = Path("out/brief.html").read_text()
    assert "Our office" in html and "--band:#3d2f45" in html and Path("out/brief.pdf").exists()
    assert sitrep("init", "--brand", "our-office").code == 2
    assert sitrep("init").code == 2


def decide(situation: str, **keys: str) -> None:
    """Write keys of the profile, in place of the examples that init gives."""
    profile = Path("seeds") / situation / "situation.toml"
    text = profile.read_text()
    for key, value in keys.items():
        text, count = re.subn(rf"(?m)^(?:# )?{key} = \S+", f'{key} = "{value}"', text)
        assert count == 1
    profile.write_text(text)


SENSITIVE = """\
---
published: 2024-05-04
publisher: Blue River Monitor
---
The regime moved 4,321 soldiers into Kassala on 3 May 2024. At least 678 people were displaced in Kassala.
The army said 12 terrorists were killed near Kassala on 3 May 2024.
"""


@pytest.mark.parametrize(("audience", "is_shown"), [("public", False), ("partners", True), ("internal", True)])
def test_what_an_audience_may_not_read_is_told_to_the_user_alone(sitrep: Sitrep, audience: str, is_shown: bool) -> None:
    sitrep("init", "kassala")
    Path("seeds/kassala/documents/note.md").write_text(SENSITIVE)
    decide("kassala", audience=audience)
    answer = sitrep("render", "kassala", "--output", "out", *(f"--format={name}" for name in ("html", "json", "csv")))
    assert answer.code == 0, answer.err
    assert ("withheld from a public brief: forces is for partners" in answer.err) is not is_shown
    made = {path.name: path.read_text() for path in Path("out").iterdir()}
    for name, text in made.items():
        assert ("4,321" in text or "4321" in text) is is_shown, name
        assert "678" in text, name
        assert "withheld" not in text or name == "brief.json", "the brief does not speak of what it leaves out"


def test_a_party_s_loaded_words_stand_in_quotation_marks_only(sitrep: Sitrep) -> None:
    sitrep("init", "kassala")
    Path("seeds/kassala/documents/note.md").write_text(SENSITIVE)
    assert sitrep("render", "kassala", "--output", "out", "--format", "html").code == 0
    page = re.sub(r"<article.*?</article>", "", Path("out/brief.html").read_text(), flags=re.S)
    assert "terrorists" in page
    assert "terrorists" not in re.sub(r"<q[ >].*?</q>", "", page, flags=re.S)
