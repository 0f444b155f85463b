"""One edition for each period, whoever calls, how often, and whatever kills it."""

import configparser
import os
import plistlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from sitrep import pipeline
from sitrep.cli import main
from sitrep.cli.timer import KINDS, Kind, name_of
from sitrep.store import DATABASE, Store
from tests.conftest import Sitrep
from tests.store.killed import project

DAILY = '[schedule]\ncron = "0 0 * * *"\nzone = "UTC"\n'
PAGES = {"brief.pdf": b"%PDF" + bytes(300_000), "brief.html": b"<html>"}


@pytest.fixture(autouse=True)
def without_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing pages takes seconds, and is tested elsewhere."""
    monkeypatch.setattr(pipeline, "files_of", lambda *_: PAGES)


def scheduled(folder: Path, schedule: str = DAILY) -> Path:
    """A project whose situation has a schedule."""
    project(folder, documents=2)
    with (folder / "seeds/idlib/situation.toml").open("a") as file:
        file.write(schedule)
    return folder


def begin(folder: Path) -> BaseProcess:
    """`sitrep schedule run` in a process of its own."""
    process = get_context("fork").Process(target=run, args=(folder,))
    process.start()
    return process


def run(folder: Path) -> None:
    sys.argv = ["sitrep", "--project", str(folder), "schedule", "run"]
    with Path(os.devnull).open("w") as nowhere:
        sys.stdout = sys.stderr = nowhere
        main()


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "reports" / DATABASE)) as connection:
        return connection.execute(query).fetchall()


def test_a_period_makes_one_edition_however_often_it_is_called(sitrep: Sitrep) -> None:
    scheduled(Path())
    first, second = sitrep("schedule", "run"), sitrep("schedule", "run")
    assert (first.code, first.out) == (0, "reports/idlib/001-2020-02-08/brief.pdf\n")
    assert (second.code, second.out, second.err) == (0, "", "")
    assert rows(Path(), "SELECT situation, state, detail FROM runs") == [("idlib", "done", "001-2020-02-08")]


def test_what_is_too_late_is_told_once_and_never_made(sitrep: Sitrep) -> None:
    scheduled(Path(), DAILY + "max_lateness_h = 0\n")
    answer = sitrep("schedule", "run")
    assert answer.code == 0 and "idlib: the edition of" in answer.err and "is missed" in answer.err
    assert sitrep("schedule", "run").err == ""
    assert not Path("reports/idlib/001-2020-02-08").exists()


def test_an_edition_that_failed_is_made_once_the_cause_is_mended(sitrep: Sitrep) -> None:
    scheduled(Path())
    shutil.move("seeds/idlib/documents", "elsewhere")
    failed = sitrep("schedule", "run")
    assert failed.code == 3 and rows(Path(), "SELECT state FROM runs") == [("failed",)]
    shutil.move("elsewhere", "seeds/idlib/documents")
    assert sitrep("schedule", "run").code == 0
    assert rows(Path(), "SELECT state FROM runs") == [("done",)]


def test_one_situation_that_fails_does_not_stop_the_others(sitrep: Sitrep) -> None:
    scheduled(Path())
    Path("seeds/aleppo").mkdir()
    Path("seeds/aleppo/situation.toml").write_text('title = "A"\n' + DAILY)
    answer = sitrep("schedule", "run")
    assert answer.code == 3 and "seeds/aleppo" in answer.err and "reports/idlib/001" in answer.out


def test_on_change_makes_an_edition_when_there_is_something_new(sitrep: Sitrep) -> None:
    scheduled(Path(), '[schedule]\nzone = "UTC"\non_change = true\n')
    assert "001-2020-02-08" in sitrep("schedule", "run").out
    assert "nothing new" in sitrep("schedule", "run").out
    new = (
        Path("seeds/idlib/documents/0.md").read_text().replace("2020-02-08", "2020-02-09").replace("586,000", "700,000")
    )
    Path("seeds/idlib/documents/new.md").write_text(new)
    assert "002-2020-02-09" in sitrep("schedule", "run").out


def test_show_lists_the_next_editions(sitrep: Sitrep) -> None:
    scheduled(Path(), '[schedule]\ncron = "30 6 * * 1"\nzone = "Asia/Kathmandu"\ndeliver = true\n')
    lines = sitrep("schedule", "show").out.splitlines()
    assert len(lines) == 4
    assert all("Mon " in line and "06:30" in line and "00:45Z" in line and "deliver" in line for line in lines[1:])


def test_a_wrong_schedule_names_the_file(sitrep: Sitrep) -> None:
    scheduled(Path(), '[schedule]\ncron = "soon"\nzone = "UTC"\n')
    answer = sitrep("schedule", "show")
    assert answer.code == 4 and answer.err.startswith("sitrep: seeds/idlib/situation.toml: schedule.cron")


def test_watch_says_how_it_is(sitrep: Sitrep) -> None:
    scheduled(Path())
    answer = sitrep("schedule", "watch", "--every", "1", "--rounds", "2")
    assert [line.split()[-1] for line in answer.out.splitlines()[1:]] == ["ok", "ok"]
    assert "001-2020-02-08" in answer.out.splitlines()[0]


# Several at once, and killed


def test_four_at_once_leave_one_run(tmp_path: Path) -> None:
    folder = scheduled(tmp_path)
    runs = [begin(folder) for _ in range(4)]
    for process in runs:
        process.join()
    assert {process.exitcode for process in runs} <= {0, 75}
    assert 0 in {process.exitcode for process in runs}
    assert_one_run(folder)


def test_killed_at_any_point_leaves_one_run(tmp_path: Path) -> None:
    folder = scheduled(tmp_path)
    wait, killed = random.Random(7), 0
    for _ in range(15):
        process = begin(folder)
        time.sleep(wait.uniform(0, 0.4))
        process.kill()
        process.join()
        killed += process.exitcode != 0
    assert killed > 3
    last = begin(folder)
    last.join()
    assert last.exitcode == 0
    assert_one_run(folder)


def test_a_process_that_a_killed_run_began_does_not_hold_the_lock(tmp_path: Path) -> None:
    """As the renderer's, which lives on for a moment."""
    folder, context = scheduled(tmp_path), get_context("fork")
    held, child = context.Event(), context.Value("i", 0)

    def hold() -> None:
        with Store(folder / "reports" / DATABASE) as store, store.ledger.working():
            if not (pid := os.fork()):
                time.sleep(60)
            child.value = pid
            held.set()
            time.sleep(60)

    process = context.Process(target=hold)
    process.start()
    assert held.wait(20)
    process.kill()
    process.join()
    with Store(folder / "reports" / DATABASE) as store, store.ledger.working(wait_s=0):
        os.kill(child.value, signal.SIGKILL)


def assert_one_run(folder: Path) -> None:
    assert [state for (state,) in rows(folder, "SELECT state FROM runs")] == ["done"]
    assert rows(folder, "SELECT count(*) FROM audit WHERE what = 'schedule done'") == [(1,)]
    assert rows(folder, "SELECT count(*) FROM briefs") == [(1,)]
    with Store(folder / "reports" / DATABASE) as store:
        assert store.verify() == []


# What makes it run by itself

AWKWARD = Path('/srv/relief 100% "office"/$HOME\'s')


def test_print_shows_what_would_be_written_and_writes_nothing(
    sitrep: Sitrep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for kind in Kind:
        for verb in ("install", "remove"):
            answer = sitrep("schedule", verb, "--print", "--kind", kind)
            assert answer.code == 0 and name_of(tmp_path) in answer.out
    assert list(tmp_path.rglob("*")) == []


def test_the_line_of_crontab_calls_sitrep(tmp_path: Path) -> None:
    line = KINDS[Kind.CRONTAB](AWKWARD, tmp_path).line
    *clock, command = line.split(" ", 5)
    assert clock == ["*/5", "*", "*", "*", "*"]
    # cron turns \% into %, and gives the rest to the shell.
    words = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s\\n' {command.replace(chr(92) + '%', '%')}"], capture_output=True, text=True
    ).stdout.splitlines()
    assert words[1:] == ["-m", "sitrep", "--project", str(AWKWARD), "schedule", "run"]


def test_the_agent_of_launchd_is_a_property_list(tmp_path: Path) -> None:
    [text] = KINDS[Kind.LAUNCHD](AWKWARD, tmp_path).files.values()
    agent = plistlib.loads(text.encode())
    assert agent["ProgramArguments"][3:] == ["--project", str(AWKWARD), "schedule", "run"]


def test_the_units_of_systemd_are_sound(tmp_path: Path) -> None:
    """By systemd's own check where it is here."""
    project = tmp_path / "a $b 100%"
    (project / "reports").mkdir(parents=True)
    timer = KINDS[Kind.SYSTEMD](project, tmp_path)
    for path, text in timer.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        configparser.RawConfigParser(strict=False).read_string(text)
    if verifier := shutil.which("systemd-analyze"):
        done = subprocess.run([verifier, "verify", "--user", *timer.files], capture_output=True, text=True)
        about = [line for line in done.stderr.splitlines() if "sitrep-" in line]
        assert about == []


def test_what_cannot_be_enabled_leaves_nothing_behind(
    sitrep: Sitrep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    stand_in("systemctl", 'echo "no bus" >&2; exit 1', monkeypatch, tmp_path)
    answer = sitrep("schedule", "install", "--kind", "systemd")
    assert answer.code == 2 and "systemctl --user daemon-reload: no bus" in answer.err
    assert [path for path in (tmp_path / "home").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("kind", "program"), [("systemd", "systemctl"), ("launchd", "launchctl")])
def test_it_is_enabled_and_disabled_by_the_systems_own_program(
    sitrep: Sitrep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, program: str
) -> None:
    """The service may write into folders that briefs are delivered to, and nowhere else outside the project."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    stand_in(program, f'echo "$@" >> {tmp_path}/called', monkeypatch, tmp_path)
    project(Path(), documents=1)
    Path("seeds/idlib/distribution.csv").write_text(
        "name,organisation,address,lang,format,audience,active_from,active_until\nN,O,file:///srv/a%20share,,,,,\n"
    )
    assert sitrep("schedule", "install", "--kind", kind).code == 0
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    told = "".join(path.read_text() for path in files)
    assert "schedule" in told
    if kind == "systemd":
        assert f'ReadWritePaths="-{tmp_path}" "-/srv/a share"' in told
    assert sitrep("schedule", "remove", "--kind", kind).code == 0
    assert [path for path in files if path.exists()] == []
    assert len((tmp_path / "called").read_text().splitlines()) >= 2


def stand_in(name: str, does: str, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A program of the system in the place of its own."""
    program = folder / "bin" / name
    program.parent.mkdir(exist_ok=True)
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_crontab_keeps_its_other_lines(sitrep: Sitrep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed twice it is there once; removed, all others are as they were."""
    kept = tmp_path / "crontab.txt"
    kept.write_text("0 1 * * * backup\n")
    does = f'if [ "$1" = -l ]; then cat {kept}; else cat > {kept}.new; mv {kept}.new {kept}; fi'
    stand_in("crontab", does, monkeypatch, tmp_path)
    for _ in range(2):
        assert sitrep("schedule", "install", "--kind", "crontab").code == 0
    first, second = kept.read_text().splitlines()
    assert first == "0 1 * * * backup" and "schedule run" in second
    assert sitrep("schedule", "remove", "--kind", "crontab").code == 0
    assert kept.read_text() == "0 1 * * * backup\n"
