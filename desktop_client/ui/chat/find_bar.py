"""The strip above the transcript in which words are looked for in the open chat."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop_client.ui.widgets.line_box import LineBox


class FindBar(QWidget):
    """Says what is looked for and where the reader is among the matches. Return goes on, Shift+Return back."""

    typed = Signal(str)
    stepped = Signal(int)
    """1 for the next match, -1 for the one before."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box = LineBox()
        self.box.setObjectName("boxField")
        self.box.setPlaceholderText(self.tr("Find in this chat"))
        self.box.setAccessibleName(self.tr("Find in this chat"))
        self.box.setMaximumWidth(420)
        self._count = QLabel()
        self._count.setObjectName("soft")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._count.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        back = self._button("↑", self.tr("Previous match"), lambda: self.stepped.emit(-1))
        on = self._button("↓", self.tr("Next match"), lambda: self.stepped.emit(1))
        close = self._button("✕", self.tr("Close finding"), self.closed.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(6)
        row.addWidget(self.box, 1)
        row.addWidget(self._count)
        for button in (back, on):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        self.box.textChanged.connect(self.typed)
        self.box.returnPressed.connect(lambda: self.stepped.emit(1))
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("Shift+Return"), self, lambda: self.stepped.emit(-1)).setContext(here)
        QShortcut(QKeySequence("Escape"), self, self.closed.emit).setContext(here)
        self.hide()

    def open(self) -> None:
        """Show it, ready to type."""
        self.show()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def set_count(self, at: int, count: int) -> None:
        """The reader is at match ``at`` of ``count``, counted from 1; at 0 there is none yet."""
        if not self.box.text().strip():
            text = ""
        elif count:
            text = (
                self.tr("{at} of {count}").format(at=at, count=count)
                if at
                else self.tr("{count} found").format(count=count)
            )
        else:
            text = self.tr("not found")
        self._count.setText(text)
        self.box.setAccessibleDescription(text)

    def _button(self, sign: str, name: str, act: object) -> QPushButton:
        button = QPushButton(sign)
        button.setObjectName("signButton")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(act)
        return button
