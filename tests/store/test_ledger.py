"""The outbox, runs and approvals: each once, in SQLite and in PostgreSQL."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitrep.errors import Busy
from sitrep.model import Approval
from sitrep.store import Store
from tests.deliver.killed import asked


def test_a_delivery_is_asked_for_once(store: Store) -> None:
    for addresses in (["a@example.org", "b@example.org"], ["b@example.org", "c@example.org"]):
        store.ledger.ask(asked(addresses))
    found = store.ledger.deliveries()
    assert [one.stakeholder for one in found] == ["a@example.org", "b@example.org", "c@example.org"]
    assert found == tuple(asked(["a@example.org", "b@example.org", "c@example.org"]))
    store.ledger.mark(found[0], status="sent", detail="250 ok", tries=1)
    store.ledger.ask(asked(["a@example.org"]))
    assert [one.stakeholder for one in store.ledger.deliveries(status="sent")] == ["a@example.org"]
    assert store.verify() == []


def test_a_run_is_one_row_whatever_became_of_it(store: Store) -> None:
    for state in ("running", "failed", "running", "done"):
        store.ledger.keep_run("idlib", "2020-02-10T06:00", state)
    assert store.ledger.run_state("idlib", "2020-02-10T06:00") == "done"
    assert store.ledger.run_state("idlib", "2020-02-11T06:00") is None


def test_the_last_word_on_an_edition_counts(store: Store) -> None:
    at = datetime(2020, 2, 10, tzinfo=UTC)
    for verb in ("approve", "reject"):
        word = Approval(situation="idlib", number=1, verb=verb, who="Nour", at=at, why="", files_hash="a")
        store.ledger.keep_approval(word)
    assert store.ledger.approval("idlib", 1) == word


def test_one_run_works_at_a_time(store: Store, where: str, tmp_path: Path) -> None:
    with Store(where, reports=tmp_path / "reports") as other:
        with store.ledger.working(), pytest.raises(Busy), other.ledger.working(wait_s=0):
            pass
        with other.ledger.working(wait_s=0):
            pass


def test_a_store_that_forgot_what_was_sent_says_so(store: Store, where: str, tmp_path: Path) -> None:
    """Its reports remember how far the audit log went."""
    store.ledger.ask(asked(["a@example.org"]))
    with store.ledger.working():
        pass
    assert not store.ledger.is_restored()
    (tmp_path / "reports" / ".last-sent").write_text("99 " + "0" * 64 + "\n")
    assert store.ledger.is_restored()
