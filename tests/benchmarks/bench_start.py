"""How long does the command line take to answer, above bare Python?"""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench import ROOT, SITREP, against, medians, seconds

BARE = "python -c pass"


def measure() -> Iterator[str]:
    """`sitrep --help` (reach: 120 ms above bare Python), `sitrep build` with nothing changed (400 ms above --help)."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copytree(ROOT / "seeds", project / "seeds")
        seconds([SITREP, "build", "--quiet"], project)
        commands = {
            BARE: [SITREP.parent / "python", "-c", "pass"],
            "sitrep --help": [SITREP, "--help"],
            "sitrep build, nothing changed": [SITREP, "build", "--quiet"],
        }
        yield from against(medians(commands, rounds=15, cwd=project), BARE)
