"""limited(): work in bounds of time and memory."""

import os
import sys
import time

import pytest

from sitrep.errors import RenderError
from sitrep.render.worker import limited

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are Linux's")


def test_what_work_gives_comes_back() -> None:
    assert limited(lambda: b"%PDF" * 100_000) == b"%PDF" * 100_000


def test_an_error_comes_back_with_its_hint() -> None:
    def work() -> bytes:
        raise RenderError("wrong", "Mend it.")

    with pytest.raises(RenderError, match="wrong") as error:
        limited(work)
    assert error.value.hint == "Mend it."


def test_too_long_is_ended() -> None:
    with pytest.raises(RenderError, match=r"took more than 0.5 seconds"):
        limited(lambda: time.sleep(30), seconds=0.1)


def test_too_much_memory_is_refused() -> None:
    with pytest.raises(RenderError, match=r"needs more than 500 MB"):
        limited(lambda: bytearray(2_000_000_000), memory=500_000_000)


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(RenderError, match=r"ended without a word"):
        limited(lambda: os._exit(9))


def test_nesting_without_end_is_told() -> None:
    def work() -> bytes:
        return work()

    with pytest.raises(RenderError, match=r"nested too deeply"):
        limited(work)
