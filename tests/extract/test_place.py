"""Where: the place that a figure is about, in the text's words, and what the gazetteer makes of it."""

import pytest

from sitrep.extract import extract_text
from sitrep.model import Place
from tests.extract.marked import PUBLISHED, figure, figures

PLACES = [
    ("[12] people were killed in Idlib.", "Idlib"),
    ("In Idlib, [12] people were killed.", "Idlib"),
    ("[12] people were killed in an air strike on Binnish on Monday.", "Binnish"),
    ("[12] people were killed in an attack on Shiites.", None),
    ("[12] people were killed in Idlib on Monday.", "Idlib"),
    ("[90,000] people have fled Idlib province.", "Idlib"),
    ("The camps of northern Syria hold [90,000] people.", "Syria"),
    ("[3.6 million] refugees live in Turkey.", "Turkey"),
    ("Turkey hosts [3.6 million] refugees.", "Turkey"),
    ("[40,000] people crossed from Sudan into Chad.", "Chad"),
    ("Shelling of the town of Saraqib killed [9] people.", "Saraqib"),
    ("[9] people were killed in Ma'arrat an-Nu'man.", "Ma'arrat an-Nu'man"),
    ("[9] people were killed near Khan Shaykhun.", "Khan Shaykhun"),
    ("Floods in Jonglei State drove out [60,000] people.", "Jonglei"),
    ("The province of Aleppo has [170] camps.", "Aleppo"),
    ("[14] trucks crossed at Bab al-Hawa.", "Bab al-Hawa"),
    ("Some [400] families reached Beira, Mozambique.", "Beira"),
    ("In the village of Kafr Nouran, [30] houses burned.", "Kafr Nouran"),
    ("[30] houses burned in Kafr Nouran village.", "Kafr Nouran"),
    ("Across South Sudan, [7 million] people need food.", "South Sudan"),
    ("[7 million] people need food in the Democratic Republic of the Congo.", "Democratic Republic of the Congo"),
    ("[800] people live in Za'atari camp.", "Za'atari"),
    ("Floods in Ethiopia's Gambella region displaced [4,000] people.", "Gambella"),
    ("[5,200] women in Cox's Bazar will give birth this month.", "Cox's Bazar"),
    ("[Ten] peacekeepers from Chad were killed in Aguelhok.", "Aguelhok"),
    ("[1,200] trucks came through Bab al-Salam.", "Bab al-Salam"),
    ("[9,000] people left Saraqib.", "Saraqib"),
    ("[13] people were killed in al-Bab.", "al-Bab"),
    ("Reports in BBC Burmese tell of it. [Seven] villagers were killed.", None),
    ("Myanmar's army struck at a village in the country's central Sagaing region, killing [7].", "Sagaing"),
    ("Floods killed [73] people across northern and eastern India.", "northern and eastern India"),
    ("Partners began work in Nutrition. They reached [9,000] children.", None),
    ("A raid on the Red Sea port city of Aden killed [six] people.", "Aden"),
    ("South Kordofan [18,724]", "South Kordofan"),
    ("In Haiti, aid is short. In all, [700,000] people are hungry in this poor Caribbean nation.", "Haiti"),
    ("A case of Ebola in Beni Health Zone in North Kivu led to [10] others.", "Beni Health Zone"),
    ("A storm killed [72] people in the Philippines.", "Philippines"),
    ("A storm killed [72] people in the central Philippines.", "central Philippines"),
    ("Shelling killed [13] people in Sudan's besieged city of Kosti.", "Kosti"),
    ("[12] bridges were lost in AJK.", "AJK"),
    ("Jordan, which has taken in [1.3 million] people, closed its border with Syria.", "Jordan"),
    ("Comoros reported [132] cases brought from Tanzania.", "Comoros"),
    ("ISLAMABAD: Floods killed [12] people in Sindh.", "Sindh"),
    ("In Arauca, [5,792] people returned to Venezuela.", "Venezuela"),
    ("[750,000] people have crossed into Chad since war began in Sudan.", "Chad"),
    ("In Chad the agency counted [365] persons (from Niger, the Gambia and Mali).", "Chad"),
    ("In Yemen aid is short. In the capital, Sanaa, where [78] children died, it is worst.", "Sanaa"),
    ("OUAGADOUGOU: At least [10] men were killed in Mali.", "Mali"),
    ("Fighting goes on in Taftanaz. Nearly [2 million] people have fled.", None),
    ("In its capital, Muzaffarabad, where [11,000] died, aid is short.", "Muzaffarabad"),
    ("GENEVA, 9 February (Relay) The agency asked donors of Kenya to feed [900] people.", "Kenya"),
    ("The first doses came to Nigeria in August ([10,000] doses), and to Chad later.", "Nigeria"),
    ("The first doses came to Nigeria in August (more than [10,000] doses), and to Chad later.", "Nigeria"),
    ("Rains cut off roads in Dakar. They affected [five] regions (Thiès, Dakar, Fatick).", "Dakar"),
    ("In Kenya, floods affected [14] counties, including Garissa and Lamu.", "Kenya"),
    ("MYANMAR\n\nSome [40,000] people are still displaced.", "MYANMAR"),
    ("The town is in Mali, [60 kilometres] from the border of Niger.", "Mali"),
    # A short form in brackets is no town.
    ("The Geophysical Institute (IG) felt [60] aftershocks.", None),
    # No place is named.
    ("Ankara answered at once. It struck [12] targets.", None),
    ("Fighting goes on in Mali and in Chad.\n\nGermany has given [€5 million].", None),
    ("Shells fell on Lahore. This month [nine] Pakistanis died.", None),
    ("Stocks in Aden are low. There is food enough for [3,000] people.", None),
    ("Prices in Kassala are above the [five-year] average.", None),
    ("The mission in Afghanistan (UNAMA) was told.\n\nAccording to UNAMA [9] people died in Iran.", "Iran"),
    ("Mali is tense. [12] people were killed nationwide.", "Mali"),
    ("Floods hit Gao in Mali. Across the country, [900] homes fell.", "Mali"),
    ("A storm hit Mozambique. It had crossed Malawi and Zambia. Across the country, [165] died.", "Mozambique"),
    ("In Malawi, roads flooded. In Zambia, rivers rose. Across the country, [165] died.", "Zambia"),
    ("It rains in Mali. It rains in Gao. In the country's north, [900] homes fell.", "Gao"),
    ("Mali is tense. The minister told reporters in Dakar that [12] people were killed.", "Mali"),
    ("Mali is tense.\n\nIn Geneva, a spokesman said [12] people were killed.", "Mali"),
    ("Rains fell in Pakistan.\n\nAs per PDMA Balochistan, [166] people died.", "Balochistan"),
    ("[637,000] people in Sindh, Balochistan and Punjab live in tents.", "Sindh, Balochistan and Punjab"),
    ("[637,000] people in Sindh, Khyber Pakhtunkhwa (KP) and Punjab live in tents.", "Khyber Pakhtunkhwa (KP)"),
    ("[9,000] people in Gaza, Maputo, Sofala and Tete live in tents.", "Gaza, Maputo, Sofala and Tete"),
    ("It rains in Mozambique, in Manica.\n\nFloods hit [47] districts.", "Mozambique"),
    ("The Central Emergency Response Fund fed [9,000] people.", None),
    ("[12] people were killed.", None),
    ("The Ministry of Health counted [12] cases.", None),
    ("Save the Children fed [12] babies.", None),
    ("The Red Cross sent [12] nurses.", None),
    ("In January, [12] people died.", None),
    ("President Haddad met [12] survivors.", None),
]


@pytest.mark.parametrize(("marked", "name"), PLACES)
def test_the_place_in_the_texts_words(marked: str, name: str | None) -> None:
    """The name stays as the text has it, and organisations, persons and months are none."""
    place = figure(marked).place
    if name is None:
        assert place is None
    else:
        assert place is not None
        assert name in place.name


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("[12] people were killed in Idlib and [9] in Aleppo.", ["Idlib", "Aleppo"]),
        ("Shells fell near Bria, about [600 km] ([370 miles]) east of the capital Bangui.", ["Bria", "Bria"]),
        (
            "[Forty] soldiers from Chad died in Gao, [nine] in Kidal and [two] in Mopti. [Three] were found later.",
            ["Gao", "Kidal", "Mopti", None],
        ),
        ("[9] died: [5] in Idlib and [4] in Afrin.", [None, "Idlib", "Afrin"]),
        ("Mali was hit worst, with [six] dead, Chad had [four], Niger [two] and Togo none.", ["Mali", "Chad", "Niger"]),
        ("It shook Aleppo Province and Afrin. [900] people in [five] districts lost all.", ["Aleppo Province"] * 2),
        ("In Idlib [12] people were killed, in Aleppo [9].", ["Idlib", "Aleppo"]),
        ("Turkey hosts [3.6 million] refugees, Lebanon [900,000].", ["Turkey", "Lebanon"]),
        ("In Saraqib, [12] people were killed and [30] were injured.", ["Saraqib", "Saraqib"]),
        ("Fighting goes on in Saraqib. [12] people were killed. [30] were injured.", ["Saraqib", "Saraqib"]),
        ("Saraqib: [12] killed\n\nTaftanaz: [30] injured", ["Saraqib", "Taftanaz"]),
        ("Some [60 km] west of Mosul, in Sinjar, [300] families have returned.", ["Mosul", "Sinjar"]),
        # Where a distance is measured from is not where the rest happened.
        ("Over [40] people died in Taftanaz, [17 km] from Idlib.", ["Taftanaz", "Taftanaz"]),
        ("In Amizmiz, [3,500] people live in tents. Partners require [$45 million].", ["Amizmiz", None]),
        ("Idlib recorded [120] deaths, Aleppo [80] and Homs [20].", ["Idlib", "Aleppo", "Homs"]),
        # Where a part is, the whole is not.
        (
            "Floods in Pakistan destroyed [375] bridges, of which [165] in Sindh and [22] in Punjab.",
            ["Pakistan", "Sindh", "Punjab"],
        ),
        ("[12] people were killed, including [four] children in Binnish.", ["Binnish"] * 2),
        (
            "[17] districts of KP are hit. [637] people in Sindh, Khyber Pakhtunkhwa (KP) and Punjab live in tents.",
            ["KP", "Sindh, Khyber Pakhtunkhwa (KP) and Punjab"],
        ),
        (
            "In Pakistan [900] people are affected, mostly in Sindh ([436] people) and Punjab ([119] people).",
            ["Pakistan", "Sindh", "Punjab"],
        ),
        (
            "Out of [1,545] deaths in Pakistan, Sindh has reported [678], KPK [306], Punjab [191].",
            ["Pakistan", "Sindh", "KPK", "Punjab"],
        ),
        (
            "In Sindh, where [16] people died, followed by Balochistan, where another [13] people died, it rains.",
            ["Sindh", "Balochistan"],
        ),
        (
            "Across Pakistan [31] districts are hit in Sindh, [23] in Punjab and [17] in Balochistan. [9] died.",
            ["Sindh", "Punjab", "Balochistan", "Pakistan"],
        ),
        ("A camp in Dana took in [600] families. In Afrin, [200] tents were put up.", ["Dana", "Afrin"]),
        (
            "Of [300] dead in Syria, Idlib has reported [120], Deir ez-Zor (DEZ) [80], Hama (H) [9] and Homs [20].",
            ["Syria", "Idlib", "Deir ez-Zor", "Hama", "Homs"],
        ),
    ],
)
def test_each_number_has_its_own_place(marked: str, names: list[str]) -> None:
    """The nearest place of the clause, else the one that the paragraph is about."""
    assert [found.place and found.place.name for found in figures(marked)] == names


def test_a_short_form_is_the_place_that_it_was_given_to() -> None:
    """Gilgit-Baltistan (GB): six in GB are in Gilgit-Baltistan."""
    text = "9 people died in Gilgit-Baltistan (GB). Another 6 people died in GB."
    ids = {found.place and found.place.id for found in extract_text(text, published=PUBLISHED, lang="en").figures}
    assert ids == {"iso:PK-GB"}


def test_a_division_says_no_more_than_its_own_number() -> None:
    """Sindh has reported 678, Punjab 191: Sindh says nothing of Punjab."""
    found = figures("Sindh has reported [678] deaths, Punjab [191].")
    assert [one.source for one in found] == ["Sindh", None]


def place_in(name: str, countries: tuple[str, ...]) -> Place:
    """What the gazetteer makes of a name in a sentence."""
    (found,) = extract_text(
        f"9 people were killed in {name}.", published=PUBLISHED, lang="en", countries=countries
    ).figures
    assert found.place is not None
    assert found.place.name == name
    return found.place


@pytest.mark.parametrize(
    ("name", "countries", "kind", "country"),
    [
        ("Idlib", ("SYR",), "admin1", "SYR"),
        ("Saraqib", ("SYR",), "town", "SYR"),
        ("Syria", (), "country", "SYR"),
        ("Tripoli", ("LBN",), "town", "LBN"),
        ("Tripoli", ("LBY",), "admin1", "LBY"),
        ("Tripoli", (), None, None),
        ("Kafr Nowhere", ("SYR",), None, None),
    ],
)
def test_the_gazetteer_decides_or_leaves_it_open(
    name: str, countries: tuple[str, ...], kind: str | None, country: str | None
) -> None:
    """Of two places of one name the situation's country decides, and nothing is guessed."""
    place = place_in(name, countries)
    assert (place.kind, place.country) == (kind, country)
    assert (place.id is None) == (kind is None)


@pytest.mark.parametrize(
    ("text", "lang", "kinds"),
    [
        ("50,000 people live in Aleppo city, 320,000 in Aleppo governorate.", "en", ["town", "admin1"]),
        ("Some 40,000 people live in the city of Aleppo. Some 300 have no tent.", "en", ["town", "town"]),
        ("Some 40,000 people live in the province of Aleppo.", "en", ["admin1"]),
        ("Quelque 40 000 personnes vivent dans la ville d'Alep.", "fr", ["town"]),
        ("Unas 40.000 personas viven en la ciudad de Alepo.", "es", ["town"]),
        ("يعيش 40 ألف شخص في مدينة حلب.", "ar", ["town"]),
    ],
)
def test_the_word_beside_a_name_says_which_place_of_the_name_it_is(text: str, lang: str, kinds: list[str]) -> None:
    """Aleppo city is not Aleppo governorate."""
    found = extract_text(text, published=PUBLISHED, lang=lang, countries=("SYR",)).figures
    assert [one.place and one.place.kind for one in found] == kinds


@pytest.mark.parametrize(
    "names",
    [
        ("Idlib", "Idleb", "IDLIB"),
        ("Saraqib", "Saraqeb"),
        ("Ma'arrat an-Nu'man", "Ma’arrat an-Nu’man", "Maarat al-Numan"),
        ("Turkey", "Türkiye"),
    ],
)
def test_spellings_of_one_name_are_one_place(names: tuple[str, ...]) -> None:
    """However a newsroom writes it, it is the same town."""
    found = {place_in(name, ("SYR",)).id for name in names}
    assert len(found) == 1
    assert None not in found


REPORT = "Flash Update No. 4\n\nFloods have displaced 117,000 people, partners in the WASH cluster say. {}"


def test_a_report_is_about_the_place_that_it_begins_with() -> None:
    """A place that is named further down is not that of the totals above it."""
    later = extract_text(REPORT.format("In Kassala, 5,000 fled."), published=PUBLISHED, lang="en").figures
    assert [one.place and one.place.name for one in later] == [None, "Kassala"]
    first = extract_text("# Kassala\n\n" + REPORT.format(""), published=PUBLISHED, lang="en").figures
    assert [one.place and one.place.name for one in first] == ["Kassala"]
