"""Every box in the program that takes text: a Return while an input method composes does nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget
from standins.desk import Desk, OpenDesk
from ui.test_ui_input_methods import UI, commit, compose

from desktop_client.chat.chat_settings import USUAL
from desktop_client.commerce.comparing.prompt import ShortlistPrompt
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.inference.engine import Sampling
from desktop_client.ui.chat.settings_dialog import ChatSettingsDialog
from desktop_client.ui.compare.ask_dialog import AskDialog
from desktop_client.ui.models.dialogs import FormDialog
from desktop_client.ui.panel.need_popover import ConditionPopover
from desktop_client.ui.product_page.dialog import ProductPageDialog
from desktop_client.ui.settings.delete_dialog import DeleteEverythingDialog
from desktop_client.ui.settings.dialog import SettingsDialog
from desktop_client.ui.shelf.filters import ShelfFilters
from desktop_client.ui.sources.key_dialog import KeyDialog
from desktop_client.ui.sources.merchant_dialog import MerchantDialog
from desktop_client.ui.widgets.name_dialog import NameDialog

Box = QLineEdit | QPlainTextEdit | QTextEdit
Home = Callable[[Desk, QWidget], QWidget]


def form(_: Desk, parent: QWidget) -> QWidget:
    dialog = FormDialog(parent)
    dialog.field("An address")
    return dialog


def key(one: Desk, parent: QWidget) -> QWidget:
    manifest = next(m for m in one.parts.registry.manifests if m.credential_fields)
    return KeyDialog(manifest, "en", on=False, parent=parent)


def settings(one: Desk, parent: QWidget) -> QWidget:
    return SettingsDialog(one.parts.settings, one.parts.profile, lambda _: None, parent)


HOMES: dict[str, tuple[set[str], Home]] = {
    "the window": ({"chat/message_box.py", "sidebar/sidebar.py", "chat/find_bar.py"}, lambda one, _: one.window.view),
    "a name": ({"widgets/name_dialog.py"}, lambda _, parent: NameDialog("Title", "About", "Go on", parent)),
    "a form": ({"models/dialogs.py"}, form),
    "delete everything": ({"settings/delete_dialog.py"}, lambda _, parent: DeleteEverythingDialog("/folder", parent)),
    "settings": ({"settings/dialog.py"}, settings),
    "this chat": (
        {"chat/settings_dialog.py"},
        lambda _, parent: ChatSettingsDialog(USUAL, Sampling(), "Usual.", {}, parent),
    ),
    "a merchant": ({"sources/merchant_dialog.py"}, lambda _, parent: MerchantDialog(may_ask=True, parent=parent)),
    "a key": ({"sources/key_dialog.py"}, key),
    "asking the model": (
        {"compare/ask_dialog.py"},
        lambda _, parent: AskDialog(ShortlistPrompt("What fits?", 1, {}), (), parent),
    ),
    "a product page": ({"product_page/dialog.py"}, lambda _, parent: ProductPageDialog(parent)),
    "the shelf": ({"shelf/filters.py"}, lambda _, parent: ShelfFilters(parent)),
    "a condition": (
        {"panel/need_popover.py"},
        lambda _, parent: ConditionPopover(ShoppingNeed(text="mask", language="en"), None, parent),
    ),
}
"""The files of the program that make boxes for text, and how to come to them."""

ELSEWHERE = {
    "feeds/dialog.py", "link_dialog.py", "models/template_dialog.py", "widgets/exact_request.py",  # to be read only
    "settings/shortcuts_dialog.py",  # takes keys, not text
    "compare/painting.py",  # an editor in a table: test_ui_input_methods.py
    "widgets/line_box.py", "widgets/text_box.py",
}  # fmt: skip


def test_no_file_that_makes_a_text_box_is_left_out() -> None:
    makes = re.compile(
        r"\b(LineBox|TextBox|QPlainTextEdit|QTextEdit|QSpinBox|QDoubleSpinBox|QKeySequenceEdit)\(|"
        r"class \w+\((QPlainTextEdit|TextBox)\)"
    )
    found = {str(file.relative_to(UI)) for file in UI.rglob("*.py") if makes.search(file.read_text(encoding="utf-8"))}
    assert found == set().union(*(files for files, _ in HOMES.values())) | ELSEWHERE


def boxes(home: QWidget) -> list[Box]:
    """All that take text, on pages that are not shown just now, too."""
    every = [*home.findChildren(QLineEdit), *home.findChildren(QPlainTextEdit), *home.findChildren(QTextEdit)]
    return [box for box in every if not box.isReadOnly()]


def text_of(box: Box) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()


@pytest.mark.parametrize("where", list(HOMES))
def test_a_return_that_belongs_to_the_input_method_does_nothing(desk: OpenDesk, where: str) -> None:
    one = desk()
    parent = QWidget()
    one.qtbot.addWidget(parent)
    QVBoxLayout(parent)
    home = HOMES[where][1](one, parent)
    done: list[str] = []
    if isinstance(home, QDialog):
        home.finished.connect(lambda _: done.append("the dialog ended"))
    for button in home.findChildren(QAbstractButton):
        button.clicked.connect(partial(done.append, button.text()))
    one.window.view.composer.submitted.connect(done.append)
    home.show()
    found = boxes(home)
    assert found
    for box in found:
        before = text_of(box)
        for key_ in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            compose(box, "mian'mo")
            QTest.keyClick(box, key_)
            assert (done, text_of(box)) == ([], before), f"{where}: {box.accessibleName()} while it composes"
            compose(box, "")
            QTest.keyClick(box, key_)
            assert (done, text_of(box)) == ([], before), f"{where}: {box.accessibleName()} after it gave up"
        compose(box, "mian'mo")
        commit(box, "面膜")
        after = text_of(box)
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert (done, text_of(box)) == ([], after), f"{where}: {box.accessibleName()} after it committed"
    assert one.engine.requests == []
    home.close()
