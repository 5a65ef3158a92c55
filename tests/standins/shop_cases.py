"""The connectors of the shops outside China, each with its stand-in and a key that the stand-in takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from standins import amazon_server, bestbuy_server, ebay_server, etsy_server, walmart_server
from standins.clock import FakeClock
from standins.loopback_door import LoopbackDoor
from standins.offers import NOW
from standins.platform_server import sample, serving
from standins.shop_server import Shop
from standins.sources import MemoryShelf

from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.sending.faults import SourceError
from desktop_client.commerce.sending.request import Purpose, Request, Response
from desktop_client.commerce.source import Page, Query, Search, Source
from desktop_client.commerce.sources.amazon import AmazonSource
from desktop_client.commerce.sources.bestbuy import BestBuySource
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.ebay import EbaySource
from desktop_client.commerce.sources.etsy import EtsySource
from desktop_client.commerce.sources.walmart import WalmartSource

TOKEN_ANSWER = b'{"access_token": "canary-token", "expires_in": 7200}'


@dataclass(frozen=True)
class Case:
    """``most`` is how many rows one request gets; ``answer`` a documented one; ``rows`` the path of its rows;
    ``error`` puts words into the platform's own form of an error, with its status."""

    make: Callable[[SourceContext], Source]
    server: type[Shop]
    credentials: dict[str, str]
    most: int
    sample: str
    rows: str
    error: Callable[[str], tuple[int, object]]
    keeps: timedelta = timedelta(minutes=10)
    tokens: bool = False

    @property
    def answer(self) -> dict:
        return sample(self.sample)["response"]

    @property
    def source(self) -> Source:
        return self.make(SourceContext(MemoryShelf(()), FakeClock(NOW)))

    def query(self, need: ShoppingNeed | str, limit: int = 400, **credentials: str) -> Query:
        wanted = ShoppingNeed(need) if isinstance(need, str) else need
        return Query(wanted, limit, {**self.credentials, **credentials})

    def asks(self, need: ShoppingNeed | str, limit: int = 400, **credentials: str) -> tuple[Search, Request]:
        """A search that has come to its request for offers, with that request."""
        search = self.source.search(self.query(need, limit, **credentials))
        request = next(search)
        if request.purpose is Purpose.TOKEN:
            request = search.send(Response(200, {}, TOKEN_ANSWER))
        return search, request

    def first(self, need: ShoppingNeed | str, limit: int = 400, **credentials: str) -> Request:
        """The request for offers."""
        return self.asks(need, limit, **credentials)[1]

    def given(self, body: bytes | object, status: int = 200, retry_after_s: float | None = None) -> Page:
        """The page that the source makes of an answer."""
        search, _ = self.asks("mug")
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            search.send(Response(status, {}, raw, retry_after_s=retry_after_s))
        except StopIteration as done:
            page: Page = done.value
            return page
        raise AssertionError("one request too many")

    def refused(self, body: bytes | object, status: int = 200, retry_after_s: float | None = None) -> SourceError:
        """The error that the source raises for an answer."""
        try:
            page = self.given(body, status, retry_after_s)
        except SourceError as error:
            return error
        raise AssertionError(f"taken as a page of {len(page.offers)}")

    @contextmanager
    def served(self, fast: timedelta = timedelta()) -> Iterator[tuple[LoopbackDoor, Shop]]:
        """The stand-in, whose clock is ``fast``, and a door to it."""
        shop = self.server(lambda: NOW + fast)
        with serving(shop) as port:
            yield LoopbackDoor(port), shop


CASES = {
    "etsy": Case(
        EtsySource,
        etsy_server.EtsyServer,
        {"keystring": etsy_server.KEYSTRING, "shared_secret": etsy_server.SECRET},
        100,
        "etsy",
        "results",
        lambda words: (400, {"error": words}),
        timedelta(hours=6),
    ),
    "ebay": Case(
        EbaySource,
        ebay_server.EbayServer,
        {"client_id": ebay_server.CLIENT_ID, "client_secret": ebay_server.SECRET},
        137,
        "ebay_browse",
        "itemSummaries",
        lambda words: (400, {"errors": [{"errorId": 12001, "message": words}]}),
        timedelta(hours=6),
        tokens=True,
    ),
    "walmart": Case(
        WalmartSource,
        walmart_server.WalmartServer,
        {"consumer_id": walmart_server.CONSUMER, "private_key": walmart_server.pem()},
        25,
        "walmart_affiliate",
        "items",
        lambda words: (401, {"errors": [{"code": 401, "message": words}]}),
    ),
    "bestbuy": Case(
        BestBuySource,
        bestbuy_server.BestBuyServer,
        {"api_key": bestbuy_server.KEY},
        100,
        "bestbuy",
        "products",
        lambda words: (403, {"errorCode": "403", "errorMessage": words}),
    ),
    "amazon": Case(
        AmazonSource,
        amazon_server.AmazonServer,
        {
            "client_id": amazon_server.CLIENT_ID,
            "client_secret": amazon_server.SECRET,
            "partner_tag": amazon_server.TAG,
        },
        10,
        "amazon_creators",
        "searchResult.items",
        lambda words: (400, {"type": "ValidationException", "message": words}),
        timedelta(minutes=1),
        tokens=True,
    ),
}

RICH = ShoppingNeed(
    "café mug & <blue> 50%,large", "en", "mug", PriceRange(Decimal("5.5"), Decimal(200), "USD"), ("handmade",),
    ("plastic",), "US",
)  # fmt: skip
"""A need with everything in it that has ever been signed or encoded wrongly."""
