"""In which language is this text written? By script, then by the small words that one language alone uses.

A text too short to tell is taken for English, the language of most documents. Languages that there are no rules for are
told too: read by the rules of another one they would give wrong figures.
"""

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W\d_]+")
ARABIC = re.compile("[\u0621-\u064a]")
# Letters that Arabic lacks, and one of these languages writes in every other word.
OTHERS_IN_ARABIC_LETTERS = (("ur", re.compile("[ٹڈڑںےہ]")), ("fa", re.compile("[پچژگکی]")))
ITS_OWN_LETTERS = 0.1
"""Share of the words that hold such a letter: names alone hold fewer."""
LATIN = re.compile("[A-Za-z]")
UNKNOWN = "und"
"""Undetermined (ISO 639-2)."""
# Words that are frequent in one of the languages and rare or absent in the others: "a", "on", "me", "son" are in none.
SMALL_WORDS = {
    lang: frozenset(words.split())
    for lang, words in (
        ("en", "the of and to in is was were that for with by from have has been their who which are at"),
        ("fr", "le les des et du une dans est que qui pour pas sur au aux par ont été avec ce cette leur"),
        ("es", "el los las y del una en es que por con para se ha han sido fue más su sus como al"),
        ("de", "der die das und den dem des ist nicht ein eine auf für mit von sich werden wurden sind nach"),
        ("it", "il gli che di della dei delle nel sono è non con più per una dal alla anche ha del"),
        ("pt", "os das dos uma não são em mais com que por foi foram às pela pelo também ao um do"),
        ("tr", "ve bir bu için ile olarak olan kadar çok daha gibi sonra en ise göre kişi"),
    )
}
LOOKED_AT = 20_000
"""Characters, enough for any text: the rest would not change the answer."""


def language_of(text: str) -> str:
    """ISO 639-1 code: en, fr, es or ar.

    >>> language_of("Plus de 900 000 personnes ont été déplacées dans le nord-ouest.")
    'fr'
    """
    words = [word.lower() for word in WORD.findall(text[:LOOKED_AT])]
    arabic = sum(bool(ARABIC.search(word)) for word in words)
    if arabic > 0.5 * len(words):
        return next(
            (lang for lang, letters in OTHERS_IN_ARABIC_LETTERS if _share(letters, words) > ITS_OWN_LETTERS), "ar"
        )
    if words and not arabic and _share(LATIN, words) < 0.1:
        return UNKNOWN
    counts = {lang: sum(word in small for word in words) for lang, small in SMALL_WORDS.items()}
    return max(counts, key=lambda lang: counts[lang])


def _share(letters: re.Pattern[str], words: Sequence[str]) -> float:
    return sum(bool(letters.search(word)) for word in words) / len(words)
