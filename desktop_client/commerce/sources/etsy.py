"""Etsy: the public search of its Open API v3, asked with the user's own key.

Protocol: ``GET /v3/application/listings/active`` (developers.etsy.com, reference of the Open API v3). An amount is a
whole number with its divisor.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal
from functools import partial

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.sending.request import Request, Response
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.shops import UNDISCLOSED, bounds, listed, priced, refused, written
from desktop_client.commerce.sources.shared.unions import answered, keywords, own_key

SEARCH = "https://openapi.etsy.com/v3/application/listings/active"
KEPT_FOR = timedelta(hours=6)
CURRENCY = "USD"
"""In which a price range is asked for. Listings come in the currency of their shop."""

NOTICE = (
    "The term 'Etsy' is a trademark of Etsy, Inc. This application uses the Etsy API but is not endorsed or certified "
    "by Etsy, Inc."
)
"""Etsy's terms want it shown, in these words."""

MANIFEST = Manifest(
    id="etsy",
    name={"en": "Etsy", "zh": "Etsy"},
    mode=Mode.API,
    what_it_is={
        "en": "Etsy's public search for active listings, asked with your own key (keystring and shared secret).",
        "zh": "Etsy 面向公众的在售商品搜索，用你自己的密钥（keystring 和 shared secret）查询。",
    },
    leaves_this_computer={
        "en": "To openapi.etsy.com: the search words, the price range if it is in US dollars, how many listings are "
        "wanted, and your key. No account, no device, no address.",
        "zh": "发往 openapi.etsy.com：搜索词、以美元表示的价格范围、想要的数量，以及你的密钥。不含账号、设备和地址。",
    },
    how_it_orders={
        "en": "Sidelight asks for the order by Etsy's own score and takes the first 100 at most; Etsy does not say "
        "what makes it up. Sidelight then orders by its open rule.",
        "zh": "Sidelight 要求按 Etsy 自己的评分（score）排序，最多取前 100 件；Etsy 没有说明评分由什么决定。之后由 "
        "Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "The link is the listing's plain page and pays nobody for leading there. Sidelight earns nothing.",
        "zh": "链接就是商品的普通页面，不因引流付给任何人。Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "6 hours, by Etsy's terms. Then they are greyed.",
        "zh": "按 Etsy 的条款为 6 小时，之后变灰。",
    },
    not_known={
        "en": "Whether Etsy's score prefers listings whose sellers pay for it: the answer has no mark for "
        "advertisements. Shipping and tax. In which currency Etsy reads the price range; US dollars are assumed. "
        "Pictures, shops and ratings would take a second request, which is not made. Etsy has refused keys to "
        "programs built on generative AI; whether it grants you one is its decision. Listings never reach the "
        "model. None of this was tried against the real service.",
        "zh": "Etsy 的评分是否偏向付费的卖家：返回内容里没有广告标记。运费和税费。Etsy 按哪种货币理解价格范围；这里假"
        "定为美元。图片、店铺和评价需要第二次请求，这里不发。Etsy 曾拒绝向基于生成式 AI 的程序发放密钥；是否给你密钥由"
        "它决定。商品信息不会交给模型。以上均未在真实服务上试过。",
    },
    hosts=("openapi.etsy.com",),
    credential_fields=(
        CredentialField("keystring", {"en": "Keystring", "zh": "Keystring（密钥）"}),
        CredentialField("shared_secret", {"en": "Shared secret", "zh": "Shared secret（共享密钥）"}),
    ),
    terms=Terms(cache_ttl_s=int(KEPT_FOR.total_seconds()), attribution=NOTICE, url="https://www.etsy.com/legal/api"),
    methods=("GET",),
    protocol="Etsy Open API v3",
    capabilities=Capabilities(price_range=True, page_max=100),
    rate_limit=(RateLimit(10, 1), RateLimit(10_000, 24 * 3600)),
    link_out="https://www.etsy.com/search?q={words}",
)


class EtsySource:
    """Asks Etsy."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Active listings that match the need's words.

        Raises:
            SourceError: there is no key, or Etsy doesn't answer as it documents.
        """
        keystring, secret = own_key(query.credentials, "keystring", "shared_secret")
        key = f"{keystring}:{secret}"
        low, high = bounds(query.need, CURRENCY)
        prices = [(name, written(bound)) for name, bound in (("min_price", low), ("max_price", high)) if bound]
        size = MANIFEST.capabilities.page_size(query.limit)
        params = [
            ("keywords", keywords(query.need)),
            *prices,
            ("sort_on", "score"),
            ("sort_order", "desc"),
            ("limit", str(size)),
            ("offset", "0"),
        ]
        response = yield Request.get(SEARCH, params, headers=[("x-api-key", key)], secrets=(key,))
        answer = answered(response, partial(_fault, response=response, hidden=(keystring, secret)))
        rows = listed(answer, "results", "count")
        return page_of(rows, self._offer, total=answer.count("count"), disclosures=(NOTICE,))

    def _offer(self, row: Row, digest: str) -> Offer | None:
        number, title = row.count("listing_id"), row.text("title")
        if not number or not title:
            return None
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=str(number),
            title=title,
            description=row.text("description"),
            price=_price(row),
            # Etsy's own address carries codes that tell where the visitor comes from.
            url_clean=f"https://www.etsy.com/listing/{number}",
            availability=_availability(row),
            commercial=UNDISCLOSED,
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
        )


def _price(row: Row) -> Money | None:
    amount, divisor = row.count("price.amount"), row.count("price.divisor")
    if amount is None or not divisor:
        return None
    whole = Row({"amount": str(Decimal(amount) / divisor), "currency": row.at("price.currency_code")})
    return priced(whole, "amount", "currency")


def _availability(row: Row) -> str:
    quantity = row.count("quantity")
    if row.text("state") != "active" or quantity is None:
        return "unknown"
    return "in_stock" if quantity else "out_of_stock"


def _fault(row: Row, response: Response, hidden: Collection[str]) -> SourceError | None:
    """What Etsy says went wrong: a sentence or an OAuth code in ``error``, and the status."""
    code = row.text("error")
    if not code:
        return None
    said = row.text("error_description") or code
    # A key without its secret is refused with the status of a missing permission.
    about_the_key = response.status == 403 and ("secret" in said.lower() or "api key" in said.lower())
    return refused(response, said, hidden, Fault.AUTH if about_the_key else None)
