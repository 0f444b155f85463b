"""A killed build leaves the store whole, and building again gives what an undisturbed build gives."""

from pathlib import Path

from sitrep.store import DATABASE, Store
from tests.store.killed import begin, build, content, kill_builds, project

# More of them, of the whole command with its pages, in tests/benchmarks/bench_situation.py.
KILLS = 25


def test_killed_builds_change_nothing_in_the_end(tmp_path: Path) -> None:
    """After kills at random moments: sound, the same rows, the same reports, an unbroken audit log."""
    disturbed, undisturbed = project(tmp_path / "disturbed"), project(tmp_path / "undisturbed")
    # How many of them hit a running build depends on the machine; that some do is what makes this a test.
    assert kill_builds(disturbed, KILLS, within_s=0.3) > 0
    for folder in (disturbed, undisturbed):
        build(folder)
        with Store(folder / "reports" / DATABASE) as store:
            assert store.verify() == []
    assert content(disturbed) == content(undisturbed)


def test_four_builds_at_once_make_one_edition(tmp_path: Path) -> None:
    """Each ends well or with 75; nothing is there twice."""
    folder = project(tmp_path)
    builds = [begin(folder) for _ in range(4)]
    for process in builds:
        process.join()
    assert {process.exitcode for process in builds} <= {0, 75}
    again = project(tmp_path / "alone")
    build(again)
    assert content(folder) == content(again)
