"""What the window shows to be read: pages of ours, an answer's details, and addresses before they are opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow

if TYPE_CHECKING:
    from desktop_client.addresses import Address

translate = QCoreApplication.translate


class ShownPages:
    """Dialogs of text over one window, imported when one is opened."""

    def __init__(self, view: MainWindow, interpreter: Interpreter) -> None:
        self._view, self._interpreter = view, interpreter

    def open_address(self, address: str) -> None:
        """Say where an address leads, and open it if the user wants that."""
        from desktop_client.commerce import links
        from desktop_client.ui.link_dialog import ask_to_open

        def remarks(known: Address) -> list[str]:
            return [self._interpreter.say(remark) for remark in links.remarks(known)]

        if ask_to_open(address, self._view, remarks) is None:
            self._view.toast.show_message(translate("Window", "This is not an address that can be opened safely."))

    def show_details(self, lines: str) -> None:
        """Where an answer came from."""
        self._show(translate("Window", "Where this answer came from"), lines.replace("\n", "\n\n"))

    def show_comparison(self, lines: str) -> None:
        """What came of making an answer again."""
        self._show(translate("Window", "The answer once more"), lines.replace("\n", "\n\n"))

    def show_order(self) -> None:
        """How the list is put in order."""
        from desktop_client.ui.page_dialog import page

        self._show(translate("Window", "How this list is ordered"), page("ranking", self._interpreter.language))

    def show_promises(self) -> None:
        """The promises, with their tests."""
        from desktop_client.ui.promises import promises_page

        self._show(translate("Window", "How Sidelight works"), promises_page(self._interpreter.language))

    def _show(self, title: str, source: str) -> None:
        from desktop_client.ui.page_dialog import PageDialog

        dialog = PageDialog(title, source, self._view)
        dialog.exec()
        dialog.deleteLater()
