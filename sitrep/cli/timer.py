"""What makes the schedule run by itself? A systemd timer, a line of crontab, or a launchd agent, as text.

Each calls `sitrep schedule run` every five minutes, which does nothing until an edition is due.
"""

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

__all__ = ["KINDS", "Kind", "Timer", "name_of"]

EVERY_MIN = 5


class Kind(StrEnum):
    """What the machine has."""

    SYSTEMD = "systemd"
    CRONTAB = "crontab"
    LAUNCHD = "launchd"


class Timer(NamedTuple):
    """What to write where, and how to begin and end it."""

    files: Mapping[Path, str]
    """Empty for crontab, whose one line is `line`."""
    enable: Sequence[Sequence[str]]
    disable: Sequence[Sequence[str]]
    line: str = ""


def name_of(project: Path) -> str:
    """What it is called: one for each project."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in project.name.lower())
    return f"sitrep-{plain.strip('-') or 'project'}"


def command(project: Path) -> list[str]:
    """What it runs."""
    return [sys.executable, "-m", "sitrep", "--project", str(project), "schedule", "run"]


def systemd(project: Path, home: Path, folders: Sequence[Path] = ()) -> Timer:
    """A timer of the user, and a service that may write into the project and the folders it delivers to alone."""
    name = name_of(project)
    folder = home / ".config" / "systemd" / "user"
    writes = " ".join(quoted(f"-{path}") for path in (project, *folders))
    # In a unit, % begins a specifier and $ a variable.
    run = " ".join(map(quoted, command(project)))
    service = f"""[Unit]
Description=sitrep: editions that are due
Documentation=man:systemd.exec(5)

[Service]
Type=oneshot
ExecStart={run}
SuccessExitStatus=75
EnvironmentFile=-%h/.config/sitrep/environment
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={writes}
PrivateTmp=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
SystemCallArchitectures=native
LockPersonality=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
MemoryMax=2G
TimeoutStartSec=4h
UMask=0027
"""
    timer = f"""[Unit]
Description=sitrep: look every {EVERY_MIN} minutes whether an edition is due

[Timer]
OnCalendar=*-*-* *:0/{EVERY_MIN}:00
Persistent=true
AccuracySec=1s

[Install]
WantedBy=timers.target
"""
    systemctl = ("systemctl", "--user")
    return Timer(
        files={folder / f"{name}.service": service, folder / f"{name}.timer": timer},
        enable=((*systemctl, "daemon-reload"), (*systemctl, "enable", "--now", f"{name}.timer")),
        disable=((*systemctl, "disable", "--now", f"{name}.timer"),),
    )


def quoted(word: str) -> str:
    """A word of a systemd unit as it stands."""
    inner = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{inner}"'


def crontab(project: Path, home: Path, folders: Sequence[Path] = ()) -> Timer:
    """A line of the user's crontab, marked so that it is found again."""
    # In crontab, an unescaped % ends the command.
    run = shlex.join(command(project)).replace("%", "\\%")
    return Timer(files={}, enable=(), disable=(), line=f"*/{EVERY_MIN} * * * * {run}  # {name_of(project)}")


def launchd(project: Path, home: Path, folders: Sequence[Path] = ()) -> Timer:
    """An agent of the user."""
    from html import escape  # as XML has it, without quotation marks

    label = f"org.{name_of(project)}"
    path = home / "Library" / "LaunchAgents" / f"{label}.plist"
    words = "\n".join(f"    <string>{escape(word, quote=False)}</string>" for word in command(project))
    agent = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>{label}</string>
  <key>ProgramArguments</key>
  <array>
{words}
  </array>
  <key>StartInterval</key><integer>{EVERY_MIN * 60}</integer>
  <key>RunAtLoad</key><true/>
</dict>
</plist>
"""
    return Timer(
        files={path: agent},
        enable=(("launchctl", "load", "-w", str(path)),),
        disable=(("launchctl", "unload", "-w", str(path)),),
    )


KINDS: Mapping[Kind, Callable[..., Timer]] = {
    Kind.SYSTEMD: systemd,
    Kind.CRONTAB: crontab,
    Kind.LAUNCHD: launchd,
}
