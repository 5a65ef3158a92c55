"""The page: opening, streaming, scrolling, zooming. What the reader looks at stays where it is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from standins.transcripts import entries, message, place_of, settle, streaming
from standins.transcripts import view as view

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.markup.pieces import Code
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.flow import MAX_LIVE
from desktop_client.ui.transcript.labels import RowLabels
from desktop_client.ui.transcript.view import Entry, TranscriptView
from desktop_client.ui.transcript.words import words
from desktop_client.ui.transcript.wrapped import wrapped

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


def test_a_word_that_all_code_cards_say_is_measured_once(view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    width = RowLabels._width
    monkeypatch.setattr(RowLabels, "_width", lambda labels, text: measured.append(text) or width(labels, text))
    view.set_entries([Entry(message(1, Role.ASSISTANT, "```\nx\n```\n\n" * 50))])
    settle(view)
    spots = [spot for spot in view.flow.row(0).spots() if spot.action is Action.COPY_CODE]
    rows = measured.count(words().regenerate)
    assert len(spots) == 50
    assert 0 < measured.count(words().copy) <= 2 * rows, "once for the cards and once for the answer"


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
    assert [spot.label for spot in view.flow.row(0).spots()] == ["Copy", "Edit", "Regenerate", "Details"]
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


@pytest.mark.parametrize("width", [220, 260, 300, 380])
def test_what_is_said_of_an_end_is_broken_between_words(view: TranscriptView, width: int) -> None:
    view.resize(width, 500)
    view.set_entries([Entry(message(1, Role.ASSISTANT, "Half an", MessageState.LENGTH))])
    settle(view)
    (said,) = (label for label in view.flow.row(0).labels.texts if "length limit" in label.text)
    metrics = QFontMetrics(view.flow.row(0).sheet.styles.small)
    assert " ".join(said.lines) == said.text
    assert len(said.lines) > 1 or metrics.horizontalAdvance(said.text) <= said.rect.width()
    assert all(metrics.horizontalAdvance(line) <= said.rect.width() for line in said.lines)
    assert said.rect.height() >= len(said.lines) * metrics.height()


def test_a_word_longer_than_a_line_is_broken_and_loses_nothing() -> None:
    text = "Interrupted: /home/" + "👩‍👩‍👧folder" * 20 + "/model.gguf"
    lines = wrapped(text, QApplication.font(), 160)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) > 3


def test_of_an_answer_without_a_word_none_is_said_to_be_kept(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.ASSISTANT, "", MessageState.STOPPED))])
    assert [label.text for label in view.flow.row(0).labels.texts if "Stopped" in label.text] == [
        "Stopped before the first word."
    ]
