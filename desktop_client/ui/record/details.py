"""DetailsCard: one entry of the record as a whole, with the exact request where one was sent."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.ui.record.rows import EntryDetails
from desktop_client.ui.widgets.exact_request import ExactRequest
from desktop_client.ui.widgets.panel_box import PanelBox
from desktop_client.ui.widgets.plain_label import PlainLabel


class DetailsCard(PanelBox):
    """On the panel's ground, as a source's label is: this is about commerce, and no part of an answer."""

    def __init__(self, details: EntryDetails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(details.title)
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
