"""What may be sent, and what was? The commands after build."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sitrep.cli.line import Shown, Situation, TableOrJson
from sitrep.cli.run import Run, plain, width
from sitrep.errors import Busy, DeliveryError, ProfileError, UsageError

if TYPE_CHECKING:
    from sitrep.deliver.message import Content
    from sitrep.deliver.plan import Planned
    from sitrep.deliver.smtp import Server
    from sitrep.model import Brief, Delivery, Mail, Profile
    from sitrep.store import Files, Store

app = typer.Typer()
deliveries = typer.Typer(help="What became of every delivery.", invoke_without_command=True)
app.add_typer(deliveries, name="deliveries")

OPEN = ("pending", "sending", "unknown")
"""What somebody or something must still do something about."""

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="Of the edition.")]
Who = Annotated[str, typer.Option(help="Who says so, else the user.", envvar="SITREP_WHO")]


@app.command()
def approve(ctx: typer.Context, situation: Situation, number: Number, who: Who = "", why: str = "") -> None:
    """Approve an edition as it lies there, so that it is sent."""
    run: Run = ctx.obj
    with run.store() as store:
        run.print([decide(store, situation, number, "approve", who or store.who, why)])


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


class Edition(NamedTuple):
    """An edition that may be sent."""

    profile: "Profile"
    number: int
    briefs: "dict[str, Brief]"
    """By language, the default first."""
    files: "Files"
    folder: str
    """Under reports/."""
    withheld: str
    """Why it may not be sent; "" where it may."""
    is_rejected: bool

    @property
    def key(self) -> str:
        """What the outbox calls it."""
        return f"{self.profile.name}/{self.number}"


def edition_of(run: Run, store: "Store", situation: str, number: int | None) -> Edition:
    """An edition, the last one unless a number is given."""
    from sitrep.deliver.approval import withheld
    from sitrep.profile import load_profile

    [folder] = run.folders([situation])
    profile = load_profile(folder)
    numbers = store.numbers(situation)
    if number is None and not numbers:
        raise UsageError(f"{situation} has no edition", f"Make one with: sitrep build {situation}")
    number = number or numbers[-1]
    first = store.brief(situation, number)
    langs = sorted(
        store.langs(situation, number),
        key=lambda lang: profile.languages.index(lang) if lang in profile.languages else len(profile.languages),
    )
    briefs = {lang: store.brief(situation, number, lang) for lang in langs}
    files, approval = store.files(first), store.ledger.approval(situation, number)
    where = store.folder(first).relative_to(store.reports).as_posix()
    why = withheld(profile, approval, files.hash, are_as_made=files.are_as_made)
    is_rejected = approval is not None and approval.verb == "reject"
    return Edition(profile, number, briefs, files, where, why, is_rejected)


@app.command()
def deliver(
    ctx: typer.Context,
    situation: Situation,
    number: Annotated[int | None, typer.Argument(metavar="[NUMBER]", help="Of the edition, else the last.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it; without this it is only planned.")] = False,
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Send one copy there, marked TEST.")] = None,
) -> None:
    """Show who gets an edition, and with --send deliver it."""
    run: Run = ctx.obj
    with run.store() as store:
        edition = edition_of(run, store, situation, number)
        if to:
            send_test(run, store, edition, to)
            return
        planned = plan_of(run, edition)
        if not send:
            run.print(plan_lines(edition, planned))
        elif edition.withheld:
            raise DeliveryError(
                f"{edition.key} is not sent: {edition.withheld}", f"sitrep approve {situation} {edition.number}"
            )
        else:
            with store.ledger.working(wait_s=0):
                ask(store, edition, planned)
                send_pending(run, store, edition)
            tell_state(run, store, edition.key)
    run.finish()


def plan_of(run: Run, edition: Edition) -> "tuple[Planned, ...]":
    """Who gets what. Ends the run where a line of the distribution list is wrong."""
    from sitrep.deliver import distribution
    from sitrep.deliver.plan import plan

    mail_of(edition.profile)
    [folder] = run.folders([edition.profile.name])
    listed = distribution.read(folder / distribution.FILE)
    if listed.wrong:
        for error in listed.wrong[:-1]:
            run.fail(error)
        raise listed.wrong[-1]
    for line in listed.twice:
        run.note(f"warning: {plain(line)}")
    today = datetime.now(UTC).date()
    langs = tuple(edition.briefs)
    return plan(listed.stakeholders, edition.profile, langs, edition.files.content, today, withheld=edition.withheld)


def mail_of(profile: "Profile") -> "Mail":
    """How the situation's briefs are mailed. Raises ProfileError where the profile does not say."""
    from sitrep.deliver.distribution import EMAIL

    mail, where = profile.mail, f"situation.toml of {profile.name}"
    if mail is None:
        raise ProfileError(f"{where}: mail: missing", 'Write such as [mail] with sender = "desk@example.org".')
    if not EMAIL.fullmatch(mail.sender):
        raise ProfileError(f'{where}: mail.sender: "{mail.sender}" is no address', "Write such as desk@example.org.")
    for name, address in (("link", mail.link), ("unsubscribe", mail.unsubscribe)):
        if address and not re.fullmatch(r"https://[!-;=?-~]+", address):
            raise ProfileError(f'{where}: mail.{name}: "{address}" is no https address', "Write https://…, without <>.")
    return mail


def server_of(mail: "Mail") -> "Server":
    """The mail server that the environment names, else the profile."""
    from sitrep.deliver.smtp import EXAMPLE, server

    if not (url := os.environ.get("SITREP_SMTP_URL") or mail.smtp):
        raise UsageError("there is no mail server", f"Set SITREP_SMTP_URL, or smtp under [mail], such as {EXAMPLE}.")
    return server(url)


def plan_lines(edition: Edition, planned: "Sequence[Planned]") -> list[str]:
    """The plan, one line a stakeholder."""
    from sitrep.cli.show import table

    rows = [
        (
            "withheld" if one.withheld else "send",
            one.stakeholder.address,
            one.stakeholder.name,
            one.lang,
            one.stakeholder.format,
            one.withheld,
        )
        for one in planned
    ]
    sent = sum(not one.withheld for one in planned)
    return [
        *table(("PLAN", "ADDRESS", "NAME", "LANG", "FORMAT", "WHY"), rows, width=width()),
        "",
        f"{edition.key}: {sent} to send, {len(planned) - sent} withheld; nothing was sent, --send does",
    ]


def ask(store: "Store", edition: Edition, planned: "Sequence[Planned]") -> None:
    """Put what is planned into the outbox."""
    from sitrep.deliver.plan import asked

    check_not_restored(store)
    store.ledger.ask(asked(planned, edition.key, datetime.now(UTC).replace(microsecond=0)))
    store.ledger.remember()


def check_not_restored(store: "Store") -> None:
    """Send nothing from a store that does not know what was sent after it was copied."""
    if store.ledger.is_restored():
        raise DeliveryError(
            "the store is older than what was last sent: a backup was put in its place, and nothing is sent",
            "Reject the editions that have gone out already, then: sitrep deliveries resume",
        )


def send_pending(run: Run, store: "Store", edition: Edition, *, at_once: bool = False) -> None:
    """Send what is pending of an edition and due, or all that is pending. Within `working`."""
    from sitrep.deliver import deliver as deliver_all
    from sitrep.deliver import recovered
    from sitrep.deliver.message import message
    from sitrep.deliver.smtp import Mailer

    check_not_restored(store)
    ledger, now = store.ledger, datetime.now(UTC)
    for one in ledger.deliveries(brief=edition.key, status="sending"):
        ledger.mark(recovered(one))
    pending = [one for one in ledger.deliveries(brief=edition.key, status="pending") if at_once or one.next_try <= now]
    if edition.is_rejected:
        for one in pending:
            ledger.mark(replace(one, status="cancelled", detail=edition.withheld))
    elif edition.withheld:
        run.note(plain(f"sitrep: {edition.key} is not sent: {edition.withheld}"))
    elif pending:
        mail = mail_of(edition.profile)
        server, contents = server_of(mail), contents_of(run, edition, {one.lang for one in pending})
        troubles = deliver_all(
            pending,
            lambda one: message(one, contents[one.lang], mail),
            mail.sender,
            lambda: Mailer(server),
            ledger,
            lambda: datetime.now(UTC).replace(microsecond=0),
        )
        for trouble in troubles:
            run.note(plain(f"sitrep: {trouble}"))


def contents_of(run: Run, edition: Edition, langs: Iterable[str]) -> "dict[str, Content]":
    """What is sent, by language."""
    from sitrep import pipeline
    from sitrep.deliver.message import Content

    found = {}
    for lang in langs:
        brief = edition.briefs[lang]
        bodies = pipeline.files_of([brief], run.brand_folders(), ["mail"])
        text, html = bodies["email.txt"].decode(), bodies["email.html"].decode()
        found[lang] = Content(brief, text, html, edition.files.content, edition.folder)
    return found


def send_test(run: Run, store: "Store", edition: Edition, address: str) -> None:
    """Send one copy that the outbox knows nothing of."""
    from sitrep.deliver import distribution
    from sitrep.deliver.message import message
    from sitrep.deliver.plan import asked, plan
    from sitrep.deliver.smtp import Mailer
    from sitrep.model import Stakeholder

    if not distribution.EMAIL.fullmatch(distribution.normal(address)):
        raise UsageError(f"{address} is no e-mail address", "Write such as desk@example.org.")
    mail, now = mail_of(edition.profile), datetime.now(UTC).replace(microsecond=0)
    lang = next(iter(edition.briefs))
    tester = Stakeholder(name="", organisation="", address=distribution.normal(address), audience="internal", lang=lang)
    planned = plan([tester], edition.profile, [lang], edition.files.content, now.date())
    [one] = asked(planned, f"{edition.key} test {now.isoformat()}", now)
    mailer = Mailer(server_of(mail))
    data = message(one, contents_of(run, edition, [lang])[lang], mail, is_test=True)
    answer = mailer.send(mail.sender, one.stakeholder, data, lambda: None)
    mailer.quit()
    if answer.status != "sent":
        raise DeliveryError(f"{one.stakeholder}: {answer.detail}", "The server said that.")
    run.print([plain(f"TEST copy of {edition.key} to {one.stakeholder}: {answer.detail}")])


def tell_state(run: Run, store: "Store", brief: str | None = None) -> None:
    """Say what became of deliveries: 75 while anything is open, else 6 where any failed."""
    found = store.ledger.deliveries(brief=brief)
    counts = Counter(one.status for one in found)
    told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    if told:
        run.print([f"{brief or 'all'}: {told}"])
    if any(counts[status] for status in OPEN):
        run.fail(
            Busy(f"{told}", "sitrep deliveries lists them; what is pending is tried again, what is unknown is held.")
        )
    for one in found:
        if one.status == "failed":
            run.fail(
                DeliveryError(f"{one.brief} to {one.stakeholder}: {one.detail}", f"sitrep deliveries retry {one.id}")
            )


def hand_over(run: Run, store: "Store", situation: str, *, is_due: bool) -> None:
    """What a run of the schedule does: send the last edition, and whatever is pending. Within `working`."""
    if not store.numbers(situation):
        return
    last = edition_of(run, store, situation, None)
    if is_due and last.withheld:
        run.say(f"{last.key} is not sent: {last.withheld}")
    elif is_due:
        ask(store, last, plan_of(run, last))
    open_briefs = {one.brief for status in OPEN for one in store.ledger.deliveries(status=status)}
    for brief in sorted(open_briefs):
        name, _, number = brief.partition("/")
        if name == situation:
            send_pending(run, store, edition_of(run, store, name, int(number)))
            tell_state(run, store, brief)


# What became of them


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
        settled = replace(one, status=status, detail=f"{status}, says {who or store.who}", next_try=datetime.now(UTC))
        store.ledger.mark(settled)
        run.print([plain(f"{one.brief} to {one.stakeholder}: {settled.detail}")])


@deliveries.command()
def retry(
    ctx: typer.Context,
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="One that failed; else all that is pending.")] = None,
) -> None:
    """Try again now what is pending, or one that failed."""
    run: Run = ctx.obj
    with run.store() as store, store.ledger.working(wait_s=0):
        if id:
            one = delivery_of(store, id)
            if one.status not in ("failed", "pending", "cancelled"):
                raise UsageError(f"{id} is {one.status}", "Only what failed or is pending is tried again.")
            again = datetime.now(UTC).replace(microsecond=0)
            store.ledger.mark(replace(one, status="pending", next_try=again))
            briefs = {one.brief}
        else:
            briefs = {one.brief for one in store.ledger.deliveries(status="pending")}
        for brief in sorted(briefs):
            name, _, number = brief.partition("/")
            send_pending(run, store, edition_of(run, store, name, int(number)), at_once=not id)
            tell_state(run, store, brief)
    run.finish()


@deliveries.command()
def resume(ctx: typer.Context) -> None:
    """Send again from a store that was restored from a backup."""
    run: Run = ctx.obj
    with run.store() as store, store.ledger.working(wait_s=0):
        store.ledger.remember()
    run.print(["deliveries go on"])


def delivery_of(store: "Store", id: str) -> "Delivery":
    """The one delivery whose id begins so."""
    found = [one for one in store.ledger.deliveries() if id and one.id.startswith(id)]
    if len(found) != 1:
        raise UsageError(f"{id}: there are {len(found)} such deliveries", "sitrep deliveries lists them.")
    return found[0]
