"""Chips: the parts of a need as the user sees and edits them, one condition each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_client.commerce.need import PriceRange


class ChipKind(StrEnum):
    """Which part of the need a chip stands for."""

    CATEGORY = "category"
    MUST_HAVE = "must_have"
    MUST_NOT = "must_not"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition; ``text`` as it stands in the need, a price as ``3000..5000 CNY`` with an open end left out."""

    kind: ChipKind
    text: str

    @classmethod
    def of_price(cls, wanted: PriceRange) -> Chip:
        """The chip of a price range."""
        low = "" if wanted.low is None else format(wanted.low, "f")
        high = "" if wanted.high is None else format(wanted.high, "f")
        return cls(ChipKind.PRICE, f"{low}..{high} {wanted.currency or ''}".strip())
