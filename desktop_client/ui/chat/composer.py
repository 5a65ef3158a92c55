"""Where a message is written: the text box, long pastes beside it, a note, and Send, which is Stop meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_client.chat.attachment import Attachment, parted
from desktop_client.inference.engine import Role
from desktop_client.ui import theme
from desktop_client.ui.chat.beside_box import BesideBox
from desktop_client.ui.chat.editing_line import EditingLine
from desktop_client.ui.chat.message_box import LONG_TEXT, MessageBox, local_files
from desktop_client.ui.chat.other_model_line import OtherModelLine
from desktop_client.ui.shortcuts import with_keys
from desktop_client.ui.transcript.styles import scaled
from desktop_client.ui.widgets.short_label import ShortLabel
from desktop_client.ui.widgets.tips import tip

_RADIUS = 12
_SMALL = 0.9
_AGAIN_S = 1.0
"""The same text isn't sent twice within so many seconds: that is a key pressed twice."""
_SIDES = 40
"""What stands beside the words of the box, in device-independent pixels."""


class Composer(QWidget):
    """Nothing that is typed is lost here: ``submitted`` leaves the text where it is, only :meth:`accept` takes it away.

    A paste of more than a few thousand characters stands beside the box and is sent after its text.
    """

    submitted = Signal(str)
    stop_requested = Signal()
    text_changed = Signal(str)
    attach_requested = Signal()
    files_dropped = Signal(object)
    picture_pasted = Signal()
    paste_attached = Signal(str)
    """A long paste that is to be an attachment instead."""
    edit_left = Signal()
    """The message in the box is not to be changed after all."""
    attachment_shown = Signal(object)
    """An attachment stands beside the box now: what it costs may be counted."""

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._busy = False
        self._reason: str | None = None
        self._attach_keys = ""
        self._submitted: tuple[str, str, float] | None = None
        self._box = MessageBox(self, clock)
        self._note = ShortLabel()
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._editing = EditingLine()
        self._editing.left.connect(self.edit_left)
        self.other_model = OtherModelLine()
        # The line goes when the model is there; Qt gave the focus to the cross of the panel.
        self.other_model.back_requested.connect(self._box.setFocus)
        self._reason_label = _small_label()
        self._reason_label.hide()
        self._attach = QPushButton()
        self._attach.setCursor(Qt.CursorShape.PointingHandCursor)
        self._attach.clicked.connect(self.attach_requested)
        self.setAcceptDrops(True)
        self._button = QPushButton()
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

        self._beside = BesideBox(self)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._attach)
        foot.addWidget(self._reason_label, 1)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._button)
        column = QVBoxLayout(self)
        # What can be attached is said right below the first words; the frame that shows its focus reaches beyond.
        beyond = 7
        box = QVBoxLayout()
        box.setContentsMargins(beyond, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.other_model)
        box.addWidget(self._editing)
        box.addWidget(self._box)
        column.setContentsMargins(14 - beyond, 11, 14, 10)
        column.setSpacing(8)
        column.addLayout(box)
        beside = QVBoxLayout()
        beside.setContentsMargins(beyond, 0, 0, 0)
        beside.addWidget(self._beside)
        column.addLayout(beside)
        column.addLayout(foot)
        self.setFocusProxy(self._box)
        # From the box straight to Send; what can be attached comes after it.
        QWidget.setTabOrder(self._box, self._button)
        QWidget.setTabOrder(self._button, self._attach)

        self._box.send_requested.connect(self._submit)
        self._box.stop_requested.connect(self._stop)
        self._box.long_text_pasted.connect(self._beside.add_paste)
        self._box.files_pasted.connect(self.files_dropped)
        self._box.picture_pasted.connect(self.picture_pasted)
        self._box.textChanged.connect(self._text_changed)
        self._box.focus_changed.connect(self.update)
        self._beside.changed.connect(self._text_changed)
        self._beside.attachment_shown.connect(self.attachment_shown)
        self._beside.paste_attached.connect(self._attach_paste)
        self._button.clicked.connect(self._press_button)
        self._say()
        self._dress()
        self._size()
        self._show_state()

    # -- for the window ---------------------------------------------------------------------------------------

    @property
    def box(self) -> MessageBox:
        """Where the message is written."""
        return self._box

    def set_send_key(self, *, on_return: bool) -> None:
        """Whether Return sends; else Ctrl+Return does, and Return makes a new line."""
        self._box.sends_on_return = on_return
        self._say_placeholder()

    def set_keys(self, *, attach: str) -> None:
        """Name the keys that attach files; empty where there are none."""
        self._attach_keys = attach
        self._say()

    def text(self) -> str:
        """All that would be sent: what is in the box, what was pasted beside it, and the attachments."""
        return self._beside.with_words(self._box.plain_text())

    def set_text(self, text: str) -> None:
        """Put another text there; a long one, and what was attached to it, stand beside the box."""
        self._beside.clear()
        text, attachments = parted(text)
        for attachment in attachments:
            self.add_attachment(attachment)
        if len(text) > LONG_TEXT:
            self._box.replace_text("")
            self._beside.add_paste(text)
        else:
            self._box.replace_text(text)
        # The box itself may be as empty as before.
        self._text_changed()

    def put_in_box(self, text: str) -> None:
        """Put another text there, all of it in the box, to be edited."""
        self._beside.clear()
        self._box.replace_text(text)
        self._text_changed()

    def accept(self) -> None:
        """What was submitted is safe: take it away, but not what has been typed since."""
        submitted, self._submitted = self._submitted, None
        whole, boxed = (submitted[0], submitted[1]) if submitted else (self.text(), self._box.plain_text())
        self._box.remember(whole if len(whole) <= LONG_TEXT else "")
        now = self._box.plain_text()
        rest = now.removeprefix(boxed) if now.startswith(boxed) else now
        self._beside.clear()
        if rest:
            self._box.replace_text(rest)
        else:
            self._box.clear()
        self._text_changed()

    @property
    def takes_files(self) -> bool:
        """Whether a file can go with what is in the box: not with an answer that is being edited."""
        return self._beside.takes_files

    def add_attachment(self, attachment: Attachment) -> None:
        """Let a file go with the message."""
        self._beside.add_file(attachment)

    def show_cost(self, attachment: Attachment, tokens: int) -> None:
        """Say what an attachment costs of the model's context."""
        self._beside.show_cost(attachment, tokens)

    def set_busy(self, busy: bool) -> None:
        """Whether an answer is being written: the button stops it, and Return sends nothing."""
        self._busy = busy
        self._show_state()

    def set_editing(self, role: Role | None) -> None:
        """Say that what is in the box is another version of a question or of an answer; None: of nothing."""
        self._editing.show_for(role)
        self._beside.set_takes_files(role is not Role.ASSISTANT)
        self._attach.setVisible(self.takes_files)
        self._show_state()

    def type(self, text: str) -> None:
        """Go on writing with what was typed elsewhere."""
        self.focus_box()
        self._box.insertPlainText(text)

    def paste(self) -> None:
        """Go on writing with what is in the clipboard."""
        self.focus_box()
        self._box.paste()

    def set_enabled_reason(self, reason: str | None) -> None:
        """Say why nothing can be sent now, or None if it can. Writing goes on meanwhile."""
        self._reason = reason
        self._reason_label.setText(reason or "")
        self._reason_label.setVisible(bool(reason))
        self._show_state()

    def set_note(self, note: str) -> None:
        """The small text beside the button, such as the number of tokens."""
        self._note.setText(note)
        self._note.setToolTip(tip(note))
        self._note.setAccessibleName(note)

    def focus_box(self) -> None:
        """Let the user type."""
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- sending ----------------------------------------------------------------------------------------------

    def _submit(self) -> None:
        text = self.text()
        if self._busy or self._reason is not None or not text.strip():
            return
        now = self._clock()
        if self._submitted is not None and self._submitted[0] == text and now - self._submitted[2] < _AGAIN_S:
            return
        self._submitted = (text, self._box.plain_text(), now)
        self.submitted.emit(text)

    def _stop(self) -> None:
        if self._busy:
            self.stop_requested.emit()
        elif not self._editing.isHidden():
            self.edit_left.emit()

    def _press_button(self) -> None:
        if self._busy:
            self.stop_requested.emit()
            return
        self._box.commit_composition()
        self.focus_box()
        self._submit()

    def _attach_paste(self, text: str) -> None:
        self.paste_attached.emit(text)
        self.focus_box()

    def _text_changed(self) -> None:
        self._show_state()
        self.text_changed.emit(self.text())

    # -- looks ------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        if self._busy:
            words, name = self.tr("Stop"), self.tr("Stop the answer")
        elif self._editing.role is Role.ASSISTANT:
            words, name = self.tr("Save"), self.tr("Save the answer")
        else:
            words, name = self.tr("Send"), self.tr("Send message")
        self._button.setText(words)
        self._button.setAccessibleName(name)
        self._button.setEnabled(self._busy or self._reason is None)
        self._button.setToolTip("" if self._reason is None else tip(self._reason))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which files were dropped."""
        files = local_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def _say(self) -> None:
        self._attach.setText(self.tr("Attach…"))
        kinds = with_keys(self.tr("Text, Markdown or PDF"), self._attach_keys)
        self._attach.setToolTip(tip(self.tr("{kinds}; files can be dropped here, too").format(kinds=kinds)))
        self._attach.setAccessibleName(self.tr("Attach files"))
        self.setAccessibleName(self.tr("Message composer"))
        self._box.setAccessibleName(self.tr("Message"))
        self._say_placeholder()
        self._note.setAccessibleDescription(self.tr("Length of the message"))

    def _say_placeholder(self) -> None:
        """The keys are named where they fit on the box's one line."""
        whole = self.tr("Message, Ctrl+Enter to send, Enter for a new line")
        if self._box.sends_on_return:
            whole = self.tr("Message, Enter to send, Shift+Enter for a new line")
        fits = self._box.fontMetrics().horizontalAdvance(whole) < self.width() - _SIDES
        self._box.setPlaceholderText(whole if fits else self.tr("Message"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_placeholder()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame around box and button."""
        c = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(c.raised))
        painter.setPen(QPen(QColor(c.accent if self._box.hasFocus() else c.hairline), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the box means the box."""
        super().mousePressEvent(event)
        self.focus_box()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        elif event.type() == QEvent.Type.FontChange:
            self._size()
        elif event.type() == QEvent.Type.LanguageChange:
            self._say()
            self._show_state()

    def _size(self) -> None:
        small = scaled(self.font(), _SMALL)
        for each in (self._note, self._reason_label, self._button, self._attach, self._editing, self.other_model):
            each.setFont(small)

    def _dress(self) -> None:
        c = theme.current()
        button = (
            f"QPushButton {{ background: {c.accent}; color: {c.accent_ink}; border: 2px solid {c.accent};"
            f" border-radius: 8px; padding: 3px 10px; }}"
            f"QPushButton:disabled {{ background: {c.hairline}; color: {c.ink_soft}; border-color: {c.hairline}; }}"
            f"QPushButton:focus {{ border-color: {c.ink}; }}"
        )
        quiet = (
            f"QPushButton {{ background: transparent; color: {c.ink_soft}; border: 1px solid transparent;"
            f" border-radius: 6px; padding: 3px 6px; outline: none; }}"
            f"QPushButton:hover {{ color: {c.ink}; }} QPushButton:focus {{ border-color: {c.accent}; }}"
        )
        if button != self._button.styleSheet():
            self._button.setStyleSheet(button)
            self._attach.setStyleSheet(quiet)
            self._note.setStyleSheet(f"color: {c.ink_soft};")
            self._reason_label.setStyleSheet(f"color: {c.warning};")
        self.update()


def _small_label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
