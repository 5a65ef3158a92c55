"""Merchants that speak the Universal Commerce Protocol (ucp.dev): each added by the user, each a source of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from desktop_client.commerce.source import Capabilities, Manifest, Mode, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.ucp.answers import catalogue_of
from desktop_client.commerce.sources.shared.ucp.discovery import Discovery
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant
from desktop_client.commerce.sources.shared.ucp.products import Reader
from desktop_client.commerce.sources.shared.ucp.profile import VERSION
from desktop_client.commerce.sources.shared.ucp.search import catalogue_query, search_request


def merchants(context: SourceContext) -> Iterator[UcpSource]:
    """A source for each merchant that was added."""
    return (UcpSource(merchant, context.clock) for merchant in context.merchants if merchant.kind == "ucp")


class UcpSource:
    """One merchant. Its profile is asked for before the first search of a session, and kept as long as it says."""

    def __init__(self, merchant: Merchant, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._discovery = Discovery(merchant.origin, clock)
        self._manifest = _manifest(merchant)

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return self._manifest

    def search(self, query: Query) -> Search:
        """Offers for a need: the profile, where it isn't known, and then the catalogue.

        Raises:
            SourceError: the merchant can't be asked, or says a fault.
        """
        service = yield from self._discovery.find()
        fields = catalogue_query(query.need, self._manifest.capabilities.page_size(query.limit))
        response = yield search_request(service, fields)
        if response.status in {404, 410}:
            # The service has moved: the next search looks at the profile again.
            self._discovery.forget()
        catalogue = catalogue_of(response, service.transport)
        return Reader(self._manifest.id, self._clock()).page(catalogue, query.limit)


def _manifest(merchant: Merchant) -> Manifest:
    place = merchant.place
    where = (
        {"en": "a server on this very computer", "zh": "这台电脑上的一个服务"}
        if merchant.loopback
        else {"en": "a shop on the internet", "zh": "互联网上的一家店"}
    )
    return Manifest(
        id=merchant.source_id,
        name={"en": merchant.name, "zh": merchant.name},
        mode=Mode.API,
        what_it_is={
            "en": f"A merchant that you added by its address {place}: {where['en']}, asked by the open protocol UCP. "
            "It needs no key.",
            "zh": f"你按地址 {place} 添加的商家：{where['zh']}，通过开放协议 UCP 查询，不需要密钥。",
        },
        leaves_this_computer={
            "en": f"To {place}: first a question for its profile, without any of your words; then the search words, "
            "and country, language, currency and price range where your need has them. Nothing else.",
            "zh": f"发往 {place}：先询问它的协议档案，其中没有你的任何用词；"
            "然后是搜索词，以及需求中写明的国家、语言、币种和价格范围。别无其他。",
        },
        how_it_orders={
            "en": "By the merchant's own rules; the protocol has no field for an order. Sidelight orders again by its "
            "open rule.",
            "zh": "按商家自己的规则；协议里没有排序字段。Sidelight 再按公开的规则排序。",
        },
        who_gets_paid={
            "en": "The merchant, if you buy. Whether anybody pays for a place in its catalogue the protocol has no "
            "field for, so every card says “Not disclosed”.",
            "zh": "你购买时由商家收款。协议里没有字段说明是否有人为展示付费，所以每张卡片都写“未披露”。",
        },
        prices_may_be_kept={
            "en": "For this session; a price is greyed after ten minutes.",
            "zh": "仅限本次使用；价格十分钟后变灰。",
        },
        not_known={
            "en": f"How the merchant uses what it is asked. Requests name a public sample profile of protocol version "
            f"{VERSION}, since Sidelight has none of its own yet.",
            "zh": f"商家如何使用收到的查询。请求里引用的是协议版本 {VERSION} 的公开示例档案，"
            "因为 Sidelight 还没有自己的档案。",
        },
        hosts=(merchant.host,),
        loopback=merchant.loopback,
        protocol=f"UCP {VERSION}",
        # What the protocol's own examples call a page at most.
        capabilities=Capabilities(price_range=True, page_max=50),
        terms=Terms(url="https://ucp.dev/"),
    )
