"""Counting what: the indicator of each number, stock or flow, and which number is a part of which."""

import pytest

from tests.extract.marked import figure, figures

INDICATORS = [
    ("[1.1M] Number of people affected", "affected"),
    ("The director Ana Sam Tembo reported [600] new cases.", "cases"),
    ("There are [3.15 million] people in IPC 3 and above.", "food_insecure"),
    ("Around [637,000] people are living in relief camps.", "displaced"),
    ("More than [470,000] people are living in collective sites.", "displaced"),
    # What is said of a number further back, or of the next one.
    ("The number of damaged and destroyed houses doubled since Monday to over [436,000].", "homes_damaged"),
    ("Rainfall has increased by [267 per cent], causing damage to roads.", "other"),
    ("According to the UN agency for refugees, [5%] of the population is displaced.", "displaced"),
    # What happened to people, said actively and passively, by verb and by noun.
    ("Shelling killed [12] people.", "deaths"),
    ("[12] people were killed by shelling.", "deaths"),
    ("[43] families have temporarily stayed with relatives.", "displaced"),
    ("[200,000] people are now living in emergency camps.", "displaced"),
    ("The ministry reports [36] case-patients in the district.", "cases"),
    ("A landslide swept [two] passenger buses off the road.", "other"),
    ("In a poor country of [11 million] inhabitants, many are displaced.", "population"),
    ("Rescuers were still searching for [93] other people.", "missing"),
    ("[900] women are caught in the fighting.", "at_risk"),
    ("[12] people have died of cholera.", "deaths"),
    ("The flood claimed the lives of [12] people.", "deaths"),
    ("The death toll stands at [214].", "deaths"),
    ("The death toll in the flooded districts of the Kherson region rose to [17] on Monday.", "deaths"),
    ("The number of deaths rose to [214].", "deaths"),
    ("Donors stand at [34 per cent] of what is required.", "funding_received"),
    ("The victims included [eight] men.", "deaths"),
    ("Another [3.3 million] Somalis need livelihood support.", "in_need"),
    ("The agency shared out [35 tonnes] of high energy biscuits.", "supplies"),
    ("Floods were worst for [83,000] flood-affected women.", "affected"),
    ("Evacuees: [4,403] people in camps.", "evacuated"),
    ("[22] wildfires were burning.", "hazard"),
    ("Nearly half ([47%]) of IDPs live in the capital.", "displaced"),
    ("Some [200] patients at the clinic are awaiting evacuation.", "at_risk"),
    ("We lost [dozens] of men in the village and several are wounded.", "deaths"),
    ("[Millions] of people were in the storm's path.", "at_risk"),
    ("Appeal coverage: [22.4%].", "funding_received"),
    ("Outstanding needs: [CHF 13,894,176].", "funding_gap"),
    ("Rescuers dug through the rubble of houses as the death toll climbed to [94].", "deaths"),
    ("Floods damaged dykes, water points and more than [1,900] schools.", "facilities_damaged"),
    ("Some [46] temporary shelters have opened.", "sites"),
    ("A tremor measuring [5.6] shook the valley.", "hazard"),
    ("The case fatality ratio was [1.9%].", "deaths"),
    ("Agencies called on donors for [US$ 295 million] to support the poorest.", "funding_required"),
    ("Some [860,000] people may flee deadly fighting.", "displaced"),
    ("[12] Turkish soldiers were killed.", "deaths"),
    ("The killing of [12] villagers shocked the region.", "deaths"),
    ("[Nine] bodies were pulled from the river.", "deaths"),
    ("The blast wounded [14] children.", "injured"),
    ("[14] children were injured in the blast.", "injured"),
    ("[14] wounded were taken to the hospital.", "injured"),
    ("[14] police officers were wounded.", "injured"),
    ("[Eleven] fishermen are missing.", "missing"),
    ("[Eleven] people remain unaccounted for.", "missing"),
    ("Police arrested [60] protesters.", "detained"),
    ("Gunmen abducted [14] schoolgirls.", "detained"),
    ("[Three] aid workers are held hostage.", "detained"),
    ("[1,200] prisoners are held without trial.", "detained"),
    ("Authorities evacuated [12,000] people from the coast.", "evacuated"),
    ("[12,000] people were evacuated.", "evacuated"),
    ("[400] families were relocated to higher ground.", "evacuated"),
    ("Fighting displaced [90,000] people.", "displaced"),
    ("[90,000] people were displaced by fighting.", "displaced"),
    ("[800] families fled the town.", "displaced"),
    ("[6,000] people were forced from their homes.", "displaced"),
    ("The storm left [6,000] people homeless.", "displaced"),
    ("The site hosts [2,600] IDPs.", "displaced"),
    ("[2,600] displaced children go to school there.", "displaced"),
    ("The country hosts [3.6 million] refugees.", "refugees"),
    ("[4,000] people crossed the border in a day.", "refugees"),
    ("[900] asylum seekers wait at the gate.", "refugees"),
    ("[1,200] Burundians fled to Rwanda.", "refugees"),
    ("[18,000] people have returned to their homes.", "returnees"),
    ("The district counts [18,000] returnees.", "returnees"),
    ("[600] refugees were repatriated.", "returnees"),
    ("[1,900] children are acutely malnourished.", "malnourished"),
    ("[1,900] children suffer from severe acute malnutrition.", "malnourished"),
    ("[4.5 million] people are food insecure.", "food_insecure"),
    ("[4.5 million] people face acute hunger.", "food_insecure"),
    ("The province reported [412] cases of cholera.", "cases"),
    ("[412] people were infected.", "cases"),
    ("[Two million] children are out of school.", "out_of_school"),
    ("[5,000] girls have dropped out of school.", "out_of_school"),
    ("[3,000] people are trapped in the old town.", "at_risk"),
    ("Floods isolated [3,000] residents.", "at_risk"),
    ("The flood cut off [14,000] people.", "at_risk"),
    ("Partners reached [240,000] people with food.", "reached"),
    ("[240,000] people were reached with food.", "reached"),
    ("[90,000] children were vaccinated.", "reached"),
    ("The clinic treated [6,300] patients.", "reached"),
    ("The agency trained [45] midwives.", "reached"),
    ("The plan aims to reach [1.2 million] people.", "targeted"),
    ("The campaign targets [900,000] children.", "targeted"),
    ("[2.8 million] people are in need of aid.", "in_need"),
    ("[6,000] families need shelter.", "in_need"),
    ("[900,000] people lack clean water.", "in_need"),
    ("Floods affected [45,000] people.", "affected"),
    ("[45,000] people have been affected by floods.", "affected"),
    ("The town is home to [60,000] people.", "population"),
    ("The district has a population of [410,000].", "population"),
    # Things.
    ("The storm destroyed [600] houses.", "homes_damaged"),
    ("[600] houses were destroyed by the storm.", "homes_damaged"),
    ("[40] tents burned down.", "homes_damaged"),
    ("[Fourteen] schools were damaged.", "facilities_damaged"),
    ("Shelling hit [two] hospitals.", "facilities_damaged"),
    ("[53] health facilities have closed.", "facilities_damaged"),
    ("[Two] bridges were swept away.", "facilities_damaged"),
    ("There are [170] camps in the north.", "sites"),
    ("[14] evacuation centres are open.", "sites"),
    ("[Four] hospitals are still working.", "sites"),
    ("The army took [12] villages in a week.", "places"),
    ("Drought has hit [34] counties.", "places"),
    ("[Seven] airstrikes hit the town.", "incidents"),
    ("[48] security incidents were recorded.", "incidents"),
    ("[115] targets were struck.", "incidents"),
    ("[3] tanks were destroyed.", "forces"),
    ("[300] soldiers were sent to the border.", "forces"),
    ("[1,200] trucks with aid crossed.", "supplies"),
    ("[2,000] hygiene kits were handed out.", "supplies"),
    ("[600 tonnes] of food were delivered.", "supplies"),
    ("[300,000] doses of vaccine arrived.", "supplies"),
    ("[Sixteen] NGOs work in the district.", "responders"),
    ("[200] volunteers clear the rubble.", "responders"),
    # Money and prices.
    ("The appeal seeks [US$ 36 million].", "funding_required"),
    ("[US$ 36 million] is needed until June.", "funding_required"),
    ("The plan requires [€2.4 billion].", "funding_required"),
    ("Donors pledged [US$ 900 million].", "funding_received"),
    ("[US$ 4.5 million] was allocated from the fund.", "funding_received"),
    ("The plan is [38 per cent] funded.", "funding_received"),
    ("The gap stands at [US$ 300 million].", "funding_gap"),
    ("A shortfall of [$14 million] remains.", "funding_gap"),
    ("The price of flour reached [30 dollars].", "price"),
    ("Bread is sold for [900 Syrian pounds].", "price"),
    ("Food prices rose by [40 per cent].", "price"),
    ("Inflation reached [64 per cent].", "price"),
    # Measures.
    ("The camp lies [16 km] from the border.", "distance"),
    ("Locusts ate [5,000 hectares] of sorghum.", "area"),
    ("[180 mm] of rain fell.", "hazard"),
    ("Winds reached [185 km/h].", "hazard"),
    ("Temperatures fell to [-7 °C].", "hazard"),
    ("The water level rose by [4 metres].", "hazard"),
    ("Teachers have not been paid for [six months].", "duration"),
    # A percentage takes the indicator of what it is a share of.
    ("[51 per cent] of the displaced are children.", "displaced"),
    ("[80 per cent] of the dead were women.", "deaths"),
    ("[40 per cent] of homes were destroyed.", "homes_damaged"),
    ("[A third] of the people need food.", "in_need"),
    ("[One in five] children is out of school.", "out_of_school"),
    # Nothing fits.
    ("The mission held [14] meetings.", "other"),
    ("Herders lost [6,000] goats.", "other"),
]

SEVERAL = [
    ("A total of [1,017] schools and over [5,000 km] of road were damaged.", ["facilities_damaged", "distance"]),
    ("Floods damaged [110,000] houses. Some [92,000] are damaged in Sindh.", ["homes_damaged"] * 2),
    (
        "The death toll from floods in the south has reached [1,545], injuries tally [12,850], livestock losses [935].",
        ["deaths", "injured", "other"],
    ),
    (
        "The shelling killed at least [187] people, including [54] children and [35] women, and injured some [353].",
        ["deaths", "deaths", "deaths", "injured"],
    ),
    ("[948,000] people have been displaced, of whom [569,000] are children.", ["displaced", "displaced"]),
    ("[Seven] people were killed and [19] others injured.", ["deaths", "injured"]),
    ("[Three] women and [five] children were killed.", ["deaths", "deaths"]),
    ("[Three] women, [two] men and [five] children were wounded.", ["injured", "injured", "injured"]),
    ("Floods killed [12], displaced [40,000] and destroyed [600] houses.", ["deaths", "displaced", "homes_damaged"]),
    ("[12] dead, [30] wounded, [4] missing", ["deaths", "injured", "missing"]),
    ("Some [216,941] people ([45,129] families) have fled.", ["displaced", "displaced"]),
    ("[40] people were hurt, [six] of them critically.", ["injured", "injured"]),
    ("The [60,000] people of the town need food, and [9,000] fled.", ["in_need", "displaced"]),
    (
        "[2.8 million] people are in need; partners reached [1.1 million] of them.",
        ["in_need", "reached"],
    ),
    (
        "The plan needs [US$ 500 million], of which [US$ 60 million] has been received.",
        ["funding_required", "funding_received"],
    ),
    ("[14] schools were hit, [600] pupils are out of school.", ["facilities_damaged", "out_of_school"]),
    ("Displaced: [12,000]\nKilled: [14]\nInjured: [60]", ["displaced", "deaths", "injured"]),
    ("[948,000]\nPeople displaced\n\n[77]\nChildren killed", ["displaced", "deaths"]),
    ("People in need\n[2.8 million]\n\nPeople reached\n[1.1 million]", ["in_need", "reached"]),
    ("• [12,000] people displaced\n• [14] people killed", ["displaced", "deaths"]),
    ("IDPs: [1,985,300]; refugees: [28,500]; returnees: [16,400]", ["displaced", "refugees", "returnees"]),
    ("At least [23] dead, [300] hurt as quake hits island", ["deaths", "injured"]),
    ("The toll from the storm rose to [1,007]: [602] in Beira and [405] in Dondo.", ["deaths", "deaths", "deaths"]),
    ("The number of people in need rose from [11.7 million] to [13.4 million].", ["in_need", "in_need"]),
    ("The number of new cases fell from [320] to [160].", ["cases", "cases"]),
    # What stands between a number and its verb.
    ("[8,000] people in [15] evacuation centres need [3,000] sleeping mats.", ["in_need", "sites", "supplies"]),
    ("[250,000] people, including [105,000] IDPs, need protection.", ["in_need", "displaced"]),
    ("[2,500] schools, serving [1.3 million] pupils, remain closed.", ["facilities_damaged", "reached"]),
    ("Waves of up to [six metres] killed [4,340] people.", ["hazard", "deaths"]),
    ("The worst floods in [40 years] affected [908,000] people.", ["duration", "affected"]),
    ("Police fired on [5,000] demonstrators; [3] people died.", ["other", "deaths"]),
    ("Floods damaged [17] bridges and [6] health centres.", ["facilities_damaged", "facilities_damaged"]),
    ("[3] of [5] border crossings are closed.", ["facilities_damaged", "facilities_damaged"]),
    ("[1,240] cases and [19] deaths were reported.", ["cases", "deaths"]),
    ("The figure fell in [17] governorates, including by [25%] in Erbil.", ["places", "other"]),
    ("[900,000] people are displaced in a country of [11 million] inhabitants.", ["displaced", "population"]),
    (
        "[4.4 million] people are food insecure. This number may rise to [5.4 million] by June.",
        ["food_insecure", "food_insecure"],
    ),
    (
        "[US$ 150 million] of the [US$ 1.1 billion] needed has been received, a shortfall of [86 per cent].",
        ["funding_received", "funding_required", "funding_gap"],
    ),
    (
        "While [12] clinics have closed, [40] health workers still see patients in the camps.",
        ["facilities_damaged", "responders"],
    ),
]


@pytest.mark.parametrize(("marked", "indicator"), INDICATORS)
def test_the_indicator(marked: str, indicator: str) -> None:
    """What happened to people comes before who they are; things and money go by their own verbs."""
    assert figure(marked).indicator == indicator


@pytest.mark.parametrize(("marked", "indicators"), SEVERAL)
def test_each_number_has_its_own(marked: str, indicators: list[str]) -> None:
    """A list shares its verb, a part the indicator of its whole, and nothing else leaks."""
    assert [found.indicator for found in figures(marked)] == indicators


@pytest.mark.parametrize(
    ("marked", "measure"),
    [
        ("Fighting displaced [90,000] people since December.", "flow"),
        ("[3,000] people were displaced last week.", "flow"),
        ("[90,000] people have been newly displaced.", "flow"),
        ("[2.7 million] people remain displaced.", "stock"),
        ("There are [2.7 million] IDPs in the north.", "stock"),
        ("The camp shelters [2,600] IDPs.", "stock"),
        ("The country hosts [3.6 million] refugees.", "stock"),
        ("[3.6 million] refugees live in the country.", "stock"),
        ("[4,000] refugees crossed the border in January.", "flow"),
        ("[200] refugees arrive every day.", "flow"),
        ("[18,000] people returned in January.", "flow"),
        ("[12] people were killed last week.", None),
        ("[45,000] people were affected.", None),
        ("[600] houses were destroyed.", None),
    ],
)
def test_stock_or_flow(marked: str, measure: str | None) -> None:
    """New in a period or there on a day; only displaced, refugees and returnees have one."""
    assert figure(marked).measure == measure


PARTS = [
    ("[948,000] people fled, of whom [569,000] are children.", [None, 0]),
    ("At least [187] people were killed, including [54] children and [35] women.", [None, 0, 0]),
    ("[187] people, among them [54] children, were killed.", [None, 0]),
    ("[40] people were hurt, [six] of them critically.", [None, 0]),
    ("[40] aid workers, [12] of whom are women, were released.", [None, 0]),
    ("Jets killed [eleven] people in Idlib. [Four] of the dead were children.", [None, 0]),
    ("Jets killed [eleven] people in Idlib. [Four] of the camps were hit.", [None, None]),
    ("Of the [948,000] displaced, [569,000] are children.", [None, 0]),
    ("[2.8 million] people need aid, [51 per cent] of them children.", [None, 0]),
    ("[12] people were killed in the north and [9] in the south.", [None, None]),
    ("Of the [53] people killed, [21] were women; [14] of the injured are critical.", [None, 0, None]),
    ("Some [216,941] people ([45,129] families) have fled.", [None, None]),
    ("[Seven] people were killed and [19] injured.", [None, None]),
    # A part is no larger than its whole, and no whole of the parts beside it.
    ("[1,200] cases and [14] deaths were reported, of which [800] were children.", [None, None, 0]),
    ("[118,000] people fled. Of these, [44,000] fled in Darfur, [31,000] in Kassala.", [None, 0, 0]),
]


@pytest.mark.parametrize(("marked", "wholes"), PARTS)
def test_a_part_knows_its_whole(marked: str, wholes: list[int | None]) -> None:
    """A figure that is said to be "of" another names it, so that nobody adds the two up."""
    found = figures(marked)
    spans = [None if whole is None else found[whole].span for whole in wholes]
    assert [part.part_of for part in found] == spans


def test_the_rules_are_named() -> None:
    """--explain can show which rule said killed."""
    assert "indicator.deaths" in figure("Shelling killed [12] people.").rules
