"""The need as chips: what is looked for, each condition with how many offers it takes off the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.ui.panel.band import Band
from desktop_client.ui.panel.need_editing import without
from desktop_client.ui.panel.need_popover import ConditionPopover
from desktop_client.ui.panel.view_model import ChipView, NeedPart
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.buttons import ChipButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.focus import in_hand
from desktop_client.ui.widgets.tips import tip


class NeedChip(ChipButton):
    """One condition. A click opens its form; Delete takes it away."""

    removed = Signal()

    def __init__(self, view: ChipView, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setAccessibleDescription(self.tr("Press to change, Delete to remove"))
        self.show_condition(view)

    def show_condition(self, view: ChipView) -> None:
        """Stand for this condition from now on."""
        self.view = view
        self.set_words(view.text, f"−{view.removes}" if view.removes else "")
        name = self.tr("{condition}, takes off {offers}").format(
            condition=view.text, offers=counted.offers(view.removes or 0)
        )
        self.setAccessibleName(name if view.removes else view.text)
        self.setToolTip(tip(name) if view.removes else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.view.kind is not NeedPart.WORDS:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class NeedBand(Band):
    """All chips of a need and *+ condition*."""

    need_edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._need: ShoppingNeed | None = None
        self.chips: list[NeedChip] = []
        self._flow = FlowLayout(self, gap=6, line_gap=6)
        self._flow.setContentsMargins(14, 9, 10, 10)
        self.add = ChipButton(self.tr("+ condition"), "", self)
        self.add.setAccessibleName(self.tr("Add a condition"))
        self.add.clicked.connect(lambda: self._open(None, self.add))
        self.hide()

    def show_need(self, need: ShoppingNeed | None, chips: tuple[ChipView, ...]) -> None:
        """Show the chips of a need; nothing at all without one."""
        focused = next((at for at, chip in enumerate(self.chips) if in_hand(chip)), None)
        self._need = need
        if len(self.chips) != len(chips):
            self._rebuild(chips)
        for chip, view in zip(self.chips, chips, strict=True):
            if chip.view != view:
                chip.show_condition(view)
        if focused is not None and self.chips:
            self.chips[min(focused, len(self.chips) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(need is not None)

    def _rebuild(self, chips: tuple[ChipView, ...]) -> None:
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.add)
        self.chips = [NeedChip(view, self) for view in chips]
        for chip in self.chips:
            chip.clicked.connect(lambda _=False, chip=chip: self._open(chip.view, chip))
            chip.removed.connect(lambda chip=chip: self._remove(chip.view))
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.add)

    def tab_stops(self) -> tuple[QWidget, ...]:
        """The chips in the order that Tab visits them."""
        return (*self.chips, self.add)

    def _open(self, view: ChipView | None, anchor: QWidget) -> None:
        if self._need is not None:
            popover = ConditionPopover(self._need, view, self)
            popover.need_edited.connect(self.need_edited)
            popover.open_under(anchor)

    def _remove(self, view: ChipView) -> None:
        if self._need is not None:
            self.need_edited.emit(without(self._need, view.kind, view.value))
