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
