"""What does the brief look like on paper and on a screen? Brief + brand → HTML, and HTML → PDF.

One set of templates makes both. The PDF is PDF/A-3a and PDF/UA-1 at once, carries the brief's data, and is the same for
the same brief, byte by byte.
"""

import base64
import functools
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from msgspec.structs import fields

from sitrep import __version__
from sitrep.errors import RenderError
from sitrep.model import Brief, Headline, Profile, Section
from sitrep.render import chart
from sitrep.render import map as locator
from sitrep.render.brand import BASE, Brand, load
from sitrep.render.drawing import Drawing
from sitrep.render.narrative import narrative
from sitrep.render.trace import DIGITS, Trace
from sitrep.render.words import Words, read_labels

SECTIONS = (
    "highlights", "key_figures", "map", "deadlines", "timeline", "trend", "narrative", "themes", "sectors", "changes",
    "differences", "sums", "gaps", "decisions", "figures", "sources", "method",
)  # fmt: skip
"""What templates may ask for; a section that the brief does not have is empty."""


USUAL_KIND = next(field.default for field in fields(Profile) if field.name == "kind")
"""The kind of a brief where the profile says no other: said in the brief's language."""


LISTED = 500
"""Sources; of more only those are listed that the page refers to."""

LOGOS = {".svg": "image/svg+xml", ".png": "image/png"}
LARGEST_LOGO = 100_000
"""Bytes."""


class Page(NamedTuple):
    """A page as HTML, and the record of the numbers on it."""

    html: str
    trace: Trace


def page(brief: Brief, brand: Brand, target: str) -> Page:
    """The brief as HTML. target: "print" for the PDF, "screen" for the twin, "mail" for the message."""
    trace = Trace()
    words = brief_words(brief, brand, trace)
    template = {"mail": "email.html", "text": "email.txt", "subject": "email.subject"}.get(target, "brief.html")
    data = context(brief, brand, target, words)
    made = environment(brand, words, data["figures"], escape=target not in ("text", "subject"))
    return Page(fill(made, template, data), trace)


def brief_words(brief: Brief, brand: Brand, trace: Trace) -> Words:
    """The words of the brief's language, with the labels of the others to read their sources' hedges."""
    spoken = dict.fromkeys([brief.lang, *(document.lang for document in brief.documents)])
    known = {lang: read_labels(brand.folders, lang) for lang in spoken}
    style = next((item["number_style"] for item in items(brief, "method")), "ocha")
    return Words(brief.lang, known, style, trace)


def section(brief: Brief, name: str) -> Section:
    """A section of the brief, empty where it has none such."""
    return next((one for one in brief.sections if one.id == name), Section(id=name, items=()))


def items(brief: Brief, name: str) -> tuple[Mapping[str, Any], ...]:
    """The items of a section, or none."""
    return section(brief, name).items


def fill(environment: jinja2.Environment, name: str, data: Mapping[str, Any]) -> str:
    """The template filled in. Raises RenderError with file and line where it is wrong."""
    try:
        return environment.get_template(name).render(data)
    except jinja2.TemplateSyntaxError as error:
        raise RenderError(f"{error.filename}, line {error.lineno}: {error.message}", "Mend the template.") from error
    except (jinja2.TemplateError, TypeError, KeyError, OverflowError) as error:
        raise RenderError(f"{template_line(error)}: {error}", "Mend the template.") from error
    except RenderError as error:
        raise RenderError(f"{template_line(error)}: {error.message}", error.hint) from error


def template_line(error: BaseException) -> str:
    """File and line of the template that an error came from."""
    found = "template"
    step = error.__traceback__
    while step:
        name = step.tb_frame.f_code.co_filename
        if name.endswith((".html", ".txt", ".css")):
            found = f"{name}, line {step.tb_lineno}"
        step = step.tb_next
    return found


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates may place what they are given, and no more: no calls into objects, no huge repetitions."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Only `*` of two numbers is left: all else that these operators do builds text without end."""
        if operator == "*" and all(isinstance(side, int | float) for side in (left, right)):
            return left * right
        raise SecurityError(f"{operator} is not for templates")


class Compiled(jinja2.BytecodeCache):
    """Templates that were compiled in this process: paper, screen and mail share most of them."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja checks the template's text by itself."""
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one."""
        self.known[bucket.key] = bucket.bytecode_to_string()


COMPILED = {True: Compiled(), False: Compiled()}
"""By whether they escape, which is compiled into them."""


def compile_shared() -> None:
    """Compile the templates of the base brand, as far as HTML goes, before they are needed."""
    base = load(BASE)
    made = environment(base, Words("en", {"en": read_labels(base.folders, "en")}, "ocha", Trace()), {})
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)


def environment(
    brand: Brand, words: Words, figures: Mapping[str, Mapping[str, Any]], *, escape: bool = True
) -> jinja2.Environment:
    """A sandbox with one filter for each kind of value, and a guard over everything that is printed."""
    made = Sandbox(
        loader=jinja2.FileSystemLoader(brand.folders),
        autoescape=escape,
        undefined=jinja2.StrictUndefined,
        finalize=only_traced if escape else lambda value: as_text(only_traced(value)),
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=COMPILED[escape],
    )
    for name in ("lipsum", "cycler", "joiner", "range", "dict", "namespace"):
        made.globals.pop(name, None)
    made.globals["t"] = words.label
    made.filters |= {
        "said": words.said,
        "normal": words.normal,
        "total": words.total,
        "what": words.what,
        "thing": words.thing,
        "action": words.action,
        "excerpt": words.excerpt,
        "corrected": words.corrected,
        "decision": words.decision,
        "sentence": words.sentence,
        "count": words.count,
        "day": words.day,
        "days": words.days,
        "place": words.place,
        "own": words.own,
        "meta": words.meta,
        "furniture": words.furniture,
        "running_day": words.running_day,
        "factor": words.factor,
        "highlight": words.highlight,
        "documents": documents,
        "claims": claims,
        "quotes": functools.partial(quotes, words.trace),
        "listed": functools.partial(listed, words.trace),
        "quoted": words.quoted,
        "css_number": css_number,
        "http_url": http_url,
        "icon": functools.partial(icon, brand),
        "cite": words.cite,
        "cites": words.cites,
        "anchor": anchor,
        "narrative": functools.partial(narrative, words, figures),
    }
    return made


def only_traced(value: Any) -> Any:
    """What `{{ }}` prints: text without digits, or what a filter made and recorded. Anything else is an error."""
    if isinstance(value, Markup) or not DIGITS.search(str(value)):
        return value
    raise RenderError(f"{value!r} would be printed without its origin", "Print it through one of the filters.")


def as_text(value: Any) -> Any:
    """What `{{ }}` prints into plain text: no markup."""
    return value.striptags() if isinstance(value, Markup) else value


def css_number(value: float) -> Markup:
    """A number for a style attribute: nothing else can come through."""
    return Markup(f"{float(value):.2f}")


def http_url(value: str) -> Markup:
    """An address that a reader may follow; compose gives no other."""
    if not re.match(r"(?:https?://|mailto:)", value):
        raise RenderError(f"{value[:200]!r} is no address to follow", "Link to http, https or mailto only.")
    return Markup(escape(value))


def documents(evidence: Sequence[Mapping[str, Any]]) -> list[int]:
    """The source numbers of pieces of evidence."""
    return sorted({one["source"] for one in evidence})


def anchor(value: str) -> Markup:
    """An id for a link inside the page."""
    return Markup(re.sub(r"[^\w-]+", "-", value))


def icon(brand: Brand, name: str, colour: str) -> Markup:
    """The icon in a brand colour, as a CSS url(): a background needs no alternative text. Empty where there is none."""
    for folder in brand.folders:
        path = folder / "icons" / f"{name}.svg"
        if path.exists():
            svg = re.sub(r"<svg ", f'<svg fill="{brand.colours[colour]}" ', path.read_text(encoding="utf-8"), count=1)
            return Markup(f"url(data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})")
    return Markup("none")


def context(brief: Brief, brand: Brand, target: str, words: Words) -> dict[str, Any]:
    """What the templates see: plain data."""
    figures = items(brief, "figures")
    deadlines = items(brief, "deadlines")
    sections = [section(brief, name) for name in SECTIONS]
    return {
        "target": target,
        "brief": {
            "number": brief.number,
            "as_of": brief.as_of.isoformat(),
            "covers": {"start": brief.covers.start.isoformat(), "end": brief.as_of.isoformat()},
            "next_due": brief.next_due.isoformat() if brief.next_due else None,
            "corrects": {"number": brief.corrects.number, "why": brief.corrects.why} if brief.corrects else None,
            "lang": brief.lang,
            "title": brief.title,
            "kind": words.label("text.kind") if brief.kind == USUAL_KIND else brief.kind,
        },
        "sections": {one.id: list(one.items[: len(one.items) - one.more]) for one in sections},
        "more": {one.id: one.more for one in sections},
        "figures": {one["id"]: one for one in figures},
        "deadlines": {one["id"]: one for one in deadlines},
        "sources": {one["number"]: one for one in items(brief, "sources")},
        "method": items(brief, "method")[0],
        "drawings": drawings(brief, brand, words),
        "brand": {
            **{name: in_language(value, brief.lang) for name, value in brand.data.items()},
            "colours": {name: Markup(colour) for name, colour in brand.colours.items()},
        },
        "logo": logo(brand),
        "styles": styles(brand, target),
        "program": f"sitrep {__version__}",
    }


def in_language(value: Any, lang: str) -> Any:
    """A text of brand.toml, which may be a table by language."""
    if isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values()):
        return value.get(lang, next(iter(value.values()), ""))
    return value


def drawings(brief: Brief, brand: Brand, words: Words) -> dict[str, Drawing | None]:
    """The map and the chart, as markup for the templates."""
    figures = {one["id"]: one for one in items(brief, "figures")}
    method = items(brief, "method")[0]
    return {
        "map": locator.draw(items(brief, "map"), figures, method, words, brand.colours),
        "trend": next((chart.trend(one, words, brand.colours) for one in items(brief, "trend")), None),
        "funding": chart.funding(items(brief, "figures"), words, brand.colours),
    }


def claims(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The claims on a figure that are printed side by side, the recommended one first."""
    return [entry, *(entry["others"][place] for place in entry["beside"])]


def quotes(trace: Trace, figures: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Every sentence that a figure printed so far rests on, once, by source and place in the text."""
    printed = {(one.origin["document"], one.origin["start"]) for one in trace.printed if one.kind == "figure"}
    known = (claim for one in figures.values() for claim in (one, *one["others"]))
    said = (quote for one in known if (one["document"], one["start"]) in printed for quote in one["evidence"])
    return sorted({quote["id"]: quote for quote in said}.values(), key=lambda one: (one["source"], one["start"]))


def listed(trace: Trace, sources: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The sources that are listed: all of them; of very many only those that the page has referred to."""
    if len(sources) <= LISTED:
        return list(sources)
    cited = {one.text for one in trace.printed if one.kind == "reference"}
    return [one for one in sources if str(one["number"]) in cited]


def logo(brand: Brand) -> Markup | None:
    """The brand's logo as a CSS url(): its name stands beside it, so it needs no alternative text."""
    name = brand.data.get("logo")
    if not name:
        return None
    path = next((folder / Path(name).name for folder in brand.folders if (folder / name).is_file()), None)
    kind = LOGOS.get(Path(name).suffix.lower())
    if path is None or kind is None or path.stat().st_size > LARGEST_LOGO:
        raise RenderError(
            f"{brand.folders[0]}: logo: {name!r} is no SVG or PNG file of at most {LARGEST_LOGO // 1000} kB",
            "Put it into the brand's folder, and its name into brand.toml.",
        )
    return Markup(f"url(data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()})")


def styles(brand: Brand, target: str) -> Markup:
    """The style sheet: the brand's colours as variables, then base's rules, then the brand's own."""
    variables = "".join(f"--{name.replace('_', '-')}:{colour};" for name, colour in brand.colours.items())
    fonts = "".join(f"--font-{name}:{families};" for name, families in brand.data["fonts"].items())
    names = ("brief.css", "screen.css" if target == "screen" else "print.css", "brand.css")
    sheets = [read_first(brand.folders, name) for name in names]
    return Markup(f":root{{{variables}{fonts}}}\n" + "\n".join(sheets))


def read_first(folders: Sequence[Path], name: str) -> str:
    """The file of the first folder that has it, or nothing."""
    for folder in folders:
        if (folder / name).exists():
            return (folder / name).read_text(encoding="utf-8")
    return ""


def moment(brief: Brief | Headline) -> datetime:
    """The only time that a PDF carries: noon of the as-of date, so that the same brief gives the same bytes."""
    return datetime.combine(brief.as_of, time(12), tzinfo=UTC)
