"""*Print…*: the list on screen on paper, each sheet with its label and its place among the sheets (P10)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QRectF, QSizeF, Qt, QThread, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPaintDevice,
    QPainter,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import QDialog, QWidget

from desktop_client.commerce.label import header
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.transcript.foreign_document import ForeignDocument
from desktop_client.wording import say

if TYPE_CHECKING:
    # The library is loaded when something is printed: the window comes up without it.
    from PySide6.QtPrintSupport import QPrinter

translate = QCoreApplication.translate

Page = Callable[[], str]
"""Makes a page of HTML."""
POINTS = 8
"""The size of the type: eleven columns have to stand beside each other."""
EDGE = 0.6
"""What lies outside of a table's words with the line around it, of the room between two rows: half of that, and the
line is as far outside as in.
"""


class NotPrintedError(SidelightError):
    """Nothing can be drawn on the printer."""

    def __init__(self) -> None:
        super().__init__(
            say("The printer takes nothing."), say("Choose another one, or export the list as a page and print that.")
        )


class WhichPrinter(Protocol):
    """Asks for the printer."""

    def __call__(self) -> QPrinter | None:
        """The printer with all that was set; None if the user thought better of it."""
        ...


class SystemPrintDialog:
    """The system's own dialog, over one window; it can also print to a PDF file."""

    def __init__(self, parent: QWidget, title: str) -> None:
        self._parent, self._title = parent, title

    def __call__(self) -> QPrinter | None:
        """The printer that the user chose, on sheets that lie on their side."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        printer.setDocName("Sidelight")
        dialog = QPrintDialog(printer, self._parent)
        dialog.setWindowTitle(self._title)
        return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


class ListPrinter(QObject):
    """Prints the list that is on screen when it is asked to: ``current`` is what makes its page, in a worker thread,
    for a printer that puts the label on each sheet itself. ``printed`` carries the number of sheets.
    """

    printed = Signal(int)
    failed = Signal(object)

    def __init__(
        self,
        current: Callable[[], Page | None],
        which: WhichPrinter,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._current, self._which, self._bridge = current, which, bridge

    def print_list(self) -> None:
        """Ask for a printer and print the list as it stood before the question."""
        page = self._current()
        printer = self._which() if page is not None else None
        if page is not None and printer is not None:
            work = partial(_print, page, printer)
            self._bridge.run(partial(_in_thread_of_qt, work), self.printed.emit, self.failed.emit)


def _print(page: Page, printer: QPrinter) -> int:
    return print_page(page(), header(), printer)


class _Thread(QThread):
    def __init__(self, work: Callable[[], int]) -> None:
        super().__init__()
        self._work = work
        self.done = 0
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.done = self._work()
        except Exception as error:  # noqa: BLE001 - raised again where the thread is waited for
            self.error = error


def _in_thread_of_qt(work: Callable[[], int]) -> int:
    """Do it in a thread that Qt has made, and wait: laying out a document starts timers, which others don't have."""
    thread = _Thread(work)
    thread.start()
    thread.wait()
    if thread.error is not None:
        raise thread.error
    return thread.done


def print_page(page: str, label: str, printer: QPrinter) -> int:
    """Print a page of HTML, on as many sheets as it takes; returns how many. Runs in any thread that Qt has made.

    Raises:
        NotPrintedError: the printer takes nothing.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise NotPrintedError
    try:
        sheets = Sheets(page, label, printer, painter.viewport().size().toSizeF())
        for number in range(sheets.count):
            if number and not printer.newPage():
                raise NotPrintedError
            sheets.draw(painter, number)
    finally:
        painter.end()
    return sheets.count


class Sheets:
    """A page of HTML, divided into sheets of ``size`` in the device's dots, each with the label at its head.

    No row of a table is divided, unless it is taller than a sheet: a row whose commercial status stands on another
    sheet would be a row without one. A table that goes on says again what its columns are.
    """

    def __init__(self, page: str, label: str, device: QPaintDevice, size: QSizeF) -> None:
        self._label = label
        self._font = QFont()
        self._font.setPointSize(POINTS)
        self._head = 2 * QFontMetricsF(self._font, device).height()
        self._width, self._room = size.width(), size.height() - self._head
        self._document = _set(page, self._font, device, self._width)
        self._tables = [_Rows(_borders(table), _heads(table)) for table in _tables(self._document)]
        self._parts = self._divided()

    @property
    def count(self) -> int:
        """How many sheets it takes."""
        return len(self._parts)

    def draw(self, painter: QPainter, number: int) -> None:
        """Draw one sheet, counted from 0: the label with the sheet's number, and its part of the page below."""
        head = QRectF(0, 0, self._width, self._head)
        painter.save()
        painter.setFont(self._font)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, self._label)
        painter.drawText(head, Qt.AlignmentFlag.AlignRight, f"{number + 1} / {self.count}")
        painter.translate(0, self._head)
        top, bottom = self._parts[number]
        columns = self._columns_above(top)
        if columns is not None:
            self._draw_part(painter, *columns)
            painter.translate(0, columns[1] - columns[0])
        self._draw_part(painter, top, bottom)
        painter.restore()

    def _draw_part(self, painter: QPainter, top: float, bottom: float) -> None:
        part = QRectF(0, top, self._width, bottom - top)
        painter.save()
        painter.translate(0, -top)
        painter.setClipRect(part)
        self._document.drawContents(painter, part)
        painter.restore()

    def _divided(self) -> list[tuple[float, float]]:
        """Where each sheet begins and ends on the page."""
        end = self._document.size().height()
        # Not between the columns' names and the first row, nor between a table and the heading over it.
        borders = [border for table in self._tables for border in table.borders[table.heads + 1 :]]
        borders += [y for y in _paragraphs(self._document) if not any(t.top < y < t.bottom for t in self._tables)]
        parts, top = [], 0.0
        while top < end:
            columns = self._columns_above(top)
            bottom = top + self._room - (columns[1] - columns[0] if columns is not None else 0)
            if bottom < end:
                bottom = max((border for border in borders if top < border <= bottom), default=bottom)
            parts.append((top, min(bottom, end)))
            top = bottom
        return parts

    def _columns_above(self, top: float) -> tuple[float, float] | None:
        """The rows that name the columns, where a sheet begins within a table and has room for them."""
        most = self._room / 2
        above = ((table.top, table.below_heads) for table in self._tables if table.below_heads < top < table.bottom)
        return next(((first, second) for first, second in above if second - first < most), None)


class _Rows(NamedTuple):
    """The heights at which a table's rows begin, and at last where it ends; the first of them name the columns."""

    borders: list[float]
    heads: int

    @property
    def top(self) -> float:
        return self.borders[0]

    @property
    def below_heads(self) -> float:
        return self.borders[self.heads]

    @property
    def bottom(self) -> float:
        return self.borders[-1]


def _heads(table: QTextTable) -> int:
    """How many rows stand in the table's head."""
    return min(max(1, table.format().toTableFormat().headerRowCount()), table.rows())


def _set(page: str, font: QFont, device: QPaintDevice, width: float) -> QTextDocument:
    document = ForeignDocument()
    document.setUndoRedoEnabled(False)
    document.documentLayout().setPaintDevice(device)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setHtml(page)
    document.setTextWidth(width)
    return document


def _tables(document: QTextDocument) -> list[QTextTable]:
    return [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]


def _paragraphs(document: QTextDocument) -> list[float]:
    """The heights at which the paragraphs begin that stand in no table."""
    layout, at, found = document.documentLayout(), document.begin(), []
    while at.isValid():
        if QTextCursor(at).currentTable() is None:
            found.append(layout.blockBoundingRect(at).top())
        at = at.next()
    return found


def _borders(table: QTextTable) -> list[float]:
    """The heights at which a table's rows begin, and at last where the table ends."""
    layout = table.document().documentLayout()
    spans = []
    for row in range(table.rows()):
        cells = [table.cellAt(row, column) for column in range(table.columns())]
        tops = [layout.blockBoundingRect(cell.firstCursorPosition().block()).top() for cell in cells]
        bottoms = [layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom() for cell in cells]
        spans.append((min(tops), max(bottoms)))
    between = [(above[1] + below[0]) / 2 for above, below in pairwise(spans)]
    # The rectangle that Qt gives of a table begins with its first words, below the line over them.
    edge = EDGE * min((below[0] - above[1] for above, below in pairwise(spans)), default=0.0)
    return [spans[0][0] - edge, *between, spans[-1][1] + edge]
