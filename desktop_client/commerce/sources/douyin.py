"""Douyin Mall: the goods search of its affiliate union (精选联盟), asked with the user's own key and token.

Protocol: ``buyin.kolMaterialsProductsSearch`` (op.jinritemai.com, api-docs 61/1725; the signature is in guide 148/814,
the platform's own error codes in guide 212/1427). The numbers of the answer are texts; prices are in fen, the
commission in percent.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from urllib.parse import quote, urlencode

import msgspec

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer, Seller
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Request
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Query, Search
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.signing import wrap_hmac_sha256
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
)
from desktop_client.wording import say

METHOD = "buyin.kolMaterialsProductsSearch"
GATEWAY = "https://openapi-fxg.jinritemai.com/buyin/kolMaterialsProductsSearch"
FEN = 100
"""Fen in a yuan."""
UNSURE = "&<>"
"""Sources disagree on how these are written in what is signed, so that they are left out of the search words."""

MANIFEST = Manifest(
    id="douyin",
    name={"en": "Douyin Mall", "zh": "抖音商城"},
    mode=Mode.API,
    what_it_is={
        "en": "The goods search of Douyin's affiliate union (精选联盟), asked with your own key and a token. It lists "
        "only goods whose sellers pay a commission on every sale. The key needs the permission for "
        "buyin.kolMaterialsProductsSearch, and the token the consent of a creator's or a shop's account; most people "
        "have neither.",
        "zh": "抖音精选联盟的商品搜索，用你自己的密钥和令牌查询。里面只有卖家愿意为每笔成交支付佣金的商品。密钥需要 "
        "buyin.kolMaterialsProductsSearch 的权限，令牌需要达人或店铺账号的授权；多数人两样都没有。",
    },
    leaves_this_computer={
        "en": "To openapi-fxg.jinritemai.com: the search words without “&”, “<” and “>”, the price range if it is in "
        "yuan, your app key, your token and the time, signed with your secret. The token tells Douyin whose account "
        "asks.",
        "zh": "发往 openapi-fxg.jinritemai.com：去掉“&”“<”“>”的搜索词、以人民币表示的价格范围、你的 app_key、令牌和时"
        "间，并用你的密钥签名。令牌会让抖音知道是哪个账号在查询。",
    },
    how_it_orders={
        "en": "In Douyin's default order (search_type 0), of which the first 20 at most are taken; what makes it up "
        "is not published. Orders by commission are never asked for. Sidelight then orders by its open rule.",
        "zh": "按抖音的默认排序（search_type 0），最多取前 20 件；默认排序由什么决定没有公开。从不要求按佣金排序。之"
        "后由 Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "The owner of the account behind the token, which is to say you, for what is bought through a tracked "
        "link, at the rate on the card. The plain link pays nobody. Sidelight earns nothing.",
        "zh": "通过跟踪链接成交时，佣金归令牌所属账号，也就是你；比例写在卡片上。普通链接不付给任何人。Sidelight 不获"
        "得任何收入。",
    },
    prices_may_be_kept={
        "en": "10 minutes. No rule was found in the union's terms; promotions may end at any minute.",
        "zh": "10 分钟。没有在联盟条款中找到相关规定；优惠随时可能结束。",
    },
    not_known={
        "en": "Whether commission or the account has a part in the default order. Whether a product's page opens "
        "outside Douyin's app. Shipping, unless it is said to be free. When a token runs out: Sidelight doesn't "
        "renew it. Whether the union's terms let goods be shown without promoting them. None of this was tried "
        "against the real service.",
        "zh": "默认排序是否考虑佣金或账号。商品页能否在抖音应用之外打开。未写明包邮时的运费。令牌何时过期：Sidelight "
        "不会续期。联盟条款是否允许不作推广地展示商品。以上均未在真实服务上试过。",
    },
    hosts=("openapi-fxg.jinritemai.com",),
    credential_fields=(
        CredentialField("app_key", {"en": "App key", "zh": "app_key"}),
        CredentialField("app_secret", {"en": "App secret", "zh": "app_secret"}),
        CredentialField("access_token", {"en": "Access token", "zh": "access_token"}),
    ),
    affiliate_only=True,
    methods=("POST",),
    protocol="Douyin e-commerce open platform, Buyin",
    regions=("CN",),
    currencies=("CNY",),
    capabilities=Capabilities(price_range=True, page_max=20),
    link_out="https://www.douyin.com/search/{words}",
)


class DouyinSource:
    """Asks Douyin's union."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Offers of the union that match the need's words.

        Raises:
            SourceError: there is no key, or Douyin doesn't answer as it documents.
        """
        key, secret, token = own_key(query.credentials, "app_key", "app_secret", "access_token")
        low, high = price_bounds(query.need, FEN)
        wanted = {
            "title": keywords(query.need, without=UNSURE),
            "price_min": low,
            "price_max": high,
            "search_type": 0,
            "sort_type": 1,
            "page": 1,
            "page_size": MANIFEST.capabilities.page_size(query.limit),
        }
        # Signed and sent as the very same text: sorted by name, compact.
        body = msgspec.json.encode({name: wanted[name] for name in sorted(wanted) if wanted[name] is not None})
        params = {"app_key": key, "method": METHOD, "timestamp": china_time(self._clock()), "v": "2"}
        sign = wrap_hmac_sha256(secret, {**params, "param_json": body.decode()})
        address = {**params, "sign_method": "hmac-sha256", "access_token": token, "sign": sign}
        response = yield Request(
            "POST",
            f"{GATEWAY}?{urlencode(address, quote_via=quote)}",
            (("Content-Type", "application/json"),),
            body,
            (key, token, sign),
        )
        answer = answered(response, partial(_fault, hidden=(key, secret, token, sign)))
        return page_of(rows_in(answer, "data.products"), self._offer, total=answer.count("data.total"))

    def _offer(self, row: Row, digest: str) -> Offer | None:
        offer_id, title = row.text("product_id"), row.text("title")
        if not offer_id or not title:
            return None
        price, coupon = row.minor("price", "CNY"), row.minor("coupon_price", "CNY")
        conditional = coupon is not None and coupon != price
        now = self._clock()
        clean, tracked = _page_of(offer_id), row.address("detail_url")
        return Offer(
            source_id=MANIFEST.id,
            offer_id=offer_id,
            title=title,
            price=coupon if coupon is not None else price,
            price_kind="after_coupon_estimate" if conditional else "sale",
            price_note=notes(
                say("Without a coupon: {price}", price=higher) if (higher := dearer(price, coupon)) else None,
                say("Sold so far: {count}", count=sold) if (sold := row.count("sales")) is not None else None,
            ),
            shipping=Money(0, "CNY") if row.flag("post_free") else None,
            url_clean=clean,
            url_tracked=tracked if tracked != clean else None,
            image_url=row.address("cover"),
            seller=Seller(shop, row.text("shop_id") or None) if (shop := row.text("shop_name")) else None,
            availability=_STOCK.get(row.flag("in_stock"), "unknown"),
            commercial=paid_link(row, "kol_cos_ratio", PERCENT, row.minor("kol_cos_fee", "CNY")),
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="CN",
            language="zh",
        )


_STOCK = {True: "in_stock", False: "out_of_stock", None: "unknown"}


def _page_of(product_id: str) -> str | None:
    is_number = product_id.isascii() and product_id.isdigit()
    return f"https://haohuo.jinritemai.com/views/product/item2?id={product_id}" if is_number else None


_DONE = frozenset({10000, 0})
_FAULTS = {
    2: Fault.PERMISSION,
    9: Fault.THROTTLED,
    11: Fault.AUTH,
    30001: Fault.AUTH,
    30002: Fault.AUTH,
    40001: Fault.BAD_REQUEST,
    40002: Fault.BAD_REQUEST,
    40003: Fault.BAD_REQUEST,
    40004: Fault.BAD_REQUEST,
    60000: Fault.THROTTLED,
}
"""By code, where no sub-code says it better. For 30001 and 30002 this interface's page speaks of tokens, the platform's
own table of permissions and addresses; the sub-codes tell which it is."""
_BY_SUB_CODE = (
    (Fault.PERMISSION, ("permissions-insufficient", "app-forbidden", "authorization-closed", "invalid_ip")),
    (Fault.AUTH, ("signature", "access-token", "app-id", "authorization")),
)
_EXPIRED = ("access-token-expired", "authorization-no-existed")


def _fault(row: Row, hidden: Collection[str]) -> SourceError | None:
    """What Douyin says went wrong: a code, and often a sub-code (``isv.access-token-expired``), which is more exact."""
    code = row.count("code")
    if code in _DONE:
        return None
    if code is None:
        return SourceError(Fault.SCHEMA)
    sub_code, said = row.text("sub_code"), row.text("sub_msg") or row.text("msg")
    if "timestamp" in sub_code:
        return clock_refused(said, hidden)
    if (code == 30002 and not sub_code) or any(end in sub_code for end in _EXPIRED):
        return refusal(
            Fault.AUTH,
            said,
            hidden,
            cause=say("The token has run out."),
            step=say("Enter a new one on the page of sources."),
        )
    exact = next((fault for fault, parts in _BY_SUB_CODE if any(part in sub_code for part in parts)), None)
    return refusal(exact or _FAULTS.get(code, Fault.UPSTREAM), said, hidden)
