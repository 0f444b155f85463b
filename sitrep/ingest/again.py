"""Which documents say the same thing again? Reprints are linked to their origin, older versions to their successor.

A reprint has nearly the words of an earlier text and no number that it lacks: a daily bulletin in which only the
figures change is a new report. A newer version has the publisher and the title of an older one, and in its title a
number or a mark such as "CORRECTED" or "v2".
"""

import hashlib
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from heapq import nsmallest

from msgspec import Struct
from msgspec.structs import replace

from sitrep.model import Document

SIMILAR = 0.85
"""Shared shingles to all shingles of both texts (Jaccard)."""
SHINGLE_WORDS = 5
COMPARED = 500_000
"""Characters, a thick report: what follows does not change the answer, and would fill the memory."""
FEWEST_SHINGLES = 20
"""A shorter text is too common to be taken for a reprint."""
SKETCH = 16
"""The smallest hashes of a text's shingles: texts that share half of them are compared in full."""
REPRINTED_WITHIN = timedelta(days=14)
MOST_CANDIDATES = 100
"""Earlier texts with a shingle in common; more is the boilerplate of a series."""

WORD = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MARK = re.compile(
    r"\b(?:correct(?:ed|ion)|corrigendum|revis(?:ed|ion)|updated version|version|ver|rev|v)\b\.?\s*(\d{0,2})\b"
    r"|\bv(\d{1,2})\b",
    re.IGNORECASE,
)


def text_key(text: str) -> str:
    """Equal for texts that differ in nothing but white space, letter case and punctuation."""
    return hashlib.sha256(" ".join(_words(text)).encode("utf-8", "surrogatepass")).hexdigest()


def linked(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents in their order, with the origin of each reprint and the successor of each older version."""
    origins = dict(_reprints(documents))
    successors = dict(_older_versions(documents))
    return tuple(replace(one, origin=origins.get(one.id), superseded_by=successors.get(one.id)) for one in documents)


class _Sketch(Struct, frozen=True):
    document: Document
    shingles: frozenset[int]

    @property
    def lowest(self) -> list[int]:
        return nsmallest(SKETCH, self.shingles)

    @property
    def numbers(self) -> Counter[str]:
        return Counter(NUMBER.findall(self.document.text))


def _reprints(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """(id, id of its origin) for each reprint."""
    earlier: dict[int, list[_Sketch]] = defaultdict(list)
    for document in sorted(documents, key=_age):
        sketch = _Sketch(document, _shingles(document.text))
        if len(sketch.shingles) < FEWEST_SHINGLES:
            continue
        lowest = sketch.lowest
        origin = next((one for one in _candidates(lowest, earlier) if _is_reprint(sketch, one)), None)
        if origin:
            yield document.id, origin.document.id
            continue
        for shingle in lowest:
            earlier[shingle].append(sketch)


def _candidates(lowest: Sequence[int], earlier: dict[int, list[_Sketch]]) -> list[_Sketch]:
    """Earlier texts that share half of the sketch, the most similar first."""
    sharing = [one for shingle in lowest for one in earlier.get(shingle, ())[-MOST_CANDIDATES:]]
    shared = Counter(one.document.id for one in sharing)
    found = {one.document.id: one for one in sharing if shared[one.document.id] * 2 >= len(lowest)}
    return [found[id] for id in sorted(found, key=lambda id: (-shared[id], id))]


def _is_reprint(later: _Sketch, earlier: _Sketch) -> bool:
    first, second = earlier.document.published, later.document.published
    if first and second and second - first > REPRINTED_WITHIN:
        return False
    shared = len(later.shingles & earlier.shingles)
    if shared < SIMILAR * len(later.shingles | earlier.shingles):
        return False
    return later.numbers <= earlier.numbers or earlier.numbers <= later.numbers


def _shingles(text: str) -> frozenset[int]:
    words = [_number_of(word) for word in _words(text[:COMPARED])]
    # Of numbers, hash() gives the same in every run, and without a call for each shingle.
    return frozenset(map(hash, zip(*(words[start:] for start in range(SHINGLE_WORDS)), strict=False)))


@lru_cache(maxsize=100_000)
def _number_of(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _older_versions(documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
    """(id, id of the newest version) for each document that a newer version replaces."""
    reports: dict[tuple[str, str], list[Document]] = defaultdict(list)
    for document in documents:
        if document.publisher and document.title:
            reports[document.publisher.casefold(), _report(document.title)].append(document)
    for versions in reports.values():
        if len(versions) > 1 and any(_is_numbered(one.title or "") for one in versions):
            *older, newest = sorted(versions, key=lambda one: (_revision(one.title or ""), _age(one)))
            yield from ((one.id, newest.id) for one in older)


def _report(title: str) -> str:
    """The title without what marks a version."""
    return " ".join(_words(MARK.sub(" ", title)))


def _is_numbered(title: str) -> bool:
    return bool(MARK.search(title) or re.search(r"(?:\bno\.?|#|n°|№|رقم)\s*\d", title, re.IGNORECASE))


def _revision(title: str) -> int:
    """0 for a first version, 1 for one marked as corrected, else the number of the version.

    >>> [_revision(title) for title in ("Field note 12", "CORRECTED: Field note 12", "Field note 12 v3")]
    [0, 1, 3]
    """
    return max((int(match[1] or match[2] or 1) for match in MARK.finditer(title)), default=0)


def _age(document: Document) -> tuple[date, str]:
    """Sorts the oldest first, undated ones last, and does not depend on the order in which files are found."""
    return document.published or date.max, document.path


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())
