"""Douyin's gateway on loopback: the union's product search, with its own check of the signature."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta, timezone

from standins.platform_server import Good, Platform, Received, found, sample

KEY, SECRET, TOKEN = "6844048284663924231", "canary0secret0of0douyin0", "canary0token0of0douyin00"


def failed(code: int, msg: str, sub_code: str = "", sub_msg: str = "") -> dict:
    return {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg, "log_id": "x"}


class DouyinServer(Platform):
    sample_words = "防晒霜"
    token_expired = False
    empty_form: object = ()
    """What stands in place of ``products``; () for an empty list."""

    def answer(self, request: Received) -> object:
        refused = self._checked(request)
        return refused if refused is not None else self._found(json.loads(request.body))

    def _checked(self, request: Received) -> dict | None:
        fields = request.query
        if request.path != "/buyin/kolMaterialsProductsSearch" or fields.get("method") != request.path[1:].replace(
            "/", "."
        ):
            return failed(70000, "服务已下线", "isp.api-service-off")
        if fields.get("app_key") != KEY:
            return failed(40003, "非法的参数", "isv.app-id-invalid", f"app_key {fields.get('app_key')} 格式不正确")
        zone = timezone(timedelta(hours=8))
        sent = datetime.strptime(fields.get("timestamp", ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
        if self.late(sent):
            return failed(40003, "非法的参数", "isv.timestamp-invalid", "时间戳不合法")
        if not self._signed(request):
            return failed(11, "sign校验失败")
        if self.token_expired:
            return failed(30002, "access_token已过期")
        if fields.get("access_token") != TOKEN:
            return failed(40003, "非法的参数", "isv.access-token-no-existed", "access_token不存在")
        if not self.granted:
            return failed(30001, "操作权限不足", "isv.app-permissions-insufficient", "应用无权限调用该接口")
        return failed(9, "请求过于频繁") if self.throttled() else None

    def _signed(self, request: Received) -> bool:
        fields = request.query
        if fields.get("v") != "2" or fields.get("sign_method") != "hmac-sha256":
            return False
        body = request.body
        # It signs what it would write itself: sorted, compact, without escapes.
        again = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
        if again != body:
            return False
        said = b"app_key" + fields["app_key"].encode() + b"method" + fields["method"].encode() + b"param_json" + again
        said += b"timestamp" + fields["timestamp"].encode() + b"v2"
        secret = SECRET.encode("utf-8")
        return hmac.compare_digest(hmac.digest(secret, secret + said + secret, hashlib.sha256).hex(), fields["sign"])

    def _found(self, wanted: dict) -> dict:
        if not 1 <= wanted["page_size"] <= 20 or set("&<>") & set(wanted["title"]):
            return failed(40004, "非法的参数（业务校验）")
        if wanted["title"] == self.sample_words:
            return sample("douyin_buyin")["response"]
        low, high = wanted.get("price_min", 0), wanted.get("price_max", 1e12)
        goods, total = found(wanted["title"], low, high, wanted["page"], wanted["page_size"])
        data: dict = {"total": str(total), "products": [self._row(good) for good in goods]}
        if not goods and self.empty_form != ():
            data = {"null data": None, "{}": {}, "null": {"total": "0", "products": None}}[str(self.empty_form)]
        return {"code": 10000, "msg": "success", "sub_code": "", "sub_msg": "", "log_id": "x", "data": data}

    def _row(self, good: Good) -> dict:
        return {
            "product_id": str(good.number),
            "title": good.title,
            "cover": f"https://p3-item.ecombdimg.com/{good.number}.jpg",
            "price": str(good.list_fen),
            "coupon_price": str(good.fen),
            "kol_cos_ratio": f"{good.commission_bp / 100:.2f}",
            "kol_cos_fee": str(good.fen * good.commission_bp // 10_000),
            "sales": str(good.sold),
            "shop_id": "2232",
            "shop_name": "示例小铺",
            "detail_url": f"https://haohuo.jinritemai.com/views/product/item2?id={good.number}&origin_type=604",
            "in_stock": good.number % 5 != 0,
            "post_free": good.number % 2 == 0,
        }
