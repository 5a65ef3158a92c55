"""The line above the composer: how one is rid of what stays there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from standins.desk import OpenDesk

from desktop_client.inference.engine import EngineCrashedError
from desktop_client.ui.models.model_controller import Loaded
from desktop_client.ui.widgets.toast import Toast
from desktop_client.wording import say


@pytest.fixture
def toast(qtbot) -> Toast:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 500)
    made = Toast(page)
    page.show()
    return made


def close_button(toast: Toast) -> QPushButton:
    return next(button for button in toast.findChildren(QPushButton) if button.accessibleName() == "Close")


def test_what_stays_can_be_closed(toast: Toast) -> None:
    toast.show_message("It failed.", "Try again", lambda: None, stays=True)
    assert close_button(toast).isVisible()
    close_button(toast).click()
    assert not toast.isVisible()


def test_what_goes_by_itself_needs_no_button_for_it(toast: Toast) -> None:
    toast.show_message("Deleted.", "Undo", lambda: None)
    assert toast.isVisible()
    assert not close_button(toast).isVisible()


def test_only_the_message_that_is_meant_is_withdrawn(toast: Toast) -> None:
    toast.show_message("It failed.", "Try again", lambda: None, stays=True)
    toast.withdraw("Another one.")
    assert toast.isVisible()
    toast.withdraw("It failed.")
    assert not toast.isVisible()


def test_that_a_model_failed_is_not_said_any_more_while_another_comes(desk: OpenDesk) -> None:
    one = desk()
    toast = one.window.view.toast
    one.window._model_failed(EngineCrashedError(say("The engine ended by itself.")))
    assert toast.isVisibleTo(one.window.view)
    one.window.models.loaded_changed.emit(Loaded("other.gguf", loading=True))
    assert not toast.isVisibleTo(one.window.view)
