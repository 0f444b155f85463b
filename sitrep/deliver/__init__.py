"""How does a brief reach its stakeholders? The outbox → deliveries, each once, by several connections.

approval  may it be sent               distribution  to whom           plan  who gets what
message   what they read               smtp          how it gets there

States: pending → sending → sent | failed | unknown. Nobody gets a brief twice unless a person says so: what is unknown
is held until then.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from typing import Protocol

from sitrep.deliver.smtp import Answer, Mailer
from sitrep.errors import DeliveryError
from sitrep.model import Delivery

__all__ = ["CONNECTIONS", "deliver", "next_state", "recovered"]

CONNECTIONS = 5

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=4)
GIVE_UP = timedelta(hours=48)


class Ledger(Protocol):
    """Who keeps what becomes of deliveries."""

    def mark(self, delivery: Delivery) -> None:
        """Keep it; it is on disk when this returns."""


def deliver(
    pending: Sequence[Delivery],
    write: Callable[[Delivery], bytes],
    sender: str,
    mailer: Callable[[], Mailer],
    ledger: Ledger,
    now: Callable[[], datetime],
    *,
    connections: int = CONNECTIONS,
) -> list[str]:
    """Send what is pending, keep what became of each, and give why there was no way to the server.

    write: the message of a delivery. mailer: a connection for each thread. now: the clock.
    """
    waiting: SimpleQueue[Delivery] = SimpleQueue()
    for one in pending:
        waiting.put(one)

    def work(_: int) -> str:
        connection = mailer()
        try:
            while True:
                deliver_one(waiting.get_nowait(), write, sender, connection, ledger, now)
        except Empty:
            connection.quit()
            return ""
        except DeliveryError as error:
            return error.message
        finally:
            connection.close()

    threads = min(connections, len(pending))
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        return sorted(set(filter(None, pool.map(work, range(threads)))))


def deliver_one(
    one: Delivery,
    write: Callable[[Delivery], bytes],
    sender: str,
    connection: Mailer,
    ledger: Ledger,
    now: Callable[[], datetime],
) -> None:
    """Send one, and keep what became of it."""
    sending = replace(one, status="sending", tries=one.tries + 1)
    answer = connection.send(sender, one.stakeholder, write(one), lambda: ledger.mark(sending))
    ledger.mark(next_state(sending, answer, now()))


def next_state(one: Delivery, answer: Answer, now: datetime) -> Delivery:
    """A delivery after an answer: what is put off is tried again, less and less often, for two days."""
    status, detail = answer
    if status == "pending" and now - one.at > GIVE_UP:
        status, detail = "failed", f"given up after {GIVE_UP.days * 24} h: {detail}"
    wait = min(FIRST_WAIT * 2 ** max(one.tries - 1, 0), LONGEST_WAIT) if one.tries < 16 else LONGEST_WAIT
    return replace(one, status=status, detail=detail, next_try=now + wait if status == "pending" else one.next_try)


def recovered(one: Delivery) -> Delivery:
    """A delivery that a killed run left while it was being sent: nobody knows whether it arrived."""
    return replace(one, status="unknown", detail="the run ended before the answer")
