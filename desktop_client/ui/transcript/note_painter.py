"""Paints the line that says what isn't in the model's context."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from desktop_client.ui.transcript.sheet import Sheet


def paint_note(painter: QPainter, sheet: Sheet, text: str, box: QRect) -> None:
    """A dashed line with a sentence below it."""
    styles = sheet.styles
    pen = QPen(QColor(styles.colours.hairline), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    y = box.top() + styles.px(4)
    painter.drawLine(box.left(), y, box.right(), y)
    painter.setPen(QColor(styles.colours.ink_soft))
    painter.setFont(styles.small)
    shown = QFontMetrics(styles.small).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box.adjusted(0, styles.px(4), 0, 0), Qt.AlignmentFlag.AlignCenter, shown)
