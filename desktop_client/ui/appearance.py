"""The application's colours and type, as the settings and the system have them."""

from __future__ import annotations

from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from desktop_client import settings as options
from desktop_client.settings import Settings
from desktop_client.ui import theme
from desktop_client.ui.window import MainWindow

SMALLEST_POINT_SIZE = 10.5
"""Text is never smaller than this by itself: a bare X server's default is hard to read."""
HAN_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
"""Asked before any other font for Han characters, so that they have their Simplified Chinese shapes."""


class Appearance:
    """Dresses the whole application, and the window with it."""

    def __init__(self, app: QApplication, settings: Settings, view: MainWindow) -> None:
        self._app, self._settings, self._view = app, settings, view

    def dress(self) -> None:
        """Use the chosen colours, or the system's."""
        theme.apply(self._app, theme.scheme_of(self._settings.get(options.THEME)))
        self._view.dress()

    def scale_text(self) -> None:
        """Use the chosen size of text."""
        choose_font(self._app, self._settings)
        self._view.dress()


def choose_font(app: QApplication, settings: Settings) -> None:
    """Use the chosen size of text in windows that are made from now on; one that is there has to be dressed again."""
    font = app.font()
    font.setFamilies([*dict.fromkeys([QFontInfo(font).family(), *HAN_FAMILIES])])
    font.setPointSizeF(_base_point_size(app) * settings.get(options.TEXT_SCALE))
    app.setFont(font)


def _base_point_size(app: QApplication) -> float:
    """The platform's own font size, remembered before it is scaled for the first time."""
    known = app.property("basePointSize")
    if known is None:
        known = max(app.font().pointSizeF(), SMALLEST_POINT_SIZE)
        app.setProperty("basePointSize", known)
    return float(known)
