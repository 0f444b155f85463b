"""What does a web page say?"""

from datetime import date

import pytest

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Draft, Original
from sitrep.ingest.html import read

PROSE = "<p>More than 948,000 people have fled since 1 December, most of them women and children, officials said.</p>"


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def read_html(data: bytes) -> Draft:
    (draft,) = read(Original(data=data, name="page.html"))
    return draft


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("12,500<sup>1</sup> people", "12,500 ¹ people"),
        ("12,500<sup>[3]</sup> people", "12,500 [³] people"),
        ("<b>12,500</b><sup><a href=#f>1</a></sup> people", "12,500 ¹ people"),
        ("12,500<sup>a</sup> people", "12,500 a people"),
        ("12,500<a href=#f1>1</a> people", "12,500 ¹ people"),
        ("12,500<span style='vertical-align: super'>1</span> people", "12,500 ¹ people"),
        ("12,500<sub>1</sub> people and CO<sub>2</sub>", "12,500 ₁ people and CO2"),
        ("see <a href=#more>7 more</a>", "see 7 more"),
        ("600 km<sup>2</sup> of land", "600 km² of land"),
        ("the 1<sup>st</sup> day", "the 1st day"),
        ("12,<wbr>500 people", "12,500 people"),
        ("12,500<script>99</script><span hidden>77</span> people", "12,500 people"),
        ("12,500<span style='display: none'>99</span> people", "12,500 people"),
        ("12,500<span style='VISIBILITY : hidden'>99</span> people", "12,500 people"),
        ("12,500<span style='font-size:0px'>99</span> people", "12,500 people"),
        ("12,500<span style='opacity: 0.5'> or so</span> people", "12,500 or so people"),
        ("12,500<select><option>1<option>2</select> people", "12,500 people"),
        ("12&#8203;,500&shy; people", "12,500 people"),
        ("<b>2.9M</b><span>people</span> and <i>12</i><b>,500</b>", "2.9M people and 12,500"),
        ("&lt;b&gt;12,500 &amp; more", "<b>12,500 & more"),
        ("{{ 7*7 }} people", "{{ 7*7 }} people"),
    ],
)
def test_numbers_come_out_as_a_reader_sees_them(markup: str, text: str) -> None:
    assert text in read_html(page(f"<article>{PROSE}<p>{markup}</p></article>")).text


def test_what_is_struck_through_is_left_out_and_said() -> None:
    draft = read_html(page(f"<article>{PROSE}<p><del>12,500</del> <s>77</s> <ins>13,000</ins> fled</p></article>"))
    assert draft.text.endswith("13,000 fled")
    assert [problem.message for problem in draft.problems] == ["2 stretches of struck text were left out"]


def test_tables_within_tables_and_captions_are_read() -> None:
    inside = "<table><caption>As of 5 May<tr><th>Site<th>IDPs<tr><td>Dana<td>1,200</table>"
    draft = read_html(page(f"<article>{PROSE}<table><tr><td>{inside}<td>Beside</table></article>"))
    assert draft.text.endswith("As of 5 May\nSite | IDPs\nDana: 1,200 IDPs.\nBeside")


def test_menus_are_not_the_text() -> None:
    draft = read_html(
        page(f"<nav><a>Donate 50 now</a></nav><article><h1>Update</h1>{PROSE * 3}</article><footer>1999</footer>")
    )
    assert "948,000" in draft.text
    assert "Donate" not in draft.text
    assert "1999" not in draft.text


def test_blocks_do_not_run_into_each_other() -> None:
    draft = read_html(page("<main><div>5<p>killed</p>12</div><ul><li>3</li><li>4</li></ul></main>"))
    assert draft.text.split() == ["5", "killed", "12", "-", "3", "-", "4"]


def test_a_page_nested_thousands_deep_is_read() -> None:
    assert "12,500 people" in read_html(page("<div>" * 5000 + "12,500 people fled." + "</div>" * 5000)).text


def test_the_metadata_of_a_page() -> None:
    head = (
        "<title>Update 3 | Site</title><meta property=og:title content='Update 3'>"
        "<meta property=og:site_name content=OCHA>"
        "<meta property=article:published_time content=2020-02-10T08:00:00Z><link rel=canonical href=https://example.org/3>"
    )
    draft = read_html(page(f"<article>{PROSE}</article>", head))
    assert (draft.title, draft.publisher, draft.published) == ("Update 3", "OCHA", date(2020, 2, 10))
    assert (draft.url, draft.lang) == ("https://example.org/3", "en")


def test_linked_data_give_date_and_publisher() -> None:
    data = (
        '{"@graph": [{"@type": "NewsArticle", "datePublished": "2020-02-10", "publisher": {"name": "Example Wire"}}]}'
    )
    draft = read_html(page(f"<article>{PROSE}</article>", f"<script type='application/ld+json'>{data}</script>"))
    assert (draft.published, draft.publisher) == (date(2020, 2, 10), "Example Wire")


def test_a_page_of_two_times_is_not_dated_by_them() -> None:
    times = "<time datetime=2020-02-10>x</time><time datetime=2020-02-11>y</time>"
    assert read_html(page(f"<article>{PROSE}{times}</article>")).published is None


def test_a_page_without_text_says_so() -> None:
    with pytest.raises(DocumentError, match="no text"):
        read_html(page("<div id=app></div><script>render()</script>"))


def test_the_charset_of_the_page_is_used() -> None:
    data = "<html><meta charset=windows-1251><main>Погибли 5 человек</main>".encode("cp1251")
    assert "Погибли 5" in read_html(data).text
