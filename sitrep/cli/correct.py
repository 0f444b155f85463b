"""How is a mistake put right that readers have? By an edition that replaces the wrong one, and says so and why."""

from typing import Annotated

import typer

from sitrep.cli.approve import Number
from sitrep.cli.build import Asked, build_one
from sitrep.cli.line import Situation
from sitrep.cli.publish import publish
from sitrep.cli.run import Run
from sitrep.errors import SitrepError, UsageError

app = typer.Typer()


@app.command()
def correct(
    ctx: typer.Context,
    situation: Situation,
    number: Number,
    why: Annotated[str, typer.Option(help="What was wrong; readers are told.")],
) -> None:
    """Make an edition that replaces another one, of the same day."""
    from sitrep.model import Correction

    run: Run = ctx.obj
    [folder] = run.folders([situation])
    if not why.strip():
        raise UsageError("correct needs --why", "Write what was wrong, as readers shall be told.")
    corrects = Correction(number=number, why=why)
    with run.store() as store:
        wrong = store.brief(situation, number)
        by = store.replaced_by(situation, number)
        if by and store.brief(situation, by).corrects != corrects:
            raise UsageError(f"No. {number} was replaced by No. {by}", f"Write: sitrep correct {situation} {by}")
    asked = Asked(run, folder, wrong.as_of, (), online=False, corrects=corrects)
    result = build_one(asked, None)
    if isinstance(result, SitrepError):
        raise result
    result.tell(run)
    with run.store() as store:
        publish(run, store)
    run.finish()
