"""A brand: what it overrides, and what is refused."""

from base64 import b64encode
from pathlib import Path

import pytest

from sitrep.errors import RenderError
from sitrep.render import brand as brands
from sitrep.render import page


def make(tmp_path: Path, toml: str) -> list[Path]:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "brand.toml").write_text(toml, encoding="utf-8")
    return [tmp_path]


@pytest.mark.parametrize("name", sorted(path.name for path in brands.SHIPPED.glob("*/")))
def test_every_shipped_brand_can_be_read(name: str) -> None:
    brand = brands.load(name)
    assert brand.data["name"]
    assert brand.folders[-1] == brands.SHIPPED / "base"


def test_a_brand_says_only_what_differs(tmp_path: Path) -> None:
    brand = brands.load("own", make(tmp_path, 'name = "Own"\n[colours]\naccent = "#004080"'))
    assert brand.data["name"] == "Own"
    assert brand.colours["accent"] == "#004080"
    assert brand.colours["ink"] == brands.load("base").colours["ink"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[colours]\nmuted = "#bbbbbb"', r"colours.muted #bbbbbb on colours.paper #ffffff has a contrast of 1\.92"),
        ('[colours]\nink = "red"', r"colours.ink: 'red' is not a colour"),
        ('[colours]\nink = "#000;background:url(x)"', r"is not a colour"),
        ("[colours", r"brand.toml"),
    ],
)
def test_a_brand_that_cannot_be_read_is_refused(tmp_path: Path, toml: str, message: str) -> None:
    with pytest.raises(Exception, match=message):
        brands.load("own", make(tmp_path, toml))


def test_an_unknown_brand_is_named_with_those_that_there_are() -> None:
    with pytest.raises(RenderError, match=r"there is no brand 'nonsense'") as error:
        brands.load("nonsense")
    assert "base, meridian" in error.value.hint


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folders = make(tmp_path, "")
    (tmp_path / "own" / "brief.html").symlink_to("/etc/hostname")
    with pytest.raises(RenderError, match=r"leads to /etc/hostname"):
        brands.load("own", folders)


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.54), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_by_wcag(first: str, second: str, ratio: float) -> None:
    assert round(brands.contrast(first, second), 2) == ratio


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="#036"/></svg>'


def test_a_brand_brings_its_logo(tmp_path: Path) -> None:
    folders = make(tmp_path, 'logo = "logo.svg"')
    (tmp_path / "own" / "logo.svg").write_text(SVG, encoding="utf-8")
    assert (
        page.logo(brands.load("own", folders)) == f"url(data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()})"
    )


@pytest.mark.parametrize("name", ["missing.svg", "../own.svg", "brand.toml"])
def test_a_logo_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RenderError, match="is no SVG or PNG file"):
        page.logo(brands.load("own", make(tmp_path, f'logo = "{name}"')))
