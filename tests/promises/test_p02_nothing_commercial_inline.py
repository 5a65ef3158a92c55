"""P2: nothing commercial inline. Answers that beg for links, pictures and cards come out as text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QTextDocument, QTextFormat
from PySide6.QtGui import Qt as QtOfGui
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QTextBrowser, QWidget
from standins.begging_answers import BEGGING, SHOP
from standins.page_reader import PageReader

import desktop_client.ui
from desktop_client.addresses import read_address
from desktop_client.chat.branches import TrashedBranch
from desktop_client.chat.conversation import Conversation, Message, MessageState
from desktop_client.chat.page import to_html
from desktop_client.inference.engine import Role
from desktop_client.ui.link_dialog import LinkDialog, ask_to_open
from desktop_client.ui.sidebar.trash_dialog import TrashDialog
from desktop_client.ui.transcript.foreign_document import ForeignDocument
from desktop_client.ui.transcript.jump_button import JumpButton
from desktop_client.ui.transcript.styles import ADDRESS
from desktop_client.ui.transcript.view import Entry, TranscriptView
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.text_lines import plain

KINDS = QTextFormat.ObjectTypes
TEXT_AND_TABLES = (KINDS.NoObject.value, KINDS.TableObject.value, KINDS.TableCellObject.value)


def entry(number: int, text: str, role: Role = Role.ASSISTANT, state: MessageState = MessageState.COMPLETE) -> Entry:
    return Entry(Message(number, 1, None, role, text, state, datetime(2026, 11, 23, tzinfo=UTC), note=f"[x]({SHOP})"))


@pytest.fixture
def view(qtbot) -> TranscriptView:
    widget = TranscriptView()
    qtbot.addWidget(widget)
    widget.resize(800, 700)
    widget.show()
    return widget


def documents(view: TranscriptView) -> Iterator[QTextDocument]:
    for at in range(len(view.flow)):
        for cell in view.flow.row(at).cells:
            cell.build()
            yield cell.document


def assert_only_text(view: TranscriptView) -> None:
    seen = 0
    for document in documents(view):
        seen += 1
        for form in document.allFormats():
            character = form.toCharFormat()
            assert not character.isAnchor()
            assert not character.anchorHref()
            assert not form.isImageFormat()
            assert form.objectType() in TEXT_AND_TABLES
            assert form.background().textureImage().isNull()
        assert not re.search("<a[ >]|<img|background-image", document.toHtml())
        assert "\ufffc" not in document.toPlainText()
    assert seen
    inside = [each for each in view.findChildren(QWidget) if isinstance(each, QLabel | QTextBrowser)]
    assert not inside
    assert [type(each) for each in view.viewport().findChildren(QWidget)] == []
    assert len(view.findChildren(JumpButton)) == 1


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.USER])
@pytest.mark.parametrize("state", list(MessageState))
def test_no_anchor_no_picture_no_card(view: TranscriptView, role: Role, state: MessageState) -> None:
    view.set_entries([entry(number, text, role, state) for number, text in enumerate(BEGGING, 1)])
    assert_only_text(view)


def test_none_while_it_streams(view: TranscriptView) -> None:
    view.set_entries([entry(1, "", state=MessageState.STREAMING)])
    for text in BEGGING[:12]:
        for at in range(0, len(text), 5):
            view.append_text(1, text[at : at + 5])
            view._incoming.take()
        view.append_text(1, "\n\n")
    view._incoming.take()
    assert_only_text(view)


def test_nothing_is_loaded(view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(ForeignDocument, "loadResource", lambda _self, *of: asked.append(of))
    control = ForeignDocument()
    control.setHtml("<img src='file:///etc/hostname'>")
    control.documentLayout().documentSize()
    assert asked
    asked.clear()
    view.set_entries([entry(number, text) for number, text in enumerate(BEGGING, 1)])
    for number in range(1, len(BEGGING) + 1):
        view.scroll_to_message(number)
        view.grab()
    assert all(isinstance(document, ForeignDocument) for document in documents(view))
    assert not asked


def test_the_real_host_stands_beside_every_link(view: TranscriptView) -> None:
    view.set_entries([entry(number, text) for number, text in enumerate(BEGGING, 1)])

    def text_of(number: int) -> str:
        return "\n".join(cell.document.toPlainText() for cell in view.flow.row(number).cells if not cell.build())

    list(documents(view))
    assert text_of(0).count("(item.taobao.com/…)") == 2
    assert "官方旗舰店 (xn--pple-43d.com)" in text_of(14)
    assert "taobao.com (evil.example)" in text_of(14)
    assert "x (https://taobao.com@evil.example/)" in text_of(14)


def pressable_runs(document: QTextDocument) -> Iterator[tuple[str, str]]:
    """Every run of text that can be pressed, with the address that it leads to."""
    block = document.begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            address = fragment.charFormat().property(ADDRESS)
            if address:
                yield fragment.text(), address
            at += 1
        block = block.next()


def test_pressable_text_shows_where_it_leads(view: TranscriptView) -> None:
    view.set_entries([entry(number, text) for number, text in enumerate(BEGGING, 1)])
    runs = [run for document in documents(view) for run in pressable_runs(document)]
    assert ("item.taobao.com/…", SHOP) in runs
    for text, address in runs:
        known = read_address(address)
        assert known is not None
        assert text.removeprefix("https://").startswith(known.host)
        assert "@" not in address


def test_pressing_every_pixel_opens_nothing_by_itself(view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    reported: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    view.address_activated.connect(reported.append)
    view.set_entries([entry(1, BEGGING[0]), entry(2, BEGGING[7])])
    for y in range(0, 200, 8):
        for x in range(30, 700, 16):
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    assert reported
    assert set(reported) == {SHOP}
    assert not opened


def test_an_address_is_opened_only_through_the_dialog(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    dialog = ask_to_open(SHOP)
    assert isinstance(dialog, LinkDialog)
    qtbot.addWidget(dialog)
    assert not opened
    dialog.open_button.click()
    assert opened == [SHOP]


def test_transcript_sources_make_no_html_and_open_nothing() -> None:
    folder = Path(desktop_client.ui.__path__[0])
    forbidden = {
        "setHtml", "insertHtml", "setMarkdown", "insertMarkdown", "insertImage", "addResource", "setAnchor",
        "setAnchorHref", "setOpenExternalLinks", "setOpenLinks", "openUrl",
    }  # fmt: skip
    found = [
        (path.name, node.attr)
        for path in folder.joinpath("transcript").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in forbidden
    ]
    assert found == []


def test_the_transcript_cannot_know_of_commerce() -> None:
    folder = Path(desktop_client.ui.__path__[0])
    for path in [*folder.glob("transcript/*.py"), *folder.glob("chat/*.py"), folder / "link_dialog.py"]:
        names = [
            name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            )
        ]  # fmt: skip
        assert not [name for name in names if "commerce" in name or ".panel" in name], path.name


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.USER])
def test_an_exported_page_has_no_anchor_and_no_picture_either(role: Role) -> None:
    messages = [
        Message(number, 1, number - 1 or None, role, text, MessageState.COMPLETE, datetime(2026, 11, 23, tzinfo=UTC))
        for number, text in enumerate(BEGGING, 1)
    ]
    moment = messages[0].created_at
    page = PageReader(to_html(Conversation(1, BEGGING[0], moment, moment, len(messages)), messages, "en"))
    assert page.text.count("item.taobao.com") >= 10
    loads = {
        "a",
        "area",
        "img",
        "image",
        "link",
        "script",
        "iframe",
        "object",
        "embed",
        "svg",
        "form",
        "button",
        "base",
    }
    assert not loads & {tag for tag, _ in page.elements}
    assert not {"href", "src", "srcset", "style", "onload"} & {name for _, of in page.elements for name in of}


def shown_by(tool_tip: str) -> QTextDocument:
    """What Qt makes of a tool tip: it looks for markup by itself."""
    document = QTextDocument()
    if QtOfGui.mightBeRichText(tool_tip):
        document.setHtml(tool_tip)
    else:
        document.setPlainText(tool_tip)
    return document


@pytest.mark.parametrize(
    "text", ["<img src='file:///tmp/a.png'> cheap", f"<a href='{SHOP}'>buy here</a> now", *BEGGING]
)
def test_no_tool_tip_reads_what_was_written_as_markup(qtbot, text: str) -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    chat = Conversation(1, text, moment, moment, 1)
    trash = TrashDialog([chat], [TrashedBranch(1, 1, None, text, text)])
    narrow = PlainLabel(text, max_lines=1)
    for widget in (trash, narrow):
        qtbot.addWidget(widget)
    narrow.resize(20, 20)
    narrow.grab()
    items = trash.findChild(QListWidget)
    tips = [narrow.toolTip(), *(items.item(row).toolTip() for row in range(items.count()))]
    assert len(list(filter(None, tips))) == 3
    for tool_tip in tips:
        document = shown_by(tool_tip)
        assert not [form for form in document.allFormats() if form.isImageFormat() or form.toCharFormat().isAnchor()]
        # Qt takes two characters that are none for the ends of a frame.
        words = re.sub("[\ufdd0\ufdd1]", " ", plain(text)).split()
        assert " ".join(words)[:20] in " ".join(document.toPlainText().split())


def test_every_tool_tip_is_our_own_or_kept_from_being_markup() -> None:
    found = []
    for path in Path(desktop_client.ui.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setToolTip":
                (said,) = node.args
                ways = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
                found += [f"{path.name}: {ast.unparse(way)}" for way in ways if not is_safe(way)]
    assert found == []


def is_safe(said: ast.expr) -> bool:
    """A text of ours with nothing put into it, or one that went through ``tip``."""
    if isinstance(said, ast.Constant) or (isinstance(said, ast.Name) and said.id in OURS):
        return True
    named = ast.unparse(said.func) if isinstance(said, ast.Call) else ""
    return named in {"tip", "self.tr", "with_keys"} or ast.unparse(said) in OURS


OURS = {"hint", "name", "self.at_once.accessibleDescription()"}
"""Checked by eye: words of the interface."""
