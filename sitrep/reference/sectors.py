"""Which sector of the response is it? What a figure counts → a cluster's sector (sectors.toml)."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from sitrep.languages import fold
from sitrep.reference import FOLDER, read_rows

__all__ = ["Sector", "sector_of", "sectors"]


class Sector(Struct, frozen=True, kw_only=True):
    """One sector."""

    id: str
    words: Mapping[str, str]
    """What is counted in it, by language, separated by spaces."""
    indicators: tuple[str, ...] = ()
    """Whose figures belong to it whatever they count."""


@cache
def sectors() -> Mapping[str, Sector]:
    """All sectors by id, in print order. Raises ProfileError where the table is wrong."""
    return MappingProxyType(read_rows(FOLDER / "sectors.toml", Sector))


def sector_of(indicator: str, subject: str, lang: str) -> str | None:
    """The sector that a figure belongs to; None where neither its indicator nor its words name one."""
    by_word, by_indicator = _known(lang)
    words = re.findall(r"\w+", fold(subject))
    return by_indicator.get(indicator) or next((by_word[word] for word in words if word in by_word), None)


@cache
def _known(lang: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Folded word → Sector.id, and indicator → Sector.id."""
    by_word = {fold(word): one.id for one in sectors().values() for word in one.words.get(lang, "").split()}
    return by_word, {name: one.id for one in sectors().values() for name in one.indicators}
