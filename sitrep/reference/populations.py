"""Who or what is counted: the same people or things, whatever the words and the language (populations.toml)."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct, field

from sitrep.languages import fold
from sitrep.reference import FOLDER, read_rows

__all__ = ["EVERYONE", "Population", "groups", "populations"]

EVERYONE = "people"


class Population(Struct, frozen=True, kw_only=True):
    """One group of people, or one kind of thing."""

    id: str
    words: Mapping[str, str]
    """By language, separated by spaces."""
    status: bool = False
    """Whether its words only repeat what an indicator or unit says, so that they say nothing about who is counted."""
    thing: bool = False
    """Whether it is no group of people."""
    parts: tuple[tuple[str, ...], ...] = field(default_factory=tuple)
    """Each a set of groups that together are this one, with nobody missing and nobody counted twice."""


@cache
def populations() -> Mapping[str, Population]:
    """The groups of people by id. Raises ProfileError where the table is wrong."""
    return MappingProxyType({id: row for id, row in _table().items() if not row.thing})


@cache
def _table() -> Mapping[str, Population]:
    return read_rows(FOLDER / "populations.toml", Population)


@cache
def groups() -> Mapping[str, str]:
    """Folded word → Population.id; "" for words that say nothing about who is counted."""
    return {
        fold(word): "" if group.status or group.id == EVERYONE else group.id
        for group in _table().values()
        for words in group.words.values()
        for word in words.split()
    }
