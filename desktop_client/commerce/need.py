"""ShoppingNeed: what is wanted, as chips that the user can edit. It is what is sent; nothing else is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Silence(StrEnum):
    """Why the panel stays empty although something might be sold (promise P14)."""

    HEALTH = "health"
    CRISIS = "crisis"
    MINORS = "minors"
    MEDICINE = "medicine"
    MEDICAL_DEVICE = "medical_device"
    HEALTH_FOOD = "health_food"
    TOBACCO = "tobacco"
    WEAPON = "weapon"


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Bounds in major units, both inclusive; None is open. ``currency`` is ISO 4217, None where none was named."""

    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class ShoppingNeed:
    """What the user looks for, read from their own sentence and editable by them.

    ``text`` are the search words; ``category`` the kind of product in the user's own words ("面膜", "headphones");
    ``must_have`` and ``must_not`` short phrases ("敏感肌", "fragrance"); ``country`` ISO 3166-1 alpha-2.
    """

    text: str
    language: str = "en"
    category: str | None = None
    price: PriceRange = PriceRange()
    must_have: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    country: str | None = None


def kind_is_among_words(need: ShoppingNeed) -> bool:
    """Whether the search words name the kind of thing; then it needs no chip of its own."""
    return bool(need.category) and (need.category or "").casefold() in need.text.casefold()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one sentence: not shopping, silent with a reason, or a need (exactly one of the three)."""

    is_shopping: bool
    silent: Silence | None = None
    need: ShoppingNeed | None = None
