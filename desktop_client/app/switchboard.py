"""The switches of a profile: how they stand at the moment of asking, and how they are moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_client import settings as options
from desktop_client.errors import SidelightError
from desktop_client.settings import Settings
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.commerce.sources.registry import Registry

SHELF = "shelf"
"""The source that *commerce on* offers first; it needs no network."""


@dataclass(frozen=True, slots=True)
class SwitchesOf:
    """The switches of a profile, read anew at every question. ``for_once`` stands in for the master switch."""

    settings: Settings
    for_once: bool = False

    def is_on(self, source_id: str) -> bool:
        """Whether a source may be asked now: commerce is on, and the source's own switch is not off."""
        if not (self.for_once or self.settings.get(options.COMMERCE)):
            return False
        return self.settings.get(options.SOURCES).get(source_id, source_id == SHELF)

    def asks_first(self, source_id: str) -> bool:
        """Whether a source's requests wait for *Send*: they do unless the user chose *at once* for it."""
        return source_id not in self.settings.get(options.AT_ONCE)


class Switchboard:
    """Moves the switches, and keeps them in the settings. ``registry`` knows which sources there are."""

    def __init__(self, settings: Settings, registry: Callable[[], Registry]) -> None:
        self._settings = settings
        self._registry = registry

    def switch_source(self, source_id: str, *, on: bool) -> None:
        """Switch a source; switching one on switches suggestions on as well.

        Raises:
            SidelightError: there is no such source, it is disabled, or the settings can't be kept.
        """
        manifest = self._registry().manifest(source_id)
        if on and manifest.disabled is not None:
            from desktop_client.commerce.offer import Note

            raise SidelightError(
                say(
                    "{name} is disabled, so it can't be switched on.",
                    name=Note(manifest.name["en"], manifest.name["zh"]),
                ),
                say("See sidelight sources label {id}.", id=source_id),
            )
        self._settings.change(options.SOURCES, lambda switches: {**switches, source_id: on})
        if on:
            self._settings.set(options.COMMERCE, value=True)

    def all_off(self) -> Mapping[str, bool]:
        """Switch every source off, in one write; returns how they stood, for ``switch_back``.

        Raises:
            SidelightError: the settings can't be kept.
        """
        before: Mapping[str, bool] = {}
        # Looked for before: nobody may wait for the sources of other packages while the settings are held.
        all_of_them = [label.id for label in self._registry().manifests]

        def off(switches: Mapping[str, bool]) -> Mapping[str, bool]:
            nonlocal before
            before = switches
            # With those that could not be loaded this time, and may be the next.
            return dict.fromkeys((*switches, *all_of_them), False)

        self._settings.change(options.SOURCES, off)
        return before

    def switch_back(self, before: Mapping[str, bool]) -> None:
        """Undo ``all_off``; suggestions as a whole stay as they are, and so does what was switched on since.

        Raises:
            SidelightError: the settings can't be kept.
        """
        self._settings.change(options.SOURCES, lambda now: {**before, **{name: True for name, on in now.items() if on}})

    def send_at_once(self, source_id: str, at_once: bool) -> None:
        """Choose whether a source's requests go out at once, or wait for *Send*.

        Raises:
            SidelightError: there is no such source, or the settings can't be kept.
        """
        self._registry().manifest(source_id)
        mine = (source_id,) if at_once else ()
        self._settings.change(options.AT_ONCE, lambda names: [*(n for n in names if n != source_id), *mine])
