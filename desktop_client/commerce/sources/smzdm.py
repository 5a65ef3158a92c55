"""SMZDM (什么值得买), a guide to deals at many shops: its open interface, asked with the user's own key.

There are two ways, and the kind of key decides between them. An app key with its secret signs for
``agent/search/list`` (openapi.zhidemai.com, sections "rookie" and "aiagent"). A single key in the header ``X-Api-Key``
is for the product search behind the gateway, of which only public clients are known. Prices are in yuan, written with
a sign or a unit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import partial
from urllib.parse import parse_qsl, urlsplit

from desktop_client.commerce.meaning.values import plain, price
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Note, Offer, Seller
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Request
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Query, Search
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.signing import wrap_md5
from desktop_client.commerce.sources.shared.unions import (
    KEPT_FOR,
    NOT_DISCLOSED,
    answered,
    clock_refused,
    dearer,
    is_on,
    keywords,
    notes,
    own_key,
    price_bounds,
    refusal,
    rows_in,
)
from desktop_client.wording import say

SIGNED = "https://openapi.smzdm.com/v1/agent/search/list"
KEYED = "https://gw-openapi.zhidemai.com/product/v1"
COMMAS = ",，"
"""A comma parts several searches, so there is none in the words of one."""
OURS = "sidelight"
"""What the gateway is told in place of a client's and a question's name: the same for everyone and every time."""

MANIFEST = Manifest(
    id="smzdm",
    name={"en": "SMZDM", "zh": "什么值得买"},
    mode=Mode.API,
    what_it_is={
        "en": "The product search of SMZDM, a guide to deals at many Chinese shops, asked with your own key. SMZDM "
        "gives out keys on application by e-mail: an app key with a secret, or one for the gateway (商品搜索Pro).",
        "zh": "什么值得买的商品检索，汇集多家商城的优惠，用你自己的密钥查询。密钥需通过电子邮件向什么值得买申请：App "
        "Key 加密钥，或者网关（商品搜索Pro）的 Key。",
    },
    leaves_this_computer={
        "en": "With an app key, to openapi.smzdm.com: the search words, the app key and the time, signed with your "
        "secret. With a gateway key, to gw-openapi.zhidemai.com: the search words, the price range if it is in yuan, "
        "and the key. The same name, “sidelight”, is given for everyone who asks.",
        "zh": "使用 App Key 时，发往 openapi.smzdm.com：搜索词、App Key 和时间，并用你的密钥签名。使用网关 Key 时，发"
        "往 gw-openapi.zhidemai.com：搜索词、以人民币表示的价格范围和 Key。所有人都用同一个来源名“sidelight”。",
    },
    how_it_orders={
        "en": "In SMZDM's own order, which it does not explain. With an app key it cannot be asked for another, nor "
        "for a price range, and it fills up with recommendations of its own, which are marked. Sidelight then orders "
        "by its open rule.",
        "zh": "按什么值得买自己的顺序，它没有说明依据。使用 App Key 时不能指定排序和价格范围，并且会用它自己的推荐补"
        "足，这些会标明。之后由 Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "SMZDM lives on commissions from shops. It discloses neither which links pay nor how much; only links "
        "that lead through its own addresses are sure to be its. Sidelight earns nothing.",
        "zh": "什么值得买以商城的佣金为收入来源。它既不披露哪些链接有佣金，也不披露多少；只有经过它自己网址的链接可以"
        "确定属于它。Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "10 minutes. No rule was found; deals may end at any minute.",
        "zh": "10 分钟。没有找到相关规定；优惠随时可能结束。",
    },
    not_known={
        "en": "Which conditions a price has, and when it was seen. Whether a link that looks plain pays somebody. "
        "What most error codes mean. How the gateway treats the words: its protocol is known from public clients "
        "only. None of this was tried against the real service.",
        "zh": "价格有哪些条件、何时看到的。看似普通的链接是否会付给某人。多数错误码的含义。网关如何处理搜索词：它的协"
        "议只见于公开的客户端。以上均未在真实服务上试过。",
    },
    hosts=("openapi.smzdm.com", "gw-openapi.zhidemai.com"),
    credential_fields=(
        CredentialField("app_key", {"en": "App key", "zh": "App Key"}, optional=True),
        CredentialField("app_secret", {"en": "App secret", "zh": "App Secret"}, optional=True),
        CredentialField(
            "x_api_key", {"en": "Or a gateway key (X-Api-Key)", "zh": "或网关 Key（X-Api-Key）"}, optional=True
        ),
    ),
    methods=("POST",),
    protocol="SMZDM open platform",
    regions=("CN",),
    currencies=("CNY",),
    # At the gateway, where more than ten rows were not seen asked for; the signed search takes words only.
    capabilities=Capabilities(price_range=True, page_max=10),
    link_out="https://search.smzdm.com/?c=home&s={words}&v=b",
)


class SmzdmSource:
    """Asks SMZDM."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Products that match the need's words, and what SMZDM recommends beside them.

        Raises:
            SourceError: there is no key, or SMZDM doesn't answer as it documents.
        """
        keyed = query.credentials.get("x_api_key", "").strip() and not query.credentials.get("app_secret", "").strip()
        return (yield from self._by_key(query) if keyed else self._signed(query))

    def _signed(self, query: Query) -> Search:
        key, secret = own_key(query.credentials, "app_key", "app_secret")
        params = {
            "app_key": key,
            "timestamp": str(int(self._clock().timestamp())),
            "keyword": keywords(query.need, without=COMMAS),
        }
        sign = wrap_md5(secret, params, drop_empty=True)
        response = yield Request.post_json(SIGNED, {**params, "sign": sign}, secrets=(key, sign))
        rows = _hits(answered(response, partial(_fault, hidden=(key, secret, sign))))
        return page_of(rows, self._offer, disclosures=_disclosures(rows, query.need))

    def _by_key(self, query: Query) -> Search:
        (key,) = own_key(query.credentials, "x_api_key")
        low, high = price_bounds(query.need)
        wanted = {
            "request_from": OURS,
            "question_id": OURS,
            "product_query": keywords(query.need),
            "query_process": 1,
            "size": MANIFEST.capabilities.page_size(query.limit),
            "mall_id": "",
            "brand_name": "",
            "category_name": "",
            "min_price": low,
            "max_price": high,
            "sort": "",
            "fields": "",
        }
        response = yield Request.post_json(KEYED, wanted, headers=[("X-Api-Key", key)], secrets=[key])
        answer = answered(response, partial(_fault, hidden=(key,)))
        return page_of(rows_in(answer, "data.rows"), self._offer)

    def _offer(self, row: Row, digest: str) -> Offer | None:
        title, address = row.text("title"), row.address("url")
        if not title:
            return None
        cost, on_page = _cost(row, "price_1", "price"), _cost(row, "page_price")
        promotions = _promotions(row)
        led = address is not None and is_on(address, "smzdm.com", "zhidemai.com")
        clean = address is not None and not led and _is_plain(address)
        recommended = row.count("es_recall_cnt") == 0
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=hashlib.sha256((address or title).encode()).hexdigest()[:16],
            title=title,
            price=cost,
            price_kind="after_coupon_estimate" if promotions or dearer(on_page, cost) else "sale",
            price_note=notes(
                say("Recommended by SMZDM, not found by your words") if recommended else None, *promotions
            ),
            list_price=on_page,
            brand=row.text("brand_name") or None,
            category=next(filter(None, (row.text(f"cate{level}_name") for level in (3, 2, 1))), None),
            url_clean=address if clean else None,
            url_tracked=None if clean else address,
            image_url=row.address("focus_pic_url") or row.address("main_picture"),
            seller=Seller(mall) if (mall := row.text("mall_name")) else None,
            commercial=Commercial(
                affiliate_link=led, payee="source", sponsored=AdFlag.UNKNOWN, evidence="url" if led else NOT_DISCLOSED
            ),
            is_recommendation=recommended,
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="CN",
            language="zh",
        )


def _hits(answer: Row) -> tuple[Row, ...]:
    """The rows of an answer, which are listed once for each of the searches that commas part."""
    lists = answer.at("data")
    if lists is None or lists == {}:
        return ()
    if not isinstance(lists, list):
        raise SourceError(Fault.SCHEMA)
    return tuple(row for one in lists for row in rows_in(Row({"rows": one}), "rows"))


def _disclosures(rows: tuple[Row, ...], need: ShoppingNeed) -> tuple[str | Note, ...]:
    recommended = sum(row.count("es_recall_cnt") == 0 for row in rows)
    return notes(
        say("rows that it recommends and did not find by your words: {count}", count=recommended)
        if recommended
        else None,
        say("it can't be asked for a price range.") if need.price else None,
    )


def _cost(row: Row, *paths: str) -> Money | None:
    """The first amount that can be read: ``6998.0``, ``6998.0元`` or ``¥6998.0``."""
    for path in paths:
        found = row.major(path, "CNY") or price(row.text(path, 64), "CNY")[0]
        if found is not None:
            return found
    return None


def _promotions(row: Row) -> tuple[str, ...]:
    """What has to be done for the price, in SMZDM's own words."""
    listed = row.at("prom_info")
    found = [plain(words, 80) for words in listed if isinstance(words, str)] if isinstance(listed, list) else []
    return tuple(filter(None, [*found[:3], row.text("promotional_info", 80)]))


_PRODUCT = frozenset({"id", "goods_id", "item_id", "product_id", "sku", "skuid"})


def _is_plain(address: str) -> bool:
    """Whether an address holds nothing that could pay anybody: no parameter but a product's number."""
    try:
        query = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    except ValueError:
        return False
    return all(name.lower() in _PRODUCT and value.isalnum() for name, value in query)


_BY_WORDS = (
    (Fault.THROTTLED, ("limit", "frequen", "频繁", "限流")),
    (Fault.PERMISSION, ("permission", "权限")),
    (Fault.AUTH, ("sign", "签名", "key", "auth")),
)
"""A table of its error codes was not found, so the words have to tell."""


def _fault(row: Row, hidden: Collection[str]) -> SourceError | None:
    """What SMZDM says went wrong: any ``error_code`` but 0."""
    code = row.count("error_code")
    if code == 0:
        return None
    if code is None:
        return SourceError(Fault.SCHEMA)
    said = row.text("error_msg")
    if "timestamp" in said.lower():
        return clock_refused(said, hidden)
    fault = next((fault for fault, parts in _BY_WORDS if any(part in said.lower() for part in parts)), Fault.UPSTREAM)
    return refusal(fault, said, hidden)
