"""The shops that were added by their address, as the settings keep them; and a look at one before it is added."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from desktop_client import settings as options
from desktop_client.commerce.sources.shared.ucp.merchants import KINDS, Merchant, read_merchant
from desktop_client.errors import SidelightError
from desktop_client.settings import Settings
from desktop_client.wording import say

if TYPE_CHECKING:
    from desktop_client.app.parts import Parts
    from desktop_client.commerce.asking.one_source import Door, Preview
    from desktop_client.commerce.sources.shared.ucp.merchant_look import Looked, MerchantLook


@dataclass(frozen=True, slots=True)
class Removed:
    """A shop that was removed, and how it stood: everything that it takes to undo that. ``at`` is its place."""

    merchant: Merchant
    at: int
    on: bool | None
    at_once: bool


class Merchants:
    """The added shops of one profile. Nothing here contacts anybody."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def known(self) -> tuple[Merchant, ...]:
        """All of them, in the order in which they were added; a row that can't stand is left out."""
        rows = self._settings.get(options.MERCHANTS)
        return tuple(merchant for merchant in map(_read, rows) if merchant is not None)

    def add(self, merchant: Merchant) -> None:
        """Keep a shop, switched off. One that is there already stays as it is.

        Raises:
            SidelightError: the settings can't be kept.
        """
        self._settings.change(options.MERCHANTS, lambda rows: _with(rows, merchant, len(rows)))

    def remove(self, source_id: str) -> Removed:
        """Forget a shop, its switch, and whether it is asked at once.

        Raises:
            SidelightError: there is none, or the settings can't be kept.
        """
        rows = self._settings.get(options.MERCHANTS)
        found = ((n, _read(row)) for n, row in enumerate(rows))
        at, merchant = next(((n, one) for n, one in found if one and one.source_id == source_id), (0, None))
        if merchant is None:
            raise SidelightError(
                say("There is no shop called “{name}” that was added.", name=source_id),
                say("See sidelight sources list."),
            )
        switches, at_once = self._settings.get(options.SOURCES), self._settings.get(options.AT_ONCE)
        removed = Removed(merchant, at, switches.get(source_id), source_id in at_once)
        # The switch first: what is removed must not be asked for a moment longer.
        self._settings.change(
            options.SOURCES, lambda switches: {name: on for name, on in switches.items() if name != source_id}
        )
        self._settings.change(options.AT_ONCE, lambda names: [name for name in names if name != source_id])
        # A row that this version can't read stays where it is.
        self._settings.change(options.MERCHANTS, lambda rows: [row for row in rows if _id(row) != source_id])
        return removed

    def put_back(self, removed: Removed) -> None:
        """Undo a removal: the shop stands where it stood, as it stood.

        Raises:
            SidelightError: the settings can't be kept.
        """
        source_id = removed.merchant.source_id
        if source_id in {merchant.source_id for merchant in self.known()}:
            return
        self._settings.change(options.MERCHANTS, lambda rows: _with(rows, removed.merchant, removed.at))
        if removed.at_once:
            self._settings.change(options.AT_ONCE, lambda names: [*names, source_id])
        if (on := removed.on) is not None:
            self._settings.change(options.SOURCES, lambda switches: {**switches, source_id: on})


def _read(row: Mapping[str, str]) -> Merchant | None:
    try:
        return read_merchant(row.get("kind", ""), row.get("origin", ""), row.get("name", ""))
    except SidelightError:
        return None


def _id(row: Mapping[str, str]) -> str | None:
    merchant = _read(row)
    return None if merchant is None else merchant.source_id


def _with(rows: list[Mapping[str, str]], merchant: Merchant, at: int) -> list[Mapping[str, str]]:
    """The rows with a shop at this place; as they are where it is among them."""
    if merchant.source_id in map(_id, rows):
        return rows
    return [*rows[:at], asdict(merchant), *rows[at:]]


@dataclass(frozen=True, slots=True)
class LookSwitch:
    """The switch of a look at one merchant: suggestions as a whole. Each request is shown first and sent by itself."""

    settings: Settings
    source_id: str

    def is_on(self, source_id: str) -> bool:
        """Whether it may be asked now."""
        return source_id == self.source_id and self.settings.get(options.COMMERCE)

    def asks_first(self, source_id: str) -> bool:  # noqa: ARG002 - as for any source
        """Always."""
        return True


class MerchantDeskOfProfile:
    """What adding a merchant takes; implements ``ui.settings.merchant_controller.MerchantDesk``."""

    def __init__(self, parts: Parts, door: Door | None = None) -> None:
        """``door`` replaces the gate, for tests."""
        self._parts, self._door = parts, door

    @cached_property
    def _makers(self) -> tuple[EntryPoint, ...]:
        """What makes sources of merchants. Looked for once: this is asked for with every letter that is typed."""
        from desktop_client.commerce.sources.registry import GROUP

        return tuple(entry for entry in entry_points(group=GROUP) if entry.name in KINDS)

    @property
    def may_ask(self) -> bool:
        """Whether suggestions are on, so that a merchant can be asked anything at all. Quick."""
        return self._parts.settings.get(options.COMMERCE)

    def read(self, kind: str, address: str, name: str) -> Merchant:
        """The merchant that the user means. Quick.

        Raises:
            SidelightError: it is no address of one, or it was added already.
        """
        merchant = read_merchant(kind, address, name)
        if merchant.source_id in {known.source_id for known in self._parts.merchants.known()}:
            raise SidelightError(
                say("{place} was added already.", place=merchant.place), say("You find it in the list of sources.")
            )
        return merchant

    def look(self, merchant: Merchant) -> MerchantLook:
        """A look at it. Touches no network.

        Raises:
            SidelightError: what it would become can't be made.
        """
        from desktop_client.app.parts import utc_now
        from desktop_client.commerce.sources.context import SourceContext
        from desktop_client.commerce.sources.registry import find_sources
        from desktop_client.commerce.sources.shared.ucp.merchant_look import MerchantLook

        made = find_sources(SourceContext(self._parts.shelf, utc_now, (merchant,)), self._makers)
        source = made.source(merchant.source_id)
        switch = LookSwitch(self._parts.settings, merchant.source_id)
        door = self._door or self._parts.gate(switch)
        return MerchantLook(merchant, source, door, utc_now)

    def send(self, look: MerchantLook, shown: Preview, cancel: threading.Event) -> Looked:
        """Send what was shown. Blocks.

        Raises:
            Cancelled, SidelightError: as ``MerchantLook.send``.
        """
        return look.send(shown, cancel)

    def add(self, merchant: Merchant) -> None:
        """Keep it, switched off. Contacts nobody.

        Raises:
            SidelightError: the settings can't be kept.
        """
        self._parts.add_merchant(merchant)
