"""CardColumn: cards one under the other. It knows that they are all alike, so showing one does not measure the rest."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from desktop_client.ui.panel.card import OfferCard

SIDE, END, GAP = 12, 10, 10
"""What is left free beside the cards, above and below them, and between two, in device-independent pixels."""


class CardColumn(QWidget):
    """Places cards by the heights that they want. A layout would ask all of them anew for each that is shown.

    Beside the cards there is always room for the area's scroll bar, so that they keep their width when it comes.
    """

    def __init__(self, area: QScrollArea, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = area
        self.cards: tuple[OfferCard, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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
        self.updateGeometry()

    def card_width(self) -> int:
        """How wide each card is."""
        bar = self._area.verticalScrollBar().sizeHint().width()
        return max(0, self._area.maximumViewportSize().width() - bar - 2 * SIDE)

    def bottom(self) -> int:
        """Where the last card ends, in device-independent pixels from the top."""
        return self.cards[-1].geometry().bottom() if self.cards else 0

    def card_resized(self) -> None:
        """One of the cards wants another height."""
        self._place()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self.cards:
            return 0
        wide = self.card_width()
        return sum(card.heightForWidth(wide) for card in self.cards) + GAP * (len(self.cards) - 1) + 2 * END

    def sizeHint(self) -> QSize:
        return QSize(self.card_width() + 2 * SIDE, self.heightForWidth(0))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((card.minimumSizeHint().width() for card in self.cards), default=0) + 2 * SIDE, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        wide, y = self.card_width(), END
        for card in self.cards:
            high = card.heightForWidth(wide)
            card.setGeometry(SIDE, y, wide, high)
            y += high + GAP
