"""A person decides last: reviewing, correcting, comparing editions, checking and copying the store."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import Sitrep

FIRST = """---
publisher: OCHA
published: 2020-01-15
lang: en
---
As of 14 January 2020, 350,000 people had been displaced in Idlib since 1 December 2019.
"""
SECOND = """---
publisher: OCHA
published: 2020-02-08
lang: en
---
As of 7 February 2020, 586,000 people had been displaced in Idlib since 1 December 2019.
"""


@pytest.fixture
def project(tmp_path: Path, sitrep: Sitrep) -> Path:
    """A situation with two documents of one source."""
    assert sitrep("init", "idlib").code == 0
    documents = tmp_path / "seeds" / "idlib" / "documents"
    (documents / "a.md").write_text(FIRST)
    (documents / "b.md").write_text(SECOND)
    return tmp_path


def reference(sitrep: Sitrep, number: str) -> str:
    listed = sitrep("review", "idlib").out
    found = re.search(rf"(\w{{10}}:\d+)[^\n]*{number}", listed)
    assert found, listed
    return found[1]


def test_review_lists_every_figure_with_its_words(project: Path, sitrep: Sitrep) -> None:
    """Each piece of evidence has a reference, its file and the words around it."""
    listed = sitrep("review", "idlib")
    assert listed.code == 0
    assert re.search(r"\* 586,000 people · OCHA · as of 2020-02-07", listed.out)
    assert "documents/b.md" in listed.out
    data = json.loads(sitrep("review", "idlib", "--format", "json").out)
    assert any(ref in listed.out for key in data for claim in key["claims"] for ref in claim["refs"])


def test_a_correction_is_printed_with_who_and_why(project: Path, sitrep: Sitrep) -> None:
    """The person's number stands beside the machine's words, and survives another build."""
    ref = reference(sitrep, "586,000")
    made = sitrep("review", "idlib", "correct", ref, "--value", 568000, "--why", "digits swapped", "--who", "Amal")
    assert made.out == 'correct "586,000", by Amal: digits swapped\n'
    listed = sitrep("review", "idlib").out
    assert "* 568,000 people" in listed
    assert "correct by Amal on" in listed and "digits swapped" in listed


def test_a_rejected_figure_is_gone_and_can_come_back(project: Path, sitrep: Sitrep) -> None:
    """The last word counts."""
    ref = reference(sitrep, "586,000")
    sitrep("review", "idlib", "reject", ref, "--why", "not ours")
    listed = sitrep("review", "idlib").out
    assert "* 350,000" in listed and "rejected" in listed
    sitrep("review", "idlib", "accept", ref, "--why", "it is")
    assert "* 586,000" in sitrep("review", "idlib").out


def test_a_preferred_figure_goes_first(project: Path, sitrep: Sitrep) -> None:
    """A person's choice goes before the rules."""
    sitrep("review", "idlib", "prefer", reference(sitrep, "350,000"), "--why", "the newer count is doubtful")
    listed = sitrep("review", "idlib").out
    assert "* 350,000" in listed and "person" in listed


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("accept",), "accept needs the reference of a figure"),
        (("accept", "0123456789:0"), "accept needs --why"),
        (("accept", "0123456789:0", "--why", "x"), "0123456789:0 is no figure of idlib"),
        (("correct", "0123456789:0", "--why", "x"), "correct with nothing to change"),
        (("accept", "0123456789:0", "--why", "x", "--value", "3"), "accept with --value"),
        (("correct", "0123456789:0", "--why", "x", "--unit", "camel"), "--unit: 'camel' is no unit"),
        (("correct", "0123456789:0", "--why", "x", "--indicator", "camels"), "--indicator: 'camels' is not known"),
        (("correct", "0123456789:0", "--why", "x", "--when", "Monday"), "--when: 'Monday' is no day"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    project: Path, sitrep: Sitrep, words: tuple[str, ...], message: str
) -> None:
    """The message says what is wrong, and nothing is kept."""
    answer = sitrep("review", "idlib", *words)
    assert answer.code == 2
    assert message in answer.err


def test_editions_are_compared(project: Path, sitrep: Sitrep) -> None:
    """Up, with the difference; as a table and as JSON."""
    built = [sitrep("build", "idlib", "--as-of", day).code for day in ("2020-01-15", "2020-02-08")]
    assert built == [0, 0]
    shown = sitrep("diff", "idlib/1", "reports/idlib/002-2020-02-08")
    assert re.search(r"up +displaced people Idleb: 350,000 → 586,000 \(by 236,000 person\)", shown.out)
    told = json.loads(sitrep("diff", "1", "2", "--format", "json").out)
    [change] = [one["change"] for one in told["figures"] if one["indicator"] == "displaced"]
    assert (change["kind"], change["by"]) == ("up", {"value": 236000, "unit": "person", "exact": True})
    assert sitrep("diff", "idlib/1", "idlib/7").code == 2
    assert sitrep("diff", "first", "second").code == 2


def test_nothing_new_makes_no_edition(project: Path, sitrep: Sitrep) -> None:
    """A second build of the same says so; a file that was lost comes back; a decision makes the next edition."""
    assert sitrep("build", "idlib").code == 0
    again = sitrep("build", "idlib")
    assert again.out == "idlib: nothing new since reports/idlib/001-2020-02-08\n"
    shutil.rmtree(project / "reports" / "idlib" / "001-2020-02-08")
    assert "nothing new" in sitrep("build", "idlib").out
    assert (project / "reports" / "idlib" / "001-2020-02-08" / "brief.pdf").is_file()
    sitrep("review", "idlib", "correct", reference(sitrep, "586,000"), "--value", 568000, "--why", "digits swapped")
    assert "002-2020-02-08" in sitrep("build", "idlib").out


def test_a_brief_prints_decisions_and_sums_with_their_inputs(project: Path, sitrep: Sitrep) -> None:
    """Who decided what and why; girls and boys as the children that they are together, in every language of the labels.

    A corrected number is never put into its source's mouth, and a rejected one is gone but told.
    """
    head = "---\npublisher: UNICEF\npublished: 2020-02-08\nlang: en\n---\n"
    (project / "seeds" / "idlib" / "documents" / "c.md").write_text(
        head + "In Idlib, 210 girls and 190 boys were injured. In Ariha 70 people died.\n\n"
        "The army must withdraw from Idlib by 29 February 2020.\n"
    )
    for words, decision in (
        ("586,000", ("correct", "--value", 568000, "--why", "2 digits swapped")),
        ("70 people died", ("reject", "--why", "an old story")),
        ("29 February", ("correct", "--state", "met", "--why", "seen from the air")),
    ):
        ref = reference(sitrep, words)
        made = sitrep("review", "idlib", decision[0], ref, *decision[1:], "--who", "Amal")
        assert made.code == 0, made.err
    for lang in ("en", "fr", "es", "ar"):
        built = sitrep("build", "idlib", "--lang", lang)
        assert built.code == 0, built.err
        data = json.loads(Path(built.out.splitlines()[0]).with_name("brief.json").read_text())
        (total,) = data["sections"]["sums"]
        assert (total["value"], total["population"], len(total["parts"])) == (400, "child", 2)
    page = (project / "reports" / "idlib" / "001-2020-02-08" / "brief.html").read_text()
    text = " ".join(re.sub("<[^>]+>", "", page).split())
    assert "568,000 people have been displaced" in text
    assert "(the source says 586,000; corrected by Amal)" in text
    assert "Totals computed from parts" in text
    told = [(one["verb"], one["state"], one["why"]) for one in data["sections"]["decisions"]]
    assert set(told) == {
        ("correct", "met", "seen from the air"),
        ("correct", None, "2 digits swapped"),
        ("reject", None, "an old story"),
    }
    assert {one["number"] for one in data["sections"]["figures"]}.isdisjoint({"70", "586,000"})
    assert "rejected by Amal: an old story" in text and "met, says Amal: seen from the air" in text


def test_euros_become_dollars_only_by_a_dated_rate_and_it_is_printed(project: Path, sitrep: Sitrep) -> None:
    """Without a rate the amount stands as it was said; with one the factor, its day and source stand in the brief."""
    documents = project / "seeds" / "idlib" / "documents"
    (documents / "c.md").write_text(FIRST.split("As of")[0] + "The plan for Idlib requires 420,000 euros.\n")
    profile = project / "seeds" / "idlib" / "situation.toml"

    def amount() -> dict[str, object]:
        """The amount in the brief that a build makes."""
        told = json.loads(Path(sitrep("build", "idlib").out.splitlines()[0]).with_name("brief.json").read_text())
        [one] = [one for one in told["sections"]["figures"] if one["unit"] == "EUR"]
        return dict(one["normal"] or {})

    assert amount() == {}
    rate = 'rates = { EUR = { to = "USD", rate = 1.1, on = 2020-02-07, source = "ECB" } }\n'
    profile.write_text(rate + profile.read_text())
    assert amount() == {"value": pytest.approx(462_000), "unit": "USD", "factor": 1.1, "exact": False}
    page = (project / "reports" / "idlib" / "002-2020-02-08" / "brief.html").read_text()
    assert "Amounts in EUR are restated at 1.1 USD, the rate of 7 February 2020 (ECB)." in re.sub("<[^>]+>", "", page)


def test_the_store_is_checked_and_copied(project: Path, sitrep: Sitrep) -> None:
    """`store verify` says that all is well; `store backup` makes a copy, once."""
    sitrep("ingest", "idlib")
    sitrep("reconcile", "idlib")
    assert sitrep("store", "verify").out == "all is as it was written\n"
    assert sitrep("store", "backup", "copy.sqlite").out == "copy.sqlite\n"
    assert sitrep("store", "backup", "copy.sqlite").code == 2
