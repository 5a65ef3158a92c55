"""Answers as they were written, sign by sign."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from standins.desk import OpenDesk
from standins.transcripts import message, settle, streaming
from standins.transcripts import view as view

from desktop_client.chat.markup.pieces import Plain
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.menu import MessageMenu
from desktop_client.ui.transcript.view import Entry, TranscriptView

WRITTEN = "<think>\nHm\n</think>\n\n# Head\n\n- **bold** and `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nls\n```"


def letters(view: TranscriptView, row: int) -> str:
    cells = view.flow.row(row).cells
    assert all(isinstance(cell.piece, Plain) for cell in cells)
    for cell in cells:
        cell.build()
    return "\n".join(cell.document.toPlainText() for cell in cells if cell.document is not None)


def test_every_sign_is_shown_and_then_what_is_meant_again(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.USER, "*q*")), Entry(message(2, Role.ASSISTANT, WRITTEN))])
    meant = [cell.piece for cell in view.flow.row(1).cells]
    view.toggle_raw()
    assert letters(view, 1) == WRITTEN
    assert not [s for s in view.flow.row(1).spots() if s.action in (Action.FOLD, Action.COPY_CODE)]
    view.select_all()
    view.copy()
    view.toggle_raw()
    assert [cell.piece for cell in view.flow.row(1).cells] == meant


def test_an_answer_that_streams_in_is_shown_as_it_is_written_too(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.USER, "q")), streaming(2)])
    view.toggle_raw()
    for at in range(0, len(WRITTEN), 7):
        view.append_text(2, WRITTEN[at : at + 7])
        settle(view)
        assert letters(view, 1) == WRITTEN[: at + 7]
    view.toggle_raw()
    assert view.flow.row(1).text.startswith("# Head")


def test_what_is_being_read_stays_in_sight(view: TranscriptView) -> None:
    many = [Entry(message(n, *((Role.USER, "question") if n % 2 else (Role.ASSISTANT, WRITTEN)))) for n in range(1, 60)]
    view.set_entries(many)
    view.scroll_to_message(31)
    before = view.flow.top_of(30)
    view.toggle_raw()
    assert view.flow.top_of(30) == before


def test_a_key_and_the_menu_lead_there(desk: OpenDesk) -> None:
    one = desk("**so**")
    one.ask("q")
    transcript = one.window.view.transcript
    QTest.keyClick(one.window.view.composer.box, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert letters(transcript, 1) == "**so**"
    (action,) = [a for a in MessageMenu(transcript, 1, "").actions() if "as they were written" in a.text()]
    assert action.isChecked()
    action.trigger()
    assert not transcript.sheet.raw
