"""begin(): work in bounds of time and memory."""

import errno
import multiprocessing
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sitrep.errors import RenderError
from sitrep.render.worker import WAITING, begin, prepare

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are Linux's")


def big() -> bytes:
    return b"%PDF" * 100_000


def fail() -> bytes:
    raise RenderError("wrong", "Mend it.")


def bug() -> bytes:
    return bytes(1 // len(""))


def sleep() -> None:
    time.sleep(30)


def greedy() -> int:
    return len(bytearray(2_000_000_000))


def refused() -> None:
    try:
        greedy()
    finally:
        raise OSError(errno.ENOMEM, "Cannot allocate memory", "/tmp/fonts")


def die() -> None:
    os._exit(9)


def endless() -> bytes:
    return endless()


def busy() -> None:
    while True:
        pass


def test_what_work_gives_comes_back() -> None:
    assert begin(big)() == big()


def test_a_process_that_was_prepared_is_used_once(tmp_path: Path) -> None:
    prepare(partial((tmp_path / "ready").write_text, "yes"))
    assert begin(os.getpid)() != os.getpid()
    assert (tmp_path / "ready").read_text() == "yes"
    assert not WAITING


def test_a_forked_process_leaves_alone_what_its_parent_prepared() -> None:
    prepare(big)
    child = multiprocessing.get_context("fork").Process(target=answered)
    child.start()
    child.join()
    assert child.exitcode == 0
    assert begin(big)() == big(), "the one that was prepared still waits for its parent"


def answered() -> None:
    assert begin(big)() == big()


def test_an_error_comes_back_with_its_hint() -> None:
    with pytest.raises(RenderError, match="wrong") as error:
        begin(fail)()
    assert error.value.hint == "Mend it."


@pytest.mark.parametrize(
    ("work", "bounds", "message"),
    [
        (sleep, {"seconds": 0.1}, r"took more than 0.5 seconds"),
        (greedy, {"memory": 500_000_000}, r"needs more than 500 MB"),
        (refused, {"memory": 500_000_000}, r"needs more than 500 MB"),
        (busy, {"seconds": 1}, r"ended without a word|took more than"),
        (die, {}, r"ended without a word \(code 9\)"),
        (endless, {}, r"nested too deeply"),
    ],
)
def test_what_goes_beyond_its_bounds_is_ended_and_told(work: Any, bounds: dict[str, Any], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        begin(work, **bounds)()


def test_a_bug_is_shown_as_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="see the traceback above"):
        begin(bug)()


def test_a_process_that_waits_ends_with_its_caller() -> None:
    """A build that is killed leaves nobody behind who waits for its work."""
    told, tell = os.pipe()
    caller = os.fork()
    if not caller:
        prepare(big)
        os.write(tell, str(WAITING[os.getpid()].process.pid).encode())
        time.sleep(30)
        os._exit(0)
    helper = int(os.read(told, 20))
    os.kill(caller, signal.SIGKILL)
    os.waitpid(caller, 0)
    for _ in range(100):
        if not Path(f"/proc/{helper}").exists() or "State:\tZ" in Path(f"/proc/{helper}/status").read_text():
            return
        time.sleep(0.1)
    os.kill(helper, signal.SIGKILL)
    pytest.fail("it still waits")
