"""What do the situation's documents say, word for word? Files, pages, feeds and mailboxes in, Documents out.

Nothing is understood here and nothing is lost in silence: every input ends in the report as read, warned, skipped,
failed, duplicate or ignored, and their sum is what was found.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from sitrep.errors import DocumentError
from sitrep.ingest.draft import Draft, Unsupported
from sitrep.ingest.folder import files_of, is_ignored, read_bytes
from sitrep.ingest.kind import kind_of
from sitrep.ingest.lang import language_of
from sitrep.ingest.published import dateline
from sitrep.ingest.text import break_long_lines, read_text
from sitrep.model import Document, Problem, Profile

__all__ = ["Ingested", "Input", "Status", "ingest", "read"]

DEFAULT_SOURCES = ("documents/**",)

Progress = Callable[[int, int, str], None]
"""Called with how many inputs are done, how many there are, and the path of the next."""


class Status(StrEnum):
    """How an input ended."""

    READ = "read"
    WARNED = "warned"
    SKIPPED = "skipped"
    FAILED = "failed"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One line of the ingest report."""

    path: str
    status: Status
    reason: str = ""
    of: str = ""
    """The path of the input that a duplicate repeats."""
    documents: tuple[str, ...] = ()
    """Ids of what was read from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What ingest gives."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    inputs: tuple[Input, ...] = ()
    """Every input that was found, in the order of its path."""


def ingest(profile: Profile, folder: Path, *, on_progress: Progress | None = None) -> Ingested:
    """The documents of a situation. folder: seeds/<situation>, which the profile's sources are relative to.

    One document that cannot be read is a problem and costs itself alone. Raises ProfileError for a missing source.
    """
    paths = sorted({path for source in profile.sources or DEFAULT_SOURCES for path in files_of(source, folder)})
    documents: dict[str, Document] = {}
    inputs = []
    for done, path in enumerate(paths):
        if on_progress:
            on_progress(done, len(paths), path.name)
        found, line = _take(path, folder, documents)
        documents |= {document.id: document for document in found}
        inputs.append(line)
    return Ingested(
        documents=tuple(documents.values()),
        problems=tuple(_problem_of(line) for line in inputs if line.status in (Status.SKIPPED, Status.FAILED)),
        inputs=tuple(inputs),
    )


def _take(path: Path, folder: Path, known: dict[str, Document]) -> tuple[tuple[Document, ...], Input]:
    """The new documents of a file, and its line in the report."""
    name = path.relative_to(folder).as_posix()
    if is_ignored(path, folder):
        return (), Input(path=name, status=Status.IGNORED, reason="hidden, or left by another program")
    try:
        documents = read(path, base=folder)
    except DocumentError as error:
        status = Status.SKIPPED if isinstance(error, Unsupported) else Status.FAILED
        return (), Input(path=name, status=status, reason=error.message)
    new = tuple(document for document in documents if document.id not in known)
    if not new:
        return (), Input(path=name, status=Status.DUPLICATE, reason="the same bytes", of=known[documents[0].id].path)
    reasons = "; ".join(problem.message for document in new for problem in document.problems)
    status = Status.WARNED if reasons else Status.READ
    return new, Input(path=name, status=status, reason=reasons, documents=tuple(document.id for document in new))


def _problem_of(line: Input) -> Problem:
    return Problem(message=line.reason, document=line.path, level=line.status.value)


def read(
    path: Path, *, base: Path | None = None, published: date | None = None, lang: str | None = None
) -> tuple[Document, ...]:
    """The documents in one file: one, or several for a mail, a feed or a list of records.

    base: the folder that Document.path is relative to. published, lang: go before what the file says of itself.
    Raises DocumentError, naming the file, for what cannot be read.
    """
    name = (path.relative_to(base) if base else path).as_posix()
    data = read_bytes(path)
    try:
        drafts = _drafts(data, path.name)
    except DocumentError as error:
        raise type(error)(error.message, error.hint, path=Path(name)) from error
    return tuple(_document(draft, data, name, published=published, lang=lang) for draft in drafts)


def _drafts(data: bytes, name: str) -> tuple[Draft, ...]:
    """What the reader of its kind finds. Each reader is imported only where it is used."""
    kind = kind_of(data, name)
    if kind == "html":
        from sitrep.ingest.html import read_html

        return (read_html(data),)
    return (read_text(data, kind),)


def _document(draft: Draft, data: bytes, path: str, *, published: date | None, lang: str | None) -> Document:
    """The draft with its id, language and day of publication settled."""
    identity = hashlib.sha256(draft.content or data).hexdigest()
    text, broken = break_long_lines(draft.text)
    language = lang or draft.lang or language_of(text)
    day = published or draft.published or dateline(text, language)
    problems = (*draft.problems, *broken, *(() if day else (UNDATED,)))
    return Document(
        id=identity,
        text=text,
        lang=language,
        title=draft.title,
        publisher=draft.publisher,
        published=day,
        url=draft.url,
        path=f"{path}/{draft.name}" if draft.name else path,
        format=draft.format,
        parts=draft.parts,
        problems=tuple(replace(problem, document=identity) for problem in problems),
    )


UNDATED = Problem(
    message="no date of publication is given",
    hint="Write published = 2020-02-10 in the document's head, or give --published.",
)
