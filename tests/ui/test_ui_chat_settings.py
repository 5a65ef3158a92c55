"""The dialog of a chat's own settings, its presets, and what comes of them in the window."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from standins.desk import OpenDesk

from desktop_client import settings as options
from desktop_client.chat.chat_settings import USUAL, ChatSettings
from desktop_client.inference.engine import Sampling
from desktop_client.ui import theme
from desktop_client.ui.chat.knobs import all_knobs
from desktop_client.ui.chat.settings_dialog import ChatSettingsDialog
from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.widgets.choice_button import ARROW

PADDING = 11
"""Left and right in a drop-down box, as the style sheet has it (pixels)."""
OWN = ChatSettings(system_prompt="Be brief.", temperature=0.25, top_k=7)


def test_the_dialog_gives_back_what_it_was_given(qtbot: QtBot) -> None:
    for own in (USUAL, OWN, ChatSettings(system_prompt="")):
        dialog = ChatSettingsDialog(own, Sampling(), "Usual.", {})
        qtbot.addWidget(dialog)
        assert dialog.chosen() == own


def test_every_knob_says_what_it_does_and_is_named(qtbot: QtBot) -> None:
    dialog = ChatSettingsDialog(USUAL, Sampling(), "Usual.", {})
    qtbot.addWidget(dialog)
    for knob in all_knobs():
        row = dialog.rows[knob.field]
        assert row.about.text().endswith(".")
        assert row.box.accessibleName() == knob.name
        assert row.own.accessibleDescription() == knob.about
        assert knob.low <= getattr(Sampling(), knob.field) <= knob.high
    assert {knob.field for knob in all_knobs()} | {"system_prompt"} == set(ChatSettings.__dataclass_fields__)


def test_nothing_is_scrolled_where_the_screen_has_room(qtbot: QtBot) -> None:
    window = QWidget()
    window.setStyleSheet(stylesheet(theme.current()))
    qtbot.addWidget(window)
    dialog = ChatSettingsDialog(OWN, Sampling(), "Usual.", {}, window)
    dialog.show()
    assert dialog.height() < dialog.screen().availableSize().height() - 60, "the screen has room"
    (area,) = dialog.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() == 0
    assert area.viewport().height() < area.widget().sizeHint().height() + 60, "nor is there much that is empty"


def test_the_preset_is_read_whole_also_in_large_letters(qtbot: QtBot, qapp: QApplication) -> None:
    font = qapp.font()
    larger = QFont(font)
    larger.setPointSizeF(2 * font.pointSizeF())
    qapp.setFont(larger)
    window = QWidget()
    window.setStyleSheet(stylesheet(theme.current()))
    qtbot.addWidget(window)
    dialog = ChatSettingsDialog(OWN, Sampling(), "Usual.", {}, window)
    dialog.show()
    words = QFontMetrics(larger).horizontalAdvance("no preset" + ARROW)
    try:
        qtbot.waitUntil(lambda: dialog.presets.width() > words + 2 * PADDING)
    finally:
        qapp.setFont(font)


def test_unticked_shows_the_usual_value(qtbot: QtBot) -> None:
    dialog = ChatSettingsDialog(OWN, Sampling(temperature=0.7), "Usual.", {})
    qtbot.addWidget(dialog)
    row = dialog.rows["temperature"]
    assert row.box.value() == 0.25
    row.own.setChecked(False)
    assert (row.box.value(), row.box.isEnabled()) == (0.7, False)
    assert dialog.chosen().temperature is None


def test_presets_are_used_saved_and_removed(qtbot: QtBot) -> None:
    dialog = ChatSettingsDialog(USUAL, Sampling(), "Usual.", {"brief": OWN})
    qtbot.addWidget(dialog)
    saved: list[object] = []
    removed: list[str] = []
    dialog.preset_saved.connect(lambda name, preset: saved.append((name, preset)))
    dialog.preset_removed.connect(removed.append)
    dialog.presets.setCurrentIndex(1)
    dialog.presets.activated.emit(1)
    assert dialog.chosen() == OWN
    dialog.rows["max_tokens"].set_value(64)
    dialog.save_preset("  very   brief ")
    assert saved == [("very brief", dialog.chosen())]
    assert dialog.presets.currentText() == "very brief"
    dialog._remove.click()
    assert removed == ["very brief"]
    assert dialog.presets.count() == 2


def test_a_new_chat_takes_its_settings_along(desk: OpenDesk) -> None:
    one = desk("answer")
    one.window.view.header.chat_settings_requested.emit()
    dialog = one.window.view.findChild(ChatSettingsDialog)
    assert isinstance(dialog, ChatSettingsDialog)
    dialog._fill(OWN)
    dialog.save_preset("brief")
    dialog.accept()
    one.ask("question")
    assert one.engine.requests[-1].messages[0].content == "Be brief."
    assert one.engine.requests[-1].sampling.top_k == 7
    assert one.parts.store.conversations.conversation(1).settings == OWN
    assert one.parts.settings.get(options.PRESETS) == {
        "brief": {"system_prompt": "Be brief.", "temperature": 0.25, "top_k": 7}
    }
    one.window.chat.new_chat()
    one.ask("another")
    assert one.engine.requests[-1].messages[0].content != "Be brief."
    assert one.window.chats.settings.presets() == {"brief": OWN}


def test_what_was_changed_is_taken_back_by_undo_in_the_chat_that_it_was_changed_in(desk: OpenDesk) -> None:
    one = desk("answer")
    one.ask("question")
    store = one.parts.store.conversations

    def change(settings: ChatSettings) -> None:
        one.window.view.header.chat_settings_requested.emit()
        dialog = one.window.view.findChildren(ChatSettingsDialog)[-1]
        dialog._fill(settings)
        dialog.accept()

    change(USUAL)
    assert not one.window.view.toast.isVisible(), "nothing was changed"
    change(OWN)
    one.wait(lambda: store.conversation(1).settings == OWN)
    one.window.chat.new_chat()
    one.window.chat.open(1)
    one.wait(lambda: one.window.chat.open_id == 1)
    assert one.window.chat.current.settings == OWN
    assert one.window.view.toast.accessibleName() == "The settings of this chat were changed."
    one.window.chat.new_chat()
    one.window.view.toast._acted()
    one.wait(lambda: store.conversation(1).settings == USUAL)
    assert one.window.chat.open_id is None
    one.window.chat.open(1)
    one.wait(lambda: one.window.chat.open_id == 1)
    one.ask("again")
    assert one.engine.requests[-1].messages[0].content != "Be brief."
