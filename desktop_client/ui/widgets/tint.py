"""Colours by name and type by proportion, read while painting so that a change of scheme or font is followed."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtGui import QColor, QFont

from desktop_client.ui import theme

ColourName = Literal[
    "ground", "side", "raised", "hairline", "ink", "ink_soft", "accent", "accent_ink", "accent_ground",
    "panel_ground", "panel_raised", "panel_ink", "panel_hairline", "panel_edge", "panel_picture", "warning", "danger",
]  # fmt: skip
"""The names in ``theme.Colours`` that widgets ask for."""

SMALL = 0.9
"""Secondary text, as a share of body size."""


def tint(name: ColourName) -> QColor:
    """The colour of that name in the scheme that is applied now."""
    return _colour(getattr(theme.current(), name))


@cache
def _colour(value: str) -> QColor:
    # Read anew for every word that is painted, it would take as long as the painting.
    return QColor(value)


def scaled(font: QFont, scale: float = 1.0, *, bold: bool = False) -> QFont:
    """A font derived from another: ``scale`` times its size, and bold where asked."""
    derived = QFont(font)
    if font.pointSizeF() > 0:
        derived.setPointSizeF(font.pointSizeF() * scale)
    else:
        derived.setPixelSize(max(1, round(font.pixelSize() * scale)))
    if bold:
        derived.setWeight(QFont.Weight.Bold)
    return derived
