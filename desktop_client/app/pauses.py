"""Pauses: what Python itself stops the window for, kept short.

A thread that computes keeps the interpreter for 5 ms before another may go on, and the window waits that long each time
it comes back from Qt, some ten times for every word that it paints: with turns as short as these it hardly notices that
a list is being put in order. That costs little, since of the threads that could compute only one does
(``commerce/asking/turns.py``).

The collector of garbage walks through everything that there is whenever a quarter has been added, some 140 ms once the
word tables are loaded; what was there at the start stays to the end, so it is set aside and not walked through again
(18 ms are left). Measured with ``benchmarks/sources.py``. During the start it would take a tenth of the time and find
nine hundred objects among a hundred and fifty thousand: it waits.
"""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
from collections.abc import Iterator

TURN_S = 0.0001
"""How long a thread may compute while another waits, in seconds."""


def shorten_turns() -> None:
    """Let the window's thread have its turn soon, whatever others compute."""
    sys.setswitchinterval(TURN_S)


def set_aside() -> None:
    """Take what there is now to be there to stay. For the end of the start, and of the first list and the first search:
    not for every day, since garbage in circles that is set aside stays as well.
    """
    gc.freeze()


_waiting = 0
_lock = threading.Lock()


@contextlib.contextmanager
def let_garbage_wait() -> Iterator[None]:
    """Don't look for garbage in circles meanwhile: an import makes and lets go of a million rows that hold none, and
    walking through them takes a tenth of its time. So it does of the start.
    """
    global _waiting
    with _lock:
        _waiting += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _waiting -= 1
            if not _waiting:
                gc.enable()
