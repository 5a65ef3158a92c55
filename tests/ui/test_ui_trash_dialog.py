"""The trash by the keyboard: Return presses the button that has the focus, and restores only where none has."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton

from desktop_client.chat.branches import TrashedBranch
from desktop_client.chat.conversation import Conversation
from desktop_client.ui.sidebar.trash_dialog import TrashDialog

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def dialog(qtbot) -> TrashDialog:
    dialog = TrashDialog([Conversation(number, f"Chat {number}", NOW, NOW, None) for number in (1, 2)], ())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_return_on_close_closes_and_restores_nothing(qtbot, dialog) -> None:
    close = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Close")
    close.setFocus()
    with qtbot.assertNotEmitted(dialog.restore_requested):
        qtbot.keyClick(close, Qt.Key.Key_Return)
    assert not dialog.isVisible()


@pytest.mark.parametrize("title", ["Kyoto", "A title of a chat that is itself much too long for a line"])
def test_of_a_long_branch_it_is_still_said_which_chat_it_was_in(qtbot, title: str) -> None:
    dialog = TrashDialog((), [TrashedBranch(1, 2, None, title, "long " * 40)])
    qtbot.addWidget(dialog)
    dialog.show()
    rows = dialog.findChild(QListWidget)
    shown = rows.fontMetrics().elidedText(rows.item(0).text(), rows.textElideMode(), rows.viewport().width())
    assert shown.startswith(f"Branch of “{title[:20]}")
    assert "long long" in shown, "and how it begins"


def test_return_restores_where_no_button_has_the_focus(qtbot, dialog) -> None:
    with qtbot.waitSignal(dialog.restore_requested) as asked:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert asked.args == [1]
