"""May an edition be sent? What a person says of it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from sitrep.cli.line import Situation
from sitrep.cli.publish import publish
from sitrep.cli.run import Run, plain
from sitrep.errors import UsageError

if TYPE_CHECKING:
    from sitrep.store import Store

app = typer.Typer()

Number = Annotated[int, typer.Argument(metavar="NUMBER", min=1, max=999_999, help="Of the edition.")]
Who = Annotated[str, typer.Option(help="Who says so, else the user.", envvar="SITREP_WHO")]


@app.command()
def approve(ctx: typer.Context, situation: Situation, number: Number, who: Who = "", why: str = "") -> None:
    """Approve an edition as it lies there, so that it is sent."""
    run: Run = ctx.obj
    with run.store() as store:
        run.print([decide(store, situation, number, "approve", who or store.who, why)])
        publish(run, store)


@app.command()
def reject(
    ctx: typer.Context,
    situation: Situation,
    number: Number,
    why: Annotated[str, typer.Option(help="The reason; it is kept.")],
    who: Who = "",
) -> None:
    """Keep an edition from being sent, with the reason."""
    run: Run = ctx.obj
    with run.store() as store:
        run.print([decide(store, situation, number, "reject", who or store.who, why)])
        publish(run, store)


def decide(store: "Store", situation: str, number: int, verb: str, who: str, why: str) -> str:
    """Keep what a person says of an edition, and say so."""
    from sitrep.model import Approval

    brief = store.brief(situation, number)
    files = store.files(brief)
    if verb == "approve" and not files.are_as_made:
        raise UsageError(
            f"{store.folder(brief)}: its files are gone or were changed since it was made",
            f"sitrep build {situation} writes the files of the last edition again.",
        )
    at = datetime.now(UTC).replace(microsecond=0)
    store.ledger.keep_approval(
        Approval(situation=situation, number=number, verb=verb, who=who, at=at, why=why, files_hash=files.hash)
    )
    return plain(f"{situation} No. {number}: {verb} by {who}, {files.hash[:12]}" + (f": {why}" if why else ""))
