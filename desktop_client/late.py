"""Patterns that are compiled when they are first used.

Reading has a hundred of them, a fifth of a second's work, and one that knows all Chinese characters takes a millisecond
by itself: whoever only imports a module must not wait for that.

Many of reading's hold ``(?=[…])`` before a group of ways to say a thing: the characters that these ways begin with, so
that the rest of a text is passed over. Whoever adds a way adds what it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any


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

    def findall(self, text: str) -> list[Any]:
        """What matched, in order, or what its groups did."""
        return self._compiled.findall(text)

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with ``put`` in the place of every match."""
        return self._compiled.sub(put, text)

    def split(self, text: str) -> list[str | Any]:
        """The text between the matches."""
        return self._compiled.split(text)
