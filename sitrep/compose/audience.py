"""What may this audience read? What is above its level is withheld and reported, never printed.

Levels and their order follow IASC Operational Guidance on Data Responsibility (2021); each indicator's level stands in
reference/indicators.toml.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from sitrep.model import Claim, Computed, Figure, KeyFigure, Problem, Ruling, Series, Situation, Span
from sitrep.reference import indicators

LEVELS = ("public", "partners", "internal")

COARSE_FOR_PUBLIC = {"camp", "crossing", "facility"}
"""Kinds of place whose position is not given to the public: a conflict makes them targets."""


def readable(situation: Situation) -> tuple[Situation, tuple[Problem, ...]]:
    """The situation as the profile's audience may read it, and what was withheld and why."""
    audience = situation.profile.audience
    shown = [key for key in situation.key_figures if may_read(audience, key.recommended.figure.indicator)]
    hidden = [key for key in situation.key_figures if not may_read(audience, key.recommended.figure.indicator)]
    series = [one for one in situation.series if may_read(audience, one.indicator)]
    rulings = [one for one in situation.rulings if may_read_ruling(audience, one)]
    computed = [one for one in situation.computed if may_read(audience, one.indicator)]
    kept = replace(
        situation,
        computed=tuple(coarse_sum(one) if audience == "public" else one for one in computed),
        key_figures=tuple(coarse(key) if audience == "public" else key for key in shown),
        series=tuple(coarse_series(one) if audience == "public" else one for one in series),
        rulings=tuple(rulings),
    )
    return kept, tuple(withheld(key, audience) for key in hidden)


def may_read(audience: str, indicator: str) -> bool:
    """Whether figures of an indicator may be shown to an audience."""
    return LEVELS.index(indicators()[indicator].sensitivity) <= LEVELS.index(audience)


def may_read_ruling(audience: str, ruling: Ruling) -> bool:
    """Whether a decision may be shown: by what the machine, and what a person, took the figure to count."""
    indicators_of = (ruling.indicator, ruling.decision.changes.get("indicator"))
    return all(may_read(audience, one) for one in indicators_of if one is not None)


def spans(everything: Situation, shown: Situation) -> dict[str, list[Span]]:
    """By Document.id, the spans of the figures that are not shown."""
    visible = {key.id for key in shown.key_figures}
    found: dict[str, list[Span]] = {}
    for key in everything.key_figures:
        if key.id not in visible:
            for figure in said(key):
                found.setdefault(figure.document, []).append(figure.span)
    for ruling in everything.rulings:
        if ruling not in shown.rulings:  # rejected, it is no key figure, and stands in the text all the same
            found.setdefault(ruling.decision.document, []).append(ruling.decision.span)
    return found


def said(key: KeyFigure) -> Iterator[Figure]:
    """Every piece of evidence of a key figure."""
    for claim in (key.recommended, *key.others):
        yield from claim.evidence


def withheld(key: KeyFigure, audience: str) -> Problem:
    """One line of the run log for a key figure that is not printed."""
    indicator = key.recommended.figure.indicator
    level = indicators()[indicator].sensitivity
    return _told(
        key,
        f"withheld from a {audience} brief: {indicator} is for {level}",
        "Change the audience in situation.toml, or the level in reference/indicators.toml.",
    )


def _told(key: KeyFigure, message: str, hint: str) -> Problem:
    figure = key.recommended.figure
    return Problem(message=message, hint=hint, document=figure.document, span=figure.span, level="withheld")


def coarse(key: KeyFigure) -> KeyFigure:
    """The key figure without the positions of sensitive places."""
    return replace(key, recommended=_coarse_claim(key.recommended), others=tuple(map(_coarse_claim, key.others)))


def coarse_series(series: Series) -> Series:
    """The series without them: its points stand in brief.json."""
    return replace(series, points=tuple(replace(one, claim=_coarse_claim(one.claim)) for one in series.points))


def coarse_sum(total: Computed) -> Computed:
    """The sum with its parts without them."""
    return replace(total, inputs=tuple(map(_coarse_claim, total.inputs)))


def _coarse_claim(claim: Claim) -> Claim:
    place = claim.figure.place
    if place is None or place.kind not in COARSE_FOR_PUBLIC:
        return claim
    return replace(claim, figure=replace(claim.figure, place=replace(place, latitude=None, longitude=None)))
