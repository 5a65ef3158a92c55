"""DropDown: a combo box in the program's own dress."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
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

    def sizeHint(self) -> QSize:
        """As wide as the longest words with the sign behind them."""
        words = super().sizeHint()
        return QSize(words.width() + self.fontMetrics().horizontalAdvance(ARROW), words.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame and words, and the sign behind them."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText += ARROW
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
