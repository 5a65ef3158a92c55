"""What a search looks at of an offer, and what kind of goods it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from desktop_client.commerce.meaning.concepts import BREAK, kinds_stated, table, units
from desktop_client.commerce.meaning.folding import folded
from desktop_client.commerce.relevance.tokens import is_code

PERHAPS = 0.7
"""How sure a title is about the kind where another word follows its name ("phone case Cover", "laptop filter")."""
_COLOURS = (
    "black|white|silver|gray|grey|blue|red|green|pink|gold|yellow|brown|beige|orange|purple|transparent|multicolor"
)
_FACETS = frozenset((*_COLOURS.split("|"), "pc", "computer", "with", "for", "w", "in", "by", "and"))
"""After the name of a kind these words begin what is said of the thing, not the name of another thing."""


class Goods(Protocol):
    """What a search looks at of an offer."""

    @property
    def title(self) -> str:
        """What the offer is called."""
        ...

    @property
    def description(self) -> str:
        """Free text."""
        ...

    @property
    def brand(self) -> str | None:
        """Who made it."""
        ...

    @property
    def category(self) -> str | None:
        """The kind of goods, as the source calls it."""
        ...

    @property
    def model(self) -> str | None:
        """The maker's code."""
        ...

    @property
    def attributes(self) -> Mapping[str, str]:
        """What is stated of it."""
        ...

    @property
    def sample(self) -> bool:
        """Whether it is not for sale."""
        ...


def is_of_kind(offer: Goods, kinds: frozenset[str]) -> float:
    """How sure it is (0 to 1) that an offer is of one of these kinds: by its category, or by its title without one and
    where the category holds several kinds ("Cases and chargers").
    """
    stated, made_for = _stated(offer.category or "")
    if (stated or _among(made_for, kinds)) and not _among(stated, kinds):
        return 0.0
    joins = _joins(offer.category or "")
    if _is_one(stated) and not joins:
        return 1.0
    sure, perhaps = _titled(offer.title)
    if stated and not (sure or perhaps):
        return PERHAPS
    if _among(sure, kinds):
        return 1.0
    return PERHAPS if _among(perhaps, kinds) else 0.0


_AND = re.compile(r"\band\b|[&,、+与和及]", re.IGNORECASE)
_STEP = re.compile(r"[>/|»›]")


@lru_cache(maxsize=4_096)
def _among(found: frozenset[str], kinds: frozenset[str]) -> bool:
    known = table()
    return any(known.is_a(one, kind) for one in found for kind in kinds)


@lru_cache(maxsize=4_096)
def _stated(category: str) -> tuple[frozenset[str], frozenset[str]]:
    """Kinds that the last step of a category names, and those that its goods are made for: what stands in "Computers >
    Mice" is no computer.
    """
    return kinds_stated(category), table().kinds(category).made_for


@lru_cache(maxsize=4_096)
def _joins(category: str) -> bool:
    """Whether the last step of a category holds several kinds, of which not all may be known (「充电器与线材」)."""
    return _AND.search(_STEP.split(category)[-1]) is not None


@lru_cache(maxsize=4_096)
def _is_one(kinds: frozenset[str]) -> bool:
    """Whether these are one kind of goods: with what it is a sort of, or two by one name ("notebook")."""
    return any(all(_are_one(one, other) for other in kinds) for one in kinds)


def _are_one(one: str, other: str) -> bool:
    known = table()
    names, others = known.concepts[one].names, known.concepts[other].names
    return known.is_a(one, other) or known.is_a(other, one) or not set(names).isdisjoint(others)


@lru_cache(maxsize=8_192)
def _titled(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """Kinds that a title surely names as the thing itself, and those that it may name."""
    known = table()
    found = units(folded(title))
    things = known.kinds_among(found).things
    if not things:
        return frozenset(), frozenset()
    sure: set[str] = set()
    perhaps: set[str] = set()
    for mention in known.mentions(found):
        named = things.intersection(mention.concepts)
        after = found[mention.end] if mention.end < len(found) else BREAK
        whole = after == BREAK or after in _FACETS or is_code(after) or not after.isascii()
        (sure if whole else perhaps).update(named)
    return frozenset(sure), frozenset(perhaps - sure)
