"""build(): what is done again, and what never is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sitrep import pipeline
from sitrep.extract import extract
from sitrep.model import Document, Reading
from sitrep.profile import load_profile
from sitrep.store import DATABASE, Store
from tests.store.killed import SENTENCE, build, project


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths of the documents that were extracted."""
    paths: list[str] = []

    def counted(document: Document, **options: Any) -> Reading:
        paths.append(document.path)
        return extract(document, **options)

    monkeypatch.setattr(pipeline, "extract", counted)
    yield paths


def test_only_what_is_new_is_extracted(tmp_path: Path, extracted: list[str]) -> None:
    """All of it once; nothing at a second build; one document more costs one."""
    folder = project(tmp_path)
    build(folder)
    assert len(extracted) == 6
    build(folder)
    assert len(extracted) == 6
    new = folder / "seeds" / "idlib" / "documents" / "new.md"
    new.write_text("---\npublisher: WHO\npublished: 2020-02-09\nlang: en\n---\n" + SENTENCE.format(590_000))
    assert build(folder).is_new
    assert extracted[6:] == ["documents/new.md"]


def test_other_rules_extract_everything_again(
    tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that changed, or the countries by which places are told apart; not what only the brief needs."""
    folder = project(tmp_path)
    build(folder)
    profile = folder / "seeds" / "idlib" / "situation.toml"
    profile.write_text(profile.read_text() + "household_size = 6\n")
    build(folder)
    assert len(extracted) == 6
    profile.write_text(profile.read_text() + 'countries = ["SYR"]\n')
    build(folder)
    assert len(extracted) == 12
    monkeypatch.setattr(pipeline, "fingerprint_of", lambda *_: "a rule was changed")
    build(folder)
    assert len(extracted) == 18


def test_a_changed_rule_file_changes_the_fingerprint(tmp_path: Path) -> None:
    """Its bytes count, in whatever file of the part it stands."""
    (tmp_path / "rules.toml").write_text("old")
    module: Any = type("Part", (), {"__file__": str(tmp_path / "__init__.py")})
    before = pipeline.fingerprint_of(module)
    (tmp_path / "rules.toml").write_text("new")
    assert pipeline.fingerprint_of(module) != before


def test_decisions_stand_when_everything_is_extracted_again(
    tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are tied to the document and its words, not to a reading."""
    folder = project(tmp_path, documents=1)
    build(folder)
    situation = folder / "seeds" / "idlib"
    with Store(folder / "reports" / DATABASE) as store:
        (document,) = store.documents("idlib").values()
        ref = f"{document.id[:10]}:{document.text.index('586,000')}"
        pipeline.decide(
            situation, store, ref, verb="correct", who="Amal", why="typing error",
            at=datetime(2020, 2, 9, tzinfo=UTC), changes={"value": 568_000},
        )  # fmt: skip
        monkeypatch.setattr(pipeline, "fingerprint_of", lambda *_: "a rule was changed")
        known = pipeline.situation(load_profile(situation), situation, store)
    assert len(extracted) == 2
    (key,) = known.key_figures
    assert key.recommended.figure.value.magnitude == 568_000
    assert key.recommended.corrected_from is not None
    assert [one.decision.why for one in known.rulings] == ["typing error"]
