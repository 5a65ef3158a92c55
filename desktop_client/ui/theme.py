"""Colours, spacing and type of the window, light and dark. The panel has its own ground and ink on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

Scheme = Literal["light", "dark"]
GRID = 8
"""The spacing unit, in device-independent pixels."""
RADIUS = 10
"""Corner radius of cards and boxes, in device-independent pixels."""
TEXT_WIDTH = 760
"""The widest that running text gets, in device-independent pixels."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Named colours of one scheme, as ``#rrggbb``."""

    ground: str
    side: str
    raised: str
    hairline: str
    ink: str
    ink_soft: str
    accent: str
    accent_ink: str
    accent_ground: str
    bubble: str
    code_ground: str
    panel_ground: str
    panel_raised: str
    panel_ink: str
    panel_hairline: str
    panel_edge: str
    panel_picture: str
    warning: str
    danger: str
    found: str


LIGHT = Colours(
    ground="#fbfbfa", side="#f3f3f1", raised="#ffffff", hairline="#e3e2de", ink="#1f2328", ink_soft="#646a73",
    accent="#2f6f5e", accent_ink="#ffffff", accent_ground="#dfe9e5", bubble="#eaf1ee", code_ground="#f3f4f4",
    panel_ground="#fdf8ee", panel_raised="#fffdf8", panel_ink="#6b4a16", panel_hairline="#eadfc6",
    panel_edge="#e9dcc0", panel_picture="#f4ebd9", warning="#8a5a00", danger="#b3261e",
    found="#f7e29b",
)  # fmt: skip
DARK = Colours(
    ground="#1c1e21", side="#17191c", raised="#202327", hairline="#2e3135", ink="#e8eaed", ink_soft="#9aa0a8",
    accent="#7cc2ad", accent_ink="#10201b", accent_ground="#2a3834", bubble="#26332f", code_ground="#24282c",
    panel_ground="#23201a", panel_raised="#2a261f", panel_ink="#e6c88f", panel_hairline="#3d3727",
    panel_edge="#403824", panel_picture="#302b1e", warning="#e0b25a", danger="#f2938c",
    found="#5b4a17",
)  # fmt: skip


def scheme_of(choice: str) -> Scheme:
    """The scheme for the setting *system*, *light* or *dark*."""
    if choice in ("light", "dark"):
        return "dark" if choice == "dark" else "light"
    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def colours(scheme: Scheme) -> Colours:
    """The colours of a scheme."""
    return DARK if scheme == "dark" else LIGHT


_applied: Colours = LIGHT


def current() -> Colours:
    """The colours that are applied to the running application."""
    return _applied


def apply(app: QApplication, scheme: Scheme) -> None:
    """Give the application the palette and style of a scheme. Widgets hear of it through ``PaletteChange``."""
    global _applied
    _applied = c = colours(scheme)
    app.setStyle("Fusion")
    palette = QPalette()
    role = QPalette.ColorRole
    for which, value in {
        role.Window: c.ground, role.Base: c.ground, role.AlternateBase: c.side, role.Button: c.raised,
        role.WindowText: c.ink, role.Text: c.ink, role.ButtonText: c.ink, role.ToolTipBase: c.raised,
        role.ToolTipText: c.ink, role.PlaceholderText: c.ink_soft, role.Highlight: c.accent,
        role.HighlightedText: c.accent_ink, role.Link: c.accent, role.Mid: c.hairline, role.Accent: c.accent,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(value))
    for disabled in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, disabled, QColor(c.ink_soft))
    app.setPalette(palette)
