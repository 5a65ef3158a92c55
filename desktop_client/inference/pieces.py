"""From a model's tokens to text: a token may end in the middle of a character, a piece never does."""

from __future__ import annotations

import codecs


class WholeCharacters:
    """Takes bytes as they come and gives back whole characters.

    The bytes of an unfinished character are held back until the rest arrives. Bytes that can't become a character
    turn into U+FFFD, so nothing is dropped unseen.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def add(self, more: bytes) -> str:
        """The characters that are complete now; empty if none is."""
        return self._decoder.decode(more)

    def end(self) -> str:
        """What was held back and will not be completed."""
        return self._decoder.decode(b"", True)


class Paced:
    """Gathers text, so that a fast model does not wake the window's process with every token.

    The first text goes out at once, as does every text of a model slower than the pace.
    """

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._due = float("-inf")
        self._waiting = ""

    def add(self, text: str, now: float) -> str:
        """All that is to go out now; empty if it is too early, or if there is nothing."""
        self._waiting += text
        if now < self._due or not self._waiting:
            return ""
        self._due = now + self._every_s
        return self.end()

    def end(self) -> str:
        """All that still waits."""
        text, self._waiting = self._waiting, ""
        return text
