"""The one bridge between threads: work goes out to a pool, results come back to the UI thread in order."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")
log = logging.getLogger(__name__)


class Bridge(QObject):
    """Runs blocking calls in worker threads and hands their outcome to the UI thread.

    ``post`` may be called from any thread. After ``close`` nothing is delivered any more.
    """

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None, workers: int = 4) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="sidelight")
        self._open = True
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have ``call`` run on the UI thread soon."""
        if self._open:
            self._posted.emit(call)

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> Future[None]:
        """Run ``work`` in a worker thread, then ``done(result)`` or ``failed(error)`` on the UI thread.

        After ``close`` nothing is run: what still asks for it, such as a timer, goes with the window.
        """
        if not self._open:
            nothing: Future[None] = Future()
            nothing.cancel()
            return nothing

        def job() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - handed to the caller, who shows it
                caught = error
                self.post(lambda: failed(caught))
            else:
                self.post(lambda: done(result))

        return self._pool.submit(job)

    def close(self) -> None:
        """Deliver nothing more and wait for running work to end."""
        self._open = False
        self._pool.shutdown(wait=True, cancel_futures=True)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        if self._open:
            call()


class Newest:
    """Tells only what was asked for last: with several workers, of two looks at the same thing the earlier may end
    later, and would stay on screen.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._asked = 0
        self.awaited = False
        """Whether something is on its way that will be told."""

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Like :meth:`Bridge.run`; neither result nor error of a run before this one is told any more."""
        self.drop()
        self.awaited = True
        asked = self._asked
        self._bridge.run(work, partial(self._tell, asked, done), partial(self._tell, asked, failed))

    def drop(self) -> None:
        """Want nothing any more of what is on its way."""
        self._asked += 1
        self.awaited = False

    def _tell(self, asked: int, tell: Callable[[T], None], what: T) -> None:
        if asked == self._asked:
            self.awaited = False
            tell(what)


class OneAtATime:
    """Runs things of which the last that was asked for has to be the last that is done. What is begun is ended first;
    of what waits only the last is begun, and nobody is told of what something else was asked for after.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._busy = False
        self._next: Callable[[], None] | None = None

    def run(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Like :meth:`Bridge.run`, in its turn."""

        def begin() -> None:
            self._busy = True
            self._bridge.run(work, partial(self._over, done), partial(self._over, failed))

        if self._busy:
            self._next = begin
        else:
            begin()

    def _over(self, tell: Callable[[T], None], what: T) -> None:
        self._busy = False
        begin, self._next = self._next, None
        if begin is not None:
            begin()
        else:
            tell(what)
