"""The panel's list: states, late rows, pins, links, copying, the keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from standins.panel_views import CHIPS, NEED, card, listed, opened, show, shown

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.ui import theme
from desktop_client.ui.panel.footer import PanelFooter
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.view_model import PanelState, PanelView
from desktop_client.ui.widgets.plain_label import PlainLabel


@pytest.fixture
def panel(qtbot) -> SuggestionPanel:
    return opened(qtbot)


def point_into(panel: SuggestionPanel) -> None:
    at = QPointF(5, 5)
    QApplication.sendEvent(panel.list, QEnterEvent(at, at, at))


def test_cards_stand_in_the_order_given(qtbot, panel):
    show(qtbot, panel, listed(3, 1, 2))
    assert shown(panel) == ["Mask 3", "Mask 1", "Mask 2"]
    show(qtbot, panel, listed(2, 4, 3))
    assert shown(panel) == ["Mask 2", "Mask 4", "Mask 3"]


def test_late_rows_wait_while_the_pointer_is_in_the_list(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    point_into(panel)
    show(qtbot, panel, listed(5, 1, 6, 2, 7))
    assert shown(panel) == ["Mask 1", "Mask 2"]
    assert panel.list.more.text() == "3 more"
    qtbot.mouseClick(panel.list.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(panel.list.cards) == 5)
    assert shown(panel) == ["Mask 5", "Mask 1", "Mask 6", "Mask 2", "Mask 7"]
    assert not panel.list.more.isVisible()


def test_late_rows_come_in_when_the_pointer_leaves(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    point_into(panel)
    show(qtbot, panel, listed(3, 1, 2))
    QApplication.sendEvent(panel.list, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: len(panel.list.cards) == 3)
    assert shown(panel) == ["Mask 3", "Mask 1", "Mask 2"]


def test_late_rows_wait_while_the_focus_is_in_the_list(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    panel.list.cards["shelf", "2"].pin.setFocus()
    show(qtbot, panel, listed(3, 1, 2))
    assert shown(panel) == ["Mask 1", "Mask 2"]
    panel.header.close_button.setFocus()
    qtbot.waitUntil(lambda: len(panel.list.cards) == 3)


def test_another_need_or_another_order_never_waits(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    point_into(panel)
    show(qtbot, panel, listed(2, 1, order="newest"))
    assert shown(panel) == ["Mask 2", "Mask 1"]
    show(qtbot, panel, listed(9, need=ShoppingNeed("tea")))
    assert shown(panel) == ["Mask 9"]


def test_a_changed_row_changes_in_place_while_others_wait(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    point_into(panel)
    panel.show_state(replace(listed(1, 2, 3), cards=(card(1, price="$7.77"), card(2), card(3))))
    assert panel.list.cards["shelf", "1"].price.text() == "$7.77"
    assert len(panel.list.cards) == 2


def test_pinning_by_mouse_and_by_keyboard(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    toggled: list[tuple[str, bool]] = []
    panel.pin_toggled.connect(lambda offer, pinned: toggled.append((offer.offer_id, pinned)))
    first = panel.list.cards["shelf", "1"]
    qtbot.mouseClick(first.pin, Qt.MouseButton.LeftButton)
    first.pin.setFocus()
    qtbot.keyClick(first.pin, Qt.Key.Key_Return)
    qtbot.keyClick(first.pin, Qt.Key.Key_Space)
    assert toggled == [("1", True), ("1", False), ("1", True)]
    assert first.pin.text() == "★ Pinned"


def test_compare_is_there_from_two_pins_on(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    states = []
    for keys in ((), (("shelf", "1"),), (("shelf", "1"), ("elsewhere", "9"))):
        panel.set_pinned(keys)
        states.append((panel.footer.compare.text(), panel.footer.compare.isEnabled()))
    assert states == [("Compare", False), ("Compare 1", False), ("Compare 2", True)]
    assert panel.list.cards["shelf", "1"].pin.isChecked()
    with qtbot.waitSignal(panel.compare_requested):
        qtbot.mouseClick(panel.footer.compare, Qt.MouseButton.LeftButton)


def test_a_pin_is_kept_for_cards_that_come_later(qtbot, panel):
    panel.set_pinned([("shelf", "4")])
    show(qtbot, panel, listed(3, 4))
    assert [c.pin.isChecked() for c in panel.list.cards.values()] == [False, True]


def test_why_here_opens_inside_the_card(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    first = panel.list.cards["shelf", "1"]
    before = first.height()
    qtbot.keyClick(first.why, Qt.Key.Key_Return)
    QApplication.processEvents()
    words = " ".join(label.text() for label in first.why_box.findChildren(PlainLabel))
    assert "Text match: 92 of 100, weight 45 %" in words
    assert "“mask” stands in the title" in words
    assert "If rating weighed more" in words
    assert first.height() > before
    assert first.rect().contains(first.why_box.geometry())
    qtbot.keyClick(first.why, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert first.height() == before


def test_a_tracked_link_stands_beside_the_plain_one_at_the_same_size(qtbot, panel):
    both = card(1, plain_url="https://shop.test/a", tracked_url="https://t.test/a?aff=1")
    show(qtbot, panel, replace(listed(1), cards=(both, card(2, plain_url="https://shop.test/b"), card(3))))
    cards = panel.list.cards
    opened: list[str] = []
    panel.link_requested.connect(opened.append)
    first = cards["shelf", "1"]
    first.plain_link.click()
    first.tracked_link.click()
    assert opened == ["https://shop.test/a", "https://t.test/a?aff=1"]
    assert first.plain_link.face() == first.tracked_link.face()
    assert [cards["shelf", n].tracked_link.isHidden() for n in "123"] == [False, True, True]
    assert [cards["shelf", n].plain_link.isHidden() for n in "123"] == [False, False, True]


def test_ctrl_c_copies_the_card_that_has_the_focus(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    second = panel.list.cards["shelf", "2"]
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == second.view.copied
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]


def test_arrows_go_from_card_to_card(qtbot, panel):
    show(qtbot, panel, listed(1, 2, 3))
    cards = panel.list.cards
    cards["shelf", "1"].why.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is cards["shelf", "2"]
    qtbot.keyClick(cards["shelf", "2"], Qt.Key.Key_Down)
    qtbot.keyClick(cards["shelf", "3"], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is cards["shelf", "3"]
    qtbot.keyClick(cards["shelf", "3"], Qt.Key.Key_Up)
    assert QApplication.focusWidget() is cards["shelf", "2"]


def test_tab_visits_everything_from_top_to_bottom(qtbot, panel):
    show(qtbot, panel, listed(2, 4))
    show(qtbot, panel, listed(2, 3, 4))
    panel.set_pinned([("shelf", "2"), ("shelf", "3")])
    panel.header.close_button.setFocus()
    seen = []
    for _ in range(40):
        panel.focusNextPrevChild(True)
        if QApplication.focusWidget() is panel.header.close_button:
            break
        seen.append(QApplication.focusWidget().accessibleName())
    assert all(seen)
    header = ["How this list is ordered", "What was sent", "More", "This chat…"]
    assert seen[: len(header)] == header
    assert [n for n in seen if n.startswith("Why")] == [f"Why here?: Mask {n}" for n in (2, 3, 4)]
    assert seen.index("Add a condition") < seen.index("Why here?: Mask 2")
    assert seen[-3:] == ["Order: Best match", "More", "Compare 2"]


def test_escape_closes_from_anywhere_inside(qtbot, panel):
    show(qtbot, panel, listed(1))
    for widget in (panel.list.cards["shelf", "1"], panel.footer.order, panel.need.add):
        widget.setFocus()
        with qtbot.waitSignal(panel.close_requested):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    with qtbot.waitSignal(panel.close_requested):
        qtbot.mouseClick(panel.header.close_button, Qt.MouseButton.LeftButton)


def test_orders_are_chosen_from_the_menu(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    chosen: list[str] = []
    panel.order_changed.connect(chosen.append)
    actions = {action.data(): action for action in panel.footer.order.menu_of_choices.actions()}
    assert list(actions) == ["relevance", "total_price", "unit_price", "rating", "newest"]
    actions["unit_price"].trigger()
    actions["relevance"].trigger()
    assert chosen == ["unit_price"]


def test_each_state_says_what_it_is_and_offers_only_what_fits(qtbot, panel):
    def visible() -> set[str]:
        return {
            b.text()
            for b in (panel.page.anyway, panel.page.cancel, panel.page.sources, *panel.page.drops)
            if b.isVisible()
        }

    panel.show_state(PanelView(PanelState.EMPTY))
    assert panel.page.heading.text() == "Nothing asked yet"
    assert visible() == {"Sources…"}
    with qtbot.waitSignal(panel.sources_requested):
        panel.page.sources.click()
    panel.show_state(PanelView(PanelState.NOT_SHOPPING))
    assert visible() == {"Suggest products anyway"}
    with qtbot.waitSignal(panel.suggest_anyway_requested):
        panel.page.anyway.click()
    panel.show_state(PanelView(PanelState.SILENT, reason="This is about health."))
    assert panel.page.body.text() == "This is about health."
    assert visible() == set()
    panel.show_state(PanelView(PanelState.SEARCHING, need=NEED, chips=CHIPS, asked=3, answered=1))
    assert "1 of 3" in panel.page.body.text()
    assert visible() == {"Cancel"}
    with qtbot.waitSignal(panel.cancel_requested):
        panel.page.cancel.click()
    panel.show_state(PanelView(PanelState.NOTHING_FOUND, need=NEED, chips=CHIPS, asked=1, without=CHIPS[1:]))
    assert panel.page.heading.text() == "No offer fits"
    assert visible() == {"Without “sensitive skin”: 31", "Without “no fragrance”: 9"}
    with qtbot.waitSignal(panel.need_edited) as caught:
        panel.page.drops[1].click()
    assert caught.args[0] == replace(NEED, must_not=())
    panel.show_state(PanelView(PanelState.NOTHING_FOUND, need=NEED, chips=CHIPS, reason="No source is switched on."))
    assert panel.page.heading.text() == "Nobody was asked"
    assert visible() == {"Sources…"}
    panel.show_state(PanelView(PanelState.NOTHING_FOUND, need=NEED, chips=CHIPS, asked=2, reason="All failed."))
    assert (panel.page.heading.text(), panel.page.body.text()) == ("No source answered", "All failed.")
    assert visible() == {"Sources…"}


def test_every_state_keeps_the_header_and_shows_no_cards_of_another(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    for state in PanelState:
        panel.show_state(PanelView(state))
        assert panel.header.isVisible()
        assert panel.header.title.text() == "Ads & offers — not part of the answer"
        assert panel.list.cards == {}


def test_coverage_is_said_and_a_running_search_can_be_cancelled(qtbot, panel):
    show(qtbot, panel, listed(1, asked=2, answered=1))
    assert panel.coverage.line.text() == "This computer 3 · 9 others off"
    assert panel.coverage.cancel.isVisible()
    with qtbot.waitSignal(panel.cancel_requested):
        panel.coverage.cancel.click()
    show(qtbot, panel, listed(1, asked=2, answered=2))
    assert panel.coverage.cancel.isHidden()


def test_a_low_panel_lets_need_and_coverage_scroll_but_never_the_header(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    assert panel.need.parent() is panel
    panel.resize(372, 300)
    QApplication.processEvents()
    assert panel.list.isAncestorOf(panel.need)
    assert panel.list.isAncestorOf(panel.coverage)
    assert panel.need.isVisible()
    assert panel.header.parent() is panel
    panel.resize(372, 760)
    QApplication.processEvents()
    assert panel.need.parent() is panel
    tops = [w.y() for w in (panel.header, panel.need, panel.coverage, panel.footer)]
    assert tops == sorted(set(tops))


def test_a_title_that_is_cut_off_is_whole_in_the_tool_tip(qtbot, panel):
    long = "An aloe mask with a name that goes on " * 9
    show(qtbot, panel, replace(listed(1), cards=(card(1, title=long.strip()), card(2))))
    first, second = (panel.list.cards["shelf", n] for n in "12")
    assert first.toolTip() == long.strip()
    assert long.strip() in first.accessibleName()
    assert second.toolTip() == ""


def test_words_that_change_in_place_are_painted_anew(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    first = panel.list.cards["shelf", "1"]

    def painted() -> bytes:
        qtbot.waitUntil(lambda: first.view == panel.view.cards[0])
        image = first.grab(first.price.geometry()).toImage()
        return bytes(image.constBits())

    pictures = [painted()]
    panel.show_state(replace(listed(1, 2), cards=(card(1, price="$10.07"), card(2))))
    pictures.append(painted())
    panel.show_state(replace(listed(1, 2), cards=(card(1, price="$10.07", stale=True), card(2))))
    pictures.append(painted())
    for scheme in ("dark", "light"):
        theme.apply(QApplication.instance(), scheme)
        pictures.append(painted())
    assert len(set(pictures)) == 4
    assert pictures[4] == pictures[2]


def test_the_foot_of_a_narrow_panel_keeps_its_extras_in_a_menu(qtbot) -> None:
    footer = PanelFooter()
    qtbot.addWidget(footer)
    extras = (footer.weights, footer.export, footer.print, footer.shelf)
    footer.resize(900, 60)
    footer.show()
    assert footer.more.isHidden()
    assert all(button.isVisible() for button in extras)
    high = footer.heightForWidth(260)
    footer.resize(260, high)
    assert footer.more.isVisible()
    assert not any(button.isVisible() for button in extras)
    assert footer.heightForWidth(260) < high
    with qtbot.waitSignal(footer.shelf_requested):
        next(a for a in footer.more.menu_of_folded().actions() if a.text() == footer.shelf.text()).trigger()
    footer.resize(900, 60)
    assert footer.more.isHidden()
    assert all(button.isVisible() for button in extras)


def test_the_order_goes_without_its_name_only_where_that_spares_a_line(qtbot) -> None:
    footer = PanelFooter()
    qtbot.addWidget(footer)
    footer.show()
    nameless: set[bool] = set()
    for width in range(900, 200, -5):
        footer.resize(width, 90)
        one_line = footer.heightForWidth(width) == footer.heightForWidth(900)
        named = footer.order.text().startswith("Order: ")
        assert named or (one_line and footer.more.isVisible()), width
        assert footer.order.accessibleName() == "Order: Best match"
        assert footer.order.toolTip() == ("" if named else "Order: Best match")
        nameless.add(not named)
    assert nameless == {False, True}


def test_cards_begin_right_under_the_coverage_where_no_row_waits(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    QApplication.processEvents()
    assert not panel.list.more.isVisible()
    assert panel.list.area.y() == 0


@pytest.mark.parametrize("width", [300, 320, 340, 360, 372, 420])
def test_pinning_moves_nothing_below_the_pointer(qtbot, panel, width: int) -> None:
    panel.resize(width, 900)
    show(qtbot, panel, listed(1, 2, 3))
    QApplication.processEvents()
    cards = panel.list.column.cards
    before = [card.geometry() for card in cards]
    cards[0].pin.click()
    QApplication.processEvents()
    assert cards[0].pin.text() == "★ Pinned"
    assert [card.geometry() for card in cards] == before
