"""Which fonts do the brands ship? Cuts them down once from variable and Debian fonts: a build needs no other font.

    uv run --with fonttools --with fontpkg-source-sans-3 --with fontpkg-source-serif-4 tools/fonts.py FOLDER

FOLDER: /usr/share/fonts/truetype/noto of Debian's fonts-noto-core, installed or unpacked. Static fonts on purpose:
WeasyPrint cuts variable fonts slowly, and fontTools stamps the time into them, so that the same brief would give other
bytes.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# fontTools writes the time of saving into a font, unless this is set.
os.environ["SOURCE_DATE_EPOCH"] = "1577836800"

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TEMPLATES = Path(__file__).parent.parent / "templates"

LATIN = [*range(0x20, 0x250), *range(0x2B0, 0x370), *range(0x1E00, 0x1F00), *range(0x1AB0, 0x1B00)]
GREEK_CYRILLIC = [*range(0x370, 0x530)]
SIGNS = [
    *range(0x2000, 0x2070),
    *range(0x2070, 0x2100),
    *range(0x2100, 0x2200),
    *range(0x2200, 0x2300),
    *range(0x25A0, 0x2600),
]
ARABIC = [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x600, 0x700), *range(0x750, 0x780), *range(0x2000, 0x2070)]
DEVANAGARI = [*range(0x20, 0x7F), 0xA0, *range(0x900, 0x980), *range(0x200B, 0x2010), 0x20B9, 0x25CC]

SANS = "fontpkg_source_sans_3:SourceSans3[wght].ttf"
ITALIC = "fontpkg_source_sans_3:SourceSans3-Italic[wght].ttf"
SERIF = "fontpkg_source_serif_4:SourceSerif4[opsz,wght].ttf"
EUROPE = [*LATIN, *GREEK_CYRILLIC, *SIGNS]

# "Source" is a reserved font name (OFL 1.1, condition 3): what is cut down must be called otherwise.
RENAMED = {"Source Sans 3": "Brief Sans", "Source Serif 4": "Brief Serif"}

FONTS: list[tuple[str, str, dict[str, float], list[int]]] = [
    # file made, source, axes pinned, characters kept
    ("base/fonts/BriefSans-Regular.ttf", SANS, {"wght": 400}, EUROPE),
    ("base/fonts/BriefSans-SemiBold.ttf", SANS, {"wght": 600}, EUROPE),
    ("base/fonts/BriefSans-Bold.ttf", SANS, {"wght": 700}, EUROPE),
    ("base/fonts/BriefSans-Italic.ttf", ITALIC, {"wght": 400}, EUROPE),
    ("base/fonts/NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Regular.ttf", {}, ARABIC),
    ("base/fonts/NotoNaskhArabic-Bold.ttf", "NotoNaskhArabic-Bold.ttf", {}, ARABIC),
    ("base/fonts/NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Regular.ttf", {}, DEVANAGARI),
    ("base/fonts/NotoSansDevanagari-Bold.ttf", "NotoSansDevanagari-Bold.ttf", {}, DEVANAGARI),
    ("meridian/fonts/BriefSerif-SemiBold.ttf", SERIF, {"wght": 600, "opsz": 24}, EUROPE),
]


def cut(source: Path, axes: dict[str, float], characters: list[int]) -> TTFont:
    """One static font with no more than `characters`."""
    font = TTFont(source)
    if axes:
        font = instantiateVariableFont(font, axes, updateFontNames=True)
    options = Options()
    # No small capitals, swashes and stylistic sets: briefs use none, and they are half of the glyphs.
    dropped = {
        "smcp",
        "c2sc",
        "pcap",
        "c2pc",
        "sups",
        "subs",
        "sinf",
        "dnom",
        "numr",
        "frac",
        "ordn",
        "zero",
        "salt",
        "titl",
    }
    options.layout_features = (
        ["*"]
        if not axes
        else [tag for tag in features(font) if tag not in dropped and tag[:2] != "ss" and tag[:2] != "cv"]
    )
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.hinting = False
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    rename(font)
    return font


def rename(font: TTFont) -> None:
    """Give a font of RENAMED its other name: family and style, full and PostScript name."""
    names = font["name"]
    style = names.getBestSubFamilyName()
    style = style.removeprefix("24pt ")
    family = next((new for old, new in RENAMED.items() if names.getBestFamilyName().startswith(old)), None)
    if not family:
        return
    legacy = style if style in ("Regular", "Bold", "Italic") else "Regular"
    names.names = [name for name in names.names if name.nameID in (0, 5, 13, 14)]
    full = {
        1: family if legacy == style else f"{family} {style}",
        2: legacy,
        3: f"sitrep {family} {style}",
        4: f"{family} {style}",
    }
    for number, text in (full | {6: f"{family.replace(' ', '')}-{style}", 16: family, 17: style}).items():
        names.setName(text, number, 3, 1, 0x409)


def features(font: TTFont) -> list[str]:
    """The OpenType features of a font, sorted."""
    tables: list[Any] = [font[tag].table for tag in ("GSUB", "GPOS") if tag in font]
    return sorted({record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord})


def find(source: str, debian: Path) -> Path:
    """A source file: "package:file" in an installed font package, else a file of the Debian folder."""
    if ":" not in source:
        return debian / source
    package, name = source.split(":")
    spec = find_spec(package)
    if not spec or not spec.origin:
        sys.exit(f"{package} is not installed")
    return Path(spec.origin).parent / "files" / name


def main() -> None:
    """Write every font of FONTS."""
    for made, source, axes, characters in FONTS:
        target = TEMPLATES / made
        target.parent.mkdir(parents=True, exist_ok=True)
        cut(find(source, Path(sys.argv[1])), axes, characters).save(target)
        print(f"{target.relative_to(TEMPLATES)}: {target.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
