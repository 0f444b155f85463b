"""Where do things lie? The only reader and writer of the store and of reports/.

documents, readings, briefs, decisions and the audit log in SQLite (reports/sitrep.sqlite), or in PostgreSQL for a team;
each edition's files in reports/<situation>/<number>-<as-of>/. Whoever writes holds the store for that moment; whoever
builds holds the situation (`building`).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import asdict
from sqlalchemy import delete, insert, select, update

from sitrep.errors import UsageError
from sitrep.inputs import Look, State, look, sha256
from sitrep.model import Brief, Decision, Document, Headline, Reading
from sitrep.store import audit, schema
from sitrep.store.connect import Database
from sitrep.store.files import remove_leavings, write_folder
from sitrep.store.ledger import Ledger
from sitrep.store.values import from_json, to_json

__all__ = ["DATABASE", "Files", "Store"]

DATABASE = "sitrep.sqlite"

Lines = TypeVar("Lines")


class Files(NamedTuple):
    """The files of an edition."""

    content: Mapping[str, bytes]
    """By name."""
    hash: str
    """SHA-256 over names and content, hex."""
    are_as_made: bool


class Store:
    """One store, open for one run. Use it in a with block."""

    def __init__(self, where: str | Path, *, reports: Path | None = None, who: str = "") -> None:
        """Open the store, make it where there is none, and bring an older one up to date.

        where: the SQLite file, or a URL such as postgresql+psycopg://…
        reports: where editions lie; for SQLite the file's folder unless said.
        who: the person in the audit log, else the user that runs the program.
        """
        self.reports = Path(where).parent if reports is None else reports
        self.who = who or audit.whoami()
        self._database = Database(where, self.reports)
        self.ledger = Ledger(self._database, self.reports, self.who)
        remove_leavings(self.reports)

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    @contextmanager
    def building(self, situation: str, *, wait_s: float = 10) -> Iterator[None]:
        """Hold a situation, so that no two runs make the same edition. Raises Busy after `wait_s`."""
        with self._database.held(f"sitrep {situation}", self.reports / situation, wait_s):
            yield

    # --- documents ----------------------------------------------------------------------------------------------------

    def documents(self, situation: str) -> dict[str, Document]:
        """Every document that was ever read for a situation, by id."""
        query = select(schema.documents.c.value).where(schema.documents.c.situation == situation)
        with self._database.reading() as connection:
            found = [from_json(value, Document) for value in connection.scalars(query)]
        return {document.id: document for document in found}

    def keep_documents(
        self, situation: str, documents: Iterable[Document], known: Mapping[str, Document] | None = None
    ) -> tuple[Document, ...]:
        """Keep those that are new or newly described, all or none, and give them back.

        known: what documents() gave, where it was asked already.
        """
        known = self.documents(situation) if known is None else known
        new = [document for document in documents if known.get(document.id) != document]
        if not new:
            return ()
        table = schema.documents
        with self._database.writing() as connection:
            connection.execute(
                delete(table).where(table.c.situation == situation, table.c.id.in_([one.id for one in new]))
            )
            rows = [{"situation": situation, "id": one.id, "value": to_json(one)} for one in new]
            connection.execute(insert(table), rows)
            about = {
                "situation": situation,
                "documents": {one.id: one.path for one in new},
                "sha256": {row["id"]: audit.digest(row["value"]) for row in rows},
            }
            audit.record(connection, self.who, "ingest", about)
        return tuple(new)

    def last_ingest(self, situation: str, lines: type[Lines]) -> Lines | None:
        """The report of the last ingest, as `lines`; None before the first one."""
        query = select(schema.ingests.c.value).where(schema.ingests.c.situation == situation)
        with self._database.reading() as connection:
            value = connection.scalar(query)
        return None if value is None else from_json(value, lines)

    def keep_ingest(self, situation: str, lines: Any) -> None:
        """Keep the report of this one, as far as it differs."""
        value, table = to_json(lines), schema.ingests
        with self._database.reading() as connection:
            if connection.scalar(select(table.c.value).where(table.c.situation == situation)) == value:
                return
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.situation == situation))
            connection.execute(insert(table).values(situation=situation, value=value))

    # --- readings -----------------------------------------------------------------------------------------------------

    def readings(self, key: str) -> dict[str, Reading]:
        """The readings made with one set of rules, by document id. key: hash of extractor, rules and profile."""
        query = select(schema.readings.c.value).where(schema.readings.c.key == key)
        with self._database.reading() as connection:
            found = [from_json(value, Reading) for value in connection.scalars(query)]
        return {reading.document: reading for reading in found}

    def reading(self, document: str, key: str) -> Reading | None:
        """One of them."""
        table = schema.readings
        query = select(table.c.value).where(table.c.document == document, table.c.key == key)
        with self._database.reading() as connection:
            value = connection.scalar(query)
        return None if value is None else from_json(value, Reading)

    def keep_readings(self, readings: Sequence[Reading], key: str) -> None:
        """Keep what extraction gave, in place of what other rules gave of the same documents."""
        if not readings:
            return
        table = schema.readings
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.document.in_([one.document for one in readings])))
            rows = [{"document": one.document, "key": key, "value": to_json(one)} for one in readings]
            connection.execute(insert(table), rows)

    # --- briefs -------------------------------------------------------------------------------------------------------

    def brief(self, situation: str, number: int, lang: str | None = None) -> Brief:
        """One edition, in any language unless one is named. Raises UsageError where there is none such."""
        value = self._brief(situation, number, lang)
        if value is None:
            known = ", ".join(str(one) for one in self.numbers(situation)) or "none"
            wanted = f"{situation} has no brief No. {number}" + (f" in {lang}" if lang else "")
            raise UsageError(wanted, f"There are: {known}.")
        return from_json(value, Brief)

    def headline(self, situation: str, number: int, lang: str) -> Headline:
        """What a list says of an edition that is there; much quicker than all of it."""
        return from_json(self._brief(situation, number, lang) or "", Headline)

    def _brief(self, situation: str, number: int, lang: str | None) -> str | None:
        table = schema.briefs
        query = select(table.c.value).where(table.c.situation == situation, table.c.number == number)
        query = query.where(table.c.lang == lang) if lang else query.order_by(table.c.lang)
        with self._database.reading() as connection:
            found: str | None = connection.scalar(query.limit(1))
        return found

    def numbers(self, situation: str) -> tuple[int, ...]:
        """The numbers of all editions, oldest first."""
        table = schema.briefs
        query = select(table.c.number).where(table.c.situation == situation).distinct().order_by(table.c.number)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def replaced_by(self, situation: str, number: int) -> int | None:
        """The number of the edition that corrects one, None where there is none."""
        table = schema.briefs
        query = select(table.c.number).where(table.c.situation == situation, table.c.corrects == number).limit(1)
        with self._database.reading() as connection:
            found: int | None = connection.scalar(query)
        return found

    def langs(self, situation: str, number: int) -> tuple[str, ...]:
        """The languages of an edition."""
        table = schema.briefs
        query = select(table.c.lang).where(table.c.situation == situation, table.c.number == number)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query.order_by(table.c.lang)))

    def last_brief(self, situation: str, lang: str, before: date | None = None) -> Brief | None:
        """The edition with the newest as-of date, of those the one made last. before: only up to that date."""
        table = schema.briefs
        query = (
            select(table.c.number)
            .where(table.c.situation == situation, table.c.lang == lang)
            .order_by(table.c.as_of.desc(), table.c.number.desc())
            .limit(1)
        )
        if before is not None:
            query = query.where(table.c.as_of <= before)
        # In two questions: sorting the briefs themselves would read all that there ever were.
        with self._database.reading() as connection:
            number = connection.scalar(query)
        return None if number is None else self.brief(situation, number, lang)

    def next_number(self, situation: str) -> int:
        """The number of the edition to come. Ask within `building`."""
        return max(self.numbers(situation), default=0) + 1

    def folder(self, brief: Brief | Headline) -> Path:
        """Where the files of an edition lie."""
        return self._folder(brief.situation, brief.number, brief.as_of)

    def _folder(self, situation: str, number: int, as_of: date) -> Path:
        return self.reports / situation / f"{number:03d}-{as_of.isoformat()}"

    def keep_brief(self, briefs: Sequence[Brief], files: Mapping[str, bytes]) -> Path:
        """Keep one edition, all its languages together, and its files. Within `building`.

        The files appear at once or not at all; a run killed between them and the record is made again over them.
        """
        folder = self.folder(briefs[0])
        write_folder(folder, files)
        rows = [
            {
                "situation": one.situation,
                "number": one.number,
                "lang": one.lang,
                "as_of": one.as_of,
                "content_hash": one.content_hash,
                "supersedes": one.supersedes,
                "files": _hashes(files),
                "value": to_json(one),
                "corrects": one.corrects.number if one.corrects else None,
            }
            for one in briefs
        ]
        with self._database.writing() as connection:
            connection.execute(insert(schema.briefs), rows)
            connection.execute(delete(schema.builds).where(schema.builds.c.situation == briefs[0].situation))
            for one, row in zip(briefs, rows, strict=True):
                about = {"situation": one.situation, "number": one.number, "lang": one.lang, "hash": one.content_hash}
                about["sha256"] = audit.digest(str(row["value"]))
                about["files_sha256"] = audit.digest(str(row["files"]))
                told = {"corrects": asdict(one.corrects)} if one.corrects else {}
                audit.record(connection, self.who, "correct" if told else "build", about | told)
        return folder

    def is_whole(self, brief: Brief) -> bool:
        """Whether every file of an edition is there as it was made."""
        return not _spoiled(self.folder(brief), self._files(brief))

    def restore(self, brief: Brief, files: Mapping[str, bytes]) -> None:
        """Write the files of an edition again. Within `building`."""
        write_folder(self.folder(brief), files)
        table, hashes = schema.briefs, _hashes(files)
        with self._database.writing() as connection:
            of_edition = (table.c.situation == brief.situation) & (table.c.number == brief.number)
            connection.execute(update(table).where(of_edition).values(files=hashes))
            about = {"situation": brief.situation, "number": brief.number, "files": sorted(files)}
            about["files_sha256"] = audit.digest(hashes)
            audit.record(connection, self.who, "restore", about)

    def files(self, brief: Brief) -> Files:
        """What lies there of an edition now."""
        folder, made = self.folder(brief), self._files(brief)
        content = {name: (folder / name).read_bytes() for name in made if (folder / name).is_file()}
        found = _hashes(content)
        return Files(content, hashlib.sha256(found.encode()).hexdigest(), json.loads(found) == made)

    def as_made(self, brief: Brief | Headline) -> tuple[dict[str, int], str]:
        """Bytes of each file of an edition that is there, and the hash that Files had when it was made."""
        folder, made = self.folder(brief), self._files(brief)
        sizes = {name: (folder / name).stat().st_size for name in made if (folder / name).is_file()}
        return sizes, hashlib.sha256(json.dumps(made).encode()).hexdigest()

    def _files(self, brief: Brief | Headline) -> dict[str, str]:
        """The SHA-256 of each file of an edition, by name."""
        table = schema.briefs
        query = select(table.c.files).where(table.c.situation == brief.situation, table.c.number == brief.number)
        with self._database.reading() as connection:
            found: dict[str, str] = json.loads(connection.scalar(query.limit(1)) or "{}")
        return found

    # --- decisions ----------------------------------------------------------------------------------------------------

    def decisions(self, situation: str) -> tuple[Decision, ...]:
        """What persons decided, oldest first."""
        query = select(schema.decisions.c.value).where(schema.decisions.c.situation == situation)
        with self._database.reading() as connection:
            found = [from_json(value, Decision) for value in connection.scalars(query)]
        return tuple(sorted(found, key=lambda one: (one.at, one.id)))

    def keep_decision(self, situation: str, decision: Decision) -> None:
        """Keep what a person decided; the next build is no unchanged one."""
        value = to_json(decision)
        with self._database.writing() as connection:
            connection.execute(insert(schema.decisions).values(id=decision.id, situation=situation, value=value))
            connection.execute(delete(schema.builds).where(schema.builds.c.situation == situation))
            about = {"situation": situation, "decision": json.loads(value)}
            audit.record(connection, decision.who, decision.verb, about)

    # --- the quick check of an unchanged build ------------------------------------------------------------------------

    def keep_build(self, build: str, situation: str, inputs: Look, folder: Path) -> None:
        """Remember what a build was made of and what it made, so that inputs.made_before() can tell at once.

        build: what was asked for: situation, options and version, as one text.
        inputs: as they were before the build, since a file may have changed while it ran.
        """
        rows = [_file_row(build, path, state, False) for path, state in inputs.files.items()]
        rows += [_file_row(build, path, state, True) for path, state in look(folder.rglob("*")).files.items()]
        with self._database.writing() as connection:
            connection.execute(delete(schema.build_files).where(schema.build_files.c.build == build))
            connection.execute(delete(schema.builds).where(schema.builds.c.build == build))
            values = {"build": build, "situation": situation, "folder": str(folder), "at_ns": inputs.at_ns}
            connection.execute(insert(schema.builds).values(values))
            if rows:
                connection.execute(insert(schema.build_files), rows)

    # --- care ---------------------------------------------------------------------------------------------------------

    def verify(self) -> list[str]:
        """What is wrong with the database, the audit log or the files of an edition; empty where all is well."""
        table = schema.briefs
        query = select(table.c.situation, table.c.number, table.c.as_of, table.c.files).order_by(*table.primary_key)
        with self._database.reading() as connection:
            wrong = self._database.damage(connection)
            if wrong:
                return wrong
            # A log that was changed is no witness, and may not even be read.
            wrong = audit.wrong_entries(connection) or audit.untold(connection)
            editions = {
                self._folder(row.situation, row.number, row.as_of): row.files for row in connection.execute(query)
            }
        for folder, files in editions.items():
            wrong += [f"{folder / name} is gone or was changed" for name in _spoiled(folder, json.loads(files))]
        return wrong

    def backup(self, path: Path) -> None:
        """A copy of the whole store that is consistent at one moment, while others go on."""
        self._database.backup(path)


def _hashes(files: Mapping[str, bytes]) -> str:
    return json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())})


def _spoiled(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The names of files that are not there, or not as they were made."""
    paths = {name: folder / name for name in files}
    return [name for name, path in paths.items() if not path.is_file() or sha256(path) != files[name]]


def _file_row(build: str, path: str, state: State, is_output: bool) -> dict[str, Any]:
    return {"build": build, "path": path, **state._asdict(), "is_output": is_output}
