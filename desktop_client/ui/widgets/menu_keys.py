"""Shift+F10 for the menu of what has the focus: many keyboards have no key for it, and Qt knows no other on Linux."""

from __future__ import annotations

import sys

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

KEYS = "Shift+F10"


def open_menus_by_keys(window: QWidget) -> None:
    """Have :data:`KEYS` open the menu wherever the focus is, as the system does it on Windows."""
    if sys.platform != "win32":
        keys = QShortcut(QKeySequence(KEYS), window)
        keys.setContext(Qt.ShortcutContext.ApplicationShortcut)
        keys.activated.connect(_open)


def _open() -> None:
    focused = QApplication.focusWidget()
    if focused is not None:
        # Where the text cursor or the current row is, as for the key of its own.
        place = focused.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        at = QRectF(place).center().toPoint() if isinstance(place, QRect | QRectF) else focused.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, focused.mapToGlobal(at))
        QApplication.sendEvent(focused, event)
