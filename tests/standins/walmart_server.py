"""Walmart's affiliate API on loopback: checks the signature with the public key only."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from standins.platform_server import Good, Received, sample
from standins.shop_server import RefusalError, Shop, page

CONSUMER = "canary-consumer-24681357"
SORTS = {"relevance", "price", "title", "bestseller", "customerRating", "new"}
KNOWN = {"query", "sort", "order", "numItems", "start", "facet", "facet.range", "format"}
RANGE = re.compile(r"price:\[([\d.]+) TO ([\d.]+)\]")


@cache
def key_pair(name: str) -> rsa.RSAPrivateKey:
    """A key made on the spot, the same for as long as the tests run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(name: str = "own") -> str:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key_pair(name).private_bytes(*form).decode()


DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""What stands before a SHA-256 digest (RFC 8017, 9.2, note 1)."""


def verified(signature: bytes, text: bytes, key: rsa.RSAPublicNumbers) -> bool:
    """RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2), worked out with numbers."""
    size = (key.n.bit_length() + 7) // 8
    ending = b"\x00" + DIGEST_INFO + hashlib.sha256(text).digest()
    wanted = b"\x00\x01" + b"\xff" * (size - 2 - len(ending)) + ending
    opened = pow(int.from_bytes(signature, "big"), key.e, key.n).to_bytes(size, "big")
    return len(signature) == size and opened == wanted


class WalmartServer(Shop):
    hosts = ("developer.api.walmart.com",)
    sample_words = "bacon bits"
    skew_s = 180
    key_version = "1"

    def answer(self, request: Received) -> object:
        if (request.method, request.path) != ("GET", "/api-proxy/service/affil/product/v2/search"):
            raise RefusalError(404, {"errors": [{"code": 4046, "message": "No such service"}]})
        self._check(request)
        if not self.granted:
            raise RefusalError(403, {"errors": [{"code": 4023, "message": "You do not have permission"}]})
        if self.throttled():
            raise RefusalError(403, {"errors": [{"code": 4003, "message": "Account over queries per second limit"}]})
        return self._found(request.query)

    def _check(self, request: Received) -> None:
        refusal = RefusalError(401, {"errors": [{"code": 401, "message": "Unauthorized"}]})
        names = ("wm_consumer.id", "wm_consumer.intimestamp", "wm_sec.key_version")
        consumer, sent_at, version = (request.headers.get(name, "") for name in names)
        if consumer != CONSUMER or version != self.key_version or len(sent_at) != 13:
            raise refusal
        if self.late(datetime.fromtimestamp(int(sent_at) / 1000, UTC)):
            raise refusal
        signed = b"".join(part.encode() + b"\n" for part in (consumer, sent_at, version))
        signature = base64.b64decode(request.headers.get("wm_sec.auth_signature", ""), validate=True)
        if not verified(signature, signed, key_pair("own").public_key().public_numbers()):
            raise refusal

    def _found(self, asked: dict[str, str]) -> dict:
        size, start = int(asked["numItems"]), int(asked["start"])
        span = RANGE.fullmatch(asked.get("facet.range", "price:[0 TO 1000000]"))
        unknown = set(asked) - KNOWN or asked["sort"] not in SORTS or asked.get("format") != "json"
        if unknown or not 1 <= size <= 25 or span is None or ("facet.range" in asked) != (asked.get("facet") == "on"):
            raise RefusalError(400, {"errors": [{"code": 4001, "message": "Invalid parameter"}]})
        if asked["query"] == self.sample_words:
            return sample("walmart_affiliate")["response"]
        goods, total = page(asked["query"], span[1], span[2], (start - 1) // size + 1, size)
        items = [self._row(good) for good in goods]
        return {"query": asked["query"], "totalResults": total, "start": start, "numItems": len(items), "items": items}

    def _row(self, good: Good) -> dict:
        return {
            "itemId": good.number,
            "name": good.title,
            "msrp": good.list_fen / 100,
            "salePrice": good.fen / 100,
            "productTrackingUrl": f"https://goto.walmart.com/c/1/2/3?u=https%3A%2F%2Fwww.walmart.com%2Fip%2F{good.number}",
            "marketplace": good.number % 2 == 0,
            "sellerInfo": "Example Trading",
            "stock": "Available",
        }
