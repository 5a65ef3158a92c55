"""The chart of prices: painted with its days and months in the interface's language, whatever the span."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_client.ui.compare.price_plot import PricePlot


@pytest.fixture(params=["en_GB", "zh_CN"])
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def painted(qtbot: QtBot, days: int) -> list[str]:
    """What stands at the ticks below a chart of so many days."""
    _home, axis, ticks = ticks_of(qtbot, days)
    return [words for spacing, at in ticks for words in axis.tickStrings(at, 1.0, spacing)]


def ticks_of(qtbot: QtBot, days: int) -> tuple[QWidget, Any, list[Any]]:
    """A widget with a painted chart of so many days, the axis below it, and its ticks. Whatever breaks in painting ends
    the process.
    """
    home = QWidget()
    qtbot.addWidget(home)
    first = date(2026, 9, 3)
    points = [(first + timedelta(days=n), Decimal(30 + n % 5)) for n in range(days)]
    chart = PricePlot(points, Decimal(30), first, points[-1][0], home)
    QVBoxLayout(home).addWidget(chart)
    home.resize(680, 400)
    home.show()
    assert not chart.grab().isNull()
    axis = chart.plot.getAxis("bottom")
    return home, axis, axis.tickValues(*axis.range, axis.size().width())


@pytest.mark.parametrize("days", [1, 2, 20, 88, 900])
def test_the_axis_is_painted_whatever_the_span(qtbot: QtBot, locale: str, days: int) -> None:
    words = {each for each in painted(qtbot, days) if each}
    assert words
    assert not any(each.isascii() for each in words - {"2026", "2027", "2028", "2029"}) or locale == "en_GB"


def test_months_are_named(qtbot: QtBot, locale: str) -> None:
    words = set(painted(qtbot, 88))
    assert {"en_GB": {"Oct", "Nov"}, "zh_CN": {"10月", "11月"}}[locale] <= words


@pytest.mark.parametrize("days", [20, 40, 88, 200, 900])
def test_no_name_stands_across_another(qtbot: QtBot, locale: str, days: int) -> None:
    _home, axis, ticks = ticks_of(qtbot, days)
    metrics = QFontMetrics(axis.style["tickFont"])
    width = axis.size().width() / (axis.range[1] - axis.range[0])
    placed = sorted(
        (value * width, metrics.horizontalAdvance(words))
        for spacing, at in ticks
        for value, words in zip(at, axis.tickStrings(at, 1.0, spacing), strict=True)
        if words
    )
    assert len(placed) > 1
    for (left, wide), (right, other) in pairwise(placed):
        assert left + wide / 2 <= right - other / 2


@pytest.mark.parametrize("days", [20])
def test_days_are_named(qtbot: QtBot, locale: str, days: int) -> None:
    said = " ".join(painted(qtbot, days))
    assert {"en_GB": "Sep", "zh_CN": "9月"}[locale] in said
    assert any(character.isdigit() for character in said)


@pytest.mark.parametrize(("days", "later"), [(1, 0), (3, 0), (20, 0), (20, 30), (88, 0)])
def test_it_ends_with_today_and_names_no_day_to_come(qtbot: QtBot, locale: str, days: int, later: int) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    first = date(2026, 9, 3)
    seen = [(first + timedelta(days=n), Decimal(30)) for n in range(days)]
    today = seen[-1][0] + timedelta(days=later)
    # A price holds to the end of its day.
    chart = PricePlot([*seen, (seen[-1][0] + timedelta(days=1), Decimal(30))], None, first, today, home)
    QVBoxLayout(home).addWidget(chart)
    home.resize(680, 400)
    home.show()
    assert not chart.grab().isNull()
    axis = chart.plot.getAxis("bottom")
    ticks = [at for _, many in axis.tickValues(*axis.range, axis.size().width()) for at in many]
    shown = [datetime.fromtimestamp(at, UTC).date() for at in (*axis.range, *ticks)]
    assert max(shown) == today
    assert min(shown) <= first
