"""Says who: whom the text names for a figure, in its own words."""

import pytest

from tests.extract.marked import figures

SOURCES = [
    # A reporting verb behind its subject, and before it.
    ("OCHA said [948,000] people have fled.", ["OCHA"]),
    ("[Ten] houses burned, police said in a statement.", ["police"]),
    (
        "Floods hit India and Bangladesh, officials said on Monday, warning that [40] people were missing.",
        ["officials"],
    ),
    ("The agency ended its work in Lait, North Darfur, and verified [8,729] people.", [None]),
    ("A raid killed [six] people, according to a medic who said [12] were hurt.", ["a medic", "a medic"]),
    ("[Nine] houses fell, according to the Weather Office. [Ten] towns are dark, it said.", ["Weather Office"] * 2),
    ("The government put the toll at [60], while the union said [120] people died.", ["government", "union"]),
    ("Cases reported in [five] countries are rising.", [None]),
    ("The mayor made several appeals on Monday, saying [900] people need water.", ["mayor"]),
    ("There were [17] suspected cases of Ebola virus disease (EVD) reported in Mali.", [None]),
    ("The Ministry of Health (MoH) in Gaza reported [377] deaths.", ["Ministry of Health (MoH) in Gaza"]),
    ("Some [500] children have severe acute malnutrition (SAM).", [None]),
    ("Omar Farah, who lives in Kofa, where it began, said [five] people died.", ["Omar Farah"]),
    ("The Relief Agency in a statement on Thursday said [six] people died.", ["Relief Agency"]),
    ("According to a local resident, [thirty] people died.", ["a local resident"]),
    ("According to OCHA's figures, [948,000] people have fled.", ["OCHA"]),
    ("The regions of Dakar and Thiès recorded [800 mm] of rain.", [None]),
    ("OCHA reported that [948,000] people have fled.", ["OCHA"]),
    ("UNICEF estimates that [500,000] children are displaced.", ["UNICEF"]),
    ("The Turkish Ministry of Defence said [115] targets were hit.", ["Turkish Ministry of Defence"]),
    ("[Nine] people were killed, police said.", ["police"]),
    ("Some [948,000] people have fled, OCHA said on Monday.", ["OCHA"]),
    ("Some [948,000] people have fled, said Mark Lowcock.", ["Mark Lowcock"]),
    ("The Syrian Observatory for Human Rights said [14] people died.", ["Syrian Observatory for Human Rights"]),
    ("Local authorities say [60] houses burned.", ["Local authorities"]),
    ("Doctors said [12] children were treated.", ["Doctors"]),
    ("Doctors at the hospital said [12] children were treated.", ["Doctors at the hospital"]),
    ("WHO reports [1,113] deaths.", ["WHO"]),
    ("The U.N. said [1,113] people died.", ["U.N."]),
    (
        "The magnitude was [6.8] according to the U.S. Geological Survey, which is based there.",
        ["U.S. Geological Survey"],
    ),
    ("Farid Nassar, head of the clinic, said [12] children were treated.", ["Farid Nassar"]),
    ("A spokesman for the governor said [60] houses burned.", ["spokesman for the governor"]),
    ("Save the Children says [77] children died.", ["Save the Children"]),
    # According to.
    ("According to OCHA, [948,000] people have fled.", ["OCHA"]),
    ("[Fourteen] people were killed, according to the Syrian Observatory.", ["Syrian Observatory"]),
    ("As reported by local authorities, [60] houses burned.", ["local authorities"]),
    ("Source: Ministry of Health\n\n[40] cases", [None]),
    # A name in brackets.
    ("Some [948,000] people have fled (OCHA).", ["OCHA"]),
    ("[3.6 million] refugees are registered (UNHCR).", ["UNHCR"]),
    # A quotation belongs to whoever is named beside it.
    ('"We treated [40] children," said Dr. Salim Haddad.', ["Salim Haddad"]),
    ('"We treated [40] children. [Nine] of them died," said Salim Haddad.', ["Salim Haddad", "Salim Haddad"]),
    # A pronoun stands for the last one named.
    ("OCHA said [12] camps are full. It said [40] more are needed.", ["OCHA", "OCHA"]),
    ("The ministry said [115] targets were hit. It added that [3] tanks were destroyed.", ["ministry", "ministry"]),
    ("The governor said [9] people died. He said [14] were missing.", ["governor", "governor"]),
    # Each its own.
    ("Police said [9] people died, but doctors said [14] had.", ["Police", "doctors"]),
    ("The army said [9] rebels died. [Fourteen] civilians died, the Observatory said.", ["army", "Observatory"]),
    # Nobody is named.
    ("[12] people were killed.", [None]),
    ("There were [12] clinics in the town.", [None]),
    ("It is said that [12] people died.", [None]),
    ("[Three] more cholera cases confirmed in Beira", [None]),
    ("He said that [12] people died.", [None]),
    ("The plan went according to schedule and [40] tents were put up.", [None]),
    ("That said, [14] trucks crossed.", [None]),
    ("The report card of [14] pupils was lost.", [None]),
]


@pytest.mark.parametrize(("marked", "sources"), SOURCES)
def test_the_source(marked: str, sources: list[str | None]) -> None:
    """Whom the text names, with or without its article; None where it names nobody."""
    said = [found.source for found in figures(marked)]
    bare = [
        name and name.removeprefix("the ").removeprefix("The ").removeprefix("A ").removeprefix("Dr. ") for name in said
    ]
    assert bare == sources
