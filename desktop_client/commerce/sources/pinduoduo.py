"""Pinduoduo: the goods search of its affiliate union (多多进宝, DDK), asked with the user's own key.

Protocol: ``pdd.ddk.goods.search`` and ``pdd.ddk.goods.promotion.url.generate`` (open.pinduoduo.com). Prices are in fen,
the commission per mille.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from functools import partial

import msgspec

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer, Seller
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose, Request, Response
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Query, Search
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.signing import wrap_md5
from desktop_client.commerce.sources.shared.unions import (
    KEPT_FOR,
    PER_MILLE,
    answered,
    clock_refused,
    dearer,
    keywords,
    landing_on,
    notes,
    own_key,
    paid_link,
    price_bounds,
    refusal,
    rows_in,
)
from desktop_client.wording import Sentence, say

GATEWAY = "https://gw-api.pinduoduo.com/api/router"
FEN = 100
"""Fen in a yuan."""

MANIFEST = Manifest(
    id="pinduoduo",
    name={"en": "Pinduoduo", "zh": "拼多多"},
    mode=Mode.API,
    what_it_is={
        "en": "The goods search of Pinduoduo's affiliate union (DDK), asked with your own key. It lists only goods "
        "whose sellers pay a commission on every sale. The key needs the permission for pdd.ddk.goods.search; the "
        "promotion slot (PID) may have to be registered.",
        "zh": "拼多多联盟（多多进宝）的商品搜索，用你自己的密钥查询。里面只有卖家愿意为每笔成交支付佣金的商品。密钥需"
        "要 pdd.ddk.goods.search 的权限；推广位（PID）可能需要备案。",
    },
    leaves_this_computer={
        "en": "To gw-api.pinduoduo.com: the search words, the price range if it is in yuan, your client id and the "
        "time, signed with your secret. Pinduoduo is told not to fit the answer to a person (use_customized=false). "
        "When you open an offer: its number and your PID.",
        "zh": "发往 gw-api.pinduoduo.com：搜索词、以人民币表示的价格范围、你的 client_id 和时间，并用你的密钥签名。并"
        "要求拼多多不做个性化（use_customized=false）。打开商品时：商品编号和你的 PID。",
    },
    how_it_orders={
        "en": "In Pinduoduo's own mixed order (sort_type 0), of which the first 100 at most are taken; what makes it "
        "up is not published. Orders by commission are never asked for. Sidelight then orders by its open rule.",
        "zh": "按拼多多的综合排序（sort_type 0），最多取前 100 件；综合排序由什么决定没有公开。从不要求按佣金排序。之"
        "后由 Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "You, the owner of the key, for what is bought through the link, at the rate on the card or a lower "
        "one: Pinduoduo pays less for what it takes for price comparison. There is no plain link. Sidelight earns "
        "nothing.",
        "zh": "通过链接成交时，佣金归密钥的所有者，也就是你；比例为卡片上所写或更低：拼多多对它认定的比价行为会降低佣"
        "金。没有普通链接。Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "10 minutes. No rule was found in the union's terms; promotions may end at any minute.",
        "zh": "10 分钟。没有在联盟条款中找到相关规定；优惠随时可能结束。",
    },
    not_known={
        "en": "Whether commission has a part in the mixed order. Whether a group for the group price will be found, "
        "and whether a coupon is left. Shipping, unless it is said to be free. Whether the union's terms let goods "
        "be shown without promoting them. Which address the link leads to before Pinduoduo makes it. None of this "
        "was tried against the real service.",
        "zh": "综合排序是否考虑佣金。拼单价能否成团，优惠券是否还有。未写明包邮时的运费。联盟条款是否允许不作推广地展"
        "示商品。链接由拼多多生成之前，不知道它指向哪里。以上均未在真实服务上试过。",
    },
    hosts=("gw-api.pinduoduo.com",),
    credential_fields=(
        CredentialField("client_id", {"en": "Client id", "zh": "client_id"}),
        CredentialField("client_secret", {"en": "Client secret", "zh": "client_secret"}),
        CredentialField(
            "pid", {"en": "PID, for opening offers", "zh": "PID（用于打开商品）"}, secret=False, optional=True
        ),
    ),
    affiliate_only=True,
    methods=("POST",),
    protocol="Pinduoduo Open Platform, DDK",
    regions=("CN",),
    currencies=("CNY",),
    capabilities=Capabilities(price_range=True, page_max=100),
    link_out="https://mobile.yangkeduo.com/search_result.html?search_key={words}",
)


class PinduoduoSource:
    """Asks Pinduoduo's union."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Offers of the union that match the need's words.

        Raises:
            SourceError: there is no key, or Pinduoduo doesn't answer as it documents.
        """
        wanted = {
            "keyword": keywords(query.need),
            "page": "1",
            "page_size": str(MANIFEST.capabilities.page_size(query.limit)),
            "sort_type": "0",
            # Left out it is true: the answer would be fitted to a person.
            "use_customized": "false",
            **_range(*price_bounds(query.need, FEN)),
        }
        answer = yield from self._asked("pdd.ddk.goods.search", wanted, "goods_search_response", query.credentials)
        return page_of(rows_in(answer, "goods_list"), self._offer, total=answer.count("total_count"))

    def resolve_link(self, offer: Offer, credentials: Mapping[str, str]) -> Generator[Request, Response, str]:
        """The address of an offer, which Pinduoduo makes for the owner of the key.

        Raises:
            SourceError: the key has no PID, or Pinduoduo makes no link.
        """
        pid = credentials.get("pid", "").strip()
        if not pid:
            raise SourceError(
                Fault.AUTH,
                say("Without a PID Pinduoduo makes no link."),
                say("Enter the PID with the key on the page of sources."),
            )
        # Without the search_id of the documentation's example, which would tie this offer to the words that found it.
        wanted = {"p_id": pid, "goods_sign_list": msgspec.json.encode([offer.offer_id]).decode()}
        answer = yield from self._asked(
            "pdd.ddk.goods.promotion.url.generate",
            wanted,
            "goods_promotion_url_generate_response",
            credentials,
            Purpose.LINK,
        )
        made = answer.row("goods_promotion_url_list.0")
        return landing_on(made.address("url") or made.address("mobile_url"), "pinduoduo.com", "yangkeduo.com")

    def _asked(
        self,
        method: str,
        wanted: Mapping[str, str],
        result: str,
        credentials: Mapping[str, str],
        purpose: Purpose = Purpose.SEARCH,
    ) -> Generator[Request, Response, Row]:
        key, secret = own_key(credentials, "client_id", "client_secret")
        params = {
            "type": method,
            "client_id": key,
            "timestamp": str(int(self._clock().timestamp())),
            "data_type": "JSON",
            "version": "V1",
            **wanted,
        }
        sign = wrap_md5(secret, params)
        response = yield Request.post_form(
            GATEWAY, {**params, "sign": sign}.items(), secrets=(key, sign), purpose=purpose
        )
        said = answered(response, partial(_fault, hidden=(key, secret, sign)))
        answer = said.at(result)
        if not isinstance(answer, dict):
            raise SourceError(Fault.SCHEMA)
        return Row(answer)

    def _offer(self, row: Row, digest: str) -> Offer | None:
        offer_id, title = row.text("goods_sign"), row.text("goods_name")
        if not offer_id or not title:
            return None
        group, alone = row.minor("min_group_price", "CNY"), row.minor("min_normal_price", "CNY")
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=offer_id,
            title=title,
            price=group if group is not None else alone,
            price_kind="sale" if group is None else "group_buy",
            price_note=notes(
                say("Bought alone: {price}", price=higher) if (higher := dearer(alone, group)) else None,
                _coupon(row),
                say("Sold: {words}", words=sold) if (sold := row.text("sales_tip", 20)) else None,
            ),
            shipping=Money(0, "CNY") if _ships_free(row) else None,
            brand=row.text("brand_name") or None,
            category=row.text("opt_name") or None,
            image_url=row.address("goods_thumbnail_url"),
            seller=Seller(mall, row.text("mall_id") or None) if (mall := row.text("mall_name")) else None,
            commercial=paid_link(row, "promotion_rate", PER_MILLE),
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="CN",
            language="zh",
        )


FREE_SHIPPING = 1
"""The ``service_tags`` number for 全场包邮."""

AFTER_COUPON = 1
"""The ``range_id`` of the price after coupon, in fen."""


def _range(low: int | None, high: int | None) -> dict[str, str]:
    bounds = {name: bound for name, bound in (("range_from", low), ("range_to", high)) if bound is not None}
    return {"range_list": msgspec.json.encode([{"range_id": AFTER_COUPON, **bounds}]).decode()} if bounds else {}


def _ships_free(row: Row) -> bool:
    tags = row.at("service_tags")
    return isinstance(tags, list) and any(type(tag) is int and tag == FREE_SHIPPING for tag in tags)


def _coupon(row: Row) -> Sentence | None:
    """The coupon as it is offered. Sidelight works out no price from it."""
    amount, least = row.minor("coupon_discount", "CNY"), row.minor("coupon_min_order_amount", "CNY")
    if row.flag("has_coupon") is not True or not amount or not least or not amount.minor:
        return None
    return say("Coupon: {amount} off from {least}", amount=Amount(amount), least=Amount(least))


_FAULTS = {
    **dict.fromkeys((10019, 20004), Fault.AUTH),
    **dict.fromkeys((20005, 20031), Fault.PERMISSION),
    **dict.fromkeys((70031, 70032, 70033), Fault.THROTTLED),
}
_KINDS = {"521": Fault.THROTTLED, "1": Fault.BAD_REQUEST, "2": Fault.PERMISSION}
"""By how a code begins, the longest first."""


def _fault(row: Row, hidden: Collection[str]) -> SourceError | None:
    """What Pinduoduo says went wrong: 1xxxx parameters, 2xxxx the key and what it may do, 521xx and 7003x too often."""
    error = row.row("error_response")
    if not error.value:
        return None
    code, said = error.text("error_code"), error.text("sub_msg") or error.text("error_msg")
    if code.startswith("1") and "timestamp" in said:
        return clock_refused(said, hidden)
    if code.startswith("1") and "client_id" in said:
        return refusal(Fault.AUTH, said, hidden)
    kind = next((fault for start, fault in _KINDS.items() if len(code) == 5 and code.startswith(start)), Fault.UPSTREAM)
    return refusal(_FAULTS.get(error.count("error_code") or 0, kind), said, hidden)
