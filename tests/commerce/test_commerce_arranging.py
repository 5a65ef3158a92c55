"""The table laid out: orders, what is left out, filters, one product, the dominated, what-if, why the first is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.offers import NOW, make_offer, mask

from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.comparing.arranging import LaidOut, lay_out
from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.comparing.same_product import SameBy, groups, same_by
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.comparing.why_first import why_first
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Rating
from desktop_client.commerce.ranking import Weights

NEED = ShoppingNeed(
    "face mask", "en", None, PriceRange(high=Decimal(80), currency="CNY"), ("sensitive skin",), ("fragrance",)
)


def priced(offer_id: str, minor: int | None, **fields) -> Offer:
    return make_offer(offer_id, price=None if minor is None else Money(minor, "CNY"), **fields)


def laid(*offers: Offer, need: ShoppingNeed | None = None, **arrangement) -> LaidOut:
    return lay_out([Pin(offer, NOW, need) for offer in offers], NOW, arrangement=Arrangement(**arrangement))


def ids(laid_out: LaidOut) -> str:
    return " ".join(column.offer.offer_id for column in laid_out.comparison.columns)


def texts(laid_out: LaidOut, kind: RowKind) -> list[str]:
    return [str(c.text) for row in laid_out.comparison.rows if row.kind is kind for c in row.cells]


# --- order ---------------------------------------------------------------------------------------------------------

FOUR = (
    priced("a", 500, attributes={"weight": "1 kg"}, rating=Rating(4.0, 5.0)),
    priced("b", 400, attributes={"weight": "900 g"}),
    priced("c", 300, attributes={"weight": "heavy"}, rating=Rating(9.0, 10.0), shipping=None),
    priced("d", None, attributes={"重量": "2斤"}),
)


@pytest.mark.parametrize(
    ("by", "forwards", "backwards"),
    [
        ("total", "b a c d", "a b c d"),
        ("attribute:weight", "b a d c", "a d b c"),
        ("rating", "c a b d", "a c b d"),
        ("nothing", "b a c d", "b a c d"),
    ],
)
def test_any_row_puts_the_columns_in_order_and_what_is_unknown_stands_last(by, forwards, backwards) -> None:
    assert ids(laid(*FOUR, by=by)) == forwards
    assert ids(laid(*FOUR, by=by, backwards=True)) == backwards


def test_an_order_of_ones_own_goes_before_any_row_and_newcomers_stand_behind() -> None:
    arrangement = Arrangement().moved([("shelf", "b"), ("shelf", "a"), ("shelf", "c")], ("shelf", "c"), -2)
    assert ids(lay_out([Pin(o, NOW) for o in FOUR], NOW, arrangement=arrangement)) == "c b a d"
    assert arrangement.moved(arrangement.places, ("shelf", "c"), -1).places == arrangement.places
    assert arrangement.ordered_by("rating").places == ()


def test_an_offer_that_can_go_no_further_leaves_the_order_by_a_row() -> None:
    shown = [("shelf", "b"), ("shelf", "a")]
    assert Arrangement().moved(shown, shown[-1], 1) == Arrangement()
    assert Arrangement().moved(shown, shown[0], -1) == Arrangement()


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(0, 9_999)),
            st.one_of(st.none(), st.integers(0, 500)),
            st.sampled_from(["CNY", "USD"]),
            st.sampled_from(["sale", "after_coupon"]),
            st.integers(-2, 2),
        ),
        max_size=7,
    ),
    st.booleans(),
)
def test_unknown_is_never_cheapest_and_stale_never_lowest(rows, backwards) -> None:
    offers = [
        make_offer(
            str(number),
            price=None if item is None else Money(item, currency),
            shipping=None if shipping is None else Money(shipping, currency),
            price_kind=kind,
            fetched_at=NOW - timedelta(days=3),
            expires_at=NOW + timedelta(days=ends),
        )
        for number, (item, shipping, currency, kind, ends) in enumerate(rows)
    ]
    found = laid(*offers, backwards=backwards).comparison
    for row in found.rows:
        for column, cell in zip(found.columns, row.cells, strict=True):
            if cell.lowest:
                known = column.total.money
                assert known is not None
                assert not column.stale
                rivals = [c.total.money.amount for c in found.columns if c.total.money and not c.stale]
                assert known.amount == min(rivals)
    sure = [column.total.money is not None and not column.stale for column in found.columns]
    assert sure == sorted(sure, reverse=True), "what is known and fresh stands before all else, both ways"
    for currency in ("CNY", "USD"):
        amounts = [
            c.total.money.amount
            for c in found.columns
            if c.total.money and not c.stale and c.total.money.currency == currency
        ]
        assert amounts == sorted(amounts, reverse=backwards)


# --- what is left out ----------------------------------------------------------------------------------------------


def test_rows_and_offers_are_left_out_and_counted_and_the_status_never() -> None:
    arrangement = Arrangement().without_row("rating").without_row("status").without_offer(("shelf", "b"))
    found = lay_out([Pin(offer, NOW) for offer in FOUR], NOW, arrangement=arrangement)
    assert ids(found) == "a c d"
    assert [row.kind for row in found.hidden_rows] == [RowKind.RATING]
    assert found.hidden_offers == (("shelf", "b"),)
    assert found.comparison.rows[0].kind is RowKind.STATUS
    assert ids(lay_out([Pin(o, NOW) for o in FOUR], NOW, arrangement=arrangement.with_all())) == "b a c d"


def test_what_is_lowest_is_lowest_of_what_is_shown() -> None:
    shown = laid(priced("a", 500), priced("b", 400), priced("c", 300), hidden_offers=(("shelf", "c"),))
    total = next(row for row in shown.comparison.rows if row.kind is RowKind.TOTAL)
    assert [cell.lowest for cell in total.cells] == [True, False]


MASKS = (
    mask("good", "Face mask", skin_type="sensitive", fragrance="none"),
    mask("scented", "Face mask", skin_type="sensitive", fragrance="present"),
    replace(mask("dear", "Face mask", skin_type="sensitive", fragrance="none"), price=Money(9900, "CNY")),
)
NO_FRAGRANCE = Chip(ChipKind.MUST_NOT, "fragrance")


def test_the_needs_chips_say_how_many_they_remove_and_do_when_pressed() -> None:
    found = laid(*MASKS, need=NEED)
    assert dict(found.chips) == {
        Chip(ChipKind.MUST_HAVE, "sensitive skin"): 0,
        NO_FRAGRANCE: 1,
        Chip.of_price(NEED.price): 1,
    }
    assert ids(found) == "good scented dear"
    pressed = lay_out(
        [Pin(o, NOW, NEED) for o in MASKS], NOW, arrangement=Arrangement().filtered(NO_FRAGRANCE, on=True)
    )
    assert ids(pressed) == "good dear"
    assert pressed.hidden_offers == (("shelf", "scented"),)
    assert dict(pressed.chips)[NO_FRAGRANCE] == 1, "what it removes is counted over all that is pinned"
    assert Arrangement().filtered(NO_FRAGRANCE, on=True).filtered(NO_FRAGRANCE, on=False) == Arrangement()


def test_a_list_without_a_need_has_no_chips_and_no_best_match() -> None:
    found = laid(*MASKS)
    assert found.chips == ()
    assert texts(found, RowKind.FIT) == []


ONE, TWO = "04006381333931", "00012345678905"


# --- one product ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ({"gtin14": ONE}, {"gtin14": ONE}, SameBy.GTIN),
        ({"gtin14": ONE, "model": "X1", "brand": "F"}, {"gtin14": TWO, "model": "X1", "brand": "F"}, None),
        ({"model": "X-1", "brand": "Fernlow"}, {"model": "x-1", "brand": "FERNLOW", "gtin14": ONE}, SameBy.MODEL),
        ({"model": "X-1", "brand": "Fernlow"}, {"model": "X-1"}, SameBy.MODEL),
        ({"model": "X-1", "brand": "Fernlow"}, {"model": "X-1", "brand": "Other"}, None),
        ({"model": "X-1"}, {"model": "X-1"}, None),
        ({}, {}, None),
    ],
)  # fmt: skip
def test_what_is_one_product(one, other, by) -> None:
    assert same_by(make_offer("1", **one), make_offer("2", **other)) is by
    assert same_by(make_offer("2", **other), make_offer("1", **one)) is by


def test_a_group_holds_nobody_whom_its_gtin_or_the_user_keeps_out() -> None:
    maker = {"brand": "F", "model": "X"}
    offers = [
        make_offer("0", gtin14=ONE, **maker), make_offer("1", **maker), make_offer("2", gtin14=TWO, **maker),
        make_offer("3", gtin14=ONE),
    ]  # fmt: skip
    assert groups(offers) == ((0, 1, 3), (2,))
    assert groups(offers, [(("shelf", "1"), ("shelf", "0"))]) == ((0, 3), (1, 2))


def test_offers_of_one_product_stand_together_until_told_apart() -> None:
    same = {"brand": "F", "model": "X"}
    offers = (priced("a", 100, **same), priced("b", 200), priced("c", 300, **same))
    found = laid(*offers)
    assert ids(found) == "a c b"
    assert found.comparison.same == ((0, 1), (2,))
    assert texts(found, RowKind.SAME) == ["as “Face mask”", "as “Face mask”", ""]
    assert ids(laid(*offers, grouped=False)) == "a b c"
    apart = Arrangement().told_apart(("shelf", "c"), ("shelf", "a"))
    told = lay_out([Pin(offer, NOW) for offer in offers], NOW, arrangement=apart)
    assert (ids(told), texts(told, RowKind.SAME)) == ("a b c", [])


# --- dominated -----------------------------------------------------------------------------------------------------

STATED = {"skin type": "dry", "fragrance": "none", "weight": "0.5 kg"}
ALSO = {"适合肤质": "干性", "香精": "无", "重量": "500 g"}
BEATING = priced("cheap", 4900, attributes={**ALSO, "extra": "yes"})


def beaten(*offers: Offer) -> list[str]:
    return texts(laid(*offers), RowKind.BEATEN)


def test_what_costs_more_and_states_nothing_else_is_marked_with_the_reason() -> None:
    found = laid(BEATING, priced("dear", 5900, attributes=STATED))
    assert texts(found, RowKind.BEATEN) == ["", "“Face mask”: CN¥49.00 instead of CN¥59.00"]
    row = next(row for row in found.comparison.rows if row.kind is RowKind.BEATEN)
    assert str(row.cells[1].note).endswith("(attributes: 3)"), "right for one of them, too"


@pytest.mark.parametrize(
    "loser",
    [
        {"attributes": {**STATED, "form": "gel"}},
        {"attributes": {**STATED, "fragrance": "present"}},
        {"attributes": {"skin type": "dry"}},
        {"attributes": {}},
        {"rating": Rating(4.9, 5.0)},
        {"availability": "in_stock"},
        {"shipping": None},
        {"price": Money(5900, "USD"), "currency": "USD"},
        {"expires_at": NOW - timedelta(days=1)},
        {"price": Money(4900, "CNY")},
        {"title": "Face mask 20 pieces"},
    ],
)
def test_what_has_anything_of_its_own_is_not(loser) -> None:
    assert beaten(BEATING, priced("dear", 5900, **{"attributes": STATED, **loser}) if "price" not in loser
                  else make_offer("dear", **{"attributes": STATED, **loser})) == []  # fmt: skip


@pytest.mark.parametrize("winner", [{"shipping": None}, {"expires_at": NOW}, {"price_kind": "after_coupon"}])
def test_what_is_not_known_in_full_beats_nothing(winner) -> None:
    assert beaten(replace(BEATING, **winner), priced("dear", 5900, attributes=STATED)) == []


def test_of_one_product_the_price_alone_decides_and_who_is_paid_never() -> None:
    same = {"brand": "F", "model": "X"}
    paid = Commercial(True, "you", AdFlag.YES, "$", commission_bp=9000)
    for commercial in (paid, make_offer().commercial):
        found = beaten(priced("cheap", 4900, **same), priced("dear", 5900, **same, commercial=commercial))
        assert found == ["", "“Face mask”: CN¥49.00 instead of CN¥59.00"]


# --- what-if, and why ----------------------------------------------------------------------------------------------


def test_weights_move_the_best_match_and_the_table_says_what_would_change_it() -> None:
    rated = replace(mask("rated", "Face mask"), rating=Rating(5.0, 5.0, 10_000))
    wished = mask("wished", "Face mask", skin_type="sensitive")
    wishes = laid(
        rated, wished, need=NEED, by="fit", weights=Weights(text=0, must_haves=100, price=0, rating=0, freshness=0)
    )
    assert ids(wishes) == "wished rated"
    said = [str(sentence) for sentence in why_first(wishes)]
    assert said[0] == "“Face mask” fits best what was looked for."
    assert "points of 100 ahead of the next" in said[1]
    ratings = laid(
        rated, wished, need=NEED, by="fit", weights=Weights(text=0, must_haves=0, price=0, rating=100, freshness=0)
    )
    assert ids(ratings) == "rated wished"


def test_what_does_not_fit_stands_last_and_says_what_it_contradicts() -> None:
    found = laid(*MASKS, need=NEED, by="fit")
    assert ids(found).split()[0] == "good"
    row = next(row for row in found.comparison.rows if row.kind is RowKind.FIT)
    notes = {c.offer.offer_id: str(cell.note) for c, cell in zip(found.comparison.columns, row.cells, strict=True)}
    assert notes["scented"] == "contradicts: no fragrance"
    assert notes["dear"] == "contradicts: price up to 80 CNY"


def test_why_the_first_is_first_by_total_and_what_is_unknown_that_matters() -> None:
    cheap, plus, known = priced("cheap", 4000), priced("plus", 3000, title="Plus", shipping=None), priced("x", 5000)
    said = [str(sentence) for sentence in why_first(laid(cheap, plus, known))]
    assert said == [
        "“Face mask” stands first: the lowest total among those known in full.",
        "If shipping of “Plus” came to less than CN¥10.00, it would stand first.",
    ]
    assert why_first(laid(cheap)) == ()
    assert why_first(laid(cheap, plus, places=(("shelf", "plus"),))) == ()
    (by_row,) = why_first(laid(*FOUR, by="rating"))
    assert str(by_row) == "“Face mask” stands first in the order by: Rating."


@pytest.mark.parametrize(
    "plus",
    [
        {"price": Money(4000, "CNY")},
        {"price": Money(100, "USD"), "currency": "USD"},
        {"expires_at": NOW},
        {"price_kind": "after_coupon"},
    ],
)
def test_what_could_not_stand_first_is_not_said_to(plus) -> None:
    other = make_offer("plus", **{"price": Money(3000, "CNY"), **plus, "shipping": None})
    assert not any("would stand first" in str(said) for said in why_first(laid(priced("cheap", 4000), other)))


def test_without_rates_currencies_stand_apart_and_none_goes_first_by_its_name() -> None:
    free = Money(0, "USD")
    dollars = [make_offer(f"usd{n}", price=Money(n, "USD"), shipping=free, tax=free) for n in (900, 700)]
    euro, yuan = make_offer("eur", price=Money(100, "EUR"), currency="EUR"), priced("cny", 100)
    shown = laid(euro, *dollars, yuan)
    assert ids(shown) == "usd700 usd900 eur cny", "that of most offers, then as they were pinned"
    assert ids(laid(euro, *dollars, yuan, backwards=True)) == "usd900 usd700 eur cny"
    assert str(why_first(shown)[-1]).startswith("Amounts in USD, EUR, CNY can't be compared without rates")
    assert "USD、EUR、CNY" in why_first(shown)[-1].in_language("zh")
    assert laid(*dollars).comparison.apart is None
