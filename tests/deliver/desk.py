"""A desk whose briefs are sent: its settings, its stakeholders, and what became of its deliveries."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from sitrep.store import DATABASE
from tests.conftest import Sitrep
from tests.deliver.test_distribution import HEAD

PAGES = {"brief.pdf": b"%PDF", "brief.html": b"<html>", "brief.json": b"{}", "figures.csv": b"a", "figures.xlsx": b"P"}
SHEETS = ("figures.csv", "figures.xlsx")
BODIES = {
    "email.subject": b"North-west Syria: No. 1\n",
    "email.txt": b"586,000 displaced",
    "email.html": b"<p>586,000 displaced</p>",
}
"""In place of pages, which take seconds to draw."""


def secret(password: str) -> Path:
    """A file that holds a password, and that nobody else may read."""
    path = Path("secret").absolute()
    path.write_text(password)
    path.chmod(0o600)
    return path


def settings(text: str) -> None:
    """Add to the profile."""
    with Path("seeds/idlib/situation.toml").open("a") as file:
        file.write(text)


def stakeholders(*addresses: str, audience: str = "partners") -> None:
    """Make it the distribution list."""
    lines = [f"N,O,{address},en,pdf,{audience},," for address in addresses]
    Path("seeds/idlib/distribution.csv").write_text("\n".join((HEAD, *lines)) + "\n")


def listed(desk: Sitrep) -> list[dict[str, str]]:
    """What `sitrep deliveries` says of each."""
    return [json.loads(line) for line in desk("deliveries", "--format", "json").out.splitlines()]


def forget(query: str) -> None:
    """Change the store as a killed run would leave it."""
    with closing(sqlite3.connect(Path("reports", DATABASE))) as connection:
        connection.execute(query)
        connection.commit()


def prepend(line: str) -> None:
    """Add a line at the top of the profile."""
    path = Path("seeds/idlib/situation.toml")
    path.write_text(line + path.read_text())
