"""What Python stops the window for: the window has its turn soon, and what stays is not walked through again."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from desktop_client.app import Parts, pauses, running
from desktop_client.app.shelf_by_hand import import_feed
from desktop_client.paths import Profile
from desktop_client.settings import Settings


class Listing(QObject):
    settled = Signal()


class Suggesting:
    def __init__(self) -> None:
        self.list = Listing()


class Following(QObject):
    done = Signal()


class Opened:
    """As much of a window as it takes."""

    def __init__(self) -> None:
        self.commerce, self.later = self, Following()
        self.suggestions = Suggesting()


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)
    gc.unfreeze()


def test_what_stays_is_set_aside_after_the_start_and_after_the_first_list(qapp) -> None:
    window = Opened()
    sys.setswitchinterval(0.005)
    start = ExitStack()
    start.enter_context(pauses.let_garbage_wait())
    running._keep_pauses_short(window, start)  # type: ignore[arg-type]
    assert sys.getswitchinterval() == pytest.approx(pauses.TURN_S)
    before = gc.get_freeze_count()
    assert not gc.isenabled()
    window.later.done.emit()
    assert gc.get_freeze_count() > before
    assert gc.isenabled(), "from the end of the start on garbage is looked for"
    kept = [[number] for number in range(1000)]
    assert any(each is kept for each in gc.get_objects())
    window.commerce.suggestions.list.settled.emit()
    assert not any(each is kept for each in gc.get_objects()), "what came with the first list is set aside too"
    later = [kept]
    window.commerce.suggestions.list.settled.emit()
    assert any(each is later for each in gc.get_objects()), "but not what comes with every list"


def test_garbage_waits_until_the_last_import_is_done() -> None:
    assert gc.isenabled()
    with pauses.let_garbage_wait():
        with pytest.raises(OSError, match="disk"), pauses.let_garbage_wait():
            raise OSError("disk")
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_import_lets_garbage_wait(tmp_path: Path) -> None:
    feed = tmp_path / "a.tsv"
    feed.write_text("id\ttitle\n1\tA mug\n")
    seen: list[bool] = []
    with Parts(Profile(tmp_path), Settings(tmp_path / "settings.toml")) as parts:
        import_feed(parts, feed, lambda *_: seen.append(gc.isenabled()), threading.Event())
    assert seen == [False]
    assert gc.isenabled()
