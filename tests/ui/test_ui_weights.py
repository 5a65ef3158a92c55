"""Moving the weights: heard at every step, seen in the panel, taken back with one press, and never a jump."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from standins.offers import NOW, make_offer
from standins.panel_views import opened
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Order, Part, Weights
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel import presenter
from desktop_client.ui.panel.current_list import CurrentList
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.weights_popover import WeightsPopover

NEED = ShoppingNeed("face mask", must_have=("sensitive skin",))
OFFERS = [
    make_offer("words", "Face mask"),
    make_offer("wishes", "A mask for every face, sensitive", attributes={"skin_type": "sensitive"}),
]
WORDS_ONLY = Weights(text=100, must_haves=0, price=0, rating=0, freshness=0)


def asking() -> Suggestions:
    return Suggestions([ScriptedSource("shelf", OFFERS)], Switchboard("shelf"), lambda: NOW)


@pytest.fixture
def panel(qtbot) -> SuggestionPanel:
    return opened(qtbot, 800)


def show(panel: SuggestionPanel, weights: Weights = DEFAULT_WEIGHTS, order: Order = Order.RELEVANCE) -> None:
    panel.show_state(presenter.panel_view(asking().suggest(NEED, order=order, weights=weights), NOW, "en"))
    QApplication.processEvents()


def weights_of(panel: SuggestionPanel) -> WeightsPopover:
    panel.footer.weights.setFocus()
    QTest.keyClick(panel.footer.weights, Qt.Key.Key_Return)
    assert panel.weights is not None
    return panel.weights


def test_five_sliders_say_their_names_and_values(panel):
    show(panel)
    popover = weights_of(panel)
    assert [row.name.text() for row in popover.rows.values()] == [
        "Words",
        "Wishes met",
        "Price",
        "Rating",
        "Freshness",
    ]
    for part, row in popover.rows.items():
        face = QAccessible.queryAccessibleInterface(row.slider)
        assert face.role() == QAccessible.Role.Slider
        assert face.text(QAccessible.Text.Name) == row.name.text()
        assert face.valueInterface().currentValue() == DEFAULT_WEIGHTS.of(part)
        assert (face.valueInterface().minimumValue(), face.valueInterface().maximumValue()) == (0, 100)
        assert row.value.text() == str(DEFAULT_WEIGHTS.of(part))


def test_the_keyboard_moves_a_weight_and_every_step_is_told(panel):
    show(panel)
    popover = weights_of(panel)
    told: list[Weights] = []
    panel.weights_changed.connect(told.append)
    slider = popover.rows[Part.WISHES].slider
    slider.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(slider, key)
    assert [weights.must_haves for weights in told] == [31, 41, 0, 100]
    assert {replace(weights, must_haves=30) for weights in told} == {DEFAULT_WEIGHTS}
    assert popover.rows[Part.WISHES].value.text() == "100"


def test_reset_gives_back_sidelight_s_own(panel):
    show(panel, WORDS_ONLY)
    popover = weights_of(panel)
    told: list[Weights] = []
    panel.weights_changed.connect(told.append)
    assert popover.rows[Part.TEXT].slider.value() == 100
    popover.reset.click()
    assert told == [DEFAULT_WEIGHTS]
    assert popover.rows[Part.TEXT].slider.value() == 45
    assert not popover.reset.isEnabled()


def test_the_first_row_and_its_points_are_said_while_weights_move(panel):
    show(panel)
    popover = weights_of(panel)
    assert popover.first.text() == "First now: A mask for every face, sensitive"
    assert "Wishes met 100 × 33 %" in popover.reasons.text()
    show(panel, WORDS_ONLY)
    assert popover.first.text() == "First now: Face mask"
    assert popover.rows[Part.PRICE].idle.isVisible(), "the need names no price"
    assert not popover.rows[Part.TEXT].idle.isVisible()


def test_moved_weights_are_seen_in_the_panel_and_taken_back_with_one_press(qtbot, panel):
    show(panel)
    assert panel.footer.order.accessibleName() == "Order: Best match"
    assert not panel.footer.reset.isVisible()
    show(panel, WORDS_ONLY)
    assert panel.footer.order.accessibleName() == "Order: your weights"
    with qtbot.waitSignal(panel.weights_changed) as caught:
        qtbot.keyClick(panel.footer.reset, Qt.Key.Key_Return)
    assert caught.args == [DEFAULT_WEIGHTS]


def test_weights_are_out_of_reach_where_they_change_nothing(panel):
    show(panel, WORDS_ONLY, Order.TOTAL_PRICE)
    assert not panel.footer.weights.isEnabled()
    assert panel.footer.order.accessibleName() == "Order: Total price"
    assert not panel.footer.reset.isVisible()
    show(panel)
    assert panel.footer.weights.isEnabled()


def test_escape_closes_it_and_nothing_else(qtbot, panel):
    show(panel)
    popover = weights_of(panel)
    with qtbot.assertNotEmitted(panel.close_requested), qtbot.waitSignal(popover.closed):
        QTest.keyClick(popover.rows[Part.TEXT].slider, Qt.Key.Key_Escape)
    assert panel.weights is None
    show(panel, WORDS_ONLY)
    assert weights_of(panel).rows[Part.TEXT].slider.value() == 100


def test_the_list_does_not_jump_while_it_is_in_use(qtbot, panel):
    show(panel)
    qtbot.waitUntil(lambda: len(panel.list.cards) == 2)
    next(iter(panel.list.cards.values())).setFocus()
    show(panel, WORDS_ONLY)
    order = sorted(panel.list.cards.values(), key=lambda card: card.y())
    assert [card.view.offer.offer_id for card in order] == ["wishes", "words"]
    assert panel.list.more.text() == "Show the new order"
    panel.list.more.click()
    QApplication.processEvents()
    order = sorted(panel.list.cards.values(), key=lambda card: card.y())
    assert [card.view.offer.offer_id for card in order] == ["words", "wishes"]


def test_the_list_follows_once_the_slider_rests_and_for_the_session(qtbot):
    bridge = Bridge()
    suggestions = asking()
    made: list[Weights] = []
    reorder = suggestions.reorder
    suggestions.reorder = lambda listed, **how: made.append(how["weights"]) or reorder(listed, **how)
    current = CurrentList(
        suggestions, lambda source, on: None, bridge, lambda listed, _: presenter.panel_view(listed, NOW, "en")
    )
    try:
        with qtbot.waitSignal(current.settled):
            current.search(NEED)
        for weight in range(46, 101):
            current.weigh(replace(DEFAULT_WEIGHTS, text=weight))
        with qtbot.waitSignal(current.changed):
            current.weigh(WORDS_ONLY)
        assert made == [WORDS_ONLY]
        assert current.listed.rows[0].offer.offer_id == "words"
        with qtbot.waitSignal(current.settled):
            current.search(replace(NEED, must_not=("fragrance",)))
        assert current.listed.common.weights == WORDS_ONLY
    finally:
        bridge.close()


def test_the_popover_is_as_high_as_its_words_also_when_they_become_more(panel):
    show(panel)
    popover = weights_of(panel)

    def cut_off() -> bool:
        area = popover.findChild(QScrollArea)
        return area.viewport().height() < popover._content.heightForWidth(area.viewport().width())

    assert not cut_off()
    foot = popover.geometry().bottom()
    card = panel.view.cards[0]
    popover.show_first(replace(card, title=f"{card.title} " * 6, reasons=card.reasons * 2))
    QApplication.processEvents()
    assert not cut_off()
    assert popover.geometry().bottom() == foot, "it grows upwards: the button that opened it stays in sight"
