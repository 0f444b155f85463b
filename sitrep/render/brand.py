"""What does a brief look like? A brand's folder → its name, colours, fonts, contacts, and where its templates lie.

A brand overrides what differs: brand.toml, brand.css, single blocks and sections, labels. All else comes from base. Its
colours must be readable: each pair that carries text is held to WCAG 2.1 AA.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from sitrep.errors import RenderError
from sitrep.reference import read_toml

SHIPPED = next(
    folder
    for folder in (Path(__file__).parents[1] / "templates", Path(__file__).parents[2] / "templates")
    if folder.is_dir()
)
"""Inside the installed package, or beside it in a checkout."""

BASE = "base"
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Pair(NamedTuple):
    """Two colours of a brand that meet, and the contrast that WCAG 2.1 AA asks for."""

    text: str
    ground: str
    ratio: float


PAIRS = (
    Pair("ink", "paper", 4.5),
    Pair("ink", "panel", 4.5),
    Pair("muted", "paper", 4.5),
    Pair("muted", "panel", 4.5),
    Pair("accent", "paper", 4.5),
    Pair("accent", "panel", 4.5),
    Pair("alert", "paper", 4.5),
    Pair("alert", "panel", 4.5),
    Pair("band_text", "band", 4.5),
    Pair("band_muted", "band", 4.5),
    Pair("band", "mark", 4.5),
    Pair("rule", "paper", 3.0),
)


class Brand(Struct, frozen=True, kw_only=True):
    """A brand as brand.toml gives it, completed from base."""

    name: str
    folders: tuple[Path, ...]
    """Where its templates are looked for: its own folder first, base last."""
    data: Mapping[str, Any]
    """Plain data for the templates."""

    @property
    def colours(self) -> Mapping[str, str]:
        """Name of a colour → #rrggbb."""
        colours: Mapping[str, str] = self.data["colours"]
        return colours


def load(name: str, folders: Sequence[Path] = ()) -> Brand:
    """The brand `name`, looked for in `folders` and then among those that are shipped.

    Raises RenderError for an unknown brand, a link out of its folder, and colours that cannot be read.
    """
    found = [folder / name for folder in (*folders, SHIPPED) if (folder / name).is_dir()]
    if not found:
        known = sorted({path.name for folder in (*folders, SHIPPED) for path in folder.glob("*/") if path.is_dir()})
        raise RenderError(f"there is no brand {name!r}", f"Known brands: {', '.join(known)}.")
    bases = [folder / BASE for folder in (*folders, SHIPPED) if (folder / BASE).is_dir()]
    layers = tuple(dict.fromkeys([*found, *bases]))
    data: dict[str, Any] = {}
    for folder in reversed(layers):
        refuse_links(folder)
        if (folder / "brand.toml").exists():
            data = layered(data, read_toml(folder / "brand.toml"))
    check_colours(layers[0] / "brand.toml", data["colours"])
    return Brand(name=name, folders=layers, data=data)


def layered(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the keys of `over`; tables are completed, everything else is replaced."""
    tables = {key: {**base.get(key, {}), **value} for key, value in over.items() if isinstance(value, dict)}
    return {**base, **over, **tables}


def refuse_links(folder: Path) -> None:
    """No file of a brand may lead out of its folder: a template loader would follow it."""
    for path in folder.rglob("*"):
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            raise RenderError(f"leads to {path.resolve()}", "Copy the file into the brand's folder.", path=path)


def check_colours(path: Path, colours: Mapping[str, str]) -> None:
    """Raises RenderError with the pair and its ratio where text could not be read."""
    for name, colour in colours.items():
        if not isinstance(colour, str) or not COLOUR.fullmatch(colour):
            raise RenderError(f"colours.{name}: {colour!r} is not a colour", 'Write such as "#12344d".', path=path)
    for pair in PAIRS:
        ratio = contrast(colours[pair.text], colours[pair.ground])
        if ratio < pair.ratio:
            raise RenderError(
                f"colours.{pair.text} {colours[pair.text]} on colours.{pair.ground} {colours[pair.ground]} "
                f"has a contrast of {ratio:.2f}",
                f"WCAG 2.1 AA asks for {pair.ratio}: make one darker or the other lighter.",
                path=path,
            )


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours by WCAG 2.1.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1, 0 for black and 1 for white."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
