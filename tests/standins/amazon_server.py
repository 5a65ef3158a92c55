"""Amazon on loopback: tokens of the client credentials grant, and the Creators API's search for those who have one."""

from __future__ import annotations

import json
from datetime import timedelta

from standins.platform_server import Good, Received, sample
from standins.shop_server import RefusalError, Shop, page

CLIENT_ID, SECRET, TAG = "canary-credential-13579", 'canary0"secret0of0amazon0', "tag-20"
KNOWN = {
    "partnerTag", "keywords", "searchIndex", "itemCount", "itemPage", "minPrice", "maxPrice", "sortBy", "resources"
}  # fmt: skip


def failed(status: int, kind: str, reason: str, message: str = "m") -> RefusalError:
    return RefusalError(status, {"type": kind, "message": message, "reason": reason})


class AmazonServer(Shop):
    hosts = ("api.amazon.com", "creatorsapi.amazon")
    sample_words = "nintendo switch"
    lasts_s = 3600

    def answer(self, request: Received) -> object:
        assert request.method == "POST"
        asked = json.loads(request.body)
        if request.headers["host"] == "api.amazon.com":
            assert request.path == "/auth/o2/token"
            return self._token(asked)
        assert request.path == "/catalog/v1/searchItems"
        ends = self.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if ends is None or self.clock() >= ends:
            raise failed(401, "UnauthorizedException", "TokenExpired")
        if not self.granted:
            raise failed(403, "AccessDeniedException", "AssociateNotEligible")
        if self.throttled():
            raise RefusalError(429, {"type": "ThrottleException", "message": "m", "quotaCode": "x"})
        return self._found(request, asked)

    def _token(self, asked: dict) -> dict:
        if asked.get("grant_type") != "client_credentials" or asked.get("scope") != "creatorsapi::default":
            raise RefusalError(400, {"error": "invalid_scope", "error_description": "The scope is not valid"})
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT_ID, SECRET):
            raise RefusalError(401, {"error": "invalid_client", "error_description": "Client authentication failed"})
        token = f"Atza|canarytoken{len(self.tokens)}"
        self.tokens[token] = self.clock() + timedelta(seconds=self.lasts_s)
        return {"access_token": token, "token_type": "bearer", "expires_in": self.lasts_s}

    def _found(self, request: Received, asked: dict) -> dict:
        size = asked["itemCount"]
        known = asked["partnerTag"] == TAG and request.headers.get("x-marketplace") == "www.amazon.com"
        if not known or set(asked) - KNOWN or not 1 <= size <= 10 or not asked["keywords"]:
            raise failed(400, "ValidationException", "FieldValidationFailed")
        if asked["keywords"] == self.sample_words:
            return sample("amazon_creators")["response"]
        low, high = (str(asked[name] / 100) if name in asked else None for name in ("minPrice", "maxPrice"))
        goods, total = page(asked["keywords"], low, high, asked["itemPage"], size)
        if not goods:
            return sample("amazon_creators")["empty"]
        return {"searchResult": {"totalResultCount": total, "items": [self._row(good) for good in goods]}}

    def _row(self, good: Good) -> dict:
        asin = f"B0{good.number:08}"
        price = {"money": {"amount": good.fen / 100, "currency": "USD"}}
        return {
            "asin": asin,
            "detailPageURL": f"https://www.amazon.com/dp/{asin}?tag={TAG}",
            "itemInfo": {"title": {"displayValue": good.title}},
            "offersV2": {"listings": [{"price": price, "availability": {"type": "IN_STOCK"}}]},
        }
