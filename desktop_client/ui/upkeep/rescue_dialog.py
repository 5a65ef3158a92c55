"""RescueDialog: the database can't be opened; what happened, and the ways out."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_client.chat.upkeep import Copy


class WayOut(Enum):
    """What is to be done."""

    QUIT = auto()
    PUT_BACK = auto()
    SALVAGE = auto()


class RescueDialog(QDialog):
    """Says why the database can't be opened. ``newest`` is offered to be put in its place; ``salvageable`` a rescue."""

    def __init__(self, cause: str, newest: Copy | None, *, salvageable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way_out = WayOut.QUIT
        self.setWindowTitle(self.tr("Sidelight can't open your chats"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(_plain(cause))
        column.addWidget(
            _plain(self.tr("Whatever you choose, the file that is there now is kept: it is only set aside."))
        )
        if salvageable:
            column.addWidget(self._button(self.tr("Take out what can still be read"), WayOut.SALVAGE))
        if newest is not None:
            made_at = QDateTime.fromSecsSinceEpoch(round(newest.made_at.timestamp()))
            when = QLocale().toString(made_at, QLocale.FormatType.ShortFormat)
            text = self.tr("Put back the backup of {when}").format(when=when)
            column.addWidget(self._button(text, WayOut.PUT_BACK))
        column.addWidget(self._button(self.tr("Quit"), WayOut.QUIT))
        self.setMinimumWidth(480)

    def _button(self, text: str, way_out: WayOut) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("plainButton")
        button.clicked.connect(lambda: self._choose(way_out))
        return button

    def _choose(self, way_out: WayOut) -> None:
        self.way_out = way_out
        self.accept()


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
