"""On which day was this text published?"""

from datetime import date

import pytest

from sitrep.ingest.published import dateline, day_of

TENTH = date(2020, 2, 10)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Situation Report No. 4 (as of 10 February 2020)\n\nFive killed on 3 March 2019.", "en"),
        ("North-west Syria\nFlash Update\n10 February 2020\n", "en"),
        ("Monday, February 10, 2020\n\nText", "en"),
        ("ANKARA, 10 February 2020 – Five soldiers were killed.", "en"),
        ("ANKARA, 10 Feb 2020 (Example Wire) — Five soldiers were killed.", "en"),
        ("Weekly update, 3 February 2020 – 10 February 2020", "en"),
        ("Date: 2020-02-10\nFrom: field office", "en"),
        ("As of 10 February 2020. Compiled from the returns of 11 members.", "en"),
        ("Feb 10 2020", "en"),
        ("2020/02/10", "en"),
        ("2020-02-10T08:30:00Z", "en"),
        ("Published 10.02.2020", "en"),
        ("Bulletin, 10-02-2020", "fr"),
        ("Flash Update 3 | 10 February 2020\nText", "en"),
        ("The next report comes on 17 February 2020\n10 February 2020", "en"),
        ("تقرير الحالة رقم 4 (حتى 10 شباط/فبراير 2020)", "ar"),
        ("Published 10.02.2020", "fr"),
        ("Published 13.01.2020, corrected 10 February 2020", "en"),
        ("DAMAS, 10 février 2020 – Cinq soldats ont été tués.", "fr"),
        ("Bulletin du 10/02/2020", "fr"),
        ("Informe de situación\n10 de febrero de 2020", "es"),
        ("تقرير الحالة\n10 شباط 2020", "ar"),
        ("تقرير الحالة\n١٠ فبراير ٢٠٢٠", "ar"),
    ],
)
def test_a_dateline_is_found(text: str, lang: str) -> None:
    assert dateline(text, lang) == TENTH


@pytest.mark.parametrize(
    "text",
    [
        "On 10 February 2020 five soldiers were killed.",
        "Five soldiers were killed in the town on 10 February 2020.",
        "Update of 02/03/2020",
        "As of 10 February 2020, 12,500 people had fled.",
        "District: Harim | Counted: 2020-02-10",
        "ANKARA, Feb 10 – Five soldiers were killed.",
        "February 2020",
        "Next report: 20 February 2020",
        "Prochain rapport : 20 février 2020",
        "Site | 10 February 2020\nDana: 10 February 2020: 5.",
        "Counted | 10 February 2020 | 17 February 2020",
        "10-02-2020",
        "Reference 2020-02-101 and 12020-02-10",
        "30 February 2020",
        "x\n" * 1000 + "10 February 2020",
    ],
)
def test_a_date_that_is_none_of_publication_is_left_alone(text: str) -> None:
    assert dateline(text) is None


@pytest.mark.parametrize(
    "value",
    [
        "2020-02-10",
        "2020-02-10T23:30:00+03:00",
        "Mon, 10 Feb 2020 23:30:00 +0300",
        "10 February 2020",
        "February 10, 2020",
    ],
)
def test_metadata_give_the_day_of_their_own_zone(value: str) -> None:
    assert day_of(value) == TENTH


@pytest.mark.parametrize("value", ["", "soon", "2020-02-30", "10/02/2020 or so", "20200210x"])
def test_metadata_that_are_no_date(value: str) -> None:
    assert day_of(value) is None
