"""As of when: dates and relative dates, always against the day of publication, never against today."""

from datetime import date

import pytest

from sitrep.extract import extract_text
from tests.extract.marked import PUBLISHED, figure, figures

# Published on Monday, 10 February 2020.
WHEN = [
    ("[300,000] people were assessed to need aid according to the 2020 overview.", "2020-01-01/2020-02-10"),
    ("In Mali [3] bridges fell on Sunday. Floods have destroyed [375] homes across the country.", None),
    # What is told of an earlier time is of that time, and nothing else is.
    ("It was the deadliest since 2010, when [300] people were killed.", "2010-01-01/2010-12-31"),
    # Days.
    ("On 6 February 2020, [12] people were killed.", "2020-02-06"),
    ("On 6 February, [12] people were killed.", "2020-02-06"),
    ("On February 6, [12] people were killed.", "2020-02-06"),
    ("On February 6th, 2020 [12] people were killed.", "2020-02-06"),
    ("On the 6th of February [12] people were killed.", "2020-02-06"),
    ("[12] people were killed on Thursday, 6 February.", "2020-02-06"),
    ("[12] people were killed on 2020-02-06.", "2020-02-06"),
    ("[12] people were killed on 06/02/2020.", "2020-02-06"),
    ("[12] people were killed on 6 Feb.", "2020-02-06"),
    ("[12] people were killed on 30 December.", "2019-12-30"),
    ("As of 31 January 2020, there were [12,000] IDPs.", "2020-01-31"),
    ("As of 31 January, [12,000] people were registered.", "2020-01-31"),
    # Relative days.
    ("[12] people were killed on Monday.", "2020-02-10"),
    ("[12] people were killed on Friday.", "2020-02-07"),
    ("[12] people were killed on Sunday night.", "2020-02-09"),
    ("Last Thursday [12] people were killed.", "2020-02-06"),
    ("[12] people were killed yesterday.", "2020-02-09"),
    ("Today [12] people were killed.", "2020-02-10"),
    ("Three days ago [12] people were killed.", "2020-02-07"),
    ("Since the vote on 10 January, [12] people were killed.", "2020-01-10/2020-02-10"),
    ("[33] attacks on aid workers were counted in the first quarter of 2019.", "2019-01-01/2019-03-31"),
    ("Prices are [40 per cent] higher than in December 2019.", None),
    ("From 1 through 31 January, [12] people were killed.", "2020-01-01/2020-01-31"),
    ("[40] people fled from the camp on 9 February.", "2020-02-09"),
    ("Prices were [20 per cent] higher in December 2019.", "2019-12-01/2019-12-31"),
    (
        "The fund is for health in the whole of this country. Since 2007, the United\nStates has given [$2 billion].",
        "2007-01-01/2020-02-10",
    ),
    # Weeks, months and years; the running one ends on the day of publication.
    ("Last week [900] people arrived.", "2020-02-03/2020-02-09"),
    ("This week [900] people arrived.", "2020-02-10"),
    ("Last month [900] people arrived.", "2020-01-01/2020-01-31"),
    ("This month [900] people arrived.", "2020-02-01/2020-02-10"),
    ("Last year [900] people arrived.", "2019-01-01/2019-12-31"),
    ("So far this year [900] people have arrived.", "2020-01-01/2020-02-10"),
    ("Since the beginning of the year [900] people have arrived.", "2020-01-01/2020-02-10"),
    ("In January [900] people arrived.", "2020-01-01/2020-01-31"),
    ("In December [900] people arrived.", "2019-12-01/2019-12-31"),
    ("In December 2019 [900] people arrived.", "2019-12-01/2019-12-31"),
    ("In 2019, [900] people arrived.", "2019-01-01/2019-12-31"),
    ("[900] people arrived in early January.", "2020-01-01/2020-01-10"),
    ("[900] people arrived in late January.", "2020-01-21/2020-01-31"),
    ("[900] people arrived at the\nend of January.", "2020-01-31"),
    ("In May [900] people arrived.", "2019-05-01/2019-05-31"),
    ("In the first half of 2019, [900] people arrived.", "2019-01-01/2019-06-30"),
    # Spans.
    ("In the past [three days] [900] people arrived.", "2020-02-07/2020-02-10"),
    ("Over the past [two weeks] [900] people arrived.", "2020-01-27/2020-02-10"),
    ("Over the past [two months] [900] people arrived.", "2019-12-10/2020-02-10"),
    ("Since 1 December [900,000] people have fled.", "2019-12-01/2020-02-10"),
    ("Since December [900,000] people have fled.", "2019-12-01/2020-02-10"),
    ("Since early December [900,000] people have fled.", "2019-12-01/2020-02-10"),
    ("Since Friday [900] people have fled.", "2020-02-07/2020-02-10"),
    ("Since 2011, [5.6 million] people have left.", "2011-01-01/2020-02-10"),
    ("From 3 to 9 February, [42] attacks were recorded.", "2020-02-03/2020-02-09"),
    ("Between 28 January and 3 February 2020 [800] people fled.", "2020-01-28/2020-02-03"),
    ("Between December and January [800] people fled.", "2019-12-01/2020-01-31"),
    ("From October to December 2019, [19] schools were hit.", "2019-10-01/2019-12-31"),
    ("[19] schools were hit between 1 December 2019 and 2 February 2020.", "2019-12-01/2020-02-02"),
    ("Since May [900] people have arrived.", "2019-05-01/2020-02-10"),
    ("[900] people have fled since fighting broke out on 1 December.", "2019-12-01/2020-02-10"),
    ("The fighting that erupted in early December has displaced [900] people.", "2019-12-01/2020-02-10"),
    ("[12] people from Homs were killed on Friday.", "2020-02-07"),
    ("Between May and July [900] people arrived.", "2019-05-01/2019-07-31"),
    ("[50] people died in one of the worst attacks since 2018.", None),
    ("[122] people have landed since 1 March.", "2019-03-01/2020-02-10"),
    # What is planned is not cut short at the day it is written.
    ("Between January and June 2020 [900] people will be in need.", "2020-01-01/2020-06-30"),
    ("Between January and June 2020 [900] people have been counted.", "2020-01-01/2020-02-10"),
    ("Some [900] people are expected to flee by October.", "2020-02-10/2020-10-31"),
    ("The agency plans to reach [900] people in March.", "2020-03-01/2020-03-31"),
    ("[900] people arrived in March.", "2019-03-01/2019-03-31"),
    ("The agency plans to help [900] people who fled in January.", "2020-01-01/2020-01-31"),
    # Nothing says when.
    ("[12] people were killed.", None),
    ("[12] people were killed in recent weeks.", None),
    ("Before Ramadan [12] people were killed.", None),
]


@pytest.mark.parametrize(("marked", "when"), WHEN)
def test_the_period(marked: str, when: str | None) -> None:
    """Days are ISO days, spans have both ends, and what nothing resolves is left out."""
    found = figures(marked)[-1].when
    assert (found and str(found)) == when


@pytest.mark.parametrize(
    ("marked", "published", "when"),
    [
        ("[12] people were killed on Friday.", date(2020, 1, 3), "2020-01-03"),
        ("[12] people were killed on 29 February.", date(2020, 3, 2), "2020-02-29"),
        ("[12] people were killed on 30 December.", date(2020, 1, 3), "2019-12-30"),
        ("[12] people were killed in December.", date(2020, 1, 3), "2019-12-01/2019-12-31"),
        ("Last month [12] people died.", date(2020, 3, 31), "2020-02-01/2020-02-29"),
        ("Last week [12] people died.", date(2020, 1, 1), "2019-12-23/2019-12-29"),
        ("A year ago [12] people died.", date(2020, 2, 29), "2019-02-28"),
    ],
)
def test_it_counts_from_the_day_of_publication(marked: str, published: date, when: str) -> None:
    """The same words mean another day in another document."""
    assert str(figure(marked, published=published).when) == when


@pytest.mark.parametrize(
    "text",
    [
        "12 people were killed on Friday.",
        "Last week 12 people died.",
        "12 people died in December.",
        "Yesterday 12 died.",
    ],
)
def test_without_a_date_of_publication_nothing_is_guessed(text: str) -> None:
    """A relative date stays open and is reported as a problem."""
    reading = extract_text(text, published=None, lang="en")
    assert [found.when for found in reading.figures] == [None]
    assert ["relative dates" in problem.message for problem in reading.problems] == [True]


def test_a_full_date_needs_no_date_of_publication() -> None:
    """A year in the text is enough."""
    assert str(figure("On 6 February 2020, [12] people died.", published=None).when) == "2020-02-06"


@pytest.mark.parametrize(
    ("marked", "whens"),
    [
        ("On Friday [12] people were killed, on Saturday [9].", ["2020-02-07", "2020-02-08"]),
        ("[12] people were killed on Friday and [9] on Saturday.", ["2020-02-07", "2020-02-08"]),
        ("In 2018, [12] schools were hit; in 2019, [30].", ["2018-01-01/2018-12-31", "2019-01-01/2019-12-31"]),
        ("On Friday [12] people were killed. [Nine] were injured.", ["2020-02-07", "2020-02-07"]),
        ("On 3 January [12] people were killed.\n\nA bridge fell. [Nine] were injured.", ["2020-01-03", "None"]),
        ("On Friday [12] people were killed.\n\nA bridge fell. [Nine] were injured.", ["2020-02-07", "2020-02-07"]),
        (
            "Mali recorded in 2018 the loss of [900] homes, twice the [450] of 2017.",
            ["2018-01-01/2018-12-31", "2017-01-01/2017-12-31"],
        ),
        ("[12] were saved since Friday.\n\n[Nine] people died in Aleppo.", ["2020-02-07/2020-02-10", "None"]),
        (
            "On 9 February [13] villages fell, so that [30] are lost since Friday.",
            ["2020-02-09", "2020-02-07/2020-02-10"],
        ),
        (
            "[4.4 million] people are hungry, up from [739,000] in August 2019.",
            ["None", "2019-08-01/2019-08-31"],
        ),
    ],
)
def test_each_number_has_its_own_time(marked: str, whens: list[str]) -> None:
    """The time of a number's own clause; a sentence that names none takes it from the one before."""
    assert [str(found.when) for found in figures(marked)] == whens


def test_no_figure_speaks_of_the_future() -> None:
    """A period that is still running ends on the day that the document was published."""
    found = figure("In February [900] people arrived.").when
    assert found is not None
    assert found.end is not None
    assert found.end <= PUBLISHED


@pytest.mark.parametrize(
    ("text", "is_until"),
    [
        ("As of 9 February, 820 people had been killed.", True),
        ("By 9 February 820 people had been killed.", True),
        ("On 9 February 820 people were killed.", False),
        ("The death toll rose to 820 on 9 February.", True),
        ("As of 10 a.m. on 9 February, 820 people had been killed.", True),
        ("As of 18:00 hours on 9 February, 820 people had been killed.", True),
        ("At 10 a.m. on 9 February, 820 people were killed.", False),
        ("Since 9 February 820 people have been killed.", True),
    ],
)
def test_what_is_counted_up_to_a_day_is_told_from_what_happened_on_it(text: str, is_until: bool) -> None:
    """ "As of" gives a total; "on" an event."""
    (found,) = extract_text(text, published=PUBLISHED, lang="en").figures
    assert found.when is not None and (found.when.start.day, found.when.is_until) == (9, is_until)


def test_each_number_has_the_day_behind_it_where_each_has_one() -> None:
    """A day is that of the number before it, although the next number stands nearer."""
    text = "Some 326 people had died as of 24 January and some 397 people had died as of 27 January."
    found = extract_text(text, published=PUBLISHED, lang="en").figures
    assert [str(one.when) for one in found] == ["2020-01-24", "2020-01-27"]
