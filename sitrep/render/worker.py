"""How is a rendering kept within bounds? In a process of its own, with limits of time and memory.

Briefs are made from outside text by templates of a user: neither may take the machine. The process is thrown away after
one brief, and with it whatever WeasyPrint left in memory.
"""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from sitrep.errors import RenderError

SECONDS = 60
"""Of work; on the clock it may take PATIENCE times as long, since others use the machine too."""
PATIENCE = 5
BYTES = 1_500_000_000

Made = TypeVar("Made")


def limited(work: Callable[[], Made], *, seconds: float = SECONDS, memory: int = BYTES) -> Made:
    """What `work` gives, done in a process that may take `seconds` and `memory` bytes. Raises RenderError beyond."""
    here, there = method().Pipe(duplex=False)
    process = method().Process(target=run, args=(there, work, int(seconds), memory))
    process.start()
    there.close()
    try:
        if not here.poll(seconds * PATIENCE):
            raise RenderError(
                f"the rendering took more than {seconds * PATIENCE:g} seconds",
                "Print fewer rows, or mend the template.",
            )
        made = here.recv()
    except EOFError:
        process.join()
        raise RenderError(
            f"the rendering ended without a word (code {process.exitcode})",
            f"It may have asked for more than {memory // 1_000_000} MB: print fewer rows, or mend the template.",
        ) from None
    finally:
        process.kill()
        process.join()
    if isinstance(made, Exception):
        raise made
    result: Made = made
    return result


def method() -> Any:
    """fork on Linux, where it costs nothing and `work` needs no pickling; spawn elsewhere."""
    return multiprocessing.get_context("fork" if sys.platform.startswith("linux") else "spawn")


def run(there: Connection, work: Callable[[], Made], seconds: int, memory: int) -> None:
    """In the process: set the limits, work, send back the result or the error."""
    limit(seconds, memory)
    try:
        there.send(work())
    except RenderError as error:
        there.send(RenderError(error.message, error.hint))
    except RecursionError:
        there.send(RenderError("the page is nested too deeply", "Look for a template that includes itself."))
    except MemoryError:
        there.send(RenderError(f"the rendering needs more than {memory // 1_000_000} MB", "Print fewer rows."))
    there.close()


def limit(seconds: int, memory: int) -> None:
    """Hold this process to its limits, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
