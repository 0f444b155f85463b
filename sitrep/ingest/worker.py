"""How is a document read so that it harms only itself? In a process of its own, with limits that the system enforces.

A Worker is a second process that waits for documents. For each it forks a child that may take so much time and memory
and can write no file; what becomes of the child, a hang, a crash or a flood, is one answer like any other, and the next
document finds a clean process. Requests and answers are msgpack behind their length.
"""

import atexit
import os
import queue
import resource
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from functools import cache
from typing import IO, Self

import msgspec

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.draft import Draft, Original, Unsupported
from sitrep.ingest.kind import kinds_at_a_glance
from sitrep.ingest.readers import drafts_of, reader_of

AT_ONCE = max(1, (os.cpu_count() or 1) - 1)
"""Processes that read for a build: its own process takes the figures out of what they have read meanwhile."""

LENGTH = struct.Struct(">Q")


class Answer(msgspec.Struct):
    """What became of a document."""

    drafts: tuple[Draft, ...] = ()
    failed: str = ""
    hint: str = ""
    is_unsupported: bool = False


REQUESTS = msgspec.msgpack.Decoder(Original)
ANSWERS = msgspec.msgpack.Decoder(Answer)

HOW_A_READER_ENDS = {
    signal.SIGALRM: f"took longer than {limits.READ_S} s, the limit",
    signal.SIGXCPU: f"took more than {limits.CPU_S} s of computing, the limit",
    signal.SIGKILL: "was stopped by the system, perhaps for lack of memory",
}


class Worker:
    """The parent's side: documents go out, drafts come back, one at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, original: Original) -> tuple[Draft, ...]:
        """The drafts of a document. Raises DocumentError, whatever it is that the document does to its reader."""
        answer = self._ask(msgspec.msgpack.encode(original))
        if answer.failed:
            raise (Unsupported if answer.is_unsupported else DocumentError)(answer.failed, answer.hint)
        return answer.drafts

    def start(self) -> None:
        """Start the process before there is something to read."""
        self._running()

    def close(self) -> None:
        """End the process; the next read starts another."""
        if self._process:
            # Closing the pipe would not do: a process that was forked meanwhile may hold it open.
            with suppress(BrokenPipeError), self._process:
                self._process.kill()
            self._process = None

    def _ask(self, request: bytes) -> Answer:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None
        try:
            _send(process.stdin, request)
            return ANSWERS.decode(_receive(process.stdout))
        except (OSError, EOFError, msgspec.DecodeError):
            self.close()
            return Answer(failed="the process that read it ended", hint="Give the document again.")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            # A session of its own: Ctrl-C is the parent's to answer, and the worker ends with its pipe.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sitrep.ingest.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process


class Workers:
    """As many workers as jobs, each lent to one thread at a time."""

    def __init__(self, jobs: int = 1) -> None:
        self._all = [Worker() for _ in range(jobs)]
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for one in self._all:
            self._free.put(one)

    def read(self, original: Original) -> tuple[Draft, ...]:
        """As Worker.read(), by the next worker that is free."""
        one = self._free.get()
        try:
            return one.read(original)
        finally:
            self._free.put(one)

    def start(self) -> None:
        """Start all of them."""
        for one in self._all:
            one.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._all:
            one.close()


PREPARED: dict[int, Workers] = {}
"""By process, since a forked one must not talk to those of its parent; started by prepare()."""


def prepare(jobs: int = AT_ONCE) -> None:
    """Start the processes of the next ingest while its caller does other work."""
    if os.getpid() not in PREPARED:
        PREPARED[os.getpid()] = workers = Workers(jobs)
        workers.start()


def prepared(jobs: int) -> Workers:
    """Those that were prepared, else new ones, which start when they are asked."""
    return PREPARED.pop(os.getpid(), None) or Workers(jobs)


@cache
def workers_of(process: int) -> Workers:
    """The workers that a process keeps until it ends; a forked process must not talk to those of its parent."""
    workers = Workers()
    atexit.register(workers.__exit__)
    return workers


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """The worker's side: answer until the parent closes its end."""
    while request := _receive(requests, may_end=True):
        original = REQUESTS.decode(request)
        _send(answers, _in_a_child(original))


def _in_a_child(original: Original) -> bytes:
    """The answer of a child that reads the document, or of the system about the child."""
    _prepare(original)
    source, sink = os.pipe()
    child = os.fork()
    if not child:
        os.close(source)
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode(_answer(original)))
        os._exit(0)
    os.close(sink)
    with os.fdopen(source, "rb") as pipe:
        answer = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return msgspec.msgpack.encode(Answer(failed=_how_it_ended(code))) if code else answer


def _prepare(original: Original) -> None:
    """Import the reader once here, not again in every child."""
    for kind in kinds_at_a_glance(original):
        reader_of(kind)


def _answer(original: Original) -> Answer:
    _limit()
    try:
        return Answer(drafts=drafts_of(original))
    except DocumentError as error:
        return Answer(failed=error.message, hint=error.hint, is_unsupported=isinstance(error, Unsupported))
    except MemoryError:
        return Answer(failed=f"needs more than {limits.MEMORY_BYTES // 2**20} MB of memory, the limit")
    except RecursionError:
        return Answer(failed="nested too deep for its reader", hint="Give the text that is in it.")
    # The one place where anything is caught: a reader of another's making met bytes that its makers did not think of.
    except Exception as error:
        return Answer(failed=f"its reader gave up: {type(error).__name__}: {str(error)[:200]}")


def _limit() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.READ_S)
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES, limits.MEMORY_BYTES),
        # At the soft limit the signal says why, at the hard one the process is killed without a word.
        (resource.RLIMIT_CPU, limits.CPU_S, limits.CPU_S + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))


def _how_it_ended(code: int) -> str:
    if -code in HOW_A_READER_ENDS:
        return HOW_A_READER_ENDS[signal.Signals(-code)]
    return f"its reader crashed ({signal.Signals(-code).name})" if code < 0 else f"its reader ended with {code}"


def _send(stream: IO[bytes], body: bytes) -> None:
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def _receive(stream: IO[bytes], *, may_end: bool = False) -> bytes:
    """The next body; b"" at the end of a stream that may end."""
    head = stream.read(LENGTH.size)
    if not head and may_end:
        return b""
    if len(head) < LENGTH.size:
        raise EOFError
    (size,) = LENGTH.unpack(head)
    return stream.read(size)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
