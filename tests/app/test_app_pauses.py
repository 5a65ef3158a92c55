"""What Python stops the window for: the window has its turn soon, and what stays is not walked through again."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Signal

from desktop_client.app import pauses, running


class Listing(QObject):
    settled = Signal()


class Suggesting:
    def __init__(self) -> None:
        self.list = Listing()


class Opened:
    """As much of a window as it takes."""

    def __init__(self) -> None:
        self.suggestions = Suggesting()


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)
    gc.unfreeze()


def test_what_stays_is_set_aside_after_the_start_and_after_the_first_list(qtbot) -> None:
    window = Opened()
    sys.setswitchinterval(0.005)
    running._keep_pauses_short(window)  # type: ignore[arg-type]
    assert sys.getswitchinterval() == pytest.approx(pauses.TURN_S)
    qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)
    kept = [[number] for number in range(1000)]
    assert any(each is kept for each in gc.get_objects())
    window.suggestions.list.settled.emit()
    assert not any(each is kept for each in gc.get_objects()), "what came with the first list is set aside too"
    later = [kept]
    window.suggestions.list.settled.emit()
    assert any(each is later for each in gc.get_objects()), "but not what comes with every list"
