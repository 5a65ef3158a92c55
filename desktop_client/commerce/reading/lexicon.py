"""Finding the phrases of word lists in a message, all lists in one pass."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
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


_span = partial(tuple.__new__, Span)
"""Makes one three times as fast as a call does."""


def begun_within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Of some spans in order, those that begin in a stretch: clauses ask by the hundred, and each for a few."""
    return spans[bisect_left(spans, (start,)) : bisect_left(spans, (end,))]


Step = tuple[tuple[tuple[int, frozenset[str]], ...], bool]
"""What a phrase that was read so far stands in, by book and lists, and whether longer ones begin with it."""
_FAR = 1_000_000
"""More than there are characters in a message: places are compared as one number each."""


class Lexicon:
    """The phrases of several books of lists, found in running text: English by words (plurals too), Chinese by
    characters."""

    def __init__(self, books: Mapping[str, Lists]) -> None:
        self._books = tuple(books)
        self._latin: dict[str, Listed] = {}
        self._han: dict[str, Listed] = {}
        self._begun: set[str] = set()
        """What longer English phrases begin with, word by word."""
        self._most_words = 0
        self._first_two: set[str] = set()
        """What Chinese phrases begin with: two characters, or the one that a phrase is."""
        self._begun_han: set[str] = set()
        """What Chinese phrases of three characters and more begin with, from two on."""
        for book, lists in enumerate(books.values()):
            for name, phrases in lists.items():
                for phrase in phrases:
                    self._enter(book, name, phrase)
        longer = {phrase for phrase in self._han if len(phrase) > 1} | self._begun_han
        self._steps_han: dict[str, Step] = {
            phrase: (tuple(self._han.get(phrase, {}).items()), phrase in self._begun_han) for phrase in longer
        }

    def _enter(self, book: int, name: str, phrase: str) -> None:
        folded = fold(phrase)
        if phrase.isascii():
            parted = words(folded)
            key, table = " ".join(parted), self._latin
            self._begun.update(" ".join(parted[:n]) for n in range(1, len(parted)))
            self._most_words = max(self._most_words, len(parted))
        else:
            key, table = folded, self._han
            self._first_two.add(key[:2])
            self._begun_han.update(key[:n] for n in range(2, len(key)))
        listed = table.setdefault(key, {})
        listed[book] = listed.get(book, frozenset()) | {name}

    def find(self, tokens: Sequence[Token], folded: str) -> Mapping[str, Sequence[Span]]:
        """Every listed phrase by its book, overlapping ones too: English ones first, each in the order of the text."""
        found: list[list[Span]] = [[] for _ in self._books]
        self._find_latin(tokens, found)
        if not folded.isascii():
            self._find_han(folded, found)
        return dict(zip(self._books, found, strict=True))

    def find_in_beginning(
        self, known: Mapping[str, Sequence[Span]], whole: Sequence[Token], tokens: Sequence[Token], folded: str
    ) -> Mapping[str, Sequence[Span]]:
        """The same in the beginning of a text: what is ``known`` of the whole, and what the cut made of its last word.

        ``whole`` are the tokens of the whole text, ``tokens`` and ``folded`` the beginning's.
        """
        end = len(folded)
        found = [[span for span in spans if span.end <= end] for spans in known.values()]
        if tokens[-1:] != whole[len(tokens) - 1 : len(tokens)]:
            same = next((n for n, (one, other) in enumerate(zip(tokens, whole, strict=False)) if one != other), 0)
            near = max(0, same - self._most_words)
            again: list[list[Span]] = [[] for _ in self._books]
            self._find_latin(tokens[near:], again)
            for spans, new in zip(found, again, strict=True):
                spans += [span for span in new if span.end > tokens[same].start]
        return dict(zip(self._books, found, strict=True))

    def _find_latin(self, tokens: Sequence[Token], found: list[list[Span]]) -> None:
        steps: dict[str, Step] = {}
        for i, (_, start, _) in enumerate(tokens):
            before = ""
            for place in range(i, len(tokens)):
                last, _, end = tokens[place]
                phrase = before + last
                step = steps.get(phrase)
                if step is None:
                    listed = self._lists_of(phrase, before, last) or {}
                    step = steps[phrase] = (tuple(listed.items()), phrase in self._begun)
                for book, lists in step[0]:
                    found[book].append(_span((start, end, phrase, lists)))
                if not step[1]:
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
        han, steps, first_two, whole = self._han, self._steps_han, self._first_two, len(text)
        pairs = map(add, text, text[1:] + " ")
        for start in [i for i, pair in enumerate(pairs) if pair in first_two or pair[0] in first_two]:
            if listed := han.get(text[start]):
                for book, lists in listed.items():
                    found[book].append(_span((start, start + 1, text[start], lists)))
            for end in range(start + 2, whole + 1):
                phrase = text[start:end]
                step = steps.get(phrase)
                if step is None:
                    break
                for book, lists in step[0]:
                    found[book].append(_span((start, end, phrase, lists)))
                if not step[1]:
                    break


def _longest_first(span: Span) -> int:
    """In the order of the text; of those that begin together the longest first."""
    return span[0] * _FAR - span[1]


def apart(spans: Iterable[Span]) -> list[Span]:
    """Longest phrases first come, without overlaps, in the order of the text."""
    found: list[Span] = []
    end = -1
    for span in sorted(spans, key=_longest_first):
        if span.start >= end:
            found.append(span)
            end = span.end
    return found


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Without those that lie inside a longer one."""
    kept: list[Span] = []
    for span in sorted(spans, key=_longest_first):
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
