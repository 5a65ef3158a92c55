"""Text as this room compares it: folded character for character, and cut into words."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from typing import NamedTuple

from desktop_client.commerce.meaning.simplified import simplify

_TOKEN = re.compile(r"[a-z0-9à-öø-ÿ]+(?:['’&.][a-z0-9à-öø-ÿ]+)*(?:\+\+|#)?|[^\s\w\-‐‑]")


class Token(NamedTuple):
    """One word or punctuation mark of the folded text, with its place."""

    text: str
    start: int
    end: int


_token = partial(tuple.__new__, Token)
"""Makes one three times as fast as a call does: a hostile message has thousands."""


def tokens(folded: str) -> tuple[Token, ...]:
    """Latin words, numbers and punctuation in order; Chinese runs are not tokens, hyphens part words."""
    found = _TOKEN.finditer(folded.replace("’", "'"))
    return tuple([_token((m[0], *m.span())) for m in found])


def tokens_of_beginning(whole: tuple[Token, ...], folded: str) -> tuple[Token, ...]:
    """The same for the beginning of a text whose tokens are known: only the one that it is cut in may be another."""
    kept = whole[: bisect_right(whole, len(folded), key=lambda token: token.end)]
    cut = kept[-1].end if kept else 0
    return (*kept, *(Token(token.text, token.start + cut, token.end + cut) for token in tokens(folded[cut:])))


def words(folded: str) -> list[str]:
    """The texts of the tokens, for phrases of the word lists, which are written clean."""
    return _TOKEN.findall(folded)


def fold(text: str) -> str:
    """Lower case and simplified characters, character for character."""
    simplified = simplify(text)
    lower = simplified.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in simplified)
