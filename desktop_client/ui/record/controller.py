"""Joins the page of the record with the record on disk. All reading, checking and writing runs behind the bridge."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop_client.commerce.record import Came, Entry, RecordBook, Verdict
from desktop_client.ui.bridge import Bridge, Newest
from desktop_client.ui.record.page import RecordPage
from desktop_client.ui.record.rows import EntryDetails, EntryRow, entry_details, entry_rows, verdict_words
from desktop_client.ui.widgets import counted
from desktop_client.wording import Language

PAGE = 100
"""Entries that are read at a time: more than a window shows, few enough to be put into the list within a frame."""


class Dialogs(Protocol):
    """What is asked of the user."""

    def where_to(self) -> Path | None:
        """The file to export to."""
        ...

    def may_delete(self, count: int) -> bool:
        """Whether everything may be deleted."""
        ...


class RecordController(QObject):
    """Reads the record from its end, a page at a time, as the user scrolls."""

    failed = Signal(object)

    def __init__(
        self,
        book: RecordBook,
        page: RecordPage,
        dialogs: Dialogs,
        bridge: Bridge,
        names: Mapping[str, str],
        language: Language,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._page, self._dialogs, self._bridge = book, page, dialogs, bridge
        self._counts, self._pages = Newest(bridge), Newest(bridge)
        self._names, self._language = names, language
        self._came: dict[int, Came] = {}
        self._before: int | None = None
        self._count = 0
        self._wanted = 0
        self._checking = False
        page.more_wanted.connect(self._read_on)
        page.entry_chosen.connect(self._choose)
        page.check_requested.connect(self._check)
        page.export_requested.connect(self._export)
        page.delete_requested.connect(self._delete)

    def open(self) -> None:
        """Show the record as it is now."""
        self._page.tell("")
        self._counts.run(self._book.count, self._begin, self.failed.emit)

    def _begin(self, count: int) -> None:
        self._came, self._before, self._count = {}, None, count
        self._pages.drop()
        self._page.show_count(count)
        if count and not self._pages.awaited:
            self._read_on()

    def _read_on(self) -> None:
        self._pages.run(partial(self._read, self._before, self._came), self._was_read, self.failed.emit)

    def _read(self, before: int | None, came: dict[int, Came]) -> tuple[list[EntryRow], int | None]:
        """In a worker thread: rows for the next page, and where the one after it begins; None at the beginning."""
        entries = self._book.entries(before, PAGE)
        rows = entry_rows(entries, came, self._names, self._language)
        return rows, entries[-1].number if len(entries) == PAGE else None

    def _was_read(self, what: tuple[list[EntryRow], int | None]) -> None:
        rows, self._before = what
        self._page.append(rows, whole=self._before is None)

    def _choose(self, number: int) -> None:
        self._wanted = number
        self._bridge.run(partial(self._details, number, self._came), self._show_details, self.failed.emit)

    def _details(self, number: int, came: Mapping[int, Came]) -> tuple[int, EntryDetails | None]:
        found: tuple[Entry, ...] = self._book.entries(number + 1, 1)
        if not found or found[0].number != number:
            return number, None
        return number, entry_details(found[0], came.get(number), self._names, self._language)

    def _show_details(self, what: tuple[int, EntryDetails | None]) -> None:
        number, details = what
        if number == self._wanted:
            self._page.show_details(details)

    def _check(self) -> None:
        if self._checking:
            return
        self._checking = True
        self._page.tell(self.tr("Checking {entries}…").format(entries=counted.entries(self._count)))
        self._bridge.run(self._book.verify, self._checked, self._check_failed)

    def _checked(self, verdict: Verdict) -> None:
        self._checking = False
        self._page.tell(verdict_words(verdict, self._count), warn=verdict.broken is not None)

    def _check_failed(self, error: Exception) -> None:
        self._checking = False
        self._page.tell("")
        self.failed.emit(error)

    def _export(self) -> None:
        path = self._dialogs.where_to()
        if path is not None:
            exported = partial(self._exported, path)
            self._bridge.run(partial(self._book.export, path), exported, self.failed.emit)

    def _exported(self, path: Path, _: object) -> None:
        self._page.tell(self.tr("Exported to {file}.").format(file=path))

    def _delete(self) -> None:
        if self._dialogs.may_delete(self._count):
            self._bridge.run(self._book.delete, lambda _: self.open(), self.failed.emit)
