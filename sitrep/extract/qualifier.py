"""How sure: about, at least, at most, from the words right before and right after a number."""

from sitrep.extract.unit import Count
from sitrep.extract.words import Hit, Sentence
from sitrep.model import Qualifier


def qualifier(s: Sentence, count: Count) -> tuple[Qualifier, tuple[str, ...]]:
    """The qualifier of a number and the rule that says so; only words that touch the number or its noun count."""
    if count.number.kind in ("range", "vague"):
        return Qualifier(count.number.kind), ()
    hit = _before(s, count.i) or s.at("qualifier after", count.j) or s.at("qualifier behind_noun", count.noun[1])
    if hit is not None and (count.measured or hit.rule.counts != "measure"):
        return Qualifier(hit.rule.says), (f"qualifier.{hit.rule.id}",)
    if count.number.kind == "about":
        return Qualifier.ABOUT, ()
    return Qualifier.EXACT, ()


def _before(s: Sentence, i: int) -> Hit | None:
    """The qualifier that ends at token i, past words that may stand between: "more than a further 3,000"."""
    while True:
        hit = s.ending("qualifier before", i)
        between = s.ending("qualifier between", i)
        if hit is not None or between is None:
            return hit
        i = between.start
