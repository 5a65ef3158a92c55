"""Which shortlist is shown, and what can be done with it: a button with a menu, and the box that asks for a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_client.commerce.comparing.shortlist import LONGEST_NAME, Shortlist, shown_name
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.choice_button import ARROW
from desktop_client.ui.widgets.name_dialog import NameDialog
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.ui.widgets.text_lines import plain

translate = QCoreApplication.translate


def list_words(name: str) -> str:
    """A list's name as the interface shows it."""
    shown = shown_name(name)
    return plain(shown) if isinstance(shown, str) else spoken(shown)


class ListsButton(TextButton):
    """Names the list on screen. Its menu has the others, *New list*, *Rename*, *Delete*, and the way back."""

    chosen = Signal(str)
    new_requested = Signal(str)
    rename_requested = Signal(str, str)
    delete_requested = Signal(str)
    restore_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", OUTLINE, parent)
        self.setAccessibleDescription(self.tr("Opens a menu"))
        self.lists: tuple[Shortlist, ...] = ()
        self.deleted: tuple[Shortlist, ...] = ()
        self.clicked.connect(self.open_menu)
        self.set_lists((), ())

    def set_lists(self, lists: Sequence[Shortlist], deleted: Sequence[Shortlist]) -> None:
        """Show these; the first is the one on screen."""
        self.lists, self.deleted = tuple(lists), tuple(deleted)
        words = self.tr("List: {name}").format(name=list_words(lists[0].name)) if lists else self.tr("Lists")
        self.setText(f"{words}{ARROW}")
        self.setAccessibleName(words)

    def menu_of_lists(self) -> QMenu:
        """The menu, made for the lists that there are now."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in self.lists:
            entry = menu.addAction(_counted(each))
            entry.setCheckable(True)
            entry.setChecked(each is self.lists[0])
            entry.triggered.connect(lambda _, name=each.name: self.chosen.emit(name))
        menu.addSeparator()
        menu.addAction(self.tr("New list…")).triggered.connect(self._ask_new)
        if self.lists:
            menu.addAction(self.tr("Rename…")).triggered.connect(self._ask_rename)
            menu.addAction(self.tr("Delete this list")).triggered.connect(
                lambda: self.delete_requested.emit(self.lists[0].name)
            )
        if self.deleted:
            back = menu.addMenu(self.tr("Bring back a deleted list"))
            for each in self.deleted:
                back.addAction(_counted(each)).triggered.connect(
                    lambda _, number=each.id: self.restore_requested.emit(number)
                )
        return menu

    def open_menu(self) -> None:
        """Open the menu below the button."""
        self.menu_of_lists().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _ask_new(self) -> None:
        ask_name(self, self.tr("New list"), "", self.new_requested.emit)

    def _ask_rename(self) -> None:
        name = self.lists[0].name
        ask_name(self, self.tr("Rename"), list_words(name), lambda to: self.rename_requested.emit(name, to))


def ask_name(parent: QWidget, title: str, name: str, named: Callable[[str], None]) -> None:
    """Ask for a list's name; ``named`` gets it unless the user thinks better of it."""
    box = NameDialog(title, translate("Shortlists", "Name of the list"), translate("Shortlists", "OK"), parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.box.setMaxLength(LONGEST_NAME)
    box.box.setText(name)
    box.box.selectAll()
    box.accepted.connect(lambda: named(box.box.text()))
    box.open()


def menu_to_pin(parent: QWidget, lists: Sequence[Shortlist], pin_to: Callable[[str], None]) -> QMenu:
    """A menu of lists for one offer; ``pin_to`` gets the name of one, or of a new one."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for each in lists:
        menu.addAction(_counted(each)).triggered.connect(lambda _, name=each.name: pin_to(name))
    menu.addSeparator()
    menu.addAction(translate("Shortlists", "New list…")).triggered.connect(
        lambda: ask_name(parent, translate("Shortlists", "New list"), "", pin_to)
    )
    return menu


def _counted(shortlist: Shortlist) -> str:
    # A menu takes an ampersand for the mark of a shortcut.
    return f"{list_words(shortlist.name)} · {shortlist.count}".replace("&", "&&")
