"""Does README say what is there? Its commands, dependencies, exit codes and examples."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from sitrep.cli import app
from sitrep.errors import SitrepError
from tests.conftest import ROOT, Sitrep

README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def commands() -> Iterator[str]:
    """Every command that the command line knows, such as "build" or "store verify"."""
    main = typer.main.get_command(app)
    for name, command in main.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        yield from (f"{name} {inner}" for inner in below) if below else (name,)


@pytest.mark.parametrize("command", list(commands()))
def test_readme_names_every_command(command: str) -> None:
    first = re.findall(r"^\| `([a-z -]+)", README, re.MULTILINE)
    assert command in {name.strip() for name in first}, f"{command} is missing in README's tables of commands"


def test_readme_names_no_command_that_is_not_there() -> None:
    blocks = "\n".join(re.findall(r"```\n(.*?)```", README, re.DOTALL))
    asked = re.findall(r"^(?:\.venv/bin/)?sitrep ([a-z]+)", blocks, re.MULTILINE)
    assert set(asked) <= {name.split()[0] for name in commands()}


def test_readme_gives_the_reason_for_every_dependency() -> None:
    """And names none that is not there."""
    wanted = [*PROJECT["project"]["dependencies"]]
    wanted += [one for extra in PROJECT["project"].get("optional-dependencies", {}).values() for one in extra]
    section = README.split("## Dependencies")[1].split("\n## ")[0]
    told = re.findall(r"^\| ([\w.-]+)[^|]*\|", section, re.MULTILINE)
    assert sorted(set(told) - {"package", "---"}) == sorted({re.match(r"[\w.-]+", one)[0].lower() for one in wanted})  # type: ignore[index]


def test_readme_names_what_is_installed_for_development() -> None:
    section = README.split("## Dependencies")[1].split("\n## ")[0]
    names = [re.match(r"[\w.-]+", one)[0] for one in PROJECT["dependency-groups"]["dev"]]  # type: ignore[index]
    assert [name for name in names if name not in section] == []


def test_readme_gives_every_exit_code() -> None:
    told = set(map(int, re.findall(r"^\| (\d+) \|", README.split("## Exit codes")[1], re.MULTILINE)))
    assert told == {0, 1} | {kind.exit_code for kind in SitrepError.__subclasses__()}


def test_the_python_in_readme_runs() -> None:
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(compile(block, "README.md", "exec"), {})


def test_the_first_commands_in_readme_run(sitrep: Sitrep) -> None:
    """The commands of "A situation of your own", on a document like the reader's."""
    block = re.search(r"## A situation of your own\n+```\n(.*?)```", README, re.DOTALL)
    assert block
    report = (
        "---\npublisher: Relief Office\npublished: 2024-08-20\n---\nFloods have displaced 12,000 people in Kassala.\n"
    )
    Path("report.txt").write_text(report)
    for line in block[1].splitlines():
        words = shlex.split(line, comments=True)
        assert words[0] == "sitrep"
        answer = sitrep(*words[1:])
        assert answer.code == 0, f"{line}\n{answer.err}"
        if words[1] == "init":
            Path("seeds/sudan-floods/documents/report.txt").write_text(report)
    assert Path("reports/sudan-floods/001-2024-08-20/brief.pdf").exists()


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_the_files_that_readme_links_to_are_there(link: str) -> None:
    assert (ROOT / link).exists()


# The lock


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in lock and "--index" not in lock and "--find-links" not in lock
    pinned = re.findall(r"^([\w.-]+)==[^\s;]+[^\n]* \\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)
    assert sorted(pinned) == sorted(re.findall(r"^[\w.-]+(?===)", lock, re.MULTILINE))


def test_the_lock_has_every_dependency() -> None:
    lock = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE))
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    assert {re.match(r"[\w.-]+", one)[0].lower().replace(".", "-") for one in wanted} <= lock  # type: ignore[index]
