"""How is the store reached? SQLite or PostgreSQL, reading and writing, one at a time, in the newest schema.

SQLite: write-ahead log, synchronous FULL, BEGIN IMMEDIATE for every write and ten seconds of patience.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError

from sitrep.errors import Busy, UsageError
from sitrep.store.schema import HEAD, metadata

__all__ = ["Database"]

PATIENCE_S = 10
"""How long to wait for another writer before exit code 75."""

LOCK = ".lock"

EDITIONS = "*/[0-9][0-9][0-9]*-????-??-??"


class Database:
    """The open database of a store."""

    def __init__(self, where: str | Path, reports: Path) -> None:
        self._reports = reports
        self.url = _url(where)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = self._open()
        self._writer = self._engine.execution_options(writes=True)
        self._bring_up_to_date()

    def _open(self) -> Engine:
        try:
            if self.is_sqlite:
                return _sqlite(self.url)
            return create_engine(self.url, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise UsageError(f"SITREP_STORE: {error}", "Write such as postgresql+psycopg://user@host/name.") from error

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is wholly kept or not at all; one at a time."""
        with self._told(), self._writer.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('sitrep'))"))
            yield connection

    @contextmanager
    def held(self, name: str, folder: Path, wait_s: float) -> Iterator[None]:
        """Hold a name against every other run, until the block or the process ends."""
        with _file_held(folder, wait_s) if self.is_sqlite else self._advisory_held(name, wait_s):
            yield

    @contextmanager
    def _advisory_held(self, name: str, wait_s: float) -> Iterator[None]:
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            give_up = time.monotonic() + wait_s
            while not connection.scalar(text("SELECT pg_try_advisory_lock(hashtext(:name))"), {"name": name}):
                _wait(give_up, name)
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(hashtext(:name))"), {"name": name})

    def damage(self, connection: Connection) -> list[str]:
        """What the database itself finds wrong."""
        missing = metadata.tables.keys() - set(inspect(connection).get_table_names())
        if missing or not self.is_sqlite:
            return [f"table {name} is gone" for name in sorted(missing)]
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return [str(line) for line in found if line != "ok"]

    def backup(self, path: Path) -> None:
        """Copy the database while others use it."""
        if not self.is_sqlite:
            raise UsageError("this store is in PostgreSQL", "Back it up with pg_dump.")
        if path.exists():
            raise UsageError("is there already", "Choose another name for the copy.", path=path)
        with self._told(), closing(self._engine.raw_connection()) as connection:
            try:
                connection.driver_connection.execute("VACUUM INTO ?", (str(path),))  # type: ignore[union-attr]
            except sqlite3.Error as error:
                path.unlink(missing_ok=True)
                hint = "Check its folder, and the rights and the space left there."
                raise UsageError(f"the copy cannot be made: {error}", hint, path=path) from error

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            found = _revision(connection)
            is_new = _is_empty(connection)
        # A new store would number from 1 again, and write over what readers have.
        if is_new and (lost := next(self._reports.glob(EDITIONS), None)):
            raise UsageError(
                f"{self._shown()} is empty or was not there, and {lost} is an edition of another store",
                "Put the last backup in its place, name its store with SITREP_STORE, or move the editions away.",
            )
        if found != HEAD:
            with self.writing() as connection:
                _begin(connection) if _is_empty(connection) else _migrate(connection)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What the database raises, as something that a user can act on."""
        try:
            yield
        except OperationalError as error:
            if "locked" in str(error.orig) or "busy" in str(error.orig):
                raise Busy("another run is writing the store", "Try again in a moment.") from error
            hint = f"Look at {self._shown()}: is it there, and are the rights and the space left those that it needs?"
            raise UsageError(f"the store cannot be used: {error.orig}", hint) from error
        except DatabaseError as error:
            raise UsageError(
                f"the store is damaged or is none: {error.orig}",
                f"Put the last backup in place of {self._shown()}, or move it away to begin a new one.",
            ) from error

    def _shown(self) -> str:
        return self.url.database or "" if self.is_sqlite else self.url.render_as_string(hide_password=True)


def _url(where: str | Path) -> URL:
    if isinstance(where, str) and "://" in where:
        try:
            return make_url(where)
        except ArgumentError as error:
            raise UsageError(f"SITREP_STORE: {error}", "Write such as postgresql+psycopg://user@host/name.") from error
    path = Path(where)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot be made: {error.strerror}", "Check its rights.", path=path.parent) from error
    return URL.create("sqlite", database=str(path))


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": PATIENCE_S})

    @event.listens_for(engine, "connect")
    def settings(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # transactions begin below, not in the driver
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that starts by reading cannot wait for its turn to write (SQLITE_BUSY at once).
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _is_empty(connection: Connection) -> bool:
    return not inspect(connection).get_table_names()


def _begin(connection: Connection) -> None:
    """Make the schema that the migrations lead to; importing alembic takes longer than all of this."""
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def _migrate(connection: Connection) -> None:
    """Bring the schema to HEAD. Alembic is slow to import, and needed once in the life of a store."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise UsageError(
            f"this store was written by a newer sitrep (revision {_revision(connection)}, here {HEAD})",
            "Use the newer sitrep, or a backup from before.",
        ) from error


@contextmanager
def _file_held(folder: Path, wait_s: float) -> Iterator[None]:
    """The lock ends with the process, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / LOCK).open("w")
    except OSError as error:
        raise UsageError(f"cannot be written: {error.strerror}", "Check its rights.", path=folder) from error
    with file:
        HELD.add(file)
        try:
            give_up = time.monotonic() + wait_s
            while not _locked(file.fileno()):
                _wait(give_up, folder.name)
            yield
        finally:
            HELD.discard(file)


HELD: set[TextIO] = set()
"""Open files of locks. A process that is forked meanwhile shares them, and would hold the lock beyond the run's end."""


def _let_go() -> None:
    """In a new process: leave the locks to the one that took them."""
    for file in HELD:
        file.close()
    HELD.clear()


os.register_at_fork(after_in_child=_let_go)


def _locked(handle: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _wait(give_up: float, name: str) -> None:
    if time.monotonic() > give_up:
        raise Busy(f"another run holds {name}", "Try again when it has ended.")
    time.sleep(0.05)
