"""A large feed, read by another process (:mod:`.feed_reader`), so that reading and writing each have an interpreter."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Generator
from typing import Final

from desktop_client.app import feed_wire
from desktop_client.commerce.feeds.batches import Errand, Reader, Rows
from desktop_client.commerce.feeds.feed import FeedRefusedError
from desktop_client.commerce.feeds.feed_file import Progress
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.inference.child import environment
from desktop_client.wording import say

log = logging.getLogger(__name__)

PROGRAM: Final = (sys.executable, "-P", "-m", "desktop_client.app.feed_reader")


class ReaderFailedError(RuntimeError):
    """The process that reads has a fault of its own; its traceback."""


def read_apart(here: Reader, program: tuple[str, ...] = PROGRAM) -> Reader:
    """Reads in another process; where none can be started, as ``here`` does."""

    def read(errand: Errand, on_progress: Progress | None, cancel: threading.Event) -> Generator[Rows]:
        try:
            process = _start(program)
        except OSError as error:
            log.info("a feed is read without a process of its own: %s", error)
            yield from here(errand, on_progress, cancel)
            return
        try:
            yield from _told(process, errand, on_progress, cancel)
        finally:
            _end(process)

    return read


def _start(program: tuple[str, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        program,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _told(
    process: subprocess.Popen[bytes], errand: Errand, on_progress: Progress | None, cancel: threading.Event
) -> Generator[Rows]:
    assert process.stdin is not None
    assert process.stdout is not None
    path, feed, now = os.fsencode(errand.path.absolute()), os.fsencode(errand.feed), errand.now.isoformat()
    with contextlib.suppress(BrokenPipeError):
        feed_wire.send(process.stdin, feed_wire.Order(path, feed, now, errand.done, errand.currency))
    while True:
        frame = _next(process, errand)
        if cancel.is_set():
            raise Cancelled
        match frame:
            case feed_wire.Progress(read, size):
                if on_progress is not None:
                    on_progress(read, size)
            case feed_wire.Part():
                yield feed_wire.rows_of(frame)
            case feed_wire.Refused(cause, step):
                raise FeedRefusedError(feed_wire.sentence_of(cause), feed_wire.sentence_of(step) if step else None)
            case feed_wire.Failed(trace):
                raise ReaderFailedError(trace)
            case feed_wire.Done():
                return


def _next(process: subprocess.Popen[bytes], errand: Errand) -> feed_wire.Frame:
    """What it says next.

    Raises:
        FeedRefusedError: it ended without a word, as where the system wanted its memory, or speaks nonsense.
    """
    assert process.stdout is not None
    try:
        frame = feed_wire.receive(process.stdout)
    except feed_wire.WireError as error:
        log.warning("the process that reads a feed: %s", error)
        frame = None
    if frame is None:
        raise FeedRefusedError(
            say("The process that read {file} ended before it was done.", file=errand.path.name),
            say("Import the file again to go on."),
        )
    return frame


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
