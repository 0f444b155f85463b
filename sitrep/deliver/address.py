"""Where does an address lead, and is it one? Mail, a folder elsewhere, or a room of a chat.

desk@example.org                       e-mail
file:///srv/share/briefs               a folder that is there
sftp://user@files.example.org/briefs   with the user's own keys and known hosts; /~/briefs is below the home
s3://bucket/briefs                     with the credentials and endpoint of the environment, as boto has them
webdavs://user@files.example.org/dav   webdav:// only for this machine, or with ?tls=off
slack://${SLACK_TOKENS}/#briefs        any address of Apprise; what is secret of it stays in the environment
"""

import contextlib
import re
from importlib.util import find_spec
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, urlsplit

__all__ = ["FOLDERS", "channel_of", "is_loopback", "normal", "wrong"]

# What mail systems agree on of RFC 5321, in ASCII; quoted local parts and address literals are not used by people.
EMAIL = re.compile(
    r"(?=.{3,254}$)[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]",
    re.IGNORECASE,
)

CHANNELS = {"file": "file", "sftp": "sftp", "s3": "s3", "webdav": "webdav", "webdavs": "webdav"}
"""Scheme → channel; every other scheme is for Apprise to know."""
FOLDERS = frozenset(CHANNELS.values())
"""Channels that take files; what is there already is known again, so that trying twice is the same as once."""
NEEDS = {"file": "fsspec", "sftp": "sshfs", "s3": "s3fs", "webdav": "webdav4", "chat": "apprise"}
"""Channel → the module without which it is closed; sitrep[channel] installs it."""

FROM_ENVIRONMENT = re.compile(r"\$\{\w+\}")
Wrong = tuple[str, str]
"""What is wrong, and what to write instead."""


def channel_of(address: str) -> str:
    """email | file | sftp | s3 | webdav | chat"""
    scheme, found, _ = address.partition("://")
    return CHANNELS.get(scheme.lower(), "chat") if found else "email"


def normal(address: str) -> str:
    """The address as it is compared: mail systems take capitals and small letters for the same, hosts are alike too."""
    address = address.strip()
    match channel_of(address):
        case "email":
            local, at, domain = address.rpartition("@")
            with contextlib.suppress(UnicodeError):  # what is no domain is told by the check
                domain = domain if domain.isascii() else domain.encode("idna").decode()
            return f"{local}{at}{domain}".lower()
        case "chat":
            return address
        case _:
            with contextlib.suppress(ValueError):
                parts = urlsplit(address)
                user, at, host = parts.netloc.rpartition("@")
                return parts._replace(netloc=user + at + host.lower(), path=parts.path.rstrip("/")).geturl()
            return address


def wrong(address: str) -> Wrong | None:
    """What is wrong with an address in its normal form."""
    channel = channel_of(address)
    if channel == "email":
        is_right = EMAIL.fullmatch(address)
        return None if is_right else (f'"{address}" is no e-mail address', "Write such as desk@example.org.")
    if not find_spec(NEEDS[channel]):
        return f"{NEEDS[channel]} is missing for {channel}", f"pip install 'sitrep[{channel}]'"
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        return f"the address cannot be read: {error}", "Write such as sftp://user@files.example.org/briefs."
    if parts.password is not None and not FROM_ENVIRONMENT.fullmatch(parts.password):
        return f"{parts.scheme}://{parts.hostname}: a password stands in the address", "See README, The password."
    return wrong_room(address) if channel == "chat" else wrong_folder(parts)


def wrong_folder(parts: SplitResult) -> Wrong | None:
    """What is wrong with the address of a folder elsewhere."""
    if parts.scheme == "file":
        is_right = not parts.netloc and parts.path.startswith("/")
        return (
            None if is_right else ("a folder has no host and begins at the root", "Write such as file:///srv/briefs.")
        )
    if not parts.hostname:
        return f"{parts.scheme}: there is no host in the address", f"Write such as {parts.scheme}://example.org/briefs."
    is_plain = parts.scheme == "webdav" and parse_qs(parts.query).get("tls") != ["off"]
    if is_plain and not is_loopback(parts.hostname):
        return f"webdav://{parts.hostname} is not encrypted", "Write webdavs://, or ?tls=off at its end."
    return None


def wrong_room(address: str) -> Wrong | None:
    """What is wrong with the address of a chat."""
    from apprise.plugins import N_MGR

    scheme = address.partition("://")[0].lower()
    hint = "Write an e-mail address, file, sftp, s3, webdavs, or an address of Apprise."
    return None if scheme in N_MGR.schemas() else (f"{scheme}:// leads nowhere that is known", hint)


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
