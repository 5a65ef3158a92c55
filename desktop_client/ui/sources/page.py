"""SourcesPage: a switch for every source, and its label to read before the switch is moved (promise P7)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_client.ui.shortcuts import with_keys
from desktop_client.ui.sources.row_widget import GAP, PAD, WIDE_LINES, RowWidget, columns
from desktop_client.ui.sources.rows import LabelView, SourceRow
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.file_drops import FileDrops
from desktop_client.ui.widgets.focus import in_hand
from desktop_client.ui.widgets.page import Ground, Page
from desktop_client.ui.widgets.page_header import PageHeader
from desktop_client.ui.widgets.panel_box import PanelBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.switch import Switch
from desktop_client.ui.widgets.tint import SMALL, tint

ROWS_SHARE = 0.7
"""The rows' share of the page where the label stands beside them."""
BESIDE_LINES = 52
"""Line heights of page width from which the label stands beside the rows."""


class LabelCard(PanelBox):
    """A source's label: what leaves, how it orders, who gets paid, how long prices are kept, what isn't known.

    It takes the focus, so that keys scroll a long one and a screen reader reads it.
    """

    def __init__(self, view: LabelView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(view.title)
        self.setAccessibleDescription("\n".join(f"{heading}: {text}" for heading, text in view.parts))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 16)
        rows.setSpacing(1)
        rows.addWidget(PlainLabel(view.title, self, ink="panel_ink", bold=True))
        for heading, text in view.parts:
            rows.addSpacing(7)
            rows.addWidget(PlainLabel(heading, self, ink="panel_ink", bold=True))
            rows.addWidget(PlainLabel(text, self, ink="panel_ink"))


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


class LeftOut(QWidget):
    """Under the rows: which sources of other packages are not among them, and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whys: tuple[str, ...] = ()
        self._lines: list[PlainLabel] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, PAD, 0, PAD)
        self._rows.setSpacing(4)
        self.hide()

    def show_whys(self, whys: tuple[str, ...]) -> None:
        """Show these, a paragraph each."""
        if whys == self.whys:
            return
        self.whys = whys
        for line in self._lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [PlainLabel(why, self, ink="warning") for why in whys]
        for line in self._lines:
            self._rows.addWidget(line)
        self.setVisible(bool(whys))


class SourcesPage(Page):
    """Shows the sources as rows and says what the user switches. It changes nothing by itself."""

    toggled = Signal(str, bool)
    all_off_requested = Signal()
    feeds_requested = Signal()
    shelf_requested = Signal()
    files_dropped = Signal(tuple)
    link_out_requested = Signal(str)
    key_requested = Signal(str)
    at_once_chosen = Signal(str, bool)
    add_requested = Signal()
    remove_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Sources"))
        self.rows: dict[str, RowWidget] = {}
        self.label: LabelCard | None = None
        self._asked_label = ""
        self.header = PageHeader(self.tr("Sources"), self.tr("what may be asked when suggestions are on"), self)
        self.all_off = TextButton("", OUTLINE, self)
        self.set_keys(all_off="")
        self.all_off.clicked.connect(self.all_off_requested)
        self.add = TextButton(self.tr("Add a merchant…"), OUTLINE, self)
        self.add.clicked.connect(self.add_requested)
        self.header.add_button(self.add)
        self.feeds = TextButton(self.tr("Import a feed…"), OUTLINE, self)
        self.feeds.setAccessibleName(self.tr("Feeds on this computer: import, update, remove"))
        self.feeds.clicked.connect(self.feeds_requested)
        self.header.add_button(self.feeds)
        self.shelf = TextButton(self.tr("Browse the shelf"), OUTLINE, self)
        self.shelf.clicked.connect(self.shelf_requested)
        self.header.add_button(self.shelf)
        self.header.add_button(self.all_off)
        FileDrops(self).dropped.connect(self.files_dropped)
        self.header.back_requested.connect(self.leave)
        self._ground = Ground()
        self._list = QVBoxLayout(self._ground)
        self._list.setContentsMargins(24, 8, 16, 16)
        self._list.setSpacing(0)
        self.names = ColumnNames(self._ground)
        self._list.addWidget(self.names)
        self.left_out = LeftOut(self._ground)
        self._list.addWidget(self.left_out)
        self._list.addStretch(1)
        self.area = self._scrolling(self._ground)
        self._side_ground = Ground()
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

    def set_keys(self, *, all_off: str) -> None:
        """Name the keys that switch all sources off; empty where there are none."""
        self.all_off.setText(with_keys(self.tr("All off"), all_off))
        self.all_off.setAccessibleName(self.tr("Switch all sources off"))

    def _scrolling(self, content: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def set_sources(self, rows: Sequence[SourceRow]) -> None:
        """Show these sources in this order; the focus stays where it is, also in a row that changed, and so does the
        list: the next press at the same place must not move the switch of another source.

        After every search each row has something new to say of its last answer, so rows are made anew only where more
        than that has changed.
        """
        before, wanted = list(self.rows.values()), {row.id: row for row in rows}
        held: tuple[str, int] | None = None
        scrolled = self.area.verticalScrollBar().value()
        for gone in [key for key, widget in self.rows.items() if not (key in wanted and widget.shows(wanted[key]))]:
            widget = self.rows.pop(gone)
            # Only the first: from a row that goes Qt takes the focus to the next, which may go as well.
            if held is None and (part := widget.part_with_focus) is not None:
                held = (gone, part)
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        if list(self.rows) == list(wanted) and before == list(self.rows.values()):
            return
        for at, row in enumerate(rows):
            widget = self.rows.get(row.id) or self._make(row)
            self.rows[row.id] = widget
            self._list.insertWidget(1 + at, widget)
            widget.show()
        self.rows = {row.id: self.rows[row.id] for row in rows}
        if held is not None and held[0] in self.rows:
            self.rows[held[0]].parts[held[1]].setFocus(Qt.FocusReason.OtherFocusReason)
        elif held is not None:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_label(self._asked_label)
        # Qt had scrolled to where the focus would have gone from the row that is no longer there.
        self.area.verticalScrollBar().setValue(scrolled)

    def set_left_out(self, whys: Sequence[str]) -> None:
        """Say of each source that came with another package and can't be used why that is."""
        self.left_out.show_whys(tuple(whys))

    def _make(self, row: SourceRow) -> RowWidget:
        widget = RowWidget(row, self._ground)
        widget.toggled.connect(self.toggled)
        widget.link_out_requested.connect(self.link_out_requested)
        widget.key_requested.connect(self.key_requested)
        widget.at_once_chosen.connect(self.at_once_chosen)
        widget.remove_requested.connect(self.remove_requested)
        widget.label_requested.connect(self._label_pressed)
        return widget

    def focus_row(self, source: str) -> None:
        """Put the focus on the switch of a source, bring it into view and show its label where there is room."""
        row = self.rows.get(source)
        if row is not None:
            if self._room_beside:
                self._show_label(source)
            row.switch.setFocus(Qt.FocusReason.TabFocusReason)
            # The rows have their places only once the layout was done.
            QTimer.singleShot(0, row, lambda: self.area.ensureWidgetVisible(row))

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
        reading = self.label is not None and in_hand(self.label)
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
            QWidget.setTabOrder(self.rows[shown].label, self.label)
            if reading:
                self.label.setFocus(Qt.FocusReason.OtherFocusReason)

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
