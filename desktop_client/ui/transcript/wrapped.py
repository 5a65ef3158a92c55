"""A sentence around a message broken into lines: between words, and within one only where it is longer than a line."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextLayout, QTextOption


def wrapped(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """The lines of ``text``, none wider than ``width``. Where Qt is asked to paint words and to break them if it must,
    it breaks whichever stands at a line's end.
    """
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    # Qt counts in UTF-16 units, Python in characters.
    units = text.encode("utf-16-le", "surrogatepass")
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        at, end = line.textStart(), line.textStart() + line.textLength()
        lines.append(units[2 * at : 2 * end].decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return tuple(lines)
