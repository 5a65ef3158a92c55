"""PlainLabel: text of others, never read as markup, wrapped or elided, in a colour of the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop_client.ui.widgets.text_lines import UNBOUNDED, TextLines, lay_out, paint_lines, plain
from desktop_client.ui.widgets.tint import ColourName, scaled, tint
from desktop_client.ui.widgets.tips import tip

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight


class PlainLabel(QLabel):
    """Shows text as text. Control and direction-changing characters are taken out before it is kept.

    ``max_lines`` None wraps without end; otherwise the last line ends in an ellipsis and the whole text is the
    tool tip. ``scale`` is a share of the font that the label inherits.
    """

    pad_x = 0
    pad_y = 0

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, ink: ColourName = "ink", scale: float = 1.0,
        bold: bool = False, max_lines: int | None = None, align: Qt.AlignmentFlag = LEFT,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._ink: ColourName = ink
        self._scale = scale
        self._bold = bold
        self._max_lines = max_lines
        self._side = align
        self._face: QFont | None = None
        self._laid: dict[int, TextLines] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show another text."""
        clean = plain(text)
        if clean == self.text():
            return
        self._laid.clear()
        super().setText(clean)
        self.updateGeometry()
        self.update()

    def set_ink(self, ink: ColourName) -> None:
        """Use another colour of the theme."""
        self._ink = ink
        self.update()

    def set_max_lines(self, lines: int | None) -> None:
        """Allow so many lines from now on; None for any number."""
        if lines != self._max_lines:
            self._max_lines = lines
            self._laid.clear()
            self.setToolTip("")
            self.updateGeometry()
            self.update()

    def face(self) -> QFont:
        """The font that paints the text."""
        if self._face is None:
            self._face = scaled(self.font(), self._scale, bold=self._bold)
        return self._face

    def lines(self, width: int) -> TextLines:
        """How the text breaks inside a label of that width."""
        inner = max(1, width - 2 * self.pad_x)
        if inner not in self._laid:
            if len(self._laid) > 8:
                self._laid.clear()
            self._laid[inner] = lay_out(self.text(), self.face(), inner, self._max_lines)
        return self._laid[inner]

    def sizeHint(self) -> QSize:
        natural = self.lines(UNBOUNDED)
        return QSize(natural.width + 2 * self.pad_x + 1, natural.height + 2 * self.pad_y)

    def minimumSizeHint(self) -> QSize:
        natural = self.lines(UNBOUNDED)
        narrow = min(natural.width, 5 * natural.line_height)
        return QSize(narrow + 2 * self.pad_x, natural.line_height + 2 * self.pad_y)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.lines(width).height + 2 * self.pad_y

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._face = None
            self._laid.clear()
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.lines(self.width())
        if self._max_lines is not None and text.elided != bool(self.toolTip()):
            self.setToolTip(tip(self.text()) if text.elided else "")
        painter = QPainter(self)
        painter.setFont(self.face())
        painter.setPen(tint(self._ink))
        inner = self.rect().adjusted(self.pad_x, self.pad_y, -self.pad_x, -self.pad_y)
        spare = max(0, (inner.height() - text.height) // 2)
        paint_lines(painter, QRect(inner.x(), inner.y() + spare, inner.width(), text.height), text, self._side)
        painter.end()
