"""Does everyone get a brief once, on time, and how fast? Each figure beside what was asked for.

200 recipients of five kinds of server behaviour and 100 kills at random; 1,000 recipients with five connections; every
change of the clocks in six zones for eleven years; two runs at once, and killed runs.
"""

import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from sitrep import pipeline
from sitrep.schedule import due, upcoming
from sitrep.store import DATABASE, Store
from tests.deliver.killed import asked, kill_senders, send, states
from tests.deliver.servers import mail_server
from tests.test_schedule import AWKWARD, FIRST, LAST, ZONES, changes, days, moment, plan
from tests.test_schedule_run import PAGES, begin, rows, scheduled

KINDS = ("ok", "slow", "later", "refused", "cutafter")
RECIPIENTS, KILLS, MANY = 200, 100, 1000
ROUNDS = 25


def measure() -> Iterator[str]:
    """Lines about kills, speed, clocks, and runs at once."""
    for part in (kills, speed, clocks, runs):
        with tempfile.TemporaryDirectory() as folder:
            yield from part(Path(folder))


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
    twice, forgotten = len(taken) - len(set(taken)), len(addresses) - sum(found.values())
    yield f"twice {twice} (asked: 0), forgotten {forgotten} (asked: 0), wrong in the store {len(wrong)} (asked: 0)"
    yield f"states {dict(found)} (asked: only sent, failed, unknown)"
    yield f"marked sent and not in the server's log {len(sent - set(taken))} (asked: 0)"


def speed(folder: Path) -> Iterator[str]:
    """How long a thousand take, each kept on disk before and after the final dot."""
    with mail_server(folder) as post:
        with Store(folder / DATABASE) as store:
            store.ledger.ask(asked([f"ok-{n}@example.org" for n in range(MANY)]))
        # A process of its own: this one has grown with what was measured before.
        with get_context("spawn").Pool(1) as pool:
            taken_s, memory_mb = pool.apply(timed, (folder, post.url))
        taken = len(post.taken())
    yield f"{taken} of {MANY} in {taken_s:.1f} s (asked: 60 s), at most {memory_mb:.0f} MB (asked: 150 MB)"


def timed(folder: Path, url: str) -> tuple[float, float]:
    """Seconds and MB that sending takes."""
    start = time.perf_counter()
    send(folder, url)
    # Of Linux in kB, of macOS in bytes.
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e3 if sys.platform == "linux" else 1e6)
    return time.perf_counter() - start, grown


def clocks(_: Path) -> Iterator[str]:
    """Editions that are skipped or doubled where the clocks change."""
    skipped = doubled = found = looks = again = 0
    for zone in ZONES:
        for clock in AWKWARD:
            made = plan(f"{clock} * * *", zone)
            counted: Counter[str] = Counter()
            for one in upcoming(made, moment(f"{FIRST}T00:00") - timedelta(days=2)):
                if one.period[:10] > LAST.isoformat():
                    break
                counted[one.period[:10]] += 1
            wanted = [day.isoformat() for day in days(FIRST, LAST)]
            skipped += sum(not counted[day] for day in wanted)
            doubled += sum(counted[day] > 1 for day in wanted)
            found += len(wanted)
            for change in changes(ZoneInfo(zone)):
                periods = [due(made, change + n * timedelta(minutes=30)) for n in range(-72, 73)]
                names = [one.period for one in periods if one]
                looks += len(names)
                again += sum(before > after for before, after in pairwise(names))
                dates = sorted({date.fromisoformat(name[:10]) for name in names})
                skipped += len(list(days(dates[0], dates[-1]))) - len(dates)
    yield f"{len(ZONES)} zones, {len(AWKWARD)} hours, {FIRST.year} to {LAST.year}: {found} editions, {looks} looks"
    yield f"skipped {skipped} (asked: 0), doubled {doubled} (asked: 0), gone back {again} (asked: 0)"


def runs(folder: Path) -> Iterator[str]:
    """Runs of the schedule at once, and killed at any point."""
    wait, wrong, killed = random.Random(7), 0, 0
    with patch.object(pipeline, "files_of", lambda *_: PAGES):
        for n in range(ROUNDS):
            at_once = [begin(scheduled(folder / f"once-{n}")), begin(folder / f"once-{n}")]
            for process in at_once:
                process.join()
            wrong += not has_one_run(folder / f"once-{n}")
        for n in range(ROUNDS):
            project = scheduled(folder / f"killed-{n}")
            process = begin(project)
            time.sleep(wait.uniform(0, 0.4))
            process.kill()
            process.join()
            killed += process.exitcode != 0
            begin(project).join()
            wrong += not has_one_run(project)
    yield f"{ROUNDS} times two runs at once, and {killed} killed runs: not one run {wrong} (asked: 0)"


def has_one_run(folder: Path) -> bool:
    """Whether there is one edition, made by one run, in a sound store."""
    with Store(folder / "reports" / DATABASE) as store:
        is_sound = store.verify() == []
    done = rows(folder, "SELECT state FROM runs") == [("done",)]
    return is_sound and done and rows(folder, "SELECT count(*) FROM briefs") == [(1,)]
