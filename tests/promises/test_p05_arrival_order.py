"""P5, arrival order doesn't matter: same offers, any order, any latency, same list."""

from __future__ import annotations

import random
import threading
from itertools import permutations

from standins.offers import MASK_SHELF, NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import Order, rank
from desktop_client.commerce.suggestion_list import SuggestionList
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


def _suggest(parts: dict[str, list], finishing: tuple[str, ...]) -> SuggestionList:
    """Ask one source for each part, and let them answer one after the other in the order given."""
    sources = {name: ScriptedSource(name, offers, hold=True) for name, offers in parts.items()}
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


def _fields(offer) -> dict:
    return {name: getattr(offer, name) for name in offer.__slots__}
