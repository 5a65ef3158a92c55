"""Keys that can be changed, the size of text, and *delete everything*."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot
from standins.desk import OpenDesk

from desktop_client import settings as options
from desktop_client.app.preferences import SIZES
from desktop_client.app.wiping import forget_keys, wipe
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.settings.delete_dialog import DeleteEverythingDialog
from desktop_client.ui.settings.dialog import SettingsDialog
from desktop_client.ui.settings.shortcuts_dialog import ShortcutsDialog
from desktop_client.ui.shortcuts import all_deeds, are_for_typing, clash
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import Language


def test_at_first_no_two_deeds_have_the_same_keys() -> None:
    keys = {deed.id: deed.keys for deed in all_deeds()}
    assert clash(keys) is None
    for text in keys.values():
        assert not are_for_typing(text)
        assert QKeySequence(text).toString(QKeySequence.SequenceFormat.PortableText) == text


def test_keys_that_clash_are_not_kept(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog({})
    qtbot.addWidget(dialog)
    assert dialog.chosen() == {}
    dialog.edits["find"].setKeySequence(QKeySequence("Ctrl+N"))
    assert not dialog.keep.isEnabled()
    assert "New chat" in dialog.problem.text()
    dialog.edits["find"].setKeySequence(QKeySequence("Ctrl+G"))
    assert dialog.keep.isEnabled()
    assert dialog.chosen() == {"find": "Ctrl+G"}
    dialog.edits["find"].clear()
    assert dialog.chosen() == {"find": ""}
    dialog._reset()
    assert dialog.chosen() == {}


@pytest.mark.parametrize(
    ("keys", "fit"),
    [("A", False), ("Shift+A", False), ("Return", False), ("Space", False), ("Up", False), ("Ctrl+C", False),
     ("Ctrl+V", False), ("Ctrl+Z", False), ("Tab", False), ("F5", True), ("Shift+F5", True), ("Ctrl+G", True),
     ("Alt+A", True), ("", True)],
)  # fmt: skip
def test_keys_that_are_for_typing_are_not_kept(qtbot: QtBot, keys: str, fit: bool) -> None:
    dialog = ShortcutsDialog({})
    qtbot.addWidget(dialog)
    dialog.edits["new_chat"].setKeySequence(QKeySequence(keys))
    assert dialog.keep.isEnabled() == fit
    assert ("New chat" in dialog.problem.text()) != fit


def test_every_deed_is_named_in_the_list(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog({})
    qtbot.addWidget(dialog)
    assert {edit.accessibleName() for edit in dialog.edits.values()} == {deed.name for deed in all_deeds()}


def test_changed_keys_hold_at_once_and_after_a_restart(desk: OpenDesk) -> None:
    one = desk("answer")
    one.ask("question")
    one.parts.settings.set(options.SHORTCUTS, {"new_chat": "Ctrl+T"})
    view = one.window.view
    view.activateWindow()
    one.wait(view.isActiveWindow)
    QTest.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert one.window.chat.open_id == 1
    QTest.keyClick(view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert one.window.chat.open_id is None
    one.window.close()
    one.parts.close()
    two = desk("answer")
    assert two.window.view.shortcuts.keys()["new_chat"] == "Ctrl+T"


def test_words_that_name_keys_name_those_that_are_set(desk: OpenDesk) -> None:
    one = desk()
    view = one.window.view

    def said() -> tuple[str, ...]:
        said = view.sidebar._search.placeholderText(), view.header._model.toolTip(), view.composer._attach.toolTip()
        return (*said, view.sources.all_off.text())

    assert [text.count("Ctrl+") for text in said()] == [1, 1, 1, 1]
    given = {"search": "Ctrl+G", "models": "F9", "attach": "Ctrl+B", "all_off": "F12"}
    one.parts.settings.set(options.SHORTCUTS, given)
    for text, keys in zip(said(), given.values(), strict=True):
        assert keys in text, text
    one.parts.settings.set(options.SHORTCUTS, dict.fromkeys(given, ""))
    for text in said():
        assert "Ctrl" not in text
        assert "(" not in text


def test_keys_that_do_not_fit_the_search_box_are_not_cut(desk: OpenDesk) -> None:
    one = desk()
    one.parts.settings.set(options.SHORTCUTS, {"search": "Ctrl+Alt+Shift+Meta+F12"})
    one.parts.settings.set(options.TEXT_SCALE, 2.0)
    search = one.window.view.sidebar._search
    one.wait(lambda: search.placeholderText() == "Search…")


def test_keys_that_were_another_way_to_larger_text_do_what_they_were_given_for(desk: OpenDesk) -> None:
    one = desk("answer")
    one.ask("question")
    one.parts.settings.set(options.SHORTCUTS, {"new_chat": "Ctrl+="})
    view = one.window.view
    view.activateWindow()
    one.wait(view.isActiveWindow)
    QTest.keyClick(view, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert one.window.chat.open_id is None
    assert one.parts.settings.get(options.TEXT_SCALE) == 1.0


def test_text_gets_larger_and_smaller_by_steps_and_stays_so(desk: OpenDesk) -> None:
    one = desk("answer")
    for _ in range(20):
        one.window.view.zoom_requested.emit(1)
    assert one.parts.settings.get(options.TEXT_SCALE) == SIZES[-1] == 2.0
    for _ in range(20):
        one.window.view.zoom_requested.emit(-1)
    assert one.parts.settings.get(options.TEXT_SCALE) == SIZES[0] == 0.8
    one.window.view.zoom_requested.emit(1)
    assert one.parts.settings.get(options.TEXT_SCALE) == 0.9
    one.window.view.zoom_requested.emit(0)
    assert one.parts.settings.get(options.TEXT_SCALE) == 1.0


def test_everything_is_deleted_only_when_the_word_is_typed(qtbot: QtBot) -> None:
    dialog = DeleteEverythingDialog("/somewhere")
    qtbot.addWidget(dialog)
    dialog.show()
    accepted: list[int] = []
    dialog.accepted.connect(lambda: accepted.append(1))
    for text in ("", "delete", "delete everythin"):
        dialog.box.setText(text)
        assert not dialog.delete.isEnabled()
    QTest.keyClick(dialog.box, Qt.Key.Key_Return)
    assert accepted == []
    dialog.show()
    dialog.box.setText(" Delete  everything ")
    assert dialog.delete.isEnabled()
    dialog.delete.click()
    assert accepted == [1]


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_deleted_is_said_whole_however_large_the_text(
    qtbot: QtBot, qapp: QApplication, language: Language, scale: float
) -> None:
    locale = QLocale()
    interpreter = Interpreter(language)
    interpreter.install(qapp)
    font = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(font.pointSizeF() * scale)
    qapp.setFont(larger)
    try:
        dialog = DeleteEverythingDialog("/home/somebody/.local/share/sidelight/a profile of some length")
        qtbot.addWidget(dialog)
        dialog.show()
        for label in dialog.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width())
        assert dialog.width() < dialog.screen().availableSize().width()
    finally:
        qapp.setFont(font)
        interpreter.remove(qapp)
        QLocale.setDefault(locale)


def test_the_settings_are_let_go_of_when_they_are_closed(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk()
    monkeypatch.setattr(SettingsDialog, "exec", lambda _: 0)
    monkeypatch.setattr(ShortcutsDialog, "exec", lambda _: 0)
    one.window.view.sidebar.settings_requested.emit()
    one.window.preferences.open_keys()
    one.wait(lambda: not one.window.view.findChildren(SettingsDialog))
    one.wait(lambda: not one.window.view.findChildren(ShortcutsDialog))


def test_nothing_of_a_profile_is_left_but_its_models(
    desk: OpenDesk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    one = desk("answer")
    one.ask("question")
    one.parts.store.upkeep.back_up()
    profile = one.parts.profile
    for folder in (profile.models, profile.states):
        folder.mkdir(exist_ok=True)
        (folder / "file").write_text("x")
    one.window.close()
    forget_keys(one.parts)
    one.parts.close()
    assert profile.database.exists()
    wipe(profile)
    left = {path.name for path in profile.root.iterdir()}
    assert left <= {"models", profile.lock.name}
    assert (profile.models / "file").read_text() == "x"
    two = desk("answer")
    assert two.parts.store.conversations.conversations() == ()


def test_nothing_in_the_settings_is_cut_by_the_bar_beside_it(qtbot: QtBot, profile: Profile) -> None:
    dialog = SettingsDialog(Settings(profile.settings), profile, lambda _: None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.resize(dialog.minimumSizeHint().width(), 300)
    (area,) = dialog.findChildren(QScrollArea)
    qtbot.waitUntil(area.verticalScrollBar().isVisible)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
