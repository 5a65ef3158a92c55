"""P3, money-blind: order, inclusion, cut-off and ties never read commission, sponsorship or payee."""

from __future__ import annotations

import dataclasses
import random
import threading
import typing
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from promises.examples import examples
from standins.offers import HOSTILE, MASK_SHELF, NOW, SUITABLE, UNSUITABLE, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.judging.candidate import Candidate, project
from desktop_client.commerce.judging.document import Document
from desktop_client.commerce.judging.orders import Standing
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.commerce.ranking import Order, rank
from desktop_client.commerce.reasons import reasons
from desktop_client.commerce.relevance import read_query
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store

MONEY_OF_SOMEBODY = {
    "commercial", "affiliate_link", "payee", "sponsored", "evidence", "commission", "commission_bp", "placement",
    "url_clean", "url_tracked", "source_rank", "list_price", "is_recommendation", "price_note", "raw_sha256",
}  # fmt: skip

NEEDS = (
    ShoppingNeed("敏感肌 面膜", "zh", "面膜", must_have=("敏感肌",), must_not=("香精",)),
    ShoppingNeed("face mask", "en", price=PriceRange(high=Decimal(100), currency="CNY")),
    ShoppingNeed("soothing face mask"),
)


def _money(lottery: random.Random) -> Money:
    return Money(lottery.randrange(10**7), "CNY")


def paid(lottery: random.Random) -> dict[str, Any]:
    """Everything in an offer that money could stand behind, drawn at random."""
    return {
        "commercial": Commercial(
            affiliate_link=lottery.random() < 0.5,
            payee=lottery.choice(["you", "source", "none", "unknown"]),
            sponsored=lottery.choice(list(AdFlag)),
            evidence=lottery.choice(["$.commission", "not disclosed"]),
            commission_bp=lottery.choice([None, 0, 1, 550, 9000]),
            commission=lottery.choice([None, _money(lottery)]),
            placement=lottery.choice([None, "top", "hero"]),
        ),
        "url_clean": lottery.choice([None, "https://shop.example/1"]),
        "url_tracked": lottery.choice([None, "https://track.example/1?aff=9"]),
        "source_rank": lottery.randrange(10_000),
        "list_price": lottery.choice([None, _money(lottery)]),
        "is_recommendation": lottery.random() < 0.5,
        "price_note": lottery.choice([(), ("sponsored",)]),
        "raw_sha256": lottery.choice(["0", "8", "f"]) * 64,
    }


TIES = tuple(make_offer(str(i), "Soothing face mask") for i in range(8))
"""Equal in everything but the id."""


def _types_in(type_: object) -> Iterator[type]:
    for part in typing.get_args(type_) or (type_,):
        if typing.get_args(part):
            yield from _types_in(part)
        elif isinstance(part, type):
            yield part


def _fields(kind: type, seen: set[type]) -> Iterator[str]:
    if kind in seen or not (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields")):
        return
    seen.add(kind)
    for name, hint in typing.get_type_hints(kind).items():
        yield name
        for part in _types_in(hint):
            yield from _fields(part, seen)


def test_the_rankers_input_has_no_field_for_it() -> None:
    names = set(_fields(Candidate, set()))
    assert {"title", "price", "shipping", "minor", "rating", "count"} <= names, "the walk finds nothing in nested types"
    names |= set(_fields(Document, set())) | set(_fields(Standing, set()))
    assert {"candidate", "score", "points", "item", "title"} <= names, "the walk finds nothing of what is compared"
    assert "offer" not in names, "an order that holds the whole offer can see who earns what"
    assert not names & MONEY_OF_SOMEBODY
    assert not [
        name for name in names if any(word in name for word in ("commis", "sponsor", "paye", "url", "afil", "ad_"))
    ]


@settings(max_examples=examples(3_000), deadline=None)
@given(seed=st.integers(0))
def test_the_projection_drops_it(seed: int) -> None:
    offer = MASK_SHELF[seed % len(MASK_SHELF)]
    assert project(replace(offer, **paid(random.Random(seed)))) == project(offer)


SHORT_SHELF = (*SUITABLE[::2], *UNSUITABLE[::3], *HOSTILE[::4])


def _shown(offers: Sequence[Offer], need: ShoppingNeed, order: Order, limit: int | None) -> object:
    """All that a list is: its rows with the parts that their reasons are made of, and what it says of the rest."""
    ranked = rank(need, offers, order=order, now=NOW, limit=limit)
    rows = [(row.offer.key, row.rank, row.score, row.parts) for row in ranked.rows]
    return rows, ranked.removed, ranked.unrelated, ranked.cut


@cache
def _honest(offers: tuple[tuple[str, str], ...], need: ShoppingNeed, order: Order, limit: int | None) -> object:
    """The list without anybody's money, worked out once."""
    return _shown([offer for offer in (*MASK_SHELF, *TIES) if offer.key in offers], need, order, limit)


def _keys(offers: Sequence[Offer]) -> tuple[tuple[str, str], ...]:
    return tuple(offer.key for offer in offers)


def test_the_lists_that_are_compared_are_not_empty() -> None:
    for need in NEEDS[:2]:
        assert len(rank(need, SHORT_SHELF, now=NOW).rows) >= 4
    assert len(rank(NEEDS[2], TIES, now=NOW).rows) == len(TIES)


@settings(max_examples=examples(3_500), deadline=None)
@given(
    seed=st.integers(0), need=st.sampled_from(NEEDS), order=st.sampled_from(Order), limit=st.none() | st.integers(1, 8)
)
def test_whoever_pays_the_list_is_the_same(seed: int, need: ShoppingNeed, order: Order, limit: int | None) -> None:
    lottery = random.Random(seed)
    bought = [replace(offer, **paid(lottery)) for offer in SHORT_SHELF]
    assert _shown(bought, need, order, limit) == _honest(_keys(SHORT_SHELF), need, order, limit)


@settings(max_examples=examples(100), deadline=None)
@given(seed=st.integers(0), need=st.sampled_from(NEEDS), order=st.sampled_from(Order))
def test_nor_do_the_reasons_change(seed: int, need: ShoppingNeed, order: Order) -> None:
    def said(offers: Sequence[Offer]) -> list[str]:
        return [str(reason.words) for row in rank(need, offers, order=order, now=NOW).rows for reason in reasons(row)]

    lottery = random.Random(seed)
    assert said([replace(offer, **paid(lottery)) for offer in MASK_SHELF]) == said(MASK_SHELF)


@settings(max_examples=examples(1_500), deadline=None)
@given(seed=st.integers(0), order=st.sampled_from(Order))
def test_exact_ties_are_not_for_sale(seed: int, order: Order) -> None:
    lottery = random.Random(seed)
    bought = [replace(offer, **paid(lottery)) for offer in TIES]
    assert _shown(bought, NEEDS[2], order, 5) == _honest(_keys(TIES), NEEDS[2], order, 5)


def test_the_ties_are_exact() -> None:
    assert len({row.score for row in rank(NEEDS[2], TIES, now=NOW).rows}) == 1


# --- before the order --------------------------------------------------------------------------------------------

MANY = [make_offer(f"many-{n}", f"Soothing face mask {n}") for n in range(150)]
HANDED_OUT = 40


def test_what_a_shelf_hands_out_is_the_same_whoever_pays(tmp_path: Path) -> None:
    """For a need, and for words that are typed into the shelf's own search."""
    lottery = random.Random(3)
    handed_out, found = set(), set()
    query, never = read_query(NEEDS[2].text), threading.Event()
    for number in range(5):
        rows = [replace(offer, **paid(lottery)) for offer in MANY] if number else MANY
        with open_store(Profile(tmp_path / str(number))) as store:
            store.shelf.put(rows, "shop.tsv")
            drawn = store.shelf.candidates(NEEDS[2], HANDED_OUT, never)
            handed_out.add(tuple(offer.key for offer in drawn))
            found.add(tuple(offer.key for offer in store.shelf_search.search(query, HANDED_OUT, never)))
    assert [len(rows) for rows in handed_out] == [HANDED_OUT]
    assert [len(rows) for rows in found] == [HANDED_OUT]


@settings(max_examples=examples(100), deadline=None)
@given(seed=st.integers(0), order=st.sampled_from(Order))
def test_the_whole_way_from_a_source_to_the_list_is_blind(seed: int, order: Order) -> None:
    def listed(offers: Sequence[Offer]) -> object:
        made = Suggestions([ScriptedSource("shelf", offers)], Switchboard("shelf"), lambda: NOW)
        found = made.suggest(NEEDS[0], order=order)
        coverage = [(source.state, source.count) for source in found.coverage]
        return [row.offer.key for row in found.rows], found.common.removed, found.common.unrelated, found.cut, coverage

    lottery = random.Random(seed)
    bought = [replace(offer, **paid(lottery)) for offer in MASK_SHELF]
    assert listed(bought) == listed(MASK_SHELF)
