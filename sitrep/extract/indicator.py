"""Counting what: the indicator and measure of each number of a sentence, and which number is a part of which.

What happened to people comes before who they are: every event of the sentence (killed, fled, need) is weighed by how
it stands to the number, and the best one wins; where two stand alike, the order of reference/indicators.toml decides.
"""

from collections.abc import Collection, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from sitrep.extract.unit import Count, from_to, is_case, predicate, things
from sitrep.extract.words import Hit, Sentence
from sitrep.model import Measure
from sitrep.reference import indicators

# How well an event must stand to a number: in its own noun phrase, right behind or before it, or somewhere near.
INSIDE, BEHIND, BEFORE, NEAR = 100.0, 90.0, 88.0, 25.0
_A_TOKEN, _A_COMMA, _A_NUMBER, _A_CLAUSE = 3.0, 10.0, 30.0, 25.0
# "Delivered 850 tonnes and 12,000 kits to 95,000 people": a number of another kind parts them less.
_A_THING = 12.0
_A_COMPLEMENT = 20.0
# Below this, a number of a list takes what is said of the one before it.
_OWN = 60.0
# A thing is damaged or attacked only where the word stands close to it.
_CLOSE = 72.0
# No event further away than this many tokens is a number's own, and no list is longer than this many numbers.
_FAR, _LONGEST_LIST = 50, 12
# A number and its noun phrase are at most this many tokens long.
_PHRASE = 24
# "Schools, which had served 1.3 million pupils, are closed": how many tokens may stand between two commas.
_INSERTION = 16
# How many tokens may stand between goods and who receives them.
_NEXT = 6
_MEASURED = {
    "[length]": "distance",
    "[length] ** 2": "area",
    "[length] ** 3": "supplies",
    "[mass]": "supplies",
    "[length] / [time]": "hazard",
    "[length] ** 3 / [time]": "hazard",
    "[temperature]": "hazard",
    "[pressure]": "hazard",
    "[time]": "duration",
    "[months]": "duration",
}


BEFORE_IT = -1


class Meaning(Struct, frozen=True):
    """What a number counts."""

    indicator: str
    measure: Measure | None = None
    part_of: int | None = None
    """Index of the number of the sentence that it is a part of; BEFORE_IT for the last one of the paragraph before."""
    score: float = 0.0
    rules: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """Rules that would have said something else."""
    person: bool = False
    """Whether an event makes persons of a number that names no noun: "injured 353"."""


class _Weighed(Struct, frozen=True):
    event: str
    score: float
    hit: Hit


def meanings(
    s: Sentence, found: Sequence[Count], before: Meaning | None = None, countries: Collection[int] = ()
) -> list[Meaning]:
    """What each number of the sentence counts.

    before: the last one of the paragraph. countries: the tokens at which the name of a country begins.
    """
    money = before is not None and before.indicator.startswith("funding")
    weighed = [_weigh(s, found, k, countries, money) for k in range(len(found))]
    out: list[Meaning] = []
    for k in range(len(found)):
        out.append(_meaning(s, found, k, weighed, out, before))
    return out


# ---------------------------------------------------------------- weighing


def _weigh(
    s: Sentence, found: Sequence[Count], k: int, countries: Collection[int], money: bool = False
) -> list[_Weighed]:
    """money: whether the sentence before speaks of funds."""
    count = found[k]
    out = [
        _Weighed(_event(s, hit, countries), score, hit)
        for lane in _lanes(count)
        for hit in s.within(lane, max(0, count.i - _FAR), min(len(s), count.noun[1] + _FAR))
        if (score := _stands(s, found, k, count, hit)) > 0
        and _applies(count, hit)
        and not _is_base(count, hit)
        and not _in_name(s, hit)
        and not _is_tally_of_next(s, count, hit)
    ]
    out.sort(key=lambda w: -w.score)
    if count.unit == "percent" and not count.counts and (money or any(_is_money(c) for c in found)):
        # "The plan received 52 per cent of the 738 million dollars": a share of money.
        of_money = [w for w in out if w.hit.rule.kind == "money"]
        return [w for w in of_money if w.score >= _OWN] or ([] if money else of_money) or out
    return out


def _event(s: Sentence, hit: Hit, countries: Collection[int]) -> str:
    """What the words say; who fled to Rwanda crossed a border."""
    abroad = s.at("indicator abroad", hit.start) if countries else None
    return abroad.rule.says if abroad is not None and abroad.end in countries else hit.rule.says


def _is_tally_of_next(s: Sentence, count: Count, hit: Hit) -> bool:
    """The toll has reached 1,545, injuries tally 12,850: the noun in front of a word for a total."""
    return hit.start >= count.j and s.at("unit tally", hit.end) is not None


def _in_name(s: Sentence, hit: Hit) -> bool:
    """The Norwegian Refugee Council: a word in the name of an organisation is said of nobody; headlines name none."""
    i, j = hit.start, hit.end
    if s.ending("indicator whose", j) is not None or _is_persons(s, i):
        return True
    if not s.lang.capitals or not s.is_capital(i):
        return False
    while i > 0 and s.words[i - 1].isalpha() and s.is_capital(i - 1):
        i -= 1
    while j < len(s) and s.words[j].isalpha() and s.is_capital(j):
        j += 1
    # "El Fondo de las Naciones Unidas": alone and capital inside a sentence, it is one too.
    named = (j - i > 1 or i > 0) and any(s.at("place organisation", k) is not None for k in range(i, j))
    return named and any(word.isalpha() and not s.is_capital(k) for k, word in enumerate(s.words))


def _is_persons(s: Sentence, i: int) -> bool:
    """Eduardo Sam Gudo: a short word that looks like SAM, between the names of a person."""
    if not 0 < i < len(s) - 1 or len(s.words[i]) > _SHORT or not s.text[s.starts[i] : s.ends[i]].istitle():
        return False
    among_names = all(s.words[k].isalpha() and s.is_capital(k) for k in (i - 1, i + 1))
    return among_names and any(word.isalpha() and not s.is_capital(k) for k, word in enumerate(s.words))


# Letters of a short form that may be a person's name too.
_SHORT = 4


def _is_money(count: Count) -> bool:
    return len(count.unit) == 3 and count.unit.isupper()


def _is_base(count: Count, hit: Hit) -> bool:
    """22 per cent of the population: what a share is taken of is not what it says."""
    return count.unit == "percent" and hit.rule.says == "population" and hit.end <= count.noun[1]


def _lanes(count: Count) -> tuple[str, ...]:
    """Which events can befall what is counted: people, things or money."""
    if count.measured and count.unit != "percent":
        return ("indicator money",)
    if count.unit == "percent":
        return ("indicator event", "indicator thing", "indicator money")
    if not count.counts or count.counts == "same":
        return ("indicator event", "indicator thing")
    return ("indicator event",) if things()[count.counts].people else ("indicator thing", "indicator event")


def _stands(s: Sentence, found: Sequence[Count], k: int, count: Count, hit: Hit) -> float:
    """How an event stands to a number; 0 where it cannot be its own."""
    b = count.noun[1]
    around = from_to(found, hit.start - _PHRASE, hit.start)
    if any(c is not count and c.j <= hit.start and hit.end <= c.noun[1] for c in around):
        # "3,444 cases, including 2,264 deaths": the noun of another number.
        return 0.0
    if min(count.j, count.noun[0]) <= hit.start and hit.end <= b and hit.rule.side not in ("before", "touching"):
        return 0.0 if _names_the_noun(s, count, hit) else INSIDE
    if _is_another(found, k, hit) or _names_others(s, count, hit):
        return 0.0
    if k == 0 and len(found) > 1 and hit.start > found[1].i and _opens_with_whole(s, found):
        # "Of the 20,000 affected, 7,000 fled": what happened to the part.
        return 0.0
    if hit.rule.side == "anywhere":
        return INSIDE
    if hit.start >= count.j and hit.end > b:
        if (
            hit.rule.side in ("before", "touching")
            or _has_object(s, found, count, hit)
            or ";" in s.words[b : hit.start]
        ):
            return 0.0
        loss = _A_COMPLEMENT if hit.start == b and _ends_on_a_thing(s, count) else 0.0
        return BEHIND - loss - _between(s, found, count, max(b, count.j), max(b, hit.start))
    if hit.end <= count.i:
        if hit.rule.side == "after" or _only_links(s, count, hit):
            return 0.0
        between = _A_COMMA if _ends_list(s, hit.end, count.i) else _between(s, found, count, hit.end, count.i)
        return 0.0 if between and hit.rule.side == "touching" else BEFORE - between
    return 0.0


def _ends_list(s: Sentence, i: int, j: int) -> bool:
    """Damaged housing, dykes and embankments, and more than 1,900 schools: the last of a list that an event opens."""
    j = _past_qualifiers(s, j)
    last = s.at("number", j - 1) if j - 1 > i else None
    if last is None or last.rule.kind != "and" or "," not in s.words[i:j]:
        return False
    return all(s.words[k] == "," or (s.words[k].isalpha() and _is_named(s, k)) for k in range(i, j))


def _is_named(s: Sentence, k: int) -> bool:
    """Whether token k may stand in a list of things: a noun, or what joins two."""
    joins = (hit := s.at("number", k)) is not None and hit.rule.kind in ("and", "of", "determiner")
    return joins or all(s.at(lane, k) is None for lane in ("unit stop", "indicator event", "indicator thing", "number"))


def _only_links(s: Sentence, count: Count, hit: Hit) -> bool:
    """Inflation reached 64 per cent, the toll reached 1,007: a verb between a number and what it is the number of."""
    link = s.at("unit link", hit.start)
    if count.counts or link is None or link.end < hit.end or "\n" in s.gap(count.i):
        return False
    return _touches(s, hit.end, count.i)


def _touches(s: Sentence, i: int, j: int) -> bool:
    """Whether only qualifiers stand between tokens i and j."""
    while i < j and (near := s.ending("qualifier before", j) or s.ending("qualifier between", j)) is not None:
        j = near.start
    return j <= i


def _ends_on_a_thing(s: Sentence, count: Count) -> bool:
    """Personas de zonas afectadas: what stands right behind describes the zones, where the head comes first."""
    if s.lang.head != "first" or not count.modifiers or not count.counts or not things()[count.counts].people:
        return False
    return not things()[count.modifiers[-1]].people


def _is_another(found: Sequence[Count], k: int, hit: Hit) -> bool:
    """93 infections and 5 deaths: the noun that another number counts."""
    return any(
        n != k and count.known and count.noun[0] == hit.start and things()[count.counts].alone == hit.rule.says
        for n, count in enumerate(found)
        if count.counts
    )


def _names_others(s: Sentence, count: Count, hit: Hit) -> bool:
    """12 hospitals for the injured: with its article it names people, and says nothing of what is counted."""
    if hit.start < count.noun[1] or s.at("unit noun", hit.start) is None:
        return False
    article = s.at("number", hit.start - 1)
    return article is not None and article.rule.kind == "determiner" and article.end == hit.start


def _names_the_noun(s: Sentence, count: Count, hit: Hit) -> bool:
    """Relief, in relief workers: a word inside the name of what is counted is not what happened to it."""
    noun = s.at("unit noun", count.noun[0])
    if noun is None or not (noun.start <= hit.start and hit.end <= noun.end):
        return False
    return noun.end - noun.start > hit.end - hit.start or count.counts == "cases"


def is_about_disease(s: Sentence) -> bool:
    """Whether a sentence names a disease, so that from here on infections are meant where a word could be injuries."""
    return any(hit.rule.side == "anywhere" for hit in s.hits.get("indicator event", {}).values())


def _has_object(s: Sentence, found: Sequence[Count], of: Count, hit: Hit) -> bool:
    """Whether a number stands right behind the event as its object: "35 women, and injured some 353".

    "800 people need 300 mats" says of the people what they need.
    """
    behind = next(iter(from_to(found, hit.end, hit.end + _FAR)), None)
    if behind is None or behind.measured or _is_person(behind) != _is_person(of):
        return False
    return _touches(s, hit.end, behind.i)


def _between(s: Sentence, found: Sequence[Count], of: Count, i: int, j: int) -> float:
    """What stands between an event and a number, as a loss."""
    loss = 0.0
    depth = 0
    if (closed := _insertion(s, found, i, j)) > i:
        i, loss = closed, _A_COMMA
    crossed = [count for count in from_to(found, i, j) if count.j <= j and not _bracketed(s, count)]
    shared = [] if _is_person(of) else [count for count in crossed if _shares_verb(s, count)]
    skipped = {k for c in shared for k in range(s.back_over(c.i, "qualifier before"), max(c.j, c.noun[1]))}
    crossed = [count for count in crossed if count not in shared]
    loss += sum(_A_NUMBER if _is_person(count) == _is_person(of) else _A_THING for count in crossed)
    past = i
    for k in range(i, j):
        if loss > BEHIND:
            return loss
        if k < past or k in skipped:
            continue
        word = s.words[k]
        if word == "(":
            depth += 1
        elif word == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif word in ",-":
            loss += _A_COMMA
        elif k > i and s.words[k - 1] == "," and s.at("indicator apart", k) is not None:
            loss += _A_CLAUSE  # ", with several others injured"
        elif k == of.noun[1] and s.at("source relative", k) is not None:
            # "300 people who fled": what the noun's own clause says of it stands right behind it.
            continue
        elif word in ";:" or s.at("indicator clause", k) is not None or _opens_clause(s, found, of, i, k):
            loss += _A_CLAUSE
        elif light := s.at("qualifier before", k) or s.at("indicator light", k) or _state(s, k, i == of.noun[1]):
            past = light.end
        else:
            loss += _A_TOKEN
    return loss


def _shares_verb(s: Sentence, count: Count) -> bool:
    """1,017 schools and over 5,000 km of road were damaged: a length that "and" joins to what befell things."""
    i = s.back_over(count.i, "qualifier before")
    return count.measured and count.unit in ("kilometer", "mile") and count.noun[1] > count.j and s.is_a("and", i - 1)


def _state(s: Sentence, k: int, behind: bool) -> Hit | None:
    """40 people are threatened by famine: what they are threatened by is said of them."""
    event = s.at("indicator event", k) if behind else None
    return event if event is not None and event.rule.says in _STATES else None


def _insertion(s: Sentence, found: Sequence[Count], i: int, j: int) -> int:
    """Where ", serving 1.3 million pupils," ends, if one opens at token i and what happened follows it; else i."""
    if s.words[i : i + 1] != [","] or _opens_with_whole(s, found):
        return i
    if any(_past_qualifiers(s, count.i) == i + 1 for count in from_to(found, i, j)):
        return i  # ", more than 40,000 injured, 76 shelters": a list
    closed = next((k + 1 for k in range(min(j, i + _INSERTION) - 1, i, -1) if s.words[k] == ","), i)
    return i if closed == i or from_to(found, closed, j) else closed


def _is_person(count: Count) -> bool:
    return not count.measured and (not count.counts or things()[count.counts].people or count.counts == "same")


def _opens_clause(s: Sentence, found: Sequence[Count], of: Count, i: int, k: int) -> bool:
    """وأصيب 20: an event with "and" written onto it, behind a number, is about what comes next.

    And so it is right in front of one: "مقتل شخص وفقدان 3".
    """
    event = (s.at("indicator event", k) or s.at("indicator thing", k)) if s.lang.and_prefix else None
    if event is None or not event.prefix.startswith(s.lang.and_prefix):
        return False
    return any(count.j <= k for count in found) or (k > i and _touches(s, event.end, of.i))


def _bracketed(s: Sentence, count: Count) -> bool:
    """Whether a number says the one before it once more: in brackets, or behind "soit", "es decir"."""
    i = _past_qualifiers(s, count.i)
    return (i > 0 and s.words[i - 1] == "(") or _led_by(s, "indicator restates", count.i)


def _past_qualifiers(s: Sentence, i: int) -> int:
    return s.back_over(i, "qualifier before", "qualifier between")


def _led_by(s: Sentence, lane: str, i: int) -> bool:
    """Whether a phrase of the lane ends at token i, past qualifiers."""
    while i > 0 and s.ending(lane, i) is None:
        hit = s.ending("qualifier before", i) or s.ending("qualifier between", i)
        if hit is None:
            return False
        i = hit.start
    return i > 0


def _applies(count: Count, hit: Hit) -> bool:
    """Whether the event can happen to the class of thing."""
    event, kind = hit.rule.says, count.counts
    if hit.rule.counts and kind not in hit.rule.counts.split():
        return False
    if not kind or kind == "same" or count.measured or things()[kind].people or event == "other":
        return True
    return event in things()[kind].events


# ---------------------------------------------------------------- deciding


def _meaning(
    s: Sentence,
    found: Sequence[Count],
    k: int,
    of_all: Sequence[list[_Weighed]],
    out: list[Meaning],
    before: Meaning | None,
) -> Meaning:
    count, weighed = found[k], of_all[k]
    whole = _whole(s, found, k, out, before)
    share = count.unit == "percent" and k > 0 and _is_money(found[k - 1]) and _bracketed(s, count)
    if share or (count.measured and count.unit != "percent"):
        return _restated(s, found, k, out) or _listed_money(s, found, k, weighed, out) or _measured(s, count, weighed)
    lives = next((w for w in weighed if w.event == "population" and w.hit.rule.side == "before"), None)
    if lives is not None and lives.hit.end == s.back_over(count.i, "qualifier before") and _lives(count):
        return Meaning("population", score=INSIDE, rules=(_id(lives.hit),), person=True)
    if count.unit == "percent" and out and not found[k - 1].measured and _led_by(s, "indicator restates", count.i):
        # "5,000 people, that is 40 per cent of the town": the same people once more.
        return replace(out[-1], part_of=None, rules=("indicator.shared",), lost=())
    best = _best(_beyond_noun(count, weighed), count)
    if count.unit == "percent" and best is not None and best.event == "funding_required":
        # "Half of the funds needed was received": the share is of what is needed, the sum is what came.
        best = next((w for w in weighed if w.event == "funding_received" and w.score >= _OWN), best)
    score = best.score if best else 0.0
    cue = _last_cue(s, "indicator part", found[k - 1].j, count.i) if whole is not None and k else None
    alike = whole is not None and (whole == BEFORE_IT or _alike(found[whole], count))
    if best is not None and cue is not None and best.hit.end <= cue.start and alike:
        # "12,480 children were treated, of them a hundred in Djibo": what stands before is said of the whole.
        score = 0.0
    inherited, of = _inherited(s, found, k, whole, out, before)
    happened = things()[count.counts].alone if count.counts and count.known else ""
    if of is not None and of.counts and happened in _HAPPENED and things()[of.counts].alone == "cases":
        # "500 cases of cholera, including 12 deaths": another noun than the whole's.
        inherited = None
    if inherited is not None and inherited.indicator == "places" and (count.unit == "percent" or _is_person(count)):
        inherited = None  # "in 17 governorates, including 25% in Erbil": no share of governorates
    if whole is not None and inherited is not None and best is not None and best.event == "population":
        # "7 million are displaced, 2 million of them live in camps".
        score = 0.0
    if inherited is not None and score < _OWN and inherited.indicator != "other" and (of is None or _alike(of, count)):
        return Meaning(
            inherited.indicator,
            inherited.measure,
            part_of=whole,
            score=inherited.score,
            rules=("indicator.shared",),
            lost=tuple(_id(w.hit) for w in weighed[:2]),
            person=inherited.person,
        )
    listed = _of_list(s, found, of_all, k) or _of_share(s, found, of_all, k)
    if listed is not None and score < _CLOSE:
        best, score = listed, _CLOSE
    if score < (NEAR if _is_person(count) or count.measured else _CLOSE):
        shared = _from_next(s, found, of_all, k)
        if shared is not None:
            best, score = shared, shared.score
    beneath = score < _OWN or (best is not None and _rank(best.event) > _rank("reached"))
    if beneath and _receives(s, found, k):
        return Meaning("reached", score=_OWN, rules=("indicator.receives",), person=True)
    last = out[-1] if out else before
    if score < NEAR and last is not None and not count.measured and _is_the_figure(s, count):
        if not last.indicator.startswith("funding"):
            return replace(last, part_of=None, rules=("indicator.figure",), lost=())
    if score < NEAR and last is not None and last.person and _is_bracketed_bare(s, count):
        return replace(last, part_of=None, rules=("indicator.shared",), lost=())
    indicator, rules, person = _indicator(count, best if score >= NEAR else None, before)
    return Meaning(
        indicator,
        _measure(s, count, indicator, best if score >= NEAR else None, weighed),
        part_of=whole,
        score=score,
        rules=rules,
        lost=tuple(_id(w.hit) for w in weighed[:3] if best is None or w.event != best.event),
        person=person,
    )


def _is_bracketed_bare(s: Sentence, count: Count) -> bool:
    """The Ecuadorians (47,724) and the Colombians (13,404): how many of those who were counted before."""
    bare = not count.counts and not count.measured and count.number.digits and count.value > 1
    return bare and _past_qualifiers(s, count.i) > 1 and s.words[_past_qualifiers(s, count.i) - 1] == "("


def _beyond_noun(count: Count, weighed: list[_Weighed]) -> list[_Weighed]:
    """To help 150,000 flood victims: what is said beyond what the noun says anyway."""
    thing = things().get(count.counts)
    alone = thing.alone if thing is not None else ""
    told = [w for w in weighed if thing is not None and thing.people and w.event in thing.events and w.score >= _CLOSE]
    if told:
        # "40,000 refugees went home": what the class of people is known to become.
        return told
    beyond = [w for w in weighed if w.event != alone and _id(w.hit) != _TOLL]
    return beyond if alone and alone not in _STATUS and beyond and beyond[0].score >= _CLOSE else weighed


def _receives(s: Sentence, found: Sequence[Count], k: int) -> bool:
    """1,200 kits and 5 tonnes of rice to 2,400 households: who comes behind relief goods and "to" gets them."""
    if k == 0 or not _is_person(found[k]) or not found[k].counts:
        return False
    goods = found[k - 1]
    relief = _by_dimension(goods.unit) if goods.measured else things()[goods.counts].alone if goods.counts else ""
    return relief == "supplies" and found[k].i - goods.noun[1] <= _NEXT and _led_by(s, "indicator to", found[k].i)


def _is_the_figure(s: Sentence, count: Count) -> bool:
    """This figure could rise to 4.1 million: of what was counted before."""
    if count.counts and things()[count.counts].alone:
        return False
    return any(True for _ in s.within("indicator figure", max(0, count.i - 2 * _NEXT), count.i))


def _restated(s: Sentence, found: Sequence[Count], k: int, out: list[Meaning]) -> Meaning | None:
    """40 feet (12 metres): the same length once more, so of the same thing."""
    if k == 0 or not _bracketed(s, found[k]) or not found[k - 1].measured:
        return None
    same = _by_dimension(found[k].unit) == _by_dimension(found[k - 1].unit) != "other"
    # "48 per cent, that is 90 million dollars": money for a share of it.
    same = same or (found[k - 1].unit == "percent" and out[-1].indicator.startswith("funding"))
    same = same or (_is_money(found[k - 1]) and (_is_money(found[k]) or found[k].unit == "percent"))
    return replace(out[k - 1], rules=("indicator.shared",)) if same else None


def _inherited(
    s: Sentence, found: Sequence[Count], k: int, whole: int | None, out: list[Meaning], before: Meaning | None
) -> tuple[Meaning | None, Count | None]:
    """What is said of the whole that a number is a part of, or of the list that it stands in."""
    if whole == BEFORE_IT:
        return before, None
    if whole is not None:
        return out[whole], found[whole]
    again = found[k].counts == "households" and k > 0 and _is_person(found[k - 1]) and _bracketed(s, found[k])
    if out and _coordinated(s, found, k) and (again or not _says_itself(found[k], out[-1])):
        return out[-1], found[k - 1]
    return None, None


def _lives(count: Count) -> bool:
    """Whether the noun says no more of people than that they live: a country of 11 million inhabitants."""
    kinds = (count.counts, *count.modifiers) if count.counts else ()
    return all(things()[kind].alone in ("", "population") for kind in kinds if kind != "same")


def _says_itself(count: Count, last: Meaning) -> bool:
    """1,065,711 returnees, 765,000 IDPs: a noun that says what it counts takes nothing from its neighbour's noun."""
    alone = things()[count.counts].alone if count.counts and count.known else ""
    lives = alone == "affected" and last.indicator in _HAPPENED  # bodies and survivors
    return alone in _STATUS or lives or (bool(alone) and last.rules == ("indicator.noun",))


_STATUS = frozenset(
    {"deaths", "injured", "missing", "detained", "evacuated", "displaced", "refugees", "returnees", "cases"}
)


def _best(weighed: list[_Weighed], count: Count) -> _Weighed | None:
    """The best event; among those that stand nearly alike, the first in the order of the indicators."""
    if not weighed:
        return None
    stands = [w for w in weighed if _id(w.hit) == _TOLL]
    named = count.known and things()[count.counts].alone not in ("", "population") if count.counts else False
    if stands and (named or any(w.score >= _CLOSE and w not in stands for w in weighed)):
        # "The toll stands at 4,000 people affected".
        weighed = [w for w in weighed if w not in stands]
        if not weighed:
            return None
    # "The appeal is funded at 40 per cent": of money, the nearer word says more.
    margin = 2.0 if weighed[0].hit.rule.kind == "money" else 4.0
    if weighed[0].score >= INSIDE and weighed[0].event in _STATES:
        # "Vaccinated 300 affected people": what was done counts for more than what they are called.
        margin = INSIDE - _DONE
    near = [w for w in weighed if w.score >= weighed[0].score - margin]
    if is_case(count):
        # "ارتفاع وفيات الكوليرا إلى 2018 حالة": the illness says less of the case than what it led to.
        near = [w for w in weighed if w.event == "deaths" and w.score >= _OWN] or near
    if any(w.event == "population" for w in near):
        # Who lives somewhere has no other status: the number of displaced that stands further away comes first.
        near += [w for w in weighed if w.score >= _OWN and w.hit.rule.measure and w not in near]
        near = [w for w in near if w.event != "population"] or near
    beaten = {w.hit.rule.over for w in near}
    near = [w for w in near if w.event not in beaten]
    return min(near, key=lambda w: (_rank(w.event), -w.score))


_TOLL = "indicator.toll"
# What people suffer, which what it is of, or what was done about it, says more closely.
_STATES = frozenset({"at_risk", "in_need", "affected"})
# How well what was done must stand to a number to come before that.
_DONE = 85.0


@cache
def _order() -> dict[str, int]:
    return {indicator: n for n, indicator in enumerate(indicators())}


def _rank(event: str) -> int:
    return _order().get(event, len(_order()))


def _indicator(count: Count, best: _Weighed | None, before: Meaning | None) -> tuple[str, tuple[str, ...], bool]:
    event = best.event if best else ""
    rules = (_id(best.hit),) if best else ()
    if best is not None and count.unit == "percent" and event == "funding_required" and best.hit.start >= count.j:
        # "34 per cent of what is required": so much of it is there.
        event = "funding_received"
    if count.unit == "percent" and not count.counts and not count.called and event in ("damaged", "attacked"):
        # "Rainfall has increased by 267 per cent, causing damage": a share of nothing that could be damaged.
        return "other", (), False
    if (not count.counts or count.counts == "same") and event in ("damaged", "attacked"):
        return ("facilities_damaged" if event == "damaged" else "incidents"), rules, False
    if count.unit == "percent" and not count.counts:
        shared = before.indicator if before and before.indicator not in _UNSHARED else "other"
        return (event or shared), rules, False
    if not count.counts or count.counts == "same":
        if event and event in _order():
            return event, rules, True
        return "other", rules, False
    thing = things()[count.counts]
    if event == "other" and best is not None and best.score >= _OWN:
        return "other", rules, thing.people
    if event in thing.events and (thing.people or (best is not None and best.score >= _CLOSE)):
        return thing.events[event], rules, thing.people
    if not thing.people:
        return thing.alone or "other", rules, False
    told = event in _STATUS or (event in _order() and thing.alone in _STATUS)
    if not count.known and told and best is not None and best.score >= _CLOSE:
        # "40 dead, and wounded 20 others": the noun stands with the number before.
        return event, rules, True
    owns = [c for c in (thing.alone, *(things()[m].alone for m in count.modifiers if things()[m].people)) if c]
    if count.unit == "percent":
        # "60 per cent of households": they are what the share is taken of.
        owns = [own for own in owns if own != "population"]
    if event == "displaced" and "refugees" in owns:
        # "لاجئ فر": who fled over a border is a refugee all the same.
        event = ""
    if best is not None and best.score < _OWN and not _STATUS.isdisjoint(owns):
        event = ""  # "16 victims, while the office registered 816,700 IDPs": too far to be said of them
    said = [*owns, *([event] if event in _order() else [])]
    if not said:
        return "other", rules, True
    return min(said, key=lambda name: _rank(name) if name != "other" else 999), rules or ("indicator.noun",), True


# What a bare percentage is never a share of.
_UNSHARED = frozenset({*_MEASURED.values(), "places", "sites", "responders", "forces"})


def _listed_money(
    s: Sentence, found: Sequence[Count], k: int, weighed: list[_Weighed], out: list[Meaning]
) -> Meaning | None:
    """Germany pledged 5 million, France 3 million: money in a list was given, or asked for, like the one before it."""
    if not out or not (_is_money(found[k]) and _is_money(found[k - 1])) or not _coordinated(s, found, k):
        return None
    if out[-1].indicator == "other" or (weighed and weighed[0].score >= _OWN):
        return None
    return replace(out[-1], part_of=None, rules=("indicator.shared",))


def _measured(s: Sentence, count: Count, weighed: list[_Weighed]) -> Meaning:
    """Money, lengths, weights, durations: by what the measure is of, else by its dimension."""
    best = _best(weighed, count)
    if _is_money(count):
        return Meaning(
            best.event if best else "other", score=best.score if best else 0.0, rules=(_id(best.hit),) if best else ()
        )
    near = _cue(s, count, "indicator hazard", 6)
    if count.unit == "millimeter":
        # Rain, whether the text says so or not; no way is measured in it.
        return Meaning("hazard", score=INSIDE, rules=(_id(near) if near is not None else "indicator.dimension",))
    length = _cue(s, count, "indicator distance", 3)
    if length is not None and _by_dimension(count.unit) == "distance":
        return Meaning("distance", score=INSIDE, rules=(_id(length),))
    unlike = _by_dimension(count.unit) == "area" or _is_weight(count.unit)
    if near is not None and count.unit not in _TIME_UNITS and not unlike:
        return Meaning("hazard", score=INSIDE, rules=(_id(near),))
    other = _cue(s, count, "indicator other", 4)
    if other is not None and not (other.rule.says == "rate" and count.unit in _TIME_UNITS):
        return Meaning("other", score=INSIDE, rules=(_id(other),))
    if count.unit == "dimensionless":
        price = next((w for w in weighed if w.event == "price"), None)
        return Meaning("price" if price else "other")
    return Meaning(_by_dimension(count.unit), score=INSIDE, rules=("indicator.dimension",))


_TIME_UNITS = {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"}


@cache
def _by_dimension(unit: str) -> str:
    from sitrep.units import quantity

    return _MEASURED.get(str(quantity(1, unit).dimensionality), "other")


@cache
def _is_weight(unit: str) -> bool:
    """Whether a unit weighs: "35 tonnes of high energy biscuits" are no hazard."""
    from sitrep.units import quantity

    return str(quantity(1, unit).dimensionality) == "[mass]"


def _cue(s: Sentence, count: Count, lane: str, reach: int) -> Hit | None:
    """A cue of the lane near the number: behind it first, then before it."""
    # "6.1-magnitude": the sign of a magnitude is its unit and the hazard at once.
    start = count.number.j if count.unit == "dimensionless" else count.j
    behind = list(s.within(lane, start, min(len(s), count.j + reach)))
    if behind:
        return behind[0]
    ahead = list(s.within(lane, max(0, count.i - reach), count.i))
    return ahead[-1] if ahead else None


# ---------------------------------------------------------------- lists, parts and wholes


def _whole(s: Sentence, found: Sequence[Count], k: int, out: list[Meaning], before: Meaning | None) -> int | None:
    """The number that number k is said to be a part of: "948,000 people, of whom 569,000 are children"."""
    count = found[k]
    if k == 0:
        opened = any(hit.start <= 1 for hit in s.within("indicator part", 0, count.i))
        return (
            BEFORE_IT if before is not None and (opened or _of_them(s, count) or _of_those(s, count, before)) else None
        )
    cue = _last_cue(s, "indicator part", found[k - 1].j, count.i)
    # "1,240 cases among them and 19 deaths": what "and" joins is no part.
    if (cue is not None and count.i - cue.end <= 6 and not s.is_a("and", cue.end)) or _of_them(s, count):
        near = range(max(0, k - _LONGEST_LIST), k)
        wholes = [n for n in near if _counts_people_or_things(found[n]) and (n == 0 or not _bracketed(s, found[n]))]
        # "1,200 cases and 14 deaths, of which 800 were children": of the cases.
        wholes = [n for n in wholes if _may_hold(found[n], count)] or wholes
        return wholes[-1] if wholes else None
    goes_on = out[-1].part_of is not None and _coordinated(s, found, k) and _alike(found[k - 1], count)
    if goes_on and not _has_own_event(s, found, k, out[-1]):
        return out[-1].part_of
    if _opens_with_whole(s, found) and ";" not in s.words[found[0].j : count.i]:
        # "Of these, 44,000 are in Darfur, 31,000 in Kassala": parts of one whole, not of each other.
        return 0 if out[0].part_of is None else out[0].part_of
    return None


def _may_hold(whole: Count, part: Count) -> bool:
    """Whether a number is not less than its part; a share may be of any."""
    return "percent" in (whole.unit, part.unit) or whole.value >= part.value


def _of_them(s: Sentence, count: Count) -> bool:
    """Six of them, 12 of whom."""
    return s.at("indicator part", count.j) is not None


def _of_those(s: Sentence, count: Count, before: Meaning) -> bool:
    """Eleven people were killed. Four of the dead were children."""
    alone = things()[count.counts].alone if count.counts else ""
    return alone == before.indicator and count.unit != "percent" and predicate(s, count) is not None


def _counts_people_or_things(count: Count) -> bool:
    return not count.measured or count.unit == "percent"


def _has_own_event(s: Sentence, found: Sequence[Count], k: int, last: Meaning) -> bool:
    """Whether something else happened to number k than to the one before: "..., and injured some 353"."""
    count = found[k]
    if any(True for _ in s.within("indicator event", found[k - 1].noun[1], count.i)):
        return True
    n = max(count.noun[1], count.j)
    while n < len(s) and s.at("indicator event", n) is None and (light := s.at("indicator light", n)) is not None:
        n = light.end
    behind = s.at("indicator event", n)
    if behind is not None and behind.rule.says in _HAPPENED and behind.rule.says != last.indicator:
        return True
    alone = things()[count.counts].alone if count.counts else ""
    own = _STATUS if last.indicator not in _HAPPENED else _HAPPENED
    return alone in own and alone != last.indicator


# What one and the same person is not counted under twice.
_HAPPENED = frozenset({"deaths", "injured", "missing", "detained"})


def _opens_with_whole(s: Sentence, found: Sequence[Count]) -> bool:
    """Of the 948,000 displaced, 569,000 are children."""
    first = found[0]
    opening = s.at("number", 0)
    return opening is not None and opening.rule.kind == "of" and first.i <= opening.end + 2


def _last_cue(s: Sentence, lane: str, i: int, j: int) -> Hit | None:
    found = list(s.within(lane, i, j))
    return found[-1] if found else None


def _coordinated(s: Sentence, found: Sequence[Count], k: int) -> bool:
    """Whether number k continues the list that the number before it stands in, or restates it in brackets."""
    if _bracketed(s, found[k]):
        return True
    start = max(found[k - 1].j, found[k - 1].noun[1])
    gap = found[k].i - start
    if not 0 <= gap <= 12:
        return False
    between = s.words[start : found[k].i]
    if "." in between or (";" in between and not _is_item(s, found, k)):
        return False
    joined = any(s.is_a("and", n) for n in range(start, found[k].i))
    prefixed = bool(s.lang.and_prefix) and s.words[found[k].i].startswith(s.lang.and_prefix)
    marked = any(mark in between for mark in ",:;")
    return joined or prefixed or marked or s.ending("indicator and", found[k].i) is not None


def _is_item(s: Sentence, found: Sequence[Count], k: int) -> bool:
    """23,248 men; 4,371 children; 135 old people: whether number k opens an item that says no more than its noun."""
    i = _past_qualifiers(s, found[k].i)
    if s.words[i - 1] != ";":
        return False
    end = next((n for n in range(i, len(s)) if s.words[n] in ";."), len(s))
    return not any(True for lane in _lanes(found[k]) for _ in s.within(lane, i, end))


def _alike(first: Count, second: Count) -> bool:
    """Whether what is said of one number can hold of the other: people of people, things of things."""
    if first.measured and first.unit != "percent":
        return False
    if second.unit == "percent" or not second.counts or second.counts == "same":
        return True
    if not first.counts:
        # "18 displaced, in nine districts": a number without a noun counts people.
        return things()[second.counts].people
    one, two = things().get(first.counts), things().get(second.counts)
    if one is None or two is None:
        return False
    if one.people and two.people:
        return True
    return first.counts == second.counts


def _from_next(
    s: Sentence, found: Sequence[Count], of_all: Sequence[list[_Weighed]], k: int, most: int = _LONGEST_LIST
) -> _Weighed | None:
    """Three women and five children were killed: the event behind the list holds for all of it."""
    if not most or k + 1 >= len(found) or not _coordinated(s, found, k + 1) or not _alike(found[k], found[k + 1]):
        return None
    if k == 0 and _opens_with_whole(s, found):
        return None
    # What stands inside the noun of the next number ("and 2,264 deaths") is said of that number alone.
    behind = (w for w in of_all[k + 1] if w.hit.start >= max(found[k + 1].j, found[k + 1].noun[1]))
    if _last_cue(s, "indicator part", found[k].j, found[k + 1].i) is not None:
        return max(behind, key=lambda w: w.score, default=None)
    return next(behind, None) or _from_next(s, found, of_all, k + 1, most - 1)


def _of_list(
    s: Sentence, found: Sequence[Count], of_all: Sequence[list[_Weighed]], k: int, most: int = _LONGEST_LIST
) -> _Weighed | None:
    """Damaged 17 bridges and 6 health centres: what happened to the first things of a list happened to the others."""
    count = found[k]
    if not most or not k or _is_person(count) or count.measured or not _coordinated(s, found, k):
        return None
    first = _best(of_all[k - 1], found[k - 1])
    if first is None or first.score < _CLOSE:
        return _of_list(s, found, of_all, k - 1, most - 1)
    before = first.hit.end <= found[k - 1].i and not _has_verb(s, found[k - 1], count)
    return first if before and first.event in things()[count.counts].events else None


def _has_verb(s: Sentence, first: Count, second: Count) -> bool:
    """Whether something else is said between two numbers."""
    return any(any(s.within(lane, first.noun[1], second.i)) for lane in ("indicator event", "indicator thing"))


def _of_share(s: Sentence, found: Sequence[Count], of_all: Sequence[list[_Weighed]], k: int) -> _Weighed | None:
    """3 of 5 crossings are closed: what is said of the second number is said of the first."""
    joint = s.at("number", found[k].j)
    if joint is None or joint.rule.kind not in ("of", "out_of") or k + 1 >= len(found) or found[k].measured:
        return None
    return _best(of_all[k + 1], found[k + 1]) if found[k + 1].i - joint.end <= 1 else None


# ---------------------------------------------------------------- stock and flow

_DEFAULT = {"displaced": Measure.FLOW, "refugees": Measure.STOCK, "returnees": Measure.FLOW}


def _measure(
    s: Sentence, count: Count, indicator: str, best: _Weighed | None, weighed: list[_Weighed]
) -> Measure | None:
    """Stock or flow; only displaced, refugees and returnees have one."""
    if indicator not in _DEFAULT:
        return None
    said = next((w for w in weighed if w.event == indicator and w.hit.rule.measure and w.score >= _OWN), None)
    if said is not None:
        return Measure(said.hit.rule.measure)
    cue = _cue(s, count, "indicator measure", 10)
    if cue is not None:
        return Measure(cue.rule.says)
    if count.counts and things()[count.counts].alone == indicator and (best is None or best.event != indicator):
        return Measure.STOCK
    return _DEFAULT[indicator]


def _id(hit: Hit) -> str:
    return f"indicator.{hit.rule.id}"
