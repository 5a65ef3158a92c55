"""JD: the goods search of its affiliate union (京东联盟), asked with the user's own key.

Protocol: ``jd.union.open.goods.query`` and ``jd.union.open.promotion.common.get`` behind the gateway ``routerjson``
(open.jd.com, listId 2643, has the signature; union.jd.com the methods). Prices are in yuan, the commission in percent.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from functools import partial
from typing import Any

import msgspec

from desktop_client.commerce.meaning.values import web_address
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
    PERCENT,
    answer_inside,
    answered,
    china_time,
    clock_refused,
    dearer,
    is_on,
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

GATEWAY = "https://api.jd.com/routerjson"

MANIFEST = Manifest(
    id="jd",
    name={"en": "JD", "zh": "京东"},
    mode=Mode.API,
    what_it_is={
        "en": "The goods search of JD's affiliate union, asked with your own key. It lists only goods whose sellers "
        "pay a commission on every sale. JD grants the search by keyword (jd.union.open.goods.query) on application.",
        "zh": "京东联盟的商品搜索，用你自己的密钥查询。里面只有卖家愿意为每笔成交支付佣金的商品。关键词搜索接口（"
        "jd.union.open.goods.query）需要向京东申请权限。",
    },
    leaves_this_computer={
        "en": "To api.jd.com: the search words, the price range if it is in yuan, your app key and the time, signed "
        "with your secret. No account and no user id. If you ask for the link that pays: the product's address and "
        "your site id.",
        "zh": "发往 api.jd.com：搜索词、以人民币表示的价格范围、你的 App Key 和时间，并用你的密钥签名。不含账号和用户"
        "标识。当你要求生成返佣链接时：商品地址和你的网站 ID。",
    },
    how_it_orders={
        "en": "In JD's own default order, of which the first 30 at most are taken; JD does not say what makes it up. "
        "Orders by commission are never asked for. Sidelight then orders by its open rule.",
        "zh": "按京东自己的默认顺序，最多取前 30 件；京东没有说明这个顺序由什么决定。从不要求按佣金排序。之后由 "
        "Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "You, the owner of the key, if you ask for the link that pays and something is bought through it, at "
        "the rate on the card. The plain link pays nobody. Sidelight earns nothing.",
        "zh": "如果你要求生成返佣链接并通过它成交，佣金归密钥的所有者，也就是你；比例写在卡片上。普通链接不付给任何人。"
        "Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "10 minutes. No rule was found in the union's terms; promotions may end at any minute.",
        "zh": "10 分钟。没有在联盟条款中找到相关规定；优惠随时可能结束。",
    },
    not_known={
        "en": "Whether commission has a part in JD's default order. Whether a price after coupon holds for you. "
        "Shipping. How long this gateway, which JD calls a historic one, will stay. Whether the union's terms let "
        "goods be shown without promoting them. The codes for keys and tokens are known from memory only. None of "
        "this was tried against the real service.",
        "zh": "京东的默认顺序是否考虑佣金。券后价对你是否成立。运费。这个被京东称为“历史接口”的网关还会保留多久。联盟"
        "条款是否允许不作推广地展示商品。密钥和令牌类错误码只凭记忆。以上均未在真实服务上试过。",
    },
    hosts=("api.jd.com",),
    credential_fields=(
        CredentialField("app_key", {"en": "App key", "zh": "App Key"}),
        CredentialField("app_secret", {"en": "App secret", "zh": "App Secret"}),
        CredentialField(
            "site_id",
            {"en": "Site id, for links that pay", "zh": "网站 ID（用于生成返佣链接）"},
            secret=False,
            optional=True,
        ),
    ),
    affiliate_only=True,
    methods=("POST",),
    protocol="JD Union, routerjson",
    regions=("CN",),
    currencies=("CNY",),
    capabilities=Capabilities(price_range=True, page_max=30),
    link_out="https://search.jd.com/Search?keyword={words}&enc=utf-8",
)


class JdSource:
    """Asks JD's union."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Offers of the union that match the need's words.

        Raises:
            SourceError: there is no key, or JD doesn't answer as it documents.
        """
        low, high = price_bounds(query.need)
        wanted: dict[str, Any] = {"keyword": keywords(query.need)}
        wanted |= {name: bound for name, bound in (("pricefrom", low), ("priceto", high)) if bound is not None}
        wanted |= {"pageIndex": 1, "pageSize": MANIFEST.capabilities.page_size(query.limit)}
        answer = yield from self._asked(
            "jd.union.open.goods.query", {"goodsReqDTO": wanted}, "queryResult", query.credentials
        )
        return page_of(rows_in(answer, "data"), self._offer, total=answer.count("totalCount"))

    def resolve_link(self, offer: Offer, credentials: Mapping[str, str]) -> Generator[Request, Response, str]:
        """The link to an offer that pays the owner of the key.

        Raises:
            SourceError: the key has no site id, or JD makes no link.
        """
        site = credentials.get("site_id", "").strip()
        if not site:
            raise SourceError(
                Fault.AUTH,
                say("Without a site id JD makes no link that pays."),
                say("Open the plain link, or enter the site id with the key."),
            )
        wanted = {"materialId": offer.url_clean or _union_page(offer.offer_id), "siteId": site}
        answer = yield from self._asked(
            "jd.union.open.promotion.common.get",
            {"promotionCodeReq": wanted},
            "getResult",
            credentials,
            Purpose.LINK,
        )
        return landing_on(answer.address("data.clickURL"), "jd.com")

    def _asked(
        self,
        method: str,
        wanted: Mapping[str, Any],
        result: str,
        credentials: Mapping[str, str],
        purpose: Purpose = Purpose.SEARCH,
    ) -> Generator[Request, Response, Row]:
        """One call. JD's answer stands as text in the field ``result`` of the gateway's."""
        key, secret = own_key(credentials, "app_key", "app_secret")
        params = {
            "method": method,
            "v": "1.0",
            "app_key": key,
            "timestamp": china_time(self._clock()),
            "360buy_param_json": msgspec.json.encode(wanted).decode(),
        }
        sign = wrap_md5(secret, params)
        response = yield Request.post_form(
            GATEWAY, {**params, "sign": sign}.items(), secrets=(key, sign), purpose=purpose
        )
        hidden = (key, secret, sign)
        said = answered(response, partial(_gateway_fault, hidden=hidden))
        # "responce" is how JD spells it.
        outer = said.row(method.replace(".", "_") + "_responce")
        if outer.text("code") not in ("0", ""):
            raise _by_code(outer, hidden)
        answer = answer_inside(response, outer.at(result))
        fault = _fault(answer, hidden)
        if fault is not None:
            raise fault
        return answer

    def _offer(self, row: Row, digest: str) -> Offer | None:
        offer_id, title = row.text("itemId") or row.text("skuId"), row.text("skuName")
        if not offer_id or not title:
            return None
        usual, lowest = row.major("priceInfo.price", "CNY"), row.major("priceInfo.lowestPrice", "CNY")
        coupon = row.major("priceInfo.lowestCouponPrice", "CNY")
        without = lowest if lowest is not None else usual
        kind = "group_buy" if row.count("priceInfo.lowestPriceType") == GROUP_PRICE else "sale"
        if coupon is not None and coupon != without:
            kind = "after_coupon_estimate"
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=offer_id,
            title=title,
            price=coupon if coupon is not None else without,
            price_kind=kind,
            price_note=notes(
                say("Without a coupon: {price}", price=higher) if (higher := dearer(without, coupon)) else None,
                *_coupons(row),
                _reviews(row),
                _orders(row),
            ),
            list_price=usual,
            brand=row.text("brandName") or None,
            url_clean=_page_of(row),
            image_url=row.address("imageInfo.imageList.0.url"),
            seller=_seller(row),
            commercial=paid_link(
                row,
                "commissionInfo.commissionShare",
                PERCENT,
                row.major("commissionInfo.couponCommission", "CNY") or row.major("commissionInfo.commission", "CNY"),
            ),
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="CN",
            language="zh",
        )


GROUP_PRICE = 2
"""``lowestPriceType`` of a price for groups, from memory."""


def _union_page(item_id: str) -> str:
    return f"https://jingfen.jd.com/detail/{item_id}.html"


def _page_of(row: Row) -> str | None:
    """The product's own page where the row has its number, else its page at the union, which pays nobody by itself."""
    sku = row.count("skuId")
    if sku:
        return f"https://item.jd.com/{sku}.html"
    stated = row.text("materialUrl")
    address = web_address(stated if "://" in stated else f"https://{stated}")
    return address if address is not None and is_on(address, "jd.com") else None


def _seller(row: Row) -> Seller | None:
    name, owner = row.text("shopInfo.shopName"), row.text("owner")
    if not name:
        return None
    return Seller(name, row.text("shopInfo.shopId") or None, {"g": True, "p": False}.get(owner))


def _coupons(row: Row) -> tuple[Sentence, ...]:
    """The coupon that the price after coupon takes for granted."""
    best = [coupon for coupon in row.rows("couponInfo.couponList") if coupon.count("isBest") == 1]
    return tuple(
        say("Coupon: {amount} off from {least}", amount=Amount(amount), least=Amount(least))
        for coupon in best[:1]
        if (amount := coupon.major("discount", "CNY")) and (least := coupon.major("quota", "CNY"))
    )


def _reviews(row: Row) -> Sentence | None:
    """How many reviews there are and how many of them praise: a share, which is no rating."""
    count, share = row.count("comments"), row.number("goodCommentsShare")
    if count is None or share is None or not 0 <= share <= 100:
        return None
    return say("{count} reviews, {percent} % of them positive", count=count, percent=f"{share.normalize():f}")


def _orders(row: Row) -> Sentence | None:
    count = row.count("inOrderCount30Days")
    return None if count is None else say("Ordered through the union in the last 30 days: {count}", count=count)


_GATEWAY_FAULTS = {
    **dict.fromkeys((11, 12, 18, 19, 20, 21), Fault.AUTH),
    **dict.fromkeys((4, 5, 7, 14, 15), Fault.BAD_REQUEST),
    2: Fault.THROTTLED,
}
"""JD's table of gateway errors; 18 to 21 (token and app key) from memory."""
_CLOCK = 8
_DONE = 200


def _gateway_fault(row: Row, hidden: Collection[str]) -> SourceError | None:
    error = row.row("error_response")
    return _by_code(error, hidden) if error.value else None


def _by_code(error: Row, hidden: Collection[str]) -> SourceError:
    code, said = error.count("code") or 0, error.text("zh_desc") or error.text("en_desc")
    if code == _CLOCK:
        return clock_refused(said, hidden)
    return refusal(_GATEWAY_FAULTS.get(code, Fault.UPSTREAM), said, hidden)


_FAULTS = {401: Fault.AUTH, 403: Fault.PERMISSION, 429: Fault.THROTTLED}


def _fault(answer: Row, hidden: Collection[str]) -> SourceError | None:
    """What the union itself says: its codes follow HTTP's. 411 is a scene that the key isn't made for."""
    code = answer.count("code")
    if code == _DONE:
        return None
    if code is None:
        return SourceError(Fault.SCHEMA)
    otherwise = Fault.BAD_REQUEST if 400 <= code < 500 else Fault.UPSTREAM
    return refusal(_FAULTS.get(code, otherwise), answer.text("message"), hidden)
