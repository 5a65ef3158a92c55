"""A product page whose address the user pasted: one GET of that page, and what it states of products in JSON-LD or
microdata. No link in it is followed, no picture fetched, no script run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urldefrag, urlsplit

from desktop_client.addresses import Address, read_address
from desktop_client.commerce import links
from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.blocked import blocked_class
from desktop_client.commerce.feeds.feed import FeedError, FeedRow
from desktop_client.commerce.feeds.goods import Goods
from desktop_client.commerce.feeds.jsonld import products_in_items, products_in_page
from desktop_client.commerce.feeds.microdata import items_in
from desktop_client.commerce.feeds.opened import page_text
from desktop_client.commerce.feeds.told_twice import told_once
from desktop_client.commerce.meaning.values import plain
from desktop_client.commerce.offer import Offer, Seller
from desktop_client.commerce.sending.addresses import is_a_number, place_of
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose, Request, Response, raise_for_status
from desktop_client.commerce.source import Manifest, Mode, Page, Query, Search
from desktop_client.errors import SidelightError
from desktop_client.wording import Language, say

ID = "page"
NAME: Final = {"en": "Product page", "zh": "商品页面"}
TERM = timedelta(days=1)
"""How long a price counts as fresh where the page names no end: a page says what something costs today."""
MOST_OFFERS = 50
"""Offers that are taken from one page: beyond that it is a list of goods, and no product's page."""
LONGEST_PAGE = 8 * 1024 * 1024
"""Bytes of a page that are read."""
MOST_ID = 400
"""Characters of an offer's id, its host included; a longer one becomes a digest."""
KINDS = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)


def names_of(manifests: Iterable[Manifest], language: Language) -> dict[str, str]:
    """What sources are called, by id; pages that were read are among them, though no source searches them."""
    return {ID: NAME[language]} | {manifest.id: manifest.name[language] for manifest in manifests}


def read_page_address(text: str) -> str:
    """The address as it will be asked for: https, a public name, without a fragment.

    Raises:
        SidelightError: it is none, or one that Sidelight doesn't ask.
    """
    stripped = text.strip()
    typed = urldefrag(stripped if "://" in stripped else f"https://{stripped}").url
    found = read_address(typed)
    if found is None:
        raise SidelightError(
            say("“{address}” is no web address.", address=plain(stripped, 80)),
            say("Copy the whole address from your browser; it begins with https."),
        )
    # What browsers percent-encode too, and the gate insists on.
    place = place_of(found.full.translate(_ENCODED))
    if urlsplit(found.full).scheme != "https":
        raise SidelightError(
            say("The address is not https: anyone on the way could read it and change the page."),
            say("Look whether the shop has the page under https."),
        )
    if place is None or place.port != 443 or is_a_number(place.host) or place.host == "localhost":
        raise SidelightError(
            say("Sidelight reads pages of sites on the internet by their name only, and at the usual port."),
            say("Paste an address such as https://shop.example/product."),
        )
    return found.full.translate(_ENCODED)


_ENCODED = str.maketrans({"|": "%7C", "{": "%7B", "}": "%7D", "^": "%5E", "`": "%60", "[": "%5B", "]": "%5D"})


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One page as a source that is asked once. ``clock`` gives the time (aware, UTC)."""

    address: str
    clock: Callable[[], datetime]

    @property
    def manifest(self) -> Manifest:
        """What the gate lets it do: one GET to the host of the address."""
        host = urlsplit(self.address).hostname or ""
        return Manifest(
            id=ID,
            name=NAME,
            mode=Mode.PAGE,
            what_it_is={"en": "The page whose address you pasted.", "zh": "你粘贴的网址所指的页面。"},
            leaves_this_computer={
                "en": f"To {host}: the address that you pasted, once. No cookies, no account, nothing from the chat.",
                "zh": f"发往 {host}：你粘贴的网址，只发一次。不含 Cookie、账号和对话内容。",
            },
            how_it_orders={"en": "It does not.", "zh": "不排序。"},
            who_gets_paid={
                "en": "Nobody for reading it. A code in the address that pays someone is said on the card.",
                "zh": "读取页面不会让任何人获利。网址里如有返佣代码，卡片上会写明。",
            },
            prices_may_be_kept={
                "en": "For a day, or until the end that the page names. Then they are greyed.",
                "zh": "一天，或到页面写明的截止时间为止，之后变灰。",
            },
            hosts=(host,),
            methods=("GET",),
        )

    def search(self, query: Query) -> Search:
        """The products that the page describes, whatever the need says.

        Raises:
            SourceError: it is no web page, or describes no product that may be shown.
        """
        accepted = [("Accept", ", ".join(KINDS))]
        response = yield Request.get(self.address, headers=accepted, purpose=Purpose.PRODUCT)
        return self._read(response, query.limit)

    def _read(self, response: Response, limit: int) -> Page:
        if response.status in {404, 410}:
            raise SourceError(
                Fault.BAD_REQUEST, say("There is no such page any more."), say("Look at the address in your browser.")
            )
        raise_for_status(response)
        kind = response.headers.get("content-type", "")
        if kind.partition(";")[0].strip().lower() not in KINDS:
            raise SourceError(
                Fault.SCHEMA,
                say("That is no web page but {kind}.", kind=plain(kind.partition(";")[0], 40) or "?"),
                say("Paste the address of the product's own page."),
            )
        if len(response.body) > LONGEST_PAGE:
            raise SourceError(Fault.TOO_BIG, say("The page is larger than {limit} MB.", limit=LONGEST_PAGE >> 20))
        charset = _CHARSET.search(kind)
        rows = self._rows(page_text(response.body, charset[1] if charset else ""))
        if not rows:
            raise SourceError(
                Fault.SCHEMA,
                say("The page describes no product in a form that programs can read (JSON-LD or microdata)."),
                say("Paste the address of a single product's page, or note its price by hand."),
            )
        shown = [row for row in rows if blocked_class(row.offer) is None]
        if not shown:
            raise SourceError(
                Fault.REFUSED,
                say("What the page sells is of a kind that is never shown here."),
                say("See the promise “Silence where selling is wrong” on the page of promises."),
            )
        taken = shown[: max(1, min(limit, MOST_OFFERS))]
        return Page(tuple(row.offer for row in taken), len(rows), raw={row.offer.raw_sha256: row.raw for row in taken})

    def _rows(self, text: str) -> list[FeedRow]:
        """One row for each offer; microdata is read where JSON-LD names no price, or says nothing at all."""
        goods = Goods(self.clock(), None)
        for others in (False, True):
            rows: dict[str, FeedRow] = {}
            marked = products_in_items(items_in(text, self.address))
            for record in told_once(products_in_page(text), marked, others=others):
                row = record if isinstance(record, FeedError) else goods.row(record)
                if isinstance(row, FeedRow):
                    own = replace(row, offer=self._own(row.offer))
                    rows.setdefault(own.offer.offer_id, own)
                if len(rows) > MOST_OFFERS:
                    break
            if rows:
                return list(rows.values())
        return []

    def _own(self, offer: Offer) -> Offer:
        """An offer of this page: its id tells it from those of other shops, its link leads to where it was read."""
        asked = Address(self.address, urlsplit(self.address).hostname or "", "")
        stated = read_address(offer.url_clean or "")
        elsewhere = stated is None or not links.same_site(stated, asked)
        number = offer.offer_id
        if len(number) + len(asked.host) > MOST_ID:
            number = hashlib.sha256(number.encode()).hexdigest()
        ends = self.clock() + TERM
        return replace(
            offer,
            offer_id=f"{asked.host}/{number}",
            url_clean=self.address if elsewhere else offer.url_clean,
            seller=offer.seller or Seller(asked.host),
            expires_at=ends if offer.expires_at is None else min(ends, offer.expires_at),
        )


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page with the request that would be sent for it."""

    page: ProductPage
    preview: Preview


@dataclass(frozen=True, slots=True)
class PageRead:
    """The offers of a page, as they are on the shelf now, and how many of them are new there."""

    offers: tuple[Offer, ...]
    new: int
    updated: int
