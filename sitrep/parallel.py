"""How is work shared among processes? What comes back is the same, and in the same order, for any number of them."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

__all__ = ["in_parallel"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_parallel(work: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """`work` of each item, in order, by at most `jobs` processes; in this one where one would do."""
    if (processes := min(jobs, len(items))) < 2:
        yield from map(work, items)
        return
    from sitrep.units import registry

    registry()  # quantities that come back from another process join the registry of this one
    # Ctrl-C is for the parent to answer; its processes end with it.
    ignore = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(processes, initializer=signal.signal, initargs=ignore) as pool:
        yield from pool.map(work, items)
