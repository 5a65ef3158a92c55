"""FeedsDialog: the feeds on the shelf, and one file on its way there: looked at first, then imported, then told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_client.commerce.meaning.values import usual_currencies
from desktop_client.ui.feeds.views import FeedRowView, FileView, OutcomeView
from desktop_client.ui.widgets.drop_down import DropDown
from desktop_client.ui.widgets.file_drops import FileDrops
from desktop_client.ui.widgets.text_lines import line_height

MARGIN = 24
ROW_PAD = 8
WIDE_LINES, HIGH_LINES = 34, 28
"""The size of the dialog in line heights, within the screen."""
STEPS = 1_000
"""Steps of the progress bar; a file's bytes may be more than it can count."""


class FeedsDialog(QDialog):
    """Shows and asks; it reads and changes nothing itself. ``dropped`` carries a tuple of paths, ``currency_chosen`` an
    ISO 4217 code or nothing; ``left`` tells that a file, or what came of it, is done with.
    """

    file_requested = Signal()
    dropped = Signal(tuple)
    currency_chosen = Signal(str)
    import_requested = Signal()
    again_requested = Signal(Path)
    stop_requested = Signal()
    left = Signal()
    remove_requested = Signal(str)
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Feeds on this computer"))
        self._running = False
        self._listed: tuple[FeedRowView, ...] = ()
        self._pages = QStackedWidget()
        self._shelf = self._make_shelf()
        self._file = self._make_file()
        self._pages.addWidget(self._shelf)
        self._pages.addWidget(self._file)
        self._pages.currentChanged.connect(self._turned)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        FileDrops(self).dropped.connect(self._dropped)
        room, line = self.screen().availableGeometry(), line_height(self.font())
        wide, high = max(620, WIDE_LINES * line), max(520, HIGH_LINES * line)
        self.resize(min(wide, room.width() - 40), min(high, room.height() - 80))
        self._turned()

    @property
    def running(self) -> bool:
        """Whether a feed is being imported."""
        return self._running

    def _turned(self) -> None:
        """Return does what the page is there for, unless another button has the focus."""
        (self.choose_button if self._pages.currentWidget() is self._shelf else self.import_button).setDefault(True)

    # The feeds

    def _make_shelf(self) -> QWidget:
        page = QWidget()
        about = _words(
            self.tr(
                "Product files that you imported. Choose a file or drop it here: Google Merchant, OpenAI or ACP feeds, "
                "exports of Shopify and WooCommerce, pages with schema.org products; packed as gzip or ZIP, too. "
                "Nothing leaves this computer."
            )
        )
        self.feeds = QListWidget()
        self.feeds.setAccessibleName(self.tr("Feeds on the shelf"))
        self.feeds.currentRowChanged.connect(self._chosen)
        self.none_yet = _words(self.tr("No feed is on the shelf yet."))
        self.none_yet.setObjectName("soft")
        self.none_yet.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.none_yet.hide()
        self.said = _words("")
        self.said.hide()
        self.undo_button = _button(self.tr("Undo"), "plainButton")
        self.undo_button.clicked.connect(self.undo_requested)
        self.undo_button.hide()
        self.remove_button = _button(self.tr("Take off the shelf"), "plainButton")
        self.remove_button.clicked.connect(self._remove)
        self.again_button = _button(self.tr("Import again"), "plainButton")
        self.again_button.clicked.connect(self._again)
        self.close_button = _button(self.tr("Close"), "plainButton")
        self.close_button.clicked.connect(self.reject)
        self.choose_button = _button(self.tr("Import a feed…"), "mainButton")
        self.choose_button.clicked.connect(self.file_requested)
        column = _column(page)
        column.addWidget(about)
        column.addWidget(self.feeds, 1)
        column.addWidget(self.none_yet, 1)
        column.addLayout(_row(self.said, self.undo_button, stretch_last=False))
        column.addLayout(_row(self.remove_button, self.again_button, None, self.close_button, self.choose_button))
        self._chosen(-1)
        return page

    def _chosen(self, row: int) -> None:
        feed = self._feed_at(row)
        for button in (self.remove_button, self.again_button):
            button.setEnabled(feed is not None)
        goes_on = feed is not None and feed.stopped
        self.again_button.setText(self.tr("Go on importing") if goes_on else self.tr("Import again"))

    def _feed_at(self, row: int) -> FeedRowView | None:
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def show_feeds(self, feeds: Sequence[FeedRowView]) -> None:
        """List these feeds. What page is shown stays: a file may have been looked at before they were read."""
        self._listed = tuple(feeds)
        self.feeds.clear()
        # Qt reckons an item's height from the list's own font; Chinese stands taller, and its second line got lost.
        high = 2 * line_height(self.feeds.font()) + ROW_PAD
        for feed in feeds:
            item = QListWidgetItem(f"{feed.name}\n{feed.about}")
            item.setSizeHint(QSize(0, high))
            self.feeds.addItem(item)
        self.feeds.setCurrentRow(0 if feeds else -1)
        self.feeds.setVisible(bool(feeds))
        self.none_yet.setVisible(not feeds)

    def tell(self, text: str, *, can_undo: bool = False) -> None:
        """Say what happened, and show it with the page of feeds; an import that runs stays in view."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.undo_button.setVisible(can_undo)
        self.undo_button.setAccessibleDescription(text)
        if self._running:
            return  # it may be told of what was done before
        self._pages.setCurrentWidget(self._shelf)
        if not self.feeds.hasFocus():
            # Left to Qt, it goes to the next button there is: Return closed the dialog, or took a feed off again.
            self.choose_button.setFocus()

    def _remove(self) -> None:
        if (feed := self._feed_at(self.feeds.currentRow())) is not None:
            self.remove_requested.emit(feed.name)

    def _again(self) -> None:
        if (feed := self._feed_at(self.feeds.currentRow())) is not None:
            self.again_requested.emit(feed.path)

    # One file

    def _make_file(self) -> QWidget:
        page = QWidget()
        self.title = _words("")
        self.title.setObjectName("dialogTitle")
        self.about = _words("")
        self.currency_row = self._make_currency()
        self.rows = QListWidget()
        self.rows.setAccessibleName(self.tr("First rows of the file"))
        for shown in (self.rows, self.feeds):
            shown.setObjectName("boxList")
            shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.progress = QProgressBar()
        self.progress.setRange(0, STEPS)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the import"))
        self.errors_title = _words("")
        self.errors = QPlainTextEdit()
        self.errors.setObjectName("boxText")
        self.errors.setReadOnly(True)
        self.errors.setTabChangesFocus(True)
        self.errors.setAccessibleName(self.tr("Rows that can't be read, or not in full"))
        self.copy_button = _button(self.tr("Copy this list"), "plainButton")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.errors.toPlainText()))
        self.back_button = _button(self.tr("Back"), "plainButton")
        self.back_button.clicked.connect(self._back)
        self.stop_button = _button(self.tr("Stop"), "plainButton")
        self.stop_button.clicked.connect(self._stop)
        self.import_button = _button(self.tr("Import"), "mainButton")
        self.import_button.clicked.connect(self._import)
        column = _column(page)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addWidget(self.currency_row)
        column.addWidget(self.rows, 2)
        column.addWidget(self.progress)
        column.addWidget(self.errors_title)
        column.addWidget(self.errors, 1)
        column.addLayout(_row(self.copy_button, None, self.back_button, self.stop_button, self.import_button))
        return page

    def _make_currency(self) -> QWidget:
        about = self.tr("Prices that name no currency are in")
        self.currency = DropDown()
        self.currency.setAccessibleName(about)
        self.currency.addItem(self.tr("unknown"), "")
        for code in usual_currencies():
            self.currency.addItem(code, code)
        self.currency.activated.connect(self._currency_chosen)
        row = QWidget()
        label = _words(about)
        label.setWordWrap(False)
        line = _row(label, self.currency, None)
        line.setContentsMargins(0, 0, 0, 0)
        row.setLayout(line)
        return row

    def _currency_chosen(self) -> None:
        self.import_button.setEnabled(False)
        self.currency_chosen.emit(self.currency.currentData())

    def show_file(self, file: FileView) -> None:
        """Show what a file is, before anything of it is imported."""
        self.title.setText(file.title)
        self.show_about(file.about)
        self.rows.clear()
        self.rows.addItems(file.rows)
        self.rows.setCurrentRow(0)
        self._show_errors(file.errors, file.notes)
        self.import_button.setText(self.tr("Go on importing") if file.goes_on else self.tr("Import"))
        self.currency.setCurrentIndex(max(0, self.currency.findData(file.currency or "")))
        self._settle(running=False, can_import=bool(file.rows))
        self.currency_row.setVisible(file.currency is not None)
        self._pages.setCurrentWidget(self._file)
        if not self.currency.hasFocus():
            (self.import_button if file.rows else self.back_button).setFocus()

    def show_about(self, about: Sequence[str]) -> None:
        """Say what the file is, and which ones wait."""
        self.about.setText("\n".join(about))
        self.about.show()

    def show_progress(self, read: int, size: int) -> None:
        """So many bytes of the file are read."""
        self.progress.setValue(STEPS * read // max(1, size))

    def show_outcome(self, outcome: OutcomeView) -> None:
        """Say what came of the import; where rows could not be read, or not all of them, the list stays in view."""
        self._settle(running=False, can_import=False)
        self.tell(outcome.text, can_undo=outcome.can_undo)
        if outcome.errors or outcome.notes:
            self.title.setText(outcome.text)
            self.about.hide()
            self.rows.hide()
            self._show_errors(outcome.errors, outcome.notes)
            self._pages.setCurrentWidget(self._file)
            self.back_button.setFocus()

    def _show_errors(self, errors: Sequence[str], notes: Sequence[str]) -> None:
        self.errors.setPlainText("\n".join([*errors, *notes]))
        titles = []
        if errors:
            titles.append(self.tr("Rows that can't be read: {count}").format(count=len(errors)))
        if notes:
            titles.append(self.tr("Not taken over in full: {count}").format(count=len(notes)))
        self.errors_title.setText(" · ".join(titles))
        for part in (self.errors_title, self.errors, self.copy_button):
            part.setVisible(bool(titles))

    def _settle(self, *, running: bool, can_import: bool) -> None:
        self._running = running
        self.rows.show()
        self.progress.setVisible(running)
        self.stop_button.setVisible(running)
        self.back_button.setVisible(not running)
        self.import_button.setVisible(can_import)
        self.import_button.setEnabled(True)
        self.currency_row.hide()

    def _import(self) -> None:
        self.progress.setValue(0)
        self._settle(running=True, can_import=False)
        self.stop_button.setEnabled(True)
        self.stop_button.setText(self.tr("Stop"))
        self.stop_button.setFocus()
        self.import_requested.emit()

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.stop_button.setText(self.tr("Stopping…"))
        self.stop_requested.emit()

    def _back(self) -> None:
        self._pages.setCurrentWidget(self._shelf)
        self.choose_button.setFocus()
        self.left.emit()

    def _dropped(self, files: tuple[object, ...]) -> None:
        self.dropped.emit(files)

    def reject(self) -> None:
        """Escape and the window's own button: from a file back to the feeds; an import that runs is stopped first."""
        if self._running:
            self._stop()
        elif self._pages.currentWidget() is self._file:
            self._back()
        else:
            super().reject()


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    return button


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, 16)
    column.setSpacing(12)
    return column


def _row(*parts: QWidget | None, stretch_last: bool = True) -> QHBoxLayout:
    """Parts beside each other; None is what takes the room between them."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for at, part in enumerate(parts):
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part, 1 if at == 0 and not stretch_last else 0)
    return row
