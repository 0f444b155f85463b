"""A killed build leaves the store whole, and building again gives what an undisturbed build gives."""

from pathlib import Path

from sitrep.store import DATABASE, Store
from tests.store.killed import begin, build, content, kill_builds, project, steps_of

# More of them, at random times of the whole command with its pages, in tests/benchmarks/bench_situation.py.
KILLS = 25


def test_killed_builds_change_nothing_in_the_end(tmp_path: Path) -> None:
    """Killed between any two steps of its writing: sound, the same rows, the same reports, an unbroken audit log."""
    disturbed, undisturbed = project(tmp_path / "disturbed"), project(tmp_path / "undisturbed")
    steps = steps_of(undisturbed)
    assert kill_builds(disturbed, KILLS, steps=steps) > 1
    build(disturbed)
    for folder in (disturbed, undisturbed):
        with Store(folder / "reports" / DATABASE) as store:
            assert store.verify() == []
    assert content(disturbed) == content(undisturbed)


def test_four_builds_at_once_make_one_edition(where: str, tmp_path: Path) -> None:
    """In either store each ends well or with 75; nothing is there twice."""
    folder, again = project(tmp_path / "together"), project(tmp_path / "alone")
    builds = [begin(folder, where) for _ in range(4)]
    for process in builds:
        process.join()
    codes = [process.exitcode for process in builds]
    assert 0 in codes and set(codes) <= {0, 75}
    build(again)
    assert content(folder, where) == content(again)
    with Store(where, reports=folder / "reports") as store:
        assert store.verify() == []
