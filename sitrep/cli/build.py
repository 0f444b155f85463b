"""What was asked for, is it there already, and what came of it? The build command.

An unchanged situation is known from its files alone, before anything heavy is imported; several are built at once.
"""

import gc
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sitrep import __version__, inputs
from sitrep.cli.line import AsOf, Langs, Offline, Situations, day
from sitrep.cli.publish import publish
from sitrep.cli.run import Run
from sitrep.errors import SitrepError

if TYPE_CHECKING:
    from sitrep.model import Correction, Problem
    from sitrep.pipeline import Step

app = typer.Typer()


@app.command()
def build(
    ctx: typer.Context,
    situations: Situations = None,
    as_of: AsOf = None,
    lang: Langs = None,
    offline: Offline = False,
    jobs: Annotated[int, typer.Option(min=1, help="How many situations to build at once.")] = os.cpu_count() or 1,
) -> None:
    """Do all of it, and keep an edition if anything is new."""
    from sitrep.parallel import in_parallel

    run: Run = ctx.obj
    asked = [Asked(run, folder, day(as_of), tuple(lang or ()), not offline) for folder in run.folders(situations)]
    unchanged = {} if run.strict else {one.folder: one.made_before() for one in asked}
    changed = [one for one in asked if not unchanged.get(one.folder)]
    is_new = False
    with run.progress() as step:
        alone = min(jobs, len(changed)) < 2
        if not alone:
            load_once()
        results = in_parallel(partial(build_one, on_progress=step if alone else None), changed, jobs)
        for done, one in enumerate(asked):
            if not alone:
                step(done, len(asked), one.folder.name)
            if before := unchanged.get(one.folder):
                run.print([f"{one.folder.name}: nothing new since {before}"])
            elif isinstance(result := next(results), SitrepError):
                run.fail(result)
            else:
                result.tell(run)
                is_new |= result.is_new
    if is_new:
        with run.store() as store:
            publish(run, store)
    run.finish()


class Asked(NamedTuple):
    """One situation that the user wants built."""

    run: Run
    folder: Path
    as_of: date | None
    langs: tuple[str, ...]
    online: bool
    corrects: "Correction | None" = None

    def key(self) -> str:
        """What was asked for, as one text."""
        return f"{self.folder.resolve()} as of {self.as_of} in {self.langs} by {__version__}"

    def made_of(self) -> list[Path]:
        """The files that it reads."""
        return inputs.of_build(self.folder, self.run.brand_folders())

    def made_before(self) -> Path | None:
        """The edition that was made of the same files, None where any of them has changed."""
        store = self.run.store_file()
        return inputs.made_before(store, self.key(), self.made_of()) if store else None


class Made(NamedTuple):
    """What came of it, light enough to be sent from one process to another."""

    folder: Path
    is_new: bool
    files: tuple[str, ...]
    problems: "tuple[Problem, ...]"
    """Each with the path of its document."""
    documents: int
    seconds: float

    def tell(self, run: Run) -> None:
        """Say it to the user."""
        run.warn(self.problems)
        run.say(f"{self.folder}: {self.documents} documents, {self.seconds:.1f} s")
        if self.is_new:
            run.print(str(self.folder / name) for name in self.files if run.verbose or name.endswith(".pdf"))
        else:
            run.print([f"{self.folder.parent.name}: nothing new since {self.folder}"])


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Values and modules hold no cycles; looking for some among 40,000 figures takes a third of the time of a build."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 100, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def load_once() -> None:
    """Load what every process would load by itself, before they are forked."""
    from sitrep import pipeline, render  # noqa: F401

    render.load()


@rarely_collecting()
def build_one(asked: Asked, on_progress: "Step | None") -> Made | SitrepError:
    """Build one situation."""
    # Their processes start before the other stages are imported, so that all goes on at once, and before the store is
    # held, which they must not hold.
    from msgspec.structs import replace

    from sitrep import ingest

    ingest.prepare()
    from sitrep import render

    render.prepare()
    from sitrep import pipeline

    run, folder, as_of, langs, online, corrects = asked
    started = time.perf_counter()
    seen = inputs.look(asked.made_of())
    try:
        with run.store() as store:
            built = pipeline.build(
                folder,
                store,
                run.brand_folders(),
                as_of=as_of,
                langs=langs,
                online=online,
                corrects=corrects,
                on_progress=on_progress,
            )
            if built.is_local and not corrects:
                store.keep_build(asked.key(), folder.name, seen, built.folder)
    except SitrepError as error:
        return error
    brief = built.briefs[0]
    paths = {document.id: document.path for document in brief.documents}
    return Made(
        folder=built.folder,
        is_new=built.is_new,
        files=tuple(sorted(file.name for file in built.folder.iterdir())),
        problems=tuple(replace(one, document=paths.get(one.document or "", one.document)) for one in brief.problems),
        documents=len(brief.documents),
        seconds=time.perf_counter() - started,
    )
