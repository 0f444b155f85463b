"""In which language is this text written?"""

import pytest

from sitrep.languages.detect import language_of


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("More than 900,000 people have fled their homes since 1 December.", "en"),
        ("Plus de 900 000 personnes ont fui leur maison depuis le 1er décembre.", "fr"),
        ("Más de 900.000 personas han huido de sus hogares desde el 1 de diciembre.", "es"),
        ("نزح أكثر من 900 ألف شخص منذ بداية كانون الأول (OCHA).", "ar"),
        ("12,500", "en"),
        ("", "en"),
    ],
)
def test_language_of(text: str, lang: str) -> None:
    assert language_of(text) == lang
