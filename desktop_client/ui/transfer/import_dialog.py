"""ImportDialog: what a file holds, before any of it is taken in."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_client.ui.transfer.desk import Incoming, Preview
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.tint import tint


class _Ticked(QStyledItemDelegate):
    """Frames the box of each tick so that it is seen: the style makes its frame of the window's colour, only darker."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.palette.setColor(QPalette.ColorRole.Window, tint("ink_soft"))


class ImportDialog(QDialog):
    """Lists the conversations of a file. ``chosen`` carries those that are ticked, in the file's order."""

    chosen = Signal(tuple)
    stop_requested = Signal()

    def __init__(self, preview: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import chats"))
        self._incoming = preview.incoming
        about = _plain(
            self.tr("{chats} from {client}. What is here already stays as it is.").format(
                chats=counted.chats(len(preview.incoming)), client=preview.client
            )
        )
        self.list = QListWidget()
        self.list.setObjectName("boxList")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setAccessibleName(self.tr("Chats in the file"))
        self.list.setItemDelegate(_Ticked(self.list))
        for one in preview.incoming:
            self.list.addItem(self._item(one))
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._count)
        single = self.tr("1 picture, file or call of a tool can't be taken and is left out.")
        many = self.tr("{count} pictures, files or calls of tools can't be taken and are left out.")
        self.left_out = _plain(single if preview.left_out == 1 else many.format(count=preview.left_out))
        self.left_out.setVisible(preview.left_out > 0)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Progress of the import"))
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.all_button = _button(self.tr("All"), "plainButton")
        self.all_button.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self.none_button = _button(self.tr("None"), "plainButton")
        self.none_button.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        self.cancel_button = _button(self.tr("Cancel"), "plainButton")
        self.cancel_button.clicked.connect(self._cancel)
        self.import_button = _button("", "mainButton")
        self.import_button.setDefault(True)
        self.import_button.clicked.connect(self._choose)
        self._running = False
        self._lay_out(about)
        self._count()
        self.resize(560, 480)

    def show_progress(self, done: int) -> None:
        """So many of the chosen ones are in."""
        self.progress.setValue(done)

    def _lay_out(self, about: QLabel) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.all_button, self.none_button):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.cancel_button, self.import_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(about)
        column.addWidget(self.list, 1)
        column.addWidget(self.left_out)
        column.addWidget(self.progress)
        column.addLayout(row)

    def _item(self, one: Incoming) -> QListWidgetItem:
        conversation = one.conversation
        text = f"{conversation.title} · {counted.messages(len(conversation.messages))}"
        item = QListWidgetItem(self.tr("{chat} · here already").format(chat=text) if one.present else text)
        if one.present:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable)
        else:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        return item

    def _ticked(self) -> list[Incoming]:
        return [
            one
            for row, one in enumerate(self._incoming)
            if not one.present and self.list.item(row).checkState() is Qt.CheckState.Checked
        ]

    def _tick(self, state: Qt.CheckState) -> None:
        for row, one in enumerate(self._incoming):
            if not one.present:
                self.list.item(row).setCheckState(state)

    def _count(self) -> None:
        count = len(self._ticked())
        self.import_button.setText(self.tr("Import {count}").format(count=count))
        self.import_button.setEnabled(count > 0)

    def _choose(self) -> None:
        ticked = tuple(one.conversation for one in self._ticked())
        self._running = True
        self.progress.setRange(0, len(ticked))
        self.progress.show()
        for part in (self.list, self.all_button, self.none_button, self.import_button):
            part.setEnabled(False)
        self.cancel_button.setText(self.tr("Stop"))
        self.cancel_button.setFocus()
        self.chosen.emit(ticked)

    def _cancel(self) -> None:
        if self._running:
            self.stop_requested.emit()
        else:
            self.reject()

    def reject(self) -> None:
        """Escape and the window's own button; an import that runs is stopped first."""
        if self._running:
            self.stop_requested.emit()
        super().reject()


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    return button


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
