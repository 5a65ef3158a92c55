"""Exchange rates: exact, dated, and a list that goes by them can be put in order again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.offers import NOW
from standins.rates import DOLLARS, OFFERS, POUNDS, RATES, need_between

from desktop_client.commerce.lists.codec import ranked_to_json
from desktop_client.commerce.lists.file import verify_list
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.prices.rates import Conversion, Rates
from desktop_client.commerce.ranking import Order, rank
from desktop_client.commerce.reasons import reasons


@pytest.mark.parametrize(
    ("money", "to", "want"),
    [
        (Money(1999, "USD"), "CNY", Money(13113, "CNY")),  # 19.99 / 1.25 * 8.2 = 131.1344
        (Money(13113, "CNY"), "USD", Money(1999, "USD")),
        (Money(100, "EUR"), "JPY", Money(180, "JPY", 0)),
        (Money(180, "JPY", 0), "EUR", Money(100, "EUR")),
        (Money(125, "USD"), "EUR", Money(100, "EUR")),
        (Money(1, "GBP"), "EUR", None),
        (Money(1, "EUR"), "XXX", None),
    ],
)
def test_amounts_are_converted_exactly_and_rounded_once(money: Money, to: str, want: Money | None) -> None:
    assert RATES.converted(money, to) == want


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "USD", "CNY", "JPY"]), st.sampled_from(["EUR", "USD", "CNY"]))
def test_no_float_comes_in(minor: int, one: str, other: str) -> None:
    money = Money(minor, one, 0 if one == "JPY" else 2)
    found = RATES.converted(money, other)
    exact = RATES.exact(money.amount, one, other)
    assert found is not None
    assert exact is not None
    assert abs(Fraction(found.amount) - exact) <= Fraction(1, 200)


def test_a_rate_is_stated_with_its_day_and_its_age_once_it_is_old() -> None:
    conversion = Conversion("CNY", RATES)
    price = Money(1999, "USD")
    assert str(conversion.words(price, NOW)) == "about CN¥131.13 at 1 USD = 6.56 CNY, ECB, 2026-11-20"
    later = datetime(2026, 12, 20, tzinfo=UTC)
    assert str(conversion.words(price, later)).endswith("; this rate is 30 days old")
    assert conversion.words(Money(1, "CNY"), NOW) is None
    assert conversion.words(Money(1, "GBP"), NOW) is None
    assert (RATES.stale(NOW), RATES.stale(later)) == (False, True)


@pytest.mark.parametrize(
    ("low", "high", "want"),
    [
        (None, "65.60", {"usd", "gbp"}),  # 10 USD are exactly 65.60 CNY
        (None, "65.59", {"gbp"}),
        ("65.60", None, {"usd", "cny", "gbp"}),
        ("65.61", None, {"cny", "gbp"}),
        (None, "70", {"usd", "cny", "gbp"}),
    ],
)
def test_a_price_filter_across_currencies_takes_a_stated_rate(low: str | None, high: str | None, want: set) -> None:
    """To the cent; what can't be converted stays, since nobody knows that it doesn't fit."""
    ranked = rank(need_between(low, high), OFFERS, now=NOW, rates=RATES)
    assert {row.offer.offer_id for row in ranked.rows} == want
    for row in ranked.rows:
        words = " ".join(str(reason.words) for reason in reasons(row))
        assert ("at 1 USD = 6.56 CNY, ECB, 2026-11-20" in words) == (row.offer is DOLLARS)
        assert ("is not converted" in words) == (row.offer is POUNDS)


def test_without_rates_nothing_is_converted() -> None:
    ranked = rank(need_between(None, "1"), OFFERS, now=NOW)
    assert {row.offer.offer_id for row in ranked.rows} == {"usd", "gbp"}
    assert ranked_to_json(ranked)["rates"] is None


def test_totals_in_different_currencies_stand_in_one_order_by_the_rates() -> None:
    def order(rates: Rates | None) -> list[str]:
        need = ShoppingNeed("face mask", price=PriceRange(None, Decimal(10_000), "CNY"))
        return [row.offer.offer_id for row in rank(need, OFFERS, order=Order.TOTAL_PRICE, now=NOW, rates=rates).rows]

    assert order(None) == ["cny", "gbp", "usd"], "the need's currency, then the others by name"
    assert order(RATES) == ["usd", "cny", "gbp"], "10 USD are less than 70 CNY; pounds have no rate"


def test_a_list_carries_its_rates_and_can_be_put_in_order_again() -> None:
    ranked = rank(need_between(None, "70"), OFFERS, order=Order.TOTAL_PRICE, now=NOW, rates=RATES)
    document = ranked_to_json(ranked)
    assert document["rates"]["on"] == "2026-11-20"
    assert verify_list(json.dumps(document)).difference is None
    wrong, unused = ({**document["rates"]["per_euro"], **one} for one in ({"CNY": "7.7"}, {"JPY": "181"}))
    changed = [None, *({**document["rates"], "per_euro": per_euro} for per_euro in (wrong, unused))]
    for rates in (*changed, {**document["rates"], "on": "2026-11-21"}):
        assert verify_list(json.dumps({**document, "rates": rates})).difference is not None


@given(st.randoms())
def test_arrival_has_no_part_in_it_with_rates_either(random) -> None:
    shuffled = list(OFFERS)
    random.shuffle(shuffled)
    found = rank(need_between(None, "70"), shuffled, order=Order.TOTAL_PRICE, now=NOW, rates=RATES)
    assert [row.offer.offer_id for row in found.rows] == ["usd", "cny", "gbp"]
