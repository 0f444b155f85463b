"""Which document does a draft become? Its id, language, publisher and day of publication, by stated rules.

The day, by the first that gives one: --published, the head, the metadata, the dateline, the mail or feed that brought
the text, and last the program that made the file, if the text names that year. Never the file's time, never today.
"""

import hashlib
from datetime import date
from pathlib import Path

from msgspec.structs import fields, replace

from sitrep.ingest.draft import Draft
from sitrep.ingest.folder import head_of, read_bytes
from sitrep.ingest.published import dateline
from sitrep.ingest.text import break_long_lines, read_head
from sitrep.languages.detect import language_of
from sitrep.model import Document, Problem
from sitrep.reference.sources import normal

YEARS = range(1900, 2101)
"""In which documents may be published; what lies outside is a slip, and days around it may not be days at all."""

UNDATED = Problem(
    message="no date of publication is given",
    hint="Write published = 2020-02-10 in the document's head, or give --published.",
)


def headed(path: Path, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts of a file with what the head beside it says of the first, which is the file itself."""
    beside = head_of(path)
    if not beside:
        return drafts
    head, problems = read_head(read_bytes(beside))
    said = {field.name: value for field in fields(head) if (value := getattr(head, field.name)) is not None}
    return (replace(drafts[0], **said, problems=(*drafts[0].problems, *problems)), *drafts[1:])


def document_of(
    draft: Draft, data: bytes, path: str, *, published: date | None = None, lang: str | None = None
) -> Document:
    """The draft with its id, language and day of publication settled."""
    identity = hashlib.sha256(data if draft.content is None else draft.content).hexdigest()
    text, broken = break_long_lines(draft.text)
    language = lang or _language(draft, text)
    day, dated = (published, ()) if published else _published(draft, text, language)
    if day and day.year not in YEARS:
        message = f"published on {day}, which cannot be"
        day, dated = None, (Problem(message=message, hint="Write the right day in its head, or give --published."),)
    return Document(
        id=identity,
        text=text,
        lang=language,
        title=draft.title,
        publisher=_normal(draft.publisher),
        published=day,
        url=draft.url,
        path=f"{path}/{draft.name}" if draft.name else path,
        format=draft.format,
        parts=draft.parts,
        problems=tuple(replace(one, document=identity) for one in (*draft.problems, *broken, *dated)),
    )


def _language(draft: Draft, text: str) -> str:
    """The language that the document says it is in, else the one that it looks like.

    One that there are no rules for stays: extract says so and takes no figure, which is better than a wrong one.
    """
    return draft.lang or language_of(text)


def _normal(publisher: str | None) -> str | None:
    """The name in the form of reference/sources.toml, where that is the name of one organisation alone."""
    known = normal(publisher) if publisher else None
    return known.name if known and not known.generic else publisher


def _published(draft: Draft, text: str, lang: str) -> tuple[date | None, tuple[Problem, ...]]:
    """The day of publication by the first rule that gives one, and what is doubtful about it."""
    if day := draft.published or dateline(text, lang) or draft.brought_on:
        return day, ()
    made = draft.doubtful_date
    if made and str(made.year) in text:
        problem = Problem(
            message=f"dated {made} by the program that made the file", hint="Give --published if another day is right."
        )
        return made, (problem,)
    return None, (UNDATED,)
