"""What goes wrong while nobody watches is told to the desk: once, and never to stakeholders."""

from pathlib import Path

import pytest

from tests.conftest import Sitrep
from tests.deliver.desk import forget, listed, prepend, stakeholders
from tests.deliver.servers import Logged, MailServer

NIGHTLY = 'notices = "watch@example.org"\n[schedule]\ncron = "0 0 * * *"\nzone = "UTC"\ndeliver = true\n'


@pytest.fixture
def watched(desk: Sitrep) -> Sitrep:
    """A desk that hears of what goes wrong at night."""
    with Path("seeds/idlib/situation.toml").open("a") as file:
        file.write(NIGHTLY)
    stakeholders("ok-1@example.org")
    return desk


def told(post: MailServer) -> list[Logged]:
    return [one for one in post.taken() if one.to == "watch@example.org"]


def test_a_good_night_is_not_told(watched: Sitrep, post: MailServer) -> None:
    assert watched("schedule", "run").code == 0
    assert [one.to for one in post.taken()] == ["ok-1@example.org"]


def test_what_did_not_arrive_is_told_once_with_what_to_do(watched: Sitrep, post: MailServer) -> None:
    stakeholders("ok-1@example.org", "refused-1@example.org", "cutafter-1@example.org")
    for _ in range(3):
        watched("schedule", "run")
    [one] = told(post)
    assert "Subject: sitrep: idlib/1: 1 did not arrive, of 1 nobody knows" in one.text
    assert "refused-1@example.org: failed: 550" in one.text and "sitrep deliveries retry" in one.text
    assert "cutafter-1@example.org: unknown" in one.text and "Auto-Submitted: auto-generated" in one.text


def test_what_was_given_up_is_told(watched: Sitrep, post: MailServer) -> None:
    stakeholders("never-1@example.org")
    watched("schedule", "run")
    assert told(post) == []
    forget("UPDATE deliveries SET at = '2020-02-10T06:00:00+00:00', next_try = '2020-02-10T06:00:00+00:00'")
    assert watched("schedule", "run").code == 6
    [one] = told(post)
    assert "given up after 48 h: 451 4.3.0 later" in one.text.replace("=\n", "")


def test_an_edition_that_waits_for_approval_is_told(watched: Sitrep, post: MailServer) -> None:
    prepend('approval = "manual"\n')
    for _ in range(2):
        watched("schedule", "run")
    [one] = post.taken()
    assert one.to == "watch@example.org" and "idlib/1 is not sent: nobody has approved it" in one.text


def test_an_edition_that_was_missed_is_told(watched: Sitrep, post: MailServer) -> None:
    path = Path("seeds/idlib/situation.toml")
    path.write_text(path.read_text() + "max_lateness_h = 0\n")
    for _ in range(2):
        watched("schedule", "run")
    [one] = told(post)
    assert "is missed" in one.text


def test_a_failure_is_told_once_a_day(watched: Sitrep, post: MailServer) -> None:
    stakeholders("nobody")
    for _ in range(2):
        assert watched("schedule", "run").code == 4
    [one] = post.taken()
    assert one.to == "watch@example.org" and 'line 2: "nobody" is no e-mail address' in one.text


def test_a_notice_that_cannot_be_sent_is_tried_again(
    watched: Sitrep, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepend('approval = "manual"\n')
    monkeypatch.setenv("SITREP_SMTP_URL", "smtp://desk@127.0.0.1:9")
    assert "refused" in watched("schedule", "run").err
    [one] = listed(watched)
    assert (one["brief"], one["status"]) == ("idlib: 1 withheld", "pending")
    monkeypatch.setenv("SITREP_SMTP_URL", post.url)
    assert watched("deliveries", "retry").code == 0
    assert len(told(post)) == 1


def test_a_wrong_address_for_notices_is_named(watched: Sitrep) -> None:
    path = Path("seeds/idlib/situation.toml")
    path.write_text(path.read_text().replace("watch@example.org", "watch"))
    answer = watched("deliver", "idlib")
    assert answer.code == 4 and "mail.notices" in answer.err
