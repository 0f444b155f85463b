"""Spanish as reports and the news write it: how many, counting what, as of when, by when."""

from datetime import date

import pytest

from sitrep.extract import extract_text
from sitrep.units import unit_name
from tests.extract.marked import figures

PUBLISHED = date(2020, 2, 10)
"""A Monday."""

NUMBERS = [
    ("noventa y siete familias", 97),
    ("setenta y cinco familias", 75),
    ("dos mil familias", 2_000),
    ("mil doscientas familias", 1_200),
    ("doscientas mil familias", 200_000),
    ("veintiún mil familias", 21_000),
    ("treinta y un mil familias", 31_000),
    ("un millón doscientas mil familias", 1_200_000),
    ("mil millones de dólares", 1_000_000_000),
    ("mil quinientos millones de dólares", 1_500_000_000),
    ("dos mil 300 millones de dólares", 2_300_000_000),
    ("2.500 millones de dólares", 2_500_000_000),
    ("2,5 millones de personas", 2_500_000),
    ("2.5 millones de personas", 2_500_000),
    ("2.500.000 personas", 2_500_000),
    ("2,500,000 personas", 2_500_000),
    ("12,500 personas", 12_500),
    ("12.500 personas", 12_500),
    ("12 mil 500 personas", 12_500),
    ("1 millón 200 mil personas", 1_200_000),
    ("3 millones 450 mil 200 personas", 3_450_200),
    ("medio millón de niños", 500_000),
    ("un millón y medio de niños", 1_500_000),
    ("dos millones y medio de niños", 2_500_000),
    ("media docena de aldeas", 6),
    ("tres cuartas partes de los niños", 75),
    ("dos tercios de los niños", 66.67),
    ("una quinta parte de los niños", 20),
    ("siete de cada diez hogares", 70),
    ("300.000 a 400.000 personas", (300_000, 400_000)),
    ("entre 2 y 3 millones de personas", (2_000_000, 3_000_000)),
    ("entre 15 y 20 % de los niños", (15, 20)),
    ("varios miles de personas", (2_000, 9_999)),
    ("cientos de miles de personas", (200_000, 999_999)),
    ("decenas de millones de euros", (20_000_000, 99_999_999)),
    ("ciento veintitrés aldeas", 123),
    ("mil novecientos noventa y nueve aldeas", 1_999),
    ("quinientas mil personas", 500_000),
    ("cien mil personas", 100_000),
    ("dos centenares de personas", 200),
    ("un centenar de personas", 100),
    ("unas dos mil personas", 2_000),
    ("40% de los niños", 40),
    ("40 por ciento de los niños", 40),
    ("0,3 % de los niños", 0.3),
    ("dieciocho meses", 18),
    ("cuatro o cinco mil personas", (4_000, 5_000)),
    ("tres mil 20 casos", 3_020),
    ("500 mdd", 500_000_000),
    ("US$2,3 millones", 2_300_000),
    ("$1.200", 1_200),
    ("de 20 a 30 muertos", (20, 30)),
]

COUNTS = [
    ("El saldo subió a 40 muertos.", "deaths"),
    ("La explosión mató en el acto a 40 obreros.", "deaths"),
    ("Fueron hallados 40 cuerpos.", "deaths"),
    ("40 pasajeros perecieron en el naufragio.", "deaths"),
    ("El cólera se cobró la vida de 40 niños.", "deaths"),
    ("40 civiles fueron abatidos por hombres armados.", "deaths"),
    ("Hubo 40 fallecidos.", "deaths"),
    ("40 manifestantes fueron hospitalizados.", "injured"),
    ("La bomba hirió a 40 transeúntes.", "injured"),
    ("El choque dejó 40 lesionados.", "injured"),
    ("Se desconoce el paradero de 40 marinos desaparecidos.", "missing"),
    ("40 personas siguen sin ser localizadas y están desaparecidas.", "missing"),
    ("40 alumnas fueron secuestradas.", "detained"),
    ("La policía arrestó a 40 manifestantes.", "detained"),
    ("40 rehenes siguen retenidos.", "detained"),
    ("El ejército evacuó a 40 familias.", "evacuated"),
    ("Se ordenó evacuar a 40.000 habitantes.", "evacuated"),
    ("40.000 habitantes abandonaron sus hogares.", "displaced"),
    ("Los combates desplazaron a 40.000 civiles.", "displaced"),
    ("El país tiene 40.000 desplazados internos.", "displaced"),
    ("40 familias se quedaron sin hogar.", "displaced"),
    ("40.000 personas buscaron refugio en la selva.", "displaced"),
    ("El 40 % de los desplazados son niños.", "displaced"),
    ("40.000 sudaneses se refugiaron en países vecinos.", "refugees"),
    ("El campo alberga a 40.000 refugiados.", "refugees"),
    ("40.000 migrantes llegaron a Italia.", "refugees"),
    ("Se presentaron 40.000 solicitudes de asilo.", "refugees"),
    ("40.000 refugiados regresaron a su país.", "returnees"),
    ("40.000 desplazados volvieron a sus casas.", "returnees"),
    ("México deportó a 40 migrantes.", "returnees"),
    ("40 niños desnutridos fueron ingresados.", "malnourished"),
    ("La desnutrición aguda afecta a 40.000 niños.", "malnourished"),
    ("40.000 personas padecen hambre.", "food_insecure"),
    ("La hambruna amenaza a 40.000 personas.", "food_insecure"),
    ("Se registraron 40 nuevos casos de sarampión.", "cases"),
    ("40 sanitarios contrajeron el virus.", "cases"),
    ("El virus infectó a 40 sanitarios.", "cases"),
    ("40.000 alumnos no van a la escuela.", "out_of_school"),
    ("El cierre de escuelas dejó sin clases a 40.000 niños.", "out_of_school"),
    ("40.000 civiles quedaron atrapados en la ciudad.", "at_risk"),
    ("40.000 personas viven en zonas de riesgo.", "at_risk"),
    ("Los derrumbes dejaron incomunicadas a 4.000 personas.", "at_risk"),
    ("Nuestros equipos atendieron a 40 pacientes.", "reached"),
    ("40.000 personas recibieron ayuda.", "reached"),
    ("La ONG capacitó a 40 maestros.", "reached"),
    ("La agencia brindó ayuda a 40.000 personas.", "reached"),
    ("Los bomberos rescataron a 40 personas.", "reached"),
    ("El proyecto busca ayudar a 40.000 personas.", "targeted"),
    ("La campaña vacunará a 40.000 niños.", "targeted"),
    ("40.000 personas necesitan comida.", "in_need"),
    ("40.000 hogares están sin electricidad.", "in_need"),
    ("40.000 personas no tienen acceso a agua potable.", "in_need"),
    ("El ciclón afectó a 40.000 personas.", "affected"),
    ("Hay 40.000 damnificados.", "affected"),
    ("40.000 personas sufren las consecuencias de la crisis.", "affected"),
    ("La ciudad tiene 40.000 habitantes.", "population"),
    ("40.000 personas viven en este valle.", "population"),
    ("El viento arrancó 40 techos.", "homes_damaged"),
    ("40 viviendas quedaron reducidas a cenizas.", "homes_damaged"),
    ("40 casas están bajo el agua.", "homes_damaged"),
    ("40 escuelas fueron bombardeadas.", "facilities_damaged"),
    ("40 puentes fueron arrastrados por el río.", "facilities_damaged"),
    ("Unos 40 centros de salud no funcionan.", "facilities_damaged"),
    ("Se abrieron 40 albergues.", "sites"),
    ("La ONG gestiona 40 escuelas.", "sites"),
    ("Las lluvias afectaron a 40 municipios.", "places"),
    ("Los rebeldes tomaron 40 localidades.", "places"),
    ("Se registraron 40 ataques contra civiles.", "incidents"),
    ("La aviación lanzó 40 bombardeos.", "incidents"),
    ("Francia despliega 40 militares.", "forces"),
    ("Los rebeldes tienen 40 tanques.", "forces"),
    ("El avión llevó 40 toneladas de medicinas.", "supplies"),
    ("Pasaron 40 camiones con ayuda.", "supplies"),
    ("El país recibió 40.000 dosis de vacuna.", "supplies"),
    ("40 rescatistas están en el lugar.", "responders"),
    ("40 ONG están presentes.", "responders"),
    ("Se necesitan 40 millones de euros.", "funding_required"),
    ("Las necesidades ascienden a 40 millones de dólares.", "funding_required"),
    ("Los daños se estiman en 40 millones de euros.", "other"),
    ("Berlín entregó 40 millones de euros.", "funding_received"),
    ("El fondo asignó 40 millones de dólares.", "funding_received"),
    ("El llamamiento está financiado en un 40 %.", "funding_received"),
    ("Faltan 40 millones de euros.", "funding_gap"),
    ("El frente está a 40 km de la capital.", "distance"),
    ("El fuego destruyó 40 hectáreas.", "area"),
    ("El viento alcanzó 40 nudos.", "hazard"),
    ("La crecida alcanzó 4 metros.", "hazard"),
    ("El pan cuesta 40 lempiras.", "price"),
    ("La inflación llega al 40 %.", "price"),
    ("La tregua aguantó 40 días.", "duration"),
    ("La guerra ha obligado a 4.000 personas a huir a Chad.", "refugees"),
    ("Unas 4.000 personas tuvieron que abandonar sus territorios.", "displaced"),
    ("Enviaron dos hospitales móviles para atender a los damnificados.", "sites"),
    ("Unas 900 personas fueron movilizadas a zonas seguras.", "evacuated"),
    ("El plan aspira a llegar a 4.000 personas.", "targeted"),
    ("Cerca de 700 usuarios se quedaron sin agua corriente.", "in_need"),
    ("El plan asistirá a 2,2 de los 3,6 millones de necesitados.", "targeted"),
    ("De las 900 personas afectadas, 70 tuvieron que huir.", "affected"),
    ("Hubo 900 damnificados y 70 desplazados, en 12 albergues.", "affected"),
    ("El programa beneficiará a 40 familias.", "targeted"),
    ("Los bomberos rescataron con vida a 40 personas.", "reached"),
    ("El sismo tuvo 6,8° en la escala.", "hazard"),
    ("En el valle viven 40 familias en emergencia humanitaria.", "in_need"),
    ("El boletín suma 3 heridos, dos desaparecidos, 40 atendidos y 90 afectados.", "reached"),
    ("Hubo 12 eventos de desplazamiento masivo que afectaron a 40 personas.", "displaced"),
    ("Quedaron calcinadas 12 viviendas y más de 40 personas fueron evacuadas.", "evacuated"),
]

TIMES = [
    ("Hasta la semana epidemiológica 30 de 2019", "2019-07-28"),
    ("En la semana epidemiológica 4", "2020-01-20/2020-01-26"),
    ("En la semana epidemiológica 50", "2019-12-09/2019-12-15"),
    ("Es el segundo desde el de 2010, cuando murieron 300 personas.", "2010-01-01/2010-12-31"),
    ("Entre el 5 de enero y este 6 de febrero", "2020-01-05/2020-02-06"),
    ("En lo corrido del año", "2020-01-01/2020-02-10"),
    ("El 5 de marzo de 2019", "2019-03-05"),
    ("El 1 de febrero", "2020-02-01"),
    ("El martes", "2020-02-04"),
    ("El pasado viernes", "2020-02-07"),
    ("Este martes", "2020-02-04"),
    ("El viernes pasado", "2020-02-07"),
    ("Ayer", "2020-02-09"),
    ("Anoche", "2020-02-09"),
    ("La semana pasada", "2020-02-03/2020-02-09"),
    ("El mes pasado", "2020-01-01/2020-01-31"),
    ("El año pasado", "2019-01-01/2019-12-31"),
    ("Esta semana", "2020-02-10"),
    ("Desde principios de año", "2020-01-01/2020-02-10"),
    ("En lo que va del año", "2020-01-01/2020-02-10"),
    ("Desde enero", "2020-01-01/2020-02-10"),
    ("Desde principios de diciembre", "2019-12-01/2020-02-10"),
    ("Desde mediados de enero", "2020-01-11/2020-02-10"),
    ("Desde el 1 de diciembre de 2019", "2019-12-01/2020-02-10"),
    ("A finales de enero", "2020-01-21/2020-01-31"),
    ("A finales de marzo y principios de abril de 2019", "2019-03-21/2019-04-10"),
    ("Entre el 5 y el 12 de enero", "2020-01-05/2020-01-12"),
    ("Del 28 de enero al 3 de febrero", "2020-01-28/2020-02-03"),
    ("En enero de 2020", "2020-01-01/2020-01-31"),
    ("En 2019", "2019-01-01/2019-12-31"),
    ("Entre 2015 y 2018", "2015-01-01/2018-12-31"),
    ("En el primer semestre de 2019", "2019-01-01/2019-06-30"),
    ("En los últimos tres días", "2020-02-07/2020-02-10"),
    ("En las últimas dos semanas", "2020-01-27/2020-02-10"),
    ("En las últimas 24 horas", "2020-02-09/2020-02-10"),
    ("Hace tres días", "2020-02-07"),
    ("Hace un mes", "2020-01-10"),
    ("Al 31 de enero", "2020-01-31"),
    ("El fin de semana pasado", "2020-02-08/2020-02-09"),
    ("El domingo por la noche", "2020-02-09"),
    ("Desde el martes", "2020-02-04/2020-02-10"),
    ("De enero a marzo de 2019", "2019-01-01/2019-03-31"),
    ("El 03/02/2020", "2020-02-03"),
    ("Desde el 15 de enero", "2020-01-15/2020-02-10"),
    ("En diciembre pasado", "2019-12-01/2019-12-31"),
    ("El pasado 5 de febrero", "2020-02-05"),
    ("El primero de febrero", "2020-02-01"),
    ("La madrugada del domingo", "2020-02-09"),
    ("Este lunes", "2020-02-10"),
    ("Con corte al 31 de enero", "2020-01-31"),
    ("Entre el sábado 1 y el domingo 2 de febrero llegaron 40 familias.", "2020-02-01/2020-02-02"),
]

DEADLINES = [
    ("Las tropas deben retirarse antes de fin de mes.", ["2020-02-29"]),
    ("Las tropas deben retirarse antes del 30 de junio.", ["2020-06-30"]),
    ("El mandato fue prorrogado por seis meses.", ["2020-08-10"]),
    ("Los vecinos deben evacuar en menos de 48 horas.", ["2020-02-12"]),
    ("Las ofertas deben enviarse a más tardar el 28 de febrero.", ["2020-02-28"]),
    ("La tregua se extiende hasta el viernes.", ["2020-02-14"]),
    ("El toque de queda sigue hasta nuevo aviso.", []),
    ("Los fondos deben pagarse antes de que termine el año.", []),
    ("Las obras deben terminar a mediados de marzo.", []),
    ("El gobierno dio 72 horas a los rebeldes para irse.", ["2020-02-13"]),
    ("La fecha límite para las solicitudes es el 15 de marzo de 2020.", ["2020-03-15"]),
    ("El estado de emergencia se prorrogó por tres meses, hasta el 10 de mayo.", ["2020-05-10"]),
    ("El comité debe entregar los alimentos antes del ramadán.", [None]),
    ("El permiso es válido hasta el 29 de febrero de 2020.", ["2020-02-29"]),
    ("Las empresas tienen hasta finales de marzo para responder.", ["2020-03-31"]),
]


SOURCES = [
    ("Hay [12] muertos, según ha informado el ministro de Medio Ambiente.", "el ministro de Medio Ambiente"),
    (
        "De acuerdo con el balance divulgado el lunes por el Servicio de Emergencias, hay [12] muertos.",
        "el Servicio de Emergencias",
    ),
    (
        "La ministra dijo en una conferencia de prensa que se registró un alud con [12] muertos.",
        "La ministra",
    ),
    ("[12] familias lo perdieron todo, informaron este domingo organismos de socorro.", "organismos de socorro"),
    ("La alcaldía actualizó las cifras.\n\n- [12] heridos", "La alcaldía"),
    ('"[12] familias lo perdieron todo", dijo en una rueda de prensa en Lima la ministra.', "la ministra"),
    (
        "El jefe del Centro de Sismos, Julio Roa, informó de [12] réplicas.",
        "El jefe del Centro de Sismos, Julio Roa",
    ),
    ("[12] familias lo perdieron todo, resaltó la alcaldía de Corinto.", "la alcaldía de Corinto"),
    ("El ministerio dijo que el registro oficial es de [12] muertos.", "El ministerio"),
]

PLACES = [
    (
        "La Defensoría de Colombia informó de tiros en Arauca y en Putumayo.\n\nHay [900] familias sin techo.",
        "Colombia",
    ),
    (
        "Hay tiros en el Catatumbo. Del Catatumbo se va a Cúcuta y Ocaña.\n\nHay [12] muertos.",
        "Catatumbo",
    ),
    ("Hay [12] muertos en El Salvador.", "El Salvador"),
    ("Hay [12] heridos en aldea El Carmen Nuevo, Tepeque, Baja Verapaz.", "El Carmen Nuevo"),
    ("Perú acoge ya [900] familias, un récord en América.", "Perú"),
    ("Hubo daños en Corinto, [12 km] al norte de Sucre.", "Corinto"),
    ("Precisamente en Sucre fallecieron [12] personas.", "Sucre"),
    ("En el municipio de Corinto, en el departamento de Cauca, hay [12] muertos.", "Corinto"),
    ("Llueve en Lorica. Se desbordó el río Magdalena. Hay [12] muertos.", "Lorica"),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_how_many(text: str, value: float | tuple[float, float]) -> None:
    """A number in words or digits is one figure, with both ends where it has two."""
    (figure,) = extract_text(f"Se contaron {text} ayer.", published=PUBLISHED, lang="es").figures
    low = pytest.approx(figure.value.magnitude, abs=0.01)
    assert (low if figure.high is None else (figure.value.magnitude, figure.high.magnitude)) == value


@pytest.mark.parametrize(("text", "indicator"), COUNTS)
def test_counting_what(text: str, indicator: str) -> None:
    """What happened is told from the verb, the noun and the words around them."""
    figures = extract_text(text, published=PUBLISHED, lang="es").figures
    assert indicator in [figure.indicator for figure in figures]


@pytest.mark.parametrize(("text", "when"), TIMES)
def test_as_of_when(text: str, when: str) -> None:
    """Days and spans are read against the day of publication."""
    figures = extract_text(f"{text}, 40 personas murieron.", published=PUBLISHED, lang="es").figures
    assert str(figures[-1].when) == when


@pytest.mark.parametrize(("text", "dates"), DEADLINES)
def test_by_when(text: str, dates: list[str | None]) -> None:
    """A deadline is resolved forward; what no calendar resolves stays open, and an open end is none."""
    due = extract_text(text, published=PUBLISHED, lang="es").deadlines
    assert [None if one.date is None else str(one.date) for one in due] == dates


def test_a_list_of_goods_names_its_measure_once() -> None:
    """The bare numbers of a list of goods share the measure that opened it."""
    text = "Llegaron 40 toneladas de maíz, 12 de frijol y 3 de sal para 900 familias."
    figures = extract_text(text, published=PUBLISHED, lang="es").figures
    assert [str(figure.value.units) for figure in figures[:3]] == ["tonne"] * 3
    assert figures[3].indicator == "reached"


def test_an_age_behind_a_name_is_no_figure() -> None:
    """A name, "de 58 años": how old somebody is."""
    assert not extract_text("Rosa Lema, de 58 años, una vecina de Loja, lo perdió todo.", lang="es").figures


def test_the_sign_of_degrees_may_be_of_a_magnitude() -> None:
    """Behind an earthquake, "°" is its magnitude; else it is a temperature."""
    text = "Hubo una réplica de 4,8° al amanecer. La temperatura llegó a 42°."
    units = [unit_name(figure.value) for figure in extract_text(text, lang="es").figures]
    assert units[-2:] == ["dimensionless", "degC"]


@pytest.mark.parametrize(("marked", "source"), SOURCES)
def test_says_who(marked: str, source: str | None) -> None:
    """The speaker keeps article and name; when, where and to whom it was said are none of it."""
    assert figures(marked, published=PUBLISHED, lang="es")[-1].source == source


@pytest.mark.parametrize(("marked", "place"), PLACES)
def test_where(marked: str, place: str | None) -> None:
    """The place of the last figure; where somebody spoke, or a river, is none."""
    found = figures(marked, published=PUBLISHED, lang="es")[-1].place
    assert (found and found.name) == place
