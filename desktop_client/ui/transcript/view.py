"""The conversation as it is read: a virtualised page of messages that stays smooth at ten thousand of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.markup.pieces import Code
from desktop_client.ui.transcript import accessible
from desktop_client.ui.transcript.caret import Caret
from desktop_client.ui.transcript.entry import BUSY_OFF, Action, Entry, Spot
from desktop_client.ui.transcript.found import Found
from desktop_client.ui.transcript.incoming import Incoming
from desktop_client.ui.transcript.menu import MessageMenu
from desktop_client.ui.transcript.page import Page
from desktop_client.ui.transcript.pointer import Pointer
from desktop_client.ui.transcript.roving import Roving
from desktop_client.ui.transcript.row_painter import Marks
from desktop_client.ui.transcript.selection import Point, Selection, copied_markdown, copied_text, whole

__all__ = ["Entry", "TranscriptView"]

SMALLEST_SCALE, LARGEST_SCALE = 0.8, 2.0
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class TranscriptView(Page):
    """Shows messages, lets them be read, selected and copied, and says what the user asks for.

    Text is foreign: no picture, no anchor and no HTML ever comes of it, and a web address is only ever reported
    through ``address_activated``. Calls may come in any order; ids that aren't shown are ignored.
    """

    address_activated = Signal(str)
    regenerate_requested = Signal(int)
    sibling_requested = Signal(int, int)
    continue_requested = Signal(int)
    reproduce_requested = Signal(int)
    details_requested = Signal(int)
    edit_requested = Signal(int)
    suggest_requested = Signal(int)
    delete_requested = Signal(int)
    fork_requested = Signal(int)
    copied = Signal(str)
    stop_requested = Signal()
    typed = Signal(str)
    pasted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        accessible.install()
        super().__init__(parent)
        self._busy = False
        self._pointer = Pointer(self)
        self._roving = Roving(self)
        self.caret = Caret(self)
        self._incoming = Incoming(self._show_incoming, self)
        self.found = Found(self)
        self._reader = self
        self._asks = {
            Action.EDIT: self.edit_requested,
            Action.REGENERATE: self.regenerate_requested,
            Action.ANSWER: self.regenerate_requested,
            Action.CONTINUE: self.continue_requested,
            Action.DETAILS: self.details_requested,
        }

    # -- what is shown ----------------------------------------------------------------------------------------

    def entries(self) -> tuple[Entry, ...]:
        """What is shown, oldest first, as it was last given."""
        return tuple(self.flow.entries)

    def set_entries(self, entries: Sequence[Entry], still: int | None = None) -> None:
        """Show another conversation or another branch, without a note: from its start or, where another version of
        the message in a row is shown, with this row and the keyboard's focus on it where they are.
        """
        top = self.flow.top_of(still) if still is not None else 0
        self._incoming.forget_all()
        self._pointer.forget()
        if still is None or self._roving.row != still:
            self._roving.forget()
        self.flow.set_entries(entries)
        if still is not None and still < len(entries):
            self.flow.scroll_to_row(still, top)
        self.refresh()

    def append_entry(self, entry: Entry) -> None:
        """Add a message at the end."""
        self._incoming.take()
        self.flow.append(entry)
        self.refresh()

    def append_text(self, message_id: int, piece: str) -> None:
        """Add to an answer that is being written; shown with the next frame."""
        self._incoming.text(message_id, piece)

    def set_progress(self, message_id: int, done: int, total: int) -> None:
        """How far the prompt of an answer has been read, in tokens; shown until its first text comes."""
        self._incoming.progress(message_id, done, total)

    def replace_entry(self, entry: Entry) -> None:
        """Show another state of a message, found by its id, with all its text: what came for it before and was not
        shown yet is a part of that.
        """
        self._incoming.forget(entry.message.id)
        at = self.flow.row_of(entry.message.id)
        if at is None:
            return
        was_streaming = self.flow.entries[at].message.state is MessageState.STREAMING
        self.flow.replace(at, entry)
        self.refresh()
        if was_streaming and entry.message.state is not MessageState.STREAMING:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.spoken(at)))

    def set_note(self, before_message_id: int | None, text: str) -> None:
        """Put a line before a message, or after the last one (None). There is one at most; empty text removes it."""
        self.flow.set_note(before_message_id, text)
        self.refresh()

    def set_empty_text(self, title: str, body: str) -> None:
        """What stands there while there is no message."""
        self.empty_text = (title, body)
        self.refresh()

    def set_busy(self, busy: bool) -> None:
        """While an answer is being written no other can be asked for, and no question edited."""
        self._busy = busy
        self.viewport().update()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is being written."""
        return self._busy

    def set_text_scale(self, scale: float) -> None:
        """Zoom, 0.8 to 2.0; what is being read stays in sight."""
        self._scale = max(SMALLEST_SCALE, min(scale, LARGEST_SCALE))
        self.lay_out_anew()

    def toggle_raw(self) -> None:
        """Show all answers as they were written, sign by sign, or as they are meant."""
        self._raw = not self._raw
        self.lay_out_anew()

    def scroll_to_end(self) -> None:
        """Go to the last message and follow it as it grows."""
        self._incoming.take()
        super().scroll_to_end()

    def scroll_to_message(self, message_id: int) -> None:
        """Bring a message to the top of the page."""
        at = self.flow.row_of(message_id)
        if at is not None:
            self.flow.scroll_to_row(at)
            self.refresh()

    def _show_incoming(self, message_id: int, progress: tuple[int, int] | None, text: str) -> None:
        at = self.flow.row_of(message_id)
        if at is not None:
            self.grow(at, progress, text)

    # -- selection and clipboard ------------------------------------------------------------------------------

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._pointer.selection

    def select(self, anchor: Point, head: Point) -> None:
        """Select from one place to another."""
        self._pointer.selection = Selection(anchor, head)
        self.viewport().update()

    def select_all(self) -> None:
        """Select every message."""
        self._pointer.selection = whole(self.flow)
        self.viewport().update()

    def clear_selection(self) -> None:
        """Select nothing."""
        self._pointer.selection = Selection()
        self.viewport().update()

    def copy(self) -> None:
        """Copy what is selected as it looks."""
        self._put(copied_text(self.flow, self.selection))

    def copy_markdown(self) -> None:
        """Copy the Markdown source of what is selected."""
        self._put(copied_markdown(self.flow, self.selection))

    def _put(self, text: str) -> None:
        if text:
            QGuiApplication.clipboard().setText(text)
            self.copied.emit(text)

    # -- for the parts of the view ----------------------------------------------------------------------------

    @property
    def focus_row(self) -> int | None:
        """The row of the message that has the keyboard's focus."""
        return self._roving.row

    def leave_messages(self) -> None:
        """No message has the keyboard's focus: what is in it has."""
        self._roving.forget()

    def spoken(self, row: int) -> str:
        """A message as a screen reader says it."""
        shown = self.flow.row(row)
        state = " ".join(label.text for label in shown.labels.texts if label.warning)
        return f"{shown.labels.speaker}: {cleaned(shown.text)} {state}".strip()

    def shows_tools(self, row: int) -> bool:
        """Whether a question's actions are in sight: while the pointer or the focus is on it."""
        return row in (self._pointer.hovered_row, self._roving.row)

    def is_enabled(self, spot: Spot) -> bool:
        """Whether pressing a label does anything now."""
        return spot.enabled and not (self._busy and spot.action in BUSY_OFF)

    def marks(self, row: int) -> Marks:
        """What of a row the pointer or the keyboard is on."""
        focused = self.hasFocus() and self._roving.row == row
        return Marks(
            hovered=self._pointer.hovered if self._pointer.hovered_row == row else None,
            focused=self._roving.spot if focused else None,
            is_current=focused,
            tools=self.shows_tools(row),
            busy=self._busy,
            query=self.found.query,
            current_match=partial(self.found.marked_in, self.flow.entries[row].message.id),
        )

    def moved(self) -> None:
        """Something else is under the pointer now."""
        if self.viewport().underMouse():
            self._pointer.hover(self.viewport().mapFromGlobal(QCursor.pos()))

    def press(self, row: int, spot: Spot) -> None:
        """Do what a label says."""
        if not self.is_enabled(spot):
            return
        shown, message_id = self.flow.row(row), self.flow.entries[row].message.id
        match spot.action:
            case Action.COPY:
                self._put(cleaned(shown.text))
            case Action.COPY_CODE:
                piece = shown.cells[spot.cell].piece
                self._put(piece.text if isinstance(piece, Code) else "")
            case Action.SHOW_REST:
                shown.show_rest()
                self.flow.measure(row)
                self.refresh()
            case Action.FOLD:
                shown.fold()
                self.flow.measure(row)
                self.refresh()
            case Action.PREVIOUS:
                self.sibling_requested.emit(message_id, -1)
            case Action.NEXT:
                self.sibling_requested.emit(message_id, 1)
            case action:
                self._asks[action].emit(message_id)

    # -- events -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, copy, select, go from message to message; what is typed or pasted here is meant for the composer."""
        if self.caret.key(event) or self._roving.key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.stop_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
            self.typed.emit(event.text())
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The messages, and the text cursor in them."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        self.caret.paint(painter)
        painter.end()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab goes through the actions of the message that has the focus, then on to the next widget."""
        return self._roving.step_action(forward=forward) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by Tab, the last message in sight gets the focus."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._roving.enter()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring without focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press a label or an address, or begin to select."""
        self._roving.forget()
        self._pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self._pointer.double_click(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select, or take notice of what is under the pointer."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End pressing or selecting."""
        self._pointer.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        super().leaveEvent(event)
        self._pointer.leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page, or a wide table sideways."""
        if not self._pointer.wheel(event):
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the message under the pointer or, from the keyboard, of the one that has the focus."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            row = self._roving.row
            top = 0 if row is None else max(self.flow.top_of(row), 0)
            self._open_menu(row, "", self.viewport().mapToGlobal(QPoint(self.sheet.margin, top + self.sheet.margin)))
        else:
            found = self._pointer.row_under(event.pos())
            self._open_menu(found[0] if found else None, self._pointer.address_at(event.pos()), event.globalPos())

    def _open_menu(self, row: int | None, address: str, at: QPoint) -> None:
        menu = MessageMenu(self, row, address)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)
