"""Says who: whom the text names for a figure, in the text's own words.

Reporting verbs with a speaker before or behind them, "according to", a name in brackets, "Source:". A pronoun stands
for the last speaker named; a quotation belongs to whoever is named beside it.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitrep.extract.unit import Count
from sitrep.extract.words import BULLETS, Hit, Sentence

_MOST_WORDS = 14
# A name behind a title has at most this many words: "the spokesman, Luis Fernando Arias, said".
_APPOSITION = 7


class Speaker(Struct, frozen=True):
    """Who is named in tokens i to j (excluded) of a sentence."""

    i: int
    j: int
    text: str
    rule: str
    pronoun: bool = False
    local: bool = False
    """Named in brackets behind a figure: holds for what stands before it only."""
    ahead: bool = False
    """Named behind a verb with "and" written onto it: holds for what stands behind it only."""
    verb: int = 0
    """The token behind the verb, where the speaker is named later: between them stands where it was said."""


def speakers(s: Sentence) -> tuple[Speaker, ...]:
    """Whom a sentence names as saying something, in order."""
    out = [*_quoted(s), *_according(s), *_by_verb(s), *_in_brackets(s)]
    return tuple(sorted(out, key=lambda speaker: speaker.i))


def _according(s: Sentence) -> list[Speaker]:
    out = []
    for hit in s.hits.get("source before", {}).values():
        start = hit.end
        if s.words[start : start + 1] == [":"]:
            start += 1
        start = _who_published(s, start)
        end = _without_product(s, start, _phrase_end(s, start))
        if any(start < later.start <= end < later.end for later in s.within("source before", start, end + 2)):
            continue  # "بحسب بيان صادر عن الوزارة": who gave it out stands behind
        if _is_speaker(s, start, end, behind=True):
            out.append(Speaker(start, end, _without_prefix(s, start, end), f"source.{hit.rule.id}"))
    return out


def _who_published(s: Sentence, i: int) -> int:
    """Selon un bilan établi samedi à 7 heures par le ministère: who stands behind the paper and its "by"."""
    noun = _past_article(s, i)
    if not any(s.at("source paper", k) is not None for k in range(i, min(len(s), noun + 2))):
        return i
    for k in range(noun, min(len(s), noun + _MOST_WORDS)):
        by = s.at("source by", k)
        if by is not None:
            return by.end if _is_speaker(s, by.end, _phrase_end(s, by.end), behind=True) else i
        if s.words[k] in ",;" or s.at("source closes", k) is not None:
            break
    return i


def _past_article(s: Sentence, i: int) -> int:
    article = s.at("number", i)
    return article.end if article is not None and article.rule.kind in ("article", "determiner") else i


def _without_product(s: Sentence, i: int, j: int) -> int:
    """UNAMA's figures: whose they are says it."""
    product = s.ending("source product", j)
    return product.start - 2 if product is not None and s.words[product.start - 2 : product.start] == ["'", "s"] else j


def _without_prefix(s: Sentence, i: int, j: int) -> str:
    """وفقا لوزارة الصحة: the name without the preposition written onto it."""
    text = s.slice(i, j)
    hit = s.at("source speaker", i)
    if hit is None or not hit.prefix or hit.prefix in s.lang.articles[:1]:
        return text
    article = s.lang.articles[0] if hit.prefix.endswith(s.lang.articles) else ""
    return article + text[len(hit.prefix) :]


def _quoted(s: Sentence) -> list[Speaker]:
    """The broadcaster quoted the ministry as saying: the ministry says so."""
    out = []
    for start in [*(hit.end for hit in s.hits.get("source quoted", {}).values()), *_relayed(s)]:
        end = _phrase_end(s, start)
        if _is_speaker(s, start, end, behind=True):
            out.append(Speaker(start, end, s.slice(start, end), "source.quoted"))
    return out


def _relayed(s: Sentence) -> Iterator[int]:
    """نقلت الوكالة عن الوزارة: where the one begins whose words are relayed."""
    for hit in s.hits.get("source relays", {}).values():
        end = _phrase_end(s, hit.end)
        if end > hit.end and (about := s.at("source relayed", end)) is not None:
            yield about.end


def _by_verb(s: Sentence) -> list[Speaker]:
    out = []
    for hit in s.hits.get("source verb", {}).values():
        speaker = None if _is_noun(s, hit) or _is_passive(s, hit) or _is_definite(s, hit) else _of_verb(s, hit)
        if speaker is not None:
            i, j = speaker
            pronoun = s.at("source pronoun", i) is not None and s.at("source pronoun", i).end == j  # type: ignore[union-attr]
            ahead = i > hit.start and bool(s.lang.and_prefix) and _joins(s, hit, j)
            name, verb = _without_prefix(s, i, j).strip(_QUOTES), min(i, hit.end)
            out.append(Speaker(i, j, name, f"source.{hit.rule.id}", pronoun, ahead=ahead, verb=verb))
    return out or _dropped(s)


# What may be left of a quotation at the ends of a name.
_QUOTES = " '\"\u2018\u2019\u201c\u201d"


def _joins(s: Sentence, hit: Hit, j: int) -> bool:
    """وأفاد, فيما أفاد: where a verb that stands first opens a clause, with numbers behind the speaker at token j."""
    clause = s.ending("indicator clause", hit.start) is not None and any(_is_number(s, k) for k in range(j, len(s)))
    return clause or hit.prefix.startswith(s.lang.and_prefix)


def _is_noun(s: Sentence, hit: Hit) -> bool:
    """The report card, an estimate: behind an article the word is no verb."""
    if s.ending("source noun", hit.end) is not None:
        return True
    before = s.at("number", hit.start - 1) if hit.start and s.lang.head == "last" else None
    return before is not None and before.rule.kind in ("article", "determiner") and before.end == hit.start


def _is_verb(s: Sentence, k: int) -> bool:
    hit = s.at("source verb", k) or s.at("source aside", k)
    return hit is not None and not _is_definite(s, hit)


def _is_definite(s: Sentence, hit: Hit) -> bool:
    """التابع: with an article written onto it, it is no verb."""
    return bool(hit.prefix) and hit.prefix.endswith(s.lang.articles)


def _is_passive(s: Sentence, hit: Hit) -> bool:
    """Suspected cases reported in five countries: what is counted says nothing."""
    if s.lang.head != "last" or s.at("place locative", hit.end) is None:
        return False
    before = range(max(_back_to(s, hit.start), hit.start - _FEW), hit.start)
    if any(s.at("source speaker", k) is not None for k in before):
        return False  # "police said in a statement"
    return any(s.at("unit noun", k) is not None for k in before)


_FEW = 12


def _of_verb(s: Sentence, hit: Hit) -> tuple[int, int] | None:
    """Who says it. Behind a comma, languages that turn subject and verb name the speaker last, or not again."""
    if "inverted" in hit.rule.says.split() and _follows_comma(s, hit.start):
        behind = _after_verb(s, hit.end, inverted=True)
        if behind is not None or s.words[hit.end : hit.end + 1] in ([], ["."]):
            return behind
    if "participle" in hit.rule.says.split() and s.words[hit.start - 1 : hit.start] == [","]:
        return _of_participle(s, hit)
    before = _before_verb(s, hit.start)
    if before is not None and s.at("source before", before[0]) is not None:
        return None  # "Selon un rapport publié cette semaine par l'agence": it is not the report that publishes
    if before is None and s.at("place records", hit.start) is not None and not _follows_comma(s, hit.start):
        return None  # "In the week to Sunday, reported incidence in Guinea increased"
    return before or _after_verb(s, hit.end)


def _of_participle(s: Sentence, hit: Hit) -> tuple[int, int] | None:
    """The mayor appealed for help on Monday, saying that ...: who the sentence begins with."""
    if s.at("place preposition", 0) is not None or next(s.within("source verb", 0, hit.start), None) is not None:
        return None  # "officials said on Monday, warning that ..."
    j = 0
    for k in range(min(hit.start, _MOST_WORDS)):
        if s.at("source speaker", k) is not None or s.is_capital(k):
            j = k + 1
        elif k > j or not s.words[k].isalpha():
            break
    return (0, j) if _is_speaker(s, 0, j) else None


def _follows_comma(s: Sentence, i: int) -> bool:
    while (between := s.ending("source between", i)) is not None:
        i = between.start
    return i > 0 and s.words[i - 1] in (",", '"')


def _dropped(s: Sentence) -> list[Speaker]:
    """وأضاف أن: a verb that needs no pronoun, so that the speaker is the one named before."""
    return [
        Speaker(hit.start, hit.end, "", f"source.{hit.rule.id}", pronoun=True)
        for hit in (*s.hits.get("source verb", {}).values(), *s.hits.get("source aside", {}).values())
        if "pronoun" in hit.rule.says.split()
        and _is_told(s, _past_insertion(s, _past_addressee(s, hit.end)))
        and not (hit.start and s.is_capital(hit.start))
    ]


def _is_told(s: Sentence, i: int) -> bool:
    """Whether what is said begins at token i: أضاف أن, كما أحصى سقوط."""
    verbal = not s.lang.capitals and s.at("source boundary", i) is not None
    return verbal or s.at("source closes", i) is not None


def _past_insertion(s: Sentence, i: int) -> int:
    """وأوضح، في بيان أمس، أن: past what stands between two commas or dashes."""
    if s.lang.capitals or s.words[i : i + 1] not in ([","], ["-"]):
        return i
    return next((k + 1 for k in range(i + 1, min(len(s), i + _MOST_WORDS)) if s.words[k] == s.words[i]), i)


def _past_addressee(s: Sentence, i: int) -> int:
    """Reveló a periodistas que: past whom it was said to."""
    while (between := s.at("source between", i)) is not None:
        i = between.end
    return i


def _before_verb(s: Sentence, end: int) -> tuple[int, int] | None:
    """The subject of a reporting verb that ends before token `end`."""
    j = end
    while (between := s.ending("source between", j)) is not None:
        j = between.start
    pronoun = s.ending("source pronoun", j)
    if pronoun is not None:
        # "The Observatory counted more: it said 1,240": who stands before it in the sentence.
        inside = pronoun.start > 0 and s.words[pronoun.start - 1] not in ',"'
        thing = inside and s.at("source never", pronoun.start) is not None
        return None if thing else (pronoun.start, j)
    if j > 0 and s.words[j - 1] == ",":
        # "Wang Bin, vice head of the bureau, said": the name before the apposition.
        opened = _clause_opened(s, j - 1) or _comma_before(s, j - 1)
        start = _back_to(s, opened) if opened else 0
        led = start > 0 and s.at("place locative", start - 1) is not None
        if not opened or led or not _is_speaker(s, start, opened):
            return None
        # "The spokesman, Luis Fernando Arias, said": with the name, where only the apposition is one.
        named = not _is_named(s, start + 1, opened) and _is_named(s, opened + 1, j - 1)
        named = named or (s.is_a("determiner", start) and _is_only_name(s, opened + 1, j - 1))
        return (start, j - 1) if named and j - opened <= _APPOSITION else (start, opened)
    relative = next(
        (k for k in range(j - 1, max(0, j - _MOST_WORDS), -1) if s.at("source relative", k) and not _is_acronym(s, k)),
        None,
    )
    if relative is not None and "," not in s.words[relative:j]:
        # "An official who asked not to be named said": the clause between is skipped.
        j = relative
    start = _past_place(s, _back_to(s, j), j)
    counts = s.lang.head == "first" and any(s.words[k][0].isdecimal() for k in range(start + 2, j))
    return (start, j) if not counts and _is_speaker(s, start, j) else None


def _is_named(s: Sentence, i: int, j: int) -> bool:
    return sum(s.words[k][0].isalpha() and s.is_capital(k) for k in range(i, j)) >= 1


def _is_only_name(s: Sentence, i: int, j: int) -> bool:
    """The head of the Centre for Earthquakes, Sergio Roa, said: two words or more, each with a capital."""
    return j - i > 1 and all(s.words[k][0].isalpha() and s.is_capital(k) for k in range(i, j))


def _past_place(s: Sentence, i: int, j: int) -> int:
    """In Damascus the armed forces said: the speaker begins at the article."""
    if i == 0 or s.at("place locative", i - 1) is None:
        return i
    return next((k for k in range(i + 1, j) if (hit := s.at("number", k)) and hit.rule.kind == "determiner"), i)


def _clause_opened(s: Sentence, j: int) -> int:
    """Mustapha Umar, who lives in Kofa, where it began, said: the comma in front of the first "who"."""
    start = max(1, j - _RELATIVE)
    return next((k for k in range(start, j) if s.words[k] == "," and s.at("source relative", k + 1) is not None), 0)


# Tokens that clauses between a speaker and the verb have at most.
_RELATIVE = 30


def _comma_before(s: Sentence, j: int) -> int:
    return next((k for k in range(j - 1, max(0, j - _MOST_WORDS), -1) if s.words[k] == ","), 0)


def _back_to(s: Sentence, j: int) -> int:
    i = j
    depth = 0
    while i > 0 and j - i < _MOST_WORDS:
        word = s.words[i - 1]
        if word == ")":
            depth += 1
        elif word == "(":
            depth -= 1
            if depth < 0:
                break
        elif not depth and not _is_initial(s, i - 1):
            if word in ',.;:!?"' or word in BULLETS or (_is_boundary(s, i - 1) and not _goes_on(s, i - 1)):
                break
        if not depth and s.lang.head == "first" and _is_verb(s, i - 1):
            break
        i -= 1
    return i


def _is_initial(s: Sentence, k: int) -> bool:
    """The U.S. Geological Survey: a full stop behind one capital letter ends no name."""
    return s.words[k] == "." and k > 0 and len(s.words[k - 1]) == 1 and s.joined(k) and s.is_capital(k - 1)


def _is_boundary(s: Sentence, k: int) -> bool:
    hit = s.at("source boundary", k)
    return hit is not None and not (hit.prefix and hit.prefix.endswith(s.lang.articles)) and not _is_acronym(s, k)


def _is_acronym(s: Sentence, k: int) -> bool:
    """WHO reports: in capitals it is the organisation."""
    return s.lang.capitals and len(s.words[k]) > 1 and s.text[s.starts[k] : s.ends[k]].isupper()


def _goes_on(s: Sentence, k: int) -> bool:
    """Doctors at the hospital, a spokesman for the governor: what stands behind a speaker belongs to him."""
    leads = s.at("source link", k) is not None or s.at("place locative", k) is not None
    # "The Ministry of Health (MoH) in Gaza".
    named = s.words[k - 1] == ")" and k > 3 and s.words[k - 3] == "(" and s.is_capital(k - 2)
    return _links_names(s, k) or (leads and (named or s.ending("source speaker", k) is not None))


def _links_names(s: Sentence, k: int) -> bool:
    """Syrian Observatory for Human Rights: a small word between two capitalised ones is part of the name."""
    if not 0 < k < len(s) - 1 or s.at("source link", k) is None or not s.lang.capitals:
        return False
    article = s.at("number", k + 1)
    after = article.end if article is not None and article.rule.kind in ("determiner", "of") else k + 1
    names = (k - 1, after)
    return after < len(s) and all(s.words[n].isalpha() and s.is_capital(n) for n in names)


def _after_verb(s: Sentence, start: int, inverted: bool = False) -> tuple[int, int] | None:
    """The subject behind a reporting verb: "...", said Inspector Singh; informaron este martes los guardacostas."""
    start = _past_circumstances(s, start, inverted)
    article = s.at("number", start) if inverted else None
    named = article is not None and article.rule.kind == "article"  # ", a annoncé une agence"
    if start >= len(s) or (s.at("source that", start) is not None and not named):
        return None
    pronoun = s.at("source pronoun", start)
    if pronoun is not None and pronoun.end - start > 1:
        # "..., précise-t-elle."
        return start, pronoun.end
    if (quoted := _in_quotes(s, start)) is not None:
        return quoted
    end = _phrase_end(s, start)
    numeric = next((k for k in range(start, end) if _is_number(s, k)), None)
    if numeric is not None:
        # "سجلت وزارة الصحة 37 وفاة": where the verb stands first, the number follows the speaker.
        end = numeric if not s.lang.capitals else start
    end = _with_name(s, start, end)
    return (start, end) if end > start and _is_speaker(s, start, end, behind=True) else None


def _past_circumstances(s: Sentence, i: int, inverted: bool) -> int:
    """Past to whom, on which day and where it was said, to whoever said it."""
    start = -1
    while i > start:
        start, i = i, _past_day(s, _past_addressee(s, i))
    return _past_occasion(s, i) if inverted else i


def _past_day(s: Sentence, i: int) -> int:
    """A déclaré, vendredi 4 mars, le ministre; a déclaré le 4 mars 2019 le ministre: past the day."""
    if s.words[i : i + 1] == [","] and s.at("when trigger", i + 1) is not None:
        return next((k + 1 for k in range(i + 2, min(len(s), i + _DAY)) if s.words[k] == ","), i)
    k = _past_small(s, i, "determiner")
    month = _past_small(s, k + 1, "of")
    if s.at("when trigger", month) is None or not s.words[k].isdecimal():
        return i
    year = _past_small(s, month + 1, "of")
    return year + 1 if year < len(s) and s.words[year].isdecimal() else month + 1


def _past_small(s: Sentence, i: int, kind: str) -> int:
    """Past the article, or the "of", that may begin at token i."""
    hit = s.at("number", i)
    return hit.end if hit is not None and hit.rule.kind == kind else i


# Tokens from the comma in front of a day to the one behind it.
_DAY = 7


def _past_occasion(s: Sentence, i: int) -> int:
    """A déclaré lors d'un point de presse à Genève, Jean Roy; a écrit sur son compte la ministre: past the occasion."""
    if s.at("source occasion", i) is None:
        return i
    for k in range(i + 2, min(len(s), i + _MOST_WORDS)):
        if _is_number(s, k):
            break
        noun = _past_small(s, k, "determiner")
        if s.words[k - 1] == "," or (noun > k and s.words[k - 1].isalpha() and s.at("source occasion", k - 1) is None):
            # Behind a comma anybody may stand, else only a noun that speaks.
            speaks = s.at("source speaker", noun) is not None
            if speaks or (s.words[k - 1] == "," and _is_speaker(s, k, _phrase_end(s, k), behind=True)):
                return k
    return i


def _with_name(s: Sentence, start: int, end: int) -> int:
    """..., dijo el alcalde, Luis Fuentes: a name of two words or more behind a title."""
    if s.words[end : end + 1] != [","] or end <= start or s.is_capital(start):
        return end
    name = end + 1
    while name < len(s) and s.words[name][0].isalpha() and s.is_capital(name) and name - end < _APPOSITION:
        name += 1
    closed = name >= len(s) or s.words[name] in ",.;:)"
    return name if closed and name - end > 2 else end


def _in_quotes(s: Sentence, start: int) -> tuple[int, int] | None:
    """وقالت "الأونروا": where no capital tells a name, quotation marks around a few words do."""
    if s.lang.capitals or s.words[start] != '"':
        return None
    end = next((k for k in range(start + 1, min(len(s), start + _NAME)) if s.words[k] == '"'), start)
    return (start + 1, end) if end > start + 1 else None


# Tokens from one quotation mark to the other around a name.
_NAME = 6


def _phrase_end(s: Sentence, start: int) -> int:
    j = start
    while j < len(s) and j - start < _MOST_WORDS:
        word = s.words[j]
        if word == "-" and j > start and not s.joined(j):
            break
        if word == "." and j > start and (s.words[j - 1] in s.lang.abbreviations or _is_initial(s, j)):
            j += 1
            continue
        if word in ',.;:!?")' or _is_verb(s, j):
            break
        if _is_boundary(s, j) and not (j > start and _links_names(s, j)):
            break
        if word == "(":
            closing = next((k for k in range(j, min(len(s), j + 6)) if s.words[k] == ")"), None)
            if closing is None:
                break
            j = closing
        j += 1
    article = s.ending("number", j)
    if article is not None and article.rule.kind == "determiner" and article.start > start:
        # "Publié par le ministère le mercredi 13": the article belongs to the day.
        j = article.start
    return j


def _is_speaker(s: Sentence, i: int, j: int, behind: bool = False) -> bool:
    """Whether a phrase names somebody: a noun that speaks, a known organisation, a name, or a pronoun."""
    if i >= j:
        return False
    pronoun = s.at("source pronoun", i)
    if pronoun is not None and pronoun.end == j:
        return True
    if any(s.at("source speaker", k) is not None for k in range(i, j)):
        return True
    if _is_region(s, i, j):
        return False
    if not s.lang.capitals:
        return behind and _is_closed(s, i, j)
    capital = [k for k in range(i, j) if s.words[k][0].isalpha() and s.is_capital(k) and s.at("number", k) is None]
    if not capital:
        return False
    first = capital[0]
    if (s.at("source never", first) is not None and not _is_acronym(s, first)) or any(
        _is_number(s, k) for k in range(i, j)
    ):
        return False
    return len(capital) > 1 or j - i <= 3 or (behind and first == i)


def _is_region(s: Sentence, i: int, j: int) -> bool:
    """The regions of Dakar and Thiès recorded 800 mm: what is measured there is not said by them."""
    article = s.at("number", i)
    k = article.end if article is not None and article.rule.kind == "determiner" else i
    of = s.at("number", k + 1)
    return s.at("place kind", k) is not None and of is not None and of.rule.kind == "of" and k + 2 < j


def _is_number(s: Sentence, k: int) -> bool:
    if s.words[k].isdecimal():
        return True
    hit = s.at("number", k)
    # "El ministro de Medio Ambiente": a number word with a capital is part of a name.
    named = s.lang.capitals and k > 0 and s.is_capital(k)
    return hit is not None and hit.value is not None and not named


def _is_closed(s: Sentence, i: int, j: int) -> bool:
    """وأكد فلان أن, وأوضحت (يونامي) في بيان: where no capital tells a name, what it ends on does."""
    if s.at("source never", i) is not None or any(s.at("indicator event", k) is not None for k in range(i, j)):
        return False
    if s.words[j : j + 1] == [","]:
        # "وقال فلان، المتحدث باسم الوزارة، إن": past what he is.
        j = next((k + 1 for k in range(j + 1, min(len(s), j + _MOST_WORDS)) if s.words[k] == ","), j)
    return s.at("source closes", j) is not None


def _in_brackets(s: Sentence) -> list[Speaker]:
    """A known organisation alone in brackets, at the end of a sentence or behind a figure: "(OCHA)"."""
    out = []
    for i, word in enumerate(s.words):
        if word != "(" or i + 1 >= len(s):
            continue
        close = next((k for k in range(i + 1, min(len(s), i + 8)) if s.words[k] == ")"), None)
        if close is None or not _ends_soon(s, close) or s.at("not_number before", i + 1) is not None:
            continue
        end = next((k for k in range(i + 1, close) if s.words[k] in ",;" or s.words[k][0].isdecimal()), close)
        text = s.slice(i + 1, end)
        unsaid = s.at("unit", i + 1) is not None or _is_short_for(s, i, text)
        if text.isupper() and len(text) > 1 and s.lang.capitals and not unsaid:
            out.append(Speaker(i + 1, end, text, "source.brackets", local=True))
    return out


def _is_short_for(s: Sentence, i: int, text: str) -> bool:
    """Severe acute malnutrition (SAM): a short form of words that are no name."""
    words = s.words[max(0, i - len(text)) : i]
    plain = bool(words) and not any(s.is_capital(k) for k in range(i - len(words), i))
    return plain and "".join(word[0] for word in words) == text.lower()


def _ends_soon(s: Sentence, close: int) -> bool:
    return close + 1 >= len(s) or s.words[close + 1] in ".;,"


# ---------------------------------------------------------------- which one


def source_of(
    s: Sentence, found: Sequence[Speaker], count: Count, inherited: str | None, last: str | None
) -> tuple[str | None, str]:
    """Who says a number, and the rule.

    inherited: whose quotation or account the sentence goes on with. last: the last speaker named by name.
    """
    usable = [
        sp
        for sp in found
        if not (sp.i < count.j and sp.j > count.i)
        and not (sp.local and sp.i < count.j)
        and not (sp.ahead and sp.i >= count.j)
    ]
    if not usable:
        return (inherited, "source.inherited") if inherited else (None, "")
    best = min(usable, key=lambda speaker: (speaker.rule != "source.quoted", abs(speaker.i - count.i)))
    if best.i >= count.j and _opens_clause(s, count.j, best.i):
        best = next((speaker for speaker in reversed(usable) if speaker.i < count.i), best)
    if best.pronoun:
        return (last, "source.pronoun") if last is not None else (None, "")
    return (best.text, best.rule) if best.text else (None, "")


def _opens_clause(s: Sentence, i: int, j: int) -> bool:
    """The government puts the toll at 60, while the union said 120: who speaks behind "while" says what is there."""
    return any(s.words[k] == ";" or s.at("indicator clause", k) is not None for k in range(i, j))


def inherited_sources(paragraph: Sequence[Sentence], spoken: Sequence[Sequence[Speaker]]) -> list[str | None]:
    """For each sentence of a paragraph that names nobody: who goes on speaking.

    A sentence inside a quotation belongs to the nearest speaker of the paragraph, the one behind it first; one that
    opens with "the figure", "of these" or the like belongs to whoever said the sentence before.
    """
    out: list[str | None] = []
    is_open, before = False, None
    for k, s in enumerate(paragraph):
        opened = is_open
        marks = sum(word == '"' for word in s.words)
        is_open = is_open != (marks % 2 == 1)
        named = next((sp.text for sp in spoken[k] if not sp.pronoun and not sp.local), None)
        if named is None and (opened or marks):
            behind = next((sp.text for later in spoken[k + 1 : k + 3] for sp in later if not sp.pronoun), None)
            out.append(before or behind)
        else:
            out.append(before if named is None and s.at("source goes_on", 0) is not None else None)
        before = named or (before if out[-1] or spoken[k] else None)
    return out
