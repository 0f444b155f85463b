"""Who is it that says so? The names of organisations in four languages, their kind, and what they count themselves.

sources.toml is the table. "Turkish Ministry of Defense" and "ministère turc de la Défense" are one source; a name that
the table does not have stays as the text writes it.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sitrep.errors import ProfileError
from sitrep.reference import FOLDER, checked, indicators, read_toml
from sitrep.reference.places import candidates, demonym, fold, labels

__all__ = ["FIRST_HAND", "Source", "is_unnamed", "normal"]

SOURCES = FOLDER / "sources.toml"
LANGUAGES = ("en", "fr", "es", "ar")

ONE_NAME = "A name leads to one source: write it in one entry only."

FIRST_HAND = 1
"""The rank of a source for what it counts itself."""

Kind: TypeAlias = Literal["un", "red_cross", "ngo", "government", "military", "media", "monitor", "academic"]


class Source(Struct, frozen=True, kw_only=True):
    """An organisation that gives figures."""

    name: str
    """The form that is printed: "OCHA", "Ministry of Defence (Türkiye)"."""
    kind: Kind
    first_hand: tuple[str, ...] = ()
    """Ids of the indicators that it counts itself."""
    names: tuple[str, ...] = ()
    """Its other names, in all languages."""
    generic: bool = False
    """Whether every country has one of its own."""
    country: str | None = None
    """ISO 3166-1 alpha-3, where the text names the country of a generic one."""

    def rank(self, indicator: str) -> int:
        """How near it is to what such a figure counts, 1 the nearest."""
        return FIRST_HAND if indicator in self.first_hand else _ranks()[self.kind]


@lru_cache(maxsize=8192)
def is_unnamed(name: str) -> bool:
    """Whether it is nobody in particular, so that two texts need not mean the same people.

    >>> is_unnamed("local residents"), is_unnamed("the Sudan Doctors' Union")
    (True, False)
    """
    return set(_plain(name).split()) <= _unnamed() | _around() and normal(name) is None


@lru_cache(maxsize=8192)
def normal(name: str) -> Source | None:
    """The source that a text's words name, or None where the table does not have it.

    >>> normal("UN Office for the Coordination of Humanitarian Affairs").name
    'OCHA'
    >>> normal("the Turkish Defense Ministry").name
    'Ministry of Defence (Türkiye)'
    """
    # "National Emergency Council (CONASUR)": either name will do.
    outside, _, inside = name.partition("(")
    for text in (name, outside, inside) if inside else (name,):
        words = tuple(_plain(text).split())
        if found := _named().get(" ".join(words)) or _named().get(" ".join(_bare(words))) or _national(words):
            return found
    return None


def _national(words: tuple[str, ...]) -> Source | None:
    """The source that every country has one of, with the country that is named beside it."""
    for start, end, country in _countries(words):
        # "Turkey said": its government did.
        generic = _named().get(" ".join(_bare(words[:start] + words[end:])) or fold("Government"))
        if generic and generic.generic:
            label = labels(f"iso:{country}").get("en", country)
            return replace(generic, name=f"{generic.name} ({label})", country=country)
    return None


def _plain(name: str) -> str:
    # "l’Intérieur", "Türkiye’s": the apostrophe stands where another language has a space.
    return fold(name.replace("’s ", " ").replace("'s ", " ").replace("’", " ").replace("'", " "))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the words around a name."""
    around = _around()
    start, end = 0, len(words)
    while start < end and words[start] in around:
        start += 1
    while end > start and words[end - 1] in around:
        end -= 1
    return words[start:end]


def _countries(words: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Every stretch of up to four words that is a country or a people, longest first."""
    found = []
    for length in (4, 3, 2, 1):
        for start in range(len(words) - length + 1):
            if country := _country(" ".join(words[start : start + length])):
                found.append((start, start + length, country))
    return found


def _country(text: str) -> str | None:
    if country := next((country for lang in LANGUAGES if (country := demonym(text, lang))), None):
        return country
    return next((row.country for row in candidates(text) if row.kind == "country"), None)


@cache
def _file() -> Mapping[str, Any]:
    return read_toml(SOURCES)


@cache
def _table() -> Mapping[str, Source]:
    return {key: _source(key, entry) for key, entry in _file()["source"].items()}


def _source(key: str, entry: object) -> Source:
    source = checked(SOURCES, key, entry, Source, "name")
    if unknown := set(source.first_hand) - indicators().keys():
        raise ProfileError(
            f"{key}.first_hand: {unknown.pop()!r} is not an indicator", "See indicators.toml.", path=SOURCES
        )
    return source


@cache
def _named() -> Mapping[str, Source]:
    """Folded name to source; the form without the small words around it only where nothing else has that name."""
    exact: dict[str, Source] = {}
    shorter: dict[str, Source] = {}
    for source in _table().values():
        for name in (source.name, *source.names):
            words = tuple(_plain(name).split())
            shorter.setdefault(" ".join(_bare(words)), source)
            other = exact.setdefault(" ".join(words), source)
            if other is not source:
                raise ProfileError(f"{source.name}: {name!r} is already {other.name}", ONE_NAME, path=SOURCES)
    return shorter | exact


@cache
def _around() -> frozenset[str]:
    return _words_of("around")


@cache
def _unnamed() -> frozenset[str]:
    return _words_of("unnamed")


def _words_of(section: str) -> frozenset[str]:
    return frozenset(word for phrase in _file()[section]["words"] for word in fold(phrase).split())


@cache
def _ranks() -> Mapping[str, int]:
    ranks: Mapping[str, int] = _file()["rank"]
    return ranks
