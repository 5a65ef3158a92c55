"""The order: ten thousand offers put in order for the first time, for another need, and in another order.

``python benchmarks/ranking.py`` prints one flat JSON object; times are milliseconds of processor time, the best of
several rounds; ratios end in ``_ratio`` and are taken to sorting the same offers by price and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from random import Random
from time import process_time

from desktop_client.app import pauses
from desktop_client.commerce.judging.judge import judge_of
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.ranking import Order, Weights, forget, rank
from desktop_client.commerce.shelf import sample_shelf

OFFERS = 10_000
NEED = ShoppingNeed("敏感肌 面膜", "zh", "面膜", must_have=("敏感肌",), must_not=("香精",))
NOW = sample_shelf.PRICED_AT + timedelta(days=20)
SHOWN = 12


def shelf(count: int) -> list[Offer]:
    """Half masks and half of everything, each with a title, a rating and a description of its own."""
    lottery = Random(1)
    every = list(sample_shelf.offers())
    masks = [offer for offer in every if "面膜" in (offer.category or "") or "Face masks" in (offer.category or "")]
    pairs = zip(cycle(masks), cycle(every), strict=False)
    drawn = islice((offer for pair in pairs for offer in pair), count)
    return [
        replace(
            offer,
            offer_id=f"{offer.offer_id}-{number}",
            title=f"{offer.title} {number}",
            description=f"{offer.description} {number}",
            rating=Rating(lottery.randint(30, 50) / 10, 5, lottery.randint(0, 500)),
            sample=False,
        )
        for number, offer in enumerate(drawn)
    ]


def best(work: Callable[[], object], rounds: int = 5, before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of processor time, the best of several rounds; what is done ``before`` each doesn't count."""
    found = []
    for _ in range(rounds):
        before()
        started = process_time()
        work()
        found.append((process_time() - started) * 1000)
    return min(found)


def measure(count: int = OFFERS) -> dict[str, float]:
    """All figures, rounded to hundredths."""
    offers = shelf(count)

    def listed(offers: list[Offer] = offers, **options: object) -> object:
        return rank(NEED, offers, now=NOW, limit=SHOWN, **options)  # type: ignore[arg-type]

    listed(offers[:100])
    # As the program does when it has started: else the collector walks through all of it time and again.
    pauses.set_aside()
    cold = best(listed, rounds=9, before=forget)
    read = best(listed, rounds=5, before=judge_of.cache_clear)
    again = [replace(offer, attributes=dict(offer.attributes)) for offer in offers]
    sort = best(lambda: sorted(offers, key=lambda offer: offer.price.minor if offer.price else 0))
    found = {
        "offers": count,
        "cold_ms": cold,
        "another_need_ms": read,
        "warm_ms": best(listed),
        "same_offers_read_again_ms": best(lambda: listed(again)),
        "weights_ms": best(lambda: listed(weights=Weights(text=10))),
        "reorder_ms": max(best(partial(listed, order=order)) for order in Order),
        "plain_sort_ms": sort,
    }
    found |= {
        "cold_to_sort_ratio": cold / sort,
        "another_need_to_sort_ratio": read / sort,
        "reorder_to_sort_ratio": found["reorder_ms"] / sort,
        "warm_to_sort_ratio": found["warm_ms"] / sort,
        "warm_to_cold_ratio": found["warm_ms"] / cold,
    }
    return {name: round(value, 2) for name, value in found.items()}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
