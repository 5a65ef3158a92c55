"""From a model's tokens to text: a token may end in the middle of a character, a piece never does."""

from __future__ import annotations

import codecs


class Pieces:
    """Gathers the bytes of tokens and gives back whole characters, at a pace.

    The bytes of an unfinished character are held back until the rest arrives. Bytes that can't become a character
    turn into U+FFFD, so nothing is dropped unseen.

    A fast model does not wake the window's process with every token. The first text goes out at once, as does every
    text of a model slower than the pace.
    """

    def __init__(self, every_s: float, begins: str = "") -> None:
        """A piece every ``every_s`` seconds at most; the first one has ``begins`` in front of it."""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._every_s = every_s
        self._due = float("-inf")
        self._waiting = b""
        self._begins = begins

    def add(self, more: bytes, now: float) -> str:
        """All that is to go out now; empty if it is too early, or if no character is complete."""
        self._waiting += more
        if now < self._due:
            return ""
        text, self._waiting = self._decoder.decode(self._waiting), b""
        if not text:
            return ""
        text, self._begins = self._begins + text, ""
        self._due = now + self._every_s
        return text

    def end(self, *, cut_off: bool) -> str:
        """All that still waits. Half a character at the end can't be completed any more: of an answer that was
        ``cut_off`` it is left out, since going on from there writes it whole; a model's own end shows it as it is.
        """
        text, self._waiting = self._decoder.decode(self._waiting, not cut_off), b""
        return self._begins + text if text else ""
