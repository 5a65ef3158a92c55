"""Pinduoduo's gateway on loopback: the union's goods search and its links, with its own check of the signature."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from standins.platform_server import Good, Platform, Received, found, md5_between, sample

KEY, SECRET, PID = "a1b2c3d4e5f60718", "canary0secret0of0pdd000", "8001234_180012345"


def failed(code: int, msg: str, sub_msg: str = "") -> dict:
    error = {"error_msg": msg, "sub_msg": sub_msg, "sub_code": None, "error_code": code}
    return {"error_response": error | {"request_id": "15440104776643887"}}


class PinduoduoServer(Platform):
    sample_words = "连衣裙"
    landing = "https://mobile.yangkeduo.com/duo_coupon_landing.html?goods_id=1"

    def answer(self, request: Received) -> object:
        fields = request.form
        refused = self._checked(request, fields)
        if refused is not None:
            return refused
        if fields["type"] == "pdd.ddk.goods.search":
            return self._found(fields)
        return self._link(fields)

    def _checked(self, request: Received, fields: dict[str, str]) -> dict | None:
        if request.path != "/api/router":
            return failed(10000, "参数错误")
        for name in ("type", "client_id", "timestamp", "sign"):
            if not fields.get(name):
                return failed(10001, f"公共参数错误:{name}")
        if self.late(datetime.fromtimestamp(int(fields["timestamp"]), UTC)):
            return failed(10001, "公共参数错误:timestamp")
        if fields["client_id"] != KEY:
            return failed(10001, f"公共参数错误:client_id {fields['client_id']}")
        if md5_between(SECRET, {name: value for name, value in fields.items() if name != "sign"}) != fields["sign"]:
            return failed(20004, "签名sign校验失败")
        if not self.granted:
            return failed(20031, "用户没有授权访问此接口")
        return failed(70031, "接口调用过于频繁") if self.throttled() else None

    def _found(self, fields: dict[str, str]) -> dict:
        if fields.get("use_customized") != "false":
            return failed(10000, "这会按人定制")
        if fields["keyword"] == self.sample_words:
            return sample("pinduoduo_ddk")["response"]
        ranges = json.loads(fields.get("range_list", "[]"))
        low = next((one["range_from"] for one in ranges if "range_from" in one), 0)
        high = next((one["range_to"] for one in ranges if "range_to" in one), 1e12)
        goods, total = found(fields["keyword"], low, high, int(fields["page"]), int(fields["page_size"]))
        answer = {"list_id": "l", "search_id": "s", "total_count": total, "request_id": "x"}
        return {"goods_search_response": {"goods_list": [self._row(good) for good in goods], **answer}}

    def _link(self, fields: dict[str, str]) -> dict:
        if fields.get("p_id") != PID:
            return failed(60001, "pid没有备案")
        assert json.loads(fields["goods_sign_list"])
        made = {"url": self.landing, "mobile_url": self.landing}
        return {"goods_promotion_url_generate_response": {"goods_promotion_url_list": [made], "request_id": "x"}}

    def _row(self, good: Good) -> dict:
        return {
            "goods_sign": f"c9r2omogKFF_{good.number}",
            "goods_name": good.title,
            "goods_thumbnail_url": f"https://img.pddpic.com/{good.number}.jpg",
            "min_group_price": good.fen,
            "min_normal_price": good.list_fen,
            "promotion_rate": good.commission_bp // 10,
            "sales_tip": f"{good.sold}+",
            "mall_name": "示例店铺",
            "mall_id": 1,
            "has_coupon": False,
            "service_tags": [],
        }
