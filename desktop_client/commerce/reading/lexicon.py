"""Finding the phrases of word lists in a message, all lists in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import NamedTuple

from desktop_client.commerce.reading.lists import Lists
from desktop_client.commerce.reading.text import Token, fold, words

Listed = dict[int, frozenset[str]]
"""The lists that a phrase stands in, by the number of their book."""

_IRREGULAR = {
    "knives": "knife",
    "scarves": "scarf",
    "shelves": "shelf",
    "loaves": "loaf",
    "leaves": "leaf",
    "teeth": "tooth",
    "feet": "foot",
}
SHORTEST_PLURAL = 4
"""Letters of the shortest English plural that is looked up as its singular."""


class Span(NamedTuple):
    """A listed phrase found in a message: its place in the text and the lists that it stands in.

    A tuple, since a hostile message has thousands of them, and they are made three times as fast as objects.
    """

    start: int
    end: int
    phrase: str
    lists: frozenset[str]


class Lexicon:
    """The phrases of several books of lists, found in running text: English by words (plurals too), Chinese by
    characters."""

    def __init__(self, books: Mapping[str, Lists]) -> None:
        self._books = tuple(books)
        self._latin: dict[str, Listed] = {}
        self._han: dict[str, Listed] = {}
        self._begun: set[str] = set()
        """What longer English phrases begin with, word by word."""
        self._longest: dict[str, int] = {}
        """Characters of the longest Chinese phrase by its first two, or by the one that it is."""
        for book, lists in enumerate(books.values()):
            for name, phrases in lists.items():
                for phrase in phrases:
                    self._enter(book, name, phrase)

    def _enter(self, book: int, name: str, phrase: str) -> None:
        folded = fold(phrase)
        if phrase.isascii():
            parted = words(folded)
            key, table = " ".join(parted), self._latin
            self._begun.update(" ".join(parted[:n]) for n in range(1, len(parted)))
        else:
            key, table = folded, self._han
            self._longest[key[:2]] = max(len(key), self._longest.get(key[:2], 0))
        listed = table.setdefault(key, {})
        listed[book] = listed.get(book, frozenset()) | {name}

    def find(self, tokens: Sequence[Token], folded: str) -> Mapping[str, Sequence[Span]]:
        """Every listed phrase by its book, overlapping ones too: English ones first, each in the order of the text."""
        found: list[list[Span]] = [[] for _ in self._books]
        self._find_latin(tokens, found)
        if not folded.isascii():
            self._find_han(folded, found)
        return dict(zip(self._books, found, strict=True))

    def _find_latin(self, tokens: Sequence[Token], found: list[list[Span]]) -> None:
        for i, token in enumerate(tokens):
            before = ""
            for place in range(i, len(tokens)):
                last = tokens[place]
                phrase = before + last.text
                if listed := self._lists_of(phrase, before, last.text):
                    for book, lists in listed.items():
                        found[book].append(Span(token.start, last.end, phrase, lists))
                if phrase not in self._begun:
                    break
                before = phrase + " "

    def _lists_of(self, phrase: str, before: str, last: str) -> Listed | None:
        """The lists of a phrase by book: in each as it is written or, where it is not listed so, in the singular."""
        listed = self._latin.get(phrase)
        if last[-1] == "s" or last in _IRREGULAR:
            for stem in singulars(last):
                listed = self._latin.get(before + stem, {}) | (listed or {})
        return listed

    def _find_han(self, text: str, found: list[list[Span]]) -> None:
        pairs = map(add, text, text[1:] + " ")
        begins = [i for i, pair in enumerate(pairs) if pair in self._longest or pair[0] in self._longest]
        for start in begins:
            longest = self._longest.get(text[start : start + 2], 1)
            for end in range(start + 1, min(len(text), start + longest) + 1):
                phrase = text[start:end]
                if listed := self._han.get(phrase):
                    for book, lists in listed.items():
                        found[book].append(Span(start, end, phrase, lists))


def apart(spans: Iterable[Span]) -> list[Span]:
    """Longest phrases first come, without overlaps, in the order of the text."""
    found: list[Span] = []
    end = -1
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start >= end:
            found.append(span)
            end = span.end
    return found


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Without those that lie inside a longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.end > kept[-1].end or (span.start, span.end) == (kept[-1].start, kept[-1].end):
            kept.append(span)
    return kept


def singulars(word: str) -> tuple[str, ...]:
    """What an English plural may be the plural of; empty where the word doesn't look like one."""
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    if not word.endswith("s") or len(word) < SHORTEST_PLURAL or word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("ies"):
        return word[:-3] + "y", word[:-1]
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2], word[:-1]
    return (word[:-2] if word.endswith("'s") else word[:-1],)
