"""DropDown: a combo box in the program's own dress."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desktop_client.ui.widgets.choice_button import ARROW


class DropDown(QComboBox):
    """Says by the same sign as a :class:`ChoiceButton` that there is more to choose from.

    The style sheet gives it its frame; a sheet that frames a combo box takes its arrow away.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # The one that Qt takes by itself draws rows like those of a menu, past the style sheet.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """As wide as the longest words with the sign behind them."""
        words = super().sizeHint()
        return QSize(words.width() + self.fontMetrics().horizontalAdvance(ARROW), words.height())

    def minimumSizeHint(self) -> QSize:
        """No narrower, or words were cut. Qt keeps its own answer from before the style sheet is applied."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Who scrolls a page chooses nothing that comes under the pointer."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame and words, cut where there is no room for all of them, and the sign behind them."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        metrics = self.fontMetrics()
        room -= metrics.horizontalAdvance(ARROW)
        option.currentText = metrics.elidedText(option.currentText, Qt.TextElideMode.ElideRight, room) + ARROW
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
