"""What a search is for: the words of a query that say something about goods, and other words for the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from desktop_client.commerce.meaning.concepts import KIND, Table, table, unit_places, units
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.phrases import CJK
from desktop_client.commerce.meaning.quantities import searched_units
from desktop_client.commerce.reading.message import receive
from desktop_client.commerce.reading.numerals import HAN, han
from desktop_client.commerce.reading.prices import read_price
from desktop_client.commerce.reading.searchwords import search_text
from desktop_client.commerce.relevance.bounds import Bound, read_bounds
from desktop_client.commerce.relevance.thing import thing_asked_for
from desktop_client.commerce.relevance.tokens import pieces, tokens

MOST_TERMS = 16
"""No more terms than this are looked for, however long the query is."""
LONGEST = 400
"""Characters of a query that are read: a question, not a page."""


_IN_A_WORD = re.compile(rf"[{CJK}]{{2}}")
"""A character with another beside it: 鞋 in 「拖鞋」 is no word of its own, and slippers are not any shoes."""
_GIFTS = ("gift", "礼物", "礼品", "礼盒")
"""Words for what anything may be: each finds the others."""
_OFTEN = re.compile("老是|总是|老爱|总爱|经常|常常|一直|动不动")
"""How often something happens; a cat that scratches again and again would be no 猫."""
_A_PRESENT = re.compile(r"\b(?:a|some|birthday|christmas|wedding)\s+(?P<word>presents?)\b", re.IGNORECASE)
"""Shops call it a gift; what is "present" on a shelf is a fragrance."""
_NO_WORDS = re.compile(r"\b[a-z]+n['’]t\b|(?<!\S)办(?!\S)", re.IGNORECASE)
"""Of "isn't" a search would look for a *t*, as in T-shirt; of 怎么办 for 办, as in 办公椅."""
_HYPHENATED = re.compile(r"(?=[A-Za-z-]*\d)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another way of saying it, as text and as a row of tokens."""

    text: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One thing that is looked for: its tokens as typed, and other spellings of it.

    ``kind`` is set where it names the kind of goods wanted: those kinds' ids in the table of concepts. ``thing``: it is
    of the words by which a question calls what is wanted. ``bound``: other amounts will do as well ("at least 16 GB").
    """

    own: tuple[str, ...]
    others: tuple[Spelling, ...] = ()
    kind: frozenset[str] = frozenset()
    thing: bool = False
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query as it is looked for; ``text`` are the words that are left of it."""

    text: str
    terms: tuple[SearchTerm, ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        """All tokens as typed, each once."""
        return tuple(dict.fromkeys(token for term in self.terms for token in term.own))


@lru_cache(maxsize=64)
def read_query(text: str) -> SearchQuery:
    """Read what someone typed into a search, from a model code to a whole question in either language.

    Words of asking ("I need a … for", 「有没有适合…的」) and prices are left out, unless nothing is left then.
    """
    message = receive(_in_figures(_OFTEN.sub(" ", _A_PRESENT.sub(_as_gift, text[:LONGEST]))))
    prices = read_price(message).spans
    bounds = read_bounds(message.folded)
    wanted = _NO_WORDS.sub(" ", search_text(message, [*prices, *bounds.said])).strip() or message.shown
    # Who types mere words says nothing about how they belong together.
    asked = _letters(wanted) < _letters(message.shown)
    thing = thing_asked_for(message, prices) if asked else ""
    for code in _HYPHENATED.findall(message.shown):
        wanted = wanted.replace(code.replace("-", " "), code)
    known = table()
    things = frozenset[str]() if thing is None else known.kinds(thing or wanted).things
    terms = _terms(wanted, known, things)[:MOST_TERMS]
    # The last word says what a thing is: a card reader is no card.
    called = tokens(thing or "")[-1:]
    return SearchQuery(
        wanted,
        tuple(
            replace(term, thing=[*term.own[-1:]] == called, bound=bounds.of.get("".join(term.own))) for term in terms
        ),
    )


def _as_gift(present: re.Match[str]) -> str:
    return present[0].removesuffix(present["word"]) + "gift"


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _in_figures(text: str) -> str:
    """Amounts as they stand in titles: 「五公斤」 is 5公斤."""

    def figures(amount: re.Match[str]) -> str:
        try:
            low, high = han(amount["number"])
        except ValueError:
            return amount[0]
        return f"{low:f}{amount['unit']}" if low == high else amount[0]

    return text if text.isascii() else _amount_in_words().sub(figures, text)


@cache
def _amount_in_words() -> re.Pattern[str]:
    """A number in Chinese characters before a unit; 「千斤顶」 begins with none."""
    units = "|".join(sorted((unit for unit in searched_units() if not unit.isascii()), key=len, reverse=True))
    return re.compile(rf"(?P<number>(?![百千万])(?:{HAN}))(?P<unit>{units})(?![一二三四五六七八九半])")


def _terms(text: str, known: Table, things: frozenset[str]) -> list[SearchTerm]:
    """Names from the table of concepts as terms of their own, and each token between them; ``things`` are the kinds
    that are wanted.
    """
    folded = fold(text)
    found, places = units(folded), unit_places(folded)
    terms: list[SearchTerm] = []
    at = 0
    for mention in known.mentions(found):
        start, end = places[mention.start][0], places[mention.end - 1][1]
        if end - start == 1 and _IN_A_WORD.search(folded[max(0, start - 1) : end + 1]):
            continue
        terms += _plain(folded[at:start])
        at = end
        concept = known.concepts[mention.concepts[0]]
        own = tuple(tokens(folded[start:end]))
        wanted = frozenset(mention.concepts) & things if concept.section == KIND else frozenset()
        # An attribute states 油性 where a question says 油皮; "dry" alone would say too much.
        short = [name for name in concept.short_names if not name.isascii()]
        names = [*concept.names, *short, *_sorts_of(wanted, known)]
        spelled = {tuple(tokens(name)): name for name in reversed(names)}
        others = tuple(Spelling(name, row) for row, name in reversed(spelled.items()) if row and row != own)
        terms.append(SearchTerm(own, others, wanted))
    return [term for term in (*terms, *_plain(folded[at:])) if term.own]


def _sorts_of(kinds: frozenset[str], known: Table) -> list[str]:
    """Names of the sorts of these kinds: earbuds are headphones too."""
    return [
        name
        for concept in known.concepts.values()
        if concept.is_a is not None and any(known.is_a(concept.id, kind) for kind in kinds)
        for name in concept.names
    ]


def _plain(text: str) -> list[SearchTerm]:
    """A term for each token outside of the table; a model code is one term, in its parts or in one piece."""
    found = dict.fromkeys(pieces(text))
    return [SearchTerm(piece, _others(piece, joined)) for piece, joined in found]


def _others(piece: tuple[str, ...], joined: str) -> tuple[Spelling, ...]:
    if piece[0] in _GIFTS and len(piece) == 1:
        return tuple(Spelling(name, (name,)) for name in _GIFTS if name != piece[0])
    return (Spelling(joined, (joined,)),) if joined else ()
