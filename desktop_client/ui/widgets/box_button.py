"""Buttons of a message box in the program's own dress."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QPushButton


def box_button(box: QMessageBox, text: str, role: QMessageBox.ButtonRole, *, main: bool = False) -> QPushButton:
    """Add a button to a box. It has its name before it is added: a box takes no notice of one that is given later."""
    button = QPushButton(text)
    button.setObjectName("mainButton" if main else "plainButton")
    box.addButton(button, role)
    return button
