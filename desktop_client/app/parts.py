"""Where the parts of a profile are put together, for the command line and the window alike.

Each part is made when it is first asked for, so that nothing heavy is imported before it is needed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desktop_client import paths
from desktop_client import settings as options
from desktop_client.paths import Profile
from desktop_client.settings import Settings

if TYPE_CHECKING:
    from desktop_client.app.exchange import Exchange
    from desktop_client.app.keys import KeysOfProfile
    from desktop_client.app.merchants import Merchants, Removed
    from desktop_client.app.servers import ServersOfProfile
    from desktop_client.app.switchboard import Switchboard, SwitchesOf
    from desktop_client.chat.conversation import Message
    from desktop_client.chat.reproduction import Reproducer
    from desktop_client.chat.temporary import WithTemporary
    from desktop_client.chat.turn import Turns
    from desktop_client.commerce.feeds.intake import FeedIntake
    from desktop_client.commerce.gate import Gate
    from desktop_client.commerce.sending.pace import Pace
    from desktop_client.commerce.sources.registry import Registry
    from desktop_client.commerce.sources.shared.ucp.merchants import Merchant
    from desktop_client.commerce.suggestions import Outside, Suggestions
    from desktop_client.commerce.switches import Switches
    from desktop_client.inference.catalogue import CatalogueEntry
    from desktop_client.inference.choosing import ChosenEngine
    from desktop_client.inference.digests import Report
    from desktop_client.inference.engine import Engine, ModelFile
    from desktop_client.inference.fit import Speeds
    from desktop_client.inference.library import ModelLibrary
    from desktop_client.inference.overview import Overview
    from desktop_client.inference.tuning import TuningBook
    from desktop_client.secrets import Secrets
    from desktop_client.store.profile_store import Store
    from desktop_client.store.shelf import ShelfStore

SERVER_PREFIX = "server:"
"""Begins the name of a server's model."""


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class Parts:
    """The parts of one profile. A context manager: leaving it ends the engine and closes the store.

    ``make_engine`` replaces the engine of this computer, for tests. ``goes_on`` says that conversations will, so that
    what the model has read of them is worth keeping.
    """

    def __init__(
        self,
        profile: Profile,
        settings: Settings,
        *,
        make_engine: Callable[[], Engine] | None = None,
        goes_on: bool = True,
    ) -> None:
        self.profile = profile
        self.settings = settings
        self._make_engine = make_engine
        self._goes_on = goes_on
        self._closers: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End what was started, the newest first."""
        while self._closers:
            self._closers.pop()()

    @cached_property
    def store(self) -> Store:
        """Conversations, shelf and shortlists on disk."""
        from desktop_client.store.profile_store import open_store

        store = open_store(self.profile, utc_now)
        self._closers.append(store.close)
        return store

    @cached_property
    def library(self) -> ModelLibrary:
        """The models on this computer."""
        from desktop_client.inference.library import ModelLibrary

        return ModelLibrary.of(self.profile, lambda: [Path(name) for name in self.settings.get(options.IN_PLACE)])

    @cached_property
    def overview(self) -> Overview:
        """What is known of the models on this computer and of those that can be fetched."""
        from desktop_client.inference.overview import Overview

        return Overview.of(self.library, self.speeds, self.template_of)

    @cached_property
    def speeds(self) -> Speeds:
        """How fast models answered on this computer."""
        from desktop_client.inference.fit import Speeds

        return Speeds(paths.cache() / "model-speeds.json")

    @cached_property
    def tunings(self) -> TuningBook:
        """How each model runs best on this computer, as far as it was measured."""
        from desktop_client.inference.local import cores
        from desktop_client.inference.tuning import TuningBook

        def build() -> str:
            from desktop_client.inference.runtimes import installed

            return installed(self.settings.get(options.RUNTIME))

        return TuningBook(paths.cache() / "model-tunings.json", cores(), build)

    def template_of(self, sha256: str) -> str | None:
        """The chat template that somebody chose for a model file without one."""
        return self.settings.get(options.TEMPLATES).get(sha256)

    @cached_property
    def engine(self) -> ChosenEngine:
        """The engine, its process not yet started: this computer's, or a server's while one of its models is chosen."""
        from desktop_client.inference.choosing import ChosenEngine
        from desktop_client.inference.local import LocalEngine

        def on_this_computer() -> Engine:
            from desktop_client.inference.saved_states import StateFolder

            return LocalEngine(
                paths.cache() / "crashed-models.json",
                context_tokens=self.settings.get(options.CONTEXT_TOKENS) or None,
                runtime=self.settings.get(options.RUNTIME),
                tunings=self.tunings,
                template_of=self.template_of,
                states=StateFolder(self.profile.states) if self._goes_on else None,
            )

        def on_a_server() -> Engine:
            from desktop_client.inference.remote import RemoteEngine

            return RemoteEngine(self.servers.find, self.servers.key_of)

        engine = ChosenEngine((self._make_engine or on_this_computer)(), on_a_server)
        self._closers.append(engine.close)
        return engine

    @cached_property
    def archive(self) -> WithTemporary:
        """Conversations on disk, and beside them those that are kept nowhere."""
        from desktop_client.chat.temporary import WithTemporary

        return WithTemporary(self.store.conversations, utc_now)

    @cached_property
    def turns(self) -> Turns:
        """Questions and answers."""
        from desktop_client.chat.turn import Turns

        return Turns(
            self.archive,
            self.engine,
            system_prompt=self.system_prompt,
            language=self.settings.language,
        )

    @cached_property
    def reproducer(self) -> Reproducer:
        """Who asks for an answer once more."""
        from desktop_client.chat.reproduction import Reproducer

        return Reproducer(self.archive, self.engine, self.system_prompt)

    def system_prompt(self) -> str:
        """What the model is told before every chat."""
        from desktop_client.chat.turn import SYSTEM_PROMPT

        return self.settings.get(options.SYSTEM_PROMPT) or SYSTEM_PROMPT

    @cached_property
    def shelf(self) -> ShelfStore:
        """The shelf, with the sample products of this version on it."""
        from desktop_client.commerce.shelf import sample_shelf

        shelf = self.store.shelf
        if self.store.writable and not shelf.holds(sample_shelf.ORIGIN):
            shelf.put(sample_shelf.offers(), sample_shelf.ORIGIN)
        return shelf

    @cached_property
    def servers(self) -> ServersOfProfile:
        """Servers that may answer instead. The keyring is looked for when one with a key is needed."""
        from desktop_client.app.servers import ServersOfProfile

        return ServersOfProfile(self.settings, lambda: self.keys.secrets)

    @cached_property
    def keys(self) -> KeysOfProfile:
        """The keys of platforms. The system's keyring is looked for when the first key is needed."""
        from desktop_client.app.keys import KeysOfProfile

        def open_secrets() -> Secrets:
            from desktop_client.secrets import Secrets, system_keyring

            return Secrets(system_keyring(), f"sidelight {self.profile.root}")

        return KeysOfProfile(self.settings, open_secrets)

    @cached_property
    def exchange(self) -> Exchange:
        """The exchange rates that were imported."""
        from desktop_client.app.exchange import Exchange

        return Exchange(self.profile, self.settings)

    @cached_property
    def registry(self) -> Registry:
        """All sources, those that can be asked and those that can only be opened."""
        from desktop_client.commerce.sources.context import SourceContext
        from desktop_client.commerce.sources.registry import find_sources

        return find_sources(SourceContext(self.shelf, utc_now, self.merchants.known()))

    @cached_property
    def merchants(self) -> Merchants:
        """The shops that were added by their address."""
        from desktop_client.app.merchants import Merchants

        return Merchants(self.settings)

    def add_merchant(self, merchant: Merchant) -> None:
        """Keep a shop that the user names, switched off. Nobody is contacted. One that is there already stays as it is.

        Raises:
            SidelightError: the settings can't be kept.
        """
        self.merchants.add(merchant)
        self.__dict__.pop("registry", None)

    def remove_merchant(self, source_id: str) -> Removed:
        """Forget a shop that was added, its switch, and how it is asked.

        Raises:
            SidelightError: there is none, or the settings can't be kept.
        """
        removed = self.merchants.remove(source_id)
        self.__dict__.pop("registry", None)
        return removed

    def put_back_merchant(self, removed: Removed) -> None:
        """Undo the removal of a shop.

        Raises:
            SidelightError: the settings can't be kept.
        """
        self.merchants.put_back(removed)
        self.__dict__.pop("registry", None)

    @property
    def merchant_ids(self) -> frozenset[str]:
        """The sources that were added, and can be removed."""
        return frozenset(merchant.source_id for merchant in self.merchants.known())

    @cached_property
    def switchboard(self) -> Switchboard:
        """Where the switches are moved."""
        from desktop_client.app.switchboard import Switchboard

        return Switchboard(self.settings, lambda: self.registry)

    def switches(self, *, for_once: bool = False) -> SwitchesOf:
        """The switches of this profile; ``for_once`` as if suggestions had been switched on for one question."""
        from desktop_client.app.switchboard import SwitchesOf

        return SwitchesOf(self.settings, for_once)

    def may_show(self, source_id: str, *, for_once: bool = False) -> bool:
        """Whether rows of a source may be looked at that came after what was pinned: of a platform while it is on (P7);
        a page that was read by hand has no switch.
        """
        known = {manifest.id for manifest in self.registry.manifests}
        return source_id not in known or self.switches(for_once=for_once).is_on(source_id)

    def gate(self, switches: Switches) -> Gate:
        """The one door of commerce to the network, as open as these switches are at the moment of sending."""
        from desktop_client.commerce.gate import Gate

        return Gate(switches, self.store.record, clock=utc_now, pace=self.pace)

    @cached_property
    def pace(self) -> Pace:
        """When each platform was asked, by whichever gate: for a list, a test of a key, or a link."""
        from desktop_client.commerce.sending.pace import Pace

        return Pace(time.monotonic)

    def outside(self, switches: Switches) -> Outside:
        """What suggestions need beyond the shelf on this computer."""
        from desktop_client.commerce.suggestions import Outside

        return Outside(self.gate(switches), self.keys, self.store.record)

    def suggestions(self, *, for_once: bool = False, switches: Switches | None = None) -> Suggestions:
        """Who asks the sources that are on; ``switches`` in the place of the profile's own."""
        from desktop_client.commerce.suggestions import Suggestions

        platforms = [link.manifest.id for link in self.registry.link_outs]
        switches = switches or self.switches(for_once=for_once)
        return Suggestions(
            self.registry.sources,
            switches,
            utc_now,
            outside=self.outside(switches),
            platforms=platforms,
            rates=self.exchange.compared_by,
        )

    def model(
        self, wanted: str | None, fetch: Callable[[CatalogueEntry], Path], report: Report | None = None
    ) -> ModelFile:
        """The model to answer with: the one asked for, else the settings', else the starter, fetched if need be.

        Raises:
            SidelightError: no such model, or it can't be fetched.
        """
        name = wanted or self.settings.get(options.MODEL)
        if name.startswith(SERVER_PREFIX):
            return self.servers.model(name)
        if name:
            found = self.library.find(name, report)
            if wanted:
                self.engine.forget_crash(found)
            return found
        preferred = self.library.preferred(report)
        if preferred is not None:
            return preferred
        from desktop_client.inference.catalogue import catalogue

        return self.library.find(fetch(catalogue().starter()), report)

    def note_speed(self, answer: Message) -> None:
        """Remember how fast the loaded model made this answer: the page of models tells what others would do."""
        model, provenance = self.engine.model, answer.provenance
        if model is None or provenance is None or provenance.timing is None:
            return
        if model.file.sha256 == provenance.model_sha256:
            timing = provenance.timing
            self.speeds.note(model.file.sha256, model.file.size, timing.tokens, timing.tokens_per_s)

    @cached_property
    def intake(self) -> FeedIntake:
        """Takes feeds in."""
        from desktop_client.app.feed_apart import read_apart
        from desktop_client.app.pauses import let_garbage_wait
        from desktop_client.commerce.feeds.batches import read_here
        from desktop_client.commerce.feeds.intake import FeedIntake

        apart = read_apart(read_here(self.shelf.prepare))
        return FeedIntake(self.shelf, self.store.feeds, utc_now, let_garbage_wait, apart)
