"""What an attack is: one offer rewritten by its seller, who knows the need and the row that stands first."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.ranking import Order


@dataclass(frozen=True, slots=True)
class Aim:
    """What the seller knows: the need, and the offer that stands first without the attack."""

    need: ShoppingNeed
    first: Offer

    @property
    def chinese(self) -> bool:
        return self.need.language == "zh"

    def words(self) -> list[str]:
        """Every word of the need: search words, kind and wishes, each once."""
        said = [self.need.category or "", *self.need.must_have, *self.need.text.split()]
        return list(dict.fromkeys(word for word in said if word))

    def claims(self) -> list[str]:
        """What a title says in passing of an offer that has all that is wished for and nothing of what is ruled out."""
        without = [f"无{word}" if self.chinese else f"{word}-free" for word in self.need.must_not]
        return [*self.need.must_have, *without]

    def joined(self, words: list[str]) -> str:
        return (" " if not self.chinese else "").join(words)


Rewrite = Callable[[Offer, Aim, random.Random], Offer]


class Limit(StrEnum):
    """What the rule allows an attack: nothing, one place, or as much as an honest offer that says the same."""

    NOTHING = "nothing"
    ONE_PLACE = "one place"
    AS_HONEST = "as an honest offer"


@dataclass(frozen=True, slots=True)
class Attack:
    """One way: ``controls`` are the fields that it writes, ``limit`` what the rule allows it.

    ``adds``: the rewritten offer is put beside the seller's own, which stays as it is (a decoy). ``order`` is the one
    that the attack is after; ``without_attributes`` is its limit on a shelf whose offers state none.
    """

    name: str
    controls: tuple[str, ...]
    rewrite: Rewrite
    limit: Limit = Limit.NOTHING
    adds: bool = False
    order: Order = Order.RELEVANCE
    without_attributes: Limit | None = None


def missing(offer: Offer, words: list[str]) -> list[str]:
    """Those of the words that the offer's title does not hold."""
    title = offer.title.casefold()
    return [word for word in words if word.casefold() not in title]
