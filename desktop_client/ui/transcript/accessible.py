"""The transcript as screen readers meet it: a list of messages, each with its actions as buttons.

Qt's cache keeps raw pointers to these objects for as long as the program runs, so Python must never free one that
was handed out. They are few (one for each message that was asked for) and hold nothing but numbers.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from desktop_client.ui.transcript.view import TranscriptView

LONGEST = 4_000
"""So many characters of a message are handed to a screen reader as its name."""
_handed_out: dict[int, QAccessibleInterface] = {}
_installed: list[bool] = []


def install() -> None:
    """Have Qt ask here about transcripts; done once, before the first of them is shown."""
    if not _installed:
        QAccessible.installFactory(_make)
        _installed.append(True)


def _make(_key: str, thing: QObject) -> QAccessibleInterface | None:
    from desktop_client.ui.transcript.view import TranscriptView

    if not isinstance(thing, TranscriptView):
        return None
    conversation = _Conversation(thing)
    _handed_out[id(conversation)] = conversation
    return conversation


class _Conversation(QAccessibleWidget):
    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self._view = weakref.ref(view)
        self._messages: list[_Message] = []

    def view(self) -> TranscriptView | None:
        return self._view()

    def childCount(self) -> int:  # noqa: N802 - Qt's name
        view = self.view()
        return len(view.flow) if view else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= index < self.childCount():
            return None
        while len(self._messages) <= index:
            self._messages.append(_Message(self, len(self._messages)))
        return self._messages[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: N802
        return child.row if isinstance(child, _Message) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        view = self.view()
        if view is None or not len(view.flow):
            return None
        return self.child(view.flow.row_at(view.viewport().mapFromGlobal(QPoint(x, y)).y()))

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        view = self.view()
        at = view.focus_row if view else None
        return None if at is None else self.child(at)


class _Part(QAccessibleInterface):
    """What messages and their buttons have in common: no window and no object of their own."""

    def conversation(self) -> _Conversation:
        raise NotImplementedError

    def isValid(self) -> bool:  # noqa: N802
        return self.conversation().view() is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self.conversation().window()

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:  # noqa: N802
        return

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        return None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: N802
        return None


class _Message(_Part):
    def __init__(self, conversation: _Conversation, row: int) -> None:
        super().__init__()
        self._conversation = conversation
        self.row = row
        self._buttons: list[_Button] = []

    def conversation(self) -> _Conversation:
        return self._conversation

    def parent(self) -> QAccessibleInterface:
        return self._conversation

    def isValid(self) -> bool:  # noqa: N802
        view = self._conversation.view()
        return view is not None and self.row < len(view.flow)

    def childCount(self) -> int:  # noqa: N802
        view = self._conversation.view()
        return len(view.flow.row(self.row).spots()) if view and self.isValid() else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if not 0 <= index < self.childCount():
            return None
        while len(self._buttons) <= index:
            self._buttons.append(_Button(self, len(self._buttons)))
        return self._buttons[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: N802
        return child.number if isinstance(child, _Button) else -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        view = self._conversation.view()
        state.focused = view is not None and view.hasFocus() and view.focus_row == self.row
        state.readOnly = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        view = self._conversation.view()
        if view is None or not self.isValid() or kind is not QAccessible.Text.Name:
            return ""
        return view.spoken(self.row)[:LONGEST]

    def rect(self) -> QRect:
        view = self._conversation.view()
        if view is None or not self.isValid():
            return QRect()
        corner = view.viewport().mapToGlobal(QPoint(0, view.flow.top_of(self.row)))
        return QRect(corner.x(), corner.y(), view.viewport().width(), view.flow.row(self.row).height)


class _Button(_Part):
    def __init__(self, message: _Message, number: int) -> None:
        super().__init__()
        self._message = message
        self.number = number
        self._press = _Press(self)

    def conversation(self) -> _Conversation:
        return self._message.conversation()

    def parent(self) -> QAccessibleInterface:
        return self._message

    def isValid(self) -> bool:  # noqa: N802
        return self._message.isValid() and self.number < self._message.childCount()

    def childCount(self) -> int:  # noqa: N802
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:  # noqa: N802
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Button

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        view = self.conversation().view()
        if view is not None and self.isValid():
            spot = view.flow.row(self._message.row).spots()[self.number]
            state.disabled = not view.is_enabled(spot)
        return state

    def text(self, kind: QAccessible.Text) -> str:
        view = self.conversation().view()
        if view is None or not self.isValid() or kind is not QAccessible.Text.Name:
            return ""
        return view.flow.row(self._message.row).spots()[self.number].name

    def rect(self) -> QRect:
        view = self.conversation().view()
        if view is None or not self.isValid():
            return QRect()
        spot = view.flow.row(self._message.row).spots()[self.number]
        corner = QPoint(0, view.flow.top_of(self._message.row))
        return QRect(view.viewport().mapToGlobal(corner + spot.rect.topLeft()), spot.rect.size())

    def interface_cast(self, kind: QAccessible.InterfaceType) -> object:  # type: ignore[override]
        return self._press if kind is QAccessible.InterfaceType.ActionInterface else None

    def press(self) -> None:
        view = self.conversation().view()
        if view is not None and self.isValid():
            view.press(self._message.row, view.flow.row(self._message.row).spots()[self.number])


class _Press(QAccessibleActionInterface):
    def __init__(self, button: _Button) -> None:
        super().__init__()
        self._button = button

    def actionNames(self) -> list[str]:  # noqa: N802
        return [QAccessibleActionInterface.pressAction()]

    def doAction(self, _name: str) -> None:  # noqa: N802
        self._button.press()

    def keyBindingsForAction(self, _name: str) -> list[str]:  # noqa: N802
        return []
