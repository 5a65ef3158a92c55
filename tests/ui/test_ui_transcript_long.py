"""Long messages: read over several turns of the event loop, found and copied beyond what is shown at first."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from standins.transcripts import entry
from standins.transcripts import view as view

from desktop_client.chat.markup.blocks import pieces_of
from desktop_client.chat.search import Query
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.row import WINDOW, WINDOW_LINES
from desktop_client.ui.transcript.view import TranscriptView

LIST = "".join(f"{n}. entry number {n}\n" for n in range(1, WINDOW_LINES))
LETTER = "A sentence of some length that is repeated. " * (WINDOW // 20)


def read_whole(view: TranscriptView, at: int) -> None:
    turns = 0
    while view.flow.row(at).is_behind:
        QApplication.processEvents()
        turns += 1
    assert turns > 0


def test_it_is_read_bit_by_bit_and_shown_whole(view: TranscriptView) -> None:
    view.set_entries([entry(1, "before"), entry(2, LIST)])
    row = view.flow.row(1)
    assert 50 < len(row.cells) < WINDOW_LINES // 2
    assert not any("characters are left" in spot.label for spot in row.spots())
    read_whole(view, 1)
    assert tuple(cell.piece for cell in row.cells) == pieces_of(LIST)


def test_the_end_of_the_page_stays_its_end_meanwhile(view: TranscriptView) -> None:
    view.set_entries([entry(1, LIST)])
    view.scroll_to_end()
    read_whole(view, 0)
    assert view.flow.is_at_end
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert view.flow.row(0).cells[-1].document is not None


def test_zooming_keeps_the_place_in_the_part_that_was_read_late(view: TranscriptView) -> None:
    view.set_entries([entry(1, LIST), entry(2, "after")])
    read_whole(view, 0)
    view.flow.scroll_by(view.flow.row(0).offset(450) + 8)
    view.refresh()
    assert view.flow.row(0).first_below(-view.flow.top_of(0)) == 450
    view.set_text_scale(1.5)
    assert view.flow.row(0).first_below(-view.flow.top_of(0)) == 450


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.USER])
def test_what_stands_behind_show_more_is_found(view: TranscriptView, role: Role) -> None:
    view.set_entries([entry(1, LETTER + "a needle in it.", role)])
    assert view.flow.row(0).left_out
    view.found.look_for(Query.phrase("needle"))
    (match,) = view.found.in_message(1)
    view.found.go_to(match)
    cell = view.flow.row(0).cells[match.cell]
    assert cell.document is not None
    assert cell.document.toPlainText()[match.start : match.end] == "needle"


def test_a_message_without_a_match_is_not_shown_any_longer_for_it(view: TranscriptView) -> None:
    view.set_entries([entry(1, "needle " + LETTER)])
    left = view.flow.row(0).left_out
    view.found.look_for(Query.phrase("needle"))
    assert len(view.found.in_message(1)) == 1
    assert view.flow.row(0).left_out == left


@pytest.mark.parametrize("text", [LETTER + "The end.", LIST])
@pytest.mark.parametrize("as_markdown", [False, True])
def test_selecting_all_takes_what_is_not_shown_yet(view: TranscriptView, text: str, as_markdown: bool) -> None:
    view.set_entries([entry(1, "before"), entry(2, text)])
    view.select_all()
    if as_markdown:
        view.copy_markdown()
    else:
        view.copy()
    assert QGuiApplication.clipboard().text() == "before\n\n" + text.strip("\n")


def test_a_part_that_is_selected_is_a_part_also_in_a_long_message(view: TranscriptView) -> None:
    view.set_entries([entry(1, LETTER)])
    view.select((0, 0, 2), (0, 0, 10))
    view.copy()
    assert QGuiApplication.clipboard().text() == "sentence"
