"""How sure: about, at least, at most, from the words right before and right after a number."""

from sitrep.extract.unit import Count
from sitrep.extract.words import Sentence
from sitrep.model import Qualifier


def qualifier(s: Sentence, count: Count) -> tuple[Qualifier, tuple[str, ...]]:
    """The qualifier of a number and the rule that says so; only words that touch the number or its noun count."""
    if count.number.kind in ("range", "vague"):
        return Qualifier(count.number.kind), ()
    hit = s.ending("qualifier before", _first(s, count))
    if hit is not None:
        return Qualifier(hit.rule.says), (f"qualifier.{hit.rule.id}",)
    for end in {count.j, count.noun[1]}:
        hit = s.at("qualifier after", end)
        if hit is not None:
            return Qualifier(hit.rule.says), (f"qualifier.{hit.rule.id}",)
    if count.number.kind == "about":
        return Qualifier.ABOUT, ()
    return Qualifier.EXACT, ()


def _first(s: Sentence, count: Count) -> int:
    """The first token of the number, past words that may stand between: "more than a further 3,000"."""
    i = count.i
    while (hit := s.ending("qualifier between", i)) is not None:
        i = hit.start
    return i
