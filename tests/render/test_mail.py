"""The bodies of a message and the picture for a chat."""

import re

from sitrep.render import render
from tests.render.conftest import brief


def test_the_bodies_of_a_message_are_small_and_say_the_key_figures(lang: str) -> None:
    made = render(brief(lang), formats=("mail",))
    assert set(made) == {"email.html", "email.txt", "email.subject"}
    subject = made.pop("email.subject").decode()
    assert len(subject.splitlines()) == 1 and "2" in subject and "<" not in subject
    assert (lang == "en") == ("Situation brief No. 2" in subject), "in the language of the brief"
    for data in made.values():
        assert len(data) < 100_000
        assert re.search(r"3[.,]6", data.decode()) and "5" in data.decode()
    assert "<style" not in made["email.html"].decode(), "many programs drop a style sheet"
    text = made["email.txt"].decode()
    assert "<" not in text and "&#" not in text


def test_page_one_as_a_picture() -> None:
    picture = render(brief(), formats=("png",))["brief.png"]
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 500_000
