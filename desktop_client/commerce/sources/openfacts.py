"""Open Food Facts and Open Products Facts: what volunteers wrote down of a product, looked up by barcode. No prices.

Protocol: ``GET /api/v2/product/{barcode}`` (openfoodfacts.github.io/openfoodfacts-server/api). What the first doesn't
know is asked at the second, which has goods that are no food. Only barcodes are ever sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from desktop_client.commerce.label import both
from desktop_client.commerce.meaning.values import gtin14
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Fault, NothingToAskError, SourceError
from desktop_client.commerce.sending.pace import RateLimit
from desktop_client.commerce.sending.request import Purpose, Request, Response, raise_for_status
from desktop_client.commerce.source import Manifest, Mode, Page, Query, Search, Terms
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.shops import UNDISCLOSED
from desktop_client.wording import say

HOSTS = ("world.openfoodfacts.org", "world.openproductsfacts.org")
"""In the order in which they are asked."""
FIELDS = "code,product_name,brands,quantity,categories,labels,allergens,nutriscore_grade,nova_group"
KEPT_FOR = timedelta(days=30)

NOTICE = both(
    say(
        "Product data by volunteers of Open Food Facts and Open Products Facts, under the Open Database License "
        "(ODbL 1.0): world.openfoodfacts.org"
    )
)
"""The licence wants the origin and the licence itself to be named wherever the data is shown."""

MANIFEST = Manifest(
    id="openfacts",
    name={"en": "Open Food Facts", "zh": "Open Food Facts（开放食品数据）"},
    mode=Mode.API,
    what_it_is={
        "en": "Two open databases that volunteers fill: Open Food Facts (food) and Open Products Facts (everything "
        "else). Looked up by barcode: maker, pack size, labels, allergens. No prices, no key.",
        "zh": "两个由志愿者维护的开放数据库：Open Food Facts（食品）和 Open Products Facts（其他商品）。按条形码查询："
        "厂商、规格、标签、过敏原。没有价格，不需要密钥。",
    },
    leaves_this_computer={
        "en": "A barcode that stands in your search words, to world.openfoodfacts.org and, if it is not known there, "
        "to world.openproductsfacts.org. Nothing else of your words; without a barcode nothing is sent.",
        "zh": "搜索词里的条形码，发往 world.openfoodfacts.org；那里查不到时再发往 world.openproductsfacts.org。不发送"
        "其他用词；没有条形码时什么都不发。",
    },
    how_it_orders={
        "en": "It does not: a barcode has one entry or none.",
        "zh": "不排序：一个条形码对应一条记录，或者没有。",
    },
    who_gets_paid={
        "en": "The databases are run by a non-profit association and sell nothing. Sidelight earns nothing.",
        "zh": "数据库由非营利协会运营，不出售任何商品。Sidelight 不获得任何收入。",
    },
    prices_may_be_kept={
        "en": "There are no prices. Facts are greyed after 30 days, since packs change.",
        "zh": "没有价格。包装会变，所以信息 30 天后变灰。",
    },
    not_known={
        "en": "Whether an entry is right: anybody may write one. The databases ask programs to name an e-mail address; "
        "Sidelight names only itself and its version. Pictures are not fetched. None of this was tried against the "
        "real service.",
        "zh": "记录是否正确：任何人都可以填写。数据库希望程序注明电子邮箱，Sidelight 只注明名称和版本。不下载图片。以上"
        "均未在真实服务上试过。",
    },
    hosts=HOSTS,
    terms=Terms(
        cache_ttl_s=int(KEPT_FOR.total_seconds()),
        attribution=NOTICE,
        url="https://world.openfoodfacts.org/terms-of-use",
    ),
    methods=("GET",),
    protocol="Open Food Facts API v2",
    rate_limit=(RateLimit(15, 60),),
)

_DIGITS = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){7,13}(?![\d.,]?\d)")
_LANGUAGE = re.compile(r"(?<![^,\s])[a-z]{2}:")
"""Entries of lists are written ``en:milk`` where they are known words."""


class OpenFactsSource:
    """Asks the two databases."""

    def __init__(self, context: SourceContext) -> None:
        self._clock = context.clock

    @property
    def manifest(self) -> Manifest:
        """The label."""
        return MANIFEST

    def search(self, query: Query) -> Search:
        """What is known of the first barcode in the need's words.

        Raises:
            NothingToAskError: there is no barcode.
            SourceError: a database doesn't answer as it documents.
        """
        code = next(barcodes(query.need), None)
        if code is None:
            raise NothingToAskError(say("it is asked for barcodes only"))
        for host in HOSTS:
            url = f"https://{host}/api/v2/product/{code}"
            response = yield Request.get(url, [("fields", FIELDS)], purpose=Purpose.PRODUCT)
            product = _product(response)
            if product is not None:
                return self._page(product, host)
        return Page(())

    def _page(self, product: Row, host: str) -> Page:
        def offer_of(row: Row, digest: str) -> Offer | None:
            code, title = gtin14(row.text("code")), row.text("product_name")
            if code is None or not title:
                return None
            now = self._clock()
            return Offer(
                source_id=MANIFEST.id,
                offer_id=code,
                title=title,
                price=None,
                price_kind="unknown",
                brand=row.text("brands").partition(",")[0] or None,
                category=_listed(row, "categories") or None,
                attributes=_attributes(row),
                url_clean=f"https://{host}/product/{written(code)}",
                gtin14=code,
                commercial=UNDISCLOSED,
                raw_sha256=digest,
                fetched_at=now,
                expires_at=now + KEPT_FOR,
            )

        return page_of((product,), offer_of, total=1)


def barcodes(need: ShoppingNeed) -> Iterator[str]:
    """The barcodes in a need's words, as they are written on packs: runs of digits whose check digit is right."""
    for phrase in (need.text, *need.must_have):
        for run in _DIGITS.finditer(phrase):
            code = gtin14(run[0])
            if code is not None:
                yield written(code)


def written(code: str) -> str:
    """Fourteen digits as a pack has them: 8 or 13 where the others are nought."""
    short = code.lstrip("0")
    return code[-8:] if len(short) <= 8 else code[-13:] if len(short) <= 13 else code


def _product(response: Response) -> Row | None:
    """The product in an answer; None where the database says that it knows none.

    Raises:
        SourceError: it says something else.
    """
    if response.status == 503:
        # So it says that it is asked too often, without a word on how long to wait.
        raise SourceError(Fault.THROTTLED, retry_after_s=response.retry_after_s)
    if response.status != 404:
        raise_for_status(response)
    answer = Row(response.json())
    found = answer.count("status")
    if found == 0:
        return None
    raise_for_status(response)
    product = answer.row("product")
    if found != 1 or not product.value:
        raise SourceError(Fault.SCHEMA)
    return product


def _attributes(row: Row) -> dict[str, str]:
    grade, group = row.text("nutriscore_grade"), row.count("nova_group")
    code = gtin14(row.text("code"))
    stated = {
        # As it is typed, so that the entry is found by it in the list.
        "barcode": written(code) if code is not None else "",
        "pack": row.text("quantity"),
        "Nutri-Score": grade.upper() if grade in {"a", "b", "c", "d", "e"} else "",
        "NOVA": str(group) if group else "",
        "allergens": _listed(row, "allergens"),
        "labels": _listed(row, "labels"),
    }
    return {name: value for name, value in stated.items() if value}


def _listed(row: Row, path: str) -> str:
    return _LANGUAGE.sub("", row.text(path))
