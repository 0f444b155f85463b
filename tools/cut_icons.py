"""Cut the icons that indicators use out of OCHA's humanitarian icons. Run by hand; see tools/README.md.

Comes in: the wheel of wagtail-humanitarian-icons (icons by OCHA, CC BY 4.0). Goes out: templates/base/icons/*.svg,
shapes alone, so that a brand's colour can be set on the whole.
"""

import argparse
import re
import zipfile
from pathlib import Path

from sitrep.reference import indicators

FOLDER = Path(__file__).parents[1] / "templates" / "base" / "icons"
MORE = ("calendar",)
"""Icons that no indicator has: a deadline's."""


def cut(wheel: Path, out: Path) -> None:
    """Write each icon as one line of shapes."""
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        inside = {Path(name).stem: name for name in archive.namelist() if name.endswith(".svg")}
        for icon in sorted({*(one.icon for one in indicators().values()), *MORE}):
            (out / f"{icon}.svg").write_text(shapes(archive.read(inside[icon]).decode()), encoding="utf-8")


def shapes(svg: str) -> str:
    """The drawing without what only an editor of drawings needs."""
    body = re.sub(r"<\?xml.*?\?>|<!--.*?-->", "", svg, flags=re.DOTALL)
    body = re.sub(r'\s(?:id|data-name)="[^"]*"', "", body)
    return re.sub(r"\s+", " ", body).replace("<g >", "<g>").replace(" />", "/>").strip() + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path, help="wagtail_humanitarian_icons-2.0.0-py3-none-any.whl")
    parser.add_argument("--out", type=Path, default=FOLDER)
    given = parser.parse_args()
    cut(given.wheel, given.out)
