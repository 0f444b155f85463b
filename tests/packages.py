"""Programs of the distribution that tests run against: installed where that asks nobody, else the test is left out."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

COMMANDS = {
    "apt-get": (("apt-get", "update", "-qq"), ("apt-get", "install", "-qq", "-y")),
    "dnf": (("dnf", "install", "-q", "-y"),),
    "apk": (("apk", "add", "-q"),),
}


def need(is_installed: Callable[[], bool], packages: Mapping[str, str], what: str) -> None:
    """Install what is missing, or skip the test. packages: by package manager."""
    if not is_installed():
        install(is_installed, packages)
    if not is_installed():
        pytest.skip(f"no {what} here: install the distribution's {packages['apt-get']} to run these")


def install(is_installed: Callable[[], bool], packages: Mapping[str, str]) -> None:
    """Install packages where that asks nobody: as root, which is how a container for tests runs."""
    manager = next((name for name in COMMANDS if shutil.which(name)), None)
    if manager is None or os.geteuid() != 0:
        return
    with Path(tempfile.gettempdir(), "sitrep-tests-install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several processes run the tests
        *before, last = COMMANDS[manager]
        for command in () if is_installed() else (*before, (*last, packages[manager])):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)
