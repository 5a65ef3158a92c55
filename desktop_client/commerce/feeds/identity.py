"""What a feed is called, so that the same ids in two feeds are two offers, and a feed that comes again is the same one.

A file's name alone will not do: every other shop calls its export ``products.csv``. So the shop that most rows lead to
stands beside it. What a browser or a calendar adds to a name (``products (1).csv``, ``products-2026-11-26.csv``) is
left out, since that is the same feed once more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from desktop_client.addresses import read_address
from desktop_client.commerce.links import domain
from desktop_client.commerce.offer import FEED_MARK, Offer

LONGEST: Final = 120

_ADDED: Final = re.compile(
    r"[ _-]*\((?:copy|\d{1,3})\)|[ _-]+copy(?: \d+)?"
    r"|[ ._-]*(?:19|20)\d\d[._-]?[01]\d[._-]?[0-3]\d(?:[ T._-]?\d{4,6}Z?)?",
    re.IGNORECASE,
)


def feed_name(path: PurePath, offers: Iterable[Offer]) -> str:
    """The feed's name, from its file's and the shop that most of these offers lead to or are sold by.

    It never holds the mark that parts it from an id in an offer's key.
    """
    endings = "".join(path.suffixes[-2:]) if path.suffix.lower() == ".gz" else path.suffix
    stem = path.name.removesuffix(endings)
    file = f"{_ADDED.sub('', stem).strip(' ._-') or stem}{endings}"
    shop = _shop(offers)
    name = f"{file} ({shop})" if shop else file
    return " ".join(name.replace(FEED_MARK, " ").split())[:LONGEST]


def _shop(offers: Iterable[Offer]) -> str | None:
    """The site that more than half of the offers lead to; else the one who sells more than half of them."""
    sites: Counter[str] = Counter()
    sellers: Counter[str] = Counter()
    count = 0
    for offer in offers:
        count += 1
        address = read_address(offer.url_clean) if offer.url_clean else None
        if address is not None:
            sites[domain(address.host) or address.host] += 1
        if offer.seller is not None:
            sellers[offer.seller.name] += 1
    for found in (sites, sellers):
        for name, times in found.most_common(1):
            if 2 * times > count:
                return name
    return None
