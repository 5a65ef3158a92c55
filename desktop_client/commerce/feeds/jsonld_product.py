"""A schema.org product node -> records: one for each offer of it, or for each variant of a group."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from desktop_client.commerce.feeds.feed import FeedError, Record
from desktop_client.commerce.feeds.json_items import text
from desktop_client.wording import say

_MAX_OFFERS: Final = 200
_GTINS: Final = ("gtin14", "gtin13", "gtin12", "gtin8", "gtin", "isbn")
_ATTRIBUTES: Final = {
    "color": "color",
    "size": "size",
    "material": "material",
    "pattern": "pattern",
    "weight": "product_weight",
    "width": "product_width",
    "height": "product_height",
    "depth": "product_length",
}
_UNIT_CODES: Final = {
    "KGM": "kg", "GRM": "g", "MGM": "mg", "LBR": "lb", "ONZ": "oz", "CMT": "cm", "MMT": "mm", "MTR": "m", "INH": "in",
    "LTR": "l", "MLT": "ml", "CLT": "cl", "C62": "", "H87": "", "EA": "",
}  # fmt: skip
"""UN/CEFACT codes of units that shops use."""


@dataclass(frozen=True, slots=True)
class Node:
    """A product, and the offer that it was found in, if any."""

    value: dict[str, Any]
    offer: dict[str, Any] | None = None


def kinds(node: dict[str, Any]) -> frozenset[str]:
    """The types of a node without the vocabulary's address."""
    stated = node.get("@type")
    names = stated if isinstance(stated, list) else [stated]
    return frozenset(str(name).rstrip("/").rpartition("/")[2].rpartition(":")[2] for name in names if name)


def records_of(node: Node, raw: bytes, line: int) -> Iterator[Record | FeedError]:
    """A record for each offer; a product without one has no price; a group stands for its variants."""
    product = node.value
    variants = _dicts(product.get("hasVariant"))
    if variants:
        for variant in variants[:_MAX_OFFERS]:
            yield from records_of(Node(_varied(product, variant)), raw, line)
        return
    offers = [node.offer] if node.offer else _dicts(product.get("offers"))
    aggregates = [offer for offer in offers if "AggregateOffer" in kinds(offer) or "lowPrice" in offer]
    single = [offer for offer in offers if offer not in aggregates]
    if not single and aggregates:
        inside = [offer for offer in _dicts(aggregates[0].get("offers")) if _amount(offer)]
        single = inside
        if not single:
            yield _record(product, aggregates[0], raw, line, "")
            return
    if len(single) > _MAX_OFFERS:
        yield FeedError(line, say("The product has more than {limit} offers.", limit=_MAX_OFFERS))
    for place, offer in enumerate(single[:_MAX_OFFERS], 1):
        yield _record(product, offer, raw, line, f"#{place}" if len(single) > 1 else "")
    if not single:
        yield _record(product, {}, raw, line, "")


def _varied(group: dict[str, Any], variant: dict[str, Any]) -> dict[str, Any]:
    """A variant with what only the group says of it."""
    shared = {
        key: group[key]
        for key in ("name", "description", "brand", "image", "category", "url", "material", "aggregateRating")
        if key in group
    }
    return shared | variant


def _record(product: dict[str, Any], offer: dict[str, Any], raw: bytes, line: int, suffix: str) -> Record:
    link = _address(offer.get("url")) or _address(product.get("url")) or _address(product.get("@id"))
    own = text(offer.get("sku")) or _gtin(offer) or text(offer.get("@id"))
    title = text(product.get("name")) or text(offer.get("name"))
    identity = text(product.get("sku")) or text(product.get("productID")) or _gtin(product) or text(product.get("@id"))
    identity = identity or link or ("name:" + hashlib.sha256(title.encode()).hexdigest()[:16] if title else "")
    fields = {
        "id": own if own and suffix else identity + suffix if identity else own,
        "title": title,
        "description": text(product.get("description")),
        "link": link,
        "image_link": _picture(product.get("image")) or _picture(offer.get("image")),
        "availability": text(offer.get("availability")),
        "brand": _name(product.get("brand")) or _name(product.get("manufacturer")),
        "seller": _name(offer.get("seller")) or _name(offer.get("offeredBy")),
        "gtin": _gtin(offer) or _gtin(product),
        "mpn": text(offer.get("mpn")) or text(product.get("mpn")) or _name(product.get("model")),
        "product_type": _category(product.get("category")),
        "condition": _condition(text(offer.get("itemCondition")) or text(product.get("itemCondition"))),
        "expiration_date": text(offer.get("priceValidUntil")),
        "language": text(product.get("inLanguage")),
    }
    fields |= {name: _measured(product.get(key)) for key, name in _ATTRIBUTES.items()}
    fields |= _price(offer) | _rated(product.get("aggregateRating"))
    record = Record({name: value for name, value in fields.items() if value}, raw, line)
    record.shipping = _shipping(offer.get("shippingDetails"))
    record.details = [(_name(pair), _measured(pair)) for pair in _dicts(product.get("additionalProperty"))]
    return record


def _price(offer: dict[str, Any]) -> dict[str, str]:
    """The price to pay, the usual one beside it, and the currency; the lowest of several offers says that it is one."""
    currency = text(offer.get("priceCurrency"))
    if "lowPrice" in offer and not _amount(offer):
        low, high = text(offer.get("lowPrice")), text(offer.get("highPrice"))
        count = text(offer.get("offerCount"))
        note = f"{low}–{high} {currency}".strip() if high else f"≥ {low} {currency}".strip()
        note += f" ({count})" if count else ""
        return {"price": low, "currency": currency, "price_kind": "from", "price_note": note[:100]}
    usual = ""
    for part in _dicts(offer.get("priceSpecification")):
        kind = text(part.get("priceType")).rpartition("/")[2]
        if kind in ("ListPrice", "StrikethroughPrice", "MSRP", "SRP"):
            usual = text(part.get("price"))
            currency = currency or text(part.get("priceCurrency"))
    amount, inner = _amount(offer), _amount_currency(offer)
    return {"price": amount, "currency": currency or inner, "list_price": usual if amount else ""}


def _amount(offer: dict[str, Any]) -> str:
    """The price itself: on the offer, or in a specification that is no list price and no price per unit."""
    stated = offer.get("price")
    if isinstance(stated, dict):
        return text(stated.get("value")) or text(stated.get("price"))
    if text(stated):
        return text(stated)
    part = _selling(offer)
    return text(part.get("price")) if part else ""


def _amount_currency(offer: dict[str, Any]) -> str:
    stated = offer.get("price")
    if isinstance(stated, dict):
        return text(stated.get("currency")) or text(stated.get("priceCurrency"))
    part = _selling(offer)
    return text(part.get("priceCurrency")) if part else ""


def _selling(offer: dict[str, Any]) -> dict[str, Any] | None:
    for part in _dicts(offer.get("priceSpecification")):
        kind = text(part.get("priceType")).rpartition("/")[2]
        per_unit = "referenceQuantity" in part
        if (
            kind in ("", "SalePrice", "InvoicePrice")
            and not per_unit
            and "DeliveryChargeSpecification" not in kinds(part)
        ):
            return part
    return None


def _shipping(stated: Any) -> list[tuple[str, str]]:
    found = []
    for details in _dicts(stated):
        rate = details.get("shippingRate")
        for cost in _dicts(rate):
            value = text(cost.get("value")) or text(cost.get("price"))
            currency = text(cost.get("currency")) or text(cost.get("priceCurrency"))
            if value:
                found.append((_place(details.get("shippingDestination")), f"{value} {currency}".strip()))
    return found


def _place(stated: Any) -> str:
    regions = _dicts(stated)
    countries = [_name(region.get("addressCountry")) for region in regions]
    return " ".join(country for country in countries if country)


def _rated(stated: Any) -> dict[str, str]:
    found = _dicts(stated)
    if not found or not text(found[0].get("ratingValue")):
        return {}
    rating = found[0]
    count = text(rating.get("ratingCount")) or text(rating.get("reviewCount"))
    return {
        "rating": text(rating["ratingValue"]),
        "rating_scale": text(rating.get("bestRating")),
        "rating_count": count,
    }


def _measured(stated: Any) -> str:
    """A text, or a value with its unit."""
    if not isinstance(stated, dict):
        return text(stated)
    value = stated.get("value")
    if isinstance(value, dict):
        return _measured(value)
    code = text(stated.get("unitCode"))
    unit = text(stated.get("unitText")) or _UNIT_CODES.get(code, code)
    return f"{text(value)} {unit}".strip() if text(value) else text(stated.get("name"))


def _gtin(of: dict[str, Any]) -> str:
    return next((text(of[key]) for key in _GTINS if text(of.get(key))), "")


def _condition(stated: str) -> str:
    return stated.rpartition("/")[2].removesuffix("Condition").lower()


def _category(stated: Any) -> str:
    first = stated[0] if isinstance(stated, list) and stated else stated
    return _name(first)


def _name(stated: Any) -> str:
    first = stated[0] if isinstance(stated, list) and stated else stated
    return text(first.get("name")) if isinstance(first, dict) else text(first)


def _address(stated: Any) -> str:
    written = _name(stated) if not isinstance(stated, dict) else text(stated.get("@id")) or text(stated.get("url"))
    return written if written.startswith(("http://", "https://")) else ""


def _picture(stated: Any) -> str:
    first = stated[0] if isinstance(stated, list) and stated else stated
    if isinstance(first, dict):
        return text(first.get("url")) or text(first.get("contentUrl"))
    return text(first)


def _dicts(stated: Any) -> list[dict[str, Any]]:
    """The objects in a value that may be one object or a list of them."""
    return [item for item in (stated if isinstance(stated, list) else [stated]) if isinstance(item, dict)]
