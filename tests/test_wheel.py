"""Does the wheel carry all that it needs, away from the checkout?"""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCUMENT = """\
---
title: Flood update
publisher: Relief Office
published: 2024-08-20
---
More than 12,000 people have been displaced by floods in Kassala since 1 August 2024. Five people were killed.
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in a new environment: the wheel from its file, its dependencies from this environment, no network."""
    venv = tmp_path_factory.mktemp("venv")
    python = venv / "bin" / "python"
    if uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, venv], check=True)
        install = [uv, "pip", "install", "--quiet", "--offline", "--python", python]
    else:
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "--no-index"]
    subprocess.run([*install, "--no-deps", wheel], check=True)
    places = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    Path(places.strip(), "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return venv / "bin" / "sitrep"


def test_the_wheel_carries_data_and_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("sitrep/templates/base/", "sitrep/languages/", "sitrep/reference/"):
        there = {path.name for path in source(folder).rglob("*") if path.is_file() and path.suffix != ".pyc"}
        assert there <= {Path(name).name for name in names if name.startswith(folder)}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "tests" in name or name.startswith(("seeds", "reports"))]


def source(folder: str) -> Path:
    """Where a folder of the wheel comes from."""
    return ROOT / folder.replace("sitrep/templates", "templates")


def test_the_wheel_builds_a_brief_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    # As on a user's machine, where bytecode is written beside the program.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([installed, *args], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    assert run("init", "floods").returncode == 0
    (tmp_path / "seeds/floods/documents/update.md").write_text(DOCUMENT)
    built = run("build", "floods")
    assert built.returncode == 0, built.stderr
    brief = tmp_path / "reports/floods/001-2024-08-20/brief.pdf"
    assert brief.read_bytes().startswith(b"%PDF-")
    assert str(brief.relative_to(tmp_path)) in built.stdout
    brief.touch()
    assert "nothing new since" in run("build", "floods").stdout
    assert "nothing new since" in run("build", "floods", "--as-of", "2024-08-20").stdout
