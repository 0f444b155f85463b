"""What holds for every text there is, written by a person or not."""

import itertools
import sys
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.extract import extract_text
from sitrep.languages import available, load
from sitrep.model import Figure, Reading
from sitrep.reference import indicators
from sitrep.units import unit_name
from tests.extract.worst import WORST

PUBLISHED = date(2020, 2, 10)
EXAMPLES = {code: [text for _, rule in load(code).rules for text in rule.finds] for code in available()}

# ---------------------------------------------------------------- texts of every kind

WRITTEN = ["7", "948,000", "3.6 million", "half a million", "two hundred and five", "a third of", "between 4 and 6",
    "300-350", "US$ 36 million", "51%", "16 km", "dozens", "2019", "10 February 2020", "1", "0", "١٢", "12,34,567",
    "five (5)", "1.5", "-7 °C", "3rd", "100,000,000,000,000,000"]  # fmt: skip
WORDS = ["people", "families", "houses", "killed", "displaced", "injured", "more than", "up to", "about", "in", "and",
    ",", ".", ";", ":", "(", ")", '"', "including", "of whom", "children", "Idlib", "OCHA", "said", "according to",
    "since", "by", "must", "the end of", "February", "Monday", "last week", "were", "•", "-", "–", "\n", "'", "°",
    "/", "to"]  # fmt: skip
SENTENCE = st.lists(st.sampled_from(WRITTEN + WORDS), max_size=25).map(" ".join)
GLUED = st.lists(st.sampled_from(WRITTEN + WORDS), max_size=25).map("".join)
PARAGRAPH = (st.sampled_from(EXAMPLES["en"]) | SENTENCE.map(lambda text: " ".join(text.split()))).map(
    # A line that ends without a stop and goes on in small letters is a paragraph that a page has cut in two.
    lambda text: text if text.endswith((".", "!", "?")) else f"{text}."
)
ANYTHING = st.text(max_size=300) | SENTENCE | GLUED


def read(text: str, lang: str = "en") -> Reading:
    return extract_text(text, published=PUBLISHED, lang=lang)


def value(figure: Figure) -> tuple[object, ...]:
    """What a figure says, without where it stands."""
    high = None if figure.high is None else figure.high.magnitude
    return figure.value.magnitude, high, unit_name(figure.value), figure.qualifier


# ---------------------------------------------------------------- laws

LAW = settings(deadline=None, max_examples=60, derandomize=True)
"""The same texts on every run, so that a red run is red again; more of them to look for trouble."""


@LAW
@given(ANYTHING, st.sampled_from(available()))
def test_every_span_holds_its_words(text: str, lang: str) -> None:
    """A span slices to its number; figures stand in order and never overlap; values are finite, indicators known."""
    reading = read(text, lang)
    for figure in reading.figures:
        assert text[figure.span.start : figure.span.end] == figure.number
        assert abs(figure.value.magnitude) < 1e24
        assert figure.indicator in indicators()
    for due in reading.deadlines:
        assert text[due.span.start : due.span.end] == due.text
    spans = [figure.span for figure in reading.figures]
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("lang", "text", "numbers"),
    [
        ("en", "There were 14 tents-", ["14"]),
        ("en", "We gave 14 tents—", ["14"]),
        ("es", "Había casas,5.000", []),
        ("en", "60,000 people fled at the \n end of January.", ["60,000"]),
        ("en", "The army must leave within 99999999 days.", ["99999999 days"]),
        ("es", "Dio un ultimátum de 99999999 horas.", ["99999999 horas"]),
        ("en", "The truce was extended for 99999999 months.", ["99999999 months"]),
    ],
)
def test_what_breaks_off_or_goes_too_far_is_read(lang: str, text: str, numbers: list[str]) -> None:
    """A headline cut short, a line that ends within a date, more days than a calendar has."""
    assert [figure.number for figure in read(text, lang).figures] == numbers


@LAW
@given(before=PARAGRAPH, paragraph=PARAGRAPH, after=PARAGRAPH)
def test_a_paragraph_says_the_same_in_any_text(before: str, paragraph: str, after: str) -> None:
    """Figures of a paragraph do not change with the paragraphs around it."""
    alone = read(paragraph).figures
    shift = len(before) + 2
    end = shift + len(paragraph)
    within = [f for f in read(f"{before}\n\n{paragraph}\n\n{after}").figures if shift <= f.span.start < end]
    assert [(f.number, *value(f)) for f in within] == [(f.number, *value(f)) for f in alone]
    assert [f.span.start - shift for f in within] == [f.span.start for f in alone]


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", "\t"], ids=ascii)
@LAW
@given(PARAGRAPH)
def test_hard_spaces_do_not_change_values(space: str, text: str) -> None:
    """A space is a space, however a word processor writes it."""
    assert [value(f) for f in read(text.replace(" ", space)).figures] == [value(f) for f in read(text).figures]


@pytest.mark.parametrize("ending", ["\r\n", "\r"], ids=ascii)
@LAW
@given(st.lists(PARAGRAPH, max_size=4).map("\n".join))
def test_line_endings_do_not_change_values(ending: str, text: str) -> None:
    """Windows and old Macs end their lines otherwise, and mean the same."""
    assert [value(f) for f in read(text.replace("\n", ending)).figures] == [value(f) for f in read(text).figures]


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title], ids=lambda change: change.__name__)
@pytest.mark.parametrize("text", EXAMPLES["en"])
def test_case_does_not_change_values(change: Callable[[str], str], text: str) -> None:
    """A headline in capitals counts what the sentence under it counts."""
    assert [value(f) for f in read(change(text)).figures] == [value(f) for f in read(text).figures]


@pytest.mark.parametrize("code", available())
def test_a_reading_is_repeatable(code: str) -> None:
    """The same text gives the same reading, whatever was read before."""
    first = [read(text, code) for text in EXAMPLES[code]]
    assert [read(text, code) for text in reversed(EXAMPLES[code])] == first[::-1]


# ---------------------------------------------------------------- worst cases

ORDINARY = " ".join(EXAMPLES["en"][:150])
DEARER = 8
"""How many times the work of an ordinary text one of the same length may cost that was made to be slow."""


class TooMuchWork(Exception):
    """A text has cost more than it may."""


def calls(text: str, most: float = 1e9) -> int:
    """How many functions run while a text is read: work that no clock measures. Stops where they are too many."""
    count = 0

    def counted(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += 1
        if count > most:
            raise TooMuchWork

    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module")
def ordinary() -> float:
    """Calls for a character of an ordinary text, the language loaded."""
    read(ORDINARY)
    return calls(ORDINARY) / len(ORDINARY)


@pytest.mark.parametrize("piece", WORST, ids=ascii)
def test_no_text_is_slow(ordinary: float, piece: str) -> None:
    """A text made to be slow costs a few times an ordinary one, and twice the text is twice the work."""
    once = calls(piece * (4_000 // len(piece)), most=DEARER * ordinary * 4_000)
    calls(piece * (8_000 // len(piece)), most=2.2 * once + 2_000)


@pytest.mark.parametrize("piece", ["1,", "more than ", "(", "Ahmad ", "a", "5 people, "], ids=ascii)
def test_a_long_worst_case_ends(piece: str) -> None:
    """100 kB of it are read to the end."""
    text = piece * (100_000 // len(piece))
    assert read(text + "\n\n7 people were killed.").figures[-1].number == "7"
