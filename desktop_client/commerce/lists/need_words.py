"""A need on one line, for a terminal, a file and the page of the record: all of it that its chips have."""

from __future__ import annotations

from desktop_client.commerce.need import PriceRange, ShoppingNeed, kind_is_among_words
from desktop_client.commerce.prices.amounts import locale_of
from desktop_client.commerce.reasons import range_words
from desktop_client.wording import Language, say


def need_words(need: ShoppingNeed, language: Language) -> str:
    """The search words, the kind of thing where they don't name it, what it must have and what not, the price range,
    the country.
    """
    parts = [need.text]
    if need.category and not kind_is_among_words(need):
        parts.append(need.category)
    parts += [*need.must_have, *(say("no {thing}", thing=wish).in_language(language) for wish in need.must_not)]
    parts.append(_range(need.price, language))
    if need.country:
        name = country_words(need.country, language)
        parts.append(say("country: {country}", country=name).in_language(language))
    return " · ".join(filter(None, parts))


def country_words(code: str, language: Language) -> str:
    """What a country is called; its code where it has no name."""
    return str(locale_of(language).territories.get(code, code))


def _range(price: PriceRange, language: Language) -> str:
    if not price:
        return ""
    low, high = (str(end) if end is not None else "" for end in (price.low, price.high))
    return range_words(low, high, price.currency or "").in_language(language)
