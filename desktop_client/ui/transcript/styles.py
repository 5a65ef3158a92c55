"""Fonts, text formats and distances of the transcript for one theme, one font and one zoom."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QFontMetrics,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
)

from desktop_client.chat.markup.code_colours import Ink
from desktop_client.chat.markup.pieces import Look
from desktop_client.ui.theme import GRID, Colours

ADDRESS = QTextFormat.Property.UserProperty + 1
"""The property of a text format that holds the web address which pressing the text asks to open."""
_HEADINGS = {1: 1.4, 2: 1.24, 3: 1.12, 4: 1.0, 5: 1.0, 6: 1.0}
# Leading for running text and code, as parts of the font's pixel size: Noto Sans CJK at about 115 %.
_LINE, _CODE_LINE = 1.64, 1.5
_DRAWN_EM = 14


class Styles:
    """Everything that depends on font, zoom and theme. Distances are device-independent pixels."""

    def __init__(self, font: QFont, scale: float, colours: Colours) -> None:
        self.colours = colours
        self.scale = scale
        self.body = scaled(font, scale)
        self.small = scaled(font, scale * 0.87)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.code = QFont(self.body)
        # The system's fixed font lacks Chinese as a rule; the text font's families stand in for what it lacks. By the
        # name of the font itself: with another behind it, a mere "monospace" is passed over as a font that isn't there.
        self.code.setFamilies([QFontInfo(fixed).family(), *self.body.families()])
        self.code.setFixedPitch(True)
        self.code.setStyleHint(QFont.StyleHint.Monospace)
        self.code = scaled(self.code, 0.92)
        self.em = QFontInfo(self.body).pixelSize()
        self.line = round(self.em * _LINE)
        # Qt puts what a line is higher than its letters above them; boxes around text take that back.
        self.lead = max(0, (self.line - QFontMetrics(self.body).height()) // 2)
        self.code_lead = max(
            0, (round(QFontInfo(self.code).pixelSize() * _CODE_LINE) - QFontMetrics(self.code).height()) // 2
        )
        self.small_line = QFontMetrics(self.small).height()
        self.gap = self.px(GRID)
        self.item_gap = self.px(2)
        self.indent = self.px(20)
        self.quote_indent = self.px(16)
        self.bubble_pad_x, self.bubble_pad_y = self.px(14), self.px(10)
        self.code_pad = self.px(14)
        self.code_head = self.small_line + self.px(12)
        self.head = self.small_line + self.px(4)
        self.foot = self.small_line + self.px(10)
        self.row_gap = self.px(14)
        self.tools = self.small_line + self.px(6)
        self.note = self.small_line + self.px(24)
        self._format = lru_cache(maxsize=None)(self._make_format)

    def px(self, distance: float) -> int:
        """A distance that was drawn for text of 14 pixels, at this size of text."""
        return max(1, round(distance * self.em / _DRAWN_EM))

    def heading(self, level: int) -> QFont:
        """The font of a heading."""
        font = scaled(self.body, _HEADINGS[level])
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def lines(self, font: QFont, *, code: bool = False) -> QTextBlockFormat:
        """The block format that gives lines of this font even distances, whatever scripts they mix."""
        form = QTextBlockFormat()
        least = QFontInfo(font).pixelSize() * (_CODE_LINE if code else _LINE if font == self.body else 1.4)
        form.setLineHeight(round(least), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        return form

    def format(self, look: Look, address: str = "") -> QTextCharFormat:
        """The character format of a span."""
        if not address:
            return self._format(look)
        pressable = QTextCharFormat(self._format(look))
        pressable.setProperty(ADDRESS, address)
        pressable.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        pressable.setUnderlineColor(QColor(self.colours.ink_soft))
        return pressable

    def ink(self, ink: Ink) -> QTextCharFormat:
        """The character format of a stretch of code."""
        form = QTextCharFormat()
        c = self.colours
        form.setForeground(
            QColor({Ink.COMMENT: c.ink_soft, Ink.STRING: c.warning, Ink.KEYWORD: c.accent, Ink.NUMBER: c.accent}[ink])
        )
        return form

    def _make_format(self, look: Look) -> QTextCharFormat:
        form = QTextCharFormat()
        if look & Look.BOLD:
            form.setFontWeight(QFont.Weight.DemiBold)
        if look & Look.ITALIC:
            form.setFontItalic(True)
        if look & Look.STRUCK:
            form.setFontStrikeOut(True)
        if look & (Look.CODE | Look.MATHS):
            form.setFontFamilies(self.code.families())
            form.setProperty(*_size(self.code))
        if look & Look.CODE:
            form.setBackground(QBrush(QColor(self.colours.code_ground)))
        if look & Look.ADDRESS:
            form.setForeground(QColor(self.colours.ink_soft))
        return form


def scaled(font: QFont, factor: float) -> QFont:
    """The same font, larger or smaller, whether its size is in points or in pixels."""
    out = QFont(font)
    if font.pointSizeF() > 0:
        out.setPointSizeF(max(1.0, font.pointSizeF() * factor))
    else:
        out.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return out


def _size(font: QFont) -> tuple[int, float | int]:
    if font.pointSizeF() > 0:
        return QTextFormat.Property.FontPointSize.value, font.pointSizeF()
    return QTextFormat.Property.FontPixelSize.value, font.pixelSize()
