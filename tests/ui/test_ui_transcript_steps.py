"""How much one turn of the event loop may take on, whatever a message holds: the window stands still for no longer.

Counted, not timed. On two cores of 2026 a millisecond reads some 6,000 characters, does 200 of what ``units.py``
counts as work, or reads 1,000 characters of a paragraph full of signs; it lays out three pieces, 2,500 letters or 30
cells of a table. So all that is allowed here at once would be about 50 milliseconds, and no message comes near to it
in all respects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from standins.hostile_messages import HOSTILE
from standins.transcripts import entry
from standins.transcripts import view as view

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.markup import blocks, dialect, inline, pieces, units
from desktop_client.chat.markup.pieces import Code, Piece, Plain, Prose, Table
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript import cell, row, typeset_table
from desktop_client.ui.transcript.flow import Flow
from desktop_client.ui.transcript.view import TranscriptView

_PARAGRAPHS = "characters of paragraphs read"
MOST = {
    "characters read": 150_000,
    "work of reading": 6_000,
    _PARAGRAPHS: 40_000,
    "pieces laid out": 80,
    "letters laid out": 60_000,
    "cells laid out": 450,
    "cells written": 450,
}
"""In one turn. The letters are those of combining marks, which stack up in one line; of others 20,000 are the most."""


class Work:
    """What has been done since the last turn, and the most that a turn took, by kind."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now: Counter[str] = Counter()
        self.most: dict[str, tuple[int, str]] = {}
        inline.spans.cache_clear()
        self._count(monkeypatch, blocks, "units_of", lambda text, *_: self._add("characters read", len(text)))
        self._count_work(monkeypatch)
        # What is read later is read in a turn of its own.
        self._count(monkeypatch, Flow, "read_on", lambda _: self._end_turn("read on"))
        self._count(
            monkeypatch,
            dialect._Inline,
            "parse",
            lambda _self, text, *_: self._add(_PARAGRAPHS, len(text)),
        )
        self._count(monkeypatch, cell, "typeset", lambda piece, *_, **__: self._laid_out(piece))
        self._count(monkeypatch, cell, "extend_code", lambda _document, more: self._add("letters laid out", len(more)))
        self._count(monkeypatch, cell, "extend_table", lambda _document, _old, new, *_: self._laid_out(new))
        self._count(monkeypatch, typeset_table, "_fill", lambda *_, **__: self._add("cells written", 1))

    def turn(self, what: str, step: Callable[[], object]) -> None:
        self.now.clear()
        step()
        QApplication.processEvents()
        self._end_turn(what)

    def _end_turn(self, what: str) -> None:
        for kind, amount in self.now.items():
            self.most[kind] = max(self.most.get(kind, (0, "")), (amount, what))
        self.now.clear()

    def too_much(self) -> dict[str, tuple[int, str]]:
        return {kind: most for kind, most in self.most.items() if most[0] > MOST[kind]}

    def _count(self, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, note: Callable[..., object]) -> None:
        original = getattr(where, name)

        def counted(*args: Any, **named: Any) -> Any:
            note(*args, **named)
            return original(*args, **named)

        monkeypatch.setattr(where, name, counted)

    def _add(self, kind: str, amount: int) -> None:
        self.now[kind] += amount

    def _count_work(self, monkeypatch: pytest.MonkeyPatch) -> None:
        original = blocks.units_of

        def counted(*args: Any) -> list[units.Unit]:
            found = original(*args)
            self._add("work of reading", sum(unit.work for unit in found))
            return found

        monkeypatch.setattr(blocks, "units_of", counted)

    def _laid_out(self, piece: Piece) -> None:
        self._add("pieces laid out", 1)
        match piece:
            case Table(head=head, rows=rows):
                self._add("cells laid out", len(head) * (len(rows) + 1))
                self._add("letters laid out", sum(len(text) for row in (head, *rows) for text in row))
            case Prose(content=text) | Code(text=text) | Plain(text=text):
                self._add("letters laid out", len(text))


@pytest.fixture(autouse=True)
def wide(view: TranscriptView) -> None:
    view.resize(1048, 700)


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.USER])
@pytest.mark.parametrize("name", list(HOSTILE))
def test_reading_a_message_takes_bounded_steps(
    view: TranscriptView, monkeypatch: pytest.MonkeyPatch, name: str, role: Role
) -> None:
    work = Work(monkeypatch)
    entries = [entry(1, "before", Role.USER), entry(2, HOSTILE[name], role), entry(3, "after", Role.ASSISTANT)]
    work.turn("open", lambda: view.set_entries(entries))
    for _ in range(3):
        work.turn("scroll", lambda: view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 650))
    work.turn("go to the end", view.scroll_to_end)
    work.turn("zoom", lambda: view.set_text_scale(1.5))
    work.turn("go to the message", lambda: view.scroll_to_message(2))
    work.turn("narrow", lambda: view.resize(600, 700))
    assert not work.too_much()
    assert work.most["pieces laid out"][0] > 0


@pytest.mark.parametrize("name", list(HOSTILE))
def test_taking_in_an_answer_takes_bounded_steps(
    view: TranscriptView, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    work = Work(monkeypatch)
    view.set_entries([entry(3, "", Role.ASSISTANT, MessageState.STREAMING)])
    view.scroll_to_end()
    for at in range(0, min(len(HOSTILE[name]), 90_000), 2_500):
        view.append_text(3, HOSTILE[name][at : at + 2_500])
        while view._incoming._texts:
            # The next frame is another turn.
            work.turn("stream", lambda: (view._incoming._take_some(), view._incoming._frame.stop()))
    whole = entry(3, HOSTILE[name], Role.ASSISTANT)
    work.turn("end", lambda: view.replace_entry(whole))
    assert not work.too_much()
    assert work.most


def test_the_end_of_an_answer_is_read_once(view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has come and isn't shown yet is a part of the whole: taking in both would read twice in one turn."""
    work = Work(monkeypatch)
    view.set_entries([entry(3, "", Role.ASSISTANT, MessageState.STREAMING)])
    lines = "ab\n" * 1_500
    view.append_text(3, lines)
    work.turn("end", lambda: view.replace_entry(entry(3, lines, Role.ASSISTANT)))
    assert 0 < work.most["work of reading"][0] < 2_500


def test_the_counts_count(view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(monkeypatch)
    text = "one *word*\n\n|a|b|\n|-|-|\n|1|2|\n\n```\ncode\n```\n"
    work.turn("open", lambda: view.set_entries([entry(1, text, Role.ASSISTANT)]))
    assert {kind: amount for kind, (amount, _) in work.most.items()} == {
        "characters read": 44, "work of reading": 33, _PARAGRAPHS: 14, "pieces laid out": 3,
        "letters laid out": 18, "cells laid out": 4, "cells written": 4,
    }  # fmt: skip


def test_a_bound_that_is_lifted_is_noticed(view: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(monkeypatch)
    for where in (row, blocks):
        monkeypatch.setattr(where, "AT_ONCE" if where is row else "MAX_WORK", 1_000_000)
    monkeypatch.setattr(units, "MAX_CELLS", 100_000)
    monkeypatch.setattr(pieces, "BAND", 100_000)
    table = "> |a|b|\n> |-|-|\n" + "> |1|2|\n" * 590
    work.turn("open", lambda: view.set_entries([entry(1, table, Role.ASSISTANT)]))
    assert {"work of reading", "cells laid out", "cells written"} <= work.too_much().keys()
    assert isinstance(view.flow.row(0).cells[0].document, QTextDocument)
