"""Etsy's Open API on loopback: the search for active listings, with its own check of the key."""

from __future__ import annotations

from standins.platform_server import Good, Received, sample
from standins.shop_server import RefusalError, Shop, page

KEYSTRING, SECRET = "keystring24681357", "canary0secret0of0etsy0"
SORTS = {"created", "price", "updated", "score"}
KNOWN = {"keywords", "min_price", "max_price", "sort_on", "sort_order", "limit", "offset"}


class EtsyServer(Shop):
    hosts = ("openapi.etsy.com",)
    sample_words = "ceramic mug"

    def answer(self, request: Received) -> object:
        if (request.method, request.path) != ("GET", "/v3/application/listings/active"):
            raise RefusalError(404, {"error": "Resource not found"})
        self._check_key(request.headers.get("x-api-key", ""))
        if self.throttled():
            self.headers["retry-after"] = "7"
            raise RefusalError(429, {"error": "Exceeded rate limit"})
        asked = request.query
        size, offset = int(asked["limit"]), int(asked["offset"])
        if asked["sort_on"] not in SORTS or not 1 <= size <= 100 or set(asked) - KNOWN or not asked["keywords"]:
            raise RefusalError(400, {"error": "Invalid parameter"})
        if asked["keywords"] == self.sample_words:
            return sample("etsy")["response"]
        goods, total = page(asked["keywords"], asked.get("min_price"), asked.get("max_price"), offset // size + 1, size)
        return {"count": total, "results": [self._row(good) for good in goods]}

    def _check_key(self, sent: str) -> None:
        keystring, colon, secret = sent.partition(":")
        if not colon:
            raise RefusalError(403, {"error": "Shared secret is required in x-api-key header."})
        if (keystring, secret) != (KEYSTRING, SECRET):
            raise RefusalError(401, {"error": "invalid_token", "error_description": f"unknown key {keystring}"})
        if not self.granted:
            raise RefusalError(403, {"error": "Your application is pending approval"})

    def _row(self, good: Good) -> dict:
        return {
            "listing_id": good.number,
            "title": good.title,
            "state": "active",
            "quantity": 1 + good.sold,
            "url": f"https://www.etsy.com/listing/{good.number}/x?utm_source=app&utm_medium=api",
            "price": {"amount": good.fen, "divisor": 100, "currency_code": "USD"},
        }
