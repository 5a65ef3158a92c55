"""FilterBar: the need's conditions, each with what it removes, and what else is left out of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_client.ui.compare.table import FilterChip
from desktop_client.ui.widgets.buttons import CHIP, ChipButton, LinkButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.focus import in_hand
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL

FILTER = replace(CHIP, ground="raised", border="hairline", hover="side", checked="accent_ground")


class FilterBar(QWidget):
    """Chips that can be pressed, and a line about what is left out with the way back. Hidden where it says nothing."""

    filter_toggled = Signal(object, bool)
    all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[ChipButton] = []
        self.hidden = PlainLabel("", self, ink="ink_soft", scale=SMALL)
        self.show_all = LinkButton(self.tr("Show all"), self)
        self.show_all.clicked.connect(self.all_requested)
        self._row = FlowLayout(self, gap=8, line_gap=6)
        self._row.addWidget(self.hidden)
        self._row.addWidget(self.show_all)
        self.show_hidden("", can_show=False)

    def show_chips(self, chips: Sequence[FilterChip]) -> None:
        """Show these conditions; the one that has the focus keeps it."""
        focused = next((at for at, chip in enumerate(self.chips) if in_hand(chip)), None)
        for old in self.chips:
            self._row.removeWidget(old)
            old.deleteLater()
        self._row.removeWidget(self.hidden)
        self._row.removeWidget(self.show_all)
        self.chips = [self._chip(each) for each in chips]
        for widget in (*self.chips, self.hidden, self.show_all):
            self._row.addWidget(widget)
        if focused is not None and focused < len(self.chips):
            self.chips[focused].setFocus()
        self._settle()

    def show_hidden(self, words: str, *, can_show: bool) -> None:
        """Say what is left out; ``can_show``: it can be brought back here."""
        self.hidden.setText(words)
        self.hidden.setVisible(bool(words))
        self.show_all.setVisible(can_show)
        self._settle()

    def _chip(self, each: FilterChip) -> ChipButton:
        removes = self.tr("removes {count}").format(count=each.removes)
        chip = ChipButton(f"✓ {each.words}" if each.on else each.words, removes, self, FILTER)
        chip.setCheckable(True)
        chip.setChecked(each.on)
        chip.setAccessibleName(f"{each.words}, {removes}")
        chip.clicked.connect(lambda on: self.filter_toggled.emit(each.chip, on))
        chip.show()
        return chip

    def _settle(self) -> None:
        self.setVisible(bool(self.chips or self.hidden.text() or not self.show_all.isHidden()))
        self.updateGeometry()
