"""What the value of an attribute says, however it is written: a quantity, yes or no, things that have names, or words.

Two values say the same where their ``key`` is the same. "Not stated" in a source's own words is as good as silence, and
is kept apart from "no".
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from desktop_client.commerce.meaning.concepts import Concept, read_table, table
from desktop_client.commerce.meaning.denials import is_unknown
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.quantities import Quantity, read_quantity
from desktop_client.wording import Language

_NO = frozenset(
    {"no", "none", "false", "n", "absent", "without", "free", "not included", "not supported", "✗", "×"}
    | {"无", "否", "没有", "不含", "未添加", "不支持", "不带", "零添加"}
)
_YES = frozenset(
    {"yes", "true", "y", "present", "included", "contained", "supported", "✓", "√"}
    | {"有", "是", "含", "含有", "支持", "已含", "带"}
)
_ITEMS = re.compile(r"\s*[,;、;/|]\s*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TRUTH = {True: ("yes", "有"), False: ("none", "无")}
MOST_ITEMS = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """A value in the other language, "" in the one that it is written in."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """The words for readers of one language, "" where the value itself is in it."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Value:
    """What a value says. ``reading`` translates it where its words are known."""

    key: Hashable
    quantity: Quantity | None = None
    reading: Reading | None = None


@lru_cache(maxsize=16_384)
def read_value(attribute: str, text: str) -> Value | None:
    """What a value of an attribute (its key) says; None where it says that it isn't known."""
    folded = fold(text).strip()
    if is_unknown(folded):
        return None
    quantity = read_quantity(text)
    if quantity is not None:
        return Value(("quantity", quantity), quantity)
    if folded in _NO or folded in _YES:
        affirmed = folded in _YES
        return Value(("truth", affirmed), reading=_reading(text, *_TRUTH[affirmed]))
    if (words := _fixed_words().get((attribute, folded))) is not None:
        return Value(("words", frozenset(words[:1])), reading=_reading(text, *words))
    return _named(attribute, text, folded)


def fixed_reading(attribute: str, text: str) -> Reading | None:
    """What one of the fixed words of feeds means; None for any other text. Costs no more than looking it up."""
    words = _fixed_words().get((attribute, fold(text).strip()))
    return _reading(text, *words) if words is not None else None


@cache
def _fixed_words() -> Mapping[tuple[str, str], tuple[str, str]]:
    """An attribute's key and a fixed word of feeds, folded -> what it is called in English and in Chinese."""
    return {
        (attribute, fold(word)): (row["en"][0], row["zh"][0])
        for attribute, rows in read_table("values").items()
        for row in rows
        for word in (*row["en"], *row["zh"])
    }


def _named(attribute: str, text: str, folded: str) -> Value:
    """Things by their names where every item has one, else the items as they are written, in any order."""
    items = [item for item in _ITEMS.split(folded) if item]
    if len(items) > MOST_ITEMS:
        return Value(folded)
    concepts = [_concept(attribute, item) for item in items]
    if items and all(concepts):
        known = [concept for concept in concepts if concept is not None]
        en, zh = ", ".join(c.name_en for c in known), "、".join(c.name_zh for c in known)
        return Value(("concepts", frozenset(c.id for c in known)), reading=_reading(text, en, zh))
    return Value(("words", frozenset(items)))


def _concept(attribute: str, item: str) -> Concept | None:
    """The thing that an item names, also by a name that is short for it under this attribute ("dry", of skin types)."""
    concepts = table()
    named = concepts.named(item)
    if named is None and attribute in concepts.groups:
        members = concepts.members(attribute, item)
        named = concepts.concepts[next(iter(members))] if len(members) == 1 else None
    return named


def _reading(text: str, en: str, zh: str) -> Reading:
    return Reading(en if _HAN.search(text) else "", "" if _HAN.search(text) else zh)
