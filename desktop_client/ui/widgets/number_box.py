"""Number boxes in the program's own dress: no arrows; the arrow keys count, and the wheel in the one with the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox

from desktop_client.ui.widgets.line_box import mind_input_methods

_MARGIN = 9
"""Pixels beside the number, which a style sheet's padding doesn't reach."""


def dress(box: QAbstractSpinBox, name: str) -> None:
    """Give a number box its name, room beside the number, and the manners of every text box."""
    mind_input_methods(box)
    box.setAccessibleName(name)
    box.lineEdit().setTextMargins(_MARGIN, 0, _MARGIN, 0)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.installEventFilter(_WheelPassesBy(box))


class _WheelPassesBy(QObject):
    """Who scrolls a page changes no number that comes under the pointer: the wheel is the page's until the box has the
    focus.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to what the box stands in."""
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QAbstractSpinBox) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)
