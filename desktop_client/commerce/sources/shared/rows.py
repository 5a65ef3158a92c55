"""Rows of a platform's answer: looking into JSON that may be anything, and keeping the good rows where one is bad.

What isn't there, or is of another type than the platform documents, is None: unknown, and never 0. A path is written
with dots (``price_info.final_price``); a number in it is a place in a list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from desktop_client.commerce.meaning.values import plain, web_address
from desktop_client.commerce.money import EXPONENTS, Money
from desktop_client.commerce.offer import Note, Offer
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.source import Page
from desktop_client.wording import say

LONGEST_TEXT = 500
MOST_DIGITS = 15
"""A price with more digits than this is no price."""


@dataclass(frozen=True, slots=True)
class Row:
    """One JSON object of an answer."""

    value: Any

    def at(self, path: str) -> Any:
        """What stands there; None where nothing does."""
        found = self.value
        if isinstance(found, dict) and "." not in path:
            return found.get(path)
        for step in path.split("."):
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
                found = found[int(step)]
            else:
                return None
        return found

    def row(self, path: str) -> Row:
        """The object there; an empty one where there is none."""
        found = self.at(path)
        return Row(found if isinstance(found, dict) else {})

    def rows(self, path: str) -> tuple[Row, ...]:
        """The objects in the list there."""
        found = self.at(path)
        return tuple(Row(item) for item in found if isinstance(item, dict)) if isinstance(found, list) else ()

    def text(self, path: str, limit: int = LONGEST_TEXT) -> str:
        """The text or number there as text without markup, cut at ``limit``; "" where there is none."""
        found = self.at(path)
        if isinstance(found, bool) or not isinstance(found, str | int | float):
            return ""
        return plain(str(found), limit)

    def flag(self, path: str) -> bool | None:
        """The truth value there."""
        found = self.at(path)
        return found if isinstance(found, bool) else None

    def number(self, path: str) -> Decimal | None:
        """The number there, also one written as text (``"4.7"``); None where it is none, or not a finite one."""
        found = self.at(path)
        if isinstance(found, bool) or not isinstance(found, str | int | float):
            return None
        try:
            number = Decimal(str(found).strip())
        except InvalidOperation:
            return None
        return number if number.is_finite() and abs(number.adjusted()) < MOST_DIGITS else None

    def count(self, path: str) -> int | None:
        """The whole number there that is not below 0."""
        number = self.number(path)
        return int(number) if number is not None and number >= 0 and number == number.to_integral_value() else None

    def major(self, path: str, currency: str) -> Money | None:
        """An amount in major units (``"19.99"``); None if it is below 0 or finer than the currency."""
        number = self.number(path)
        try:
            return None if number is None or number < 0 else Money.of(number, currency)
        except ValueError:
            return None

    def minor(self, path: str, currency: str) -> Money | None:
        """An amount in minor units (``1999``)."""
        count = self.count(path)
        return None if count is None else Money(count, currency, EXPONENTS.get(currency, 2))

    def address(self, path: str) -> str | None:
        """The http or https address there; one without a scheme (``//shop.example/1``) is taken as https."""
        found = self.at(path)
        if not isinstance(found, str):
            return None
        return web_address(f"https:{found}" if found.startswith("//") else found)

    @property
    def raw(self) -> bytes:
        """The row as compact JSON, its keys in the order in which they came: the raw record that a card traces to."""
        return msgspec.json.encode(self.value)


def page_of(
    rows: Sequence[Row],
    offer_of: Callable[[Row, str], Offer | None],
    *,
    total: int | None = None,
    disclosures: Iterable[str | Note] = (),
) -> Page:
    """The offers in an answer's rows; ``offer_of`` gets a row and the SHA-256 of its raw record.

    A row that is no offer (no id, no title) is passed over.

    Raises:
        SourceError: there are rows, and not one of them is an offer.
    """
    offers: list[Offer] = []
    raw: dict[str, bytes] = {}
    for row in rows:
        record = row.raw
        digest = hashlib.sha256(record).hexdigest()
        offer = offer_of(row, digest)
        if offer is not None:
            offers.append(offer)
            raw[digest] = record
    if rows and not offers:
        raise SourceError(Fault.SCHEMA, say("Not one row of the answer is an offer."))
    return Page(tuple(offers), total, tuple(disclosures), raw)
