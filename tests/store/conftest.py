"""A store of each kind: SQLite, and a PostgreSQL server of the tests' own, from the distribution's packages."""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitrep.store import DATABASE, Store

INSTALL = {
    "apt-get": (("apt-get", "update", "-qq"), ("apt-get", "install", "-qq", "-y", "postgresql")),
    "dnf": (("dnf", "install", "-q", "-y", "postgresql-server"),),
    "apk": (("apk", "add", "-q", "postgresql"),),
}
# Where Debian puts what only the server's own user needs.
BINARIES = "/usr/lib/postgresql/*/bin"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store: one of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "reports" / DATABASE)
    return str(request.getfixturevalue("postgresql"))


@pytest.fixture
def store(where: str, tmp_path: Path) -> Iterator[Store]:
    """An open, empty store: one of each kind."""
    with Store(where, reports=tmp_path / "reports", who="tester") as opened:
        yield opened


@pytest.fixture
def postgresql(postgresql_server: Path) -> Iterator[str]:
    """The address of an empty database."""
    name = f"test_{next(tempfile._get_candidate_names())}"
    command = [binary("psql"), "-q", "-h", postgresql_server, "-U", "sitrep", "-d", "postgres", "-c"]
    subprocess.run([*command, f'CREATE DATABASE "{name}"'], check=True)
    yield f"postgresql+psycopg://sitrep@/{name}?host={postgresql_server}"
    subprocess.run([*command, f'DROP DATABASE "{name}" WITH (FORCE)'], check=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Path]:
    """The folder of the socket that a server of our own listens on, and on nothing else."""
    if not is_installed():
        install()
    if not is_installed():
        pytest.skip("no PostgreSQL here: install the distribution's postgresql to run these")
    # A path of a socket has at most 107 characters, and the server's user must be able to get there.
    with tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as folder:
        data, user = Path(folder, "data"), {}
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, "postgres")
            user = {"user": "postgres", "cwd": folder}
        settings = f"-k {folder} -c listen_addresses= -c fsync=off"
        initdb = [binary("initdb"), "-D", data, "-U", "sitrep", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **user)
        pg_ctl = [binary("pg_ctl"), "-D", data, "-w", "-s"]
        subprocess.run([*pg_ctl, "-l", data / "log", "-o", settings, "start"], check=True, **user)
        try:
            yield Path(folder)
        finally:
            subprocess.run([*pg_ctl, "-m", "immediate", "stop"], check=True, **user)


def binary(name: str) -> str | None:
    """The program, wherever the distribution puts it."""
    places = sorted(Path("/").glob(BINARIES.lstrip("/")), reverse=True)
    return shutil.which(name, path=os.pathsep.join([*map(str, places), os.environ.get("PATH", "")]))


def is_installed() -> bool:
    """Wholly: while its packages are being unpacked by another process, the user that the server runs as is missing."""
    return binary("initdb") is not None and (os.geteuid() != 0 or has_user("postgres"))


def has_user(name: str) -> bool:
    """Whether the system knows the user."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def install() -> None:
    """Install PostgreSQL where that asks nobody: as root, which is how a container for tests runs."""
    manager = next((name for name in INSTALL if shutil.which(name)), None)
    if manager is None or os.geteuid() != 0:
        return
    with Path(tempfile.gettempdir(), "sitrep-tests-install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several processes run the tests
        for command in () if is_installed() else INSTALL[manager]:
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)
