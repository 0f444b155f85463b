"""Who did what, and has anybody changed the record since? A chain of entries, each with the hash of the one before."""

import getpass
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from sitrep.store.schema import audit

__all__ = ["record", "whoami", "wrong_entries"]

BEGINNING = "0" * 64


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


def whoami() -> str:
    """The user that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name, as in containers
        return "unknown"
