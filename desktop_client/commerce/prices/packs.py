"""Pack sizes as titles and attributes state them (「25ml×10片」, "2 x 500 ml"), and the price for one unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import combinations

from desktop_client.commerce.meaning.concepts import common_name, table
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.money import Money

_MEASURES: Mapping[str, tuple[str, Decimal]] = {
    "ml": ("ml", Decimal(1)),
    "毫升": ("ml", Decimal(1)),
    "cl": ("ml", Decimal(10)),
    "dl": ("ml", Decimal(100)),
    "l": ("ml", Decimal(1000)),
    "升": ("ml", Decimal(1000)),
    "litre": ("ml", Decimal(1000)),
    "liter": ("ml", Decimal(1000)),
    "fl oz": ("ml", Decimal("29.5735295625")),
    "mg": ("g", Decimal("0.001")),
    "g": ("g", Decimal(1)),
    "克": ("g", Decimal(1)),
    "kg": ("g", Decimal(1000)),
    "千克": ("g", Decimal(1000)),
    "公斤": ("g", Decimal(1000)),
    "斤": ("g", Decimal(500)),
    "oz": ("g", Decimal("28.349523125")),
    "lb": ("g", Decimal("453.59237")),
}
"""What sizes are measured in -> (base unit, how many of it)."""

_OF_THE_THING = frozenset({"weight", "product weight", "item weight", "重量", "capacity"})
"""Attributes, folded, that measure the thing; "net weight" and 净含量 measure what one gets."""

_CENT = Decimal("0.01")

_USED_UP = frozenset({
    "skin_care", "hair_mask", "hand_mask", "shampoo", "conditioner", "body_wash", "hand_cream", "perfume", "toothpaste",
    "coffee", "tea", "laundry_detergent", "tissue", "cat_food", "dog_food", "cat_litter", "snack", "toner_cartridge",
    "ink_cartridge", "body_lotion", "hair_oil", "hair_dye", "deodorant", "foundation", "concealer", "face_powder",
    "blush", "eye_shadow", "mascara", "eyeliner", "lipstick", "nail_polish",
})  # fmt: skip
"""The kinds that are bought by weight or volume. What a thing of another known kind holds or weighs is its own size."""

_TOY = "toy"
"""The kind of goods that are made of pieces: puzzles and building blocks."""

PER: Mapping[str, int] = {"piece": 1, "g": 100, "ml": 100}
"""How many base units a unit price is for: a piece, 100 g, 100 ml."""

_AMOUNT = (
    r"(?P<amount>\d+(?:[.,]\d+)?)\s?"
    r"(?P<measure>fl\.? ?oz|毫升|千克|公斤|litres?|liters?|ml|cl|dl|kg|mg|lb|oz|克|升|斤|g|l)(?![a-z])"
)
_EACH = "sheets?|pieces?|pcs?|pc\\(s\\)|masks?|pads?|wipes?|capsules?|pods?|tablets?|片|枚|贴|张|粒|颗|抽"
_HOLDER = "bags|bottles|cans|sachets|rolls?|pairs?|packs?|count|ct|包|袋|支|瓶|罐|卷|双|只|条|块|对|个|盒"
_NOUN = rf"(?P<noun>(?P<each>{_EACH})|(?:{_HOLDER}))(?![a-z0-9月持架邮肩])"
_TIMES = r"\s?[x×*✕]\s?"
_COUNT = r"(?<![\d.])(?P<count>\d{1,4})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_AMOUNT}(?:\s?/\s?(?:{_EACH}|{_HOLDER}))?{_TIMES}{_COUNT}(?!\d)\s?(?:{_NOUN})?",
        rf"{_COUNT}\s?(?:{_NOUN})?{_TIMES}{_AMOUNT}(?:\s?(?P<last>{_EACH}))?",
        rf"{_COUNT}{_TIMES}(?P<times>\d{{1,4}})(?!\d)\s?{_NOUN}",
        rf"{_COUNT}\s?{_NOUN}{_TIMES}(?P<times>\d{{1,4}})(?!\d)",
        rf"{_COUNT}[\s-]?{_NOUN}",
        rf"(?:pack|set|box) of {_COUNT}(?!\d)",
        rf"(?<![\d.a-z])(?![2-6]g){_AMOUNT}",
    )
)
"""Tried in this order; the first that stands in a text counts."""
_COUNTED = re.compile(rf"{_COUNT}[\s-]?(?:{_EACH})(?![a-z0-9月持架邮肩])")


@dataclass(frozen=True, slots=True)
class Pack:
    """What a price buys: ``count`` pieces, and in each ``amount`` of ``unit`` (g or ml) where that is stated.

    ``by_piece``: the pieces are what one uses up (sheets, capsules), not bottles or bags of something measured.
    """

    count: int = 1
    amount: Decimal | None = None
    unit: str | None = None
    by_piece: bool = False


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """Exact price for ``per`` of ``unit`` (``piece``, ``g``, ``ml``) in ``currency``'s major units."""

    amount: Decimal
    currency: str
    per: int
    unit: str

    @property
    def by_eye(self) -> Decimal:
        """The amount as it is shown: to compare by eye two decimals do; what costs next to nothing keeps all it has."""
        return self.amount.quantize(_CENT, ROUND_HALF_UP) if self.amount >= Decimal("0.1") else self.amount


def pack_of(title: str, attributes: Mapping[str, str]) -> Pack | None:
    """The pack size that an offer states. Its attribute goes before its title, pieces before volume and weight.

    None where nothing is stated, and where the offer contradicts itself: where title and attributes count the pieces
    differently, or measure them differently, or the title counts twice. What an offer itself contradicts must not make
    it look cheap; of two sizes that both can be true the smaller counts. None too where what is stated is a size of the
    thing itself: nobody buys a headphone by its weight, a kettle by what goes into it (whether an attribute says so or
    its title), or a puzzle by its pieces.
    """
    stated = {
        wanted: (size, fold(name).strip() in _OF_THE_THING)
        for wanted in ("pack_size", "volume", "weight")
        for name, value in attributes.items()
        if common_name(name) == wanted and (size := read_pack(value)) is not None
    }
    titled = read_pack(title)
    sizes = [*([titled] if titled is not None else []), *(size for size, _ in stated.values())]
    pieces = [size for size in sizes if size.by_piece]
    if pieces and _TOY in table().kinds(title).things:
        return None
    counts = {size.count for size in pieces}
    if len(counts) > 1 or _counts_twice(title) or any(_contradict(*pair) for pair in combinations(sizes, 2)):
        return None
    if "pack_size" in stated:
        return stated["pack_size"][0]
    if _lasts(title):
        sizes = [size for size in sizes if size.amount is None or size.by_piece]
    of_the_thing = [size for size, of_thing in stated.values() if of_thing]
    bought = [*pieces, *(size for size in sizes if size not in of_the_thing)]
    if not bought:
        return None
    return min((size for size in pieces or bought if size.unit == bought[0].unit), key=_bought)


@lru_cache(maxsize=1_024)
def _lasts(title: str) -> bool:
    """Whether it is of a kind that is not used up."""
    known = table()
    things = known.kinds(title).things
    return bool(things) and not any(known.is_a(thing, kind) for thing in things for kind in _USED_UP)


def _counts_twice(title: str) -> bool:
    return len({int(match.group("count")) for match in _COUNTED.finditer(fold(title))}) > 1


def _contradict(one: Pack, other: Pack) -> bool:
    """Whether two sizes can't be of one thing: "240 ml" and "240 ml × 2" can, each of two bottles holds as much."""
    if one.amount is None or other.amount is None or one.unit != other.unit:
        return False
    return not {one.amount, one.amount * one.count} & {other.amount, other.amount * other.count}


def _bought(size: Pack) -> Decimal:
    return (size.amount or Decimal(1)) * size.count


@lru_cache(maxsize=8_192)
def read_pack(text: str) -> Pack | None:
    """The pack size in a text; None where it states none."""
    folded = fold(text)
    for form in _FORMS:
        for match in form.finditer(folded):
            pack = _pack(match)
            if pack is not None:
                return pack
    return None


def _pack(match: re.Match[str]) -> Pack | None:
    said = match.groupdict()
    count = int(said.get("count") or 1) * int(said.get("times") or 1)
    amount, unit = None, None
    if said.get("amount"):
        unit, scale = _MEASURES[_measure(said["measure"])]
        amount = Decimal(said["amount"].replace(",", ".")) * scale
    if count < 1 or (amount is not None and amount <= 0):
        return None
    return Pack(count, amount, unit, by_piece=amount is None or bool(said.get("each") or said.get("last")))


def _measure(written: str) -> str:
    if written.startswith("fl"):
        return "fl oz"
    return written.rstrip("s") if written.startswith("lit") else written


def unit_price(money: Money | None, pack: Pack | None) -> UnitPrice | None:
    """The price for one piece where pieces are what counts, else for 100 g or 100 ml; None if price or size is unknown.

    Rounded half up to a tenth of the currency's minor unit.
    """
    if money is None or pack is None:
        return None
    if pack.by_piece:
        size, unit = Decimal(pack.count), "piece"
    elif pack.amount is not None and pack.unit is not None:
        size, unit = pack.amount * pack.count, pack.unit
    else:
        return None
    exact = money.amount * PER[unit] / size
    rounded = exact.quantize(Decimal(1).scaleb(-money.exponent - 1), ROUND_HALF_UP)
    return UnitPrice(rounded, money.currency, PER[unit], unit)
