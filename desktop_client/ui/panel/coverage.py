"""The coverage line: which sources were asked, what each gave, which are off, how many rows were cut (promise P16)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_client.ui.panel.band import Band
from desktop_client.ui.widgets.buttons import PANEL_LINK, LinkButton
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL


class CoverageBand(Band):
    """The line, and *Cancel* while answers are awaited."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = PlainLabel("", self, ink="panel_ink", scale=SMALL)
        self.cancel = LinkButton(self.tr("Cancel"), self, PANEL_LINK)
        self.cancel.setAccessibleName(self.tr("Cancel the search"))
        self.cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 7)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        self.show_coverage((), asking=False)

    def show_coverage(self, parts: tuple[str, ...], *, asking: bool) -> None:
        """Show the parts as one line; nothing at all where nothing was asked."""
        self.line.setText(" · ".join(parts))
        self.cancel.setVisible(asking)
        self.setVisible(bool(parts))
