"""Foreign words inside a sentence of ours: cut where they would leave no room for the sentence."""

from __future__ import annotations

import unicodedata

COLUMNS = 60
"""Columns of text that a title gets in a sentence; a Chinese character takes two."""


def in_short(title: str, columns: int = COLUMNS) -> str:
    """The title on one line, whole if it is no wider than that, else its beginning with an ellipsis."""
    left, words = columns, " ".join(title[: 4 * columns].split())
    for at, character in enumerate(words):
        left -= 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if left < 0:
            return f"{words[: at - 1].rstrip()}…"
    return words
