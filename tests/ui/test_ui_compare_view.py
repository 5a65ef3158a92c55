"""The table of pinned offers: status first and always in sight, keyboard, differences, undo, copying."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.ui import theme
from desktop_client.ui.compare.table import Cell, Column, CompareTable, Row
from desktop_client.ui.compare.view import CompareView

SEEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
KINDS = {
    "Not disclosed": Commercial(affiliate_link=False, payee="source", sponsored=AdFlag.UNKNOWN, evidence="-"),
    "No payment": Commercial(affiliate_link=False, payee="none", sponsored=AdFlag.NO, evidence="-"),
    "Paid link · commission 5.5 %": Commercial(
        affiliate_link=True, payee="you", sponsored=AdFlag.YES, evidence="-", commission_bp=550
    ),
}


def table(attributes: int = 30) -> CompareTable:
    columns = tuple(
        Column(Offer("shelf", str(n), f"Mask {n}", Money(999, "USD"), commercial, "0" * 64, SEEN), f"Mask {n}", "shelf")
        for n, commercial in enumerate(KINDS.values())
    )
    statuses = tuple(Cell(words, status=commercial.status) for words, commercial in KINDS.items())
    rows = [
        Row("Commercial status", statuses, constant=True),
        Row("Total", (Cell("$9.99", best=True), Cell("$12.00"), Cell("$9.00 + ?")), money=True, constant=True),
        Row("Fragrance", (Cell("none"), Cell("not stated", missing=True), Cell("present", "as the title says"))),
    ]
    same = (Cell("same"),) * 3
    rows += [Row(f"Attribute {n}", same, differs=False) for n in range(attributes)]
    return CompareTable(columns, tuple(rows), "3 offers", "Mask 0 is first: lowest known total.")


@pytest.fixture
def view(qtbot) -> CompareView:
    widget = CompareView()
    qtbot.addWidget(widget)
    widget.resize(900, 560)
    widget.show_table(table())
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.grid.setFocus()
    return widget


def status_pixels(view: CompareView) -> bytes:
    strip = view.grid._strip
    image = view.grid.grab(strip.geometry()).toImage()
    return bytes(image.constBits())


def test_an_empty_page_says_what_to_do(qtbot):
    empty = CompareView()
    qtbot.addWidget(empty)
    empty.show()
    assert "Pin offers" in empty.empty.text()
    assert empty.grid.isHidden()
    assert not empty.copy_button.isEnabled()
    assert empty.order.accessibleName() == "Order: Total to pay", "as in a list with offers in it"
    assert empty.weights.isHidden()


def test_status_stays_in_sight_wherever_the_table_is_scrolled(view):
    assert view.grid.verticalScrollBar().maximum() > 0
    before = status_pixels(view)
    for value in (1, 37, view.grid.verticalScrollBar().maximum()):
        view.grid.verticalScrollBar().setValue(value)
        QApplication.processEvents()
        assert status_pixels(view) == before
    strip = view.grid._strip.geometry()
    assert strip.height() == view.grid.rowHeight(0)
    assert strip.top() == view.grid.viewport().y()


def test_the_keyboard_never_goes_behind_the_row_of_statuses(qtbot, view):
    view.grid.verticalScrollBar().setValue(view.grid.verticalScrollBar().maximum())
    view.grid.setCurrentIndex(view.model.index(20, 1))
    for _ in range(15):
        qtbot.keyClick(view.grid, Qt.Key.Key_Up)
        top = view.grid.visualRect(view.grid.currentIndex()).top()
        assert top >= view.grid.rowHeight(0)


def test_only_differences_keeps_status_and_money(view):
    whole = table()
    alike = tuple(replace(row, differs=False) if row.constant else row for row in whole.rows)
    view.show_table(replace(whole, rows=alike))
    view.only_differences.click()
    names = [view.model.headerData(n, Qt.Orientation.Vertical) for n in range(view.model.rowCount())]
    assert names == ["Commercial status", "Total", "Fragrance"]
    assert "30" in view.filters.hidden.text()
    view.only_differences.click()
    assert view.model.rowCount() == 33
    assert view.filters.hidden.isHidden()


def test_the_focus_stays_in_its_row_where_one_above_it_goes(view):
    named = table()
    named = replace(named, rows=tuple(replace(row, id=row.name) for row in named.rows))
    view.show_table(named)
    view.grid.setCurrentIndex(view.model.index(5, 1))
    view.show_table(replace(named, rows=named.rows[:2] + named.rows[3:]))
    at = view.grid.currentIndex()
    assert (view.model.row(at.row()).id, at.column()) == (named.rows[5].id, 1)
    view.show_table(replace(named, rows=named.rows[:5]))
    assert view.grid.currentIndex().row() == 4


def test_delete_and_the_cross_take_a_column_off_and_undo_brings_it_back(qtbot, view):
    removed, restored = [], []
    view.remove_requested.connect(lambda offer: removed.append(offer.offer_id))
    view.restore_requested.connect(lambda offer: restored.append(offer.offer_id))
    view.grid.setCurrentIndex(view.model.index(2, 1))
    qtbot.keyClick(view.grid, Qt.Key.Key_Delete)
    titles = view.grid.titles
    qtbot.mouseClick(titles.viewport(), Qt.MouseButton.LeftButton, pos=titles.cross(0).center())
    qtbot.mouseClick(titles.viewport(), Qt.MouseButton.LeftButton, pos=titles.cross(0).center() - QPoint(90, 0))
    assert removed == ["1", "0"]
    assert "Mask 0" in view.undo_bar.text.text()
    view.undo_bar.undo.click()
    assert restored == ["0"]
    assert view.undo_bar.isHidden()


def test_the_cell_with_the_focus_stays_in_sight_where_the_way_back_takes_room(qtbot, view):
    grid = view.grid
    lowest = grid.rowAt(grid.viewport().height() - 1) - 1
    grid.setCurrentIndex(view.model.index(lowest, 1))
    grid.verticalScrollBar().setValue(0)
    before = grid.viewport().height()
    view.offer_undo("Price alert set", lambda: None)
    qtbot.waitUntil(lambda: grid.viewport().height() < before)
    assert grid.visualRect(grid.currentIndex()).bottom() < grid.viewport().height()


def test_the_focus_stays_where_it_was_when_the_table_changes(view):
    view.grid.setCurrentIndex(view.model.index(5, 2))
    smaller = table()
    view.show_table(
        replace(
            smaller,
            columns=smaller.columns[:2],
            rows=tuple(replace(row, cells=row.cells[:2]) for row in smaller.rows),
        )
    )
    at = view.grid.currentIndex()
    assert (at.row(), at.column()) == (5, 1)


def test_escape_and_back_close_and_forget_the_undo(qtbot, view):
    view.grid.remove_requested.emit(0)
    for leave in (lambda: qtbot.keyClick(view.grid, Qt.Key.Key_Escape), view.header.back.click):
        with qtbot.waitSignal(view.closed):
            leave()
        assert view.undo_bar.isHidden()


def test_copied_text_begins_with_the_label_and_the_statuses(qtbot, view):
    with qtbot.waitSignal(view.copied):
        qtbot.keyClick(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("Ads & offers — not part of")
    assert lines[1].split("\t") == ["", "Mask 0", "Mask 1", "Mask 2"]
    assert lines[2].split("\t") == ["Commercial status", *KINDS]
    assert "present (as the title says)" in lines[4]
    assert len(lines) == 2 + 33


def test_a_sellers_line_breaks_cannot_forge_rows():
    forged = Cell("fine\nCommercial status\tNo payment")
    text = CompareTable(rows=(Row("Note", (forged,)),)).as_text("label")
    assert text.split("\n")[2] == "Note\tfine Commercial status No payment"


def test_titles_and_names_stay_while_the_rest_scrolls(view):
    view.resize(500, 400)
    view.grid.horizontalScrollBar().setValue(view.grid.horizontalScrollBar().maximum())
    QApplication.processEvents()
    assert view.grid.names.x() == 0
    assert view.grid.columnViewportPosition(0) < 0


def test_the_header_takes_another_line_when_its_words_grow(qtbot, view):
    view.resize(1200, 560)
    view.header.title.setText("A list whose name is longer than there is room for on one line beside all of these")
    qtbot.waitUntil(lambda: view.header.back.isVisible() and view.header.rect().contains(
        view.header.back.mapTo(view.header, view.header.back.rect().bottomRight())
    ))  # fmt: skip
    assert view.header.about.mapTo(view.header, view.header.about.rect().bottomLeft()).y() < view.header.height()


def test_assistive_technology_reads_titles_with_their_status(view):
    face = QAccessible.queryAccessibleInterface(view.grid)
    assert face.text(QAccessible.Text.Name) == "Offers side by side"
    assert face.role() == QAccessible.Role.Table
    heads = [view.model.headerData(n, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) for n in range(3)]
    assert heads == [f"{words} · Mask {n} · shelf" for n, words in enumerate(KINDS)]
    cell = view.model.index(2, 2)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "present (as the title says)"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_word_of_a_status_fits_its_cell(view, scale):
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    view.setFont(font)
    QApplication.processEvents()
    for column, words in enumerate(KINDS):
        cell = Cell(words, status=next(iter(KINDS.values())).status)
        needed = view.grid.cells.height(cell, view.grid.columnWidth(column))
        assert view.grid.rowHeight(0) >= needed


def test_an_unknown_total_is_never_painted_as_the_best(view):
    # Best is bold accent; the other cells are painted in plain ink.
    view.grid.setCurrentIndex(view.model.index(2, 0))
    image = view.grid.grab().toImage()
    accent = QColor("#2f6f5e")

    def has_accent(column: int) -> bool:
        rect = view.grid.visualRect(view.model.index(1, column)).translated(view.grid.viewport().pos())
        return any(
            image.pixelColor(x, y) == accent
            for x in range(rect.left(), min(rect.right(), image.width() - 1))
            for y in range(rect.top(), rect.bottom())
        )

    assert [has_accent(n) for n in range(3)] == [True, False, False]


def test_the_table_takes_on_another_scheme_and_another_font(qtbot, qapp, view):
    before = theme.current()
    other = theme.DARK if before == theme.LIGHT else theme.LIGHT
    try:
        theme.apply(qapp, theme.scheme_of("dark" if other == theme.DARK else "light"))
        qtbot.waitUntil(lambda: view.grid.measure.colours["ground"] == QColor(other.ground))
    finally:
        theme.apply(qapp, theme.scheme_of("light" if other == theme.DARK else "dark"))
    qtbot.waitUntil(lambda: view.grid.measure.colours["ground"] == QColor(before.ground))
    tall = view.grid.rowHeight(2)
    font = view.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    view.setFont(font)
    qtbot.waitUntil(lambda: view.grid.rowHeight(2) > 1.5 * tall)


def test_only_columns_in_sight_are_painted(qtbot, view, monkeypatch):
    wide = table()
    columns = tuple(replace(wide.columns[0], title=f"Mask {n}") for n in range(40))
    rows = tuple(replace(row, cells=row.cells[:1] * 40) for row in wide.rows)
    view.show_table(replace(wide, columns=columns, rows=rows))
    QApplication.processEvents()
    painted = []
    paint_cell = view.grid.cells.paint_cell
    monkeypatch.setattr(view.grid.cells, "paint_cell", lambda *a, **k: (painted.append(a[1].x()), paint_cell(*a, **k)))
    view.grid.horizontalScrollBar().setValue(700)
    view.grid.grab()
    in_sight = len(view.grid.columns_in_sight())
    rows_in_sight = view.grid.rowAt(view.grid.viewport().height() - 1) - view.grid.rowAt(0) + 2
    assert 0 < len(painted) <= 2 * in_sight * (rows_in_sight + 1)
    assert in_sight <= 6


def test_a_screen_reader_hears_row_and_column_of_every_cell(view):
    role = Qt.ItemDataRole.AccessibleTextRole
    assert view.model.headerData(2, Qt.Orientation.Vertical, role) == "Fragrance"
    cell = view.model.index(2, 2)
    assert cell.data(role) == "present (as the title says)"
    assert cell.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Fragrance · Mask 2"
    face = QAccessible.queryAccessibleInterface(view.grid)
    assert face.childCount() == (33 + 1) * (3 + 1), "every cell and every header is there to be visited"


@pytest.fixture
def wide_view(view):
    wide = table()
    columns = tuple(replace(wide.columns[n % 3], title=f"Mask {n}") for n in range(12))
    rows = tuple(replace(row, cells=row.cells * 4) for row in wide.rows)
    view.show_table(replace(wide, columns=columns, rows=rows, frozen=True))
    QApplication.processEvents()
    return view


def test_the_first_offer_stays_in_sight_when_it_is_wanted(wide_view):
    grid = wide_view.grid
    assert grid.frozen.isHidden(), "nothing is scrolled yet"
    grid.horizontalScrollBar().setValue(500)
    assert grid.frozen.isVisible()
    assert grid.frozen.x() == grid.viewport().x()
    before = grid.frozen.grab().toImage()
    grid.horizontalScrollBar().setValue(900)
    assert grid.frozen.grab().toImage() == before
    grid.freeze(on=False)
    assert grid.frozen.isHidden()


def test_the_keyboard_never_goes_behind_the_offer_that_is_kept(qtbot, wide_view):
    grid = wide_view.grid
    grid.setCurrentIndex(wide_view.model.index(3, 11))
    for column in range(10, 0, -1):
        qtbot.keyClick(grid, Qt.Key.Key_Left)
        assert grid.currentIndex().column() == column
        assert grid.visualRect(grid.currentIndex()).left() >= grid.frozen.covered


def test_what_is_pressed_on_it_is_done_to_the_first_column(qtbot, wide_view):
    grid, removed = wide_view.grid, []
    wide_view.remove_requested.connect(removed.append)
    grid.horizontalScrollBar().setValue(500)
    y = grid.viewport().y() + grid.rowViewportPosition(3) + 5
    qtbot.mouseClick(grid.frozen, Qt.MouseButton.LeftButton, pos=QPoint(20, y))
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (3, 0)
    grid.horizontalScrollBar().setValue(500)
    at = grid.titles.cross(0).center() - QPoint(grid.titles.sectionViewportPosition(0), 0)
    qtbot.mouseClick(grid.frozen, Qt.MouseButton.LeftButton, pos=at)
    assert len(removed) == 1


def test_where_it_is_low_the_buttons_stand_in_a_menu(qtbot, view):
    whole = table()
    long = tuple(replace(column, title="A mask with a title that goes on and on " * 3) for column in whole.columns)
    view.show_table(replace(whole, columns=long))
    view.resize(900, 700)
    view.show()
    assert not view.header.more.isVisible()
    view.resize(420, 10 * view.fontMetrics().height())
    assert view.header.more.isVisible()
    assert not view.only_differences.isVisible()
    assert view.lists.isVisible()
    actions = {action.text(): action for action in view.header.more.menu_of_folded().actions()}
    assert [words for words in actions if not words.startswith("Order")] == [
        "Only differences",
        "Copy as text",
        "Export…",
        "Print…",
        "Ask the model…",
        "Browse the shelf",
    ]
    with qtbot.waitSignal(view.export_requested):
        actions["Export…"].trigger()
    with qtbot.waitSignal(view.print_requested):
        actions["Print…"].trigger()
    actions["Only differences"].trigger()
    assert view.only_differences.isChecked()
    assert [action.isChecked() for action in view.header.more.menu_of_folded().actions()] == [
        False,
        True,
        False,
        False,
        False,
        False,
        False,
    ]
    tall = view.grid.titles.height()
    view.resize(900, 700)
    assert view.grid.titles.height() > tall, "titles make do with a line where it is low"
    assert view.only_differences.isVisible()


def test_in_a_small_window_the_table_has_most_of_the_room(qtbot, view):
    whole = table()
    long = tuple(
        replace(column, title="A mask with a title that goes on", about="This computer · 28 November 2026")
        for column in whole.columns
    )
    view.show_table(replace(whole, columns=long, footnote="Why it stands first takes a while to say. " * 5))
    low = 34 * view.fontMetrics().height()
    view.resize(900, low)
    grid = view.grid
    qtbot.waitUntil(lambda: grid.viewport().height() >= 0.65 * low)
    assert view.header.height() < 2 * view.header.back.height(), "one line of buttons"
    # What has room on that line needs no menu.
    assert view.order.isVisible()
    assert not view.ask_button.isVisible()
    actions = [action.text() for action in view.header.more.menu_of_folded().actions()]
    assert actions[-1] == "Browse the shelf"
    assert not any(words.startswith("Order") for words in actions)
    tip = view.model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "A mask with a title that goes on · This computer · 28 November 2026", "what is cut is told"
    assert view.footnote.toolTip().endswith("to say.")
    view.resize(1600, low)
    qtbot.waitUntil(lambda: not view.header.more.isVisible())
    assert view.ask_button.isVisible()
    view.resize(900, 2 * low)
    assert view.ask_button.isVisible()
    assert view.header.about.isVisible()
