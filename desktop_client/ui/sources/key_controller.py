"""KeyController: joins the form for a key with the keyring and with the test. What blocks runs behind the bridge."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.asking.key_test import KeyTest, Outcome, Verdict
from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.source import Manifest
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel.previews import preview_view
from desktop_client.ui.sources.key_dialog import KeyDialog, KeyState
from desktop_client.ui.translation import Interpreter

T = TypeVar("T")


class KeyDesk(Protocol):
    """What the form needs. ``manifest`` and ``is_on`` are quick, the others wait for the keyring.

    All but ``is_on`` raise SidelightError where it can't be done.
    """

    def manifest(self, source_id: str) -> Manifest:
        """A source's label."""
        ...

    def is_on(self, source_id: str) -> bool:
        """Whether it may be asked now."""
        ...

    def state(self, manifest: Manifest) -> KeyState:
        """What is kept of its key."""
        ...

    def keep(self, manifest: Manifest, typed: Mapping[str, str]) -> KeyState:
        """Keep what was typed; secrets that were left empty stay as they were."""
        ...

    def forget(self, manifest: Manifest) -> KeyState:
        """Delete the key."""
        ...

    def test(self, manifest: Manifest, typed: Mapping[str, str]) -> KeyTest:
        """A test of what was typed, filled up with what is kept."""
        ...


class KeyController(QObject):
    """Opens the form and does what it says. ``changed``: a source has a key now, or none any more."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, desk: KeyDesk, bridge: Bridge, interpreter: Interpreter, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._bridge, self._interpreter, self._window = desk, bridge, interpreter, window
        self.form: KeyForm | None = None

    def open(self, source_id: str) -> None:
        """Show the form for a source's key."""
        try:
            manifest = self._desk.manifest(source_id)
        except SidelightError as error:
            self.failed.emit(error)
            return
        on = self._desk.is_on(source_id)
        dialog = KeyDialog(manifest, self._interpreter.language, on=on, parent=self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = KeyForm(self._desk, manifest, dialog, self._bridge, self._interpreter, self.changed.emit)
        dialog.finished.connect(self._closed)
        dialog.open()
        self.form.start()

    def _closed(self) -> None:
        if self.form is not None:
            self.form.close()
            self.form = None


class KeyForm(QObject):
    """One opened form. Once it is closed, nothing that still comes back is shown, and a test that runs is stopped.

    ``changed`` is called on the UI thread when the key may be another, even if the form is closed by then.
    """

    def __init__(
        self,
        desk: KeyDesk,
        manifest: Manifest,
        dialog: KeyDialog,
        bridge: Bridge,
        interpreter: Interpreter,
        changed: Callable[[], None],
    ) -> None:
        super().__init__(dialog)
        self._desk, self._manifest, self._bridge, self._interpreter = desk, manifest, bridge, interpreter
        self.dialog, self._changed = dialog, changed
        self._open = True
        self._cancel = threading.Event()
        self._test: KeyTest | None = None
        self._shown: Preview | None = None
        dialog.save_requested.connect(self._save)
        dialog.remove_requested.connect(self._remove)
        dialog.test_requested.connect(self._begin_test)
        dialog.box.sent.connect(self._send)
        dialog.box.declined.connect(self._decline)

    def start(self) -> None:
        """Look up what is kept."""
        self._do(partial(self._desk.state, self._manifest), self.dialog.show_state, typing=True)

    def close(self) -> None:
        """Stop what runs; a request that was shown is dropped."""
        self._open = False
        self._cancel.set()
        self._drop_preview()

    def _do(self, work: Callable[[], T], done: Callable[[T], None], *, typing: bool = False) -> None:
        self.dialog.show_busy(typing=typing)
        self._bridge.run(work, partial(self._done, done), self._failed)

    def _done(self, then: Callable[[T], None], result: T) -> None:
        if self._open:
            self.dialog.show_ready()
            then(result)

    def _failed(self, error: Exception) -> None:
        if self._open:
            self.dialog.box.hide()
            self.dialog.show_ready()
            self.dialog.tell(self._interpreter.say_error(error), warning=True)

    def _save(self, typed: Mapping[str, str]) -> None:
        self._drop_preview()
        self._do(self._telling(partial(self._desk.keep, self._manifest, typed)), self.dialog.show_saved)

    def _remove(self) -> None:
        self._drop_preview()
        self._do(self._telling(partial(self._desk.forget, self._manifest)), self.dialog.show_removed)

    def _telling(self, work: Callable[[], T]) -> Callable[[], T]:
        def told() -> T:
            try:
                return work()
            finally:
                self._bridge.post(self._changed)

        return told

    def _begin_test(self, typed: Mapping[str, str]) -> None:
        self._drop_preview()
        self.dialog.tell("")

        def begin() -> tuple[KeyTest, Preview | Verdict]:
            test = self._desk.test(self._manifest, typed)
            return test, test.start()

        self._do(begin, self._begun)

    def _begun(self, what: tuple[KeyTest, Preview | Verdict]) -> None:
        self._test, came = what
        self._came(came)

    def _send(self) -> None:
        test, shown = self._test, self._shown
        if test is None or shown is None:
            return
        self._shown = None
        self.dialog.box.show_sending()
        self._do(partial(test.send, shown, self._cancel), partial(self._sent, shown))

    def _sent(self, before: Preview, came: Preview | Verdict) -> None:
        self._came(came, renewed=isinstance(came, Preview) and came.number <= before.number)

    def _came(self, came: Preview | Verdict, *, renewed: bool = False) -> None:
        if isinstance(came, Verdict):
            self.dialog.box.hide()
            good = came.outcome is Outcome.ACCEPTED
            self.dialog.tell(self._interpreter.say(came.words), warning=not good)
            return
        self._shown = came
        language = self._interpreter.language
        assert self._test is not None
        view = preview_view(came, self._test.need, self._manifest.name[language], language, renewed=renewed)
        self.dialog.show_request(view)

    def _decline(self) -> None:
        self._drop_preview()
        self.dialog.tell(self.tr("Not sent."))

    def _drop_preview(self) -> None:
        if self._shown is not None:
            self._shown.search.close()
            self._shown = None
        self.dialog.box.hide()
