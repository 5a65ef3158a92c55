"""Commands that are typed as a message: ``/new``, ``/commerce off``. What is no command is a message like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class Command:
    """``words`` is what is typed, ``about`` what it does. ``choices`` are what may follow; ``act`` gets what does."""

    words: str
    about: str
    act: Callable[[str], None]
    choices: Callable[[], Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """One line of the list that stands above the composer: what it would put there, and what that does."""

    text: str
    about: str


class Commands:
    """All commands of the window."""

    def __init__(self, commands: Sequence[Command]) -> None:
        self._commands = tuple(commands)

    def completions(self, typed: str) -> tuple[Completion, ...]:
        """What could become of a text that is being typed; nothing unless it begins with a slash on its only line."""
        if not typed.startswith("/") or "\n" in typed:
            return ()
        wanted = " ".join(typed.casefold().split())
        found = [Completion(c.words, c.about) for c in self._commands if c.words.startswith(wanted)]
        for command in self._commands:
            if command.choices is not None and typed.casefold().startswith(f"{command.words} "):
                rest = typed[len(command.words) :].strip().casefold()
                found += [
                    Completion(f"{command.words} {choice}", command.about)
                    for choice in command.choices()
                    if rest in choice.casefold()
                ]
        return tuple(found)

    def match(self, text: str) -> Callable[[], None] | None:
        """What a whole text asks for; None if it is no command."""
        said = " ".join(text.split())
        for command in self._commands:
            if said.casefold() == command.words:
                return partial(command.act, "")
            if command.choices is not None and said.casefold().startswith(f"{command.words} "):
                return partial(command.act, said[len(command.words) :].strip())
        return None


@dataclass(frozen=True, slots=True)
class Doing:
    """What the commands do. ``use_model`` gets a model's name; ``models`` lists the names there are."""

    switch_commerce: Callable[[bool], None]
    new_chat: Callable[[], None]
    temporary_chat: Callable[[], None]
    open_models: Callable[[], None]
    use_model: Callable[[str], None]
    models: Callable[[], Sequence[str]]
    open_sources: Callable[[], None]
    open_shelf: Callable[[], None]
    open_compare: Callable[[], None]


def all_commands(doing: Doing) -> Commands:
    """The commands there are."""
    translate = QCoreApplication.translate

    def model(name: str) -> None:
        if name:
            doing.use_model(name)
        else:
            doing.open_models()

    return Commands(
        (
            Command("/new", translate("Commands", "a new chat"), lambda _: doing.new_chat()),
            Command("/temporary", translate("Commands", "a chat that is not kept"), lambda _: doing.temporary_chat()),
            Command("/model", translate("Commands", "choose the model that answers"), model, doing.models),
            Command("/sources", translate("Commands", "whom suggestions ask"), lambda _: doing.open_sources()),
            Command("/shelf", translate("Commands", "browse the shelf"), lambda _: doing.open_shelf()),
            Command("/compare", translate("Commands", "compare pinned offers"), lambda _: doing.open_compare()),
            Command("/commerce on", translate("Commands", "suggestions on"), lambda _: doing.switch_commerce(True)),
            Command("/commerce off", translate("Commands", "suggestions off"), lambda _: doing.switch_commerce(False)),
        )
    )
