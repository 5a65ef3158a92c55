"""The list above the composer that completes commands while they are typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_client.ui.chat.commands import Commands
from desktop_client.ui.chat.message_box import MessageBox

MOST_ROWS = 6
_TEXT = Qt.ItemDataRole.UserRole


class CommandList(QListWidget):
    """In sight while what is typed may become a command: Up and Down, Tab completes, Return does it, Escape hides."""

    chosen = Signal(str)

    def __init__(self, box: MessageBox, composer: QWidget, home: QWidget) -> None:
        super().__init__(home)
        self._box, self._composer, self._home = box, composer, home
        self._commands = Commands(())
        self._refused = ""
        self.setObjectName("commandList")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Commands"))
        self.itemClicked.connect(self._choose)
        box.textChanged.connect(self._typed)
        box.focus_changed.connect(self._typed)
        box.installEventFilter(self)
        home.installEventFilter(self)
        self.hide()

    def set_commands(self, commands: Commands) -> None:
        """Complete these."""
        self._commands = commands

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list, while it is in sight; the box keeps the focus."""
        if event.type() == QEvent.Type.Resize and watched is self._home and self.isVisible():
            self._place()
        if watched is self._box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.isVisible() and not self._box.is_composing and self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self.setCurrentRow((self.currentRow() + step) % self.count())
        elif key == Qt.Key.Key_Tab:
            self._box.replace_text(self._current())
        elif key == Qt.Key.Key_Escape:
            self._refused = self._box.plain_text()
            self.hide()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._choose()
        else:
            return False
        return True

    def _current(self) -> str:
        item = self.item(self.currentRow())
        return str(item.data(_TEXT))

    def _choose(self) -> None:
        text = self._current()
        self.hide()
        self.chosen.emit(text)

    def _typed(self) -> None:
        text = self._box.plain_text()
        found = self._commands.completions(text) if self._box.hasFocus() and text != self._refused else ()
        self._refused = "" if text != self._refused else self._refused
        self.clear()
        for completion in found:
            item = QListWidgetItem(f"{completion.text}    {completion.about}")
            item.setData(_TEXT, completion.text)
            self.addItem(item)
        self.setCurrentRow(0)
        self.setVisible(bool(found))
        if found:
            self._place()

    def _place(self) -> None:
        row = max(self.sizeHintForRow(0), self.fontMetrics().height())
        frame = 2 * self.frameWidth()
        high = row * min(self.count(), MOST_ROWS) + frame
        corner = self._composer.mapTo(self._home, self._composer.rect().topLeft())
        wide = min(self._composer.width(), 560)
        self.setGeometry(corner.x(), corner.y() - high - 6, wide, high)
        self.raise_()
