"""Who says it? The source that the text names, in its normal form, else the publisher.

A short name that a text uses for a fuller one of its own ("the ministry" after "Turkish Ministry of Defense") is the
fuller one where only one fits.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from msgspec import Struct

from sitrep.languages import fold
from sitrep.model import Document, Figure, Profile
from sitrep.reference.populations import groups
from sitrep.reference.sources import is_unnamed, normal

__all__ = ["Source", "Sources", "fuller_names"]

UNRANKED = 9
"""For a source that no table knows: behind every kind that has a rank."""


class Source(Struct, frozen=True):
    """Who says something."""

    name: str
    """In the normal form."""
    rank: int
    """1 the best, for such figures."""
    is_publisher: bool
    """True where the text names nobody and the publisher stands in."""
    voice: str
    """Equal where one and the same speaks: the residents of one paper need not be those of another."""


class Sources:
    """The sources of one document's figures."""

    def __init__(
        self, document: Document, documents: Mapping[str, Document], figures: Iterable[Figure], profile: Profile
    ) -> None:
        """documents: all that are known, by id, among them the origin of a reprint."""
        self._profile = profile
        self._publisher = publisher(documents.get(document.origin or "", document))
        named = {figure.source for figure in figures if figure.source}
        self._names = of_this_text(fuller_names(named), self._publisher)

    def of(self, figure: Figure) -> Source:
        """Who says the figure."""
        name = self._names.get(figure.source or "", self._publisher)
        voice = f"{name} ({self._publisher})" if is_unnamed(name) else name
        return Source(name, rank(name, figure.indicator, self._profile), figure.source is None, voice)


def publisher(document: Document) -> str:
    """Whoever published the document; its title or file where nobody says."""
    if document.publisher:
        return normal_name(document.publisher)
    return document.title or PurePosixPath(document.path).name or document.id[:12]


def rank(name: str, indicator: str, profile: Profile) -> int:
    """How near the source is to what such figures count, 1 the nearest. The profile's word goes before the table's."""
    if name in profile.source_ranks:
        return profile.source_ranks[name]
    known = normal(name)
    return known.rank(indicator) if known else UNRANKED


@lru_cache(maxsize=10_000)
def normal_name(name: str) -> str:
    """The form that is printed; as the text has it where no table knows it."""
    known = normal(name)
    return known.name if known else name


def of_this_text(fuller: Mapping[str, str], publisher: str) -> dict[str, str]:
    """The normal form of every name; "the Ministry of Defence" is that of the country whose one the text speaks of."""
    normals = {name: normal_name(full) for name, full in fuller.items()}
    around = {*normals.values(), publisher}
    return {name: _with_country(normal_form, around) for name, normal_form in normals.items()}


def _with_country(name: str, around: Iterable[str]) -> str:
    fitting = [other for other in around if other.startswith(f"{name} (")]
    return fitting[0] if len(fitting) == 1 else name


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
    return frozenset(word for word in fold(name).split() if groups().get(word, word))
