"""What several tests need: the command line as a function."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Answer:
    """What a command left."""

    code: int
    out: str
    err: str


Sitrep = Callable[..., Answer]


@pytest.fixture
def sitrep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sitrep:
    """`sitrep ARGS…` in an empty folder, in this process. A traceback fails the test."""
    from sitrep.cli import main

    monkeypatch.chdir(tmp_path)

    def run(*args: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["sitrep", *map(str, args)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        told = capsys.readouterr()
        return Answer(end.value.code if isinstance(end.value.code, int) else 0, told.out, told.err)

    return run
