"""A mistake is put right by an edition that replaces the wrong one: both stay, one is sent."""

import json
from pathlib import Path

import pytest

from sitrep.model import Correction
from sitrep.render import render
from sitrep.store import DATABASE, Store
from tests.conftest import Sitrep
from tests.deliver.desk import listed, stakeholders
from tests.deliver.servers import MailServer


def test_a_correction_is_the_next_edition_of_the_same_day(edition: Sitrep) -> None:
    answer = edition("correct", "idlib", "1", "--why", "the map of Idlib")
    assert (answer.code, answer.out) == (0, "reports/idlib/002-2020-02-08/brief.pdf\n")
    with Store(Path("reports", DATABASE)) as store:
        first, second = store.brief("idlib", 1), store.brief("idlib", 2)
        assert second.corrects == Correction(number=1, why="the map of Idlib") and second.supersedes == 1
        assert first.covers == second.covers and first.content_hash != second.content_hash
        assert (store.replaced_by("idlib", 1), store.replaced_by("idlib", 2)) == (2, None)


def test_the_same_correction_again_makes_nothing_new(edition: Sitrep) -> None:
    for _ in range(2):
        assert edition("correct", "idlib", "1", "--why", "the map").code == 0
    assert "nothing new since reports/idlib/002" in edition("build", "idlib").out
    with Store(Path("reports", DATABASE)) as store:
        assert store.numbers("idlib") == (1, 2)


def test_what_was_replaced_is_corrected_no_more(edition: Sitrep) -> None:
    edition("correct", "idlib", "1", "--why", "the map")
    answer = edition("correct", "idlib", "1", "--why", "the title")
    assert answer.code == 2 and "was replaced by No. 2" in answer.err
    assert edition("correct", "idlib", "2", "--why", "the title").out == "reports/idlib/003-2020-02-08/brief.pdf\n"
    assert edition("correct", "idlib", "7", "--why", "the title").code == 2


def test_only_the_right_one_is_listed(edition: Sitrep) -> None:
    edition("correct", "idlib", "1", "--why", "the map")
    feed = Path("reports/feed.xml").read_text()
    assert "idlib/002-2020-02-08/brief.pdf" in feed and "idlib/001" not in feed


def test_readers_of_the_wrong_one_get_the_right_one_as_its_answer(desk: Sitrep, post: MailServer) -> None:
    """What still waits of the wrong one is cancelled."""
    stakeholders("ok-1@example.org", "later-1@example.org")
    assert desk("deliver", "idlib", "--send").code == 75
    assert desk("correct", "idlib", "1", "--why", "the map").code == 0
    assert "replaced by No. 2" in desk("deliver", "idlib", "1").out
    assert desk("deliver", "idlib", "1", "--send").code == 6
    desk("deliveries", "retry")
    assert desk("deliver", "idlib", "2", "--send").code == 0
    first, second = (one.text for one in post.taken() if one.to == "ok-1@example.org")
    of_first = next(line for line in first.splitlines() if line.startswith("Message-ID:")).split()[1]
    assert f"References: {of_first}" in second.replace("\n ", " ")
    states = {(one["brief"], one["address"]): one["status"] for one in listed(desk)}
    assert states["idlib/1", "later-1@example.org"] == "cancelled"


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_a_correction_is_printed_as_one(edition: Sitrep, lang: str) -> None:
    """On the page, in the mail, and in the data."""
    from sitrep.compose import compose
    from tests.written import Text, picture

    known = picture(Text().says("586,000", 586_000, indicator="displaced"))
    brief = compose(known, number=3, lang=lang, corrects=Correction(number=2, why="2 wrong places on the map"))
    files = render(brief, formats=("html", "mail", "json"))
    assert files["email.subject"].decode().split(":")[0] in ("CORRECTION", "CORRECTIF", "CORRECCIÓN", "تصحيح")
    for name in ("brief.html", "email.html", "email.txt"):
        assert "2 wrong places on the map" in files[name].decode(), name
    assert json.loads(files["brief.json"])["corrects"] == {"number": 2, "why": "2 wrong places on the map"}
