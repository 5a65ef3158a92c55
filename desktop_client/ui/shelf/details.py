"""Details: what an offer states of itself, a line each, below its card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.ui.widgets.plain_label import PlainLabel


class Details(QWidget):
    """Lines of foreign text. The labels are used again: making them takes longer than filling them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What the offer states"))
        self.labels: list[PlainLabel] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(2, 0, 2, 0)
        self._rows.setSpacing(4)

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines and no others."""
        while len(self.labels) < len(lines):
            label = PlainLabel("", self, ink="panel_ink")
            self._rows.addWidget(label)
            self.labels.append(label)
        for at, label in enumerate(self.labels):
            label.setText(lines[at] if at < len(lines) else "")
            label.setVisible(at < len(lines))
        self.setVisible(bool(lines))
