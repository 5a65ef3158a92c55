"""The context menu of the transcript."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop_client.addresses import read_address
from desktop_client.chat.conversation import is_temporary
from desktop_client.chat.markup.inline import plain_spans, spans
from desktop_client.chat.markup.pieces import Piece, Plain, Prose, Span, Table
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.row import Row

if TYPE_CHECKING:
    from desktop_client.ui.transcript.view import TranscriptView

_MOST_ADDRESSES = 20
_MOST_PIECES = 400
_MESSAGE_ACTIONS = (Action.COPY, Action.EDIT, Action.ANSWER, Action.CONTINUE, Action.REGENERATE, Action.DETAILS)


class MessageMenu(QMenu):
    """The menu for a message (or for none); ``address`` is what the pointer is on, if it is on one."""

    def __init__(self, view: TranscriptView, row: int | None, address: str) -> None:
        super().__init__(view)
        self._view = view
        self.setAccessibleName(self.tr("Message menu"))
        for label, copy in ((self.tr("Copy"), view.copy), (self.tr("Copy as Markdown"), view.copy_markdown)):
            self.addAction(label, copy).setEnabled(bool(view.selection))
        if row is not None:
            self._add_message_actions(row)
        self.addSeparator()
        self.addAction(self.tr("Select all"), view.select_all)
        raw = self.addAction(self.tr("Show answers as they were written"), view.toggle_raw)
        raw.setCheckable(True)
        raw.setChecked(view.sheet.raw)
        if address:
            self._add_addresses([address])
        elif row is not None:
            self._add_addresses(list(addresses_in(view.flow.row(row))))

    def _add_message_actions(self, row: int) -> None:
        view = self._view
        message = view.flow.entries[row].message
        for spot in view.flow.row(row).spots():
            if spot.action in _MESSAGE_ACTIONS:
                self.addAction(spot.name, partial(view.press, row, spot)).setEnabled(view.is_enabled(spot))
        if is_temporary(message.id):
            # Both would write to the disk.
            return
        self.addAction(self.tr("Continue from here in a new chat"), partial(view.fork_requested.emit, message.id))
        delete = self.addAction(
            self.tr("Delete this and all below it"), partial(view.delete_requested.emit, message.id)
        )
        delete.setEnabled(not view.is_busy)
        if message.provenance is not None and message.text and not message.is_by_hand:
            again = self.addAction(self.tr("Reproduce this answer"))
            again.triggered.connect(partial(view.reproduce_requested.emit, message.id))
            again.setEnabled(not view.is_busy)
        if message.role is Role.USER:
            self.addAction(self.tr("Suggest products"), partial(view.suggest_requested.emit, message.id))

    def _add_addresses(self, found: list[str]) -> None:
        if not found:
            return
        self.addSeparator()
        alone = len(found) == 1
        into = self if alone else self.addMenu(self.tr("Open address"))
        for each in found:
            known = read_address(each)
            if known is not None:
                # An ampersand would be taken for a mnemonic.
                shown = known.shown.replace("&", "&&")
                label = self.tr("Open address {address}…").format(address=shown) if alone else f"{shown}…"
                into.addAction(label, partial(self._view.address_activated.emit, each))


def addresses_in(row: Row) -> Iterator[str]:
    """The first web addresses in a message, each once, in reading order."""
    seen: set[str] = set()
    for cell in row.cells[:_MOST_PIECES]:
        for span in _spans_of(cell.piece):
            if span.address and span.address not in seen and len(seen) < _MOST_ADDRESSES:
                seen.add(span.address)
                yield span.address


def _spans_of(piece: Piece) -> Iterator[Span]:
    match piece:
        case Prose(content=content):
            yield from spans(content)
        case Plain(text=text):
            yield from plain_spans(text)
        case Table(head=head, rows=rows):
            for line in (head, *rows):
                for cell in line:
                    yield from spans(cell)
