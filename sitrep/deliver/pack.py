"""Which files does a stakeholder get? Format and language → files by name, or a ZIP of them."""

import io
import zipfile
from collections.abc import Mapping

from sitrep.model import Brief

__all__ = ["MB", "attachments", "own_names", "size", "zipped"]

MB = 1_000_000

NAMES = {
    "pdf": ("brief.pdf",),
    "html": ("brief.html",),
    "link": (),
    "data": ("brief.json", "figures.csv", "figures.xlsx"),
}
"""Format of a stakeholder → the files of the edition."""

# The same files give the same ZIP, whenever it is made; the format begins to count here.
EPOCH = (1980, 1, 1, 0, 0, 0)


def attachments(format: str, lang: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files for a format, in a language; those of the first language have no language in their names."""
    found = {}
    for name in NAMES[format]:
        stem, _, suffix = name.partition(".")
        own = f"{stem}.{lang}.{suffix}"
        name = own if own in files else name
        found[name] = files[name]
    return found


def own_names(brief: Brief, files: Mapping[str, bytes], *, is_test: bool = False) -> dict[str, bytes]:
    """The files by names that tell editions apart, such as idlib-003-brief.pdf."""
    before = "TEST-" if is_test else ""
    return {f"{before}{brief.situation}-{brief.number:03d}-{name}": data for name, data in files.items()}


def size(files: Mapping[str, bytes]) -> int:
    """Bytes of all of them."""
    return sum(map(len, files.values()))


def zipped(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """All of them in one compressed file, the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED, 9)
    return {"brief.zip": made.getvalue()}
