"""A text box for messages: grows with its text, sends on Return, and never sends half-written Chinese."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desktop_client.ui import theme
from desktop_client.ui.widgets.text_box import TextBox

MOST_LINES = 8
LONG_TEXT = 8_000
"""A paste that would make the text longer than so many characters is handed out instead of being put in the box."""
CONFIRM_S = 0.1
"""A Return so soon after an input method has committed text is the one that confirmed it."""
_RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class MessageBox(TextBox):
    """Plain text, one to eight lines high.

    Return sends and Shift+Return makes a new line; or, where ``sends_on_return`` is false, Ctrl+Return sends. A Return
    that belongs to an input method does neither: while it composes, and the first one right after it has committed
    text, since some input methods pass that key on.
    """

    send_requested = Signal()
    stop_requested = Signal()
    long_text_pasted = Signal(str)
    files_pasted = Signal(object)
    """Local files that were pasted or dropped, as paths."""
    picture_pasted = Signal()
    focus_changed = Signal()

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent=parent)
        self._clock = clock
        self.sends_on_return = True
        self._composing = False
        self._committed_at: float | None = None
        self._sent: list[str] = []
        self._recalled: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._dress()
        self._grow()

    @property
    def is_composing(self) -> bool:
        """Whether an input method has text in the box that isn't committed yet."""
        return self._composing

    def plain_text(self) -> str:
        """The text, letter by letter: unlike Qt's own call, no-break spaces stay."""
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def replace_text(self, text: str) -> None:
        """Put another text in the box, so that it can be undone, with the cursor at its end."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def remember(self, text: str) -> None:
        """Keep a text that was sent; Up in an empty box brings it back."""
        if text and text not in self._sent[-1:]:
            self._sent.append(text)
        self._recalled = None

    def commit_composition(self) -> None:
        """Have the input method finish what it has in the box."""
        if self._composing:
            QGuiApplication.inputMethod().commit()

    # -- keys and input methods -------------------------------------------------------------------------------

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take notice of compositions."""
        was_composing = self._composing
        super().inputMethodEvent(event)
        self._composing = bool(event.preeditString())
        if event.commitString() or (was_composing and not self._composing):
            self._committed_at = self._clock()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send, break the line, stop, recall; everything else is typing."""
        if event.key() in _RETURNS:
            self._press_return(event)
            return
        if event.key() not in _MODIFIERS:
            self._committed_at = None
        if event.key() == Qt.Key.Key_Escape:
            self.stop_requested.emit()
            event.ignore()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._recall(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _press_return(self, event: QKeyEvent) -> None:
        event.accept()
        committed_at, self._committed_at = self._committed_at, None
        if self._composing or (committed_at is not None and self._clock() - committed_at < CONFIRM_S):
            return
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        wants_line = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier)
        if wants_line or not (self.sends_on_return or with_control):
            self.textCursor().insertBlock()
            self.ensureCursorVisible()
        elif not event.isAutoRepeat():
            self.send_requested.emit()

    def _recall(self, event: QKeyEvent) -> bool:
        """Up and Down go through what was sent, as long as the box is empty or shows such a text unchanged."""
        text = self.plain_text()
        shown = self._recalled if self._recalled is not None and self._sent[self._recalled] == text else None
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self._composing or (text and shown is None):
            return False
        at = len(self._sent) if shown is None else shown
        at += -1 if event.key() == Qt.Key.Key_Up else 1
        if not 0 <= at <= len(self._sent) or (shown is None and event.key() == Qt.Key.Key_Down):
            return False
        self._recalled = at if at < len(self._sent) else None
        self.replace_text(self._sent[at] if at < len(self._sent) else "")
        return True

    # -- pasting ----------------------------------------------------------------------------------------------

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Text, files, and pictures: these only to be told that they can't be read."""
        return source.hasText() or source.hasUrls() or source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Paste or drop as plain text; what is too long for the box is handed out, and files are."""
        files = local_files(source)
        if files:
            self.files_pasted.emit(files)
            return
        if source.hasImage() and not source.hasText():
            self.picture_pasted.emit()
            return
        text = source.text()
        if self.document().characterCount() + len(text) > LONG_TEXT:
            self.long_text_pasted.emit(text)
        else:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    # -- looks ------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as its text, up to eight lines."""
        return QSize(super().sizeHint().width(), self._wanted_height())

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(QFontMetrics(self.font()).averageCharWidth() * 12, self._wanted_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._grow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the frame around."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """An input method ends with the focus."""
        super().focusOutEvent(event)
        self._composing = False
        self.focus_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._grow()
        elif event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        c = theme.current()
        palette = self.palette()
        wanted = {
            QPalette.ColorRole.Text: c.ink,
            QPalette.ColorRole.PlaceholderText: c.ink_soft,
            QPalette.ColorRole.Base: c.raised,
        }
        if any(palette.color(role) != QColor(value) for role, value in wanted.items()):
            for role, value in wanted.items():
                palette.setColor(role, QColor(value))
            self.setPalette(palette)

    def _grow(self) -> None:
        height, lines = self._wanted_height(), self._lines()[0]
        always_off = lines <= MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if always_off else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if policy is not self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
        if height != self.height():
            self.setFixedHeight(height)
            self.updateGeometry()

    def _wanted_height(self) -> int:
        lines, pixels = self._lines()
        if lines > MOST_LINES:
            pixels = pixels * MOST_LINES / lines
        return max(round(pixels), QFontMetrics(self.font()).lineSpacing()) + 4

    def _lines(self) -> tuple[int, float]:
        """How many lines there are and how high they are together; counted until there are too many."""
        lines, pixels = 0, 0.0
        block = self.document().firstBlock()
        while block.isValid() and lines <= MOST_LINES:
            pixels += self.blockBoundingRect(block).height()
            lines += max(block.lineCount(), 1)
            block = block.next()
        return lines, pixels


def local_files(source: QMimeData) -> list[Path]:
    """The files of this computer that are dragged or pasted; folders and web addresses are none."""
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return [path for path in paths if not path.is_dir()]
