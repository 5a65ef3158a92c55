"""What the page of the shelf shows of an offer, in words: its row in the list, and its card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_client.commerce import label
from desktop_client.commerce.meaning.attribute_names import attribute_key, attribute_name
from desktop_client.commerce.meaning.attribute_values import fixed_reading
from desktop_client.commerce.meaning.values import printed_gtin
from desktop_client.commerce.offer import Key, Offer, Status
from desktop_client.commerce.prices.freshness import past_term
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.shelf.browsing import Stock, StockKind, unranked
from desktop_client.ui.panel.cards import card_view, links_of, origin_words, price_words
from desktop_client.ui.panel.view_model import CardView
from desktop_client.ui.widgets.text_lines import plain
from desktop_client.wording import Language

translate = QCoreApplication.translate
MOST_DETAILS = 40
"""Statements of one offer that are shown; some feeds have hundreds. The table of pinned offers has all of them."""


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One offer in the list. ``about`` says where it is from and when it was seen; ``link`` is its plain link."""

    offer: Offer
    title: str
    price: str
    status: Status
    status_text: str
    about: str
    stale: bool
    link: str | None

    @property
    def key(self) -> Key:
        """The offer's key."""
        return self.offer.key


@dataclass(frozen=True, slots=True)
class StockView:
    """One choice of where offers are from: ``origin`` (empty for everything), its words, and what that is."""

    origin: str
    words: str
    kind: StockKind | None = None


def shelf_rows(
    offers: Iterable[Offer], names: Mapping[str, str], now: datetime, language: Language
) -> tuple[ShelfRow, ...]:
    """Rows for offers. ``names`` are the sources' names by id."""
    return tuple(_row(offer, names, now, language) for offer in offers)


def _row(offer: Offer, names: Mapping[str, str], now: datetime, language: Language) -> ShelfRow:
    stale = past_term(offer, now)
    about = (
        label.SAMPLE.in_language(language) if offer.sample else "",
        origin_words(offer, _source(offer, names), now, language),
        translate("ShelfRows", "price out of date") if stale else "",
    )
    plain_link, _paid = links_of(offer)
    status = offer.commercial.status
    return ShelfRow(
        offer=offer,
        title=plain(offer.title),
        price=price_words(offer, total(offer), language),
        status=status,
        status_text=label.STATUS[status].in_language(language),
        about=" · ".join(filter(None, about)),
        stale=stale,
        link=plain_link.full if plain_link else None,
    )


def _source(offer: Offer, names: Mapping[str, str]) -> str:
    return plain(offer.feed) if offer.feed else names.get(offer.source_id, offer.source_id)


def shelf_card(
    offer: Offer,
    names: Mapping[str, str],
    seen: Sequence[PriceSeen],
    conversion: Conversion | None,
    now: datetime,
    language: Language,
) -> CardView:
    """The card of an offer that stands in no list."""
    return card_view(
        unranked(offer, now), _source(offer, names), (), now, language, seen=seen, conversion=conversion
    )  # fmt: skip


def stock_views(stock: Sequence[Stock], count_words: Mapping[str, str]) -> tuple[StockView, ...]:
    """The choices of where offers are from; ``count_words`` are the numbers of offers, written out, by origin."""
    sample = translate("ShelfRows", "Sample goods, not for sale")
    page = translate("ShelfRows", "Pages of {host}")

    def words(each: Stock) -> str:
        name = {StockKind.SAMPLE: sample, StockKind.PAGE: page.format(host=each.origin)}.get(each.kind, each.origin)
        return f"{plain(name)} · {count_words[each.origin]}"

    order = (StockKind.FEED, StockKind.PAGE, StockKind.SAMPLE)
    ordered = sorted(stock, key=lambda each: (order.index(each.kind), each.origin))
    every = StockView("", translate("ShelfRows", "Everything"))
    return (every, *(StockView(each.origin, words(each), each.kind) for each in ordered))


def details_of(offer: Offer, language: Language) -> tuple[str, ...]:
    """What an offer states of itself besides what stands on its card, a line each: brand, kind, attributes, prose."""
    stated = (
        (translate("ShelfRows", "Brand"), offer.brand),
        (translate("ShelfRows", "Category"), offer.category),
        (translate("ShelfRows", "Model"), offer.model),
        ("GTIN", printed_gtin(offer.gtin14) if offer.gtin14 else None),
        *(_attribute(name, value, language) for name, value in offer.attributes.items()),
    )
    line = translate("ShelfRows", "{name}: {value}")
    lines = [plain(line.format(name=name, value=value)) for name, value in stated if value]
    return tuple(filter(None, (*lines[:MOST_DETAILS], plain(offer.description))))


def _attribute(name: str, value: str, language: Language) -> tuple[str, str]:
    """Its name in the language; its value as the source writes it, with what that means where it is a fixed word."""
    key = attribute_key(name)
    reading = fixed_reading(key, value)
    if reading is not None and (meaning := reading.in_language(language)):
        value = translate("ShelfRows", "{value} ({meaning})").format(value=value, meaning=meaning)
    return attribute_name(key, name).in_language(language), value
