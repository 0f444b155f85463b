"""Is a store that was begun today the same as one that was brought up to date?"""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text

from sitrep.store import Store
from sitrep.store.connect import _migrate
from sitrep.store.schema import HEAD, metadata
from tests.conftest import ROOT


def test_a_new_store_is_what_the_migrations_make(tmp_path: Path) -> None:
    """Tables, columns, indexes and the revision."""
    Store(tmp_path / "new.sqlite").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
    with engine.begin() as connection:
        _migrate(connection)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert shape(tmp_path / "new.sqlite") == shape(tmp_path / "migrated.sqlite")


def test_an_older_store_is_brought_up_to_date_with_what_it_holds(where: str, tmp_path: Path) -> None:
    """In SQLite and in PostgreSQL: the tables are those of a new one, and the outbox stays."""
    url = where if "://" in where else f"sqlite:///{where}"
    (tmp_path / "reports").mkdir()
    engine = create_engine(url)
    with engine.begin() as connection:
        older(connection, "0004")
        connection.execute(
            text(
                "INSERT INTO deliveries VALUES ('a', 'idlib/1', 'email', 'nour@example.org', :at, 'unknown', '',"
                " 'Nour', 'en', 'pdf', 1, :at)"
            ),
            {"at": "2020-02-10T06:00:00+00:00"},
        )
    with Store(where, reports=tmp_path / "reports") as store:
        [one] = store.ledger.deliveries()
        assert (one.status, one.stakeholder) == ("unknown", "nour@example.org")
        assert store.replaced_by("idlib", 1) is None
        store.ledger.mark(one, status="sent")
        assert store.verify() == []
    with engine.connect() as connection:
        assert differences(connection) == set()
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
    engine.dispose()


def differences(connection: Connection) -> set[str]:
    """What differs from a new store but for comments, which migrations do not write."""
    found = compare_metadata(MigrationContext.configure(connection), metadata)
    entries = (entry for one in found for entry in (one if isinstance(one, list) else [one]))
    return {str(entry) for entry in entries if "comment" not in entry[0]}


def older(connection: Connection, revision: str) -> None:
    """The tables as an older sitrep left them."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "sitrep/store/migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def shape(path: Path) -> list[tuple[str, ...]]:
    """What SQLite knows of every table and index, and the revision."""
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT type, tbl_name, name FROM sqlite_master ORDER BY type, name").fetchall()
        columns = [
            (table, *map(str, column[1:]))
            for kind, table, _ in names
            if kind == "table"
            for column in connection.execute(f"PRAGMA table_info({table})")
        ]
        return names + sorted(columns) + connection.execute("SELECT version_num FROM alembic_version").fetchall()
