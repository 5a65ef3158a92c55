"""Tool tips that hold words of others: Qt reads one that looks like markup as markup, pictures and links included."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def tip(text: str) -> str:
    """What to set as a tool tip so that exactly this text is shown."""
    if not Qt.mightBeRichText(text):
        return text
    return "<br>".join(f"<span>{escape(line)}</span>" for line in text.split("\n"))
