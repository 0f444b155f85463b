"""A source has one name, whatever the language and the words around it."""

import pytest

from sitrep.reference.sources import FIRST_HAND, normal


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("OCHA", "OCHA"),
        ("UN OCHA", "OCHA"),
        ("the UN Office for the Coordination of Humanitarian Affairs", "OCHA"),
        ("Bureau de la coordination des affaires humanitaires", "OCHA"),
        ("مكتب الأمم المتحدة لتنسيق الشؤون الإنسانية", "OCHA"),
        ("the United Nations", "UN"),
        ("les Nations Unies", "UN"),
        ("OCHA spokesperson", "OCHA"),
        ("UN refugee agency", "UNHCR"),
        ("ACNUR", "UNHCR"),
        ("Syrian Observatory for Human Rights", "SOHR"),
        ("المرصد السوري لحقوق الإنسان", "SOHR"),
        ("Turkish Ministry of Defense", "Ministry of Defence (Türkiye)"),
        ("Turkey's Defence Ministry", "Ministry of Defence (Türkiye)"),
        ("Ministry of Defence of Turkey", "Ministry of Defence (Türkiye)"),
        ("ministère turc de la Défense", "Ministry of Defence (Türkiye)"),
        ("Ministerio de Defensa de Turquía", "Ministry of Defence (Türkiye)"),
        ("وزارة الدفاع التركية", "Ministry of Defence (Türkiye)"),
        ("Turkey", "Government (Türkiye)"),
        ("the Russian army", "armed forces (Russia)"),
        ("ministry of health", "Ministry of Health"),
        ("South Sudanese authorities", "Government (South Sudan)"),
        ("Conseil national de secours d’urgence (CONASUR)", "CONASUR"),
        ("the observatory", None),
        ("a villager", None),
        ("", None),
    ],
)
def test_the_names_of_a_source_lead_to_one_form(words: str, name: str | None) -> None:
    found = normal(words)
    assert (found.name if found else None) == name


def test_who_counts_something_itself_stands_before_who_repeats_it() -> None:
    unhcr, reuters = normal("UNHCR"), normal("Reuters")
    assert unhcr is not None
    assert reuters is not None
    assert unhcr.rank("refugees") == FIRST_HAND < unhcr.rank("deaths") < reuters.rank("deaths")
