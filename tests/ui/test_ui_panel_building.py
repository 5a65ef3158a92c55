"""How the panel's cards come about: a few at a time, from cards that are there, and painted once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from standins.panel_views import CHIPS, NEED, listed, opened, show, shown

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.ui.panel import card_list
from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.panel.card_list import LEISURE_MS, READY, TURN_MS
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.view_model import PanelState, PanelView


@pytest.fixture
def panel(qtbot) -> SuggestionPanel:
    return opened(qtbot)


def test_many_cards_are_built_without_holding_the_window_up(qtbot, panel):
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1

    panel.list._builder.timeout.connect(tick)
    show(qtbot, panel, listed(*range(40)))
    assert shown(panel) == [f"Mask {n}" for n in range(40)]
    assert ticks > 3


def test_a_card_is_used_again_for_another_offer_and_nothing_of_the_first_is_left(qtbot, panel):
    panel.set_pinned([("shelf", "1")])
    show(qtbot, panel, listed(1, 2))
    before = set(panel.list.cards.values())
    first = panel.list.cards["shelf", "1"]
    first.why.click()
    assert first.pin.isChecked()
    again = listed(4, 3)
    show(qtbot, panel, replace(again, need=ShoppingNeed("tea"), cards=(replace(again.cards[0], notes=("A note",)),
                                                                      again.cards[1])))  # fmt: skip
    assert set(panel.list.cards.values()) == before, "making cards takes several times as long"
    for number, words in ((4, "No payment"), (3, "Paid link · 5.5 %")):
        shown_card = panel.list.cards["shelf", str(number)]
        assert shown_card.isVisible()
        assert (shown_card.title.text(), shown_card.status.text()) == (f"Mask {number}", words)
        assert shown_card.accessibleName() == f"{words}: Mask {number}, $10.0{number}"
        assert not shown_card.pin.isChecked()
        assert not shown_card.why.isChecked()
        assert shown_card.why_box is None or not shown_card.why_box.isVisible()
        assert shown_card.height() == shown_card.heightForWidth(shown_card.width())
    with qtbot.waitSignal(panel.pin_toggled) as pinned:
        panel.list.cards["shelf", "4"].pin.click()
    assert pinned.args == [again.cards[0].offer, True]


def test_a_card_that_left_is_gone_at_once(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    gone = panel.list.cards["shelf", "1"]
    panel.show_state(listed(2))
    assert not gone.isVisible()
    assert gone not in panel.list.column.cards


def test_cards_are_made_while_answers_are_awaited_and_stay_unseen(qtbot, panel):
    panel.show_state(PanelView(PanelState.SEARCHING, need=NEED, chips=CHIPS, asked=3))
    qtbot.waitUntil(lambda: len(panel.list.findChildren(OfferCard)) == READY)
    made = panel.list.findChildren(OfferCard)
    assert not any(card.isVisible() for card in made)
    panel.setFont(QFont(panel.font().family(), 24))
    show(qtbot, panel, listed(*range(1, 6)))
    assert set(panel.list.cards.values()) <= set(made)
    assert [card for card in made if card.isVisible()] != []
    panel.show_state(PanelView(PanelState.SEARCHING, need=NEED, chips=CHIPS, asked=3))
    QApplication.processEvents()
    assert len(panel.list.findChildren(OfferCard)) == READY, "no more than a list shows"


def test_cards_keep_their_width_when_the_scroll_bar_comes(qtbot, panel):
    show(qtbot, panel, listed(1))
    QApplication.processEvents()
    bar = panel.list.area.verticalScrollBar()
    before = panel.list.cards["shelf", "1"].width()
    assert not bar.isVisible()
    show(qtbot, panel, listed(*range(1, 20)))
    QApplication.processEvents()
    assert bar.isVisible()
    assert {c.width() for c in panel.list.cards.values()} == {before}
    right = panel.list.cards["shelf", "1"].mapTo(panel, panel.list.cards["shelf", "1"].rect().topRight()).x()
    assert right < bar.mapTo(panel, bar.rect().topLeft()).x()


def test_rows_in_sight_move_once_however_long_the_new_ones_take(qtbot, panel, monkeypatch):
    monkeypatch.setattr(card_list, "SLICE_S", 0.0)
    show(qtbot, panel, listed(20, 21))
    QApplication.processEvents()
    seen = panel.list.cards["shelf", "20"]
    places = [seen.y()]
    panel.list._builder.timeout.connect(lambda: places.append(seen.y()))
    show(qtbot, panel, listed(*range(6), 21, 20))
    QApplication.processEvents()
    assert len(places) > 3
    assert len(set(places)) == 2, "where it stood, and where it stands when all are there"
    assert shown(panel) == [f"Mask {n}" for n in (*range(6), 21, 20)]


def test_rows_that_come_below_are_shown_as_they_are_made(qtbot, panel, monkeypatch):
    monkeypatch.setattr(card_list, "SLICE_S", 0.0)
    visible: list[int] = []
    panel.list._builder.timeout.connect(lambda: visible.append(len(panel.list.column.cards)))
    show(qtbot, panel, listed(*range(6)))
    assert visible == sorted(visible)
    assert len(set(visible)) > 3


def test_a_card_that_was_made_ahead_is_arranged_and_painted_once(qtbot, panel, monkeypatch):
    panel.show_state(PanelView(PanelState.SEARCHING, need=NEED, chips=CHIPS, asked=3))
    qtbot.waitUntil(lambda: len(panel.list.findChildren(OfferCard)) == READY)
    done: list[str] = []
    arrange, paint = OfferCard._arrange, OfferCard._paint_face
    monkeypatch.setattr(OfferCard, "_arrange", lambda c, *a, **k: (done.append("arrange"), arrange(c, *a, **k))[1])
    monkeypatch.setattr(OfferCard, "_paint_face", lambda c, *a: (done.append("paint"), paint(c, *a))[1])
    show(qtbot, panel, listed(*range(READY)))
    QApplication.processEvents()
    panel.grab()
    assert [done.count(what) for what in ("arrange", "paint")] == [READY, READY]


class Paints(QObject):
    """Notes which widgets are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append(watched)
        return False

    def are_over(self) -> bool:
        """Whether none was painted since it was asked last."""
        over = not self.seen
        self.seen.clear()
        return over


def test_a_card_that_comes_below_paints_no_other_again(qtbot, panel):
    show(qtbot, panel, listed(1, 2))
    paints = Paints()
    before = [panel.list.cards["shelf", n] for n in "12"]
    for card in before:
        for part in (card, *card.findChildren(QWidget)):
            part.installEventFilter(paints)
    before[0].update()
    qtbot.waitUntil(lambda: before[0] in paints.seen)
    qtbot.waitUntil(paints.are_over)
    show(qtbot, panel, listed(1, 2, 3))
    third = panel.list.cards["shelf", "3"]
    third.installEventFilter(paints)
    third.update()
    qtbot.waitUntil(lambda: third in paints.seen)
    assert set(paints.seen) == {third}


def test_cards_out_of_sight_are_made_at_leisure(qtbot, panel, monkeypatch):
    monkeypatch.setattr(card_list, "SLICE_S", 0.0)
    pauses: list[tuple[bool, int]] = []

    def note() -> None:
        builder, column = panel.list._builder, panel.list.column
        seen_to = panel.list.area.viewport().height()
        pauses.append((column.height() > seen_to, builder.interval()))

    panel.list._builder.timeout.connect(note)
    show(qtbot, panel, listed(*range(12)))
    filled = [pause for full, pause in pauses[:-1] if full]
    filling = [pause for full, pause in pauses[:-1] if not full]
    assert set(filling) == {TURN_MS}
    assert set(filled) == {LEISURE_MS}
