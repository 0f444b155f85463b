"""Who says it? The source that the text names, in its normal form, else the publisher.

A short name that a text uses for a fuller one of its own ("the ministry" after "Turkish Ministry of Defense") is the
fuller one where only one fits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from sitrep.languages import fold
from sitrep.model import Document, Profile
from sitrep.reference.populations import groups

__all__ = ["Source", "fuller_names", "named", "publisher"]

UNRANKED = 50
"""For a source that no table knows: behind every source that has a rank."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something."""

    name: str
    """In the normal form."""
    rank: int
    """1 the best."""
    is_publisher: bool
    """True where the text names nobody and the publisher stands in."""


def named(name: str, profile: Profile) -> Source:
    """The source that a text names."""
    return Source(name, profile.source_ranks.get(name, UNRANKED), False)


def publisher(document: Document, documents: Mapping[str, Document], profile: Profile) -> Source:
    """Whoever first published the document; the file's name where nobody says."""
    first = documents.get(document.origin or "", document)
    name = first.publisher or first.title or PurePosixPath(first.path).name or first.id[:12]
    return Source(name, profile.source_ranks.get(name, UNRANKED), True)


def fuller_names(names: Iterable[str]) -> dict[str, str]:
    """For every name of one text the only fuller one that it can stand for, else the name itself.

    >>> fuller_names(["the ministry", "Turkish Ministry of Defense"])["the ministry"]
    'Turkish Ministry of Defense'
    """
    words = {name: _words(name) for name in names}
    return {name: _fullest(name, words) for name in words}


def _fullest(name: str, words: Mapping[str, frozenset[str]]) -> str:
    fuller = [other for other, said in words.items() if words[name] and words[name] < said]
    fullest = [one for one in fuller if not any(words[one] < words[other] for other in fuller)]
    return fullest[0] if len(fullest) == 1 else name


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in fold(name).replace("’", "'").split() if groups().get(word, word))
