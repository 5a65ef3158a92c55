"""An answer changed by hand in the window: another version, with a way out and a way back; only chat reads it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from standins.desk import MASK, Desk, OpenDesk, accept_first_time

from desktop_client import settings as options
from desktop_client.chat.desk import NO_DRAFT, Draft
from desktop_client.ui.chat.provenance import provenance_text
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.menu import MessageMenu


def edit(one: Desk, row: int) -> None:
    view = one.window.view.transcript
    (spot,) = (spot for spot in view.flow.row(row).spots() if spot.action is Action.EDIT)
    view.press(row, spot)


def stored(one: Desk) -> list[tuple[str, bool]]:
    return [(m.text, m.is_by_hand) for m in one.parts.store.conversations.messages(1)]


def test_an_edited_answer_is_another_version_and_can_be_taken_back(desk: OpenDesk) -> None:
    one = desk("Three.")
    one.ask("How many?")
    edit(one, 1)
    composer = one.window.view.composer
    assert composer.text() == "Three."
    assert composer._button.text() == "Save"
    one.type_and_send("Four.")
    one.wait(lambda: one.shown == ["How many?", "Four."])
    assert composer.text() == ""
    assert composer._button.text() == "Send"
    last = one.window.view.transcript.entries()[-1]
    assert (last.sibling, last.siblings) == (2, 2)
    labels = one.window.view.transcript.flow.row(1).labels
    assert [label.text for label in labels.texts][-1] == "Edited by you."
    menu = MessageMenu(one.window.view.transcript, 1, "")
    assert "Reproduce this answer" not in [action.text() for action in menu.actions()]
    assert provenance_text(last.message.provenance).startswith("You edited this answer by hand.\nThe version before")
    assert stored(one)[1:] == [("Three.", False), ("Four.", True)]
    assert len(one.engine.requests) == 1, "nothing is asked for it"
    button = one.window.view.toast.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    one.wait(lambda: one.shown == ["How many?", "Three."])


def test_an_answer_left_as_it_was_adds_no_version(desk: OpenDesk) -> None:
    one = desk("Three.")
    one.ask("How many?")
    edit(one, 1)
    QTest.keyClick(one.window.view.composer.box, Qt.Key.Key_Return)
    one.wait(lambda: one.window.view.composer.text() == "")
    assert len(stored(one)) == 2
    edit(one, 1)
    QTest.keyClick(one.window.view.composer.box, Qt.Key.Key_Escape)
    assert one.window.view.composer.text() == ""
    one.ask("And now?")
    assert [text for text, _ in stored(one)][2] == "And now?"


@pytest.mark.parametrize(("row", "button"), [(0, "Send"), (1, "Save")])
def test_who_comes_back_from_another_chat_goes_on_editing(desk: OpenDesk, row: int, button: str) -> None:
    one = desk("Three.")
    one.ask("How many?")
    composer = one.window.view.composer
    before = composer._editing.isHidden()
    edit(one, row)
    QTest.keyClicks(composer.box, " Or four")
    written = composer.text()
    for leave in (one.window.chat.new_chat, one.window.chat.open_temporary):
        leave()
        assert (composer.text(), composer._editing.isHidden(), composer._button.text()) == ("", before, "Send")
        one.window.chat.open(1)
        one.wait(lambda: composer.text() == written)
        assert composer._button.text() == button
        assert one.window.chat.edits_answer == (row == 1)
    QTest.keyClick(composer.box, Qt.Key.Key_Return)
    one.wait(lambda: written in one.shown and not one.window.chat.busy)
    entry = one.window.view.transcript.entries()[row]
    assert (entry.message.text, entry.siblings) == (written, 2)
    assert (composer.text(), composer._editing.isHidden()) == ("", before)
    one.window.chat.new_chat()
    one.window.chat.open(1)
    one.wait(lambda: written in one.shown)
    assert composer._editing.isHidden()


def test_an_edit_that_is_out_of_sight_is_no_edit_until_its_version_is_there_again(desk: OpenDesk) -> None:
    one = desk("Three.")
    one.ask("How many?")
    one.window.chat.answer_again(2)
    one.wait(lambda: one.window.view.transcript.entries()[-1].siblings == 2 and not one.window.chat.busy)
    edit(one, 1)
    shown = one.window.view.transcript.entries()[-1].message.id
    one.window.view.transcript.sibling_requested.emit(shown, -1)
    one.wait(lambda: one.window.view.transcript.entries()[-1].message.id != shown)
    assert not one.window.chat.edits_answer
    one.window.view.transcript.sibling_requested.emit(one.window.view.transcript.entries()[-1].message.id, 1)
    one.wait(lambda: one.window.chat.edits_answer)


def test_a_long_answer_is_edited_in_the_box(desk: OpenDesk) -> None:
    one = desk("word " * 4_000)
    one.ask("Much?")
    edit(one, 1)
    assert one.window.view.composer.box.plain_text() == "word " * 4_000


def test_what_is_edited_is_no_command_and_is_not_handed_to_suggestions(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_first_time(monkeypatch)
    one = desk("Three.")
    one.ask("How many?")
    one.window.view.header.commerce_toggled.emit(True)
    considered: list[str] = []
    monkeypatch.setattr(one.window.commerce, "consider", considered.append)
    for text in (MASK, "/commerce off"):
        edit(one, 1)
        one.window.view.composer.set_text(text)
        one.window.view.composer._submit()
        one.wait(lambda text=text: one.shown[-1] == text)  # type: ignore[misc]
    assert considered == []
    assert one.parts.settings.get(options.COMMERCE)


def test_a_temporary_answer_is_edited_too(desk: OpenDesk) -> None:
    one = desk("Three.")
    one.window.chat.open_temporary()
    one.ask("How many?")
    edit(one, 1)
    one.type_and_send("Four.")
    one.wait(lambda: one.shown == ["How many?", "Four."])
    assert one.parts.store.conversations.conversations() == ()


def test_nothing_is_attached_to_an_answer(desk: OpenDesk, tmp_path) -> None:
    one = desk("Three.")
    one.ask("How many?")
    edit(one, 1)
    composer = one.window.view.composer
    assert not composer._attach.isVisible()
    file = tmp_path / "notes.txt"
    file.write_text("notes")
    composer.files_dropped.emit([file])
    one.wait(lambda: "not with an answer" in one.window.view.toast.accessibleName())
    composer._beside.add_paste("long " * 3000)
    (paste,) = composer._beside.pastes
    assert not paste._attach.isVisible()
    composer._stop()
    assert composer._attach.isVisible()
    composer.files_dropped.emit([file])
    one.wait(lambda: "notes" in composer.text())


@pytest.mark.parametrize(("row", "button"), [(0, "Send"), (1, "Save")])
def test_after_a_restart_it_is_an_edit_still(desk: OpenDesk, row: int, button: str) -> None:
    one = desk("Three.")
    one.ask("How many?")
    edit(one, row)
    QTest.keyClicks(one.window.view.composer.box, " Or four")
    written = one.window.view.composer.text()
    # Already before the window closes: a crash leaves no time for it.
    one.wait(lambda: one.parts.store.desk.draft(1) == Draft(written, row + 1))
    one.window.close()
    one.parts.close()
    two = desk("Five.")
    two.window.chat.open(1)
    composer = two.window.view.composer
    two.wait(lambda: composer.text() == written)
    assert composer._button.text() == button
    assert composer._editing.isVisible()
    QTest.keyClick(composer.box, Qt.Key.Key_Return)
    two.wait(lambda: written in two.shown and not two.window.chat.busy)
    entry = two.window.view.transcript.entries()[row]
    assert (entry.message.text, entry.siblings) == (written, 2)
    two.wait(lambda: two.parts.store.desk.draft(1) == NO_DRAFT)


def test_an_edit_whose_message_is_gone_comes_back_as_a_message(desk: OpenDesk) -> None:
    one = desk("Three.")
    one.ask("How many?")
    edit(one, 1)
    one.window.view.composer.set_text("Four.")
    one.window.close()
    one.parts.store.branches.trash(2)
    one.parts.close()
    two = desk("Five.")
    two.window.chat.open(1)
    two.wait(lambda: two.window.view.composer.text() == "Four.")
    assert not two.window.chat.edits_answer
    assert two.window.view.composer._editing.isHidden()
