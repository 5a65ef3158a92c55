"""The rows about the offer itself: status, note, news, whether it can be had, who sells, and when it was seen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop_client.commerce.comparing.availability import AVAILABILITY
from desktop_client.commerce.comparing.changes import NOT_STATED, changes
from desktop_client.commerce.comparing.compared import Cell, Column, Row, RowKind, row_of, text_order
from desktop_client.commerce.label import SAMPLE, STATUS, commission, seller_words
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.values import printed_gtin
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.prices.days import Day
from desktop_client.commerce.reasons import joined
from desktop_client.wording import say

_STANDS = tuple(AVAILABILITY)


def status_row(columns: Sequence[Column]) -> Row:
    """The commercial status, which stands first."""
    return row_of(RowKind.STATUS, say("Commercial status"), [_status(c) for c in columns])


def user_rows(columns: Sequence[Column]) -> list[Row]:
    """What the user wrote, into rows that are there for it, and what is different by now where one was seen."""
    notes = [Cell(c.pin.note, stated=bool(c.pin.note), order=_words(c.pin.note)) for c in columns]
    rows = [
        row_of(RowKind.NOTE, say("Your note"), notes),
        row_of(RowKind.ALERT, say("Price alert"), [_alert(column) for column in columns]),
    ]
    if any(column.newer for column in columns):
        rows.append(row_of(RowKind.SINCE, say("Since it was pinned"), [_changed(column) for column in columns]))
    return rows


def standing_rows(columns: Sequence[Column]) -> list[Row]:
    """Whether it can be had, and what it is called by its maker."""
    rows = [row_of(RowKind.AVAILABILITY, say("Availability"), [_available(c.offer) for c in columns])]
    if any(column.offer.brand for column in columns):
        rows.append(row_of(RowKind.BRAND, say("Brand"), [_plain(c.offer.brand) for c in columns]))
    if any(column.offer.model or column.offer.gtin14 for column in columns):
        rows.append(row_of(RowKind.MODEL, say("Model"), [_model(c.offer) for c in columns]))
    return rows


def source_rows(columns: Sequence[Column]) -> list[Row]:
    """How others rate it, who sells it, where and when it was seen."""
    return [
        row_of(RowKind.RATING, say("Rating"), [_rating(c.offer.rating) for c in columns]),
        row_of(RowKind.SELLER, say("Seller"), [_seller(c.offer) for c in columns]),
        row_of(RowKind.SOURCE, say("Source"), [_source(c.offer) for c in columns]),
        row_of(RowKind.SEEN, say("Seen"), [_seen(c) for c in columns]),
    ]


def _status(column: Column) -> Cell:
    commercial = column.offer.commercial
    note = commission(commercial)
    if note is None and column.offer.sample:
        note = SAMPLE
    return Cell(STATUS[commercial.status], note, order=text_order(commercial.status))


def _alert(column: Column) -> Cell:
    alert = column.alert
    if alert is None:
        return Cell("", stated=False)
    met = None
    if alert.met is not None and alert.met_at is not None:
        met = say("it cost {price} on {day}", price=Amount(alert.met), day=Day(alert.met_at.date()))
    words = say("at {amount} or less, item only", amount=Amount(alert.at_most))
    return Cell(words, met, order=(0, alert.at_most.currency, alert.at_most.amount))


def _changed(column: Column) -> Cell:
    if column.newer is None:
        return Cell(say("not seen again"), stated=False)
    seen = say("seen again on {day}", day=Day(column.newer.fetched_at.date()))
    found = changes(column.offer, column.newer)
    return Cell(joined(list(found)) if found else say("no change"), seen, order=(0, -len(found)))


def _available(offer: Offer) -> Cell:
    words = AVAILABILITY.get(offer.availability)
    if words is None:
        return Cell(NOT_STATED, stated=False)
    return Cell(words, order=(0, _STANDS.index(offer.availability)))


def _model(offer: Offer) -> Cell:
    number = say("GTIN {number}", number=printed_gtin(offer.gtin14)) if offer.gtin14 else None
    if not offer.model:
        return Cell(NOT_STATED if number is None else number, stated=number is not None)
    return Cell(offer.model, number, order=text_order(offer.model))


def _plain(text: str | None) -> Cell:
    return Cell(text, order=text_order(text)) if text else Cell(NOT_STATED, stated=False)


def _words(text: str) -> tuple[int, str] | None:
    return (1, fold(text)) if text else None


def _rating(rating: Rating | None) -> Cell:
    if rating is None:
        return Cell(NOT_STATED, stated=False)
    people = say("from {count} people", count=rating.count) if rating.count is not None else None
    share = Decimal(str(rating.value)) / Decimal(str(rating.scale_max))
    return Cell(
        f"{rating.value:g} / {rating.scale_max:g}", people or say("number of people not stated"), order=(0, -share)
    )


def _seller(offer: Offer) -> Cell:
    if offer.seller is None:
        return Cell(NOT_STATED, stated=False)
    own = say("the platform itself") if offer.seller.self_operated else None
    return Cell(seller_words(offer), own, order=text_order(offer.seller.name))


def _source(offer: Offer) -> Cell:
    feed = say("imported: {feed}", feed=offer.feed) if offer.feed else None
    return Cell(offer.source_id, SAMPLE if offer.sample else feed, order=text_order(offer.source_id))


def _seen(column: Column) -> Cell:
    at = column.offer.fetched_at
    stale = say("past its term") if column.stale else None
    return Cell(at.date().isoformat(), stale, at=at, order=(0, Decimal(-at.timestamp())))
