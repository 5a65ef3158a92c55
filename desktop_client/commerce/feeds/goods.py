"""Record -> Offer: the one place where a product of any feed becomes a row of the shelf.

What a feed does not say stays unknown. Nothing in a feed says who is paid for a sale, so every row is *not disclosed*;
addresses made for advertising (``ads_redirect``) are not read at all.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from desktop_client.commerce.feeds.feed import FeedError, FeedRow, Record
from desktop_client.commerce.meaning.values import availability, gtin14, moment, plain, price, web_address
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import SHELF, AdFlag, Commercial, Offer, Rating, Seller
from desktop_client.wording import Sentence, say

TERM: Final = timedelta(days=30)
"""How long a price from a file counts as fresh where the feed names no end: what Google's own listings are given."""

MAX_ID, MAX_TITLE, MAX_TEXT, MAX_VALUE, MAX_ATTRIBUTES = 512, 500, 10_000, 500, 64

ATTRIBUTES: Final = {
    "color": "colour",
    "size": "size",
    "material": "material",
    "pattern": "pattern",
    "gender": "gender",
    "age_group": "age_group",
    "condition": "condition",
    "size_system": "size_system",
    "unit_pricing_measure": "pack",
    "multipack": "multipack",
    "product_weight": "weight",
    "product_length": "length",
    "product_width": "width",
    "product_height": "height",
    "dimensions": "dimensions",
    "energy_efficiency_class": "energy_efficiency_class",
}
"""Columns that are attributes, and the key under which the shelf keeps them."""


@lru_cache(maxsize=1_024)
def _attribute_columns(columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Those of a row's columns that are attributes, with their keys; the rows of a feed state much the same columns."""
    return tuple((column, ATTRIBUTES[column]) for column in columns if column in ATTRIBUTES)


def _value(text: str) -> str:
    """A value, cleaned: brands, kinds and colours come again and again, and are short."""
    if not text:
        return ""
    return _short_value(text) if len(text) <= _SHORT else plain(text, MAX_VALUE)


_SHORT: Final = 100


@lru_cache(maxsize=8_192)
def _short_value(text: str) -> str:
    return plain(text, MAX_VALUE)


_DETAIL_KEYS: Final = {"color": "colour", "colour": "colour", "size": "size", "material": "material"}

_UNDISCLOSED: Final = "not disclosed by the feed"


def _commercial(evidence: str) -> Commercial:
    return Commercial(affiliate_link=False, payee="unknown", sponsored=AdFlag.UNKNOWN, evidence=evidence)


NOT_DISCLOSED: Final = _commercial(_UNDISCLOSED)
ADS_ALLOWED: Final = _commercial(
    _UNDISCLOSED + "; is_ads_eligible says only that the merchant lets OpenAI advertise this item"
)


class Goods:
    """Turns records into rows; ``currency`` is for amounts that name none, ``now`` is when the file was read.

    ``feed`` is the name of the feed that they are from.
    """

    def __init__(self, now: datetime, currency: str | None, feed: str = "") -> None:
        self._now = now
        self._feed = feed
        self._currency = currency
        self._expires = now + TERM

    def row(self, record: Record) -> FeedRow | FeedError:
        """The offer in a record, or why there is none: no id, no title."""
        stated = record.fields
        offer_id = stated.get("id", "").strip()
        title = plain(stated.get("title", ""), MAX_TITLE)
        if not offer_id:
            return FeedError(record.line, say("The row has no id."))
        if len(offer_id) > MAX_ID:
            return FeedError(record.line, say("The id is longer than {limit} characters.", limit=MAX_ID))
        if not title:
            return FeedError(record.line, say("The row has no title."))
        notes: list[Sentence] = []
        attributes = self._attributes(record)
        cost, usual, ends = self._prices(stated, notes)
        offer = Offer(
            source_id=SHELF,
            offer_id=offer_id,
            title=title,
            price=cost,
            commercial=ADS_ALLOWED if stated.get("is_ads_eligible", "").lower() == "true" else NOT_DISCLOSED,
            raw_sha256=hashlib.sha256(record.raw).hexdigest(),
            fetched_at=self._now,
            expires_at=ends,
            price_kind=stated.get("price_kind", "sale"),
            price_note=_price_notes(stated, cost),
            list_price=usual,
            shipping=self._shipping(record.shipping, cost, attributes) if record.shipping else None,
            description=plain(stated.get("description", ""), MAX_TEXT),
            brand=_value(stated.get("brand", "")) or None,
            category=_category(stated),
            attributes=attributes,
            url_clean=web_address(stated["link"]) if "link" in stated else None,
            image_url=web_address(stated["image_link"]) if "image_link" in stated else None,
            seller=_seller(stated) if "seller" in stated else None,
            rating=_rating(stated) if "rating" in stated else None,
            availability=availability(stated.get("availability", "")),
            gtin14=gtin14(stated["gtin"]) if "gtin" in stated else None,
            model=plain(stated["mpn"], MAX_VALUE) or None if "mpn" in stated else None,
            region=_country(stated["region"]) if "region" in stated else None,
            language=stated.get("language") or None,
            feed=self._feed,
        )
        return FeedRow(offer, record.raw, record.line, tuple(notes))

    def _money(self, stated: dict[str, str], column: str, notes: list[Sentence]) -> Money | None:
        text = stated.get(column, "")
        if not text:
            return None
        money, why = price(text, stated.get("currency") or self._currency)
        if why:
            notes.append(why)
        return money

    def _prices(self, stated: dict[str, str], notes: list[Sentence]) -> tuple[Money | None, Money | None, datetime]:
        """What is to pay now, the price beside it that the feed calls the usual one, and until when that holds."""
        regular = self._money(stated, "price", notes)
        ends = self._expires
        if "expiration_date" in stated:
            ends = min(ends, moment(stated["expiration_date"]) or ends)
        if not stated.get("sale_price"):
            return regular, self._money(stated, "list_price", []) if "list_price" in stated else None, ends
        sale = self._money(stated, "sale_price", notes)
        first, _, last = stated.get("sale_price_effective_date", "").partition("/")
        begins, stops = moment(first), moment(last)
        running = (begins is None or begins <= self._now) and (stops is None or self._now <= stops)
        if sale is None or not running:
            return regular, None, min(ends, begins) if begins and begins > self._now else ends
        ends = min(ends, stops or ends)
        if regular is None:
            return sale, None, ends
        cheaper = sale.currency == regular.currency and sale.minor < regular.minor
        return (sale, regular, ends) if cheaper else (regular, None, ends)

    def _attributes(self, record: Record) -> dict[str, str]:
        stated = record.fields
        found = {key: value for column, key in _attribute_columns(tuple(stated)) if (value := _value(stated[column]))}
        for name, text in record.details[:MAX_ATTRIBUTES]:
            key = plain(name, 100)
            key = _DETAIL_KEYS.get(key.lower(), key)
            if key and key not in found and (value := plain(text, MAX_VALUE)):
                found[key] = value
        return found

    def _shipping(
        self, stated: Iterable[tuple[str, str]], cost: Money | None, attributes: dict[str, str]
    ) -> Money | None:
        """What shipping costs. Where that depends on the place it is unknown, and written among the attributes."""
        options: list[tuple[str, Money]] = []
        for place, text in stated:
            money, _ = price(text, cost.currency if cost else self._currency)
            if money is not None:
                options.append((place, money))
        if not options:
            return None
        sums = {money for _, money in options}
        same_money = {(money.currency, money.exponent) for money in sums} == {
            (cost.currency, cost.exponent) if cost else (options[0][1].currency, options[0][1].exponent)
        }
        one_place = len({place for place, _ in options}) == 1
        if same_money and (one_place or len(sums) == 1):
            return min(sums, key=lambda money: money.minor)
        attributes["shipping"] = plain(", ".join(f"{place} {money}".strip() for place, money in options), MAX_VALUE)
        return None


def _price_notes(stated: dict[str, str], cost: Money | None) -> tuple[str, ...]:
    """An amount that could not become a price is still shown as the feed wrote it."""
    noted = (stated["price_note"],) if "price_note" in stated else ()
    if cost is not None:
        return noted
    written = stated.get("price", "").strip() or stated.get("sale_price", "").strip()
    return (plain(written, 64), *noted) if written else noted


def _category(stated: dict[str, str]) -> str | None:
    """The merchant's own category; Google's where it is written in words and not as a number."""
    if own := _value(stated.get("product_type", "")):
        return own
    google = _value(stated.get("google_product_category", ""))
    return google if google and not google.isdigit() else None


def _seller(stated: dict[str, str]) -> Seller | None:
    return Seller(name) if (name := _value(stated.get("seller", ""))) else None


_COUNTRY = re.compile(r"[A-Za-z]{2}")


def _country(text: str) -> str | None:
    if not text:
        return None
    return text.strip().upper() if _COUNTRY.fullmatch(text.strip()) else None


def _rating(stated: dict[str, str]) -> Rating | None:
    """A rating that lies on its scale; of 5 where the feed names no scale."""
    try:
        value = Decimal(stated["rating"].strip().replace(",", "."))
        scale = Decimal((stated.get("rating_scale") or "5").strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not (value.is_finite() and scale.is_finite() and 0 <= value <= scale <= 1000 and scale > 0):
        return None
    count = re.sub(r"[,. ]", "", stated.get("rating_count", ""))
    people = int(count) if count.isascii() and count.isdigit() and len(count) < 13 else None
    return Rating(float(value), float(scale), people)
