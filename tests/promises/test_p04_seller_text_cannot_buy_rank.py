"""P4, seller text can't buy rank: what sellers write freely gains nothing; a stuffed title at most a place.

The attacks stand in ``attacks``. What they gain, those included that can't be told from an honest offer, stands in
``docs/attacks.md``.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises.attacks import fields, free_text, table, titles
from promises.attacks.attack import Aim, Attack, Limit
from promises.attacks.trials import ATTACKS, NEEDS, NOW, SILENT, every_trial, place, places
from standins.offers import SUITABLE, make_offer

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer, Seller
from desktop_client.commerce.ranking import Order, rank

GAIN = {Limit.NOTHING: 0, Limit.ONE_PLACE: 1}
BY_PRICE_OR_RATING = (Order.TOTAL_PRICE, Order.UNIT_PRICE, Order.RATING, Order.NEWEST)
SHELF = (*SUITABLE[::2], *SILENT)


def named(attacks: tuple[Attack, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("attack", attacks, ids=[attack.name for attack in attacks])


@named(tuple(attack for attack in ATTACKS if attack.limit is not Limit.AS_HONEST))
def test_no_attack_gains_more_than_a_place_or_reaches_the_first_three(attack: Attack) -> None:
    trials = [trial for trial in (*every_trial(states=True), *every_trial(states=False)) if trial.attack is attack]
    bound = [trial for trial in trials if trial.limit is not Limit.AS_HONEST]
    assert len(bound) >= 100
    assert [t for t in bound if t.gain > GAIN[t.limit] or t.entered(3)] == []


@named((*free_text.ATTACKS, *(a for a in fields.ATTACKS if a.controls == ("list_price", "price_note"))))
@pytest.mark.parametrize("order", BY_PRICE_OR_RATING)
def test_no_other_order_knows_what_sellers_write(attack: Attack, order: Order) -> None:
    lottery = random.Random(attack.name)
    for need in NEEDS[:2] + NEEDS[7:9]:
        honest = places(need, SHELF, order)
        for offer in SHELF:
            rewritten = attack.rewrite(offer, Aim(need, SHELF[0]), lottery)
            assert places(need, [rewritten if o is offer else o for o in SHELF], order) == honest


@named(titles.ATTACKS)
@pytest.mark.parametrize("order", [Order.TOTAL_PRICE, Order.RATING, Order.NEWEST])
def test_no_title_gains_a_place_by_price_rating_or_age(attack: Attack, order: Order) -> None:
    lottery = random.Random(attack.name)
    for need in NEEDS[:2] + NEEDS[7:9]:
        honest = places(need, SHELF, order)
        for offer in SHELF:
            rewritten = attack.rewrite(offer, Aim(need, SHELF[0]), lottery)
            listed = places(need, [rewritten if o is offer else o for o in SHELF], order)
            assert place(offer.key, listed) >= place(offer.key, honest)


def test_an_id_that_was_chosen_to_be_first_among_equals_is_so_today_only() -> None:
    """Ids are the seller's own: of thousands he tries, one comes first among forty equals, for one need on one day."""
    honest = [make_offer(f"honest-{number}", "Face mask") for number in range(39)]
    words = ("face mask", "mask", "clay face mask", "面膜")

    def rank_of(offer: Offer, text: str, day: int) -> int:
        rows = rank(ShoppingNeed(text), [*honest, offer], now=NOW + timedelta(days=day)).rows
        assert len({row.score for row in rows}) == 1
        return next(row.rank for row in rows if row.offer is offer)

    tried = (make_offer(f"chosen-{number}", "Face mask") for number in range(2_000))
    chosen = next(offer for offer in tried if rank_of(offer, "face mask", 0) == 1)
    places = [rank_of(chosen, text, day) for text in words for day in range(1, 30)]
    assert 12 <= sum(places) / len(places) <= 28
    assert rank_of(chosen, "mask", 0) > 1 or rank_of(chosen, "clay face mask", 0) > 1
    assert rank_of(chosen, "face mask", 0) == 1, "the same list comes out whenever it is asked for that day"


def test_a_lie_told_as_an_honest_offer_tells_the_truth_does_gain() -> None:
    """The trials can see a gain; what no rule can tell from the truth is said in the table, not hidden."""
    assert max(trial.gain for trial in every_trial(states=True) if trial.limit is Limit.AS_HONEST) > 1


def test_what_still_gains_has_a_sentence_and_what_does_not_has_none() -> None:
    gaining = {trial.attack.name for states in (True, False) for trial in every_trial(states=states) if trial.gain > 1}
    assert gaining == set(table.REST)


def test_the_page_of_attacks_is_what_the_code_gives() -> None:
    assert table.PAGE.read_text(encoding="utf-8") == table.page()


PLAIN = (ShoppingNeed("oat honey mask", "en"), ShoppingNeed("燕麦 蜂蜜 面膜", "zh"))
"""Needs of words that no table knows: they are looked for as they stand."""
_WORDS = [word for need in (*NEEDS, *PLAIN) for word in (*need.text.split(), *need.must_have, need.category or "mask")]
_TEXT = st.lists(
    st.sampled_from([*_WORDS, "适合", "for", "rank 1", "无香精", "best"]) | st.text(max_size=6), max_size=12
)


@settings(max_examples=600, deadline=None)
@given(
    description=_TEXT.map(" ".join),
    note=_TEXT.map(tuple),
    seller=_TEXT.map("".join),
    which=st.integers(0, len(SHELF) - 1),
    need=st.sampled_from(NEEDS[:2] + NEEDS[7:9] + PLAIN),
)
def test_no_free_text_at_all_raises_an_offer(description, note, seller, which, need) -> None:
    offer = replace(SHELF[which], description=description, price_note=note, seller=Seller(seller))
    before = {row.offer.key: row.score for row in rank(need, SHELF, now=NOW).rows}
    after = rank(need, [offer], now=NOW).rows
    assert not after or after[0].score <= before.get(offer.key, -1)
