"""French as reports and the news write it: how many, counting what, as of when, by when."""

from datetime import date

import pytest

from sitrep.extract import extract_text
from tests.extract.marked import figures

PUBLISHED = date(2020, 2, 10)
"""A Monday."""

NUMBERS = [
    ("quatre-vingt-dix-sept familles", 97),
    ("soixante-quinze familles", 75),
    ("deux mille familles", 2_000),
    ("mille deux cents familles", 1_200),
    ("deux cent mille familles", 200_000),
    ("trois cent cinquante-deux mille familles", 352_000),
    ("un million deux cent mille familles", 1_200_000),
    ("vingt et une familles", 21),
    ("soixante et onze familles", 71),
    ("quatre-vingt-un villages", 81),
    ("cent vingt-trois villages", 123),
    ("mille neuf cent quatre-vingt-dix-neuf villages", 1_999),
    ("2,5 millions de personnes", 2_500_000),
    ("2.500.000 personnes", 2_500_000),
    ("2 500 000 personnes", 2_500_000),
    ("2\u202f500\u202f000 personnes", 2_500_000),
    ("1,5 milliard d'euros", 1_500_000_000),
    ("un milliard et demi d'euros", 1_500_000_000),
    ("un demi-million d'enfants", 500_000),
    ("une demi-douzaine de villages", 6),
    ("deux douzaines de villages", 24),
    ("trois quarts des enfants", 75),
    ("les deux tiers des enfants", 66.67),
    ("un dixième des enfants", 10),
    ("7 ménages sur 10", 70),
    ("300 000 à 400 000 personnes", (300_000, 400_000)),
    ("entre 2 et 3 millions de personnes", (2_000_000, 3_000_000)),
    ("de 15 à 20 % des enfants", (15, 20)),
    ("quelques dizaines de personnes", (20, 99)),
    ("plusieurs milliers de personnes", (2_000, 9_999)),
    ("des centaines de milliers de personnes", (200_000, 999_999)),
    ("des dizaines de millions d'euros", (20_000_000, 99_999_999)),
    ("trois cents soldats", 300),
    ("quinze cents soldats", 1_500),
    ("1 400 soldats", 1_400),
    ("12.000 soldats", 12_000),
    ("3,6 M de personnes", 3_600_000),
    ("40% des enfants", 40),
    ("40 pour cent des enfants", 40),
    ("0,3 % des enfants", 0.3),
    ("dix-huit mois", 18),
    ("quatre à cinq mille personnes", (4_000, 5_000)),
    ("cinq cents à six cents tentes", (500, 600)),
    ("une cinquantaine de personnes", 50),
    ("30 mille dollars", 30_000),
]

COUNTS = [
    ("Selon l'Agence de l'ONU pour les réfugiés, 5 % des habitants sont déplacés.", "displaced"),
    ("Le bilan s'est alourdi à 40 morts.", "deaths"),
    ("L'explosion a tué sur le coup 40 ouvriers.", "deaths"),
    ("Une quarantaine de corps ont été retrouvés.", "deaths"),
    ("40 passagers ont péri dans le naufrage.", "deaths"),
    ("Le choléra a emporté 40 enfants.", "deaths"),
    ("40 civils ont été abattus par des hommes armés.", "deaths"),
    ("40 manifestants ont été hospitalisés.", "injured"),
    ("La bombe a blessé 40 passants.", "injured"),
    ("On est sans nouvelles de 40 marins.", "missing"),
    ("40 personnes manquent toujours à l'appel.", "missing"),
    ("40 lycéennes ont été kidnappées.", "detained"),
    ("Les gendarmes ont arrêté 40 manifestants.", "detained"),
    ("40 otages sont toujours retenus.", "detained"),
    ("L'armée a évacué 40 familles.", "evacuated"),
    ("Ordre a été donné d'évacuer 40 000 habitants.", "evacuated"),
    ("40 000 habitants ont quitté leurs foyers.", "displaced"),
    ("Les combats ont jeté sur les routes 40 000 civils.", "displaced"),
    ("Le pays compte 40 000 déplacés internes.", "displaced"),
    ("40 familles se retrouvent sans abri.", "displaced"),
    ("40 000 personnes ont cherché refuge dans la brousse.", "displaced"),
    ("40 000 Soudanais se sont réfugiés au Tchad.", "refugees"),
    ("Le camp héberge 40 000 réfugiés.", "refugees"),
    ("40 000 migrants ont débarqué en Italie.", "refugees"),
    ("40 000 demandes d'asile ont été déposées.", "refugees"),
    ("40 000 réfugiés ont regagné leur pays.", "returnees"),
    ("40 000 déplacés sont rentrés chez eux.", "returnees"),
    ("La Tunisie a expulsé 40 migrants.", "returnees"),
    ("40 enfants malnutris ont été admis.", "malnourished"),
    ("La malnutrition aiguë touche 40 000 enfants.", "malnourished"),
    ("40 000 personnes ne mangent pas à leur faim.", "food_insecure"),
    ("La famine menace 40 000 personnes.", "food_insecure"),
    ("On dénombre 40 nouveaux cas de rougeole.", "cases"),
    ("40 soignants ont contracté le virus.", "cases"),
    ("Le virus a infecté 40 soignants.", "cases"),
    ("40 000 élèves ne vont plus en classe.", "out_of_school"),
    ("La fermeture des écoles prive 40 000 enfants d'éducation.", "out_of_school"),
    ("40 000 civils sont pris au piège dans la ville.", "at_risk"),
    ("40 000 personnes vivent dans des zones à risque.", "at_risk"),
    ("Les éboulements ont coupé du monde 40 villages et 4 000 habitants.", "at_risk"),
    ("Nos équipes ont soigné 40 patients.", "reached"),
    ("40 000 personnes ont bénéficié d'une aide.", "reached"),
    ("L'ONG a formé 40 enseignants.", "reached"),
    ("L'agence a apporté une aide à 40 000 personnes.", "reached"),
    ("Les pompiers ont secouru 40 personnes.", "reached"),
    ("Le projet vise à aider 40 000 personnes.", "targeted"),
    ("La campagne ciblera 40 000 enfants.", "targeted"),
    ("40 000 personnes ont besoin de nourriture.", "in_need"),
    ("40 000 foyers sont privés d'électricité.", "in_need"),
    ("40 000 personnes n'ont pas accès à l'eau potable.", "in_need"),
    ("Le cyclone a affecté 40 000 personnes.", "affected"),
    ("On recense 40 000 sinistrés.", "affected"),
    ("40 000 personnes subissent les conséquences de la crise.", "affected"),
    ("La ville compte 40 000 habitants.", "population"),
    ("40 000 personnes vivent dans cette vallée.", "population"),
    ("Le vent a soufflé 40 toitures.", "homes_damaged"),
    ("40 cases ont été réduites en cendres.", "homes_damaged"),
    ("40 habitations sont sous les eaux.", "homes_damaged"),
    ("40 écoles ont été bombardées.", "facilities_damaged"),
    ("40 ponts ont été emportés par les eaux.", "facilities_damaged"),
    ("Quelque 40 centres de santé ne fonctionnent plus.", "facilities_damaged"),
    ("40 centres d'hébergement ont été ouverts.", "sites"),
    ("L'ONG gère 40 écoles.", "sites"),
    ("Les pluies ont touché 40 communes.", "places"),
    ("Les rebelles ont pris 40 localités.", "places"),
    ("On a enregistré 40 attaques contre des civils.", "incidents"),
    ("L'aviation a mené 40 raids.", "incidents"),
    ("La France déploie 40 militaires.", "forces"),
    ("Les rebelles disposent de 40 chars.", "forces"),
    ("L'avion a livré 40 tonnes de médicaments.", "supplies"),
    ("40 camions d'aide sont passés.", "supplies"),
    ("Le pays a reçu 40 000 doses de vaccin.", "supplies"),
    ("40 secouristes sont sur place.", "responders"),
    ("40 ONG sont présentes.", "responders"),
    ("Il faut 40 millions d'euros.", "funding_required"),
    ("Les besoins s'élèvent à 40 millions de dollars.", "funding_required"),
    ("Les dégâts sont estimés à 40 millions d'euros.", "other"),
    ("Berlin a versé 40 millions d'euros.", "funding_received"),
    ("Le fonds a alloué 40 millions de dollars.", "funding_received"),
    ("L'appel est financé à 40 %.", "funding_received"),
    ("Il manque 40 millions d'euros.", "funding_gap"),
    ("Le front est à 40 km de la capitale.", "distance"),
    ("Le feu a détruit 40 hectares.", "area"),
    ("Le vent a atteint 40 nœuds.", "hazard"),
    ("La crue a atteint 4 mètres.", "hazard"),
    ("Le pain coûte 40 dinars algériens.", "price"),
    ("L'inflation atteint 40 %.", "price"),
    ("La trêve a tenu 40 jours.", "duration"),
    ("Le bureau apporte un soutien à 4 200 personnes qui ont trouvé refuge au Tchad.", "refugees"),
    ("Les combats ont contraint 3 000 personnes à fuir vers le Tchad.", "refugees"),
    ("Les 3 000 habitants fuient vers le Tchad.", "refugees"),
    ("Environ 9 000 familles ont besoin d'assistance.", "in_need"),
    ("Les pluies meurtrières ont surpris la ville de 40 000 habitants.", "population"),
    ("La zone sinistrée a reçu 12 hôpitaux de campagne.", "sites"),
    ("Les équipes soignent les blessés dans 4 hôpitaux.", "sites"),
    ("L'ONG a soigné 400 personnes, soit 84 % de la cible.", "reached"),
    ("Une crue a privé 900 personnes d'accès aux soins.", "in_need"),
    ("L'État versera 30 000 dirhams à chaque famille.", "funding_received"),
    ("Les bénévoles ont remis des bâches à 4 300 ménages.", "reached"),
    ("Depuis janvier, 700 personnes ont atteint les côtes italiennes.", "refugees"),
    ("Près de 40 % de la population dépend de l'aide humanitaire.", "in_need"),
    ("Dans le nord, 40 enfants n'ont pu être vaccinés.", "in_need"),
    ("Les 40 habitants ont reçu l'ordre de se confiner.", "at_risk"),
    ("L'agence n'a reçu que 40 % des fonds nécessaires.", "funding_received"),
    ("L'agence a reçu 12 millions de dollars (11 millions d'euros) sur 40 millions attendus.", "funding_required"),
    ("Le bilan des crues est de 40 personnes affectées (soit 8 ménages).", "affected"),
    ("Plus de 40 personnes ont fui au cours de la semaine.", "displaced"),
    ("Les colis répondent aux besoins de 2000 familles sinistrées.", "affected"),
    ("Seuls 40 % des 90 millions de dollars requis ont été reçus.", "funding_received"),
    ("40 personnes ont été accueillies de manière préventive dans une école.", "evacuated"),
]

TIMES = [
    ("Au cours de la semaine épidémiologique 4", "2020-01-20/2020-01-26"),
    ("Entre les nuits du 5 et du 6 janvier", "2020-01-05/2020-01-06"),
    ("Depuis le début de l'épidémie fin octobre 2019", "2019-10-21/2020-02-10"),
    ("Le 5 mars 2019", "2019-03-05"),
    ("Le 1er février", "2020-02-01"),
    ("Mardi", "2020-02-04"),
    ("Vendredi dernier", "2020-02-07"),
    ("Hier", "2020-02-09"),
    ("Avant-hier", "2020-02-08"),
    ("La semaine dernière", "2020-02-03/2020-02-09"),
    ("Le mois dernier", "2020-01-01/2020-01-31"),
    ("L'an dernier", "2019-01-01/2019-12-31"),
    ("Cette semaine", "2020-02-10"),
    ("Depuis le début de l'année", "2020-01-01/2020-02-10"),
    ("Depuis janvier", "2020-01-01/2020-02-10"),
    ("Depuis début décembre", "2019-12-01/2020-02-10"),
    ("Depuis la mi-janvier", "2020-01-11/2020-02-10"),
    ("Depuis le 1er décembre 2019", "2019-12-01/2020-02-10"),
    ("Entre le 5 et le 12 janvier", "2020-01-05/2020-01-12"),
    ("Du 28 janvier au 3 février", "2020-01-28/2020-02-03"),
    ("En janvier 2020", "2020-01-01/2020-01-31"),
    ("En 2019", "2019-01-01/2019-12-31"),
    ("Entre 2015 et 2018", "2015-01-01/2018-12-31"),
    ("Au premier semestre 2019", "2019-01-01/2019-06-30"),
    ("Au cours des trois derniers jours", "2020-02-07/2020-02-10"),
    ("Ces deux dernières semaines", "2020-01-27/2020-02-10"),
    ("Au cours des dernières 24 heures", "2020-02-09/2020-02-10"),
    ("Il y a trois jours", "2020-02-07"),
    ("Il y a un mois", "2020-01-10"),
    ("Au 31 janvier", "2020-01-31"),
    ("Le week-end dernier", "2020-02-08/2020-02-09"),
    ("Dimanche soir", "2020-02-09"),
    ("Depuis mardi", "2020-02-04/2020-02-10"),
    ("De janvier à mars 2019", "2019-01-01/2019-03-31"),
    ("Le 03/02/2020", "2020-02-03"),
    ("Depuis le 15 janvier", "2020-01-15/2020-02-10"),
    ("En décembre dernier", "2019-12-01/2019-12-31"),
    ("Le 5 février dernier", "2020-02-05"),
    ("Au quatrième trimestre 2019", "2019-10-01/2019-12-31"),
    ("Dans la nuit de samedi 1er à dimanche 2 février, 40 familles sont arrivées.", "2020-02-01/2020-02-02"),
]

DEADLINES = [
    ("Les troupes doivent se retirer d'ici la fin du mois.", ["2020-02-29"]),
    ("Les troupes doivent se retirer avant le 30 juin.", ["2020-06-30"]),
    ("Le mandat a été prolongé de six mois.", ["2020-08-10"]),
    ("Les habitants doivent évacuer sous 48 heures.", ["2020-02-12"]),
    ("Les dossiers doivent être envoyés au plus tard le 28 février.", ["2020-02-28"]),
    ("La trêve est prolongée jusqu'à vendredi.", ["2020-02-14"]),
    ("Le couvre-feu est maintenu jusqu'à nouvel ordre.", []),
    ("Les fonds doivent être versés avant la fin de l'année.", ["2020-12-31"]),
    ("Les travaux doivent être achevés d'ici mi-mars.", ["2020-03-15"]),
    ("Le gouvernement a donné 72 heures aux rebelles pour partir.", ["2020-02-13"]),
    ("La date limite de dépôt est fixée au 15 mars 2020.", ["2020-03-15"]),
    ("L'état d'urgence est prolongé de trois mois, jusqu'au 10 mai.", ["2020-05-10"]),
    ("Le comité doit livrer avant le ramadan.", [None]),
    ("Le HCR doit reloger 4 000 personnes d'ici l'été.", []),
    ("L'autorisation est valable jusqu'au 29 février 2020.", ["2020-02-29"]),
]


SOURCES = [
    (
        "Le nombre de morts est de [12], selon un rapport publié cette semaine par le Bureau des secours.",
        "le Bureau des secours",
    ),
    (
        "Selon un bilan établi samedi à midi par le ministère de la Santé, [12] personnes sont mortes.",
        "le ministère de la Santé",
    ),
    ("Le HCR en a enregistré officiellement [900].", "Le HCR"),
    ("Les agences humanitaires faisaient état de [12] morts.", "Les agences humanitaires"),
    (
        "« [12] familles ont fui », a déclaré lors d'une rencontre à Dakar, Awa Sarr, chef du village.",
        "Awa Sarr",
    ),
    (
        "[12] personnes sont mortes, a écrit sur son compte la ministre, Awa Sarr.",
        "la ministre, Awa Sarr",
    ),
    ("[12] personnes ont fui Ansongo, a indiqué mardi 4 février le Bureau des réfugiés.", "le Bureau des réfugiés"),
    ("[12] personnes ont fui Ansongo, a indiqué le 4 février 2020 le Bureau des réfugiés.", "le Bureau des réfugiés"),
    ("La préfecture dénombre [12] noyés à Agadez.", "La préfecture"),
]

PLACES = [
    ("Un naufrage a eu lieu au large de la Tunisie. [12] migrants de pays d'Afrique sont morts.", "Tunisie"),
    ("[900] réfugiés ont fui le Soudan vers la ville frontalière de Kobara, dans l'est du Tchad.", "Kobara"),
    ("La ville de Kobara attend. [900] camions venant d'Égypte sont arrivés.", "Kobara"),
    ("Le Mali compte quelque [900] écoles fermées, un record en Afrique.", "Mali"),
    ("Le Tchad a [9] morts, dont [5] à Abéché. On a vidé le camp de Kobara.\n\nLa crue a emporté [40] ponts.", "Tchad"),
    (
        "Crue à Agadez. « [12] familles ont fui », a déclaré lors d'une rencontre à Genève, Awa Sarr.",
        "Agadez",
    ),
    ("L'attaque du village de Kobara, dans le Nord-Est du Burkina Faso, a tué [12] personnes.", "Kobara"),
    ("La guerre au Mali est loin. Dans ce pays d'Afrique de l'Ouest, [12] personnes ont été tuées.", "Mali"),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_how_many(text: str, value: float | tuple[float, float]) -> None:
    """A number in words or digits is one figure, with both ends where it has two."""
    (figure,) = extract_text(f"On a compté {text} hier.", published=PUBLISHED, lang="fr").figures
    low = pytest.approx(figure.value.magnitude, abs=0.01)
    assert (low if figure.high is None else (figure.value.magnitude, figure.high.magnitude)) == value


@pytest.mark.parametrize(("text", "indicator"), COUNTS)
def test_counting_what(text: str, indicator: str) -> None:
    """What happened is told from the verb, the noun and the words around them."""
    figures = extract_text(text, published=PUBLISHED, lang="fr").figures
    assert indicator in [figure.indicator for figure in figures]


@pytest.mark.parametrize(("text", "when"), TIMES)
def test_as_of_when(text: str, when: str) -> None:
    """Days and spans are read against the day of publication."""
    figures = extract_text(f"{text}, 40 personnes ont été tuées.", published=PUBLISHED, lang="fr").figures
    assert str(figures[-1].when) == when


@pytest.mark.parametrize(("text", "dates"), DEADLINES)
def test_by_when(text: str, dates: list[str | None]) -> None:
    """A deadline is resolved forward; what no calendar resolves stays open, and an open end is none."""
    due = extract_text(text, published=PUBLISHED, lang="fr").deadlines
    assert [None if one.date is None else str(one.date) for one in due] == dates


@pytest.mark.parametrize(("marked", "source"), SOURCES)
def test_says_who(marked: str, source: str | None) -> None:
    """The speaker keeps article and name; when, where and to whom it was said are none of it."""
    assert figures(marked, published=PUBLISHED, lang="fr")[-1].source == source


@pytest.mark.parametrize(("marked", "place"), PLACES)
def test_where(marked: str, place: str | None) -> None:
    """The place of the last figure; where somebody spoke, or a river, is none."""
    found = figures(marked, published=PUBLISHED, lang="fr")[-1].place
    assert (found and found.name) == place
