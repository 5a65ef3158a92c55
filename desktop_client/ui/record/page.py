"""RecordPage: what was sent, to whom, what came back and what was shown, newest first (promises P8 and P17)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QListView, QScrollArea, QVBoxLayout, QWidget

from desktop_client.ui.record.details import DetailsCard
from desktop_client.ui.record.model import RecordModel
from desktop_client.ui.record.row_painter import RowPainter
from desktop_client.ui.record.rows import EntryDetails, EntryRow
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.page import Ground, Page
from desktop_client.ui.widgets.page_header import PageHeader
from desktop_client.ui.widgets.plain_label import PlainLabel

BESIDE_LINES = 52
"""Line heights of page width from which the details stand beside the list."""


class RecordPage(Page):
    """Shows what it is given and says what the user wants; it reads, checks and deletes nothing by itself."""

    check_requested = Signal()
    export_requested = Signal()
    delete_requested = Signal()
    more_wanted = Signal()
    entry_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What was sent"))
        self.header = PageHeader(self.tr("What was sent"), "", self)
        self.check = TextButton(self.tr("Check the chain"), OUTLINE, self)
        self.export = TextButton(self.tr("Export…"), OUTLINE, self)
        self.delete = TextButton(self.tr("Delete everything…"), OUTLINE, self)
        for button, signal in (
            (self.check, self.check_requested),
            (self.export, self.export_requested),
            (self.delete, self.delete_requested),
        ):
            button.clicked.connect(signal)
            self.header.add_button(button)
        self.header.back_requested.connect(self.leave)
        self.told = PlainLabel("", self)
        self.empty = PlainLabel(
            self.tr("Nothing was sent, and no list was shown. Both will stand here, on this computer only."),
            self,
            ink="ink_soft",
        )
        self.model = RecordModel(self)
        self.model.more_wanted.connect(self.more_wanted)
        self.list = self._make_list()
        self.details: DetailsCard | None = None
        self._ground = Ground()
        self._beside = QVBoxLayout(self._ground)
        self._beside.setContentsMargins(8, 8, 20, 16)
        self._beside.addStretch(1)
        self._side = QScrollArea(self)
        self._side.setWidget(self._ground)
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        for part in (self.list, self._side, self.empty):
            part.hide()

    def _make_list(self) -> QListView:
        view = QListView(self)
        view.setModel(self.model)
        view.setItemDelegate(RowPainter(view))
        view.setUniformItemSizes(True)
        view.setObjectName("recordList")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)
        view.setAccessibleName(self.tr("Entries, newest first"))
        view.selectionModel().currentChanged.connect(self._chosen)
        return view

    def _lay_out(self) -> None:
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(8, 0, 0, 0)
        self._body.setSpacing(8)
        self._body.addWidget(self.list, 5)
        self._body.addWidget(self._side, 4)
        words = QVBoxLayout()
        words.setContentsMargins(20, 8, 20, 8)
        words.addWidget(self.told)
        words.addWidget(self.empty)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addLayout(words)
        rows.addLayout(self._body, 1)
        self.tell("")

    def focus_list(self) -> None:
        """Put the focus where one reads."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_count(self, count: int) -> None:
        """How many entries there are; without any there is nothing to check, export or delete."""
        size = counted.entries(count)
        self.header.about.setText(self.tr("{entries}, on this computer only").format(entries=size) if count else "")
        for button in (self.check, self.export, self.delete):
            button.setEnabled(count > 0)
        self.list.setVisible(count > 0)
        self._side.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        self.model.replace((), whole=count == 0)
        self.show_details(None)

    def append(self, rows: Sequence[EntryRow], *, whole: bool) -> None:
        """Add the rows that come next, older than those that are shown."""
        first = self.model.rowCount() == 0
        self.model.append(rows, whole=whole)
        if first and rows:
            self.list.setCurrentIndex(self.model.index(0))

    def tell(self, words: str, *, warn: bool = False) -> None:
        """Say what comes of checking or exporting; nothing where ``words`` is empty."""
        self.told.set_ink("warning" if warn else "ink")
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def show_details(self, details: EntryDetails | None) -> None:
        """Show one entry as a whole."""
        if self.details is not None:
            self._beside.removeWidget(self.details)
            self.details.hide()
            self.details.deleteLater()
        self.details = None if details is None else DetailsCard(details, self._ground)
        if self.details is not None:
            self._beside.insertWidget(0, self.details)
            self.details.show()
            self._side.verticalScrollBar().setValue(0)

    def _chosen(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.entry_chosen.emit(row.number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= BESIDE_LINES * self.fontMetrics().height()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._body.direction() is not way:
            self._body.setDirection(way)
