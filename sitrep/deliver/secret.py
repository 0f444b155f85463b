"""Where is a password? In the environment, a file that nobody else may read, or the keyring; never in an address."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from sitrep.errors import UsageError

__all__ = ["password_of"]


def password_of(kind: str, user: str, host: str, environ: Mapping[str, str] = os.environ) -> str:
    """The password of a user at a host; "" where there is none.

    kind: such as "smtp", for SITREP_SMTP_PASSWORD and SITREP_SMTP_PASSWORD_FILE; one for a host of several, such as
    files.example.org, is in SITREP_SFTP_PASSWORD_FILES_EXAMPLE_ORG.
    """
    name = f"SITREP_{kind.upper()}_PASSWORD"
    if password := environ.get(f"{name}_{re.sub('[^A-Z0-9]', '_', host.upper())}") or environ.get(name):
        return password
    if path := environ.get(f"{name}_FILE"):
        return from_file(Path(path))
    return from_keyring(user, host)


def from_file(path: Path) -> str:
    """The password in a file, whose mode says that nobody else may read it."""
    try:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise UsageError("others may read it", "chmod 600, then set the password anew.", path=path)
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", "Check its rights.", path=path) from error


def from_keyring(user: str, host: str) -> str:
    """The password that the system's keyring keeps for the service "sitrep"; "" where there is no keyring."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ModuleNotFoundError:
        return ""
    try:
        return keyring.get_password("sitrep", f"{user}@{host}") or ""
    except KeyringError:  # a server has none that could be unlocked
        return ""
