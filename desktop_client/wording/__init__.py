"""Sentences that rooms without Qt hand to people, in both interface languages.

A room writes a sentence once, in English, with named places: ``say("{name} is not a GGUF file.", name=path.name)``.
The command line prints it as it is or in the language of the locale; the window asks for it in the language chosen
in the settings. The Chinese column stands in ``zh/*.toml``, one file a room; a test compares both columns.
Texts that belong to widgets go through Qt's ``tr`` instead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, Protocol

Language = Literal["en", "zh"]
Value = str | int | float


class Worded(Protocol):
    """Something that has words in both languages."""

    def in_language(self, language: Language, /) -> str:
        """The words in one language."""
        ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in English with named places, and the values for them. A value may have words itself."""

    template: str
    values: Mapping[str, Value | Worded] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.in_language("en")

    def in_language(self, language: Language) -> str:
        """The sentence with its values filled in; English where the other column lacks it."""
        template = self.template if language == "en" else chinese().get(self.template, self.template)
        values = {k: v if isinstance(v, str | int | float) else v.in_language(language) for k, v in self.values.items()}
        return template.format_map(values)


def say(template: str, **values: Value | Worded) -> Sentence:
    """Write a sentence; ``template`` must be a literal so that the test of both columns finds it."""
    return Sentence(template, values)


@cache
def chinese() -> Mapping[str, str]:
    """The Chinese column: English template -> Chinese template, all rooms together."""
    column: dict[str, str] = {}
    for page in sorted(resources.files(__package__).joinpath("zh").iterdir(), key=lambda p: p.name):
        if page.name.endswith(".toml"):
            column.update(tomllib.loads(page.read_text(encoding="utf-8")))
    return column


def language_of_locale(name: str | None) -> Language:
    """The interface language for a POSIX or BCP 47 locale name such as ``zh_CN.UTF-8`` or ``en-GB``."""
    return "zh" if (name or "").lower().startswith("zh") else "en"
