"""Plain text broken into lines for a width: what every label and button here measures and paints with.

Qt's own labels break only between words, so that a long run without spaces is cut off; these lines break anywhere
when they have to, and count the height of the fonts that really draw (Chinese glyphs stand taller than Latin ones).
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

UNBOUNDED = 1 << 20
"""A width that no text reaches, in device-independent pixels."""
LONGEST = 2_000
"""Characters of one text that are laid out at most; a seller's title of a megabyte must not stall the window."""
_BREAKS = re.compile(r"[\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029 ]+")
_JOINERS = "\u200c\u200d"


def plain(text: str) -> str:
    """Foreign text on one line, without control, direction-changing, surrogate and private-use characters."""
    if len(text) <= LONGEST and text.isprintable() and "  " not in text and text == text.strip(" "):
        return text  # Nothing to take out, which is the rule: each word on a card comes through here.
    spaced = _BREAKS.sub(" ", text[: LONGEST * 2])
    kept = (ch for ch in spaced if unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co") or ch in _JOINERS)
    clean = _BREAKS.sub(" ", "".join(kept)).strip()
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class TextLines:
    """Lines as they are painted; ``width`` (the widest) and ``height`` in device-independent pixels."""

    lines: tuple[str, ...]
    line_height: int
    width: int
    elided: bool

    @property
    def height(self) -> int:
        """Of all lines together."""
        return self.line_height * len(self.lines)


KEPT = 1_000
"""How many texts are kept as they were broken."""
_broken: dict[tuple[str, str, int, int | None], TextLines] = {}
_line_heights: dict[str, int] = {}


def line_height(font: QFont) -> int:
    """How tall a line is that may hold Latin and Chinese: the same for every text, so that neighbours stand level."""
    key = font.key()
    if key not in _line_heights:
        layout = QTextLayout("Åg国", font)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        _line_heights[key] = math.ceil(max(line.height(), QFontMetricsF(font).height()))
    return _line_heights[key]


def lay_out(text: str, font: QFont, width: int = UNBOUNDED, max_lines: int | None = None) -> TextLines:
    """Break ``text`` into lines of at most ``width``; past ``max_lines`` the last one ends in an ellipsis.

    The words of buttons, sources and prices come again on every card, so what was broken is kept for a while.
    """
    key = (text, font.key(), width, max_lines)
    kept = _broken.get(key)
    if kept is None:
        if len(_broken) >= KEPT:
            _broken.clear()
        kept = _broken[key] = _break(text, font, width, max_lines)
    return kept


def _break(text: str, font: QFont, width: int, max_lines: int | None) -> TextLines:
    metrics = QFontMetricsF(font)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    pieces: list[tuple[int, int]] = []
    widest, tall, elided = 0.0, float(line_height(font)), False
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        if max_lines is not None and len(pieces) == max_lines:
            elided = True
            break
        line.setLineWidth(max(width, 1))
        widest = max(widest, line.naturalTextWidth())
        tall = max(tall, line.height())
        pieces.append((line.textStart(), line.textLength()))
    layout.endLayout()
    # Qt counts in UTF-16 units, Python in characters.
    units = text.encode("utf-16-le", "surrogatepass")
    lines = [units[2 * at : 2 * (at + n)].decode("utf-16-le", "replace").rstrip() for at, n in pieces]
    if elided:
        rest = units[2 * pieces[-1][0] :].decode("utf-16-le", "replace")
        lines[-1] = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return TextLines(tuple(lines) or ("",), math.ceil(tall), min(math.ceil(widest), max(width, 1)), elided)


@cache
def _flags(align: Qt.AlignmentFlag) -> int:
    # Putting flags together takes Python longer than drawing a word.
    return (align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip).value


def paint_lines(painter: QPainter, rect: QRect, text: TextLines, align: Qt.AlignmentFlag) -> None:
    """Draw lines from the top of ``rect`` with the painter's own font and pen."""
    flags = _flags(align)
    for number, line in enumerate(text.lines):
        at = QRect(rect.x(), rect.y() + number * text.line_height, rect.width(), text.line_height)
        painter.drawText(at, flags, line)
