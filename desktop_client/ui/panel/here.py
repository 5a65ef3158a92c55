"""HereButton: what is off in this chat though it is on elsewhere, and a menu to change that."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop_client.ui.widgets.buttons import PANEL_LINK, LinkButton
from desktop_client.ui.widgets.tips import tip


@dataclass(frozen=True, slots=True)
class HereView:
    """What is off in this chat. ``sources`` are those that are on elsewhere: id, name, and whether it is off here."""

    everything: bool = False
    sources: tuple[tuple[str, str, bool], ...] = ()

    @property
    def off(self) -> tuple[str, ...]:
        """The names of the sources that are off here."""
        return tuple(name for _, name, off in self.sources if off)


class HereButton(LinkButton):
    """Says how many sources are off here; its menu has a tick for everything, and one for each source that is on.

    ``chosen`` carries a source's id, empty for everything, and whether it is to be off.
    """

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, PANEL_LINK)
        self.menu_of_sources = QMenu(self)
        self.setAccessibleDescription(self.tr("Opens a menu"))
        self.clicked.connect(self._open)
        self.view = HereView()
        self.show_view(self.view)

    def show_view(self, view: HereView) -> None:
        """Show what is off here."""
        self.view = view
        if view.everything:
            words = self.tr("This chat: off")
        elif view.off:
            words = self.tr("This chat: {count} off").format(count=len(view.off))
        else:
            words = self.tr("This chat…")
        self.setText(words)
        names = ", ".join(view.off)
        self.setToolTip(tip(self.tr("Off in this chat: {names}").format(names=names)) if names else "")
        self.setAccessibleName(f"{words} {names}".strip())

    def _open(self) -> None:
        menu = self.menu_of_sources
        menu.clear()
        self._add(menu, self.tr("Suggestions in this chat"), "", off=self.view.everything)
        if self.view.sources:
            menu.addSeparator()
        for source_id, name, off in self.view.sources:
            self._add(menu, name, source_id, off=off).setEnabled(not self.view.everything)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _add(self, menu: QMenu, words: str, source_id: str, *, off: bool) -> QAction:
        action = QAction(words.replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(not off)
        action.toggled.connect(lambda on: self.chosen.emit(source_id, not on))
        menu.addAction(action)
        return action
