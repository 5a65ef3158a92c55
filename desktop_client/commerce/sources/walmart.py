"""Walmart: the product search of its affiliate API, asked with the user's own key and signed with their private key.

Protocol: ``GET /api-proxy/service/affil/product/v2/search`` (walmart.io, Affiliate Marketing API). Prices are in US
dollars; the signature is RSA-SHA256 over three header values, each with a line feed after it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from desktop_client.commerce.meaning.values import availability, gtin14
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Seller
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.sending.request import Request, Response
from desktop_client.commerce.source import Capabilities, CredentialField, Manifest, Mode, Query, Search
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.shops import UNDISCLOSED, bounds, listed, rated, refused, written
from desktop_client.commerce.sources.shared.signing import RsaSigner
from desktop_client.commerce.sources.shared.unions import KEPT_FOR, answered, keywords, own_key, refusal
from desktop_client.wording import say

SEARCH = "https://developer.api.walmart.com/api-proxy/service/affil/product/v2/search"
CURRENCY = "USD"
HIGHEST = "1000000"
"""Walmart's price range has two ends; an open upper one is written like this."""
SIGNATURE_HOLDS_S = 180

MANIFEST = Manifest(
    id="walmart",
    name={"en": "Walmart", "zh": "沃尔玛"},
    mode=Mode.API,
    what_it_is={
        "en": "The product search of Walmart's affiliate API (United States), asked with your own consumer id and "
        "signed with your private key.",
        "zh": "沃尔玛联盟 API 的商品搜索（美国），用你自己的 Consumer ID 查询，并用你的私钥签名。",
    },
    leaves_this_computer={
        "en": "To developer.api.walmart.com: the search words, the price range if it is in US dollars, how many items "
        "are wanted, your consumer id, the version of your key, the time and a signature. Your private key stays here. "
        "No publisher id, no account, no address.",
        "zh": "发往 developer.api.walmart.com：搜索词、以美元表示的价格范围、想要的数量、你的 Consumer ID、密钥版本、时"
        "间和签名。私钥留在本机。不含 Publisher ID、账号和地址。",
    },
    how_it_orders={
        "en": "Sidelight asks for Walmart's order by relevance and takes the first 25 at most; Walmart does not say "
        "what makes it up. Sidelight then orders by its open rule.",
        "zh": "Sidelight 要求按沃尔玛的相关度排序，最多取前 25 件；沃尔玛没有说明相关度由什么决定。之后由 Sidelight 按"
        "公开的规则排序。",
    },
    who_gets_paid={
        "en": "The plain link pays nobody. Where Walmart adds a tracked link, whoever it names is paid for a sale "
        "through it; the rate is not in the answer. Sidelight earns nothing.",
        "zh": "普通链接不付给任何人。沃尔玛另附跟踪链接时，通过它成交会付给链接中注明的一方；比例不在返回内容里。"
        "Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "10 minutes. No rule was found.",
        "zh": "10 分钟。没有找到相关规定。",
    },
    not_known={
        "en": "Whether paid placements have a part in the order: the answer has no mark for them. Tax, and from which "
        "sum on shipping is free. The form of an empty answer and the error codes are known from memory only, so a "
        "wrong clock can't be told from a wrong key. None of this was tried against the real service.",
        "zh": "付费位置是否影响排序：返回内容里没有标记。税费，以及满多少免运费。空结果的形式和错误码只凭记忆，因此无法"
        "区分时钟不准和密钥有误。以上均未在真实服务上试过。",
    },
    hosts=("developer.api.walmart.com",),
    credential_fields=(
        CredentialField("consumer_id", {"en": "Consumer ID", "zh": "Consumer ID"}),
        CredentialField(
            "private_key", {"en": "Private key (PEM in one line, no password)", "zh": "私钥（PEM，写成一行，不带密码）"}
        ),
        CredentialField(
            "key_version",
            {"en": "Key version, 1 if left empty", "zh": "密钥版本（留空为 1）"},
            secret=False,
            optional=True,
        ),
    ),
    methods=("GET",),
    protocol="Walmart Affiliate Marketing API v2",
    regions=("US",),
    currencies=(CURRENCY,),
    capabilities=Capabilities(price_range=True, page_max=25),
    rate_limit=(RateLimit(5_000, 24 * 3600),),
    link_out="https://www.walmart.com/search?q={words}",
    requests_hold_s=SIGNATURE_HOLDS_S,
)


class WalmartSource:
    """Asks Walmart."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock
        self._signer = RsaSigner()

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Items that match the need's words.

        Raises:
            SourceError: there is no key, or Walmart doesn't answer as it documents.
        """
        consumer, private_key = own_key(query.credentials, "consumer_id", "private_key")
        version = query.credentials.get("key_version", "").strip() or "1"
        params = [
            ("query", keywords(query.need)),
            ("sort", "relevance"),
            ("numItems", str(MANIFEST.capabilities.page_size(query.limit))),
            ("start", "1"),
            *_facet(query.need),
            ("format", "json"),
        ]
        sent_at = _milliseconds(self._clock())
        signature = _signed(self._signer, private_key, consumer, sent_at, version)
        headers = [
            ("WM_CONSUMER.ID", consumer),
            ("WM_CONSUMER.INTIMESTAMP", sent_at),
            ("WM_SEC.KEY_VERSION", version),
            ("WM_SEC.AUTH_SIGNATURE", signature),
        ]
        response = yield Request.get(SEARCH, params, headers=headers, secrets=(consumer, signature))
        hidden = (consumer, signature, private_key)
        answer = answered(response, partial(_fault, response=response, hidden=hidden))
        return page_of(listed(answer, "items", "totalResults"), self._offer, total=answer.count("totalResults"))

    def _offer(self, row: Row, digest: str) -> Offer | None:
        number, title = row.count("itemId"), row.text("name")
        if not number or not title:
            return None
        tracked = row.address("productTrackingUrl")
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=str(number),
            title=title,
            price=row.major("salePrice", CURRENCY),
            list_price=row.major("msrp", CURRENCY),
            shipping=row.major("standardShipRate", CURRENCY),
            brand=row.text("brandName") or None,
            category=row.text("categoryPath") or None,
            url_clean=f"https://www.walmart.com/ip/{number}",
            url_tracked=tracked,
            image_url=row.address("largeImage"),
            seller=_seller(row),
            rating=rated(row, "customerRating", "numReviews"),
            availability=_availability(row),
            gtin14=gtin14(row.text("upc")),
            commercial=PAID if tracked else UNDISCLOSED,
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
            region="US",
        )


PAID = Commercial(affiliate_link=True, payee="you", sponsored=AdFlag.UNKNOWN, evidence="productTrackingUrl")


def _facet(need: ShoppingNeed) -> list[tuple[str, str]]:
    low, high = bounds(need, CURRENCY)
    if low is None and high is None:
        return []
    span = f"price:[{written(low) if low else 0} TO {written(high) if high else HIGHEST}]"
    return [("facet", "on"), ("facet.range", span)]


def _milliseconds(now: datetime) -> str:
    return str(int(now.timestamp() * 1000))


def _signed(signer: RsaSigner, private_key: str, *values: str) -> str:
    """The signature over header values in the order of their names.

    Raises:
        SourceError: the private key is none.
    """
    try:
        return signer.sign(private_key, "".join(f"{value}\n" for value in values))
    except ValueError:
        raise SourceError(
            Fault.AUTH,
            say("The private key can't be read."),
            say("Enter an RSA key in PEM form, without a password, on the page of sources."),
        ) from None


def _seller(row: Row) -> Seller | None:
    """``marketplace`` says whether somebody else sells; who it is stands in ``sellerInfo``."""
    others = row.flag("marketplace")
    if others is False:
        return Seller("Walmart", self_operated=True)
    name = row.text("sellerInfo")
    return Seller(name, self_operated=False if others else None) if name else None


def _availability(row: Row) -> str:
    return "unknown" if row.flag("availableOnline") is False else availability(row.text("stock"))


_FAULTS = {401: Fault.AUTH, 4003: Fault.THROTTLED, 4023: Fault.PERMISSION}


def _fault(row: Row, response: Response, hidden: Collection[str]) -> SourceError | None:
    """What Walmart says went wrong: a list of errors, of which the first counts."""
    errors = row.rows("errors")
    if not errors:
        return None
    said, fault = errors[0].text("message"), _FAULTS.get(errors[0].count("code") or 0)
    if fault is Fault.AUTH or response.status == 401:
        return refusal(
            Fault.AUTH,
            said,
            hidden,
            cause=say("The platform did not accept the key or the signature, which holds for three minutes."),
            step=say("Check the key on the page of sources, and this computer's clock."),
        )
    return refused(response, said, hidden, fault)
