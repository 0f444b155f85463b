"""What is kept comes back, wholly or not at all, and nobody can change the record without its being seen."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from sitrep.errors import Busy, UsageError
from sitrep.inputs import look, made_before
from sitrep.model import Brief, Decision, Document, Figure, Period, Place, Qualifier, Reading, Section, Span
from sitrep.store import DATABASE, Store, schema
from sitrep.units import quantity
from tests.store.killed import build, project

DAY = date(2020, 2, 10)
DOCUMENT = Document(id="d" * 64, text="almost 300,000 people", lang="en", published=DAY, path="documents/a.txt")
FIGURE = Figure(
    document=DOCUMENT.id,
    span=Span(7, 14),
    number="300,000",
    value=quantity(300_000, "person"),
    qualifier=Qualifier.ABOUT,
    indicator="displaced",
    place=Place(name="Idlib", latitude=35.9, longitude=36.6),
    when=Period(start=DAY, end=None),
    rules=("about",),
)
READING = Reading(document=DOCUMENT.id, figures=(FIGURE,))
BRIEF = Brief(
    situation="idlib",
    number=1,
    as_of=DAY,
    covers=Period(start=DAY, end=DAY),
    next_due=None,
    lang="en",
    title="North-west Syria",
    kind="Situation brief",
    brand="base",
    sections=(Section(id="figures", items=({"id": "displaced", "value": 300_000},)),),
    documents=(DOCUMENT,),
    problems=(),
    content_hash="c" * 64,
)
DECISION = Decision(
    id="1",
    document=DOCUMENT.id,
    span=FIGURE.span,
    number="300,000",
    verb="correct",
    who="Amal",
    at=datetime(2020, 2, 11, 9, tzinfo=UTC),
    why="typing error",
    changes={"value": 30_000},
)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    """An open store in SQLite, for what only it has."""
    with Store(tmp_path / "reports" / DATABASE, who="tester") as opened:
        yield opened


def test_what_is_kept_comes_back(store: Store) -> None:
    """Documents, readings, briefs and decisions are equal to what was given."""
    store.keep_documents("idlib", [DOCUMENT])
    store.keep_readings([READING], "rules")
    store.keep_brief([BRIEF], {"brief.pdf": b"%PDF"})
    store.keep_decision("idlib", DECISION)
    assert store.documents("idlib") == {DOCUMENT.id: DOCUMENT}
    assert store.reading(DOCUMENT.id, "rules") == READING
    assert store.readings("rules") == {DOCUMENT.id: READING}
    assert store.reading(DOCUMENT.id, "other rules") is None
    assert store.last_brief("idlib", "en") == BRIEF
    assert store.brief("idlib", 1, "en") == BRIEF
    assert store.decisions("idlib") == (DECISION,)
    assert (store.reports / "idlib" / "001-2020-02-10" / "brief.pdf").read_bytes() == b"%PDF"
    assert store.next_number("idlib") == 2


def test_keeping_twice_keeps_once(store: Store) -> None:
    """A second ingest of the same bytes adds nothing."""
    assert store.keep_documents("idlib", [DOCUMENT]) == (DOCUMENT,)
    assert store.keep_documents("idlib", [DOCUMENT]) == ()
    assert store.keep_documents("idlib", [replace(DOCUMENT, path="documents/b.txt")]) != ()
    assert len(store.documents("idlib")) == 1


def test_the_last_brief_before_a_day(store: Store) -> None:
    """A past as-of date is compared with what had been said by then."""
    for number, day in ((1, date(2020, 1, 3)), (2, DAY), (3, date(2020, 1, 15))):
        store.keep_brief([replace(BRIEF, number=number, as_of=day)], {})
    last = store.last_brief("idlib", "en", before=date(2020, 2, 9))
    assert last is not None and last.number == 3
    assert store.last_brief("idlib", "fr") is None
    with pytest.raises(UsageError, match=r"no brief No\. 9"):
        store.brief("idlib", 9, "en")


def test_an_unchanged_build_is_known_at_once(sqlite: Store, tmp_path: Path) -> None:
    """Files that are the same by size and time, or by their bytes, need no build; any other change does."""
    source = tmp_path / "a.txt"
    source.write_text("284,000")
    folder = sqlite.keep_brief([BRIEF], {"brief.pdf": b"%PDF"})
    sqlite.keep_build("idlib", "idlib", look([source]), folder)
    where = sqlite.reports / DATABASE
    assert made_before(where, "idlib", [source]) == folder
    source.write_text("284,000")
    assert made_before(where, "idlib", [source]) == folder
    assert made_before(where, "idlib --lang fr", [source]) is None
    assert made_before(where, "idlib", []) is None
    source.write_text("284,001")
    assert made_before(where, "idlib", [source]) is None
    source.write_text("284,000")
    (folder / "brief.pdf").unlink()
    assert made_before(where, "idlib", [source]) is None


def test_a_file_that_changes_during_a_build_is_seen_by_the_next(sqlite: Store, tmp_path: Path) -> None:
    """What is remembered is what the build began with, not what lay there when it ended."""
    source = tmp_path / "a.txt"
    source.write_text("284,000")
    seen = look([source])
    source.write_text("300,000")
    sqlite.keep_build("idlib", "idlib", seen, sqlite.keep_brief([BRIEF], {}))
    assert made_before(sqlite.reports / DATABASE, "idlib", [source]) is None


def test_a_decision_makes_the_next_build_a_changed_one(sqlite: Store, tmp_path: Path) -> None:
    """What a person decides is printed, although no file has changed."""
    folder = sqlite.keep_brief([BRIEF], {})
    sqlite.keep_build("idlib", "idlib", look([]), folder)
    assert made_before(sqlite.reports / DATABASE, "idlib", []) == folder
    sqlite.keep_decision("idlib", DECISION)
    assert made_before(sqlite.reports / DATABASE, "idlib", []) is None


def test_the_audit_log_shows_what_was_changed(sqlite: Store) -> None:
    """The chain holds as written; it refuses changes, and one that was forced shows."""
    sqlite.keep_documents("idlib", [DOCUMENT])
    sqlite.keep_brief([BRIEF], {})
    assert sqlite.verify() == []
    with sqlite3.connect(sqlite.reports / DATABASE) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute("UPDATE audit SET who = 'somebody else'")
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute("UPDATE audit SET who = 'somebody else' WHERE n = 1")
    assert sqlite.verify() == [f"entry 1 was changed: {datetime.now(UTC):%Y-%m-%d %H:%M} somebody else ingest"]


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("DELETE FROM audit WHERE n = 3", "the audit log tells nothing of edition idlib/1 in en"),
        ("DELETE FROM audit", f"the audit log tells nothing of document idlib/{DOCUMENT.id}"),
        ("DELETE FROM decisions", "decision 1 is gone, of which the audit log tells"),
        ("UPDATE decisions SET value = replace(value, 'typing', 'other')", "decision 1 is not as the audit log tells"),
        ("UPDATE decisions SET value = 'x'", "decision 1 is not as the audit log tells"),
        ("UPDATE briefs SET value = replace(value, '300000', '900000')", "edition idlib/1 in en is not as the audit"),
        ("UPDATE briefs SET files = '{ }'", "list of files of idlib/1 is not as the audit log tells"),
        ("UPDATE documents SET value = replace(value, 'almost', 'only')", "is not as the audit log tells"),
        ("UPDATE audit SET about = 'x' WHERE n = 1", "entry 1 was changed"),
        ("UPDATE audit SET about = '[1]' WHERE n = 1", "entry 1 was changed"),
        ("DROP TABLE readings", "table readings is gone"),
    ],
)
def test_what_is_not_as_the_audit_log_tells_shows(sqlite: Store, damage: str, told: str) -> None:
    """Also where its end was cut off, which no chain shows."""
    sqlite.keep_documents("idlib", [DOCUMENT])
    sqlite.keep_decision("idlib", DECISION)
    sqlite.keep_brief([BRIEF], {})
    assert sqlite.verify() == []
    with sqlite3.connect(sqlite.reports / DATABASE) as connection:
        connection.execute("DROP TRIGGER audit_no_delete")
        connection.execute("DROP TRIGGER audit_no_update")
        connection.execute(damage)
    assert told in " ".join(sqlite.verify())


def test_a_store_that_was_lost_is_not_begun_anew(sqlite: Store) -> None:
    """It would number from 1 again, over the editions that readers have."""
    sqlite.keep_brief([BRIEF], {"brief.pdf": b"%PDF"})
    sqlite.close()
    for end in ("", "-wal", "-shm"):
        (sqlite.reports / f"{DATABASE}{end}").unlink(missing_ok=True)
    for _ in range(2):
        with pytest.raises(UsageError, match="001-2020-02-10 is an edition of another store"):
            Store(sqlite.reports / DATABASE)


def test_what_cannot_be_read_is_told(sqlite: Store) -> None:
    """A message, and no traceback."""
    sqlite.keep_readings([READING], "rules")
    with sqlite3.connect(sqlite.reports / DATABASE) as connection:
        connection.execute("UPDATE readings SET value = 'x'")
    with pytest.raises(UsageError, match="a Reading in it cannot be read"):
        sqlite.readings("rules")


def test_a_backup_that_cannot_be_made_is_told(sqlite: Store, tmp_path: Path) -> None:
    """Such as into a folder that is not there."""
    with pytest.raises(UsageError, match="the copy cannot be made"):
        sqlite.backup(tmp_path / "nowhere" / "copy.sqlite")


def test_two_runs_do_not_build_the_same_situation(store: Store, where: str) -> None:
    """The second one leaves with exit code 75; another situation is free."""
    with Store(where, reports=store.reports) as other, store.building("idlib"):
        with pytest.raises(Busy) as raised, other.building("idlib", wait_s=0.1):
            pass
        assert raised.value.exit_code == 75
        with other.building("sudan"):
            pass


def test_a_writer_that_waits_too_long_leaves_with_75(sqlite: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program holds the database: nothing is lost, and the caller is told to come again."""
    monkeypatch.setattr("sitrep.store.connect.PATIENCE_S", 0.1)
    with (
        sqlite3.connect(sqlite.reports / DATABASE, isolation_level=None) as holder,
        Store(sqlite.reports / DATABASE) as late,
    ):
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy) as raised:
            late.keep_documents("idlib", [DOCUMENT])
        assert raised.value.exit_code == 75
        holder.execute("ROLLBACK")
        assert late.keep_documents("idlib", [DOCUMENT]) == (DOCUMENT,)


def test_sqlite_is_set_up_to_lose_nothing(sqlite: Store) -> None:
    """Write-ahead log, every commit on the disk, foreign keys, ten seconds of patience."""
    with sqlite._database.reading() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", 2, 1, 10_000]


def test_the_audit_log_tells_who_did_what(store: Store) -> None:
    """What was ingested, decided and built, by whom, in the order in which it was done."""
    store.keep_documents("idlib", [DOCUMENT])
    store.keep_decision("idlib", DECISION)
    store.keep_brief([BRIEF], {})
    with store._database.reading() as connection:
        rows = connection.execute(select(schema.audit).order_by(schema.audit.c.n)).all()
    assert [(row.n, row.who, row.what) for row in rows] == [
        (1, "tester", "ingest"),
        (2, "Amal", "correct"),
        (3, "tester", "build"),
    ]
    assert DOCUMENT.id in rows[0].about and "typing error" in rows[1].about and BRIEF.content_hash in rows[2].about
    assert store.verify() == []


def test_a_newer_store_is_refused(sqlite: Store) -> None:
    """What a later version wrote is not touched."""
    with sqlite3.connect(sqlite.reports / DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UsageError, match="newer sitrep") as raised:
        Store(sqlite.reports / DATABASE)
    assert "backup" in raised.value.hint


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    """A damaged file is told about, not written over."""
    (tmp_path / DATABASE).write_bytes(b"not a database at all, but long enough to be one" * 100)
    with pytest.raises(UsageError, match="damaged"):
        Store(tmp_path / DATABASE)


def test_a_backup_is_a_store(sqlite: Store, tmp_path: Path) -> None:
    """A copy can be opened and holds everything."""
    sqlite.keep_documents("idlib", [DOCUMENT])
    sqlite.backup(tmp_path / "copy.sqlite")
    with Store(tmp_path / "copy.sqlite") as copy:
        assert copy.documents("idlib") == {DOCUMENT.id: DOCUMENT}
        assert copy.verify() == []
    with pytest.raises(UsageError, match="there already"):
        sqlite.backup(tmp_path / "copy.sqlite")


def test_what_a_killed_run_left_is_written_over(store: Store) -> None:
    """A folder that no brief is kept under is replaced by the edition of its name."""
    folder = store.folder(BRIEF)
    folder.mkdir(parents=True)
    (folder / "half.pdf").write_bytes(b"%P")
    store.keep_brief([BRIEF], {"brief.pdf": b"%PDF"})
    assert [path.name for path in folder.iterdir()] == ["brief.pdf"]
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_an_edition_that_lost_a_file_is_written_again(store: Store) -> None:
    """A report that somebody deleted or changed is seen, and comes back."""
    store.keep_brief([BRIEF], {"brief.pdf": b"%PDF", "brief.html": b"<html>"})
    assert store.is_whole(BRIEF)
    (store.folder(BRIEF) / "brief.pdf").write_bytes(b"%PDF changed")
    assert not store.is_whole(BRIEF)
    assert store.verify() == [f"{store.folder(BRIEF) / 'brief.pdf'} is gone or was changed"]
    store.restore(BRIEF, {"brief.pdf": b"%PDF", "brief.html": b"<html>"})
    assert store.is_whole(BRIEF)
    assert store.verify() == []


def test_the_last_ingest_is_remembered(store: Store) -> None:
    """The report comes back in the form that it is asked for."""
    assert store.last_ingest("idlib", tuple[Span, ...]) is None
    store.keep_ingest("idlib", (Span(1, 2),))
    store.keep_ingest("idlib", (Span(3, 4),))
    assert store.last_ingest("idlib", tuple[Span, ...]) == (Span(3, 4),)


def test_a_build_goes_through_either_store(where: str, tmp_path: Path) -> None:
    """The whole line, twice: one edition, and nothing extracted again."""
    folder = project(tmp_path)
    first, second = build(folder, where), build(folder, where)
    assert (first.is_new, second.is_new, second.folder) == (True, False, first.folder)
    with Store(where, reports=folder / "reports") as opened:
        assert opened.numbers("idlib") == (1,)
        assert opened.verify() == []
