"""By when must who do what, as of a day? Deadlines of all documents → DatedDeadlines.

The same demand said twice is one with two pieces of evidence. Days are counted from the as-of date, never from today.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from sitrep.languages import fold
from sitrep.model import DatedDeadline, Deadline
from sitrep.reconcile.said import WORD, words
from sitrep.reference.deeds import RENEW, about, deeds

__all__ = ["dated_deadlines"]


# How long after its end a text may tell that a truce was prolonged.
LATE = timedelta(days=3)


class _Demand(Struct, frozen=True, eq=False):
    """One deadline with everything that says it, first published first."""

    evidence: tuple[Deadline, ...]
    first: date
    state: str
    """What a person says became of it; "" where nobody does."""

    @property
    def says(self) -> Deadline:
        return self.evidence[0]


def dated_deadlines(
    deadlines: Iterable[Deadline], published: Mapping[str, date], as_of: date, states: Mapping[Deadline, str]
) -> tuple[DatedDeadline, ...]:
    """The deadlines as seen from `as_of`, the nearest first, unresolved ones last.

    published: by Document.id. states: what a person says became of a deadline ("met").
    """
    demands = _demands(
        sorted(deadlines, key=lambda one: (published[one.document], one.document, one.span)), published, states
    )
    dated = [_dated(demand, demands, as_of) for demand in demands]
    return tuple(sorted(dated, key=lambda one: (one.days_left is None, one.days_left, one.id)))


def _demands(
    deadlines: Sequence[Deadline], published: Mapping[str, date], states: Mapping[Deadline, str]
) -> list[_Demand]:
    same: dict[object, list[Deadline]] = defaultdict(list)
    for one in deadlines:
        same[one.date or words(one.text), deed(one.action)].append(one)
    return [
        _Demand(tuple(group), published[group[0].document], next(filter(None, (states.get(one) for one in group)), ""))
        for group in same.values()
    ]


def deed(action: str) -> str:
    """What is to be done: the first word that deeds.toml knows, else the first one of all.

    >>> deed("told Damascus to pull its troops back"), deed("agreed to withdraw behind the posts")
    ('withdraw', 'withdraw')
    """
    said = WORD.findall(fold(action))
    known = (table[word] for table in (deeds(), about()) for word in said if word in table)
    return next(known, next(iter(words(action)), ""))


def _renews(action: str) -> bool:
    return any(about().get(word) == RENEW for word in WORD.findall(fold(action)))


def _dated(demand: _Demand, demands: Sequence[_Demand], as_of: date) -> DatedDeadline:
    says = demand.says
    return DatedDeadline(
        id=_id(says),
        deadline=replace(
            says,
            actor=next((one.actor for one in demand.evidence if one.actor), None),
            demanded_by=next((one.demanded_by for one in demand.evidence if one.demanded_by), None),
        ),
        evidence=demand.evidence,
        state=_state(demand, demands, as_of),
        days_left=(says.date - as_of).days if says.date else None,
    )


def _id(says: Deadline) -> str:
    """The same in every edition; what cannot be dated is told apart by its words."""
    parts = (
        ("deadline", str(says.date), deed(says.action))
        if says.date
        else ("deadline", *words(says.text), deed(says.action))
    )
    return "-".join(filter(None, parts))


def _state(demand: _Demand, demands: Sequence[_Demand], as_of: date) -> str:
    """open | passed | met | extended | unresolved."""
    day = demand.says.date
    if demand.state:
        return demand.state
    if day is None:
        return "unresolved"
    if any(_extends(other, demand) for other in demands):
        return "extended"
    return "open" if day >= as_of else "passed"


def _extends(later: _Demand, demand: _Demand) -> bool:
    """Whether the same is asked of the same people again, later, for a later day."""
    new, old = later.says, demand.says
    if new.date is None or old.date is None or not (new.date > old.date and later.first > demand.first):
        return False
    is_renewed = _renews(new.action) and later.first <= old.date + LATE
    return deed(new.action) == deed(old.action) != "" and (is_renewed or _same_actor(new.actor, old.actor))


def _same_actor(first: str | None, second: str | None) -> bool:
    return bool(first and second) and set(words(first or "")) == set(words(second or ""))
