"""The page under the transcript: lays out what is in sight, scrolls by moving what is painted, paints what is new."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop_client.ui import theme
from desktop_client.ui.transcript.flow import Flow
from desktop_client.ui.transcript.jump_button import JumpButton
from desktop_client.ui.transcript.page_painter import paint_page
from desktop_client.ui.transcript.row_painter import Marks
from desktop_client.ui.transcript.selection import Selection
from desktop_client.ui.transcript.sheet import Sheet
from desktop_client.ui.transcript.styles import Styles
from desktop_client.ui.transcript.words import words

_FOLLOWED = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LanguageChange)


class Reader(Protocol):
    """Who reads the page: what is selected, hovered and focused."""

    @property
    def selection(self) -> Selection:
        """What is selected."""
        ...

    def marks(self, row: int) -> Marks:
        """What of a row the pointer or the keyboard is on."""
        ...

    def moved(self) -> None:
        """Something else is under the pointer now."""
        ...


class Page(QAbstractScrollArea):
    """A virtualised column of messages. Knows nothing of mouse and keyboard: a :class:`Reader` does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = 1.0
        self._raw = False
        self._syncing = False
        self._reader: Reader | None = None
        self.empty_text = ("", "")
        self.flow = Flow(self._sheet())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words().page)
        self.viewport().setMouseTracking(True)
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(self._read_on)
        self._jump = JumpButton(self)
        self._jump.clicked.connect(self.scroll_to_end)

    @property
    def sheet(self) -> Sheet:
        """What the page is laid out with now."""
        return self.flow.sheet

    def scroll_to_end(self) -> None:
        """Go to the last message and follow it as it grows."""
        self.flow.scroll_to_end()
        self.refresh()

    def repaint_rows(self, first: int, last: int) -> None:
        """Paint these rows again, as far as they are in sight."""
        for row, top in self.flow.visible():
            if first <= row <= last:
                self.viewport().update(QRect(0, top, self.viewport().width(), self.flow.row(row).height))

    def lay_out_anew(self) -> None:
        """Width, font, theme, zoom or language is another: nothing of the old layout holds but the reader's place."""
        self.flow.set_sheet(self._sheet())
        self.refresh()

    def refresh(self) -> None:
        """Something has changed: lay out what is in sight and paint it all."""
        self.flow.viewport = self.viewport().height()
        self.flow.settle()
        self._sync()
        self.setAccessibleDescription("" if len(self.flow) else " ".join(filter(None, self.empty_text)))
        self.viewport().update()

    def grow(self, at: int, progress: tuple[int, int] | None, text: str) -> None:
        """Let a message grow, moving what is painted already and painting only what is new."""
        row, before = self.flow.row(at), self.flow.top_of(at)
        was_empty = not row.cells
        if progress is not None:
            row.set_progress(*progress)
        first = row.append(text)
        self.flow.measure(at)
        self.flow.settle()
        self._sync()
        top = self.flow.top_of(at)
        focused = self._reader is not None and self._reader.marks(at).is_current
        if was_empty or focused or not self._shift(top - before):
            self.viewport().update()
            return
        dirty = max(top + row.offset(max(first - 1, 0)), 0)
        if dirty < self.viewport().height():
            self.viewport().update(0, dirty, self.viewport().width(), self.viewport().height() - dirty)

    def _sheet(self) -> Sheet:
        styles = Styles(self.font(), self._scale, theme.current())
        # The margins count from the view's own edges, so that the scroll bar takes no room from the text.
        return Sheet(styles, words(), max(self.width(), 1), self._raw)

    def _shift(self, by: int) -> bool:
        """Move what is painted; False if nothing of it stays in sight."""
        if abs(by) >= self.viewport().height():
            return False
        if by:
            self.viewport().scroll(0, by)
        return True

    def _read_on(self) -> None:
        if self.flow.read_on():
            self.refresh()

    def _sync(self) -> None:
        """Let scroll bar and jump button say where the page is, and see to it that what is in sight is read."""
        if any(self.flow.row(at).is_behind for at, _ in self.flow.visible()):
            self._next_turn.start()
        bar, flow = self.verticalScrollBar(), self.flow
        self._syncing = True
        bar.setRange(0, flow.maximum)
        bar.setPageStep(max(flow.viewport, 1))
        bar.setSingleStep(flow.sheet.styles.line)
        bar.setValue(flow.value)
        self._syncing = False
        self._jump.setVisible(flow.maximum - flow.value > flow.sheet.styles.line * 2)
        if self._jump.isVisible():
            self._jump.place(self.viewport())

    # -- events -----------------------------------------------------------------------------------------------

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """The scroll bar was moved: shift the page and lay out what comes into sight."""
        if self._syncing or not len(self.flow):
            return
        flow, bar = self.flow, self.verticalScrollBar()
        still, before = next(flow.visible(), (0, 0))
        delta = bar.value() - flow.value
        if bar.isSliderDown() or abs(delta) > flow.viewport:
            flow.scroll_to(bar.value())
        else:
            flow.scroll_by(delta)
        self._sync()
        if not self._shift(flow.top_of(still) - before):
            self.viewport().update()
        if self._reader is not None:
            self._reader.moved()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight."""
        if self._reader is None:
            return
        painter = QPainter(self.viewport())
        paint_page(painter, self, self._reader, event.rect())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size; what is being read stays in sight."""
        super().resizeEvent(event)
        self.flow.viewport = self.viewport().height()
        if self.width() != self.flow.sheet.width:
            self.flow.set_sheet(self._sheet())
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme, font and language."""
        super().changeEvent(event)
        if event.type() in _FOLLOWED:
            self.setAccessibleName(words().page)
            self.lay_out_anew()
