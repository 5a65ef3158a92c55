"""Attribute: one name and value as a source states them. Many offers state the same, so it is read once for all.

Many offers also state the same attributes altogether, so these are one object too, and what is looked up for them is
looked up by that object.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from desktop_client.commerce.meaning.concepts import common_name
from desktop_client.commerce.meaning.denials import denies
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.statements import is_statement

KEPT = 50_000
"""How many attributes are kept as read."""
SETS_KEPT = 20_000
"""How many offers' attributes are kept as they stand together."""
ATTRIBUTE_LETTERS = 400
DESCRIBED = 2
"""An offer with this many attributes had its place to state what it is like; its title can't state it instead."""
MEASURES = frozenset({"color", "size", "weight", "pack_size", "volume"})
"""Attributes that feeds give of every variant: they say which one it is, not what it is like."""
_SHORT_DENIAL = 12
_PARTED = " ; "


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    """What a source states under a name, in its own words and folded.

    ``common`` is the common name of such attributes, where there is one. ``single``: it states one thing, as an
    attribute should. ``words`` is what a word of a need is looked for in: "" where nothing is stated, or denied.
    """

    written: str
    name: str
    value: str
    common: str | None
    single: bool
    words: str


@lru_cache(maxsize=KEPT)
def attribute_of(name: str, value: str) -> Attribute:
    """The attribute with this name and value, as a source writes them."""
    folded_name, folded = fold(name), fold(value)
    single = is_statement(folded)
    denied = len(folded) <= _SHORT_DENIAL and denies(folded)
    words = f"{folded_name} : {folded}" if single and not denied else ""
    return Attribute(name, folded_name, folded, common_name(name), single, words)


class Attributes:
    """All that one offer states."""

    def __init__(self, each: tuple[Attribute, ...]) -> None:
        self.each = each

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """Names and values of the attributes that state one thing each; what they deny is left out."""
        stated = [attribute.words for attribute in self.each if attribute.words]
        if sum(map(len, stated)) + len(_PARTED) * len(stated) > ATTRIBUTE_LETTERS:
            stated = _PARTED.join(stated)[:ATTRIBUTE_LETTERS].split(_PARTED)
        return tuple(stated)

    @cached_property
    def described(self) -> bool:
        """Whether they say what the thing is like, so that its title need not speak for them."""
        return sum(attribute.common not in MEASURES for attribute in self.each) >= DESCRIBED


@lru_cache(maxsize=SETS_KEPT)
def attributes_of(names: tuple[str, ...], values: tuple[str, ...]) -> Attributes:
    """The attributes of an offer, as its source writes them."""
    return Attributes(tuple(map(attribute_of, names, values)))
