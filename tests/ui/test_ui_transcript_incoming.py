"""What an answer brings is gathered: once a frame, and of a burst only as much as a frame can bear."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from desktop_client.ui.transcript.incoming import AT_ONCE, Incoming


@pytest.fixture
def shown() -> list[tuple[int, tuple[int, int] | None, str]]:
    return []


@pytest.fixture
def incoming(qtbot, shown) -> Iterator[Incoming]:
    owner = QObject()
    yield Incoming(lambda *what: shown.append(what), owner)
    owner.deleteLater()


def test_what_comes_within_a_frame_is_shown_together(incoming: Incoming, shown: list, qtbot) -> None:
    incoming.text(1, "He")
    incoming.progress(1, 3, 4)
    incoming.text(1, "llo")
    assert shown == []
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [(1, (3, 4), "Hello")]


def test_a_burst_is_shown_over_several_frames_whole_and_in_order(incoming: Incoming, shown: list, qtbot) -> None:
    burst = "".join(chr(0x4E00 + number % 20_000) for number in range(5 * AT_ONCE + 7))
    incoming.text(1, burst)
    qtbot.waitUntil(lambda: bool(shown))
    incoming.text(1, "end")
    qtbot.waitUntil(lambda: sum(len(text) for *_, text in shown) == len(burst) + 3)
    assert "".join(text for *_, text in shown) == burst + "end"
    assert max(len(text) for *_, text in shown) <= AT_ONCE


def test_what_is_taken_at_once_is_taken_whole(incoming: Incoming, shown: list) -> None:
    incoming.text(1, "x" * 3 * AT_ONCE)
    incoming.take()
    assert [len(text) for *_, text in shown] == [3 * AT_ONCE]
    incoming.take()
    assert len(shown) == 1
