"""Taobao and Tmall: the goods search of their affiliate union (TBK), asked with the user's own key.

Protocol: ``taobao.tbk.dg.material.optional.upgrade`` of the Taobao Open Platform (open.taobao.com, docId 64759); the
signature is described in docId 101617. Prices are in yuan, the commission in percent.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial

from desktop_client.commerce.offer import Offer, Seller
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Request
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Page, Query, Search
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.signing import hmac_hex
from desktop_client.commerce.sources.shared.unions import (
    KEPT_FOR,
    PERCENT,
    answered,
    china_time,
    clock_refused,
    dearer,
    keywords,
    notes,
    own_key,
    paid_link,
    price_bounds,
    refusal,
    rows_in,
    sold_lately,
)
from desktop_client.wording import say

GATEWAY = "https://eco.taobao.com/router/rest"
MOST_NOTES = 3
MATERIAL = "80309"
"""The union's whole stock. 17004 would be picked for the person who asks, and is never sent."""

MANIFEST = Manifest(
    id="taobao",
    name={"en": "Taobao", "zh": "淘宝"},
    mode=Mode.API,
    what_it_is={
        "en": "The goods search of Taobao's affiliate union, for Taobao and Tmall, asked with your own key. It lists "
        "only goods whose sellers pay a commission on every sale. The key needs the permission package 27939 "
        "(淘宝客【推广者】商品物料获取).",
        "zh": "淘宝联盟的商品搜索，覆盖淘宝和天猫，用你自己的密钥查询。里面只有卖家愿意为每笔成交支付佣金的商品。密钥"
        "需要权限包 27939（淘宝客【推广者】商品物料获取）。",
    },
    leaves_this_computer={
        "en": "To eco.taobao.com: the search words, the price range if it is in yuan, your app key, the number of "
        "your promotion slot (adzone) and the time, signed with your secret. No account, no channel, no device, no "
        "address.",
        "zh": "发往 eco.taobao.com：搜索词、以人民币表示的价格范围、你的 App Key、推广位编号（adzone）和时间，并用你"
        "的密钥签名。不含账号、渠道、设备和地址。",
    },
    how_it_orders={
        "en": "Sidelight asks for the order by match (match_des) and takes the first 100 at most. Orders by "
        "commission are never asked for. Sidelight then orders by its open rule.",
        "zh": "Sidelight 要求按匹配度（match_des）排序，最多取前 100 件，从不要求按佣金排序。之后由 Sidelight 按公开"
        "的规则排序。",
    },
    who_gets_paid={
        "en": "You, the owner of the key, for what is bought through a tracked link, at the rate on the card. The "
        "plain link, where there is one, pays nobody. Sidelight earns nothing.",
        "zh": "通过跟踪链接成交时，佣金归密钥的所有者，也就是你；比例写在卡片上。有普通链接时，普通链接不付给任何人。"
        "Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "10 minutes. No rule was found in the union's terms; promotions may end at any minute.",
        "zh": "10 分钟。没有在联盟条款中找到相关规定；优惠随时可能结束。",
    },
    not_known={
        "en": "How Taobao measures “match”, and whether commission has a part in it. Whether the price after "
        "promotions holds for you: it is Taobao's estimate. Which postage holds at your address. Whether the union's "
        "terms let goods be shown without promoting them. How it says that nothing was found is partly known from "
        "memory only. None of this was tried against the real service.",
        "zh": "淘宝如何计算“匹配度”，其中是否考虑佣金。预估到手价对你是否成立：它是淘宝的估计。寄到你的地址需要多少运"
        "费。联盟条款是否允许不作推广地展示商品。没有结果时的返回形式有一部分只凭记忆。以上均未在真实服务上试过。",
    },
    hosts=("eco.taobao.com",),
    credential_fields=(
        CredentialField("app_key", {"en": "App key", "zh": "App Key"}),
        CredentialField("app_secret", {"en": "App secret", "zh": "App Secret"}),
        CredentialField(
            "adzone_id", {"en": "Adzone id, or the whole PID", "zh": "推广位 ID，或完整的 PID"}, secret=False
        ),
    ),
    affiliate_only=True,
    methods=("POST",),
    protocol="Taobao Open Platform, TBK",
    regions=("CN",),
    currencies=("CNY",),
    capabilities=Capabilities(price_range=True, page_max=100),
    link_out="https://s.taobao.com/search?q={words}",
)


class TaobaoSource:
    """Asks Taobao's union."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Offers of the union that match the need's words.

        Raises:
            SourceError: there is no key, or Taobao doesn't answer as it documents.
        """
        key, secret, zone = own_key(query.credentials, "app_key", "app_secret", "adzone_id")
        low, high = price_bounds(query.need)
        params = {
            "method": "taobao.tbk.dg.material.optional.upgrade",
            "app_key": key,
            "timestamp": china_time(self._clock()),
            "v": "2.0",
            "sign_method": "hmac-sha256",
            "format": "json",
            "q": keywords(query.need),
            "adzone_id": zone.rpartition("_")[2],
            "material_id": MATERIAL,
            "page_no": "1",
            "page_size": str(MANIFEST.capabilities.page_size(query.limit)),
            "sort": "match_des",
            # A price comparison for consumers; 1 would be for making links.
            "biz_scene_id": "2",
        }
        params |= {name: str(bound) for name, bound in (("start_price", low), ("end_price", high)) if bound is not None}
        sign = hmac_hex(secret, params)
        response = yield Request.post_form(GATEWAY, {**params, "sign": sign}.items(), secrets=(key, sign))
        said = answered(response, partial(_fault, hidden=(key, secret, sign)))
        if _nothing_found(said.row("error_response")):
            return Page((), 0)
        answer = said.at("tbk_dg_material_optional_upgrade_response")
        if not isinstance(answer, dict):
            raise SourceError(Fault.SCHEMA)
        rows = rows_in(Row(answer), "result_list.map_data")
        return page_of(rows, self._offer, total=Row(answer).count("total_results"))

    def _offer(self, row: Row, digest: str) -> Offer | None:
        offer_id, title = row.text("item_id"), row.text("item_basic_info.title")
        if not offer_id or not title:
            return None
        sale = row.major("price_promotion_info.zk_final_price", "CNY")
        estimate = row.major("price_promotion_info.final_promotion_price", "CNY")
        conditional = estimate is not None and estimate != sale
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=offer_id,
            title=title,
            price=estimate if estimate is not None else sale,
            price_kind="after_coupon_estimate" if conditional else "sale",
            price_note=notes(
                say("Without promotions: {price}", price=higher) if (higher := dearer(sale, estimate)) else None,
                *_promotions(row),
                sold_lately(row, "item_basic_info.volume"),
            ),
            list_price=row.major("price_promotion_info.reserve_price", "CNY"),
            shipping=row.major("item_basic_info.real_post_fee", "CNY"),
            brand=row.text("item_basic_info.brand_name") or None,
            category=row.text("item_basic_info.category_name") or None,
            url_clean=_plain_address(offer_id),
            url_tracked=row.address("publish_info.coupon_share_url") or row.address("publish_info.click_url"),
            image_url=row.address("item_basic_info.pict_url"),
            seller=Seller(shop) if (shop := row.text("item_basic_info.shop_title")) else None,
            commercial=paid_link(row, "publish_info.income_rate", PERCENT),
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="CN",
            language="zh",
        )


def _promotions(row: Row) -> tuple[str, ...]:
    """What leads from the sale price to the estimate, in Taobao's own words."""
    steps = row.rows("price_promotion_info.final_promotion_path_list.final_promotion_path_map_data")
    tags = row.rows("price_promotion_info.promotion_tag_list.promotion_tag_map_data")
    paths = [" ".join((step.text("promotion_title", 40), step.text("promotion_desc", 60))).strip() for step in steps]
    return (*paths[:MOST_NOTES], *[tag.text("tag_name", 40) for tag in tags[:MOST_NOTES]])


def _plain_address(item_id: str) -> str | None:
    """The product's own page. Only the older ids, which are numbers, have one."""
    is_number = item_id.isascii() and item_id.isdigit()
    return f"https://item.taobao.com/item.htm?id={item_id}" if is_number else None


_FAULTS = {
    **dict.fromkeys((24, 25, 26, 27, 28, 29), Fault.AUTH),
    **dict.fromkeys((11, 12, 13), Fault.PERMISSION),
    **dict.fromkeys((21, 22, 23, 32, 33, 34, 40, 41, 42, 43, 47), Fault.BAD_REQUEST),
    7: Fault.THROTTLED,
    10: Fault.UPSTREAM,
}
_CLOCK = frozenset({30, 31})
_BAN = re.compile(r"last for (\d{1,9}) more second")
_DAY_IS_OVER = "accesscontrol.limited-by-app-access-count"
DAY_IS_OVER_S = 3600.0
"""How long to wait where the day's requests are used up: Taobao doesn't say when its day ends."""


def _fault(row: Row, hidden: Collection[str]) -> SourceError | None:
    """What Taobao says went wrong (open.taobao.com, error codes): a sub-code ``isv.`` blames the caller."""
    error = row.row("error_response")
    if not error.value or _nothing_found(error):
        return None
    code, sub_code = error.count("code"), error.text("sub_code")
    said = error.text("sub_msg") or error.text("msg")
    if code in _CLOCK:
        return clock_refused(said, hidden)
    otherwise = Fault.BAD_REQUEST if sub_code.startswith("isv.") else Fault.UPSTREAM
    ban = _BAN.search(said)
    pause = float(ban[1]) if ban else DAY_IS_OVER_S if sub_code == _DAY_IS_OVER else None
    return refusal(_FAULTS.get(code or 0, otherwise), said, hidden, retry_after_s=pause)


def _nothing_found(error: Row) -> bool:
    """Some applications get an error where others get an empty list. From memory, so its words have to agree."""
    return error.text("code") == "15" and error.text("sub_code") == "50001" and "无结果" in error.text("sub_msg")
