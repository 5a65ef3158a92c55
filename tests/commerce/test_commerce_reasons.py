"""Reasons are the numbers that put an offer there, in words of both languages; what would change it comes true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from standins.offers import MASK_SHELF, NOW, make_offer, mask

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Part, Weights, rank
from desktop_client.commerce.reasons import ORDERS, PARTS, reasons, would_change
from desktop_client.wording import chinese

NEED = ShoppingNeed(
    "补水 面膜", "zh", "面膜", PriceRange(high=None, low=None), must_have=("敏感肌",), must_not=("香精",)
)


def test_the_reasons_add_up_to_the_score() -> None:
    for row in rank(NEED, MASK_SHELF, now=NOW).rows:
        every = sum(part.weight for part in row.parts)
        assert row.score == sum(part.points * part.weight for part in row.parts) // every
        assert [r.points for r in reasons(row)] == [part.points for part in row.parts]
        assert abs(sum(r.weight for r in reasons(row)) - 100) <= 2


def test_reasons_name_what_was_found_and_where() -> None:
    offers = [
        mask("1", "补水面膜", skin_type="敏感肌", 香精="无"),
        mask("2", "面膜", description="补水。敏感肌可用。"),
    ]
    first, second = rank(NEED, offers, now=NOW).rows
    said = {r.part: str(r.words) for r in reasons(first)}
    assert said[Part.WISHES] == "“敏感肌”: stated; without “香精”: stated"
    assert said[Part.TEXT] == "“面膜” as the category; “补水” in the title"
    assert {r.part: r.words.in_language("zh") for r in reasons(second)}[Part.WISHES] == (
        "“敏感肌”：只在描述里提到；不含“香精”：未说明"
    )


@pytest.mark.parametrize(
    ("fields", "part", "words"),
    [
        ({"rating": None}, Part.RATING, "no rating; counted as the mean, 4.0 of 5"),
        ({"rating": Rating(4.5, 5, 80)}, Part.RATING, "4.5 of 5 from 80 people; the mean counts for 20 people"),
        ({}, Part.FRESHNESS, "seen today"),
        ({"expires_at": NOW}, Part.FRESHNESS, "its source's term for this price has passed"),
        ({}, Part.PRICE, "the total fits the price asked for"),
        ({"price": None}, Part.PRICE, "no price is stated"),
        ({"shipping": None}, Part.PRICE, "what is known of the price fits; unknown: shipping"),
        (
            {"price": Money(5, "USD"), "shipping": None},
            Part.PRICE,
            "the price is in USD and is not converted",
        ),
    ],
)
def test_each_part_says_what_it_was_worked_out_from(fields, part, words) -> None:
    need = ShoppingNeed("mask", price=PriceRange(high=1000, currency="CNY"))  # type: ignore[arg-type]
    (row,) = rank(need, [make_offer(**fields)], now=NOW).rows
    assert {r.part: str(r.words) for r in reasons(row)}[part] == words


@pytest.mark.parametrize("currency", ["CNY", "USD"])
def test_a_limit_without_a_currency_says_in_which_it_was_taken(currency) -> None:
    need = ShoppingNeed("mask", price=PriceRange(high=Decimal(1000)))
    offer = make_offer(price=Money(500, currency), shipping=None, currency=currency)
    (row,) = rank(need, [offer], now=NOW).rows
    said = {r.part: str(r.words) for r in reasons(row)}[Part.PRICE]
    assert said.startswith("what is known of the price fits; unknown: shipping")
    assert said.endswith(f"; taken in {currency}, as you named none")


RATED = tuple(
    make_offer(f"{title}-{stars}", title, rating=Rating(stars, 5, 9000), fetched_at=NOW - timedelta(days=10 * stars))
    for title in ("Soothing clay mask", "Clay mask", "Soothing mask", "Peat mask")
    for stars in (2, 4, 5)
)


@pytest.mark.parametrize("need", [ShoppingNeed("soothing clay mask"), ShoppingNeed("mask", must_have=("soothing",))])
def test_the_weight_that_is_said_to_turn_them_round_does(need: ShoppingNeed) -> None:
    turned = 0
    for upper, lower in pairwise(rank(need, RATED, now=NOW).rows):
        for words in would_change(upper, lower):
            if "weight" not in words.values:
                continue
            part = next(part for part, name in PARTS.items() if name == words.values["part"])
            weight = int(str(words.values["weight"]))
            pair = (upper.offer, lower.offer)
            for at, expected in ((weight, pair[::-1]), (100, pair[::-1]), (weight - 1, pair)):
                weights = replace(DEFAULT_WEIGHTS, **{part.value: at})
                assert tuple(row.offer for row in rank(need, pair, now=NOW, weights=weights).rows) == expected
            turned += 1
    assert turned >= 3


def test_where_no_weight_turns_them_none_is_named() -> None:
    upper, lower = rank(
        ShoppingNeed("soothing mask"), [make_offer("1", "Soothing mask"), make_offer("2")], now=NOW
    ).rows
    assert [words for words in would_change(upper, lower) if "weight" in words.values] == []


def test_a_sample_behind_what_is_for_sale_says_so() -> None:
    offers = [make_offer("real", "Mask"), make_offer("sample", "Soothing mask", sample=True)]
    upper, lower = rank(ShoppingNeed("soothing mask"), offers, now=NOW).rows
    assert lower.score > upper.score
    assert [str(words) for words in would_change(upper, lower)] == [
        "The next is a sample: samples stand behind all that is for sale."
    ]


def test_what_earns_nothing_is_said_to_earn_nothing() -> None:
    (row,) = rank(ShoppingNeed("soothing mask"), [mask("1", "Mask", description="Soothing.")], now=NOW).rows
    assert "“soothing” only said in passing, for no points" in str(reasons(row)[0].words)


@pytest.mark.parametrize(
    "silent", [mask("2", "面膜"), mask("2", "敏感肌面膜"), mask("2", "面膜", description="敏感肌可用")]
)
def test_a_missing_wish_is_named_with_what_it_would_gain(silent: Offer) -> None:
    need = ShoppingNeed("面膜", "zh", "面膜", must_have=("敏感肌",))
    stated = mask("1", "面膜", skin_type="敏感肌")
    upper, lower = rank(need, [stated, silent], now=NOW).rows
    (words,) = [w for w in would_change(upper, lower) if "wish" in w.values]
    assert words.values["wish"] == "敏感肌"
    told = rank(need, [replace(silent, attributes={"skin_type": "敏感肌"})], now=NOW).rows[0]
    assert str(words.values["points"]) == f"{(told.score - lower.score) / 10:.1f}"


def test_of_what_must_not_be_in_it_the_next_is_told_to_state_its_absence() -> None:
    """To state the thing itself would take it off the list."""
    need = ShoppingNeed("face mask", must_not=("fragrance",))
    silent = make_offer("2", "Face mask")
    upper, lower = rank(need, [make_offer("1", "Face mask", attributes={"fragrance": "none"}), silent], now=NOW).rows
    (words,) = [w for w in would_change(upper, lower) if "wish" in w.values]
    assert str(words).startswith("If the next stated to be without “fragrance”")
    (told,) = rank(need, [replace(silent, attributes={"fragrance": "none"})], now=NOW).rows
    assert str(words.values["points"]) == f"{(told.score - lower.score) / 10:.1f}"
    assert rank(need, [replace(silent, attributes={"fragrance": "present"})], now=NOW).rows == ()


def test_equals_are_called_equal() -> None:
    upper, lower = rank(ShoppingNeed("face mask"), [make_offer("1"), make_offer("2")], now=NOW).rows
    assert [str(words) for words in would_change(upper, lower)] == [
        "Equal points; equals stand in an order that is drawn each day."
    ]


def test_weights_of_nothing_are_no_fault() -> None:
    rows = rank(NEED, MASK_SHELF, now=NOW, weights=Weights(0, 0, 0, 0, 0)).rows
    assert [r.weight for r in reasons(rows[0])] == [0] * len(rows[0].parts)
    assert would_change(rows[0], rows[1])


def test_everything_is_said_in_chinese_too() -> None:
    known = chinese()
    for sentence in (*PARTS.values(), *ORDERS.values()):
        assert sentence.template in known
    for row in rank(NEED, MASK_SHELF, now=NOW).rows:
        for reason in reasons(row):
            assert reason.words.template in known
    rows = rank(NEED, MASK_SHELF, now=NOW).rows
    for upper, lower in pairwise(rows):
        assert all(words.template in known for words in would_change(upper, lower))
