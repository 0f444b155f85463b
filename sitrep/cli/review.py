"""What does a person decide? Figures and disputes with their evidence, and a word on each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sitrep.cli.line import Shown, Situation, TableOrJson, known_of
from sitrep.cli.run import Run, bold, plain
from sitrep.errors import UsageError

if TYPE_CHECKING:
    from sitrep.model import Claim, Decision, Document, KeyFigure
    from sitrep.model import Situation as KnownSituation
    from sitrep.store import Store

app = typer.Typer()

QUOTED = 40
"""Characters of the text that are shown on each side of a figure."""

LARGEST = 1e15
"""Numbers of more digits are no figures in texts either; they fill no page."""


class Verb(StrEnum):
    """What a person can say of a figure."""

    ACCEPT = "accept"
    REJECT = "reject"
    PREFER = "prefer"
    CORRECT = "correct"
    UNDO = "undo"


class State(StrEnum):
    """What became of a deadline."""

    OPEN = "open"
    PASSED = "passed"
    MET = "met"
    EXTENDED = "extended"


@app.command()
def review(
    ctx: typer.Context,
    situation: Situation,
    verb: Annotated[Verb | None, typer.Argument(help="What you decide; without one, all is listed.")] = None,
    ref: Annotated[str | None, typer.Argument(metavar="[REF]", help="Of which figure, such as 3fa91c0755:211.")] = None,
    why: Annotated[str, typer.Option(help="The reason; it is printed.")] = "",
    who: Annotated[str, typer.Option(help="Who decides, else the user.", envvar="SITREP_WHO")] = "",
    value: Annotated[float | None, typer.Option(help="correct: the right number.")] = None,
    unit: Annotated[str | None, typer.Option(help="correct: its unit, such as household.")] = None,
    indicator: Annotated[str | None, typer.Option(help="correct: what it counts, such as displaced.")] = None,
    place: Annotated[str | None, typer.Option(help="correct: where.")] = None,
    when: Annotated[str | None, typer.Option(help="correct: of which days, such as 2020-02-01/2020-02-10.")] = None,
    state: Annotated[State | None, typer.Option(help="correct: what became of a deadline.")] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="List only what is disputed.")] = False,
    shown: Shown = TableOrJson.TABLE,
) -> None:
    """List figures and disputes with their evidence, or decide."""
    from sitrep.profile import load_profile
    from sitrep.reconcile.decisions import by_place

    run: Run = ctx.obj
    changes = {"value": value, "unit": unit, "indicator": indicator, "place": place, "when": when, "state": state}
    given = {name: change for name, change in changes.items() if change is not None}
    with run.store() as store:
        if verb is not None:
            made = checked(run, verb, given, load_profile(run.folders([situation])[0]).countries)
            run.print([decide(run, store, situation, verb, ref, who.strip() or store.who, why.strip(), made)])
            run.finish()
            return
        known = known_of(run, store, situation, None)
        decisions = [one for made in by_place(store.decisions(situation)).values() for one in made]
    keys = [key for key in known.key_figures if key.disputed or not disputed]
    if shown is TableOrJson.JSON:
        from sitrep.cli import show

        run.print([show.as_json(list(review_data(keys)))])
    else:
        run.print(review_lines(known, keys, decisions, disputed=disputed))
    run.finish()


def decide(
    run: Run,
    store: "Store",
    situation: str,
    verb: Verb,
    ref: str | None,
    who: str,
    why: str,
    changes: Mapping[str, Any],
) -> str:
    """Keep a decision, and say so."""
    from sitrep import pipeline

    if not ref or not why:
        raise UsageError(
            f"{verb} needs {'--why' if ref else 'the reference of a figure'}",
            f'Write such as: sitrep review {situation} {verb} 3fa91c0755:211 --why "typing error".',
        )
    [folder] = run.folders([situation])
    at = datetime.now(UTC)
    with run.progress() as step:
        made = pipeline.decide(
            folder, store, ref, verb=verb.value, who=who, why=why, at=at, changes=changes, on_progress=step
        )
    return plain(f'{made.verb} "{made.number}", by {made.who}: {made.why}')


def checked(run: Run, verb: Verb, changes: dict[str, Any], countries: tuple[str, ...]) -> dict[str, Any]:
    """What a person corrects, or UsageError where it cannot be."""
    from sitrep.model import Problem
    from sitrep.reconcile.decisions import period
    from sitrep.reference import indicators
    from sitrep.reference.places import resolve
    from sitrep.units import is_unit

    if bool(changes) != (verb is Verb.CORRECT):
        raise UsageError(
            f"{verb} with {', '.join(f'--{name}' for name in changes) or 'nothing to change'}",
            "correct takes at least one of --value, --unit, --indicator, --place, --when, --state; no other verb does.",
        )
    if not 0 <= changes.get("value", 0) < LARGEST:
        raise UsageError(f"--value: {changes['value']} is no number of anything", "Write digits, such as 350000.")
    if "unit" in changes and not is_unit(changes["unit"]):
        raise UsageError(f"--unit: {changes['unit']!r} is no unit", "See sitrep/reference/units.txt.")
    if "indicator" in changes and changes["indicator"] not in indicators():
        raise UsageError(f"--indicator: {changes['indicator']!r} is not known", f"Known: {', '.join(indicators())}.")
    if "when" in changes:
        try:
            days = period(changes["when"])
            if days.end and days.end < days.start:
                raise ValueError("it ends before it begins")
        except ValueError as error:
            raise UsageError(
                f"--when: {changes['when']!r} is no day or days: {error}", "Write 2020-02-10 or 2020-02-01/2020-02-10."
            ) from error
    if "place" in changes and not changes["place"].strip():
        raise UsageError("--place: there is no name", "Write the place as the brief shall print it.")
    if "place" in changes and resolve(changes["place"], countries) is None:
        hint = "Look at its spelling; else it is printed as you write it, and stands on no map."
        run.warn([Problem(message=f"--place: the gazetteer does not know {changes['place']!r}", hint=hint)])
    if "value" in changes and changes["value"].is_integer():
        changes["value"] = int(changes["value"])
    return {name: str(change) if name == "state" else change for name, change in changes.items()}


def review_lines(
    known: "KnownSituation", keys: "Iterable[KeyFigure]", decisions: "Iterable[Decision]", *, disputed: bool
) -> Iterator[str]:
    """Every thing with its claims, the recommended one first, and the words that say so; then the deadlines."""
    texts = {document.id: document for document in known.documents}
    yield plain(f"{known.profile.title} · as of {known.as_of}")
    for key in keys:
        said = key.recommended.figure
        place = (said.place.label or said.place.name) if said.place else ""
        mark = "DISPUTED" if key.disputed else key.differs
        yield ""
        yield bold(plain(" · ".join(filter(None, (said.indicator, said.subject, place, str(key.because), mark)))))
        for number, claim in enumerate((key.recommended, *key.others)):
            yield from claim_lines(claim, texts, "*" if number == 0 else " ")
    made = {(one.decision.document, one.decision.span): one.decision for one in known.rulings}
    for due in () if disputed else known.deadlines:
        yield ""
        yield bold(plain(" · ".join(("deadline", str(due.deadline.date or due.deadline.text), due.state))))
        for one in due.evidence:
            yield evidence_line(one, texts)
            yield from decision_lines([made[one.document, one.span]] if (one.document, one.span) in made else [])
    standing = {one.decision.id for one in known.rulings}
    yield from decided_lines("rejected", [one for one in made.values() if one.verb == "reject"])
    yield from decided_lines("not applied", [one for one in decisions if one.id not in standing])


def decided_lines(heading: str, decisions: "Sequence[Decision]") -> Iterator[str]:
    """Decisions on what is not listed above."""
    if decisions:
        yield ""
        yield bold(heading)
    for one in decisions:
        yield f"  {reference(one)}  " + plain(f"{one.verb} {one.number}, by {one.who} on {one.at:%Y-%m-%d}: {one.why}")


def decision_lines(decisions: "Iterable[Decision]") -> Iterator[str]:
    """Decisions below what they are about."""
    for one in decisions:
        to = ", ".join(f"{name} {change}" for name, change in one.changes.items())
        yield "      " + plain(f"{one.verb} by {one.who} on {one.at:%Y-%m-%d}{f' ({to})' * bool(to)}: {one.why}")


def claim_lines(claim: "Claim", texts: "Mapping[str, Document]", mark: str) -> Iterator[str]:
    """What one origin says, then each piece of evidence."""
    figure = claim.figure
    sure = "" if figure.qualifier.value in ("exact", "vague") else figure.qualifier.value.replace("_", " ")
    yield f"  {mark} " + plain(f"{sure} {figure.number} {figure.subject} · {claim.source} · as of {claim.as_of}")
    yield from (evidence_line(one, texts) for one in claim.evidence)
    yield from decision_lines(claim.decisions)


def evidence_line(marked: Any, texts: "Mapping[str, Document]") -> str:
    """How a person names it, its file, and its words."""
    document = texts[marked.document]
    return f"      {reference(marked)}  {plain(document.path)}  “{plain(quoted(document, marked))}”"


def quoted(document: "Document", figure: Any) -> str:
    """The figure's words and what stands around them."""
    start, end = max(figure.span.start - QUOTED, 0), figure.span.end + QUOTED
    return document.text[start:end]


def reference(marked: Any) -> str:
    """What a person calls a figure: the beginning of its document's hash, and where it begins."""
    return f"{marked.document[:10]}:{marked.span.start}"


def review_data(keys: "Iterable[KeyFigure]") -> Iterator[dict[str, Any]]:
    """The same as plain data."""
    from sitrep.cli.show import claim_data

    for key in keys:
        yield {
            "id": key.id,
            "because": key.because,
            "disputed": key.disputed,
            "differs": key.differs,
            "claims": [
                claim_data(claim)
                | {
                    "refs": [reference(one) for one in claim.evidence],
                    "decisions": [{"verb": one.verb, "who": one.who, "why": one.why} for one in claim.decisions],
                }
                for claim in (key.recommended, *key.others)
            ],
        }
