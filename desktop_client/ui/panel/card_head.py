"""CardHead: how title, amounts and origin of a card are arranged: the price at the right, or all under one another."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from desktop_client.ui.widgets.painted_text import PaintedText

GAP = 10
"""Between what stands beside each other, in device-independent pixels."""


@dataclass(frozen=True, slots=True)
class CardHead:
    """The parts, from the top. Each way takes the room it has and gives back where the next part may begin;
    ``move``: the parts are put there, too.
    """

    title: PaintedText
    price: PaintedText
    converted: PaintedText
    unit_price: PaintedText
    origin: PaintedText
    notes: PaintedText

    def fits_beside(self, width: int, line: int) -> bool:
        """Whether the title keeps some words beside the price, in a column of that width; a line is so high."""
        return self.price.sizeHint().width() <= width - GAP - 5 * line

    def beside(self, room: QRect, *, move: bool) -> int:
        """The price at the right of the title, on one line: broken it would end in one with nothing but the question
        mark. The unit price stands beside a line that leaves it room, or under the price.
        """
        unit = 0 if self.unit_price.isHidden() else self.unit_price.sizeHint().width()
        most = round(room.width() * 0.45)
        partner = self._line_with_room(room.width() - unit - GAP)
        under = partner is None and unit <= most
        amounts = max(part.sizeHint().width() for part in (self.price, self.converted))
        money = max(min(most, max(amounts, unit if under else 0)), self.price.sizeHint().width())
        right = QRect(room.right() + 1 - money, room.y(), money, 0)
        y = stack(self.title, QRect(room.x(), room.y(), room.width() - money - GAP, 0), move=move)
        bottom = stack(self.price, right, move=move)
        bottom = stack(self.converted, _below(right, bottom), move=move)
        if under:
            bottom = stack(self.unit_price, _below(right, bottom), move=move)
        y = max(y, bottom) + 2
        if partner is None and not under:
            y = stack(self.unit_price, _below(room, y), move=move)
        for part in (self.origin, self.notes):
            taken = unit if part is partner else 0
            if taken:
                stack(self.unit_price, QRect(room.right() + 1 - unit, y, unit, 0), move=move)
            y = stack(part, QRect(room.x(), y, room.width() - taken - (GAP if taken else 0), 0), move=move)
        return y

    def _line_with_room(self, words: int) -> PaintedText | None:
        """The first line under the title that is no wider than that."""
        lines = (part for part in (self.origin, self.notes) if not part.isHidden())
        return next((part for part in lines if part.sizeHint().width() <= words), None)

    def stacked(self, room: QRect, *, move: bool) -> int:
        """Everything under everything: for a narrow panel or large type."""
        y = room.y()
        for part in (self.title, self.price, self.converted, self.unit_price, self.origin, self.notes):
            y = stack(part, _below(room, y), move=move)
        return y


def stack(part: QWidget | PaintedText, at: QRect, *, move: bool) -> int:
    """Give a part the width of ``at`` and the height that it needs there; returns where the next one may begin."""
    if part.isHidden():
        return at.y()
    high = part.heightForWidth(at.width())
    if move:
        part.setGeometry(at.x(), at.y(), at.width(), high)
    return at.y() + high


def _below(room: QRect, y: int) -> QRect:
    return QRect(room.x(), y, room.width(), 0)
