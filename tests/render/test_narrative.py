"""What a person writes: live figures, and nothing that could go stale."""

import pytest

from sitrep.errors import RenderError
from sitrep.render.narrative import narrative
from tests.render.test_words import claim, words

FIGURES = {
    "displaced": {
        **claim("half a million", 500_000, qualifier="at_least", lead="more than "),
        "id": "displaced",
        "indicator": "displaced",
        "sources": [1],
    },
    "vehicles": {
        **claim("1,240", 1240, unit="item", subject="vehicles"),
        "id": "vehicles",
        "indicator": "forces",
        "sources": [2],
    },
    "soldiers": {**claim("5,000", 5000, subject="soldiers"), "id": "soldiers", "indicator": "forces", "sources": [2]},
}


def html(text: str) -> str:
    return str(narrative(words(), FIGURES, {"path": "sections/overview.md", "text": text}))


def test_a_live_figure_carries_its_words_and_its_source() -> None:
    made = html('About {{ figure("displaced") }} need help.')
    assert "more than" in made and "half a million" in made and "people displaced" in made
    assert 'href="#source-1"' in made


def test_markdown_is_set_and_raw_markup_is_not() -> None:
    made = html("## Access\n\nThe **M5** is closed. <script>x</script>")
    assert "<h3>Access</h3>" in made and "<strong>M5</strong>" in made
    assert "<script>" not in made


def test_a_date_and_a_name_are_said_as_such() -> None:
    made = html('On {{ day("2020-02-10") }} under {{ text("Resolution 2504") }}.')
    assert "10 February 2020" in made and "Resolution 2504" in made


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('One\n\n{{ figure("nonsense") }}', r"overview.md, line 3: figure\('nonsense'\): this brief has no such"),
        ('{{ figure("forces") }}', r"line 1: figure\('forces'\) may be 2 figures"),
        ("One\nTwo 586,000 people", r"line 2: 586,000 would go stale"),
        ("{{ figure(displaced) }}", r"line 1: \{\{ figure\(displaced\) \}\} would go stale"),
        ('{{ nonsense("x") }}', r"line 1: .*there is no nonsense\(\)"),
        ('{{ day("soon") }}', r"line 1: .*not a date"),
    ],
)
def test_what_cannot_be_kept_up_to_date_names_file_and_line(text: str, message: str) -> None:
    with pytest.raises(RenderError, match=message):
        html(text)


@pytest.mark.parametrize("text", ["The M5 and the M4", "COVID-19 cases", "1. First\n2. Second", "No figure at all"])
def test_names_and_list_numbers_may_have_digits(text: str) -> None:
    assert html(text)
