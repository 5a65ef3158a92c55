"""WeightsPopover: how much each part of a place counts, moved by the user, and why the first row stands first."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSlider, QVBoxLayout, QWidget

from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Part, Weights
from desktop_client.commerce.reasons import PARTS
from desktop_client.ui.panel.popover import Popover
from desktop_client.ui.panel.view_model import CardView
from desktop_client.ui.widgets.buttons import PANEL_OUTLINE, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.plain_label import RIGHT, PlainLabel
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.ui.widgets.tint import SMALL

MOST = 100
PAGE = 10
SLIDER_HEIGHT = 20
MARGIN = 14
LINE = 1
EDGE_GAP = 4
"""Pixels between the popover and the edge of the window."""


class WeightRow(QWidget):
    """One part: its name, its weight, and a slider; says so where the need has nothing for the part to look at."""

    moved = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = PlainLabel(name, self)
        self.idle = PlainLabel(self.tr("not asked for in this search"), self, ink="ink_soft", scale=SMALL)
        self.value = PlainLabel("", self, align=RIGHT, bold=True)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, MOST)
        self.slider.setPageStep(PAGE)
        self.slider.setFixedHeight(SLIDER_HEIGHT)
        self.slider.setAccessibleName(name)
        self.slider.valueChanged.connect(self._moved)
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.name, 1)
        words.addWidget(self.value)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(words)
        rows.addWidget(self.idle)
        rows.addWidget(self.slider)

    def show_weight(self, weight: int) -> None:
        """Show a weight without saying that it was moved."""
        self.slider.blockSignals(True)
        self.slider.setValue(weight)
        self.slider.blockSignals(False)
        self._name_value(weight)

    def show_use(self, *, counts: bool) -> None:
        """Whether the part has a share in the list that is shown."""
        self.idle.setVisible(not counts)
        self.slider.setAccessibleDescription(self.tr("Weight from 0 to 100") if counts else self.idle.text())

    def _moved(self, weight: int) -> None:
        self._name_value(weight)
        self.moved.emit(weight)

    def _name_value(self, weight: int) -> None:
        self.value.setText(str(weight))


class WeightsPopover(Popover):
    """Emits ``weights_changed`` with every step; what comes of it is shown while it stays open. Escape closes it."""

    weights_changed = Signal(object)
    closed = Signal()

    def __init__(self, weights: Weights, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Weights"))
        self.weights = weights
        self._anchor: QWidget | None = None
        self.rows = {part: WeightRow(spoken(PARTS[part]), self) for part in Part}
        self.reset = TextButton(self.tr("Reset"), PANEL_OUTLINE, self)
        self.reset.setAccessibleName(self.tr("Reset all weights"))
        self.reset.clicked.connect(lambda: self._change(DEFAULT_WEIGHTS))
        self.first = PlainLabel("", self, bold=True, scale=SMALL, max_lines=2)
        self.reasons = PlainLabel("", self, ink="ink_soft", scale=SMALL)
        for part, row in self.rows.items():
            row.moved.connect(lambda weight, part=part: self._change(replace(self.weights, **{part.value: weight})))
        self._lay_out()
        self.show_weights(weights)

    def _lay_out(self) -> None:
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(MARGIN, 12, MARGIN, 12)
        rows.setSpacing(8)
        rows.addWidget(PlainLabel(self.tr("Weights"), content, bold=True))
        about = self.tr("How much each part counts for the place of an offer; only the proportions matter.")
        rows.addWidget(PlainLabel(about, content, ink="ink_soft", scale=SMALL))
        for row in self.rows.values():
            rows.addWidget(row)
        buttons = FlowLayout()
        buttons.addWidget(self.reset)
        rows.addLayout(buttons)
        rows.addSpacing(4)
        rows.addWidget(self.first)
        rows.addWidget(self.reasons)
        rows.addStretch(1)
        self._content = content
        area = QScrollArea(self)
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self._area = area
        whole = QVBoxLayout(self)
        whole.setContentsMargins(LINE, LINE, LINE, LINE)
        whole.addWidget(area)

    def open_over(self, anchor: QWidget, width: int) -> None:
        """Show it above the button that asked for it, as wide as given, within the window and the screen."""
        self._anchor = anchor
        self.resize(width, self.height())
        self._fit()
        self.show()
        # Once more, with the fonts that it was shown in.
        self._fit()
        next(iter(self.rows.values())).slider.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fit(self) -> None:
        """Take the height that the words need, and stand above the button."""
        anchor = self._anchor
        if anchor is None:
            return
        screen = anchor.screen().availableGeometry()
        for widget in (*self.rows.values(), self._content):
            # Before anything is shown, Qt remembers sizes from before the words were set.
            layout = widget.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
        high = self._content.heightForWidth(self.width() - 2 * LINE) + 2 * LINE
        # Left to itself, Qt keeps a bar that it once had: beside it the words need another line.
        bar = Qt.ScrollBarPolicy
        self._area.setVerticalScrollBarPolicy(
            bar.ScrollBarAsNeeded if high > screen.height() else bar.ScrollBarAlwaysOff
        )
        self.resize(self.width(), min(high, screen.height()))
        window = anchor.window().frameGeometry()
        at = anchor.mapToGlobal(QPoint(0, -self.height() - 4))
        at.setX(min(at.x(), window.right() - self.width() - EDGE_GAP))
        self.move_within_screen(at, anchor)

    def show_weights(self, weights: Weights) -> None:
        """Show weights as they hold."""
        self.weights = weights
        for part, row in self.rows.items():
            row.show_weight(weights.of(part))
        self.reset.setEnabled(weights != DEFAULT_WEIGHTS)

    def show_first(self, card: CardView | None) -> None:
        """Say which offer stands first, and by which points."""
        self.first.setText(self.tr("First now: {title}").format(title=card.title) if card else "")
        reasons = card.reasons if card else ()
        self.reasons.setText(" · ".join(
            self.tr("{part} {score} × {weight} %").format(part=reason.part, score=reason.score, weight=reason.weight)
            for reason in reasons
        ))  # fmt: skip
        counting = {reason.part for reason in reasons}
        for part, row in self.rows.items():
            row.show_use(counts=not reasons or spoken(PARTS[part]) in counting)
        self._fit()

    def _change(self, weights: Weights) -> None:
        self.show_weights(weights)
        self.weights_changed.emit(weights)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
