"""Named shortlists in the window: pinning, notes, news, and a way back from everything; on a real store."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from html import escape

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu
from standins.compare_page import CHEAP, DEAR, Desk, answer, choose
from standins.compare_page import desk as desk
from standins.offers import NOW

from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.label import header
from desktop_client.commerce.lists.export import ListFormat
from desktop_client.commerce.money import Money
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.files.list_exporter import ListExporter


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


def test_in_the_table_keys_are_the_tables_and_typing_begins_to_write(desk: Desk) -> None:
    desk.pin(CHEAP)
    grid, model = desk.view.grid, desk.view.model
    elsewhere: list[str] = []
    for keys in ("F2", "Ctrl+H"):
        shortcut = QShortcut(QKeySequence(keys), desk.view.window())
        shortcut.activated.connect(lambda keys=keys: elsewhere.append(keys))
    desk.view.activateWindow()
    desk.wait(desk.view.isActiveWindow)
    grid.setFocus()
    grid.setCurrentIndex(model.index(0, 0))
    desk.qtbot.keyClick(grid, Qt.Key.Key_F2)
    assert grid.findChild(QLineEdit).accessibleName() == "Your note", "where nobody can write"
    desk.qtbot.keyClick(grid.findChild(QLineEdit), Qt.Key.Key_Escape)
    grid.setCurrentIndex(model.index(model.row_of(RowKind.ALERT), 0))
    desk.qtbot.keyClick(grid, Qt.Key.Key_3)
    line = grid.findChildren(QLineEdit)[-1]
    assert (line.accessibleName(), line.text()) == ("Price alert", "3")
    desk.qtbot.keyClick(line, Qt.Key.Key_Escape)
    hidden: list[int] = []
    grid.hide_row_requested.connect(hidden.append)
    desk.qtbot.keyClick(grid, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert hidden == [model.row_of(RowKind.ALERT)]
    assert elsewhere == []


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
    assert (desk.cell(RowKind.SINCE) or "").startswith(
        "price down to CN¥49.00, was CN¥69.00 (seen again on 24 Nov 2026"
    )
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
    assert desk.cell(RowKind.UNIT_PRICE) == "not stated (set the pack size)"
    choose(desk.view.menu(0), "Correct the pack size")
    line = desk.view.grid.findChild(QLineEdit)
    line.setText("30片/盒")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.wait(lambda: "2.30 / piece" in (desk.cell(RowKind.UNIT_PRICE) or ""))
    assert "your pack size: 30 pieces" in (desk.cell(RowKind.UNIT_PRICE) or "")
    choose(desk.view.menu(0), "Correct the pack size")
    line = desk.view.grid.findChildren(QLineEdit)[-1]
    line.setText("a lot")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.wait(lambda: bool(desk.failed))
    assert "is no pack size" in str(desk.failed[0])
    desk.wait(lambda: [box.text() for box in desk.view.grid.findChildren(QLineEdit)][-1:] == ["a lot"])
    line = desk.view.grid.findChildren(QLineEdit)[-1]
    assert line.selectedText() == "a lot", "what was refused is there to be mended"
    desk.qtbot.keyClick(line, Qt.Key.Key_Escape)
    desk.view.written.emit(CHEAP, RowKind.UNIT_PRICE, "2 × 500 ml")
    desk.wait(lambda: "6.90 / 100 ml" in (desk.cell(RowKind.UNIT_PRICE) or ""))
    desk.view.undo_bar.undo.click()
    desk.wait(lambda: "2.30 / piece" in (desk.cell(RowKind.UNIT_PRICE) or ""))
    desk.view.written.emit(CHEAP, RowKind.UNIT_PRICE, "")
    desk.wait(lambda: desk.cell(RowKind.UNIT_PRICE) == "not stated (set the pack size)")


def test_a_stuffed_title_leaves_the_line_about_what_was_done_its_words(desk: Desk) -> None:
    desk.pin(replace(CHEAP, title="best cheap mask " * 60))
    desk.view.grid.remove_requested.emit(0)
    said = desk.view.undo_bar.text.text()
    assert said.startswith("Taken off the shortlist: best cheap mask")
    assert said.endswith("…")
    assert len(said) < 100


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
    day = "2026-11-23" if form in (ListFormat.CSV, ListFormat.JSON) else "23 Nov 2026"
    for part in (header(), "ask Mum", "This computer", day, "No payment", "69.00", "Shortlist"):
        assert part in text
    hidden = "Hidden rows: Seller"
    assert hidden in text
    assert form is ListFormat.JSON or "Seller" not in text.replace(hidden, "")
    if form is ListFormat.CSV:
        assert '"\'＝HYPERLINK(1)"' in text


def test_what_is_on_the_page_is_what_is_printed(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    desk.view.row_hidden.emit("seller")
    desk.wait(lambda: desk.cell(RowKind.SELLER) is None)
    page = desk.controller.page_to_print("en")
    assert page is not None
    text = page()
    for part in (escape(header()), CHEAP.title, DEAR.title, "No payment", "69.00", "Shortlist"):
        assert part in text
    assert "Hidden rows: Seller" in text
    assert text.count("Seller") == 1
    assert '<table class="sheets"' not in text, "the printer puts the label on each sheet"


def test_a_file_has_the_rows_that_are_on_the_page_and_names_the_others(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    desk.view.row_hidden.emit("seller")
    desk.wait(lambda: desk.cell(RowKind.SELLER) is None)
    alike = [row.name for row in desk.view.model.table.rows if not (row.differs or row.constant)]
    assert "Source" in alike
    desk.view.only_differences.click()
    said = f"Rows left out because all offers say the same: {', '.join(alike)}"
    head, *rows = exported(desk)
    assert "Source" not in head
    assert [row[head.index("Left out")] for row in rows] == [f"{said}; Hidden rows: Seller"] * 2
    page = desk.controller.page_to_print("en")
    assert page is not None
    assert said in page()
    desk.view.copy()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert not any(line.startswith("Source\t") for line in copied)
    assert f"say the same: {len(alike)}" in copied[1]
    desk.view.only_differences.click()
    head, *rows = exported(desk)
    assert "Source" in head
    assert rows[0][head.index("Left out")] == "Hidden rows: Seller"


def exported(desk: Desk) -> list[list[str]]:
    """The rows of the file for spreadsheets."""
    made = desk.controller.bytes_of("en")
    assert made is not None
    return list(csv.reader(made(ListFormat.CSV).decode("utf-8-sig").splitlines()))


def test_nothing_pinned_is_nothing_to_export(desk: Desk) -> None:
    assert desk.controller.bytes_of("en") is None
    assert desk.controller.page_to_print("en") is None
    assert not desk.view.export_button.isEnabled()
