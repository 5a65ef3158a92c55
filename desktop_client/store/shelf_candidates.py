"""What the shelf hands out for a need: a few hundred offers that may be meant, for the ranking to put in order.

The index is asked in steps, from offers that state all that is wanted down to those that state one thing of it, the
kind of goods first; what only a description says comes after all that, so that no amount of prose crowds an offer out.
Each step draws fairly from what it finds (``shelf_draw``). How often a word is said doesn't matter, nor what is paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import sqlite_utils

from desktop_client.commerce.judging.lots import Lots
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import read_query
from desktop_client.commerce.relevance.query import SearchTerm
from desktop_client.store.shelf_draw import LOOKED_AT, draw
from desktop_client.store.shelf_rows import offers_by_number
from desktop_client.store.shelf_terms import all_of, as_typed, in_any_spelling, stated
from desktop_client.store.shelf_words import match_query

MOST_TERMS: Final = 12
"""Terms that are looked for; a need has two or three."""
MOST_LEFT_OUT: Final = 2
"""Of how many terms it is tried to do without each by itself."""

COUNT: Final = "SELECT count(*) FROM (SELECT 1 FROM offer_index WHERE offer_index MATCH ? LIMIT ?)"


def candidates(db: sqlite_utils.Database, need: ShoppingNeed, limit: int, now: datetime) -> tuple[Offer, ...]:
    """At most ``limit`` offers that share most with the need's words, those that share more before the others.

    ``now`` is aware; of its day equals draw their lots.
    """
    texts = (need.text, need.category or "", *need.must_have)
    terms = _terms(texts)
    found: dict[int, None] = {}
    asked: set[str] = set()
    lots = Lots.of(need, now)
    for match, better in _steps(db, terms, match_query(texts)):
        if len(found) >= limit:
            break
        if match not in asked:
            asked.add(match)
            draw(db, match, limit - len(found), found, lots, better)
    offers = offers_by_number(db, found)
    return tuple(offers[number] for number in found if number in offers)


def _terms(texts: tuple[str, ...]) -> list[SearchTerm]:
    """What is wanted, each thing once."""
    terms = {term.own: term for text in texts if text for term in read_query(text).terms}
    return list(terms.values())[:MOST_TERMS]


def _steps(db: sqlite_utils.Database, terms: list[SearchTerm], any_word: str | None) -> Iterator[tuple[str, str]]:
    """What the index is asked, from the narrowest to the widest, each with what is better where there is too much."""
    typed = [match for term in terms if (match := as_typed(term))]
    wide = {match: term for term in terms if (match := in_any_spelling(term))}
    if typed:
        yield stated(all_of(wide)), stated(all_of(typed))
    if len(wide) > 1:
        for fewer in _narrowed(wide, _counts(db, wide)):
            yield stated(fewer), ""
    if any_word is not None:
        yield stated(any_word), ""
        yield any_word, all_of(typed)


def _narrowed(wide: Mapping[str, SearchTerm], counts: Mapping[str, int]) -> Iterator[str]:
    """Fewer and fewer of the terms, the commonest given up first and the kind of goods last."""
    ordered = sorted(wide, key=lambda match: (not wide[match].kind, counts[match]))
    kinds = [match for match in ordered if wide[match].kind]
    others = [match for match in ordered if not wide[match].kind]
    if len(ordered) > 2:
        for at in range(len(ordered) - 1, max(-1, len(ordered) - 1 - MOST_LEFT_OUT), -1):
            yield all_of([*ordered[:at], *ordered[at + 1 :]])
    for kind in kinds:
        for other in others:
            yield all_of([kind, other])
    yield from ordered


def _counts(db: sqlite_utils.Database, wide: Mapping[str, SearchTerm]) -> dict[str, int]:
    """How many offers have each term; beyond what is looked at it is a common one."""
    return {match: db.execute(COUNT, (match, LOOKED_AT)).fetchone()[0] for match in wide}
