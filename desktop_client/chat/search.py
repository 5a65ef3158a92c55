"""Searching in chats: what the typed words mean, where they stand in a text, and what is found.

A word matches a word of the text or the beginning of one; Chinese, Japanese and Korean, which put no spaces between
words, match wherever the same characters follow each other. All words have to be there. Words in quotes are a phrase.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from desktop_client.cjk import CJK
from desktop_client.inference.engine import Role
from desktop_client.late import Late

MOST_TERMS = 16
"""Of a longer query the first terms count: nobody types more, and a pasted page would only take time."""

LONGEST_PHRASE = 100
"""Of a longer phrase so many words, or characters of Chinese, are looked for."""

EXCERPT_CHARACTERS = 120
_BEFORE = 30
"""So many characters of an excerpt stand before its first match."""

_K1, _B = 1.2, 0.75
_TYPICAL_LENGTH = 500
"""Of a message, in characters; a longer one has to say a word more often."""

_QUOTED = Late(r'["“”]([^"“”]+)["“”]|([^\s"“”]+)')
_TOKEN = Late(rf"[{CJK}]|[^\W_{CJK}]+")
_IS_CJK = Late(f"[{CJK}]")
_LETTER = rf"[^\W_{CJK}]"


class Order(StrEnum):
    """What comes first: what is newest, or what fits best."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase: its tokens, each a CJK character or a run of letters and digits, case and width folded."""

    tokens: tuple[str, ...]

    @property
    def is_prefix(self) -> bool:
        """Whether the last token may go on in the text: not CJK, which is found inside words anyway, nor one letter."""
        return len(self.tokens[-1]) > 1

    @property
    def is_cjk(self) -> bool:
        """Whether it is made of CJK characters alone."""
        return all(map(_IS_CJK.match, self.tokens))

    def pattern(self) -> str:
        """A regular expression that finds the term in text that :func:`folded` has made even."""
        first, last = self.tokens[0], self.tokens[-1]
        # Looked at behind the token, not before it: a pattern that begins with its letters is found twice as fast.
        begins = "" if _IS_CJK.match(first) else f"(?<!{_LETTER}{re.escape(first)})"
        ends = "" if _IS_CJK.match(last) or self.is_prefix else f"(?!{_LETTER})"
        joined = re.escape(first) + begins
        for before, after in zip(self.tokens, self.tokens[1:], strict=False):
            both_cjk = _IS_CJK.match(before) and _IS_CJK.match(after)
            either_cjk = _IS_CJK.match(before) or _IS_CJK.match(after)
            joined += (r"\s*" if both_cjk else r"[\W_]*" if either_cjk else r"[\W_]+") + re.escape(after)
        return joined + ends


@dataclass(frozen=True)
class Query:
    """What was typed, as terms; empty where there is no letter or digit in it."""

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, typed: str) -> Query:
        """Read what a person typed. Nothing in it is an operator, apart from quotes around a phrase."""
        terms: dict[Term, None] = {}
        for quoted, plain in _QUOTED.findall(typed):
            tokens = tuple(_TOKEN.findall(folded(unicodedata.normalize("NFKC", quoted or plain))))
            if tokens:
                terms[Term(tokens)] = None
        return cls(tuple(terms)[:MOST_TERMS])

    @classmethod
    def phrase(cls, typed: str) -> Query:
        """Read it as one phrase: its words as they follow each other."""
        tokens = tuple(_TOKEN.findall(folded(unicodedata.normalize("NFKC", typed))))
        return cls((Term(tokens[:LONGEST_PHRASE]),) if tokens else ())

    def __bool__(self) -> bool:
        return bool(self.terms)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where terms stand in ``text``: start and end of each, in order, none overlapping another."""
        if self.terms:
            for found in self._any.finditer(folded(text)):
                yield found.span()

    def has_cjk_of(self, text: str) -> bool:
        """Whether every term that is CJK throughout stands in ``text`` character by character."""
        return not self._cjk or self._has_cjk_of(folded(text))

    def fit(self, text: str) -> float | None:
        """How much ``text`` is about the terms, from 0 up to one for each: BM25 (Robertson and Zaragoza, 2009, k1 1.2
        and b 0.75) without the part that tells rare words from frequent ones, since all terms have to be there anyway.
        None where :meth:`has_cjk_of` would say no.
        """
        even = folded(text)
        if not self._has_cjk_of(even):
            return None
        room = _K1 * (1 - _B + _B * len(even) / _TYPICAL_LENGTH)
        fit = 0.0
        for finder in self._each:
            count = len(finder.findall(even))
            fit += count / (count + room)
        return fit

    def _has_cjk_of(self, even: str) -> bool:
        return all(finder.search(even) for finder in self._cjk)

    # Thousands of texts are looked at with the same terms.

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(term.pattern() for term in sorted(self.terms, key=_length, reverse=True)))

    @cached_property
    def _each(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(term.pattern()) for term in self.terms)

    @cached_property
    def _cjk(self) -> tuple[re.Pattern[str], ...]:
        return tuple(finder for term, finder in zip(self.terms, self._each, strict=True) if term.is_cjk)


def _length(term: Term) -> int:
    return sum(map(len, term.tokens))


class _Folding(dict[int, str]):
    """Case, width and accents, character by character: one for one, so that places in the text stay the same."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = unicodedata.normalize("NFKD", character.casefold())
        base = "".join(c for c in plain if not unicodedata.combining(c))
        self[code] = base if len(base) == 1 and not _IS_CJK.match(character) else _one(character)
        return self[code]


def _one(character: str) -> str:
    """A character that does not come apart into one base letter, such as kana with a mark, as wide as it is."""
    wide = unicodedata.normalize("NFKC", character).casefold()
    return wide if len(wide) == 1 else character


_FOLDING = _Folding()
_UNEVEN = Late(
    "[^\x00-\x7f\u2010-\u2027\u3000-\u3003\u3008-\u301b\u4e00-\u9fff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
)
"""What is neither ASCII, nor a usual Chinese character or mark: of these only capital letters are folded. To look each
character up takes ten times as long, and most texts are of these alone."""


def folded(text: str) -> str:
    """``text`` without differences of case, width and accent. It has exactly as many characters. A mark that is no
    letter or digit may stay as it is: no term holds one.
    """
    return text.translate(_FOLDING) if _UNEVEN.search(text) else text.lower()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of a text around what was found, and where in this line the matches are."""

    text: str
    matches: tuple[tuple[int, int], ...]


def excerpt(text: str, query: Query, width: int = EXCERPT_CHARACTERS) -> Excerpt:
    """The stretch around the first match, on one line, with … where text was left out."""
    first = next(query.places(text), (0, 0))[0]
    start = max(0, first - _BEFORE) if first > width * 2 // 3 else 0
    piece = " ".join(text[start : start + width * 2].split())
    cut = piece[:width]
    line = ("…" if start else "") + cut + ("…" if len(cut) < len(piece) or start + width * 2 < len(text) else "")
    return Excerpt(line, tuple(query.places(line)))


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a message, or with ``message_id`` None the title of a conversation.

    ``at`` (aware, UTC) is when the message was made or the conversation last changed; it is only shown.
    """

    conversation_id: int
    title: str
    message_id: int | None
    role: Role | None
    at: datetime
    excerpt: Excerpt


class Search(Protocol):
    """Finding in all conversations that are not in the trash, hidden branches included."""

    def search(
        self, query: Query, limit: int, order: Order = Order.NEWEST, stop: threading.Event | None = None
    ) -> Sequence[Hit]:
        """At most ``limit`` hits.

        Raises:
            SearchStopped: ``stop`` was set.
            SidelightError: the disk says no.
        """
        ...


class SearchStopped(Exception):  # noqa: N818 - not a fault
    """Nobody waits for the result any more."""
