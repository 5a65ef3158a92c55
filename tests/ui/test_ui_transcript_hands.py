"""Mouse, keyboard and screen reader in the transcript."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from desktop_client.chat.conversation import Message, MessageState, Provenance
from desktop_client.inference.engine import Role, Sampling
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.menu import MessageMenu
from desktop_client.ui.transcript.view import Entry, TranscriptView

WHEN = datetime(2026, 11, 23, tzinfo=UTC)
HOW = Provenance("m", "0" * 64, "0" * 64, "0" * 64, Sampling(), None)
TABLE = "| a | b |\n|---|---|\n| 1 | **2** |\n| 3 | 4 |"
ANSWER = f"""First **paragraph** with [docs](https://example.com/guide).

1. one item
2. 第二项
   - [x] nested

```python
x = 1
y = 2
```

{TABLE}

Last words."""


def message(number: int, role: Role, text: str) -> Message:
    how = HOW if role is Role.ASSISTANT else None
    return Message(number, 1, number - 1 or None, role, text, MessageState.COMPLETE, WHEN, how)


CHAT = [
    Entry(message(1, Role.USER, "What is it?")),
    Entry(message(2, Role.ASSISTANT, ANSWER), sibling=2, siblings=3, footer="13.4 tokens/s"),
    Entry(message(3, Role.USER, "Thanks a lot")),
]


@pytest.fixture
def view(qtbot) -> TranscriptView:
    widget = TranscriptView()
    qtbot.addWidget(widget)
    widget.resize(800, 760)
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_entries(CHAT)
    return widget


def at_text(view: TranscriptView, row: int, cell: int, position: int) -> QPoint:
    """Where a letter is in the viewport."""
    shown = view.flow.row(row)
    each = shown.cells[cell]
    block = each.document.findBlock(position)
    line = block.layout().lineForTextPosition(position - block.position())
    x = line.cursorToX(position - block.position())[0]
    corner = each.document.documentLayout().blockBoundingRect(block).topLeft()
    inside = QPointF(x, line.y() + line.height() - 5) + corner
    return inside.toPoint() + shown.origin(cell) + each.text_origin + QPoint(0, view.flow.top_of(row))


def spot_at(view: TranscriptView, row: int, action: Action) -> QPoint:
    spot = next(spot for spot in view.flow.row(row).spots() if spot.action is action)
    return spot.rect.center() + QPoint(0, view.flow.top_of(row))


def drag(view: TranscriptView, start: QPoint, end: QPoint) -> None:
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for at in ((start + end) / 2, end):
        moved = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(at), QPointF(port.mapToGlobal(at)), Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(port, moved)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def copied(view: TranscriptView, *, markdown: bool = False) -> str:
    QGuiApplication.clipboard().clear()
    if markdown:
        view.copy_markdown()
    else:
        view.copy()
    return QGuiApplication.clipboard().text()


# -- selecting and copying ------------------------------------------------------------------------------------


def test_dragging_selects_letters_across_messages(view: TranscriptView) -> None:
    drag(view, at_text(view, 0, 0, 5), at_text(view, 1, 0, 5))
    assert copied(view) == "is it?\n\nFirst"
    drag(view, at_text(view, 1, 0, 15), at_text(view, 1, 0, 6))
    assert copied(view) == "paragraph"


def test_two_clicks_select_a_word_three_a_paragraph(view: TranscriptView) -> None:
    where = at_text(view, 1, 0, 8)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert copied(view) == "paragraph"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert copied(view) == "First paragraph with docs (https://example.com/guide)."
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert not view.selection


def test_shift_and_click_extends(view: TranscriptView) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at_text(view, 0, 0, 0))
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, at_text(view, 0, 0, 4)
    )
    assert copied(view) == "What"


def test_everything_copied_as_it_looks(view: TranscriptView) -> None:
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "\n\n".join(
        [
            "What is it?",
            "First paragraph with docs (https://example.com/guide).",
            "1. one item\n2. 第二项\n  - [x] nested",
            "x = 1\ny = 2",
            TABLE,
            "Last words.",
            "Thanks a lot",
        ]
    )


def test_everything_copied_as_markdown_is_the_source(view: TranscriptView) -> None:
    view.select_all()
    assert copied(view, markdown=True) == f"What is it?\n\n{ANSWER}\n\nThanks a lot"


def test_markdown_of_some_blocks_is_their_source(view: TranscriptView) -> None:
    cells = view.flow.row(1).cells
    drag(view, at_text(view, 1, 1, 2), at_text(view, 1, 4, 3))
    assert len(cells) == 7
    assert copied(view, markdown=True) == "1. one item\n2. 第二项\n   - [x] nested\n\n```python\nx = 1\ny = 2\n```"


def test_a_part_of_a_table_is_copied_in_tabs(view: TranscriptView) -> None:
    cell = view.flow.row(1).cells[5]
    view._pointer._select((1, 5, cell.document.toPlainText().index("1")), (1, 5, cell.end - 2))
    assert copied(view) == "1\t2\n3"


def test_ten_thousand_messages_are_copied_without_being_read(view: TranscriptView) -> None:
    view.set_entries([Entry(message(n, Role.ASSISTANT, f"Number **{n}**")) for n in range(1, 10_001)])
    view.select_all()
    live = view.flow.live
    text = copied(view)
    assert text.startswith("Number 1\n\n")
    assert "Number **5000**" in text
    assert view.flow.live <= live + 2


def test_selecting_beyond_the_edge_scrolls(view: TranscriptView) -> None:
    view.set_entries([Entry(message(n, Role.USER, f"Line {n}")) for n in range(1, 200)])
    port = view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=QPoint(700, 40))
    below = QPoint(700, port.height() + 60)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(below), QPointF(port.mapToGlobal(below)), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(port, moved)
    before, head = view.verticalScrollBar().value(), view.selection.head
    for _ in range(5):
        view._pointer._edge.timeout.emit()
    assert view.verticalScrollBar().value() > before
    assert view.selection.head > head
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=below)
    assert not view._pointer._edge.isActive()


# -- pressing -------------------------------------------------------------------------------------------------


def test_what_labels_do(view: TranscriptView, qtbot) -> None:
    view.set_entries([CHAT[0], CHAT[1]])

    def press(row: int, action: Action) -> None:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot_at(view, row, action))

    with qtbot.waitSignal(view.sibling_requested) as got:
        press(1, Action.PREVIOUS)
    assert got.args == [2, -1]
    with qtbot.waitSignal(view.sibling_requested) as got:
        press(1, Action.NEXT)
    assert got.args == [2, 1]
    with qtbot.waitSignal(view.regenerate_requested) as got:
        press(1, Action.REGENERATE)
    assert got.args == [2]
    with qtbot.waitSignal(view.details_requested) as got:
        press(1, Action.DETAILS)
    assert got.args == [2]
    with qtbot.waitSignal(view.copied) as got:
        press(1, Action.COPY)
    assert got.args == [ANSWER]
    with qtbot.waitSignal(view.copied) as got:
        press(1, Action.COPY_CODE)
    assert QGuiApplication.clipboard().text() == got.args[0] == "x = 1\ny = 2"


def test_a_questions_actions_show_under_the_pointer(view: TranscriptView, qtbot) -> None:
    assert not view.shows_tools(0)
    QTest.mouseMove(view.viewport(), at_text(view, 0, 0, 3))
    assert view.shows_tools(0)
    with qtbot.waitSignal(view.edit_requested) as got:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot_at(view, 0, Action.EDIT))
    assert got.args == [1]


def test_while_busy_nothing_is_regenerated_or_edited(view: TranscriptView) -> None:
    asked: list[int] = []
    view.regenerate_requested.connect(asked.append)
    view.edit_requested.connect(asked.append)
    view.set_busy(True)
    for row, action in ((1, Action.REGENERATE), (0, Action.EDIT)):
        QTest.mouseMove(view.viewport(), spot_at(view, row, action))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot_at(view, row, action))
    assert not asked
    view.set_busy(False)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot_at(view, 1, Action.REGENERATE))
    assert asked == [2]


def test_the_first_and_last_version_have_no_way_on(view: TranscriptView) -> None:
    view.set_entries([Entry(CHAT[1].message, 1, 2)])
    spots = {spot.action: spot.enabled for spot in view.flow.row(0).spots()}
    assert (spots[Action.PREVIOUS], spots[Action.NEXT]) == (False, True)


def test_pressing_an_address_only_reports_it(view: TranscriptView, qtbot) -> None:
    position = view.flow.row(1).cells[0].document.toPlainText().index("example.com") + 3
    with qtbot.waitSignal(view.address_activated) as got:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at_text(view, 1, 0, position))
    assert got.args == ["https://example.com/guide"]


def test_dragging_over_an_address_does_not_open_it(view: TranscriptView) -> None:
    opened: list[str] = []
    view.address_activated.connect(opened.append)
    position = view.flow.row(1).cells[0].document.toPlainText().index("example.com")
    drag(view, at_text(view, 1, 0, position + 1), at_text(view, 1, 0, position + 8))
    assert not opened
    assert view.selection


def test_a_wide_table_moves_under_the_wheel(view: TranscriptView) -> None:
    wide = "|" + "wide column|" * 20 + "\n|" + "---|" * 20 + "\n|" + "some longer text|" * 20
    view.set_entries([Entry(message(1, Role.ASSISTANT, wide))])
    cell = view.flow.row(0).cells[0]
    where = QPointF(view.flow.row(0).origin(0) + QPoint(100, 40))
    turn = QWheelEvent(
        where, view.viewport().mapToGlobal(where), QPoint(-80, 0), QPoint(-160, 0), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), turn)
    assert cell.sideways == 80


# -- keyboard -------------------------------------------------------------------------------------------------


def test_keys_scroll(view: TranscriptView) -> None:
    view.set_entries([Entry(message(n, Role.USER, f"Line {n}")) for n in range(1, 200)])
    bar = view.verticalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_Down)
    line = bar.value()
    assert line > 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() > line + view.viewport().height() // 2
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert bar.value() == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0


@pytest.fixture
def row_of_widgets(qtbot) -> Iterator[tuple[QPushButton, TranscriptView, QPushButton]]:
    home, view = QWidget(), TranscriptView()
    qtbot.addWidget(home)
    view.set_entries(CHAT)
    before, after = QPushButton("before"), QPushButton("after")
    column = QVBoxLayout(home)
    for widget in (before, view, after):
        column.addWidget(widget)
    home.resize(800, 700)
    home.show()
    home.activateWindow()
    qtbot.waitUntil(home.isActiveWindow)
    yield before, view, after
    home.close()


def test_tab_goes_through_one_messages_actions_and_on(row_of_widgets) -> None:
    before, view, after = row_of_widgets
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert view.hasFocus()
    assert view.focus_row == list(view.flow.visible())[-1][0]
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    while view.focus_row > 1:
        QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    names = []
    for _ in range(7):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        if not view.hasFocus():
            break
        names.append(view._roving.spot.name)
    assert names == [
        "Previous version", "Next version", "Copy code", "Copy answer", "Regenerate answer", "Details of the answer",
    ]  # fmt: skip
    assert after.hasFocus()


def test_return_presses_the_action_with_the_focus(row_of_widgets, qtbot) -> None:
    before, view, _ = row_of_widgets
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    view._roving._go(0)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.marks(0).focused.action is Action.EDIT
    assert view.shows_tools(0)
    with qtbot.waitSignal(view.edit_requested):
        QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.focus_row is None


def test_the_focus_is_kept_in_sight(row_of_widgets) -> None:
    before, view, _ = row_of_widgets
    view.set_entries([Entry(message(n, Role.USER, f"Line {n}")) for n in range(1, 100)])
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    for _ in range(30):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        assert view.focus_row in [row for row, _ in view.flow.visible()]


# -- menu and screen reader -----------------------------------------------------------------------------------


def labels(menu: MessageMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_the_menu_of_a_question(view: TranscriptView, qtbot) -> None:
    menu = MessageMenu(view, 0, "")
    assert labels(menu) == [
        "Copy", "Copy as Markdown", "Copy question", "Edit question", "Continue from here in a new chat",
        "Delete this and all below it", "Suggest products", "Select all",
    ]  # fmt: skip
    assert not menu.actions()[0].isEnabled()
    with qtbot.waitSignal(view.suggest_requested) as got:
        next(action for action in menu.actions() if action.text() == "Suggest products").trigger()
    assert got.args == [1]


def test_the_menu_of_an_answer_offers_its_addresses(view: TranscriptView, qtbot) -> None:
    menu = MessageMenu(view, 1, "")
    assert labels(menu)[-1] == "Open address example.com/guide…"
    with qtbot.waitSignal(view.address_activated) as got:
        menu.actions()[-1].trigger()
    assert got.args == ["https://example.com/guide"]


def test_screen_readers_get_a_list_of_messages_with_buttons(view: TranscriptView, qtbot) -> None:
    conversation = QAccessible.queryAccessibleInterface(view)
    assert conversation.role() == QAccessible.Role.List
    assert conversation.text(QAccessible.Text.Name) == "Conversation"
    assert conversation.childCount() == 3
    question, answer = conversation.child(0), conversation.child(1)
    assert question.role() == answer.role() == QAccessible.Role.ListItem
    assert question.text(QAccessible.Text.Name) == "You: What is it?"
    assert answer.text(QAccessible.Text.Name).startswith("Assistant: First")
    assert conversation.indexOfChild(answer) == 1
    buttons = [answer.child(at) for at in range(answer.childCount())]
    assert [button.role() for button in buttons] == [QAccessible.Role.Button] * 6
    names = [button.text(QAccessible.Text.Name) for button in buttons]
    assert names[3:5] == ["Copy answer", "Regenerate answer"]
    with qtbot.waitSignal(view.regenerate_requested):
        buttons[4].actionInterface().doAction("Press")
    assert view.rect().intersects(answer.rect().translated(-view.mapToGlobal(QPoint(0, 0))))


def test_the_screen_reader_outlives_the_messages(view: TranscriptView) -> None:
    conversation = QAccessible.queryAccessibleInterface(view)
    last = conversation.child(2)
    view.set_entries([CHAT[0]])
    assert not last.isValid()
    assert last.text(QAccessible.Text.Name) == ""
    assert conversation.child(2) is None
