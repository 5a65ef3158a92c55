"""P11, honest prices: totals are exact, unknown is not 0 and never sorts as cheapest, a cut is one against what was
seen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.offers import NOW, make_offer

from desktop_client.cli.offer_lines import print_ranked
from desktop_client.commerce.comparing.arranging import lay_out
from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.comparing.comparison import compare
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.judging.candidate import project
from desktop_client.commerce.money import EXPONENTS, Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.history import NEEDED_DAYS, PriceSeen, claimed_cut
from desktop_client.commerce.prices.totals import TAX_INSIDE, total
from desktop_client.commerce.ranking import Order, rank
from desktop_client.ui.compare.presenter import compare_table
from desktop_client.ui.panel.cards import card_view
from desktop_client.wording import Language

currencies = st.sampled_from(["CNY", "USD", "EUR", "JPY", "KWD"])
NEED = ShoppingNeed("face mask")


def money(currency: str) -> st.SearchStrategy[Money]:
    return st.builds(Money, st.integers(0, 10**12), st.just(currency), st.just(EXPONENTS.get(currency, 2)))


@st.composite
def priced(draw: st.DrawFn, currency: str | None = None) -> Offer:
    chosen = currency or draw(currencies)
    part = st.none() | money(chosen)
    return make_offer(
        price=draw(part),
        shipping=draw(part),
        tax=draw(part),
        price_kind=draw(st.sampled_from(["sale", "list", "after_coupon_estimate", "group_buy", "from", "unknown", ""])),
        expires_at=draw(st.sampled_from([None, NOW])),
    )


@given(priced())
def test_the_total_is_the_exact_sum_or_nothing(offer: Offer) -> None:
    found = total(offer)
    if found.money is None:
        assert found.unknown
        return
    assert found.unknown == ()
    assert offer.price is not None
    assert offer.shipping is not None
    tax = offer.tax.amount if offer.tax else Decimal(0)
    assert offer.tax is not None or offer.price.currency in TAX_INSIDE
    assert found.money.amount == offer.price.amount + offer.shipping.amount + tax


@given(priced())
def test_every_part_that_is_not_known_is_named(offer: Offer) -> None:
    found = total(offer)
    assert ("price" in found.unknown) == (offer.price is None)
    if offer.price is not None:
        assert ("shipping" in found.unknown) == (offer.shipping is None)
        assert ("tax" in found.unknown) == (offer.tax is None and offer.price.currency not in TAX_INSIDE)
        assert ("conditions" in found.unknown) == (offer.price_kind not in ("sale", "list"))


def test_a_part_in_another_currency_is_unknown_not_added() -> None:
    found = total(make_offer(shipping=Money(500, "USD")))
    assert found.money is None
    assert found.unknown == ("shipping",)
    assert found.known == Money(6900, "CNY")


@given(part=st.sampled_from(["shipping", "tax"]), minor=st.integers(-(10**6), -1))
def test_a_part_below_nothing_is_no_discount(part: str, minor: int) -> None:
    found = total(make_offer(**{part: Money(minor, "CNY")}))
    assert found.money is None
    assert found.unknown == (part,)
    assert found.known == Money(6900, "CNY")
    assert total(make_offer(price=Money(minor, "CNY"))).known is None


@given(priced(), st.integers(0, 10**12))
def test_a_list_price_has_no_part_in_anything_that_is_added_or_compared(offer: Offer, minor: int) -> None:
    currency = offer.price.currency if offer.price else "CNY"
    boasting = replace(offer, list_price=Money(minor, currency, EXPONENTS.get(currency, 2)))
    assert total(boasting) == total(offer)
    assert project(boasting) == project(offer)


def test_free_shipping_is_known_and_unstated_shipping_is_not() -> None:
    assert total(make_offer(shipping=Money(0, "CNY"))).money == Money(6900, "CNY")
    assert total(make_offer(shipping=None)).money is None


@settings(max_examples=80, deadline=None)
@given(st.lists(priced("USD"), min_size=2, max_size=8))
def test_in_order_of_price_whatever_is_unknown_comes_after_all_that_is_known(offers: list[Offer]) -> None:
    named = [replace(offer, offer_id=str(i)) for i, offer in enumerate(offers)]
    rows = rank(NEED, named, order=Order.TOTAL_PRICE, now=NOW).rows
    known = [row.total.money is not None for row in rows]
    assert known == sorted(known, reverse=True)
    amounts = [(row.expired, row.total.money.amount) for row in rows if row.total.money is not None]
    assert amounts == sorted(amounts), "a price past its term stands after those that hold"


@given(price=st.integers(1, 10**6), shipping=st.integers(0, 10**6))
def test_leaving_out_the_shipping_never_moves_an_offer_up(price: int, shipping: int) -> None:
    rival = make_offer("rival", price=Money(50_000, "CNY"))
    said = make_offer("x", price=Money(price, "CNY"), shipping=Money(shipping, "CNY"))
    ranks = [
        next(
            r.rank for r in rank(NEED, [rival, offer], order=Order.TOTAL_PRICE, now=NOW).rows if r.offer.offer_id == "x"
        )
        for offer in (said, replace(said, shipping=None))
    ]
    assert ranks[1] >= ranks[0]


@given(price=st.integers(1, 10**6))
def test_only_a_known_fresh_total_is_called_the_lowest(price: int) -> None:
    offers = [
        make_offer("known", price=Money(50_000, "CNY")),
        make_offer("dearer", price=Money(60_000, "CNY")),
        make_offer("no-shipping", price=Money(price, "CNY"), shipping=None),
        make_offer("coupon", price=Money(price, "CNY"), price_kind="after_coupon_estimate"),
        make_offer("stale", price=Money(price, "CNY"), expires_at=NOW),
        make_offer("unknown", price=None),
    ]
    table = compare([Pin(offer, NOW) for offer in offers], NOW)
    cells = next(row for row in table.rows if row.kind is RowKind.TOTAL).cells
    lowest = [column.offer.offer_id for column, cell in zip(table.columns, cells, strict=True) if cell.lowest]
    assert lowest == ["known"]


def test_amounts_in_two_currencies_have_no_lowest() -> None:
    offers = [make_offer("a"), make_offer("b", price=Money(1, "EUR"), shipping=Money(0, "EUR"))]
    table = compare([Pin(offer, NOW) for offer in offers], NOW)
    assert not any(cell.lowest for row in table.rows for cell in row.cells)


# --- what was seen ---------------------------------------------------------------------------------------------------


def days(*prices: int | None) -> list[PriceSeen]:
    """One price a day, in cents, the last one today; None where nothing was looked at. As the store keeps them."""
    runs: list[PriceSeen] = []
    for number, minor in enumerate(reversed(prices)):
        if minor is None:
            continue
        at = NOW - number * timedelta(days=1)
        last = runs[-1] if runs else None
        if last and last.price.minor == minor and last.first_day - at.date() == timedelta(days=1):
            runs[-1] = replace(last, first_seen=at)
        else:
            runs.append(PriceSeen(Money(minor, "EUR"), at, at))
    return runs[::-1]


def boasting(minor: int) -> Offer:
    """An offer whose shop strikes through a price ten times as high."""
    return make_offer(price=Money(minor, "EUR"), shipping=Money(0, "EUR"), list_price=Money(10 * minor, "EUR"))


@pytest.mark.parametrize(
    ("story", "now", "percent"),
    [
        # C-330/23 Aldi Sued: 1.69 is struck through, but it cost 1.29 within the 30 days before.
        ([129] * 10 + [169] * 15, 129, "0.0"),
        ([169] * 25, 129, "23.6"),
        # Raised first, then cut (先涨后降): still dearer than before.
        ([100] * 20 + [199] * 9, 149, "0.0"),
        # The low lies 31 days back, so it is not among the 30 days before.
        ([99, *[169] * 30], 129, "23.6"),
        ([99, *[169] * 29], 129, "0.0"),
        ([169] * 9, 129, None),
        ([169] + [None] * 20 + [169], 129, None),
        ([], 129, None),
    ],
)
def test_a_cut_is_claimed_only_against_the_lowest_price_that_was_seen(
    story: list[int | None], now: int, percent: str | None
) -> None:
    cut = claimed_cut(boasting(now), days(*story, now), NOW)
    assert cut is not None
    assert cut.percent == (None if percent is None else Decimal(percent))


def test_a_price_of_the_same_day_counts_where_it_is_lower() -> None:
    """Raised over the day, and then cut again: the morning's price is what it cost before."""
    morning = PriceSeen(Money(129, "EUR"), NOW - timedelta(hours=3), NOW - timedelta(hours=3))
    cut = claimed_cut(boasting(139), [*days(*[169] * 20, None), morning], NOW)
    assert cut is not None
    assert cut.percent == Decimal("0.0")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.none() | st.integers(1, 400), min_size=0, max_size=60), st.integers(1, 400))
def test_no_cut_is_ever_larger_than_what_was_seen_says(story: list[int | None], now: int) -> None:
    cut = claimed_cut(boasting(now), days(*story, now), NOW)
    assert cut is not None
    tail = 0
    while tail < len(story) and story[-1 - tail] in (now, None):
        tail += 1
    before = [minor for minor in story[: len(story) - tail][-30:] if minor is not None]
    if cut.percent is None:
        return
    assert cut.days >= NEEDED_DAYS
    assert cut.percent == 0 or Decimal(now) <= min(before) * (1 - cut.percent / 100)
    assert cut.percent == cut.percent.quantize(Decimal("0.1"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_card_and_no_table_shows_the_price_that_a_shop_strikes_through(language: Language) -> None:
    offer = boasting(1234)
    history = {offer.key: tuple(days(*[2000] * 20, 1234))}
    (row,) = rank(NEED, [offer], now=NOW).rows
    card = card_view(row, "Shop", (), NOW, language, seen=history[offer.key])
    table = compare_table(lay_out([Pin(offer, NOW)], NOW, history), {}, language)
    for text in (card.copied, table.as_text("")):
        assert "123.40" not in text
        assert "12.34" in text
        assert "38.3 %" in text.replace("\u00a0", " ")


BOASTS = (
    "was $199.00",
    "Was: EUR 99",
    "-70 %",
    "−50%",
    "70% off",
    "Save $40",
    "RRP €49.99",
    "list price 99.00",
    "Lowest price ever",
    "best price of the year",
    "half price",
    "never been cheaper",
    "all-time low",
    "reduced: 19.90",
    "原价 ¥199",
    "划线价199元",
    "历史最低价",
    "近30天最低价",
    "史低",
    "全网最低",
    "直降1300元",
    "立省 200",
    "5折",
    "五折",
    "historical low",
    "down from $20",
    "１２．９９ instead of ４９．９９",
)
"""Written for this, before the rule was."""
CONDITIONS = (
    "满7999减1300",
    "88VIP",
    "商品券 满200减20",
    "8折券",
    "拼单价",
    "Coupon: 10.00 CNY off from 99.00 CNY",
    "/ kg",
    "49.99 Kč",
    "12.00–19.00 EUR (5)",
    "460000 reviews, 98 % of them positive",
    "Sold: 1万+",
    "Without promotions: 79.90 CNY",
    "for members",
    "plus deposit",
    "two for one with the app",
    "from 50 pieces",
    "最低消费99元",
    "order before 12:00",
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_card_repeats_a_cut_or_a_low_that_only_the_shop_has_seen(language: Language) -> None:
    def said(note: str) -> str:
        (row,) = rank(NEED, [make_offer(price_note=(note,))], now=NOW).rows
        card = card_view(row, "Shop", (), NOW, language)
        printed: list[str] = []
        shell = SimpleNamespace(print=printed.append, text=lambda s: s.in_language(language), language=language)
        print_ranked(shell, (row,), {})  # type: ignore[arg-type]
        assert (note in card.notes) == (note in "\n".join(printed)), "window and command line say the same"
        return "\n".join((*card.notes, card.copied))

    assert [boast for boast in BOASTS if boast in said(boast)] == []
    assert [condition for condition in CONDITIONS if condition not in said(condition)] == []


def test_a_card_says_the_low_where_it_says_something() -> None:
    def notes(*story: int | None) -> tuple[str, ...]:
        (row,) = rank(NEED, [replace(boasting(129), list_price=None)], now=NOW).rows
        return card_view(row, "Shop", (), NOW, "en", seen=days(*story)).notes

    assert notes(169, 129) == ("30-day low €1.29 · seen on 2 days",)
    assert notes(129, 129) == ()
    assert notes(*[169] * 20, 119, 129) == ("30-day low €1.19 · seen on 22 days",)
    assert notes(*[129] * 7) == ("30-day low €1.29 · seen on 7 days",)
