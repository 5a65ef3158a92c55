"""A message is read: a need, not shopping, or silence with its reason.

Local, the same every time, in English and Chinese; never the chat model. It errs on the quiet side: a false panel is
worse than a missing one, and the user can ask for suggestions on any message (``force``), though never against silence.
"""

from __future__ import annotations

from desktop_client.commerce.need import Reading, ShoppingNeed
from desktop_client.commerce.reading.features import features
from desktop_client.commerce.reading.linear import model
from desktop_client.commerce.reading.sensitive import class_of_goods, silence
from desktop_client.commerce.reading.text import receive

__all__ = ["class_of_goods", "read"]


def read(text: str, *, force: bool = False) -> Reading:
    """Read one message by itself. ``force`` is *Suggest products*: it overrides *not shopping*, never *silent*."""
    message = receive(text)
    names = features(message)
    shopping = force or model("intent").score(names, message.language) > 0
    reason = silence(message, names, shopping)
    if reason:
        return Reading(is_shopping=False, silent=reason)
    if not shopping:
        return Reading(is_shopping=False)
    return Reading(is_shopping=True, need=ShoppingNeed(message.shown[:120], message.language))
