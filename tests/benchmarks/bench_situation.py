"""How long does the situation take? 2,000 documents with 40,000 figures; one more of them; 100 kills.

Reach: reconcile within 8 s and 600 MB, growing no faster than n log n from 250 documents on; with one document more,
only that one is extracted, and the build without pages takes at most 1 s more than reconcile; after 100 builds
killed at work the store is whole, and holds what builds of the same documents leave that nobody killed. Times are of
the processor, not of the clock.
"""

import math
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count, pairwise
from pathlib import Path
from typing import Any

from sitrep import pipeline
from sitrep.cli.build import rarely_collecting
from sitrep.extract import extract
from sitrep.model import Document, Reading
from sitrep.reconcile import reconcile
from sitrep.store import DATABASE, Store
from tests.benchmarks.bench import SITREP, Command
from tests.store.killed import add_document, content, project
from tests.written import FLOW, PROFILE, STOCK, Text

SIZES = (250, 500, 1000, 2000)
FIGURES_EACH = 20
LAST_DAY = date(2020, 2, 10)
KILLS, KILLS_EACH = 100, 10
"""In all, and in one project: documents make builds longer."""

STAGES = {"build": pipeline.build, "situation": pipeline.situation, "reconcile": pipeline.reconcile}

PLACES = ("Idlib", "Aleppo", "Taftanaz", "Saraqab", "Dana", "Binnish", "Ariha", "Afrin", None, "North-west Syria")
SUBJECTS = ("people", "children", "women", "soldiers", "Turkish soldiers", "civilians", "displaced people")
KINDS = (
    ("displaced", FLOW),
    ("displaced", STOCK),
    ("refugees", STOCK),
    ("deaths", None),
    ("injured", None),
    ("reached", None),
)
PUBLISHERS = ("OCHA", "UNHCR", "Levant Wire", *(f"Organisation {number}" for number in range(30)))


def measure() -> Iterator[str]:
    """Reconcile by size, one document more, kills."""
    yield from by_size()
    yield from one_more()
    yield from kills()


def by_size() -> Iterator[str]:
    """CPU seconds (the best of three processes) and memory of reconcile by size, and how it grows."""
    times = {}
    for size in SIZES:
        run = [sys.executable, "-c", f"from tests.benchmarks.bench_situation import alone; alone({size})"]
        told = [subprocess.run(run, check=True, capture_output=True, text=True).stdout.split() for _ in range(3)]
        seconds, megabytes, things = min(told, key=lambda one: float(one[0]))
        times[size] = float(seconds)
        figures = f"{size:>5} documents, {size * FIGURES_EACH:>6,} figures"
        yield f"{figures}  {times[size]:5.2f} s  {megabytes} MB  {things} key figures"
    at_most = slope({size: size * math.log(size) for size in SIZES})
    yield f"grows as n^{slope(times):.2f}; n log n is n^{at_most:.2f} over these sizes"


def slope(times: dict[int, float]) -> float:
    """The exponent of the best power law through the points."""
    points = [(math.log(size), math.log(seconds)) for size, seconds in times.items()]
    x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


def alone(size: int) -> None:
    """Print CPU seconds, peak memory in MB and the number of key figures; the collector as a build sets it."""
    import resource

    texts = corpus(size)
    readings, documents = [text.reading for text in texts], [text.document for text in texts]
    with rarely_collecting():
        before = time.process_time()
        known = reconcile(readings, documents, PROFILE, LAST_DAY)
        seconds = time.process_time() - before
    print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} {len(known.key_figures)}")


def corpus(size: int) -> list[Text]:
    """Documents over 400 days by 33 publishers."""
    pick = random.Random(size)
    return [one_text(f"{number:064x}", pick) for number in range(size)]


def one_text(name: str, pick: random.Random) -> Text:
    """A document with its figures: totals, weeks, events, stocks."""
    day = LAST_DAY - timedelta(days=pick.randrange(400))
    text = Text(pick.choice(PUBLISHERS), day, id=name)
    for _ in range(FIGURES_EACH):
        value = pick.choice((pick.randrange(1, 100), pick.randrange(100, 9999), 1000 * pick.randrange(10, 900)))
        start = day - timedelta(days=pick.choice((0, 0, 7, 30, 60)))
        indicator, flow = pick.choice(KINDS)
        text.says(
            f"{value:,}",
            value,
            indicator=indicator,
            measure=flow,
            subject=pick.choice(SUBJECTS),
            place=pick.choice(PLACES),
            when=pick.choice((None, f"{start}/{day}", f"{day}")),
            source=pick.choice((None, None, "UN", "the ministry", "Ministry of Defence")),
        )
    return text


def one_more() -> Iterator[str]:
    """A project of 2,000 files: what a further one costs, stage by stage."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        situation = project(folder, 0) / "seeds" / "idlib"
        pick = random.Random(1)
        for number in range(SIZES[-1]):
            write(situation, number, pick)
        yield f"{SIZES[-1]:,} files, first build without pages  {build(situation, folder)['build']:.1f} s"
        write(situation, SIZES[-1], pick)
        spent = build(situation, folder)
        yield f"one more: {spent['extracted']:.0f} extracted, build without pages  {spent['build']:.2f} s, of which"
        yield f"  reconcile  {spent['reconcile']:.2f} s"
        yield f"  ingest and extract  {spent['situation'] - spent['reconcile']:.2f} s"
        yield f"  compose and keep  {spent['build'] - spent['situation']:.2f} s"
        write(situation, SIZES[-1] + 1, pick)
        yield f"another one, the whole command with its pages  {seconds(command(folder)):.0f} s on the clock"


def write(situation: Path, number: int, pick: random.Random) -> None:
    """A file with twenty figures in sentences."""
    day = LAST_DAY - timedelta(days=pick.randrange(60))
    lines = [
        f"In {pick.choice(PLACES) or 'Idlib'}, {pick.randrange(10, 90_000):,} {pick.choice(SUBJECTS)} were displaced."
        for _ in range(20)
    ]
    head = f"---\npublisher: {pick.choice(PUBLISHERS)}\npublished: {day}\nlang: en\n---\n"
    (situation / "documents" / f"{number}.txt").write_text(head + "\n\n".join(lines))


def build(situation: Path, folder: Path) -> dict[str, float]:
    """CPU seconds of all but the pages and of two stages in it, and how many documents were extracted."""
    spent = dict.fromkeys(("build", "situation", "reconcile", "extracted"), 0.0)

    def timed(stage: str) -> Callable[..., Any]:
        function = STAGES[stage]

        def run(*args: Any, **options: Any) -> Any:
            before = time.process_time()
            try:
                return function(*args, **options)
            finally:
                spent[stage] += time.process_time() - before

        return run

    def counted(document: Document, **options: Any) -> Reading:
        spent["extracted"] += 1
        return extract(document, **options)

    for stage in ("situation", "reconcile"):
        setattr(pipeline, stage, timed(stage))
    pipeline.extract, pipeline.files_of = counted, lambda *_: {"brief.pdf": b""}  # type: ignore[assignment]
    with rarely_collecting(), Store(folder / "reports" / DATABASE) as store:
        timed("build")(situation, store, ())
    return spent


def kills() -> Iterator[str]:
    """The whole command with a new document to take in, killed while it works, against builds left in peace."""
    pick, wrong, others, editions = random.Random(KILLS), 0, 0, 0
    for _ in range(KILLS // KILLS_EACH):
        with tempfile.TemporaryDirectory() as name:
            disturbed, peace = project(Path(name, "disturbed"), 0), project(Path(name, "peace"), 0)
            kill_each(disturbed, pick)
            seconds(command(disturbed))
            with Store(disturbed / "reports" / DATABASE) as store:
                wrong += len(store.verify())
                seen = [len(store.brief("idlib", number).documents) for number in store.numbers("idlib")]
            for before, now in pairwise([0, *seen]):
                for number in range(before, now):
                    add_document(peace, number)
                seconds(command(peace))
            others += kept(disturbed) != kept(peace)
            editions += len(seen)
    yield f"{KILLS} builds killed at work, {KILLS_EACH} in each of {KILLS // KILLS_EACH} projects"
    yield f"{editions} editions all the same: {others} projects with other content than without, {wrong} things wrong"


def kill_each(folder: Path, pick: random.Random) -> None:
    """Add a document, begin to build and kill at a random moment after the start, until so many were hit at work."""
    start_s = seconds([SITREP, "--version"])
    hit, documents = 0, count()
    while hit < KILLS_EACH:
        number = next(documents)
        add_document(folder, number)
        # The first build is left alone, since its length says how long the next ones are.
        if number == 0:
            whole_s = seconds(command(folder))
        else:
            hit += is_killed(folder, after_s=pick.uniform(start_s, whole_s))


def seconds(run: Command) -> float:
    """How long a command takes that nobody kills."""
    started = time.perf_counter()
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def is_killed(folder: Path, *, after_s: float) -> bool:
    """Whether a build was still running then; one that had ended is left as it is."""
    with subprocess.Popen(command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(after_s)
        process.kill()
    return process.returncode == -signal.SIGKILL


def kept(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All content but the audit log, which tells of killed builds too; Store.verify() has checked it."""
    return {name: rows for name, rows in content(folder).items() if name != "audit"}


def command(folder: Path) -> list[str]:
    """`sitrep build` of a project."""
    return [str(SITREP), "--quiet", "--project", str(folder), "build"]
