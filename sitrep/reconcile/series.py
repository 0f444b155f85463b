"""How did one thing go over time? Claims of one thing → Series. No point is computed, none is filled in."""

from collections.abc import Sequence

from sitrep.model import Point, Series
from sitrep.reconcile.claims import Origin

__all__ = ["series"]

# Stocks and running totals. What is new in a week does not continue what was new in another, and an event is over with
# its day; of what leaves its start unsaid only that is a running total which the text calls one.
CONTINUED = frozenset({"at", "since", "unsaid"})


def series(id: str, scope: str, claims: Sequence[Origin]) -> Series | None:
    """The claims by their as-of dates, where there are at least two.

    scope: of the thing, see said.Scope. claims: all on it, best first. The point of a day is the claim of whoever is
    recommended, that the line may be of one count, else the first one.
    """
    if scope not in CONTINUED:
        return None
    dated = [one for one in claims if one.said.scope.dated and (scope != "unsaid" or one.said.is_total)]
    dated.sort(key=lambda one: one.claim.source != claims[0].claim.source)
    points = {one.said.scope.end: one.claim for one in reversed(dated) if not one.is_outdated}
    if len(points) < 2:
        return None
    return Series(
        id=id,
        indicator=claims[0].said.figure.indicator,
        points=tuple(Point(on=day, claim=points[day]) for day in sorted(points)),
    )
