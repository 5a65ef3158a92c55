"""Messages made to hurt: they show as text, quickly, and never keep a conversation from opening."""

from __future__ import annotations

import sys
from time import process_time

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from standins.hostile_messages import HOSTILE
from standins.transcripts import entry
from standins.transcripts import view as view

from desktop_client.chat.markup import blocks
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.view import TranscriptView


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.USER])
@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_bad_message_never_keeps_a_chat_from_opening(view: TranscriptView, name: str, role: Role) -> None:
    text = HOSTILE[name]

    def cost_of(of: str) -> float:
        started = process_time()
        view.set_entries([entry(1, "before"), entry(2, of, role), entry(3, "after")])
        view.scroll_to_end()
        view.viewport().repaint()
        view.scroll_to_message(2)
        view.viewport().repaint()
        return process_time() - started

    honest = "A paragraph of the usual kind, with **bold** words and a list.\n\n- one\n- two\n\n" * 100
    cost_of("warm **up**")
    usual = cost_of(honest)
    # The better of two: a machine with other work on it makes single figures jump. Quadratic costs are far beyond.
    assert min(cost_of(text) for _ in range(2)) < 30 * usual
    QApplication.processEvents()
    shown = view.flow.row(2).cells[0].document
    assert shown is None or shown.toPlainText() == "after"


def test_what_is_shown_of_it_can_be_scrolled_zoomed_and_copied(view: TranscriptView) -> None:
    view.set_entries([entry(number, text[:30_000]) for number, text in enumerate(HOSTILE.values(), 1)])
    for number in range(1, len(HOSTILE) + 1):
        view.scroll_to_message(number)
    view.set_text_scale(1.5)
    view.select_all()
    view.copy_markdown()
    assert QApplication.clipboard().text()


def test_a_table_that_is_all_there_is_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    units = blocks.units_of
    monkeypatch.setattr(blocks, "units_of", lambda text, *more: read.append(len(text)) or units(text, *more))
    table = "|a|b|\n|-|-|\n" + "|1|2|\n" * 80
    assert len(blocks.pieces_of(table)) >= 1
    assert read == [len(table)]


def test_references_of_none_are_kept() -> None:
    """PYSIDE-3474: a PySide6 that loses a reference of None with every call ends in a fatal error."""
    document = QTextDocument("text")
    before = sys.getrefcount(None)
    for width in range(500):
        document.setTextWidth(width)
    assert sys.getrefcount(None) > before - 250
