"""A source for Sidelight: the search of one shop, which answers a GET with JSON.

Copy this package, rename it, and change three things: the label (``MANIFEST``), the request (``search``) and the rows
(``_offer``). ``sidelight sources check corner`` says what is still missing.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Request, raise_for_status
from desktop_client.commerce.source import Manifest, Mode, Page, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext

SEARCH = "https://api.corner.example/search"
KEPT_FOR = timedelta(hours=24)

MANIFEST = Manifest(
    id="corner",
    name={"en": "Corner", "zh": "街角"},
    mode=Mode.API,
    what_it_is={
        "en": "The search of Corner, an example of a shop. It needs no key.",
        "zh": "示例店铺“街角”的搜索，不需要密钥。",
    },
    leaves_this_computer={
        "en": "To api.corner.example: the search words and how many rows are wanted.",
        "zh": "发往 api.corner.example：搜索词和想要的数量。",
    },
    how_it_orders={
        "en": "Corner doesn't say how it orders. Sidelight then orders by its open rule.",
        "zh": "街角没有说明怎样排序。之后由 Sidelight 按公开的规则排序。",
    },
    who_gets_paid={
        "en": "Corner doesn't say whether a row is an advertisement. Sidelight earns nothing.",
        "zh": "街角没有说明哪些是广告。Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={"en": "24 hours. Then they are greyed.", "zh": "24 小时，之后变灰。"},
    not_known={"en": "Shipping and tax.", "zh": "运费和税费。"},
    hosts=("api.corner.example",),
    methods=("GET",),
    terms=Terms(cache_ttl_s=int(KEPT_FOR.total_seconds())),
    link_out="https://www.corner.example/search?q={words}",
)


class _Row(msgspec.Struct):
    """One row as the shop documents it; everything else that it sends is left alone."""

    id: str
    title: str
    cents: int | None = None
    currency: str = "USD"
    url: str | None = None


class _Answer(msgspec.Struct):
    """The rows are kept as they came, so that each card can be traced to its bytes (promise P13)."""

    rows: list[msgspec.Raw]


class CornerSource:
    """Asks Corner. It has no network of its own: it yields the request and is sent what came."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label that the user reads before switching it on."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """Offers for a need: only its words and the number of rows leave this computer.

        Raises:
            SourceError: the shop doesn't answer as it documents.
        """
        response = yield Request.get(SEARCH, [("q", query.need.text), ("rows", str(query.limit))])
        raise_for_status(response)
        try:
            raw = [bytes(row) for row in msgspec.json.decode(response.body, type=_Answer).rows]
            offers = tuple(self._offer(msgspec.json.decode(row, type=_Row), _sha256(row)) for row in raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise SourceError(Fault.SCHEMA) from None
        return Page(offers, raw={_sha256(row): row for row in raw})

    def _offer(self, row: _Row, digest: str) -> Offer:
        now = self._clock()
        return Offer(
            source_id=MANIFEST.id,
            offer_id=row.id,
            title=row.title,
            # A price that isn't stated is unknown, never 0.
            price=None if row.cents is None else Money(row.cents, row.currency),
            url_clean=row.url,
            # Say what the shop says. Where it says nothing, that is what the card says too.
            commercial=Commercial(False, "unknown", AdFlag.UNKNOWN, "not disclosed by the platform"),
            raw_sha256=digest,
            fetched_at=now,
            expires_at=now + KEPT_FOR,
        )


def _sha256(record: bytes) -> str:
    return hashlib.sha256(record).hexdigest()
