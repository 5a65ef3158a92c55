"""What-if on the weights of the best match: the panel's own popover over the table, with what it puts first."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_client.commerce.comparing.arranging import LaidOut
from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.ranking import Weights
from desktop_client.ui.compare.shown import Pinning
from desktop_client.ui.compare.view import CompareView
from desktop_client.ui.panel.cards import card_view
from desktop_client.ui.panel.current_list import REST_MS
from desktop_client.ui.panel.view_model import CardView
from desktop_client.ui.panel.weights_popover import WeightsPopover
from desktop_client.ui.widgets.spoken import language

WIDTH_LINES = 22
"""How wide the popover is, in line heights."""


class FitWeights(QObject):
    """Opens the popover, says which weights are wanted once they rest, and shows what stands first with them.

    Moving a weight puts the columns in the order of the best match, or nothing would be seen to come of it.
    """

    changed = Signal(object)

    def __init__(self, view: CompareView, pinning: Pinning, parent: QObject) -> None:
        super().__init__(parent)
        self._view, self._pinning = view, pinning
        self._laid_out: LaidOut | None = None
        self._wanted: Weights | None = None
        self.popover: WeightsPopover | None = None
        self.resting = QTimer(self)
        self.resting.setSingleShot(True)
        self.resting.setInterval(REST_MS)
        self.resting.timeout.connect(self._rested)
        view.weights_requested.connect(self.open)

    def open(self) -> None:
        """Open the popover with the weights that hold."""
        if self._laid_out is None:
            return
        popover = WeightsPopover(self._laid_out.arrangement.weights, self._view)
        popover.weights_changed.connect(self._moved)
        popover.closed.connect(self._closed)
        self.popover = popover
        self._show_first()
        popover.open_over(self._view.weights, WIDTH_LINES * self._view.fontMetrics().height())

    def show_laid_out(self, laid_out: LaidOut) -> None:
        """What the weights come to by now."""
        self._laid_out = laid_out
        self._show_first()

    def _moved(self, weights: Weights) -> None:
        self._wanted = weights
        self.resting.start()

    def _rested(self) -> None:
        if self._wanted is not None:
            if self._laid_out is not None and self._laid_out.arrangement.by != RowKind.FIT:
                self._view.ordered.emit(RowKind.FIT.value, False)
            self.changed.emit(self._wanted)

    def _closed(self) -> None:
        self.popover = None

    def _show_first(self) -> None:
        if self.popover is not None:
            self.popover.show_first(self._first())

    def _first(self) -> CardView | None:
        found = self._laid_out.fit if self._laid_out else None
        if found is None or not found.ranked.rows:
            return None
        row = found.ranked.rows[0]
        return card_view(row, row.offer.source_id, (), self._pinning.now(), language())
