"""The focus: who has it, and its ring, drawn where the keyboard brought it, as a person without a mouse needs it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_client.ui.widgets.tint import ColourName, tint


def in_hand(widget: QWidget) -> bool:
    """Whether keys go to a widget now, or will once its window is in front again. A window that is behind another has
    no focus in Qt's words, but moves it on all the same when a widget is taken away.
    """
    return widget.window().focusWidget() is widget


class Ring:
    """Remembers how the focus came and paints the ring if it wasn't by a click."""

    def __init__(self) -> None:
        self._by_mouse = False

    def entered(self, event: QFocusEvent) -> None:
        """Call from ``focusInEvent``."""
        self._by_mouse = event.reason() == Qt.FocusReason.MouseFocusReason

    def paint(
        self, painter: QPainter, widget: QWidget, radius: float, ink: ColourName = "accent", inside: float = 1
    ) -> None:
        """Paint a ring ``inside`` the widget's edge, if it has the focus."""
        if not widget.hasFocus() or self._by_mouse:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint(ink), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(widget.rect()).adjusted(inside, inside, -inside, -inside), radius, radius)
