"""What the first question would wait for, done before it is asked: word lists, tables and patterns, which are read at
their first use.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from desktop_client.commerce import reading
from desktop_client.commerce.blocked import blocked_class
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.commerce.prices.amounts import LOCALES, amount_words
from desktop_client.commerce.ranking import rank

_SEEN = datetime(2026, 1, 1, tzinfo=UTC)
_NEED = ShoppingNeed("wireless headphones", category="headphones", must_have=("noise cancelling",))
_OFFER = Offer(
    source_id="example",
    offer_id="1",
    title="Wireless headphones 无线耳机",
    price=None,
    commercial=Commercial(affiliate_link=False, payee="none", sponsored=AdFlag.NO, evidence="an example"),
    raw_sha256="",
    fetched_at=_SEEN,
)


def prepare() -> None:
    """Read an example of a message, put an example of an offer in order and write an amount in both languages: half a
    second in all, for a worker thread.

    Nothing of it is kept but what is the same for every message and every offer.
    """
    reading.prepare()
    blocked_class(_OFFER)
    rank(_NEED, [_OFFER], now=_SEEN)
    for language in LOCALES:
        amount_words(Decimal(1), "CNY", language)
