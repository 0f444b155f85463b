"""What do the situation's documents say, word for word? Files, pages, feeds and mailboxes in, Documents out.

Nothing is understood here and nothing is lost in silence: every input ends in the report as read, warned, skipped,
failed, duplicate or ignored, and their sum is what was found.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from sitrep.errors import DocumentError
from sitrep.ingest import limits
from sitrep.ingest.again import linked, text_key
from sitrep.ingest.archive import FOLDER, Archive, Kept, is_remote
from sitrep.ingest.document import document_of, headed
from sitrep.ingest.draft import Draft, Original, Unfinished, Unsupported
from sitrep.ingest.folder import File, files_in, files_of, read_bytes, shown
from sitrep.ingest.kind import kinds_at_a_glance
from sitrep.ingest.readers import LIGHT, drafts_of
from sitrep.ingest.worker import AT_ONCE, Workers, prepare, prepared, workers_of
from sitrep.model import Document, Problem, Profile

if TYPE_CHECKING:
    from sitrep.ingest.fetch import Fetcher

__all__ = ["AT_ONCE", "Ingested", "Input", "Status", "ingest", "ingest_paths", "prepare", "read"]

DEFAULT_SOURCES = ("documents/**",)

Progress = Callable[[int, int, str], None]
"""Called with how many inputs are done, how many there are, and the name of the next."""


class Status(StrEnum):
    """How an input ended."""

    READ = "read"
    WARNED = "warned"
    SKIPPED = "skipped"
    FAILED = "failed"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"


class Input(Struct, frozen=True, kw_only=True):
    """One line of the ingest report."""

    path: str
    status: Status
    reason: str = ""
    hint: str = ""
    of: str = ""
    """The path of what a duplicate or reprint repeats."""
    documents: tuple[str, ...] = ()
    """Ids of what was read from it."""
    stamp: str = ""
    """Changes when the file does."""


class Ingested(Struct, frozen=True, kw_only=True):
    """What ingest gives."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    inputs: tuple[Input, ...] = ()
    """Every input that was found, in the order of its path."""

    def counts(self) -> Mapping[Status, int]:
        """How many inputs ended how; the sum is what was found."""
        return Counter(line.status for line in self.inputs)


def ingest(
    profile: Profile,
    folder: Path,
    *,
    known: Iterable[Input] = (),
    documents: Mapping[str, Document] | None = None,
    jobs: int = 1,
    is_cross_checked: bool = True,
    is_offline: bool = False,
    fetcher: "Fetcher | None" = None,
    on_progress: Progress | None = None,
    on_document: Callable[[Document], None] | None = None,
) -> Ingested:
    """The documents of a situation. folder: seeds/<situation>, which the profile's sources are relative to.

    known, documents: the report of the last run and its documents by id; what has not changed since is not read again.
    is_offline: the network is left alone, and what was fetched before is read.
    on_document: called with each document while the next ones are read; duplicates are not known yet.
    One document that cannot be read is a problem and costs itself alone. Raises ProfileError for a missing source.
    """
    sources = profile.sources or DEFAULT_SOURCES
    local = [source for source in sources if not is_remote(source)]
    archive = Archive(folder) if len(local) < len(sources) else None
    missed: tuple[Input, ...] = ()
    if archive:
        local.append(f"{FOLDER}/**")
        if not is_offline:
            missed = tuple(_missed([source for source in sources if is_remote(source)], archive, fetcher))
    work = _Work(known, documents or {}, is_cross_checked, archive)
    ingested = _ingest(files_of(local, folder), work, jobs, on_progress, on_document)
    return replace(
        ingested,
        inputs=(*ingested.inputs, *missed),
        problems=(*ingested.problems, *map(_problem, missed)),
    )


def _missed(sources: Sequence[str], archive: Archive, fetcher: "Fetcher | None") -> Iterator[Input]:
    """Fetch what is new, and report the sources that could not be reached: what they gave before is there still."""
    # The network's libraries are loaded only where the profile names an address.
    from sitrep.ingest.fetch import Fetcher
    from sitrep.ingest.remote import bring

    for source, error in bring(sources, archive, fetcher or Fetcher()):
        last = next((entry.retrieved for entry in reversed(archive.of(source)) if entry.file), "")
        status, used = (Status.WARNED, f"; what was fetched until {last} is used") if last else (Status.FAILED, "")
        yield Input(path=source, status=status, reason=error.message + used, hint=error.hint)


def ingest_paths(
    paths: Iterable[Path], *, jobs: int = 1, is_cross_checked: bool = True, on_progress: Progress | None = None
) -> Ingested:
    """The documents in files and folders that belong to no situation."""
    return _ingest(files_in(paths), _Work((), {}, is_cross_checked), jobs, on_progress)


def read(
    path: Path, *, base: Path | None = None, published: date | None = None, lang: str | None = None
) -> tuple[Document, ...]:
    """The documents in one file: one, or several for a mail, a feed or a list of records.

    base: the folder that Document.path is relative to. published, lang: go before what the file says of itself.
    Raises DocumentError, naming the file, for what cannot be read.
    """
    name = shown(path.relative_to(base) if base else path)
    try:
        data = read_bytes(path)
        drafts = headed(path, _drafts(Original(data=data, name=path.name), workers_of(os.getpid())))
    except DocumentError as error:
        raise type(error)(error.message, error.hint, path=Path(name)) from error
    return tuple(document_of(draft, data, name, published=published, lang=lang) for draft in drafts)


class _Work(Struct, frozen=True):
    """What reading a file needs to know."""

    known: Iterable[Input]
    documents: Mapping[str, Document]
    is_cross_checked: bool
    archive: Archive | None = None


class _Taken(Struct, frozen=True):
    """What came of one file, before it is known which of its documents are new."""

    input: Input
    documents: tuple[Document, ...] = ()
    is_known: bool = False
    """Whether nothing has changed since the last run."""


def _ingest(
    files: Sequence[File],
    work: _Work,
    jobs: int,
    on_progress: Progress | None,
    on_document: Callable[[Document], None] | None = None,
) -> Ingested:
    before = {line.path: line for line in work.known}
    # Here, not in the threads: to hand a file over takes longer than to see that it is as it was.
    unchanged = {file: _unchanged(file, before.get(file.name), work.documents) for file in files}
    with prepared(jobs) as workers, ThreadPoolExecutor(jobs) as threads:
        reading = threads.map(lambda file: _take(file, workers, work), (file for file in files if not unchanged[file]))
        every = (unchanged[file] or next(reading) for file in files)
        taken = tuple(_told(every, files, on_progress, on_document))
    is_same = before.keys() == {file.name for file in files}
    if is_same and all(one.is_known or not one.documents for one in taken):
        # What was compared with each other at the last run is not compared again.
        inputs = tuple(one.input for one in taken)
        documents = tuple({document.id: document for one in taken for document in one.documents}.values())
    else:
        inputs, found = _without_duplicates(taken)
        documents = linked(found)
        inputs = tuple(_with_links(inputs, documents))
    return Ingested(
        documents=documents,
        problems=tuple(_problem(line) for line in inputs if line.status in (Status.SKIPPED, Status.FAILED)),
        inputs=inputs,
    )


def _problem(line: Input) -> Problem:
    level = "warning" if line.status is Status.WARNED else line.status.value
    return Problem(message=line.reason, hint=line.hint, document=line.path, level=level)


def _told(
    taken: Iterable[_Taken],
    files: Sequence[File],
    on_progress: Progress | None,
    on_document: Callable[[Document], None] | None,
) -> Iterator[_Taken]:
    for done, one in enumerate(taken):
        if on_progress:
            on_progress(done + 1, len(files), one.input.path)
        if on_document:
            for document in one.documents:
                on_document(document)
        yield one


def _unchanged(file: File, last: Input | None, documents: Mapping[str, Document]) -> _Taken | None:
    """What is known of a file that is as it was, None where it must be read."""
    if not last or not last.stamp or last.stamp != file.stamp() or not all(id in documents for id in last.documents):
        return None
    if last.status not in (Status.READ, Status.WARNED, Status.SKIPPED):
        return None
    return _Taken(last, tuple(documents[id] for id in last.documents), is_known=True)


def _take(file: File, workers: Workers, work: _Work) -> _Taken:
    line = Input(path=file.name, status=Status.READ, stamp=file.stamp())
    if file.is_ignored:
        return _Taken(replace(line, status=Status.IGNORED, reason="hidden, left by another program, or a head"))
    try:
        if file.is_beyond_limit:
            raise Unsupported(f"more than {limits.FILES_PER_FOLDER:,} files in its folder, the limit", "Split it.")
        data = read_bytes(file.path)
        kept = work.archive.entry_of(file.path) if work.archive else None
        original = Original(
            data=data,
            name=file.path.name,
            charset=kept.charset or None if kept else None,
            is_cross_checked=work.is_cross_checked,
        )
        drafts = headed(file.path, _drafts(original, workers))
    except DocumentError as error:
        status = Status.SKIPPED if isinstance(error, Unsupported) else Status.FAILED
        # What is still being written may be whole at the next run without looking any different.
        stamp = "" if isinstance(error, Unfinished) else line.stamp
        return _Taken(replace(line, status=status, reason=error.message, hint=error.hint, stamp=stamp))
    documents = (document_of(draft, data, file.name) for draft in drafts)
    return _Taken(line, tuple(_fetched(document, kept) if kept else document for document in documents))


def _fetched(document: Document, kept: Kept) -> Document:
    return replace(document, url=document.url or kept.url, retrieved=datetime.fromisoformat(kept.retrieved))


def _without_duplicates(taken: Sequence[_Taken]) -> tuple[tuple[Input, ...], tuple[Document, ...]]:
    """The report, and each document once: of several that say the same, the one whose path comes first."""
    by_bytes: dict[str, Document] = {}
    by_text: dict[str, Document] = {}
    inputs = []
    for one in taken:
        new, repeated = [], []
        for document in one.documents:
            if first := by_bytes.get(document.id) or _same_text(document, by_text):
                repeated.append(first)
                continue
            new.append(document)
            by_bytes[document.id] = document
            by_text.setdefault(text_key(document.text), document)
        inputs.append(_line(one, new, repeated))
    return tuple(inputs), tuple(by_bytes.values())


def _with_links(inputs: Iterable[Input], documents: Sequence[Document]) -> Iterator[Input]:
    """The report, with what each reprint repeats and what replaces an older version."""
    by_id = {document.id: document for document in documents}
    for line in inputs:
        said = [line.reason] if line.reason else []
        origins = [by_id[origin].path for id in line.documents if (origin := by_id[id].origin)]
        said += [f"reprints {path}" for path in origins]
        said += [f"replaced by {by_id[new].path}" for id in line.documents if (new := by_id[id].superseded_by)]
        yield replace(line, reason="; ".join(said), of=line.of or "".join(origins[:1]))


def _same_text(document: Document, by_text: Mapping[str, Document]) -> Document | None:
    """The document with the same words, unless both are dated and from different days."""
    first = by_text.get(text_key(document.text))
    same_day = first and (first.published == document.published or not (first.published and document.published))
    return first if same_day else None


def _line(one: _Taken, new: Sequence[Document], repeated: Sequence[Document]) -> Input:
    """The line of the report, now that it is known which documents are new, and what the others repeat."""
    if not one.documents:
        return one.input
    if not new:
        first = repeated[0]
        same = "the same bytes" if first.id == one.documents[0].id else "the same text"
        return replace(one.input, status=Status.DUPLICATE, reason=f"{same} as {first.path}", of=first.path)
    # What could not be read of a mail is said of its text, be that repeated or not.
    reasons = [problem.message for document in one.documents for problem in document.problems]
    status = Status.WARNED if reasons else one.input.status
    reasons += [f"in it, the same as {first.path}" for first in repeated]
    reason = "; ".join(dict.fromkeys(reasons))
    return replace(one.input, status=status, reason=reason, documents=tuple(document.id for document in new))


def _drafts(original: Original, workers: Workers) -> tuple[Draft, ...]:
    is_short = len(original.data) <= limits.LIGHT_BYTES
    is_light = is_short and all(kind in LIGHT for kind in kinds_at_a_glance(original))
    return drafts_of(original) if is_light else workers.read(original)
