"""The page of what was sent: newest first, as much as is looked at, every entry with its exact request."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from standins.offers import MASK_SHELF, NOW, mask
from standins.record_book import MemoryBook
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import event_of
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.record import Asked, Came, Event
from desktop_client.commerce.sending.request import Request, complete
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel import presenter
from desktop_client.ui.record.controller import PAGE, RecordController
from desktop_client.ui.record.dialogs import RecordDialogs
from desktop_client.ui.record.model import ABOUT, FAILED
from desktop_client.ui.record.page import RecordPage
from desktop_client.ui.record.rows import outcome_words
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.wording import say

OUTGOING = complete(
    Request.get("https://api.shop.example/s", [("key", "AK-31415"), ("q", "面膜")], secrets=("AK-31415",)), "test"
)
ASKED = Asked("shop", OUTGOING.host, "search", OUTGOING.shown, OUTGOING.sha256)
LISTED = event_of(
    Suggestions([ScriptedSource("shelf", MASK_SHELF)], Switchboard("shelf"), lambda: NOW).suggest(
        ShoppingNeed("敏感肌 面膜", "zh", must_not=("香精",))
    )
)


def sent(count: int) -> list[Event]:
    """So many requests, each with its answer."""
    return [event for number in range(count) for event in (ASKED, Came(2 * number + 1, "ok", 200, number, "a" * 64))]


@dataclass
class Answers:
    """What the user says when asked."""

    path: Path | None = None
    delete: bool = False
    asked: int = 0

    def where_to(self) -> Path | None:
        return self.path

    def may_delete(self, count: int) -> bool:
        self.asked += 1
        return self.delete


@dataclass
class Desk:
    page: RecordPage
    controller: RecordController
    book: MemoryBook
    answers: Answers
    failures: list[Exception]

    @property
    def titles(self) -> list[str]:
        return [self.page.model.index(at).data() for at in range(self.page.model.rowCount())]

    @property
    def words(self) -> list[str]:
        card = self.page.details
        return [] if card is None else [label.text() for label in card.findChildren(PlainLabel)]


OpenDesk = Callable[..., Desk]


@pytest.fixture
def desk(qtbot) -> Iterator[OpenDesk]:
    bridges: list[Bridge] = []
    locale = QLocale()
    QLocale.setDefault(QLocale("en_GB"))

    def open_desk(*events: Event, book: MemoryBook | None = None) -> Desk:
        bridge, page, answers = Bridge(), RecordPage(), Answers()
        bridges.append(bridge)
        qtbot.addWidget(page)
        page.resize(1280, 800)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        kept = book or MemoryBook(*events)
        controller = RecordController(kept, page, answers, bridge, {"shop": "Shop"}, "en", parent=page)
        made = Desk(page, controller, kept, answers, [])
        controller.failed.connect(made.failures.append)
        controller.open()
        qtbot.waitUntil(lambda: page.model.rowCount() > 0 and page.details is not None)
        return made

    yield open_desk
    for bridge in bridges:
        bridge.close()
    QLocale.setDefault(locale)


def test_newest_stands_first_with_what_came_back(desk):
    one = desk(ASKED, Came(1, "ok", 200, 1234, "a" * 64), ASKED, Came(3, "timed_out"), ASKED, LISTED)
    assert one.titles == [
        "List shown for “敏感肌 面膜”",
        "Sent to api.shop.example (Shop): a search for offers",
        "Sent to api.shop.example (Shop): a search for offers",
        "Sent to api.shop.example (Shop): a search for offers",
    ]
    about = [one.page.model.index(at).data(ABOUT).split(" · ")[1] for at in range(4)]
    assert about == [
        f"{len(LISTED.rows)} offers shown",
        "no answer is recorded",
        "The platform did not answer in time.",
        "answered with 1,234 bytes",
    ]
    assert [one.page.model.index(at).data(FAILED) for at in range(4)] == [False, False, True, False]
    assert one.page.header.about.text() == "6 entries, on this computer only"


def test_the_exact_request_is_shown_and_no_key(qtbot, desk):
    one = desk(ASKED, Came(1, "ok", 200, 1234, "b" * 64))
    qtbot.waitUntil(lambda: one.page.details is not None)
    exact = one.page.details.exact
    assert exact.text.toPlainText() == OUTGOING.shown
    assert "AK-31415" not in exact.text.toPlainText()
    assert OUTGOING.sha256 in exact.digest.text()
    assert "b" * 64 in one.words
    assert one.book.chain[0].hash in one.words


def test_a_list_is_shown_as_it_was_with_every_status(qtbot, desk):
    one = desk(LISTED)
    qtbot.waitUntil(lambda: one.page.details is not None)
    rows = [words for words in one.words if words.startswith(tuple(f"{row.rank}." for row in LISTED.rows))]
    assert len(rows) == len(LISTED.rows)
    assert all("[No payment]" in words for words in rows)
    assert "敏感肌 面膜 · no 香精" in one.words


def test_choosing_another_entry_shows_that_one(qtbot, desk):
    one = desk(*sent(3))
    one.page.list.setFocus()
    for _ in range(2):
        QTest.keyClick(one.page.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: one.book.chain[0].hash in one.words)


def test_a_hundred_thousand_entries_are_read_as_far_as_they_are_looked_at(qtbot, desk):
    book = MemoryBook()
    book.chain = [first := MemoryBook(ASKED).chain[0]]
    book.chain += [replace(first, number=number) for number in range(2, 100_001)]
    one = desk(book=book)
    inserted: list[int] = []
    one.page.model.rowsInserted.connect(lambda _, first, last: inserted.append(last - first + 1))
    assert one.page.model.rowCount() <= 2 * PAGE
    assert one.page.header.about.text() == "100,000 entries, on this computer only"
    one.page.list.scrollToBottom()
    qtbot.waitUntil(lambda: one.page.model.rowCount() > PAGE)
    QTest.keyClick(one.page.list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: one.page.model.rowCount() >= 3 * PAGE)
    assert set(inserted) == {PAGE}
    assert max(one.book.reads) == PAGE
    assert sum(one.book.reads) < 10 * PAGE


def test_nothing_is_read_twice_and_the_first_entry_is_reached(qtbot, desk):
    one = desk(*sent(PAGE))
    qtbot.waitUntil(lambda: one.page.model.rowCount() >= PAGE // 2)
    one.page.list.scrollToBottom()
    qtbot.waitUntil(lambda: one.page.model.rowCount() == PAGE)
    one.page.list.scrollToBottom()
    QApplication.processEvents()
    numbers = [one.page.model.row_at(one.page.model.index(at)).number for at in range(PAGE)]
    assert numbers == list(range(2 * PAGE - 1, 0, -2))


def test_an_answer_and_its_request_on_two_pages_find_each_other(qtbot, desk):
    one = desk(ASKED, *[LISTED] * (PAGE - 1), Came(1, "ok", 200, 7, "a" * 64))
    one.page.list.scrollToBottom()
    qtbot.waitUntil(lambda: one.page.model.rowCount() == PAGE)
    last = one.page.model.index(PAGE - 1)
    assert last.data(ABOUT).endswith("answered with 7 bytes")


def test_the_chain_is_checked_and_the_result_said_in_words(qtbot, desk):
    one = desk(*sent(2))
    one.page.check.click()
    assert one.page.told.text() == "Checking 4 entries…"
    qtbot.waitUntil(lambda: one.page.told.text() == "Everything is as it was written: 4 entries.")
    one.book.chain[2] = replace(one.book.chain[2], content=one.book.chain[2].content.replace("search", "tracks"))
    one.page.check.click()
    broken = "Entry 3 is missing or not as it was written. Whole before it: 2 entries."
    qtbot.waitUntil(lambda: one.page.told.text() == broken)


def test_it_is_exported_where_the_user_says(qtbot, desk, tmp_path):
    one = desk(*sent(1))
    one.page.export.click()
    assert one.book.exported == []
    one.answers.path = tmp_path / "record.jsonl"
    one.page.export.click()
    qtbot.waitUntil(lambda: one.page.told.text() == f"Exported to {one.answers.path}.")
    assert one.book.exported == [one.answers.path]


def test_everything_is_deleted_only_after_one_question(qtbot, desk):
    one = desk(*sent(2))
    one.page.delete.click()
    assert (one.answers.asked, len(one.book.chain)) == (1, 4)
    one.answers.delete = True
    one.page.delete.click()
    qtbot.waitUntil(one.page.empty.isVisible)
    assert one.answers.asked == 2
    assert one.page.model.rowCount() == 0
    assert one.page.details is None
    assert not any(button.isEnabled() for button in (one.page.check, one.page.export, one.page.delete))


@pytest.mark.parametrize("delete", [True, False])
def test_the_question_says_that_it_cannot_be_undone_and_keeps_by_default(qtbot, monkeypatch, delete: bool):
    said: list[str] = []

    def answer(box: QMessageBox) -> int:
        said.extend((box.text(), box.informativeText(), box.defaultButton().text(), box.escapeButton().text()))
        buttons = {button.text(): button for button in box.buttons()}
        buttons["Delete everything" if delete else "Keep it"].click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    page = RecordPage()
    qtbot.addWidget(page)
    assert RecordDialogs(page).may_delete(7) is delete
    assert "7" in said[0]
    assert "can't be undone" in said[1]
    assert said[2:] == ["Keep it", "Keep it"]


def test_no_work_is_done_in_the_window_s_thread(qtbot, desk):
    one = desk(*sent(2))
    one.page.check.click()
    qtbot.waitUntil(lambda: one.page.told.text().startswith("Everything"))
    assert threading.main_thread() not in one.book.threads


def test_what_cannot_be_read_is_said(qtbot, desk):
    class Broken(MemoryBook):
        def verify(self):
            raise SidelightError(say("It broke: {why}", why="disk"))

    one = desk(book=Broken(*sent(1)))
    one.page.check.click()
    qtbot.waitUntil(lambda: len(one.failures) == 1)
    assert not one.page.told.isVisible()


def test_an_entry_that_says_something_else_is_shown_as_such(qtbot, desk):
    book = MemoryBook(ASKED)
    book.chain[0] = replace(book.chain[0], content=json.dumps({"source_id": 1}))
    one = desk(book=book)
    assert one.titles == ["This entry can't be read"]
    qtbot.waitUntil(lambda: '{"source_id": 1}' in one.words)


def test_all_of_it_by_keyboard_and_with_names(qtbot, desk):
    one = desk(*sent(3))
    qtbot.waitUntil(lambda: one.page.details is not None)
    one.page.header.back.setFocus()
    seen = []
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().accessibleName())
        if QApplication.focusWidget() is one.page.header.back:
            break
    assert all(seen)
    assert {"Check the chain", "Export…", "Delete everything…", "Entries, newest first", "The exact request"} <= {*seen}
    face = QAccessible.queryAccessibleInterface(one.page.list)
    assert "answered with" in face.child(0).text(QAccessible.Text.Name)
    with qtbot.waitSignal(one.page.closed):
        QTest.keyClick(one.page.list, Qt.Key.Key_Escape)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("width", [560, 900, 1280])
def test_no_word_of_the_details_is_cut_off_at_any_width(qtbot, desk, width, scale):
    one = desk(ASKED, Came(1, "ok", 200, 1234, "b" * 64))
    qtbot.waitUntil(lambda: one.page.details is not None)
    font = one.page.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    one.page.setFont(font)
    one.page.resize(width, 900)
    QApplication.processEvents()
    for label in one.page.details.findChildren(PlainLabel):
        assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert one.page.details.rect().contains(one.page.details.childrenRect())


def test_prices_of_a_list_read_as_on_its_cards(desk: OpenDesk) -> None:
    noted = replace(LISTED.rows[0], total=None, known=None)
    rows = [replace(noted, price=price) for price in ("69.00 CNY", "1400 JPY", "69.001 CNY", None)]
    shown = desk(replace(LISTED, rows=tuple(rows)))
    lines = [line.replace("\u00a0", " ") for line in shown.words if "[" in line]
    prices = [line.split(" · ")[-2] for line in lines]
    assert prices == ["CN¥69.00", "JP¥1,400", "69.001 CNY", "price not stated"], (
        "what can't be read stands as it is noted"
    )


def test_what_had_to_be_paid_reads_as_on_its_card(desk: OpenDesk) -> None:
    yuan = partial(Money, currency="CNY")
    goods = [
        replace(mask("whole", "面膜"), price=yuan(3900), shipping=yuan(600)),
        replace(mask("in part", "面膜"), price=Money(1290, "USD"), shipping=Money(300, "USD")),
        replace(mask("old", "面膜"), price=yuan(4800), shipping=yuan(0), expires_at=NOW),
    ]
    asking = Suggestions([ScriptedSource("shelf", goods)], Switchboard("shelf"), lambda: NOW)
    listed = asking.suggest(ShoppingNeed("面膜", "zh"))
    lines = [line.split(" · ", 1)[1].rsplit(" · ", 1)[0] for line in desk(event_of(listed)).words if "[" in line]
    cards = presenter.panel_view(listed, NOW, "en").cards
    assert sorted(lines) == [
        "$15.90\u00a0+\u00a0? (item $12.90)",
        "CN¥45.00 (item CN¥39.00)",
        "CN¥48.00 · past its term",
    ]
    assert [line.split(" (")[0].split(" · ")[0] for line in lines] == [card.price for card in cards]


@pytest.mark.parametrize(
    ("secrets", "english", "chinese"),
    [
        (("canary",), "The key has no permission for this.", "这个密钥没有这项权限。"),
        ((), "It turns programs such as Sidelight away.", "它不接受 Sidelight 这类程序的访问。"),
    ],
)
def test_only_where_a_key_was_sent_one_was_refused(secrets: tuple[str, ...], english: str, chinese: str) -> None:
    sent = complete(Request.get("https://shop.example/s", [("k", "canary")], secrets=secrets), "test")
    asked = Asked("shop", sent.host, "search", sent.shown, sent.sha256)
    came = Came(1, "permission", 403, 0, None)
    assert (outcome_words(asked, came, "en"), outcome_words(asked, came, "zh")) == (english, chinese)
