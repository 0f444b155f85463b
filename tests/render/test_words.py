"""Words: how numbers, dates and sentences read, as their sources said them."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from sitrep.errors import RenderError
from sitrep.reference import indicators
from sitrep.render.brand import SHIPPED
from sitrep.render.trace import Trace
from sitrep.render.words import Words, read_labels

LANGUAGES = ("en", "fr", "es", "ar")


def words(lang: str = "en", style: str = "ocha") -> Words:
    labels = {name: read_labels([SHIPPED / "base"], name) for name in LANGUAGES}
    return Words(lang, labels, style, Trace())


def claim(number: str, value: float, **more: Any) -> dict[str, Any]:
    """A claim as compose makes it."""
    return {
        "document": "d",
        "start": 0,
        "end": len(number),
        "number": number,
        "lead": "",
        "value": value,
        "high": None,
        "unit": "person",
        "qualifier": "exact",
        "subject": "",
        "lang": "en",
        "place": None,
        "when": None,
        "measure": None,
        "source": "OCHA",
        "normal": None,
        **more,
    }


@pytest.mark.parametrize(
    ("said", "table", "prose"),
    [
        (claim("586,000", 586_000), "586,000", "586,000"),
        (claim("3.6 million", 3_600_000), "3.6 million", "3.6 million"),
        (claim("1,234,567", 1_234_567), "1,234,567", "1,234,567"),
        (claim("five", 5), "5", "five"),
        (claim("5", 5), "5", "five"),
        (claim("three hundred", 300), "300", "300"),
        (claim("a dozen", 12, unit="item"), "a dozen", "a dozen"),
        (
            claim("half a million", 500_000, qualifier="at_least", lead="more than "),
            "more than half a million",
            "more than half a million",
        ),
        (claim("900,000", 900_000, qualifier="about", lead="Almost "), "almost 900,000", "almost 900,000"),
        (claim("358,000", 358_000, qualifier="about", lead="displaced some "), "about 358,000", "about 358,000"),
        (claim("600", 600, qualifier="at_least", lead="over "), "more than 600", "more than 600"),
        (claim("600", 600, qualifier="at_least", lead="who knows how many, "), "at least 600", "at least 600"),
        (claim("dozens", 24, high=99, qualifier="vague", unit="item"), "dozens", "dozens"),
        (claim("scads", 30, high=90, qualifier="vague", unit="item"), "scads", "scads"),
        (claim("2 to 3 million", 2e6, high=3e6, qualifier="range"), "2 million to 3 million", "2 million to 3 million"),
        (
            claim("16 km", 16, unit="kilometer", qualifier="at_most", lead="stand within "),
            "within 16 km",
            "within 16 km",
        ),
        (claim("9 km", 9, unit="kilometer"), "9 km", "9 km"),
        (claim("600 square kilometers", 600, unit="square_kilometer"), "600 km²", "600 km²"),
        (claim("81 per cent", 81, unit="percent"), "81%", "81 per cent"),
        (claim("a third", 33.33, unit="percent"), "a third", "a third"),
        (claim("US$ 36 million", 36_000_000, unit="USD"), "US$36 million", "US$36 million"),
        (claim("12 million dalasi", 12_000_000, unit="GMD"), "GMD 12 million", "GMD 12 million"),
        (claim("1.5", 1.5, unit="degC"), "1.5° C", "1.5° C"),
        (claim("6.5", 6.5, unit="dimensionless"), "6.5", "6.5"),
    ],
)
def test_a_number_is_printed_as_it_was_said(said: dict[str, Any], table: str, prose: str) -> None:
    assert words().said(said).striptags() == table
    assert words().said(said, prose=True).striptags() == prose


@pytest.mark.parametrize(
    ("lang", "text", "counted"),
    [
        ("fr", "plus d’un demi-million", "de personnes déplacées"),
        ("es", "más de medio millón", "de personas desplazadas"),
        ("ar", "أكثر من نصف مليون", "نازح"),
    ],
)
def test_words_of_another_language_keep_their_hedge(lang: str, text: str, counted: str) -> None:
    said = claim("half a million", 500_000, qualifier="at_least", lead="more than ", subject="people")
    assert words(lang).said(said).striptags() == text
    assert words(lang).what(said, "displaced").striptags() == counted


@pytest.mark.parametrize(
    ("lang", "value", "text"),
    [("fr", 586_000, "586 000"), ("es", 586_000, "586.000"), ("ar", 1240, "1,240")],
)
def test_digits_are_grouped_as_the_language_does(lang: str, value: float, text: str) -> None:
    assert words(lang).said(claim(str(value), value)).striptags() == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (claim("أسبوعين", 2, unit="week"), "أسبوعان"),
        (claim("two weeks", 2, unit="week", qualifier="about"), "نحو أسبوعين"),
        (claim("2 years", 2, unit="year", qualifier="at_least"), "ما لا يقل عن سنتين"),
        (claim("2 to 4 hours", 2, high=4, unit="hour", qualifier="range"), "من ساعتين إلى 4 ساعات"),
    ],
)
def test_two_of_a_unit_is_one_word_in_arabic(said: dict[str, Any], text: str) -> None:
    """Behind a hedge it ends otherwise."""
    assert words("ar").said(said).striptags() == text


def test_a_party_s_loaded_word_stands_in_quotation_marks() -> None:
    assert (
        words().what(claim("101", 101, unit="item", subject="regime elements"), "incidents").striptags()
        == "“regime elements”"
    )
    assert words().what(claim("101", 101, unit="item", subject="targets"), "incidents") == "targets"


@pytest.mark.parametrize(
    ("value", "printed"),
    [(95, "95"), (104, "100"), (105, "110"), (1_000, "1,000"), (1_249, "1,200"), (1_250, "1,300"), (12_499, "12,000")],
)
def test_the_idmc_style_rounds_halves_up(value: float, printed: str) -> None:
    assert words(style="idmc").said(claim(str(value), value)).striptags() == printed


def test_the_asis_style_prints_what_the_source_printed() -> None:
    said = claim("600 square kilometers", 600, unit="square_kilometer", qualifier="at_least", lead="over ")
    assert words(style="asis").said(said).striptags() == "more than 600 square kilometers"
    assert words("fr", style="asis").said(said).striptags() == "plus de 600 km²", "in another language as usual"


def test_miles_are_restated_to_as_many_digits_as_were_given() -> None:
    said = claim(
        "10 miles",
        10,
        unit="mile",
        qualifier="at_most",
        lead="within ",
        normal={"value": 16.09344, "unit": "kilometer", "factor": None, "exact": False},
    )
    assert words().said(said).striptags() == "within 10 miles"
    assert words().normal(said).striptags() == "within 16 km"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"when": {"start": "2019-12-01", "end": "2020-02-07"}, "measure": "flow"},
            "According to OCHA, 586,000 people have been displaced between 1 December 2019 and 7 February 2020.",
        ),
        (
            {"when": {"start": "2020-02-10", "end": "2020-02-10"}, "measure": "stock"},
            "According to OCHA, 586,000 people are displaced as of 10 February 2020.",
        ),
        (
            {"when": {"start": "2020-02-10", "end": "2020-02-10", "is_until": True}, "measure": "flow"},
            "According to OCHA, 586,000 people have been displaced as of 10 February 2020.",
        ),
        (
            {"place": {"label": "Idleb", "name": "Idlib"}},
            "According to OCHA, 586,000 people have been displaced in Idleb.",
        ),
    ],
)
def test_a_highlight_names_its_source_first(more: dict[str, Any], sentence: str) -> None:
    entry = claim("586,000", 586_000, indicator="displaced", subject="people", **more)
    assert words().highlight(entry).striptags() == sentence


def test_where_a_label_would_say_too_much_the_source_is_quoted() -> None:
    quote = {"before": "The army retook ", "number": "600", "after": " km of land.", "document": "d", "lang": "en"}
    entry = claim("600", 600, indicator="area", unit="square_kilometer", evidence=[quote])
    assert words().highlight(entry).striptags() == "OCHA: “The army retook 600 km of land.”"


def test_a_long_quotation_is_cut_at_words_around_its_number() -> None:
    quote = {"before": "word " * 60, "number": "600", "after": " word" * 60, "document": "d", "lang": "en"}
    text = words().excerpt(quote, 100).striptags()
    assert "600" in text and len(text) <= 110
    assert text.startswith("“… word") and text.endswith("word …”")


@pytest.mark.parametrize(
    ("deadline", "printed"),
    [
        ({"actor": "Damascus", "action": "withdraw", "lang": "en"}, "Damascus to withdraw"),
        ({"actor": None, "action": "it must withdraw", "lang": "en"}, "it must withdraw"),
        ({"actor": "It", "action": "it must withdraw", "lang": "en"}, "it must withdraw"),
        ({"actor": "Damas", "action": "se retirer", "lang": "fr"}, "“Damas doit se retirer avant fin février.”"),
    ],
)
def test_a_deadline_is_said_in_the_source_s_words(deadline: dict[str, Any], printed: str) -> None:
    quote = {"before": "Damas doit se retirer avant ", "number": "fin février", "after": ".", "document": "d"}
    said = {"document": "d", "evidence": [{**quote, "lang": deadline["lang"]}], **deadline}
    assert words().action(said).striptags() == printed


def test_every_printed_digit_is_recorded() -> None:
    spoken = words()
    spoken.said(claim("586,000", 586_000))
    spoken.day("2020-02-10")
    assert [(one.text, one.kind) for one in spoken.trace.printed] == [
        ("586,000", "figure"),
        ("10 February 2020", "date"),
    ]


def test_an_unknown_label_and_an_unknown_slot_name_file_and_key() -> None:
    with pytest.raises(RenderError, match=r"labels/en.toml: text.nonsense: no such label"):
        words().label("text.nonsense")
    spoken = words()
    spoken.labels = {**spoken.labels, "text": {"x": "{unknown}"}}
    with pytest.raises(RenderError, match=r"text.x: unknown slot"):
        spoken.label("text.x")


def keys(table: dict[str, Any], path: str = "") -> Iterator[str]:
    """Dotted names of all labels; plural forms count as one label."""
    for name, value in table.items():
        if isinstance(value, dict) and "other" not in value:
            yield from keys(value, f"{path}{name}.")
        else:
            yield path + name


OPTIONAL = {"said_by", "definite", "the", "percent_prose", "inflects", "word", "after", "de"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_label(lang: str) -> None:
    both = [
        {
            key
            for key in keys(tomllib.loads((SHIPPED / f"base/labels/{name}.toml").read_text()))
            if key.split(".")[-1] not in OPTIONAL
        }
        for name in ("en", lang)
    ]
    assert both[0] == both[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_indicator_can_be_said(lang: str) -> None:
    spoken = words(lang)
    for indicator in indicators():
        for value in (1, 2, 5, 11, 100, 3_600_000):
            said = claim(
                str(value), value, indicator=indicator, subject="things", evidence=[], place={"label": "X", "name": "X"}
            )
            assert spoken.what(said, indicator)
            if spoken.has(f"indicator.{indicator}.sentence"):
                assert spoken.highlight(said)


def test_an_arabic_name_in_a_line_of_english_keeps_to_itself() -> None:
    """Else the date behind it would stand before it."""
    assert words().quoted("تقرير يومي") == "<bdi>تقرير يومي</bdi>"
    assert words().quoted("Daily report") == "Daily report"


@pytest.mark.parametrize(("count", "printed", "breaks"), [(3, 3, False), (9, 9, True), (400, 24, True)])
def test_behind_a_figure_of_many_sources_stand_as_many_as_a_cell_holds(count: int, printed: int, breaks: bool) -> None:
    made = words().cites(range(1, count + 1))
    assert made.count('class="cite"') == printed
    assert ("</a> <a" in made) is breaks
    assert made.endswith("…") is (count > printed)


@pytest.mark.parametrize(
    ("lang", "after", "subject", "printed"),
    [
        ("en", " of the children fled.", "children", "of children displaced"),
        ("en", " of the displaced are children.", "children", "(children displaced)"),
        ("en", " are women and children.", "women and children", "(women and children displaced)"),
        ("en", " of them.", "", "(people displaced)"),
        ("fr", " des enfants ont fui.", "enfants", "of “enfants” displaced"),
        ("es", " son niños.", "niños", "(“niños” displaced)"),
    ],
)
def test_a_share_is_taken_only_out_of_what_its_source_takes_it_out_of(
    lang: str, after: str, subject: str, printed: str
) -> None:
    said = claim("60 %", 60, unit="percent", lang=lang, subject=subject, evidence=[{"start": 0, "after": after}])
    assert words().what(said, "displaced").striptags() == printed
