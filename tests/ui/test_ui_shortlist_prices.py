"""Prices of a shortlist: alerts that are set, told and taken away, and the chart over time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from standins.compare_page import CHEAP, Desk, choose
from standins.compare_page import desk as desk
from standins.offers import NOW

from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.money import Money
from desktop_client.ui.compare.price_history import ROOM_PX, PriceHistoryDialog
from desktop_client.ui.widgets.text_lines import line_height


def test_a_price_alert_is_set_told_on_refresh_and_taken_away(desk: Desk) -> None:
    desk.pin(CHEAP)
    said: list[str] = []
    desk.controller.said.connect(said.append)
    desk.view.written.emit(CHEAP, RowKind.ALERT, "cheap")
    assert "can't be read" in str(desk.failed[0])
    desk.view.written.emit(CHEAP, RowKind.ALERT, "50")
    desk.wait(lambda: desk.cell(RowKind.ALERT) == "at CN¥50.00 or less, item only")
    assert said == []
    desk.store.shelf.put([replace(CHEAP, price=Money(4900, "CNY"), fetched_at=NOW + timedelta(days=1))], "feed")
    desk.controller.refresh()
    desk.wait(lambda: bool(said))
    assert said == ["“Cheap mask” costs CN¥49.00 now, item only; you wanted to be told at CN¥50.00 or less."]
    desk.wait(lambda: "it cost CN¥49.00 on 23 Nov 2026" in (desk.cell(RowKind.ALERT) or ""))
    desk.view.written.emit(CHEAP, RowKind.ALERT, "")
    desk.wait(lambda: desk.cell(RowKind.ALERT) == "")


def test_setting_changing_and_taking_away_a_price_alert_are_each_taken_back(desk: Desk) -> None:
    desk.pin(CHEAP)

    def write(text: str, cell: str) -> None:
        desk.view.written.emit(CHEAP, RowKind.ALERT, text)
        desk.wait(lambda: desk.cell(RowKind.ALERT) == cell)

    def undo(cell: str) -> None:
        desk.view.undo_bar.undo.click()
        desk.wait(lambda: desk.cell(RowKind.ALERT) == cell)

    at_50, at_40 = (f"at CN¥{amount}.00 or less, item only" for amount in (50, 40))
    write("50", at_50)
    undo("")
    write("50", at_50)
    write("40", at_40)
    undo(at_50)
    write("", "")
    undo(at_50)


def test_a_source_that_is_off_meets_no_alert(desk: Desk) -> None:
    desk.pin(CHEAP)
    said: list[str] = []
    desk.controller.said.connect(said.append)
    desk.store.alerts.watch(CHEAP, Money(9900, "CNY"))
    desk.off.add("shelf")
    desk.on_screen.append(replace(CHEAP, fetched_at=NOW + timedelta(days=1)))
    shown = desk.controller.shown
    desk.controller.refresh()
    desk.wait(lambda: desk.controller.shown is not shown)
    assert said == []


def test_prices_over_time_are_said_at_once_and_drawn_when_the_library_is_there(desk: Desk) -> None:
    for days, minor in ((40, 5900), (39, 6900), (10, 6500), (0, 6900)):
        seen = replace(CHEAP, price=Money(minor, "CNY"), fetched_at=NOW - timedelta(days=days))
        desk.store.shelf.put([seen], "feed")
    desk.pin(CHEAP)
    desk.view.grid.setFocus()
    desk.qtbot.keyClick(desk.view.grid, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.view.findChild(PriceHistoryDialog)
    rows = [dialog.steps.item(at).text() for at in range(dialog.steps.count())]
    assert rows[0] == "23 Nov 2026: CN¥69.00"
    assert "not looked at" in rows[1]
    assert rows[-1] == "14 Oct 2026: CN¥59.00"
    assert "30 days: lowest CN¥65.00, seen on 2 days" in dialog.summary.text()
    assert dialog.accessibleName() == "Prices over time: Cheap mask"
    heights = {dialog.steps.visualItemRect(dialog.steps.item(at)).height() for at in range(len(rows))}
    assert heights == {line_height(dialog.font()) + ROOM_PX}, "each row has the room of the one that is chosen"
    desk.wait(lambda: not dialog.waiting.isVisible())
    (chart,) = [w for w in dialog.findChildren(QWidget) if w.accessibleName().startswith("Chart of the prices")]
    assert "30 days" in chart.accessibleDescription()
    _, y = chart.curve.getData()
    assert sum(value != value for value in y) == 2, "a gap is a break in the line"
    assert sorted({float(value) for value in y if value == value}) == [59.0, 65.0, 69.0]
    dialog.close()


def test_an_offer_without_a_past_says_so_and_draws_nothing(desk: Desk) -> None:
    desk.pin(CHEAP)
    choose(desk.view.menu(0), "Prices over time…\tCtrl+G")
    dialog = desk.view.findChild(PriceHistoryDialog)
    assert "No price of it was seen" in dialog.summary.text()
    assert dialog.line is None
    dialog.close()


def test_the_charts_library_costs_nothing_before_a_chart_is_opened() -> None:
    asked = (
        "import sys, desktop_client.app.window; print([m for m in ('pyqtgraph', 'numpy', 'pint') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
