"""What kind of file is this?"""

import pytest

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Original, Unsupported
from sitrep.ingest.kind import kind_of
from tests.ingest.made import docx, packed, paragraph


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Five killed.", "text"),
        (b"%PDF-1.7\n", "pdf"),
        (b"junk before\n%PDF-1.4\n", "pdf"),
        (docx(paragraph("x")), "docx"),
        (packed({"xl/workbook.xml": "x"}), "xlsx"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"\xef\xbb\xbf\n<html>", "html"),
        ("\ufeff<html>".encode("utf-16-le"), "html"),
        (b"<!-- saved -->\n<html lang=en>", "html"),
        (b"<div><p>5 killed</p></div>", "html"),
        (b"<5 killed> and 3 < 4", "text"),
        (b"<?xml version='1.0'?>\n<rss version='2.0'>", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        (b'{"data": []}', "json"),
        (b"[\n {}]", "json"),
        (b"[Updated 3 Feb] 5 killed", "text"),
        (b"{{ 7*7 }} killed", "text"),
        (b"From: a@example.org\r\nSubject: x\r\n\r\n5 killed", "mail"),
        (b"From a@example.org Mon Feb 10\nDate: x\n\n5", "mail"),
        (b"Date: 10 February 2020\n\n5 killed", "text"),
        (b"From: the field\nSituation is calm.\nTo: all", "text"),
        (b"Site,IDPs\n#loc,#affected+idps\nDana,5\n", "csv"),
        (b"Some 5 people\n#hashtag and more\n", "text"),
    ],
)
def test_the_bytes_tell_whatever_the_name(data: bytes, kind: str) -> None:
    assert kind_of(Original(data=data, name="report.bin")) == kind


def test_only_a_table_of_text_is_told_by_its_name() -> None:
    assert kind_of(Original(data=b"Site,IDPs\nDana,5\n", name="a.CSV")) == "csv"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n", "a picture"),
        (b"{\\rtf1 5 killed}", "an RTF file"),
        (b"<?xml version='1.0'?><opml><body><outline text='5 killed'/></body></opml>", "XML of a kind"),
        (b"<svg width='99'><text>5 killed</text></svg>", "XML of a kind"),
        (packed({"ppt/presentation.xml": "x"}), "a presentation"),
        (packed({"mimetype": "x", "content.xml": "x"}), "an OpenDocument file"),
        (packed({"a.txt": "x"}), "an archive"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "of the old kind"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, message: str) -> None:
    with pytest.raises(Unsupported, match=message):
        kind_of(Original(data=data, name="a.txt"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty file"),
        (b"\xef\xbb\xbf \r\n", "empty file"),
        (bytes(100), "empty file"),
        (docx(paragraph("x"))[:200], "damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        kind_of(Original(data=data, name="a.txt"))
