"""Classes of goods that are never shown (promise P14): medicines, medical devices, health food, tobacco, weapons.

What a thing is called is looked up in the lists that messages are read by, some thousand names a class; what a source
states of it in a short list of its own (``meaning/data/blocked.toml``), since many an ordinary thing holds a vitamin.
"""

from __future__ import annotations

from functools import cache, lru_cache

from desktop_client.commerce.meaning.concepts import Finder, read_table
from desktop_client.commerce.meaning.folding import folded
from desktop_client.commerce.meaning.phrases import pattern
from desktop_client.commerce.need import Silence
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.reading import barred_goods

LONGEST = 500
"""Characters of a name that are looked at, as many as sources keep of one."""
KEPT = 10_000
"""How many goods are known by heart: whoever changes a condition is brought the same ones again."""


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
    return _class_of(offer.title, offer.category or "", tuple(offer.attributes.values()))


@lru_cache(maxsize=KEPT)
def _class_of(title: str, category: str, stated: tuple[str, ...]) -> Silence | None:
    named = _class_named(title[:LONGEST]) or (_class_named(category[:LONGEST]) if category else None)
    if named is not None:
        return named
    folded_texts = folded(" ; ".join((title, category, *stated)))
    return next((name for name, finder in _classes() if finder.spans(folded_texts)), None)


_class_named = lru_cache(maxsize=KEPT)(barred_goods)
