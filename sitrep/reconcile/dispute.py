"""Do two claims contradict each other, or do they only speak of different things?

Disputed: same people or things, same place, same days, different sources, and no number that satisfies both. What
differs in its days stands side by side and is not disputed.
"""

from collections import defaultdict
from collections.abc import Sequence

from sitrep.bounds import agree
from sitrep.reconcile.claims import Origin
from sitrep.reconcile.said import Said, Scope

__all__ = ["differs", "is_any_disputed"]


def is_disputed(first: Origin, second: Origin) -> bool:
    """Whether two claims on one thing contradict each other."""
    return not agree(first.said.bounds, second.said.bounds) and difference(first, second) == ""


def is_any_disputed(claims: Sequence[Origin]) -> bool:
    """Whether the first claim is contradicted, or two others of its days, or two of one window of their own.

    claims: on one thing, the recommended one first. "At least 90" agrees with 100 and with 150; they do not.
    """
    best, *others = claims
    of_days: dict[Scope | None, list[Origin]] = defaultdict(list)
    # What its own source has replaced contradicts nobody, but may be the highest or the lowest.
    for one in (other for other in others if not other.is_outdated):
        if one.said.scope.kind == "new" or difference(best, one) == "":
            of_days[one.said.scope if one.said.scope.kind == "new" else None].append(one)
    return any(is_disputed(best, other) for other in others) or any(map(_is_disputed_within, of_days.values()))


def _is_disputed_within(claims: Sequence[Origin]) -> bool:
    """Whether two of them contradict each other: then one of them contradicts the highest or the lowest."""
    ends = max(claims, key=lambda one: one.said.bounds.low), min(claims, key=lambda one: one.said.bounds.high)
    return any(is_disputed(end, one) for end in ends for one in claims)


def differs(recommended: Origin, others: Sequence[Origin]) -> str:
    """Why claims that say something else stand side by side without a dispute; "" where there is none such.

    corrected: one source corrected itself | window: other days | date: another as-of date | undated: no day is given |
    place: events of one day of which it is not said where
    """
    apart = (difference(recommended, other) for other in others if _says_otherwise(recommended, other))
    return next(filter(None, apart), "")


def _says_otherwise(first: Origin, second: Origin) -> bool:
    """Whether no number satisfies both; a newer version says another one, however near: some 59,000, then 50,000."""
    if not agree(first.said.bounds, second.said.bounds):
        return True
    is_version = first.said.is_replaced != second.said.is_replaced
    return is_version and first.claim.figure.value != second.claim.figure.value


def difference(first: Origin, second: Origin) -> str:
    """What sets the two apart other than their numbers; "" where nothing does."""
    if first.is_outdated or second.is_outdated or first.said.source.voice == second.said.source.voice:
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
