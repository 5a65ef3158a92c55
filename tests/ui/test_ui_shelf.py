"""The page of the shelf: searched while typing, filtered, pinned from, and read only as far as it is looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from standins.offers import NOW, make_offer
from standins.open_shelf import KETTLES, MASKS, SAMPLE, OpenShelf, Watched
from standins.open_shelf import shelf as shelf

from desktop_client.commerce import label
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Status
from desktop_client.commerce.shelf.browsing import Leaf
from desktop_client.errors import SidelightError
from desktop_client.store import shelf_search, shelf_steps
from desktop_client.ui.shelf.controller import LEAF
from desktop_client.wording import say


def test_everything_is_there_newest_first_with_its_label_and_count(shelf: OpenShelf) -> None:
    one = shelf()
    one.wait(lambda: len(one.titles) == len(KETTLES) + len(MASKS))
    assert one.titles[-1] == "Kettle 0"
    assert one.titles[-len(KETTLES) - 1] == MASKS[0].title
    total = len(KETTLES) + len(MASKS)
    assert one.page.header.about.text() == f"{total} offers, on this computer only"
    assert one.page.told.text() == f"{total} offers, newest first"
    assert str(label.HEADER) in [each.text() for each in one.page.label.findChildren(type(one.page.told))]
    assert one.page.label.isVisible()


@pytest.mark.parametrize("samples", [(), (SAMPLE,)])
def test_with_nothing_imported_the_import_is_one_press_away(shelf: OpenShelf, samples: tuple[Offer, ...]) -> None:
    one = shelf(sample=samples)
    one.wait(one.page.step.isVisible)
    one.page.resize(360, 700)
    one.wait(lambda: one.page.hint.height() > one.page.step.sizeHint().height())
    assert one.page.step.height() == one.page.step.sizeHint().height()
    assert "Import a product feed" in one.page.hint.text()
    assert ("sample goods" in one.page.hint.text()) == bool(samples)
    with one.qtbot.waitSignal(one.page.feeds_requested):
        one.page.step.click()


def test_samples_and_old_prices_are_told_and_status_stands_in_every_row(shelf: OpenShelf) -> None:
    paid = Commercial(affiliate_link=True, payee="you", sponsored=AdFlag.YES, evidence="$.ad")
    old = make_offer("o", "Old kettle", commercial=paid, expires_at=NOW, feed="kettles.tsv")
    one = shelf(**{"sample": (SAMPLE,), "kettles.tsv": (old,)})
    one.wait(lambda: len(one.titles) == 2)
    spoken = [one.page.model.index(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(2)]
    assert spoken[0].startswith("Paid link: Old kettle · ")
    assert "price out of date" in spoken[0]
    assert spoken[1].startswith("No payment: 示例水壶 · ")
    assert "Sample, not for sale" in spoken[1]
    rows = [one.page.model.row_at(one.page.model.index(at)) for at in range(2)]
    assert [(row.status, row.stale) for row in rows if row] == [(Status.PAID_LINK, True), (Status.NO_PAYMENT, False)]


def test_goods_that_are_never_shown_are_counted_instead(shelf: OpenShelf) -> None:
    pill = make_offer("p", "Ibuprofen tablets 400 mg", category="Medicines", feed="kettles.tsv")
    one = shelf(**{"kettles.tsv": (*KETTLES, pill)})
    one.wait(lambda: len(one.titles) == len(KETTLES))
    assert "Ibuprofen tablets 400 mg" not in one.titles
    assert one.page.told.text().endswith("weapons): 1")
    one.type("ibuprofen tablets")
    one.wait(lambda: one.titles == [])
    assert one.page.told.text().endswith("weapons): 1")


def test_a_large_shelf_is_read_as_far_as_it_is_looked_at(shelf: OpenShelf) -> None:
    many = tuple(replace(KETTLES[0], offer_id=str(n), title=f"Kettle {n}") for n in range(6 * LEAF))
    one = shelf(**{"kettles.tsv": many})
    inserted: list[int] = []
    one.page.model.rowsInserted.connect(lambda _, first, last: inserted.append(last - first + 1))
    one.wait(lambda: len(one.titles) >= LEAF)
    assert len(one.titles) <= 2 * LEAF
    for _ in range(5):
        have = len(one.titles)
        one.page.list.scrollToBottom()
        one.wait(lambda have=have: len(one.titles) > have)
    assert one.titles == [f"Kettle {n}" for n in reversed(range(6 * LEAF))]
    assert set(inserted) == {LEAF}


def test_what_was_scrolled_to_stays_in_sight_when_something_is_imported(shelf: OpenShelf) -> None:
    many = tuple(replace(KETTLES[0], offer_id=str(n), title=f"Kettle {n}") for n in range(4 * LEAF))
    one = shelf(**{"kettles.tsv": many})
    one.wait(lambda: len(one.titles) >= LEAF)
    while len(one.titles) < 3 * LEAF:
        have = len(one.titles)
        one.page.list.scrollToBottom()
        one.wait(lambda have=have: len(one.titles) > have)
    index = one.page.model.index(2 * LEAF + 50)
    one.page.list.setCurrentIndex(index)
    one.page.list.scrollTo(index)
    before, chosen = one.page.list.in_sight(), one.page.current
    assert before
    assert chosen is not None
    one.parts.store.shelf.put(MASKS, "masks.jsonl")
    one.controller.refresh()
    one.wait(lambda: MASKS[0].title in one.titles)
    assert one.page.list.in_sight() == before
    assert one.page.current is not None
    assert one.page.current.key == chosen.key
    with one.qtbot.waitSignal(one.page.filters.changed):
        one.type("kettle 1")
    # As after an import: the same is looked for once more, before any of it is on the page.
    one.controller.search()
    one.wait(lambda: "best match" in one.page.told.text())
    assert not one.page.list.verticalScrollBar().value(), "something else is looked at from its beginning"


def test_a_search_goes_on_as_one_scrolls_until_all_that_match_are_there(shelf: OpenShelf) -> None:
    many = tuple(replace(KETTLES[0], offer_id=str(n), title=f"Kettle {n}") for n in range(6 * LEAF))
    one = shelf(**{"kettles.tsv": (*many, *(replace(MASKS[0], offer_id=str(n)) for n in range(3)))})
    one.type("kettle")
    so_far = "500 so far, best match first; more follow as you scroll · with all the words: 600"
    one.wait(lambda: one.page.told.text() == so_far)
    assert len(one.titles) <= 2 * LEAF
    words = one.page.filters.words
    words.setFocus()
    QTest.keyClick(words, Qt.Key.Key_Down)
    while len(one.titles) < len(many):
        have = len(one.titles)
        QTest.keyClick(one.page.list, Qt.Key.Key_End)
        one.wait(lambda have=have: len(one.titles) > have)
    assert sorted(one.titles) == sorted(offer.title for offer in many)
    assert one.page.told.text() == "Found: 600, in batches, the best match of each first"
    assert one.page.list.hasFocus()


def test_a_search_of_which_nothing_near_costs_that_goes_on_by_itself(
    shelf: OpenShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_steps, "STEP", 20)
    monkeypatch.setattr(shelf_search, "POOL_FILTERED", 30)
    dear = tuple(
        replace(KETTLES[0], offer_id=str(n), title=f"Kettle {n}", price=Money(900_000 + n, "USD")) for n in range(100)
    )
    one = shelf(
        **{"kettles.tsv": (*dear, replace(KETTLES[0], title="The one kettle that costs so little of them all"))}
    )
    one.type("kettle")
    one.page.filters.high.setText("100")
    one.wait(lambda: one.titles == ["The one kettle that costs so little of them all"])
    one.wait(lambda: one.page.told.text().startswith("Found: 1, best match first"))


def test_pinning_by_key_can_be_undone(shelf: OpenShelf) -> None:
    one = shelf()
    one.wait(lambda: bool(one.titles))
    words = one.page.filters.words
    words.setFocus()
    QTest.keyClick(words, Qt.Key.Key_Down)
    assert one.page.list.hasFocus()
    QTest.keyClick(one.page.list, Qt.Key.Key_Space)
    title = one.titles[0]
    assert one.pins == [(title, True)]
    assert title in one.page.undo_bar.text.text()
    one.page.undo_bar.undo.click()
    assert one.pins == [(title, True), (title, False)]
    assert one.page.list.hasFocus()
    row = one.page.current
    assert row is not None
    one.page.show_pinned(frozenset({row.key}), "Shortlist")
    assert one.page.compare.text() == "Compare 1"
    assert "pinned" in one.page.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    QTest.keyClick(one.page.list, Qt.Key.Key_Space)
    assert one.pins[-1] == (title, False)
    QTest.keyClick(one.page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert one.put_back == [title]
    QTest.keyClick(one.page.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert one.put_back == [title], "nothing is taken back twice"


def test_the_card_of_the_chosen_offer_pins_opens_and_copies(shelf: OpenShelf) -> None:
    one = shelf(**{"kettles.tsv": KETTLES})
    one.wait(one.page.card.isVisible)
    card = one.page.card
    assert card.view.title == "Kettle 4"
    assert card.view.origin.startswith("kettles.tsv · ")
    assert not card.why.isVisible(), "an offer in no list has no place to give reasons for"
    assert "Category: Kettles" in [each.text() for each in one.page.details.labels]
    with one.qtbot.waitSignal(one.page.link_requested) as link:
        card.plain_link.click()
    assert link.args == ["https://shop.test/4"]
    card.pin.click()
    assert one.pins == [("Kettle 4", True)]
    QTest.keyClick(one.page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[:2] == [str(label.HEADER), "[No payment] Kettle 4"]


def test_return_opens_the_plain_link_and_the_menu_has_all_of_it(shelf: OpenShelf) -> None:
    one = shelf(**{"kettles.tsv": KETTLES})
    one.wait(lambda: bool(one.titles))
    one.page.list.setFocus()
    QTest.keyClick(one.page.list, Qt.Key.Key_Down)
    with one.qtbot.waitSignal(one.page.link_requested) as link:
        QTest.keyClick(one.page.list, Qt.Key.Key_Return)
    assert link.args == ["https://shop.test/3"]
    row = one.page.current
    assert row is not None
    menu = one.page.menu(row)
    assert [action.text() for action in menu.actions()] == [
        "Pin for comparing", "Pin to another list…", "Plain link…", "Copy offer",
    ]  # fmt: skip
    with one.qtbot.waitSignal(one.page.pin_elsewhere_requested):
        menu.actions()[1].trigger()


def test_a_feed_is_taken_off_and_put_back(shelf: OpenShelf) -> None:
    one = shelf()
    one.choose_from("kettles.tsv")
    one.wait(one.page.filters.remove.isVisible)
    with one.qtbot.waitSignal(one.controller.changed):
        one.page.filters.remove.click()
    one.wait(lambda: len(one.titles) == len(MASKS))
    assert not one.page.filters.remove.isVisible()
    assert "kettles.tsv" in one.page.undo_bar.text.text()
    assert one.page.header.about.text() == f"{len(MASKS)} offers, on this computer only"
    one.page.undo_bar.undo.click()
    one.wait(lambda: len(one.titles) == len(KETTLES) + len(MASKS))


def test_pages_of_a_host_are_taken_off_and_put_back(shelf: OpenShelf) -> None:
    page_offer = make_offer("w", "From a page", source_id="page")
    one = shelf(**{"kettles.tsv": KETTLES, "page.test": (page_offer,)})
    one.choose_from("page.test")
    one.wait(one.page.filters.remove.isVisible)
    assert one.page.filters.remove.text() == "Take these pages off the shelf"
    with one.qtbot.waitSignal(one.controller.changed):
        one.page.filters.remove.click()
    one.wait(lambda: len(one.titles) == len(KETTLES))
    assert "page.test" in one.page.undo_bar.text.text()
    one.page.undo_bar.undo.click()
    one.wait(lambda: len(one.titles) == len(KETTLES) + 1)
    words = {a.data(): a.text() for a in one.page.filters.where.menu_of_choices.actions()}
    assert words["page.test"] == "Pages of page.test · 1", "they are no feed for it"


def test_the_sample_goods_cannot_be_taken_off(shelf: OpenShelf) -> None:
    page_offer = make_offer("w", "From a page", source_id="page")
    one = shelf(**{"kettles.tsv": KETTLES, "page.test": (page_offer,), "sample": (SAMPLE,)})
    words = {a.data(): a.text() for a in one.page.filters.where.menu_of_choices.actions()}
    assert words == {
        "": "Everything", "kettles.tsv": "kettles.tsv · 5", "page.test": "Pages of page.test · 1",
        "sample": "Sample goods, not for sale · 1",
    }  # fmt: skip
    for origin, removable in (("kettles.tsv", True), ("page.test", True), ("sample", False)):
        one.choose_from(origin)
        assert one.page.filters.remove.isVisible() == removable


def test_what_fails_is_told_and_the_page_goes_on(shelf: OpenShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    one = shelf()
    one.wait(lambda: bool(one.titles))

    def broken(*_: object) -> Leaf:
        raise SidelightError(say("The store is closed."), say("Start Sidelight again."))

    monkeypatch.setattr(Watched, "look", broken)
    one.type("mask")
    one.wait(lambda: len(one.failures) == 1)
    monkeypatch.undo()
    one.type("mask 1")
    one.wait(lambda: "best match" in one.page.told.text())


@pytest.mark.parametrize("width", [720, 900, 1280])
@pytest.mark.parametrize("scale", [1, 2])
def test_nothing_is_cut_off(shelf: OpenShelf, qapp: QApplication, width: int, scale: int) -> None:
    font = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(font.pointSizeF() * scale)
    qapp.setFont(larger)
    try:
        one = shelf()
        one.wait(lambda: not one.page.card.isHidden())
        page = one.page
        page.resize(width, 550)

        def cut() -> list[str]:
            parts = (page.told, page.card, page.filters, page.label, *page.findChildren(QAbstractButton))
            shown = [part for part in parts if part.isVisible() and not page.card.isAncestorOf(part)]
            return [
                repr(part)
                for part in shown
                if part.mapTo(page, QPoint(part.width(), 0)).x() > width
                or part.height() < min(part.minimumSizeHint().height(), part.sizeHint().height())
            ]

        one.wait(lambda: page.width() == width and not cut())
        one.wait(lambda: page.list.viewport().height() >= 2 * page.list.sizeHintForRow(0))
        if page.details_button.isVisible():
            page.details_button.click()
        one.wait(lambda: page.card.isVisible() and not cut())
    finally:
        qapp.setFont(font)


def test_everything_has_a_name(shelf: OpenShelf) -> None:
    one = shelf()
    one.wait(one.page.card.isVisible)
    for widget in (one.page, one.page.list, *one.page.findChildren(QLineEdit), *one.page.findChildren(QAbstractButton)):
        if widget.isVisible() and not widget.objectName().startswith("qt_"):
            assert widget.accessibleName(), widget
    seen = QAccessible.queryAccessibleInterface(one.page.list)
    assert seen.childCount() > 0
    assert one.page.model.rowCount(QModelIndex()) == len(one.titles)
