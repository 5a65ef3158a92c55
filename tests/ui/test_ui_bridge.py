"""The bridge between threads: of looks at the same thing the last is shown, of changes the last is made last."""

from __future__ import annotations

import threading
from functools import partial

from pytestqt.qtbot import QtBot

from desktop_client.ui.bridge import Bridge, Newest, OneAtATime


class Slow:
    """Work that ends when a test says so."""

    def __init__(self, result: str | None) -> None:
        self.may_end, self._result = threading.Event(), result

    def __call__(self) -> str:
        assert self.may_end.wait(20)
        if self._result is None:
            raise ValueError("old")
        return self._result


def shown_of(qtbot: QtBot, earlier: Slow, *, drop: bool = False) -> list[str]:
    bridge, shown = Bridge(workers=2), []
    newest = Newest(bridge)
    later = Slow("later")

    def failed(error: Exception) -> None:
        shown.append(f"failed: {error}")

    newest.run(earlier, shown.append, failed)
    newest.run(later, shown.append, failed)
    if drop:
        newest.drop()
    later.may_end.set()
    bridge.run(lambda: later.may_end.wait(20), lambda _: shown.append("between"), failed)
    qtbot.waitUntil(lambda: "between" in shown)
    earlier.may_end.set()
    bridge.run(lambda: earlier.may_end.wait(20), lambda _: shown.append("end"), failed)
    qtbot.waitUntil(lambda: "end" in shown)
    bridge.close()
    return shown


def test_an_earlier_look_that_ends_later_is_not_shown(qtbot: QtBot) -> None:
    assert shown_of(qtbot, Slow("earlier")) == ["later", "between", "end"]


def test_nor_is_its_error_told(qtbot: QtBot) -> None:
    assert shown_of(qtbot, Slow(None)) == ["later", "between", "end"]


def test_what_was_dropped_is_not_shown_at_all(qtbot: QtBot) -> None:
    assert shown_of(qtbot, Slow("earlier"), drop=True) == ["between", "end"]


def test_one_thing_is_done_at_a_time_the_last_comes_last_and_what_waited_between_is_left_out(qtbot: QtBot) -> None:
    bridge, done, told = Bridge(workers=3), [], []
    lane, may_end = OneAtATime(bridge), threading.Event()

    def work(name: str, *, fails: bool = False) -> str:
        assert name != "first" or may_end.wait(20)
        done.append(name)
        if fails:
            raise ValueError(name)
        return name

    def failed(error: Exception) -> None:
        told.append(f"failed: {error}")

    for name in ("first", "second", "third"):
        lane.run(partial(work, name), told.append, failed)
    may_end.set()
    qtbot.waitUntil(lambda: told == ["third"])
    assert done == ["first", "third"]
    lane.run(partial(work, "fourth", fails=True), told.append, failed)
    qtbot.waitUntil(lambda: told == ["third", "failed: fourth"])
    lane.run(partial(work, "fifth"), told.append, failed)
    qtbot.waitUntil(lambda: told[-1] == "fifth")
    bridge.close()
