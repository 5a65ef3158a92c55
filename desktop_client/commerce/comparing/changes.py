"""What an offer says by now, beside what it said when it was pinned: the differences, each as one sentence.

Nothing here says that anything is a bargain: a difference to one snapshot is not a price cut (promise P11).
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_client.commerce.comparing.availability import AVAILABILITY
from desktop_client.commerce.label import STATUS
from desktop_client.commerce.meaning.attribute_names import attribute_name, stated_by_key
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.prices.totals import UNCONDITIONAL_KINDS
from desktop_client.wording import Sentence, Worded, say

NOT_STATED = say("not stated")


def changes(before: Offer, after: Offer) -> tuple[Sentence, ...]:
    """What differs, the price first; empty where both say the same. Words that differ in case or width are the same."""
    return (*_price(before, after), *_parts(before, after), *_standing(before, after), *_attributes(before, after))


def _price(before: Offer, after: Offer) -> Iterator[Sentence]:
    was, now = before.price, after.price
    if was != now:
        yield _price_words(was, now)
    conditional = after.price_kind not in UNCONDITIONAL_KINDS
    if conditional != (before.price_kind not in UNCONDITIONAL_KINDS):
        yield say("the price now has conditions") if conditional else say("the price has no conditions any more")


def _price_words(was: Money | None, now: Money | None) -> Sentence:
    if was is None or now is None:
        return _stated_or_not(was, now)
    if was.currency == now.currency and now.amount < was.amount:
        return say("price down to {now}, was {was}", now=Amount(now), was=Amount(was))
    if was.currency == now.currency:
        return say("price up to {now}, was {was}", now=Amount(now), was=Amount(was))
    return say("price now {now}, was {was}", now=Amount(now), was=Amount(was))


def _stated_or_not(was: Money | None, now: Money | None) -> Sentence:
    if now is not None:
        return say("price now stated: {now}", now=Amount(now))
    return say("price no longer stated, was {was}", was=_amount(was))


def _parts(before: Offer, after: Offer) -> Iterator[Sentence]:
    for name, was, now in (
        (say("shipping"), before.shipping, after.shipping),
        (say("tax"), before.tax, after.tax),
    ):
        if was != now:
            yield _now_was(name, _amount(now), _amount(was))


def _amount(money: Money | None) -> Amount | Sentence:
    return NOT_STATED if money is None else Amount(money)


def _standing(before: Offer, after: Offer) -> Iterator[Sentence]:
    """Availability, who sells, who is paid, and what it is called."""
    if before.availability != after.availability:
        yield _now_was(say("availability"), _available(after), _available(before))
    was, now = (offer.seller.name if offer.seller else None for offer in (before, after))
    if fold(was or "") != fold(now or ""):
        yield _now_was(say("seller"), now or NOT_STATED, was or NOT_STATED)
    if before.commercial.status is not after.commercial.status:
        yield _now_was(say("commercial status"), STATUS[after.commercial.status], STATUS[before.commercial.status])
    if fold(before.title) != fold(after.title):
        yield say("title was “{was}”", was=before.title)


def _available(offer: Offer) -> Sentence:
    return AVAILABILITY.get(offer.availability, NOT_STATED)


def _attributes(before: Offer, after: Offer) -> Iterator[Sentence]:
    was, now = stated_by_key(before.attributes), stated_by_key(after.attributes)
    for key in dict.fromkeys((*was, *now)):
        if key not in now:
            name, value = was[key]
            yield say("{name} no longer stated, was {was}", name=attribute_name(key, name), was=value)
        elif key not in was:
            name, value = now[key]
            yield say("{name} now stated: {now}", name=attribute_name(key, name), now=value)
        elif fold(was[key][1]) != fold(now[key][1]):
            name, value = now[key]
            yield _now_was(attribute_name(key, name), value, was[key][1])


def _now_was(name: Worded, now: str | Worded, was: str | Worded) -> Sentence:
    return say("{name} now {now}, was {was}", name=name, now=now, was=was)
