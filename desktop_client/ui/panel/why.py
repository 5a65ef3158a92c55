"""*Why here?*: the parts of an offer's place in the list, in words and numbers, and what would change it."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.ui.panel.view_model import CardView, ReasonView
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL, tint


class WhyBox(QWidget):
    """Opens inside the card. One paragraph a part, then what would change the place."""

    def __init__(self, view: CardView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Why here?"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 9, 0, 0)
        rows.setSpacing(2)
        for reason in view.reasons:
            rows.addWidget(PlainLabel(self._figures(reason), self, scale=SMALL, bold=True))
            if reason.words:
                rows.addWidget(PlainLabel(reason.words, self, ink="ink_soft", scale=SMALL))
                rows.addSpacing(3)
        if view.would_change:
            rows.addSpacing(3)
            rows.addWidget(PlainLabel(self.tr("What would change it"), self, scale=SMALL, bold=True))
        for change in view.would_change:
            rows.addWidget(PlainLabel(change, self, ink="ink_soft", scale=SMALL))

    def _figures(self, reason: ReasonView) -> str:
        return self.tr("{part}: {score} of 100, weight {weight} %").format(
            part=reason.part, score=reason.score, weight=reason.weight
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 3, self.width(), 1, tint("panel_hairline"))
        painter.end()
