"""What does a deadline ask for? The same deed, whatever the words and the language (deeds.toml)."""

from collections.abc import Mapping
from functools import cache

from sitrep.languages import fold
from sitrep.reference import FOLDER, read_toml

__all__ = ["deeds"]


@cache
def deeds() -> Mapping[str, str]:
    """Folded word → deed."""
    table = read_toml(FOLDER / "deeds.toml")
    return {
        fold(word): deed for deed, languages in table.items() for words in languages.values() for word in words.split()
    }
