"""JD's gateway on loopback: the union's goods search and its links that pay, with its own check of the signature."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

from standins.platform_server import Good, Platform, Received, found, md5_between, sample

KEY, SECRET, SITE = "jdkey13579", "canary0secret0of0jd0000", "4100012345"
SORTS = {None, "price", "commissionShare", "commission", "inOrderCount30Days", "inOrderComm30Days"}


def failed(code: int, zh: str, en: str) -> dict:
    return {"error_response": {"code": str(code), "zh_desc": zh, "en_desc": en}}


class JdServer(Platform):
    sample_words = "猫粮"
    skew_s = 360
    """JD's table of errors allows six minutes."""
    landing = "https://u.jd.com/abc123"

    def answer(self, request: Received) -> object:
        fields = request.form
        refused = self._checked(request, fields)
        if refused is not None:
            return refused
        wanted = json.loads(fields["360buy_param_json"])
        if fields["method"].endswith("goods.query"):
            return self._wrapped("goods_query", "queryResult", self._found(wanted["goodsReqDTO"]))
        return self._wrapped("promotion_common_get", "getResult", self._link(wanted["promotionCodeReq"]))

    def _checked(self, request: Received, fields: dict[str, str]) -> dict | None:
        if request.path != "/routerjson":
            return failed(14, "缺少方法名参数", "Missing Method")
        if fields.get("v") != "1.0":
            return failed(5, "不支持的版本号", "Unsupported Version")
        zone = timezone(timedelta(hours=8))
        sent = datetime.strptime(fields.get("timestamp", ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
        if self.late(sent):
            return failed(8, "非法的时间戳参数", "Invalid Timestamp")
        if fields.get("method") not in {"jd.union.open.goods.query", "jd.union.open.promotion.common.get"}:
            return failed(15, "不存在的方法名", "Invalid Method")
        if fields.get("app_key") != KEY:
            return failed(21, f"无效app_key {fields.get('app_key')}", "Invalid App Key")
        if md5_between(SECRET, {name: value for name, value in fields.items() if name != "sign"}) != fields.get("sign"):
            return failed(12, "无效签名", "Invalid Signature")
        return failed(2, "限制时间内调用失败次数", "App Call Limited") if self.throttled() else None

    def _wrapped(self, method: str, result: str, inner: dict) -> dict:
        text = json.dumps(inner | {"requestId": "o_0b3f"}, ensure_ascii=False)
        return {f"jd_union_open_{method}_responce": {"code": "0", result: text}}

    def _found(self, wanted: dict) -> dict:
        if not self.granted:
            return {"code": 403, "message": "无访问权限"}
        if wanted.get("sortName") not in SORTS or not 1 <= wanted["pageSize"] <= 30 or "userId" in wanted:
            return {"code": 400, "message": "参数错误"}
        if wanted["keyword"] == self.sample_words:
            return json.loads(sample("jd_union")["response"]["jd_union_open_goods_query_responce"]["queryResult"])
        low, high = wanted.get("pricefrom", 0) * 100, wanted.get("priceto", 1e9) * 100
        goods, total = found(wanted["keyword"], low, high, wanted["pageIndex"], wanted["pageSize"])
        return {
            "code": 200,
            "message": "success",
            "totalCount": total,
            "data": [self._row(good) for good in goods],
        }

    def _link(self, wanted: dict) -> dict:
        if not self.granted:
            return {"code": 403, "message": "无访问权限"}
        if wanted.get("siteId") != SITE or not wanted["materialId"].startswith("https://"):
            return {"code": 400, "message": "参数错误"}
        return {"code": 200, "message": "success", "data": {"clickURL": self.landing}}

    def _row(self, good: Good) -> dict:
        return {
            "skuId": good.number,
            "itemId": f"item-{good.number}",
            "skuName": good.title,
            "owner": "p",
            "priceInfo": {
                "price": good.list_fen / 100,
                "lowestPrice": good.list_fen / 100,
                "lowestPriceType": 1,
                "lowestCouponPrice": good.fen / 100,
            },
            "commissionInfo": {"commissionShare": good.commission_bp / 100},
            "imageInfo": {"imageList": [{"url": f"https://img14.360buyimg.com/{good.number}.jpg"}]},
            "shopInfo": {"shopId": 7, "shopName": "示例专营店"},
            "inOrderCount30Days": good.sold,
        }
