"""Buttons with words: links, outlined ones, the one that is meant, chips. All wrap instead of clipping."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_client.ui.widgets.focus import Ring
from desktop_client.ui.widgets.text_lines import UNBOUNDED, TextLines, lay_out, paint_lines, plain
from desktop_client.ui.widgets.tint import SMALL, ColourName, scaled, tint


@dataclass(frozen=True, slots=True)
class Look:
    """How a button is drawn; paddings and radius in device-independent pixels."""

    ink: ColourName
    ground: ColourName | None = None
    border: ColourName | None = None
    hover: ColourName | None = None
    pad_x: int = 2
    pad_y: int = 2
    radius: int = 4
    scale: float = 1.0
    underline: bool = False
    centred: bool = False
    bold: bool = False
    checked: ColourName | None = None


ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
LINK = Look("accent", underline=True, scale=SMALL)
PANEL_LINK = Look("panel_ink", underline=True, scale=SMALL)
PLAIN = Look("ink", scale=SMALL)
OUTLINE = Look("ink", "raised", "hairline", "side", 12, 5, 7, centred=True, checked="accent_ground")
PANEL_OUTLINE = Look(
    "ink", "panel_raised", "panel_hairline", "panel_picture", 12, 5, 7, centred=True, checked="accent_ground"
)
PRIMARY = Look("accent_ink", "accent", "accent", None, 14, 6, 7, centred=True)
CHIP = Look("ink", "panel_raised", "panel_hairline", "panel_picture", 10, 3, 14, scale=SMALL, centred=True)


class TextButton(QPushButton):
    """A push button that paints itself by a look, wraps its words and answers to Return as to Space."""

    def __init__(self, text: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._ring = Ring()
        self._face: QFont | None = None
        self._laid: dict[int, TextLines] = {}
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show another text. An ampersand is an ampersand, never a shortcut."""
        clean = plain(text)
        self.setAccessibleName(clean)
        if clean == self.text():
            return
        self._laid.clear()
        super().setText(clean)
        self.setShortcut(QKeySequence())
        self.updateGeometry()

    def face(self) -> QFont:
        """The font that paints the words."""
        if self._face is None:
            self._face = scaled(self.font(), self.look.scale, bold=self.look.bold)
            self._face.setUnderline(self.look.underline)
        return self._face

    def lines(self, width: int) -> TextLines:
        """How the words break in a button of that width."""
        inner = max(1, width - 2 * self.look.pad_x)
        if inner not in self._laid:
            if len(self._laid) > 8:
                self._laid.clear()
            self._laid[inner] = lay_out(self.text(), self.face(), inner)
        return self._laid[inner]

    def width_of(self, text: str) -> int:
        """How wide it would want to be with that text (pixels)."""
        return lay_out(text, self.face()).width + 2 * self.look.pad_x + 1

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self.text()), self.lines(UNBOUNDED).height + 2 * self.look.pad_y)

    def minimumSizeHint(self) -> QSize:
        natural = self.lines(UNBOUNDED)
        narrow = min(natural.width + 1, 5 * natural.line_height)
        return QSize(narrow + 2 * self.look.pad_x, natural.line_height + 2 * self.look.pad_y)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.lines(width).height + 2 * self.look.pad_y

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in ARROWS:
            # Qt would go to the nearest button on the screen; the list around it knows better.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring.entered(event)
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._face = None
            self._laid.clear()
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_box(painter)
        painter.setFont(self.face())
        painter.setPen(tint(self.look.ink if self.isEnabled() else "ink_soft"))
        text = self.lines(self.width())
        spare = max(0, (self.height() - text.height) // 2)
        inner = QRect(self.look.pad_x, spare, self.width() - 2 * self.look.pad_x, text.height)
        self._paint_words(painter, inner, text)
        radius = min(self.look.radius, self.height() / 2)
        if self.look.ground == "accent":
            # On its own colour the ring would not be seen.
            self._ring.paint(painter, self, radius - 2, self.look.ink, inside=3)
        else:
            self._ring.paint(painter, self, radius)
        painter.end()

    def _paint_words(self, painter: QPainter, inner: QRect, text: TextLines) -> None:
        side = Qt.AlignmentFlag.AlignHCenter if self.look.centred else Qt.AlignmentFlag.AlignLeft
        paint_lines(painter, inner, text, side)

    def _paint_box(self, painter: QPainter) -> None:
        look = self.look
        ground = look.hover if look.hover and (self.underMouse() or self.isDown()) and self.isEnabled() else look.ground
        border = look.border
        if self.isChecked() and look.checked:
            ground, border = look.checked, "accent"
        if ground is None and border is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint(border), 1) if border else Qt.PenStyle.NoPen)
        painter.setBrush(tint(ground) if ground else Qt.BrushStyle.NoBrush)
        if not self.isEnabled():
            painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = min(float(look.radius), self.height() / 2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class LinkButton(TextButton):
    """Words underlined, as a link; what it opens is up to who listens."""

    def __init__(self, text: str, parent: QWidget | None = None, look: Look = LINK) -> None:
        super().__init__(text, look, parent)
        self.setFlat(True)


class ChipButton(TextButton):
    """A rounded chip: words, then a count in a softer ink."""

    def __init__(self, text: str, suffix: str = "", parent: QWidget | None = None, look: Look = CHIP) -> None:
        self._suffix = suffix
        super().__init__(_with_count(text, suffix), look, parent)

    def set_words(self, text: str, suffix: str = "") -> None:
        """Show other words and another count."""
        self._suffix = suffix
        self.setText(_with_count(text, suffix))

    def _paint_words(self, painter: QPainter, inner: QRect, text: TextLines) -> None:
        if not self._suffix or len(text.lines) > 1:
            super()._paint_words(painter, inner, text)
            return
        paint_lines(painter, inner, _one_line(text, self.text()[: -len(self._suffix)]), Qt.AlignmentFlag.AlignLeft)
        painter.setPen(tint("ink_soft"))
        paint_lines(painter, inner, _one_line(text, self._suffix), Qt.AlignmentFlag.AlignRight)


def _with_count(text: str, suffix: str) -> str:
    return f"{text} {suffix}" if suffix else text


def _one_line(like: TextLines, words: str) -> TextLines:
    return TextLines((words,), like.line_height, like.width, elided=False)
