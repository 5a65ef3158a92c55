"""Best Buy's Products API on loopback: its expression in the path, its one word for two refusals."""

from __future__ import annotations

import re
from urllib.parse import unquote

from standins.platform_server import Good, Received, sample
from standins.shop_server import RefusalError, Shop, page

KEY = "canary0key0of0bestbuy0"
SEEN = "We were unable to locate your API Key."
PATH = re.compile(r"/v1/products\(\((search=[^&()=]+(?:&search=[^&()=]+)*)\)((?:&salePrice[<>]=[\d.]+)*)\)")
KNOWN = {"apiKey", "format", "show", "page", "pageSize"}


class BestBuyServer(Shop):
    hosts = ("api.bestbuy.com",)
    sample_words = "laptop 16gb"

    def answer(self, request: Received) -> object:
        asked = request.query
        if asked.get("apiKey") != KEY or self.throttled() or not self.granted:
            raise RefusalError(403, {"errorCode": "403", "errorMessage": SEEN})
        expression = PATH.fullmatch(unquote(request.path))
        size = int(asked["pageSize"])
        if expression is None or set(asked) - KNOWN or asked.get("format") != "json" or not 1 <= size <= 100:
            raise RefusalError(400, {"error": {"code": 400, "status": "Bad Request", "message": "Not understood"}})
        if "linkShareAffiliateUrl" in asked["show"]:
            raise AssertionError("the link that pays was asked for")
        words = expression[1].removeprefix("search=").replace("&search=", " ")
        prices = dict(re.findall(r"salePrice([<>])=([\d.]+)", expression[2]))
        if words == self.sample_words:
            return sample("bestbuy")["response"]
        goods, total = page(words, prices.get(">"), prices.get("<"), int(asked["page"]), size)
        return {"from": 1, "to": len(goods), "total": total, "products": [self._row(good) for good in goods]}

    def _row(self, good: Good) -> dict:
        return {
            "sku": good.number,
            "name": good.title,
            "salePrice": good.fen / 100,
            "regularPrice": good.list_fen / 100,
            "url": f"https://api.bestbuy.com/click/-/{good.number}/pdp",
            "shippingCost": "",
            "onlineAvailability": True,
            "marketplace": False,
        }
