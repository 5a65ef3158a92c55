"""What is looked for, as MATCH strings: a term as typed, in other spellings, in what an offer states or anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_client.commerce.relevance.query import SearchQuery, SearchTerm
from desktop_client.commerce.relevance.tokens import plural, written
from desktop_client.store.shelf_words import phrase

MOST_ALIKE = 24
"""How many names of a kind are looked for."""


def stated(match: str) -> str:
    """The same, but only where an offer states what it is."""
    return f"{{title brand category model attributes}} : ({match})"


def as_typed(term: SearchTerm) -> str:
    """A term as typed: all of its tokens; "" if there is no word in it."""
    parts = [part for part in map(in_any_writing, term.own) if part]
    return f"({' AND '.join(parts)})" if parts else ""


def in_any_spelling(term: SearchTerm) -> str:
    """A term as typed or in another spelling."""
    ways = [as_typed(term)]
    for other in term.others[:MOST_ALIKE]:
        ways.append(phrase(other.text))
        if other.text.isascii() and other.text[-1].isalpha():
            ways.append(phrase(plural(other.text)))
    return _any_of(ways)


def in_any_writing(token: str) -> str:
    """A token in the plural too, a quantity in every unit of its sort."""
    return _any_of([phrase(way) for way in written(token)])


def _any_of(ways: Sequence[str]) -> str:
    found = [way for way in dict.fromkeys(ways) if way]
    needed = [way for way in found if not any(_holds(way, other) for other in found)]
    return f"({' OR '.join(needed)})" if needed else ""


def _holds(phrase: str, other: str) -> bool:
    """Whether what has a phrase has the other one too: "15 6 inch" and "15 6". Then the other one is enough."""
    plain = phrase != other and phrase[0] == phrase[-1] == other[0] == other[-1] == '"'
    return plain and f" {other[1:-1]} " in f" {phrase[1:-1]} "


def all_words(query: SearchQuery) -> str:
    """What has all words of a query, in whatever spelling; "" where there are none to look for."""
    return all_of(in_any_spelling(term) for term in query.terms if as_typed(term))


def all_of(parts: Iterable[str]) -> str:
    """What has all of these."""
    return " AND ".join(parts)
