"""Buttons of a message box in the program's own dress."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QPushButton


def box_button(box: QMessageBox, text: str, role: QMessageBox.ButtonRole, *, main: bool = False) -> QPushButton:
    """Add a button to a box. It has its name before it is added: a box takes no notice of one that is given later."""
    # A child of the box from the start: else it would go with its last Python name, out of a box that is still open.
    button = QPushButton(text, box)
    button.setObjectName("mainButton" if main else "plainButton")
    box.addButton(button, role)
    return button
