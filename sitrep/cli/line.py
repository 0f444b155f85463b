"""The commands of the line: one a stage, each showing what its stage gives."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sitrep.cli.run import Run, width
from sitrep.errors import SitrepError, UsageError

if TYPE_CHECKING:
    from sitrep.ingest import Ingested, Input
    from sitrep.model import Document
    from sitrep.model import Situation as KnownSituation
    from sitrep.pipeline import Outcome, Said
    from sitrep.store import Store

app = typer.Typer()


class Format(StrEnum):
    """How a command shows what its stage gives."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


class TableOrJson(StrEnum):
    """The forms of what is not a list of figures."""

    TABLE = "table"
    JSON = "json"


class Form(StrEnum):
    """The files of a brief."""

    PDF = "pdf"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    MAIL = "mail"
    PNG = "png"


def complete_situation() -> list[str]:
    """The situations here, for the shell."""
    return sorted(file.parent.name for file in Path().glob("seeds/*/situation.toml"))


Situation = Annotated[
    str, typer.Argument(metavar="SITUATION", help="A folder under seeds/.", autocompletion=complete_situation)
]
Situations = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SITUATION]...",
        help="Folders under seeds/; all where none is named.",
        autocompletion=complete_situation,
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day to look from, else that of the newest document."),
]
Published = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="When they were published, whatever they say."),
]
Lang = Annotated[str | None, typer.Option(metavar="CODE", help="Their language, whatever they say, such as en.")]
Offline = Annotated[
    bool, typer.Option("--offline", help="Leave the network alone, and use what was fetched from it before.")
]
Langs = Annotated[
    list[str] | None, typer.Option(metavar="CODE", help="Languages of the brief, each with a --lang of its own.")
]
Shown = Annotated[TableOrJson, typer.Option("--format", help="How to show it.")]


def day(moment: datetime | None) -> date | None:
    """The date that the user gave. Raises UsageError for one that no document can be of."""
    if moment is None:
        return None
    from sitrep.ingest.document import YEARS

    if moment.year not in YEARS:
        raise UsageError(
            f"{moment.date()} is no day of our time", f"Give a day of the years {YEARS[0]} to {YEARS[-1]}."
        )
    return moment.date()


@app.command()
def ingest(
    ctx: typer.Context,
    situations: Situations = None,
    trying: Annotated[
        bool, typer.Option("--try", help="Read the files and folders that are named instead, and keep nothing.")
    ] = False,
    shown: Shown = TableOrJson.TABLE,
    offline: Offline = False,
    jobs: Annotated[int, typer.Option(min=1, help="How many files to read at once.")] = os.cpu_count() or 1,
    second_reader: Annotated[
        bool, typer.Option(help="Whether the numbers of PDFs are compared with those of a second reader.")
    ] = True,
) -> None:
    """Take in the documents of a situation, and report on each."""
    run: Run = ctx.obj
    how = Reading(jobs, second_reader, not offline)
    for ingested in tried(run, situations or [], how) if trying else taken_in(run, situations, how):
        documents = {document.id: document for document in ingested.documents}
        run.warn(ingested.problems)
        run.warn([problem for one in ingested.documents for problem in one.problems], ingested.documents)
        show_inputs(run, ingested.inputs, documents, shown)
    run.finish()


class Reading(NamedTuple):
    """How documents are to be read."""

    jobs: int
    second_reader: bool
    online: bool


def tried(run: Run, paths: list[str], how: Reading) -> "Iterator[Ingested]":
    """The documents in files and folders, once."""
    from sitrep.ingest import ingest_paths

    if not paths:
        raise UsageError("--try: nothing to read", "Name files or folders: sitrep ingest --try PATH…")
    with run.progress() as step:
        ingested = ingest_paths(map(Path, paths), jobs=how.jobs, is_cross_checked=how.second_reader, on_progress=step)
    yield ingested


def taken_in(run: Run, names: list[str] | None, how: Reading) -> "Iterator[Ingested]":
    """The documents of each situation, which the store keeps."""
    from sitrep import pipeline
    from sitrep.profile import load_profile

    with run.store() as store:
        for folder in run.folders(names):
            with run.progress() as step:
                ingested = pipeline.ingest_new(load_profile(folder), folder, store, step, **how._asdict())
            yield ingested


def show_inputs(run: Run, inputs: "Iterable[Input]", documents: "Mapping[str, Document]", shown: TableOrJson) -> None:
    """The report, one line an input; as a table, with how many there are of each kind."""
    from sitrep.cli import show

    if shown is TableOrJson.JSON:
        run.print(show.as_json(show.input_data(one, documents)) for one in inputs)
    else:
        run.print(show.inputs_lines(inputs, documents, width=width()))


@app.command()
def extract(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Documents, or folders of them.")],
    published: Published = None,
    lang: Lang = None,
    format: Annotated[Format, typer.Option(help="json: one object a document, on one line.")] = Format.TABLE,
    explain: Annotated[bool, typer.Option("--explain", help="Show the rules that made each figure.")] = False,
    jobs: Annotated[int, typer.Option(min=1, help="How many files to read at once.")] = os.cpu_count() or 1,
) -> None:
    """Show the figures and deadlines in documents."""
    from sitrep import languages, pipeline
    from sitrep.cli import show

    run: Run = ctx.obj
    if lang:
        languages.load(lang)  # a language that is asked for must be there; one that a document is in need not
    paths = pipeline.paths_in(files)
    with run.progress() as step:
        outcomes = pipeline.extract_files(
            paths, published=day(published), lang=lang, explained=explain, jobs=jobs, on_progress=step
        )
        run.print(show.readings_lines(what_was_read(run, outcomes), format, width=width(), explain=explain))
    run.finish()


def what_was_read(run: Run, outcomes: "Iterable[Outcome]") -> "Iterator[Said]":
    """The readings; what failed and what is doubtful is told at once."""
    for outcome in outcomes:
        if isinstance(outcome, SitrepError):
            run.fail(outcome)
            continue
        for said in outcome:
            run.say(f"{said.document.path}: {len(said.document.text):,} characters, {said.document.format}")
            run.warn((*said.document.problems, *said.reading.problems), [said.document])
            yield said


@app.command()
def reconcile(ctx: typer.Context, situation: Situation, as_of: AsOf = None, shown: Shown = TableOrJson.TABLE) -> None:
    """Show what is known: key figures, deadlines and gaps."""
    from sitrep.cli import show

    run: Run = ctx.obj
    with run.store() as store:
        known = known_of(run, store, situation, day(as_of))
    run.warn(known.problems, known.documents)
    if shown is TableOrJson.JSON:
        run.print([show.as_json(show.situation_data(known))])
    else:
        run.print(show.situation_lines(known, width=width()))
    run.finish()


def known_of(run: Run, store: "Store", name: str, as_of: date | None) -> "KnownSituation":
    """What is known of one situation."""
    from sitrep import pipeline
    from sitrep.profile import load_profile

    [folder] = run.folders([name])
    with run.progress() as step:
        return pipeline.situation(load_profile(folder), folder, store, as_of=as_of, on_progress=step)


@app.command()
def compose(
    ctx: typer.Context,
    situation: Situation,
    as_of: AsOf = None,
    lang: Langs = None,
    shown: Shown = TableOrJson.TABLE,
) -> None:
    """Show what would stand in the brief, section by section."""
    from sitrep import pipeline
    from sitrep.cli import show

    run: Run = ctx.obj
    with run.store() as store:
        briefs = pipeline.edition(known_of(run, store, situation, day(as_of)), store, lang or ())
    for brief in briefs:
        if shown is TableOrJson.JSON:
            run.print(data.decode() for data in pipeline.files_of([brief], run.brand_folders(), ["json"]).values())
        else:
            run.print(show.brief_lines(brief))
    run.warn(briefs[0].problems, briefs[0].documents)
    run.finish()


@app.command()
def render(
    ctx: typer.Context,
    situation: Situation,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where to put the files.")],
    as_of: AsOf = None,
    lang: Langs = None,
    formats: Annotated[
        list[Form] | None, typer.Option("--format", help="One or several; those of a build if not given.")
    ] = None,
    png: Annotated[bool, typer.Option("--png", help="A picture of page one too, for a chat.")] = False,
) -> None:
    """Write the files of the brief, without keeping an edition."""
    from sitrep import pipeline
    from sitrep.render import FORMATS
    from sitrep.store.files import write_file

    run: Run = ctx.obj
    with run.store() as store:
        briefs = pipeline.edition(known_of(run, store, situation, day(as_of)), store, lang or ())
    run.warn(briefs[0].problems, briefs[0].documents)
    wanted = [*(formats or FORMATS), *(["png"] if png else [])]
    for name, data in pipeline.files_of(briefs, run.brand_folders(), wanted).items():
        write_file(output / name, data)
        run.print([str(output / name)])
    run.finish()
