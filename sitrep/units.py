"""The one pint registry: which units there are, which never mix, and how a quantity is restated.

Units stand in reference/units.txt. person, household, item, percent and every ISO 4217 currency are dimensions of
their own, so that adding households to persons or dollars to euros raises.
"""

import math
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pint
from pint import UnitRegistry

from sitrep.errors import MixedUnits

__all__ = ["Quantity", "in_persons", "is_unit", "quantity", "registry", "same_kind", "unit_name"]

Quantity: TypeAlias = pint.Quantity[float]

UNITS = Path(__file__).parent / "reference" / "units.txt"


@cache
def registry() -> UnitRegistry[float]:
    """The registry that every quantity of the program belongs to."""
    units: UnitRegistry[float] = UnitRegistry(str(UNITS))
    pint.set_application_registry(units)  # type: ignore[no-untyped-call]
    return units


@cache
def _unit(name: str) -> pint.Unit:
    return registry().Unit("" if name == "dimensionless" else name)


def quantity(value: float, unit: str) -> Quantity:
    """`value` in a unit of reference/units.txt, such as quantity(16, "kilometer"). Raises for any other unit."""
    return registry().Quantity(value, _unit(unit))


def is_unit(name: str) -> bool:
    """Whether quantity() takes it."""
    try:
        return unit_name(quantity(1, name)) == name
    except (pint.UndefinedUnitError, AttributeError, ValueError):
        return False


def unit_name(value: Quantity) -> str:
    """The name of its unit as the promised JSON writes it: "square_kilometer", "USD", "dimensionless"."""
    # value.units makes a Unit every time, and is asked of every figure more than once.
    items = tuple(value.unit_items())
    if items not in _names:
        _names[items] = str(value.units) or "dimensionless"
    return _names[items]


_names: dict[tuple[tuple[str, Any], ...], str] = {}


def same_kind(first: Quantity, second: Quantity) -> bool:
    """Whether the two may be compared at all."""
    return first.dimensionality == second.dimensionality


def in_persons(value: Quantity, persons_per_household: float | None) -> Quantity:
    """Restate households as persons.

    value: [household] or [person], scalar; [person] comes back as it is.
    persons_per_household: from the profile; None where it gives none.
    Returns whole [person], halves rounded up. Raises MixedUnits for households with no size given.
    """
    name = unit_name(value)
    if name == "person":
        return value
    if name != "household":
        raise MixedUnits(f"{value} are not persons or households")
    if persons_per_household is None:
        raise MixedUnits(
            f"{value} cannot become persons: the profile gives no household size",
            "Write household_size, with household_size_source, in situation.toml.",
        )
    return quantity(math.floor(value.magnitude * persons_per_household + 0.5), "person")
