"""Chat templates that a person may choose for a model file that carries none.

The list is ``models/chat_templates.toml`` in the repository; ``models/README.md`` explains every field. Which of them
a model was trained with is never guessed: only its maker's page says so. What can be said is whether the marks of a
template are tokens of the model (:func:`speaks`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import msgspec

from desktop_client.errors import SidelightError
from desktop_client.wording import say


class KnownTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One template. ``marks`` are the control tokens by which it says who speaks; none where it does so in plain text.
    ``used_by`` names families of models, the same in every language.
    """

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    name: str
    used_by: str
    marks: tuple[str, ...]
    template: str


@dataclass(frozen=True, slots=True)
class TemplateOffer:
    """A template that can be chosen for a file. ``fits`` is whether its marks are tokens of the model, None where it
    needs none; ``example`` is a short conversation as the model would read it.
    """

    known: KnownTemplate
    fits: bool | None
    example: str


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    template: tuple[KnownTemplate, ...]


# Looked at now: msgspec's first look at a class in two threads at once ends the process.
msgspec.json.Decoder(_List)


@cache
def known_templates() -> tuple[KnownTemplate, ...]:
    """All of them, in the order in which they are offered."""
    return msgspec.convert(tomllib.loads(_page().read_text(encoding="utf-8")), _List).template


def by_id(name: str) -> KnownTemplate:
    """The template with this id.

    Raises:
        SidelightError: there is none; the sentence lists the ids.
    """
    for one in known_templates():
        if one.id == name:
            return one
    raise SidelightError(
        say("There is no chat template called {name}.", name=name),
        say("There are: {names}.", names=", ".join(one.id for one in known_templates())),
    )


def by_text(template: str) -> KnownTemplate | None:
    """The one whose program this is; None for a person's own."""
    return next((one for one in known_templates() if one.template == template), None)


def all_marks() -> tuple[str, ...]:
    """The marks of all templates, each once."""
    return tuple(dict.fromkeys(mark for one in known_templates() for mark in one.marks))


def speaks(one: KnownTemplate, marks: Collection[str]) -> bool | None:
    """Whether a model that has ``marks`` among its tokens has all of this template's; None where it needs none."""
    return all(mark in marks for mark in one.marks) if one.marks else None


def _page() -> Traversable:
    packaged = resources.files("desktop_client").joinpath("models_chat_templates.toml")
    return packaged if packaged.is_file() else Path(__file__).parents[2] / "models" / "chat_templates.toml"
