"""Which sector a figure belongs to."""

import pytest

from sitrep.reference import indicators
from sitrep.reference.sectors import sector_of, sectors


@pytest.mark.parametrize(
    ("indicator", "subject", "lang", "sector"),
    [
        ("supplies", "family tents", "en", "shelter"),
        ("supplies", "Couvertures", "fr", "shelter"),
        ("supplies", "litros de agua", "es", "wash"),
        ("supplies", "سلة غذائية", "ar", "food"),
        ("out_of_school", "girls", "en", "education"),
        ("facilities_damaged", "health facilities", "en", "health"),
        ("supplies", "tents", "fr", None),
        ("reached", "families", "en", None),
    ],
)
def test_words_and_indicators_name_a_sector(indicator: str, subject: str, lang: str, sector: str | None) -> None:
    assert sector_of(indicator, subject, lang) == sector


def test_no_word_stands_in_two_sectors_and_every_indicator_is_known() -> None:
    for lang in ("en", "fr", "es", "ar"):
        words = [word for one in sectors().values() for word in one.words[lang].split()]
        assert len(words) == len(set(words)), lang
    assert {name for one in sectors().values() for name in one.indicators} <= set(indicators())
