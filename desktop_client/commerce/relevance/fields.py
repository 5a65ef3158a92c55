"""The fields of an offer as a search reads them. A description is skimmed first, since reading it takes longest.

Skimming tells how often a token may stand in a text at most, and how many words the text has at least: mostly that is
enough to know that the description counts less than the title, or that the offer won't be among the best.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from desktop_client.commerce.meaning.concepts import BREAK
from desktop_client.commerce.meaning.simplified import simplify
from desktop_client.commerce.relevance.bounds import Bound
from desktop_client.commerce.relevance.goods import Goods
from desktop_client.commerce.relevance.tokens import (
    beginning,
    is_quantity,
    longest_unit,
    plain,
    tokens,
    tokens_each,
    tokens_of,
)

MOST_TIMES = 2
"""Saying a word again counts once: "Stereo Headphone Headphones"."""
PAIRS = 3
"""Pairs of Chinese characters that count as one word of a field's length: they overlap, and titles say more in them."""

_LATIN_WORD = re.compile(r"\b[a-z]+\b")
_NUMBER = re.compile(r"\d+")
_LETTERS = b"abcdefghijklmnopqrstuvwxyz"
_DIGITS = b"0123456789"
_WORDS_APART = bytes(code if code in _LETTERS + _DIGITS else 0x20 for code in range(256))
_NUMBERS_APART = bytes(code if code in _DIGITS else 0x20 for code in range(256))
"""Tables that leave words, or numbers, with spaces between them: five times faster than an expression."""
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


def is_han(text: str) -> bool:
    """Whether there are Chinese characters in it."""
    return not text.isascii() and _HAN.search(text) is not None


class Field(NamedTuple):
    """A field whose length counts: its tokens, and how many words long it is."""

    tokens: list[str]
    words: float

    def has_character(self, character: str) -> bool:
        """Whether a character is part of one of its tokens."""
        return any(character in token for token in self.tokens)


class Trace(NamedTuple):
    """What a token leaves in a text: letters, which may overlap themselves, or some number for a quantity."""

    letters: str
    overlapping: bool
    number: bool


@lru_cache(maxsize=1_024)
def trace(token: str) -> Trace:
    """What is to be seen of a token in a text that is not read."""
    return Trace(beginning(token), not token.isascii() and token[0] == token[-1], is_quantity(token))


class Skim:
    """A field that was not read: it has at least so many words, and a token stands in it at most so often."""

    __slots__ = ("_letters", "_numbers", "_plain", "_words")

    def __init__(self, text: str) -> None:
        self._plain = plain(text)
        # A model code is looked for in one piece, too.
        self._letters = simplify(self._plain).replace("-", "")
        self._numbers = -1
        self._words = -1.0

    def times(self, trace: Trace) -> int:
        """How often a token stands in it at most, as far as it counts."""
        letters, overlapping, number = trace
        if number:
            return MOST_TIMES if self._count_numbers() else 0
        times = self._letters.count(letters)
        return MOST_TIMES if times > 1 or (times and overlapping) else times

    def words(self) -> float:
        """How many words it has at least. A number may make one quantity of two words, or of some characters."""
        if self._words < 0:
            self._words = self._least_words()
        return self._words

    def _least_words(self) -> float:
        numbers = self._count_numbers()
        if self._plain.isascii():
            words = len(self._plain.encode().translate(_WORDS_APART).split())
            return max(0, words - numbers - numbers)
        words = len(_LATIN_WORD.findall(self._plain))
        runs = _HAN.findall(self._plain)
        pairs = sum(map(len, runs)) - len(runs) - longest_unit() * numbers
        return max(0, words - numbers) + max(0, pairs) / PAIRS

    def has_numbers(self) -> bool:
        """Whether an amount may stand in it."""
        return self._count_numbers() > 0

    def _count_numbers(self) -> int:
        if self._numbers < 0:
            ascii_ = self._plain.isascii()
            found = self._plain.encode().translate(_NUMBERS_APART).split() if ascii_ else _NUMBER.findall(self._plain)
            self._numbers = len(found)
        return self._numbers

    def read(self) -> Field:
        """The field itself."""
        return _field(tokens_of(self._plain))


def read(texts: Sequence[str]) -> list[Field]:
    """The fields with these texts: their tokens and their length."""
    return list(map(_field, tokens_each(texts)))


def _field(found: list[str]) -> Field:
    if "".join(found).isascii():
        return Field(found, len(found))
    words = sum(map(str.isascii, found))
    return Field(found, words + (len(found) - words) / PAIRS)


class Spellings:
    """Rows of tokens of which one is looked for, or an amount within a bound. Most fields have none's first token."""

    __slots__ = ("_bound", "_firsts", "_rows", "_traces")

    def __init__(self, rows: Iterable[tuple[str, ...]], bound: Bound | None = None) -> None:
        self._bound = bound
        self._rows = tuple(rows)
        self._firsts = frozenset(row[0] for row in self._rows)
        self._traces = tuple(tuple(map(trace, row)) for row in self._rows)

    def among(self, fields: Sequence[Sequence[str]]) -> list[bool]:
        """Whether one of them stands in each of these fields as it is."""
        if self._bound is not None:
            within = self._bound.holds
            return [any(map(within, field)) or any(_holds(field, row) for row in self._rows) for field in fields]
        if not self._rows:
            return [False] * len(fields)
        apart = self._firsts.isdisjoint
        return [not apart(field) and any(_holds(field, row) for row in self._rows) for field in fields]

    def may_be_among(self, skims: Sequence[Skim]) -> list[bool]:
        """Whether one of them may stand in each of these fields, which were not read."""
        if not (self._rows or self._bound):
            return [False] * len(skims)
        bounded = self._bound is not None
        return [
            (bounded and skim.has_numbers()) or any(all(map(skim.times, row)) for row in self._traces) for skim in skims
        ]


def _holds(field: Sequence[str], row: tuple[str, ...]) -> bool:
    length = len(row)
    if length == 1:
        return row[0] in field
    return any(tuple(field[at : at + length]) == row for at in range(len(field) - length + 1))


def stated(goods: Goods) -> tuple[str, ...]:
    """The tokens of what an offer states besides its title, one statement after another with a break between them."""
    attributes = " | ".join([f"{name}: {value}" for name, value in goods.attributes.items()])
    found: tuple[str, ...] = ()
    for text in (goods.brand, goods.category, goods.model, attributes):
        if text:
            found += _short(text)
    return found


@lru_cache(maxsize=8_192)
def _short(text: str) -> tuple[str, ...]:
    return (*tokens(text), BREAK)
