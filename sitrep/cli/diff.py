"""What do two editions say differently?"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sitrep.cli.line import Shown, TableOrJson
from sitrep.cli.run import Run, plain
from sitrep.errors import UsageError

if TYPE_CHECKING:
    from sitrep.model import Brief
    from sitrep.store import Store

app = typer.Typer()

EDITION = re.compile(r"(?:(?P<situation>[^/]+)/)?(?P<number>\d{1,6})(?:-\d{4}-\d\d-\d\d)?")


@app.command()
def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(metavar="A", help="An edition: idlib/1, or its folder under reports/.")],
    now: Annotated[str, typer.Argument(metavar="B", help="A later one.")],
    lang: Annotated[str | None, typer.Option(metavar="CODE", help="Compare the briefs in this language.")] = None,
    shown: Shown = TableOrJson.TABLE,
) -> None:
    """Show what two editions say differently."""
    from sitrep.cli import show
    from sitrep.compose.changes import between

    run: Run = ctx.obj
    with run.store() as store:
        first, second = (edition(run, store, name, lang) for name in (before, now))
    if first.situation != second.situation:
        raise UsageError(f"{before} and {now} are of two situations", "Compare editions of one.")
    told = between(first, second)
    run.print([show.as_json(told)] if shown is TableOrJson.JSON else diff_lines(told))
    run.finish()


def edition(run: Run, store: "Store", name: str, lang: str | None) -> "Brief":
    """The brief that a person names: "idlib/1", "reports/idlib/001-2020-02-10", or "1" where there is one situation."""
    parts = EDITION.fullmatch("/".join(name.rstrip("/").split("/")[-2:]))
    if not parts:
        raise UsageError(f"{name!r} is no edition", "Write such as idlib/1, or reports/idlib/001-2020-02-10.")
    folders = run.folders([parts["situation"]] if parts["situation"] else None)
    if len(folders) > 1:
        raise UsageError(f"{name!r} may be of several situations", f"Write such as {folders[0].name}/{name}.")
    return store.brief(folders[0].name, int(parts["number"]), lang)


def diff_lines(told: Mapping[str, Any]) -> Iterator[str]:
    """News first, then what is as it was, what was withdrawn, and deadlines whose state changed."""
    from sitrep.compose.choose import is_news

    yield plain(
        "{situation}: No. {0[number]} of {0[as_of]} → No. {1[number]} of {1[as_of]}".format(
            told["from"], told["to"], situation=told["situation"]
        )
    )
    news = list(filter(is_news, told["figures"]))
    for one in news:
        yield line(one["change"]["kind"], f"{named(one)}: {change_words(one)}")
    yield line("unchanged", f"{len(told['figures']) - len(news)} figures")
    for one in told["withdrawn"]:
        yield line("withdrawn", f"{named(one)}: was {number_words(one)}")
    for one in told["deadlines"]:
        if one["before"] != one["now"]:
            was, is_ = one["before"] or "not known", one["now"] or "no longer given"
            yield line("deadline", f"{one['text']} ({one['date'] or 'unresolved'}): {was} → {is_}")


def line(kind: str, words: str) -> str:
    """One line of a comparison."""
    return f"  {kind:<12}  {plain(words)}"


def named(one: Mapping[str, Any]) -> str:
    """What the figure is about."""
    place = one["place"]["label"] if one["place"] else ""
    return " ".join(filter(None, (one["indicator"], one["subject"], place)))


def change_words(one: Mapping[str, Any]) -> str:
    """Before and now as they were said, the difference where there is one, the reason where they do not compare."""
    change = one["change"]
    if change["previous"] is None:
        return number_words(one)
    words = f"{number_words(change['previous'])} → {number_words(one)}"
    if change["by"]:
        about = "" if change["by"]["exact"] else "about "
        words += f" (by {about}{change['by']['value']:,} {change['by']['unit']})"
    if change["why"]:
        words += " (not compared: they speak of different periods)"
    return words


def number_words(one: Mapping[str, Any]) -> str:
    """The number as it was said."""
    sure = "" if one["qualifier"] in ("exact", "vague", "range") else one["qualifier"].replace("_", " ") + " "
    return f"{sure}{one['number']}"
