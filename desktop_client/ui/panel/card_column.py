"""CardColumn: cards one under the other. It knows that they are all alike, so showing one does not measure the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_client.ui.panel.card import OfferCard

SIDE, END, GAP = 12, 10, 10
"""What is left free beside the cards, above and below them, and between two, in device-independent pixels."""


class CardColumn(QWidget):
    """Places cards by the heights that they want, and says how tall it is once they stand.

    A layout would ask all of them anew for each that is shown, and layouts around this would ask it thousands of times
    while a list comes in, each time waiting for whatever thread computes.

    Beside the cards there is always room for the area's scroll bar, so that they keep their width when it comes.
    """

    def __init__(self, area: QScrollArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = area
        self.cards: tuple[OfferCard, ...] = ()
        self.setFixedHeight(0)
        # As the ground below it: growing paints nothing again.
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)

    def show_cards(self, cards: Sequence[OfferCard]) -> None:
        """Show these from top to bottom, and no others."""
        before, self.cards = self.cards, tuple(cards)
        if self.cards == before:
            return
        staying = set(self.cards)
        for card in before:
            if card not in staying:
                card.hide()
        self._place()
        for card in self.cards:
            if card.isHidden():
                card.show()

    def card_width(self) -> int:
        """How wide each card is."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        return max(0, self._area.maximumViewportSize().width() - bar - 2 * SIDE)

    def card_resized(self) -> None:
        """One of the cards wants another height."""
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._place()

    def _place(self) -> None:
        wide, y = self.card_width(), END
        for card in self.cards:
            high = card.heightForWidth(wide)
            card.setGeometry(SIDE, y, wide, high)
            y += high + GAP
        self.setFixedHeight(y - GAP + END if self.cards else 0)
