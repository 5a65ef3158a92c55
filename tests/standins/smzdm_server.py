"""SMZDM on loopback: the signed interface, with its own check of the signature, and the gateway that takes a key."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from standins.platform_server import Good, Platform, Received, found, md5_between, sample

KEY, SECRET, GATEWAY_KEY = "8675309123", "canary0secret0of0smzdm0", "canary0gateway0key0smzdm"


def failed(code: int, msg: str) -> dict:
    return {"data": None, "error_code": code, "error_msg": msg}


class SmzdmServer(Platform):
    sample_words = "iphone15"
    empty_form: object = [[]]

    def respond(self, request: Received) -> tuple[int, bytes]:
        answer = super().respond(request)
        wrong_key = request.path == "/product/v1" and request.headers.get("x-api-key") != GATEWAY_KEY
        return (401, b'{"message":"Unauthorized"}') if wrong_key and self.canned is None else answer

    def answer(self, request: Received) -> object:
        wanted = json.loads(request.body)
        if request.path == "/product/v1":
            return self._by_key(wanted)
        refused = self._checked(request, wanted)
        return refused if refused is not None else self._found(wanted["keyword"])

    def _checked(self, request: Received, wanted: dict) -> dict | None:
        if request.path != "/v1/agent/search/list" or wanted.get("app_key") != KEY:
            return failed(10002, f"app_key {wanted.get('app_key')} not found")
        if self.late(datetime.fromtimestamp(int(wanted["timestamp"]), UTC)):
            return failed(10003, "timestamp error")
        signed = {name: value for name, value in wanted.items() if name != "sign" and value != ""}
        if md5_between(SECRET, signed) != wanted.get("sign"):
            return failed(10001, "sign error")
        if not self.granted:
            return failed(10004, "没有权限")
        return failed(10005, "请求过于频繁") if self.throttled() else None

    def _found(self, keyword: str) -> object:
        if keyword == self.sample_words:
            return sample("smzdm")["response"]
        lists = [[self._row(good) for good in self._goods(one)] for one in keyword.split(",")]
        return {"error_code": 0, "error_msg": "", "data": lists if any(lists) else self.empty_form}

    def _goods(self, keyword: str) -> list[Good]:
        return [] if keyword == "没有的东西" else found(keyword, 0, 1e12, 1, 12)[0]

    def _by_key(self, wanted: dict) -> object:
        if self.throttled():
            return failed(10005, "请求过于频繁")
        if not self.granted:
            return failed(10004, "没有权限")
        low, high = (wanted["min_price"] or 0) * 100, (wanted["max_price"] or 1e9) * 100
        if wanted["product_query"] == self.sample_words:
            return sample("smzdm")["gateway_response"]
        goods, _ = found(wanted["product_query"], low, high, 1, wanted["size"])
        return {"error_code": 0, "error_msg": "", "data": {"rows": [self._gateway_row(good) for good in goods]}}

    def _row(self, good: Good) -> dict:
        return {
            "title": good.title,
            "price": f"¥{good.fen / 100}",
            "price_1": f"{good.fen / 100}元",
            "mall_name": "京东",
            "url": f"https://item.jd.com/{good.number}.html",
            "focus_pic_url": f"https://y.zdmimg.com/{good.number}.png",
            "prom_info": [],
            "mall_id": 183,
            "es_recall_cnt": good.number % 3,
        }

    def _gateway_row(self, good: Good) -> dict:
        return {
            "title": good.title,
            "url": f"https://go.smzdm.com/{good.number}/",
            "main_picture": f"https://y.zdmimg.com/{good.number}.jpg",
            "page_price": good.list_fen / 100,
            "price": f"{good.fen / 100:.2f}",
            "mall_name": "天猫",
            "promotional_info": "满5000减500",
        }
