"""A distribution list is checked as a whole, and who may read what is decided before anything is sent."""

import io
import random
import zipfile
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from sitrep.deliver.address import normal
from sitrep.deliver.distribution import COLUMNS, read
from sitrep.deliver.message import message
from sitrep.deliver.plan import plan
from sitrep.errors import ProfileError
from sitrep.model import Mail, Profile, Stakeholder
from tests.conftest import ROOT
from tests.deliver.killed import BRIEF, CONTENT, FILES, MAIL, asked

HEAD = ",".join(COLUMNS)
RIGHT = "Nour,Shelter Forum,nour@example.org,en,pdf,partners,2020-01-01,"


def listed(folder: Path, *lines: str):  # type: ignore[no-untyped-def]
    path = folder / "distribution.csv"
    path.write_text("\n".join((HEAD, *lines)) + "\n")
    return read(path)


def test_the_lists_that_are_shipped_are_right() -> None:
    for path in (ROOT / "sitrep/cli/new/distribution.csv", ROOT / "seeds/idlib/distribution.csv"):
        found = read(path)
        assert found.stakeholders and not found.wrong and not found.twice


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (RIGHT.replace("nour@example.org", "nour@example"), '"nour@example" is no e-mail address'),
        (RIGHT.replace("nour@example.org", "nour example.org"), "is no e-mail address"),
        (RIGHT.replace("nour@example.org", "nour@ex.org>\x07"), "control characters"),
        (RIGHT.replace("nour@example.org", "a@b.org\r\nBcc: c@d.org"), "is no e-mail address"),
        (RIGHT.replace("nour@example.org", "ftp://example.org/in"), "ftp:// leads nowhere"),
        (RIGHT.replace(",en,", ",English,"), '"English" is no language'),
        (RIGHT.replace(",pdf,", ",docx,"), 'format "docx" is not known'),
        (RIGHT.replace(",partners,", ",all,"), 'audience "all" is not known'),
        (RIGHT.replace("2020-01-01", "1 Jan"), 'active_from "1 Jan" is no date'),
        (RIGHT + ",more", "it has more cells than the first line"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    found = listed(
        tmp_path, RIGHT, "", line if "\n" not in line else line.replace("a@b", '"a@b').replace("d.org", 'd.org"')
    )
    assert len(found.stakeholders) == 1
    assert any(why in error.message and "line " in error.message for error in found.wrong)
    assert all(error.exit_code == 4 for error in found.wrong)


def test_every_wrong_line_is_told_at_once(tmp_path: Path) -> None:
    found = listed(tmp_path, RIGHT.replace("@", " at "), RIGHT, RIGHT.replace(",pdf,", ",doc,"))
    assert ["line 2:" in found.wrong[0].message, "line 4:" in found.wrong[1].message] == [True, True]


def test_an_address_counts_once_however_it_is_written(tmp_path: Path) -> None:
    found = listed(tmp_path, RIGHT, RIGHT.replace("nour@example.org", " Nour@EXAMPLE.org"))
    assert [one.address for one in found.stakeholders] == ["nour@example.org"]
    assert "lines 2 and 3: nour@example.org counts once" in found.twice[0]


def test_a_domain_in_other_letters_is_written_as_mail_has_it() -> None:
    assert normal("desk@bücher.example") == "desk@xn--bcher-kva.example"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "distribution.csv"
    path.write_text("name,address\n")
    with pytest.raises(ProfileError, match="no column organisation"):
        read(path)


# Who gets what


def planned(stakeholder: dict[str, object], mail: Mail = MAIL, **profile: object) -> tuple[str, str]:
    given = {"name": "Nour", "organisation": "", "address": "nour@example.org", "audience": "partners"} | stakeholder
    about = Profile(name="idlib", title="A", mail=mail, **profile)  # type: ignore[arg-type]
    [one] = plan([Stakeholder(**given)], about, ["en", "fr"], FILES, date(2020, 2, 10))  # type: ignore[arg-type]
    return one.lang, one.withheld


@pytest.mark.parametrize(
    ("stakeholder", "audience", "expected"),
    [
        ({}, "partners", ("en", "")),
        ({}, "public", ("en", "")),
        ({}, "internal", ("en", "a brief for internal is above partners")),
        ({"audience": "public"}, "partners", ("en", "a brief for partners is above public")),
        ({"lang": "fr"}, "partners", ("fr", "")),
        ({"lang": "ar"}, "partners", ("en", "")),
        ({"active_from": date(2020, 2, 11)}, "partners", ("en", "active from 2020-02-11")),
        ({"active_until": date(2020, 2, 9)}, "partners", ("en", "active until 2020-02-09")),
        ({"active_from": date(2020, 2, 10), "active_until": date(2020, 2, 10)}, "partners", ("en", "")),
    ],
)
def test_who_gets_what(stakeholder: dict[str, object], audience: str, expected: tuple[str, str]) -> None:
    """Nobody gets a brief above their audience, nor outside their days."""
    assert planned(stakeholder, audience=audience) == expected


def test_what_can_neither_be_attached_nor_linked_is_withheld() -> None:
    no_link = Mail(sender="desk@example.org", attachment_mb=0)
    assert "is above mail.attachment_mb" in planned({}, no_link)[1]
    assert planned({"format": "link"}, no_link)[1] == "the profile has no mail.link"


# What they read


def made(format: str = "pdf", mail: Mail = MAIL, **delivery: object):  # type: ignore[no-untyped-def]
    from msgspec.structs import replace

    one = replace(asked(["nour@example.org"])[0], format=format, **delivery)  # type: ignore[arg-type]
    return message_from_bytes(message(one, CONTENT, mail), policy=default)


def test_a_message_has_the_key_figures_and_the_brief() -> None:
    found = made()
    assert found["Subject"] == "North-west Syria: Situation brief No. 3"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["List-Unsubscribe"] == "<mailto:desk@example.org?subject=unsubscribe>"
    assert "586,000 displaced" in found.get_body(("plain",)).get_content()
    assert "586,000 displaced" in found.get_body(("html",)).get_content()
    [brief] = found.iter_attachments()
    assert (brief.get_filename(), brief.get_content_type()) == ("idlib-003-brief.pdf", "application/pdf")
    assert brief.get_content() == FILES["brief.pdf"]


@pytest.mark.parametrize(
    ("format", "names"),
    [
        ("html", ["idlib-003-brief.html"]),
        ("link", []),
        ("data", ["idlib-003-brief.json", "idlib-003-figures.csv", "idlib-003-figures.xlsx"]),
    ],
)
def test_the_format_says_what_is_attached(format: str, names: list[str]) -> None:
    found = made(format)
    assert [part.get_filename() for part in found.iter_attachments()] == names
    assert "https://example.org/reports/idlib/003-2020-02-10/" in found.get_body(("plain",)).get_content()


def test_what_is_too_large_is_linked_to() -> None:
    found = made(mail=Mail(sender="desk@example.org", link="https://example.org/r/", attachment_mb=0))
    assert list(found.iter_attachments()) == []
    assert "https://example.org/r/idlib/003-2020-02-10/brief.pdf" in found.get_body(("plain",)).get_content()


def test_what_is_too_large_is_compressed_where_there_is_no_link() -> None:
    """The same bytes each time; what is too large even so is withheld."""
    large = {**FILES, "brief.pdf": b"%PDF" + bytes(3_000_000)}
    mail = Mail(sender="desk@example.org", attachment_mb=1)
    [one] = asked(["nour@example.org"])
    first, second = (message(one, CONTENT._replace(files=large), mail) for _ in range(2))
    assert first == second
    [packed] = message_from_bytes(first, policy=default).iter_attachments()
    assert packed.get_filename() == "idlib-003-brief.zip"
    with zipfile.ZipFile(io.BytesIO(packed.get_content())) as archive:
        assert archive.read("brief.pdf") == large["brief.pdf"]
    about = Profile(name="idlib", title="A", mail=mail)
    reader = Stakeholder(name="", organisation="", address="nour@example.org", audience="partners")
    for files, why in ((large, ""), ({"brief.pdf": random.Random(7).randbytes(2_000_000)}, "2.0 MB is above")):
        [found] = plan([reader], about, ["en"], files, date(2020, 2, 10))
        assert found.withheld.startswith(why) and bool(found.withheld) == bool(why)


def test_one_click_unsubscribe_where_there_is_an_address() -> None:
    found = made(mail=Mail(sender="desk@example.org", unsubscribe="https://example.org/u"))
    assert found["List-Unsubscribe"].endswith("<https://example.org/u>")
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_same_message_is_the_same_bytes_and_takes_seven_bits() -> None:
    [one] = asked(["nour@example.org"])
    assert message(one, CONTENT, MAIL) == message(one, CONTENT, MAIL)
    assert message(one, CONTENT, MAIL).isascii()


def test_nothing_in_a_title_or_name_breaks_a_header() -> None:
    from msgspec.structs import replace

    brief, subject = replace(BRIEF, supersedes=2), "A\r\nBcc: eve@example.org\u202e"
    [one] = asked(["nour@example.org"])
    data = message(replace(one, name="No\r\nur: x"), CONTENT._replace(brief=brief, subject=subject), MAIL)
    found = message_from_bytes(data, policy=default)
    assert found["Bcc"] is None and found["Subject"].startswith("A Bcc: eve@example.org")
    assert found["References"].startswith("<") and found["References"] != found["Message-ID"]
