"""Do two claims contradict each other, or do they only speak of different things?

Disputed: same people or things, same place, same days, different sources, and no number that satisfies both. What
differs in its days stands side by side and is not disputed.
"""

from collections.abc import Sequence

from sitrep.bounds import agree
from sitrep.reconcile.claims import Origin
from sitrep.reconcile.said import Said

__all__ = ["differs", "is_disputed"]


def is_disputed(first: Origin, second: Origin) -> bool:
    """Whether two claims on one thing contradict each other."""
    return not agree(first.said.bounds, second.said.bounds) and difference(first, second) == ""


def differs(recommended: Origin, others: Sequence[Origin]) -> str:
    """Why claims that say something else stand side by side without a dispute; "" where there is none such.

    corrected: one source corrected itself | window: other days | date: another as-of date | undated: no day is given |
    place: events of one day of which it is not said where
    """
    apart = (difference(recommended, other) for other in others if _says_otherwise(recommended, other))
    return next(filter(None, apart), "")


def _says_otherwise(first: Origin, second: Origin) -> bool:
    """Whether no number satisfies both; a correction says another number, however near: some 59,000, then 50,000."""
    if not agree(first.said.bounds, second.said.bounds):
        return True
    is_later = first.first != second.first
    return (
        is_later and difference(first, second) == "corrected" and first.claim.figure.value != second.claim.figure.value
    )


def difference(first: Origin, second: Origin) -> str:
    """What sets the two apart other than their numbers; "" where nothing does."""
    if first.is_outdated or second.is_outdated or first.claim.source == second.claim.source:
        return _difference_in_days(first, second) or "corrected"
    return _difference_in_days(first, second) or _difference_in_place(first, second)


def _is_toll_of_event(total: Said, event: Said) -> bool:
    """Whether the one counts all until the day of the other: the toll of an attack, said on its day."""
    return total.is_total and event.scope.kind == "on" and total.scope.end == event.scope.end


def _difference_in_place(first: Origin, second: Origin) -> str:
    """Five killed and eight killed on Monday may be two attacks, where nobody says where."""
    return "place" if first.said.scope.kind == "on" and not (first.said.place and second.said.place) else ""


def _difference_in_days(first: Origin, second: Origin) -> str:
    one, other = first.said.scope, second.said.scope
    if one == other or _is_toll_of_event(first.said, second.said) or _is_toll_of_event(second.said, first.said):
        return ""
    if one.dated != other.dated:
        return "undated"
    if one.start != other.start or one.kind != other.kind:
        return "window"
    return "date"
