"""Open Food Facts and Open Products Facts on loopback: one barcode a request, HTML where it is asked too often."""

from __future__ import annotations

import json
import re

from standins.platform_server import Platform, Received, sample

FOOD, GOODS = "world.openfoodfacts.org", "world.openproductsfacts.org"
KNOWN = {FOOD: {"3017620422003": "response"}, GOODS: {"4006381333931": "products_response"}}
PATH = re.compile(r"/api/v2/product/(\d{8}|\d{13,14})")
FIELDS = {
    "code", "product_name", "brands", "quantity", "categories", "labels", "allergens", "nutriscore_grade", "nova_group",
}  # fmt: skip
BUSY = b"<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"


class OpenFactsServer(Platform):
    hosts = (FOOD, GOODS)

    def respond(self, request: Received) -> tuple[int, bytes]:
        self.received.append(request)
        if self.canned is not None:
            return self.canned
        host, path = request.headers["host"], PATH.fullmatch(request.path)
        assert host in self.hosts, host
        assert not {"cookie", "referer", "accept-language", "authorization", "from"} & set(request.headers)
        assert request.headers["user-agent"].startswith("Sidelight/")
        if self.throttled():
            return 503, BUSY
        if request.method != "GET" or path is None or not _sums_up(path[1]) or set(request.query) != {"fields"}:
            return 400, b'{"status": 0, "errors": [{"message": {"id": "invalid_code"}}]}'
        assert set(request.query["fields"].split(",")) == FIELDS, "more is asked for than is read"
        known = KNOWN[host].get(path[1])
        if known is None:
            return 404, json.dumps({**sample("open_food_facts")["empty"], "code": path[1]}).encode()
        return 200, json.dumps(sample("open_food_facts")[known]).encode()


def _sums_up(code: str) -> bool:
    """GS1's check digit, worked out from the right: the last digit makes the weighted sum end in nought."""
    odd = sum(int(digit) for digit in reversed(code[:-1][::-1][::2]))
    even = sum(int(digit) for digit in code[:-1][::-1][1::2])
    return (10 - (3 * odd + even) % 10) % 10 == int(code[-1])
