"""Measure: how the words of the table break, worked out once for each text, face and width."""

from __future__ import annotations

import math
from enum import IntEnum
from typing import get_args

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from desktop_client.ui.widgets.text_lines import TextLines, lay_out, line_height, plain
from desktop_client.ui.widgets.tint import SMALL, ColourName, scaled, tint

KEPT = 50_000
"""How many texts are kept as they were laid out; when they are more, all are laid out again."""


class Face(IntEnum):
    """The faces that the table is set in."""

    BODY = 0
    BOLD = 1
    NOTE = 2


class Measure:
    """Lays texts out and keeps them. A text that fits on one line, as most do, isn't laid out at all."""

    def __init__(self, font: QFont) -> None:
        self._kept: dict[tuple[str, int, int, int], TextLines] = {}
        self.use(font)

    def use(self, font: QFont) -> None:
        """Set everything in faces of this font from now on."""
        self.dress()
        self.fonts = (QFont(font), scaled(font, bold=True), scaled(font, SMALL))
        self._metrics = tuple(QFontMetricsF(face) for face in self.fonts)
        self._heights = tuple(line_height(face) for face in self.fonts)
        self._kept.clear()

    def dress(self) -> None:
        """Take the colours of the scheme that is applied: asked for at every cell they would cost more than words."""
        self.colours: dict[ColourName, QColor] = {name: tint(name) for name in get_args(ColourName)}

    def lines(self, words: str, face: Face, width: int, max_lines: int = 0) -> TextLines:
        """How ``words`` break in a column of ``width``; past ``max_lines`` (0: any number) they end in an ellipsis."""
        key = (words, face, width, max_lines)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[key] = self._lay_out(plain(words), face, width, max_lines)
        return found

    def _lay_out(self, words: str, face: Face, width: int, max_lines: int) -> TextLines:
        wide = self._metrics[face].horizontalAdvance(words)
        if wide <= width:
            return TextLines((words,), self._heights[face], math.ceil(wide), elided=False)
        return lay_out(words, self.fonts[face], width, max_lines or None)
