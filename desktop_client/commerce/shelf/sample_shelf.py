"""The sample shelf: fictional products, so that a fresh install has something to show without network or keys.

Brands and goods are invented for this project; nothing on it is for sale and nobody is paid. The rows stand in
``data/``, one TOML file a department: families (language and category) of products. Attribute keys are
canonical ids that both languages share; their values are in the row's own language.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

import msgspec

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Seller

PRICED_AT: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""The date of every sample price."""

SELLER: Final = Seller("Sample shelf")

NOT_FOR_SALE: Final = Commercial(
    affiliate_link=False, payee="none", sponsored=AdFlag.NO, evidence="written for Sidelight; not for sale"
)

_CURRENCY: Final = {"en": "USD", "zh": "CNY"}
_READING: Final = b"sample shelf, reading 2"
"""Counts up when the same data comes to be read into other offers, so that shelves filled earlier are refreshed."""


@dataclass(frozen=True, slots=True)
class Department:
    """One file of the shelf: its name in both languages and how many products it holds in each."""

    id: str
    name_en: str
    name_zh: str
    products_en: int
    products_zh: int


def offers() -> Iterator[Offer]:
    """Every product on the sample shelf, department by department, always in the same order."""
    for page in _pages():
        for family in tomllib.loads(page.read_text(encoding="utf-8"))["family"]:
            for product in family["product"]:
                yield _offer(product, language=family["language"], category=family["category"])


def departments() -> tuple[Department, ...]:
    """What the shelf is made of, for people who review it."""
    found = []
    for page in _pages():
        data = tomllib.loads(page.read_text(encoding="utf-8"))
        count = dict.fromkeys(_CURRENCY, 0)
        for family in data["family"]:
            count[family["language"]] += len(family["product"])
        name = data["department"]
        found.append(Department(page.name.removesuffix(".toml"), name["en"], name["zh"], count["en"], count["zh"]))
    return tuple(found)


def _pages() -> list[Traversable]:
    folder = resources.files(__package__) / "data"
    return sorted((page for page in folder.iterdir() if page.name.endswith(".toml")), key=lambda page: page.name)


def _offer(product: dict[str, Any], *, language: str, category: str) -> Offer:
    currency = _CURRENCY[language]
    row = product | {"language": language, "category": category, "currency": currency}
    return Offer(
        source_id="shelf",
        offer_id=product["id"],
        title=product["title"],
        price=Money.of(product["price"], currency),
        commercial=NOT_FOR_SALE,
        raw_sha256=hashlib.sha256(msgspec.json.encode(row, order="sorted")).hexdigest(),
        fetched_at=PRICED_AT,
        # A sample price never goes stale: there is no shop where it could have changed. It carries its date instead.
        expires_at=None,
        shipping=Money.of(product["shipping"], currency) if "shipping" in product else None,
        # Written with the tax in the price, in both currencies.
        tax=Money.of(0, currency),
        description=product["description"],
        brand=product["brand"],
        category=category,
        attributes=product["attributes"],
        seller=SELLER,
        availability=product.get("availability", "in_stock"),
        language=language,
        sample=True,
    )


def _digest() -> str:
    digest = hashlib.sha256(_READING)
    for page in _pages():
        digest.update(page.name.encode() + b"\0" + page.read_bytes())
    return digest.hexdigest()


SAMPLE_VERSION: Final = _digest()
"""Changes whenever a row, or what is read from it, changes: a shelf that was filled with it needs no refresh."""

ORIGIN: Final = f"sample {SAMPLE_VERSION[:12]}"
"""The origin under which this version's rows lie on the shelf: one that holds it needs no refresh."""
