"""How long does a cold build of the sample take, against WeasyPrint alone on the same page with the same fonts?

And how much sooner are ten situations built two at a time than one by one?
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench import ROOT, SITREP, against, medians, seconds

ALONE = "WeasyPrint alone"
TEN = 10

# What anybody would write who has the page already: no data, no checks, no store.
SCRIPT = """\
import sys, weasyprint
weasyprint.HTML(filename=sys.argv[1], base_url=sys.argv[2]).write_pdf(sys.argv[3], pdf_variant="pdf/a-3a")
"""


def measure() -> Iterator[str]:
    """A cold `sitrep build idlib` (reach: 1.25 times WeasyPrint alone), and ten of them (1.7 times faster)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "seeds" / "idlib", folder / "seeds" / "idlib")
        seconds([SITREP, "build", "--quiet", "idlib"], folder)
        base = write_page(folder)
        clean = folder / "clean.sh"
        clean.write_text(f'rm -rf reports && exec "{SITREP}" build --quiet idlib\n')
        commands = {
            ALONE: [SITREP.parent / "python", "-c", SCRIPT, "page.html", base, "alone.pdf"],
            "sitrep build, cold": ["sh", clean],
            "sitrep build, nothing changed": [SITREP, "build", "--quiet", "idlib"],
        }
        yield from against(medians(commands, rounds=7, cwd=folder), ALONE)
        yield from several(folder)


def several(folder: Path) -> Iterator[str]:
    """TEN situations, which are copies of the sample, all of them new."""
    for number in range(TEN):
        shutil.copytree(folder / "seeds" / "idlib", folder / "several" / "seeds" / f"idlib-{number}")
    commands = {}
    for jobs in (1, 2):
        script = folder / f"several-{jobs}.sh"
        script.write_text(f'rm -rf reports && exec "{SITREP}" build --quiet --jobs {jobs}\n')
        commands[f"--jobs {jobs}"] = ["sh", script]
    one, two = medians(commands, rounds=3, cwd=folder / "several").values()
    yield f"{TEN} situations: --jobs 1 {one:.1f} s, --jobs 2 {two:.1f} s, {one / two:.2f} times faster"


def write_page(folder: Path) -> str:
    """Write page.html as the build sets it, let WeasyPrint see the same fonts; gives the page's base address."""
    from sitrep.render import brand, page, pdf
    from sitrep.store import Store

    with Store(folder / "reports" / "sitrep.sqlite") as store:
        brief = store.brief("idlib", 1, "en")
    dressed = brand.load(brief.brand)
    (folder / "page.html").write_text(page.page(brief, dressed, "print").html, encoding="utf-8")
    (folder / "fonts").mkdir()
    pdf.private_fonts(dressed.folders, str(folder / "fonts"))
    assert os.environ["FONTCONFIG_FILE"]
    return dressed.folders[0].resolve().as_uri() + "/"
