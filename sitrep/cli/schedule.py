"""Which editions are due, and who makes them? The commands of the schedule.

`run` may be called by anything and as often as it likes: an edition is made once for each nominal period.
"""

import itertools
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote, urlsplit

import typer

from sitrep.cli.build import Asked, Made, build_one
from sitrep.cli.deliver import OPEN, ask, edition_of, plan_of, send_pending, tell_state
from sitrep.cli.line import Situations
from sitrep.cli.notice import send_notices, tell, tell_failure, tell_open
from sitrep.cli.publish import publish
from sitrep.cli.run import Run, width
from sitrep.cli.timer import KINDS, Kind, Timer, name_of
from sitrep.errors import Busy, ProfileError, SitrepError, UsageError

if TYPE_CHECKING:
    from sitrep.model import Profile
    from sitrep.schedule import Due, Plan
    from sitrep.store import Store

app = typer.Typer()
schedule = typer.Typer(help="Make editions when they are due.", no_args_is_help=True)
app.add_typer(schedule, name="schedule")

Print = Annotated[bool, typer.Option("--print", help="Only show it.")]
KindOf = Annotated[Kind | None, typer.Option("--kind", help="Else what this machine has.")]


@schedule.command()
def show(
    ctx: typer.Context,
    situations: Situations = None,
    count: Annotated[int, typer.Option(min=1, help="How many of each.")] = 3,
) -> None:
    """List the next editions of each situation."""
    from sitrep import schedule as times
    from sitrep.cli.show import table

    run: Run = ctx.obj
    rows = []
    for folder in run.folders(situations):
        profile, plan = planned(folder)
        if plan is None:
            rows.append((profile.name, "on change" if on_change(profile) else "no schedule", "", ""))
            continue
        for due in itertools.islice(times.upcoming(plan, datetime.now(UTC)), count):
            does = "build and deliver" if profile.schedule and profile.schedule.deliver else "build"
            rows.append((profile.name, due.at.astimezone(plan.zone).strftime("%a %Y-%m-%d %H:%M %Z"), utc(due), does))
    run.print(table(("SITUATION", "DUE", "UTC", "DOES"), rows, width=width()))
    run.finish()


def utc(due: "Due") -> str:
    """The moment of an edition."""
    return due.at.strftime("%Y-%m-%dT%H:%MZ")


def planned(folder: Path) -> "tuple[Profile, Plan | None]":
    """A situation's profile and schedule. Raises ProfileError, with the file, where it cannot be one."""
    from sitrep.profile import FILE, load_profile
    from sitrep.schedule import plan_of

    profile = load_profile(folder)
    try:
        return profile, plan_of(profile)
    except ProfileError as error:
        raise ProfileError(error.message, error.hint, path=folder / FILE) from error


def on_change(profile: "Profile") -> bool:
    """Whether new documents make an edition at any time."""
    return bool(profile.schedule and profile.schedule.on_change)


@schedule.command("run")
def run_due(ctx: typer.Context, situations: Situations = None) -> None:
    """Make every edition that is due, each once."""
    run: Run = ctx.obj
    make_due(run, situations)
    run.finish()


def make_due(run: Run, situations: list[str] | None) -> None:
    """Do what is due now; one situation that fails does not stop the others."""
    from sitrep.profile import load_profile

    now = datetime.now(UTC)
    with run.store() as store, store.ledger.working(wait_s=0):
        for folder in run.folders(situations):
            try:
                make_one(run, store, folder, now)
            except SitrepError as error:
                run.fail(error)
                tell_failure(store, folder, error, now)
            try:
                send_notices(run, store, load_profile(folder))
            except ProfileError:
                continue  # said above
            except SitrepError as error:
                run.fail(error)


def make_one(run: Run, store: "Store", folder: Path, now: datetime) -> None:
    """Make the edition of a situation, where one is due that was not made yet."""
    from sitrep import schedule as times

    profile, plan = planned(folder)
    due = times.due(plan, now) if plan else None
    state = store.ledger.run_state(profile.name, due.period) if due else None
    is_open = due is not None and not due.is_missed
    if due and state not in ("done", "missed"):
        keep_period(run, store, folder, profile, due)
    elif on_change(profile):
        is_new = build(run, folder).is_new
        is_open |= is_new
        if is_new:
            publish(run, store)
    if profile.schedule and profile.schedule.deliver:
        hand_over(run, store, profile.name, is_due=is_open)


def keep_period(run: Run, store: "Store", folder: Path, profile: "Profile", due: "Due") -> None:
    """Make the edition of a period, unless it is too late, and keep what became of it."""
    name = folder.resolve().name
    if due.is_missed:
        store.ledger.keep_run(name, due.period, "missed")
        told = f"{name}: the edition of {due.period} is missed; it was due at {utc(due)}"
        tell(store, profile, f"missed {due.period}", told)
        run.note(f"sitrep: {told}")
        return
    store.ledger.keep_run(name, due.period, "running")
    try:
        made = build(run, folder)
        publish(run, store)  # also where nothing is new: a run may have been killed before it
    except SitrepError as error:
        store.ledger.keep_run(name, due.period, "failed", error.message)
        raise
    store.ledger.keep_run(name, due.period, "done", made.folder.name)


def build(run: Run, folder: Path) -> Made:
    """Build a situation as `sitrep build` does. Raises what went wrong."""
    result = build_one(Asked(run, folder, None, (), True), None)
    if isinstance(result, SitrepError):
        raise result
    result.tell(run)
    return result


def hand_over(run: Run, store: "Store", situation: str, *, is_due: bool) -> None:
    """What a run of the schedule does: send the last edition, and whatever is pending. Within `working`."""
    if not store.numbers(situation):
        return
    last = edition_of(run, store, situation, None)
    if is_due and last.withheld:
        tell(store, last.profile, f"{last.number} withheld", f"{last.key} is not sent: {last.withheld}")
        run.say(f"{last.key} is not sent: {last.withheld}")
    elif is_due:
        ask(store, last, plan_of(run, store, last))
    open_briefs = {one.brief for status in OPEN for one in store.ledger.deliveries(status=status)}
    for brief in sorted(open_briefs):
        name, _, number = brief.partition("/")
        if name == situation:
            send_pending(run, store, edition_of(run, store, name, int(number)))
            tell_open(store, last.profile, brief)
            tell_state(run, store, brief)


@schedule.command()
def watch(
    ctx: typer.Context,
    situations: Situations = None,
    every: Annotated[int, typer.Option(min=1, metavar="SECONDS", help="How often to look.")] = 300,
    rounds: Annotated[int | None, typer.Option(min=1, help="Stop after so many.")] = None,
) -> None:
    """Do the same in the foreground, for a container."""
    run: Run = ctx.obj
    for n in itertools.count(1):
        failed = len(run.failures)
        try:
            make_due(run, situations)
        except Busy as error:
            run.fail(error)
        health = "failed" if len(run.failures) > failed else "ok"
        run.print([f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {health}"])
        sys.stdout.flush()
        if n == rounds:
            break
        del run.failures[:]
        time.sleep(every)
    run.finish()


@schedule.command()
def install(ctx: typer.Context, kind: KindOf = None, only_print: Print = False) -> None:
    """Let this machine call `schedule run` every five minutes."""
    run: Run = ctx.obj
    timer = timer_of(run, kind)
    if only_print:
        run.print([*(f"# {path}\n{text}" for path, text in timer.files.items()), *([timer.line] if timer.line else [])])
        return
    if timer.line:
        write_crontab([*other_lines(run), timer.line])
    from sitrep.store.files import write_file

    for path, text in timer.files.items():
        write_file(path, text.encode())
    try:
        call_all(timer.enable)
    except UsageError:
        for path in timer.files:
            path.unlink()
        raise
    run.print([f"installed: {name_of(run.project.resolve())}"])


@schedule.command()
def remove(ctx: typer.Context, kind: KindOf = None, only_print: Print = False) -> None:
    """Take that away again."""
    run: Run = ctx.obj
    timer = timer_of(run, kind)
    if only_print:
        run.print([*(" ".join(words) for words in timer.disable), *(f"rm {path}" for path in timer.files)])
        run.print([f"crontab without: {timer.line}"] if timer.line else [])
        return
    if timer.line:
        write_crontab(other_lines(run))
    call_all(timer.disable)
    for path in timer.files:
        path.unlink(missing_ok=True)
    run.print([f"removed: {name_of(run.project.resolve())}"])


def timer_of(run: Run, kind: Kind | None) -> Timer:
    """What makes it run by itself here."""
    if kind is None:
        has_systemd = Path("/run/systemd/system").is_dir()
        kind = Kind.LAUNCHD if sys.platform == "darwin" else Kind.SYSTEMD if has_systemd else Kind.CRONTAB
    return KINDS[kind](run.project.resolve(), Path.home(), folders_of(run))


def folders_of(run: Run) -> list[Path]:
    """The folders of this machine that briefs are delivered to."""
    from sitrep.deliver import distribution

    lists = sorted(run.project.glob(f"seeds/*/{distribution.FILE}"))
    addresses = {one.address for path in lists for one in distribution.read(path).stakeholders}
    return sorted(Path(unquote(urlsplit(one).path)) for one in addresses if one.startswith("file:"))


def other_lines(run: Run) -> list[str]:
    """The user's crontab without our line."""
    listed = subprocess.run([program("crontab"), "-l"], capture_output=True, text=True, check=False)
    lines = listed.stdout.splitlines() if listed.returncode == 0 else []
    return [line for line in lines if not line.endswith(f"# {name_of(run.project.resolve())}")]


def write_crontab(lines: Sequence[str]) -> None:
    """Put the user's crontab in place."""
    call([program("crontab"), "-"], "".join(f"{line}\n" for line in lines))


def call_all(commands: Sequence[Sequence[str]]) -> None:
    """Call programs of the system, one after the other."""
    for first, *rest in commands:
        call([program(first), *rest])


def call(words: Sequence[str], given: str = "") -> None:
    """Call a program of the system. Raises UsageError with what it says where it fails."""
    done = subprocess.run(words, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UsageError(f"{' '.join(words)}: {done.stderr.strip()}", "--print shows what should be there.")


def program(name: str) -> str:
    """Where a program of the system is."""
    if found := shutil.which(name):
        return found
    raise UsageError(f"there is no {name} here", "Choose another --kind, or call: sitrep schedule watch")
