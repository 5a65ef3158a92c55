"""Orders as a user would expect them, on a shelf of masks with honest and hostile rows, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from standins.offers import HOSTILE, MASK_SHELF, NOW, OTHER_KINDS, SUITABLE, UNSUITABLE, make_offer, mask

from desktop_client.commerce.chips import ChipKind
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.ranking import Order, Part, RatingFacts, Weights, forget, rank
from desktop_client.commerce.shelf import sample_shelf

NAN, INF = float("nan"), float("inf")
ZH = ShoppingNeed("敏感肌 面膜", "zh", "面膜", must_have=("敏感肌",))
EN = ShoppingNeed("face mask for sensitive skin", "en", "face mask", must_have=("sensitive skin",))
ZH_WITHOUT = ShoppingNeed("面膜", "zh", "面膜", must_have=("敏感肌",), must_not=("香精",))
EN_WITHOUT = ShoppingNeed("face mask", "en", "face mask", must_have=("sensitive skin",), must_not=("fragrance",))


def ids(need: ShoppingNeed, offers=MASK_SHELF, **options) -> list[str]:
    return [row.offer.offer_id for row in rank(need, offers, now=NOW, **options).rows]


@pytest.mark.parametrize("need", [ZH, EN, ZH_WITHOUT, EN_WITHOUT])
def test_suitable_masks_come_first_and_hostile_rows_never_among_the_first_three(need: ShoppingNeed) -> None:
    found = ids(need)
    suitable = {offer.offer_id for offer in SUITABLE}
    assert set(found[:5]) <= suitable
    assert not set(found[:3]) & {offer.offer_id for offer in HOSTILE}
    assert not set(found) & {offer.offer_id for offer in (*UNSUITABLE, *OTHER_KINDS)}


@pytest.mark.parametrize("text", ["敏感肌适合用什么样的面膜", "What kind of face mask is good for sensitive skin?"])
def test_a_bare_question_puts_suitable_masks_first_too(text: str) -> None:
    found = ids(ShoppingNeed(text, "zh" if text[0] == "敏" else "en"))
    assert set(found[:5]) <= {offer.offer_id for offer in SUITABLE}


def test_offers_in_the_language_of_the_need_come_first_where_they_match_equally() -> None:
    assert ids(ZH)[0].startswith("zh")
    assert ids(EN)[0].startswith("en")


def test_each_chip_counts_what_it_removes() -> None:
    removed = {r.chip.text: r for r in rank(ZH_WITHOUT, MASK_SHELF, now=NOW).removed}
    assert removed["敏感肌"].count == len(UNSUITABLE)
    assert removed["香精"].count == 2
    # Both masks with fragrance are unsuitable anyway: giving up this chip alone would bring nothing back.
    assert removed["香精"].alone == 0
    assert removed["面膜"].count == len(OTHER_KINDS)


def test_stated_beats_said_in_the_title_beats_the_text_which_is_worth_nothing() -> None:
    offers = [
        mask("nothing", "面膜"),
        mask("text", "面膜", description="敏感肌可用。"),
        mask("title", "敏感肌面膜"),
        mask("stated", "面膜", skin_type="敏感肌"),
    ]
    rows = rank(ShoppingNeed("面膜", "zh", "面膜", must_have=("敏感肌",)), offers, now=NOW).rows
    assert [row.offer.offer_id for row in rows[:2]] == ["stated", "title"]
    assert rows[3].score == rows[2].score < rows[1].score < rows[0].score


def test_the_title_of_an_offer_with_attributes_states_no_wish() -> None:
    attributes = {"form": "贴片", "origin": "中国"}
    offers = [mask("said", "敏感肌面膜", **attributes), mask("silent", "面膜", **attributes)]
    said, silent = rank(ShoppingNeed("面膜", "zh", "面膜", must_have=("敏感肌",)), offers, now=NOW).rows
    assert said.score == silent.score


@pytest.mark.parametrize("order", list(Order))
def test_samples_stand_behind_all_that_is_for_sale(order: Order) -> None:
    offers = [
        make_offer("sample", "Face mask", sample=True, category="Face masks", price=Money(1, "CNY")),
        make_offer("real", "Mask for the face", price=Money(9900, "CNY"), fetched_at=NOW - timedelta(days=80)),
    ]
    assert ids(ShoppingNeed("mask"), offers, order=order) == ["real", "sample"]


@pytest.mark.parametrize(
    "offer",
    [
        mask("1", "面膜 " + "玫瑰保湿紧致焕亮" * 6 + " 敏感肌慎用", origin="中国", form="贴片"),
        mask("1", "面膜", description="适合所有人！敏感肌慎用。"),
        mask("1", "面膜", features="保湿、紧致、焕亮、舒缓、清洁、控油、提亮，敏感肌慎用"),
    ],
)
def test_a_denial_counts_where_praise_would_not(offer: Offer) -> None:
    ranked = rank(ShoppingNeed("面膜", "zh", "面膜", must_have=("敏感肌",)), [offer], now=NOW)
    assert not ranked.rows
    assert [(removed.chip.text, removed.count) for removed in ranked.removed] == [("面膜", 0), ("敏感肌", 1)]


def test_a_stated_absence_beats_silence_about_what_is_ruled_out() -> None:
    offers = [mask("silent", "面膜"), mask("without", "面膜", 香精="无"), mask("with", "面膜", 香精="含")]
    assert ids(ShoppingNeed("面膜", "zh", "面膜", must_not=("香精",)), offers) == ["without", "silent"]


def test_a_wish_may_be_written_as_a_denial() -> None:
    offers = [mask("without", "面膜", 香精="无"), mask("with", "面膜", 香精="含")]
    assert ids(ShoppingNeed("面膜", "zh", "面膜", must_have=("无香精",)), offers) == ["without"]


class TestPrice:
    def need(self, **bounds: object) -> ShoppingNeed:
        return ShoppingNeed("mask", price=PriceRange(**bounds))  # type: ignore[arg-type]

    def priced(self, offer_id: str, minor: int, currency: str = "CNY"):
        return make_offer(offer_id, price=Money(minor, currency), currency=currency)

    def test_outside_of_the_range_is_removed_and_counted(self) -> None:
        offers = [
            self.priced("low", 4999),
            self.priced("in", 5000),
            self.priced("top", 10000),
            self.priced("over", 10001),
        ]
        ranked = rank(self.need(low=Decimal(50), high=Decimal(100), currency="CNY"), offers, now=NOW)
        assert {row.offer.offer_id for row in ranked.rows} == {"in", "top"}
        assert [(r.chip.kind, r.chip.text, r.count) for r in ranked.removed] == [(ChipKind.PRICE, "50..100 CNY", 2)]

    def test_another_currency_is_unknown_and_not_converted(self) -> None:
        ranked = rank(
            self.need(high=Decimal(10), currency="CNY"),
            [self.priced("cny", 900), self.priced("usd", 2000, "USD")],
            now=NOW,
        )
        assert [row.offer.offer_id for row in ranked.rows] == ["cny", "usd"]
        assert [next(p.points for p in row.parts if p.part is Part.PRICE) for row in ranked.rows] == [1000, 500]

    def test_shipping_counts_towards_the_limit(self) -> None:
        offer = make_offer(price=Money(9500, "CNY"), shipping=Money(600, "CNY"))
        assert not rank(self.need(high=Decimal(100), currency="CNY"), [offer], now=NOW).rows

    def test_within_the_range_cheaper_is_not_better(self) -> None:
        rows = rank(self.need(high=Decimal(100)), [self.priced("a", 100), self.priced("b", 9900)], now=NOW).rows
        assert rows[0].score == rows[1].score


class TestOrders:
    def test_total_price_puts_unknown_last_and_stale_before_it(self) -> None:
        offers = [
            make_offer("no-price", price=None),
            make_offer("no-shipping", price=Money(100, "CNY"), shipping=None),
            make_offer("stale", price=Money(200, "CNY"), expires_at=NOW),
            make_offer("dear", price=Money(9000, "CNY")),
            make_offer("cheap", price=Money(300, "CNY"), shipping=Money(500, "CNY")),
        ]
        expected = ["cheap", "dear", "stale", "no-shipping", "no-price"]
        assert ids(ShoppingNeed("mask"), offers, order=Order.TOTAL_PRICE) == expected

    def test_amounts_in_two_currencies_are_not_compared(self) -> None:
        offers = [
            make_offer("usd", price=Money(100, "USD"), shipping=Money(0, "USD"), tax=Money(0, "USD")),
            make_offer("cny", price=Money(90000, "CNY")),
        ]
        need = ShoppingNeed("mask", price=PriceRange(high=Decimal(10_000), currency="CNY"))
        assert ids(need, offers, order=Order.TOTAL_PRICE) == ["cny", "usd"]

    @pytest.mark.parametrize("order", [Order.TOTAL_PRICE, Order.UNIT_PRICE])
    def test_the_needs_currency_stands_first_also_where_less_is_known_of_it(self, order: Order) -> None:
        offers = [
            make_offer("whole", "Mask, 10 pieces", price=Money(9000, "CNY")),
            make_offer("in part", "Mask, 10 pieces", price=Money(100, "CNY"), shipping=None),
            make_offer("usd", "Mask, 10 pieces", price=Money(2000, "USD"), shipping=None),
        ]
        need = ShoppingNeed("mask", price=PriceRange(high=Decimal(120), currency="USD"))
        assert ids(need, offers, order=order) == ["usd", "whole", "in part"]

    def test_unit_price(self) -> None:
        offers = [
            make_offer("ten", "面膜 10片", price=Money(6900, "CNY")),
            make_offer("five", "面膜 5片", price=Money(3000, "CNY")),
            make_offer("unknown", "面膜", price=Money(100, "CNY")),
        ]
        assert ids(ShoppingNeed("面膜", "zh"), offers, order=Order.UNIT_PRICE) == ["five", "ten", "unknown"]

    @pytest.mark.parametrize(
        ("value", "scale"),
        [(1e308, 5.0), (5.1, 5.0), (-1.0, 5.0), (4.0, 1e-320), (4.0, 0.0), (NAN, 5.0), (4.0, NAN), (4.0, INF)],
    )
    @pytest.mark.parametrize("order", Order)
    def test_a_rating_that_lies_on_no_scale_is_none(self, value: float, scale: float, order: Order) -> None:
        """One such row must not end the list, nor stand before those that people rated."""
        need = ShoppingNeed("soothing mask")
        offers = [make_offer("odd", rating=Rating(value, scale, 9)), make_offer("good", rating=Rating(4.9, 5.0, 900))]
        rows = {row.offer.offer_id: row for row in rank(need, offers, order=order, now=NOW).rows}
        assert len(rows) == 2
        (rating,) = [part.facts for part in rows["odd"].parts if part.part is Part.RATING]
        assert rating == RatingFacts(None)
        assert order is not Order.RATING or rows["odd"].rank == 2

    def test_rating_is_shrunk_by_the_number_of_people(self) -> None:
        offers = [
            make_offer("one-fan", rating=Rating(5.0, 5.0, 1)),
            make_offer("many", rating=Rating(4.7, 5.0, 2000)),
            make_offer("bad", rating=Rating(2.0, 5.0, 500)),
            make_offer("none"),
        ]
        assert ids(ShoppingNeed("mask"), offers, order=Order.RATING) == ["many", "one-fan", "bad", "none"]
        # In order of relevance, no rating is the mean: better than many bad ones.
        assert ids(ShoppingNeed("mask"), offers).index("none") < ids(ShoppingNeed("mask"), offers).index("bad")

    def test_newest(self) -> None:
        offers = [make_offer("old", fetched_at=NOW - timedelta(days=3)), make_offer("new")]
        assert ids(ShoppingNeed("mask"), offers, order=Order.NEWEST) == ["new", "old"]

    @pytest.mark.parametrize("order", [Order.TOTAL_PRICE, Order.UNIT_PRICE, Order.RATING, Order.NEWEST])
    def test_what_a_seller_writes_changes_no_order_but_relevance(self, order: Order) -> None:
        def shelf(description: str) -> list:
            return [
                make_offer(str(i), "Face mask, 5 sheets", price=Money(1000, "CNY"), description=description * (i == 3))
                for i in range(6)
            ]

        plain = ids(ShoppingNeed("face mask"), shelf(""), order=order)
        assert ids(ShoppingNeed("face mask"), shelf("best face mask, rank first, 1000 sheets! "), order=order) == plain


def test_weights_change_the_order_and_zero_weights_are_no_fault() -> None:
    offers = [
        make_offer("rated", "Soothing mask", rating=Rating(5, 5, 1000)),
        make_offer("matching", "Soothing clay mask"),
    ]
    need = ShoppingNeed("soothing clay mask")
    assert ids(need, offers) == ["matching", "rated"]
    assert ids(need, offers, weights=Weights(text=1, rating=99)) == ["rated", "matching"]
    assert len(ids(need, offers, weights=Weights(0, 0, 0, 0, 0))) == 2


def test_the_cut_is_counted() -> None:
    ranked = rank(ZH, MASK_SHELF, now=NOW, limit=3)
    whole = rank(ZH, MASK_SHELF, now=NOW)
    assert ranked.rows == whole.rows[:3]
    assert ranked.cut == len(whole.rows) - 3


def test_an_offer_that_comes_twice_is_listed_twice_and_not_lost() -> None:
    assert ids(ShoppingNeed("mask"), [make_offer("a"), make_offer("a"), make_offer("b")]).count("a") == 2


def test_offers_that_share_no_word_are_left_out_and_counted() -> None:
    ranked = rank(ShoppingNeed("mechanical keyboard"), [make_offer(), make_offer("k", "Mechanical keyboard")], now=NOW)
    assert [row.offer.offer_id for row in ranked.rows] == ["k"]
    assert ranked.unrelated == 1


def test_a_place_depends_on_no_other_offer() -> None:
    whole = {row.offer.key: (row.score, row.parts) for row in rank(ZH, MASK_SHELF, now=NOW).rows}
    for offer in MASK_SHELF:
        for row in rank(ZH, [offer], now=NOW).rows:
            assert (row.score, row.parts) == whole[offer.key]


def test_what_an_offer_is_worth_does_not_depend_on_what_was_read_before() -> None:
    """Much is worked out once for many offers; ranked one by one, with nothing kept, they get the same."""
    needs = (
        ShoppingNeed("敏感肌 面膜", "zh", "面膜", must_have=("敏感肌",), must_not=("香精",)),
        ShoppingNeed("soothing oat mask for dry skin", must_have=("sensitive skin", "fragrance-free")),
    )
    offers = [*MASK_SHELF, *sample_shelf.offers()][::3]
    for need in needs:
        forget()
        together = {row.offer.key: (row.score, row.parts) for row in rank(need, offers, now=NOW).rows}
        assert len(together) > 10
        alone = {}
        for offer in offers:
            forget()
            alone.update({row.offer.key: (row.score, row.parts) for row in rank(need, [offer], now=NOW).rows})
        assert alone == together


def test_an_offer_that_is_found_again_has_the_age_of_the_day_and_says_what_it_says_now() -> None:
    """What says the same is read once; when it was seen is looked at anew."""
    need = ShoppingNeed("mask")
    old = make_offer("a", "Soothing mask", fetched_at=NOW - timedelta(days=45), expires_at=NOW)
    new = replace(old, fetched_at=NOW, expires_at=NOW + timedelta(days=1))
    for offers in ([old], [new], [old, new], [new, old]):
        ranked = rank(need, offers, now=NOW).rows
        assert {row.offer.fetched_at: row.expired for row in ranked} == {o.fetched_at: o is old for o in offers}
        assert [row.offer for row in ranked] == [offer for offer in (new, old) if offer in offers]
    dear = replace(new, price=Money(990_000, "CNY"))
    assert rank(need, [dear], now=NOW).rows[0].total.known == Money(990_000, "CNY")
    assert rank(need, [replace(new, title="Mechanical keyboard", category=None)], now=NOW).unrelated == 1


@pytest.mark.parametrize(
    ("words", "about", "not_about"),
    [
        ("red cushions", "Cushion cover, red", "Red watering can"),
        ("红色 靠垫", "靠垫 红色", "红色洒水壶"),
        ("wireless doorbell", "Video doorbell", "Wireless garden thermometer"),
    ],
)
def test_what_is_said_of_a_thing_makes_no_other_thing_it(words: str, about: str, not_about: str) -> None:
    offers = [make_offer("thing", about, category=None), make_offer("other", not_about, category=None)]
    ranked = rank(ShoppingNeed(words), offers, now=NOW)
    assert [row.offer.offer_id for row in ranked.rows] == ["thing"]
    assert ranked.unrelated == 1


def test_where_nothing_but_a_property_is_asked_for_it_is_enough() -> None:
    ranked = rank(ShoppingNeed("wireless"), [make_offer("1", "Wireless thermometer", category=None)], now=NOW)
    assert len(ranked.rows) == 1
