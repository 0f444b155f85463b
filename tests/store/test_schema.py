"""Is a store that was begun today the same as one that was brought up to date?"""

import sqlite3
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from sitrep.store import Store
from sitrep.store.connect import _migrate
from sitrep.store.schema import metadata


def test_a_new_store_is_what_the_migrations_make(tmp_path: Path) -> None:
    """Tables, columns, indexes and the revision."""
    Store(tmp_path / "new.sqlite").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
    with engine.begin() as connection:
        _migrate(connection)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert shape(tmp_path / "new.sqlite") == shape(tmp_path / "migrated.sqlite")


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
