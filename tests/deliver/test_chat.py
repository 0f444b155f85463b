"""A chat knows no message again: only what was surely not taken is tried again or given up."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from msgspec.structs import replace

from sitrep.deliver.address import channel_of, wrong
from sitrep.deliver.chat import Chat
from sitrep.deliver.way import Answer
from tests.deliver.conftest import CANARY, free_port
from tests.deliver.killed import asked

Room = tuple[int, list[dict[str, str]]]


@pytest.fixture
def room() -> Iterator[Room]:
    """A chat on loopback that answers what the path says, and keeps what it took. cut: no answer at all."""
    taken: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            word = self.path.strip("/").split("/")[-1]
            if word != "cut":
                self.send_response(int(word))
                self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_port, taken
        server.shutdown()


def said(address: str, environ: dict[str, str] | None = None) -> Answer:
    [one] = asked(["desk@example.org"])
    chat = Chat(lambda _: ("North-west Syria", "586,000 displaced"), environ or {})
    return chat.send(replace(one, stakeholder=address, channel="chat"), begins=lambda: None)


def test_the_key_figures_are_said(room: Room) -> None:
    port, taken = room
    assert said(f"json://127.0.0.1:{port}/200") == Answer("sent", "taken")
    [one] = taken
    assert (one["title"], one["message"]) == ("North-west Syria", "586,000 displaced")


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("404", "failed"),
        ("401", "failed"),
        ("429", "pending"),
        ("503", "pending"),
        ("500", "unknown"),
        ("cut", "unknown"),
    ],
)
def test_what_a_refusal_means(room: Room, word: str, status: str) -> None:
    answer = said(f"json://127.0.0.1:{room[0]}/{word}")
    assert answer.status == status and answer.detail


def test_without_an_answer_it_is_unknown() -> None:
    assert said(f"json://127.0.0.1:{free_port()}/200").status == "unknown"


def test_what_is_secret_stays_in_the_environment(room: Room) -> None:
    """The address names it; what is said of a refusal does not hold it."""
    address = f"json://desk:${{ROOM}}@127.0.0.1:{room[0]}/404"
    assert wrong(address) is None and channel_of(address) == "chat"
    assert said(address) == Answer("pending", "there is no ROOM in the environment")
    assert CANARY not in str(said(address, {"ROOM": CANARY}))
    assert len(room[1]) == 1


def test_a_password_in_the_address_is_refused() -> None:
    found = wrong(f"json://desk:{CANARY}@chat.example.org/room")
    assert found and "a password stands in the address" in found[0] and CANARY not in "".join(found)


def test_what_apprise_cannot_read_has_failed() -> None:
    assert said("slack://${TOKENS}", {"TOKENS": "no"}).status == "failed"
