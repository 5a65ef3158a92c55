"""RatesBox: the settings' row for other currencies: which one to show amounts in as well, and by which rates."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_client.commerce.money import MOST_USED
from desktop_client.ui.widgets.drop_down import DropDown
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL


class RatesBox(QWidget):
    """Says what the user wants; a controller does it. ``currency_chosen`` is empty for none."""

    currency_chosen = Signal(str)
    import_requested = Signal()
    remove_requested = Signal()
    bring_back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currency = DropDown(self)
        self.currency.setAccessibleName(self.tr("Show amounts also in"))
        self.take = self._button(self.tr("Import rates…"))
        self.remove = self._button(self.tr("Remove"))
        self.remove.setAccessibleName(self.tr("Remove the exchange rates"))
        self.bring_back = self._button(self.tr("Undo"))
        self.bring_back.setAccessibleName(self.tr("Bring the exchange rates back"))
        self.about = PlainLabel("", self, ink="ink_soft", scale=SMALL)
        self.currency.activated.connect(lambda: self.currency_chosen.emit(self.currency.currentData()))
        self.take.clicked.connect(self.import_requested)
        self.remove.clicked.connect(self.remove_requested)
        self.bring_back.clicked.connect(self.bring_back_requested)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self.currency, self.take, self.remove, self.bring_back):
            line.addWidget(widget)
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(line)
        rows.addWidget(self.about)
        self.show_rates((), "", "", can_undo=False)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName("plainButton")
        button.setAutoDefault(False)
        return button

    def show_rates(self, currencies: tuple[str, ...], chosen: str, about: str, *, can_undo: bool) -> None:
        """Show what is kept. ``currencies`` are those that there are rates for; none where none are kept."""
        self.currency.clear()
        self.currency.addItem(self.tr("as they are"), "")
        usual = [code for code in MOST_USED if code in currencies]
        for code in (*usual, *(code for code in currencies if code not in usual)):
            self.currency.addItem(code, code)
        self.currency.setCurrentIndex(max(0, self.currency.findData(chosen)))
        self.currency.setEnabled(bool(currencies))
        self._swap(bool(currencies), can_undo)
        self.tell(about or self.tr("No rates yet. Sidelight never looks them up: get eurofxref.zip from the European "
                                   "Central Bank's site, and import it here."))  # fmt: skip

    def _swap(self, can_remove: bool, can_undo: bool) -> None:
        """One of the two stands for the other, and has the keyboard where the other had it."""
        held = self.remove.hasFocus() or self.bring_back.hasFocus()
        for button, is_there in ((self.remove, can_remove), (self.bring_back, can_undo)):
            if is_there:
                button.show()
                if held:
                    button.setFocus()
        self.remove.setVisible(can_remove)
        self.bring_back.setVisible(can_undo)

    def tell(self, words: str, *, warning: bool = False) -> None:
        """Say how old the rates are, or what went wrong."""
        self.about.set_ink("warning" if warning else "ink_soft")
        self.about.setText(words)
        # A form of Qt gives a row that grew its old height once more, until it is told again.
        QTimer.singleShot(0, self, self.updateGeometry)

    def show_busy(self) -> None:
        """A file is being read."""
        for widget in (self.currency, self.take, self.remove, self.bring_back):
            widget.setEnabled(False)
        self.tell(self.tr("Reading the file…"))

    def show_ready(self) -> None:
        """The buttons can be pressed again."""
        for button in (self.take, self.remove, self.bring_back):
            button.setEnabled(True)
