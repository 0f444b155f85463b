"""What became of every delivery, and what does a person say of one?"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sitrep.cli.approve import Who
from sitrep.cli.deliver import LOST, OPEN, edition_of, send_pending, tell_state
from sitrep.cli.line import Shown, TableOrJson
from sitrep.cli.notice import send_notices
from sitrep.cli.run import Run, plain, width
from sitrep.errors import Busy, UsageError

if TYPE_CHECKING:
    from sitrep.model import Delivery
    from sitrep.store import Store

app = typer.Typer()
deliveries = typer.Typer(help="What became of every delivery.", invoke_without_command=True)
app.add_typer(deliveries, name="deliveries")


@deliveries.callback()
def listing(
    ctx: typer.Context,
    status: Annotated[str | None, typer.Option(help="Only those, such as unknown.")] = None,
    shown: Shown = TableOrJson.TABLE,
) -> None:
    """List every delivery, or settle one."""
    if ctx.invoked_subcommand:
        return
    from sitrep.cli.show import as_json, table

    run: Run = ctx.obj
    with run.store() as store:
        found = store.ledger.deliveries(status=status)
    if shown is TableOrJson.JSON:
        run.print(as_json(line_of(one)) for one in found)
    else:
        rows = [tuple(line_of(one).values()) for one in found]
        run.print(table(("ID", "BRIEF", "ADDRESS", "STATUS", "TRIES", "NEXT", "ANSWER"), rows, width=width()))
    if any(one.status in OPEN for one in found):
        run.failures.append(Busy("some deliveries are open"))
    run.finish()


def line_of(one: "Delivery") -> dict[str, str]:
    """One delivery as it is listed."""
    return {
        "id": one.id[:12],
        "brief": one.brief,
        "address": one.stakeholder,
        "status": one.status,
        "tries": str(one.tries),
        "next": one.next_try.strftime("%Y-%m-%dT%H:%MZ") if one.status == "pending" else "",
        "answer": one.detail,
    }


@deliveries.command()
def resolve(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="The beginning of it will do.")],
    sent: Annotated[bool, typer.Option("--sent", help="It has arrived.")] = False,
    resend: Annotated[bool, typer.Option("--resend", help="It has not: send it again.")] = False,
    who: Who = "",
) -> None:
    """Say what became of a delivery that is unknown."""
    run: Run = ctx.obj
    if sent == resend:
        raise UsageError("what became of it?", f"sitrep deliveries resolve {id} --sent, or --resend")
    with run.store() as store, store.ledger.working(wait_s=0):
        one = delivery_of(store, id)
        if one.status not in ("unknown", "sending"):
            raise UsageError(f"{id} is {one.status}, not unknown", "sitrep deliveries --status unknown lists those.")
        status = "sent" if sent else "pending"
        told = f"{status}, says {who or store.who}"
        settled = store.ledger.mark(one, status=status, detail=told, next_try=datetime.now(UTC))
        run.print([plain(f"{one.brief} to {one.stakeholder}: {settled.detail}")])


@deliveries.command()
def retry(
    ctx: typer.Context,
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One that failed; else all that is pending.")] = None,
) -> None:
    """Try again now what is pending, or one that failed."""
    from sitrep.profile import load_profile

    run: Run = ctx.obj
    with run.store() as store, store.ledger.working(wait_s=0):
        if id:
            one = delivery_of(store, id)
            if one.status not in (*LOST, "pending", "cancelled"):
                raise UsageError(f"{id} is {one.status}", "Only what failed or is pending is tried again.")
            again = datetime.now(UTC).replace(microsecond=0)
            store.ledger.mark(one, status="pending", next_try=again)
            briefs = {one.brief}
        else:
            briefs = {one.brief for one in store.ledger.deliveries(status="pending")}
        for brief in sorted(briefs):
            name, is_brief, number = brief.partition("/")
            if is_brief:
                send_pending(run, store, edition_of(run, store, name, int(number)), at_once=not id)
            else:
                [folder] = run.folders([brief.partition(": ")[0]])
                send_notices(run, store, load_profile(folder), at_once=not id)
            tell_state(run, store, brief)
    run.finish()


@deliveries.command()
def resume(ctx: typer.Context) -> None:
    """Send again from a store that was restored from a backup."""
    run: Run = ctx.obj
    with run.store() as store, store.ledger.working(wait_s=0):
        store.ledger.remember()
    run.print(["deliveries go on"])


@deliveries.command()
def bounces(
    ctx: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE…", help="Files, folders of .eml files, or imaps://user@host/folder.")
    ],
) -> None:
    """Read which mails came back; nothing more is sent to those addresses."""
    run: Run = ctx.obj
    with run.store() as store, store.ledger.working(wait_s=0):
        known = {one.id: one for one in store.ledger.deliveries()}
        for name, data in mails_in(sources):
            run.print([plain(f"{name}: {settle(store, known, data)}")])
    run.finish()


def mails_in(sources: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Each mail, with where it lies."""
    for source in sources:
        if source.startswith(("imap://", "imaps://")):
            from sitrep.ingest.fetch import Fetcher
            from sitrep.ingest.mailbox import reports

            yield from ((f"{source} {n}", data) for n, data in enumerate(reports(source, Fetcher()), start=1))
            continue
        path = Path(source)
        for file in sorted(path.rglob("*.eml")) if path.is_dir() else [path]:
            try:
                yield str(file), file.read_bytes()
            except OSError as error:
                raise UsageError(f"cannot be read: {error.strerror}", "Give files or folders.", path=file) from error


def settle(store: "Store", known: "dict[str, Delivery]", data: bytes) -> str:
    """Keep what a mail says of a delivery, and say it."""
    from sitrep.deliver.bounce import bounce_of

    found = bounce_of(data)
    if found is None:
        return "does not say that a mail came back for good"
    one = known.get(found.id)
    if one is None:
        return "speaks of no delivery of this store"
    if one.status != "bounced":
        known[one.id] = store.ledger.mark(one, status="bounced", detail=found.why)
    return f"{one.brief} to {one.stakeholder} came back: {found.why}"


def delivery_of(store: "Store", id: str) -> "Delivery":
    """The one delivery whose id begins so."""
    found = [one for one in store.ledger.deliveries() if id and one.id.startswith(id)]
    if len(found) != 1:
        raise UsageError(f"{id}: there are {len(found)} such deliveries", "sitrep deliveries lists them.")
    return found[0]
