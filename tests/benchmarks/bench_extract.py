"""How long does extraction take, for each document of the sample?"""

import statistics
import time
from collections.abc import Callable, Iterator

from sitrep.extract import extract
from sitrep.ingest import read
from tests.benchmarks.bench import ROOT

ROUNDS = 30


def measure() -> Iterator[str]:
    """CPU time of extract(), warm, one line a document (reach: 3 ms for 4,000 characters)."""
    paths = sorted((ROOT / "seeds/idlib/documents").iterdir())
    documents = [document for path in paths for document in read(path)]
    times = {document.path: cpu_ms(lambda one=document: extract(one)) for document in documents}
    for document in documents:
        characters = len(document.text)
        time_ms = times[document.path]
        name = document.path.rpartition("/")[2]
        yield f"{name:<50} {characters:6,} characters {time_ms:7.2f} ms {4000 * time_ms / characters:6.2f} per 4,000"
    yield f"{'together':<50} {sum(len(d.text) for d in documents):6,} characters {sum(times.values()):7.2f} ms"


def cpu_ms(work: Callable[[], object]) -> float:
    """Median CPU time in milliseconds."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken)
