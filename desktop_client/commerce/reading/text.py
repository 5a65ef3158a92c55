"""What is read of a message: its first part, cleaned, and a folded copy with the same offsets for comparing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

LIMIT = 3000
"""Characters of a message that are read."""

_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TOKEN = re.compile(r"[a-z0-9à-öø-ÿ]+(?:['’&.][a-z0-9à-öø-ÿ]+)*(?:\+\+|#)?|[^\s\w]")
_HYPHENS = frozenset("-‐‑")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or punctuation mark of the folded text, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Message:
    """A message as it is read. ``shown`` and ``folded`` have the same length, so a place in one is a place in both.

    ``shown`` is compatibility-normalised, without invisible characters, white space collapsed; ``folded`` is in lower
    case with simplified characters.
    """

    shown: str
    folded: str

    def beginning(self, length: int) -> Message:
        """The message cut to so many characters."""
        return self if len(self.shown) <= length else Message(self.shown[:length], self.folded[:length])

    @cached_property
    def language(self) -> str:
        """``zh`` where there are at least as many Chinese characters as words in Latin letters, else ``en``."""
        han = len(_HAN.findall(self.shown))
        return "zh" if han and han >= len(_LATIN_WORD.findall(self.shown)) else "en"

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Latin words, numbers and punctuation in order; Chinese runs are not tokens, hyphens part words."""
        found = (Token(m[0].replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(self.folded))
        return tuple(token for token in found if token.text not in _HYPHENS)


def receive(text: str) -> Message:
    """Clean a message for reading; never looks past a few thousand characters."""
    shown = unicodedata.normalize("NFKC", text[:LIMIT])[:LIMIT]
    shown = "".join(c for c in shown if c.isspace() or unicodedata.category(c)[0] != "C")
    shown = " ".join(shown.split())
    return Message(shown, fold(shown))


def words(folded: str) -> list[str]:
    """The texts of the tokens, for phrases of the word lists, which are written clean."""
    return [word for word in _TOKEN.findall(folded) if word not in _HYPHENS]


def fold(text: str) -> str:
    """Lower case and simplified characters, character for character."""
    simplified = simplify(text)
    lower = simplified.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in simplified)


def simplify(text: str) -> str:
    """Traditional characters as simplified ones."""
    # Most texts have none, and looking is ten times faster than translating.
    return text if text.isascii() or not _is_traditional()(text) else text.translate(_traditional())


@cache
def _is_traditional() -> Callable[[str], object]:
    return re.compile(f"[{''.join(map(chr, _traditional()))}]").search


@cache
def _traditional() -> dict[int, str]:
    page = resources.files(__package__).joinpath("data/traditional.txt").read_text(encoding="utf-8")
    pairs = "".join(line for line in page.splitlines() if not line.startswith("#"))
    return {ord(a): b for a, b in zip(pairs[::2], pairs[1::2], strict=True)}
