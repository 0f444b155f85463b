"""How does a brief reach a chat? Its key figures as text, through Apprise.

A chat has no key by which it would know a message again: what was not answered is held, as with mail.
"""

import logging
import os
import re
from collections.abc import Callable, Mapping
from string import Template

from sitrep.deliver.way import Answer
from sitrep.model import Delivery

__all__ = ["Chat"]

STATUS = re.compile(r"error=(\d{3})")
"""How Apprise tells the status that a server answered."""


class Chat:
    """The way to chats. text_of: title and text of a delivery."""

    def __init__(self, text_of: Callable[[Delivery], tuple[str, str]], environ: Mapping[str, str] = os.environ) -> None:
        self._text_of = text_of
        self._environ = environ

    def send(self, one: Delivery, begins: Callable[[], object]) -> Answer:
        """Say it there."""
        from apprise import Apprise, LogCapture

        address = Template(one.stakeholder)
        names = address.get_identifiers()
        if missing := [name for name in names if not self._environ.get(name)]:
            return Answer("pending", f"there is no {missing[0]} in the environment")
        room = Apprise()
        if not room.add(address.substitute(self._environ)):
            return Answer("failed", "Apprise cannot read the address")
        title, text = self._text_of(one)
        begins()
        with LogCapture(level=logging.WARNING, fmt="%(message)s") as log:
            is_sent = room.notify(title=title, body=text, body_format="text")
            words = " ".join(log.getvalue().split())
        for name in names:
            words = words.replace(self._environ[name], f"${{{name}}}")
        return Answer("sent", "taken") if is_sent else refused(words)

    def quit(self) -> None:
        """Nothing stays open."""

    def close(self) -> None:
        """Nothing stays open."""


def refused(words: str) -> Answer:
    """What it means that a message was not taken: later, never, or nobody knows."""
    match = STATUS.search(words)
    status = int(match[1]) if match else 0
    if status in (429, 503):
        return Answer("pending", words)
    return Answer("failed" if 400 <= status < 500 else "unknown", words or "no answer")
