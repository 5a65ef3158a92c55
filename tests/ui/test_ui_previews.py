"""What would be sent stands in the panel and waits; it is the user who sends it, or doesn't."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QCursor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from standins.doors import MemoryRecord, NoKeys, OpenDoor, Talkative
from standins.offers import NOW, make_offer
from standins.panel_views import opened
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import State, SuggestionList
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.request import Request, complete
from desktop_client.commerce.suggestions import Outside, Suggestions
from desktop_client.ui.panel import presenter
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.preview_box import Answer, PreviewBox
from desktop_client.ui.panel.previews import exact_view
from desktop_client.ui.panel.view_model import PanelState

NEED = ShoppingNeed("face mask")
SHELF = [make_offer(str(number), "Face mask") for number in range(4)]


def listed(*sources: Talkative, shelf: bool = True) -> SuggestionList:
    every = [*([ScriptedSource("shelf", SHELF)] if shelf else []), *sources]
    switches = Switchboard(*(source.manifest.id for source in every))
    outside = Outside(OpenDoor(), NoKeys(), MemoryRecord())
    return Suggestions(every, switches, lambda: NOW, outside=outside).suggest(NEED)


@pytest.fixture
def panel(qtbot) -> SuggestionPanel:
    return opened(qtbot, 1200)


def show(panel: SuggestionPanel, *sources: Talkative, shelf: bool = True) -> list[PreviewBox]:
    """Show what waits, for long enough that it can be answered."""
    panel.show_state(presenter.panel_view(listed(*sources, shelf=shelf), NOW, "en"))
    while panel.preview.builder.isActive():
        QApplication.processEvents()
    boxes = list(panel.preview.boxes.values())
    for box in boxes:
        box.settling.stop()
    QApplication.processEvents()
    return boxes


def test_a_box_says_who_gets_it_which_words_and_what_for(panel):
    (box,) = show(panel, Talkative("shop"))
    assert box.recipient.text() == "Will be sent to shop.example (shop):"
    assert box.told.text() == "face mask"
    assert box.purpose.text() == "For: a search for offers"


def test_a_request_without_words_of_the_user_says_so(panel):
    (box,) = show(panel, Talkative("shop", token=True))
    assert box.told.text() == "none of your words"
    assert box.purpose.text() == "For: an access token, which the search needs"


def test_the_exact_request_opens_on_demand_and_is_the_very_text(qtbot, panel):
    waiting = listed(Talkative("shop"))
    (box,) = show(panel, Talkative("shop"))
    assert box.exact is None
    box.show_exact.setFocus()
    qtbot.keyClick(box.show_exact, Qt.Key.Key_Return)
    assert box.exact.isVisible()
    outgoing = waiting.previews[0].outgoing
    assert box.exact.text.toPlainText() == outgoing.shown
    assert outgoing.sha256 in box.exact.digest.text()
    assert box.exact.digest.text().startswith(f"{len(outgoing.wire)} bytes")
    assert box.exact.text.isReadOnly()
    assert box.exact.text.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    qtbot.keyClick(box.exact.text, Qt.Key.Key_X)
    assert box.exact.text.toPlainText() == outgoing.shown
    qtbot.keyClick(box.show_exact, Qt.Key.Key_Return)
    assert not box.exact.isVisible()


def test_a_key_is_never_shown_and_it_is_said_that_one_is_sent(qapp):
    request = Request.get("https://shop.example/s", [("key", "AK-31415"), ("q", "mask")], secrets=("AK-31415",))
    view = exact_view(complete(request, "test"))
    assert "AK-31415" not in view.text
    assert "•••" in view.digest
    assert "•••" not in exact_view(complete(Request.get("https://shop.example/s"), "test")).digest


def test_send_and_dont_send_say_whose_request_is_meant(qtbot, panel):
    (box,) = show(panel, Talkative("shop"))
    said: list[object] = []
    panel.send_requested.connect(lambda ids, at_once: said.append((ids, at_once)))
    panel.decline_requested.connect(said.append)
    qtbot.keyClick(box.send, Qt.Key.Key_Return)
    qtbot.mouseClick(box.dont, Qt.MouseButton.LeftButton)
    qtbot.keyClick(box.at_once, Qt.Key.Key_Space)
    qtbot.mouseClick(box.send, Qt.MouseButton.LeftButton)
    assert said == [(("shop",), ()), ("shop",), (("shop",), ("shop",))]


def test_a_box_that_has_just_come_cannot_be_pressed_by_accident(qtbot, panel):
    panel.show_state(presenter.panel_view(listed(Talkative("shop")), NOW, "en"))
    box = panel.preview.boxes["shop"]
    assert box.settling.isActive()
    with qtbot.assertNotEmitted(panel.send_requested), qtbot.assertNotEmitted(panel.decline_requested):
        box.send.click()
        box.dont.click()
    box.settling.stop()
    with qtbot.waitSignal(panel.send_requested):
        box.send.click()


def test_several_can_be_sent_at_once_and_those_that_were_answered_are_not_sent_again(qtbot, panel):
    boxes = show(panel, Talkative("one"), Talkative("two"), Talkative("three"))
    assert panel.preview.send_all.text() == "Send all 3"
    boxes[2].at_once.click()
    panel.show_answers(["one"], [], [])
    assert panel.preview.send_all.text() == "Send all 2"
    with qtbot.waitSignal(panel.send_requested) as caught:
        qtbot.keyClick(panel.preview.send_all, Qt.Key.Key_Return)
    assert caught.args == [("two", "three"), ("three",)]
    panel.show_answers(["one", "two"], [], [])
    assert not panel.preview.send_all.isVisible()


def test_many_boxes_are_built_without_holding_the_window_up(qtbot, panel):
    ticks: list[int] = []
    panel.preview.builder.timeout.connect(lambda: ticks.append(len(panel.preview.boxes)))
    many = [Talkative(f"shop-{number}") for number in range(12)]
    panel.show_answers(["shop-11"], [], [])
    boxes = show(panel, *many)
    assert [box.view.source_id for box in boxes] == [source.manifest.id for source in many]
    assert len(ticks) > 3
    assert ticks == sorted(ticks)
    assert boxes[11].answer is Answer.SENDING, "also what is built late knows what was said"
    assert panel.preview.send_all.text() == "Send all 11"
    panel.header.read_page.setFocus()
    seen = []
    for _ in range(70):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().accessibleName())
    sends = [name for name in seen if name.startswith("Send to")]
    assert sends == [f"Send to shop-{number}.example (shop-{number})" for number in range(11)]


def test_one_box_has_no_button_for_all(panel):
    show(panel, Talkative("one"))
    assert not panel.preview.send_all.isVisible()


def test_what_was_said_is_shown_until_the_list_says_what_came_of_it(panel):
    one, two, three = show(panel, Talkative("one"), Talkative("two"), Talkative("three"))
    panel.show_answers(["one"], ["two"], ["three"])
    assert [box.answer for box in (one, two, three)] == [Answer.SENDING, Answer.NEXT, Answer.DECLINED]
    assert [box.note.text() for box in (one, two, three)] == [
        "Being sent…",
        "Goes out as soon as those that are being asked have answered.",
        "Not sent.",
    ]
    assert not any(box.send.isVisible() or box.dont.isVisible() or box.at_once.isVisible() for box in (one, two, three))
    panel.show_answers([], [], [])
    assert one.send.isVisible()
    assert not one.note.isVisible()


def test_a_second_press_never_lands_on_the_next_box(qtbot, panel):
    one, two = show(panel, Talkative("one"), Talkative("two"))
    said: list[tuple[str, ...]] = []
    panel.send_requested.connect(lambda ids, _: said.append(ids))
    panel.send_requested.connect(lambda ids, _: panel.show_answers(ids, [], []))
    one.send.setFocus()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert said == [("one",)]
    assert QApplication.focusWidget() is one.show_exact
    panel.show_state(presenter.panel_view(listed(Talkative("two")), NOW, "en"))
    assert QApplication.focusWidget() is two.show_exact


@pytest.mark.parametrize("height", [1200, 560])
def test_what_was_asked_for_comes_in_at_once_and_the_list_stays_at_its_top(qtbot, panel, height):
    panel.resize(300, height)
    (box,) = show(panel, Talkative("shop"))
    qtbot.waitUntil(lambda: len(panel.list.column.cards) == len(SHELF))
    box.send.setFocus()
    panel.show_answers(["shop"], [], [])
    more = [*SHELF, make_offer("late", "Face mask")]
    asking = Suggestions([ScriptedSource("shelf", more)], Switchboard("shelf"), lambda: NOW)
    panel.show_state(presenter.panel_view(asking.suggest(NEED), NOW, "en"))
    assert not panel.list.more.isVisible()
    qtbot.waitUntil(lambda: len(panel.list.column.cards) == len(more))
    assert panel.list.area.verticalScrollBar().value() == 0
    assert QApplication.focusWidget() is panel.need.add


@pytest.fixture
def pointer() -> Iterator[QPoint]:
    before = QCursor.pos()
    QCursor.setPos(QPoint(100, 400))
    yield QCursor.pos()
    QCursor.setPos(before)


def send_by_mouse(qtbot, panel, pointer):
    """Send as a mouse does, from a list that was scrolled for it; the offers that there are by then."""
    panel.resize(300, 560)
    (box,) = show(panel, Talkative("shop"))
    qtbot.waitUntil(lambda: len(panel.list.column.cards) == len(SHELF))
    panel.list.area.verticalScrollBar().setValue(panel.list.column.y() - 40)
    QApplication.sendEvent(panel.list, QEnterEvent(QPointF(9, 9), QPointF(9, 9), QPointF(pointer)))
    qtbot.mouseClick(box.send, Qt.MouseButton.LeftButton)
    panel.show_answers(["shop"], [], [])
    return [*SHELF, make_offer("late", "Face mask")]


def answered(panel, offers) -> None:
    asking = Suggestions([ScriptedSource("shelf", offers)], Switchboard("shelf"), lambda: NOW)
    panel.show_state(presenter.panel_view(asking.suggest(NEED), NOW, "en"))
    panel.show_answers([], [], [])


def test_what_was_sent_for_by_mouse_comes_in_under_the_pointer_with_the_first_card_in_sight(qtbot, panel, pointer):
    more = send_by_mouse(qtbot, panel, pointer)
    answered(panel, more)
    assert not panel.list.more.isVisible()
    qtbot.waitUntil(lambda: len(panel.list.column.cards) == len(more))
    assert panel.list.area.verticalScrollBar().value() <= panel.list.column.y()


def test_it_waits_once_the_pointer_has_gone_on_and_so_does_what_nobody_sent_for(qtbot, panel, pointer):
    more = send_by_mouse(qtbot, panel, pointer)
    QCursor.setPos(pointer + QPoint(0, 60))
    answered(panel, more)
    assert panel.list.more.text() == "1 more"
    panel.list.more.click()
    qtbot.waitUntil(lambda: len(panel.list.column.cards) == len(more))
    QCursor.setPos(pointer)
    answered(panel, [*more, make_offer("later", "Face mask")])
    assert panel.list.more.text() == "1 more"
    assert panel.list.more.isVisible()


def test_nothing_takes_the_focus_and_nothing_opens(qtbot, panel):
    panel.show_state(presenter.panel_view(listed(), NOW, "en"))
    qtbot.waitUntil(lambda: bool(panel.list.column.cards))
    card = panel.list.column.cards[0]
    card.setFocus()
    windows = QApplication.topLevelWidgets()
    (box,) = show(panel, Talkative("shop"))
    assert QApplication.focusWidget() is card
    assert QApplication.topLevelWidgets() == windows
    assert box.exact is None
    hidden = SuggestionPanel()
    hidden.show_state(presenter.panel_view(listed(Talkative("shop")), NOW, "en"))
    assert not hidden.isVisible()
    hidden.deleteLater()


def test_boxes_stand_still_above_the_cards_or_scroll_with_them_where_it_is_low(qtbot, panel):
    (box,) = show(panel, Talkative("shop"))
    assert panel.preview.parent() is panel
    assert panel.need.geometry().bottom() < panel.preview.y()
    assert panel.preview.geometry().bottom() < panel.list.y()
    panel.resize(372, 420)
    QApplication.processEvents()
    assert panel.list.isAncestorOf(panel.preview)
    qtbot.waitUntil(lambda: panel.list.area.verticalScrollBar().maximum() > 0)
    panel.resize(372, 1200)
    box.show_exact.click()
    QApplication.processEvents()
    assert panel.preview.parent() is panel


def test_opening_the_exact_request_in_a_low_panel_keeps_everything_in_reach(panel):
    panel.resize(372, 620)
    (box,) = show(panel, Talkative("shop"), shelf=False)
    box.show_exact.click()
    QApplication.processEvents()
    for part in (box.exact.text, box.send, panel.page.body):
        panel.list.area.ensureWidgetVisible(part)
        QApplication.processEvents()
        assert not part.visibleRegion().isEmpty()


@pytest.mark.parametrize("height", [520, 600, 640, 680, 720, 800])
def test_every_band_gets_the_height_that_it_needs_wherever_it_is(qtbot, panel, height):
    """Scrolling with the cards as well as standing still, and after each change of what is in it."""
    (box,) = show(panel, Talkative("shop"))
    for tall in (height, 1200, height, 1200, height, height, height):
        panel.resize(300, tall)
        box.show_exact.click()
        for band in (panel.need, panel.preview, panel.coverage):
            qtbot.waitUntil(lambda band=band: band.height() >= band.heightForWidth(band.width()))


def test_with_nothing_but_requests_that_wait_the_panel_says_so(panel):
    show(panel, Talkative("shop"), shelf=False)
    assert panel.view.state is PanelState.WAITING
    assert panel.page.heading.text() == "Waiting for you"
    assert panel.page.isVisible()
    assert panel.view.coverage == ("shop waits for your Send",)
    assert panel.view.asked == 0


def test_a_request_that_was_declined_is_no_failure(panel):
    asking = Suggestions(
        [Talkative("shop")], Switchboard("shop"), lambda: NOW, outside=Outside(OpenDoor(), NoKeys(), MemoryRecord())
    )
    declined = asking.decline(asking.suggest(NEED), ["shop"])
    assert declined.coverage[0].state is State.NOT_SENT
    view = presenter.panel_view(declined, NOW, "en")
    assert view.coverage == ("shop: not sent",)
    assert view.reason == "Nothing was sent, so nobody was asked."


def test_every_part_has_a_name_that_says_whose_it_is(panel):
    one, two = show(panel, Talkative("one"), Talkative("two"))
    for box in (one, two):
        box.show_exact.click()
    names = [stop.accessibleName() for stop in panel.preview.tab_stops()]
    assert all(names)
    assert len({*names} - {"The exact request"}) == len(names) - 2
    face = QAccessible.queryAccessibleInterface(one.at_once)
    assert face.role() == QAccessible.Role.CheckBox
    assert "one.example" in face.text(QAccessible.Text.Name)
    assert "page of sources" in face.text(QAccessible.Text.Description)


def test_the_keyboard_alone_goes_from_header_to_footer_and_answers(qtbot, panel):
    (box,) = show(panel, Talkative("shop"))
    panel.set_pinned([("shelf", "0"), ("shelf", "1")])
    said: list[object] = []
    panel.send_requested.connect(lambda ids, at_once: said.append((ids, at_once)))
    panel.header.close_button.setFocus()
    seen: list[str] = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        if here is panel.header.close_button:
            break
        seen.append(here.accessibleName())
        if here is box.show_exact:
            QTest.keyClick(here, Qt.Key.Key_Return)
        if here is box.at_once:
            QTest.keyClick(here, Qt.Key.Key_Space)
        if here is box.send:
            QTest.keyClick(here, Qt.Key.Key_Return)
    wanted = [
        "What was sent",
        "Add a condition",
        "Show the exact request: shop.example (shop)",
        "The exact request",
        "Send at once from now on: shop.example (shop)",
        "Send to shop.example (shop)",
        "Don't send to shop.example (shop)",
        "Order: Best match",
        "Compare 2",
    ]
    assert [name for name in seen if name in wanted] == wanted
    assert said == [(("shop",), ("shop",))]


def test_the_link_to_the_exact_request_is_as_wide_as_its_words_and_they_stand_under_those_above(qtbot, panel):
    (box,) = show(panel, Talkative("shop"))
    QApplication.processEvents()
    link = box.show_exact
    assert link.width() == link.sizeHint().width() < box.told.width()
    assert link.x() == box.told.x()
