"""The keys of the window: what each does, which keys it has at first, and which the user gave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that keys do. ``id`` is its name in the settings; ``keys`` are in Qt's portable form, ``Ctrl+N``."""

    id: str
    name: str
    keys: str


def all_deeds() -> tuple[Deed, ...]:
    """All there are, in the language of the window."""
    translate = QCoreApplication.translate
    return (
        Deed("new_chat", translate("Shortcuts", "New chat"), "Ctrl+N"),
        Deed("temporary_chat", translate("Shortcuts", "Temporary chat"), "Ctrl+Shift+N"),
        Deed("rename", translate("Shortcuts", "Rename the chat"), "F2"),
        Deed("search", translate("Shortcuts", "Search all chats"), "Ctrl+K"),
        Deed("find", translate("Shortcuts", "Find in this chat"), "Ctrl+F"),
        Deed("find_next", translate("Shortcuts", "Next match"), "F3"),
        Deed("find_previous", translate("Shortcuts", "Previous match"), "Shift+F3"),
        Deed("chat_settings", translate("Shortcuts", "Settings of this chat"), "Ctrl+I"),
        Deed("attach", translate("Shortcuts", "Attach a file"), "Ctrl+Shift+A"),
        Deed("models", translate("Shortcuts", "Models"), "Ctrl+M"),
        Deed("sources", translate("Shortcuts", "Sources of suggestions"), "Ctrl+Shift+P"),
        Deed("settings", translate("Shortcuts", "Settings"), "Ctrl+,"),
        Deed("panel", translate("Shortcuts", "Open or close the panel"), "Ctrl+J"),
        Deed("shelf", translate("Shortcuts", "Browse the shelf"), "Ctrl+Shift+B"),
        Deed("compare", translate("Shortcuts", "Compare pinned offers"), "Ctrl+Shift+L"),
        Deed("all_off", translate("Shortcuts", "All sources off"), "Ctrl+Shift+O"),
        Deed("caret", translate("Shortcuts", "Text cursor in the chat"), "F7"),
        Deed("raw", translate("Shortcuts", "Show answers as they were written"), "Ctrl+U"),
        Deed("larger", translate("Shortcuts", "Larger text"), "Ctrl++"),
        Deed("smaller", translate("Shortcuts", "Smaller text"), "Ctrl+-"),
        Deed("usual_size", translate("Shortcuts", "Text in its usual size"), "Ctrl+0"),
    )


_NOT_TYPED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_STANDARD = QKeySequence.StandardKey
_EDITING = (_STANDARD.Copy, _STANDARD.Cut, _STANDARD.Paste, _STANDARD.Undo, _STANDARD.Redo, _STANDARD.SelectAll)


def clash(keys: Mapping[str, str]) -> tuple[str, str] | None:
    """Two deeds that have the same keys, by their ids; None where all differ. No keys at all clash with nothing."""
    seen: dict[str, str] = {}
    for deed, text in keys.items():
        if text and text in seen:
            return seen[text], deed
        seen[text] = deed
    return None


def are_for_typing(keys: str) -> bool:
    """Whether keys write or edit text, or go from box to box: who gives them to a deed can do that no more. Without
    Ctrl, Alt or Meta only function keys are for deeds.
    """
    sequence = QKeySequence(keys)
    if sequence.isEmpty():
        return False
    if any(sequence in QKeySequence.keyBindings(editing) for editing in _EDITING):
        return True
    pressed: QKeyCombination = sequence[0]  # type: ignore[index]
    is_function_key = Qt.Key.Key_F1 <= pressed.key() <= Qt.Key.Key_F35
    return not is_function_key and not pressed.keyboardModifiers() & _NOT_TYPED


def with_keys(what: str, keys: str) -> str:
    """What something is called, with its keys behind it, where it has any."""
    words = QCoreApplication.translate("Shortcuts", "{what} ({keys})")
    return words.format(what=what, keys=keys) if keys else what


class Shortcuts:
    """Holds the shortcuts of a window."""

    def __init__(self, window: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
        self._shortcuts = {deed.id: QShortcut(QKeySequence(deed.keys), window, acts[deed.id]) for deed in all_deeds()}
        # The plus of most keyboards needs Shift; without it the key says =.
        self._beside = QShortcut(QKeySequence("Ctrl+="), window, acts["larger"])

    def keys(self) -> dict[str, str]:
        """The keys of each deed now."""
        form = QKeySequence.SequenceFormat.PortableText
        return {deed: shortcut.key().toString(form) for deed, shortcut in self._shortcuts.items()}

    def shown(self, deed: str) -> str:
        """The keys of a deed as the user reads them; empty where it has none."""
        return self._shortcuts[deed].key().toString(QKeySequence.SequenceFormat.NativeText)

    def set_keys(self, chosen: Mapping[str, str]) -> None:
        """Give deeds the keys that were chosen for them, and all others the ones they have at first."""
        for deed in all_deeds():
            self._shortcuts[deed.id].setKey(QKeySequence(chosen.get(deed.id, deed.keys)))
        # Two shortcuts of the same keys would do nothing at all.
        self._beside.setEnabled(self._beside.key() not in [shortcut.key() for shortcut in self._shortcuts.values()])
