"""What a page tells twice: shops write the same product in JSON-LD and in microdata, and not all of it in either.

JSON-LD goes first. Where it names no price and the microdata of the same product does, that price is the product's;
where the microdata names several, for sizes or sellers, its rows stand for the product: no one of them is its price.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from desktop_client.commerce.feeds.feed import FeedError, Record
from desktop_client.commerce.meaning.folding import fold

_MARKS: Final = ("id", "gtin", "link", "title")
_PRICE: Final = ("price", "currency", "price_kind", "price_note", "list_price", "sale_price", "expiration_date")
"""What makes up a price: taken together or not at all."""
_OF_AN_OFFER: Final = ("availability", "condition", "seller")
"""What an offer states besides: taken where it is missing."""


def told_once(
    stated: Iterable[Record | FeedError], marked: Iterable[Record | FeedError], *, others: bool
) -> Iterator[Record | FeedError]:
    """The products of a page's JSON-LD, with the prices that only its microdata names; with ``others``, also those that
    only the microdata tells. Microdata is not read where nothing is wanted of it.
    """
    told: set[tuple[str, str]] = set()
    wanting: list[Record] = []
    waiting: list[Record | FeedError] = []
    for record in stated:
        if isinstance(record, Record):
            told.update(_marks(record))
            if not _has_price(record):
                wanting.append(record)
                continue
        yield record
    found = _Prices(wanting)
    for record in marked if others or wanting else ():
        if isinstance(record, Record) and not told.isdisjoint(_marks(record)):
            found.add(record)
        elif wanting:
            waiting.append(record)
        else:
            yield record
    for at, record in enumerate(wanting):
        yield from found.priced(at, record)
    if others:
        yield from waiting


class _Prices:
    """The microdata of products that want a price, by the product that it is of."""

    def __init__(self, wanting: list[Record]) -> None:
        self._wanting = wanting
        self._found: list[list[Record]] = [[] for _ in wanting]
        self._places: dict[tuple[str, str], list[int]] = {}
        for at, record in enumerate(wanting):
            for mark in _marks(record):
                self._places.setdefault(mark, []).append(at)

    def add(self, record: Record) -> None:
        """Note a record, if it has a price; not where it may be of several products, or says that it is of another."""
        if not _has_price(record):
            return
        places = {at for mark in _marks(record) for at in self._places.get(mark, ())}
        if len(places) == 1 and _may_be_one(self._wanting[at := places.pop()], record):
            self._found[at].append(record)

    def priced(self, at: int, record: Record) -> list[Record]:
        """A product with its price, or the rows that stand for it."""
        distinct = list({_price_of(one): one for one in self._found[at]}.values())
        if len(distinct) > 1:
            return distinct
        return [_completed(record, distinct[0])] if distinct else [record]


def _marks(record: Record) -> list[tuple[str, str]]:
    """What says that two records of one page are of one product."""
    return [(name, fold(record.fields[name])) for name in _MARKS if name in record.fields]


def _may_be_one(one: Record, other: Record) -> bool:
    """Whether their numbers don't tell them apart: sizes of one shirt share its title and have numbers of their own."""
    first, second = one.fields.get("gtin"), other.fields.get("gtin")
    return first is None or second is None or fold(first) == fold(second)


def _has_price(record: Record) -> bool:
    return "price" in record.fields or "sale_price" in record.fields


def _price_of(record: Record) -> tuple[str | None, ...]:
    return tuple([record.fields.get(name) for name in _PRICE])


def _completed(record: Record, priced: Record) -> Record:
    """The record with the other's price. Its raw record is both, since what is shown of it stands in both (P13)."""
    taken = {name: priced.fields[name] for name in _PRICE if name in priced.fields}
    missing = [name for name in _OF_AN_OFFER if name in priced.fields and name not in record.fields]
    stated = {name: value for name, value in record.fields.items() if name not in _PRICE}
    fields = stated | taken | {name: priced.fields[name] for name in missing}
    raw = b"[" + record.raw + b",\n" + priced.raw + b"]"
    return replace(record, fields=fields, raw=raw, shipping=record.shipping or priced.shipping)
