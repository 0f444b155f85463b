"""Sentences with their figures in [brackets], as the tests of this folder write them."""

import re
from datetime import date

from sitrep.extract import extract_text
from sitrep.model import Figure

PUBLISHED = date(2020, 2, 10)
"""A Monday."""


def figures(marked: str, *, published: date | None = PUBLISHED, lang: str = "en") -> tuple[Figure, ...]:
    """The figures of a text, once it is sure that they are those in brackets and no others."""
    text = re.sub(r"[\[\]]", "", marked)
    found = extract_text(text, published=published, lang=lang).figures
    numbers, expected = [figure.number for figure in found], re.findall(r"\[(.*?)\]", marked, re.DOTALL)
    assert numbers == expected, f"{numbers} were found, not {expected}"
    return found


def figure(marked: str, *, published: date | None = PUBLISHED, lang: str = "en") -> Figure:
    """The one figure of a text."""
    (found,) = figures(marked, published=published, lang=lang)
    return found
