"""ChoiceButton: one of a few words, and a menu with the others."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop_client.ui.widgets.buttons import Look, TextButton
from desktop_client.ui.widgets.tips import tip

ARROW = "\u00a0▾"
"""Says that there is a menu; never alone on a line."""


class ChoiceButton(TextButton):
    """``choices`` are words by key. It only says what was ``chosen``; whoever listens shows it with ``show_choice``.

    ``name`` is what is chosen; the button shows it before the words while it ``shows_name``, and always speaks it.
    """

    chosen = Signal(str)

    def __init__(
        self, choices: Mapping[str, str], look: Look, parent: QWidget | None = None, *, name: str,
        shows_name: bool = False,
    ) -> None:  # fmt: skip
        super().__init__("", look, parent)
        self._name, self._shows_name = name, shows_name
        self._key = self._words = ""
        self.menu_of_choices = QMenu(self)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._triggered)
        self.set_choices(choices)
        self.setAccessibleDescription(self.tr("Opens a menu"))
        self.clicked.connect(self._open)

    def set_choices(self, choices: Mapping[str, str]) -> None:
        """Offer these from now on."""
        for action in self._group.actions():
            self._group.removeAction(action)
            self.menu_of_choices.removeAction(action)
            action.deleteLater()
        for key, words in choices.items():
            # A menu takes an ampersand for the mark of a shortcut.
            action = QAction(words.replace("&", "&&"), self._group)
            action.setCheckable(True)
            action.setData(key)
            self.menu_of_choices.addAction(action)

    def show_choice(self, key: str, words: str = "") -> None:
        """Show what holds now; ``words`` in the place of the choice's own."""
        self._key = key
        own = next((action.text().replace("&&", "&") for action in self._group.actions() if action.data() == key), key)
        self._words = words or own
        self._show()

    def show_name(self, *, shown: bool) -> None:
        """Show what is chosen before the choice, or leave that to the tool tip where there is no room for it."""
        if shown is not self._shows_name:
            self._shows_name = shown
            self._show()

    def _show(self) -> None:
        self.setText(self._text(named=self._shows_name))
        self.setAccessibleName(self._whole())
        self.setToolTip("" if self._shows_name else tip(self._whole()))

    def width_where(self, *, named: bool) -> int:
        """How wide it wants to be with its name, or without (pixels)."""
        return self.width_of(self._text(named=named))

    def _whole(self) -> str:
        return self.tr("{name}: {choice}").format(name=self._name, choice=self._words)

    def _text(self, *, named: bool) -> str:
        return f"{self._whole() if named else self._words}{ARROW}"

    def _open(self) -> None:
        """Below the button where there is room for it, else above."""
        for action in self._group.actions():
            action.setChecked(action.data() == self._key)
        size = self.menu_of_choices.sizeHint()
        below = self.mapToGlobal(QPoint(0, self.height()))
        room = self.screen().availableGeometry().bottom() - below.y()
        self.menu_of_choices.popup(below if size.height() <= room else self.mapToGlobal(QPoint(0, -size.height())))

    def _triggered(self, action: QAction) -> None:
        if action.data() != self._key:
            self.chosen.emit(str(action.data()))
