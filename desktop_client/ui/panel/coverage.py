"""The coverage line: which sources were asked, what each gave, which are off, how many rows were cut (promise P16)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_client.ui.panel.band import Band
from desktop_client.ui.panel.view_model import PanelState, PanelView
from desktop_client.ui.widgets.buttons import PANEL_LINK, LinkButton
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL
from desktop_client.ui.widgets.tips import tip


class CoverageBand(Band):
    """The line, *Cancel* while answers are awaited, and what sources want said with their offers."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = PlainLabel("", self, ink="panel_ink", scale=SMALL)
        self.cancel = LinkButton(self.tr("Cancel"), self, PANEL_LINK)
        self.cancel.setAccessibleName(self.tr("Cancel the search"))
        self.cancel.clicked.connect(self.cancel_requested)
        self.disclosures = PlainLabel("", self, ink="panel_ink", scale=SMALL)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 6, 10, 7)
        rows.setSpacing(3)
        rows.addLayout(row)
        rows.addWidget(self.disclosures)
        self.show_coverage(PanelView(PanelState.EMPTY))

    def show_coverage(self, view: PanelView) -> None:
        """Show who was asked and what came; nothing at all where nobody was asked."""
        self.line.setText(" · ".join(view.coverage))
        off = self.tr("Off: {names}").format(names=", ".join(view.off)) if view.off else ""
        self.line.setToolTip(tip(off))
        self.line.setAccessibleDescription(off)
        self.cancel.setVisible(view.asking and view.state is PanelState.LIST)
        self.disclosures.setText(" · ".join(view.disclosures))
        self.disclosures.setVisible(bool(view.disclosures))
        self.setVisible(bool(view.coverage))
