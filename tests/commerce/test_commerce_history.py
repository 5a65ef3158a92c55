"""Prices over time: what was lowest, on how many days it was looked at, and what a claimed cut comes to."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from standins.offers import NOW, make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.history import (
    NEEDED_DAYS,
    TELLING_DAYS,
    WINDOWS,
    Low,
    PriceSeen,
    claimed_cut,
    cut_words,
    low_words,
    lowest,
)

DAY = timedelta(days=1)
YUAN = Money(0, "CNY")


def run(minor: int, first: int, last: int | None = None, currency: str = "CNY") -> PriceSeen:
    """A price that was seen from ``first`` to ``last`` days ago."""
    return PriceSeen(Money(minor, currency), ago(first), ago(first if last is None else last))


def ago(days: float) -> datetime:
    return NOW - days * DAY


def cheap(minor: int = 129, usual: int | None = 199, **fields: object) -> Offer:
    return make_offer(
        price=Money(minor, "EUR"), list_price=None if usual is None else Money(usual, "EUR"), shipping=None, **fields
    )


def euro(minor: int, first: int, last: int | None = None) -> PriceSeen:
    return run(minor, first, last, "EUR")


def test_the_lowest_of_each_window_and_on_how_many_days_it_was_looked_at() -> None:
    seen = [run(300, 120, 80), run(500, 50, 45), run(400, 10, 8), run(450, 3, 0)]
    assert [lowest(seen, YUAN, NOW, window) for window in WINDOWS] == [
        Low(Money(450, "CNY"), ago(0), 4, 1, 7),
        Low(Money(400, "CNY"), ago(8), 7, 2, 30),
        Low(Money(300, "CNY"), ago(80), 10 + 6 + 3 + 4, 4, 90),
    ]


@pytest.mark.parametrize(("days_ago", "found"), [(29, True), (30, False)])
def test_the_window_is_thirty_days_with_today_among_them(days_ago: int, found: bool) -> None:
    assert (lowest([run(1, days_ago)], YUAN, NOW) is not None) is found


def test_a_run_counts_only_with_the_days_that_lie_in_the_window() -> None:
    low = lowest([run(100, 400, 25)], YUAN, NOW)
    assert low == Low(Money(100, "CNY"), ago(25), 5, 1, 30)


def test_days_are_counted_once_however_many_prices_they_had() -> None:
    low = lowest([run(100, 5), run(90, 5), run(100, 5), run(95, 4)], YUAN, NOW)
    assert low == Low(Money(90, "CNY"), ago(5), 2, 3, 30)


def test_another_currency_and_the_future_are_no_history_of_a_price() -> None:
    assert lowest([run(1, 3, currency="USD")], YUAN, NOW) is None
    assert lowest([run(1, -3)], YUAN, NOW) is None
    assert lowest([], YUAN, NOW) is None


def test_of_equal_prices_the_one_seen_last_is_dated() -> None:
    low = lowest([run(100, 20), run(200, 10), run(100, 5)], YUAN, NOW)
    assert low is not None
    assert low.last_seen == ago(5)


@pytest.mark.parametrize(
    ("seen", "telling"),
    [
        ([run(100, 0)], False),
        ([run(100, TELLING_DAYS - 2, 0)], False),
        ([run(100, TELLING_DAYS - 1, 0)], True),
        ([run(110, 1), run(100, 0)], True),
    ],
)
def test_a_low_that_only_repeats_the_price_says_nothing(seen: list[PriceSeen], telling: bool) -> None:
    low = lowest(seen, YUAN, NOW)
    assert low is not None
    assert low.telling is telling


def test_a_cut_is_measured_against_the_lowest_before_it() -> None:
    cut = claimed_cut(cheap(), [euro(169, 30, 10), euro(149, 9, 5), euro(129, 4, 0)], NOW)
    assert cut is not None
    assert (cut.percent, cut.base, cut.days) == (Decimal("13.4"), Money(149, "EUR"), 26)
    assert str(cut_words(cut)) == "13.4\u00a0% below the lowest seen in the 30 days before"


@pytest.mark.parametrize("days", range(NEEDED_DAYS + 1))
def test_on_too_few_days_there_is_no_percentage(days: int) -> None:
    before = [euro(169, number) for number in range(days, 0, -1)]
    cut = claimed_cut(cheap(), [*before, euro(129, 0)], NOW)
    assert cut is not None
    assert cut.days == days
    assert (cut.percent is not None) is (days >= NEEDED_DAYS)
    assert ("not enough history" in str(cut_words(cut))) is (days < NEEDED_DAYS)


def test_a_price_that_is_not_on_the_shelf_yet_was_cut_when_it_was_fetched() -> None:
    cut = claimed_cut(cheap(), [euro(169, 20, 1)], NOW)
    assert cut is not None
    assert cut.percent == Decimal("23.6")


def test_a_price_that_has_stood_for_longer_than_the_window_is_no_cut() -> None:
    cut = claimed_cut(cheap(), [euro(169, 60, 40), euro(129, 39, 0)], NOW)
    assert cut is not None
    assert cut.percent == 0
    gap = claimed_cut(cheap(), [euro(169, 80, 60), euro(129, 59), euro(129, 0)], NOW)
    assert gap is not None
    assert gap.percent is None, "seen twice in two months is no history"


def test_what_it_cost_this_morning_counts_though_the_day_does_not() -> None:
    morning = PriceSeen(Money(119, "EUR"), NOW - timedelta(hours=5), NOW - timedelta(hours=4))
    now = PriceSeen(Money(129, "EUR"), NOW - timedelta(hours=1), NOW)
    cut = claimed_cut(cheap(), [euro(169, 20, 1), morning, now], NOW)
    assert cut is not None
    assert (cut.percent, cut.base, cut.days) == (0, Money(119, "EUR"), 20)


@pytest.mark.parametrize(
    "offer",
    [
        cheap(usual=None),
        cheap(usual=129),
        cheap(usual=100),
        cheap(price_kind="after_coupon_estimate"),
        cheap(price_kind="from"),
        cheap(expires_at=NOW),
        make_offer(price=None, list_price=Money(5, "EUR")),
        make_offer(price=Money(129, "EUR"), list_price=Money(900, "CNY")),
    ],
)
def test_nothing_is_said_of_cuts_that_nobody_claims_or_that_cannot_be_held_to(offer: Offer) -> None:
    assert claimed_cut(offer, [euro(169, 30, 5), euro(129, 4, 0)], NOW) is None


def test_words_in_both_languages() -> None:
    low = Low(Money(3990, "CNY"), NOW, 12, 2, 30)
    assert str(low_words(low, "¥39.90", parts_besides=False)) == "30-day low ¥39.90 · seen on 12 days"
    assert low_words(low, "¥39.90", parts_besides=True).in_language("zh").startswith("商品本身 30 天最低 ¥39.90")
