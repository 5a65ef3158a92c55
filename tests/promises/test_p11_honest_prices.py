"""P11, honest prices: totals are exact, unknown is not 0 and never sorts as cheapest."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from standins.offers import NOW, make_offer

from desktop_client.commerce.comparison import RowKind, compare
from desktop_client.commerce.money import EXPONENTS, Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.ranking import Order, rank
from desktop_client.commerce.shortlist import Pin
from desktop_client.commerce.totals import TAX_INSIDE, total

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
        price_kind=draw(st.sampled_from(["sale", "list", "after_coupon_estimate", "group_buy"])),
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
