"""Briefs rendered once for all tests of this folder."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from msgspec.structs import replace

from sitrep.compose import compose
from sitrep.model import Brief
from sitrep.render import render
from tests.hand_made import situation

LANGUAGES = ("en", "fr", "es", "ar")


def brief(lang: str = "en", brand: str = "base") -> Brief:
    """The second edition of the situation made by hand."""
    known = situation()
    known = replace(known, profile=replace(known.profile, brand=brand))
    first = compose(replace(known, key_figures=known.key_figures[2:]), number=1, lang=lang)
    return compose(known, number=2, lang=lang, previous=first)


@pytest.fixture(scope="session", params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def files(lang: str) -> dict[str, bytes]:
    """All files of a brief."""
    return render(brief(lang))


@pytest.fixture(scope="session")
def document(files: dict[str, bytes]) -> Iterator[pikepdf.Pdf]:
    """The PDF, opened."""
    with pikepdf.open(io.BytesIO(files["brief.pdf"])) as pdf:
        yield pdf
