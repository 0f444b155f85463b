"""render(): the PDF and the web page."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pikepdf
import pytest
from msgspec.structs import replace

from sitrep.compose import compose, figures, sections
from sitrep.errors import RenderError
from sitrep.model import Brief, Situation
from sitrep.render import brand as brands
from sitrep.render import page, pdf, render
from sitrep.render.words import read_labels
from sitrep.units import quantity
from tests.hand_made import IDLIB, claim, document, situation
from tests.render.conftest import brief
from tests.render.structure import faults
from tests.test_sample import situation as sample

ROOT = Path(__file__).parents[2]


def text_of(html: bytes) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html.decode(), flags=re.S).split())


def test_the_pdf_keeps_what_it_says_of_itself(document: pikepdf.Pdf) -> None:
    assert faults(document) == []


def test_the_pdf_carries_its_data(document: pikepdf.Pdf) -> None:
    files = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    assert set(files) == {"brief.json", "figures.csv", "evidence.json"}
    assert json.loads(files["brief.json"])["number"] == 2
    printed = json.loads(files["evidence.json"])
    texts = {one.id: one.text for one in situation().documents}
    figures = [one for one in printed if one["kind"] == "figure"]
    assert len(figures) > 20
    assert all(texts[one["document"]][one["start"] : one["end"]] for one in figures)


def test_the_pdf_can_be_read_as_text(files: dict[str, bytes], lang: str) -> None:
    text = " ".join(" ".join(pdf.texts(files["brief.pdf"])).split())
    expected = {
        "en": ["more than half a million", "3.6 million", "within 10 miles", "within 16 km", "dozens", "about 234,000"],
        "fr": ["3,6 millions", "à moins de 10 miles d’Idlib", "à moins de 16 km", "des dizaines", "environ 234 000"],
        "es": ["medio millón", "3,6 millones", "a menos de 10 millas de Idlib", "unos 234.000", "decenas"],
        "ar": ["3.6", "600", "234,000", "1,240"],
    }
    assert [words for words in expected[lang] if words not in text] == []
    assert "500,000" not in text, "what was said in words is never printed as another number"


def test_a_copy_of_the_pdf_reads_in_order(files: dict[str, bytes], lang: str) -> None:
    """What is painted first is copied first, also where columns float."""
    labels = read_labels(brands.load("base").folders, lang)["section"]
    first = pdf.texts(files["brief.pdf"])[0].casefold()
    at = [
        first.index(labels[name].casefold()) for name in ("key_figures", "highlights", "deadlines", "timeline", "map")
    ]
    assert at == sorted(at)


def test_claims_of_different_periods_stand_side_by_side_and_are_never_added(files: dict[str, bytes]) -> None:
    text = text_of(files["brief.html"])
    assert "1,240" in text and "1,000" in text
    assert "2,240" not in text and "1,120" not in text


@pytest.mark.skipif(not shutil.which("verapdf"), reason="veraPDF is not on PATH")
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_verapdf_agrees(files: dict[str, bytes], tmp_path: Path, flavour: str) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(files["brief.pdf"])
    answer = subprocess.run(["verapdf", "--flavour", flavour, "--format", "text", path], capture_output=True, text=True)
    assert answer.stdout.startswith("PASS")


def test_the_same_brief_gives_the_same_bytes(files: dict[str, bytes], lang: str, tmp_path: Path) -> None:
    """In another process, with another hash seed, working folder and time zone."""
    program = (
        "import hashlib, sys; from tests.render.conftest import brief; from sitrep.render import render; "
        "print({name: hashlib.sha256(data).hexdigest() for name, data in render(brief(sys.argv[1])).items()})"
    )
    environment = os.environ | {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        [sys.executable, "-c", program, lang], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == str({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def test_the_web_page_is_one_file_without_script(files: dict[str, bytes], lang: str) -> None:
    html = files["brief.html"].decode()
    assert len(files["brief.html"]) < 300_000
    assert "<script" not in html and "javascript:" not in html
    assert re.findall(r'(?:src|href)="(?!#|https?:|mailto:)[^"]*"', html) == []
    assert f'lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in html


def test_every_figure_of_the_web_page_opens_its_sentence(files: dict[str, bytes]) -> None:
    html = files["brief.html"].decode()
    opened = set(re.findall(r'class="opens" href="#([^"]+)"', html))
    shown = dict(re.findall(r'<article class="quote" id="([^"]+)">.*?<mark>(.*?)</mark>', html, flags=re.S))
    assert len(opened) > 8
    assert opened <= set(shown)
    assert any("half a million" in number for number in shown.values())


def test_every_link_inside_the_page_leads_somewhere(files: dict[str, bytes]) -> None:
    html = files["brief.html"].decode()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_the_second_brand_looks_different_and_says_the_same() -> None:
    base, other = (text_of(render(brief(brand=name), formats=("html",))["brief.html"]) for name in ("base", "meridian"))
    assert "Meridian Watch" in other and "Meridian Watch" not in base
    assert base.split("KEY FIGURES")[-1:] and "more than half a million" in other


@pytest.mark.parametrize(
    ("module", "name", "limit", "says"),
    [
        (figures, "CLAIMS", 1, "1 more figure stands in figures.csv"),
        (sections, "ROWS", 4, "more figures stand in figures.csv"),
        (sections, "MOST", {"changes": 1}, "1 more is listed in brief.json"),
        (page, "LISTED", 3, "1 more is listed in brief.json"),
    ],
)
def test_what_is_too_much_for_the_pages_is_counted_and_links_lead_somewhere(
    module: ModuleType, name: str, limit: object, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, limit)
    known = situation()
    known = replace(known, documents=(*known.documents, document("notice", "No numbers.")))
    before = compose(replace(known, key_figures=known.key_figures[2:]), number=1, lang="en")
    made = compose(known, number=2, lang="en", previous=before)
    html = page.page(made, brands.load("base"), "screen").html
    assert says in re.sub(r"<[^>]+>", "", html)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))


@pytest.mark.parametrize(("target", "places"), [("print", 4), ("screen", 4), ("mail", 2), ("text", 1)])
def test_a_dispute_is_told_wherever_its_figure_stands(target: str, places: int) -> None:
    known = situation()
    keys = tuple(replace(one, disputed=one.id == "deaths") for one in known.key_figures)
    made = compose(replace(known, key_figures=keys), number=1, lang="en")
    html = page.page(made, brands.load("base"), target).html
    # The highlights, the key figures, the figures by theme, and where sources differ.
    assert html.count("Sources disagree.") == places


HOSTILE = '<img src="file:///etc/passwd"><script>x</script>{{ 7 * 7 }}</style><a href="javascript:x">'


def test_hostile_text_stays_text() -> None:
    known = situation()
    first = replace(known.documents[1], title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    known = replace(
        known,
        documents=(known.documents[0], first, known.documents[2]),
        profile=replace(known.profile, title=HOSTILE, contacts=(HOSTILE,)),
    )
    made = render(compose(known, number=1, lang="en"), formats=("pdf", "html"))
    html = made["brief.html"].decode()
    assert "<script>x" not in html and "javascript:alert" not in html and 'src="file' not in html
    assert "&lt;script&gt;x" in html
    with pikepdf.open(io.BytesIO(made["brief.pdf"])) as opened:
        assert faults(opened) == []


def bare() -> Brief:
    """A brief of one page."""
    known = replace(situation(), key_figures=(), deadlines=(), series=(), gaps=(), documents=(), as_of=date(2020, 1, 1))
    return compose(known, number=1, lang="en")


def with_template(tmp_path: Path, name: str, text: str) -> list[Path]:
    """A brand folder in which one template differs."""
    path = tmp_path / "own" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return [tmp_path]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<section><h2>x</h2>{{ figures.nonsense }}</section>", r"gaps.html, line 1: .*nonsense"),
        ("<section>\n{% if %}</section>", r"gaps.html, line 2: "),
        ("{{ brief.number }}", r"gaps.html, line 1: 2 would be printed without its origin"),
        ("{{ 'x' * 1000000000 }}", r"gaps.html, line 1: \* is not for templates"),
        ("{{ brief.__class__ }}", r"gaps.html, line 1: .*unsafe"),
        ("{{ sections.gaps.append(1) }}", r"gaps.html, line 1: .*append"),
        ("{% include '/etc/passwd' %}", r"gaps.html, line 1: .*/etc/passwd"),
    ],
)
def test_a_wrong_template_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    folders = with_template(tmp_path, "sections/gaps.html", text)
    with pytest.raises(RenderError, match=message):
        render(replace(brief(), brand="own"), brand_folders=folders, formats=("html",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<p>More than 777 people came.</p>", r"page \d prints 777, which no source and no calculation gives"),
        (
            '<p style="display:none">{{ 4567 | count("x") }}</p>',
            r"“4,567” was placed on the page but cannot be read back",
        ),
        ('<img src="file:///etc/hostname" alt="x">', r"asks for what it may not have: file:///etc/hostname"),
        ('<img src="http://169.254.169.254/" alt="x">', r"asks for what it may not have: http://169"),
        ('<link rel="attachment" href="file:///etc/hostname">', r"asks for what it may not have"),
        ('<p style="colour: red">x</p>', r"WeasyPrint: "),
        ("<p>漢</p>", r"no font of the brand can draw '漢' \(U\+6F22\)"),
    ],
)
def test_what_would_spoil_the_pdf_stops_the_build(tmp_path: Path, text: str, message: str) -> None:
    folders = with_template(tmp_path, "sections/gaps.html", text)
    with pytest.raises(RenderError, match=message):
        render(replace(bare(), brand="own"), brand_folders=folders, formats=("pdf",))


def test_an_unknown_language_or_format_is_named() -> None:
    with pytest.raises(RenderError, match=r"no labels for the language 'xx'"):
        render(replace(brief(), lang="xx"), formats=("html",))
    with pytest.raises(RenderError, match=r"there is no format 'docx'"):
        render(brief(), formats=("docx",))


def test_a_brief_without_figures_still_makes_a_page() -> None:
    made = render(bare(), formats=("pdf", "html"))
    assert "North-west Syria" in made["brief.html"].decode()
    assert made["brief.pdf"].startswith(b"%PDF")


def test_no_template_turns_escaping_off() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in brands.SHIPPED.rglob("*.html")}
    assert texts
    for path, text in texts.items():
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", text), path
        assert not re.search(r"=\{\{", text), f"{path}: an attribute without quotation marks"


def test_templates_hold_no_digits_of_their_own() -> None:
    """A number in a template would have no origin."""
    for path in (brands.SHIPPED / "base").rglob("*.html"):
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"\d", bare), path


def emptiest(content: bytes) -> float:
    """How full the emptiest page is, as a share of its height; the last page may be as it is."""
    import pypdfium2

    foot = 60  # Points from the bottom; the footer stands below.
    shares = []
    for sheet in list(pypdfium2.PdfDocument(content))[:-1]:
        text = sheet.get_textpage()
        bottoms = (text.get_rect(number)[1] for number in range(text.count_rects()))
        shares.append(1 - (min(one for one in bottoms if one > foot) - foot) / sheet.get_height())
    return min(shares, default=1)


def test_no_page_but_the_last_is_less_than_two_thirds_full(files: dict[str, bytes]) -> None:
    assert emptiest(files["brief.pdf"]) > 2 / 3


@pytest.mark.slow
@pytest.mark.parametrize("brand", ["base", "meridian"])
@pytest.mark.parametrize("as_of", ["2020-02-10", "2020-02-26"])
def test_the_sample_fills_its_pages(lang: str, brand: str, as_of: str) -> None:
    known = sample(as_of)
    known = replace(known, profile=replace(known.profile, brand=brand))
    assert emptiest(render(compose(known, number=1, lang=lang), formats=("pdf",))["brief.pdf"]) > 4 / 5


LONG_NAME = "Llanfairpwllgwyngyllgogerychwyrndrobwllllan"


def awkward(name: str) -> Situation:
    """What nobody thinks of who makes a template."""
    known = situation()
    first = known.key_figures[0]
    said = first.recommended.figure
    if name == "nothing is known":
        return replace(known, key_figures=(), series=(), deadlines=(), gaps=())
    if name == "one figure":
        return replace(known, key_figures=(first,), series=(), deadlines=(), gaps=())
    if name == "many deadlines":
        due = [replace(known.deadlines[0], id=f"withdraw-{number}", days_left=number) for number in range(30)]
        return replace(known, deadlines=tuple(due))
    if name == "a title without end":
        title = f"All that has happened in the {'very' * 20} long valley {LONG_NAME * 3} and beside it"
        return replace(known, profile=replace(known.profile, title=title))
    place = replace(IDLIB, name=LONG_NAME, label=LONG_NAME)
    changes = {"a huge number": {"value": quantity(10**12 + 3, "person")}, "a long name": {"place": place}}[name]
    said = replace(said, **changes)
    return replace(known, key_figures=(replace(first, recommended=claim(said, LONG_NAME)), *known.key_figures[1:]))


@pytest.mark.parametrize(
    "name",
    ["nothing is known", "one figure", "many deadlines", "a title without end", "a huge number", "a long name"],
)
def test_what_is_awkward_is_printed_whole_and_once(name: str) -> None:
    """The gate compares what is on the paper with what was placed there: nothing lost, nothing twice."""
    made = render(compose(awkward(name), number=1, lang="en"), formats=("pdf",))
    assert emptiest(made["brief.pdf"]) > 2 / 3


@pytest.mark.slow
def test_columns_run_on_over_a_page_wherever_it_ends(tmp_path: Path) -> None:
    """WeasyPrint prints floats twice, and moves flex rows: whatever the columns are made of must do neither."""
    for height in range(0, 250, 25):
        header = f'<h1>x</h1><div style="height:{height}mm"></div>'
        folders = with_template(tmp_path / str(height), "sections/header.html", header)
        render(replace(brief(), brand="own"), brand_folders=folders, formats=("pdf",))


def test_context_is_plain_data() -> None:
    """Templates get nothing that could do anything."""
    known = brief()
    brand = brands.load("base")
    spoken = page.brief_words(known, brand, page.Trace())
    data = page.context(known, brand, "print", spoken)

    def plain(value: object) -> bool:
        if isinstance(value, dict):
            return all(isinstance(key, str | int) and plain(one) for key, one in value.items())
        if isinstance(value, list | tuple):
            return all(plain(one) for one in value)
        return value is None or isinstance(value, str | int | float | bool)

    assert [key for key, value in data.items() if not plain(value)] == []
