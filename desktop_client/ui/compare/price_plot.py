"""PricePlot: the line of prices, drawn by pyqtgraph. Imported only when the first chart is opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pyqtgraph as pg
from babel.dates import format_date
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.ui.widgets.spoken import language
from desktop_client.ui.widgets.tint import SMALL, scaled, tint
from desktop_client.wording import Language

LEAST_HEIGHT = 220
LINES_HIGH = 12
"""How high the chart is: in device-independent pixels at least, and in line heights."""
FEWEST_DAYS = 4
"""Days that the chart spans at least."""
_DAY = 86_400
_MONTH = 27 * _DAY
_YEAR = 360 * _DAY
_DAY_OF_MONTH: dict[Language, str] = {"en": "d MMM", "zh": "M月d日"}
LOCALES: dict[Language, str] = {"en": "en_GB", "zh": "zh_Hans_CN"}


class Days(pg.DateAxisItem):  # type: ignore[misc]
    """Days and months in the interface's language; the library's own are English."""

    def tickValues(self, *span: float) -> list[tuple[float, Sequence[float]]]:  # noqa: N802
        """Where ticks stand, by how far apart they are. Days name their month themselves: where the month was named as
        well, its name stood across those of the days beside it.
        """
        levels = [level for level in super().tickValues(*span) if level[0] >= _DAY]
        if levels and levels[-1][0] < _MONTH:
            return levels[-1:]
        return [(spacing, self._with_room(at, spacing, span) if spacing < _YEAR else at) for spacing, at in levels]

    def _with_room(self, months: Sequence[float], spacing: float, span: Sequence[float]) -> Sequence[float]:
        """Every second, third, … month, so that their names don't touch; the first is where the year stands."""
        first, last, size = span
        wide = QFontMetrics(self.style["tickFont"]).horizontalAdvance("2026 ") * (last - first) / max(1, size)
        step = next((step for step in (1, 2, 3, 4, 6) if step * spacing >= wide), 12)
        return [at for at in months if (datetime.fromtimestamp(at, UTC).month - 1) % step == 0]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        """What stands at each tick: a year, a month or a day, by how far apart they are (seconds)."""
        form = "y" if spacing >= _YEAR else "LLL" if spacing >= _MONTH else _DAY_OF_MONTH[language()]
        days = (datetime.fromtimestamp(value, UTC).date() for value in values)
        return [str(format_date(each, form, locale=LOCALES[language()])) for each in days]


class PricePlot(QWidget):
    """Draws steps, broken where nothing was seen, and a dashed line at the lowest price. Nothing in it moves.

    What it shows stands as text beside it, so it takes no focus; its accessible name says that.
    """

    def __init__(
        self,
        points: Sequence[tuple[date, Decimal] | None],
        low: Decimal | None,
        pinned: date,
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.plot = pg.PlotWidget(self, axisItems={"bottom": Days(utcOffset=0)})
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setFixedHeight(max(LEAST_HEIGHT, LINES_HIGH * self.fontMetrics().height()))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.plot)
        self._dress()
        self._draw(points, low, pinned)
        self._span([*(point[0] for point in points if point), pinned], today)

    def _dress(self) -> None:
        font: QFont = scaled(self.font(), SMALL)
        self.plot.setBackground(tint("raised"))
        self.plot.showGrid(x=False, y=True, alpha=0.15)
        for name in ("left", "bottom"):
            axis = self.plot.getAxis(name)
            axis.setPen(pg.mkPen(tint("hairline")))
            axis.setTextPen(pg.mkPen(tint("ink_soft")))
            axis.setTickFont(font)
        self.plot.getAxis("left").enableAutoSIPrefix(False)

    def _draw(self, points: Sequence[tuple[date, Decimal] | None], low: Decimal | None, pinned: date) -> None:
        nothing = float("nan")
        x = [nothing if point is None else _seconds(point[0]) for point in points]
        # A picture is as exact as its pixels; the exact figures stand beside it.
        y = [nothing if point is None else float(point[1]) for point in points]
        self.curve = self.plot.plot(x, y, pen=pg.mkPen(tint("accent"), width=2), connect="finite")
        if low is not None:
            dashes = pg.mkPen(tint("ink_soft"), width=1, style=Qt.PenStyle.DashLine)
            self.plot.addItem(pg.InfiniteLine(float(low), angle=0, pen=dashes))
        dots = pg.mkPen(tint("panel_ink"), width=1, style=Qt.PenStyle.DotLine)
        self.plot.addItem(pg.InfiniteLine(_seconds(pinned), angle=90, pen=dots))
        known = [value for value in y if value == value]
        if known:
            room = max((max(known) - min(known)) * 0.15, max(known) * 0.02, 0.01)
            self.plot.setYRange(min(known) - room, max(known) + room, padding=0)

    def _span(self, days: Sequence[date], today: date) -> None:
        """End with today, so that days on which nobody looked are there and none that is still to come."""
        # A price holds to the end of its day, where the next one begins: that has no name at the end of the axis.
        last = max(_seconds(today) + _DAY, *map(_seconds, days)) - 1
        # Days are what the axis names: of hours it would say nothing.
        first = min(last - FEWEST_DAYS * _DAY, *map(_seconds, days))
        self.plot.setXRange(first, last, padding=0)


def _seconds(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
