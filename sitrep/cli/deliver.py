"""Who gets an edition, and how is it sent? The deliver command."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from sitrep.cli.line import Situation
from sitrep.cli.run import Run, plain, width
from sitrep.errors import Busy, DeliveryError, ProfileError, UsageError

if TYPE_CHECKING:
    from sitrep.deliver.message import Content
    from sitrep.deliver.plan import Planned
    from sitrep.deliver.smtp import Server
    from sitrep.deliver.way import Way
    from sitrep.model import Brief, Delivery, Mail, Profile
    from sitrep.store import Files, Store

app = typer.Typer()

OPEN = ("pending", "sending", "unknown")
"""What somebody or something must still do something about."""
LOST = ("failed", "bounced")
"""What did not arrive, and is not tried again by itself."""


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
    is_withdrawn: bool
    """Whether it never will be: what still waits of it is cancelled."""

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
    briefs = {lang: store.brief(situation, number, lang) for lang in langs_of(store, profile, number)}
    if not store.folder(first).exists():  # as on a machine that forgets its files
        from sitrep import pipeline

        with store.building(situation):
            store.restore(first, pipeline.files_of(list(briefs.values()), run.brand_folders()))
    files, approval = store.files(first), store.ledger.approval(situation, number)
    where = store.folder(first).relative_to(store.reports).as_posix()
    by = store.replaced_by(situation, number)
    why = withheld(profile, approval, files.hash, are_as_made=files.are_as_made, replaced_by=by)
    is_withdrawn = by is not None or (approval is not None and approval.verb == "reject")
    return Edition(profile, number, briefs, files, where, why, is_withdrawn)


def langs_of(store: "Store", profile: "Profile", number: int) -> list[str]:
    """The languages of an edition, the profile's first."""
    order = {lang: n for n, lang in enumerate(profile.languages)}
    return sorted(store.langs(profile.name, number), key=lambda lang: order.get(lang, len(order)))


@app.command()
def deliver(
    ctx: typer.Context,
    situation: Situation,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", min=1, max=999_999, help="Of the edition, else the last.")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it; without this it is only planned.")] = False,
    to: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Send one copy there, marked TEST.")] = None,
) -> None:
    """Show who gets an edition, and with --send deliver it."""
    run: Run = ctx.obj
    with run.store() as store:
        edition = edition_of(run, store, situation, number)
        if to:
            send_test(run, edition, to)
            return
        planned = plan_of(run, store, edition)
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


def plan_of(run: Run, store: "Store", edition: Edition) -> "tuple[Planned, ...]":
    """Who gets what. Ends the run where a line of the distribution list is wrong."""
    from sitrep.deliver import distribution
    from sitrep.deliver.address import channel_of
    from sitrep.deliver.plan import plan

    [folder] = run.folders([edition.profile.name])
    listed = distribution.read(folder / distribution.FILE)
    if listed.wrong:
        for error in listed.wrong[:-1]:
            run.fail(error)
        raise listed.wrong[-1]
    for line in listed.twice:
        run.note(f"warning: {plain(line)}")
    if edition.profile.mail or any(channel_of(one.address) == "email" for one in listed.stakeholders):
        mail_of(edition.profile)
    return plan(
        listed.stakeholders,
        edition.profile,
        tuple(edition.briefs),
        edition.files.content,
        datetime.now(UTC).date(),
        withheld=edition.withheld,
        bounced={one.stakeholder: one.detail for one in store.ledger.deliveries(status="bounced")},
    )


def mail_of(profile: "Profile") -> "Mail":
    """How the situation's briefs are mailed. Raises ProfileError where the profile does not say."""
    from sitrep.deliver.address import EMAIL

    mail, where = profile.mail, f"situation.toml of {profile.name}"
    if mail is None:
        raise ProfileError(f"{where}: mail: missing", 'Write such as [mail] with sender = "desk@example.org".')
    if not EMAIL.fullmatch(mail.sender):
        raise ProfileError(f'{where}: mail.sender: "{mail.sender}" is no address', "Write such as desk@example.org.")
    if mail.notices and not EMAIL.fullmatch(mail.notices):
        raise ProfileError(f'{where}: mail.notices: "{mail.notices}" is no address', "Write such as desk@example.org.")
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

    check_not_restored(store)
    ledger, now = store.ledger, datetime.now(UTC)
    resends = bool(edition.profile.mail and edition.profile.mail.on_uncertain == "resend")
    for one in ledger.deliveries(brief=edition.key, status="sending"):
        ledger.mark(recovered(one, resends=resends))
    pending = [one for one in ledger.deliveries(brief=edition.key, status="pending") if at_once or one.next_try <= now]
    if edition.is_withdrawn:
        for one in pending:
            ledger.mark(one, status="cancelled", detail=edition.withheld)
    elif edition.withheld:
        run.note(plain(f"sitrep: {edition.key} is not sent: {edition.withheld}"))
    elif pending:
        ways = ways_of(run, edition, pending)
        troubles = deliver_all(pending, ways, ledger, lambda: datetime.now(UTC).replace(microsecond=0), resends=resends)
        for trouble in troubles:
            run.note(plain(f"sitrep: {trouble}"))


def ways_of(
    run: Run, edition: Edition, pending: "Sequence[Delivery]", *, is_test: bool = False
) -> "dict[str, Callable[[], Way]]":
    """The ways that these deliveries take, by channel."""
    from sitrep.deliver.address import FOLDERS
    from sitrep.deliver.chat import Chat
    from sitrep.deliver.folder import Folders
    from sitrep.deliver.message import message, subject_of, text_of
    from sitrep.deliver.pack import attachments, own_names
    from sitrep.deliver.smtp import Mailer

    profile, channels = edition.profile, {one.channel for one in pending}
    contents = contents_of(run, edition, {one.lang for one in pending if one.channel not in FOLDERS})

    def written(one: "Delivery") -> bytes:
        return message(one, contents[one.lang], mail_of(profile), is_test=is_test)

    def told(one: "Delivery") -> tuple[str, str]:
        content = contents[one.lang]
        return subject_of(content, is_test=is_test), text_of(one, content, profile.mail)

    def enclosed(one: "Delivery") -> dict[str, bytes]:
        files = attachments(one.format, one.lang, edition.files.content)
        return own_names(edition.briefs[one.lang], files, is_test=is_test)

    ways: dict[str, Callable[[], Way]] = {name: lambda: Folders(enclosed) for name in FOLDERS & channels}
    if "chat" in channels:
        ways["chat"] = lambda: Chat(told)
    if "email" in channels:
        mail = mail_of(profile)
        found = server_of(mail)
        ways["email"] = lambda: Mailer(found, mail.sender, written)
    return ways


def contents_of(run: Run, edition: Edition, langs: Iterable[str]) -> "dict[str, Content]":
    """What is sent, by language."""
    from sitrep import pipeline
    from sitrep.deliver.message import Content

    found = {}
    for lang in langs:
        brief = edition.briefs[lang]
        parts = pipeline.files_of([brief], run.brand_folders(), ["mail"])
        subject, text, html = (parts[f"email.{suffix}"].decode() for suffix in ("subject", "txt", "html"))
        found[lang] = Content(brief, subject, text, html, edition.files.content, edition.folder)
    return found


def send_test(run: Run, edition: Edition, address: str) -> None:
    """Send one copy that the outbox knows nothing of."""
    from sitrep.deliver.address import normal, wrong
    from sitrep.deliver.plan import asked, plan
    from sitrep.model import Stakeholder

    address = normal(address)
    if found := wrong(address):
        raise UsageError(*found)
    now = datetime.now(UTC).replace(microsecond=0)
    lang = next(iter(edition.briefs))
    tester = Stakeholder(name="", organisation="", address=address, audience="internal", lang=lang)
    planned = plan([tester], edition.profile, [lang], edition.files.content, now.date())
    if planned[0].withheld:
        raise DeliveryError(f"{address}: {planned[0].withheld}", "Nothing was sent.")
    [one] = asked(planned, f"{edition.key} test {now.isoformat()}", now)
    way = ways_of(run, edition, [one], is_test=True)[one.channel]()
    answer = way.send(one, lambda: None)
    way.quit()
    if answer.status != "sent":
        raise DeliveryError(f"{one.stakeholder}: {answer.detail}", "Nothing else was said there.")
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
        if one.status in LOST:
            run.fail(
                DeliveryError(f"{one.brief} to {one.stakeholder}: {one.detail}", f"sitrep deliveries retry {one.id}")
            )
