"""What do feeds and the records of APIs say?"""

import json
from datetime import date
from typing import Any

import pytest

from sitrep.errors import DocumentError
from sitrep.ingest import feed, records
from sitrep.ingest.draft import Draft, Original, Unsupported
from sitrep.ingest.readers import drafts_of

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Example Feed</title><language>fr</language>
<pubDate>Tue, 11 Feb 2020 08:00:00 +0000</pubDate>{}</channel></rss>"""
ITEM = (
    "<item><title>5 killed &amp;amp; more</title><link>https://example.org/1</link>"
    "<pubDate>Mon, 10 Feb 2020 23:30:00 +0300</pubDate><description>&lt;p&gt;12,500&lt;sup&gt;1&lt;/sup&gt; fled"
    "&lt;script&gt;9&lt;/script&gt;&lt;/p&gt;</description></item>"
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title><entry><title>Update</title>
<updated>2020-02-10T23:30:00+03:00</updated><content type="html">&lt;p&gt;5 killed&lt;/p&gt;</content></entry></feed>"""


def entries(text: str) -> tuple[Draft, ...]:
    return feed.read(Original(data=text.encode(), name="feed.xml"))


def reports(value: Any) -> tuple[Draft, ...]:
    return records.read(Original(data=json.dumps(value).encode(), name="a.json"))


def test_each_entry_is_a_document_of_its_day() -> None:
    (entry,) = entries(RSS.format(ITEM))
    assert entry.text == "5 killed & more\n\n12,500 ¹ fled"
    assert (entry.published, entry.publisher, entry.lang) == (date(2020, 2, 10), "Example Feed", "fr")
    assert (entry.url, entry.brought_on) == ("https://example.org/1", date(2020, 2, 11))


def test_atom_is_read_too() -> None:
    (entry,) = entries(ATOM)
    assert (entry.text, entry.published) == ("Update\n\n5 killed", date(2020, 2, 10))


def test_an_entry_keeps_its_id_when_others_come_before_it() -> None:
    other = ITEM.replace("5 killed", "7 killed")
    assert entries(RSS.format(ITEM))[0].content == entries(RSS.format(other + ITEM))[1].content


def test_a_feed_that_is_cut_short_gives_what_is_there_and_says_so() -> None:
    (entry,) = entries(RSS.format(ITEM)[:-20])
    assert "not well formed" in entry.problems[0].message


def test_a_year_that_no_calendar_has_is_no_date() -> None:
    dated = ITEM.replace("Mon, 10 Feb 2020 23:30:00 +0300", "0000-00-00T00:00:00Z")
    assert [draft.published for draft in entries(RSS.format(dated))] == [None]


def test_a_feed_without_entries_is_refused() -> None:
    with pytest.raises(DocumentError, match="without entries"):
        entries(RSS.format(""))


FIELDS = {
    "title": "Update",
    "body-html": "<p>12,500<sup>1</sup> fled</p>",
    "body": "12,500 fled",
    "date": {"original": "2020-02-10T00:00:00+00:00", "created": "2020-02-12T00:00:00+00:00"},
    "source": [{"name": "UN Office", "shortname": "OCHA"}, {"name": "Example Relief"}],
    "language": [{"code": "en"}],
    "url": "https://example.org/node/1",
}


def test_a_report_of_reliefweb() -> None:
    (report,) = reports({"data": [{"id": "7", "fields": FIELDS}]})
    assert report.text == "Update\n\n12,500 ¹ fled"
    assert (report.published, report.publisher) == (date(2020, 2, 10), "OCHA, Example Relief")
    assert (report.lang, report.url, report.name) == ("en", "https://example.org/node/1", "report 7")


def test_files_of_a_report_are_said_to_be_unread() -> None:
    (report,) = reports({"data": [{"id": "7", "fields": FIELDS | {"file": [{"filename": "map.pdf"}]}}]})
    assert "map.pdf" in report.problems[0].message


def test_rows_of_hapi_keep_their_digits() -> None:
    data = b'{"data": [{"admin1_name": "Idleb", "population": 1234567890123456789, "share": 0.350, "note": null}]}'
    (rows,) = records.read(Original(data=data, name="a.json"))
    assert rows.text.splitlines()[1] == "Idleb: 1234567890123456789 population; 0.350 share."
    assert rows.parts[0].label == "row 1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 200_000, "nested 200,000 deep, more than 100, the limit"),
        ('{"data": [NaN]}', "NaN is no number"),
        ('{"data": [', "cannot be read"),
    ],
)
def test_json_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        records.read(Original(data=text.encode(), name="a.json"))


@pytest.mark.parametrize("value", [{"a": {"b": 1}}, [], [[1, 2]], {"data": []}])
def test_json_of_another_shape_is_skipped(value: Any) -> None:
    with pytest.raises(Unsupported, match="shape that is not known"):
        reports(value)


def test_rows_of_another_interface_are_not_said_to_be_of_hapi() -> None:
    (draft,) = records.read(Original(data=b'{"data": [{"site": "Dana", "people": 5}]}', name="a.json"))
    assert (draft.publisher, draft.text) == (None, "site | people\nDana: 5 people.")


def test_half_a_character_is_none() -> None:
    (draft,) = drafts_of(Original(data=b'{"data": [{"site": "\\ud800 Dana", "people": 5}]}', name="a.json"))
    assert draft.text.endswith("\ufffd Dana: 5 people.")
