"""How is a document read so that it harms only itself?"""

import faulthandler
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitrep.errors import DocumentError
from sitrep.ingest import limits, worker
from sitrep.ingest.draft import Draft, Original, Unsupported
from sitrep.ingest.worker import Workers

PAGE = b"<html><main><p>Five killed.</p></main></html>"


def test_a_document_is_read_in_another_process() -> None:
    with Workers() as workers:
        (draft,) = workers.read(Original(data=PAGE, name="a.html"))
    assert draft.text == "Five killed."


def test_what_a_reader_refuses_comes_back_as_it_was() -> None:
    with Workers() as workers:
        with pytest.raises(DocumentError, match="empty file"):
            workers.read(Original(data=b" ", name="a.html"))
        with pytest.raises(Unsupported, match="picture"):
            workers.read(Original(data=b"\x89PNG" + bytes(9), name="a.html"))


def test_a_worker_that_dies_is_replaced() -> None:
    with Workers() as workers:
        workers.read(Original(data=PAGE, name="a.html"))
        (one,) = workers._all
        assert one._process is not None
        one._process.kill()
        one._process.wait()
        assert workers.read(Original(data=PAGE, name="a.html"))


def harm(original: Original) -> tuple[Draft, ...]:
    """A reader that does what its document says."""
    acts: dict[bytes, Callable[[], object]] = {
        b"hang": lambda: time.sleep(60),
        b"loop": lambda: sum(iter(int, 1)),
        b"flood": lambda: bytearray(3 * 2**30),
        b"crash": lambda: (faulthandler.disable(), os.kill(os.getpid(), 11)),
        b"leave": lambda: os._exit(3),
        b"write": lambda: Path(original.name).write_bytes(b"x" * 10_000),
        b"bug": lambda: [][0],
    }
    acts.get(original.data, lambda: None)()
    return (Draft(text=original.data.decode(), format="text"),)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        ("hang", "took longer than 1 s, the limit"),
        ("loop", "took longer than 1 s, the limit"),
        ("flood", "needs more than 1024 MB of memory, the limit"),
        ("crash", "its reader crashed (SIGSEGV)"),
        ("leave", "its reader ended with 3"),
        ("write", "its reader gave up: OSError"),
        ("bug", "its reader gave up: IndexError"),
    ],
)
def test_harm_costs_its_document_alone(act: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(worker, "drafts_of", harm)
    monkeypatch.setattr(limits, "READ_S", 1)
    monkeypatch.setitem(worker.HOW_A_READER_ENDS, 14, "took longer than 1 s, the limit")
    file = tmp_path / "written"
    answer = worker.ANSWERS.decode(worker._in_a_child(Original(data=act.encode(), name=str(file))))
    assert message in answer.failed
    assert not file.exists() or not file.stat().st_size
    assert worker.ANSWERS.decode(worker._in_a_child(Original(data=b"fine", name="b"))).drafts[0].text == "fine"


def test_computing_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "drafts_of", harm)
    monkeypatch.setattr(limits, "CPU_S", 1)
    # The child is a copy of the test's own process, which holds all that other tests have loaded.
    monkeypatch.setattr(limits, "MEMORY_BYTES", 2**35)
    assert "of computing" in worker.ANSWERS.decode(worker._in_a_child(Original(data=b"loop", name="a"))).failed
