"""What does README show? Page one of the sample brief, in each brand that is shipped.

.venv/bin/python tools/pictures.py
"""

import io
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from sitrep.compose import compose
from sitrep.extract import extract
from sitrep.ingest import ingest
from sitrep.profile import load_profile
from sitrep.reconcile import reconcile
from sitrep.render import render

ROOT = Path(__file__).parent.parent
PICTURES = {"base": "brief.png", "meridian": "brief-meridian.png"}
COLOURS = 128


def main() -> None:
    """Write docs/brief.png and docs/brief-meridian.png."""
    folder = ROOT / "seeds" / "idlib"
    profile = load_profile(folder)
    documents = ingest(profile, folder).documents
    readings = [extract(document, countries=profile.countries) for document in documents]
    day = profile.as_of or max(document.published for document in documents if document.published)
    brief = compose(reconcile(readings, documents, profile, day), number=1, lang="en")
    for brand, name in PICTURES.items():
        page = render(replace(brief, brand=brand), formats=("png",))["brief.png"]
        Image.open(io.BytesIO(page)).convert("RGB").quantize(COLOURS).save(ROOT / "docs" / name, optimize=True)
        print(f"docs/{name}: {(ROOT / 'docs' / name).stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
