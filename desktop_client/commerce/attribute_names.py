"""What attributes are called: those that mean the same under one name, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_client.commerce.concepts import common_name, table
from desktop_client.commerce.folding import fold
from desktop_client.wording import Language


@dataclass(frozen=True, slots=True)
class AttributeName:
    """What an attribute is called: by its common name in both languages, else as a source writes it."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """The name in one language."""
        return self.zh if language == "zh" else self.en


def attribute_key(name: str) -> str:
    """What tells an attribute from others, however a source writes it and in either language."""
    return common_name(name) or fold(name)


def attribute_name(key: str, written: str) -> AttributeName:
    """The name for people of an attribute with this key; ``written`` is how a source writes it."""
    row = table().attributes.get(key)
    return AttributeName(written, written) if row is None else AttributeName(row["label_en"], row["label_zh"])
