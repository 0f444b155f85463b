"""The commands of the line: one a stage, each showing what its stage gives, then build."""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sitrep.cli.run import Run, width
from sitrep.errors import SitrepError, UsageError

if TYPE_CHECKING:
    from sitrep.model import Document, Reading
    from sitrep.pipeline import Outcome

app = typer.Typer()

NEW_SITUATION = Path(__file__).parent / "new"
"""What `init` copies."""

# The name becomes a folder, an address in a store and part of a Message-ID.
NAME = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


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
BriefLang = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="Language of the brief, such as fr.")]
Shown = Annotated[TableOrJson, typer.Option("--format", help="How to show it.")]


def day(moment: datetime | None) -> date | None:
    """The date that the user gave."""
    return moment.date() if moment else None


@app.command()
def init(ctx: typer.Context, name: Annotated[str, typer.Argument(help="A short name, such as sudan-floods.")]) -> None:
    """Start a situation: its folder, with a commented situation.toml."""
    run: Run = ctx.obj
    folder = start(run.project / "seeds", name)
    run.print(
        (
            f"{folder} is made. Next:",
            f"  1. Put source documents into {folder / 'documents'}.",
            f"  2. Read through {folder / 'situation.toml'}: title, countries, indicators.",
            f"  3. sitrep build {name}",
        )
    )


def start(seeds: Path, name: str) -> Path:
    """Make the folder of a situation. Raises UsageError for a name that cannot be one or is taken."""
    if not NAME.fullmatch(name):
        raise UsageError(
            f'"{name}" cannot be the name of a situation',
            "Write small letters a to z, digits and hyphens, such as sudan-floods.",
        )
    folder = seeds / name
    if folder.exists():
        raise UsageError(f"{folder} is there already", "Choose another name, or work on with that one.")
    (folder / "documents").mkdir(parents=True)
    for file in sorted(NEW_SITUATION.iterdir()):
        text = file.read_text(encoding="utf-8").replace("{title}", name.replace("-", " ").capitalize())
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


@app.command()
def ingest(ctx: typer.Context, situations: Situations = None, shown: Shown = TableOrJson.TABLE) -> None:
    """Show the documents of a situation, as they are read."""
    from sitrep import pipeline
    from sitrep.cli import show

    run: Run = ctx.obj
    for folder in run.folders(situations):
        with run.progress() as step:
            documents, problems = pipeline.documents(folder, on_progress=step)
        run.warn(problems, documents)
        if shown is TableOrJson.JSON:
            run.print(show.as_json(show.document_data(document)) for document in documents)
        else:
            run.print(show.documents_lines(documents, width=width()))
    run.finish()


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
    from sitrep import pipeline
    from sitrep.cli import show

    run: Run = ctx.obj
    paths = pipeline.files_in(files)
    with run.progress() as step:
        outcomes = pipeline.extract_files(paths, published=day(published), lang=lang, jobs=jobs, on_progress=step)
        run.print(show.readings_lines(what_was_read(run, outcomes), format, width=width(), explain=explain))
    run.finish()


def what_was_read(run: Run, outcomes: "Iterable[Outcome]") -> "Iterator[tuple[Document, Reading]]":
    """The readings; what failed and what is doubtful is told at once."""
    for outcome in outcomes:
        if isinstance(outcome, SitrepError):
            run.fail(outcome)
            continue
        for document, reading in outcome:
            run.warn((*document.problems, *reading.problems), [document])
            yield document, reading


@app.command()
def reconcile(ctx: typer.Context, situation: Situation, as_of: AsOf = None, shown: Shown = TableOrJson.TABLE) -> None:
    """Show what is known: key figures, deadlines and gaps."""
    from sitrep import pipeline
    from sitrep.cli import show

    run: Run = ctx.obj
    [folder] = run.folders([situation])
    with run.store() as store, run.progress() as step:
        known = pipeline.situation(folder, store, as_of=day(as_of), on_progress=step)
    run.warn(known.problems, known.documents)
    if shown is TableOrJson.JSON:
        run.print([show.as_json(show.situation_data(known))])
    else:
        run.print(show.situation_lines(known, width=width()))
    run.finish()


@app.command()
def compose(
    ctx: typer.Context,
    situation: Situation,
    as_of: AsOf = None,
    lang: BriefLang = None,
    shown: Shown = TableOrJson.TABLE,
) -> None:
    """Show what would stand in the brief, section by section."""
    from sitrep import pipeline
    from sitrep.cli import show

    run: Run = ctx.obj
    [folder] = run.folders([situation])
    with run.store() as store, run.progress() as step:
        brief = pipeline.brief(folder, store, as_of=day(as_of), lang=lang, on_progress=step)
    run.warn(brief.problems, brief.documents)
    if shown is TableOrJson.JSON:
        run.print([show.as_json(show.brief_data(brief))])
    else:
        run.print(show.brief_lines(brief, width=width()))
    run.finish()


@app.command()
def render(
    ctx: typer.Context,
    situation: Situation,
    output: Annotated[Path, typer.Option(metavar="DIR", help="Where to put the files.")],
    as_of: AsOf = None,
    lang: BriefLang = None,
    formats: Annotated[list[Form] | None, typer.Option("--format", help="One or several; all if not given.")] = None,
) -> None:
    """Write the files of the brief, without keeping an edition."""
    from sitrep import pipeline

    run: Run = ctx.obj
    [folder] = run.folders([situation])
    with run.store() as store, run.progress() as step:
        brief = pipeline.brief(folder, store, as_of=day(as_of), lang=lang, on_progress=step)
        files = pipeline.files(brief, run.project, formats=tuple(formats or Form))
    run.warn(brief.problems, brief.documents)
    run.print(str(path) for path in pipeline.write(files, output))
    run.finish()


@app.command()
def build(ctx: typer.Context, situations: Situations = None, as_of: AsOf = None, lang: BriefLang = None) -> None:
    """Do all of it, and keep an edition if anything is new."""
    from sitrep import pipeline

    run: Run = ctx.obj
    with run.store() as store:
        for folder in run.folders(situations):
            try:
                with run.progress() as step:
                    built = pipeline.build(folder, store, as_of=day(as_of), lang=lang, on_progress=step)
            except SitrepError as error:
                run.fail(error)
                continue
            run.warn(built.brief.problems, built.brief.documents)
            run.print(
                [
                    f"{built.folder / 'brief.pdf'}"
                    if built.is_new
                    else f"{folder.name}: nothing new since {built.folder}"
                ]
            )
    run.finish()
