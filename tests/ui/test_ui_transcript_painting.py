"""The page as it is painted: moved pixels, themes, bubbles, wide tables, long messages, the pointer's shapes."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from standins.transcripts import entries, message, place_of, settle, streaming
from standins.transcripts import view as view

from desktop_client.inference.engine import Role
from desktop_client.ui import theme
from desktop_client.ui.transcript.row import WINDOW, WINDOW_LINES
from desktop_client.ui.transcript.view import Entry, TranscriptView


def picture(view: TranscriptView) -> QImage:
    return view.viewport().grab().toImage()


def painted(view: TranscriptView) -> QImage:
    """What is on the screen, pieced together from moved and newly painted parts."""
    QApplication.processEvents()
    image = view.screen().grabWindow(view.winId()).toImage()
    assert not image.isNull()
    return image


def test_moved_pixels_are_the_same_as_painted_ones(view: TranscriptView, qtbot) -> None:
    view.set_entries(entries(40))
    view.scroll_to_end()
    view.append_entry(streaming(41))
    bar = view.verticalScrollBar()
    steps = [
        lambda: bar.setValue(bar.value() - 37),
        lambda: bar.setValue(bar.value() - 311),
        lambda: bar.setValue(bar.value() + 90),
        lambda: view.append_text(41, "Word **bold** and more words. " * 3),
        lambda: view.scroll_to_end(),
        lambda: view.append_text(41, "\n\n- item\n- item\n\n```go\nx := 1\n"),
        lambda: view.append_text(41, "y := 2\n```\n\nafter that " * 4),
    ]
    for step in steps:
        step()
        settle(view)
        shown = painted(view)
        assert shown == view.grab().toImage()


def test_dark_and_light_are_painted_with_the_theme(view: TranscriptView) -> None:
    view.set_entries(entries(3))
    for scheme, colours in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(QApplication.instance(), scheme)
        QApplication.processEvents()
        assert picture(view).pixelColor(2, 2) == QColor(colours.ground)
        bubble = view.flow.row(0).bubble.translated(0, place_of(view, 1))
        assert picture(view).pixelColor(bubble.left() + 6, bubble.center().y()) == QColor(colours.bubble)


def test_a_short_question_has_a_small_bubble_at_the_right(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.USER, "Hi")), Entry(message(2, Role.USER, "word " * 200))])
    short, long = view.flow.row(0).bubble, view.flow.row(1).bubble
    assert short.width() < 80 < long.width() <= 760
    assert short.right() == long.right() == view.width() - view.sheet.margin - 1


def test_running_text_is_no_wider_than_the_column(view: TranscriptView) -> None:
    view.resize(1400, 600)
    view.set_entries(entries(4))
    view.scroll_to_end()
    assert view.sheet.column == theme.TEXT_WIDTH
    for cell in view.flow.row(3).cells:
        assert cell.document is None or cell.document.size().width() <= theme.TEXT_WIDTH


def test_wide_tables_scroll_sideways(view: TranscriptView) -> None:
    table = "|" + "|".join(f"column {n}" for n in range(20)) + "|\n|" + "---|" * 20 + "\n|" + "some longer text|" * 20
    view.set_entries([Entry(message(1, Role.ASSISTANT, table))])
    cell = view.flow.row(0).cells[0]
    assert cell.overflow > 0
    assert cell.document.size().width() > view.sheet.column


def test_the_empty_page_says_what_it_is_for(view: TranscriptView) -> None:
    blank = picture(view)
    view.set_empty_text("Ask anything", "The model runs on this computer.")
    assert picture(view) != blank
    assert view.accessibleDescription() == "Ask anything The model runs on this computer."
    view.set_entries(entries(1))
    assert view.accessibleDescription() == ""


def test_a_note_stands_before_its_message_and_can_be_removed(view: TranscriptView) -> None:
    view.set_entries(entries(6))
    before = view.flow.row(2).height
    view.set_note(3, "2 earlier turns are not in the context")
    assert view.flow.row(2).note == "2 earlier turns are not in the context"
    assert view.flow.row(2).height > before
    view.set_note(5, "4 earlier turns are not in the context")
    assert (view.flow.row(2).note, view.flow.row(2).height) == ("", before)
    view.set_note(None, "")
    assert view.flow.row(4).note == ""


def test_a_very_long_message_is_shown_in_parts(view: TranscriptView) -> None:
    text = "A sentence of some length that is repeated. " * 4_000
    view.set_entries([Entry(message(1, Role.ASSISTANT, text))])
    row = view.flow.row(0)
    assert row.left_out == len(text) - WINDOW
    spot = next(spot for spot in row.spots() if "characters are left" in spot.label)
    while row.left_out:
        view.press(0, spot)
    assert not any("characters are left" in spot.label for spot in row.spots())
    view.resize(700, 600)
    assert view.flow.row(0).left_out == 0


def test_a_message_of_many_lines_is_cut_by_lines(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.ASSISTANT, "- a\n" * 5_000))])
    row = view.flow.row(0)
    while row.is_behind:
        row.read_on()
    assert len(row.cells) == WINDOW_LINES
    assert row.left_out


def test_a_narrow_page_at_twice_the_size_keeps_everything_inside(view: TranscriptView) -> None:
    view.resize(420, 600)
    view.set_text_scale(2.0)
    view.set_entries(entries(4))
    for at in range(4):
        row = view.flow.row(at)
        for spot in row.spots():
            assert 0 <= spot.rect.left() < spot.rect.right() < view.width()


def test_line_distances_are_even_in_mixed_scripts(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.ASSISTANT, "Latin only here\n中文一行\nmixed 混合 line\nLatin again"))])
    layout = view.flow.row(0).cells[0].document.firstBlock().layout()
    tops = [layout.lineAt(at).y() + layout.lineAt(at).ascent() for at in range(layout.lineCount())]
    steps = [after - before for before, after in pairwise(tops)]
    assert max(steps) - min(steps) <= 3


def test_pointer_shapes(view: TranscriptView, qtbot) -> None:
    view.set_entries([Entry(message(1, Role.ASSISTANT, "Some text\n\nhttps://example.com/a"))])
    row, top = view.flow.row(0), place_of(view, 1)
    copy = next(spot for spot in row.spots() if spot.label == "Copy")
    text = row.origin(0) + QPoint(10, 10 + top)
    address = row.origin(1) + QPoint(30, 12 + top)
    for at, shape in (
        (copy.rect.center() + QPoint(0, top), Qt.CursorShape.PointingHandCursor),
        (text, Qt.CursorShape.IBeamCursor),
        (address, Qt.CursorShape.PointingHandCursor),
        (QPoint(400, 590), Qt.CursorShape.ArrowCursor),
    ):
        QTest.mouseMove(view.viewport(), at)
        # Qt moves the pointer itself; what that does to the window comes as an event of its own.
        qtbot.waitUntil(lambda shape=shape: view.viewport().cursor().shape() == shape)


def test_the_ring_around_a_message_does_not_cross_the_name_of_who_speaks(view: TranscriptView, qtbot) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.set_entries(entries(4))
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    row = view.focus_row
    assert row is not None
    assert not view.flow.row(row).is_question
    label = view.flow.row(row).labels.texts[0].rect.translated(0, view.flow.top_of(row))
    image = picture(view)
    ring = QColor(theme.LIGHT.accent)
    assert any(image.pixelColor(400, y) == ring for y in range(label.top() - 2, label.top() + 4))
    letters = range(label.top() + 4, label.bottom())
    assert not any(image.pixelColor(x, y) == ring for x in range(label.left(), label.right()) for y in letters)
