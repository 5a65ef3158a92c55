"""Patterns that are compiled when they are first used.

Reading has a hundred of them, a fifth of a second's work: whoever only imports this room must not wait for that.

Many of them hold ``(?=[…])`` before a group of ways to say a thing: the characters that these ways begin with, so that
the rest of a text is passed over. Whoever adds a way adds what it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Late:
    """A regular expression, asked as ``re.Pattern`` is."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match anywhere, or None."""
        return self._compiled.search(text)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The match that begins at ``start``, or None."""
        return self._compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text, or None."""
        return self._compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches in order, without overlaps."""
        return self._compiled.finditer(text)
