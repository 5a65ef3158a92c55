"""Shopify: its catalogue over all shops, and stores that the user adds. Both speak UCP over MCP, without a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from desktop_client.commerce.source import Capabilities, Manifest, Mode, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.ucp.answers import catalogue_of
from desktop_client.commerce.sources.shared.ucp.discovery import Service, Transport
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant
from desktop_client.commerce.sources.shared.ucp.products import Reader
from desktop_client.commerce.sources.shared.ucp.profile import VERSION
from desktop_client.commerce.sources.shared.ucp.search import catalogue_query, search_request

HOST = "catalog.shopify.com"
PATH = "/api/ucp/mcp"


def sources(context: SourceContext) -> Iterator[ShopifySource]:
    """The catalogue over all shops, then each store that was added."""
    yield ShopifySource(_catalogue(), f"https://{HOST}", context.clock)
    for merchant in context.merchants:
        if merchant.kind == "shopify":
            yield ShopifySource(_store(merchant), merchant.origin, context.clock)


class ShopifySource:
    """One catalogue at Shopify. Where it is asked is documented, so no profile is looked up."""

    def __init__(self, manifest: Manifest, origin: str, clock: Callable[[], datetime]) -> None:
        self._manifest = manifest
        self._service = Service(Transport.MCP, f"{origin}{PATH}")
        self._clock = clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return self._manifest

    def search(self, query: Query) -> Search:
        """Offers for a need, in one request. Promoted placements are never asked for.

        Raises:
            SourceError: the catalogue can't be asked, or says a fault.
        """
        limit = self._manifest.capabilities.page_size(query.limit)
        response = yield search_request(self._service, catalogue_query(query.need, limit))
        catalogue = catalogue_of(response, self._service.transport)
        return Reader(self._manifest.id, self._clock(), documents_ads=True).page(catalogue, query.limit)


def _catalogue() -> Manifest:
    return Manifest(
        id="shopify",
        name={"en": "Shopify catalogue", "zh": "Shopify 商品目录"},
        mode=Mode.API,
        what_it_is={
            "en": "Offers of many shops that run on Shopify, asked by the open protocol UCP. It needs no key.",
            "zh": "众多使用 Shopify 的店铺的商品，通过开放协议 UCP 查询，不需要密钥。",
        },
        leaves_this_computer=_leaves(HOST),
        how_it_orders={
            "en": "By Shopify's own rules; there is no field for an order. Sidelight orders again by its open rule.",
            "zh": "按 Shopify 自己的规则；没有排序字段。Sidelight 再按公开的规则排序。",
        },
        who_gets_paid={
            "en": "The shop, if you buy. Shopify marks rows that somebody pays for, and sends none to those who don't "
            "ask for them; whether it earns otherwise it does not say, so cards say “Not disclosed”.",
            "zh": "你购买时由店铺收款。Shopify 会标出有人付费的条目，不请求就不会发来；"
            "是否另有收入它没有说明，所以卡片写“未披露”。",
        },
        prices_may_be_kept={
            "en": "For this session; a price is greyed after ten minutes.",
            "zh": "仅限本次使用；价格十分钟后变灰。",
        },
        not_known={
            "en": "How many searches Shopify allows without a token. Requests name a public sample profile of protocol "
            f"version {VERSION}, since Sidelight has none of its own yet. Never tried against the real service.",
            "zh": f"没有令牌时 Shopify 允许查询多少次。请求里引用的是协议版本 {VERSION} 的公开示例档案，"
            "因为 Sidelight 还没有自己的档案。从未对真实服务试过。",
        },
        hosts=(HOST,),
        protocol=f"UCP {VERSION}",
        # What Shopify gives to those who show no token.
        capabilities=Capabilities(price_range=True, page_max=10),
        terms=Terms(url="https://shopify.dev/docs/agents"),
    )


def _store(merchant: Merchant) -> Manifest:
    place = merchant.place
    return replace(
        _catalogue(),
        id=merchant.source_id,
        name={"en": merchant.name, "zh": merchant.name},
        what_it_is={
            "en": f"One store that you added by its address {place}, asked the way that Shopify documents for its "
            "stores. It needs no key.",
            "zh": f"你按地址 {place} 添加的一家店铺，按 Shopify 为其店铺公布的方式查询，不需要密钥。",
        },
        leaves_this_computer=_leaves(place),
        hosts=(merchant.host,),
        loopback=merchant.loopback,
    )


def _leaves(place: str) -> dict[str, str]:
    return {
        "en": f"To {place}: the search words, and country, language, currency and price range where your need has "
        "them. Nothing else; paid placements are never asked for.",
        "zh": f"发往 {place}：搜索词，以及需求中写明的国家、语言、币种和价格范围。别无其他；从不请求付费展示位。",
    }
