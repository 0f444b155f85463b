"""A build that can be killed: all of it but the drawing of pages, in a process of its own."""

import json
import math
import os
import random
import signal
import sys
from collections.abc import Callable
from itertools import count
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, MetaData, Table, create_engine, select

from sitrep import pipeline
from sitrep.errors import SitrepError
from sitrep.store import DATABASE, Store

# What two runs of one build may write differently, as table.column.
MOMENTS = {"audit.at", "audit.previous", "audit.hash", "audit.who"}

# What leaves something behind, as Python names it: before each of these a kill may find another state.
STEPS = {"Cursor.execute", "Cursor.executemany", "Connection.commit", "fsync", "open", "mkdir", "rename", "replace"}

SENTENCE = "As of 7 February 2020, {:,} people had been displaced in Idlib since 1 December 2019."


def project(folder: Path, documents: int = 6) -> Path:
    """A project with a situation; its folder."""
    situation = folder / "seeds" / "idlib"
    (situation / "documents").mkdir(parents=True)
    (situation / "situation.toml").write_text('title = "North-west Syria"\n')
    for number in range(documents):
        add_document(folder, number)
    return folder


def add_document(folder: Path, number: int) -> None:
    """A document of the situation, the same one for the same number."""
    head = f"---\npublisher: Paper {number}\npublished: 2020-02-08\nlang: en\n---\n"
    (folder / "seeds/idlib/documents" / f"{number}.md").write_text(head + SENTENCE.format(586_000 + number))


def build(folder: Path, where: str = "") -> pipeline.Built:
    """Ingest, extract, reconcile, compose and keep; in place of pages, bytes that take a moment to write.

    where: the store, else the project's own.
    """
    pages = {"brief.pdf": b"%PDF" + bytes(3_000_000), "brief.html": b"<html>"}
    store = Store(where or folder / "reports" / DATABASE, reports=folder / "reports")
    with store, patch.object(pipeline, "files_of", lambda *_: pages):
        return pipeline.build(folder / "seeds" / "idlib", store, ())


def begin(folder: Path, where: str = "", *, kill_at: float = math.inf) -> BaseProcess:
    """A build in a process of its own, which has everything imported already.

    kill_at: before which of its STEPS it is killed, 0 the first.
    """
    process = get_context("fork").Process(target=build_and_exit, args=(folder, where, kill_at))
    process.start()
    return process


def build_and_exit(folder: Path, where: str, kill_at: float) -> None:
    """Build, and leave with sitrep's exit code."""
    steps = count()

    def die() -> None:
        if next(steps) >= kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(before_steps(die))
    try:
        build(folder, where)
    except SitrepError as error:
        os._exit(error.exit_code)
    os._exit(0)


def steps_of(folder: Path) -> int:
    """Build, and count the STEPS."""
    steps = count()
    sys.setprofile(before_steps(lambda: next(steps)))
    try:
        build(folder)
    finally:
        sys.setprofile(None)
    return next(steps)


def before_steps(call: Callable[[], Any]) -> Callable[[FrameType, str, Any], None]:
    """What the interpreter is to do so that `call` is called before each of the STEPS of this thread."""

    def profile(_: FrameType, event: str, function: Any) -> None:
        if event == "c_call" and function.__qualname__ in STEPS:
            call()

    return profile


def kill_builds(folder: Path, kills: int, *, steps: int) -> int:
    """Begin so many builds, and kill each before a random one of so many steps; how many had not ended by then."""
    pick = random.Random(kills)
    killed = 0
    for _ in range(kills):
        process = begin(folder, kill_at=pick.randrange(steps))
        process.join()
        killed += process.exitcode == -signal.SIGKILL
    return killed


def content(folder: Path, where: str = "") -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but moments, and the bytes of every report."""
    engine = create_engine(where if "://" in where else f"sqlite:///{where or folder / 'reports' / DATABASE}")
    known = MetaData()
    with engine.connect() as connection:
        known.reflect(connection)
        tables = [table for table in known.sorted_tables if not table.name.startswith("build")]
        found = {table.name: rows(connection, table) for table in sorted(tables, key=lambda one: one.name)}
    engine.dispose()
    reports = folder / "reports" / "idlib"
    found["files"] = [(str(path.relative_to(reports)), path.read_bytes()) for path in files(reports)]
    return found


def rows(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    """The rows of a table without the columns that tell a moment."""
    kept = [column for column in table.columns if f"{table.name}.{column.name}" not in MOMENTS]
    return sorted((tuple(map(without_stamps, row)) for row in connection.execute(select(*kept))), key=repr)


def without_stamps(cell: Any) -> Any:
    """The report of an ingest holds when each file was changed."""
    if isinstance(cell, str) and '"stamp"' in cell:
        return json.dumps([line | {"stamp": ""} for line in json.loads(cell)[1]])
    return cell


def files(reports: Path) -> list[Path]:
    """The reports, without what a killed run left under a temporary name."""
    whole = (path for path in sorted(reports.rglob("*")) if path.is_file())
    return [path for path in whole if not any(part.startswith(".") for part in path.relative_to(reports).parts)]
