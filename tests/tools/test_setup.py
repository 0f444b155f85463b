"""Does the set-up install what is missing, say what it cannot, and do nothing when there is nothing to do?"""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/setup.py on a machine that has everything; each command it runs is only remembered in `setup.ran`."""
    spec = importlib.util.spec_from_file_location("setup_tool", ROOT / "tools" / "setup.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    ran: list[list[str]] = []
    for name, value in {"VENV": tmp_path, "PYTHON": python, "STAMP": tmp_path / "set-up", "ran": ran}.items():
        monkeypatch.setattr(module, name, value, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(module, "can_open", lambda _: True)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append([str(word) for word in command]))
    return module


def has(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Only these commands are on the PATH."""
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}" if name in names else None)


def opens_only(setup: ModuleType, monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    """The libraries that the loader finds until a package manager has run."""
    managers = ("apt-get", "dnf", "apk", "brew")

    def found(name: str) -> bool:
        return name in libraries or any(command[0] in managers or command[0] == "sudo" for command in setup.ran)

    monkeypatch.setattr(setup, "can_open", found)


def test_it_installs_by_pip_where_there_is_no_uv(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch)
    setup.main()
    [venv, packages, project] = setup.ran
    assert venv[1:3] == ["-m", "venv"]
    assert "--require-hashes" in packages and packages[-1].endswith("requirements.txt")
    assert "--no-deps" in project and project[-2:] == ["-e", str(ROOT)]


def test_it_does_nothing_the_second_time(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, "uv")
    setup.main()
    setup.ran.clear()
    setup.main()
    assert setup.ran == []


def test_it_starts_again_when_the_lock_changes(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    has(monkeypatch, "uv")
    setup.main()
    monkeypatch.setattr(setup, "LOCK", tmp_path / "requirements.txt")
    setup.LOCK.write_text("other==1\n")
    assert not setup.is_environment_current()


def test_a_failed_install_is_tried_again(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mark that all is done comes last."""
    has(monkeypatch, "uv")

    def fails(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(2, command)

    monkeypatch.setattr(subprocess, "run", fails)
    with pytest.raises(SystemExit):
        setup.main()
    assert not setup.is_environment_current()


@pytest.mark.parametrize(
    ("manager", "packages"),
    [
        ("apt-get", ["libharfbuzz-subset0", "libpangoft2-1.0-0"]),
        ("dnf", ["harfbuzz", "pango"]),
        ("apk", ["harfbuzz-subset", "pango"]),
    ],
)
def test_it_installs_the_packages_of_missing_libraries(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, manager: str, packages: list[str]
) -> None:
    has(monkeypatch, manager)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    opens_only(setup, monkeypatch, "libpango-1.0.so.0", "libfontconfig.so.1")
    setup.install_system_packages()
    assert setup.ran[-1][0] == manager
    assert setup.ran[-1][-len(packages) :] == packages


def test_it_uses_sudo_only_where_not_root(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, "apt-get", "sudo")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    opens_only(setup, monkeypatch)
    setup.install_system_packages()
    assert {command[0] for command in setup.ran} == {"sudo"}


def test_without_sudo_it_says_what_root_must_do(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    has(monkeypatch, "apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(setup, "can_open", lambda name: "harfbuzz" not in name)
    with pytest.raises(SystemExit) as end:
        setup.main()
    assert end.value.code == 1
    assert "As root: apt-get install -qq -y --no-install-recommends libharfbuzz-subset0" in capsys.readouterr().err


def test_without_a_package_manager_it_names_the_libraries(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    has(monkeypatch)
    monkeypatch.setattr(setup, "can_open", lambda name: "pango" not in name)
    with pytest.raises(SystemExit):
        setup.main()
    assert "libpango-1.0.so.0, libpangoft2-1.0.so.0" in capsys.readouterr().err


def test_where_venv_is_left_out_of_python_it_is_installed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's python3 has no ensurepip: `python3 -m venv` fails without python3.11-venv."""
    has(monkeypatch, "apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(setup, "PYTHON", Path("/nowhere/python"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None if not setup.ran else object())
    setup.install_system_packages()
    assert setup.ran[-1][-1] == f"python3.{sys.version_info.minor}-venv"
