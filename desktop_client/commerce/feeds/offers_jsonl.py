"""Sidelight's own offers, one a line, as ``catalog search`` and ``rank`` print them.

A file can say anything about itself, so that nobody is paid is not taken from it: such a row becomes *not disclosed*.
That somebody is paid stays. Rows of the sample shelf come with Sidelight and are not read from files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from desktop_client.commerce.feeds.feed import MAX_LINE, FeedError, FeedRow
from desktop_client.commerce.feeds.goods import NOT_DISCLOSED
from desktop_client.commerce.feeds.opened import LineTooLong, Opened
from desktop_client.commerce.lists.codec import CodecError, offer_from_json
from desktop_client.commerce.offer import SHELF, Offer, Status
from desktop_client.wording import say


def read(opened: Opened, now: datetime) -> Iterator[FeedRow | FeedError]:
    """Every offer; ``now`` is for those that don't say when they were seen."""
    number = 0
    while True:
        number += 1
        if number % 512 == 0:
            opened.check()
        try:
            line = opened.line()
        except LineTooLong:
            yield FeedError(number, say("The line is longer than {limit} characters.", limit=MAX_LINE))
            continue
        if not line:
            return
        if line.strip():
            yield _row(line.strip(), number, opened, now)


def _row(line: str, number: int, opened: Opened, now: datetime) -> FeedRow | FeedError:
    try:
        offer = offer_from_json(line, number, seen_at=now)
    except (CodecError, RecursionError) as fault:
        return FeedError(number, fault.cause if isinstance(fault, CodecError) else say("The line is nested too deep."))
    if offer.sample:
        return FeedError(number, say("This row belongs to the sample shelf, which comes with Sidelight."))
    raw = opened.raw(line)
    return FeedRow(_claimed(offer, raw), raw, number)


def _claimed(offer: Offer, raw: bytes) -> Offer:
    """The offer as a row of this computer, with no more trust than a file deserves: its evidence is its own line,
    whatever hash it states.
    """
    commercial = NOT_DISCLOSED if offer.commercial.status is Status.NO_PAYMENT else offer.commercial
    raw_sha256 = hashlib.sha256(raw).hexdigest()
    return replace(offer, source_id=SHELF, commercial=commercial, raw_sha256=raw_sha256)
