"""BackupsDialog: the copies there are, one more now, bring back what is gone, and *Check database*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_client.chat.upkeep import Copy
from desktop_client.ui.widgets.sizes import size_words
from desktop_client.ui.widgets.tips import tip


class BackupsDialog(QDialog):
    """Shows what it is given and says what the user wants; it copies, checks and restores nothing by itself."""

    back_up_requested = Signal()
    restore_requested = Signal(object)
    delete_requested = Signal(object)
    check_requested = Signal()
    repair_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = False
        self._focus: tuple[QWidget, QWidget | None] | None = None
        """While it is busy: what had the keyboard's focus, and what has got it instead."""
        self.setWindowTitle(self.tr("Backups and check"))
        about = _plain(
            self.tr(
                "A copy is kept every six hours if anything has changed; old ones are thinned out. "
                "Copies still hold what you deleted since they were made."
            )
        )
        self.list = QListWidget()
        self.list.setObjectName("boxList")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Backups, newest first"))
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.list.itemActivated.connect(lambda *_: self._restore())
        self.empty = _plain(self.tr("There are no backups yet."), name="soft")
        self.told = _plain("")
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(self.tr("Working"))
        self.restore_button = self._button(self.tr("Bring back what is gone"), self._restore)
        self.delete_button = self._button(self.tr("Delete this copy…"), self._delete)
        self.back_up_button = self._button(self.tr("Back up now"), self.back_up_requested.emit)
        self.check_button = self._button(self.tr("Check database"), self.check_requested.emit)
        self.repair_button = self._button(self.tr("Make the word indexes anew"), self.repair_requested.emit)
        self.repair_button.hide()
        self.close_button = self._button(self.tr("Close"), self.close)
        self._lay_out(about)
        self.set_busy(False)
        self.resize(560, 460)

    def show_copies(self, copies: Sequence[Copy]) -> None:
        """List the copies, newest first."""
        self.list.clear()
        locale = QLocale()
        for copy in copies:
            when = QDateTime.fromSecsSinceEpoch(round(copy.made_at.timestamp()))
            text = self.tr("{when}, {size}").format(
                when=locale.toString(when, QLocale.FormatType.ShortFormat), size=size_words(copy.size)
            )
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, copy.path)
            item.setToolTip(tip(str(copy.path)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(copies))
        self.empty.setVisible(not copies)
        self._enable()

    def tell(self, text: str, *, warn: bool = False, repairable: bool = False) -> None:
        """Say what came of the last request."""
        self.told.setObjectName("warning" if warn else "")
        self.told.style().unpolish(self.told)
        self.told.setText(text)
        self.repair_button.setVisible(repairable)

    def set_busy(self, busy: bool) -> None:
        """Whether something is going on; meanwhile nothing else can be asked for."""
        asked = self.focusWidget() if busy and not self._busy else None
        self._busy = busy
        self.busy.setVisible(busy)
        self._enable()
        if asked is not None:
            self._focus = (asked, self.focusWidget())
        elif not busy and self._focus is not None:
            # Qt has passed it on from the button that was switched off; who has gone elsewhere stays there.
            asked, passed_to = self._focus
            self._focus = None
            if self.focusWidget() is passed_to:
                asked.setFocus()

    def _lay_out(self, about: QLabel) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(about)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(_row(self.restore_button, self.delete_button))
        column.addWidget(self.told)
        column.addWidget(self.busy)
        column.addLayout(_row(self.back_up_button, self.check_button, self.repair_button, None, self.close_button))

    def _button(self, text: str, clicked: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName("plainButton")
        button.setAutoDefault(False)
        button.clicked.connect(lambda *_: clicked())
        return button

    def _enable(self) -> None:
        chosen = self.list.currentItem() is not None
        for button in (self.restore_button, self.delete_button):
            button.setEnabled(chosen and not self._busy)
        for button in (self.back_up_button, self.check_button, self.repair_button):
            button.setEnabled(not self._busy)

    def _chosen(self) -> Path | None:
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def _restore(self) -> None:
        if not self._busy and (path := self._chosen()):
            self.restore_requested.emit(path)

    def _delete(self) -> None:
        if path := self._chosen():
            self.delete_requested.emit(path)


def _plain(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _row(*parts: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    if None not in parts:
        row.addStretch(1)
    return row
