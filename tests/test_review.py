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
        (("correct", "0123456789:0", "--why", "x", "--when", "2020-02-09/2020-02-01"), "it ends before it begins"),
        (("correct", "0123456789:0", "--why", "x", "--value", "nan"), "--value: nan is no number"),
        (("correct", "0123456789:0", "--why", "x", "--value", "inf"), "--value: inf is no number"),
        (("correct", "0123456789:0", "--why", "x", "--value", "1e300"), "--value: 1e+300 is no number"),
        (("correct", "0123456789:0", "--why", "x", "--value=-5"), "--value: -5.0 is no number"),
        (("correct", "0123456789:0", "--why", "x", "--place", " "), "--place: there is no name"),
        (("accept", "586,000", "--why", " "), "accept needs --why"),
        (("undo", "586,000", "--why", "x"), "there is nothing to undo"),
        (("correct", "586,000", "--why", "x", "--unit", "USD"), "displaced in USD: these do not go together"),
        (("correct", "586,000", "--why", "x", "--indicator", "funding_gap"), "funding_gap in person"),
        (("correct", "586,000", "--why", "x", "--state", "met"), '"586,000" is a figure: it has no --state'),
        (
            ("correct", "29 February", "--why", "x", "--value", "5"),
            '"29 February 2020" is a deadline: it has no --value',
        ),
        (("correct", "29 February", "--why", "x", "--when", "2020-02-01/2020-02-02"), "is more than a day"),
        (("prefer", "29 February", "--why", "x"), "is a deadline"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    project: Path, sitrep: Sitrep, words: tuple[str, ...], message: str
) -> None:
    """The message says what is wrong, and nothing is kept."""
    (project / "seeds/idlib/documents/c.md").write_text(
        FIRST.split("As of")[0] + "The army must withdraw from Idlib by 29 February 2020.\n"
    )
    asked = [reference(sitrep, word) if word in ("586,000", "29 February") else word for word in words]
    answer = sitrep("review", "idlib", *asked)
    assert answer.code == 2
    assert message in answer.err
    assert " by " not in sitrep("review", "idlib").out.split("deadline")[0]


def test_what_was_decided_is_undone_also_where_the_words_are_gone(project: Path, sitrep: Sitrep) -> None:
    """The machine's figure is back, and nothing is said of it any more."""
    ref = reference(sitrep, "586,000")
    sitrep("review", "idlib", "correct", ref, "--value", 568000, "--why", "digits swapped")
    assert sitrep("review", "idlib", "undo", ref, "--why", "they were not").code == 0
    assert "* 586,000" in (listed := sitrep("review", "idlib").out) and "correct" not in listed
    sitrep("review", "idlib", "reject", ref, "--why", "not ours")
    (project / "seeds/idlib/documents/b.md").write_text(SECOND.replace("586,000", "587,000"))
    assert "not applied" in sitrep("review", "idlib").out
    assert "is not applied" in sitrep("reconcile", "idlib").err
    assert sitrep("review", "idlib", "undo", ref, "--why", "its text is another one").code == 0
    assert "is not applied" not in sitrep("reconcile", "idlib").err


def test_what_is_undone_at_a_reprint_is_undone_where_it_was_decided(project: Path, sitrep: Sitrep) -> None:
    """Nothing is left of it, also when the reprint is gone."""
    documents = project / "seeds/idlib/documents"
    story = "".join(
        f"The road to camp number {name} runs along the river.\n" for name in ("one", "two", "three", "four")
    )
    (documents / "b.md").write_text(SECOND + story)
    (documents / "c.md").write_text(SECOND.replace("OCHA", "ReliefWeb").replace("02-08", "02-09") + story + "Read on.")
    first, reprint = re.findall(r"(\w{10}:\d+)[^\n]*586,000", sitrep("review", "idlib").out)
    assert sitrep("review", "idlib", "reject", first, "--why", "not ours").code == 0
    assert "586,000 people" not in sitrep("review", "idlib").out
    assert sitrep("review", "idlib", "undo", reprint, "--why", "it is").code == 0
    for _ in range(2):
        listed = sitrep("review", "idlib").out
        assert "* 586,000" in listed and "not applied" not in listed
        (documents / "c.md").unlink(missing_ok=True)


def test_the_same_decision_twice_is_one(project: Path, sitrep: Sitrep) -> None:
    """Typed again, it is printed once."""
    ref = reference(sitrep, "586,000")
    for _ in range(2):
        assert sitrep("review", "idlib", "accept", ref, "--why", "seen", "--who", "Amal").code == 0
    assert sitrep("review", "idlib").out.count("accept by Amal") == 1


def test_a_reference_that_may_be_two_is_refused(project: Path, sitrep: Sitrep) -> None:
    """The beginning of a hash that two documents have, and the place that both have a figure at."""
    documents = project / "seeds/idlib/documents"
    for number in range(40):
        (documents / f"n{number}.md").write_text(FIRST.replace("350,000", f"350,{number:03}"))
    listed = re.findall(r"(\w{10}):(\d+)", sitrep("review", "idlib").out)
    begins = [hash_[0] for hash_, start in listed if start == "23"]
    one = next(letter for letter in begins if begins.count(letter) > 1)
    answer = sitrep("review", "idlib", "accept", f"{one}:23", "--why", "x")
    assert answer.code == 2 and f"{one}:23 may be any of" in answer.err


def test_a_place_that_no_gazetteer_knows_is_told(project: Path, sitrep: Sitrep) -> None:
    """It may be a village, or a typing error."""
    ref = reference(sitrep, "586,000")
    answer = sitrep("review", "idlib", "correct", ref, "--place", "Iddlibb", "--why", "wrong town")
    assert answer.code == 0 and "the gazetteer does not know 'Iddlibb'" in answer.err


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


def test_a_renamed_document_makes_no_edition(project: Path, sitrep: Sitrep) -> None:
    """Readers would get the same again."""
    documents = project / "seeds" / "idlib" / "documents"
    sitrep("build", "idlib")
    (documents / "a.md").rename(documents / "first.md")
    assert sitrep("build", "idlib").out == "idlib: nothing new since reports/idlib/001-2020-02-08\n"
    assert sitrep("store", "verify").code == 0


def test_a_document_that_cannot_be_read_is_told_although_nothing_is_new(project: Path, sitrep: Sitrep) -> None:
    """Else it would be lost without a word."""
    sitrep("build", "idlib")
    (project / "seeds" / "idlib" / "documents" / "c.md").write_bytes(b"")
    built = sitrep("build", "idlib")
    assert "nothing new" in built.out and "documents/c.md: empty file" in built.err
    assert sitrep("--strict", "build", "idlib").code == 7
    shutil.rmtree(project / "reports" / "idlib" / "001-2020-02-08")
    assert "nothing new" in sitrep("build", "idlib").out
    assert sitrep("store", "verify").code == 0


@pytest.mark.parametrize(
    "words",
    [("diff", "9" * 20, "1"), ("approve", "idlib", "9" * 20), ("correct", "idlib", "1", "--why", " ")],
)
def test_what_no_edition_can_be_is_refused(project: Path, sitrep: Sitrep, words: tuple[str, ...]) -> None:
    """With a message, and no traceback."""
    assert sitrep("build", "idlib").code == 0
    assert sitrep(*words).code == 2


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


def test_what_was_corrected_is_told_wherever_it_is_printed(project: Path, sitrep: Sitrep) -> None:
    """On the page, in mails and in tables, and the next edition calls it a correction, not a new figure."""
    assert sitrep("build", "idlib").code == 0
    ref = reference(sitrep, "586,000")
    sitrep("review", "idlib", "correct", ref, "--place", "Aleppo", "--why", "wrong town", "--who", "Amal")
    assert "002-2020-02-08" in sitrep("build", "idlib").out
    edition = project / "reports" / "idlib" / "002-2020-02-08"
    text = " ".join(re.sub("<[^>]+>", "", (edition / "brief.html").read_text()).split())
    assert "corrected by Amal (Aleppo): wrong town" in text and "(the source says" not in text
    assert "correct by Amal on" in (edition / "figures.csv").read_text()
    [made] = json.loads((edition / "brief.json").read_text())["sections"]["decisions"]
    assert made["changes"] == {"place": "Aleppo"}
    sitrep("review", "idlib", "correct", ref, "--value", "568000", "--why", "digits swapped", "--who", "Amal")
    assert sitrep("render", "idlib", "--output", "mail", "--format", "mail").code == 0
    for name in ("email.txt", "email.html"):
        mail = " ".join(re.sub("<[^>]+>", "", (project / "mail" / name).read_text()).split())
        assert mail.count("(the source says 586,000; corrected by Amal)") == 2, name
    shown = sitrep("diff", "1", "2").out
    assert re.search(r"corrected +displaced people Aleppo: 586,000 → 586,000\n", shown)
    assert re.search(r"restated +displaced people Idleb: 586,000 → 350,000\n", shown), "an older figure is no fall"


def test_another_source_of_the_same_days_is_no_rise(project: Path, sitrep: Sitrep) -> None:
    """A person prefers the higher of two: nobody was displaced in between."""
    other = SECOND.replace("OCHA", "UNHCR").replace("586,000", "640,000")
    (project / "seeds" / "idlib" / "documents" / "c.md").write_text(other)
    assert sitrep("build", "idlib").code == 0
    lower = "586,000" if "* 586,000" in sitrep("review", "idlib").out else "640,000"
    higher = {"586,000": "640,000", "640,000": "586,000"}[lower]
    assert sitrep("review", "idlib", "prefer", reference(sitrep, higher), "--why", "recounted").code == 0
    assert sitrep("build", "idlib").code == 0
    assert re.search(rf"restated +displaced people Idleb: {lower} → {higher}\n", sitrep("diff", "1", "2").out)


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
