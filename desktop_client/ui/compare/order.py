"""OrderButton: what puts the columns in order, with a menu of the rows that can."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_client.ui.compare.table import Ordering
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.choice_button import ARROW


class OrderButton(TextButton):
    """Names the order that holds; ``chosen`` carries a row's id and whether the largest stands first."""

    chosen = Signal(str, bool)
    grouping_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", OUTLINE, parent)
        self.setAccessibleDescription(self.tr("Opens a menu"))
        self.ordering = Ordering()
        self.clicked.connect(self.open_menu)
        self.show_ordering(self.ordering)

    def show_ordering(self, ordering: Ordering) -> None:
        """Show what holds now."""
        self.ordering = ordering
        name = dict(ordering.choices).get(ordering.by, self.tr("Total to pay"))
        if ordering.own:
            name = self.tr("your own")
        elif ordering.backwards:
            name = self.tr("{row}, largest first").format(row=name)
        words = self.tr("Order: {order}").format(order=name)
        self.setText(f"{words}{ARROW}")
        self.setAccessibleName(words)

    def menu_of_orders(self) -> QMenu:
        """The menu, made for the rows that there are now."""
        menu, ordering = QMenu(self), self.ordering
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for row_id, name in ordering.choices:
            entry = menu.addAction(name.replace("&", "&&"))
            entry.setCheckable(True)
            entry.setChecked(row_id == ordering.by and not ordering.own)
            entry.triggered.connect(lambda _, row_id=row_id: self.chosen.emit(row_id, False))
        menu.addSeparator()
        backwards = menu.addAction(self.tr("Largest first"))
        backwards.setCheckable(True)
        backwards.setChecked(ordering.backwards)
        backwards.setEnabled(not ordering.own)
        backwards.triggered.connect(lambda on: self.chosen.emit(ordering.by, on))
        grouped = menu.addAction(self.tr("Offers of one product side by side"))
        grouped.setCheckable(True)
        grouped.setChecked(ordering.grouped)
        grouped.triggered.connect(self.grouping_chosen)
        return menu

    def open_menu(self) -> None:
        """Open the menu below the button."""
        self.menu_of_orders().popup(self.mapToGlobal(QPoint(0, self.height())))
