"""How does a folder of documents become a brief? build() calls the stages in order. Read this first.

    documents ─ingest─▶ Document ─extract─▶ Reading ─reconcile─▶ Situation ─compose─▶ Brief ─render─▶ files

A stage takes values, gives values and knows no other stage. Only here do they meet, with the store.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from msgspec.structs import replace

from sitrep import extract as extractor
from sitrep import ingest as ingester
from sitrep import languages, reference
from sitrep.compose import compose
from sitrep.errors import DocumentError, SitrepError, UsageError
from sitrep.extract import Lost, explain, extract
from sitrep.ingest import AT_ONCE, Ingested, Input, ingest, read
from sitrep.ingest.archive import is_remote
from sitrep.ingest.folder import files_in
from sitrep.inputs import fingerprint
from sitrep.model import Brief, Correction, Deadline, Decision, Document, Figure, Profile, Reading, Situation
from sitrep.parallel import in_parallel
from sitrep.profile import load_profile
from sitrep.reconcile import reconcile
from sitrep.reconcile.decisions import by_place, check, copies
from sitrep.render import FORMATS, begin
from sitrep.store import Store

Step = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and the name of the next."""


class Built(NamedTuple):
    """What a build leaves."""

    folder: Path
    briefs: tuple[Brief, ...]
    """One edition, in each of its languages."""
    is_new: bool
    """Whether it was made now; else the last edition says the same."""
    is_local: bool
    """Whether every document lies in the situation's folder, so that looking there tells if one has changed."""


def build(
    folder: Path,
    store: Store,
    brand_folders: Sequence[Path],
    *,
    as_of: date | None = None,
    langs: Sequence[str] = (),
    online: bool = False,
    corrects: Correction | None = None,
    on_progress: Step | None = None,
) -> Built:
    """Make the next edition of a situation, where it would print anything new.

    folder: seeds/<situation>. as_of, langs: go before what the profile says. online: fetch what its sources have new.
    corrects: the edition that this one replaces.
    """
    profile = load_profile(folder)
    with store.building(profile.name):
        # ingest, extract, reconcile
        known = situation(profile, folder, store, as_of=as_of, online=online, on_progress=on_progress)
        # compose
        briefs = edition(known, store, langs, corrects)
        is_new = briefs[0].number == store.next_number(profile.name)
        if is_new and on_progress:
            on_progress(0, len(briefs), "rendering")
        # render, keep
        if is_new:
            store.keep_brief(briefs, files_of(briefs, brand_folders))
        elif not store.is_whole(briefs[0]):
            made = [store.brief(profile.name, one.number, one.lang) for one in briefs]
            store.restore(made[0], files_of(made, brand_folders))
        return Built(store.folder(briefs[0]), briefs, is_new, is_local(profile))


def is_local(profile: Profile) -> bool:
    """Whether every source lies in the situation's folder."""
    return not any(is_remote(source) or source.startswith("/") or ".." in source for source in profile.sources)


def situation(
    profile: Profile,
    folder: Path,
    store: Store,
    *,
    as_of: date | None = None,
    online: bool = False,
    on_progress: Step | None = None,
) -> Situation:
    """Everything known on a day: the one asked for, else the profile's, else that of the newest document."""
    ingested, readings = read_all(profile, folder, store, on_progress, online=online)
    day = as_of or profile.as_of or newest(ingested, folder)
    known = reconcile(readings, ingested.documents, profile, day, store.decisions(profile.name))
    if not known.documents:
        raise DocumentError(f"no document was published by {day}", "Choose a later day.", path=folder)
    return replace(known, problems=(*ingested.problems, *known.problems))


def decide(
    folder: Path,
    store: Store,
    ref: str,
    *,
    verb: str,
    who: str,
    why: str,
    at: datetime,
    changes: Mapping[str, Any],
    on_progress: Step | None = None,
) -> Decision:
    """Keep what a person decides about the figure or deadline at a reference, such as "3fa91c0755:211"."""
    profile = load_profile(folder)
    ingested, readings = read_all(profile, folder, store, on_progress)
    before = store.decisions(profile.name)
    mark = marked(readings, before if verb == "undo" else (), ref)
    if mark is None:
        raise UsageError(f"{ref} is no figure of {profile.name}", f"sitrep review {profile.name} lists them.")
    if not isinstance(mark, Decision):
        check(mark, verb, changes)
    same = copies(readings, {one.id: one for one in ingested.documents})
    made = by_place(before, same).get((mark.document, mark.span), [])
    if verb == "undo" and not made:
        raise UsageError(f"{ref}: there is nothing to undo", f"sitrep review {profile.name} lists what was decided.")
    if made and (made[-1].verb, made[-1].who, made[-1].why, made[-1].changes) == (verb, who, why, changes):
        return made[-1]
    # What was decided of a reprint is undone where it was: the reprint may go, and what was undone would be back.
    told = {(one.document, one.span): one for one in (made if verb == "undo" else [mark])}
    kept = [
        Decision(
            id=hashlib.sha256(f"{document} {span} {verb} {who} {at.isoformat()} {changes}".encode()).hexdigest(),
            document=document,
            span=span,
            number=one.text if isinstance(one, Deadline) else one.number,
            verb=verb,
            who=who,
            at=at,
            why=why,
            changes=changes,
        )
        for (document, span), one in told.items()
    ]
    for decision in kept:
        store.keep_decision(profile.name, decision)
    return kept[-1]


def marked(readings: Iterable[Reading], decisions: Iterable[Decision], ref: str) -> Figure | Deadline | Decision | None:
    """What a person names by the beginning of its document's hash and its place there.

    decisions: to be named in the same way, also where their words are gone. Raises UsageError where ref names several.
    """
    marks: list[Figure | Deadline | Decision] = list(decisions)
    for reading in readings:
        marks += [*reading.figures, *reading.deadlines]
    hash_, _, start = ref.lower().partition(":")
    named = {
        (one.document, one.span): one
        for one in marks
        if hash_ and one.document.startswith(hash_) and str(one.span.start) == start
    }
    if len(named) > 1:
        several = ", ".join(f"{document[:10]}:{span.start}" for document, span in named)
        raise UsageError(f"{ref} may be any of {several}", "Write one of them.")
    return next(iter(named.values()), None)


class LastIngest(NamedTuple):
    """What the store remembers of an ingest, so that the next one reads only what is new."""

    by: str
    """Fingerprint of the program that read."""
    inputs: tuple[Input, ...]


def ingest_new(
    profile: Profile,
    folder: Path,
    store: Store,
    on_progress: Step | None,
    *,
    online: bool = False,
    jobs: int = AT_ONCE,
    second_reader: bool = True,
    on_document: Callable[[Document], None] | None = None,
) -> Ingested:
    """The documents of a situation; files that have not changed since the last time are not read again."""
    by = fingerprint_of(ingester)
    last = store.last_ingest(profile.name, LastIngest)
    known = store.documents(profile.name)
    inputs = last.inputs if last and last.by == by else ()
    ingested = ingest(
        profile,
        folder,
        known=inputs,
        documents=known,
        jobs=jobs,
        is_cross_checked=second_reader,
        is_offline=not online,
        on_progress=on_progress,
        on_document=on_document,
    )
    store.keep_documents(profile.name, ingested.documents, known)
    store.keep_ingest(profile.name, LastIngest(by, ingested.inputs))
    return ingested


def read_all(
    profile: Profile, folder: Path, store: Store, on_progress: Step | None, *, online: bool = False
) -> tuple[Ingested, tuple[Reading, ...]]:
    """The documents of a situation, and what each says; only what was never read by these rules is read now."""
    key = rules_key(profile)
    known = store.readings(key)
    new: list[Reading] = []

    def read_one(document: Document) -> None:
        if document.id not in known:
            known[document.id] = extract(document, countries=profile.countries)
            new.append(known[document.id])

    # A document is read while other processes still take in the next ones.
    ingested = ingest_new(profile, folder, store, on_progress, online=online, on_document=read_one)
    store.keep_readings(new, key)
    return ingested, tuple(known[document.id] for document in ingested.documents)


def rules_key(profile: Profile) -> str:
    """Changes whenever the same document may read otherwise."""
    return hashlib.sha256(f"{fingerprint_of(extractor, languages, reference)} {profile.countries}".encode()).hexdigest()


def fingerprint_of(*parts: ModuleType) -> str:
    """Changes whenever a file of these parts of the program does."""
    folders = (Path(part.__file__ or "").parent for part in parts)
    files = (file for folder in folders for file in folder.rglob("*") if "__pycache__" not in file.parts)
    return fingerprint(file for file in files if file.is_file())


def newest(ingested: Ingested, folder: Path) -> date:
    """The day of the newest document. Raises DocumentError where nothing can be read, or nothing is dated."""
    days = [document.published for document in ingested.documents if document.published]
    if days:
        return max(days)
    if ingested.documents:
        raise DocumentError(
            "no document says when it was published",
            "Write published: 2020-02-10 in the head of each, between two lines of ---.",
            path=folder,
        )
    if ingested.problems:
        first = ingested.problems[0]
        raise DocumentError(f"no document could be read; {first.document}: {first.message}", first.hint, path=folder)
    raise DocumentError("there are no documents", "Put some into its folder documents.", path=folder)


def edition(
    known: Situation, store: Store, langs: Sequence[str] = (), corrects: Correction | None = None
) -> tuple[Brief, ...]:
    """The last edition in each language where it still says the same, with the problems of now, else the next one."""
    name = known.profile.name
    langs = langs or known.profile.languages
    last = [store.last_brief(name, lang, before=known.as_of) for lang in langs]
    same = [again(known, one, store) if one and corrects in (None, one.corrects) else None for one in last]
    if None not in same:
        return tuple(filter(None, same))
    number = store.next_number(name)
    return tuple(
        compose(known, number=number, lang=lang, previous=brief, corrects=corrects)
        for lang, brief in zip(langs, last, strict=True)
    )


def again(known: Situation, brief: Brief, store: Store) -> Brief | None:
    """The brief where it comes out as it did, set against the same brief before; what went wrong now is not printed."""
    # Both are printed: where they differ there is no need to compose it all again.
    if known.as_of != brief.as_of or {one.id for one in known.documents} != {one.id for one in brief.documents}:
        return None
    before = store.brief(brief.situation, brief.supersedes, brief.lang) if brief.supersedes else None
    now = compose(known, number=brief.number, lang=brief.lang, previous=before, corrects=brief.corrects)
    return replace(brief, problems=now.problems) if now.content_hash == brief.content_hash else None


def files_of(
    briefs: Sequence[Brief], brand_folders: Sequence[Path], formats: Sequence[str] = FORMATS
) -> dict[str, bytes]:
    """The files of an edition by name; those of its second and further languages as brief.fr.pdf."""
    waiting = [begin(brief, brand_folders=brand_folders, formats=formats) for brief in briefs]
    files = waiting[0]()
    for brief, wait in zip(briefs[1:], waiting[1:], strict=True):
        for name, data in wait().items():
            files[f"{Path(name).stem}.{brief.lang}{Path(name).suffix}"] = data
    return files


# What `sitrep extract` asks of files that belong to no situation


class Said(NamedTuple):
    """What one document says."""

    document: Document
    reading: Reading
    lost: tuple[Lost, ...] = ()
    """Where it was asked for: numbers that are no figures, and rules that lost."""


Outcome = tuple[Said, ...] | SitrepError
"""What became of one file: what its documents say, or why it could not be read."""


def paths_in(paths: Sequence[Path]) -> list[Path]:
    """The files as they are given, a folder replaced by the files in it."""
    return [file.path for file in files_in(paths) if not file.is_ignored]


def extract_files(
    paths: Sequence[Path], *, published: date | None, lang: str | None, explained: bool, jobs: int, on_progress: Step
) -> Iterator[Outcome]:
    """What became of each file, in the order of `paths`, the same for any number of jobs."""
    one = partial(extract_file, published=published, lang=lang, explained=explained)
    for done, outcome in enumerate(in_parallel(one, paths, jobs), start=1):
        yield outcome
        on_progress(done, len(paths), "")


def extract_file(path: Path, *, published: date | None, lang: str | None, explained: bool) -> Outcome:
    """What the documents of one file say."""
    try:
        documents = read(path, published=published, lang=lang)
        return tuple(Said(one, extract(one), lost_in(one) if explained else ()) for one in documents)
    except SitrepError as error:
        return error


def lost_in(document: Document) -> tuple[Lost, ...]:
    """Numbers that are no figures, and rules that lost."""
    if document.lang not in languages.available():
        return ()
    return explain(document.text, published=document.published, lang=document.lang)[1]
