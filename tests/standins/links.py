"""Links of offers, and what of them the window is given."""

from __future__ import annotations

from standins.offers import NOW

from desktop_client.addresses import Address, read_address
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.ranking import rank
from desktop_client.ui.panel.cards import card_view
from desktop_client.ui.panel.view_model import CardView

PLAIN, PAID = "https://shop.test/item?id=7&colour=a%20b", "https://click.test/go?u=x&aff_id=9"
NEED = ShoppingNeed("face mask")


def known(url: str) -> Address:
    """An address that may be opened."""
    address = read_address(url)
    assert address is not None, url
    return address


def card(offer: Offer) -> CardView:
    """An offer's card, as the only one of its list."""
    (row,) = rank(NEED, [offer], now=NOW).rows
    return card_view(row, "Shop", (), NOW, "en")
