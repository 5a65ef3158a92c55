"""A line above the composer that says what happened and offers to undo it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget

SHOWN_MS = 10_000
WIDEST = 560
"""In device-independent pixels; more words than fit in it wrap."""
ABOVE_EDGE = 112
"""How far above the window's lower edge, in device-independent pixels, on pages without a composer."""
GAP = 12
"""How far above the composer: what is being typed stays in sight, however many lines it is."""


class Toast(QWidget):
    """Shows one message at a time for ten seconds, or until its action is taken; stays while it has the focus."""

    def __init__(self, parent: QWidget, composer: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._home, self._composer = parent, composer
        self._act: Callable[[], None] | None = None
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._button = QPushButton()
        self._button.clicked.connect(self._acted)
        self._close = QPushButton("×")
        self._close.clicked.connect(self._go)
        for button in (self._button, self._close):
            # By the mouse the focus stays where it is.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addSpacing(8)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_up)
        for watched in filter(None, (parent, composer)):
            watched.installEventFilter(self)
        self.hide()

    def show_message(
        self, text: str, action: str = "", act: Callable[[], None] | None = None, *, stays: bool = False
    ) -> None:
        """Show ``text``; with ``action`` a button of that name that calls ``act`` once.

        ``stays`` keeps it until the action is taken, another message comes, or it is closed or withdrawn.
        """
        self._act = act
        self._text.setText(text)
        self.setAccessibleName(text)
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(act is not None)
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setVisible(stays)
        self._place()
        self.show()
        self.raise_()
        self._timer.stop()
        if not stays:
            self._timer.start(SHOWN_MS)

    def withdraw(self, text: str) -> None:
        """Hide this message, if it is the one that is shown: what it said is no longer so."""
        if self._text.text() == text:
            self.hide()

    def press(self, text: str) -> None:
        """Take the action of this message, if it is the one that is shown."""
        if self.isVisible() and self._text.text() == text:
            self._acted()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep above the composer's right end, away from the answer; on other pages to the middle."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self._home
        row = self.layout()
        assert row is not None
        words = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 1
        beside = row.sizeHint().width() - self._text.sizeHint().width()
        width = min(words + beside, WIDEST, parent.width() - 32)
        # A label that wraps would like to be taller than its words are in this width.
        self.setFixedSize(width, row.totalHeightForWidth(width))
        edge, foot = (parent.width() + width) // 2, parent.height() - ABOVE_EDGE
        if self._composer is not None and self._composer.isVisible():
            corner = self._composer.mapTo(parent, QPoint(self._composer.width(), 0))
            edge, foot = corner.x(), corner.y() - GAP
        self.move(max(edge - width, 16), foot - self.height())

    def _acted(self) -> None:
        act, self._act = self._act, None
        self._go()
        if act is not None:
            act()

    def _go(self) -> None:
        """Hide, and let whoever came here by Tab go on writing; Qt would give the focus to the next widget there is."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused) and self._composer is not None:
            self._composer.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def _time_up(self) -> None:
        if self._button.hasFocus() or self.underMouse():
            self._timer.start(SHOWN_MS)
        else:
            self.hide()
