"""The operator's guide in README, followed step by step from an empty folder: its own commands and settings."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from sitrep import pipeline
from tests.conftest import ROOT, Answer, Sitrep
from tests.deliver.conftest import CANARY
from tests.deliver.desk import BODIES, PAGES, stakeholders
from tests.deliver.servers import MailServer

GUIDE = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Operating it\n")[1].split("\n## ")[0]
REPORT = "---\npublisher: Relief Office\npublished: 2020-02-10\n---\nFloods have displaced {} people in Idlib.\n"


def block(kind: str, containing: str) -> str:
    """The block of the guide that holds some words."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    return next(text for name, text in blocks if name == kind and containing in text)


def commands(containing: str) -> list[list[str]]:
    """The commands of a block, without `sitrep` and remarks."""
    lines = (shlex.split(line, comments=True) for line in block("", containing).splitlines())
    return [words[1:] for words in lines if words]


@pytest.mark.parametrize("name", re.findall(r"`sitrep ((?:deliver|deliveries|schedule|store|correct) ?[a-z]*)", GUIDE))
def test_every_command_that_the_guide_names_is_there(sitrep: Sitrep, name: str) -> None:
    assert sitrep(*name.split(), "--help").code == 0


def test_the_guide_from_an_empty_folder_to_a_restored_backup(
    sitrep: Sitrep, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def files(briefs: object, folders: object, formats: object = ()) -> dict[str, bytes]:
        return BODIES if list(formats) == ["mail"] else PAGES  # type: ignore[call-overload]

    monkeypatch.setattr(pipeline, "files_of", files)
    monkeypatch.setattr("smtplib.SMTP.login", lambda *_: None)  # the server has no accounts
    monkeypatch.setenv("SITREP_SMTP_URL", post.url.replace("//", "//desk@"))
    monkeypatch.setenv("SITREP_SMTP_PASSWORD", CANARY)

    # Install, and a situation of one's own with the settings of the guide.
    assert sitrep("init", "idlib").code == 0
    profile = Path("seeds/idlib/situation.toml")
    settings = block("toml", "[schedule]")
    profile.write_text(settings.split("\n[", 1)[0] + "\n" + profile.read_text() + "\n[" + settings.split("\n[", 1)[1])
    Path("seeds/idlib/documents/report.txt").write_text(REPORT.format("12,000"))
    stakeholders("ok-1@example.org", "cutafter-1@example.org", "cutafter-2@example.org")
    shown = sitrep("schedule", "show").out
    assert shown.count("06:00") == 3 and "build and deliver" in shown
    assert "schedule run" in sitrep("schedule", "install", "--print", "--kind", "crontab").out

    # Each edition: build, try, approve, plan, send, look.
    answers = {" ".join(words): sitrep(*words) for words in commands("sitrep approve")}
    assert [answer.code for answer in answers.values()] == [0, 0, 0, 0, 75, 75]
    assert "TEST copy" in answers["deliver idlib --to me@example.org"].out
    assert "3 to send, 0 withheld; nothing was sent" in answers["deliver idlib"].out
    assert "1 sent, 2 unknown" in answers["deliver idlib --send"].out

    # Unknown: listed, asked about, settled.
    listed, sent, resend, retry = commands("deliveries resolve")
    unknown = re.findall("^[0-9a-f]{12}", sitrep(*listed).out, re.MULTILINE)
    assert len(unknown) == 2
    assert said(sitrep, sent, unknown[0]).code == said(sitrep, resend, unknown[1]).code == 0
    assert sitrep(*retry).code == 75
    [again] = re.findall("^[0-9a-f]{12}", sitrep(*listed).out, re.MULTILINE)
    assert said(sitrep, sent, again).code == 0
    assert sitrep("deliveries").code == 0
    before = len(post.taken())

    # Restored from a backup that is older than the last edition: nothing goes out a second time.
    assert sitrep("store", "backup", "copy.sqlite").code == 0
    Path("seeds/idlib/documents/report.txt").write_text(REPORT.format("15,000"))
    stakeholders("ok-1@example.org")
    for words in (("build", "idlib"), ("approve", "idlib", "2"), ("deliver", "idlib", "--send")):
        assert sitrep(*words).code == 0
    assert len(post.taken()) == before + 1
    shutil.copy("copy.sqlite", "reports/sitrep.sqlite")
    for left in ("reports/sitrep.sqlite-wal", "reports/sitrep.sqlite-shm"):
        Path(left).unlink(missing_ok=True)
    assert sitrep("store", "verify").code == 0
    assert sitrep("build", "idlib").code == 0
    assert sitrep("approve", "idlib", "2").code == 0
    held = sitrep("deliver", "idlib", "--send")
    assert held.code == 6 and "a backup was put in its place" in held.err
    assert sitrep("reject", "idlib", "2", "--why", "it has gone out").code == 0
    assert sitrep("deliveries", "resume").code == 0
    assert sitrep("deliver", "idlib", "--send").code == 6
    assert len(post.taken()) == before + 1
    assert sitrep("correct", "idlib", "2", "--why", "15,000 was a misprint").code == 0


def said(sitrep: Sitrep, words: list[str], id: str) -> Answer:
    """What is said of a delivery: the guide's words, with this one's id."""
    return sitrep(*(id if re.fullmatch("[0-9a-f]{10,}", word) else word for word in words))
