"""What was due, and what became of it? The runs of the schedule, and approvals.

Each is one row with a key of its own, so that whoever asks for it, and however often, it is there once.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import delete, insert, select

from sitrep.model import Approval
from sitrep.store import audit, schema
from sitrep.store.connect import Database
from sitrep.store.values import from_json, to_json

__all__ = ["Ledger"]


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
            yield

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
