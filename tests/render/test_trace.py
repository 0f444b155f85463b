"""The gate: every number on a page has an origin, and what was placed can be read."""

import pytest

from sitrep.errors import RenderError
from sitrep.render.trace import Trace, check


def trace(*printed: tuple[str, str]) -> Trace:
    made = Trace()
    for text, kind in printed:
        made.add(text, kind)
    return made


@pytest.mark.parametrize(
    "pages",
    [
        ["No. 4 and 586,000 people"],
        ["No. 4 and 586\u202f000 people", "No. 4, page 2"],
        ["586,000 No. 4 4 4 4 1"],
    ],
)
def test_pages_that_print_what_was_recorded_pass(pages: list[str]) -> None:
    check(trace(("586,000", "figure"), ("No. 4", "furniture")), pages)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("586,000 and 77", r"page 1 prints 77, which no source and no calculation gives: “586,000 and 77”"),
        ("586,000 and 586,000", r"page 1 prints 586"),
        ("586,001", r"page 1 prints 001"),
        ("58600", r"page 1 prints 58600"),
        ("586", r"“586,000” was placed on the page but cannot be read back"),
        ("", r"“586,000” was placed on the page but cannot be read back"),
    ],
)
def test_a_page_that_prints_anything_else_fails(page: str, message: str) -> None:
    with pytest.raises(RenderError, match=message):
        check(trace(("586,000", "figure")), [page])


def test_the_manifest_holds_figures_and_computed_values_only() -> None:
    made = Trace()
    made.add("586,000", "figure", document="d", start=3, end=10)
    made.add("19", "computed", inputs=["x"])
    made.add("10 February", "date")
    made.add("dozens", "figure", document="d", start=20, end=26)
    assert made.manifest() == [
        {"text": "586,000", "kind": "figure", "document": "d", "start": 3, "end": 10},
        {"text": "19", "kind": "computed", "inputs": ["x"]},
        {"text": "dozens", "kind": "figure", "document": "d", "start": 20, "end": 26},
    ]
