"""Quantities as sources state them ("1 TB", "9 × 5 × 1 cm", "约 0.5 升"), and what they are in another unit.

pint converts, in exact decimals, with the units of ``data/units.toml`` alone; it is imported when two units first have
to be brought together. Binary and decimal units of information are told apart as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from desktop_client.commerce.meaning.concepts import read_table
from desktop_client.commerce.meaning.folding import fold

if TYPE_CHECKING:
    import pint

SIGNIFICANT = 4
"""Digits that a converted amount keeps."""

_EXACT = Context(prec=15)
"""A third of something has no end in decimals; what differs from a round figure only behind so many digits is one."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,9}(?:[.,]\d{1,6})?"
_TIMES = re.compile(r"\s*[x×*✕]\s*", re.IGNORECASE)
_PART = re.compile(rf"(?P<sign>[-−]?)(?P<number>{_NUMBER})\s*-?(?P<unit>[^\d\s(（][^\d(（]*)?")
_ABOUT = re.compile(r"^(?:约为?|大约|approx(?:\.|imately)?|about|ca\.?|~|≈)\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(（].*$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount, or several that belong together (the sides of a box), in one ``unit`` of the table."""

    amounts: tuple[Decimal, ...]
    unit: str


@lru_cache(maxsize=8_192)
def read_quantity(text: str) -> Quantity | None:
    """The quantity that a whole value states; None where it states none, several units, or more than a quantity.

    What stands in brackets behind it is passed over: it says the same in another unit.
    """
    parts = [_PART.fullmatch(part) for part in _TIMES.split(_ASIDE.sub("", _ABOUT.sub("", text.strip())))]
    if not parts or len(parts) > 4:
        return None
    amounts, units = [], set()
    for part in parts:
        if part is None:
            return None
        amounts.append(_amount(part["number"]) * (-1 if part["sign"] else 1))
        if part["unit"]:
            units.add(_unit(part["unit"].strip()))
    unit = units.pop() if len(units) == 1 else None
    return Quantity(tuple(amounts), unit) if unit is not None and parts[-1] and parts[-1]["unit"] else None


def _amount(number: str) -> Decimal:
    """A comma before exactly three digits parts thousands, any other one is the decimal sign."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        return Decimal(number.replace(",", ""))
    return Decimal(number.replace(",", "."))


def in_unit(quantity: Quantity, unit: str) -> Quantity | None:
    """The same in another unit, to 15 digits; None where one can't be expressed in the other."""
    if quantity.unit == unit:
        return quantity
    registry = _registry()
    if registry.get_dimensionality(quantity.unit) != registry.get_dimensionality(unit):
        return None
    converted = (registry.Quantity(amount, quantity.unit).to(unit).magnitude for amount in quantity.amounts)
    return Quantity(tuple(_EXACT.create_decimal(amount) for amount in converted), unit)


@lru_cache(maxsize=8_192)
def base_amounts(quantity: Quantity) -> tuple[str, tuple[Decimal, ...]]:
    """The same in the base units of its kind: equal for all that is equal, in whatever units it was stated."""
    registry = _registry()
    found = [registry.Quantity(amount, quantity.unit).to_base_units() for amount in quantity.amounts]
    amounts = (_EXACT.create_decimal(amount.magnitude).normalize() for amount in found)
    return str(found[0].units), tuple(amounts)


def common_unit(quantities: Iterable[Quantity]) -> str | None:
    """The unit that most of these are in, of equals the first; None where they aren't of one kind."""
    counts: dict[str, int] = {}
    for quantity in quantities:
        counts[quantity.unit] = counts.get(quantity.unit, 0) + 1
    if not counts:
        return None
    most = max(counts, key=lambda unit: counts[unit])
    return most if all(in_unit(Quantity((Decimal(1),), unit), most) for unit in counts) else None


def quantity_words(quantity: Quantity) -> tuple[str, bool]:
    """The quantity with its unit's symbol, and whether digits had to be left out."""
    shown = [_shortened(amount) for amount in quantity.amounts]
    exact = all(short == amount for short, amount in zip(shown, quantity.amounts, strict=True))
    numbers = " × ".join(_plain(amount) for amount in shown)
    return f"{numbers}\u00a0{_units()[quantity.unit]['symbol']}", exact


def _shortened(amount: Decimal) -> Decimal:
    if not amount:
        return amount
    places = SIGNIFICANT - 1 - amount.adjusted()
    return round(amount, max(0, places))


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _units() -> Mapping[str, Mapping[str, Any]]:
    return read_table("units")


@cache
def _spelled() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """How units are written -> their names: as it stands, and in lower case where that means one unit only."""
    exact: dict[str, str] = {}
    lower: dict[str, set[str]] = {}
    for name, row in _units().items():
        for written in (row["symbol"], name.replace("_", " "), *row["spelled"]):
            exact[written] = name
            lower.setdefault(written.lower(), set()).add(name)
    return exact, {written: next(iter(names)) for written, names in lower.items() if len(names) == 1}


def _unit(written: str) -> str | None:
    exact, lower = _spelled()
    return exact.get(written) or lower.get(written.lower().rstrip("."))


@cache
def searched_units() -> Mapping[str, tuple[str, Decimal]]:
    """The units that a search knows, as they are written (folded): the word for their sort, and how many of that sort's
    smallest unit they are. Memory is counted in thousands, as shops do.
    """
    known = {name: row for name, row in _units().items() if "searched" in row}
    smallest: dict[str, Decimal] = {}
    for name, row in known.items():
        smallest[row["searched"]] = min(_scale(name), smallest.get(row["searched"], _scale(name)))
    return {
        fold(written): (row["searched"], _scale(name) / smallest[row["searched"]])
        for name, row in known.items()
        for written in (row["symbol"], name.replace("_", " "), *row["spelled"], *row.get("also_searched", ()))
    }


MEASURED = frozenset({"metre", "gram", "litre", "second", "watt", "watt_hour", "volt", "ampere_hour", "byte", "lumen"})
"""Units that others are multiples of, in which people set limits to a thing."""
_NO_LIMITS = frozenset({"second", "day", "week", "month", "year"})
"""Units in which they say how old or how soon."""
_OTHER_WORDS = frozenset({"in", "分", "度", "码", "b"})
"""Ways to write units that are more often something else in a sentence."""


@cache
def plain_units() -> Mapping[str, tuple[str, Decimal]]:
    """How the units are written (folded) in which people set limits: the unit that each goes back to, and how many."""
    found: dict[str, tuple[str, Decimal]] = {}
    for name, row in _units().items():
        if _goes_back_to(name) in MEASURED and name not in _NO_LIMITS:
            for written in (row["symbol"], name.replace("_", " "), *row["spelled"], *row.get("also_searched", ())):
                found.setdefault(fold(written), (_goes_back_to(name), _scale(name)))
    return {written: unit for written, unit in found.items() if written not in _OTHER_WORDS}


def _goes_back_to(name: str) -> str:
    multiple = _MULTIPLE.fullmatch(_units()[name]["is"])
    return _goes_back_to(multiple[2]) if multiple else name


_MULTIPLE = re.compile(r"(\d+(?:\.\d+)?) (\w+)")


def _scale(name: str) -> Decimal:
    """How many of the unit that it goes back to a unit is, where it is simply a number of another; else 1."""
    multiple = _MULTIPLE.fullmatch(_units()[name]["is"])
    return Decimal(multiple[1]) * _scale(multiple[2]) if multiple else Decimal(1)


def prepare() -> None:
    """Import pint and let it read the units: half a second that is better spent before a table is opened."""
    _registry()


@cache
def _registry() -> pint.UnitRegistry[Any]:
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal)
    registry.load_definitions([f"{name} = {row['is']}" for name, row in _units().items()])
    return registry
