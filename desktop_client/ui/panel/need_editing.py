"""Changing a need by its chips: each function gives a new need and touches nothing else."""

from __future__ import annotations

from dataclasses import replace

from desktop_client.commerce.need import PriceRange, ShoppingNeed, kind_is_among_words
from desktop_client.ui.panel.view_model import NeedPart


def without(need: ShoppingNeed, kind: NeedPart, value: str) -> ShoppingNeed:
    """The need without one condition. The search words can't be taken away, they are what is looked for."""
    match kind:
        case NeedPart.CATEGORY:
            return replace(need, category=None)
        case NeedPart.MUST_HAVE:
            return replace(need, must_have=tuple(v for v in need.must_have if v != value))
        case NeedPart.MUST_NOT:
            return replace(need, must_not=tuple(v for v in need.must_not if v != value))
        case NeedPart.PRICE:
            # The bounds first: who drops them may want others in the same currency.
            return replace(need, price=PriceRange(currency=need.price.currency if need.price else None))
        case NeedPart.COUNTRY:
            return replace(need, country=None)
        case NeedPart.WORDS:
            return need


def with_condition(need: ShoppingNeed, kind: NeedPart, value: str) -> ShoppingNeed:
    """The need with a phrase as must-have, must-not, category, country or search words; a phrase stands in one list
    only. With other words a kind of thing goes that stood among the old ones: it has no chip to take it away by.
    """
    phrase = " ".join(value.split())
    if not phrase:
        return need
    if kind is NeedPart.WORDS:
        changed_need = replace(need, text=phrase)
        gone = kind_is_among_words(need) and not kind_is_among_words(changed_need)
        return replace(changed_need, category=None) if gone else changed_need
    if kind is NeedPart.COUNTRY:
        return replace(need, country=phrase)
    if kind is NeedPart.CATEGORY:
        return replace(need, category=phrase)
    have = tuple(v for v in need.must_have if v != phrase)
    never = tuple(v for v in need.must_not if v != phrase)
    if kind is NeedPart.MUST_HAVE:
        return replace(need, must_have=(*have, phrase), must_not=never)
    return replace(need, must_have=have, must_not=(*never, phrase))


def changed(need: ShoppingNeed, old: tuple[NeedPart, str], new: tuple[NeedPart, str]) -> ShoppingNeed:
    """The need with one condition put in the place of another; it keeps its position where the kind is the same."""
    phrase = " ".join(new[1].split()) or old[1]
    if old[0] is new[0] is NeedPart.MUST_HAVE:
        return replace(need, must_have=_swapped(need.must_have, old[1], phrase))
    if old[0] is new[0] is NeedPart.MUST_NOT:
        return replace(need, must_not=_swapped(need.must_not, old[1], phrase))
    return with_condition(without(need, *old), *new)


def _swapped(phrases: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(new if phrase == old else phrase for phrase in phrases))


def with_price(need: ShoppingNeed, price: PriceRange) -> ShoppingNeed:
    """The need with other bounds of price; bounds the wrong way round are swapped."""
    if price.low is not None and price.high is not None and price.low > price.high:
        price = PriceRange(price.high, price.low, price.currency)
    return replace(need, price=price)
