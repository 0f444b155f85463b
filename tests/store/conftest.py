"""A store of each kind: SQLite, and a PostgreSQL server of the tests' own, from the distribution's packages."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitrep.store import DATABASE, Store
from tests.packages import need

PACKAGES = {"apt-get": "postgresql", "dnf": "postgresql-server", "apk": "postgresql"}
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
    need(is_installed, PACKAGES, "PostgreSQL")
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
