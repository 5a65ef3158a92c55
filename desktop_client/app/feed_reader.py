"""The program that reads a large feed: ``python -m desktop_client.app.feed_reader``, started by :mod:`.feed_apart`.

It reads a stranger's file, and its parent has the interpreter to itself meanwhile. It knows no profile and no key. It
ends with its parent: it tells its progress some times a second, and nobody would listen.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import traceback
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import IO, Final

from desktop_client.app import feed_wire
from desktop_client.commerce.feeds.batches import Errand, read_here
from desktop_client.commerce.feeds.feed import FeedRefusedError
from desktop_client.store.shelf_writing import batch_of

PROGRESS_S: Final = 0.02
"""Progress is told at most this often, in seconds."""


def main(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Read what the parent wants, and tell it as it comes."""
    order = feed_wire.receive_order(orders)
    if order is None:
        return
    try:
        _read(order, answers)
    except FeedRefusedError as refused:
        step = feed_wire.words_of(refused.next_step) if refused.next_step else None
        feed_wire.send(answers, feed_wire.Refused(feed_wire.words_of(refused.cause), step))
    except Exception:  # noqa: BLE001 - the parent raises it
        feed_wire.send(answers, feed_wire.Failed(traceback.format_exc()))
    else:
        feed_wire.send(answers, feed_wire.Done())


def _read(order: feed_wire.Order, answers: IO[bytes]) -> None:
    told = 0.0

    def progress(read: int, size: int) -> None:
        nonlocal told
        if (now := monotonic()) - told >= PROGRESS_S or read >= size:
            told = now
            feed_wire.send(answers, feed_wire.Progress(read, size))

    path = Path(os.fsdecode(order.path))
    now = datetime.fromisoformat(order.now)
    errand = Errand(path, os.fsdecode(order.feed), now, order.done, order.currency)
    for rows in read_here(batch_of)(errand, progress, threading.Event()):
        feed_wire.send(answers, feed_wire.part_of(rows))


if __name__ == "__main__":
    # Control-C in a terminal reaches both processes; the parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is read holds no circles, and all of it is let go of within two batches.
    gc.disable()
    with contextlib.suppress(OSError):
        main(sys.stdin.buffer, sys.stdout.buffer)
