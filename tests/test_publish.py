"""reports/index.html and reports/feed.xml list what may be read, and nothing else."""

from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from sitrep import pipeline
from tests.conftest import Sitrep
from tests.store.killed import project

PAGES = {"brief.pdf": b"%PDF", "brief.html": b"<html>", "brief.json": b"{}", "figures.csv": b"a", "figures.xlsx": b"P"}
INDEX, FEED = Path("reports/index.html"), Path("reports/feed.xml")


@pytest.fixture
def edition(sitrep: Sitrep, monkeypatch: pytest.MonkeyPatch) -> Sitrep:
    """A situation, and a build without drawn pages."""
    monkeypatch.setattr(pipeline, "files_of", lambda *_: PAGES)
    project(Path(), documents=1)
    profile = Path("seeds/idlib/situation.toml")
    profile.write_text(profile.read_text().replace("North-west Syria", "North <b>& west</b> 2020"))
    return sitrep


def again(name: str, day: str) -> None:
    text = Path("seeds/idlib/documents/0.md").read_text()
    Path(f"seeds/idlib/documents/{name}").write_text(text.replace("2020-02-08", day).replace("586,000", "700,000"))


def test_what_is_built_is_listed_the_newest_first(edition: Sitrep) -> None:
    assert edition("build", "idlib").code == 0
    again("new.md", "2020-02-09")
    assert edition("build", "idlib").code == 0
    feed = feedparser.parse(FEED.read_bytes())
    assert not feed.bozo
    assert [one.title for one in feed.entries] == [
        "North <b>& west</b> 2020: Situation brief No. 2, 2020-02-09",
        "North <b>& west</b> 2020: Situation brief No. 1, 2020-02-08",
    ]
    assert [one.updated for one in feed.entries] == ["2020-02-09T12:00:00+00:00", "2020-02-08T12:00:00+00:00"]
    page = INDEX.read_text()
    assert page.index("idlib/002-2020-02-09/brief.pdf") < page.index("idlib/001-2020-02-08/brief.pdf")
    assert "<b>& west" not in page and "For partners" in page


def test_every_file_that_is_listed_is_there(edition: Sitrep) -> None:
    edition("build", "idlib")
    links = [one for one in ElementTree.parse(FEED).iter("{http://www.w3.org/2005/Atom}link") if one.get("length")]
    assert len(links) == len(PAGES)
    for one in links:
        assert (Path("reports") / str(one.get("href"))).stat().st_size == int(str(one.get("length")))
        assert f'href="{one.get("href")}"' in INDEX.read_text()


def test_a_draft_is_listed_once_it_is_approved_and_leaves_when_it_is_rejected(edition: Sitrep) -> None:
    profile = Path("seeds/idlib/situation.toml")
    profile.write_text('approval = "manual"\n' + profile.read_text())
    edition("build", "idlib")
    assert not INDEX.exists() and not FEED.exists()
    edition("approve", "idlib", "1")
    assert "idlib/001-2020-02-08/brief.pdf" in INDEX.read_text()
    edition("reject", "idlib", "1", "--why", "a wrong map")
    assert not INDEX.exists() and not FEED.exists()


def test_links_lead_to_where_reports_can_be_read(edition: Sitrep) -> None:
    with Path("seeds/idlib/situation.toml").open("a") as file:
        file.write('[mail]\nsender = "desk@example.org"\nlink = "https://example.org/reports/"\n')
    edition("build", "idlib")
    assert 'href="https://example.org/reports/idlib/001-2020-02-08/brief.pdf"' in FEED.read_text()


def test_nothing_is_written_where_nothing_is_new(edition: Sitrep) -> None:
    edition("build", "idlib")
    before = FEED.stat().st_mtime_ns, INDEX.stat().st_ino
    edition("build", "idlib")
    edition("approve", "idlib", "1")
    assert (FEED.stat().st_mtime_ns, INDEX.stat().st_ino) == before
