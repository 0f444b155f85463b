"""The values that pass down the line: what each stage takes and gives.

Frozen, keyword-only, tuples inside; no method here reads or writes. A span is (start, end), end excluded, as str
indices into Document.text. Quantities come from the one registry in units.py and keep the unit of their text.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from msgspec import Struct, field

from sitrep.units import Quantity


class Span(NamedTuple):
    """Where in Document.text."""

    start: int
    end: int


class Qualifier(StrEnum):
    """How sure a number is said to be."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    VAGUE = "vague"


class Measure(StrEnum):
    """Stock: the total at a date. Flow: what is new in a period. They never add (IDMC quick guide)."""

    STOCK = "stock"
    FLOW = "flow"


class Problem(Struct, frozen=True, kw_only=True):
    """Something doubtful that did not stop the run."""

    message: str
    hint: str = ""
    document: str | None = None
    """Document.id, or the path of an input that never became one."""
    span: Span | None = None
    level: str = "warning"
    """warning | skipped | failed"""


class Document(Struct, frozen=True, kw_only=True):
    """One source text with its provenance; nothing understood yet."""

    id: str
    """SHA-256 of the bytes it was read from, hex."""
    text: str
    """As extracted, never changed afterwards: every span points into it."""
    lang: str
    """ISO 639-1."""
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    retrieved: datetime | None = None
    """When it was fetched over the network; None for a local file."""
    url: str | None = None
    path: str = ""
    """As found: the file's path relative to the situation's folder, or the address."""
    format: str = "text"
    parts: tuple["Part", ...] = ()
    """Where in the original a stretch of text stood, in text order; empty where the text is the file."""
    origin: str | None = None
    """Document.id of the text that this one reprints, or None."""
    superseded_by: str | None = None
    """Document.id of the newest version of the same report, None for that one itself."""
    problems: tuple[Problem, ...] = ()


class Part(Struct, frozen=True, kw_only=True):
    """A stretch of a document's text, and where it stood in the original."""

    span: Span
    label: str
    """Such as "page 3", "attachment report.pdf", "sheet Sites row 14"."""


class Place(Struct, frozen=True, kw_only=True):
    """A place as a text names it, and what the gazetteer makes of it; never guessed."""

    name: str
    """In the text's own words."""
    id: str | None = None
    """Gazetteer id (such as "geonames:169577"), None where unresolved."""
    label: str | None = None
    """The name printed, such as "Idleb"; None where unresolved."""
    kind: str | None = None
    """country | admin1 | admin2 | town | crossing | camp | road | region"""
    country: str | None = None
    """ISO 3166-1 alpha-3."""
    admin1: str | None = None
    """Gazetteer id of the first-level division that contains it."""
    pcode: str | None = None
    latitude: float | None = None
    """Degrees north, WGS 84."""
    longitude: float | None = None
    """Degrees east, WGS 84."""


class Period(Struct, frozen=True, kw_only=True):
    """The day or days that a figure speaks of, both ends counted; an open end is None."""

    start: date
    end: date | None
    text: str | None = None
    """The words that said so; None where it was inherited."""
    is_until: bool = False
    """Whether the words say up to that day ("as of 9 February"): what is counted is all until then."""

    def __str__(self) -> str:
        """ISO 8601: 2020-02-10, 2019-12-01/2020-02-10, or 2020-02-01/.. where the end is open."""
        if self.end == self.start:
            return self.start.isoformat()
        return f"{self.start.isoformat()}/{self.end.isoformat() if self.end else '..'}"


class Figure(Struct, frozen=True, kw_only=True):
    """What one document says once. document.text[span] == number, always."""

    document: str
    span: Span
    number: str
    """As written, with scale word, currency sign and measured unit; without qualifier and counted noun."""
    value: Quantity
    high: Quantity | None = None
    """The upper end, only for ranges and vague words."""
    qualifier: Qualifier = Qualifier.EXACT
    indicator: str = "other"
    measure: Measure | None = None
    subject: str = ""
    place: Place | None = None
    when: Period | None = None
    source: str | None = None
    """Whom the text names for it, in the text's words; None where it names nobody."""
    part_of: Span | None = None
    """Span of the figure of the same document that this one is a part of."""
    rules: tuple[str, ...] = ()


class Deadline(Struct, frozen=True, kw_only=True):
    """By when somebody must act. document.text[span] == text."""

    document: str
    span: Span
    text: str
    date: "date | None"
    """None where the words cannot be resolved ("before Ramadan"): said, never guessed."""
    action: str
    actor: str | None = None
    """Who must act."""
    demanded_by: str | None = None
    rules: tuple[str, ...] = ()


class Reading(Struct, frozen=True, kw_only=True):
    """What extract gives of one document; figures in text order, never overlapping."""

    document: str
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    problems: tuple[Problem, ...] = ()


class Because(StrEnum):
    """Why a figure is recommended: a closed list, printed in the brief."""

    ONLY = "only"
    PERSON = "person"
    LATEST = "latest"
    FIRST_HAND = "first_hand"
    SPECIFIC = "specific"
    PRECISE = "precise"
    CAUTIOUS = "cautious"
    """The lower of two that nothing else sets apart."""


class Claim(Struct, frozen=True, kw_only=True):
    """One thing that one origin says, with every place where it is said."""

    figure: Figure
    """The figure that stands for it."""
    evidence: tuple[Figure, ...]
    """All pieces of evidence, `figure` among them, by document and span."""
    source: str
    """Who says so: the named source in its normal form, else the publisher."""
    source_is_publisher: bool = False
    """True where the text names nobody and the publisher stands in."""
    as_of: date | None = None
    corrected_from: Figure | None = None
    """The machine's figure where a person corrected it."""
    decisions: tuple["Decision", ...] = ()
    """What persons decided about its evidence, oldest first; printed as such."""


class KeyFigure(Struct, frozen=True, kw_only=True):
    """One thing that is known, with all claims on it side by side."""

    id: str
    """The same thing keeps the same id from edition to edition."""
    recommended: Claim
    others: tuple[Claim, ...] = ()
    """Triangulation: the claims not recommended, best first."""
    because: Because = Because.ONLY
    disputed: bool = False
    differs: str = ""
    """Why claims stand side by side undisputed: window | date | undated | corrected | place; "" where they agree."""
    part_of: str | None = None
    """KeyFigure.id of the whole."""


class DatedDeadline(Struct, frozen=True, kw_only=True):
    """A deadline with all its evidence, as seen from Situation.as_of."""

    id: str
    deadline: Deadline
    evidence: tuple[Deadline, ...]
    state: str
    """open | passed | met | extended | unresolved"""
    days_left: int | None
    """From as_of; negative once passed; None where unresolved."""


class Point(Struct, frozen=True, kw_only=True):
    """One dated value of a series, as one source said it at the time."""

    on: date
    claim: Claim


class Series(Struct, frozen=True, kw_only=True):
    """The same thing over time: one indicator, population and place; no point is computed."""

    id: str
    indicator: str
    points: tuple[Point, ...]


class Computed(Struct, frozen=True, kw_only=True):
    """A sum of one source's own parts, which together are the whole; never printed without its inputs."""

    id: str
    indicator: str
    subject: str
    """Population of the whole: "children" for boys and girls."""
    value: Quantity
    high: Quantity | None
    """The upper end where a part is a range or vague word."""
    qualifier: Qualifier
    inputs: tuple[Claim, ...]
    """At least two, of one source, as of one day."""


class Gap(Struct, frozen=True, kw_only=True):
    """An indicator that the profile asks for and no document reports: missing is not zero."""

    indicator: str


class Decision(Struct, frozen=True, kw_only=True):
    """What a person decided about a machine's figure: tied to the document's hash and the figure's span."""

    id: str
    document: str
    span: Span
    number: str
    """The words under the span when it was decided; a decision whose words are gone is reported, never applied."""
    verb: str
    """accept | reject | prefer | correct | undo (what was decided before is let go, and so is this)"""
    who: str
    at: datetime
    why: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Only for correct: value, unit, indicator, place or when, state or when of a deadline, as the person gives it."""


class Ruling(Struct, frozen=True, kw_only=True):
    """A decision that stands on its words, and what they are about; printed as such."""

    decision: Decision
    indicator: str | None
    """Of the machine's figure; None for a deadline."""


class Rate(Struct, frozen=True, kw_only=True):
    """What one unit of a currency is worth in another, on a day; printed wherever it is used."""

    to: str
    """ISO 4217."""
    rate: float
    on: date
    source: str = ""


class Schedule(Struct, frozen=True, kw_only=True):
    """When the next edition is due, and what a run does."""

    cron: str | None = None
    zone: str = ""
    """IANA time zone; required."""
    hold: tuple[date, ...] = ()
    """Days without an edition."""
    max_lateness_h: int = 24
    """How late an edition may be made; after that it is missed."""
    deliver: bool = False
    """Whether what is made, and approved, is sent too."""
    on_change: bool = False
    """Whether documents that change what is printed make an edition at any time."""


class Mail(Struct, frozen=True, kw_only=True):
    """How briefs are sent by e-mail."""

    sender: str
    """The address that they come from, and that answers go to."""
    smtp: str = ""
    """smtp://user@host:587 or smtps://user@host; SITREP_SMTP_URL goes before it. Never with a password."""
    unsubscribe: str = ""
    """https address of a one-click unsubscribe (RFC 8058)."""
    link: str = ""
    """https address under which reports/ can be read."""
    attachment_mb: int = 10
    """What is larger is linked to; where there is no link it is compressed, and withheld where that does not help."""
    notices: str = ""
    """Address that hears of what went wrong while nobody watched."""
    on_uncertain: Literal["hold", "resend"] = "hold"
    """What is done with a message of which nobody knows whether it arrived."""


class Narrative(Struct, frozen=True, kw_only=True):
    """What a person wrote for the brief: Markdown in which figures are named, not typed."""

    path: str
    """Relative to the situation's folder."""
    text: str
    lang: str = ""
    """ISO 639-1, from a name such as "overview.fr.md"; empty for the profile's first language."""


class Profile(Struct, frozen=True, kw_only=True):
    """What a person decides about a situation: seeds/<situation>/situation.toml."""

    name: str
    """The folder's name."""
    title: str
    titles: Mapping[str, str] = field(default_factory=dict)
    """The title in other languages, by ISO 639-1."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3, the main one first."""
    places: tuple[str, ...] = ()
    """Places to prefer and to show on the map."""
    languages: tuple[str, ...] = ("en",)
    """Languages of the brief, the first one is the default."""
    brand: str = "base"
    indicators: tuple[str, ...] = ()
    """In print order; one that nobody reports is printed as a gap."""
    kind: str = "Situation brief"
    since: date | None = None
    """Start of the period that the first brief covers."""
    cadence_days: int | None = None
    """Days between briefs."""
    household_size: float | None = None
    """Persons per household, printed wherever it is used."""
    household_size_source: str = ""
    audience: str = "partners"
    """public | partners | internal"""
    number_style: str = "ocha"
    """ocha | idmc | asis"""
    sources: tuple[str, ...] = ()
    """Where documents come from, relative to the situation's folder: globs, files, folders, addresses."""
    source_ranks: Mapping[str, int] = field(default_factory=dict)
    """Overrides of reference/sources.toml: name of source to rank, 1 the best."""
    rates: Mapping[str, Rate] = field(default_factory=dict)
    """By ISO 4217 code of the currency that is restated."""
    contacts: tuple[str, ...] = ()
    schedule: Schedule | None = None
    mail: Mail | None = None
    approval: str = ""
    """auto | manual; empty takes the audience's default."""
    as_of: date | None = None
    """A fixed as-of date; None takes the newest `published` of the documents."""
    narratives: tuple[Narrative, ...] = ()
    """seeds/<situation>/sections/*.md, by name."""


class Situation(Struct, frozen=True, kw_only=True):
    """Everything known on a day, before anyone decides what to print."""

    profile: Profile
    as_of: date
    key_figures: tuple[KeyFigure, ...]
    deadlines: tuple[DatedDeadline, ...]
    series: tuple[Series, ...]
    gaps: tuple[Gap, ...]
    documents: tuple[Document, ...]
    """Published on or before as_of, oldest first."""
    problems: tuple[Problem, ...]
    computed: tuple[Computed, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    """By document and span, oldest first."""


class Section(Struct, frozen=True, kw_only=True):
    """One part of a brief: which, and what stands in it as plain data for the templates."""

    id: str
    """highlights | key_figures | map | deadlines | timeline | trend | narrative | themes | changes | differences |
    gaps | figures | sources | method"""
    items: tuple[Mapping[str, Any], ...]
    more: int = 0
    """How many of them, the last ones, are too many to be printed; the data files have them."""


class Correction(Struct, frozen=True, kw_only=True):
    """What an edition puts right: it replaces another one, which is sent no more."""

    number: int
    """Of the edition that it replaces."""
    why: str


class Brief(Struct, frozen=True, kw_only=True):
    """One numbered edition, in one language, ready for the templates and for brief.json."""

    situation: str
    number: int
    as_of: date
    covers: Period
    next_due: date | None
    lang: str
    title: str
    kind: str
    brand: str
    sections: tuple[Section, ...]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    content_hash: str = ""
    """SHA-256 over everything printed but number and hash: equal hashes, nothing new to print."""
    supersedes: int | None = None
    """The edition before."""
    corrects: Correction | None = None


class Headline(Struct, frozen=True, kw_only=True):
    """Of a Brief what a list of many says: fields of the same names."""

    situation: str
    number: int
    as_of: date
    lang: str
    title: str
    kind: str
    brand: str


class Stakeholder(Struct, frozen=True, kw_only=True):
    """One line of distribution.csv."""

    name: str
    organisation: str
    address: str
    lang: str = "en"
    format: str = "pdf"
    audience: str = "public"
    active_from: date | None = None
    active_until: date | None = None
    line: int = 0


class Approval(Struct, frozen=True, kw_only=True):
    """What a person said of an edition as it lay there; it speaks of no other files."""

    situation: str
    number: int
    verb: str
    """approve | reject"""
    who: str
    at: datetime
    why: str
    files_hash: str
    """SHA-256 over names and content of all its files, hex."""


class Delivery(Struct, frozen=True, kw_only=True):
    """One brief to one address: asked for once, and what became of it so far."""

    id: str
    """Of brief, channel and address, hex; the same whoever asks again."""
    brief: str
    """Situation and number, such as "idlib/3"."""
    stakeholder: str
    """The address, in its normal form."""
    channel: str
    at: datetime
    """When it was first asked for, UTC; the Date of the message."""
    status: str
    """pending | sending | sent | failed | unknown | cancelled | bounced"""
    detail: str = ""
    """The last answer."""
    name: str = ""
    lang: str = "en"
    format: str = "pdf"
    tries: int = 0
    next_try: datetime
    """UTC."""
    text: str = ""
    """Of a notice: what it says."""
