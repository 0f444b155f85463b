"""Does anything that an office receives crash, hang, vanish or lie? A corpus that is made anew by each run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from sitrep.extract import extract
from sitrep.ingest import Ingested, ingest_paths
from sitrep.ingest.folder import shown
from tests.ingest.awkward import DUPLICATE, READ, WARNED, Case, Place, cases, large, make_places

LARGE = pytest.mark.skipif("SITREP_LARGE" not in os.environ, reason="takes minutes: SITREP_LARGE=1 asks for it")


@pytest.fixture(scope="module")
def made() -> tuple[Case, ...]:
    return tuple(cases())


@pytest.fixture(scope="module")
def corpus(made: tuple[Case, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(made, tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def ingested(corpus: Path) -> Ingested:
    return ingest_paths([corpus], jobs=2)


def put(cases: Iterable[Case], folder: Path) -> Path:
    for case in cases:
        path = folder / case.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(case.data)
    return folder


def wrong(case: Case, folder: Path, ingested: Ingested) -> Iterator[str]:
    """What is not as it should be about the reading of a case."""
    (line,) = [line for line in ingested.inputs if line.path == shown(folder / case.name)]
    # Many cases say the same in few words: then the text that is kept must be as it should.
    is_repeated = line.status == DUPLICATE and case.ends in (READ, WARNED)
    document_ids = {document.id for document in ingested.documents if document.path == line.of} | {*line.documents}
    text = "\n".join(document.text for document in ingested.documents if document.id in document_ids)
    if not is_repeated and (line.status != case.ends or case.why not in line.reason):
        yield f"{case.name}: {line.status}, not {case.ends}: {line.reason}"
    yield from (f"{case.name}: lacks {words!r}: {text[:300]!r}" for words in case.has if words not in text)
    yield from (f"{case.name}: holds {words!r}: {text[:300]!r}" for words in case.lacks if words in text)


def test_each_of_many_ends_as_it_should(made: tuple[Case, ...], corpus: Path, ingested: Ingested) -> None:
    assert len({case.name for case in made}) == len(made) >= 120
    flaws = [flaw for case in made for flaw in wrong(case, corpus, ingested)]
    assert not flaws, "\n".join(flaws)


def test_nothing_vanishes(made: tuple[Case, ...], corpus: Path, ingested: Ingested) -> None:
    assert sorted(line.path for line in ingested.inputs) == sorted(str(corpus / case.name) for case in made)
    assert sum(ingested.counts().values()) == len(made)


def test_a_reprint_knows_its_origin(corpus: Path, ingested: Ingested) -> None:
    by_path = {Path(document.path).name: document for document in ingested.documents}
    assert by_path["d reprint.txt"].origin == by_path["a.txt"].id
    assert by_path["e another day.txt"].origin is None


def test_parts_and_problems_lie_within_their_documents(ingested: Ingested) -> None:
    for document in ingested.documents:
        assert all(0 <= part.span.start < part.span.end <= len(document.text) for part in document.parts)
        ends = [part.span for part in document.parts]
        assert all(before.end <= after.start for before, after in pairwise(ends))
        assert all(problem.document == document.id for problem in document.problems)


def test_whatever_is_read_can_be_read_for_figures(ingested: Ingested) -> None:
    for document in ingested.documents:
        for figure in extract(document).figures:
            assert document.text[figure.span.start : figure.span.end] == figure.number


def test_the_order_and_number_of_readers_change_nothing(corpus: Path, ingested: Ingested) -> None:
    again = ingest_paths([corpus], jobs=1)
    assert (again.documents, again.inputs) == (ingested.documents, ingested.inputs)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Place, ...]]:
    folder = tmp_path_factory.mktemp("file system") / "documents"
    return folder, tuple(make_places(folder))


def test_a_file_system_holds_no_surprise(places: tuple[Path, tuple[Place, ...]]) -> None:
    folder, made = places
    found = {line.path: line for line in ingest_paths([folder]).inputs}
    expected = {shown(folder / place.name): place for place in made}
    assert {path: line.status for path, line in found.items()} == {path: place.ends for path, place in expected.items()}
    assert [path for path, place in expected.items() if place.why not in found[path].reason] == []


def command(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """What the command line says, which never is a traceback and never steers a terminal."""
    line = [sys.executable, "-m", "sitrep", *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, timeout=300, check=False)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 3)
    assert not set(done.stdout + done.stderr) & set(b"\x1b\x07\x00")
    return done


def test_there_is_one_line_for_each_input(
    made: tuple[Case, ...], corpus: Path, places: tuple[Path, tuple[Place, ...]]
) -> None:
    done = command("ingest", "--try", "--format", "json", corpus, places[0])
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(made) + len(places[1])
    assert {"path", "status", "reason", "of", "title", "publisher", "published", "lang", "text"} <= lines[0].keys()


def test_terminals_are_not_steered(corpus: Path, places: tuple[Path, tuple[Place, ...]]) -> None:
    command("ingest", "--try", corpus / "injections", places[0])
    command("extract", corpus / "injections", corpus / "numbers", places[0])


@LARGE
def test_large_ones_end_as_they_should(tmp_path: Path) -> None:
    made = tuple(large())
    ingested = ingest_paths([put(made, tmp_path)], jobs=2)
    assert [flaw for case in made for flaw in wrong(case, tmp_path, ingested)] == []
