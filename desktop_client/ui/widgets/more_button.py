"""MoreButton: a menu of the buttons for which a strip has no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from desktop_client.ui.widgets.buttons import Look, TextButton
from desktop_client.ui.widgets.choice_button import ARROW
from desktop_client.ui.widgets.flow_layout import FlowLayout


class MoreButton(TextButton):
    """Stands for buttons while they are folded away; without any of them it is not there either."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("", look, parent)
        self.setText(f"{self.tr('More')}{ARROW}")
        self.setAccessibleName(self.tr("More"))
        self.setAccessibleDescription(self.tr("Opens a menu"))
        self.clicked.connect(self._open)
        self.hide()
        self.folding: list[TextButton] = []
        """The buttons that can be folded away, in the order of the menu."""

    def standing(self, *, folded: bool) -> Sequence[TextButton]:
        """What is in sight then: the buttons, or this one for them."""
        return (self,) if folded else self.folding

    def fold(self, *, folded: bool) -> None:
        """Put the buttons into the menu, or show them."""
        self.fold_all_but(0 if folded else len(self.folding))

    def fold_all_but(self, count: int) -> None:
        """Show the first ``count`` buttons and put the others into the menu."""
        self.setVisible(count < len(self.folding))
        for at, button in enumerate(self.folding):
            button.setVisible(at < count)

    def fold_where_it_helps(
        self, row: FlowLayout, before: Sequence[QWidget], after: Sequence[QWidget], width: int
    ) -> None:
        """Fold where that spares the row a line in this width (pixels); the others stand around the buttons."""

        def lines(*, folded: bool) -> int:
            widgets = (*before, *self.standing(folded=folded), *after)
            return row.lines_of((widget.sizeHint().width() for widget in widgets), width)

        self.fold(folded=lines(folded=True) < lines(folded=False))

    def menu_of_folded(self) -> QMenu:
        """What it opens: an action for each button that is folded away, that does what the button does."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in filter(QWidget.isHidden, self.folding):
            # A menu takes an ampersand for the mark of a shortcut.
            action = menu.addAction(button.text().replace("&", "&&"))
            action.setEnabled(button.isEnabled())
            action.setCheckable(button.isCheckable())
            action.setChecked(button.isChecked())
            action.triggered.connect(button.click)
        return menu

    def _open(self) -> None:
        self.menu_of_folded().popup(self.mapToGlobal(QPoint(0, self.height())))
