"""This computer as a source: imported feeds, saved offers and the sample shelf. Asks nobody else."""

from __future__ import annotations

from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.source import Manifest, Mode, Page, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext

MANIFEST = Manifest(
    id="shelf",
    name={"en": "This computer", "zh": "这台电脑"},
    mode=Mode.OFFLINE,
    what_it_is={
        "en": "The shelf on this computer: feeds that you imported, offers that you saved, and the sample shelf.",
        "zh": "这台电脑上的货架：你导入的商品文件、你保存的商品，以及示例货架。",
    },
    leaves_this_computer={
        "en": "Nothing. The shelf is searched here, without a network.",
        "zh": "什么都不会发出。搜索在本机完成，不需要联网。",
    },
    how_it_orders={
        "en": "By how many of your words an offer shares; Sidelight then orders by its open rule.",
        "zh": "先看与你的用词重合多少，再由 Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "Nobody for showing an offer. An imported feed may hold paid links: each card says whether it is one.",
        "zh": "展示商品不会让任何人获利。导入的文件里可能有付费链接，每张卡片都会写明是不是。",
    },
    prices_may_be_kept={
        "en": "For as long as you keep them. Every price carries its date, and is greyed once its term has passed.",
        "zh": "保留多久由你决定。每个价格都带日期，过期后变灰。",
    },
    not_known={
        "en": "Whether a price in an imported feed still holds.",
        "zh": "导入文件里的价格现在是否仍然有效。",
    },
    terms=Terms(may_mix=True, may_rerank=True, model_use_ok=True),
)


class ShelfSource:
    """Asks the shelf on this computer."""

    def __init__(self, context: SourceContext) -> None:
        self._shelf = context.shelf

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Offers that share words with the need.

        Raises:
            Cancelled: ``query.cancel`` was set.
            SidelightError: the shelf can't be read.
        """
        yield from ()  # asks nobody else
        if query.cancel.is_set():
            raise Cancelled
        offers = self._shelf.candidates(query.need, query.limit, query.cancel)
        if query.cancel.is_set():
            raise Cancelled
        return Page(offers)
