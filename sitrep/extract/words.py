"""Which words stand where: a text as sentences of tokens, each with what the language file says of it.

Sentences come one at a time, so that a text of any length is read in constant memory, and a sentence has at most
MOST_TOKENS tokens, so that looking around a number costs the same everywhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct

from sitrep.languages import TOKEN, Entries, Entry, Language, Rule, fold, load, plain

MOST_TOKENS = 250
# A label of a figure has at most this many words.
_LABEL = 8
# Text is taken in pieces that end at a blank line, or at a space where a paragraph is longer than this.
_PIECE = 20_000
_BLANK_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LINE_ENDS = str.maketrans({"\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_END = frozenset(".!?…")
_AFTER_END = frozenset("\"')]}»*")
_MAY_END = _END | _AFTER_END
BULLETS = frozenset("•●■▪◦*►‣–—-·○➢✓")
_FIRST = re.compile(r"[^\W_]")


class Hit(Struct, frozen=True):
    """A phrase of the language file, found in a sentence."""

    start: int
    """Token index."""
    end: int
    """Token index, excluded."""
    rule: Rule
    value: Any
    prefix: str = ""
    """The letters written onto the front of its first word."""


@dataclass(slots=True)
class Sentence:
    """One sentence; token i is text[starts[i]:ends[i]], its folded form words[i]."""

    text: str
    """The document's text, whole."""
    low: str
    """Folded, from `base` on; low[x - base] belongs to text[x]."""
    base: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    hits: Mapping[str, Mapping[int, Hit]]
    """Section → token index → the longest phrase that begins there."""
    closing: dict[str, dict[int, Hit]]
    """Section → token index → the longest phrase that ends right before it; filled when first asked for."""
    opens_paragraph: bool
    lang: Language
    asked: Mapping[str, Mapping[str, Entry]]
    """Of the language: its small words."""

    def __len__(self) -> int:
        return len(self.words)

    def at(self, section: str, i: int) -> Hit | None:
        """The longest phrase of the section that begins at token i."""
        # Asked some thousand times of an article: no name is looked up twice, and most answers are None.
        found = self.hits.get(section)
        if found is not None and (hit := found.get(i)) is not None:
            return hit
        asked = self.asked.get(section)
        if asked is None or not 0 <= i < len(self.words):
            return None
        entry = asked.get(self.words[i])
        return Hit(i, i + 1, entry.rule, None) if entry is not None else None

    def ending(self, section: str, i: int) -> Hit | None:
        """The longest phrase of the section that ends right before token i."""
        closing = self.closing.get(section)
        if closing is None:
            closing = self.closing[section] = {}
            for hit in self.hits.get(section, _NOTHING).values():
                closing.setdefault(hit.end, hit)
        longest = closing.get(i)
        if longest is None and section in self.asked:
            alone = self.at(section, i - 1)
            return alone if alone is not None and alone.end == i else None
        return longest

    def is_a(self, kind: str, i: int) -> bool:
        """Whether a number word of the kind, such as "and" or "determiner", begins at token i."""
        hit = self.at("number", i)
        return hit is not None and hit.rule.kind == kind

    def back_over(self, i: int, *sections: str) -> int:
        """Token i, or where the phrases of the sections that stand right before it begin: "(more than 10,000"."""
        while (hit := next(filter(None, (self.ending(section, i) for section in sections)), None)) is not None:
            i = hit.start
        return i

    def within(self, section: str, i: int, j: int) -> Iterator[Hit]:
        """The phrases of the section that begin at or after token i and end at or before token j, in order."""
        found = self.hits.get(section, _NOTHING)
        if len(found) <= j - i:
            yield from (hit for start, hit in found.items() if start >= i and hit.end <= j)
        else:
            yield from (hit for start in range(i, j) if (hit := found.get(start)) is not None and hit.end <= j)

    def begin(self, section: str, i: int) -> int:
        """Where the phrase of the section begins in the text, past the letters written onto its first word."""
        hit = self.at(section, i)
        return self.starts[i] + (len(hit.prefix) if hit is not None else 0)

    def slice(self, i: int, j: int) -> str:
        """The text of tokens i to j (excluded), white space made single."""
        if i >= j:
            return ""
        return " ".join(self.text[self.starts[i] : self.ends[j - 1]].split())

    def gap(self, i: int) -> str:
        """What stands between token i and the one before, every line end as "\\n"."""
        return self.low[self.ends[i - 1] - self.base : self.starts[i] - self.base] if i else ""

    def joined(self, i: int) -> bool:
        """Whether token i stands right after the one before, with nothing between."""
        return 0 < i < len(self.starts) and self.starts[i] == self.ends[i - 1]

    def is_capital(self, i: int) -> bool:
        """Whether token i is written with a capital first letter."""
        return self.text[self.starts[i]].isupper()


_NOTHING: Mapping[int, Hit] = {}


def sentences(text: str, lang: Language) -> Iterator[Sentence]:
    """The sentences of a text, in order. Never splits a token; a blank line always ends one."""
    lines = text.replace("\r\n", " \n").translate(_LINE_ENDS)
    for start, end, opens in _pieces(lines):
        yield from _sentences_of(text, lines, start, end, opens, lang)


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    start, opens = 0, True
    while start < len(text):
        blank = _BLANK_LINE.search(text, start, start + _PIECE)
        if blank:
            yield start, blank.start(), opens
            start, opens = blank.end(), True
            continue
        end = min(start + _PIECE, len(text))
        if end < len(text):
            space = text.rfind(". ", start, end)
            end = space + 1 if space > start else (text.rfind(" ", start, end) + 1 or end)
            end = end if end > start else start + _PIECE
        yield start, end, opens
        start, opens = end, False


def _sentences_of(text: str, lines: str, start: int, end: int, opens: bool, lang: Language) -> Iterator[Sentence]:
    low = fold(lines[start:end])
    marked = not low.isascii()
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    before = start
    for match in TOKEN.finditer(low):
        a, b = match.span()
        word = match[0]
        a += start
        # One space behind a word, as between most words, ends no sentence; only where there is more to see is it asked.
        if words and not (
            a - before == 1 and lines[before] == " " and words[-1] not in _MAY_END and len(words) < MOST_TOKENS
        ):
            if _breaks(lines, words, ends, a, lang):
                yield _sentence(text, low, start, words, starts, ends, opens, lang)
                words, starts, ends, opens = [], [], [], False
        words.append((plain(word) or word) if marked else word)
        starts.append(a)
        before = b + start
        ends.append(before)
    if words:
        yield _sentence(text, low, start, words, starts, ends, opens, lang)


def _breaks(text: str, words: list[str], ends: list[int], at: int, lang: Language) -> bool:
    """Whether a sentence ends before the token at `at`."""
    gap = at - ends[-1]
    if not gap:
        # Never inside a number or a name, unless there is no space at all.
        return len(words) >= 4 * MOST_TOKENS
    if len(words) >= MOST_TOKENS:
        return True
    word = words[-1]
    k = len(words) - 1
    while k > 0 and word in _AFTER_END:
        k -= 1
        word = words[k]
    if word.isdecimal() and k > 1 and words[k - 1] in _END and words[k - 2].isalpha() and not text[at].islower():
        # "fled.4 Another 300": a footnote mark behind the end of a sentence.
        return ends[k - 1] == ends[k] - len(word) and ends[k - 2] == ends[k - 1] - 1
    if word in _END and not (word == "." and k > 0 and _is_abbreviation(text, words, ends, k, at, lang)):
        return True
    between = text[ends[-1] : at]
    if "\n" in between:
        if _is_box(words, text, at):
            return False
        line_start = text.rfind("\n", max(0, ends[-1] - _SHORT), ends[-1]) + 1
        return _line_ends(text, line_start, ends[-1], at)
    # Columns come out of PDFs and pages with wide gaps; a number behind one is the value of its label.
    return gap >= 4 and not text[at].isdecimal()


def _is_box(words: list[str], text: str, at: int) -> bool:
    """A figure on a line of its own with its label on the line below or above: one sentence."""
    numeric = any(word[0].isdecimal() for word in words)
    spelled = sum(word[0].isalpha() for word in words)
    if numeric:
        return spelled <= 1 and not words[0][0].isalpha() and text[at].isalpha()
    return text[at].isdecimal() and 0 < spelled <= _LABEL and words[-1] not in _END


def _is_abbreviation(text: str, words: list[str], ends: list[int], k: int, at: int, lang: Language) -> bool:
    before = words[k - 1]
    nearby = ends[k - 1] == ends[k] - 1
    if not nearby:
        return False
    if text[at].islower():
        return True
    if k > 2 and len(before) == 1 and words[k - 2] == "." and not text[at].isupper():
        return True  # i.e. 300
    return before in lang.abbreviations or (len(before) == 1 and before.isalpha() and text[ends[k - 1] - 1].isupper())


def _line_ends(text: str, line_start: int, line_end: int, at: int) -> bool:
    """Whether a single line break ends a sentence: before a bullet, after a colon, after a short line."""
    first = text[at]
    if first in BULLETS:
        return True
    if text[line_end - 1] in ",;-" or first.islower():
        return False
    return line_end - line_start < _SHORT or text[line_end - 1] == ":"


# A line with fewer characters than this is no full line of a paragraph.
_SHORT = 60


def _sentence(
    text: str, low: str, base: int, words: list[str], starts: list[int], ends: list[int], opens: bool, lang: Language
) -> Sentence:
    return Sentence(text, low, base, words, starts, ends, look_up(words, lang), {}, opens, lang, lang.asked)


Lanes: TypeAlias = dict[str, dict[int, Hit]]


def look_up(words: list[str], lang: Language) -> Lanes:
    """Section → token index → the longest phrase of the language file that begins there."""
    if lang.prefixes:
        return _look_up_prefixed(words, lang)
    found: Lanes = {}
    last = len(words) - 1
    counted = not lang.numerals.isdisjoint(words) or any(word[0].isdecimal() for word in words)
    for i, entries in enumerate(map((lang.entries if counted else lang.uncounted).get, words)):
        if entries is None:
            continue
        if i < last and (longer := entries.longer.get(words[i + 1])) is not None:
            _keep(found, longer, words, i, "")
        if entries.alone:
            _keep(found, entries.alone, words, i, "")
    return found


def _look_up_prefixed(words: list[str], lang: Language) -> Lanes:
    """The same where letters are written onto the front of words."""
    found: Lanes = {}
    last = len(words) - 1
    for i, word in enumerate(words):
        entries = lang.entries.get(word)
        if entries is not None and i < last and (longer := entries.longer.get(words[i + 1])) is not None:
            _keep(found, longer, words, i, "")
        bare = _without_prefix(word, lang.code)
        for prefix, begun in bare if i < last else ():
            _keep(found, begun.longer.get(words[i + 1], ()), words, i, prefix)
        if entries is not None:
            _keep(found, entries.alone, words, i, "")
        for prefix, begun in bare:
            _keep(found, begun.alone, words, i, prefix)
    return found


def _keep(found: Lanes, entries: Iterable[Entry], words: list[str], i: int, prefix: str) -> None:
    for entry in entries:
        tail = entry.tail
        end = i + 1 + len(tail)
        if len(tail) > 1 and tuple(words[i + 1 : end]) != tail:
            continue
        lane = found.get(entry.section)
        if lane is None:
            lane = found[entry.section] = {}
        elif i in lane or (entry.exclusive and lane[next(reversed(lane))].end > i):
            continue
        lane[i] = Hit(i, end, entry.rule, entry.value, prefix)


@lru_cache(maxsize=65536)
def _without_prefix(word: str, code: str) -> tuple[tuple[str, Entries], ...]:
    """What may begin with a word once the letters written onto its front are taken off, each with these letters."""
    lang = load(code)
    if word in lang.whole:
        return ()
    return tuple(
        (prefix, entries)
        for prefix in lang.prefixes
        if word.startswith(prefix)
        and len(word) > len(prefix) + 1
        and (entries := lang.entries.get(word[len(prefix) :]))
    )
