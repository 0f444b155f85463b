"""How sure: about, at least, at most, a range, a vague word, or exact."""

import pytest

from tests.extract.marked import figure, figures

QUALIFIED = [
    ("[7] people were killed.", "exact"),
    ("A total of [948,000] people have fled.", "exact"),
    ("The [45,129] families live in tents.", "exact"),
    ("About [900] people sleep in the school.", "about"),
    ("Around [900] people sleep in the school.", "about"),
    ("Some [250] trucks are waiting.", "about"),
    ("Nearly [40 per cent] of pupils stay away.", "about"),
    ("Almost [half a million] people are cut off.", "about"),
    ("An estimated [2.4 million] people need water.", "about"),
    ("Close to [600] houses burned.", "about"),
    ("Roughly [12 km] of road are gone.", "about"),
    ("Approximately [US$ 7 million] is missing.", "about"),
    ("[900] people or so live there.", "about"),
    ("~[900] people live there.", "about"),
    ("At least [77] children have died.", "at_least"),
    ("More than [948,000] people have fled.", "at_least"),
    ("Over [half a million] people are cut off.", "at_least"),
    ("Over [a third] of the wells are dry.", "at_least"),
    ("Well over [300] families came.", "at_least"),
    ("In excess of [US$ 40 million] is needed.", "at_least"),
    ("No fewer than [19] schools were hit.", "at_least"),
    ("No less than [19 km] of road are gone.", "at_least"),
    ("Upwards of [5,000] animals died.", "at_least"),
    ("Winds exceeding [150 km/h] are forecast.", "at_least"),
    ("A minimum of [15 litres] a day is needed.", "at_least"),
    ("More than a further [3,000] people are expected.", "at_least"),
    ("[300]+ people are in the queue.", "at_least"),
    ("Groups of [50] or more people are banned.", "at_least"),
    (">[60] cases were found.", "at_least"),
    ("Up to [100,000] people could be displaced.", "at_most"),
    ("As many as [60] houses burned.", "at_most"),
    ("As much as [40 per cent] of the crop is lost.", "at_most"),
    ("Fewer than [200] people remain.", "at_most"),
    ("Less than [a third] of the plan is funded.", "at_most"),
    ("No more than [12] trucks a day get through.", "at_most"),
    ("Under [10 per cent] of wells work.", "at_most"),
    ("Just under [4,000] families are listed.", "at_most"),
    ("A maximum of [30] people may enter.", "at_most"),
    ("Between [400 and 600] families are on the road.", "range"),
    ("Some [300 to 350] people are homeless.", "range"),
    ("[Dozens] of houses were destroyed.", "vague"),
    ("At least [tens of thousands] of people fled.", "vague"),
]


@pytest.mark.parametrize(("marked", "qualifier"), QUALIFIED)
def test_the_qualifier(marked: str, qualifier: str) -> None:
    """The words that touch the number say how sure it is."""
    assert figure(marked).qualifier == qualifier


@pytest.mark.parametrize(
    ("marked", "qualifiers"),
    [
        ("At least [187] people were killed and [353] injured.", ["at_least", "exact"]),
        ("[187] people were killed and some [353] injured.", ["exact", "about"]),
        ("More than [948,000] people, [569,000] of them children, have fled.", ["at_least", "exact"]),
        ("Up to [40] homes, about [12] shops and [3] clinics burned.", ["at_most", "about", "exact"]),
        ("[Dozens] were hurt and at least [9] died.", ["vague", "at_least"]),
        ("Nearly [12] families with over [60] goats and [8] cows came.", ["about", "at_least", "exact"]),
    ],
)
def test_a_qualifier_does_not_leak(marked: str, qualifiers: list[str]) -> None:
    """What is said of one number is not said of the next."""
    assert [found.qualifier for found in figures(marked)] == qualifiers


@pytest.mark.parametrize(
    "marked",
    [
        "They moved over the border with [40] people.",
        "More food is needed for [300] families.",
        "The village lies below the dam, with [90] houses.",
        "Some of the [40] families have gone back.",
        "The team spoke about food with [60] women.",
        "Around the town, [12] checkpoints were set up.",
        "The kit has [2] blankets plus a stove.",
    ],
)
def test_the_same_words_of_another_sense(marked: str) -> None:
    """Over a border, below a dam and around a town are no qualifiers."""
    assert figure(marked).qualifier == "exact"
