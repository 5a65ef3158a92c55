"""Pack sizes and unit prices."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.commerce.meaning.concepts import table
from desktop_client.commerce.money import Money
from desktop_client.commerce.prices import packs
from desktop_client.commerce.prices.packs import Pack, UnitPrice, pack_of, read_pack, unit_price


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("积雪草舒缓面膜 25ml×10片", Pack(10, Decimal(25), "ml", True)),
        ("面膜 25ml/片*5片", Pack(5, Decimal(25), "ml", True)),
        ("Face mask 10 x 25ml sheets", Pack(10, Decimal(25), "ml", True)),
        ("5 sheets", Pack(5, by_piece=True)),
        ("30片/盒", Pack(30, by_piece=True)),
        ("抽纸 100抽×24包", Pack(2400, by_piece=True)),
        ("Pack of 6", Pack(6, by_piece=True)),
        ("2 x 500 ml", Pack(2, Decimal(500), "ml")),
        ("2 x 10 sheets", Pack(20, by_piece=True)),
        ("口罩 3×50片", Pack(150, by_piece=True)),
        ("Water 6 × 1.5 l", Pack(6, Decimal(1500), "ml")),
        ("咖啡豆 1kg", Pack(1, Decimal(1000), "g")),
        ("1,5 l", Pack(1, Decimal(1500), "ml")),
        ("大米 5公斤", Pack(1, Decimal(5000), "g")),
    ],
)
def test_sizes(text: str, pack: Pack) -> None:
    assert read_pack(text) == pack


@pytest.mark.parametrize(
    "text", ["iPhone15支架", "12包邮", "Lens 50 mm", "5G phone", "128 GB", "9块9", "USB 3.0", "0 ml", ""]
)
def test_what_is_no_size(text: str) -> None:
    assert read_pack(text) is None


@pytest.mark.parametrize(
    ("minor", "text", "price"),
    [
        (6900, "面膜 25ml×10片", UnitPrice(Decimal("6.900"), "CNY", 1, "piece")),
        (1000, "3 sheets", UnitPrice(Decimal("3.333"), "CNY", 1, "piece")),
        (1000, "2 x 500 ml", UnitPrice(Decimal("1.000"), "CNY", 100, "ml")),
    ],
)
def test_prices(minor: int, text: str, price: UnitPrice) -> None:
    assert unit_price(Money(minor, "CNY"), read_pack(text)) == price


def test_unknown_price_or_size_gives_no_unit_price() -> None:
    assert unit_price(None, Pack(5, by_piece=True)) is None
    assert unit_price(Money(1, "CNY"), None) is None


def test_a_stated_size_counts_and_one_that_the_title_contradicts_does_not() -> None:
    assert pack_of("Face mask", {"pack": "5 sheets"}) == Pack(5, by_piece=True)
    assert pack_of("Face mask, 5 sheets", {"pack": "5 sheets"}) == Pack(5, by_piece=True)
    assert pack_of("Face mask, 500 sheets", {"规格": "5片"}) is None


@pytest.mark.parametrize(
    ("title", "attributes"),
    [
        ("500 sheets Face mask, 5 sheets", {}),
        ("Face mask 25 ml × 10 sheets 1000 sheets", {}),
        ("Night mask 500 ml", {"volume": "50 ml"}),
        ("咖啡豆 5公斤", {"净含量": "500 g"}),
    ],
)
def test_an_offer_that_contradicts_itself_has_no_size(title: str, attributes: dict[str, str]) -> None:
    assert pack_of(title, attributes) is None


@pytest.mark.parametrize(
    ("title", "attributes", "pack"),
    [
        ("Feeding bottles, 240 ml × 2", {"capacity": "240 ml", "pack": "2 pieces"}, Pack(2, by_piece=True)),
        ("Night mask 50 ml × 100", {"volume": "50 ml"}, Pack(1, Decimal(50), "ml")),
        ("Tea, 100 bags", {"pack": "2.5 g × 100 bags"}, Pack(100, Decimal("2.5"), "g")),
        ("Canister, 20 l", {"weight": "800 g"}, Pack(1, Decimal(20000), "ml")),
    ],
)
def test_of_sizes_that_agree_the_attribute_or_the_smaller_counts(title: str, attributes: dict[str, str], pack) -> None:
    assert pack_of(title, attributes) == pack


@pytest.mark.parametrize(
    ("title", "attributes", "pack"),
    [
        ("Over-ear headphones", {"weight": "250 g"}, None),
        ("降噪耳机", {"重量": "250克"}, None),
        ("Family kettle, 1.7 l", {"capacity": "1.7 l", "weight": "1 kg"}, None),
        ("Coffee beans", {"net weight": "250 g"}, Pack(1, Decimal(250), "g")),
        ("咖啡豆", {"净含量": "250 g"}, Pack(1, Decimal(250), "g")),
        ("Coffee beans 250 g", {}, Pack(1, Decimal(250), "g")),
        ("Face mask, 5 sheets", {"weight": "120 g"}, Pack(5, by_piece=True)),
        ("Jigsaw puzzle, 1000 pieces", {}, None),
        ("榉木积木", {"规格": "60 片"}, None),
        ("Laundry liquid", {"volume": "1.5 l", "weight": "1.6 kg"}, Pack(1, Decimal(1500), "ml")),
    ],
)
def test_what_the_thing_itself_measures_is_no_pack(title: str, attributes: dict[str, str], pack) -> None:
    assert pack_of(title, attributes) == pack


@given(st.text(max_size=100))
def test_any_text_can_be_read(text: str) -> None:
    pack = read_pack(text)
    assert pack is None or pack.count >= 1


@pytest.mark.parametrize(("amount", "shown"), [("0.645", "0.65"), ("2.184", "2.18"), ("0.012", "0.012")])
def test_a_unit_price_is_never_shown_as_less_than_it_is_by_half_a_cent(amount: str, shown: str) -> None:
    assert str(UnitPrice(Decimal(amount), "EUR", 1, "piece").by_eye) == shown


@pytest.mark.parametrize(
    "title",
    [
        "Electric kettle 1 l Red", "家用电热水壶 1.7 L", "Rice cooker 3 L", "Backpack 25 l", "行李箱 40L",
        "保温杯 750 ml", "收纳箱 60L", "Blender 1.5 l", "Watering can 4 l", "Dumbbell 10 kg", "Headphones, 250 g",
    ],
)  # fmt: skip
def test_what_a_lasting_thing_holds_or_weighs_is_no_pack(title: str) -> None:
    assert pack_of(title, {}) is None
    assert pack_of(title, {"volume": "2 l", "weight": "1 kg"}) is None


def test_what_is_used_up_or_counted_has_its_pack_whatever_else_the_title_names() -> None:
    assert pack_of("Shampoo 400 ml", {}) == Pack(1, Decimal(400), "ml")
    assert pack_of("Coffee beans 1 kg with a mug", {}) == Pack(1, Decimal(1000), "g")
    assert pack_of("Everyday socks, 5 pairs", {}) == Pack(5, by_piece=True)
    assert pack_of("Something else 1 l", {}) == Pack(1, Decimal(1000), "ml")
    assert pack_of("Mug 350 ml", {"pack size": "6 × 350 ml"}) == Pack(6, Decimal(350), "ml")


def test_the_kinds_that_are_used_up_are_kinds_of_the_table() -> None:
    assert set(packs._USED_UP) <= {concept.id for concept in table().concepts.values()}
