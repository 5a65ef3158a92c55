"""LibraryController: fills the page of models and does what it asks, behind a bridge of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal

from desktop_client.inference.download import DownloadCancelledError, DownloadProgress
from desktop_client.inference.library import Verified
from desktop_client.inference.overview import OnDisk
from desktop_client.inference.served import ServedModel
from desktop_client.inference.server import PREFIX, Server
from desktop_client.inference.set_aside import SetAside
from desktop_client.inference.wanted import Target, Wanted
from desktop_client.ui.bridge import Bridge, Newest
from desktop_client.ui.models import rows as words_of
from desktop_client.ui.models.desk import LibraryDesk, Look
from desktop_client.ui.models.dialogs import Taking
from desktop_client.ui.models.loaded import Loaded
from desktop_client.ui.models.measuring import Measuring
from desktop_client.ui.models.page import ModelsPage
from desktop_client.ui.models.rows import ModelRow, Section, Standing
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.sizes import size_words
from desktop_client.ui.widgets.toast import Toast

WORKERS = 3
"""Downloads and digests that go on side by side; the next one waits."""


@dataclass(slots=True)
class _Fetching:
    target: Target
    cancel: threading.Event = field(default_factory=threading.Event)
    throw_away: bool = False


class LibraryController(QObject):
    """Keeps the page true. Loading and ejecting belong to whoever holds the engine; here they are only asked for."""

    use_requested = Signal(str)
    eject_requested = Signal()
    fetching_changed = Signal(int)
    """How many models are being fetched."""
    arrived = Signal(str)
    """A download or a file that was added can be used, and is at this path."""
    template_requested = Signal(str)
    """The file at this path carries no chat template; one is to be chosen."""

    def __init__(
        self,
        page: ModelsPage,
        desk: LibraryDesk,
        interpreter: Interpreter,
        toast: Toast,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self._desk, self._interpreter, self._toast = page, desk, interpreter, toast
        self._bridge = Bridge(self, workers=WORKERS)
        self._looks = Newest(self._bridge)
        self._context = 8192
        self._look: Look | None = None
        self._loaded = Loaded()
        self._fetching: dict[str, _Fetching] = {}
        self._pasted: dict[str, Wanted] = {}
        self._became: dict[str, str] = {}
        self._said: dict[str, tuple[str, bool]] = {}
        self._served: dict[str, tuple[ServedModel, ...]] = {}
        self._measuring = Measuring(desk, self._bridge, interpreter, self)
        self._measuring.changed.connect(self._render)
        self._measuring.progressed.connect(self._progress)
        self._measuring.ended.connect(self._measured)
        page.set_context(self._context)
        page.action_requested.connect(self._act)
        page.context_chosen.connect(self._choose_context)

    def refresh(self) -> None:
        """Look again and show what there is."""
        self._looks.run(partial(self._desk.look, self._context), self._show, self._failed)

    def set_loaded(self, loaded: Loaded) -> None:
        """Say which model the engine has."""
        self._loaded = loaded
        self._render()

    def fetch_address(self, address: str, digest: str) -> None:
        """Fetch a model from an address that was pasted.

        Raises:
            SidelightError: it is no address of a model.
        """
        target = self._desk.wanted(address, digest)
        self._pasted[target.origin.url] = target
        self._render()
        self._fetch(target.origin.url, target)

    def add(self, file: Path, taking: Taking) -> None:
        """Use a file of the user's own."""
        self._bridge.run(partial(self._desk.add, file, taking), self._added, self._failed)

    def close(self) -> None:
        """Stop fetching; what has arrived is kept."""
        for fetching in self._fetching.values():
            fetching.cancel.set()
        self._measuring.close()
        self._bridge.close()

    # -- showing ------------------------------------------------------------------------------------------------

    def _show(self, look: Look) -> None:
        self._look = look
        self._render()

    def _render(self) -> None:
        look = self._look
        if look is None:
            return
        self._page.set_machine(self._machine_words(look))
        ours = [self._disk_row(one) for one in look.on_disk if not one.model.client]
        others = [self._disk_row(one) for one in look.on_disk if one.model.client]
        self._page.set_sections(
            (
                Section(self.tr("On this computer"), tuple(ours), self.tr("No model yet: fetch one, or add a file.")),
                Section(self.tr("Fetched by other programs, used where they are"), tuple(others)),
                Section(self.tr("Servers that may answer instead"), tuple(self._server_rows(look))),
                Section(self.tr("Removed within a day"), tuple(words_of.removed_row(one) for one in look.removed)),
                Section(self.tr("To fetch"), (*self._pasted_rows(), *self._catalogue_rows(look))),
            ),
            self._became,
        )
        for key, (words, warning) in self._said.items():
            if key in self._page.rows:
                self._page.rows[key].tell(words, warning=warning)

    def _disk_row(self, one: OnDisk) -> ModelRow:
        here = str(one.model.path) == self._loaded.choice
        standing = Standing(
            loaded=here and not self._loaded.loading,
            busy=(here and self._loaded.loading) or bool(self._measuring.path),
            measuring=str(one.model.path) == self._measuring.path,
            tuned=self._look.tuned.get(one.model.sha256 or "") if self._look else None,
        )
        return words_of.disk_row(one, self._interpreter, standing)

    def _catalogue_rows(self, look: Look) -> tuple[ModelRow, ...]:
        return tuple(
            words_of.fetch_row(
                one,
                self._interpreter,
                kept=look.kept.get(one.entry.id, 0),
                fetching=one.entry.id in self._fetching,
            )
            for one in look.to_fetch
        )

    def _pasted_rows(self) -> Sequence[ModelRow]:
        rows = []
        for url, target in self._pasted.items():
            vouched = self.tr("SHA-256 {digest}… is checked").format(digest=(target.sha256 or "")[:8])
            trust = vouched if target.sha256 else self.tr("no SHA-256 given: only its form is checked")
            actions = words_of.fetch_actions(kept=0, fetching=url in self._fetching)
            rows.append(ModelRow(url, target.name, ((url, "ink_soft"), (trust, "ink_soft")), actions))
        return rows

    def _server_rows(self, look: Look) -> Sequence[ModelRow]:
        rows = []
        for server, has_key in look.servers:
            choices = {server.model(model.name).choice: model for model in self._served.get(server.id, ())}
            prefix = server.model("").choice
            active = self._loaded.choice.removeprefix(prefix) if self._loaded.choice.startswith(prefix) else ""
            rows.append(words_of.server_row(server, has_key=has_key, loaded=active))
            for choice, model in choices.items():
                rows.append(words_of.served_row(server, model, loaded=choice == self._loaded.choice))
        return rows

    def _machine_words(self, look: Look) -> str:
        parts = []
        if look.machine.free is not None and look.machine.total is not None:
            parts.append(
                self.tr("{free} of {total} memory are free").format(
                    free=size_words(look.machine.free), total=size_words(look.machine.total)
                )
            )
        parts.append(self.tr("{free} free on the disk").format(free=size_words(look.disk_free)))
        return " · ".join(parts)

    # -- doing --------------------------------------------------------------------------------------------------

    def _choose_context(self, tokens: int) -> None:
        self._context = tokens
        self._page.set_context(tokens)
        self.refresh()

    def _act(self, key: str, action: str) -> None:
        {
            "use": self.use_requested.emit,
            "eject": lambda _: self.eject_requested.emit(),
            "measure": self._measure,
            "stop_measuring": lambda _: self._measuring.cancel(),
            "template": self.template_requested.emit,
            "verify": self._verify,
            "remove": self._remove,
            "restore": lambda path: self._then_refresh(partial(self._desk.restore, Path(path))),
            "give_up": lambda path: self._then_refresh(partial(self._desk.give_up, Path(path))),
            "forget": lambda path: self._then_refresh(partial(self._desk.forget, Path(path))),
            "fetch": lambda name: self._fetch(name, self._target(name)),
            "pause": self._pause,
            "cancel": self._cancel,
            "list": self._ask_server,
            "remove_server": self._remove_server,
        }[action](key)

    def _server(self, key: str) -> Server | None:
        servers = self._look.servers if self._look else ()
        return next((server for server, _ in servers if f"{PREFIX}{server.id}" == key), None)

    def _ask_server(self, key: str) -> None:
        server = self._server(key)
        if server is None:
            return
        self._progress(key, 0, 0, self.tr("Asking {host}…").format(host=server.host))

        def done(models: tuple[ServedModel, ...]) -> None:
            self._served[server.id] = models
            count = counted.models(len(models))
            self._over(key, count)
            self._render()

        self._bridge.run(partial(self._desk.served, server), done, partial(self._row_failed, key))

    def _remove_server(self, key: str) -> None:
        server = self._server(key)
        if server is None:
            return
        if self._loaded.choice.startswith(server.model("").choice):
            self.eject_requested.emit()
        self._served.pop(server.id, None)
        self._then_refresh(partial(self._desk.remove_server, server))

    def _target(self, key: str) -> Target | None:
        entries = self._look.to_fetch if self._look else ()
        return self._pasted.get(key) or next((one.entry for one in entries if one.entry.id == key), None)

    def _then_refresh(self, work: Callable[[], None]) -> None:
        self._bridge.run(work, lambda _: self.refresh(), self._failed)

    def _added(self, one: OnDisk) -> None:
        self.refresh()
        if one.needs_template:
            self.template_requested.emit(str(one.model.path))
            return
        self.arrived.emit(str(one.model.path))
        self._toast.show_message(self.tr("{model} can be used now.").format(model=one.model.name))

    def _measure(self, key: str) -> None:
        """The loaded model gives way while it lasts, and comes back as it was found to run best."""
        choice = self._loaded.choice
        if choice:
            self.eject_requested.emit()
        self._measuring.begin(key, partial(self.use_requested.emit, choice) if choice else lambda: None)

    def _measured(self, key: str, words: str, warning: bool) -> None:
        self._over(key, words, warning=warning)
        self.refresh()

    def _verify(self, key: str) -> None:
        self._progress(key, 0, 1, self.tr("Computing the SHA-256…"))

        def report(done: int, total: int) -> None:
            self._bridge.post(lambda: self._progress(key, done, total, self.tr("Computing the SHA-256…")))

        def done(verified: Verified) -> None:
            self._over(key, self._verdict(verified), warning=verified.wrong)
            self.refresh()

        self._bridge.run(partial(self._desk.verify, Path(key), report), done, partial(self._row_failed, key))

    def _verdict(self, verified: Verified) -> str:
        if verified.wrong:
            return self.tr("These are not the catalogue's bytes: the file is damaged. Fetch it again.")
        if verified.known_as:
            return self.tr("Every byte is as the catalogue has it.")
        return self.tr("SHA-256 {digest}; the catalogue does not know it.").format(digest=verified.sha256)

    def _remove(self, key: str) -> None:
        if self._loaded.choice == key:
            self.eject_requested.emit()

        def done(gone: SetAside) -> None:
            self.refresh()
            words = self.tr("{model} was removed. Its {size} are given back in a day.")
            undo = partial(self._then_refresh, partial(self._desk.restore, gone.path))
            self._toast.show_message(
                words.format(model=gone.home.name, size=size_words(gone.size)), self.tr("Undo"), undo
            )

        self._bridge.run(partial(self._desk.remove, Path(key)), done, self._failed)

    # -- fetching -----------------------------------------------------------------------------------------------

    def _fetch(self, key: str, target: Target | None) -> None:
        if target is None or key in self._fetching:
            return
        fetching = self._fetching[key] = _Fetching(target)
        self.fetching_changed.emit(len(self._fetching))
        self._render()
        self._progress(key, 0, 1, self.tr("Starting…"))

        def report(progress: DownloadProgress) -> None:
            self._bridge.post(lambda: self._show_fetching(key, fetching, progress))

        work = partial(self._desk.fetch, target, report, fetching.cancel)
        self._bridge.run(work, partial(self._fetched, key), partial(self._not_fetched, key, fetching))

    def _show_fetching(self, key: str, fetching: _Fetching, progress: DownloadProgress) -> None:
        if fetching.cancel.is_set():
            return
        done, total, rate = (size_words(int(n)) for n in (progress.done, progress.total, progress.rate))
        amount = self.tr("{done} of {total}").format(done=done, total=total) if progress.total else done
        words = [self._interpreter.say(progress.step), amount]
        if progress.rate:
            words.append(self.tr("{rate}/s").format(rate=rate))
        if progress.rate and progress.total:
            minutes = max(1, round((progress.total - progress.done) / progress.rate / 60))
            words.append(self.tr("about {minutes} min left").format(minutes=QLocale().toString(minutes)))
        self._progress(key, progress.done, progress.total, " · ".join(words))

    def _pause(self, key: str) -> None:
        if key in self._fetching:
            self._fetching[key].cancel.set()
            self._progress(key, 0, 0, self.tr("Pausing…"))

    def _cancel(self, key: str) -> None:
        fetching = self._fetching.get(key)
        if fetching is not None:
            fetching.throw_away = True
            fetching.cancel.set()
            self._progress(key, 0, 0, self.tr("Calling it off…"))
        else:
            self._throw_away(key, self._target(key))

    def _throw_away(self, key: str, target: Target | None) -> None:
        self._pasted.pop(key, None)
        if target is not None:
            self._then_refresh(partial(self._desk.discard, target))

    def _fetched(self, key: str, one: OnDisk) -> None:
        self._fetching.pop(key, None)
        self.fetching_changed.emit(len(self._fetching))
        self._pasted.pop(key, None)
        self._became[key] = str(one.model.path)
        self._added(one)

    def _not_fetched(self, key: str, fetching: _Fetching, error: Exception) -> None:
        self._fetching.pop(key, None)
        self.fetching_changed.emit(len(self._fetching))
        self._render()
        if fetching.throw_away:
            self._throw_away(key, fetching.target)
        elif isinstance(error, DownloadCancelledError):
            self._over(key, self.tr("Paused. It goes on from there."))
        else:
            self._over(key, self._interpreter.say_error(error), warning=True)
        self.refresh()

    def _progress(self, key: str, done: int, total: int, words: str) -> None:
        self._said.pop(key, None)
        if key in self._page.rows:
            self._page.rows[key].show_progress(done, total, words)

    def _over(self, key: str, words: str, *, warning: bool = False) -> None:
        self._said[key] = (words, warning)
        if key in self._page.rows:
            self._page.rows[key].end_progress()
            self._page.rows[key].tell(words, warning=warning)

    def _row_failed(self, key: str, error: Exception) -> None:
        self._over(key, self._interpreter.say_error(error), warning=True)

    def _failed(self, error: Exception) -> None:
        self._toast.show_message(self._interpreter.say_error(error))
