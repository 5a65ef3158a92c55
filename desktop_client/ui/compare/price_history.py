"""PriceHistoryDialog: what an offer cost over time, as a chart and, in the same breath, as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from desktop_client.commerce import label
from desktop_client.commerce.comparing.compared import Column
from desktop_client.commerce.prices.history import claimed_cut, cut_words, lowest
from desktop_client.commerce.prices.series import Gap, Step, line, low_lines, step_words, steps
from desktop_client.ui.panel.cards import status_words
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.growing_dialog import GrowingDialog
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.spoken import language, spoken
from desktop_client.ui.widgets.status_chip import StatusChip
from desktop_client.ui.widgets.text_lines import line_height
from desktop_client.ui.widgets.tint import SMALL

WIDE_LINES = 40
"""The width of the dialog in line heights, within the screen."""
LIST_LINES = 6
"""Lines of the list of prices that are in sight at least; where there are fewer, no more."""
ROOM_PX = 12
"""Pixels above and below the words of a line (see the style sheet's ``boxList``)."""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What the chart draws: points with None where it is broken, the lowest of 30 days, the day of the pin, and the one
    with which it ends, in UTC as all of them.
    """

    points: tuple[tuple[date, Decimal] | None, ...]
    low: Decimal | None
    pinned: date
    today: date


def price_line(column: Column, now: datetime) -> PriceLine | None:
    """The line of an offer's prices; None where none was seen in the currency of its price."""
    price = column.offer.price
    if price is None:
        return None
    found = steps(column.seen, price.currency)
    low = lowest(column.seen, price, now)
    pinned = column.pin.pinned_at.date()
    today = now.astimezone(UTC).date()
    return PriceLine(line(found), low.price.amount if low else None, pinned, today) if found else None


class PriceHistoryDialog(GrowingDialog):
    """Says everything in words first; the chart is put in when its library is there."""

    def __init__(self, column: Column, now: datetime, parent: QWidget) -> None:
        super().__init__(parent)
        offer = column.offer
        self.set_title(self.tr("Prices over time"))
        self.setAccessibleName(self.tr("Prices over time: {title}").format(title=offer.title))
        self.line = price_line(column, now)
        found = steps(column.seen, offer.price.currency) if offer.price else ()
        self.steps = QListWidget(self)
        self.steps.setObjectName("boxList")
        self.steps.setAccessibleName(self.tr("Prices that were seen, the newest first"))
        # Rows that Qt measured before the list was dressed stood closer than the one that was chosen.
        high = line_height(self.font()) + ROOM_PX
        for step in reversed(found):
            item = QListWidgetItem(spoken(step_words(step)), self.steps)
            item.setSizeHint(QSize(0, high))
        self.steps.setCurrentRow(0)
        lines = min(len(found) + 1, LIST_LINES)
        self.steps.setMinimumHeight(lines * high)
        if len(found) < LIST_LINES:
            self.steps.setMaximumHeight(self.steps.minimumHeight())
        self.rows.addWidget(PlainLabel(spoken(label.HEADER), self, ink="panel_ink", scale=SMALL, bold=True))
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(PlainLabel(offer.title, self, bold=True, max_lines=3), 1)
        chip = StatusChip(offer.commercial.status, status_words(offer.commercial, language()), self)
        head.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(head)
        self.summary = PlainLabel(" · ".join(self._summary(column, found, now)), self, ink="ink_soft")
        self.rows.addWidget(self.summary)
        self.waiting = PlainLabel(self.tr("The chart is being prepared…"), self, ink="ink_soft", scale=SMALL)
        self.waiting.setVisible(self.line is not None)
        self.rows.addWidget(self.waiting)
        self.rows.addWidget(self.steps, 1)
        self.steps.setVisible(bool(found))
        shut = TextButton(self.tr("Close"), OUTLINE, self)
        shut.clicked.connect(self.close)
        self.buttons.addWidget(shut)
        wide = min(WIDE_LINES * self.fontMetrics().height(), self.screen().availableGeometry().width() - 40)
        self.resize(wide, self.height())
        self.fit()
        (self.steps if found else shut).setFocus()

    def put_chart(self, chart: QWidget) -> None:
        """Show the chart above the list."""
        chart.setAccessibleName(self.tr("Chart of the prices in the list below"))
        chart.setAccessibleDescription(self.summary.text())
        self.rows.replaceWidget(self.waiting, chart)
        self.waiting.hide()
        # The chart has its size once it was shown.
        QTimer.singleShot(0, self, self.fit)

    def _summary(self, column: Column, found: tuple[Step | Gap, ...], now: datetime) -> list[str]:
        price = column.offer.price
        if price is None or not found:
            return [self.tr("No price of it was seen over time: only imported offers and those on the shelf have one.")]
        said = [spoken(sentence) for sentence in low_lines(column.seen, price, now)]
        cut = claimed_cut(column.offer, column.seen, now)
        if cut is not None:
            said.append(spoken(cut_words(cut)))
        return [*said, self.tr("item only, without shipping; where the line breaks, nobody looked")]
