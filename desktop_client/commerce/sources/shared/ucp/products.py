"""Products: each variant of a product is an offer of its own, with its own price, availability and barcode.

What is read from one offer is kept as its raw record: the product with this one variant. ``metadata`` (at Shopify
guesses of a model) and ``tags`` are not read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from desktop_client.commerce.meaning.values import availability, gtin14, plain
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Rating, Seller
from desktop_client.commerce.source import Page
from desktop_client.commerce.sources.shared.rows import Row, page_of
from desktop_client.commerce.sources.shared.ucp.answers import disclosures_of

MAX_ID, MAX_TITLE, MAX_DESCRIPTION, MAX_NAME, MAX_OPTIONS = 512, 500, 10_000, 200, 32
LARGEST_RECORD: Final = 64 * 1024
"""Bytes of a product with one variant. Each variant carries the whole product, so a huge one would be multiplied."""

_NO_TITLES: Final = frozenset({"default", "default title"})
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_OPTIONS: Final[Mapping[str, str]] = {"color": "colour"}
_BARCODES: Final = frozenset({"UPC", "EAN", "GTIN", "JAN", "ISBN"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads catalogues of one source. ``documents_ads`` says that the platform would mark an advertisement.

    ``at`` is when the answer came (aware, UTC).
    """

    source_id: str
    at: datetime
    documents_ads: bool = False

    def page(self, catalogue: Row, limit: int) -> Page:
        """The offers in a catalogue, ``limit`` at most: all products' first variants come before any second one.

        Raises:
            SourceError: there are products, and not one offer in them.
        """
        rows = variants_of(catalogue)
        # Rows that were passed over for their size are none that could be read either.
        unread = catalogue.rows("products") if not rows else ()
        page = page_of(
            rows[:limit] or unread,
            self.offer,
            total=catalogue.count("pagination.total_count"),
            disclosures=disclosures_of(catalogue),
        )
        return replace(page, offers=tuple(replace(o, source_rank=n) for n, o in enumerate(page.offers, 1)))

    def offer(self, row: Row, digest: str) -> Offer | None:
        """The offer in a product with one variant; None where it has no id or no title."""
        variant = row.row("variants.0")
        offer_id, title = variant.text("id", MAX_ID + 1), _title(row, variant)
        if not offer_id or len(offer_id) > MAX_ID or not title:
            return None
        price = _money(variant, "price")
        usual = _money(variant, "list_price")
        address = variant.address("url") or row.address("url")
        commercial = self._commercial(row)
        promoted = commercial.sponsored is AdFlag.YES
        return Offer(
            source_id=self.source_id,
            offer_id=offer_id,
            title=title,
            price=price,
            commercial=commercial,
            raw_sha256=digest,
            fetched_at=self.at,
            price_note=_price_note(variant),
            list_price=usual if usual and price and usual.currency == price.currency else None,
            description=_description(row),
            category=_category(row),
            attributes=_options(variant),
            # The address of a promoted row pays somebody, and there is no other.
            url_clean=None if promoted else address,
            url_tracked=address if promoted else None,
            image_url=_image(variant) or _image(row),
            seller=_seller(variant),
            rating=_rating(variant) or _rating(row),
            availability=_availability(variant),
            gtin14=_barcode(variant),
            model=variant.text("sku", MAX_NAME) or None,
        )

    def _commercial(self, row: Row) -> Commercial:
        placement = row.row("variants.0.placement")
        if row.at("variants.0.placement") is not None:
            percent = placement.number("commission.percentage.value")
            share = int(percent * 100) if percent is not None and 0 <= percent <= 100 else None
            return Commercial(
                affiliate_link=True,
                payee="source",
                sponsored=AdFlag.YES,
                evidence="variants.0.placement",
                commission_bp=share,
                placement=placement.text("type", MAX_NAME) or None,
            )
        if self.documents_ads:
            evidence = "no variants.0.placement; who else is paid is not disclosed by the source"
            return Commercial(affiliate_link=False, payee="unknown", sponsored=AdFlag.NO, evidence=evidence)
        evidence = "not disclosed by the source: the protocol has no field for it"
        return Commercial(affiliate_link=False, payee="unknown", sponsored=AdFlag.UNKNOWN, evidence=evidence)


def variants_of(catalogue: Row) -> tuple[Row, ...]:
    """Every variant with its product around it: the first of each product, then the second of each, and so on."""
    found: list[tuple[int, Row]] = []
    for product in catalogue.rows("products"):
        around = {name: value for name, value in product.value.items() if name not in {"variants", "metadata"}}
        size = len(Row(around).raw)
        for number, variant in enumerate(product.rows("variants")):
            if size + len(variant.raw) <= LARGEST_RECORD:
                found.append((number, Row({**around, "variants": [variant.value]})))
    return tuple(row for _, row in sorted(found, key=lambda numbered: numbered[0]))


def _title(product: Row, variant: Row) -> str:
    whole, part = product.text("title", MAX_TITLE), variant.text("title", MAX_NAME)
    if not whole or not part or part.lower() in _NO_TITLES or part.lower() in whole.lower():
        return whole or part
    return plain(f"{whole} – {part}", MAX_TITLE)


def _money(variant: Row, name: str) -> Money | None:
    currency = variant.at(f"{name}.currency")
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        return None
    return variant.minor(f"{name}.amount", currency)


def _price_note(variant: Row) -> tuple[str, ...]:
    """A price that is not for one piece says so; ``C62`` is one piece (UN/CEFACT Recommendation 20)."""
    unit = variant.text("quantity_unit.unit", 40)
    return () if unit in {"", "C62"} else (f"/ {unit}",)


def _description(row: Row) -> str:
    parts, kinds = ("description", "variants.0.description"), ("plain", "markdown", "html")
    texts = (row.text(f"{part}.{kind}", MAX_DESCRIPTION) for part in parts for kind in kinds)
    return next((text for text in texts if text), "")


def _category(row: Row) -> str | None:
    """A category that people can read; the numbers of other people's taxonomies are none."""
    values = (category.text("value", MAX_NAME) for category in row.rows("categories"))
    return next((value for value in values if value and not value.isdigit() and "://" not in value), None)


def _options(variant: Row) -> dict[str, str]:
    stated: dict[str, str] = {}
    for option in variant.rows("options")[:MAX_OPTIONS]:
        name, label = option.text("name", MAX_NAME).lower(), option.text("label", MAX_NAME)
        if name and label:
            stated.setdefault(_OPTIONS.get(name, name), label)
    return stated


def _image(row: Row) -> str | None:
    return next((media.address("url") for media in row.rows("media") if media.at("type") == "image"), None)


def _seller(variant: Row) -> Seller | None:
    name = variant.text("seller.name", MAX_NAME)
    return Seller(name, variant.text("seller.id", MAX_ID) or None) if name else None


def _rating(row: Row) -> Rating | None:
    value, scale = row.number("rating.value"), row.number("rating.scale_max")
    if value is None or scale is None or not 0 <= value <= scale or scale <= 0:
        return None
    return Rating(float(value), float(scale), row.count("rating.count"))


def _availability(variant: Row) -> str:
    state = availability(variant.text("availability.status", 40))
    if state != "unknown":
        return state
    return {True: "in_stock", False: "out_of_stock", None: "unknown"}[variant.flag("availability.available")]


def _barcode(variant: Row) -> str | None:
    codes = (gtin14(code.text("value", 40)) for code in variant.rows("barcodes") if code.at("type") in _BARCODES)
    return next((code for code in codes if code), None)
