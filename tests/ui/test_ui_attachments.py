"""Files beside the message: dropped, pasted, chosen; what they cost; taken back; sent, shown, edited and kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from standins.desk import MASK, OpenDesk, accept_first_time
from standins.pdf_files import with_words

from desktop_client.chat.attachment import Attachment, Kind, parted
from desktop_client.chat.transfer import Form, from_json, portable, written
from desktop_client.ui.chat.attachment_chip import AttachmentChip
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.chat.message_box import LONG_TEXT

MASKS = Attachment("masks.txt", Kind.TEXT, 12, "Gentle ones. CANARY")


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    widget = Composer()
    qtbot.addWidget(widget)
    widget.resize(700, 200)
    widget.show()
    return widget


def chips(composer: Composer) -> list[AttachmentChip]:
    return [chip for chip in composer.findChildren(AttachmentChip) if chip.isVisible()]


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_an_attachment_goes_with_what_was_typed(composer: Composer, qtbot: QtBot) -> None:
    composer.set_text("Which one?")
    with qtbot.waitSignal(composer.attachment_shown):
        composer.add_attachment(MASKS)
    assert parted(composer.text()) == ("Which one?", (MASKS,))
    (chip,) = chips(composer)
    assert chip.words() == "masks.txt · 19 characters"
    composer.show_cost(MASKS, 42)
    assert chip.words() == "masks.txt · 42 tokens"
    assert chip.accessibleName() == "masks.txt · 42 tokens"


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_chip_is_taken_away_and_put_back_from_the_keyboard(composer: Composer, key: Qt.Key) -> None:
    composer.add_attachment(MASKS)
    (chip,) = chips(composer)
    chip.button.setFocus()
    QTest.keyClick(chip.button, key)
    assert composer.text() == ""
    assert chip.words() == "masks.txt was taken away"
    QTest.keyClick(chip.button, Qt.Key.Key_Space)
    assert parted(composer.text())[1] == (MASKS,)


def test_what_was_attached_comes_back_for_editing_and_goes_when_it_is_sent(composer: Composer) -> None:
    composer.add_attachment(MASKS)
    whole = composer.text()
    composer.accept()
    assert composer.text() == ""
    assert chips(composer) == []
    composer.set_text(whole)
    assert composer.text() == whole
    assert [chip.attachment for chip in chips(composer)] == [MASKS]


def test_the_text_is_told_when_only_what_stood_beside_the_box_goes(composer: Composer) -> None:
    told: list[str] = []
    composer.text_changed.connect(told.append)
    composer.add_attachment(MASKS)
    composer.set_text("")
    assert told[-1] == ""
    composer.add_attachment(MASKS)
    composer.accept()
    assert told[-1] == ""


def test_files_that_are_dropped_or_pasted_are_handed_out_and_pictures_refused(composer: Composer, qtbot: QtBot) -> None:
    path = Path("/home/a/b.txt")
    data = files(path)  # the event does not keep it
    event = QDropEvent(
        QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    with qtbot.waitSignal(composer.files_dropped) as dropped:
        composer.dropEvent(event)
    assert dropped.args == [[path]]
    with qtbot.waitSignal(composer.files_dropped) as pasted:
        composer._box.insertFromMimeData(files(path))
    assert pasted.args == [[path]]
    picture = QMimeData()
    picture.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    with qtbot.waitSignal(composer.picture_pasted):
        composer._box.insertFromMimeData(picture)
    assert composer.text() == ""


def test_a_file_goes_along_once_however_often_it_is_dropped(composer: Composer) -> None:
    for _ in range(2):
        composer.add_attachment(MASKS)
    assert composer.text() == MASKS.marked()
    (chip,) = composer._beside._files
    chip.button.click()
    assert composer.text() == ""
    composer.add_attachment(MASKS)
    assert composer.text() == MASKS.marked()


def test_a_long_paste_is_offered_as_a_file(composer: Composer, qtbot: QtBot) -> None:
    long = "word " * LONG_TEXT
    composer.set_text(long)
    assert composer.text() == long
    (paste,) = composer._beside.pastes
    with qtbot.waitSignal(composer.paste_attached) as attached:
        paste._attach.click()
    assert attached.args == [long]
    assert composer.text() == ""


# -- in the window ------------------------------------------------------------------------------------------------


def test_a_dropped_file_is_read_counted_sent_shown_and_kept(desk: OpenDesk, tmp_path: Path) -> None:
    one = desk("Read it.")
    view = one.window.view
    path = tmp_path / "report.pdf"
    path.write_bytes(with_words("CANARY in a report"))
    view.composer.files_dropped.emit([path])
    one.wait(lambda: len(chips(view.composer)) == 1)
    one.wait(lambda: "tokens" in chips(view.composer)[0].words())
    view.composer._box.replace_text("What does it say?")
    view.composer._submit()
    one.wait(lambda: len(one.shown) == 2 and not one.window.chat.busy)
    assert one.shown[0] == "What does it say?\n\nAttached: report.pdf (18 characters)"
    assert "CANARY in a report" in one.engine.requests[-1].messages[-1].content
    (stored,) = one.parts.store.conversations.conversations()
    messages = one.parts.store.conversations.messages(stored.id)
    words, (kept,) = parted(messages[0].text)
    assert (words, kept.text, kept.kind) == ("What does it say?", "CANARY in a report", Kind.PDF)
    exported = written(stored, messages, Form.JSON, "en")
    assert from_json(exported) == portable(stored, messages)
    assert parted(from_json(exported).messages[0].text)[1] == (kept,)
    one.window.chat.edit(messages[0].id)
    one.wait(lambda: [chip.attachment for chip in chips(view.composer)] == [kept])


def test_a_chat_of_a_file_alone_is_titled_by_its_name(desk: OpenDesk, tmp_path: Path) -> None:
    one = desk("Read it.")
    (tmp_path / "notes.md").write_text("# Notes")
    one.window.view.composer.files_dropped.emit([tmp_path / "notes.md"])
    one.wait(lambda: len(chips(one.window.view.composer)) == 1)
    one.window.view.composer._submit()
    one.wait(lambda: len(one.shown) == 2 and not one.window.chat.busy)
    (stored,) = one.parts.store.conversations.conversations()
    assert stored.title == "notes.md"


def test_what_cannot_be_read_is_said(desk: OpenDesk, tmp_path: Path) -> None:
    one = desk()
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    one.window.view.composer.files_dropped.emit([tmp_path / "photo.png"])
    one.wait(lambda: "photo.png is a picture" in one.window.view.toast.accessibleName())
    one.window.view.composer.picture_pasted.emit()
    one.wait(lambda: "The pasted picture is a picture" in one.window.view.toast.accessibleName())
    assert chips(one.window.view.composer) == []


def test_a_file_that_cannot_be_read_leaves_the_length_of_the_message_in_sight(desk: OpenDesk, tmp_path: Path) -> None:
    one = desk()
    composer = one.window.view.composer
    composer.set_text("hello")
    one.wait(lambda: composer._note.text().startswith("5 tokens"))
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    composer.files_dropped.emit([tmp_path / "photo.png"])
    one.wait(lambda: "photo.png is a picture" in one.window.view.toast.accessibleName())
    one.wait(lambda: composer._note.text().startswith("5 tokens"))


def test_files_stand_in_the_order_in_which_they_were_dropped(desk: OpenDesk, tmp_path: Path) -> None:
    one = desk()
    (tmp_path / "slow.pdf").write_bytes(with_words("first"))
    (tmp_path / "bad.png").write_bytes(b"\x89PNG")
    (tmp_path / "quick.txt").write_text("second")
    one.window.view.composer.files_dropped.emit([tmp_path / n for n in ("slow.pdf", "bad.png", "quick.txt")])
    one.wait(lambda: len(chips(one.window.view.composer)) == 2)
    assert [a.name for a in parted(one.window.view.composer.text())[1]] == ["slow.pdf", "quick.txt"]
    assert "bad.png is a picture" in one.window.view.toast.accessibleName()


def test_key_and_button_lead_to_the_files(desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk()
    chosen = [tmp_path / name for name in ("b.txt", "a.txt")]
    for path in chosen:
        path.write_text("text")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(chosen.pop())], ""))
    view = one.window.view
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    one.wait(lambda: len(chips(view.composer)) == 1)
    view.composer._attach.click()
    one.wait(lambda: len(chips(view.composer)) == 2)


def test_suggestions_never_read_what_is_attached(
    desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_first_time(monkeypatch)
    one = desk("Gentle ones.")
    view = one.window.view
    view.header.commerce_toggled.emit(True)
    heard: list[str] = []
    monkeypatch.setattr(one.window.commerce.suggestions, "consider", lambda sentence, **_: heard.append(sentence))
    view.composer.add_attachment(MASKS)
    view.composer._box.replace_text(MASK)
    view.composer._submit()
    one.wait(lambda: len(one.shown) == 2 and not one.window.chat.busy)
    (stored,) = one.parts.store.conversations.conversations()
    one.window.chat.new_chat()
    one.window.chat.open(stored.id)
    one.wait(lambda: len(one.shown) == 2)
    one.window._suggest_for(one.parts.store.conversations.messages(stored.id)[0].id)
    one.wait(lambda: len(heard) >= 3)
    assert set(heard) == {MASK}
