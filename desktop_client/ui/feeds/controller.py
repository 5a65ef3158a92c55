"""FeedsController: joins the dialog of feeds with what reads files and keeps the shelf; what blocks runs elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QDateTime, QLocale, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_client.commerce.feeds import FeedError, FeedNote
from desktop_client.commerce.feeds.intake import Imported, Preview
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.shelf.catalogue import Feed
from desktop_client.ui.bridge import Bridge, Newest
from desktop_client.ui.feeds.dialog import FeedsDialog
from desktop_client.ui.feeds.views import FeedRowView, FileView, OutcomeView
from desktop_client.ui.panel.cards import price_words
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.sizes import size_words
from desktop_client.wording import Sentence

SHOWN = 50
"""Rows of a file that are shown before it is imported."""
PROGRESS_S = 0.05
"""Progress is told at most this often, in seconds: the window has other things to do."""


class FeedDesk(Protocol):
    """What the controller needs of the shelf. Every call blocks and raises ``SidelightError`` in words."""

    def feeds(self) -> tuple[Feed, ...]:
        """The feeds on the shelf."""
        ...

    def look_at(self, path: Path, currency: str | None = None) -> Preview:
        """See what a file is; ``currency`` (ISO 4217) is for amounts that name none, None what was said of them before,
        "" that it isn't known.
        """
        ...

    def take(self, seen: Preview, on_progress: Callable[[int, int], None], cancel: threading.Event) -> Imported:
        """Put it on the shelf."""
        ...

    def remove(self, name: str) -> int:
        """Take a feed off the shelf."""
        ...

    def put_back(self, name: str) -> None:
        """Undo that."""
        ...


class FeedsController(QObject):
    """Opens the dialog and does what it says. ``changed`` tells that there is something else on the shelf."""

    changed = Signal()

    def __init__(
        self,
        desk: FeedDesk,
        bridge: Bridge,
        interpreter: Interpreter,
        window: QWidget,
        *,
        which_files: Callable[[], tuple[Path, ...]] | None = None,
    ) -> None:
        """``which_files`` replaces the system's own dialog, for tests."""
        super().__init__(window)
        self._desk, self._bridge, self._interpreter, self._window = desk, bridge, interpreter, window
        self._lists, self._looks = Newest(bridge), Newest(bridge)
        self._which_files = which_files or self._ask
        self.dialog: FeedsDialog | None = None
        self._seen: Preview | None = None
        self._looking: tuple[Path, ...] = ()
        self._undecided: tuple[Path, ...] = ()
        self._waiting: tuple[Path, ...] = ()
        self._said_before = ""
        self._cancel = threading.Event()
        self._undo: Callable[[], None] | None = None

    def open(self, files: tuple[Path, ...] = ()) -> None:
        """Show the dialog; with files that were dropped somewhere, one after another. While a feed is being imported
        that is shown, and files wait until it is done.

        It leaves the window free: who asks something, or closes the window, needs not wait for an import.
        """
        if self.dialog is not None and self.dialog.running:
            self.dialog.raise_()
            self.dialog.activateWindow()
            self._wait_for(files)
            return
        if self.dialog is None:
            dialog = self.dialog = FeedsDialog(self._window)
            dialog.file_requested.connect(self._choose)
            dialog.dropped.connect(self._dropped)
            dialog.again_requested.connect(lambda path: self._dropped((path,)))
            dialog.currency_chosen.connect(self._look_again)
            dialog.import_requested.connect(self._import)
            dialog.stop_requested.connect(lambda: self._cancel.set())
            dialog.remove_requested.connect(self._remove)
            dialog.undo_requested.connect(self._take_back)
            dialog.left.connect(self._leave)
            dialog.finished.connect(self._closed)
            dialog.show()
        self._refresh("")
        if files:
            self._dropped(files)

    def close(self) -> None:
        """Stop an import that runs: what is on the shelf by then stays, and the same file goes on from there."""
        self._cancel.set()

    def _closed(self) -> None:
        self._cancel.set()
        self._looking = self._undecided = self._waiting = ()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _ask(self) -> tuple[Path, ...]:
        title = self.tr("Import a feed")
        kinds = self.tr(
            "Product feeds (*.tsv *.csv *.txt *.xml *.json *.jsonl *.jsonld *.html *.htm *.gz *.zip);;All files (*)"
        )
        names, _ = QFileDialog.getOpenFileNames(self.dialog or self._window, title, "", kinds)
        return tuple(map(Path, names))

    # Looking at a file

    def _choose(self) -> None:
        if files := self._which_files():
            self._dropped(files)

    def _dropped(self, files: tuple[Path, ...]) -> None:
        """Look at these before the one that is shown and those that wait; not while a feed is being imported."""
        if self.dialog is not None and self.dialog.running:
            self._wait_for(files)
        else:
            self._look_at_first(tuple(dict.fromkeys((*files, *self._looking, *self._undecided, *self._waiting))))

    def _wait_for(self, files: tuple[Path, ...]) -> None:
        self._waiting = (*self._waiting, *files)
        if files and self.dialog is not None and self._seen is not None:
            self.dialog.show_about(self._about(self._seen))

    def _look_at_first(self, files: tuple[Path, ...], said: str = "") -> None:
        """Look at one file; the others wait. ``said`` is what came of the one before."""
        first, *others = files
        self._looking, self._undecided, self._waiting, self._said_before = (first,), (), tuple(others), said
        self._looks.run(partial(self._desk.look_at, first), self._looked_at, self._not_looked_at)

    def _leave(self) -> None:
        """The file that was shown, or what came of it, is done with."""
        self._undecided = ()
        self._look_at_next()

    def _look_at_next(self, said: str = "") -> bool:
        """Look at the next of the files that wait, if one does."""
        if self._waiting:
            self._look_at_first(self._waiting, said)
            return True
        return False

    def _not_looked_at(self, error: Exception) -> None:
        self._looking = ()
        said = "\n".join(filter(None, (self._said_before, self._interpreter.say_error(error))))
        if not self._look_at_next(said):
            self._end(OutcomeView(said))

    def _look_again(self, currency: str) -> None:
        if self._seen is not None:
            look = partial(self._desk.look_at, self._seen.path, currency)
            self._looks.run(look, self._looked_at, self._failed)

    def _looked_at(self, seen: Preview) -> None:
        self._seen, self._looking, self._undecided = seen, (), (seen.path,)
        if self.dialog is not None:
            self.dialog.show_file(self._file_view(seen))

    def _about(self, seen: Preview) -> tuple[str, ...]:
        """What a file is, what came of the one before, and which wait."""
        about = [f"{self._interpreter.say(seen.format)} · {size_words(seen.size)}"]
        if seen.done:
            about.append(self.tr("On the shelf already: {rows} of it.").format(rows=counted.rows(seen.done)))
        elif seen.known is not None:
            held = counted.offers(seen.known.offers)
            about.append(
                self.tr("On the shelf from this feed: {offers}; the import brings that up to date.").format(offers=held)
            )
        else:
            about.append(self.tr("A new feed. Below are its first rows."))
        if self._said_before:
            about.insert(0, self._said_before)
        if self._waiting:
            names = self.tr(", ").join(path.name for path in self._waiting)
            about.append(self.tr("After this one: {names}.").format(names=names))
        return tuple(about)

    def _file_view(self, seen: Preview) -> FileView:
        language = self._interpreter.language
        rows = tuple(f"{offer.title} · {price_words(offer, total(offer), language)}" for offer in seen.offers[:SHOWN])
        errors, notes = self._error_lines(seen.errors), self._note_lines(seen.notes)
        currency = (seen.currency or "") if seen.wants_currency else None
        return FileView(seen.name, self._about(seen), rows, errors, notes, goes_on=bool(seen.done), currency=currency)

    def _error_lines(self, errors: tuple[FeedError, ...]) -> tuple[str, ...]:
        return tuple(self._line(error.line, error.why) for error in errors)

    def _note_lines(self, notes: tuple[FeedNote, ...]) -> tuple[str, ...]:
        return tuple(self._line(note.line, note.what) for note in notes)

    def _line(self, line: int, what: Sentence) -> str:
        said = self._interpreter.say(what)
        return self.tr("Line {line}: {why}").format(line=line, why=said) if line else said

    # Taking it in

    def _import(self) -> None:
        if (seen := self._seen) is None:
            return
        # A file that is being looked at would come in between.
        self._looks.drop()
        others = (path for path in (*self._looking, *self._waiting) if path != seen.path)
        self._looking, self._undecided, self._waiting = (), (), tuple(others)
        self._cancel = cancel = threading.Event()
        told = 0.0

        def progress(read: int, size: int) -> None:
            nonlocal told
            if (now := monotonic()) - told >= PROGRESS_S:
                told = now
                self._bridge.post(partial(self._progress, read, size))

        work = partial(self._desk.take, seen, progress, cancel)
        self._bridge.run(work, partial(self._imported, seen), self._not_imported)

    def _progress(self, read: int, size: int) -> None:
        if self.dialog is not None:
            self.dialog.show_progress(read, size)

    def _imported(self, seen: Preview, came: Imported) -> None:
        self.changed.emit()
        locale = QLocale()
        counts = {
            name: locale.toString(value)
            for name, value in (("new", came.imported), ("updated", came.updated), ("rejected", came.rejected))
        }
        done = self.tr("{name}: {new} new, {updated} updated, {rejected} not readable.")
        stopped = self.tr("{name}: stopped after {new} new and {updated} updated. Import the file again to go on.")
        text = (done if came.complete else stopped).format(name=came.name, **counts)
        is_new = seen.known is None and came.imported > 0
        self._undo = partial(self._remove_again, came.name) if is_new else None
        errors, notes = self._error_lines(came.errors), self._note_lines(came.notes)
        if not came.complete:
            self._waiting = ()
        if (errors or notes) or not self._look_at_next(text):
            self._end(OutcomeView(text, errors, notes, can_undo=is_new))

    def _not_imported(self, error: Exception) -> None:
        """What was put on the shelf before it went wrong is there."""
        self.changed.emit()
        said = self._interpreter.say_error(error)
        if not self._look_at_next(said):
            self._end(OutcomeView(said))

    def _end(self, outcome: OutcomeView) -> None:
        """Nothing is on its way any more."""
        if self.dialog is not None:
            self._lists.run(self._desk.feeds, self._listed, self._not_listed)
            self.dialog.show_outcome(outcome)

    # Taking it off again

    def _remove(self, name: str) -> None:
        self._undo = partial(self._put_back, name)
        text = self.tr("“{name}” was taken off the shelf. It is deleted when Sidelight starts the next time.")
        self._change(partial(self._desk.remove, name), text.format(name=name), can_undo=True)

    def _remove_again(self, name: str) -> None:
        self._change(partial(self._desk.remove, name), self.tr("“{name}” is off the shelf again.").format(name=name))

    def _put_back(self, name: str) -> None:
        self._change(partial(self._desk.put_back, name), self.tr("“{name}” is on the shelf again.").format(name=name))

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()

    def _change(self, work: Callable[[], object], text: str, *, can_undo: bool = False) -> None:
        def done(_: object) -> None:
            self.changed.emit()
            self._refresh(text, can_undo=can_undo)

        self._bridge.run(work, done, self._failed)

    def _refresh(self, text: str, *, can_undo: bool = False) -> None:
        """Say something, and list what lies on the shelf by now."""
        if self.dialog is not None:
            self.dialog.tell(text, can_undo=can_undo)
            self._lists.run(self._desk.feeds, self._listed, self._not_listed)

    def _listed(self, feeds: tuple[Feed, ...]) -> None:
        if self.dialog is not None:
            self.dialog.show_feeds([self._row_view(feed) for feed in feeds])

    def _not_listed(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.tell(self._interpreter.say_error(error))

    def _row_view(self, feed: Feed) -> FeedRowView:
        locale = QLocale()
        moment = QDateTime.fromSecsSinceEpoch(int(feed.imported_at.timestamp()))
        day = locale.toString(moment.date(), QLocale.FormatType.ShortFormat)
        about = self.tr("{offers} · imported {day}").format(offers=counted.offers(feed.offers), day=day)
        if not feed.complete:
            about = self.tr("{about} · stopped on the way").format(about=about)
        return FeedRowView(feed.name, about, Path(feed.path), stopped=not feed.complete)

    def _failed(self, error: Exception) -> None:
        self._refresh(self._interpreter.say_error(error))
