"""What attributes are called: those that mean the same under one name, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from desktop_client.commerce.meaning.concepts import common_name, read_table, table
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.phrases import CJK_RUN
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
    """What tells an attribute from others, however a source writes it and in either language.

    One that is called after a thing or a property itself (*Wireless*, 无线) has the key of that.
    """
    folded = fold(name).replace("_", " ").strip()
    return common_name(name) or _terms_by_name().get(folded) or _of_concept(folded) or folded


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
    concept = table().concepts.get(key)
    if concept is None:
        return AttributeName(shown, shown)
    if CJK_RUN.search(shown):
        return AttributeName(concept.name_en[:1].upper() + concept.name_en[1:], shown)
    return AttributeName(shown, concept.name_zh)


def stated_by_key(attributes: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Key of each attribute -> its name and its value as an offer writes them; what it says under two names of one
    attribute (*Material* and *Fabric*) is said in one value.
    """
    found: dict[str, tuple[str, str]] = {}
    for name, value in attributes.items():
        first, before = found.setdefault(key := attribute_key(name), (name, value))
        if fold(value) != fold(before):
            found[key] = (first, f"{before}; {value}")
    return found


def _of_concept(folded: str) -> str | None:
    named = table().named(folded)
    return named.id if named is not None else None


@cache
def _terms() -> Mapping[str, Mapping[str, Any]]:
    return {**read_table("terms"), **read_table("called")}


@cache
def _terms_by_name() -> Mapping[str, str]:
    return {fold(name): key for key, row in _terms().items() for name in (*row["en"], *row["zh"])}
