"""How many: digits, words, scales, ranges, shares and vague words, and the numbers that are no figures."""

import pytest

from sitrep.extract import extract_text
from tests.extract.marked import PUBLISHED, figure, figures

ONE = [
    # Digits, with every sign that groups them.
    ("[7] people were killed.", 7),
    ("Some [948,000] people have fled.", 948_000),
    ("Some [948.000] people have fled.", 948_000),
    ("Some [948 000] people have fled.", 948_000),
    ("Some [948\u00a0000] people have fled.", 948_000),
    ("Some [948\u2009000] people have fled.", 948_000),
    ("Some [948\u202f000] people have fled.", 948_000),
    ("Some [948'000] people have fled.", 948_000),
    ("Some [948’000] people have fled.", 948_000),
    # Where a line may be broken, which nobody sees.
    ("Some [948\u200b,000] people have fled.", 948_000),
    ("Some [948,\u2060000] people have fled.", 948_000),
    ("Some [9\u00ad48,000] people have fled\u00ad.", 948_000),
    ("Some [12,34,567] people were affected.", 1_234_567),
    ("Some [1 234 567] people were affected.", 1_234_567),
    ("Some [1,234,567] people were affected.", 1_234_567),
    ("About [1.5 litres] of water are left.", 1.5),
    ("The dam holds [1,234.5 tonnes] of silt.", 1234.5),
    ("Some [0.8 per cent] of the children tested positive.", 0.8),
    ("[１２] people were hurt.", 12),
    ("[١٢٣] people were hurt.", 123),
    ("Some [2,019] people were counted.", 2019),
    ("More than [2000] people were counted.", 2000),
    ("Some [2019] tents were blown away.", 2019),
    # Scale words and letters.
    ("The country hosts [3.6 million] refugees.", 3_600_000),
    ("[3.6m] people have fled.", 3_600_000),
    ("[387K] people were affected.", 387_000),
    ("[500k] residents have no water.", 500_000),
    ("[2 lakh] people were moved.", 200_000),
    ("[1.5 crore] people live along the river.", 15_000_000),
    ("[40 thousand] tents are needed.", 40_000),
    ("[2.1 mln] people need food.", 2_100_000),
    # Words.
    ("[Seven] people were killed.", 7),
    ("[Twenty-three] villages are cut off.", 23),
    ("[Two hundred and five] families arrived.", 205),
    ("[Two hundred] houses burned.", 200),
    ("[A hundred] blankets were handed out.", 100),
    ("[One thousand two hundred] goats died.", 1200),
    ("[Three hundred and forty-five thousand] people fled.", 345_000),
    ("[Two million three hundred thousand] people fled.", 2_300_000),
    ("[Half a million] people depend on aid.", 500_000),
    ("[Half a dozen] schools were hit.", 6),
    ("[A dozen] villages changed hands.", 12),
    ("[Two dozen] people are missing.", 24),
    ("[Two and a half million] people need aid.", 2_500_000),
    ("[One and a half million] people need aid.", 1_500_000),
    ("[A quarter of a million] people live there.", 250_000),
    ("[A million] people cross every year.", 1_000_000),
    ("[Ninety-nine] patients went home.", 99),
    ("[Forty five] shelters collapsed.", 45),
    ("[One] soldier was killed.", 1),
    # Shares.
    ("[A third] of the population has fled.", 33.33),
    ("[Two thirds] of the wells are dry.", 66.67),
    ("[Three quarters] of those displaced are women.", 75),
    ("[One in five] children is out of school.", 20),
    ("[Nine out of ten] households have no toilet.", 90),
    ("[7 out of 10] families skip meals.", 70),
    ("[Half] of the children have no coats.", 50),
    ("[Half] the population has left.", 50),
    ("[One-third] of the harvest was lost.", 33.33),
    ("[A quarter] of the schools are closed.", 25),
    # The same number twice.
    ("[Two (2)] nurses were hurt.", 2),
    ("[Five (5)] people drowned.", 5),
    ("[Twenty (20)] tents burned.", 20),
    # Beside a mark that belongs to a footnote.
    ("Some [948,000]¹ people have fled.", 948_000),
    ("[51%]² of them are children.", 51),
    # Ends of sentences and brackets.
    ("A magnitude-[7.5] earthquake hit the coast.", 7.5),
    ("The toll has reached [214].", 214),
    ("Many were children ([569,000]).", 569_000),
    ("Displaced: [12,000]", 12_000),
    ("• [12,000] people displaced", 12_000),
    ("[12,000]\npeople displaced", 12_000),
]

RANGES = [
    ("[2 to 3 million] people could be displaced.", 2_000_000, 3_000_000),
    ("Between [2 and 3 million] people could be displaced.", 2_000_000, 3_000_000),
    ("Between [400 and 600] families are on the road.", 400, 600),
    ("The storm left [300-350] people homeless.", 300, 350),
    ("The storm left [300–350] people homeless.", 300, 350),
    ("[300 – 350] people lost their homes.", 300, 350),
    ("[Four or five] people share a blanket.", 4, 5),
    ("Trucks carry between [five and seven tonnes] of flour.", 5, 7),
    ("[15–20 per cent] of children are wasted.", 15, 20),
    ("[15% to 20%] of children are wasted.", 15, 20),
    ("[1,200 to 1,500] people arrive each day.", 1200, 1500),
    ("The walk takes [10 to 12 hours].", 10, 12),
    ("Between [US$ 4 million and US$ 6 million] is needed.", 4_000_000, 6_000_000),
    ("[US$4-6 million] is needed.", 4_000_000, 6_000_000),
    # Vague words are kept as bounds.
    ("[Dozens] of houses were destroyed.", 24, 99),
    ("[Tens] of people were hurt.", 20, 99),
    ("[Scores] of people were hurt.", 40, 99),
    ("[Hundreds] of families sleep outside.", 200, 999),
    ("[Thousands] of animals died.", 2000, 9999),
    ("[Tens of thousands] of people fled.", 20_000, 99_999),
    ("[Hundreds of thousands] of people fled.", 200_000, 999_999),
    ("[Millions] of children are out of school.", 2_000_000, 9_999_999),
    ("[Several hundred] people gathered.", 200, 999),
    ("[A few thousand] families returned.", 2000, 9999),
    ("[Several dozen] tents were blown away.", 24, 99),
]

SEVERAL = [
    ("Clashes killed at least [187] people, including [54] children and [35] women.", [187, 54, 35]),
    ("Some [216,941] people ([45,129] families) have fled.", [216_941, 45_129]),
    ("Floods hit [12] districts, [340] villages and [45,000] people.", [12, 340, 45_000]),
    ("The number rose from [400] to [600] within days.", [400, 600]),
    ("[Seven] people were killed and [19] others injured.", [7, 19]),
    ("[3] tanks and [2] howitzers were destroyed.", [3, 2]),
    ("IDPs: [12,000] | Returnees: [3,400] | Sites: [17]", [12_000, 3400, 17]),
    ("• [12] clinics closed\n• [3] bridges destroyed\n• [40%] of wells dry", [12, 3, 40]),
    ("[948,000]\nPeople displaced\n\n[51%]\nChildren\n\n[170]\nCamps", [948_000, 51, 170]),
]

NONE = [
    "Floods drove out many people,6 forcing them to camp.",
    "Data are of epidemiological weeks 5 to 8.",
    "On 6 February 2020 the road was opened.",
    "The war began in 2011.",
    "In 2019 the clinic closed.",
    "The curfew begins at 18:30.",
    "Shelling went on until 11 o'clock.",
    "The quake struck at 6 a.m. near the coast.",
    "Children under five are measured every week.",
    "A 7-year-old girl was pulled from the rubble.",
    "She is 34 years old.",
    "Women aged 15-49 were interviewed.",
    "Children aged 6-59 months are screened.",
    "Children aged 9 months to 14 years will be vaccinated.",
    "Most of them are under 18.",
    "Samir Haddad, 41, sells bread.",
    "Situation Report No. 14",
    "Flash Update #3",
    "Security Council resolution 2504 was adopted.",
    "See page 12.",
    "Page 1 of 2",
    "Call +963 11 234 5678 for help.",
    "Tel: 0112345678",
    "The M5 highway is open again.",
    "The convoy took Highway 5.",
    "COVID-19 has reached the camp.",
    "Most districts are in IPC Phase 3.",
    "A Category 4 cyclone made landfall.",
    "The G20 met in the capital.",
    "An F-16 jet crashed in a field.",
    "The team drives a 4x4 vehicle.",
    "This is the third day without power.",
    "It was the 22nd attack on the road.",
    "One of the worst winters in memory has begun.",
    "The two sides met again.",
    "No one was hurt.",
    "The site lies at 36.2° N, 37.1° E.",
    "The P-code of the village is SY070101.",
    "1. Overview",
    "(a) The first point\n2) The second point",
    "Figure 3: Needs by sector",
    "The report was written by 3RP partners.",
    "UN/2020/145",
    "www.example.org/2020/02/report-14",
    "Many families have gone back; a few stayed.",
    "Several clinics have closed.",
    "The first and the second convoy were turned back.",
    "The Security Council voted 15-0 to renew it",
    "The vote was 12-3 in the end",
    "Version 2.1 of the map is out.",
    "See note [4].",
    "The 1949 Geneva Conventions apply.",
    "The 2020 plan was launched.",
    "The 50 Per Cent Rule Act was repealed.",
]


@pytest.mark.parametrize(("marked", "value"), ONE)
def test_a_number_has_one_value(marked: str, value: float) -> None:
    """Whatever it is written in, it means this much."""
    found = figure(marked)
    assert found.value.magnitude == pytest.approx(value)
    assert found.high is None


@pytest.mark.parametrize(("marked", "low", "high"), RANGES)
def test_a_range_keeps_both_ends(marked: str, low: float, high: float) -> None:
    """A range or a vague word is one figure with two bounds, never the middle of them."""
    found = figure(marked)
    assert found.high is not None
    assert (found.value.magnitude, found.high.magnitude) == (low, high)
    assert found.value.units == found.high.units


@pytest.mark.parametrize(("marked", "values"), SEVERAL)
def test_several_numbers_stand_beside_each_other(marked: str, values: list[float]) -> None:
    """Lists, sums in brackets and boxes give a figure for each number."""
    assert [found.value.magnitude for found in figures(marked)] == values


@pytest.mark.parametrize("text", NONE)
def test_not_a_figure(text: str) -> None:
    """Dates, ages, names, clock times and numbering count nothing."""
    assert extract_text(text, published=PUBLISHED, lang="en").figures == ()


@pytest.mark.parametrize("written", ["1234567890123456", "9" * 400, "1" + ",000" * 6, "１" * 40])
def test_a_number_too_long_is_a_problem(written: str) -> None:
    """More than 15 digits are no count of anything: said, and left out."""
    reading = extract_text(f"Some {written} people have fled.", published=PUBLISHED, lang="en")
    assert reading.figures == ()
    assert [problem.span for problem in reading.problems] == [(5, 5 + len(written))]


@pytest.mark.parametrize("written", ["105,1570", "154,35", "1,23", "500,00"])
def test_a_misprint_is_a_problem(written: str) -> None:
    """A mark of thousands without three digits behind it: nobody knows which number was meant."""
    reading = extract_text(f"Floods damaged {written} houses.", published=PUBLISHED, lang="en")
    assert reading.figures == ()
    assert [problem.span for problem in reading.problems] == [(15, 15 + len(written))]


@pytest.mark.parametrize("written", ["1e999999", "NaN", "1e5", "inf", "0x1F", "--5"])
def test_what_only_a_computer_calls_a_number(written: str) -> None:
    """No notation of programs becomes a figure that is infinite or no number."""
    for found in extract_text(f"Some {written} people have fled.", published=PUBLISHED, lang="en").figures:
        assert found.value.magnitude == 5
