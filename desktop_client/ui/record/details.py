"""DetailsCard: one entry of the record as a whole, with the exact request where one was sent."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_client.ui.record.rows import EntryDetails
from desktop_client.ui.theme import RADIUS
from desktop_client.ui.widgets.exact_request import ExactRequest
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import tint


class DetailsCard(QWidget):
    """On the panel's ground, as a source's label is: this is about commerce, and no part of an answer."""

    def __init__(self, details: EntryDetails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(details.title)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 16)
        rows.setSpacing(1)
        rows.addWidget(PlainLabel(details.title, self, ink="panel_ink", bold=True))
        self.exact: ExactRequest | None = None
        if details.exact is not None:
            rows.addSpacing(7)
            self.exact = ExactRequest(details.exact, self)
            rows.addWidget(self.exact)
        for heading, text in details.parts:
            if heading:
                rows.addSpacing(7)
                rows.addWidget(PlainLabel(heading, self, ink="panel_ink", bold=True))
            rows.addWidget(PlainLabel(text, self, ink="panel_ink"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("panel_hairline"), 1))
        painter.setBrush(tint("panel_ground"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
