"""What is noted at a price: a price that a file or a page names and that is none (no currency with it, a range, "ask
us"), and the notes that are shown.

No sum can be reckoned with the first, so it is nowhere a price; but who reads *not stated* would look for what is
there.
"""

from __future__ import annotations

from desktop_client.commerce.offer import SHELF, Offer, note_words
from desktop_client.commerce.prices.boasts import boasts
from desktop_client.wording import Language, Sentence, say


def price_not_read(offer: Offer) -> Sentence | None:
    """What is written where the price should be, in words; None where there is a price, or nothing is written.

    Platforms note other things at a price, so only what came from a file or a page counts; no boast does (P11).
    """
    if offer.price is not None or offer.source_id != SHELF or not offer.price_note:
        return None
    written = note_words(offer.price_note[0], "en")
    return None if boasts(written) else say("price unclear: {price}", price=written)


def price_notes(offer: Offer, language: Language) -> tuple[str, ...]:
    """The notes that stand beside an offer's price, in one language; boasts are left out (P11), and so is what
    :func:`price_not_read` says.
    """
    said = offer.price_note[1:] if price_not_read(offer) else offer.price_note
    return tuple(words for note in said if not boasts(words := note_words(note, language)))
