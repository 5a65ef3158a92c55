"""Placement: where the window stood when it was closed, how large, and how wide its panel was; the next start puts all
of it there again.
"""

from __future__ import annotations

import logging
from typing import Protocol

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QScreen

from desktop_client import settings as options
from desktop_client.settings import Settings, SettingsError

USUAL_SIZE = QSize(1280, 800)
"""Of a window that was never closed, in device-independent pixels; less on a smaller screen."""
log = logging.getLogger(__name__)


class Placed(Protocol):
    """What is asked of the window. ``panel_width`` is in device-independent pixels, as the user drew it."""

    @property
    def panel_width(self) -> int: ...
    @panel_width.setter
    def panel_width(self, width: int, /) -> None: ...
    def saveGeometry(self) -> QByteArray: ...  # noqa: N802 - Qt's own
    def restoreGeometry(self, geometry: QByteArray, /) -> bool: ...  # noqa: N802
    def resize(self, size: QSize, /) -> None: ...
    def screen(self) -> QScreen: ...


class Placement:
    """Keeps the place of one window in the settings, in Qt's own form, which knows of screens that have gone since."""

    def __init__(self, window: Placed, settings: Settings) -> None:
        self._window, self._settings = window, settings

    def restore(self) -> None:
        """Put the window where it was left; the first time it gets its usual size, as far as the screen has room."""
        kept = QByteArray.fromBase64(self._settings.get(options.PLACEMENT).encode("ascii", "ignore"))
        if kept.isEmpty() or not self._window.restoreGeometry(kept):
            self._window.resize(USUAL_SIZE.boundedTo(self._window.screen().availableSize()))
        self._window.panel_width = self._settings.get(options.PANEL_WIDTH)

    def keep(self) -> None:
        """Remember where the window is now; where that can't be written, the next one opens as this one did."""
        where = bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")
        try:
            self._settings.set(options.PLACEMENT, where)
            self._settings.set(options.PANEL_WIDTH, self._window.panel_width)
        except SettingsError as error:
            log.info("the window's place can't be kept: %s", error)
