"""How is it said in this language? Labels, numbers, quantities, dates and sentences of a brief.

Words stand in templates/<brand>/labels/<lang>.toml; numbers, dates and plurals follow CLDR by Babel. A value is
printed as it was said: its hedge ("almost"), its scale ("million"), its words ("dozens"), and never as another number.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_compact_decimal, format_decimal
from markupsafe import Markup, escape

from sitrep.errors import RenderError
from sitrep.reference import read_toml
from sitrep.render.trace import Trace

Claim = Mapping[str, Any]
Labels = Mapping[str, Any]

MILLION = 1_000_000
ON_ONE_LINE = 4
"""Numbers of sources that are not broken apart."""
CITED = 24
"""Numbers of sources behind one figure."""
ONE_TO_NINE = tuple("123456789")
COUNTED = ("item", "person", "household")
"""Only these are one to nine in words, and only in prose; measures are always numerals (house style N1, N3, U1)."""

MEASURED = ("liter", "cubic_meter", "kilogram", "ton", "square_meter", "square_kilometer", "hectare")
"""Units that something is measured in, "of water", "of land"."""

SAID = Markup('<bdi class="said">{}</bdi>')
OUT_OF = re.compile(r"(?i)\b(?:in|out of|sur|de cada)\s+\w+$")
"""A share that its noun follows at once: "six out of ten people"."""
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "ps", "ku")
VOWELS = frozenset("aeiouyhéèêâàîôœ")

LONG = 9
"""Characters of a number, beyond which it is printed smaller on a card."""
TERM = 24
"""Characters of a quotation that stays on one line."""
EXCERPT, SHORT_EXCERPT = 220, 70
"""Characters of a source's sentence in the highlights, and beside a deadline."""

PLAIN_SENSE = {"about": "about", "at_least": "at_least", "at_most": "up_to"}
"""The hedge printed where the source's own is not known: the weakest that is true."""


def read_labels(folders: Sequence[Path], lang: str) -> dict[str, Any]:
    """The labels of a language: those of the last folder, overridden by those before it; empty where there are none."""
    labels: dict[str, Any] = {}
    for folder in reversed(folders):
        path = folder / "labels" / f"{lang}.toml"
        if path.exists():
            labels = merged(labels, read_toml(path))
    return labels


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the entries of `over`, table by table."""
    both = dict(base)
    for key, value in over.items():
        both[key] = merged(both[key], value) if isinstance(value, dict) and isinstance(both.get(key), dict) else value
    return both


class Words:
    """One language's way to say things; each method gives Markup and records the numbers in it."""

    def __init__(self, lang: str, labels: Mapping[str, Labels], style: str, trace: Trace) -> None:
        """labels: by language, since a hedge is read in the language of its source; style: of numbers."""
        if not labels[lang]:
            raise RenderError(f"no labels for the language {lang!r}", f"Write templates/base/labels/{lang}.toml.")
        self.lang = lang
        self.all = labels
        self.labels = labels[lang]
        self.style = style
        self.trace = trace

    @cached_property
    def locale(self) -> Locale:
        """CLDR's data for the language."""
        return Locale.parse(self.labels["locale"])

    # labels

    def label(self, key: str, count: float | None = None, hedged: bool = False, **slots: Any) -> Markup:
        """The label at a dotted key, in the plural form for `count`, with its slots filled.

        A slot may be a function: it is called only where the label has the slot, since what it prints is recorded.
        hedged: whether a hedge stands before it, for languages that have another form behind one.
        """
        text: Any = self.labels
        for part in key.split("."):
            text = text.get(part) if isinstance(text, Mapping) else None
        if isinstance(text, Mapping):
            form = self.locale.plural_form(count if count is not None else 0)
            text = (text.get(f"{form}_hedged") if hedged else None) or text.get(form, text.get("other"))
        if not isinstance(text, str):
            raise RenderError(f"labels/{self.lang}.toml: {key}: no such label", "Write it as the other languages do.")
        self.trace.add(text, "furniture")
        used = {name: slot for name, slot in slots.items() if f"{{{name}}}" in text}
        try:
            return Markup(escape(text)).format(
                **{name: slot() if callable(slot) else slot for name, slot in used.items()}
            )
        except (KeyError, IndexError) as error:
            raise RenderError(f"labels/{self.lang}.toml: {key}: unknown slot {error} in {text!r}") from error

    def has(self, key: str) -> bool:
        """Whether a label is there."""
        table, name = key.rsplit(".", 1)
        found: Any = self.labels
        for part in table.split("."):
            found = found.get(part, {})
        return name in found

    # numbers

    def said(self, claim: Claim, prose: bool = False) -> Markup:
        """A claim's quantity as it was said: hedge, number, scale and unit. prose: one to nine in words."""
        core = self.core(claim, prose)
        if claim["high"] is not None and claim["qualifier"] == "range":
            text = self.label("hedge.range", low=core, high=self.core({**claim, "value": claim["high"]}, prose))
        else:
            text = self.hedged(claim, core)
        self.record(text, claim)
        return SAID.format(text)

    def core(self, claim: Claim, prose: bool) -> Markup:
        """Number and unit, without hedge, on one line."""
        return Markup('<span class="core">{}</span>').format(self.measured(claim, prose))

    def measured(self, claim: Claim, prose: bool) -> Markup:
        """Number and unit."""
        if self.style == "asis" and claim["lang"] == self.lang and not claim.get("restated"):
            return Markup('<span class="digits">{}</span>').format(claim["number"])
        number = self.in_words(claim, prose) or self.in_digits(claim)
        unit = claim["unit"]
        if unit in (*COUNTED, "dimensionless"):
            return number
        if unit == "percent" and self.in_words(claim, prose):
            return number
        key = f"unit.{unit}_prose" if prose and self.has(f"unit.{unit}_prose") else f"unit.{unit}"
        if self.has(key):
            return self.label(key, claim["value"], claim["qualifier"] in (*PLAIN_SENSE, "range"), n=number)
        if unit.isupper():
            return self.label("unit.money", n=number, code=unit)
        return Markup("{} {}").format(number, unit.replace("_", " "))

    def in_words(self, claim: Claim, prose: bool) -> Markup | None:
        """The words for a number that was said in words, or for one to nine in prose; None for numerals."""
        value, number = plain(claim["value"]), claim["number"]
        if claim["qualifier"] == "vague" and claim["high"] is not None:
            return self.worded(f"{value}-{plain(claim['high'])}") or self.quoted_number(claim)
        if value in ONE_TO_NINE and claim["unit"] in COUNTED:
            return self.worded(value) if prose else None
        if any(character.isdigit() for character in number):
            return None
        if claim["unit"] == "percent" and claim["lang"] == self.lang:
            return self.quoted_number(claim)
        return self.worded(value) if value not in ONE_TO_NINE else None

    def worded(self, key: str) -> Markup | None:
        """The language's words for a value or for the bounds of a vague word."""
        words = self.labels["words"].get(key)
        return Markup('<span class="worded">{}</span>').format(words) if words else None

    def quoted_number(self, claim: Claim) -> Markup:
        """The source's own words, in quotation marks where they are in another language."""
        if claim["lang"] == self.lang:
            return Markup('<span class="worded">{}</span>').format(claim["number"].lower())
        return self.quotation(claim["number"], claim["lang"])

    def in_digits(self, claim: Claim) -> Markup:
        """The value in numerals as the language writes them."""
        value = self.rounded(claim["value"])
        if self.is_scaled(value):
            text = format_compact_decimal(value, format_type="long", locale=self.locale, fraction_digits=2)
            digits, _, scale = text.replace("\xa0", " ").partition(" ")
            return Markup('<span class="digits">{}</span> <span class="scale">{}</span>').format(digits, scale)
        text = self.decimal(value)
        return Markup('<span class="digits{}">{}</span>').format(" long" if len(text) > LONG else "", text)

    def is_scaled(self, value: float) -> bool:
        """Whether it is printed as millions: only where two decimals lose nothing."""
        value = self.rounded(value)
        return value >= MILLION and round(value / MILLION, 2) * MILLION == value

    def decimal(self, value: float) -> str:
        """A plain number as the language writes it."""
        return str(format_decimal(value, locale=self.locale, decimal_quantization=False))

    def rounded(self, value: float) -> float:
        """By IDMC's rule where the profile asks for it, else as it is."""
        if self.style != "idmc" or value <= 100:
            return value
        step = 10 if value <= 1_000 else 100 if value < 10_000 else 1_000
        return int((value + step / 2) // step * step)

    def hedged(self, claim: Claim, core: Markup) -> Markup:
        """The number with the hedge that the source gave it: "almost", "more than"."""
        if claim["qualifier"] not in PLAIN_SENSE:
            return core
        name = self.hedge(claim) or PLAIN_SENSE[claim["qualifier"]]
        before, after = str(self.label(f"hedge.{name}.print", n="\0")).split("\0")
        hedge = Markup('<span class="hedge">{}</span>')
        if after.strip():
            return Markup("{} {}").format(core, hedge.format(after.strip()))
        joined = self.elided(Markup(escape(before.strip())), core)
        # The space stands inside the span: a space between two sizes of letters is lost when the PDF is read as text.
        return hedge.format(joined[: len(joined) - len(core)]) + core

    def hedge(self, claim: Claim) -> str | None:
        """Which hedge stands before the number in its source; None where the labels know none."""
        lead = " ".join(claim["lead"].casefold().split())
        for name, hedge in self.all.get(claim["lang"], {}).get("hedge", {}).items():
            if isinstance(hedge, Mapping) and hedge.get("sense") == claim["qualifier"]:
                words = sorted(hedge["reads"], key=len, reverse=True)
                if re.search(rf"(?:^|\W)(?:{'|'.join(map(re.escape, words))})\W*$", lead):
                    return str(name)
        return None

    def normal(self, claim: Claim) -> Markup:
        """The claim restated in the brief's unit; exact values only where the factor is exact."""
        restated = claim["normal"]
        value = restated["value"] if restated["exact"] else significant(restated["value"], claim["number"])
        made = {**claim, "value": value, "unit": restated["unit"], "high": None, "number": "0", "restated": True}
        text = self.hedged(claim, self.core(made, False))
        self.trace.add(
            Markup(text).striptags(),
            "computed",
            inputs=[where(claim)],
            factor=restated["factor"],
            unit=restated["unit"],
        )
        return SAID.format(text)

    def total(self, one: Claim) -> Markup:
        """A sum of figures, with the hedge that its parts leave it; `parts` are its inputs."""
        claim = {**one, "number": plain(one["value"]), "lead": "", "lang": self.lang, "restated": True}
        core = self.core(claim, False)
        if one["high"] is not None:
            text = self.label("hedge.range", low=core, high=self.core({**claim, "value": one["high"]}, False))
        else:
            text = self.hedged(claim, core)
        self.trace.add(text.striptags(), "computed", inputs=[where(part) for part in one["parts"]])
        return SAID.format(text)

    def count(self, value: float, of: str) -> Markup:
        """A number that the brief itself counted. of: what from."""
        return Markup(self.trace.add(self.decimal(value), "computed", inputs=[of]))

    def record(self, text: Markup, claim: Claim) -> None:
        """Remember a printed claim."""
        self.trace.add(text.striptags(), "figure", **where(claim))

    # what it counts

    def what(self, claim: Claim, indicator: str) -> Markup:
        """What a number counts, to stand after it: "Turkish soldiers killed", "of people displaced"."""
        known, key = self.labels["indicator"][indicator], f"indicator.{indicator}"
        if "{place}" in str(known["what"]) and claim["place"]:
            before, after = str(self.label(f"{key}.what", claim["value"], place="\0")).split("\0")
            return self.elided(Markup(before.rstrip()), self.place(claim["place"])) + Markup(after)
        if "{subject}" not in str(known["what"]):
            return self.label(f"{key}.generic", claim["value"])
        noun, subject = self.label(f"{key}.generic", claim["value"]), self.subject(claim)
        if subject is not None and not self.labels.get("inflects"):
            said_already = re.search(known.get("said_by", "(?!)"), claim["subject"])
            noun = subject if said_already else self.label(f"{key}.what", claim["value"], subject=subject)
            subject = None
        if self.kind(claim) == "share" and not self.is_share_of(claim):
            return Markup("({})").format(self.label("text.comma").join(filter(None, (noun, subject))))
        joined = self.counted(claim, noun)
        return joined if subject is None else Markup("{} ({})").format(joined, subject)

    def is_share_of(self, claim: Claim) -> bool:
        """Whether the source takes a share out of what it names: "40 per cent of children".

        Only then is it printed so: of "children are 40 per cent" what it names stands in brackets.
        """
        of = self.all.get(claim["lang"], {}).get("share_of")
        said = next((one for one in claim.get("evidence", ()) if one["start"] == claim["start"]), None)
        subject = r"\s+".join(map(re.escape, claim["subject"].split()))
        return bool(of and said and subject and re.match(rf"\s*(?:{of})\s*{subject}", said["after"], re.IGNORECASE))

    def thing(self, claim: Claim, indicator: str) -> Markup:
        """What a number counts, to stand alone: "Turkish soldiers killed", "Funding required"."""
        known, key = self.labels["indicator"][indicator], f"indicator.{indicator}"
        subject = self.subject(claim) if "{subject}" in str(known["what"]) else None
        if subject is None:
            return self.label(f"{key}.name")
        if self.labels.get("inflects"):
            return Markup("{} ({})").format(self.label(f"{key}.name"), subject)
        if re.search(known.get("said_by", "(?!)"), claim["subject"]):
            return capitalised(subject)
        return capitalised(self.label(f"{key}.what", claim["value"], subject=subject))

    def counted(self, claim: Claim, noun: Markup) -> Markup:
        """The noun after a number: "dozens of towns", "3,6 millions de réfugiés", "cinq personnes"."""
        join: Labels = self.labels.get("join", {})
        if not join or self.kind(claim) not in join["after"] or OUT_OF.search(claim["number"]):
            return noun
        return self.elided(Markup(escape(join["word"])), noun)

    def kind(self, claim: Claim) -> str:
        """How a number is said: share | measured | vague | scaled | worded | plain, as `join` in the labels has it."""
        if claim["unit"] == "percent":
            return "share"
        if claim["unit"] in MEASURED:
            return "measured"
        if claim["qualifier"] == "vague":
            return "vague"
        if claim["value"] > 9 and self.in_words(claim, prose=False) is not None:
            return "worded"
        return "scaled" if self.is_scaled(claim["value"]) else "plain"

    def elided(self, first: Markup, second: Markup) -> Markup:
        """Two words in a row, the first shortened where the language asks for it: "plus d’un demi-million"."""
        elide: Labels = self.labels.get("elide", {})
        head, _, last = str(first).rpartition(" ")
        if last not in elide or second.striptags()[:1].casefold() not in VOWELS:
            return first + " " + second
        return Markup(f"{head} {elide[last]}".lstrip()) + second

    def subject(self, claim: Claim) -> Markup | None:
        """The source's word for what is counted; None where it says no more than the label does.

        In quotation marks where it is in another language than the brief, or a party's word.
        """
        words = " ".join(claim["subject"].split())
        if not any(letter.isalpha() for letter in words) or words.casefold() in self.plain_subjects(claim["lang"]):
            return None
        self.trace.add(words, "quoted", **where(claim))
        foreign = claim["lang"] != self.lang
        return self.quotation(words, claim["lang"]) if foreign or self.is_loaded(words) else Markup(escape(words))

    def quotation(self, words: str, lang: str) -> Markup:
        """Words of a source in quotation marks of the brief's language, in their own direction.

        The marks are part of the text: WeasyPrint would place those of a style sheet by the direction of the line.
        """
        return Markup('<q lang="{}" dir="{}"{}>{}</q>').format(
            lang,
            "rtl" if lang in RIGHT_TO_LEFT else "ltr",
            Markup(' class="term"') if len(words) <= TERM else "",
            self.label("text.quote", text=words),
        )

    def plain_subjects(self, lang: str) -> Sequence[str]:
        """The subjects of a language that say no more than a label."""
        found: Sequence[str] = self.all.get(lang, {}).get("plain_subjects", ())
        return found

    def is_loaded(self, words: str) -> bool:
        """Whether a party's loaded word is in it, which only a quotation may say."""
        found = set(re.findall(r"\w+", words.casefold()))
        return not found.isdisjoint(self.labels["loaded"])

    def place(self, place: Mapping[str, Any]) -> Markup:
        """A place's name."""
        return self.isolated(self.trace.add(place["label"], "quoted", place=place["name"]))

    def action(self, deadline: Claim) -> Markup:
        """Who must do what: in the source's words, of another language its sentence."""
        if deadline["lang"] != self.lang:
            return self.excerpt(deadline["evidence"][0], SHORT_EXCERPT)
        actor, action = deadline["actor"] or "", deadline["action"]
        is_named = not actor or action.casefold().startswith(actor.casefold())
        key = "deadline.no_actor" if is_named else "deadline.actor"
        text = self.label(key, None, actor=actor, action=action)
        self.trace.add(text.striptags(), "quoted", document=deadline["document"])
        return text

    # dates

    def day(self, iso: str, form: str = "long") -> Markup:
        """A date: long "10 February 2020", medium "10 Feb 2020", short "10 Feb"."""
        return self.dated(date.fromisoformat(iso), form, iso)

    def dated(self, day: date, form: str, iso: str) -> Markup:
        """A date in one of the forms of the labels, or CLDR's long one."""
        text = format_date(day, self.labels["date"].get(form, form), self.locale)
        return self.isolated(self.trace.add(text, "date", date=iso))

    def days(self, period: Mapping[str, str | None]) -> Markup:
        """A period: one day, "3–9 Feb 2020", or since a day."""
        start, end = str(period["start"]), period["end"]
        if start == end:
            return self.day(start, "medium")
        if end is None:
            return self.label("date.since", day=self.day(start, "medium"))
        text = format_interval(date.fromisoformat(start), date.fromisoformat(end), "yMMMd", locale=self.locale)
        return self.isolated(self.trace.add(text, "date", date=f"{start}/{end}"))

    def isolated(self, text: str) -> Markup:
        """Text that keeps its own direction: digits beside a Latin name would join it in a line of Arabic.

        And digits beside an Arabic name would join that in a line of English.
        """
        is_apart = self.labels["direction"] == "rtl" or any(bidirectional(letter) in ("R", "AL") for letter in text)
        return Markup("<bdi>{}</bdi>").format(text) if is_apart else Markup(escape(text))

    # sentences

    def sentence(self, claim: Claim, indicator: str) -> Markup:
        """A highlight: "According to OCHA, 586,000 people have been displaced in Idlib since 1 December 2019." """
        name = f"indicator.{indicator}.sentence"
        if claim["measure"] and self.has(f"{name}_{claim['measure']}"):
            name = f"{name}_{claim['measure']}"
        place = claim["place"] and self.label("sentence.where", place=lambda: self.place(claim["place"]))
        return self.label(
            name,
            claim["value"],
            number=lambda: Markup("<b>{}</b>").format(self.said(claim, prose=True)),
            subject=lambda: self.who(claim, indicator),
            where=place or "",
            when=lambda: self.when(claim),
        )

    def who(self, claim: Claim, indicator: str) -> Markup:
        """Who or what a sentence is about."""
        generic = self.label(f"indicator.{indicator}.subject", claim["value"])
        # "five wounded were injured": what the sentence says already is not said twice.
        said_already = re.search(self.labels["indicator"][indicator].get("said_by", "(?!)"), claim["subject"])
        subject = None if said_already else self.subject(claim)
        if subject is None:
            return self.counted(claim, generic)
        if self.labels.get("inflects"):
            return Markup("{} ({})").format(self.counted(claim, generic), subject)
        return subject

    def highlight(self, entry: Claim) -> Markup:
        """A sentence for the highlights, with who says so; the source's own words where a label would say too much."""
        source = self.quoted(entry["source"], entry["document"])
        is_unclear = self.kind(entry) == "share" and not self.is_share_of(entry)
        if self.has(f"indicator.{entry['indicator']}.sentence") and not is_unclear:
            if self.has("sentence.definite") and re.search(self.labels["sentence"]["definite"], entry["source"]):
                source = self.label("sentence.the", source=source)
            said = self.label("sentence.according", source=source, said=self.sentence(entry, entry["indicator"]))
            return Markup(" ").join(filter(None, (said, self.corrected(entry))))
        return self.label("sentence.quote", source=source, quote=self.excerpt(entry["evidence"][0]))

    def corrected(self, claim: Claim) -> Markup:
        """That a person corrected it, and what the source says, which else would be made to say the person's words."""
        if not claim.get("corrected"):
            return Markup()
        made = [one for one in claim["decisions"] if one["verb"] == "correct"]
        who = self.quoted(made[-1]["who"])
        if not any("value" in one["changes"] for one in made):
            return self.label("sentence.corrected_else", who=who)
        number = self.quoted(claim["evidence"][0]["number"], claim["document"])
        return self.label("sentence.corrected", number=number, who=who)

    def decision(self, one: Claim) -> Markup:
        """What a person decided and why, of a correction also to what."""
        said: dict[str, Any] = {"who": lambda: self.quoted(one["who"]), "why": lambda: self.quoted(one["why"])}
        if one.get("state"):
            return self.label("decision.state", state=self.label(f"deadline.is_{one['state']}"), **said)
        what = [self.change(name, change) for name, change in one["changes"].items()]
        return self.label(f"decision.{one['verb']}", what=lambda: self.label("text.comma").join(what), **said)

    def change(self, name: str, change: Any) -> Markup:
        """To what a person corrected one side of a figure or deadline."""
        if name == "indicator":
            return self.label(f"indicator.{change}.name")
        if name == "unit" and self.has(f"unit.{change}"):
            return Markup(self.label(f"unit.{change}", 2, n="").strip())
        if name == "when":
            start, _, end = str(change).partition("/")
            return self.days({"start": start, "end": None if end == ".." else end or start})
        return self.quoted(self.decimal(change) if name == "value" else str(change))

    def excerpt(self, quote: Claim, longest: int = EXCERPT) -> Markup:
        """A source's sentence in quotation marks, shortened at words on both sides of its number."""
        room = max(0, longest - len(quote["number"])) // 2
        before, after = quote["before"], quote["after"]
        left = max(len(before) - room - max(0, room - len(after)), 0)
        right = room + max(0, room - len(before))
        start = before.find(" ", left) + 1 if left else 0
        end = after.rfind(" ", 0, right) if right < len(after) else len(after)
        text = (
            f"{'… ' if start else ''}{before[start:]}{quote['number']}{after[:end]}{' …' if end < len(after) else ''}"
        )
        self.trace.add(text, "quoted", document=quote["document"])
        return self.quotation(text, quote["lang"])

    def when(self, claim: Claim) -> Markup:
        """The time of a claim as a phrase: " on 10 February 2020", " since …", " as of …", or nothing."""
        period = claim["when"]
        if period is None:
            return Markup()
        if claim["measure"] == "stock" or (period.get("is_until") and period["start"] == period["end"]):
            return self.label("sentence.as_of", day=self.day(period["end"] or period["start"]))
        if period["start"] == period["end"]:
            return self.label("sentence.on", day=self.day(period["start"]))
        if period["end"] is None:
            return self.label("sentence.since", day=self.day(period["start"]))
        return self.label("sentence.between", start=self.first_day(period), end=self.day(period["end"]))

    def first_day(self, period: Mapping[str, str]) -> Markup:
        """The first day of a period as it stands before the last one: "9", "29 January", "1 December 2019"."""
        first, last = date.fromisoformat(period["start"]), date.fromisoformat(period["end"])
        if first.year != last.year:
            return self.day(period["start"])
        text = format_skeleton("d" if first.month == last.month else "MMMMd", first, locale=self.locale)
        return self.isolated(self.trace.add(text, "date", date=period["start"]))

    # other text

    def cite(self, sources: Sequence[int]) -> Markup:
        """Source numbers behind a word, on the same line as it."""
        # The space stands inside the span: before it, WeasyPrint 70 would break the line many words earlier.
        return Markup('<span class="cites">\N{NO-BREAK SPACE}{}</span>').format(self.cites(sources))

    def cites(self, sources: Sequence[int]) -> Markup:
        """Source numbers as links into the list of sources; a few stay on one line, and of very many some are cut."""
        links = [
            Markup('<a class="cite" href="#source-{0}">{0}</a>').format(self.trace.add(str(number), "reference"))
            for number in sources[:CITED]
        ]
        more = ["…"] if len(sources) > CITED else []
        return Markup("\N{NO-BREAK SPACE}" if len(sources) <= ON_ONE_LINE else " ").join([*links, *more])

    def own(self, text: str) -> Markup:
        """Text of the profile or the brand: titles, contacts, disclaimers."""
        return self.isolated(self.trace.add(text, "furniture"))

    def meta(self, text: str) -> Markup:
        """Text that no page shows: the title of the window, the author."""
        return Markup(escape(text))

    def furniture(self, number: float) -> Markup:
        """A number of the brief itself, such as its own or a source's."""
        return Markup(self.trace.add(plain(number), "furniture"))

    def running_day(self, iso: str) -> Markup:
        """A date in the running head, which the first page does not show."""
        text = format_date(date.fromisoformat(iso), "long", self.locale)
        return self.isolated(self.trace.add(text, "furniture"))

    def factor(self, number: float) -> Markup:
        """A factor that the profile gives, such as the household size."""
        return Markup(self.trace.add(self.decimal(number), "computed", inputs=["profile"]))

    def quoted(self, text: str, document: str = "") -> Markup:
        """A source's own words, such as its title."""
        return self.isolated(self.trace.add(text, "quoted", document=document))


def capitalised(text: Markup) -> Markup:
    """With a capital letter, unless it begins with a quotation."""
    return text if text.startswith("<") else text[:1].upper() + text[1:]


def plain(value: float) -> str:
    """A number without decimals that say nothing: 24, 0.5, 33.33."""
    return str(int(value)) if float(value).is_integer() else f"{value:.2f}".rstrip("0")


def significant(value: float, number: str) -> float:
    """A restated measure to as many significant digits as its source gave, at least two."""
    given = len(re.sub(r"\D", "", number).lstrip("0"))
    return float(f"{value:.{max(2, given)}g}")


def where(claim: Claim) -> dict[str, Any]:
    """The characters that a claim comes from."""
    return {"document": claim["document"], "start": claim["start"], "end": claim["end"]}
