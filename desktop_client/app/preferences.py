"""What the user likes his own way in the whole window: keys, the size of text, which folders are folded up; and the way
out, *delete everything*.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from desktop_client import settings as options
from desktop_client.paths import Profile
from desktop_client.settings import Option, Settings
from desktop_client.ui.settings.delete_dialog import DeleteEverythingDialog
from desktop_client.ui.settings.shortcuts_dialog import ShortcutsDialog
from desktop_client.ui.window import MainWindow

SIZES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""The steps in which text gets larger."""


class Preferences:
    """Applies these settings to the window, now and whenever they change."""

    def __init__(
        self, settings: Settings, profile: Profile, view: MainWindow, failed: Callable[[Exception], None]
    ) -> None:
        self._settings, self._profile, self._view, self._failed = settings, profile, view, failed
        self.wants_wipe = False
        """Whether everything is to be deleted once the window is closed."""
        view.zoom_requested.connect(self._zoom)
        folded = settings.get(options.FOLDED)
        view.sidebar.list.set_folded(folded)
        view.sidebar.list.folds_changed.connect(partial(self._keep, options.FOLDED))
        settings.on_change(self._changed)
        self._apply_keys()

    def open_keys(self) -> None:
        """Show the keys, and keep what is chosen."""
        dialog = ShortcutsDialog(self._view.shortcuts.keys(), self._view)
        if dialog.exec() == ShortcutsDialog.DialogCode.Accepted:
            self._keep(options.SHORTCUTS, dialog.chosen())
        dialog.deleteLater()

    def ask_to_delete(self) -> None:
        """Ask whether everything shall be deleted; then the window closes."""
        dialog = DeleteEverythingDialog(str(self._profile.root), self._view)
        if dialog.exec() == DeleteEverythingDialog.DialogCode.Accepted:
            self.wants_wipe = True
            self._view.close()

    def _zoom(self, step: int) -> None:
        now = self._settings.get(options.TEXT_SCALE)
        at = min(range(len(SIZES)), key=lambda i: abs(SIZES[i] - now))
        size = SIZES[max(0, min(at + step, len(SIZES) - 1))] if step else options.TEXT_SCALE.default
        if size != now:
            self._keep(options.TEXT_SCALE, size)

    def _changed(self, option: Option[Any]) -> None:
        if option in (options.SHORTCUTS, options.SEND_ON_RETURN):
            self._apply_keys()

    def _apply_keys(self) -> None:
        self._view.set_keys(self._settings.get(options.SHORTCUTS))
        self._view.composer.set_send_key(on_return=self._settings.get(options.SEND_ON_RETURN))

    def _keep(self, option: Option[Any], value: object) -> None:
        try:
            self._settings.set(option, value)
        except options.SettingsError as error:
            self._failed(error)
