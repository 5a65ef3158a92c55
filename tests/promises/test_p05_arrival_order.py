"""P5, arrival order doesn't matter: same offers, any order, any latency, same list."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from promises.examples import examples
from standins.offers import MASK_SHELF, NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.ranking import Order, forget, rank
from desktop_client.commerce.source import Mode
from desktop_client.commerce.suggestions import Suggestions

NEED = ShoppingNeed("敏感肌 面膜", "zh", "面膜", must_have=("敏感肌",))
TIES = tuple(make_offer(f"tie-{i}", "敏感肌面膜", category="面膜") for i in range(20))


def test_a_thousand_shuffles_give_one_list() -> None:
    shelf = [*MASK_SHELF[::3], *TIES[:10]]
    lottery = random.Random(5)
    seen = set()
    for number in range(1000):
        lottery.shuffle(shelf)
        order = list(Order)[number % len(Order)]
        ranked = rank(NEED, shelf, order=order, now=NOW, limit=9)
        seen.add((order, tuple(row.offer.key for row in ranked.rows), ranked.removed, ranked.cut))
    assert len(seen) == len(Order)


SHORT_SHELF = (*MASK_SHELF[::4], *TIES[:4])
ORDERED: dict[tuple[Order, int | None], object] = {}


def _listed(offers: Sequence[Offer], order: Order, limit: int | None) -> object:
    ranked = rank(NEED, offers, order=order, now=NOW, limit=limit)
    rows = [(row.offer.key, row.score, row.parts) for row in ranked.rows]
    return rows, ranked.removed, ranked.unrelated, ranked.cut


@settings(max_examples=examples(2_500), deadline=None)
@given(arrived=st.permutations(SHORT_SHELF), order=st.sampled_from(Order), limit=st.sampled_from([None, 1, 3, 7]))
def test_any_sequence_gives_the_same_list(arrived: list[Offer], order: Order, limit: int | None) -> None:
    expected = ORDERED.setdefault((order, limit), _listed(SHORT_SHELF, order, limit))
    assert _listed(arrived, order, limit) == expected


AMOUNTS = st.none() | st.builds(Money, st.integers(0, 400), st.sampled_from(["CNY", "USD"]))
RANDOM_OFFERS = st.builds(
    make_offer,
    st.integers(0, 40).map(str),
    st.sampled_from(["面膜", "敏感肌面膜", "Face mask", "Mask brush", "Kettle"]),
    price=AMOUNTS,
    shipping=AMOUNTS,
    rating=st.none() | st.builds(Rating, st.integers(0, 5).map(float), st.just(5.0), st.integers(0, 50)),
    category=st.sampled_from([None, "面膜", "Face masks"]),
    attributes=st.sampled_from([{}, {"skin_type": "敏感肌"}, {"skin_type": "油性"}, {"净含量": "100 g"}]),
    fetched_at=st.integers(0, 99).map(lambda days: NOW - timedelta(days=days)),
)


@settings(max_examples=examples(1_000), deadline=None)
@given(
    shelf=st.lists(RANDOM_OFFERS, max_size=12, unique_by=lambda offer: offer.key),
    order=st.sampled_from(Order),
    limit=st.sampled_from([None, 1, 3, 7]),
    lottery=st.randoms(use_true_random=False),
)
def test_any_shelf_in_another_sequence_gives_the_same_list(
    shelf: list[Offer], order: Order, limit: int | None, lottery: random.Random
) -> None:
    expected = _listed(shelf, order, limit)
    lottery.shuffle(shelf)
    assert _listed(shelf, order, limit) == expected


@settings(max_examples=examples(500), deadline=None)
@given(arrived=st.permutations(SHORT_SHELF), parted=st.integers(0, len(SHORT_SHELF)), order=st.sampled_from(Order))
def test_what_was_read_of_offers_before_changes_no_list(arrived: list[Offer], parted: int, order: Order) -> None:
    forget()
    rank(NEED, [replace(offer, title="Another", attributes={}) for offer in arrived[:parted]], now=NOW)
    assert _listed(arrived, order, 7) == _listed(SHORT_SHELF, order, 7)
    forget()
    assert _listed(arrived, order, 7) == _listed(SHORT_SHELF, order, 7)


def _suggest(parts: dict[str, list], finishing: tuple[str, ...]) -> SuggestionList:
    """Ask one source for each part, and let them answer one after the other in the order given."""
    modes = {"shelf": Mode.OFFLINE}
    sources = {
        name: ScriptedSource(name, offers, hold=True, mode=modes.get(name, Mode.API)) for name, offers in parts.items()
    }
    suggestions = Suggestions(list(sources.values()), Switchboard(*sources), lambda: NOW)
    updates: list[SuggestionList] = []
    answered = {name: threading.Event() for name in sources}

    def on_update(listed: SuggestionList) -> None:
        updates.append(listed)
        for coverage in listed.coverage:
            if coverage.state.value == "ok":
                answered[coverage.source_id].set()

    def release() -> None:
        for name in finishing:
            sources[name].release.set()
            assert answered[name].wait(30)

    releasing = threading.Thread(target=release)
    releasing.start()
    listed = suggestions.suggest(NEED, on_update)
    releasing.join(30)
    assert len(updates) >= len(parts), "the sources did not answer one by one"
    return listed


def test_whoever_answers_first_the_list_is_the_same() -> None:
    rows = [*MASK_SHELF, *TIES]
    parts: dict[str, list] = {"a": [], "b": [], "c": []}
    for number, offer in enumerate(rows):
        name = "abc"[number % 3]
        parts[name].append(make_offer(**{**_fields(offer), "source_id": name}))
    lists = {
        tuple((row.rank, row.offer.key, row.score) for row in _suggest(parts, finishing).rows)
        for finishing in permutations("abc")
    }
    assert len(lists) == 1


def test_goods_that_two_sources_bring_are_the_same_whoever_answers_first() -> None:
    """The shelf has kept what the platform brings anew: the newer row counts; of two seen at once, always the same."""
    now = [make_offer(str(n), f"敏感肌面膜 {n}", source_id="shop", raw_sha256="5" * 64) for n in range(4)]
    kept = [
        replace(now[0], title="敏感肌面膜 旧", fetched_at=NOW - timedelta(minutes=5)),
        replace(now[1], price=Money(100, "CNY"), raw_sha256="9" * 64),
        replace(now[2], price=Money(100, "CNY"), raw_sha256="1" * 64),
    ]
    lists = {
        tuple((row.rank, row.offer.key, row.offer.title, row.offer.price) for row in listed.rows)
        for finishing in permutations(("shelf", "shop"))
        for listed in [_suggest({"shelf": kept, "shop": now}, finishing)]
    }
    assert len(lists) == 1
    assert "敏感肌面膜 旧" not in [title for _, _, title, _ in next(iter(lists))]


def _fields(offer) -> dict:
    return {name: getattr(offer, name) for name in offer.__slots__}
