"""A password is found where it may lie, and is nowhere else afterwards."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import pytest
import trustme
from keyring.backend import KeyringBackend

from sitrep import pipeline
from sitrep.deliver.secret import password_of
from sitrep.errors import UsageError
from tests.conftest import ROOT, Sitrep
from tests.deliver.conftest import CANARY, Elsewhere
from tests.deliver.desk import PAGES, stakeholders
from tests.deliver.servers import mail_server
from tests.deliver.test_smtp import context_of
from tests.store.killed import project

# Where it is


class Ring(KeyringBackend):
    """A keyring that holds one password."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return CANARY if (service, username) == ("sitrep", "desk@mail.example.org") else None

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@pytest.fixture
def ring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    yield
    keyring.set_keyring(before)


def test_the_keyring_is_asked_last(ring: None) -> None:
    assert password_of("smtp", "desk", "mail.example.org", {}) == CANARY
    assert password_of("smtp", "desk", "other.example.org", {}) == ""
    assert password_of("smtp", "desk", "mail.example.org", {"SITREP_SMTP_PASSWORD": "before"}) == "before"


def test_a_machine_without_a_keyring_has_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """None that could be unlocked, as on a server, or not even the package."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    assert password_of("smtp", "desk", "mail.example.org", {}) == ""
    keyring.set_keyring(before)
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert password_of("smtp", "desk", "mail.example.org", {}) == ""


def test_one_host_of_several_has_its_own() -> None:
    environ = {"SITREP_SFTP_PASSWORD": "all", "SITREP_SFTP_PASSWORD_FILES_EXAMPLE_ORG": "own"}
    assert password_of("sftp", "desk", "files.example.org", environ) == "own"
    assert password_of("sftp", "desk", "other.example.org", environ) == "all"


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text(f"{CANARY}\n")
    for mode in (0o640, 0o604):
        path.chmod(mode)
        with pytest.raises(UsageError, match="others may read it"):
            password_of("smtp", "desk", "mail.example.org", {"SITREP_SMTP_PASSWORD_FILE": str(path)})
    path.chmod(0o600)
    assert password_of("smtp", "desk", "mail.example.org", {"SITREP_SMTP_PASSWORD_FILE": str(path)}) == CANARY


# Where it is not


def test_passwords_are_in_no_output_log_store_or_list_of_processes(
    sitrep: Sitrep, webdav: Elsewhere, s3: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole program, logged in to a mail server over TLS, to WebDAV and to S3; then with wrong passwords."""
    monkeypatch.setattr(pipeline, "files_of", lambda *_: PAGES)
    project(Path(), documents=1)
    with Path("seeds/idlib/situation.toml").open("a") as file:
        file.write('[mail]\nsender = "desk@example.org"\n')
    assert sitrep("build", "idlib").code == 0
    secret = Path("secret")
    secret.write_text(CANARY)
    secret.chmod(0o600)
    authority = trustme.CA()
    authority.cert_pem.write_to_path("ca.pem")
    chat = "json://desk:${ROOM}@127.0.0.1:9/room"
    kinds = [f"{kind}-1@example.org" for kind in ("ok", "slow", "refused", "cutafter", "later")]
    (tmp_path / "server").mkdir()
    with mail_server(tmp_path / "server", tls=context_of(authority.issue_cert("127.0.0.1")), password=CANARY) as post:
        environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SSL_CERT_FILE": "ca.pem",
            "SITREP_SMTP_URL": f"smtp://desk@127.0.0.1:{post.port}?tls=required",
            "SITREP_SMTP_PASSWORD_FILE": "secret",
            "ROOM": CANARY,
        }
        stakeholders(*kinds, webdav.address, s3.address, chat)
        right, seen = watched(["deliver", "idlib", "--send", "--verbose"], environ)
        assert "1 failed, 1 pending, 4 sent, 2 unknown" in right and len(post.taken()) == 3
        stakeholders("ok-2@example.org", webdav.address + "/more")
        wrong = {"SITREP_SMTP_PASSWORD": CANARY + "x", "SITREP_WEBDAV_PASSWORD": CANARY + "x"}
        refused, more = watched(["deliver", "idlib", "--send", "--verbose"], environ | wrong)
        assert "535" in refused
    listed = sitrep("deliveries").out
    assert "401" in listed
    assert CANARY not in right + refused + listed
    assert seen and not [line for line in seen + more if CANARY in line]
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "secret"]
    assert len(files) > 10
    assert [path for path in files if CANARY.encode() in path.read_bytes() and path.name != "dav"] == []


def watched(words: list[str], environ: dict[str, str]) -> tuple[str, list[str]]:
    """What a command prints, and every command line that was to be seen while it ran."""
    seen: set[str] = set()
    with Path("output").open("w+") as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "sitrep", *words], env=environ, stdout=output, stderr=subprocess.STDOUT
        )
        while running.poll() is None:
            done = subprocess.run(["ps", "-axww", "-o", "args"], capture_output=True, text=True, check=True)
            seen |= {line for line in done.stdout.splitlines() if "sitrep" in line}
            time.sleep(0.3)
        return Path("output").read_text(), sorted(seen)
