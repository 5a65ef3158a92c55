"""eBay on loopback: application tokens with a life of two hours, and the Browse API's search for those who have one."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

from standins.platform_server import Good, Received, sample
from standins.shop_server import RefusalError, Shop, page

CLIENT_ID, SECRET = "canary-app-13579", "canary0cert0of0ebay0"
SORTS = {"price", "-price", "newlyListed"}
FILTER = re.compile(r"price:\[([\d.]*)\.\.([\d.]*)\],priceCurrency:USD")


def failed(status: int, error_id: int, domain: str, message: str) -> RefusalError:
    error = {"errorId": error_id, "domain": domain, "category": "REQUEST", "message": message}
    return RefusalError(status, {"errors": [error]})


class EbayServer(Shop):
    hosts = ("api.ebay.com",)
    sample_words = "tanning lotion"
    lasts_s = 7200

    def answer(self, request: Received) -> object:
        if request.path == "/identity/v1/oauth2/token":
            return self._token(request)
        if (request.method, request.path) != ("GET", "/buy/browse/v1/item_summary/search"):
            raise failed(404, 2002, "ACCESS", "Resource not found")
        self._check_token(request.headers.get("authorization", ""))
        if "x-ebay-c-enduserctx" in request.headers:
            raise AssertionError("an affiliate context was sent")
        if self.throttled():
            raise failed(429, 2001, "ACCESS", "Too many requests.")
        if not self.granted:
            raise failed(403, 1100, "ACCESS", "Insufficient permissions to fulfill the request.")
        return self._found(request)

    def _token(self, request: Received) -> dict:
        sent = request.headers.get("authorization", "").removeprefix("Basic ")
        if request.form.get("grant_type") != "client_credentials" or "api_scope" not in request.form.get("scope", ""):
            raise RefusalError(400, {"error": "invalid_scope", "error_description": "The requested scope is invalid."})
        if base64.b64decode(sent).decode() != f"{CLIENT_ID}:{SECRET}":
            raise RefusalError(401, {"error": "invalid_client", "error_description": "client authentication failed"})
        token = f"v^1.1#i^1#canarytoken{len(self.tokens)}=="
        self.tokens[token] = self.clock() + timedelta(seconds=self.lasts_s)
        return {"access_token": token, "expires_in": self.lasts_s, "token_type": "Application Access Token"}

    def _check_token(self, sent: str) -> None:
        ends = self.tokens.get(sent.removeprefix("Bearer "))
        if not sent.startswith("Bearer ") or ends is None or self.clock() >= ends:
            raise failed(401, 1001, "OAuth", "Invalid access token")

    def _found(self, request: Received) -> dict:
        asked = request.query
        size, offset = int(asked["limit"]), int(asked["offset"])
        price = FILTER.fullmatch(asked.get("filter", "price:[..],priceCurrency:USD"))
        market = request.headers.get("x-ebay-c-marketplace-id")
        if asked.get("sort") not in SORTS or not 1 <= size <= 200 or price is None or market != "EBAY_US":
            raise failed(400, 12001, "API_BROWSE", "The call must have a valid query parameter.")
        if asked["q"] == self.sample_words:
            return sample("ebay_browse")["response"]
        goods, total = page(asked["q"], price[1], price[2], offset // size + 1, size)
        found = {"href": f"https://{self.hosts[0]}{request.path}", "total": total, "limit": size, "offset": offset}
        return found | ({"itemSummaries": [self._row(good) for good in goods]} if goods else {})

    def _row(self, good: Good) -> dict:
        return {
            "itemId": f"v1|{good.number}|0",
            "title": good.title,
            "price": {"value": f"{good.fen / 100:.2f}", "currency": "USD"},
            "buyingOptions": ["FIXED_PRICE"],
            "itemWebUrl": f"https://www.ebay.com/itm/{good.number}",
            "priorityListing": good.number % 3 == 0,
        }
