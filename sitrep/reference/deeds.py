"""What does a deadline ask for? The same deed, whatever the words and the language (deeds.toml)."""

from collections.abc import Mapping
from functools import cache

from sitrep.languages import fold
from sitrep.reference import FOLDER, read_toml

__all__ = ["RENEW", "about", "deeds"]

RENEW = "renew"


@cache
def deeds() -> Mapping[str, str]:
    """Folded word → deed."""
    return _words("deed")


@cache
def about() -> Mapping[str, str]:
    """The same, of deeds that are done about another one: to agree on a truce, to renew it."""
    return _words("about")


def _words(section: str) -> Mapping[str, str]:
    table = read_toml(FOLDER / "deeds.toml")[section]
    return {
        fold(word): deed for deed, languages in table.items() for words in languages.values() for word in words.split()
    }
