"""What one conversation has switched off: what was chosen last holds, however slow and in whatever order it is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from standins.sources import Switchboard

from desktop_client.app.chat_switches import ChatSwitches
from desktop_client.commerce.switches import OffHere, SwitchesHere
from desktop_client.ui.bridge import Bridge


class SlowKept:
    """Keeps in memory; the first write ends only when it may, so that a later one could overtake it."""

    def __init__(self) -> None:
        self.rows: dict[int, OffHere] = {}
        self.first_may_end = threading.Event()
        self.begun = threading.Semaphore(0)
        self._writes = 0

    def of(self, conversation_id: int) -> OffHere:
        return self.rows.get(conversation_id, OffHere())

    def keep(self, conversation_id: int, off: OffHere) -> None:
        self._writes += 1
        first = self._writes == 1
        self.begun.release()
        if first:
            assert self.first_may_end.wait(20)
        self.rows[conversation_id] = off


@pytest.fixture
def bridge(qtbot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


@pytest.fixture
def kept() -> Iterator[SlowKept]:
    made = SlowKept()
    yield made
    made.first_may_end.set()


def chat(kept: SlowKept, bridge: Bridge) -> ChatSwitches:
    def fail(error: Exception) -> None:
        raise error

    here = SwitchesHere(Switchboard("jd"))
    return ChatSwitches(kept, here, bridge, changed=lambda: None, failed=fail)


def test_of_two_choices_the_later_is_kept_though_the_earlier_ends_later(qtbot, kept, bridge) -> None:
    switches = chat(kept, bridge)
    switches.go_to(1)
    switches.choose("jd", True)
    assert kept.begun.acquire(timeout=20)
    switches.choose("jd", False)
    switches.choose("", True)
    kept.first_may_end.set()
    qtbot.waitUntil(lambda: kept.rows.get(1) == OffHere(everything=True))
    bridge.close()
    assert kept.rows[1] == OffHere(everything=True)


def test_what_is_not_on_disk_yet_holds_when_the_chat_is_opened_again(qtbot, kept, bridge) -> None:
    switches = chat(kept, bridge)
    switches.go_to(1)
    switches.choose("jd", True)
    assert kept.begun.acquire(timeout=20)
    switches.go_to(2)
    assert switches.off == OffHere()
    switches.go_to(1)
    assert switches.off == OffHere(sources=frozenset({"jd"})), "it was on for a moment"
    kept.first_may_end.set()
    qtbot.waitUntil(lambda: 1 in kept.rows)
