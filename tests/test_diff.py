"""Edition after edition: what is new, changed, unchanged, withdrawn, corrected, and what may not be compared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Sitrep

HEAD = "---\ntitle: {title}\npublisher: {publisher}\npublished: {published}\nlang: en\n---\n"

DOCUMENTS = (
    ("Noor", "Field note 3", "2020-02-05", (
        "Between 1 and 4 February, our teams reached 1,450 families in Sarmada.\n\n"
        "In Dana, 60 people were injured on 3 February."
    )),
    ("IOM", "Weekly count 5", "2020-02-04", "Between 27 January and 2 February, 3,000 people were displaced in Ariha."),
    ("OCHA", "Flash update", "2020-02-05", (
        "As of 4 February 2020, 520,000 people had been displaced in Idlib since 1 December 2019.\n\n"
        "The parties must agree on a truce by 8 February 2020."
    )),
    ("UNHCR", "Turkey", "2020-02-05", "As of 31 January 2020, Turkey hosts 3.6 million Syrian refugees."),
    # From here on they are published after the first edition.
    ("Noor", "Field note 3 (CORRECTED)", "2020-02-07", (
        "Between 1 and 4 February, our teams reached 1,200 families in Sarmada."
    )),
    ("IOM", "Weekly count 6", "2020-02-10", "Between 3 and 9 February, 5,000 people were displaced in Ariha."),
    ("OCHA", "Second flash update", "2020-02-10", (
        "As of 9 February 2020, 586,000 people had been displaced in Idlib since 1 December 2019."
    )),
    ("WHO", "Clinics", "2020-02-10", "In Idlib, 14 health facilities were damaged on 8 February."),
)  # fmt: skip


@pytest.fixture
def editions(tmp_path: Path, sitrep: Sitrep) -> Path:
    """A situation with editions of 5 and of 10 February."""
    assert sitrep("init", "idlib").code == 0
    documents = tmp_path / "seeds" / "idlib" / "documents"
    for number, (publisher, title, published, text) in enumerate(DOCUMENTS):
        head = HEAD.format(title=title, publisher=publisher, published=published)
        (documents / f"{number}.md").write_text(head + text + "\n")
    for day in ("2020-02-05", "2020-02-10"):
        built = sitrep("build", "idlib", "--as-of", day)
        assert built.code == 0, built.err
    return tmp_path


def told(sitrep: Sitrep, *words: str) -> dict[str, Any]:
    answer = sitrep("diff", *words, "--format", "json")
    assert answer.code == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def test_every_kind_of_change_is_told(editions: Path, sitrep: Sitrep) -> None:
    """With direction and size where the two compare, and with the reason where they do not."""
    found = told(sitrep, "idlib/1", "idlib/2")
    changes = {one["number"]: one["change"] for one in found["figures"]}
    kinds = {number: change["kind"] for number, change in changes.items()}
    assert kinds == {
        "586,000": "up",
        "5,000": "incomparable",
        "1,200": "corrected",
        "14": "new",
        "3.6 million": "stale",
    }
    assert changes["586,000"]["by"] == {"value": 66_000, "unit": "person", "exact": True}
    assert (changes["5,000"]["why"], changes["5,000"]["by"]) == ("window", None)
    assert changes["1,200"]["previous"]["number"] == "1,450"
    assert [one["number"] for one in found["withdrawn"]] == ["60"], "the corrected note no longer says it"
    assert [(one["before"], one["now"]) for one in found["deadlines"]] == [("open", "passed")]


def test_the_terminal_says_the_same(editions: Path, sitrep: Sitrep) -> None:
    """One line a change, the reason in words."""
    lines = sitrep("diff", "idlib/1", "idlib/2").out
    assert re.search(r"up +displaced people Idleb: 520,000 → 586,000 \(by 66,000 person\)", lines)
    assert re.search(r"incomparable +.*3,000 → 5,000 \(not compared: they speak of different periods\)", lines)
    assert re.search(r"corrected +.*1,450 → 1,200", lines)
    assert re.search(r"withdrawn +.*: was 60", lines)
    assert "unchanged     1 figures" in lines


def test_a_brief_knows_the_one_before_and_prints_no_invented_rate(editions: Path, sitrep: Sitrep) -> None:
    """The second supersedes the first, and shows a correction as one and two periods as two."""
    brief = json.loads((editions / "reports" / "idlib" / "002-2020-02-10" / "brief.json").read_text())
    assert (brief["number"], brief["supersedes"]) == (2, 1)
    page = (editions / "reports" / "idlib" / "002-2020-02-10" / "brief.html").read_text()
    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "2,000" not in text, "5,000 in one week are no 2,000 more than 3,000 in another"


def test_a_past_day_is_built_from_what_was_published_by_then(editions: Path, sitrep: Sitrep) -> None:
    """An edition that was missed: set against the last one of a day before its own, not against the newest."""
    assert sitrep("build", "idlib", "--as-of", "2020-02-07").code == 0
    found = told(sitrep, "idlib/1", "idlib/3")
    assert {one["number"]: one["change"]["kind"] for one in found["figures"]}["1,200"] == "corrected"
    brief = json.loads((editions / "reports" / "idlib" / "003-2020-02-07" / "brief.json").read_text())
    assert brief["supersedes"] == 1
