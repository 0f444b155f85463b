"""Does the code keep to its design? Imports follow the line, README's tree is the tree, modules say their question."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sitrep"
MODULES = sorted(PACKAGE.rglob("*.py"))

VALUES = {"errors", "units", "model", "bounds", "inputs", "parallel", "languages", "reference"}

MAY_IMPORT = {
    "errors": set(),
    "units": {"errors"},
    "model": {"units"},
    "bounds": {"model", "units"},
    "inputs": set(),
    "parallel": {"units"},
    "languages": {"errors", "units"},
    "reference": {"errors", "units", "languages"},
    "profile": VALUES,
    "ingest": VALUES,
    "extract": VALUES,
    "reconcile": VALUES,
    "compose": VALUES,
    "render": VALUES,
    "deliver": VALUES,
    "schedule": VALUES,
    "store": VALUES,
    "pipeline": VALUES
    | {"profile", "ingest", "extract", "reconcile", "compose", "render", "deliver", "schedule", "store"},
    "cli": VALUES
    | {"profile", "ingest", "extract", "reconcile", "compose", "render", "deliver", "schedule", "store", "pipeline"},
}
"""Part of sitrep → the other parts that it may import. A stage never imports another stage."""


def part_of(path: Path) -> str:
    """The part that a module belongs to: the file or folder directly under sitrep/."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> Iterator[str]:
    """The parts of sitrep that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write imports in full, as sitrep.…"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            package, _, rest = name.partition(".")
            if package == "sitrep" and rest and rest != "__version__":
                yield rest.split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_line(path: Path) -> None:
    part = part_of(path)
    if part in ("__init__", "__main__"):
        assert set(imported_parts(path)) <= {"cli"}
    else:
        assert part in MAY_IMPORT, f"{part} is new: say in MAY_IMPORT, and in README, what it may import"
        assert set(imported_parts(path)) - {part} <= MAY_IMPORT[part]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_which_question_it_answers(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_command_line_prints(path: Path) -> None:
    calls = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    assert part_of(path) == "cli" or not names & {"print", "input", "exit"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_named_for_nothing_in_particular(path: Path) -> None:
    assert not {"utils", "helpers", "common", "manager", "base", "misc"} & {path.stem, *path.parent.parts}


def tree_of_readme() -> dict[str, str]:
    """README's tree: path → what it says about it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"^## The tree\n.*?```\n(.*?)```", readme, re.DOTALL | re.MULTILINE)
    assert block, "README has no tree"
    found: dict[str, str] = {}
    folders: list[str] = []
    for line in block[1].splitlines():
        match = re.match(r"( *)(\S+)(?:  +(.*))?$", line)
        if match is None or match[2] == "":
            continue
        depth = len(match[1]) // 2
        folders = [*folders[:depth], match[2].removesuffix("/")]
        found["/".join(folders) + ("/" if match[2].endswith("/") else "")] = match[3] or ""
    return found


def test_the_tree_in_readme_is_the_tree() -> None:
    """Every module and folder of sitrep/ is there, and nothing else; of the migrations only their folder."""
    told = {path for path in tree_of_readme() if path.startswith("sitrep/")}
    modules = [path for path in MODULES if "versions" not in path.parts]
    there = {f"{path.parent.relative_to(ROOT)}/" for path in modules}
    there |= {str(path.relative_to(ROOT)) for path in modules if path.name != "__init__.py" or path.parent == PACKAGE}
    assert told == {path for path in there if not path.endswith("migrations/env.py")}


def test_every_line_of_the_tree_in_readme_says_what_is_there() -> None:
    assert [path for path, about in tree_of_readme().items() if not about] == []
