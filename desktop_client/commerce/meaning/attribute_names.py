"""What attributes are called: those that mean the same under one name, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from desktop_client.commerce.meaning.concepts import common_name, read_table, table
from desktop_client.commerce.meaning.folding import fold
from desktop_client.wording import Language

TERMS = ("delivery", "returns", "warranty")
"""Keys of the terms of a purchase."""


@dataclass(frozen=True, slots=True)
class AttributeName:
    """What an attribute is called: by its common name in both languages, else as a source writes it."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """The name in one language."""
        return self.zh if language == "zh" else self.en


@lru_cache(maxsize=4_096)
def attribute_key(name: str) -> str:
    """What tells an attribute from others, however a source writes it and in either language."""
    folded = fold(name).replace("_", " ").strip()
    return common_name(name) or _terms_by_name().get(folded) or folded


@lru_cache(maxsize=4_096)
def attribute_name(key: str, written: str) -> AttributeName:
    """The name for people of an attribute with this key; ``written`` is how a source writes it.

    One that nobody has given a name is shown as it is written, but not as the name of a column: ``model_year``.
    """
    row = table().attributes.get(key) or _terms().get(key)
    if row is not None:
        return AttributeName(row["label_en"], row["label_zh"])
    shown = written.replace("_", " ").strip() or written
    shown = shown[:1].upper() + shown[1:]
    return AttributeName(shown, shown)


@cache
def _terms() -> Mapping[str, Mapping[str, Any]]:
    return {**read_table("terms"), **read_table("called")}


@cache
def _terms_by_name() -> Mapping[str, str]:
    return {fold(name): key for key, row in _terms().items() for name in (*row["en"], *row["zh"])}
