"""Best Buy: the Products API, asked with the user's own key.

Protocol: ``GET /v1/products(…)`` (bestbuyapis.github.io/api-documentation). The query is an expression in the path;
prices are in US dollars.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from urllib.parse import quote

from desktop_client.commerce.meaning.values import gtin14
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer, Seller
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.sending.request import Request, Response
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Query, Search
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.shops import UNDISCLOSED, bounds, listed, rated, refused, written
from desktop_client.commerce.sources.shared.unions import (
    KEPT_FOR,
    answered,
    is_on,
    keywords,
    own_key,
    refusal,
)
from desktop_client.wording import say

SEARCH = "https://api.bestbuy.com/v1/products"
CURRENCY = "USD"
FIELDS = (
    "sku,name,salePrice,regularPrice,image,url,customerReviewAverage,customerReviewCount,onlineAvailability,"
    "shippingCost,marketplace,manufacturer,modelNumber,upc"
)
"""Not among them: ``linkShareAffiliateUrl``, the link that pays."""

MANIFEST = Manifest(
    id="bestbuy",
    name={"en": "Best Buy", "zh": "百思买"},
    mode=Mode.API,
    what_it_is={
        "en": "The product search of Best Buy's developer API (United States), asked with your own key.",
        "zh": "百思买开发者 API 的商品搜索（美国），用你自己的密钥查询。",
    },
    leaves_this_computer={
        "en": "To api.bestbuy.com: the search words, the price range if it is in US dollars, how many products are "
        "wanted, and your key, which stands in the address. No account, no partner id, no address of yours.",
        "zh": "发往 api.bestbuy.com：搜索词、以美元表示的价格范围、想要的数量，以及你的密钥（写在网址里）。不含账号、"
        "合作伙伴编号和你的地址。",
    },
    how_it_orders={
        "en": "In Best Buy's default order, of which the first 100 at most are taken; it does not say what makes it "
        "up. Sidelight then orders by its open rule.",
        "zh": "按百思买的默认顺序，最多取前 100 件；它没有说明顺序由什么决定。之后由 Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "The link that pays a partner is not asked for; the plain one pays nobody. Sidelight earns nothing.",
        "zh": "不索取付给合作伙伴的链接；普通链接不付给任何人。Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "10 minutes. No rule was found.",
        "zh": "10 分钟。没有找到相关规定。",
    },
    not_known={
        "en": "Whether paid placements have a part in the default order: the answer has no mark for them. Tax. Whether "
        "a refusal means a wrong key or too many requests: Best Buy says the same for both. Whether the plain "
        "address, where it is made from the product's number, always leads there. None of this was tried against the "
        "real service.",
        "zh": "付费位置是否影响默认顺序：返回内容里没有标记。税费。被拒绝是因为密钥有误还是请求过多：百思买对两者的说法"
        "相同。由商品编号拼出的普通网址是否总能打开。以上均未在真实服务上试过。",
    },
    hosts=("api.bestbuy.com",),
    credential_fields=(CredentialField("api_key", {"en": "API key", "zh": "API 密钥"}),),
    methods=("GET",),
    protocol="Best Buy Products API v1",
    regions=("US",),
    currencies=(CURRENCY,),
    capabilities=Capabilities(price_range=True, page_max=100),
    rate_limit=(RateLimit(5, 1), RateLimit(50_000, 24 * 3600)),
    link_out="https://www.bestbuy.com/site/searchpage.jsp?st={words}",
)

_NOT_A_WORD = re.compile(r"[^\w.-]+|_")
"""What has a meaning in the expression, and all other signs."""


class BestBuySource:
    """Asks Best Buy."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Products that match all of the need's words.

        Raises:
            SourceError: there is no key, or Best Buy doesn't answer as it documents.
        """
        (key,) = own_key(query.credentials, "api_key")
        params = [
            ("apiKey", key),
            ("format", "json"),
            ("show", FIELDS),
            ("page", "1"),
            ("pageSize", str(MANIFEST.capabilities.page_size(query.limit))),
        ]
        response = yield Request.get(f"{SEARCH}({_expression(query.need)})", params, secrets=(key,))
        answer = answered(response, partial(_fault, response=response, hidden=(key,)))
        return page_of(listed(answer, "products", "total"), self._offer, total=answer.count("total"))

    def _offer(self, row: Row, digest: str) -> Offer | None:
        sku, title = row.count("sku"), row.text("name")
        if not sku or not title:
            return None
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=str(sku),
            title=title,
            price=row.major("salePrice", CURRENCY),
            list_price=row.major("regularPrice", CURRENCY),
            shipping=row.major("shippingCost", CURRENCY),
            brand=row.text("manufacturer") or None,
            model=row.text("modelNumber") or None,
            url_clean=_plain_address(row, sku),
            image_url=row.address("image"),
            seller=Seller("Best Buy", self_operated=True) if row.flag("marketplace") is False else None,
            rating=rated(row, "customerReviewAverage", "customerReviewCount"),
            availability=_AVAILABILITY[row.flag("onlineAvailability")],
            gtin14=gtin14(row.text("upc")),
            commercial=UNDISCLOSED,
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="US",
        )


_AVAILABILITY = {True: "in_stock", False: "out_of_stock", None: "unknown"}


def _expression(need: ShoppingNeed) -> str:
    """The words and the price range as the path wants them: ``(search=a&search=b)&salePrice>=5``, encoded."""
    words = _NOT_A_WORD.sub(" ", keywords(need)).split()
    if not words:
        raise SourceError(Fault.BAD_REQUEST, say("There are no words to search for."), say("Enter what you look for."))
    low, high = bounds(need, CURRENCY)
    prices = [f"salePrice{sign}{written(bound)}" for sign, bound in (("%3E=", low), ("%3C=", high)) if bound]
    return "&".join(["(" + "&".join(f"search={quote(word, safe='')}" for word in words) + ")", *prices])


def _plain_address(row: Row, sku: int) -> str:
    """The product's page. The address in the answer may lead over the API's own host, which counts clicks."""
    address = row.address("url")
    if address is not None and is_on(address, "www.bestbuy.com"):
        return address
    return f"https://www.bestbuy.com/site/{sku}.p"


def _fault(row: Row, response: Response, hidden: Collection[str]) -> SourceError | None:
    """What Best Buy says went wrong, in the form that was seen or in the one that is documented."""
    said = row.text("errorMessage") or row.text("error.message") or row.text("message")
    failed = row.text("errorCode") or row.at("error")
    if not failed:
        return None
    if response.status == 403 or row.text("errorCode") == "403":
        return refusal(
            Fault.AUTH,
            said,
            hidden,
            cause=say("Best Buy did not accept the key, or has had too many requests with it: it says the same."),
            step=say("Check the key on the page of sources; if it is right, try again later."),
        )
    return refused(response, said, hidden)
