"""What an offer has to be so that it can be put in a list, kept, and read again from a file as it was.

Whoever makes offers outside of this program, in a file or in a source of another package, may state amounts, times and
letters that no file holds: a list with one of these could not be exported, or would not come out again (promise P6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime

import msgspec

from desktop_client.commerce.money import MOST_MINOR, Money
from desktop_client.commerce.offer import Offer, Rating

MONEY_FIELDS = ("price", "list_price", "shipping", "tax")
_LAST_YEAR = 9_000
"""Terms are counted on from when an offer was seen, and no calendar goes far beyond."""
_MOST_COUNT = 2**53
"""The largest whole number that every reader of JSON reads as it is."""


def is_amount(money: Money) -> bool:
    """Whether something may cost that: not below 0, no more than anything costs, in a currency as ISO 4217 has them."""
    code = money.currency
    written = len(code) == 3 and code.isascii() and code.isupper()
    return written and 0 <= money.minor <= MOST_MINOR and 0 <= money.exponent <= 4


def in_utc(time: datetime) -> datetime:
    """A time in UTC; one without a zone is taken as UTC.

    Raises:
        msgspec.ValidationError: it lies before the first or after the last time that there is.
    """
    try:
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except OverflowError as error:
        raise msgspec.ValidationError("a time is beyond all calendars") from error


def improper_field(offer: Offer) -> str | None:
    """The first field of an offer, whose types are right, that could not be kept as it is; None if all could."""
    return next(_improper(offer), None)


def as_kept(offer: Offer) -> Offer:
    """A proper offer as it comes back from a file: times in UTC, figures of a rating with a point, attributes that JSON
    can write.
    """
    stated = offer.rating
    rating = stated and replace(stated, value=float(stated.value), scale_max=float(stated.scale_max))
    expires = None if offer.expires_at is None else in_utc(offer.expires_at)
    seen = in_utc(offer.fetched_at)
    return replace(offer, fetched_at=seen, expires_at=expires, rating=rating, attributes=dict(offer.attributes))


def _improper(offer: Offer) -> Iterator[str]:
    for name in MONEY_FIELDS:
        money = getattr(offer, name)
        if money is not None and not is_amount(money):
            yield name
    if offer.rating is not None and not _can_be_kept(offer.rating):
        yield "rating"
    for name in ("fetched_at", "expires_at"):
        time = getattr(offer, name)
        if time is not None and not 1 < time.year < _LAST_YEAR:
            yield name
    if not _is_counted(offer.source_rank):
        yield "source_rank"
    paid = offer.commercial
    if not _is_counted(paid.commission_bp or 0) or (paid.commission is not None and not is_amount(paid.commission)):
        yield "commercial"
    plain = replace(offer, attributes=dict(offer.attributes))
    if not is_text(plain):
        yield from (field.name for field in fields(plain) if not is_text(getattr(plain, field.name)))


def _can_be_kept(rating: Rating) -> bool:
    return all(_is_counted(figure) for figure in (rating.value, rating.scale_max, rating.count or 0))


def _is_counted(figure: float) -> bool:
    return abs(figure) <= _MOST_COUNT


def is_text(value: object) -> bool:
    """Whether all letters in it are letters: half of a surrogate pair is none."""
    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError:
        return False
    return True
