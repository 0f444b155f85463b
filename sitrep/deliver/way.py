"""What is a way to a stakeholder, and what does it answer? Mail, a folder elsewhere and chat are each one."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from sitrep.model import Delivery

__all__ = ["Answer", "Way"]


class Answer(NamedTuple):
    """What became of a delivery: sent | failed | pending | unknown, and the other side's words."""

    status: str
    detail: str


class Way(Protocol):
    """Opened when it is needed; for one thread."""

    def send(self, one: Delivery, begins: Callable[[], object]) -> Answer:
        """Deliver one. begins: called just before the moment from which on it may have arrived.

        Raises DeliveryError where there is no way at all, which says nothing of this delivery.
        """

    def quit(self) -> None:
        """Leave as one should."""

    def close(self) -> None:
        """Leave without a word."""
