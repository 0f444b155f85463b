"""Who did what, and has anybody changed the record since? A chain of entries, each with the hash of the one before."""

import getpass
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from sitrep.store.schema import audit, briefs, decisions, documents

__all__ = ["digest", "record", "untold", "whoami", "wrong_entries"]

BEGINNING = "0" * 64

FILES = "list of files of"
"""Without its hash in the log, a file and what is known of it could be changed together."""


def record(connection: Connection, who: str, what: str, about: Mapping[str, Any]) -> None:
    """Append an entry within the transaction of what it tells."""
    last = connection.execute(select(audit.c.n, audit.c.hash).order_by(audit.c.n.desc()).limit(1)).one_or_none()
    n, previous = (last.n + 1, last.hash) if last else (1, BEGINNING)
    at = datetime.now(UTC).replace(microsecond=0)
    text = json.dumps(about, sort_keys=True, ensure_ascii=False)
    own = chained(n=n, at=at, who=who, what=what, about=text, previous=previous)
    values = insert(audit).values(n=n, at=at, who=who, what=what, about=text, previous=previous, hash=own)
    connection.execute(values)


def chained(*, n: int, at: datetime, who: str, what: str, about: str, previous: str) -> str:
    """The hash of an entry."""
    # SQLite gives times back without their zone; they are UTC, as they were written.
    moment = at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC).isoformat()
    return hashlib.sha256("\0".join((previous, str(n), moment, who, what, about)).encode()).hexdigest()


def wrong_entries(connection: Connection) -> list[str]:
    """What is wrong with the chain, entry by entry; empty where it holds."""
    wrong, previous, expected = [], BEGINNING, 1
    for row in connection.execute(select(audit).order_by(audit.c.n)):
        if row.n != expected:
            wrong.append(f"entries {expected} to {row.n - 1} are missing")
        if row.previous != previous:
            wrong.append(f"entry {row.n} does not follow the one before")
        if row.hash != chained(n=row.n, at=row.at, who=row.who, what=row.what, about=row.about, previous=row.previous):
            wrong.append(f"entry {row.n} was changed: {row.at:%Y-%m-%d %H:%M} {row.who} {row.what}")
        previous, expected = row.hash, row.n + 1
    return wrong


def untold(connection: Connection) -> list[str]:
    """What the store holds otherwise than the log tells, so that an end that was cut off shows too."""
    told, held = _told(connection), _held(connection)
    wrong = []
    for kind in told:
        wrong += [f"the audit log tells nothing of {kind} {name}" for name in held[kind] if name not in told[kind]]
        for name, hash_ in told[kind].items():
            if name not in held[kind]:
                wrong.append(f"{kind} {name} is gone, of which the audit log tells")
            elif hash_ not in (None, held[kind][name]):
                wrong.append(f"{kind} {name} is not as the audit log tells")
    return wrong


def _told(connection: Connection) -> dict[str, dict[str, str | None]]:
    """By kind and name, the last hash that the log tells; None in entries that have none."""
    told: dict[str, dict[str, str | None]] = {"document": {}, "decision": {}, "edition": {}, FILES: {}}
    for text in connection.scalars(select(audit.c.about).order_by(audit.c.n)):
        about = json.loads(text)
        for document in about.get("documents", ()):
            told["document"][f"{about['situation']}/{document}"] = about.get("sha256", {}).get(document)
        if "decision" in about:
            told["decision"][about["decision"]["id"]] = digest(_normal(about["decision"]))
        if "lang" in about and "hash" in about:
            told["edition"][f"{about['situation']}/{about['number']} in {about['lang']}"] = about.get("sha256")
        if "number" in about and ("hash" in about or "files" in about):
            told[FILES][f"{about['situation']}/{about['number']}"] = about.get("files_sha256")
    return told


def _held(connection: Connection) -> dict[str, dict[str, str | None]]:
    """By kind and name, the hash of what is there."""
    read = connection.execute
    files: dict[str, set[str]] = defaultdict(set)
    for one in read(select(briefs)):
        files[f"{one.situation}/{one.number}"].add(one.files)
    return {
        "document": {f"{one.situation}/{one.id}": digest(one.value) for one in read(select(documents))},
        "decision": {one.id: digest(_normal(_decoded(one.value))) for one in read(select(decisions))},
        "edition": {f"{one.situation}/{one.number} in {one.lang}": digest(one.value) for one in read(select(briefs))},
        # All languages of an edition have one list; were they to differ, no hash fits.
        FILES: {name: digest("".join(sorted(lists))) for name, lists in files.items()},
    }


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:  # it is not as it was written, and shall be told to be
        return text


def _normal(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def digest(text: str) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def whoami() -> str:
    """The user that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in containers
        return "unknown"
