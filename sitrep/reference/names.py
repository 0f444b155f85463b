"""Under which form is the name of a place looked up? Spellings that differ in marks only become one.

Latin script and Arabic; how an Arabic name is written in Latin letters differs more, and has a coarser form of its own.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "romanised"]

# One letter for each that is written now with and now without its mark; what has no sound is dropped.
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        **dict.fromkeys("ةۀە", "ه"),
        **dict.fromkeys("کڪ", "ك"),
        "ؤ": "و",
        **dict.fromkeys("ءـ'’‘ʼʻʿʾ`´ʹ′″\"“”.", None),
        **dict.fromkeys("-‐‑‒–—/_,()[]\u00a0\u2009\u202f", " "),
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
    }
)
# The Arabic article, in Latin letters also where it is assimilated: al-Hasakah, Ar-Raqqa, Ash-Shaddadi, el-Fasher.
_ARTICLE = re.compile(
    r"(?<!\S)(?:[ae]l|[ae]r(?= r)|as(?= s)|ash(?= sh)|[ae]n(?= n)|[ae]d(?= d)|[ae]t(?= t)|[ae]z(?= z)) (?=\S)"
)
_ARABIC_ARTICLE = re.compile(r"(?<!\S)ال(?=\S{3})")
# Countries whose first word only looks like the article.
_WHOLE_NAMES = frozenset({"el salvador"})


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form under which a name is looked up: spellings of one name that differ in marks only become the same.

    >>> fold("Ma‘arrat an-Nu‘mān"), fold("AR-RAQQA"), fold("إِدْلِب"), fold("El Salvador")
    ('maarrat numan', 'raqqa', 'ادلب', 'el salvador')
    """
    text = name.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    text = " ".join(text.translate(_LETTERS).split())
    if text in _WHOLE_NAMES:
        return text
    return _ARABIC_ARTICLE.sub("", _ARTICLE.sub("", text))


# By what two romanisations of one Arabic name differ, in this order.
_ROMANISED = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"(.)\1", r"\1"),
        (r"[ae]?[iy]+|e+", "i"),
        (r"[ao]?[uw]+|o+", "u"),
        (r"q|kh|gh|g", "k"),
        (r"h\b", ""),
    )
)


@lru_cache(maxsize=4096)
def romanised(folded: str) -> str:
    """A coarser form in which the usual romanisations of one Arabic name are the same.

    >>> romanised(fold("Saraqeb")) == romanised(fold("Sarāqib"))
    True
    """
    for pattern, letter in _ROMANISED:
        folded = pattern.sub(letter, folded)
    return folded
