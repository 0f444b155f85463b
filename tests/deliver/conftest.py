"""A desk with a mail server, and folders elsewhere, each on a real server on loopback."""

import contextlib
import getpass
import io
import logging
import os
import shutil
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from sitrep import pipeline
from tests.conftest import Sitrep
from tests.deliver.desk import BODIES, PAGES, secret, settings
from tests.deliver.servers import MailServer, mail_server
from tests.packages import need
from tests.store.killed import project

CANARY = "kanarienvogel-7"
"""Every password in these tests."""
OPENSSH = {"apt-get": "openssh-server", "dnf": "openssh-server", "apk": "openssh"}


class Elsewhere(NamedTuple):
    """A folder that briefs are delivered to."""

    address: str
    path: Path
    """Where what it holds lies on this machine, or what is there is copied to."""

    def files(self) -> dict[str, bytes]:
        """Everything that lies there."""
        if self.address.startswith("s3:"):
            return bucket()
        return {one.name: one.read_bytes() for one in sorted(self.path.rglob("*")) if one.is_file()}

    def put(self, name: str, data: bytes) -> None:
        """Put something there by hand."""
        if self.address.startswith("s3:"):
            box().put_object(Bucket="briefs", Key=f"in/{name}", Body=data)
        else:
            (self.path / name).write_bytes(data)


@pytest.fixture
def edition(sitrep: Sitrep, monkeypatch: pytest.MonkeyPatch) -> Sitrep:
    """The first edition of a situation, without drawn pages."""
    monkeypatch.setattr(pipeline, "files_of", lambda *_: {"brief.pdf": b"%PDF", "brief.html": b"<html>"})
    project(Path(), documents=1)
    assert sitrep("build", "idlib").code == 0
    return sitrep


@pytest.fixture
def post(tmp_path: Path) -> Iterator[MailServer]:
    """A mail server of the test's own."""
    (tmp_path / "server").mkdir()
    with mail_server(tmp_path / "server") as found:
        yield found


@pytest.fixture
def desk(sitrep: Sitrep, post: MailServer, monkeypatch: pytest.MonkeyPatch) -> Sitrep:
    """A project with an edition, a mail server and no stakeholders yet; pages are not drawn."""

    def files(briefs: object, folders: object, formats: object = ()) -> dict[str, bytes]:
        return BODIES if list(formats) == ["mail"] else PAGES  # type: ignore[call-overload]

    monkeypatch.setattr(pipeline, "files_of", files)
    # The server has no accounts; logging in is tested with those that have.
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)
    monkeypatch.setenv("SITREP_SMTP_URL", post.url.replace("//", "//desk@"))
    monkeypatch.setenv("SITREP_SMTP_PASSWORD_FILE", str(secret(CANARY)))
    project(Path(), documents=1)
    settings('[mail]\nsender = "desk@example.org"\n')
    assert sitrep("build", "idlib").code == 0
    return sitrep


@pytest.fixture(params=["file", "sftp", "s3", "webdav"])
def elsewhere(request: pytest.FixtureRequest) -> Elsewhere:
    """One of each kind."""
    found: Elsewhere = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Elsewhere:
    folder = tmp_path / "a share"
    folder.mkdir()
    return Elsewhere(f"file://{str(folder).replace(' ', '%20')}", folder)


# SFTP: OpenSSH's own server


@pytest.fixture
def sftp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    """A user whose key the server knows, and who knows the server's."""
    need(lambda: sshd() is not None and shutil.which("ssh-keygen") is not None, OPENSSH, "OpenSSH server")
    home, folder, port = tmp_path / "home", tmp_path / "inbox", free_port()
    (home / ".ssh").mkdir(parents=True)
    folder.mkdir()
    host_key, own_key = new_key(tmp_path / "host_key"), new_key(home / ".ssh" / "id_ed25519")
    (tmp_path / "authorized").write_text(own_key)
    kind, key, *_ = host_key.split()
    (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {kind} {key}\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with ssh_server(tmp_path, port):
        yield Elsewhere(f"sftp://{getpass.getuser()}@127.0.0.1:{port}{folder}", folder)


def sshd() -> str | None:
    """The server's program, which must be called by its whole path."""
    return shutil.which("sshd", path=os.pathsep.join(["/usr/sbin", "/usr/local/sbin", os.environ.get("PATH", "")]))


def new_key(path: Path) -> str:
    """A new key; gives its public half."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path.with_suffix(".pub").read_text()


@contextlib.contextmanager
def ssh_server(folder: Path, port: int) -> Iterator[None]:
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it gives up its rights
    settings = (
        "ListenAddress 127.0.0.1", f"Port {port}", f"HostKey {folder / 'host_key'}",
        f"AuthorizedKeysFile {folder / 'authorized'}", "PidFile none", "StrictModes no", "PasswordAuthentication no",
        "PermitRootLogin prohibit-password", "Subsystem sftp internal-sftp",
    )  # fmt: skip
    (folder / "sshd_config").write_text("\n".join(settings) + "\n")
    with (folder / "sshd.log").open("w") as log:
        server = subprocess.Popen([str(sshd()), "-D", "-e", "-f", folder / "sshd_config"], stderr=log)
        try:
            await_port(port)
            yield
        finally:
            server.kill()
            server.wait()


# S3: moto's server


@pytest.fixture(scope="session")
def s3_port() -> Iterator[int]:
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()[1]
    server.stop()


@pytest.fixture
def s3(s3_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """An empty bucket."""
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "desk"),
        ("AWS_SECRET_ACCESS_KEY", CANARY),
        ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3_port}"),
    ):
        monkeypatch.setenv(name, value)
    with contextlib.suppress(box().exceptions.NoSuchBucket):
        for name in box().list_objects_v2(Bucket="briefs").get("Contents", ()):
            box().delete_object(Bucket="briefs", Key=name["Key"])
    box().create_bucket(Bucket="briefs")
    return Elsewhere("s3://briefs/in", tmp_path)


def box():  # type: ignore[no-untyped-def]
    import boto3

    return boto3.client("s3")


def bucket() -> dict[str, bytes]:
    names = [one["Key"] for one in box().list_objects_v2(Bucket="briefs").get("Contents", ())]
    return {name.rpartition("/")[2]: box().get_object(Bucket="briefs", Key=name)["Body"].read() for name in names}


# WebDAV


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None: ...


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def webdav(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    """A server that asks for a password."""
    monkeypatch.setenv("SITREP_WEBDAV_PASSWORD", CANARY)
    with webdav_server(tmp_path / "dav") as port:
        yield Elsewhere(f"webdav://desk@127.0.0.1:{port}", tmp_path / "dav")


@contextlib.contextmanager
def webdav_server(folder: Path, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """For the user "desk"; over TLS with a context. Gives its port."""
    from wsgidav.wsgidav_app import WsgiDAVApp

    folder.mkdir()
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {"desk": {"password": CANARY}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )

    def limited(environ: dict[str, Any], start: Any) -> Any:
        # It reads to the end, which wsgiref leaves open.
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        environ["wsgi.url_scheme"] = "https" if tls else "http"
        return app(environ, start)

    server = make_server("127.0.0.1", 0, limited, Threaded, Quiet)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def await_port(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(port)
