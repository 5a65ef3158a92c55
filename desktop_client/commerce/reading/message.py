"""What is read of a message: its first part, cleaned, and a folded copy with the same offsets for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from desktop_client.commerce.reading.books import Book, lexicon
from desktop_client.commerce.reading.goods import find_goods
from desktop_client.commerce.reading.lexicon import Span, apart, outermost
from desktop_client.commerce.reading.text import Token, fold, tokens, tokens_of_beginning

LIMIT = 3000
"""Characters of a message that are read."""

_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Message:
    """A message as it is read. ``shown`` and ``folded`` have the same length, so a place in one is a place in both.

    ``shown`` is compatibility-normalised, without invisible characters, white space collapsed; ``folded`` is in lower
    case with simplified characters. What is found in it is looked for once, however many ask.
    """

    shown: str
    folded: str
    whole: Message | None = field(default=None, repr=False, compare=False)
    """The message that this is the beginning of: what is found in it need not be looked for again."""

    def beginning(self, length: int) -> Message:
        """The message cut to so many characters."""
        if len(self.shown) <= length:
            return self
        if length not in self._beginnings:
            self._beginnings[length] = Message(self.shown[:length], self.folded[:length], self)
        return self._beginnings[length]

    @cached_property
    def _beginnings(self) -> dict[int, Message]:
        return {}

    @cached_property
    def language(self) -> str:
        """``zh`` where there are at least as many Chinese characters as words in Latin letters, else ``en``."""
        han = len(_HAN.findall(self.shown))
        return "zh" if han and han >= len(_LATIN_WORD.findall(self.shown)) else "en"

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Latin words, numbers and punctuation in order; Chinese runs are not tokens, hyphens part words."""
        return tokens(self.folded) if self.whole is None else tokens_of_beginning(self.whole.tokens, self.folded)

    @cached_property
    def listed(self) -> Mapping[str, Sequence[Span]]:
        """Every listed phrase by its book, overlapping ones too."""
        if self.whole is None:
            return lexicon().find(self.tokens, self.folded)
        return lexicon().find_in_beginning(self.whole.listed, self.whole.tokens, self.tokens, self.folded)

    @cached_property
    def goods(self) -> tuple[Span, ...]:
        """The kinds of goods that are named, in order, without overlaps."""
        return tuple(find_goods(self.folded, self.listed[Book.GOODS]))

    @cached_property
    def cues(self) -> tuple[Span, ...]:
        """The phrases that tell what a message is about; of two, one inside the other, the longer."""
        return tuple(outermost(self.listed[Book.CUES]))

    @cached_property
    def of_children(self) -> tuple[Span, ...]:
        """What a child's day is made of: school, the rules at home, what one plays with."""
        return tuple(outermost(self.listed[Book.CHILDREN]))

    @cached_property
    def wishes(self) -> tuple[Span, ...]:
        """Listed wishes, in order, without overlaps."""
        return tuple(apart(self.listed[Book.WISHES]))


def receive(text: str) -> Message:
    """Clean a message for reading; never looks past a few thousand characters."""
    shown = unicodedata.normalize("NFKC", text[:LIMIT])[:LIMIT]
    invisible = {ord(c) for c in set(shown) if unicodedata.category(c)[0] == "C" and not c.isspace()}
    shown = " ".join(shown.translate(dict.fromkeys(invisible)).split())
    return Message(shown, fold(shown))
