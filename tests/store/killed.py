"""A build that can be killed: all of it but the drawing of pages, in a process of its own."""

import json
import os
import random
import signal
import sqlite3
import time
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sitrep import pipeline
from sitrep.errors import SitrepError
from sitrep.store import DATABASE, Store

# What two runs of one build may write differently, as table.column.
MOMENTS = {"audit.at", "audit.previous", "audit.hash", "audit.who"}

SENTENCE = "As of 7 February 2020, {:,} people had been displaced in Idlib since 1 December 2019."


def project(folder: Path, documents: int = 6) -> Path:
    """A project with a situation; its folder."""
    situation = folder / "seeds" / "idlib"
    (situation / "documents").mkdir(parents=True)
    (situation / "situation.toml").write_text('title = "North-west Syria"\n')
    for number in range(documents):
        head = f"---\npublisher: Paper {number}\npublished: 2020-02-08\nlang: en\n---\n"
        (situation / "documents" / f"{number}.md").write_text(head + SENTENCE.format(586_000 + number))
    return folder


def build(folder: Path, where: str = "") -> pipeline.Built:
    """Ingest, extract, reconcile, compose and keep; in place of pages, bytes that take a moment to write.

    where: the store, else the project's own.
    """
    pages = {"brief.pdf": b"%PDF" + bytes(3_000_000), "brief.html": b"<html>"}
    store = Store(where or folder / "reports" / DATABASE, reports=folder / "reports")
    with store, patch.object(pipeline, "files_of", lambda *_: pages):
        return pipeline.build(folder / "seeds" / "idlib", store, ())


def begin(folder: Path) -> BaseProcess:
    """A build in a process of its own, which has everything imported already."""
    process = get_context("fork").Process(target=build_and_exit, args=(folder,))
    process.start()
    return process


def build_and_exit(folder: Path) -> None:
    """Build, and leave with sitrep's exit code."""
    try:
        build(folder)
    except SitrepError as error:
        os._exit(error.exit_code)
    os._exit(0)


def kill_builds(folder: Path, kills: int, *, within_s: float) -> int:
    """Begin so many builds, and end each by SIGKILL after a random time; how many were still running then."""
    wait = random.Random(kills)
    killed = 0
    for _ in range(kills):
        process = begin(folder)
        time.sleep(wait.uniform(0, within_s))
        process.kill()
        process.join()
        killed += process.exitcode == -signal.SIGKILL
    return killed


def content(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but moments, and the bytes of every report."""
    with closing(sqlite3.connect(folder / "reports" / DATABASE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: rows(connection, name) for name in sorted(names) if not name.startswith("build")}
    reports = folder / "reports" / "idlib"
    found["files"] = [(str(path.relative_to(reports)), path.read_bytes()) for path in files(reports)]
    return found


def rows(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    """The rows of a table without the columns that tell a moment."""
    columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
    kept = ", ".join(name for name in columns if f"{table}.{name}" not in MOMENTS)
    found = (tuple(map(without_stamps, row)) for row in connection.execute(f"SELECT {kept} FROM {table}"))
    return sorted(found, key=repr)


def without_stamps(cell: Any) -> Any:
    """The report of an ingest holds when each file was changed."""
    if isinstance(cell, str) and '"stamp"' in cell:
        return json.dumps([line | {"stamp": ""} for line in json.loads(cell)[1]])
    return cell


def files(reports: Path) -> list[Path]:
    """The reports, without what a killed run left under a temporary name."""
    whole = (path for path in sorted(reports.rglob("*")) if path.is_file())
    return [path for path in whole if not any(part.startswith(".") for part in path.relative_to(reports).parts)]
