"""Named shortlists in the window: pinning, notes, news, and a way back from everything; on a real store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget
from standins.clock import FakeClock
from standins.offers import NOW, make_offer

from desktop_client.commerce.compared import RowKind
from desktop_client.commerce.label import header
from desktop_client.commerce.list_export import ListFormat
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.ranking import Part
from desktop_client.commerce.shortlist import Pin
from desktop_client.paths import Profile
from desktop_client.store.profile_store import Store, open_store
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.compare.price_history import PriceHistoryDialog
from desktop_client.ui.compare.shown import Pinning
from desktop_client.ui.compare.view import CompareView
from desktop_client.ui.list_exporter import ListExporter
from desktop_client.ui.name_dialog import NameDialog
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.shortlist_controller import ShortlistController

CHEAP, DEAR = make_offer("cheap", "Cheap mask"), make_offer("dear", "Dear mask", price=Money(9900, "CNY"))


@dataclass
class Desk:
    """The page of pinned offers with its controller, and what tests reach for."""

    qtbot: object
    controller: ShortlistController
    view: CompareView
    panel: SuggestionPanel
    store: Store
    clock: FakeClock
    on_screen: list[Offer] = field(default_factory=list)
    off: set[str] = field(default_factory=set)
    failed: list[Exception] = field(default_factory=list)

    def wait(self, what) -> None:
        self.qtbot.waitUntil(what)

    def pin(self, *offers: Offer) -> None:
        for offer in offers:
            self.panel.pin_toggled.emit(offer, True)
        self.wait(lambda: {o.offer_id for o in offers} <= set(self.columns()))

    def columns(self) -> list[str]:
        return [column.offer.offer_id for column in self.view.model.table.columns]

    def cell(self, kind: RowKind, column: int = 0) -> str | None:
        row = next((row for row in self.view.model.table.rows if row.kind == kind), None)
        return None if row is None else row.cells[column].whole

    def title(self) -> str:
        return self.view.header.title.text()


@pytest.fixture
def desk(qtbot, profile: Profile) -> Iterator[Desk]:
    clock, bridge = FakeClock(NOW), Bridge()
    view, panel = CompareView(), SuggestionPanel()
    for widget in (view, panel):
        qtbot.addWidget(widget)
    view.resize(900, 560)
    with open_store(profile, clock) as store:
        made: list[Desk] = []
        pinning = Pinning(
            store.shortlists, store.alerts, store.shelf, store.shelf, clock, lambda: {"shelf": "This computer"},
            on_screen=lambda: made[0].on_screen, may_show=lambda source_id: source_id not in made[0].off,
        )  # fmt: skip
        controller = ShortlistController(pinning, view, panel, bridge)
        made.append(Desk(qtbot, controller, view, panel, store, clock))
        controller.failed.connect(made[0].failed.append)
        view.show()
        qtbot.waitUntil(lambda: controller.shown is not None)
        yield made[0]
        bridge.close()


def choose(menu: QMenu, *words: str) -> None:
    """Take an entry by its words, in a menu below the one before."""
    for word in words[:-1]:
        menu = next(action.menu() for action in menu.actions() if action.text() == word)
    next(action for action in menu.actions() if action.text() == words[-1]).trigger()


def answer(desk: Desk, widget, text: str) -> None:
    """Type a name into the box that asks for one."""
    desk.wait(lambda: widget.findChild(NameDialog) is not None)
    dialog = widget.findChild(NameDialog)
    assert dialog.box.accessibleName() == "Name of the list"
    dialog.box.setText(text)
    dialog.accept()


def test_the_first_pin_begins_a_list(desk: Desk) -> None:
    assert desk.view.lists.text().startswith("Lists")
    desk.pin(CHEAP)
    assert desk.title() == "Compare: Shortlist"
    assert desk.view.lists.accessibleName() == "List: Shortlist"
    assert desk.panel.footer.compare.accessibleDescription() == "List: Shortlist"


def test_a_new_list_a_pin_in_it_and_the_way_between_the_two(desk: Desk) -> None:
    desk.pin(CHEAP)
    choose(desk.view.lists.menu_of_lists(), "New list…")
    answer(desk, desk.view.lists, "For Mum & Dad")
    desk.wait(lambda: desk.title() == "Compare: For Mum & Dad")
    assert desk.columns() == []
    assert desk.panel.footer.compare.isEnabled(), "the other list can be looked at"
    desk.pin(DEAR)
    choose(desk.view.lists.menu_of_lists(), "Shortlist · 1")
    desk.wait(lambda: desk.columns() == ["cheap"])
    choose(desk.view.lists.menu_of_lists(), "For Mum && Dad · 1")
    desk.wait(lambda: desk.columns() == ["dear"])


def test_a_list_is_renamed_and_a_name_that_is_taken_is_said(desk: Desk) -> None:
    desk.pin(CHEAP)
    desk.view.lists.new_requested.emit("gifts")
    desk.wait(lambda: desk.title() == "Compare: gifts")
    choose(desk.view.lists.menu_of_lists(), "Rename…")
    answer(desk, desk.view.lists, "presents")
    desk.wait(lambda: desk.title() == "Compare: presents")
    desk.view.lists.new_requested.emit("presents")
    desk.wait(lambda: bool(desk.failed))
    assert "already" in str(desk.failed[0])


def test_a_deleted_list_comes_back_by_undo_and_by_the_menu(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    choose(desk.view.lists.menu_of_lists(), "Delete this list")
    desk.wait(lambda: desk.columns() == [])
    desk.wait(desk.view.undo_bar.isVisible)
    assert "Shortlist" in desk.view.undo_bar.text.text()
    desk.view.undo_bar.undo.click()
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])
    choose(desk.view.lists.menu_of_lists(), "Delete this list")
    desk.wait(lambda: desk.columns() == [])
    choose(desk.view.lists.menu_of_lists(), "Bring back a deleted list", "Shortlist · 2")
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])


def test_what_is_taken_off_comes_back_with_its_note_and_its_time(desk: Desk) -> None:
    desk.pin(CHEAP)
    desk.view.written.emit(CHEAP, RowKind.NOTE, "ask Mum")
    desk.wait(lambda: desk.cell(RowKind.NOTE) == "ask Mum")
    (before,) = desk.store.shortlists.pins()
    desk.clock.pass_(days=3)
    desk.view.grid.remove_requested.emit(0)
    desk.wait(lambda: desk.columns() == [])
    desk.view.undo_bar.undo.click()
    desk.wait(lambda: desk.columns() == ["cheap"])
    assert desk.store.shortlists.pins() == (before,)


def test_a_note_is_written_by_keyboard_and_an_old_one_comes_back(desk: Desk) -> None:
    desk.pin(CHEAP)
    grid, model = desk.view.grid, desk.view.model
    at = model.index(model.row_of(RowKind.NOTE), 0)
    assert at.data() == "write a note"
    assert "write a note" not in model.table.as_text(""), "a hint is no note"
    grid.setFocus()
    grid.setCurrentIndex(at)
    desk.qtbot.keyClick(grid, Qt.Key.Key_Return)
    line = grid.findChild(QLineEdit)
    assert line.accessibleName() == "Your note"
    desk.qtbot.keyClicks(line, "smells good")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.wait(lambda: desk.cell(RowKind.NOTE) == "smells good")
    assert not desk.view.undo_bar.isVisible(), "nothing was lost"
    choose(desk.view.menu(0), "Write a note\tF2")
    line = grid.findChild(QLineEdit)
    assert line.text() == "smells good"
    line.setText("smells bad")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.wait(lambda: desk.cell(RowKind.NOTE) == "smells bad")
    desk.view.undo_bar.undo.click()
    desk.wait(lambda: desk.cell(RowKind.NOTE) == "smells good")


def test_no_other_cell_can_be_written_into(desk: Desk) -> None:
    desk.pin(CHEAP)
    model = desk.view.model
    for row in range(model.rowCount()):
        editable = bool(model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsEditable)
        assert editable == (model.row(row).kind in (RowKind.NOTE, RowKind.ALERT, RowKind.UNIT_PRICE))


def test_what_the_shelf_and_the_list_on_screen_say_by_now(desk: Desk) -> None:
    shop = replace(DEAR, source_id="shop")
    desk.pin(CHEAP, shop)
    assert desk.cell(RowKind.SINCE) is None
    later = NOW + timedelta(days=1)
    desk.store.shelf.put([replace(CHEAP, price=Money(4900, "CNY"), fetched_at=later)], "feed")
    desk.on_screen.append(replace(shop, availability="out_of_stock", fetched_at=later))
    desk.controller.refresh()
    desk.wait(lambda: desk.cell(RowKind.SINCE) is not None)
    assert (desk.cell(RowKind.SINCE) or "").startswith("price down to CN¥49.00, was CN¥69.00 (seen again on 2026-11-24")
    assert (desk.cell(RowKind.SINCE, 1) or "").startswith("availability now out of stock")
    desk.off.add("shop")
    desk.controller.refresh()
    desk.wait(lambda: desk.cell(RowKind.SINCE, 1) == "not seen again")


def test_a_new_snapshot_is_taken_when_the_user_wants_it_and_taken_back(desk: Desk) -> None:
    desk.pin(CHEAP)
    assert not next(a for a in desk.view.menu(0).actions() if "snapshot" in a.text()).isEnabled()
    desk.store.shelf.put([replace(CHEAP, price=Money(4900, "CNY"), fetched_at=NOW + timedelta(days=1))], "feed")
    desk.controller.refresh()
    desk.wait(lambda: desk.cell(RowKind.SINCE) is not None)
    choose(desk.view.menu(0), "Take a new snapshot\tCtrl+R")
    desk.wait(lambda: "49.00" in (desk.cell(RowKind.TOTAL) or ""))
    assert desk.cell(RowKind.SINCE) is None
    desk.view.undo_bar.undo.click()
    desk.wait(lambda: "69.00" in (desk.cell(RowKind.TOTAL) or ""))


def test_an_offer_is_pinned_to_another_list_without_leaving_this_one(desk: Desk) -> None:
    desk.pin(CHEAP)
    said: list[str] = []
    desk.controller.said.connect(said.append)
    desk.panel.show()
    desk.panel.pin_elsewhere_requested.emit(DEAR)
    menu = next(menu for menu in desk.panel.findChildren(QMenu) if any(a.text() == "New list…" for a in menu.actions()))
    choose(menu, "New list…")
    answer(desk, desk.panel, "gifts")
    desk.wait(lambda: [pin.offer.offer_id for pin in desk.store.shortlists.pins("gifts")] == ["dear"])
    desk.wait(lambda: "gifts · 1" in [a.text() for a in desk.view.lists.menu_of_lists().actions()])
    assert desk.title() == "Compare: Shortlist"
    assert said == ["Pinned to “gifts”."]


def test_a_pack_size_is_corrected_refused_undone_and_given_back(desk: Desk) -> None:
    desk.pin(CHEAP)
    assert desk.cell(RowKind.UNIT_PRICE) == "not stated (write the pack size)"
    choose(desk.view.menu(0), "Correct the pack size")
    line = desk.view.grid.findChild(QLineEdit)
    line.setText("30片/盒")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.wait(lambda: "2.30 / piece" in (desk.cell(RowKind.UNIT_PRICE) or ""))
    assert "your pack size: 30 pieces" in (desk.cell(RowKind.UNIT_PRICE) or "")
    desk.view.written.emit(CHEAP, RowKind.UNIT_PRICE, "a lot")
    assert "is no pack size" in str(desk.failed[0])
    desk.view.written.emit(CHEAP, RowKind.UNIT_PRICE, "2 × 500 ml")
    desk.wait(lambda: "6.90 / 100 ml" in (desk.cell(RowKind.UNIT_PRICE) or ""))
    desk.view.undo_bar.undo.click()
    desk.wait(lambda: "2.30 / piece" in (desk.cell(RowKind.UNIT_PRICE) or ""))
    desk.view.written.emit(CHEAP, RowKind.UNIT_PRICE, "")
    desk.wait(lambda: desk.cell(RowKind.UNIT_PRICE) == "not stated (write the pack size)")


def test_the_table_is_read_only_while_it_is_looked_at(desk: Desk) -> None:
    desk.view.hide()
    desk.panel.pin_toggled.emit(CHEAP, True)
    desk.wait(lambda: desk.controller.shown is not None and len(desk.controller.shown.pins) == 1)
    assert desk.controller.shown.laid_out is None
    assert desk.columns() == []
    desk.view.show()
    assert desk.view.empty.text() == "Reading the list…", "it isn't empty, it isn't read yet"
    desk.wait(lambda: desk.columns() == ["cheap"])


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    desk.qtbot.keyClick(desk.view.grid, key, modifier)


def test_columns_are_moved_and_rows_hidden_by_keyboard_and_kept_with_the_list(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    grid, model = desk.view.grid, desk.view.model
    grid.setFocus()
    grid.setCurrentIndex(model.index(model.row_of(RowKind.SELLER), 0))
    press(desk, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    assert grid.currentIndex().column() == 1, "the focus goes with the offer"
    assert desk.view.order.accessibleName() == "Order: your own"
    press(desk, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: model.row_of(RowKind.SELLER) is None)
    assert desk.view.filters.hidden.text() == "Hidden rows: Seller"
    desk.view.lists.new_requested.emit("other")
    desk.wait(lambda: desk.title() == "Compare: other")
    desk.view.lists.chosen.emit("shortlist")
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    assert model.row_of(RowKind.SELLER) is None
    desk.view.filters.show_all.click()
    desk.wait(lambda: model.row_of(RowKind.SELLER) is not None)


def test_the_row_with_the_focus_puts_the_columns_in_order_both_ways(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    grid, model = desk.view.grid, desk.view.model
    grid.setFocus()
    grid.setCurrentIndex(model.index(model.row_of(RowKind.TOTAL), 0))
    press(desk, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    assert desk.view.order.accessibleName() == "Order: Total to pay, largest first"
    press(desk, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])
    total = grid.names.sectionViewportPosition(model.row_of(RowKind.TOTAL))
    desk.qtbot.mouseClick(grid.names.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, total + 10))
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    choose(desk.view.order.menu_of_orders(), "Largest first")
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])


def test_an_offer_is_hidden_and_comes_back(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    choose(desk.view.menu(0), "Hide this offer\tCtrl+Shift+H")
    desk.wait(lambda: desk.columns() == ["dear"])
    assert desk.view.filters.hidden.text() == "Hidden offers: 1"
    choose(desk.view.menu(0), "Hide this offer\tCtrl+Shift+H")
    desk.wait(lambda: desk.columns() == [])
    assert desk.view.empty.isHidden(), "something is pinned, it is only left out"
    desk.view.filters.show_all.click()
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])


def test_offers_of_one_product_are_told_apart_and_that_is_undone(desk: Desk) -> None:
    model = {"brand": "F", "model": "X"}
    desk.pin(replace(CHEAP, **model), replace(DEAR, **model))
    assert desk.cell(RowKind.SAME) == "as “Dear mask” (the same maker and model number)"
    choose(desk.view.menu(0), "Not the same product as “Dear mask”")
    desk.wait(lambda: desk.cell(RowKind.SAME) is None)
    desk.view.undo_bar.undo.click()
    desk.wait(lambda: desk.cell(RowKind.SAME) is not None)


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
    assert said == ["“Cheap mask” costs CN¥49.00 now; you wanted to be told at CN¥50.00 or less."]
    desk.wait(lambda: "it cost CN¥49.00 on 2026-11-23" in (desk.cell(RowKind.ALERT) or ""))
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


def test_a_stuffed_title_leaves_the_line_about_what_was_done_its_words(desk: Desk) -> None:
    desk.pin(replace(CHEAP, title="best cheap mask " * 60))
    desk.view.grid.remove_requested.emit(0)
    said = desk.view.undo_bar.text.text()
    assert said.startswith("Taken off the shortlist: best cheap mask")
    assert said.endswith("…")
    assert len(said) < 100


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


def test_weights_are_moved_and_say_what_is_first_by_now(desk: Desk) -> None:
    rated = replace(DEAR, rating=Rating(5.0, 5.0, 10_000))
    for offer in (CHEAP, rated):
        desk.store.shortlists.put_back(
            Pin(offer, NOW, ShoppingNeed("mask", price=PriceRange(high=Decimal(500), currency="CNY")))
        )
    desk.controller.refresh()
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])
    assert desk.view.weights.isVisible()
    desk.view.weights.click()
    popover = desk.controller._weights.popover
    popover.rows[Part.RATING].slider.setValue(100)
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    desk.wait(lambda: popover.first.text() == "First now: Dear mask")
    assert "fits best" in desk.view.footnote.text()
    popover.close()
    assert desk.store.shortlists.arrangement().weights.rating == 100


def test_things_done_one_after_the_other_are_kept_in_that_order(desk: Desk) -> None:
    desk.pin(CHEAP)
    for number in range(30):
        desk.view.written.emit(CHEAP, RowKind.NOTE, str(number))
    desk.wait(lambda: desk.cell(RowKind.NOTE) == "29")
    assert desk.store.shortlists.pins()[0].note == "29"


@pytest.mark.parametrize("form", ListFormat)
def test_what_is_on_the_page_leaves_as_a_file_with_label_source_time_and_note(desk: Desk, tmp_path, form) -> None:
    desk.pin(CHEAP, replace(DEAR, title="＝HYPERLINK(1)"))
    desk.view.written.emit(CHEAP, RowKind.NOTE, "ask Mum")
    desk.wait(lambda: desk.cell(RowKind.NOTE) == "ask Mum")
    desk.view.row_hidden.emit("seller")
    desk.wait(lambda: desk.cell(RowKind.SELLER) is None)
    file = tmp_path / f"kept.{form}"
    bridge = Bridge()
    exporter = ListExporter(lambda: desk.controller.bytes_of("en"), lambda: file, bridge)
    with desk.qtbot.waitSignal(exporter.exported):
        exporter.export()
    bridge.close()
    text = file.read_text(encoding="utf-8-sig").replace("\\", "").replace("&amp;", "&")
    for part in (header(), "ask Mum", "This computer", "2026-11-23", "No payment", "69.00", "Shortlist"):
        assert part in text
    assert form is ListFormat.JSON or "Seller" not in text
    if form is ListFormat.CSV:
        assert '"\'＝HYPERLINK(1)"' in text


def test_nothing_pinned_is_nothing_to_export(desk: Desk) -> None:
    assert desk.controller.bytes_of("en") is None
    assert not desk.view.export_button.isEnabled()


def test_prices_over_time_are_said_at_once_and_drawn_when_the_library_is_there(desk: Desk) -> None:
    for days, minor in ((40, 5900), (39, 6900), (10, 6500), (0, 6900)):
        seen = replace(CHEAP, price=Money(minor, "CNY"), fetched_at=NOW - timedelta(days=days))
        desk.store.shelf.put([seen], "feed")
    desk.pin(CHEAP)
    desk.view.grid.setFocus()
    desk.qtbot.keyClick(desk.view.grid, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.view.findChild(PriceHistoryDialog)
    rows = [dialog.steps.item(at).text() for at in range(dialog.steps.count())]
    assert rows[0] == "2026-11-23: CN¥69.00"
    assert "not looked at" in rows[1]
    assert rows[-1] == "2026-10-14: CN¥59.00"
    assert "30 days: lowest CN¥65.00, seen on 2 days" in dialog.summary.text()
    assert dialog.accessibleName() == "Prices over time: Cheap mask"
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
