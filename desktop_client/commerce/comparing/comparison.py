"""Pinned offers side by side: one column an offer, one row a thing to compare. Works on the snapshots alone.

Every cell says what is known: a value, *not stated* where an offer says nothing (which is not the same as "no"), or a
price with the parts that are missing. Only what is known, fresh and in one currency can be the lowest (P11, P12).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desktop_client.commerce.comparing.attribute_rows import attribute_rows, terms_rows
from desktop_client.commerce.comparing.compared import Column, Comparison
from desktop_client.commerce.comparing.converted_rows import converted_rows
from desktop_client.commerce.comparing.fit import Fit
from desktop_client.commerce.comparing.judged_rows import judged_rows
from desktop_client.commerce.comparing.money_rows import money_rows, place
from desktop_client.commerce.comparing.offer_rows import source_rows, standing_rows, status_row, user_rows
from desktop_client.commerce.comparing.same_product import groups
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.prices.alerts import PriceAlert
from desktop_client.commerce.prices.freshness import past_term
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.packs import pack_of, read_pack
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.commerce.prices.scale import Scale
from desktop_client.commerce.prices.totals import total


def compare(
    pins: Sequence[Pin],
    now: datetime,
    seen: Mapping[Key, tuple[PriceSeen, ...]] | None = None,
    newest: Mapping[Key, Offer] | None = None,
    *,
    apart: Collection[tuple[Key, Key]] = (),
    found: Fit | None = None,
    alerts: Mapping[Key, PriceAlert] | None = None,
    conversion: Conversion | None = None,
) -> Comparison:
    """Put pinned offers side by side. ``now`` (aware) decides what is past its term; ``seen`` are prices over time.

    ``newest`` are the same offers as they were last seen: they never change a snapshot's figures, they are compared
    with it. ``apart`` are pairs that the user told apart; ``found`` is how the offers fit a need,
    ``alerts`` what the user wants to be told of, ``conversion`` the currency in which totals are wanted as well.
    """
    columns = [
        replace(_column(pin, now, seen or {}, newest or {}), alert=(alerts or {}).get(pin.offer.key)) for pin in pins
    ]
    scale = Scale.of((column.total.known.currency for column in columns if column.total.known), conversion)
    columns.sort(key=lambda column: (place(column, scale), column.offer.key))
    same = groups([column.offer for column in columns], apart)
    rows = (
        status_row(columns),
        *money_rows(columns, now, scale),
        *converted_rows(columns, conversion, now),
        *judged_rows(columns, same, found),
        *user_rows(columns),
        *standing_rows(columns),
        *terms_rows(columns),
        *attribute_rows(columns),
        *source_rows(columns),
    )
    return Comparison(tuple(columns), rows, same, scale.apart)


def _column(pin: Pin, now: datetime, seen: Mapping[Key, tuple[PriceSeen, ...]], newest: Mapping[Key, Offer]) -> Column:
    offer, last = pin.offer, newest.get(pin.offer.key)
    newer = last if last is not None and last.fetched_at > offer.fetched_at else None
    pack = read_pack(pin.pack) if pin.pack else pack_of(offer.title, offer.attributes)
    return Column(pin, total(offer), past_term(offer, now), pack, seen.get(offer.key, ()), newer)
