"""Of what: measures, money, persons, households and items, and what of it belongs to the number."""

import pytest

from sitrep.units import unit_name
from tests.extract.marked import figure, figures

UNITS = [
    # Persons, households, other things.
    ("[948,000] people have been displaced.", "person"),
    ("[77] children have died.", "person"),
    ("The group lost [40] fighters.", "person"),
    ("[9] bodies were found.", "person"),
    ("Another [353] were injured.", "person"),
    ("[Two] major floods hit the valley.", "item"),
    ("Misery goes on for [millions].", "person"),
    ("The siege lasted for [a year and a half].", "year"),
    ("[45,129] families live in tents.", "household"),
    ("Cash reached [4,500] households.", "household"),
    ("[600] houses burned.", "item"),
    ("[17] camps are full.", "item"),
    ("[1,200] trucks crossed.", "item"),
    ("[115] targets were hit.", "item"),
    ("[30] Turkish soldiers were killed.", "person"),
    ("[12] internally displaced and critically ill children were moved.", "person"),
    ("[40] refugee families share the hall.", "household"),
    ("[3] refugee camps are flooded.", "item"),
    ("Some [300] Venezuelans sleep at the station.", "person"),
    # Lengths, areas, weights, volumes.
    ("The camp lies [16 km] from the border.", "kilometer"),
    ("A [12-kilometre] stretch is mined.", "kilometer"),
    ("The river rose by [3 metres].", "meter"),
    ("The wall is [5 m] high.", "meter"),
    ("The village is [12 miles] away.", "mile"),
    ("The surge was [12 feet] high.", "foot"),
    ("[120 mm] of rain fell.", "millimeter"),
    ("Snow of [25 cm] fell.", "centimeter"),
    ("The flood covers [600 square kilometres].", "square_kilometer"),
    ("The fire burned [45 km²].", "square_kilometer"),
    ("The hall has [300 m2].", "square_meter"),
    ("Locusts ate [5,000 hectares] of sorghum.", "hectare"),
    ("Fire burned [400 dunums].", "dunum"),
    ("Farmers planted [20,000 feddans].", "feddan"),
    ("Some [3,000 acres] are flooded.", "acre"),
    ("[1,250 metric tons] of food were sent.", "tonne"),
    ("[600 MT] of flour arrived.", "tonne"),
    ("Each family got [25 kg] of rice.", "kilogram"),
    ("Trucks deliver [90 cubic metres] a day.", "cubic_meter"),
    ("The tank holds [45 m³].", "cubic_meter"),
    ("Each person gets [15 litres] of water.", "liter"),
    # Heat, wind, time.
    ("Nights are as cold as [-7 °C].", "degC"),
    ("The heat reached [48 degrees Celsius].", "degC"),
    ("Winds reached [185 km/h].", "kilometer_per_hour"),
    ("Winds of [90 knots] are forecast.", "knot"),
    ("Power is cut for [20 hours] a day.", "hour"),
    ("They waited [72 hours].", "hour"),
    ("The siege lasted [six months].", "month"),
    ("The worst flood in [three decades].", "decade"),
    ("The walk takes [half an hour].", "hour"),
    # Shares.
    ("[51%] are children.", "percent"),
    ("[25 per cent] of wells are dry.", "percent"),
    ("[Two thirds] of the wells are dry.", "percent"),
    ("Enrolment fell by [4 percentage points].", "percentage_point"),
    # Money by sign, code, word and country.
    ("Donors gave [US$ 36 million].", "USD"),
    ("Donors gave [$36 million].", "USD"),
    ("Donors gave [USD 36 million].", "USD"),
    ("Donors gave [36 million US dollars].", "USD"),
    ("Donors gave [36 million dollars].", "USD"),
    ("Donors gave [A$ 10 million].", "AUD"),
    ("Donors gave [C$ 10 million].", "CAD"),
    ("Donors gave [€60 million].", "EUR"),
    ("Donors gave [60 million euros].", "EUR"),
    ("Donors gave [£89 million].", "GBP"),
    ("Donors gave [CHF 18 million].", "CHF"),
    ("Bread costs [900 Syrian pounds].", "SYP"),
    ("A seat costs [2,000 Sudanese pounds].", "SDG"),
    ("A bag costs [21,000 naira].", "NGN"),
    ("Cash of [30,000 FCFA] was paid.", "XOF"),
    ("The state paid [3 crore rupees].", "INR"),
    # Ranges have one unit.
    ("[5 to 7 tonnes] of flour came.", "tonne"),
    ("[15% to 20%] are wasted.", "percent"),
    ("[US$4 million to US$6 million] is needed.", "USD"),
]


@pytest.mark.parametrize(("marked", "unit"), UNITS)
def test_the_unit(marked: str, unit: str) -> None:
    """A measure and money stand inside the number, a counted noun outside."""
    assert unit_name(figure(marked).value) == unit


@pytest.mark.parametrize(
    ("marked", "units"),
    [
        ("Some [216,941] people ([45,129] families) have fled.", ["person", "household"]),
        ("[$4 million] fed [60,000] people for [3 months].", ["USD", "person", "month"]),
        ("[Seven] people were killed and [19] others injured.", ["person", "person"]),
        ("[Fifteen] families came on Friday, [30] more on Sunday.", ["household", "household"]),
        ("[12] schools and [40] teachers were moved.", ["item", "person"]),
        ("[300] men, women and [12] goats crossed.", ["person", "item"]),
        ("The sites hold [13,000] and [25,000] individuals.", ["person", "person"]),
        ("Winds of [225 kilometres] ([140 miles]) per hour.", ["kilometer_per_hour", "mile_per_hour"]),
        ("[400] rescue workers came with [12] sniffer dogs.", ["person", "item"]),
        ("Trucks carried [40 tonnes] of food and [2,000] blankets.", ["tonne", "item"]),
    ],
)
def test_units_stay_with_their_numbers(marked: str, units: list[str]) -> None:
    """The unit of one number says nothing about its neighbour, unless the neighbour is "others" or "more"."""
    assert [unit_name(found.value) for found in figures(marked)] == units


@pytest.mark.parametrize(
    ("marked", "value", "unit"),
    [
        ("Nights are as cold as [-7 °C].", -7, "degC"),
        ("Output fell to [1.2bn litres].", 1.2e9, "liter"),
        ("[44,971 m3] of water were trucked.", 44_971, "cubic_meter"),
    ],
)
def test_value_and_unit(marked: str, value: float, unit: str) -> None:
    """The value is in the unit of the text, never converted."""
    found = figure(marked)
    assert (found.value.magnitude, unit_name(found.value)) == (value, unit)


@pytest.mark.parametrize(
    ("marked", "subject"),
    [
        ("[3,400] cases of acute watery diarrhoea have been reported.", "cases of acute watery diarrhoea"),
        ("[300] cases were reported in the camp.", "cases"),
        ("[77] children have died.", "children"),
        ("[30] Turkish soldiers were killed.", "Turkish soldiers"),
        ("[53] health facilities have closed.", "health facilities"),
        ("[1.4 million] Syrian refugees live there.", "Syrian refugees"),
        ("[51%] of the displaced are women.", "women"),
        ("Some [90 per cent] of the refugees who arrived are women and children.", "women and children"),
        ("Women and children make up [81 per cent] of the displaced.", "women and children"),
        ("[Two thirds] of the displaced are in Idlib.", "displaced"),
        ("[2,000] hygiene kits were handed out.", "hygiene kits"),
    ],
)
def test_the_subject(marked: str, subject: str) -> None:
    """What is counted, in the text's own words."""
    assert figure(marked).subject == subject
