"""Is the store sound, and where is its copy?"""

from pathlib import Path
from typing import Annotated

import typer

from sitrep.cli.run import Run
from sitrep.errors import Damaged

DAMAGED = (
    "Put the files back, or the last backup in place of the store, and verify again; a backup tells what was changed."
)

app = typer.Typer()
store = typer.Typer(help="Check the store, or copy it.", no_args_is_help=True)
app.add_typer(store, name="store")


@store.command()
def verify(ctx: typer.Context) -> None:
    """Check the database, the chain of the audit log and the files of every edition."""
    run: Run = ctx.obj
    with run.store() as opened:
        wrong = opened.verify()
    for line in wrong:
        run.fail(Damaged(line))
    if wrong:
        run.note("  " + DAMAGED)
    run.print([] if wrong else ["all is as it was written"])
    run.finish()


@store.command()
def backup(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make.")]) -> None:
    """Copy the store as it is at one moment, while others go on."""
    run: Run = ctx.obj
    with run.store() as opened:
        opened.backup(file)
    run.print([str(file)])
    run.finish()
