"""Nothing is sent that nobody answers for: an approval speaks of the files that it was given for, and of no others."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitrep.deliver.approval import is_manual, withheld
from sitrep.model import Approval, Profile
from sitrep.store import DATABASE, Store
from tests.conftest import Sitrep

FOLDER = Path("reports/idlib/001-2020-02-08")


def profile(**fields: object) -> Profile:
    return Profile(name="idlib", title="A", **fields)  # type: ignore[arg-type]


def said(verb: str, files_hash: str = "a") -> Approval:
    at = datetime(2020, 2, 10, tzinfo=UTC)
    return Approval(situation="idlib", number=1, verb=verb, who="Nour", at=at, why="typo", files_hash=files_hash)


@pytest.mark.parametrize(
    ("audience", "approval", "manual"),
    [
        ("public", "", True),
        ("partners", "", False),
        ("internal", "", False),
        ("public", "auto", False),
        ("internal", "manual", True),
    ],
)
def test_who_must_approve(audience: str, approval: str, manual: bool) -> None:
    """For the public a person must, unless the profile says otherwise."""
    assert is_manual(profile(audience=audience, approval=approval)) is manual


@pytest.mark.parametrize(
    ("policy", "approval", "are_as_made", "why"),
    [
        ("manual", None, True, "nobody has approved it"),
        ("manual", said("approve"), True, ""),
        ("manual", said("approve", "b"), True, "its files have changed since it was approved"),
        ("manual", said("reject"), True, "rejected by Nour: typo"),
        ("auto", None, True, ""),
        ("auto", None, False, "its files are gone or were changed since it was made"),
        ("auto", said("reject", "b"), True, "rejected by Nour: typo"),
    ],
)
def test_why_an_edition_is_not_sent(policy: str, approval: Approval | None, are_as_made: bool, why: str) -> None:
    assert withheld(profile(approval=policy), approval, "a", are_as_made=are_as_made) == why


def test_approving_binds_who_and_the_files(edition: Sitrep) -> None:
    answer = edition("approve", "idlib", "1", "--who", "Nour")
    assert answer.code == 0 and answer.out.startswith("idlib No. 1: approve by Nour, ")
    with Store(Path("reports", DATABASE)) as store:
        brief, approval = store.brief("idlib", 1), store.ledger.approval("idlib", 1)
        assert approval and (approval.who, approval.files_hash) == ("Nour", store.files(brief).hash)
        (FOLDER / "brief.pdf").write_bytes(b"%PDF changed")
        assert store.files(brief).hash != approval.files_hash
        (FOLDER / "brief.pdf").unlink()
        assert store.files(brief).hash != approval.files_hash
        assert store.verify() == [f"{FOLDER / 'brief.pdf'} is gone or was changed"]


def test_files_that_were_changed_cannot_be_approved(edition: Sitrep) -> None:
    (FOLDER / "brief.pdf").write_bytes(b"%PDF changed")
    answer = edition("approve", "idlib", "1")
    assert answer.code == 2 and "were changed since it was made" in answer.err


def test_the_last_word_counts_and_all_are_in_the_audit_log(edition: Sitrep) -> None:
    assert edition("approve", "idlib", "1").code == 0
    assert edition("reject", "idlib", "1", "--why", "a wrong map").code == 0
    with Store(Path("reports", DATABASE)) as store:
        approval = store.ledger.approval("idlib", 1)
        assert approval and (approval.verb, approval.why) == ("reject", "a wrong map")


def test_a_rejection_needs_a_reason_and_an_edition_that_is_there(edition: Sitrep) -> None:
    assert edition("reject", "idlib", "1").code == 2
    assert edition("approve", "idlib", "7").code == 2
