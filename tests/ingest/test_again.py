"""Which documents say the same thing again?"""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sitrep.ingest.again import linked, text_key
from sitrep.model import Document

STORY = (
    "Government forces took the town on Monday after a week of fighting, residents said. At least 12 people were "
    "killed and 40 wounded when shells hit the market. Thousands of families left for the north in the night, many "
    "of them on foot and in the rain. Relief workers say the camps near the border have no room, and that tents, "
    "blankets and fuel will run out within 5 days unless more trucks cross."
)
TENTH = date(2020, 2, 10)


def document(id: str, text: str = STORY, *, day: int = 10, title: str = "", publisher: str = "") -> Document:
    published = date(2020, 2, day)
    return Document(id=id, text=text, lang="en", title=title, publisher=publisher, published=published, path=id)


def origins(*documents: Document) -> dict[str, str | None]:
    return {one.id: one.origin for one in linked(documents)}


def test_a_reprint_is_linked_to_the_earliest() -> None:
    reprint = document("b", f"(Example Wire) – {STORY} All rights reserved.", day=11)
    assert origins(reprint, document("a"), document("c", "Nothing new today.")) == {"b": "a", "a": None, "c": None}


def test_a_bulletin_with_other_numbers_is_a_new_report() -> None:
    assert origins(document("a"), document("b", STORY.replace("12", "17"), day=11)) == {"a": None, "b": None}


def test_another_story_is_no_reprint() -> None:
    assert origins(document("a"), document("b", STORY[: len(STORY) // 2], day=11)) == {"a": None, "b": None}


def test_a_month_later_it_is_no_reprint() -> None:
    assert origins(document("a", day=1), document("b", day=28)) == {"a": None, "b": None}


def test_three_reprints_have_one_origin() -> None:
    texts = {name: f"{name.upper()} {STORY}" for name in "bcd"}
    found = origins(document("a"), *(document(name, text, day=11) for name, text in texts.items()))
    assert set(found.values()) == {None, "a"}


@given(st.permutations("abcde"))
def test_the_order_of_the_files_changes_nothing(order: list[str]) -> None:
    made = {
        "a": document("a", day=9),
        "b": document("b", f"Reprint. {STORY}"),
        "c": document("c", "Five killed.", title="Note No. 3", publisher="X"),
        "d": document("d", "Six killed.", title="CORRECTED: Note No. 3", publisher="X", day=9),
        "e": document("e", STORY.replace("12", "17")),
    }
    found = {one.id: (one.origin, one.superseded_by) for one in linked([made[name] for name in order])}
    assert found == {"a": (None, None), "b": ("a", None), "c": (None, "d"), "d": (None, None), "e": (None, None)}


def successors(*titles: str, publisher: str = "X") -> list[str | None]:
    made = [
        document(str(n), f"Text {n}.", title=title, publisher=publisher, day=n + 1) for n, title in enumerate(titles)
    ]
    return [one.superseded_by for one in linked(made)]


def test_a_corrected_version_replaces_the_first() -> None:
    assert successors("Field note No. 12", "CORRECTED: Field note No. 12") == ["1", None]
    assert successors("Field note (v2)", "Field note") == [None, "0"]
    assert successors("Field note v2", "Field note v3", "Field note") == ["1", None, "1"]
    assert successors("Situation Report No. 4", "Situation Report No. 4") == ["1", None]


def test_the_next_report_replaces_nothing() -> None:
    assert successors("Situation Report No. 4", "Situation Report No. 5") == [None, None]
    assert successors("Daily bulletin", "Daily bulletin") == [None, None]
    assert successors("CORRECTED: Note", "Note", publisher="") == [None, None]


def test_texts_are_the_same_whatever_their_marks() -> None:
    assert text_key("Five killed,  12\u00a0wounded.\r\n") == text_key("five killed – 12 wounded")
    assert text_key("Five killed") != text_key("Six killed")
