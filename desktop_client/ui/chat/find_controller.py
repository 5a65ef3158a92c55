"""Joins the find bar with the transcript: counts in a worker thread, marks, and goes from match to match."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop_client.chat.search import Query
from desktop_client.ui.bridge import Bridge, Newest
from desktop_client.ui.chat.find_bar import FindBar
from desktop_client.ui.transcript.found import Match, count_in
from desktop_client.ui.transcript.view import TranscriptView

PAUSE_MS = 60


class FindController(QObject):
    """Knows how many matches each message has; a message that is reached is counted as it is shown.

    ``counts`` are made from the messages' sources: where a word stands in an address behind a link, for instance, that
    is one too many until the reader gets there.
    """

    def __init__(self, bar: FindBar, transcript: TranscriptView, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar, self._transcript, self._counting = bar, transcript, Newest(bridge)
        self._query = Query(())
        self._ids: list[int] = []
        self._counts: list[int] = []
        self._row, self._number = -1, 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._begin)
        bar.typed.connect(self._typed)
        bar.stepped.connect(self.step)
        bar.closed.connect(self.close)

    def open(self) -> None:
        """Show the bar."""
        self._bar.open()
        self._typed(self._bar.box.text())

    def close(self) -> None:
        """Take the bar and all marks away; the match that the reader was at is selected."""
        # First the focus: Qt would hand it on when the bar is hidden, as if by Tab.
        self._transcript.setFocus()
        self._bar.hide()
        self._pause.stop()
        self._transcript.found.select_current()
        self._forget(Query(()))

    def show_hit(self, message_id: int, query: Query) -> None:
        """Mark a query's matches and go to the first of a message, or to the message if it shows none."""
        self._forget(query)
        matches = self._transcript.found.in_message(message_id)
        if matches:
            self._transcript.found.go_to(matches[0])
        else:
            self._transcript.scroll_to_message(message_id)

    def refresh(self) -> None:
        """Other messages are shown: count anew, or forget what was marked in the ones before."""
        if self._bar.isVisible():
            self._typed(self._bar.box.text())
        else:
            self._forget(Query(()))

    def step(self, by: int) -> None:
        """Go to the next match or the one before, round the ends."""
        if not sum(self._counts):
            return
        if self._row >= 0 and 0 <= self._number + by < self._counts[self._row]:
            self._number += by
        else:
            row = self._row
            for _ in range(len(self._counts)):
                row = (row + by) % len(self._counts) if row >= 0 else (0 if by > 0 else len(self._counts) - 1)
                self._count_as_shown(row)
                if self._counts[row]:
                    break
            else:
                return
            self._row, self._number = row, 0 if by > 0 else self._counts[row] - 1
        matches = self._matches(self._row)
        if self._number < len(matches):
            self._transcript.found.go_to(matches[self._number])
        self._say()

    def _typed(self, text: str) -> None:
        self._forget(Query.phrase(text))
        if self._query:
            self._pause.start()
        else:
            self._pause.stop()
            self._say()

    def _forget(self, query: Query) -> None:
        self._query, self._ids, self._counts, self._row, self._number = query, [], [], -1, 0
        self._counting.drop()
        self._transcript.found.look_for(query)

    def _begin(self) -> None:
        entries, query = self._transcript.entries(), self._query
        texts = [entry.message.text for entry in entries]

        def counted(counts: list[int]) -> None:
            self._ids, self._counts = [entry.message.id for entry in entries], counts
            self._first_in_sight()

        self._counting.run(lambda: count_in(texts, query), counted, lambda _: None)

    def _first_in_sight(self) -> None:
        """Begin at the first match at or below what the reader sees, else at the first of all."""
        top = next((row for row, _ in self._transcript.flow.visible()), 0)
        self._row = top - 1
        self._number = self._counts[self._row] if self._row >= 0 else 0
        self.step(1)
        self._say()

    def _count_as_shown(self, row: int) -> None:
        if self._counts[row]:
            self._counts[row] = len(self._matches(row))

    def _matches(self, row: int) -> tuple[Match, ...]:
        return self._transcript.found.in_message(self._ids[row])

    def _say(self) -> None:
        before = sum(self._counts[: self._row]) if self._row >= 0 else 0
        at = before + self._number + 1 if self._transcript.found.current is not None else 0
        self._bar.set_count(at, sum(self._counts))
