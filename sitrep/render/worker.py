"""How is a rendering kept within bounds? In a process of its own, with limits of time and memory.

Briefs are made from outside text by templates of a user: neither may take the machine. The process is thrown away after
one brief, and with it whatever WeasyPrint left in memory.
"""

import errno
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from sitrep.errors import RenderError

SECONDS = 60
"""Of work; on the clock it may take PATIENCE times as long, since others use the machine too."""
PATIENCE = 5
BYTES = 1_500_000_000

Made = TypeVar("Made")


class Helper:
    """A process that waits for one piece of work."""

    def __init__(self, first: Callable[[], object] | None = None) -> None:
        """first: what it does while it waits, such as loading a library."""
        # fork costs nothing on Linux; elsewhere it is not safe with the libraries that are loaded.
        method: Any = multiprocessing.get_context("fork" if sys.platform.startswith("linux") else "spawn")
        self.pipe, other = method.Pipe()
        # A forked process has both ends; holding its caller's it would wait for ever for one that was killed.
        inherited = self.pipe if method.get_start_method() == "fork" else None
        self.process = method.Process(target=serve, args=(other, inherited, first), daemon=True)
        self.process.start()
        other.close()

    def send(self, work: Callable[[], object], seconds: float, memory: int) -> None:
        """Start the work."""
        # A process that has ended already says so in its answer.
        with suppress(ConnectionError):
            self.pipe.send((work, seconds, memory))

    def answer(self, seconds: float, memory: int) -> Any:
        """What the work gives. Raises RenderError where it takes too long or too much, or ends without a word."""
        try:
            if not self.pipe.poll(seconds * PATIENCE):
                raise RenderError(
                    f"the rendering took more than {seconds * PATIENCE:g} seconds",
                    "Print fewer rows, or mend the template.",
                )
            made = self.pipe.recv()
        except (EOFError, ConnectionError):
            self.process.join()
            if self.process.exitcode == 1:
                raise RuntimeError("the rendering failed, see the traceback above") from None
            raise RenderError(
                f"the rendering ended without a word (code {self.process.exitcode})",
                f"It may have asked for more than {memory // 1_000_000} MB: print fewer rows, or mend the template.",
            ) from None
        finally:
            self.process.kill()
            self.process.join()
        if isinstance(made, Exception):
            raise made
        return made


WAITING: dict[int, Helper] = {}
"""By process, since a forked one cannot wait for what its parent started; at most one, started by prepare()."""


def prepare(first: Callable[[], object]) -> None:
    """Start a process that gets ready while the caller does other work; the next begin() uses it."""
    if os.getpid() not in WAITING:
        WAITING[os.getpid()] = Helper(first)


def begin(work: Callable[[], Made], *, seconds: float = SECONDS, memory: int = BYTES) -> Callable[[], Made]:
    """Start `work` in a process that may take `seconds` and `memory` bytes; what comes back waits for what it gives.

    work: picklable. To wait raises RenderError where the work went beyond its limits.
    """
    helper = WAITING.pop(os.getpid(), None) or Helper()
    helper.send(work, seconds, memory)
    return partial(helper.answer, seconds, memory)


def serve(pipe: Connection, inherited: Connection | None, first: Callable[[], object] | None) -> None:
    """In the process: get ready, wait for work, send back the result or the error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the caller, which ends this process with itself.
    gc.disable()  # WeasyPrint's boxes are a few million small objects, all needed till the process ends.
    if inherited:
        inherited.close()
    if first:
        # What is missing is told by the work itself.
        with suppress(RenderError):
            first()
    try:
        work, seconds, memory = pipe.recv()
    except EOFError:
        return  # The caller ended without asking.
    limit(int(seconds) or 1, memory)
    try:
        pipe.send(work())
    except RenderError as error:
        pipe.send(RenderError(error.message, error.hint))
    except RecursionError:
        pipe.send(RenderError("the page is nested too deeply", "Look for a template that includes itself."))
    except (MemoryError, OSError) as error:
        # The system, too, is asked for memory, such as to take a folder away again.
        if isinstance(error, OSError) and error.errno != errno.ENOMEM:
            raise
        pipe.send(RenderError(f"the rendering needs more than {memory // 1_000_000} MB", "Print fewer rows."))


def limit(seconds: int, memory: int) -> None:
    """Hold this process to its limits, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
