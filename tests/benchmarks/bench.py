"""How long does it take? Prints medians and ratios, fails on no time.

python tests/benchmarks/bench.py [NAME…] runs tests/benchmarks/bench_NAME.py, all of them where none is named. Each has
measure(), which yields lines. Commands that are compared take turns, so that a busy machine slows them alike.
"""

import importlib
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SITREP = Path(sys.executable).parent / "sitrep"

Command = Sequence[str | Path]
Name = TypeVar("Name")


def main() -> None:
    """Run the benches that are named, or all."""
    names = sys.argv[1:] or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    if len(names) > 1:
        # Each in a process of its own: a child begins with the memory of its parent, and would be measured with it.
        for name in names:
            subprocess.run([sys.executable, __file__, name], check=False)
        return
    sys.path.insert(0, str(ROOT))
    print(f"{names[0]} ({platform.machine()}, Python {platform.python_version()}, medians of wall time)")
    for line in importlib.import_module(f"tests.benchmarks.bench_{names[0]}").measure():
        print(f"  {line}", flush=True)


def medians(commands: Mapping[str, Command], *, rounds: int, cwd: Path = ROOT) -> dict[str, float]:
    """Median seconds of each command, which take turns; one round before that warms the disk up."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name, command in commands.items():
            taken[name].append(seconds(command, cwd))
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def seconds(command: Command, cwd: Path) -> float:
    """Wall time of a command, which must succeed."""
    # As on a user's machine, where the first start leaves bytecode behind.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    taken_s = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return taken_s


def against(taken: Mapping[str, float], first: str) -> Iterator[str]:
    """Lines that set each time against the first one."""
    for other, time_s in taken.items():
        extra = (
            ""
            if other == first
            else f"   + {1000 * (time_s - taken[first]):.0f} ms, {time_s / taken[first]:.2f} times {first}"
        )
        yield f"{other:<{name_width(taken)}}  {1000 * time_s:7.0f} ms{extra}"


def name_width(names: Mapping[str, float]) -> int:
    """Columns that the longest name takes."""
    return max(map(len, names))


if __name__ == "__main__":
    main()
