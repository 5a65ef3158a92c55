"""Classes of goods that are never shown (promise P14): medicines, medical devices, health food, tobacco, weapons."""

from __future__ import annotations

from functools import cache

from desktop_client.commerce.concepts import Finder, read_table
from desktop_client.commerce.folding import fold
from desktop_client.commerce.need import Silence
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.phrases import pattern


@cache
def _classes() -> tuple[tuple[Silence, Finder], ...]:
    found = []
    for name, row in read_table("blocked").items():
        own = pattern((*row["en"], *row["zh"]))
        if own is None:
            raise ValueError(f"the class {name} has no words")
        found.append((Silence(name), Finder(own, pattern((*row["but_en"], *row["but_zh"])))))
    return tuple(found)


def blocked_class(offer: Offer) -> Silence | None:
    """The class of goods for which an offer is not shown, by title, category and attributes; None if it may be."""
    stated = (offer.title, offer.category or "", *offer.attributes.values())
    folded = fold(" ; ".join(stated))
    return next((name for name, finder in _classes() if finder.spans(folded)), None)
