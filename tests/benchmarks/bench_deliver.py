"""Does everyone get a brief once, whatever happens, and how fast?

200 recipients of five kinds of server behaviour and 100 kills at random; 1,000 recipients with five connections.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sitrep.store import DATABASE, Store
from tests.deliver.killed import asked, kill_senders, send, states
from tests.deliver.servers import mail_server

KINDS = ("ok", "slow", "later", "refused", "cutafter")
RECIPIENTS, KILLS, MANY = 200, 100, 1000


def measure() -> Iterator[str]:
    """Lines about kills, then about speed."""
    with tempfile.TemporaryDirectory() as folder:
        yield from kills(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from speed(Path(folder))


def kills(folder: Path) -> Iterator[str]:
    """Who got it twice, and who was forgotten."""
    addresses = [f"{kind}-{n}@example.org" for kind in KINDS for n in range(RECIPIENTS // len(KINDS))]
    with mail_server(folder) as post:
        with Store(folder / DATABASE) as store:
            store.ledger.ask(asked(addresses))
        killed = kill_senders(folder, post.url, KILLS, within_s=0.1)
        by_then = len(post.taken())
        for _ in range(3):
            send(folder, post.url)
        taken = [one.to for one in post.taken()]
    with Store(folder / DATABASE) as store:
        sent = {one.stakeholder for one in store.ledger.deliveries(status="sent")}
        wrong = store.verify()
    found = states(folder)
    yield f"{len(addresses)} recipients, {KILLS} senders, {killed} of them killed, {by_then} messages taken by then"
    yield f"twice {len(taken) - len(set(taken))}, forgotten {len(addresses) - sum(found.values())}, {dict(found)}"
    yield f"marked sent and not in the server's log {len(sent - set(taken))}, wrong in the store {len(wrong)}"


def speed(folder: Path) -> Iterator[str]:
    """How long a thousand take, each kept on disk before and after the final dot."""
    with mail_server(folder) as post:
        with Store(folder / DATABASE) as store:
            store.ledger.ask(asked([f"ok-{n}@example.org" for n in range(MANY)]))
        start = time.perf_counter()
        send(folder, post.url)
        taken_s = time.perf_counter() - start
        taken = len(post.taken())
    # Of Linux in kB, of macOS in bytes.
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e3 if sys.platform == "linux" else 1e6)
    yield f"{taken} of {MANY} in {taken_s:.1f} s with five connections, at most {memory_mb:.0f} MB"
