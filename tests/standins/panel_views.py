"""Views of the panel as a presenter would make them, a panel on the screen, and what it shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.view_model import CardView, ChipView, NeedPart, PanelState, PanelView, ReasonView

SEEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PAID = Commercial(affiliate_link=True, payee="you", sponsored=AdFlag.YES, evidence="$.commission", commission_bp=550)
FREE = Commercial(affiliate_link=False, payee="none", sponsored=AdFlag.NO, evidence="$.ad")
NEED = ShoppingNeed("mask", must_have=("sensitive skin",), must_not=("fragrance",))
CHIPS = (
    ChipView(NeedPart.WORDS, "mask", "mask"),
    ChipView(NeedPart.MUST_HAVE, "sensitive skin", "sensitive skin", 31),
    ChipView(NeedPart.MUST_NOT, "fragrance", "no fragrance", 9),
)


def card(number: int, **fields) -> CardView:
    commercial = PAID if number % 2 else FREE
    offer = Offer("shelf", str(number), f"Mask {number}", Money(1000 + number, "USD"), commercial, "0" * 64, SEEN)
    view = CardView(
        offer=offer, title=offer.title, price=f"$10.0{number}", unit_price="$1.00 / sheet", origin="Sample shelf · now",
        status=commercial.status, status_text="Paid link · 5.5 %" if number % 2 else "No payment",
        copied=f"Ads & offers — not part of the answer\n[status] Mask {number}",
        reasons=(ReasonView("Text match", "92", "45", "“mask” stands in the title"),),
        would_change=("If rating weighed more, the next offer would stand before it.",),
    )  # fmt: skip
    return replace(view, **fields)


def listed(*numbers: int, **fields) -> PanelView:
    cards = tuple(card(number) for number in numbers)
    view = PanelView(PanelState.LIST, need=NEED, chips=CHIPS, coverage=("This computer 3", "9 others off"), cards=cards)
    return replace(view, **fields)


def opened(qtbot: QtBot, height: int = 760) -> SuggestionPanel:
    """A panel that is shown, so tall in pixels, and has the keyboard."""
    widget = SuggestionPanel()
    qtbot.addWidget(widget)
    widget.resize(372, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def shown(panel: SuggestionPanel) -> list[str]:
    """Titles from top to bottom as they are laid out."""
    QApplication.processEvents()
    return [c.view.title for c in sorted(panel.list.cards.values(), key=lambda c: c.y())]


def show(qtbot: QtBot, panel: SuggestionPanel, view: PanelView) -> None:
    """Have the panel show a view, and wait until all its cards are there or have to wait themselves."""
    panel.show_state(view)
    qtbot.waitUntil(lambda: not panel.list._builder.isActive())
