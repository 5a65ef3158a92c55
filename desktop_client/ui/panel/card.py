"""OfferCard: one offer, its commercial status always in sight (promise P10)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDrag,
    QFocusEvent,
    QGuiApplication,
    QKeySequence,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)  # fmt: skip
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget

from desktop_client.commerce.offer import Status
from desktop_client.ui.panel.card_head import GAP, CardHead, stack
from desktop_client.ui.panel.pin_button import PinButton
from desktop_client.ui.panel.view_model import CardView
from desktop_client.ui.panel.why import WhyBox
from desktop_client.ui.theme import RADIUS
from desktop_client.ui.widgets.buttons import PLAIN, LinkButton
from desktop_client.ui.widgets.focus import Ring
from desktop_client.ui.widgets.painted_text import PaintedText
from desktop_client.ui.widgets.plain_label import RIGHT
from desktop_client.ui.widgets.status_chip import StatusChip
from desktop_client.ui.widgets.tint import SMALL, tint
from desktop_client.ui.widgets.tips import tip

PAD = 12


class OfferCard(QFrame):
    """Shows an offer and says what the user does with it.

    It arranges its parts itself, by how many lines of text its width is worth, so that it holds at 300 pixels and at
    twice the font size: first the picture goes, then the price moves below the title. The status never moves out.

    Its words, but for the status, are painted with its ground into one picture that is kept until they change: a list
    that moves has nothing to lay out or to paint again.
    """

    height_changed = Signal()
    pin_toggled = Signal(object, bool)
    pin_elsewhere_requested = Signal(object)
    link_requested = Signal(str)
    link_wanted = Signal(object)

    view: CardView

    def __init__(self, view: CardView | None, parent: QWidget | None = None) -> None:
        """Without a view it is made ready for one, and must stay hidden until ``show_another`` brings it."""
        super().__init__(parent)
        self._ring = Ring()
        self._picture = QRect()
        self._top = 0
        self._pressed_at: QPoint | None = None
        self._heights: dict[int, int] = {}
        self._arranged_for = -1
        self._face = QPixmap()
        self._face_is_old = True
        self.why_box: WhyBox | None = None
        self.ask_link: LinkButton | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

        self.heading = PaintedText(self, ink="panel_ink", scale=SMALL, bold=True)
        self.title = PaintedText(self, max_lines=3)
        self.price = PaintedText(self, bold=True, align=RIGHT)
        self.converted = PaintedText(self, ink="ink_soft", scale=SMALL, align=RIGHT)
        self.unit_price = PaintedText(self, ink="ink_soft", scale=SMALL, align=RIGHT)
        self.origin = PaintedText(self, ink="ink_soft", scale=SMALL, max_lines=3)
        self.notes = PaintedText(self, ink="ink_soft", scale=SMALL)
        money = (self.price, self.converted, self.unit_price)
        self._words = (self.heading, self.title, *money, self.origin, self.notes)
        self._head = CardHead(self.title, *money, self.origin, self.notes)
        self.status = StatusChip(Status.NOT_DISCLOSED, "", self)
        self.why = LinkButton(self.tr("Why here?"), self)
        self.tracked_link = LinkButton(self.tr("Paid link"), self)
        self.plain_link = LinkButton(self.tr("Plain link"), self)
        self.pin = PinButton(self)
        self.why.setCheckable(True)
        self.why.toggled.connect(self._open_why)
        self.pin.clicked.connect(self._pin_clicked)
        self.plain_link.clicked.connect(lambda: self._open_link(self.view.plain_url))
        self.tracked_link.clicked.connect(lambda: self._open_link(self.view.tracked_url))
        self._add_actions()
        if view is not None:
            self.set_view(view)

    def _add_actions(self) -> None:
        copy = QAction(self.tr("Copy offer"), self)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.triggered.connect(self.copy)
        elsewhere = QAction(self.tr("Pin to another list…"), self)
        elsewhere.triggered.connect(lambda: self.pin_elsewhere_requested.emit(self.view.offer))
        self.addActions([copy, elsewhere])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def set_view(self, view: CardView) -> None:
        """Show another view of the same offer."""
        self.view = view
        self.heading.set_text(view.heading)
        self.title.set_text(view.title)
        self.price.set_text(view.price)
        self.price.set_ink("ink_soft" if view.stale else "ink")
        self.converted.set_text(view.converted)
        self.unit_price.set_text(view.unit_price)
        self.origin.set_text(view.origin)
        self.notes.set_text(" · ".join(view.notes))
        self.status.set_status(view.status, view.status_text)
        # An offer that stands in no list has no place to give reasons for.
        self.why.setVisible(bool(view.reasons))
        self.plain_link.setVisible(view.plain_url is not None)
        self.tracked_link.setVisible(view.tracked_url is not None)
        self._offer_to_ask(wanted=view.link_on_asking)
        # A screen reader meets the links of many cards in a row: each says whose it is.
        named = ((self.why, self.why.text()), (self.plain_link, self.plain_link.text()))
        for button, words in (*named, (self.tracked_link, self.tracked_link.text())):
            button.setAccessibleName(f"{words}: {view.title}")
        self.pin.name_for(self.title.text())
        self.setAccessibleName(self.tr("{status}: {title}, {price}").format(
            status=self.status.text(), title=self.title.text(), price=self.price.text()
        ))  # fmt: skip
        more = (view.converted, view.unit_price, view.origin, *view.notes)
        self.setAccessibleDescription(" · ".join(filter(None, more)))
        if self.why_box is not None:
            self.why_box.deleteLater()
            self.why_box = None
            self._open_why(open_it=self.why.isChecked())
        self._rearrange()

    def set_pinned(self, *, pinned: bool) -> None:
        """Show whether the offer is on the shortlist; emits nothing."""
        if pinned != self.pin.isChecked():
            self.pin.setChecked(pinned)
            self.pin.name_for(self.title.text())
            self._rearrange()

    def copy(self) -> None:
        """Put the offer on the clipboard as plain text, label and status first."""
        QGuiApplication.clipboard().setMimeData(self.carried())

    def carried(self) -> QMimeData:
        """The offer as it leaves the panel, copied or dragged: plain text, label and status first."""
        data = QMimeData()
        data.setText(self.view.copied)
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pressed_at = self._pressed_at
        if pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            drag = QDrag(self)
            drag.setMimeData(self.carried())
            drag.exec(Qt.DropAction.CopyAction)

    def tab_stops(self) -> tuple[QWidget, ...]:
        """The card and its parts in the order that Tab visits them."""
        asks = () if self.ask_link is None else (self.ask_link,)
        return (self, self.why, self.tracked_link, self.plain_link, *asks, self.pin)

    def show_another(self, view: CardView) -> None:
        """Show another offer, as a new card would: making one takes several times as long."""
        self.why.setChecked(False)
        self.pin.setChecked(False)
        self.set_view(view)

    def _pin_clicked(self) -> None:
        pinned = self.pin.isChecked()
        self.pin.name_for(self.title.text())
        self._rearrange()
        self.pin_toggled.emit(self.view.offer, pinned)

    def _offer_to_ask(self, *, wanted: bool) -> None:
        """The button is made for the few cards that need it: a list has hundreds of others."""
        if wanted and self.ask_link is None:
            self.ask_link = LinkButton(self.tr("Ask for its link…"), self)
            self.ask_link.clicked.connect(lambda: self.link_wanted.emit(self.view.offer))
        if self.ask_link is not None:
            self.ask_link.setVisible(wanted)
            self.ask_link.setAccessibleName(f"{self.ask_link.text()}: {self.view.title}")

    def _open_link(self, url: str | None) -> None:
        if url is not None:
            self.link_requested.emit(url)

    def _open_why(self, open_it: bool) -> None:
        if open_it and self.why_box is None:
            self.why_box = WhyBox(self.view, self)
        if self.why_box is not None:
            self.why_box.setVisible(open_it)
        self._rearrange()

    # --- arrangement -------------------------------------------------------------------------------------------

    def _rearrange(self) -> None:
        self._heights.clear()
        self._arrange_here()
        if self._heights[self.width()] != self.height():
            self.updateGeometry()
            self.height_changed.emit()
        self.update()

    def _arrange_here(self) -> None:
        self._face_is_old = True
        self._arranged_for = self.width()
        self._heights[self.width()] = self._arrange(self.width(), move=True)
        self.setToolTip(tip("\n".join(words.text() for words in self._words if words.elided)))

    def make_ready(self, width: int) -> None:
        """Arrange and paint, so that showing the card at that width takes no time."""
        self.resize(width, self.heightForWidth(width))
        if self._arranged_for != width:
            self._arrange_here()
            self.resize(width, self.heightForWidth(width))
        self._painted()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # A list asks every card again whenever one of them changes.
        if width not in self._heights:
            self._heights[width] = self._arrange(width, move=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        wide = 18 * self.fontMetrics().height()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(max(8 * self.fontMetrics().height(), self.status.minimumSizeHint().width() + 2 * PAD), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._arranged_for != self.width():
            self._arrange_here()

    def _arrange(self, width: int, *, move: bool) -> int:
        """Put the parts where they belong for a width; returns the height that they take."""
        line = self.fontMetrics().height()
        inner = width - 2 * PAD
        top = stack(self.heading, QRect(2, 2, width - 4, 0), move=move) + (-2 if self.heading.isHidden() else 6)
        left, below = PAD, top + PAD
        picture = QRect()
        if inner >= 16 * line:
            side = 3 * line
            picture = QRect(PAD, top + PAD, side, side)
            left += side + GAP
            below = picture.bottom() + 1
        column = width - PAD - left
        beside = inner >= 12 * line and self._head.fits_beside(column, line)
        head = self._head.beside if beside else self._head.stacked
        y = head(QRect(left, top + PAD, column, 0), move=move)
        y = self._actions(QRect(left, y + 4, column, 0), move=move)
        y = max(y, below)
        if self.why_box is not None and not self.why_box.isHidden():
            y = stack(self.why_box, QRect(PAD, y + 4, inner, 0), move=move)
        if move:
            self._picture = picture
            self._top = top
        return y + PAD

    def _actions(self, room: QRect, *, move: bool) -> int:
        """Status, links and pin in a flow; the pin at the right edge where it stands last on a line."""
        every = (self.status, self.why, self.tracked_link, self.plain_link, self.ask_link, self.pin)
        parts = [part for part in every if part is not None and not part.isHidden()]
        x, y, tall = room.x(), room.y(), 0
        for part in parts:
            wide = min(part.sizeHint().width(), room.width())
            high = part.heightForWidth(wide)
            if x > room.x() and x + wide > room.right() + 1:
                x, y, tall = room.x(), y + tall + 3, 0
            at_right = part is self.pin and x > room.x()
            at = room.right() + 1 - wide if at_right else x
            if x == room.x() and part is not self.status:
                at -= PLAIN.pad_x
            if move:
                part.setGeometry(at, y, wide, high)
                self.pin.at_right = at_right
            x += wide + 6
            tall = max(tall, high)
        return y + tall

    # --- painting ----------------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring.entered(event)
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            for words in self._words:
                words.forget_font()
            self._rearrange()
        elif event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._face_is_old = True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._painted())
        self._ring.paint(painter, self, RADIUS)
        painter.end()

    def _painted(self) -> QPixmap:
        """Ground, picture and words."""
        scale = self.devicePixelRatioF()
        size = self.size() * scale
        if self._face.size() != size or self._face.devicePixelRatio() != scale:
            self._face = QPixmap(size)
            self._face.setDevicePixelRatio(scale)
            self._face_is_old = True
        if self._face_is_old:
            self._face_is_old = False
            self._face.fill(tint("panel_ground"))
            self._paint_face(self._face)
        return self._face

    def _paint_face(self, face: QPixmap) -> None:
        painter = QPainter(face)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("panel_hairline"), 1))
        painter.setBrush(tint("panel_raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, self._top + 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if not self._picture.isNull():
            self._paint_picture(painter)
        for words in self._words:
            words.paint(painter)
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        """A drawn stand-in: pictures of shops are not fetched, since that would tell the shop what was looked at."""
        box = QRectF(self._picture)
        painter.setOpacity(0.5 if self.view.stale else 1.0)
        wash = QLinearGradient(box.topLeft(), box.bottomRight())
        wash.setColorAt(0, tint("panel_edge"))
        wash.setColorAt(1, tint("panel_picture"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash)
        painter.drawRoundedRect(box, 6, 6)
        side = box.width() / 3
        painter.setPen(QPen(tint("panel_ink"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side), 3, 3)
        painter.setOpacity(1.0)
