"""Text as this room compares it: folded character for character, and cut into words."""

from __future__ import annotations

import re
from typing import NamedTuple

from desktop_client.commerce.simplified import simplify

_TOKEN = re.compile(r"[a-z0-9à-öø-ÿ]+(?:['’&.][a-z0-9à-öø-ÿ]+)*(?:\+\+|#)?|[^\s\w]")
_HYPHENS = frozenset("-‐‑")


class Token(NamedTuple):
    """One word or punctuation mark of the folded text, with its place."""

    text: str
    start: int
    end: int


def tokens(folded: str) -> tuple[Token, ...]:
    """Latin words, numbers and punctuation in order; Chinese runs are not tokens, hyphens part words."""
    found = _TOKEN.finditer(folded.replace("’", "'"))
    return tuple(Token(m[0], *m.span()) for m in found if m[0] not in _HYPHENS)


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
