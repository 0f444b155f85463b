"""How do values stand in the store? Frozen types ⇄ JSON, with nothing lost."""

from functools import lru_cache
from typing import Any, TypeVar

import msgspec
import pint

from sitrep.errors import UsageError
from sitrep.units import quantity, unit_name

__all__ = ["from_json", "to_json"]

Value = TypeVar("Value")

_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def to_json(value: Any) -> str:
    """The value as JSON, the same text for the same value."""
    return msgspec.json.encode(value, enc_hook=_encoded, order="deterministic").decode()


def from_json(text: str, type: type[Value]) -> Value:
    """The value that to_json wrote."""
    if type not in _decoders:
        _decoders[type] = msgspec.json.Decoder(type, dec_hook=_decoded)
    try:
        value: Value = _decoders[type].decode(text)
    except msgspec.MsgspecError as error:
        raise UsageError(
            f"the store is damaged: a {getattr(type, '__name__', type)} in it cannot be read: {error}",
            "Put the last backup in its place; sitrep store verify says more.",
        ) from error
    return value


def _encoded(value: Any) -> Any:
    if isinstance(value, pint.Quantity):
        return [value.magnitude, unit_name(value)]
    raise NotImplementedError(f"{type(value).__name__} has no form in the store")


def _decoded(type: Any, value: Any) -> Any:
    return _quantity(*value)


# Quantities are never changed in place (STYLE), so figures may share them; making one anew is most of the reading.
@lru_cache(maxsize=100_000)
def _quantity(magnitude: float, unit: str) -> Any:
    return quantity(magnitude, unit)
