"""The page: opening, streaming, scrolling, zooming. What the reader looks at stays where it is."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_client.chat.conversation import Message, MessageState, Provenance
from desktop_client.inference.engine import Role, Sampling
from desktop_client.ui import theme
from desktop_client.ui.transcript.flow import MAX_LIVE
from desktop_client.ui.transcript.pieces import Code
from desktop_client.ui.transcript.row import WINDOW, WINDOW_LINES
from desktop_client.ui.transcript.view import Entry, TranscriptView

WHEN = datetime(2026, 11, 23, tzinfo=UTC)
HOW = Provenance("m", "0" * 64, "0" * 64, "0" * 64, Sampling(), None)
ANSWER = """Some **words** about it, long enough that they take more than one line in a column of usual width, surely.

- one thing
- 另一件事，用中文写

```python
def f(x):
    return x + 1
```

| a | b |
|---|---|
| 1 | 2 |

The end of answer {n}."""


def message(number: int, role: Role, text: str, state: MessageState = MessageState.COMPLETE, note: str = "") -> Message:
    how = HOW if role is Role.ASSISTANT else None
    return Message(number, 1, number - 1 or None, role, text, state, WHEN, how, note)


def entries(count: int) -> list[Entry]:
    return [
        Entry(message(n, Role.USER, f"Question {n}?" * (1 + n % 7)))
        if n % 2
        else Entry(message(n, Role.ASSISTANT, ANSWER.format(n=n) * (1 + n % 3)), footer="13.4 tokens/s")
        for n in range(1, count + 1)
    ]


def streaming(number: int) -> Entry:
    return Entry(message(number, Role.ASSISTANT, "", MessageState.STREAMING))


@pytest.fixture
def view(qtbot) -> TranscriptView:
    theme.apply(QApplication.instance(), "light")
    widget = TranscriptView()
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def settle(view: TranscriptView) -> None:
    view._incoming.take()
    QApplication.processEvents()


def picture(view: TranscriptView) -> QImage:
    return view.viewport().grab().toImage()


def painted(view: TranscriptView) -> QImage:
    """What is on the screen, pieced together from moved and newly painted parts."""
    QApplication.processEvents()
    image = view.screen().grabWindow(view.winId()).toImage()
    assert not image.isNull()
    return image


def place_of(view: TranscriptView, number: int) -> int:
    return view.flow.top_of(view.flow.row_of(number))


# -- opening ------------------------------------------------------------------------------------------------


def test_ten_thousand_messages_lay_out_only_what_is_in_sight(view: TranscriptView) -> None:
    view.set_entries(entries(10_000))
    assert view.flow.live < 20
    view.scroll_to_end()
    assert view.flow.live < 40
    assert len(view.entries()) == 10_000
    assert view.verticalScrollBar().maximum() > 1_000_000


def test_no_more_than_two_hundred_messages_stay_live(view: TranscriptView) -> None:
    view.set_entries([Entry(message(n, Role.USER, f"Question {n}")) for n in range(1, 1_001)])
    bar, most = view.verticalScrollBar(), 0
    for step in range(300):
        bar.setValue(bar.maximum() * step // 300)
        most = max(most, view.flow.live)
    assert most == MAX_LIVE


def test_a_message_that_streams_stays_live_out_of_sight(view: TranscriptView) -> None:
    asked = [Entry(message(n, Role.USER, f"Question {n}")) for n in range(1, 601)]
    view.set_entries([*asked, streaming(601)])
    view.append_text(601, "kept")
    settle(view)
    for at in range(0, 600, 2):
        view.scroll_to_message(at + 1)
    view.append_text(601, " whole")
    settle(view)
    assert view.flow.row(600).text == "kept whole"


def test_the_end_of_a_chat_is_exactly_at_the_lower_edge(view: TranscriptView) -> None:
    view.set_entries(entries(200))
    view.scroll_to_end()
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bottom = place_of(view, 200) + view.flow.row(199).height
    assert bottom <= view.viewport().height() <= bottom + 20


def test_a_short_chat_stands_at_the_top(view: TranscriptView) -> None:
    view.set_entries(entries(1))
    view.scroll_to_end()
    assert view.verticalScrollBar().maximum() == 0
    assert 0 <= place_of(view, 1) < 20


def test_scrolling_through_everything_meets_every_row_once(view: TranscriptView) -> None:
    view.set_entries(entries(60))
    view.scroll_to_end()
    bar = view.verticalScrollBar()
    seen: list[int] = []
    while True:
        rows = [row for row, _ in view.flow.visible()]
        seen += [row for row in reversed(rows) if row not in seen]
        if bar.value() == 0:
            break
        bar.setValue(bar.value() - 120)
    assert seen == list(range(59, -1, -1))
    assert 0 <= place_of(view, 1) < 20


# -- staying still --------------------------------------------------------------------------------------------


def test_correcting_guesses_above_moves_nothing_in_sight(view: TranscriptView) -> None:
    view.set_entries(entries(300))
    view.scroll_to_end()
    bar = view.verticalScrollBar()
    for _ in range(150):
        row, top = list(view.flow.visible())[-1]
        bar.setValue(bar.value() - 40)
        assert view.flow.top_of(row) == top + 40


def test_a_new_width_keeps_the_cell_that_is_read(view: TranscriptView) -> None:
    view.set_entries(entries(400))
    view.scroll_to_message(200)
    row = view.flow.row_of(200)
    for width in (500, 1100, 640, 800):
        view.resize(width, 600)
        QApplication.processEvents()
        assert row in [at for at, _ in view.flow.visible()][:2]
        assert abs(view.flow.top_of(row) - 8) <= 2


def test_a_zoom_in_the_middle_of_an_answer_keeps_the_cell(view: TranscriptView) -> None:
    view.set_entries(entries(100))
    view.scroll_to_message(50)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 160)

    def first_cell() -> tuple[int, str]:
        row, top = next(view.flow.visible())
        cells = view.flow.row(row).cells
        at = next(i for i, cell in enumerate(cells) if top + view.flow.row(row).offset(i) + cell.height > 0)
        return row, str(cells[at].piece)

    before = first_cell()
    for scale in (1.6, 2.0, 0.8, 1.0):
        view.set_text_scale(scale)
        assert first_cell() == before


def test_the_page_follows_the_font_of_the_application(view: TranscriptView) -> None:
    app = QApplication.instance()
    usual = app.font()
    view.set_entries(entries(4))
    before, line = view.sheet.styles.em, view.flow.row(0).height
    large = app.font()
    large.setPointSizeF(usual.pointSizeF() * 2)
    app.setFont(large)
    try:
        QApplication.processEvents()
        assert view.sheet.styles.em >= 2 * before - 1
        assert view.flow.row(0).height > line
    finally:
        app.setFont(usual)


def test_zoom_has_limits(view: TranscriptView) -> None:
    view.set_entries(entries(2))
    view.set_text_scale(9)
    assert view.sheet.styles.scale == 2.0
    view.set_text_scale(0.1)
    assert view.sheet.styles.scale == 0.8


def test_at_the_end_a_new_size_stays_at_the_end(view: TranscriptView) -> None:
    view.set_entries(entries(100))
    view.scroll_to_end()
    for size in ((500, 300), (900, 700)):
        view.resize(*size)
        QApplication.processEvents()
        assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


# -- streaming ------------------------------------------------------------------------------------------------


def test_the_end_is_followed_while_it_is_in_sight(view: TranscriptView) -> None:
    view.set_entries(entries(20))
    view.scroll_to_end()
    view.append_entry(streaming(21))
    for _ in range(80):
        view.append_text(21, "more words ")
        settle(view)
        assert view.flow.is_at_end
    assert "more words" in view.flow.row(20).text


def test_a_chat_that_outgrows_the_window_is_followed(view: TranscriptView) -> None:
    view.set_entries([entries(1)[0]])
    view.append_entry(streaming(2))
    view.append_text(2, "line\n\n" * 80)
    settle(view)
    assert view.verticalScrollBar().maximum() > 0
    assert view.flow.is_at_end


def test_scrolling_up_stops_following_until_the_end_is_reached_again(view: TranscriptView) -> None:
    view.set_entries(entries(20))
    view.scroll_to_end()
    view.append_entry(streaming(21))
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - 200)
    row, top = next(view.flow.visible())
    for _ in range(30):
        view.append_text(21, "more\n\n")
        settle(view)
    assert view.flow.top_of(row) == top
    assert view._jump.isVisible()
    view._jump.click()
    assert view.flow.is_at_end
    assert not view._jump.isVisible()
    view.append_text(21, "and more\n\n" * 5)
    settle(view)
    assert view.flow.is_at_end


def test_pieces_of_a_frame_are_shown_together(view: TranscriptView, monkeypatch: pytest.MonkeyPatch, qtbot) -> None:
    view.set_entries([streaming(1)])
    calls = []
    grow = view.grow
    monkeypatch.setattr(view, "grow", lambda *of: (calls.append(of), grow(*of)))
    for _ in range(100):
        view.append_text(1, "ab ")
    assert not calls
    qtbot.waitUntil(lambda: bool(calls))
    assert len(calls) == 1
    assert view.flow.row(0).text == "ab " * 100


def test_only_the_open_block_is_laid_out_again(view: TranscriptView) -> None:
    view.set_entries([streaming(1)])
    view.append_text(1, "first\n\nsecond\n\n- a\n- b\n\nthe tail")
    settle(view)
    documents = [cell.document for cell in view.flow.row(0).cells]
    view.append_text(1, " grows")
    settle(view)
    after = [cell.document for cell in view.flow.row(0).cells]
    assert after[:-1] == documents[:-1]
    assert after[-1] is not documents[-1]


def test_code_grows_in_its_own_document_and_is_coloured_when_whole(view: TranscriptView) -> None:
    view.set_entries([streaming(1)])
    view.append_text(1, "```python\nx = 1\n")
    settle(view)
    cell = view.flow.row(0).cells[0]
    document = cell.document
    view.append_text(1, "return x\n")
    settle(view)
    assert view.flow.row(0).cells[0].document is document
    assert document.toPlainText() == "x = 1\nreturn x"
    assert not view.flow.row(0).cells[0].coloured
    view.append_text(1, "```\n\ndone")
    settle(view)
    assert isinstance(view.flow.row(0).cells[0].piece, Code)
    assert view.flow.row(0).cells[0].coloured


def test_the_prompt_is_counted_until_the_first_text(view: TranscriptView) -> None:
    view.set_entries([streaming(1)])
    assert [label.text for label in view.flow.row(0).labels.texts][1:] == ["Waiting for the model…"]
    view.set_progress(1, 312, 1204)
    settle(view)
    assert "Reading… 312 of 1204" in [label.text.replace(",", "") for label in view.flow.row(0).labels.texts]
    view.append_text(1, "Hello")
    settle(view)
    assert [label.text for label in view.flow.row(0).labels.texts] == ["Assistant"]


def test_the_final_state_replaces_the_stream(view: TranscriptView) -> None:
    view.set_entries([streaming(1)])
    view.append_text(1, "Hello **wor")
    view.replace_entry(Entry(message(1, Role.ASSISTANT, "Hello **world**"), footer="3.0 tokens/s"))
    assert view.flow.row(0).text == "Hello **world**"
    assert [spot.label for spot in view.flow.row(0).spots()] == ["Copy", "Regenerate", "Details"]
    assert "3.0 tokens/s" in [label.text for label in view.flow.row(0).labels.texts]


def test_what_is_not_shown_is_ignored(view: TranscriptView) -> None:
    view.set_entries(entries(2))
    view.append_text(99, "x")
    view.set_progress(99, 1, 2)
    view.replace_entry(streaming(99))
    view.scroll_to_message(99)
    settle(view)
    assert len(view.entries()) == 2


def test_emoji_and_chinese_cut_anywhere_come_out_whole(view: TranscriptView) -> None:
    text = "👩‍👩‍👧‍👦 敏感肌 🇨🇳 ❤️ done"
    view.set_entries([streaming(1)])
    for letter in text:
        view.append_text(1, letter)
        settle(view)
    assert view.flow.row(0).cells[0].document.toPlainText() == text
    assert "\ufffd" not in view.flow.row(0).text


@pytest.mark.parametrize(
    ("state", "note", "said"),
    [
        (MessageState.STOPPED, "", "Stopped. What was written is kept."),
        (MessageState.LENGTH, "", "The answer ends here because it reached its length limit."),
        (MessageState.INTERRUPTED, "The engine ended.", "Interrupted: The engine ended."),
        (MessageState.INTERRUPTED, "", "Interrupted. What was written is kept."),
    ],
)
def test_how_an_answer_ended_is_said(view: TranscriptView, state: MessageState, note: str, said: str) -> None:
    view.set_entries([Entry(message(1, Role.ASSISTANT, "Half an", state, note))])
    assert said in [label.text for label in view.flow.row(0).labels.texts]
    assert "Regenerate" in [spot.label for spot in view.flow.row(0).spots()]


# -- painting -------------------------------------------------------------------------------------------------


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
    assert len(view.flow.row(0).cells) == WINDOW_LINES


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


def test_pointer_shapes(view: TranscriptView) -> None:
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
        assert view.viewport().cursor().shape() == shape
