"""How does a brief reach its stakeholders? The outbox → deliveries, each once, by several connections.

approval  may it be sent      distribution  to whom            plan     who gets what
address   which way           pack          which files        message  what they read
smtp, folder, chat  the ways  way           what a way is      secret   where a password is
bounce    what came back      notice        what the desk hears of it

States: pending → sending → sent | failed | unknown; sent → bounced. Nobody gets a brief twice unless a person says so:
what is unknown is held until then, or sent again where the profile says on_uncertain = "resend".
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import groupby
from queue import Empty, SimpleQueue
from typing import Protocol

from msgspec.structs import replace

from sitrep.deliver.address import FOLDERS
from sitrep.deliver.way import Answer, Way
from sitrep.errors import DeliveryError
from sitrep.model import Delivery

__all__ = ["CONNECTIONS", "GIVEN_UP", "deliver", "next_state", "recovered"]

CONNECTIONS = 5

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP = timedelta(hours=48)
GIVEN_UP = f"given up after {GIVE_UP.days * 24} h"


class Ledger(Protocol):
    """Who keeps what becomes of deliveries."""

    def mark(self, delivery: Delivery) -> Delivery:
        """Keep it; it is on disk when this returns."""


def deliver(
    pending: Sequence[Delivery],
    ways: Mapping[str, Callable[[], Way]],
    ledger: Ledger,
    now: Callable[[], datetime],
    *,
    connections: int = CONNECTIONS,
    resends: bool = False,
) -> list[str]:
    """Send what is pending, keep what became of each, and give why there was no way.

    ways: by channel, one for each thread. now: the clock. resends: what is unknown is sent again without asking.
    """
    troubles: list[str] = []
    for channel, group in groupby(sorted(pending, key=lambda one: one.channel), key=lambda one: one.channel):
        troubles += deliver_by(list(group), ways[channel], ledger, now, connections=connections, resends=resends)
    return troubles


def deliver_by(
    pending: Sequence[Delivery],
    way: Callable[[], Way],
    ledger: Ledger,
    now: Callable[[], datetime],
    *,
    connections: int,
    resends: bool,
) -> list[str]:
    """The same for one channel."""
    waiting: SimpleQueue[Delivery] = SimpleQueue()
    for one in pending:
        waiting.put(one)

    def work(_: int) -> str:
        connection = way()
        try:
            while True:
                one = waiting.get_nowait()
                try:
                    deliver_one(one, connection, ledger, now, resends=resends)
                except DeliveryError as error:
                    waiting.put(one)  # for those that have a connection
                    return error.message
        except Empty:
            connection.quit()
            return ""
        finally:
            connection.close()

    threads = min(connections, len(pending))
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        troubles = sorted(set(filter(None, pool.map(work, range(threads)))))
    for _ in range(waiting.qsize()):
        ledger.mark(next_state(waiting.get_nowait(), Answer("pending", troubles[0]), now()))
    return troubles


def deliver_one(one: Delivery, way: Way, ledger: Ledger, now: Callable[[], datetime], *, resends: bool = False) -> None:
    """Send one, and keep what became of it."""
    sending = replace(one, status="sending", tries=one.tries + 1)
    answer = way.send(one, lambda: ledger.mark(sending))
    ledger.mark(next_state(sending, answer, now(), resends=resends))


def next_state(one: Delivery, answer: Answer, now: datetime, *, resends: bool = False) -> Delivery:
    """A delivery after an answer: what is put off is tried again, less and less often, for two days."""
    status, detail = answer
    is_late = now - one.at > GIVE_UP
    if status == "unknown" and resends and not is_late:
        status = "pending"
    elif status == "pending" and is_late:
        status, detail = "failed", f"{GIVEN_UP}: {detail}"
    wait = min(FIRST_WAIT * 2 ** max(one.tries - 1, 0), LONGEST_WAIT) if one.tries < 16 else LONGEST_WAIT
    return replace(one, status=status, detail=detail, next_try=now + wait if status == "pending" else one.next_try)


def recovered(one: Delivery, *, resends: bool = False) -> Delivery:
    """A delivery that a killed run left while it was being sent: nobody knows whether it arrived.

    A folder can be looked at, so that trying again does no harm.
    """
    is_safe = resends or one.channel in FOLDERS
    return replace(one, status="pending" if is_safe else "unknown", detail="the run ended before the answer")
