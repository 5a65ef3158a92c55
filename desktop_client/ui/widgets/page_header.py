"""PageHeader: the strip on top of a page: what it is, a line about it, its buttons, and the way back."""

from __future__ import annotations

from itertools import accumulate, pairwise

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.more_button import MoreButton
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL, tint

MARGIN_X = 14
GAP = 10
LOW_LINES = 24
"""Line heights of a page below which its header folds."""


class PageHeader(QWidget):
    """One line where there is room for one, otherwise the words above the buttons.

    On a page that is low for its type there is one line: what is told about it goes, and buttons that are not needed
    all the time and have no room stand in a menu. What the page is there for needs the rest.
    """

    back_requested = Signal()

    def __init__(self, title: str, about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel(title, self, bold=True)
        self.about = PlainLabel(about, self, ink="ink_soft", scale=SMALL)
        self.more = MoreButton(OUTLINE, self)
        self.back = TextButton(self.tr("Back to the chat"), OUTLINE, self)
        self.back.clicked.connect(self.back_requested)
        self._low = False
        self._standing: list[TextButton] = [self.back]
        self._words = QWidget(self)
        words = FlowLayout(self._words, gap=14, line_gap=2)
        words.addWidget(self.title)
        words.addWidget(self.about)
        self._tools = QWidget(self)
        self._buttons = FlowLayout(self._tools, gap=GAP)
        self._buttons.addWidget(self.more)
        self._buttons.addWidget(self.back)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(MARGIN_X, 6, MARGIN_X, 7)
        self._box.setSpacing(6)
        self._box.addWidget(self._words, 1)
        self._box.addWidget(self._tools)

    def add_button(self, button: TextButton, *, folds: bool = False) -> None:
        """Put a button before the way back; one that ``folds`` goes into the menu where there is no height for it."""
        for last in (self.more, self.back):
            self._buttons.removeWidget(last)
        for widget in (button, self.more, self.back):
            self._buttons.addWidget(widget)
        self._standing.append(button)
        if folds:
            self.more.folding.append(button)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes from left to right, in whatever order a page made its buttons. Said once the page is there: of two
        at the ends of the ring in which Tab goes, Qt takes it as said, and then puts what is made later between them.
        """
        super().showEvent(event)
        for before, after in pairwise((*self._standing[1:], self.more, self.back)):
            QWidget.setTabOrder(before, after)

    def fold(self, *, low: bool) -> None:
        """Make do with less height, or take what is needed."""
        self._low = low
        self.about.setVisible(not low)
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def event(self, event: QEvent) -> bool:
        """Words that change may need another line, too."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._settle()
        return handled

    def _settle(self) -> None:
        self.more.fold_all_but(self._fitting() if self._low else len(self.more.folding))
        self._choose_lines()

    def _fitting(self) -> int:
        """How many of the buttons that fold have room on one line with all else."""
        fixed = [each for each in self._standing if each not in self.more.folding and not each.isHidden()]
        taken = self._words.sizeHint().width() + 3 * MARGIN_X + sum(each.sizeHint().width() + GAP for each in fixed)
        wide = [each.sizeHint().width() + GAP for each in self.more.folding]
        if taken + sum(wide) <= self.width():
            return len(wide)
        taken += self.more.sizeHint().width() + GAP
        return sum(taken + sofar <= self.width() for sofar in accumulate(wide[:-1]))

    def _choose_lines(self) -> None:
        natural = self._words.sizeHint().width() + self._tools.sizeHint().width() + 3 * MARGIN_X
        one_line = natural <= self.width()
        way = QBoxLayout.Direction.LeftToRight if one_line else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is not way:
            self._box.setDirection(way)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("side"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, tint("hairline"))
        painter.end()
