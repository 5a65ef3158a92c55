"""What an answer may say next, guessed from what the chat has said before: no second model is needed.

Who asks for a text to be corrected, or a program to be changed, gets most of it back word for word. Where the last few
tokens stand earlier in the chat, those that followed them there are evaluated together with the next one, which costs
about twice as much as one alone, and each that the sampler then draws is a token won. Nothing is drawn because it was
guessed. Known as prompt lookup decoding (A. Saxena, 2023); measured in decision 22.
"""

from __future__ import annotations

from collections.abc import Sequence

RUN = 5
"""So many tokens have to be the same: with three, ordinary prose guesses in vain and gets slower by a twentieth."""
MOST = 3
"""Guesses at a time: with four tokens in a batch each costs least, before the next size of llama.cpp's kernels."""


class PromptLookup:
    """Follows one answer, token by token. Each takes the same time, however long the chat is."""

    def __init__(self, tokens: Sequence[int]) -> None:
        """Know the prompt."""
        self._tokens: list[int] = []
        self._place_after: dict[tuple[int, ...], int] = {}
        for token in tokens:
            self.add(token)

    def add(self, token: int) -> None:
        """Take notice of the next token."""
        tokens = self._tokens
        if len(tokens) >= RUN:
            self._place_after[tuple(tokens[-RUN:])] = len(tokens)
        tokens.append(token)

    def guess(self, most: int) -> list[int]:
        """What may follow, at most so many tokens: those that followed where it was said last; often none."""
        place = self._place_after.get(tuple(self._tokens[-RUN:]))
        return self._tokens[place : place + most] if place is not None else []
