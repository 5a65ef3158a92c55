"""Mouse, keyboard and screen reader in the transcript."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from standins.short_chat import ANSWER, CHAT, TABLE, spot_at
from standins.short_chat import view as view
from standins.transcripts import message

from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.view import Entry, TranscriptView


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
