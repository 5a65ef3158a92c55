"""A price that a file or a page names and that is none: no currency with it, a range, "ask us".

No sum can be reckoned with it, so it is nowhere a price; but who reads *not stated* would look for what is there.
"""

from __future__ import annotations

from desktop_client.commerce.offer import SHELF, Offer
from desktop_client.commerce.prices.boasts import boasts
from desktop_client.wording import Sentence, say


def price_not_read(offer: Offer) -> Sentence | None:
    """What is written where the price should be, in words; None where there is a price, or nothing is written.

    Platforms note other things at a price, so only what came from a file or a page counts; no boast does (P11).
    """
    if offer.price is not None or offer.source_id != SHELF or not offer.price_note:
        return None
    written = offer.price_note[0]
    return None if boasts(written) else say("price unclear: {price}", price=written)
