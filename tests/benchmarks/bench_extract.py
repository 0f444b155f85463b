"""How long does extraction take, beside what else reads quantities out of text?

The peers quantulum3 and text2num come with make bench; without them their lines say so.
"""

import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.util import find_spec
from statistics import median

from sitrep.extract import extract_text
from sitrep.ingest import read
from tests.benchmarks.bench import ROOT, against, medians
from tests.extract.worst import WORST

PUBLISHED = date(2020, 2, 10)
ARTICLE_LENGTH = 4_000
MANY = 10_000_000
"""Characters of the longest text."""
FIRST_CALL = """
from datetime import date
from sitrep.extract import extract_text
extract_text("At least 7 people were killed in Idlib on Monday.", published=date(2020, 2, 10), lang="en")
"""
RESIDENT = f"""
import resource
from datetime import date
from sitrep.extract import extract_text
from tests.benchmarks.bench_extract import article
text = article({MANY})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
extract_text(text, published=date(2020, 2, 10), lang="en")
print(before // 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def measure() -> Iterator[str]:
    """CPU time of a warm call, of the first call, for long and for evil texts; memory. Nothing fails here."""
    yield from beside_peers()
    yield from first_call()
    yield from by_length()
    yield from worst_cases()
    yield from memory()


def article(length: int = ARTICLE_LENGTH) -> str:
    """English text of the sample's documents, as often as it takes."""
    paths = sorted((ROOT / "seeds/idlib/documents").glob("*.txt"))
    texts = [document.text for path in paths for document in read(path) if document.lang == "en"]
    text = "\n\n".join(texts) + "\n\n"
    return (text * (length // len(text) + 1))[:length]


def extract(text: str) -> object:
    """What is measured."""
    return extract_text(text, published=PUBLISHED, lang="en")


def beside_peers() -> Iterator[str]:
    """One article, warm, in turns (reach: 3 ms and 25 times as fast as quantulum3)."""
    text = article()
    works: dict[str, Callable[[], object]] = {"sitrep": lambda: extract(text), **peers(text)}
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(11):
        for name, work in works.items():
            taken[name].append(cpu_s(work))
    times = {name: median(values[1:]) for name, values in taken.items()}
    for name, time_s in times.items():
        beside = "" if name == "sitrep" else f"   {time_s / times['sitrep']:.1f} times sitrep"
        yield f"{name:<12} {1000 * time_s:8.2f} ms CPU for {len(text):,} characters{beside}"
    yield from (f"{name} is not installed: make bench installs it" for name in ("quantulum3", "text_to_num")
                if not find_spec(name))  # fmt: skip


def peers(text: str) -> Mapping[str, Callable[[], object]]:
    """What else reads numbers out of text, as far as it is installed."""
    found: dict[str, Callable[[], object]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if find_spec("quantulum3"):
            from quantulum3 import parser

            found["quantulum3"] = lambda: parser.parse(text)
        if find_spec("text_to_num"):
            from text_to_num import alpha2digit

            found["text2num"] = lambda: alpha2digit(text, "en")
    return found


def first_call() -> Iterator[str]:
    """Wall time from process start to the first reading (reach: 500 ms)."""
    python = sys.executable
    commands = {"python -c pass": [python, "-c", "pass"], "first call": [python, "-c", FIRST_CALL]}
    yield from against(medians(commands, rounds=7), "python -c pass")


def by_length() -> Iterator[str]:
    """CPU time for a character, 1 kB to 10 MB (reach: the same within 20 %), the least of several runs in turns."""
    lengths = (1_000, 10_000, 100_000, 1_000_000, MANY)
    # One piece over and over, so that no text has more figures for its length than another.
    piece = article(998) + "\n\n"
    texts = {length: piece * (length // len(piece)) for length in lengths}
    taken: dict[int, list[float]] = {length: [] for length in lengths}
    for turn in range(25):
        for length, text in texts.items():
            if turn * length < 25 * 100_000 or turn == 0:
                taken[length].append(1e6 * cpu_s(lambda text=text: extract(text)) / length)
    least = {length: min(costs) for length, costs in taken.items()}
    yield from (f"{length:>12,} characters {cost_us:6.2f} µs each" for length, cost_us in least.items())
    yield f"dearest / cheapest {max(least.values()) / min(least.values()):.2f}"


def worst_cases() -> Iterator[str]:
    """CPU time for 100 kB of text that was made to be slow, the five slowest (reach: 1 s each)."""
    times = {piece: cpu_s(lambda piece=piece: extract(piece * (100_000 // len(piece)))) for piece in WORST}
    for piece in sorted(times, key=times.__getitem__, reverse=True)[:5]:
        yield f"100 kB of {piece!a:<45} {times[piece]:6.2f} s"


def memory() -> Iterator[str]:
    """Resident memory while 10 MB are read (reach: 400 MB)."""
    run = subprocess.run([sys.executable, "-c", RESIDENT], cwd=ROOT, check=True, capture_output=True, text=True)
    before, after = run.stdout.split()
    yield f"{MANY:,} characters: {after} MB resident, {before} MB before"


def cpu_s(work: Callable[[], object]) -> float:
    """CPU time of one run, in seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start
