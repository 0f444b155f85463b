"""A brief lies in a folder elsewhere whole or not at all, once, and nothing that is there is overwritten."""

import random
import time
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme
from fsspec.implementations.memory import MemoryFileSystem
from msgspec.structs import replace

from sitrep.deliver import deliver, recovered
from sitrep.deliver.address import channel_of, wrong
from sitrep.deliver.folder import OPENS, Folders, Place, put
from sitrep.deliver.way import Answer
from sitrep.store import DATABASE, Store
from tests.deliver.conftest import CANARY, Elsewhere, box, free_port, webdav_server
from tests.deliver.killed import AT, asked, states
from tests.ingest.servers import certified

FILES = {"idlib-003-brief.pdf": b"%PDF-1.7" + bytes(300_000), "idlib-003-figures.csv": b"a,b\n"}


def sent(address: str, files: Mapping[str, bytes] = FILES) -> Answer:
    assert wrong(address) is None
    [one] = asked(["desk@example.org"])
    return Folders(lambda _: files).send(
        replace(one, stakeholder=address, channel=channel_of(address)), begins=lambda: None
    )


def test_files_arrive_whole_and_nothing_else_does(elsewhere: Elsewhere) -> None:
    assert sent(elsewhere.address) == Answer("sent", "idlib-003-brief.pdf, idlib-003-figures.csv")
    assert elsewhere.files() == FILES


def test_trying_again_changes_nothing(elsewhere: Elsewhere) -> None:
    for _ in range(2):
        assert sent(elsewhere.address).status == "sent"
    assert elsewhere.files() == FILES


def test_another_file_of_the_same_name_stays_as_it_is(elsewhere: Elsewhere) -> None:
    elsewhere.put("idlib-003-brief.pdf", b"somebody else's")
    answer = sent(elsewhere.address)
    assert answer.status == "failed" and "another file is there" in answer.detail
    assert elsewhere.files() == {"idlib-003-brief.pdf": b"somebody else's"}


def test_what_a_killed_run_left_half_is_finished(elsewhere: Elsewhere) -> None:
    """One file is there, of the other a part under its temporary name."""
    elsewhere.put("idlib-003-figures.csv", FILES["idlib-003-figures.csv"])
    if not elsewhere.address.startswith("s3:"):  # a put there is whole or nothing
        elsewhere.put(".idlib-003-brief.pdf.part", b"%PDF-1.7 and no m")
    assert sent(elsewhere.address).status == "sent"
    assert elsewhere.files() == FILES


@pytest.mark.parametrize("scheme", ["sftp://desk@127.0.0.1:{}/in", "webdav://127.0.0.1:{}/in"])
def test_a_server_that_is_not_there_leaves_it_pending(scheme: str) -> None:
    assert sent(scheme.format(free_port())).status == "pending"


def test_a_browser_is_told_what_a_file_in_a_bucket_is(s3: Elsewhere) -> None:
    sent(s3.address)
    assert box().head_object(Bucket="briefs", Key="in/idlib-003-brief.pdf")["ContentType"] == "application/pdf"


def test_a_bucket_that_is_not_there_leaves_it_pending(s3: Elsewhere) -> None:
    assert sent("s3://no-such-bucket/in").status == "pending"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """It may be a share that is not mounted."""
    answer = sent(f"file://{tmp_path}/share")
    assert answer.status == "pending" and not (tmp_path / "share").exists()


# Who is there, and who are we


def test_a_host_that_is_not_known_gets_nothing(sftp: Elsewhere) -> None:
    known = Path.home() / ".ssh" / "known_hosts"
    before = known.read_text()
    for text in ("", before.replace(before.split()[2], before.split()[2][:-4] + "AAAA")):
        known.write_text(text)
        answer = sent(sftp.address)
        assert answer.status == "pending" and "not trusted" in answer.detail
    known.unlink()
    assert "not trusted" in sent(sftp.address).detail
    assert sftp.files() == {}


def test_a_key_that_the_server_does_not_know_is_refused(sftp: Elsewhere, tmp_path: Path) -> None:
    (tmp_path / "authorized").write_text("")
    answer = sent(sftp.address)
    assert answer.status == "pending" and "Permission denied" in answer.detail


def test_a_wrong_password_is_refused_and_not_told(webdav: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITREP_WEBDAV_PASSWORD", CANARY + "x")
    answer = sent(webdav.address)
    assert answer.status == "pending" and "401" in answer.detail and CANARY not in answer.detail
    assert webdav.files() == {}


def test_webdav_over_tls_asks_for_the_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    context, _ = certified(authority)
    monkeypatch.setenv("SITREP_WEBDAV_PASSWORD", CANARY)
    with webdav_server(tmp_path / "dav", context) as port:
        refused = sent(f"webdavs://desk@localhost:{port}")
        assert refused.status == "pending" and "CERTIFICATE_VERIFY_FAILED" in refused.detail
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert sent(f"webdavs://desk@localhost:{port}").status == "sent"
    assert {one.name: one.read_bytes() for one in (tmp_path / "dav").iterdir()} == FILES


def test_killed_at_random_everything_arrives_whole(tmp_path: Path) -> None:
    """Nobody is asked what became of a folder: the next run looks, and goes on."""
    places = [tmp_path / f"in-{n}" for n in range(40)]
    for place in places:
        place.mkdir()
    with Store(tmp_path / DATABASE) as store:
        store.ledger.ask(
            replace(one, stakeholder=f"file://{place}", channel="file")
            for one, place in zip(asked([f"ok-{n}@example.org" for n in range(40)]), places, strict=True)
        )
    wait, killed = random.Random(7), 0
    for _ in range(15):
        process = get_context("fork").Process(target=put_all, args=(tmp_path,))
        process.start()
        time.sleep(wait.uniform(0, 0.25))
        process.kill()
        process.join()
        killed += process.exitcode != 0
    put_all(tmp_path)
    assert killed and states(tmp_path) == {"sent": 40}
    assert all({one.name: one.read_bytes() for one in place.iterdir()} == FILES for place in places)


def put_all(folder: Path) -> None:
    """Deliver what waits."""
    with Store(folder / DATABASE) as store, store.ledger.working():
        for one in store.ledger.deliveries(status="sending"):
            store.ledger.mark(recovered(one))
        deliver(
            store.ledger.deliveries(status="pending"),
            {"file": lambda: Folders(lambda _: FILES)},
            store.ledger,
            lambda: AT,
        )


def test_a_file_that_arrived_short_is_not_given_its_name() -> None:
    class Short(MemoryFileSystem):
        def pipe_file(self, path: str, value: bytes, **_: object) -> None:
            super().pipe_file(path, value[:-1])

    files = Short(skip_instance_cache=True)
    with pytest.raises(OSError, match="3 bytes of 4"):
        put(Place(files, "/in", files.mv), "a.pdf", b"%PDF")
    assert files.find("/in") == ["/in/.a.pdf.part"]


# Which addresses can be


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("file://host/share", "no host"),
        ("file:share", "is no e-mail address"),
        ("sftp://", "there is no host"),
        (f"sftp://desk:{CANARY}@files.example.org/in", "a password stands in the address"),
        (f"webdavs://desk:{CANARY}@files.example.org/in", "a password stands in the address"),
        ("webdav://files.example.org/in", "is not encrypted"),
        ("sftp://files.example.org:many/in", "cannot be read"),
        ("gopher://example.org", "leads nowhere that is known"),
    ],
)
def test_an_address_that_leads_nowhere_or_gives_a_password_away(address: str, why: str) -> None:
    found = wrong(address)
    assert found and why in found[0] and CANARY not in "".join(found)


def test_unencrypted_only_where_it_is_said_by_name() -> None:
    assert wrong("webdav://files.example.org/in?tls=off") is None
    assert wrong("webdav://127.0.0.1/in") is None


def test_a_way_whose_package_is_missing_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitrep.deliver.address.find_spec", lambda _: None)
    assert wrong("sftp://files.example.org/in") == ("sshfs is missing for sftp", "pip install 'sitrep[sftp]'")


@pytest.mark.parametrize("channel", sorted(OPENS))
def test_every_channel_for_files_is_one_of_the_addresses(channel: str) -> None:
    assert channel_of(f"{channel}://a/b") == channel and urlsplit(f"{channel}://a/b").scheme == channel
