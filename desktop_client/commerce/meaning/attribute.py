"""Attribute: one name and value as a source states them. Many offers state the same, so it is read once for all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from desktop_client.commerce.meaning.concepts import common_name
from desktop_client.commerce.meaning.denials import denies
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.statements import is_statement

KEPT = 50_000
"""How many attributes are kept as read."""
_SHORT_DENIAL = 12


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
