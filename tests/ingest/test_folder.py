"""Which files does a source name, and what bytes do they hold?"""

import os
from pathlib import Path

import pytest

from sitrep.errors import DocumentError, ProfileError
from sitrep.ingest import limits
from sitrep.ingest.draft import Unsupported
from sitrep.ingest.folder import files_in, files_of, read_bytes


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("documents/**", ["documents/a.txt", "documents/deep/b.md"]),
        ("documents", ["documents/a.txt", "documents/deep/b.md"]),
        ("documents/*.txt", ["documents/a.txt"]),
        ("documents/**/*.md", ["documents/deep/b.md"]),
        ("extra.txt", ["extra.txt"]),
        ("nothing/**", []),
    ],
)
def test_sources(tmp_path: Path, source: str, names: list[str]) -> None:
    make(tmp_path, "documents/a.txt", "documents/deep/b.md", "extra.txt")
    assert [file.name for file in files_of([source], tmp_path)] == names


def test_a_file_that_two_sources_name_is_taken_once(tmp_path: Path) -> None:
    make(tmp_path, "documents/a.txt")
    assert len(files_of(["documents/**", "documents/a.txt"], tmp_path)) == 1


def test_a_missing_source_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"'a\.txt' does not exist"):
        files_of(["a.txt"], tmp_path)


@pytest.mark.parametrize("name", [".hidden", "~$report.docx", "Thumbs.db", "report.pdf.part", "a.crdownload", "notes~"])
def test_leavings_are_ignored_unless_named(tmp_path: Path, name: str) -> None:
    make(tmp_path, f"documents/{name}")
    assert [file.is_ignored for file in files_of(["documents/**"], tmp_path)] == [True]
    assert [file.is_ignored for file in files_in([tmp_path / "documents" / name])] == [False]


def test_names_are_shown_without_what_they_could_do(tmp_path: Path) -> None:
    make(tmp_path, "documents/a\u202etxt.exe", "documents/b\x1b[31m.txt")
    (tmp_path / "documents" / os.fsdecode(b"c\xff.txt")).write_text("x")
    names = [file.name for file in files_of(["documents/**"], tmp_path)]
    assert names == ["documents/a\\u202etxt.exe", "documents/b\\x1b[31m.txt", "documents/c\\udcff.txt"]


def test_a_folder_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILES_PER_FOLDER", 2)
    make(tmp_path, *(f"documents/{n}.txt" for n in range(3)))
    assert [file.is_beyond_limit for file in files_of(["documents/**"], tmp_path)] == [False, False, True]


def test_links_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "documents/a.txt", "outside/secret.txt")
    (tmp_path / "documents" / "folder").symlink_to(tmp_path / "outside")
    (tmp_path / "documents" / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "documents" / "round").symlink_to(tmp_path / "documents")
    found = files_of(["documents/**"], tmp_path)
    assert [file.name for file in found] == [f"documents/{name}" for name in ("a.txt", "dangling", "folder", "round")]
    for file in found[1:]:
        with pytest.raises(Unsupported, match="link"):
            read_bytes(file.path)


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(Unsupported, match="not a plain file"):
            read_bytes(path)


def test_a_file_that_is_being_written_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("w") as file:
        file.write("half a")
        file.flush()
        with pytest.raises(Unsupported, match="still being written"):
            read_bytes(path)
    assert read_bytes(path) == b"half a"


def test_the_limit_is_in_the_message(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(51 * 2**20)
    with pytest.raises(DocumentError, match="51 MB, more than 50 MB, the limit"):
        read_bytes(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="No such file"):
        read_bytes(tmp_path / "a.txt")
