"""PinButton: puts an offer on the shortlist, and says whether it is there."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop_client.ui.widgets.buttons import PLAIN, TextButton
from desktop_client.ui.widgets.text_lines import TextLines, paint_lines


class PinButton(TextButton):
    """As wide as the wider of its two words: a list that moved when it is pressed would bring another under the hand.

    ``at_right`` says that it stands at a right edge, and its words with it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", PLAIN, parent)
        self.at_right = False
        self._words = (self.tr("☆ Compare"), self.tr("★ Pinned"))
        self.setCheckable(True)

    def name_for(self, title: str) -> None:
        """Say how things stand, and for which offer."""
        self.setText(self._words[self.isChecked()])
        self.setAccessibleName(self.tr("Pin for comparing: {title}").format(title=title))

    def sizeHint(self) -> QSize:
        return QSize(max(map(self.width_of, self._words)), super().sizeHint().height())

    def _paint_words(self, painter: QPainter, inner: QRect, text: TextLines) -> None:
        side = Qt.AlignmentFlag.AlignRight if self.at_right else Qt.AlignmentFlag.AlignLeft
        paint_lines(painter, inner, text, side)
