"""What was due, and what became of it? Runs of the schedule, approvals, deliveries.

Each is one row with a key of its own, so that whoever asks for it, and however often, it is there once.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import asdict, replace
from sqlalchemy import delete, insert, select, update

from sitrep.model import Approval, Delivery
from sitrep.store import audit, schema
from sitrep.store.connect import Database
from sitrep.store.files import write_file
from sitrep.store.values import from_json, to_json

__all__ = ["Ledger"]

LAST_SENT = ".last-sent"
"""The end of the audit log, kept outside the store."""


class Ledger:
    """The part of a store that knows what was done; Store.ledger."""

    def __init__(self, database: Database, reports: Path, who: str) -> None:
        self._database = database
        self._reports = reports
        self.who = who

    # --- the schedule -------------------------------------------------------------------------------------------------

    @contextmanager
    def working(self, *, wait_s: float = 10) -> Iterator[None]:
        """Hold the ledger, so that no two runs make or send the same. Raises Busy after `wait_s`."""
        with self._database.held("sitrep ledger", self._reports, wait_s):
            try:
                yield
            finally:
                if not self.is_restored():
                    self.remember()

    def is_restored(self) -> bool:
        """Whether the store is older than what was last sent by it, as after putting a backup in place."""
        if not (note := self._reports / LAST_SENT).is_file():
            return False
        n, _, hash_ = note.read_text(encoding="utf-8").partition(" ")
        query = select(schema.audit.c.hash).where(schema.audit.c.n == int(n))
        with self._database.reading() as connection:
            return connection.scalar(query) != hash_.strip()

    def remember(self) -> None:
        """Note beside the store how far its audit log goes. Within `working`."""
        query = select(schema.audit.c.n, schema.audit.c.hash).order_by(schema.audit.c.n.desc()).limit(1)
        with self._database.reading() as connection:
            last = connection.execute(query).one_or_none()
        if last:
            write_file(self._reports / LAST_SENT, f"{last.n} {last.hash}\n".encode())

    def run_state(self, situation: str, period: str) -> str | None:
        """What became of the edition of a nominal period: running, done, failed or missed; None before it began."""
        table = schema.runs
        query = select(table.c.state).where(table.c.situation == situation, table.c.period == period)
        with self._database.reading() as connection:
            state: str | None = connection.scalar(query)
        return state

    def keep_run(self, situation: str, period: str, state: str, detail: str = "") -> None:
        """Keep what became of it. Within `working`."""
        table = schema.runs
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.situation == situation, table.c.period == period))
            values = {"situation": situation, "period": period, "state": state, "detail": detail}
            connection.execute(insert(table).values(values))
            audit.record(connection, self.who, f"schedule {state}", values)

    # --- approval -----------------------------------------------------------------------------------------------------

    def approval(self, situation: str, number: int) -> Approval | None:
        """The last word of a person on an edition."""
        table = schema.approvals
        query = select(table.c.value).where(table.c.situation == situation, table.c.number == number)
        with self._database.reading() as connection:
            value = connection.scalar(query)
        return None if value is None else from_json(value, Approval)

    def keep_approval(self, approval: Approval) -> None:
        """Keep what a person says of an edition, in place of what was said before."""
        table, value = schema.approvals, to_json(approval)
        of_edition = (table.c.situation == approval.situation) & (table.c.number == approval.number)
        with self._database.writing() as connection:
            connection.execute(delete(table).where(of_edition))
            values = {"situation": approval.situation, "number": approval.number, "value": value}
            connection.execute(insert(table).values(values))
            audit.record(connection, approval.who, approval.verb, json.loads(value))

    # --- deliveries: the outbox ---------------------------------------------------------------------------------------

    def deliveries(self, *, brief: str | None = None, status: str | None = None) -> tuple[Delivery, ...]:
        """Every delivery that was ever asked for, or those of a brief or status; oldest first."""
        table = schema.deliveries
        query = select(table).order_by(table.c.at, table.c.brief, table.c.stakeholder)
        query = query.where(table.c.brief == brief) if brief else query
        query = query.where(table.c.status == status) if status else query
        with self._database.reading() as connection:
            return tuple(msgspec.convert(row, Delivery, from_attributes=True) for row in connection.execute(query))

    def ask(self, deliveries: Iterable[Delivery]) -> None:
        """Put deliveries into the outbox, as far as they were never there; all or none."""
        table, asked = schema.deliveries, tuple(deliveries)
        with self._database.writing() as connection:
            of_briefs = table.c.brief.in_({one.brief for one in asked})
            known = set(connection.scalars(select(table.c.id).where(of_briefs)))
            if new := [_row(one) for one in asked if one.id not in known]:
                connection.execute(insert(table), new)
                about = {"brief": new[0]["brief"], "to": [row["stakeholder"] for row in new]}
                audit.record(connection, self.who, "deliver", about)

    def mark(self, delivery: Delivery, **changes: Any) -> Delivery:
        """Keep what became of one, with these fields changed, and give it back; it is on disk when this returns.

        A message that is being sent is no news for the audit log; what became of it is.
        """
        delivery = replace(delivery, **changes)
        table, row = schema.deliveries, _row(delivery)
        with self._database.writing() as connection:
            connection.execute(update(table).where(table.c.id == delivery.id).values(row))
            if delivery.status != "sending":
                told = {name: row[name] for name in ("id", "brief", "stakeholder", "status", "detail", "tries")}
                audit.record(connection, self.who, f"delivery {delivery.status}", told)
        return delivery


def _row(delivery: Delivery) -> dict[str, Any]:
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in asdict(delivery).items()}
