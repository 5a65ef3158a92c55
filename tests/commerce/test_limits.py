"""Limits of a measure: read from a message as conditions, and met by any offer that keeps within them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from standins.offers import NOW, make_offer

from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.judging.claims import Place
from desktop_client.commerce.meaning.limits import Limit, read_limit
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import Part, RankedOffer, Removed, Wish, rank
from desktop_client.commerce.reading import read


def place_of_wish(row: RankedOffer) -> Place:
    """Where an offer says that the only wish is met."""
    facts = next(part.facts for part in row.parts if part.part is Part.WISHES)
    assert isinstance(facts, tuple)
    assert isinstance(facts[0], Wish)
    return facts[0].place


@pytest.mark.parametrize(
    ("text", "words", "wishes"),
    [
        ("usb c charger at least 65 W", "usb c charger", ("usb c", "at least 65 W")),
        ("充电器至少65瓦", "充电器", ("至少65瓦",)),
        ("laptop no more than 2 kg", "laptop", ("no more than 2 kg",)),
        ("吸尘器不超过2公斤", "吸尘器", ("不超过2公斤",)),
        ("headphones with over 20 hours of battery", "headphones", ("over 20 hours of battery",)),
        ("续航20小时以上的耳机", "耳机", ("续航20小时以上",)),
        ("backpack 20 to 30 liters", "backpack", ("20 to 30 liters",)),
        ("monitor 27 inch or larger under $300", "monitor", ("27 inch or larger",)),
        ("65W usb-c charger", "65W usb-c charger", ("65W", "usb-c")),
        ("a stroller that isn't over 8 kg", "stroller", ("isn't over 8 kg",)),
        ("a shelf that shouldn't be wider than 30 cm", "shelf", ("shouldn't be wider than 30 cm",)),
        ("推车，不能重于8公斤", "推车", ("不能重于8公斤",)),
    ],
)
def test_a_number_with_a_unit_is_a_condition(text: str, words: str, wishes: tuple[str, ...]) -> None:
    need = read(text, force=True).need
    assert need is not None
    assert (need.text, need.must_have) == (words, wishes)


@pytest.mark.parametrize(
    "text",
    [
        "I sit over 8 hours a day, office chair under 300 dollars",
        "每天坐8小时以上，求人体工学椅",
        "my dog weighs over 30 kg, need a bed",
        "grill under $200",
        "20升左右的双肩包",
    ],
)
def test_what_bounds_something_else_is_no_condition(text: str) -> None:
    need = read(text, force=True).need
    assert need is not None
    assert need.must_have == ()


@pytest.mark.parametrize(
    ("phrase", "limit"),
    [
        ("no more than 2 kg", Limit("gram", None, Decimal(2000))),
        ("不低于10000毫安", Limit("ampere_hour", Decimal(10), None)),
        ("isn't over 8 kg", Limit("gram", None, Decimal(8000))),
        ("mustn't weigh more than 2 kg", Limit("gram", None, Decimal(2000))),
        ("not shorter than 2 m", Limit("metre", Decimal(2), None)),
        ("narrower than 60 cm", Limit("metre", None, Decimal("0.60"))),
        ("别大于30厘米", Limit("metre", None, Decimal("0.30"))),
        ("不要小于30厘米", Limit("metre", Decimal("0.30"), None)),
        ("between 20 and 30 liters", Limit("litre", Decimal(20), Decimal(30))),
        ("65 W", None),
        ("waterproof", None),
    ],
)
def test_a_phrase_sets_a_limit(phrase: str, limit: Limit | None) -> None:
    assert read_limit(phrase) == limit


def test_a_limit_is_met_by_any_amount_within() -> None:
    need = ShoppingNeed("charger", category="charger", must_have=("at least 65 W",))
    offers = [
        make_offer("more", "GaN charger", category="chargers", attributes={"power": "100 W"}),
        make_offer("less", "GaN charger", category="chargers", attributes={"power": "45 W"}),
        make_offer("named", "Charger 0.1 kW", category="chargers"),
        make_offer("named less", "Charger 20W", category="chargers"),
        make_offer("silent", "Charger", category="chargers"),
        make_offer("stuffed", "Charger 65W 100W 140W", category="chargers"),
    ]
    ranked = rank(need, offers, now=NOW)
    assert {row.offer.offer_id: place_of_wish(row) for row in ranked.rows} == {
        "more": Place.ATTRIBUTE,
        "named": Place.TITLE,
        "named less": Place.NOWHERE,
        "silent": Place.NOWHERE,
        "stuffed": Place.DESCRIPTION,
    }
    assert ranked.rows[0].offer.offer_id == "more"
    assert Removed(Chip(ChipKind.MUST_HAVE, "at least 65 W"), count=1, alone=1) in ranked.removed


def test_what_something_about_it_measures_is_not_held_against_it() -> None:
    need = ShoppingNeed("backpack", category="backpack", must_have=("no more than 2 kg",))
    bag = make_offer("1", "Backpack", category="backpacks", attributes={"max load": "15 kg", "weight": "900 g"})
    row = rank(need, [bag], now=NOW).rows[0]
    assert place_of_wish(row) is Place.ATTRIBUTE
