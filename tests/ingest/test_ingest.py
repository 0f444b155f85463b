"""Which inputs were found, and how did each end?"""

import os
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitrep.errors import DocumentError, ProfileError
from sitrep.ingest import Status, ingest, read
from sitrep.model import Profile

PROFILE = Profile(name="example", title="Example")
HEAD = "---\npublished: 2020-02-10\n---\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    return tmp_path


def give(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / "documents" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def statuses(folder: Path) -> dict[str, Status]:
    return {line.path.removeprefix("documents/"): line.status for line in ingest(PROFILE, folder).inputs}


def test_every_input_is_in_the_report(folder: Path) -> None:
    give(folder, "a.txt", HEAD + "Five killed.")
    give(folder, "b.md", "# Update\n\nNo date here: five killed.")
    give(folder, "copy-of-a.txt", HEAD + "Five killed.")
    give(folder, "empty.txt", "")
    give(folder, "photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(100))
    give(folder, "noise.txt", bytes(range(256)) * 4)
    give(folder, ".hidden.txt", "x")
    give(folder, "deep/er/c.txt", HEAD + "Six killed.")
    (folder / "documents" / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(folder / "documents" / "pipe.txt")
    assert statuses(folder) == {
        "a.txt": Status.READ,
        "b.md": Status.WARNED,
        "copy-of-a.txt": Status.DUPLICATE,
        "empty.txt": Status.FAILED,
        "photo.txt": Status.SKIPPED,
        "noise.txt": Status.SKIPPED,
        ".hidden.txt": Status.IGNORED,
        "deep/er/c.txt": Status.READ,
        "link.txt": Status.SKIPPED,
        "pipe.txt": Status.SKIPPED,
    }


def test_a_duplicate_names_what_it_repeats(folder: Path) -> None:
    give(folder, "a.txt", HEAD + "Five killed.")
    give(folder, "b.txt", HEAD + "Five killed.")
    assert ingest(PROFILE, folder).inputs[1].of == "documents/a.txt"


def test_a_file_that_repeats_itself_is_no_duplicate(folder: Path) -> None:
    item = "<item><title>Five killed</title><pubDate>Mon, 10 Feb 2020 08:00:00 +0000</pubDate></item>"
    feed = f"<rss version='2.0'><channel><title>x</title>{item * 3}</channel></rss>"
    give(folder, "feed.xml", feed)
    (line,) = ingest(PROFILE, folder).inputs
    assert (line.status, len(line.documents)) == (Status.READ, 1)
    assert line.reason == "in it, the same as documents/feed.xml/entry 1"


def test_what_fails_is_a_problem_and_costs_itself_alone(folder: Path) -> None:
    give(folder, "a.txt", "")
    give(folder, "b.txt", HEAD + "Five killed.")
    ingested = ingest(PROFILE, folder)
    assert [document.path for document in ingested.documents] == ["documents/b.txt"]
    (problem,) = ingested.problems
    assert (problem.document, problem.level, problem.message) == ("documents/a.txt", "failed", "empty file")
    assert ingested.inputs[0].reason == "empty file"


def test_a_source_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(ProfileError, match=r"'reports/x\.pdf' does not exist"):
        ingest(Profile(name="x", title="X", sources=("reports/x.pdf",)), folder)


def test_a_given_date_goes_before_the_head(folder: Path) -> None:
    path = give(folder, "a.txt", HEAD + "Five killed.")
    assert read(path)[0].published == date(2020, 2, 10)
    assert read(path, published=date(2020, 1, 1))[0].published == date(2020, 1, 1)


def test_the_time_of_a_file_is_not_its_date(folder: Path) -> None:
    (document,) = read(give(folder, "a.txt", "Five killed."))
    assert document.published is None
    assert "no date of publication" in document.problems[0].message


def test_a_page_named_txt_is_read_as_a_page(folder: Path) -> None:
    (document,) = read(give(folder, "a.txt", "<html><body><main><p>Five killed.</p></main></body></html>"))
    assert (document.format, document.text) == ("html", "Five killed.")


def test_the_message_names_the_file(folder: Path) -> None:
    with pytest.raises(DocumentError, match=r"empty\.txt: empty file"):
        read(give(folder, "empty.txt", " \n"))


def test_a_head_beside_a_file_speaks_for_it(folder: Path) -> None:
    path = give(folder, "a.html", "<html><body><main><p>Five killed.</p></main></body></html>")
    give(folder, "a.html.toml", 'published = 2020-02-10\npublisher = "UN OCHA"\n')
    give(folder, "alone.toml", "5 killed")
    assert statuses(folder) == {"a.html": Status.READ, "a.html.toml": Status.IGNORED, "alone.toml": Status.WARNED}
    (document,) = read(path)
    assert (document.published, document.publisher) == (date(2020, 2, 10), "OCHA")


def test_a_new_head_is_seen(folder: Path) -> None:
    give(folder, "a.txt", "Five killed.")
    first = ingest(PROFILE, folder)
    give(folder, "a.txt.toml", "published = 2020-02-10\n")
    kept = {document.id: document for document in first.documents}
    assert ingest(PROFILE, folder, known=first.inputs, documents=kept).documents[0].published == date(2020, 2, 10)


def test_a_head_that_is_no_toml_is_said(folder: Path) -> None:
    give(folder, "a.txt", "Five killed.")
    give(folder, "a.txt.toml", "published: 2020-02-10")
    (line, _) = ingest(PROFILE, folder).inputs
    assert (line.status, "the head beside it is no TOML" in line.reason) == (Status.FAILED, True)


def test_what_has_not_changed_is_not_read_again(folder: Path) -> None:
    path = give(folder, "a.txt", HEAD + "Five killed.")
    first = ingest(PROFILE, folder)
    kept = {document.id: replace(document, title="as kept") for document in first.documents}
    again = ingest(PROFILE, folder, known=first.inputs, documents=kept)
    assert [document.title for document in again.documents] == ["as kept"]
    path.write_text(HEAD + "Six killed.")
    changed = ingest(PROFILE, folder, known=first.inputs, documents=kept)
    assert [document.text for document in changed.documents] == ["Six killed."]


def test_an_older_version_knows_its_successor(folder: Path) -> None:
    head = "---\ntitle: {}\npublisher: X\npublished: 2020-02-0{}\n---\n{} killed.\n"
    give(folder, "a.txt", head.format("Note No. 3", 5, 14))
    give(folder, "b.txt", head.format("'CORRECTED: Note No. 3'", 7, 12))
    ingested = ingest(PROFILE, folder)
    old, new = ingested.documents
    assert (old.superseded_by, new.superseded_by) == (new.id, None)
    assert [line.reason for line in ingested.inputs] == ["replaced by documents/b.txt", ""]


def test_a_language_without_rules_stays_what_it_is(folder: Path) -> None:
    """English rules would make wrong figures of it; extract says that there are none for it."""
    (document,) = read(give(folder, "a.txt", "---\npublished: 2020-02-10\nlang: de\n---\nFünf Tote in der Stadt."))
    assert (document.lang, document.problems) == ("de", ())


def test_what_was_skipped_is_not_looked_at_again_unless_it_was_being_written(folder: Path) -> None:
    give(folder, "photo.png", b"\x89PNG" + bytes(20))
    with (folder / "documents" / "half.txt").open("w") as file:
        file.write(HEAD + "Five killed.")
        file.flush()
        first = ingest(PROFILE, folder)
    assert [line.status for line in first.inputs] == [Status.SKIPPED, Status.SKIPPED]
    again = ingest(PROFILE, folder, known=[replace(line, reason="as kept") for line in first.inputs])
    assert [(line.status, line.reason) for line in again.inputs] == [(Status.READ, ""), (Status.SKIPPED, "as kept")]


def test_a_reprint_stands_alone_when_its_origin_is_gone(folder: Path) -> None:
    story = " ".join(f"On day {n} of the week the road to the north was open for some hours." for n in range(9))
    give(folder, "a.txt", HEAD + story)
    give(folder, "b.txt", f"{HEAD}(Wire) {story}")
    first = ingest(PROFILE, folder)
    assert [document.origin is None for document in first.documents] == [True, False]
    assert (first.inputs[1].reason, first.inputs[1].of) == ("reprints documents/a.txt", "documents/a.txt")
    (folder / "documents" / "a.txt").unlink()
    kept = {document.id: document for document in first.documents}
    (left,) = ingest(PROFILE, folder, known=first.inputs, documents=kept).documents
    assert left.origin is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_no_day_of_publication(day: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"---\npublished: {day}\n---\nThree people died on Monday.")
    [document] = read(path)
    assert document.published is None
    assert f"published on {day}, which cannot be" in document.problems[0].message
