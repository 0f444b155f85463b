"""Sending that can be killed: an outbox, a mail server, and a sender in a process of its own."""

import itertools
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sitrep.deliver import deliver, recovered
from sitrep.deliver.message import Content, message
from sitrep.deliver.plan import delivery_id
from sitrep.deliver.smtp import Mailer, server
from sitrep.model import Brief, Delivery, Mail, Period
from sitrep.store import DATABASE, Store

DAY = date(2020, 2, 10)
AT = datetime(2020, 2, 10, 6, tzinfo=UTC)
MAIL = Mail(sender="desk@example.org", link="https://example.org/reports")
BRIEF = Brief(
    situation="idlib",
    number=3,
    as_of=DAY,
    covers=Period(start=DAY, end=DAY),
    next_due=None,
    lang="en",
    title="North-west Syria",
    kind="Situation brief",
    brand="base",
    sections=(),
    documents=(),
    problems=(),
)
FILES = {
    "brief.pdf": b"%PDF-1.7" + bytes(20_000),
    "brief.html": b"<html>",
    "brief.json": b"{}",
    "figures.csv": b"a,b",
    "figures.xlsx": b"PK",
}
CONTENT = Content(
    BRIEF,
    "North-west Syria: Situation brief No. 3\n",
    "586,000 displaced\n.\n",
    "<p>586,000 displaced</p>",
    FILES,
    "idlib/003-2020-02-10",
)


def asked(addresses: Sequence[str], at: datetime = AT) -> list[Delivery]:
    """Deliveries of one brief."""
    return [
        Delivery(
            id=delivery_id("idlib/3", "email", one),
            brief="idlib/3",
            stakeholder=one,
            channel="email",
            at=at,
            status="pending",
            next_try=at,
        )
        for one in addresses
    ]


def send(folder: Path, url: str, *, begins: Callable[[], None] = lambda: None) -> list[str]:
    """Send everything that is pending, at once, whatever was said before. begins: called before each message."""

    def write(one: Delivery) -> bytes:
        begins()
        return message(one, CONTENT, MAIL)

    with Store(folder / DATABASE) as store, store.ledger.working():
        for one in store.ledger.deliveries(status="sending"):
            store.ledger.mark(recovered(one))
        return deliver(
            store.ledger.deliveries(status="pending"),
            {"email": lambda: Mailer(server(url, {}), MAIL.sender, write)},
            store.ledger,
            lambda: AT + timedelta(hours=1),
        )


def send_and_exit(folder: Path, url: str, begins: Any, nth: int) -> None:
    """Send, and say so when the nth message begins."""
    counted = itertools.count(1)
    send(folder, url, begins=lambda: begins.set() if next(counted) == nth else None)
    os._exit(0)


def kill_senders(folder: Path, url: str, kills: int, *, within_s: float) -> int:
    """Begin so many senders, and end each by SIGKILL at a random moment; how many were still sending."""
    wait, killed, context = random.Random(kills), 0, get_context("fork")
    for _ in range(kills):
        begins = context.Event()
        process = context.Process(target=send_and_exit, args=(folder, url, begins, wait.randint(1, 8)))
        process.start()
        while not begins.wait(0.01) and process.is_alive():
            pass
        time.sleep(wait.uniform(0, within_s))
        process.kill()
        process.join()
        killed += process.exitcode != 0
    return killed


def states(folder: Path) -> Counter[str]:
    """How many deliveries are in each state."""
    with Store(folder / DATABASE) as store:
        return Counter(one.status for one in store.ledger.deliveries())
