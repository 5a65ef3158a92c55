"""The settings' row for other currencies: import, choose, remove, undo; what is old is said; cards with both."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from standins.offers import make_offer

from desktop_client.app.exchange import Exchange
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.prices.rates import Conversion, Rates
from desktop_client.commerce.ranking import rank
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.panel.cards import card_view
from desktop_client.ui.settings.dialog import SettingsDialog
from desktop_client.ui.settings.rates_box import RatesBox
from desktop_client.ui.settings.rates_controller import RatesController
from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.theme import DARK
from desktop_client.ui.translation import Interpreter

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FILE = "Date, USD, CNY, \n20 November 2026, 1.2500, 8.2000, \n"


class Desk(Exchange):
    """The real one; says in which thread a file was read."""

    def __init__(self, profile: Profile, settings: Settings) -> None:
        super().__init__(profile, settings)
        self.threads: set[int] = set()
        self.goes_on = threading.Event()
        self.goes_on.set()

    def take(self, file: Path, now: datetime) -> Rates:
        self.threads.add(threading.get_ident())
        assert self.goes_on.wait(20)
        return super().take(file, now)


class Row:
    def __init__(self, folder: Path, now: datetime = NOW) -> None:
        profile = Profile(folder)
        self.settings = Settings(profile.settings)
        self.desk = Desk(profile, self.settings)
        self.file = folder / "eurofxref.csv"
        self.file.write_text(FILE)
        self.bridge = Bridge()
        self.chosen: Path | None = self.file
        self.now = now
        self.controller = RatesController(
            self.desk, self.bridge, Interpreter("en"), lambda: self.now, lambda *_: self.chosen
        )

    def opened(self, qtbot) -> RatesBox:
        box = self.controller.new_box()
        qtbot.addWidget(box)
        box.show()
        return box

    def imported(self, qtbot) -> RatesBox:
        box = self.opened(qtbot)
        with qtbot.waitSignal(self.controller.changed):
            box.take.click()
        return box


@pytest.fixture
def row(qtbot, tmp_path: Path) -> Iterator[Row]:
    made = Row(tmp_path)
    yield made
    assert threading.get_ident() not in made.desk.threads, "a file was read on the window's thread"
    made.bridge.close()


def test_before_there_are_rates_it_says_where_to_get_them(qtbot, row: Row) -> None:
    box = row.opened(qtbot)
    assert "eurofxref.zip" in box.about.text()
    assert "never looks them up" in box.about.text()
    assert (box.currency.isEnabled(), box.remove.isVisible(), box.bring_back.isVisible()) == (False, False, False)


def test_a_file_is_imported_and_a_currency_chosen(qtbot, row: Row) -> None:
    box = row.imported(qtbot)
    assert box.about.text() == "Rates of ECB, 2026-11-20; 3 currencies."
    assert [box.currency.itemText(at) for at in range(box.currency.count())] == ["as they are", "CNY", "USD", "EUR"]
    assert row.desk.conversion() is None, "until one is chosen nothing is converted"
    box.currency.setFocus()
    with qtbot.waitSignal(row.controller.changed):
        qtbot.keyClick(box.currency, Qt.Key.Key_Down)
        qtbot.keyClick(box.currency, Qt.Key.Key_Return)
    conversion = row.desk.conversion()
    assert conversion is not None
    assert conversion.to == "CNY"
    assert row.controller.new_box().currency.currentText() == "CNY"


def test_removing_can_be_undone(qtbot, row: Row) -> None:
    box = row.imported(qtbot)
    row.desk.use("USD")
    box.remove.click()
    assert (row.desk.rates(), row.desk.conversion(), box.bring_back.isVisible()) == (None, None, True)
    box.bring_back.click()
    kept = row.desk.rates()
    assert kept is not None
    assert kept.per_euro == (("CNY", Decimal("8.2000")), ("USD", Decimal("1.2500")))
    assert kept.on == date(2026, 11, 20)
    assert box.currency.currentText() == "USD", "what was chosen stays chosen"
    assert not box.bring_back.isVisible()


def test_while_a_file_is_read_a_row_that_is_opened_anew_waits_for_it_too(qtbot, row: Row) -> None:
    """Else *Remove* could be pressed there, and what was removed would come back when the file is read."""
    row.imported(qtbot).deleteLater()
    row.desk.goes_on.clear()
    before = row.opened(qtbot)
    before.take.click()
    again = row.opened(qtbot)
    assert not any(button.isEnabled() for button in (again.take, again.remove, again.currency))
    with qtbot.waitSignal(row.controller.changed):
        row.desk.goes_on.set()
    assert again.remove.isEnabled()
    assert "Rates of ECB" in again.about.text()


def test_old_rates_say_so(qtbot, row: Row) -> None:
    row.now = datetime(2026, 12, 20, tzinfo=UTC)
    assert "They are 30 days old: import newer ones." in row.imported(qtbot).about.text()


def test_a_file_without_rates_is_told_and_harms_nothing(qtbot, row: Row) -> None:
    box = row.imported(qtbot)
    row.file.write_text("id,title\n")
    box.take.click()
    qtbot.waitUntil(lambda: "There are no rates in eurofxref.csv." in box.about.text())
    assert box.take.isEnabled()
    assert row.desk.rates() is not None
    row.chosen = None
    box.take.click()
    assert box.take.isEnabled(), "nothing was chosen"


def test_a_damaged_file_is_told_and_can_be_replaced(qtbot, row: Row, tmp_path: Path) -> None:
    Profile(tmp_path).rates.write_text("{")
    box = row.opened(qtbot)
    assert "damaged" in box.about.text()
    with qtbot.waitSignal(row.controller.changed):
        box.take.click()
    assert box.about.text().startswith("Rates of ECB")


def test_the_settings_have_the_row(qtbot, row: Row, tmp_path: Path) -> None:
    box = row.controller.new_box()
    dialog = SettingsDialog(row.settings, Profile(tmp_path), lambda _: None, rates=box)
    qtbot.addWidget(dialog)
    dialog.show()
    assert box.isVisible()
    assert dialog.isAncestorOf(box)


RATES = Rates(date(2026, 11, 20), "ECB", (("CNY", Decimal("8.2000")), ("USD", Decimal("1.2500"))))


@pytest.mark.parametrize("width", [300, 372, 720])
def test_the_converted_amount_stands_right_under_the_price_and_over_nothing_else(qtbot, width: int) -> None:
    offer = make_offer("usd", "Face mask for sensitive skin", price=Money(123_456_789, "USD"))
    (row,) = rank(ShoppingNeed("face mask"), [offer], now=NOW).rows
    view = card_view(row, "x", (), NOW, "en", conversion=Conversion("CNY", RATES))
    card = OfferCard(view)
    qtbot.addWidget(card)
    card.resize(width, card.heightForWidth(width))
    card.show()
    price, converted = card.price.geometry(), card.converted.geometry()
    assert (converted.right(), converted.top()) == (price.right(), price.bottom() + 1)
    others = (card.title, card.unit_price, card.origin, card.notes)
    assert not any(converted.intersects(part.geometry()) for part in others if not part.isHidden())
    assert not card.converted.elided
    assert view.converted in card.accessibleDescription()
    without = OfferCard(card_view(row, "x", (), NOW, "en"))
    qtbot.addWidget(without)
    assert without.converted.isHidden()
    assert without.heightForWidth(width) < card.heightForWidth(width)


def test_in_the_settings_nothing_of_the_row_is_cut_when_it_says_more(qtbot, row: Row, tmp_path: Path) -> None:
    row.imported(qtbot)
    window = QWidget()
    window.setStyleSheet(stylesheet(DARK))
    qtbot.addWidget(window)
    window.show()
    box = row.controller.new_box()
    dialog = SettingsDialog(row.settings, Profile(tmp_path), lambda _: None, window, rates=box)
    dialog.show()
    qtbot.waitExposed(dialog)
    qtbot.wait(100)
    before = box.about.height()
    box.remove.click()
    # Qt lays a form out in several turns.
    qtbot.waitUntil(lambda: box.about.height() >= max(before + 1, box.about.heightForWidth(box.about.width())))
    assert box.take.height() >= box.take.sizeHint().height()


def test_removing_and_undoing_keep_the_keyboard(qtbot, row: Row) -> None:
    box = row.imported(qtbot)
    box.activateWindow()
    box.remove.setFocus()
    qtbot.keyClick(box.remove, Qt.Key.Key_Space)
    assert box.bring_back.hasFocus()
    qtbot.keyClick(box.bring_back, Qt.Key.Key_Space)
    assert box.remove.hasFocus()
