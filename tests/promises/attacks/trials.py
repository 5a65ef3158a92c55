"""Attacks tried out: on honest shelves, for several needs in both languages, by sellers drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache

from promises.attacks import fields, free_text, titles
from promises.attacks.attack import Aim, Attack, Limit
from standins.offers import SUITABLE, mask

from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.ranking import Order, rank
from desktop_client.commerce.shelf import sample_shelf

NOW = sample_shelf.PRICED_AT + timedelta(days=20)
ATTACKS: tuple[Attack, ...] = (*free_text.ATTACKS, *titles.ATTACKS, *fields.ATTACKS)
SELLERS = 10
"""How many offers each attack is tried on for each need: most from the list, some from outside of it."""

NEEDS = (
    ShoppingNeed("face mask sensitive skin", "en", "face mask", must_have=("sensitive skin",)),
    ShoppingNeed("face mask", "en", "face mask", must_have=("sensitive skin",), must_not=("fragrance",)),
    ShoppingNeed("wireless headphones", "en", "headphones", must_have=("noise cancelling", "bluetooth")),
    ShoppingNeed("quiet mechanical keyboard", "en", "keyboard", must_have=("quiet",)),
    ShoppingNeed("hiking backpack", "en", "backpack", must_have=("waterproof",)),
    ShoppingNeed("gaming mouse", "en", "mouse", PriceRange(high=Decimal(90), currency="USD")),
    ShoppingNeed("ceramic pan", "en"),
    ShoppingNeed("敏感肌 面膜", "zh", "面膜", must_have=("敏感肌",)),
    ShoppingNeed("面膜", "zh", "面膜", must_have=("敏感肌",), must_not=("香精", "酒精")),
    ShoppingNeed("蓝牙 耳机", "zh", "耳机", must_have=("降噪", "蓝牙")),
    ShoppingNeed("静音 机械 键盘", "zh", "键盘", must_have=("静音",)),
    ShoppingNeed("徒步 双肩包", "zh", "双肩包", must_have=("防水",)),
    ShoppingNeed("游戏 鼠标", "zh", "鼠标", PriceRange(high=Decimal(400), currency="CNY")),
    ShoppingNeed("陶瓷 锅", "zh"),
)

SILENT = (
    *(
        mask(f"zh-silent-{i}", f"{name}面膜 5片", form="贴片", pack="5片", origin="中国")
        for i, name in enumerate(("茶树", "蜂蜜", "海藻", "玫瑰"))
    ),
    *(
        mask(
            f"en-silent-{i}",
            f"{name} mask, 5 sheets",
            category="Face masks",
            form="sheet",
            pack="5 sheets",
            origin="EU",
        )
        for i, name in enumerate(("Tea tree", "Honey", "Seaweed", "Rose"))
    ),
)
"""Masks that say nothing about skin or fragrance."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Honest offers. ``states``: they have attributes; a plain feed has titles, kinds and prices only."""

    name: str
    offers: tuple[Offer, ...]
    states: bool


@cache
def shelves() -> tuple[Shelf, ...]:
    sample = tuple(sample_shelf.offers())
    return (
        Shelf("sample shelf", sample, states=True),
        Shelf("masks", (*SUITABLE, *SILENT), states=True),
        Shelf("plain feed", tuple(replace(offer, attributes={}) for offer in sample), states=False),
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one attack by one seller: the offer's place before and after; one past the last is outside."""

    attack: Attack
    need: ShoppingNeed
    shelf: Shelf
    before: int
    after: int

    @property
    def gain(self) -> int:
        return self.before - self.after

    def entered(self, top: int) -> bool:
        return self.after <= top < self.before

    @property
    def limit(self) -> Limit:
        bare = self.attack.without_attributes
        return bare if bare is not None and not self.shelf.states else self.attack.limit


def places(need: ShoppingNeed, offers: Sequence[Offer], order: Order) -> list[tuple[str, str]]:
    """The keys of the offers in their order."""
    return [row.offer.key for row in rank(need, offers, order=order, now=NOW).rows]


def place(key: tuple[str, str], listed: list[tuple[str, str]]) -> int:
    return listed.index(key) + 1 if key in listed else len(listed) + 1


def tried(attack: Attack, need: ShoppingNeed, shelf: Shelf) -> Iterator[Trial]:
    """One attack on one shelf, by sellers drawn by lot."""
    lottery = random.Random(f"{attack.name}/{need}/{shelf.name}")
    honest = places(need, shelf.offers, attack.order)
    if not honest:
        return
    by_key = {offer.key: offer for offer in shelf.offers}
    aim = Aim(need, by_key[honest[0]])
    for key in _sellers(honest, shelf.offers, SELLERS, lottery):
        rewritten = attack.rewrite(by_key[key], aim, lottery)
        rest = shelf.offers if attack.adds else tuple(offer for offer in shelf.offers if offer.key != key)
        listed = places(need, (*rest, rewritten), attack.order)
        yield Trial(attack, need, shelf, place(key, honest), place(key, listed))


def _sellers(
    honest: list[tuple[str, str]], offers: Iterable[Offer], count: int, lottery: random.Random
) -> list[tuple[str, str]]:
    outside = sorted({offer.key for offer in offers} - set(honest))
    inside = lottery.sample(honest[1:], min(len(honest) - 1, count - 2))
    return [*inside, *lottery.sample(outside, min(2, len(outside)))]


@cache
def every_trial(*, states: bool) -> tuple[Trial, ...]:
    """All attacks on all shelves whose offers state attributes, or on those whose offers don't."""
    return tuple(
        trial
        for attack in ATTACKS
        for shelf in shelves()
        if shelf.states is states
        for need in NEEDS
        for trial in tried(attack, need, shelf)
    )
