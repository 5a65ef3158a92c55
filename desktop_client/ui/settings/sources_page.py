"""SourcesPage: a switch for every source, and its label to read before the switch is moved (promise P7)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_client.ui.settings.source_rows import LabelView, SourceRow, send_words
from desktop_client.ui.theme import RADIUS
from desktop_client.ui.widgets.buttons import OUTLINE, LinkButton, Look, TextButton
from desktop_client.ui.widgets.choice_button import ChoiceButton
from desktop_client.ui.widgets.page_header import PageHeader
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.switch import Switch
from desktop_client.ui.widgets.tint import SMALL, ColourName, tint

SEND = Look("ink", None, None, "side", 0, 3, 6)
PAD = 8
GAP = 14
SHARES = (0.25, 0.13, 0.33, 0.2, 0.09)
"""How the width beside the switch is shared: name, send, what it is, last answer, link to the label."""
WIDE_LINES = 34
"""Line heights of width from which a row stands on one line; below, its parts stand under each other."""
ROWS_SHARE = 0.7
"""The rows' share of the page where the label stands beside them."""
BESIDE_LINES = 52
"""Line heights of page width from which the label stands beside the rows."""


def columns(left: int, width: int) -> list[tuple[int, int]]:
    """Where the columns beside the switch begin, and how wide they are."""
    room = width - left - GAP * (len(SHARES) - 1)
    places: list[tuple[int, int]] = []
    x = left
    for share in SHARES:
        places.append((x, round(room * share)))
        x += round(room * share) + GAP
    return places


class LabelCard(QWidget):
    """A source's label: what leaves, how it orders, who gets paid, how long prices are kept, what isn't known."""

    def __init__(self, view: LabelView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(view.title)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 16)
        rows.setSpacing(1)
        rows.addWidget(PlainLabel(view.title, self, ink="panel_ink", bold=True))
        for heading, text in view.parts:
            rows.addSpacing(7)
            rows.addWidget(PlainLabel(heading, self, ink="panel_ink", bold=True))
            rows.addWidget(PlainLabel(text, self, ink="panel_ink"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("panel_hairline"), 1))
        painter.setBrush(tint("panel_ground"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()


class RowWidget(QWidget):
    """One source. It arranges its parts itself: on one line, or under each other where the page is narrow."""

    toggled = Signal(str, bool)
    link_out_requested = Signal(str)
    key_requested = Signal(str)
    label_requested = Signal(str)
    at_once_chosen = Signal(str, bool)

    def __init__(self, row: SourceRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(row.name)
        self.switch = Switch(row.name, self)
        self.switch.setAccessibleDescription(" · ".join(filter(None, (row.send, row.what, row.last))))
        self.switch.setChecked(row.on)
        self.switch.setEnabled(row.switchable)
        self.name = PlainLabel(row.name, self, bold=True)
        self.send = self._send_part(row)
        self.what = PlainLabel(row.what, self)
        last_ink: ColourName = "warning" if row.last_failed else "ink_soft"
        self.last = PlainLabel(row.last, self, ink=last_ink)
        self.label = LinkButton(self.tr("Label"), self)
        self.label.setAccessibleName(self.tr("Label of {source}").format(source=row.name))
        self.search = LinkButton(self.tr("Open its search page"), self)
        self.search.setAccessibleName(self.tr("Open the search page of {source}").format(source=row.name))
        self.search.setVisible(row.link_out)
        self.key = LinkButton(row.key, self)
        self.key.setAccessibleName(self.tr("{source}: {key}").format(source=row.name, key=row.key))
        self.key.setVisible(bool(row.key))
        self.switch.toggled.connect(lambda on: self.toggled.emit(row.id, on))
        self.label.clicked.connect(lambda: self.label_requested.emit(row.id))
        self.search.clicked.connect(lambda: self.link_out_requested.emit(row.id))
        self.key.clicked.connect(lambda: self.key_requested.emit(row.id))

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What can be pressed, and what may stand in its place."""
        return (self.switch, self.send, self.key, self.search, self.label)

    @property
    def part_with_focus(self) -> int | None:
        """Which of the parts has the focus."""
        return next((at for at, part in enumerate(self.parts) if part.hasFocus()), None)

    def _send_part(self, row: SourceRow) -> PlainLabel | ChoiceButton:
        """Words, or a choice where there is one."""
        if row.at_once is None:
            return PlainLabel(row.send, self, ink="ink_soft")
        words = {str(at_once): send_words(at_once=at_once) for at_once in (False, True)}
        choice = ChoiceButton(words, SEND, self, name=self.tr("Send to {source}").format(source=row.name))
        choice.show_choice(str(row.at_once))
        choice.chosen.connect(lambda key: self.at_once_chosen.emit(row.id, key == str(True)))
        return choice

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        wide = WIDE_LINES * self.fontMetrics().height()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        return QSize(12 * self.fontMetrics().height(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(self.width(), move=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
            self._arrange(self.width(), move=True)

    def _arrange(self, width: int, *, move: bool) -> int:
        wide = width >= WIDE_LINES * self.fontMetrics().height()
        left = self.switch.sizeHint().width() + GAP
        placed = self._on_one_line(left, width) if wide else self._stacked(left, width)
        bottom = max(at.bottom() + 1 for _, at in placed)
        if wide:
            # The words of one line share their middle with the switch.
            below = (self.key, self.search)
            first = max(at.height() for part, at in placed if part not in below)
            placed = [
                (part, at if part in below else at.translated(0, (first - at.height()) // 2)) for part, at in placed
            ]
        if move:
            for part, at in placed:
                part.setGeometry(at)
        return bottom + PAD + 1

    def _on_one_line(self, left: int, width: int) -> list[tuple[QWidget, QRect]]:
        hint = self.switch.sizeHint()
        placed: list[tuple[QWidget, QRect]] = [(self.switch, QRect(0, PAD, hint.width(), hint.height()))]
        below = PAD + hint.height()
        parts = (self.name, self.send, self.what, self.last, self.label)
        for part, (x, wide) in zip(parts, columns(left, width), strict=True):
            placed.append((part, QRect(x, PAD, wide, part.heightForWidth(wide))))
            below = max(below, PAD + part.heightForWidth(wide))
        what = placed[3][1]
        for link in (self.key, self.search):
            if not link.isHidden():
                wide = min(link.sizeHint().width(), width - what.x())
                placed.append((link, QRect(what.x() - 2, below + 2, wide, link.heightForWidth(wide))))
                below += 2 + link.heightForWidth(wide)
        return placed

    def _stacked(self, left: int, width: int) -> list[tuple[QWidget, QRect]]:
        room = width - left
        hint = self.switch.sizeHint()
        placed: list[tuple[QWidget, QRect]] = [(self.switch, QRect(0, PAD, hint.width(), hint.height()))]
        y = PAD
        for part in (self.name, self.send, self.what, self.last, self.key, self.search, self.label):
            if part.isHidden() or (isinstance(part, PlainLabel) and part.text() in ("", "–")):
                part_room = QRect(left, y, 0, 0)
            else:
                wide = min(room, part.sizeHint().width()) if isinstance(part, TextButton) else room
                part_room = QRect(left, y, wide, part.heightForWidth(wide))
            placed.append((part, part_room))
            y += part_room.height()
        return placed

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tint("hairline"))
        painter.end()


class ColumnNames(QWidget):
    """The names of the columns, where rows stand on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = (self.tr("Source"), self.tr("Send"), self.tr("What it is"), self.tr("Last answer"))
        self._labels = [PlainLabel(name, self, ink="ink_soft", scale=SMALL) for name in names]
        self._switch = Switch(parent=self)
        self._switch.hide()

    def sizeHint(self) -> QSize:
        return QSize(0, self._labels[0].sizeHint().height() + 2 * PAD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        left = self._switch.sizeHint().width() + GAP
        for label, (x, wide) in zip(self._labels, columns(left, self.width()), strict=False):
            label.setGeometry(x, PAD, wide, self.height() - 2 * PAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tint("hairline"))
        painter.end()


class _Ground(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("ground"))
        painter.end()


class SourcesPage(QWidget):
    """Shows the sources as rows and says what the user switches. It changes nothing by itself."""

    toggled = Signal(str, bool)
    all_off_requested = Signal()
    link_out_requested = Signal(str)
    key_requested = Signal(str)
    at_once_chosen = Signal(str, bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Sources"))
        self.rows: dict[str, RowWidget] = {}
        self.label: LabelCard | None = None
        self._asked_label = ""
        self.header = PageHeader(self.tr("Sources"), self.tr("what may be asked when suggestions are on"), self)
        self.all_off = TextButton(self.tr("All off (Ctrl+Shift+O)"), OUTLINE, self)
        self.all_off.setAccessibleName(self.tr("Switch all sources off"))
        self.all_off.clicked.connect(self.all_off_requested)
        self.header.add_button(self.all_off)
        self.header.back_requested.connect(self.closed)
        self._ground = _Ground()
        self._list = QVBoxLayout(self._ground)
        self._list.setContentsMargins(24, 8, 16, 16)
        self._list.setSpacing(0)
        self.names = ColumnNames(self._ground)
        self._list.addWidget(self.names)
        self._list.addStretch(1)
        self.area = self._scrolling(self._ground)
        self._side_ground = _Ground()
        self._beside = QVBoxLayout(self._side_ground)
        self._beside.setContentsMargins(8, 14, 24, 16)
        self._beside.addStretch(1)
        self._side = self._scrolling(self._side_ground)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.area, round(ROWS_SHARE * 10))
        body.addWidget(self._side, round((1 - ROWS_SHARE) * 10))
        self._side.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addLayout(body, 1)

    def _scrolling(self, content: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def set_sources(self, rows: Sequence[SourceRow]) -> None:
        """Show these sources in this order; the focus stays where it is, also in a row that changed."""
        wanted = {row.id: row for row in rows}
        in_hand: tuple[str, int] | None = None
        for gone in [key for key, widget in self.rows.items() if wanted.get(key) != widget.row]:
            widget = self.rows.pop(gone)
            if (part := widget.part_with_focus) is not None:
                in_hand = (gone, part)
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        for at, row in enumerate(rows):
            widget = self.rows.get(row.id) or self._make(row)
            self.rows[row.id] = widget
            self._list.insertWidget(1 + at, widget)
            widget.show()
        self.rows = {row.id: self.rows[row.id] for row in rows}
        if in_hand is not None and in_hand[0] in self.rows:
            self.rows[in_hand[0]].parts[in_hand[1]].setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_label(self._asked_label)

    def _make(self, row: SourceRow) -> RowWidget:
        widget = RowWidget(row, self._ground)
        widget.toggled.connect(self.toggled)
        widget.link_out_requested.connect(self.link_out_requested)
        widget.key_requested.connect(self.key_requested)
        widget.at_once_chosen.connect(self.at_once_chosen)
        widget.label_requested.connect(self._label_pressed)
        return widget

    @property
    def _room_beside(self) -> bool:
        return self.width() >= BESIDE_LINES * self.fontMetrics().height()

    def _label_pressed(self, source: str) -> None:
        """Open the label; a second press closes it where it stands between the rows."""
        again = source == self._asked_label and not self._room_beside
        self._show_label("" if again else source)
        if self.label is not None and not self._room_beside:
            self._ground.adjustSize()
            self.area.ensureWidgetVisible(self.label)

    def _show_label(self, source: str) -> None:
        """Show a label beside the rows (the first one, if none was asked for) or, without room, under its row."""
        self._asked_label = source
        shown = source if source in self.rows else next(iter(self.rows), "") if self._room_beside else ""
        if self.label is not None:
            self._list.removeWidget(self.label)
            self._beside.removeWidget(self.label)
            self.label.hide()
            self.label.deleteLater()
            self.label = None
        if shown:
            self.label = LabelCard(self.rows[shown].row.label, self)
            if self._room_beside:
                self._beside.insertWidget(0, self.label)
            else:
                self._list.insertWidget(self._list.indexOf(self.rows[shown]) + 1, self.label)
            self.label.show()

    def _settle(self) -> None:
        beside = self._room_beside
        if beside == self._side.isHidden():
            self._side.setVisible(beside)
            self._show_label(self._asked_label)
        row_width = self.width() * (ROWS_SHARE if beside else 1) - 40
        self.names.setVisible(row_width >= WIDE_LINES * self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("ground"))
        painter.end()
