"""What does not depend on a language: tables that a person can edit, read once and checked on the way in.

indicators.toml  what a number can count, in order of precedence
places.toml      places and spellings that no gazetteer has; places.sqlite has the rest (places.py)
sources.toml     who says so (sources.py)
units.txt        the units (sitrep/units.py)
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import fields

from sitrep.errors import ProfileError

__all__ = ["FOLDER", "Indicator", "indicators", "read_rows", "read_toml"]

FOLDER = Path(__file__).parent

Theme: TypeAlias = Literal["people", "casualties", "damage", "response", "funding", "access", "other"]
Sensitivity: TypeAlias = Literal["public", "partners", "internal"]
Row = TypeVar("Row")


class Indicator(Struct, frozen=True, kw_only=True):
    """What a number can count."""

    id: str
    theme: Theme
    """The chapter of the brief that it stands in."""
    icon: str
    """Name of an OCHA humanitarian icon: templates/base/icons/<icon>.svg."""
    hxl: str
    """HXL tag with attributes, such as "#affected+killed+ind"."""
    sensitivity: Sensitivity = "public"
    """The widest audience that may read it; a stricter brief withholds it."""
    stock_flow: bool = False
    """Whether a figure of it is a stock or a flow, which never add."""

    @property
    def label(self) -> str:
        """Key of its name in templates/base/labels/<lang>.toml."""
        return f"indicator.{self.id}"


@cache
def indicators() -> Mapping[str, Indicator]:
    """All indicators by id. Where two fit a number, the earlier one wins."""
    return MappingProxyType(read_rows(FOLDER / "indicators.toml", Indicator))


def read_toml(path: Path) -> dict[str, Any]:
    """The file as it stands. Raises ProfileError with file and line where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(str(error), "Write it as https://toml.io describes.", path=path) from error


def read_rows(path: Path, row: type[Row], name: str = "id") -> dict[str, Row]:
    """A TOML file of tables, each checked against a dataclass.

    name: the field that takes the table's key.
    Returns the rows by key, in the file's order. Raises ProfileError with file, key and the value found.
    """
    return {key: checked(path, key, table, row, name) for key, table in read_toml(path).items()}


def checked(path: Path, key: str, table: Any, row: type[Row], name: str = "id") -> Row:
    """One table as a `row`; an unknown key is an error, so that no misspelt one is lost."""
    known = [field.name for field in fields(row) if field.name != name]  # type: ignore[arg-type]
    if not isinstance(table, dict):
        raise ProfileError(f"{key}: {table!r} is not a table", f"Write {key} = {{ … }}.", path=path)
    if unknown := sorted(table.keys() - set(known)):
        raise ProfileError(f"{key}.{unknown[0]}: unknown key", f"Known keys: {', '.join(known)}.", path=path)
    try:
        return msgspec.convert({name: key} | table, row)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{key}: {error}", "Compare the entries above and below it.", path=path) from error
