"""PaintedText: a piece of text that a widget paints itself. A label of its own takes several times as long to make,
to show and to paint, and a list has hundreds of them.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from desktop_client.ui.widgets.plain_label import LEFT
from desktop_client.ui.widgets.text_lines import UNBOUNDED, TextLines, lay_out, paint_lines, plain
from desktop_client.ui.widgets.tint import ColourName, scaled, tint


class PaintedText:
    """Text in its owner's font, cleaned, broken and elided as in a ``PlainLabel``; without words it takes no room.

    It has no accessible name of its own: its owner's name or description must hold the words.
    """

    def __init__(
        self, owner: QWidget, *, ink: ColourName = "ink", scale: float = 1.0, bold: bool = False,
        max_lines: int | None = None, align: Qt.AlignmentFlag = LEFT,
    ) -> None:  # fmt: skip
        self._owner = owner
        self._ink: ColourName = ink
        self._scale, self._bold, self._max_lines, self._side = scale, bold, max_lines, align
        self._text = ""
        self._face: QFont | None = None
        self._laid: dict[int, TextLines] = {}
        self._at = QRect()

    def text(self) -> str:
        """The words."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text. The owner arranges and paints anew."""
        clean = plain(text)
        if clean != self._text:
            self._text = clean
            self._laid.clear()

    def set_ink(self, ink: ColourName) -> None:
        """Use another colour of the theme. The owner paints anew."""
        self._ink = ink

    def forget_font(self) -> None:
        """The owner's font is another one now."""
        self._face = None
        self._laid.clear()

    def isHidden(self) -> bool:  # noqa: N802 - as widgets say it
        """Whether there is nothing to be seen."""
        return not self._text

    def heightForWidth(self, width: int) -> int:
        """How tall it is in that width."""
        return self._lines(width).height

    def sizeHint(self) -> QSize:
        """What it takes on one line."""
        natural = self._lines(UNBOUNDED)
        return QSize(natural.width + 1, natural.height)

    def geometry(self) -> QRect:
        """Where in its owner it stands."""
        return self._at

    def setGeometry(self, x: int, y: int, width: int, height: int) -> None:  # noqa: N802 - as widgets say it
        """Stand there from now on."""
        self._at = QRect(x, y, width, height)

    @property
    def elided(self) -> bool:
        """Whether words had to be left out where it stands."""
        return not self.isHidden() and self._lines(self._at.width()).elided

    def paint(self, painter: QPainter) -> None:
        """Paint it where it stands."""
        if self._text:
            painter.setFont(self._font())
            painter.setPen(tint(self._ink))
            paint_lines(painter, self._at, self._lines(self._at.width()), self._side)

    def _font(self) -> QFont:
        if self._face is None:
            self._face = scaled(self._owner.font(), self._scale, bold=self._bold)
        return self._face

    def _lines(self, width: int) -> TextLines:
        natural = self._laid.get(UNBOUNDED)
        if natural is not None and natural.width < width:
            return natural
        if width not in self._laid:
            if len(self._laid) > 8:
                self._laid.clear()
            self._laid[width] = lay_out(self._text, self._font(), max(1, width), self._max_lines)
        return self._laid[width]
