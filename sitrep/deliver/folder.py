"""How do files reach a folder elsewhere? A folder here, SFTP, S3 or WebDAV, each through fsspec.

A file appears whole or not at all, once: under a temporary name, then renamed when its size is right; in S3, which
cannot rename, by a put that only succeeds where nothing is (If-None-Match). What is there already, byte for byte, is
sent; anything else of the same name is left as it is. So trying again after any failure is safe.
"""

import os
import ssl
from collections.abc import Callable, Mapping
from mimetypes import guess_type
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from sitrep.deliver.secret import password_of
from sitrep.deliver.way import Answer
from sitrep.model import Delivery

__all__ = ["Folders"]

CONNECT_S = 20
ANSWER_S = 120

Troubles = tuple[type[Exception], ...]


class Place(NamedTuple):
    """A folder elsewhere."""

    files: Any
    """A file system of fsspec."""
    path: str
    rename: Callable[[str, str], None] | None
    """None where a file can only be put."""


class Taken(Exception):
    """Another file of the same name is there."""


class Folders:
    """The way to folders; each delivery opens its own."""

    def __init__(self, files_of: Callable[[Delivery], Mapping[str, bytes]]) -> None:
        self._files_of = files_of

    def send(self, one: Delivery, begins: Callable[[], object]) -> Answer:
        """Put the files there."""
        parts = urlsplit(one.stakeholder)
        open_place, troubles = OPENS[one.channel]
        refusals: Troubles = (OSError, *troubles())
        files = self._files_of(one)
        begins()
        try:
            place = open_place(parts)
            for name, data in files.items():
                put(place, name, data)
        except Taken as error:
            return Answer("failed", f"another file is there: {error}")
        except refusals as error:
            return Answer("pending", f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
        return Answer("sent", ", ".join(files))

    def quit(self) -> None:
        """Nothing stays open."""

    def close(self) -> None:
        """Nothing stays open."""


def put(place: Place, name: str, data: bytes) -> None:
    """Put one file there, once. Raises Taken where there is another."""
    path = f"{place.path}/{name}".lstrip("/") if place.rename is None else f"{place.path}/{name}"
    if is_there(place, path, data):
        return
    if place.rename is None:
        try:
            kind = guess_type(name)[0] or "application/octet-stream"  # what a browser does with it
            place.files.pipe_file(path, data, mode="create", ContentType=kind)
        except FileExistsError:
            is_there(place, path, data)
        return
    part = f"{place.path}/.{name}.part"
    place.files.pipe_file(part, data)
    if (found := place.files.info(part)["size"]) != len(data):
        raise OSError(f"{name}: {found} bytes of {len(data)} arrived")
    place.rename(part, path)


def is_there(place: Place, path: str, data: bytes) -> bool:
    """Whether the file is there already. Raises Taken where another one is."""
    try:
        found = place.files.cat_file(path)
    except FileNotFoundError:
        return False
    if found != data:
        raise Taken(path)
    return True


def here(parts: SplitResult) -> Place:
    """A folder of this machine; one that is not there is not made, since it may be a share that is not mounted."""
    from fsspec.implementations.local import LocalFileSystem

    return Place(LocalFileSystem(), unquote(parts.path), rename_here)


def rename_here(part: str, path: str) -> None:
    """Rename a file so that it survives a power cut."""
    for name in (part, Path(path).parent):
        handle = os.open(name, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    Path(part).rename(path)


def sftp(parts: SplitResult) -> Place:
    """Over SSH, only to hosts that the user's known_hosts know."""
    from sshfs import SSHFileSystem

    host, user = parts.hostname or "", unquote(parts.username or "")
    given: dict[str, Any] = {"port": parts.port, "username": user} if user else {"port": parts.port}
    if password := password_of("sftp", user, host):
        given["password"] = password
    given = {name: value for name, value in given.items() if value is not None}
    files = SSHFileSystem(
        host,
        # Without this sshfs would trust any host.
        known_hosts=(),
        connect_timeout=CONNECT_S,
        login_timeout=CONNECT_S,
        skip_instance_cache=True,
        **given,
    )
    path = unquote(parts.path).removeprefix("/~/")
    return Place(files, path or ".", files.mv)


def s3(parts: SplitResult) -> Place:
    """A bucket; who we are and which endpoint is as the environment and the files of AWS say."""
    from s3fs import S3FileSystem

    config = {"connect_timeout": CONNECT_S, "read_timeout": ANSWER_S}
    return Place(S3FileSystem(skip_instance_cache=True, config_kwargs=config), f"{parts.netloc}{parts.path}", None)


def webdav(parts: SplitResult) -> Place:
    """A WebDAV server."""
    from webdav4.fsspec import WebdavFileSystem

    host, user = parts.hostname or "", unquote(parts.username or "")
    scheme = "https" if parts.scheme == "webdavs" else "http"
    at = parts.netloc.rpartition("@")[2]
    files = WebdavFileSystem(
        f"{scheme}://{at}",
        auth=(user, password_of("webdav", user, host)) if user else None,
        timeout=ANSWER_S,
        verify=ssl.create_default_context(),
        skip_instance_cache=True,
    )
    # fsspec's mv copies and removes; the server's own is one step.
    return Place(files, unquote(parts.path), lambda part, path: files.client.move(part, path, overwrite=False))


def ssh_troubles() -> Troubles:
    """What sshfs raises besides OSError."""
    import asyncssh

    return (asyncssh.Error, TimeoutError)


def s3_troubles() -> Troubles:
    """What s3fs raises besides OSError."""
    from botocore.exceptions import BotoCoreError, ClientError

    return (BotoCoreError, ClientError)


def webdav_troubles() -> Troubles:
    """What webdav4 raises besides OSError."""
    from httpx import HTTPError
    from webdav4.client import ClientError

    return (HTTPError, ClientError)


OPENS: Mapping[str, tuple[Callable[[SplitResult], Place], Callable[[], Troubles]]] = {
    "file": (here, tuple),
    "sftp": (sftp, ssh_troubles),
    "s3": (s3, s3_troubles),
    "webdav": (webdav, webdav_troubles),
}
"""Channel → how it is opened, and what it raises; imported only where it is used."""
