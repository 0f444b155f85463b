"""How does a folder of documents become a brief? build() calls the stages in order. Read this first.

    documents ─ingest─▶ Document ─extract─▶ Reading ─reconcile─▶ Situation ─compose─▶ Brief ─render─▶ files

A stage takes values, gives values and knows no other stage. Only here do they meet, with the store.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

from sitrep.errors import SitrepError
from sitrep.extract import extract
from sitrep.ingest import read
from sitrep.model import Document, Reading
from sitrep.units import registry

Step = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and the name of the next."""

Outcome = tuple[tuple[Document, Reading], ...] | SitrepError
"""What became of one file: its documents, each with what it says, or why it could not be read."""


def extract_files(
    paths: Sequence[Path], *, published: date | None, lang: str | None, jobs: int, on_progress: Step
) -> Iterator[Outcome]:
    """What became of each file, in the order of `paths`, the same for any number of jobs."""
    one = partial(extract_file, published=published, lang=lang)
    for number, outcome in enumerate(in_parallel(one, paths, jobs), start=1):
        yield outcome
        on_progress(number, len(paths), "")


def extract_file(path: Path, *, published: date | None, lang: str | None) -> Outcome:
    """The documents of one file, each with what it says."""
    try:
        return tuple((document, extract(document)) for document in read(path, published=published, lang=lang))
    except SitrepError as error:
        return error


def in_parallel(work: Callable[[Path], Outcome], paths: Sequence[Path], jobs: int) -> Iterator[Outcome]:
    """`work` of each path, in order, by as many processes as there are paths for."""
    if (processes := min(jobs, len(paths))) < 2:
        yield from map(work, paths)
        return
    registry()  # quantities that come back from another process join the registry of this one
    # Ctrl-C is for the parent to answer; its processes end with it.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(processes, initializer=signal.signal, initargs=ignore) as pool:
        yield from pool.map(work, paths)
