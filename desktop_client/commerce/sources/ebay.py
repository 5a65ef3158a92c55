"""eBay: the Browse API's search, asked with the user's own key, in a list of its own.

Protocol: ``GET /buy/browse/v1/item_summary/search`` (developer.ebay.com, Browse API) with an application token of the
client credentials grant. Amounts are decimal text with their currency.
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from datetime import timedelta
from functools import partial

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Seller
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose, Request, Response
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.shops import bounds, listed, priced, refused, written
from desktop_client.commerce.sources.shared.tokens import Tokens
from desktop_client.commerce.sources.shared.unions import NOT_DISCLOSED, answered, is_on, keywords, own_key

SEARCH = "https://api.ebay.com/buy/browse/v1/item_summary/search"
TOKEN = "https://api.ebay.com/identity/v1/oauth2/token"  # noqa: S105 - where one is fetched
SCOPE = "https://api.ebay.com/oauth/api_scope"
MARKETPLACE, CURRENCY = "EBAY_US", "USD"
KEPT_FOR = timedelta(hours=6)

MANIFEST = Manifest(
    id="ebay",
    name={"en": "eBay", "zh": "eBay"},
    mode=Mode.API,
    what_it_is={
        "en": "The search of eBay's Browse API on ebay.com (United States), asked with your own key. Its terms forbid "
        "mixing, so it stands in a list of its own.",
        "zh": "eBay 的 Browse API 搜索（ebay.com，美国站），用你自己的密钥查询。它的条款禁止混排，因此单独成列。",
    },
    leaves_this_computer={
        "en": "To api.ebay.com: first your key, for a token that lasts two hours and is kept in memory; then the "
        "search words, the price range if it is in US dollars, how many items are wanted, and the token. No account, "
        "no affiliate campaign, no address.",
        "zh": "发往 api.ebay.com：先用你的密钥换取令牌（有效两小时，只存在内存中）；然后是搜索词、以美元表示的价格范"
        "围、想要的数量和令牌。不含账号、推广活动编号和地址。",
    },
    how_it_orders={
        "en": "Sidelight asks for the order by price and shipping, lowest first, in which eBay says that no promoted "
        "listing is placed; the first 200 at most are taken. Sidelight then orders by its open rule.",
        "zh": "Sidelight 要求按价格加运费从低到高排序；据 eBay 说明，这种排序里不插入推广商品；最多取前 200 件。之后由 "
        "Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "The link carries no affiliate campaign and pays nobody for leading there. eBay marks listings that "
        "sellers pay to promote, and so does the card. Sidelight earns nothing.",
        "zh": "链接不带推广活动编号，不因引流付给任何人。卖家付费推广的商品由 eBay 标明，卡片上也会标明。Sidelight 不获"
        "得任何收入。",
    },
    prices_may_be_kept={
        "en": "6 hours, by eBay's terms, and their age is shown. Then they are greyed.",
        "zh": "按 eBay 的条款为 6 小时，并显示已过多久；之后变灰。",
    },
    not_known={
        "en": "Which shipping holds at your address, and the tax: the shipping shown is the first fixed rate that eBay "
        "names. How well the cheapest items match: eBay's own order by match is not asked for, because promoted "
        "listings are placed in it. Some error codes are known from memory only. None of this was tried against the "
        "real service.",
        "zh": "寄到你的地址需要多少运费，以及税费：显示的是 eBay 给出的第一个固定运费。最便宜的商品有多匹配：eBay 自己"
        "的匹配排序里会插入推广商品，因此不使用。部分错误码只凭记忆。以上均未在真实服务上试过。",
    },
    hosts=("api.ebay.com",),
    credential_fields=(
        CredentialField("client_id", {"en": "App ID (client ID)", "zh": "App ID（Client ID）"}),
        CredentialField("client_secret", {"en": "Cert ID (client secret)", "zh": "Cert ID（Client Secret）"}),
    ),
    terms=Terms(
        cache_ttl_s=int(KEPT_FOR.total_seconds()),
        may_mix=False,
        url="https://developer.ebay.com/join/api-license-agreement",
    ),
    protocol="eBay Browse API v1",
    regions=("US",),
    currencies=(CURRENCY,),
    capabilities=Capabilities(price_range=True, page_max=200),
    link_out="https://www.ebay.com/sch/i.html?_nkw={words}",
)


class EbaySource:
    """Asks eBay. Keeps its token for the session."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock
        self._tokens = Tokens(context.clock)

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Items that match the need's words.

        Raises:
            SourceError: there is no key, or eBay doesn't answer as it documents.
        """
        key = own_key(query.credentials, "client_id", "client_secret")
        params = [
            ("q", keywords(query.need)),
            *_filter(query.need),
            ("sort", "price"),
            ("limit", str(MANIFEST.capabilities.page_size(query.limit))),
            ("offset", "0"),
        ]
        token = yield from self._tokens.fetched(key, _token_request(key))
        response = yield Request.get(
            SEARCH,
            params,
            headers=[("Authorization", f"Bearer {token}"), ("X-EBAY-C-MARKETPLACE-ID", MARKETPLACE)],
            secrets=(token,),
        )
        if response.status == 401:
            raise self._tokens.run_out(token)
        answer = answered(response, partial(_fault, response=response, hidden=(*key, token)))
        rows = listed(answer, "itemSummaries", "total")
        return page_of(rows, self._offer, total=answer.count("total"))

    def _offer(self, row: Row, digest: str) -> Offer | None:
        offer_id, title = row.text("itemId"), row.text("title")
        if not offer_id or not title:
            return None
        address, ways = row.address("itemWebUrl"), row.at("buyingOptions")
        condition = row.text("condition", 40)
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=offer_id,
            title=title,
            price=priced(row, "price.value", "price.currency"),
            # What is bid for has no price yet.
            price_kind="sale" if isinstance(ways, list) and "FIXED_PRICE" in ways else "unknown",
            list_price=priced(row, "marketingPrice.originalPrice.value", "marketingPrice.originalPrice.currency"),
            shipping=_shipping(row),
            attributes={"condition": condition} if condition else {},
            url_clean=address if address and is_on(address, "ebay.com") else None,
            image_url=row.address("image.imageUrl"),
            seller=Seller(name) if (name := row.text("seller.username")) else None,
            commercial=_commercial(row),
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="US",
        )


def _token_request(key: tuple[str, ...]) -> Request:
    basic = base64.b64encode(":".join(key).encode()).decode("ascii")
    return Request.post_form(
        TOKEN,
        [("grant_type", "client_credentials"), ("scope", SCOPE)],
        headers=[("Authorization", f"Basic {basic}")],
        secrets=(basic,),
        purpose=Purpose.TOKEN,
    )


def _filter(need: ShoppingNeed) -> list[tuple[str, str]]:
    low, high = (written(bound) if bound else "" for bound in bounds(need, CURRENCY))
    return [("filter", f"price:[{low}..{high}],priceCurrency:{CURRENCY}")] if low or high else []


def _shipping(row: Row) -> Money | None:
    """The first fixed rate; a rate that is worked out from the address is not known here."""
    fixed = (option for option in row.rows("shippingOptions") if option.text("shippingCostType") == "FIXED")
    first = next(fixed, None)
    return priced(first, "shippingCost.value", "shippingCost.currency") if first else None


def _commercial(row: Row) -> Commercial:
    """No affiliate campaign is sent, so the link pays nobody; ``priorityListing`` is eBay's mark for promotion."""
    promoted = row.flag("priorityListing")
    if promoted is None:
        return Commercial(affiliate_link=False, payee="none", sponsored=AdFlag.UNKNOWN, evidence=NOT_DISCLOSED)
    flag = AdFlag.YES if promoted else AdFlag.NO
    return Commercial(affiliate_link=False, payee="none", sponsored=flag, evidence="priorityListing")


_FAULTS = {1001: Fault.AUTH, 1002: Fault.AUTH, 1100: Fault.PERMISSION, 2001: Fault.THROTTLED}


def _fault(row: Row, response: Response, hidden: Collection[str]) -> SourceError | None:
    """What eBay says went wrong: a list of errors, of which the first counts. 200 may carry ``warnings`` only."""
    errors = row.rows("errors")
    if not errors:
        return None
    first = errors[0]
    said = first.text("longMessage") or first.text("message")
    return refused(response, said, hidden, _FAULTS.get(first.count("errorId") or 0))
