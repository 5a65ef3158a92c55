"""Number boxes in the program's own dress: no arrows; the arrow keys and the wheel count up and down."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox

from desktop_client.ui.widgets.line_box import mind_input_methods

_MARGIN = 9
"""Pixels beside the number, which a style sheet's padding doesn't reach."""


def dress(box: QAbstractSpinBox, name: str) -> None:
    """Give a number box its name, room beside the number, and the manners of every text box."""
    mind_input_methods(box)
    box.setAccessibleName(name)
    box.lineEdit().setTextMargins(_MARGIN, 0, _MARGIN, 0)
