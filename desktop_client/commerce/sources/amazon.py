"""Amazon: the Creators API, whole and tested, and disabled, since Amazon's terms bar it from programs like this one.

Protocol: ``POST /catalog/v1/searchItems`` (affiliate-program.amazon.com, Creators API) with a token of the client
credentials grant, version 3. Bounds of prices are in cents, prices in major units.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec

from desktop_client.commerce.meaning.values import availability
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Seller
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.sending.request import Purpose, Request, Response
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Page, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.shops import UNDISCLOSED, bounds, priced, rated, refused
from desktop_client.commerce.sources.shared.tokens import Tokens
from desktop_client.commerce.sources.shared.unions import answered, keywords, own_key, rows_in

SEARCH = "https://creatorsapi.amazon/catalog/v1/searchItems"
TOKEN = "https://api.amazon.com/auth/o2/token"  # noqa: S105 - where one is fetched
SCOPE = "creatorsapi::default"
MARKETPLACE, CURRENCY = "www.amazon.com", "USD"
KEPT_FOR = timedelta(minutes=1)
"""Programs on a user's computer may not keep prices at all; one has to be looked at somehow."""
RESOURCES = (
    "images.primary.large",
    "itemInfo.title",
    "offersV2.listings.price",
    "offersV2.listings.availability",
    "offersV2.listings.condition",
    "offersV2.listings.isBuyBoxWinner",
    "offersV2.listings.merchantInfo",
    "customerReviews.count",
    "customerReviews.starRating",
)
NOTICE = (
    "As an Amazon Associate I earn from qualifying purchases. Product prices and availability are accurate as of the "
    "date/time indicated and are subject to change. Any price and availability information displayed on Amazon at the "
    "time of purchase will apply to the purchase of this product."
)
"""Amazon's terms want both sentences shown."""

MANIFEST = Manifest(
    id="amazon",
    name={"en": "Amazon", "zh": "亚马逊"},
    mode=Mode.API,
    what_it_is={
        "en": "The search of Amazon's Creators API, for members of Amazon Associates. It is not offered: Sidelight "
        "opens Amazon's own search page instead.",
        "zh": "亚马逊 Creators API 的搜索，供亚马逊联盟会员使用。这里不提供它，改为打开亚马逊自己的搜索页。",
    },
    leaves_this_computer={
        "en": "Nothing, as long as it is disabled; opening the search page tells Amazon the words. Otherwise to "
        "api.amazon.com: your key, for a token; to creatorsapi.amazon: the search words, the price range if it is in "
        "US dollars, how many items are wanted, your partner tag and the token.",
        "zh": "停用期间什么都不会发出；打开搜索页会把搜索词告诉亚马逊。若启用，发往 api.amazon.com：用于换取令牌的密"
        "钥；发往 creatorsapi.amazon：搜索词、以美元表示的价格范围、想要的数量、你的 Partner Tag 和令牌。",
    },
    how_it_orders={
        "en": "By Amazon's relevance, the first 10 at most; Amazon does not say what makes it up.",
        "zh": "按亚马逊的相关度，最多取前 10 件；亚马逊没有说明相关度由什么决定。",
    },
    who_gets_paid={
        "en": "You, the owner of the partner tag, for what is bought through the tracked link; the rate goes by "
        "category and is not in the answer. The plain link and the search page pay nobody. Sidelight earns nothing.",
        "zh": "通过跟踪链接成交时，佣金归 Partner Tag 的所有者，也就是你；比例按类目而定，不在返回内容里。普通链接和搜"
        "索页不付给任何人。Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "Not at all: Amazon's terms forbid it to programs on your computer. They are greyed after a minute.",
        "zh": "完全不可以：亚马逊的条款禁止装在你电脑上的程序保留价格。一分钟后变灰。",
    },
    not_known={
        "en": "Whether paid placements have a part in Amazon's relevance: the answer has no mark for them. Shipping "
        "and tax. How Amazon says that nothing was found is known from its older interface. None of this was tried "
        "against the real service.",
        "zh": "付费位置是否影响亚马逊的相关度：返回内容里没有标记。运费和税费。没有结果时的返回形式只参照了它的旧接口。"
        "以上均未在真实服务上试过。",
    },
    hosts=("api.amazon.com", "creatorsapi.amazon"),
    credential_fields=(
        CredentialField("client_id", {"en": "Credential id (client ID)", "zh": "凭证 ID（Client ID）"}),
        CredentialField("client_secret", {"en": "Credential secret", "zh": "凭证密钥（Client Secret）"}),
        CredentialField("partner_tag", {"en": "Partner tag", "zh": "Partner Tag（跟踪 ID）"}, secret=False),
    ),
    terms=Terms(
        cache_ttl_s=int(KEPT_FOR.total_seconds()),
        attribution=NOTICE,
        may_mix=False,
        url="https://affiliate-program.amazon.com/help/operating/policies",
    ),
    methods=("POST",),
    protocol="Amazon Creators API v1",
    regions=("US",),
    currencies=(CURRENCY,),
    capabilities=Capabilities(price_range=True, page_max=10),
    rate_limit=(RateLimit(1, 1), RateLimit(8_640, 24 * 3600)),
    disabled={
        "en": "Amazon's terms bar programs that people install from showing its products or paid links, apart from "
        "phone apps that it approved, and bar showing them beside other shops. Using this could cost you your "
        "Associates account, so it stays disabled. Amazon's own search page can be opened.",
        "zh": "亚马逊的条款不允许用户自行安装的程序展示其商品或付费链接（经它批准的手机应用除外），也不允许与其他商店并"
        "列展示。使用它可能导致你的联盟账号被关闭，因此保持停用。仍可打开亚马逊自己的搜索页。",
    },
    link_out="https://www.amazon.com/s?k={words}",
)

_ASIN = re.compile(r"[A-Z0-9]{10}")


class AmazonSource:
    """Would ask Amazon. The gate sends nothing for it, as its label says that it is disabled."""

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
            SourceError: there is no key, or Amazon doesn't answer as it documents.
        """
        *key, tag = own_key(query.credentials, "client_id", "client_secret", "partner_tag")
        low, high = bounds(query.need, CURRENCY)
        wanted: dict[str, Any] = {
            "partnerTag": tag,
            "keywords": keywords(query.need),
            "searchIndex": "All",
            "itemCount": MANIFEST.capabilities.page_size(query.limit),
            "itemPage": 1,
            **{name: bound.minor for name, bound in (("minPrice", low), ("maxPrice", high)) if bound},
            "sortBy": "Relevance",
            "resources": RESOURCES,
        }
        token = yield from self._tokens.fetched(tuple(key), _token_request(*key))
        response = yield Request.post_json(
            SEARCH,
            wanted,
            headers=[("Authorization", f"Bearer {token}"), ("x-marketplace", MARKETPLACE)],
            secrets=(token,),
        )
        if response.status == 401:
            raise self._tokens.run_out(token)
        answer = answered(response, partial(_fault, response=response, hidden=(*key, token)))
        if answer.text("errors.0.code") == NOTHING_FOUND:
            return Page((), 0)
        result = answer.at("searchResult")
        if not isinstance(result, dict):
            raise SourceError(Fault.SCHEMA)
        rows = rows_in(Row(result), "items")
        return page_of(rows, self._offer, total=Row(result).count("totalResultCount"), disclosures=(NOTICE,))

    def _offer(self, row: Row, digest: str) -> Offer | None:
        asin, title = row.text("asin"), row.text("itemInfo.title.displayValue")
        if not _ASIN.fullmatch(asin) or not title:
            return None
        listing = _listing(row)
        condition = listing.text("condition.value", 40)
        tracked = row.address("detailPageURL")
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=asin,
            title=title,
            price=priced(listing, "price.money.amount", "price.money.currency"),
            attributes={"condition": condition} if condition else {},
            url_clean=f"https://www.amazon.com/dp/{asin}",
            url_tracked=tracked,
            image_url=row.address("images.primary.large.url"),
            seller=Seller(name) if (name := listing.text("merchantInfo.name")) else None,
            rating=rated(row, "customerReviews.starRating.value", "customerReviews.count"),
            availability=availability(listing.text("availability.type")),
            commercial=PAID if tracked else UNDISCLOSED,
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="US",
        )


PAID = Commercial(affiliate_link=True, payee="you", sponsored=AdFlag.UNKNOWN, evidence="detailPageURL")
NOTHING_FOUND = "NoResults"


def _token_request(client_id: str, client_secret: str) -> Request:
    document: Mapping[str, str] = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": client_secret,
        "scope": SCOPE,
    }
    # As they stand in the document.
    secrets = [msgspec.json.encode(part).decode()[1:-1] for part in (client_id, client_secret)]
    return Request.post_json(TOKEN, document, secrets=secrets, purpose=Purpose.TOKEN)


def _listing(row: Row) -> Row:
    """The offer that Amazon's page would show first."""
    listings = row.rows("offersV2.listings")
    winner = (listing for listing in listings if listing.flag("isBuyBoxWinner"))
    return next(winner, listings[0] if listings else Row({}))


_FAULTS = {
    "UnauthorizedException": Fault.AUTH,
    "AccessDeniedException": Fault.PERMISSION,
    "ValidationException": Fault.BAD_REQUEST,
    "ThrottleException": Fault.THROTTLED,
}


def _fault(row: Row, response: Response, hidden: Collection[str]) -> SourceError | None:
    """What Amazon says went wrong: a ``type``, a reason and a message."""
    kind = row.text("type")
    if kind:
        said = row.text("message") or row.text("reason")
        return refused(response, said, hidden, _FAULTS.get(kind))
    errors = row.rows("errors")
    if not errors or errors[0].text("code") == NOTHING_FOUND:
        return None
    return refused(response, errors[0].text("message"), hidden)
