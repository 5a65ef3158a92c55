"""Taobao's gateway on loopback: the material search of the union, with its own check of the signature."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta, timezone

from standins.platform_server import Good, Platform, Received, found, sample

KEY, SECRET, ZONE = "24681357", "canary0secret0of0taobao0", "115566778899"
METHOD = "taobao.tbk.dg.material.optional.upgrade"
SORTS = {
    "match_des", "match_asc", "total_sales_des", "total_sales_asc", "tk_rate_des", "tk_rate_asc", "tk_total_sales_des",
    "tk_total_commi_des", "final_promotion_price_asc", "final_promotion_price_des",
}  # fmt: skip
EMPTY_FORMS = ("{}", "missing", "[]", "error 15")


def failed(code: int, msg: str, sub_code: str = "", sub_msg: str = "") -> dict:
    error = {"code": code, "msg": msg, "request_id": "15r4v3x8zz0x"}
    error |= {"sub_code": sub_code} if sub_code else {}
    return {"error_response": error | ({"sub_msg": sub_msg} if sub_msg else {})}


class TaobaoServer(Platform):
    sample_words = "女裤"
    empty_form = "{}"
    day_is_over = False

    def answer(self, request: Received) -> object:
        fields = request.form
        refused = self._checked(request, fields)
        return refused if refused is not None else self._found(fields)

    def _checked(self, request: Received, fields: dict[str, str]) -> dict | None:
        if request.path != "/router/rest" or "urlencoded" not in request.headers["content-type"]:
            return failed(9, "Http Action Not Allowed")
        if fields.get("method") != METHOD:
            return failed(22, "Invalid Method")
        if fields.get("app_key") != KEY:
            return failed(29, "Invalid app Key", "isv.appkey-not-exists")
        zone = timezone(timedelta(hours=8))
        sent = datetime.strptime(fields.get("timestamp", ""), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
        if self.late(sent):
            return failed(31, "Invalid Timestamp", "isv.invalid-timestamp")
        if not self._signed(fields):
            return failed(25, "Invalid signature", "isv.invalid-signature")
        if not self.granted:
            return failed(11, "Insufficient isv permissions", "isv.permission-api-package-limit", "scope ids is 27939")
        if self.throttled():
            limit = "app" if self.day_is_over else "api"
            last = "" if self.day_is_over else "This ban will last for 17 more seconds"
            return failed(7, "App Call Limited", f"accesscontrol.limited-by-{limit}-access-count", last)
        return self._misused(fields)

    def _misused(self, fields: dict[str, str]) -> dict | None:
        if not fields.get("q") or fields.get("adzone_id") != ZONE:
            return failed(40, "Missing required arguments", "isv.missing-parameter")
        if fields.get("v") != "2.0" or fields.get("format") != "json":
            return failed(41, "Invalid arguments")
        if not 1 <= int(fields["page_size"]) <= 100 or fields["sort"] not in SORTS:
            return failed(41, "Invalid arguments", "isv.invalid-parameter")
        return None

    def _signed(self, fields: dict[str, str]) -> bool:
        if fields.get("sign_method") != "hmac-sha256":
            return False
        keyed = hmac.new(SECRET.encode("utf-8"), digestmod="sha256")
        for name in sorted(set(fields) - {"sign"}):
            keyed.update((name + fields[name]).encode("utf-8"))
        return hmac.compare_digest(keyed.hexdigest().upper(), fields.get("sign", ""))

    def _found(self, fields: dict[str, str]) -> object:
        if fields["q"] == self.sample_words:
            return sample("taobao_tbk")["response"]
        low, high = (float(fields.get(name, edge)) * 100 for name, edge in (("start_price", 0), ("end_price", 1e9)))
        goods, total = found(fields["q"], low, high, int(fields["page_no"]), int(fields["page_size"]))
        answer: dict = {"total_results": total, "request_id": "15r4v3x8zz0x"}
        if goods:
            answer["result_list"] = {"map_data": [self._row(good) for good in goods]}
        elif self.empty_form == "error 15":
            return failed(15, "Remote service error", "50001", "无结果")
        elif self.empty_form != "missing":
            answer["result_list"] = {"{}": {}, "[]": {"map_data": []}}[self.empty_form]
        return {"tbk_dg_material_optional_upgrade_response": answer}

    def _row(self, good: Good) -> dict:
        return {
            "item_id": str(good.number),
            "item_basic_info": {
                "title": good.title,
                "pict_url": f"//img.alicdn.com/{good.number}.jpg",
                "shop_title": "示例旗舰店",
                "volume": good.sold,
                "real_post_fee": "0.00",
            },
            "price_promotion_info": {
                "reserve_price": f"{good.list_fen / 100:.2f}",
                "zk_final_price": f"{good.list_fen / 100:.2f}",
                "final_promotion_price": f"{good.fen / 100:.2f}",
            },
            "publish_info": {
                "income_rate": f"{good.commission_bp / 100:.2f}",
                "click_url": f"//s.click.taobao.com/t?e={good.number}",
            },
        }
