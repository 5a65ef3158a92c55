"""What a dialog does before it knows how large it has to be."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def dress_now(widget: QWidget) -> None:
    """Have the window's style sheet applied to all that is in a widget. Qt does it when that is shown, which is too
    late for whoever asks for its size.
    """
    for part in widget.findChildren(QWidget):
        part.ensurePolished()
