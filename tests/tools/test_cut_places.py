"""What the gazetteer is cut from comes out as places.py and borders.py read it."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from sitrep.reference.borders import _rings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def cut() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cut_places", ROOT / "tools" / "cut_places.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_polygon_with_a_hole_is_read_back_as_it_was(cut: ModuleType) -> None:
    outer = [(36.0, 35.0), (37.0, 35.0), (37.0, 36.5), (36.0, 35.0)]
    hole = [(-0.5, -0.25), (0.001, 0.0), (0.5, -0.25), (-0.5, -0.25)]
    read = tuple(_rings(cut.packed([outer, hole])))
    assert read == tuple(tuple((round(x * 1000), round(y * 1000)) for x, y in ring) for ring in (outer, hole))


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Gouvernorat d’Alep", "Alep"),
        ("Gobernación de Latakia", "Latakia"),
        ("Latakia", "Latakia"),
        ("La Guajira", "La Guajira"),
        ("محافظة إدلب", "إدلب"),
        ("Niger State", "Niger"),
    ],
)
def test_a_division_is_named_without_the_word_for_its_kind(cut: ModuleType, name: str, left: str) -> None:
    assert cut.bare(name) == left


@pytest.mark.parametrize(
    ("name", "is_usable"),
    [
        ("Idlib", True),
        ("إدلب", True),
        ("İdlib", True),
        ("IDL", False),
        ("Идлиб", False),
        ("伊德利卜", False),
        ("", False),
    ],
)
def test_names_are_kept_in_latin_and_arabic_script(cut: ModuleType, name: str, is_usable: bool) -> None:
    assert cut.usable(name) is is_usable


def test_letters_that_only_persian_uses_make_no_arabic_name(cut: ModuleType) -> None:
    assert cut.arabic(["Idlib", "پاریس", "باريس"]) == "باريس"


def test_accents_of_romanisation_go_and_those_of_a_language_stay(cut: ModuleType) -> None:
    assert cut.plain("Ma‘arrat an Nu‘mān", "SY") == "Ma'arrat an Nu'man"
    assert cut.plain("Hacıpaşa", "TR") == "Hacıpaşa"
