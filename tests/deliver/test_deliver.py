"""The commands: a plan first, sent once, every outcome listed, and 75 while anything is open."""

import os
import random
import re
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from sitrep import pipeline
from sitrep.store import DATABASE, Store
from tests.conftest import Answer, Sitrep
from tests.deliver.conftest import CANARY, Elsewhere
from tests.deliver.desk import PAGES, SHEETS, forget, listed, prepend, settings, stakeholders
from tests.deliver.servers import MailServer
from tests.store.killed import project
from tests.test_schedule_run import begin


def test_without_send_nothing_is_sent(desk: Sitrep, post: MailServer) -> None:
    stakeholders("ok-1@example.org", "ok-2@example.org")
    answer = desk("deliver", "idlib")
    assert answer.code == 0 and "idlib/1: 2 to send, 0 withheld; nothing was sent" in answer.out
    assert post.taken() == [] and listed(desk) == []


def test_sent_once_however_often_it_is_asked(desk: Sitrep, post: MailServer) -> None:
    stakeholders("ok-1@example.org", "OK-1@example.org", "slow-2@example.org")
    for _ in range(3):
        answer = desk("deliver", "idlib", "1", "--send")
        assert (answer.code, answer.out) == (0, "idlib/1: 2 sent\n")
    assert sorted(one.to for one in post.taken()) == ["ok-1@example.org", "slow-2@example.org"]
    assert "counts once" in answer.err


def test_each_gets_it_by_the_way_that_the_address_says(desk: Sitrep, post: MailServer, elsewhere: Elsewhere) -> None:
    """Mail and a folder, from one list; a folder that takes files takes no link."""
    lines = [f"N,O,{elsewhere.address},en,{form},partners,," for form in ("data", "pdf")]
    stakeholders("ok-1@example.org")
    with Path("seeds/idlib/distribution.csv").open("a") as file:
        file.write(lines[0] + "\n" + lines[1] + "\n")
    for _ in range(2):
        answer = desk("deliver", "idlib", "1", "--send")
        assert (answer.code, answer.out) == (0, "idlib/1: 2 sent\n") and "counts once" in answer.err
    assert elsewhere.files() == {f"idlib-001-{name}": PAGES[name] for name in ("brief.json", *SHEETS)}
    assert len(post.taken()) == 1
    tested = desk("deliver", "idlib", "--to", elsewhere.address)
    assert tested.code == 0 and elsewhere.files()["TEST-idlib-001-brief.pdf"] == b"%PDF"


def test_a_list_without_mail_needs_no_mail(sitrep: Sitrep, file: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "files_of", lambda *_: PAGES)
    project(Path(), documents=1)
    sitrep("build", "idlib")
    stakeholders(file.address)
    assert sitrep("deliver", "idlib", "--send").out == "idlib/1: 1 sent\n"
    stakeholders(file.address.replace("share", "other"))
    later = sitrep("deliver", "idlib", "--send")
    assert later.code == 75 and "1 pending, 1 sent" in later.out


def test_a_folder_that_a_killed_run_left_is_tried_again(desk: Sitrep, file: Elsewhere) -> None:
    """It can be seen what is there: nobody is asked."""
    stakeholders(file.address)
    desk("deliver", "idlib", "--send")
    forget("UPDATE deliveries SET status = 'sending'")
    assert desk("deliver", "idlib", "--send").out == "idlib/1: 1 sent\n"
    assert file.files() == {"idlib-001-brief.pdf": b"%PDF"}


def test_what_is_unknown_is_sent_again_where_the_profile_says_so(desk: Sitrep, post: MailServer) -> None:
    """With the same Message-ID and Date."""
    path = Path("seeds/idlib/situation.toml")
    path.write_text(path.read_text() + 'on_uncertain = "resend"\n')
    stakeholders("cutafter-1@example.org")
    assert "1 pending" in desk("deliver", "idlib", "--send").out
    assert "1 pending" in desk("deliveries", "retry").out
    first, second = (one.text for one in post.taken())
    assert first == second


def test_what_is_above_their_audience_is_withheld(desk: Sitrep, post: MailServer) -> None:
    stakeholders("ok-1@example.org", audience="public")
    assert "above public" in desk("deliver", "idlib").out
    assert desk("deliver", "idlib", "--send").code == 0
    assert post.taken() == []


def test_a_wrong_line_keeps_everything_from_being_sent(desk: Sitrep, post: MailServer) -> None:
    stakeholders("ok-1@example.org", "nobody", "nowhere")
    answer = desk("deliver", "idlib", "--send")
    assert answer.code == 4 and "line 3" in answer.err and "line 4" in answer.err
    assert post.taken() == []


def test_a_draft_or_a_changed_file_is_not_sent(desk: Sitrep, post: MailServer) -> None:
    prepend('approval = "manual"\n')
    stakeholders("ok-1@example.org")
    assert "nobody has approved it" in desk("deliver", "idlib").out
    refused = desk("deliver", "idlib", "--send")
    assert refused.code == 6 and "nobody has approved it" in refused.err
    assert desk("approve", "idlib", "1").code == 0
    Path("reports/idlib/001-2020-02-08/brief.pdf").write_bytes(b"%PDF changed")
    changed = desk("deliver", "idlib", "--send")
    assert changed.code == 6 and "changed since it was approved" in changed.err
    Path("reports/idlib/001-2020-02-08/brief.pdf").write_bytes(PAGES["brief.pdf"])
    assert desk("deliver", "idlib", "--send").code == 0
    assert len(post.taken()) == 1


def test_open_deliveries_are_75_until_a_person_says(desk: Sitrep, post: MailServer) -> None:
    stakeholders("cutafter-1@example.org", "cutafter-2@example.org", "ok-1@example.org")
    sent = desk("deliver", "idlib", "--send")
    assert sent.code == 75 and "2 unknown" in sent.err
    assert desk("deliveries").code == 75
    unknown = [one["id"] for one in listed(desk) if one["status"] == "unknown"]
    assert desk("deliveries", "resolve", unknown[0]).code == 2
    assert desk("deliveries", "resolve", unknown[0], "--sent").code == 0
    assert desk("deliveries", "resolve", unknown[1], "--sent").code == 0
    assert desk("deliver", "idlib", "--send").code == 0
    assert len(post.taken()) == 3


def test_resend_sends_the_same_message_again(desk: Sitrep, post: MailServer) -> None:
    """With the same Message-ID and Date, by which many servers know it."""
    stakeholders("cutafter-1@example.org")
    desk("deliver", "idlib", "--send")
    [one] = listed(desk)
    assert desk("deliveries", "resolve", one["id"], "--resend").code == 0
    assert desk("deliveries", "retry").code == 75
    first, second = (one.text for one in post.taken())
    assert first == second


def test_what_was_put_off_waits_for_its_time_or_for_retry(desk: Sitrep, post: MailServer) -> None:
    stakeholders("later-1@example.org")
    assert desk("deliver", "idlib", "--send").code == 75
    assert desk("deliver", "idlib", "--send").code == 75, "it is not tried again at once"
    assert post.taken() == []
    assert desk("deliveries", "retry").code == 0
    assert len(post.taken()) == 1


def test_a_refused_address_is_6_and_can_be_tried_by_hand(desk: Sitrep, post: MailServer) -> None:
    stakeholders("refused-1@example.org", "ok-1@example.org")
    answer = desk("deliver", "idlib", "--send")
    assert answer.code == 6 and "550 5.1.1 no such mailbox" in answer.err
    [failed] = [one for one in listed(desk) if one["status"] == "failed"]
    assert desk("deliveries", "retry", failed["id"]).code == 6
    assert len(post.taken()) == 1


def test_where_the_files_of_an_edition_are_lost_they_are_made_again(desk: Sitrep, post: MailServer) -> None:
    """As on a CI service whose store is elsewhere; what was approved is still approved, byte for byte."""
    prepend('approval = "manual"\n')
    stakeholders("later-1@example.org")
    desk("approve", "idlib", "1")
    assert desk("deliver", "idlib", "--send").code == 75
    shutil.rmtree("reports/idlib/001-2020-02-08")
    assert desk("deliveries", "retry").code == 0
    assert len(post.taken()) == 1 and Path("reports/idlib/001-2020-02-08/brief.pdf").is_file()


def test_what_is_rejected_while_it_waits_is_cancelled(desk: Sitrep, post: MailServer) -> None:
    stakeholders("later-1@example.org")
    desk("deliver", "idlib", "--send")
    assert desk("reject", "idlib", "1", "--why", "a wrong map").code == 0
    desk("deliveries", "retry")
    assert [one["status"] for one in listed(desk)] == ["cancelled"]
    assert post.taken() == []


def test_a_test_copy_is_marked_and_is_no_delivery(desk: Sitrep, post: MailServer) -> None:
    stakeholders("ok-1@example.org")
    answer = desk("deliver", "idlib", "--to", "Ok-9@example.org")
    assert answer.code == 0 and answer.out.startswith("TEST copy of idlib/1 to ok-9@example.org: 250")
    [one] = post.taken()
    assert "Subject: TEST: North-west Syria" in one.text and listed(desk) == []


def test_a_run_of_the_schedule_delivers_what_it_makes(desk: Sitrep, post: MailServer) -> None:
    settings('[schedule]\ncron = "0 0 * * *"\nzone = "UTC"\ndeliver = true\n')
    stakeholders("ok-1@example.org", "later-1@example.org")
    assert desk("schedule", "run").code == 75
    assert desk("schedule", "run").code == 75
    assert [one.to for one in post.taken()] == ["ok-1@example.org"]


def test_a_run_of_the_schedule_that_is_killed_at_random_builds_and_sends_once(desk: Sitrep, post: MailServer) -> None:
    """From the building to the last answer; whatever it was doing, the next run goes on."""
    settings('[schedule]\ncron = "0 0 * * *"\nzone = "UTC"\ndeliver = true\n')
    shutil.rmtree("reports")
    addresses = {f"{kind}-{n}@example.org" for kind in ("ok", "slow") for n in range(10)}
    stakeholders(*addresses)
    wait, killed = random.Random(7), 0
    for _ in range(10):
        process = begin(Path())
        time.sleep(wait.uniform(0.1, 0.8))
        process.kill()
        process.join()
        killed += process.exitcode != 0
    desk("schedule", "run")
    taken = [one.to for one in post.taken()]
    found = {one["address"]: one["status"] for one in listed(desk)}
    assert killed and sorted(taken) == sorted(set(taken)), "nobody twice"
    assert found.keys() == addresses and set(found.values()) <= {"sent", "unknown"}, "nobody forgotten"
    assert {address for address, status in found.items() if status == "sent"} <= set(taken)
    with Store(Path("reports", DATABASE)) as store:
        assert store.numbers("idlib") == (1,) and store.verify() == []


def test_a_run_of_the_schedule_sends_a_draft_once_it_is_approved(desk: Sitrep, post: MailServer) -> None:
    prepend('approval = "manual"\n')
    settings('[schedule]\ncron = "0 0 * * *"\nzone = "UTC"\ndeliver = true\n')
    stakeholders("ok-1@example.org")
    assert desk("schedule", "run").code == 0 and post.taken() == []
    assert desk("approve", "idlib", "1").code == 0
    for _ in range(2):
        assert desk("schedule", "run").code == 0
        assert len(post.taken()) == 1


def test_a_delivery_that_a_killed_run_left_is_held(desk: Sitrep, post: MailServer) -> None:
    stakeholders("ok-1@example.org")
    desk("deliver", "idlib", "--send")
    forget("UPDATE deliveries SET status = 'sending'")
    answer = desk("deliver", "idlib", "--send")
    assert answer.code == 75 and [one["status"] for one in listed(desk)] == ["unknown"]
    assert len(post.taken()) == 1


def test_the_password_is_nowhere(desk: Sitrep, post: MailServer, tmp_path: Path) -> None:
    """Not in what is printed, kept, logged or sent."""
    stakeholders("ok-1@example.org", "refused-1@example.org", "cutafter-1@example.org")
    commands = (
        ("deliver", "idlib"),
        ("deliver", "idlib", "--send"),
        ("deliveries",),
        ("deliver", "idlib", "--to", "ok@a.org"),
    )
    answers: list[Answer] = [desk(*words, "--verbose") for words in commands]
    assert not any(CANARY in answer.out + answer.err for answer in answers)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "secret"]
    assert len(files) > 5 and not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_every_outcome_is_in_the_audit_log(desk: Sitrep) -> None:
    stakeholders("ok-1@example.org", "refused-1@example.org")
    desk("deliver", "idlib", "--send")
    with closing(sqlite3.connect(Path("reports", DATABASE))) as connection:
        told = connection.execute("SELECT what, about FROM audit WHERE what LIKE 'deliver%'").fetchall()
    assert sorted(what for what, _ in told) == ["deliver", "delivery failed", "delivery sent"]
    assert any("550 5.1.1" in about for _, about in told)
    with Store(Path("reports", DATABASE)) as store:
        assert store.verify() == []


def test_a_profile_without_mail_says_what_to_write(sitrep: Sitrep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "files_of", lambda *_: PAGES)
    monkeypatch.delenv("SITREP_SMTP_URL", raising=False)
    project(Path(), documents=1)
    sitrep("build", "idlib")
    stakeholders("ok-1@example.org")
    answer = sitrep("deliver", "idlib")
    assert answer.code == 4 and re.search(r"mail: missing", answer.err) and os.linesep in answer.err


def test_a_restored_store_sends_nothing_until_a_person_says(desk: Sitrep, post: MailServer) -> None:
    """It does not know what was sent after the backup was made."""
    stakeholders("ok-1@example.org")
    assert desk("store", "backup", "copy.sqlite").code == 0
    assert desk("deliver", "idlib", "--send").code == 0
    for left in Path("reports").glob(f"{DATABASE}*"):
        left.unlink()
    Path("copy.sqlite").rename(Path("reports", DATABASE))
    for _ in range(2):
        answer = desk("deliver", "idlib", "--send")
        assert answer.code == 6 and "a backup was put in its place" in answer.err
    assert len(post.taken()) == 1
    assert desk("reject", "idlib", "1", "--why", "sent before").code == 0
    assert desk("deliveries", "resume").code == 0
    assert desk("deliver", "idlib", "--send").code == 6
    assert len(post.taken()) == 1


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('sender = "Desk <desk@example.org>"', "mail.sender"),
        ('sender = "desk@example.org\\r\\nBcc: eve@example.org"', "mail.sender"),
        ('sender = "desk@example.org"\nlink = "http://example.org"', "mail.link"),
        ('sender = "desk@example.org"\nunsubscribe = "https://example.org/>\\r\\nBcc: e@x.org"', "mail.unsubscribe"),
    ],
)
def test_wrong_settings_of_mail_are_named(desk: Sitrep, post: MailServer, line: str, why: str) -> None:
    path = Path("seeds/idlib/situation.toml")
    path.write_text(path.read_text().replace('sender = "desk@example.org"', line))
    stakeholders("ok-1@example.org")
    answer = desk("deliver", "idlib", "--send")
    assert answer.code == 4 and f"situation.toml of idlib: {why}" in answer.err
    assert post.taken() == []
