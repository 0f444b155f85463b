"""A name leads to one place or to none: ambiguity is decided by the given countries alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.reference.places import by_id, candidates, demonym, fold, is_known, labels, resolve


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ma'arrat an-Nu'man", "Ma‘arrat an Nu‘mān"),
        ("Al-Hasakah", "al Hasakah"),
        ("Ar-Raqqa", "Raqqa"),
        ("El Fasher", "al-Fasher"),
        ("Türkiye", "Turkiye"),
        ("Kasaï", "Kasai"),
        ("إدلب", "ادلب"),
        ("القاهرة", "قاهره"),
        ("دِمَشْق", "دمشق"),
        ("حلــب", "حلب"),
        ("Deir-ez-Zor", "Deir ez Zor"),
    ],
)
def test_spellings_that_differ_in_marks_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_country_that_begins_like_an_article_keeps_its_name() -> None:
    assert fold("El Salvador") != fold("Salvador")


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_but_another_article(name: str) -> None:
    assert fold(name) == fold(name.casefold())
    assert fold(name) == " ".join(fold(name).split())


RESOLVED = [
    # name, countries, id
    ("Idlib", ("SYR",), "iso:SY-ID"),
    ("Idleb", (), "iso:SY-ID"),
    ("إدلب", (), "iso:SY-ID"),
    ("Idlib province", (), "iso:SY-ID"),
    ("gouvernorat d’Idleb", (), "iso:SY-ID"),
    ("gobernación de Idlib", (), "iso:SY-ID"),
    ("محافظة إدلب", (), "iso:SY-ID"),
    ("Idlib city", ("SYR",), "geonames:169389"),
    ("Maarat al-Numan", ("SYR",), "geonames:167611"),
    ("معرة النعمان", ("SYR",), "geonames:167611"),
    ("Saraqeb", ("SYR",), "geonames:164816"),
    ("Khan Sheikhoun", ("SYR",), "geonames:168325"),
    ("Turkey", (), "iso:TUR"),
    ("DR Congo", (), "iso:COD"),
    ("RDC", (), "iso:COD"),
    ("Democratic Republic of the Congo", (), "iso:COD"),
    ("Gaza", ("PSE",), "ne:PS-gaza-strip"),
    ("Gaza", ("ISR",), "ne:PS-gaza-strip"),
    ("Gaza", ("MOZ",), "iso:MZ-G"),
    ("Kashmir region", ("PAK",), "place:kashmir"),
    ("the Sahel", (), "place:sahel"),
    ("Bab al-Hawa", (), "place:bab-al-hawa"),
    ("M5", (), "place:m5"),
    ("northwest Syria", (), "place:north-west-syria"),
    ("southern Idlib", (), "iso:SY-ID/south"),
    ("nord du Mali", (), "iso:MLI/north"),
    ("Niger", ("MLI",), "iso:NER"),
    ("Niger State", ("NGA",), "iso:NG-NI"),
    ("Tripoli", ("LBY",), "iso:LY-TB"),
    ("El Geneina", ("SDN",), "geonames:379303"),
    ("Ituri", ("COD",), "iso:CD-IT"),
    ("East Darfur", (), "iso:SD-DE"),
    ("South Darfur", (), "iso:SD-DS"),
    ("North Lebanon", ("LBN",), "iso:LB-AS"),
    ("Kyiv", ("UKR",), "geonames:703448"),
    ("Cebu", ("PHL",), "iso:PH-CEB"),
    ("Cebu City", ("PHL",), "geonames:1717512"),
    ("Sana'a", ("YEM",), "geonames:71137"),
    ("Kharkiv region", ("UKR",), "iso:UA-63"),
    ("Khan Yunis", ("PSE",), "iso:PS-KYS"),
]


@pytest.mark.parametrize(("name", "countries", "id"), RESOLVED)
def test_a_clear_name_is_resolved(name: str, countries: tuple[str, ...], id: str) -> None:
    row = resolve(name, countries)
    assert row is not None
    assert row.id == id


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("Tripoli", ()),
        ("Washington", ()),
        ("San José", ("COL",)),
        ("Niger", ("NGA",)),
        ("Mangla", ("CHN",)),
        ("Nowhere-on-Sea", ()),
        ("", ()),
    ],
)
def test_a_name_that_could_be_two_places_stays_unresolved(name: str, countries: tuple[str, ...]) -> None:
    assert resolve(name, countries) is None


def test_a_part_of_a_place_is_never_the_whole() -> None:
    part = resolve("northern Aleppo", ("SYR",))
    assert part is not None
    assert part.id == "iso:SY-HL/north"
    assert by_id(part.id) == part


def test_the_label_of_ocha_is_printed_with_its_p_code() -> None:
    row = by_id("iso:SY-ID")
    assert row is not None
    assert (row.label, row.pcode, row.country) == ("Idleb", "SY07", "SYR")


def test_labels_are_there_in_four_languages() -> None:
    assert labels("iso:TUR") == {"ar": "تركيا", "en": "Türkiye", "es": "Türkiye", "fr": "Türkiye"}
    assert labels("iso:SY-HL")["fr"] == "Alep"
    assert labels("geonames:169389")["ar"] == "إدلب"


def test_a_town_knows_its_division() -> None:
    assert {row.admin1 for row in candidates("Taftanaz")} == {"iso:SY-ID"}


def test_known_names() -> None:
    assert is_known("Goma")
    assert not is_known("according")


@pytest.mark.parametrize(
    ("word", "lang", "country"),
    [
        ("Syrian", "en", "SYR"),
        ("Syrians", "en", "SYR"),
        ("TURKISH", "en", "TUR"),
        ("South Sudanese", "en", "SSD"),
        ("syriennes", "fr", "SYR"),
        ("libaneses", "es", "LBN"),
        ("السورية", "ar", "SYR"),
        ("سوريون", "ar", "SYR"),
        ("seven", "en", None),
    ],
)
def test_a_people_leads_to_its_country(word: str, lang: str, country: str | None) -> None:
    assert demonym(word, lang) == country
