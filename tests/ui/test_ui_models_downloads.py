"""Downloads on the page of models: how far they are, how they end, and that nothing of them is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from standins.paper_models import ENTRY, OWN, Room
from standins.paper_models import room as room

from desktop_client.errors import SidelightError
from desktop_client.inference.download import DownloadError, DownloadProgress
from desktop_client.inference.fetching import cancelled
from desktop_client.inference.wanted import Target
from desktop_client.wording import say


def test_a_download_shows_how_far_it_is_and_arrives(room: Room) -> None:
    room.press(ENTRY.id, "fetch")
    assert room.desk.started.wait(5)
    room.wait(lambda: "250 MB of 1.00 GB · 1.7 MB/s · about 8 min left" in room.words(ENTRY.id))
    assert room.row(ENTRY.id).bar.value() == 250
    assert list(room.row(ENTRY.id).buttons) == ["pause", "cancel"]
    with room.qtbot.waitSignal(room.controller.arrived) as arrived:
        room.desk.end.set()
    assert arrived.args == ["/models/tiny.gguf"]
    assert "tiny.gguf can be used now." in room.told


def test_the_focus_goes_with_what_was_fetched_and_stays_in_place_of_what_was_removed(room: Room) -> None:
    room.press(ENTRY.id, "fetch")
    assert room.desk.started.wait(5)
    room.row(ENTRY.id).buttons["pause"].setFocus()
    room.desk.end.set()
    room.wait(lambda: ENTRY.id not in room.page.rows)
    assert room.row("/models/tiny.gguf").action_with_focus == "use"
    below = list(room.page.rows)[1]
    room.press(str(OWN.path), "remove")
    room.wait(lambda: str(OWN.path) not in room.page.rows)
    assert room.row(below).action_with_focus is not None


def test_no_speed_is_said_before_there_is_one(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def resumed(target: Target, progress: Callable[[DownloadProgress], None], cancel: threading.Event) -> Path:
        progress(DownloadProgress(say("Done"), 52_000_000, 1_000_000_000, 0))
        room.desk.end.wait(5)
        raise cancelled()

    monkeypatch.setattr(room.desk, "fetch", resumed)
    room.press(ENTRY.id, "fetch")
    room.wait(lambda: "52 MB of 1.00 GB" in room.words(ENTRY.id))
    assert room.row(ENTRY.id).said.text() == "Done · 52 MB of 1.00 GB"
    room.desk.end.set()
    room.wait(lambda: list(room.row(ENTRY.id).buttons) == ["fetch"])


def test_a_paused_download_goes_on_and_a_cancelled_one_is_thrown_away(room: Room) -> None:
    room.press(ENTRY.id, "fetch")
    assert room.desk.started.wait(5)
    room.press(ENTRY.id, "pause")
    room.wait(lambda: list(room.row(ENTRY.id).buttons) == ["fetch", "cancel"])
    room.wait(lambda: room.row(ENTRY.id).buttons["fetch"].text() == "Go on (250 MB are here)")
    assert "Paused. It goes on from there." in room.words(ENTRY.id)
    assert "discard tiny.gguf" not in room.desk.asked
    room.desk.started.clear()
    room.press(ENTRY.id, "fetch")
    assert room.desk.started.wait(5)
    room.press(ENTRY.id, "cancel")
    room.wait(lambda: "discard tiny.gguf" in room.desk.asked)
    room.wait(lambda: list(room.row(ENTRY.id).buttons) == ["fetch"])
    assert not room.row(ENTRY.id).bar.isVisible()


def test_it_is_said_how_many_downloads_are_under_way_however_they_end(room: Room) -> None:
    counts: list[int] = []
    room.controller.fetching_changed.connect(counts.append)
    room.press(ENTRY.id, "fetch")
    assert room.desk.started.wait(5)
    assert counts == [1]
    room.press(ENTRY.id, "pause")
    room.wait(lambda: counts == [1, 0])
    room.desk.started.clear()
    room.press(ENTRY.id, "fetch")
    assert room.desk.started.wait(5)
    room.desk.end.set()
    room.wait(lambda: counts == [1, 0, 1, 0])


def test_a_failed_download_says_why_and_what_to_do(room: Room) -> None:
    room.desk.failure = DownloadError(
        say("The disk is full."),
        say("Choose another file."),
    )
    room.desk.end.set()
    room.press(ENTRY.id, "fetch")
    room.wait(lambda: "The disk is full. Choose another file." in room.words(ENTRY.id))
    room.controller.refresh()
    room.wait(lambda: room.desk.asked.count("look 8192") >= 3)
    QApplication.processEvents()
    assert "The disk is full." in room.words(ENTRY.id), "it is still said after the page was filled anew"


def test_a_pasted_address_has_a_row_and_says_what_is_not_vouched_for(room: Room) -> None:
    room.controller.fetch_address("https://models.example/pasted.gguf", "")
    url = "https://models.example/pasted.gguf"
    assert room.desk.started.wait(5)
    assert "no SHA-256 given: only its form is checked" in room.words(url)
    room.desk.end.set()
    room.wait(lambda: url not in room.page.rows)
    with pytest.raises(SidelightError):
        room.controller.fetch_address("not an address", "")


def test_closing_stops_what_is_being_fetched(room: Room) -> None:
    room.press(ENTRY.id, "fetch")
    assert room.desk.started.wait(5)
    room.controller.close()
    assert room.desk.kept, "what had arrived is kept"
