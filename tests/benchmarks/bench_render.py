"""How long does a brief take to render, against WeasyPrint alone on the same page with the same fonts?"""

import pickle
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from sitrep.compose import compose
from sitrep.extract import extract
from sitrep.ingest import ingest
from sitrep.model import Brief
from sitrep.profile import load_profile
from sitrep.reconcile import reconcile
from sitrep.render import brand, page, pdf
from tests.benchmarks.bench import ROOT, SITREP, against, medians

PYTHON = SITREP.parent / "python"
ALONE = "WeasyPrint alone"
ROUNDS = 5

# What anybody would write who has the page already: no data, no checks.
WEASYPRINT = """
import sys, weasyprint
weasyprint.HTML(filename=sys.argv[1], base_url=sys.argv[2]).write_pdf(sys.argv[3], pdf_variant="pdf/a-3a")
"""
RENDER = """
import pickle, sys
from pathlib import Path
from sitrep.render import render
render(pickle.loads(Path(sys.argv[1]).read_bytes()), formats=("pdf",))
"""
TWIN = """
import pickle, sys, time
from pathlib import Path
from sitrep.render import render
brief = pickle.loads(Path(sys.argv[1]).read_bytes())
start = time.perf_counter()
render(brief, formats=("html",))
print(time.perf_counter() - start)
"""


def measure() -> Iterator[str]:
    """The sample (reach: 1.25 times WeasyPrint alone), a long brief (1.15 times), and the web page (150 ms)."""
    brief = sample()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from compared(folder / "sample", brief)
        yield from compared(folder / "long", longer(brief, 6))
        yield f"web page, after start  {1000 * twin(folder / 'sample'):5.0f} ms (reach: 150 ms)"


def sample() -> Brief:
    """The first edition of the sample."""
    folder = ROOT / "seeds" / "idlib"
    profile = load_profile(folder)
    documents = ingest(profile, folder).documents
    readings = [extract(document, countries=profile.countries) for document in documents]
    day = profile.as_of or max(document.published or date.min for document in documents)
    return compose(reconcile(readings, documents, profile, day), number=1, lang="en")


def longer(brief: Brief, times: int) -> Brief:
    """The brief with all its figures several times."""
    entries = next(section.items for section in brief.sections if section.id == "figures")
    copies = tuple({**one, "id": f"{one['id']}-{n}", "part_of": None} for n in range(times) for one in entries)
    names = [one["id"] for one in copies]
    kept = {"figures": copies, "themes": ({"theme": "people", "figures": [], "all": names, "more": 0},)}
    return replace(
        brief,
        sections=tuple(
            replace(section, items=kept.get(section.id, section.items))
            for section in brief.sections
            if section.id in (*kept, "sources", "method")
        ),
    )


def compared(folder: Path, brief: Brief) -> Iterator[str]:
    """Our rendering, with its data, its checks and its process, against WeasyPrint alone."""
    folder.mkdir()
    dressed = brand.load(brief.brand)
    (folder / "brief.pickle").write_bytes(pickle.dumps(brief))
    (folder / "page.html").write_text(page.page(brief, dressed, "print").html, encoding="utf-8")
    pdf.private_fonts(dressed.folders, str(folder))
    base = dressed.folders[0].resolve().as_uri() + "/"
    commands = {
        ALONE: [PYTHON, "-c", WEASYPRINT, "page.html", base, "alone.pdf"],
        f"render(), {folder.name}": [PYTHON, "-c", RENDER, "brief.pickle"],
    }
    taken = medians(commands, rounds=ROUNDS, cwd=folder)
    yield f"{folder.name}: {len(pdf.texts((folder / 'alone.pdf').read_bytes()))} pages"
    yield from against(taken, ALONE)


def twin(folder: Path) -> float:
    """Median seconds of the web page in a process that has just started."""
    command = [PYTHON, "-c", TWIN, "brief.pickle"]
    said = [subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True) for _ in range(ROUNDS)]
    return statistics.median(float(one.stdout) for one in said)
