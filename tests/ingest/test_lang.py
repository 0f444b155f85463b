"""In which language is this text written?"""

import pytest

from sitrep.languages.detect import language_of


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("More than 900,000 people have fled their homes since 1 December.", "en"),
        ("Plus de 900 000 personnes ont fui leur maison depuis le 1er décembre.", "fr"),
        ("Más de 900.000 personas han huido de sus hogares desde el 1 de diciembre.", "es"),
        ("نزح أكثر من 900 ألف شخص منذ بداية كانون الأول (OCHA).", "ar"),
        ("Die Vereinten Nationen teilten mit, dass 586.000 Menschen vertrieben wurden.", "de"),
        ("Segundo a ONU, 586.000 pessoas foram deslocadas desde dezembro e mais de 300 não voltaram.", "pt"),
        ("Birleşmiş Milletler'e göre 586.000 kişi yerinden edildi ve çok sayıda insan öldü.", "tr"),
        ("Secondo le Nazioni Unite, 586.000 persone sono state sfollate nel nord della Siria.", "it"),
        ("بر اساس گزارش سازمان ملل ۵۸۶ هزار نفر آواره شده‌اند و بیشتر آنها کودک هستند.", "fa"),
        ("اقوام متحدہ کے مطابق 586000 لوگ بے گھر ہوئے ہیں", "ur"),
        ("По данным ООН, 586 000 человек были перемещены.", "und"),
        ("12,500", "en"),
        ("", "en"),
    ],
)
def test_language_of(text: str, lang: str) -> None:
    assert language_of(text) == lang
