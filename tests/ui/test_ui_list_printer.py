"""*Print…*: every sheet has the label, no row is divided, and what can't be printed is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.label import header
from desktop_client.commerce.lists.export import to_print
from desktop_client.commerce.lists.labelled_table import LabelledTable, Section, as_html
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.suggestions import Limits, Suggestions
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.files.list_printer import ListPrinter, NotPrintedError, Sheets, print_page
from desktop_client.ui.panel.footer import PanelFooter

SIZE = QSizeF(1100, 700)


def masks(count: int) -> SuggestionList:
    offers = [make_offer(str(n), f"Face mask {n}", description="soft") for n in range(count)]
    asked = Suggestions([ScriptedSource("shelf", offers)], Switchboard("shelf"), lambda: NOW, Limits(shown=count))
    return asked.suggest(ShoppingNeed("face mask"))


def paper() -> QImage:
    image = QImage(SIZE.toSize(), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    return image


def drawn(sheets: Sheets, number: int) -> QImage:
    image = paper()
    painter = QPainter(image)
    sheets.draw(painter, number)
    painter.end()
    return image


def rows_with_ink(image: QImage, area: QRectF) -> list[int]:
    across, down = range(int(area.left()), int(area.right())), range(int(area.top()), int(area.bottom()))
    return [y for y in down if any(image.pixel(x, y) & 0xFF < 0x80 for x in across)]


@pytest.fixture
def bridge() -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


@pytest.fixture
def page(qapp) -> str:
    return to_print(masks(30), "en")


def test_every_sheet_has_the_label_at_its_head(page):
    sheets, bare = Sheets(page, header(), paper(), SIZE), Sheets(page, "", paper(), SIZE)
    assert sheets.count >= 3
    for number in range(sheets.count):
        label = QRectF(0, 0, SIZE.width() / 2, 10)
        assert rows_with_ink(drawn(sheets, number), label)
        assert not rows_with_ink(drawn(bare, number), label)


def test_the_label_does_not_stand_twice_on_a_sheet(page):
    """The sheet's own head has it; what a table says again where it goes on are its columns."""
    assert page.count(escape(header())) == 2, "the title and the heading"
    assert page.index("<thead><tr><th>") > 0


def test_no_row_is_divided_and_none_is_lost(page):
    """Where a sheet ends there is a border of a row: a line from one side of the table to the other, or white."""
    sheets = Sheets(page, header(), paper(), SIZE)
    ends = [bottom for _, bottom in sheets._parts]
    assert ends[:-1] == [top for top, _ in sheets._parts[1:]]
    assert sheets._parts[0][0] == 0
    assert ends[-1] == sheets._document.size().height()
    [(rows, _)] = sheets._tables
    assert set(ends[:-1]) <= set(rows[2:])


def test_the_first_row_is_not_divided_either(page):
    """Where much is said before the table, its first row may not fit below."""
    for lines in range(12, 30):
        sheets = Sheets(page.replace("<table>", "<p>said before</p>" * lines + "<table>"), header(), paper(), SIZE)
        [(rows, _)] = sheets._tables
        assert not [end for _, end in sheets._parts[:-1] if rows[0] < end < rows[-1] and end not in rows[2:]]


def test_a_heading_stands_on_the_sheet_on_which_its_table_begins(qapp):
    rows = (("Commercial status", "未披露 / Not disclosed"), ("Brand", "Tonerde"))
    for filled in range(16, 40):
        sections = (
            Section("First", tuple((f"Attribute {n}", "word") for n in range(filled)), (), ("", "A kettle")),
            Section("Second", rows, (), ("", "A cup")),
        )
        page = as_html(LabelledTable("en", (), (), sections), on_each_sheet=False)
        sheets = Sheets(page, header(), paper(), SIZE)
        [(first, _), (second, _)] = sheets._tables
        between = [end for _, end in sheets._parts[:-1] if first[-1] < end < second[3]]
        layout, at = sheets._document.documentLayout(), sheets._document.begin()
        while at.text() != "Second":
            at = at.next()
        assert all(end <= layout.blockBoundingRect(at).top() for end in between)


def test_what_is_said_again_of_a_table_has_the_line_over_it(page):
    sheets = Sheets(page, "", paper(), SIZE)
    [(borders, heads)] = sheets._tables
    edge = QRectF(SIZE.width() / 4, sheets._head, SIZE.width() / 2, borders[heads] - borders[0])
    for number in range(1, sheets.count):
        image = drawn(sheets, number)
        across = range(int(edge.left()), int(edge.right()))
        lines = [
            y
            for y in range(int(edge.top()), int(edge.top()) + 4)
            if all(image.pixel(x, y) & 0xFF < 0xC0 for x in across)
        ]
        assert lines


def test_a_row_that_is_taller_than_a_sheet_is_divided_all_the_same(qapp):
    table = "<table><tr><th>what</th></tr><tr><td>" + "<br>".join("line" for _ in range(200)) + "</td></tr></table>"
    sheets = Sheets(table, "label", paper(), SIZE)
    assert sheets.count >= 3
    assert sheets._parts[-1][1] == sheets._document.size().height()


def test_columns_that_are_taller_than_a_sheet_are_not_said_again(qapp):
    table = f"<table><tr><th>{'what<br>' * 80}</th></tr>{'<tr><td>row</td></tr>' * 200}</table>"
    sheets = Sheets(table, "label", paper(), SIZE)
    assert 3 <= sheets.count < 20


def test_titles_and_statuses_of_offers_side_by_side_stand_on_every_sheet(qapp):
    """The head of such a table has two rows, and where it goes on both of them are drawn again."""
    rows = (("Commercial status", "未披露 / Not disclosed"), *((f"Attribute {n}", "word " * 60) for n in range(40)))
    page = as_html(LabelledTable("en", (), (), (Section("", rows, (), ("", "A kettle")),)), on_each_sheet=False)
    sheets = Sheets(page, header(), paper(), SIZE)
    assert sheets.count > 2
    [(borders, heads)] = sheets._tables
    assert heads == 2
    for top, _ in sheets._parts[1:]:
        assert sheets._columns_above(top) == (borders[0], borders[2])


def pdf(file: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


def test_it_prints_what_is_on_screen(qtbot, bridge, tmp_path):
    printing = ListPrinter(lambda: partial(to_print, masks(12), "zh"), lambda: pdf(tmp_path / "list.pdf"), bridge)
    with qtbot.waitSignal(printing.printed) as printed:
        printing.print_list()
    sheets = re.findall(rb"/Type /Page\b", (tmp_path / "list.pdf").read_bytes())
    assert printed.args == [len(sheets)]
    assert len(sheets) > 1


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false")
def test_a_printer_that_takes_nothing_is_named(qtbot, bridge, page, tmp_path):
    with pytest.raises(NotPrintedError):
        print_page(page, header(), pdf(tmp_path / "missing" / "list.pdf"))
    printing = ListPrinter(lambda: lambda: page, lambda: pdf(tmp_path / "missing" / "list.pdf"), bridge)
    with qtbot.waitSignal(printing.failed) as failed:
        printing.print_list()
    assert isinstance(failed.args[0], NotPrintedError)


def test_nobody_is_asked_for_a_printer_where_there_is_no_list(bridge):
    asked = []
    ListPrinter(lambda: None, lambda: asked.append(1), bridge).print_list()
    assert asked == []
    ListPrinter(lambda: lambda: "", lambda: asked.append(1), bridge).print_list()
    assert asked == [1]


def test_the_button_is_there_for_a_list_only(qtbot):
    footer = PanelFooter()
    qtbot.addWidget(footer)
    assert not footer.print.isEnabled()
    footer.show_order("relevance", masks(1).common.weights)
    with qtbot.waitSignal(footer.print_requested):
        footer.print.click()
    footer.disable()
    assert not footer.print.isEnabled()
