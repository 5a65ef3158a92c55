"""A second start of the same profile gets no window: it asks the one that is there to come forward.

They meet at the file that the first one holds as its lock, so that neither has to listen for anything else.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget


class SecondStarts(QObject):
    """Brings a window forward whenever another start of its profile asks for it."""

    def __init__(self, lock: Path, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        # In a folder that can't be written there is no lock, and nobody can ask.
        self._watcher = QFileSystemWatcher(self)
        if lock.exists():
            self._watcher.addPath(str(lock))
        self._watcher.fileChanged.connect(self._come_forward)

    def _come_forward(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
        # Where the desktop lets no program put itself forward, its entry in the bar of windows says so.
        QApplication.alert(self._window)


def ask_for_window(lock: Path) -> None:
    """Ask the window that holds the lock to come forward; where that can't be done, the user has to look for it."""
    with suppress(OSError):
        os.utime(lock)
