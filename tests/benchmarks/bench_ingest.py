"""How fast are documents taken in, and is every number in them there?

500 PDFs of ten pages by two readers at once, without and with the second reading of their numbers; the memory of the
parent along the way; then 10,000 text files that have not changed since, and an ingest that is killed 100 times.
"""

import random
import re
import resource
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sitrep.ingest import Ingested, ingest, ingest_paths
from sitrep.model import Profile
from tests.benchmarks.bench import SITREP
from tests.ingest.awkward import cases
from tests.ingest.made import pdf
from tests.ingest.test_awkward import put
from tests.store.killed import content

PDFS = 500
DISTINCT = 20
PAGES = 10
LINES = 12
"""Paragraphs of two to three lines that fill a page."""
FILES = 10_000
KILLS = 100
JOBS = 2
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def measure() -> Iterator[str]:
    """Lines of figures."""
    with tempfile.TemporaryDirectory() as folder:
        yield from measure_pdfs(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from measure_listing(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from measure_kills(Path(folder))


def measure_pdfs(folder: Path) -> Iterator[str]:
    """Speed, memory and losses on PDFs."""
    reports = [report(number) for number in range(DISTINCT)]
    for number in range(PDFS):
        # A comment at the end makes other bytes of the same pages.
        (folder / f"{number:03}.pdf").write_bytes(reports[number % DISTINCT][0] + b"\n%% %d\n" % number)
    for name, is_cross_checked, asked in (("one reader", False, 8), ("two readers", True, 2)):
        memory: list[int] = []
        start, before_s = time.perf_counter(), computing_s()
        ingested = ingest_paths(
            [folder], jobs=JOBS, is_cross_checked=is_cross_checked, on_progress=partial(note, memory)
        )
        taken_s = time.perf_counter() - start
        each_s = (computing_s() - before_s) / PDFS
        yield f"{PDFS} PDFs of {PAGES} pages, {name}, {JOBS} jobs: {PDFS / taken_s:.1f} a second (asked: {asked})"
        # On a machine that does other work too, this tells what the cores would do alone.
        yield f"  {1000 * each_s:.0f} ms of computing each: {JOBS / each_s:.1f} a second on {JOBS} idle cores"
        yield f"  memory of the parent: {memory[PDFS // 10]} MB after a tenth, {memory[-1]} MB at the end (asked: flat)"
    yield from losses(ingested, reports)


def computing_s() -> float:
    """Seconds of processor time of this process and of those that have ended under it."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def note(memory: list[int], *_: object) -> None:
    """Keep how much memory is taken now."""
    memory.append(resident())


def report(seed: int) -> tuple[bytes, Counter[str], int]:
    """A report of ten pages, the numbers in it, and how many of them carry a footnote mark."""
    chance = random.Random(seed)
    numbers: Counter[str] = Counter()
    marked = 0
    body = "<p>10 February 2020</p>"
    for page in range(PAGES):
        for line in range(LINES):
            number = f"{chance.randrange(1_000, 900_000):,}"
            has_mark = chance.random() < 0.15
            numbers[number] += 1
            marked += has_mark
            mark = f"<sup>{line % 9 + 1}</sup>" if has_mark else ""
            words = " ".join(chance.choices(WORDS, k=22))
            body += f"<p>{words.capitalize()} {number}{mark} people {' '.join(chance.choices(WORDS, k=9))}.</p>"
        body += "<p style='break-after: page'></p>" if page < PAGES - 1 else ""
    return pdf(body), numbers, marked


def losses(ingested: Ingested, reports: list[tuple[bytes, Counter[str], int]]) -> Iterator[str]:
    """Numbers that are not in the text as they are on the page."""
    by_numbers = {frozenset(numbers.items()): marked for _, numbers, marked in reports}
    lost = glued = 0
    texts = {document.text for document in ingested.documents}
    found = [Counter(number for number in NUMBER.findall(text) if "," in number) for text in texts]
    for _, numbers, _ in reports:
        best = max(found, key=lambda one: (one & numbers).total())
        lost += (numbers - best).total()
        glued += (best - numbers).total()
    marks = sum(len(re.findall(r"\d [¹²³⁴⁵⁶⁷⁸⁹]", text)) for text in texts)
    total = sum(numbers.total() for _, numbers, _ in reports)
    apart = f"{marks} of {sum(by_numbers.values())} marks apart"
    yield f"  of {total:,} numbers: {lost} lost, {glued} changed (asked: 0, 0); {apart} (asked: all)"


def measure_listing(folder: Path) -> Iterator[str]:
    """How long it takes to see that nothing has changed."""
    (folder / "documents").mkdir()
    for number in range(FILES):
        prose = " ".join(random.Random(number).choices(WORDS, k=500))
        text = f"---\npublished: 2020-02-10\n---\nIn place {number} there were {number * 7} people. {prose}.\n"
        (folder / "documents" / f"{number}.txt").write_text(text)
    profile = Profile(name="x", title="X")
    start = time.perf_counter()
    first = ingest(profile, folder, jobs=JOBS)
    middle = time.perf_counter()
    kept = {document.id: document for document in first.documents}
    again = ingest(profile, folder, known=first.inputs, documents=kept, jobs=JOBS)
    end = time.perf_counter()
    same = sum(one is kept[one.id] for one in again.documents)
    yield f"{FILES:,} text files: {middle - start:.1f} s to read"
    yield f"  the same again: {end - middle:.2f} s, {FILES - same} read (asked: 3 s, 0)"


def measure_kills(folder: Path) -> Iterator[str]:
    """Whether an ingest that is killed at random moments leaves the store that an undisturbed one leaves."""
    made = [case for case in cases() if case.ends in ("read", "warned")]
    for name in ("disturbed", "undisturbed"):
        situation = folder / name / "seeds" / "x"
        put(made, situation / "documents")
        (situation / "situation.toml").write_text('title = "X"\n')
    command = [SITREP, "ingest", "x", "--quiet", "--project"]
    start = time.perf_counter()
    subprocess.run([*command, folder / "undisturbed"], check=False, capture_output=True)
    whole_s = time.perf_counter() - start
    wait = random.Random(KILLS)
    killed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [*command, folder / "disturbed"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(wait.uniform(0, 1.1 * whole_s))
        process.kill()
        killed += process.wait() < 0
    subprocess.run([*command, folder / "disturbed"], check=False, capture_output=True)
    first, second = (
        {name: rows for name, rows in content(folder / one).items() if name != "audit"}
        for one in ("disturbed", "undisturbed")
    )
    same = "the same store" if first == second else "ANOTHER STORE"
    yield f"{len(made)} documents, {killed} of {KILLS} ingests killed within {whole_s:.1f} s: {same} (asked: the same)"


def resident() -> int:
    """MB of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 // 2**20


WORDS = [
    "families",
    "reached",
    "villages",
    "north",
    "district",
    "camps",
    "border",
    "convoy",
    "relief",
    "shelter",
    "winter",
    "trucks",
    "clinic",
    "water",
    "school",
    "road",
    "market",
    "bridge",
    "partners",
    "teams",
    "registered",
    "moved",
    "fled",
    "returned",
    "arrived",
    "since",
    "before",
    "during",
    "after",
    "among",
    "near",
]
