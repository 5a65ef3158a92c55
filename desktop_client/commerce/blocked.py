"""Classes of goods that are never shown (promise P14): medicines, medical devices, health food, tobacco, weapons.

What a thing is called is looked up in the lists that messages are read by, some thousand names a class; what a source
states of it in a short list of its own (``meaning/data/blocked.toml``), since many an ordinary thing holds a vitamin.
"""

from __future__ import annotations

from functools import cache, lru_cache

from desktop_client.commerce.meaning.concepts import Finder, read_table
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.phrases import pattern
from desktop_client.commerce.need import Silence
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.reading import barred_goods

LONGEST = 500
"""Characters of a name that are looked at, as many as sources keep of one."""


@cache
def _classes() -> tuple[tuple[Silence, Finder], ...]:
    found = []
    for name, row in read_table("blocked").items():
        own = pattern((*row["en"], *row["zh"]))
        if own is None:
            raise ValueError(f"the class {name} has no words")
        found.append((Silence(name), Finder(own, pattern((*row["but_en"], *row["but_zh"])))))
    return tuple(found)


_class_of = lru_cache(maxsize=10_000)(barred_goods)
"""Whoever changes a condition is brought the same goods again."""


def blocked_class(offer: Offer) -> Silence | None:
    """The class of goods for which an offer is not shown, by title, category and attributes; None if it may be."""
    named = _class_of(offer.title[:LONGEST]) or (_class_of(offer.category[:LONGEST]) if offer.category else None)
    if named is not None:
        return named
    stated = (offer.title, offer.category or "", *offer.attributes.values())
    folded = fold(" ; ".join(stated))
    return next((name for name, finder in _classes() if finder.spans(folded)), None)
