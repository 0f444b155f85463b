"""What must be on this machine before sitrep runs? Run by every make target; takes no time when all of it is there.

Puts in place, in this order: the system libraries that WeasyPrint opens, and .venv with exactly the packages of
requirements.txt and this project; with the argument "bench" also what the benches compare with. Needs Python 3.11 or
newer with its standard library, and nothing else.
"""

from __future__ import annotations  # an older Python must get as far as the message that it is too old

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.txt"
PEERS = ROOT / "tests" / "benchmarks" / "requirements.txt"
STAMP = VENV / "set-up"

# What WeasyPrint opens (weasyprint/text/ffi.py), and the package that brings it. Without libharfbuzz-subset a brief
# takes three times as long; without fontconfig's configuration the process dies. The fonts are the project's own.
LIBRARIES = {
    "libpango-1.0.so.0": {"apt-get": "libpango-1.0-0", "dnf": "pango", "apk": "pango"},
    "libpangoft2-1.0.so.0": {"apt-get": "libpangoft2-1.0-0", "dnf": "pango", "apk": "pango"},
    "libharfbuzz-subset.so.0": {"apt-get": "libharfbuzz-subset0", "dnf": "harfbuzz", "apk": "harfbuzz-subset"},
    "libfontconfig.so.1": {"apt-get": "libfontconfig1", "dnf": "fontconfig", "apk": "fontconfig"},
}
LIBRARIES_MAC = {
    "libpango-1.0.dylib": {"brew": "pango"},
    "libpangoft2-1.0.dylib": {"brew": "pango"},
    "libharfbuzz-subset.0.dylib": {"brew": "harfbuzz"},
    "libfontconfig.1.dylib": {"brew": "fontconfig"},
}
# Where Homebrew puts libraries; the loader does not look there by itself.
FOLDERS_MAC = (Path("/opt/homebrew/lib"), Path("/usr/local/lib"))

INSTALL: dict[str, tuple[tuple[str, ...], ...]] = {
    "apt-get": (
        ("apt-get", "update", "-qq"),
        ("apt-get", "install", "-qq", "-y", "--no-install-recommends"),
    ),
    "dnf": (("dnf", "install", "-q", "-y"),),
    "apk": (("apk", "add", "-q"),),
    "brew": (("brew", "install", "-q"),),
}


def main() -> None:
    """Set up what is missing; say nothing when nothing is."""
    if sys.version_info < (3, 11):  # noqa: UP036
        run_with_newer_python()
    try:
        install_system_packages()
        if not is_environment_current():
            make_environment()
        if "bench" in sys.argv[1:]:
            install_peers()
    except subprocess.CalledProcessError as error:
        stop(f"this command failed with {error.returncode}: {' '.join(map(str, error.cmd))}")


def run_with_newer_python() -> None:
    """Start again with the newest Python on the PATH that is new enough, or stop."""
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        if found := shutil.which(name):
            os.execv(found, [found, *sys.argv])
    stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}", "Install it, or: make PYTHON=python3.12")


def install_system_packages() -> None:
    """Install the packages of the libraries that cannot be opened, and of venv where Debian left it out."""
    missing = missing_packages()
    if not missing:
        return
    manager = next((name for name in INSTALL if shutil.which(name)), None)
    if manager is None:
        stop(
            f"these are missing, and there is no {', '.join(INSTALL)} here to install them: {', '.join(missing)}",
            "Install Pango 1.44 or newer (with its FreeType part) and HarfBuzz (with its subset part), then try again.",
        )
    packages = sorted({packages[manager] for packages in missing.values() if manager in packages})
    commands = [as_root(manager, command) for command in INSTALL[manager]]
    commands[-1] += packages
    say(f"installing {', '.join(packages)}")
    for command in commands:
        subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdout=sys.stderr)
    if still := missing_packages():
        stop(f"still missing after {' '.join(commands[-1])}: {', '.join(still)}")


def missing_packages() -> dict[str, dict[str, str]]:
    """What is missing, each with the package that brings it by package manager."""
    libraries = LIBRARIES_MAC if sys.platform == "darwin" else LIBRARIES
    missing = {name: packages for name, packages in libraries.items() if not can_open(name)}
    if not PYTHON.exists() and not shutil.which("uv") and not importlib.util.find_spec("ensurepip"):
        package = f"python3.{sys.version_info.minor}-venv"
        missing["ensurepip"] = {"apt-get": package, "dnf": "python3-pip", "apk": "python3"}
    return missing


def can_open(library: str) -> bool:
    """Whether the loader finds the library."""
    if any((folder / library).exists() for folder in FOLDERS_MAC if sys.platform == "darwin"):
        return True
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def as_root(manager: str, command: tuple[str, ...]) -> list[str]:
    """The command with sudo where it is needed, or stop where there is no sudo."""
    if manager == "brew" or os.geteuid() == 0:
        return list(command)
    if not shutil.which("sudo"):
        names = " ".join(sorted({packages[manager] for packages in missing_packages().values()}))
        stop(
            f"system packages are missing and this user cannot install them: {names}",
            f"As root: {' '.join(INSTALL[manager][-1])} {names}",
        )
    return ["sudo", *command] if sys.stdin.isatty() else ["sudo", "-n", *command]


def is_environment_current() -> bool:
    """Whether .venv was made from this lock, for this Python, in this folder."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def fingerprint() -> str:
    """Changes whenever .venv has to be made again."""
    told = f"{ROOT} {sys.version_info[:2]}".encode()
    return hashlib.sha256(told + LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def make_environment() -> None:
    """Make .venv, install the locked packages with their hashes checked, then the project itself, editable."""
    say("making .venv" if not PYTHON.exists() else "bringing .venv up to date")
    STAMP.unlink(missing_ok=True)
    if uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV], check=True)
    else:
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    install("--require-hashes", "-r", str(LOCK))
    install("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(fingerprint())


def install_peers() -> None:
    """Install what only the benches compare with, unless it is there."""
    stamp, wanted = VENV / "peers", PEERS.read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say("installing what the benches compare with")
    install("--require-hashes", "-r", str(PEERS))
    stamp.write_text(wanted)


def install(*what: str) -> None:
    """Install into .venv, by uv where there is one."""
    if uv := shutil.which("uv"):
        # pip compiles what it installs, uv only when asked; without it the first start takes three times as long.
        command = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(PYTHON)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, *what], check=True)


def say(message: str) -> None:
    """Tell the user what takes the time."""
    print(f"setup: {message}", file=sys.stderr)


def stop(message: str, hint: str = "") -> NoReturn:
    """End with a message and what to do about it."""
    say(f"{message}\n  {hint}" if hint else message)
    sys.exit(1)


if __name__ == "__main__":
    main()
