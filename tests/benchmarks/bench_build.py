"""How long does a cold build of the sample take, against WeasyPrint alone on the same page with the same fonts?"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench import ROOT, SITREP, against, medians, seconds

ALONE = "WeasyPrint alone"

# What anybody would write who has the page already: no data, no checks, no store.
SCRIPT = """\
import sys, weasyprint
weasyprint.HTML(filename=sys.argv[1], base_url=sys.argv[2]).write_pdf(sys.argv[3], pdf_variant="pdf/a-3a")
"""


def measure() -> Iterator[str]:
    """`sitrep build idlib` with nothing kept from before (reach: 1.5 times WeasyPrint alone)."""
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
