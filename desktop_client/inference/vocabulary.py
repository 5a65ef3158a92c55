"""A model's tokens as llama.cpp knows them.

It gets llama.cpp's binding as an argument, so that the child's program stays the one module that imports it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cached_property
from typing import Any


class LlamaVocabulary:
    """The vocabulary of a model in llama.cpp. Read-only there, so threads may share it."""

    def __init__(self, llama: Any, model: int) -> None:
        self._llama = llama
        self.handle = llama.llama_model_get_vocab(model)
        self.size: int = llama.llama_vocab_n_tokens(self.handle)
        bos = llama.llama_vocab_bos(self.handle)
        self.first_token: int | None = bos if bos >= 0 and llama.llama_vocab_get_add_bos(self.handle) else None

    @cached_property
    def control_strings(self) -> Sequence[str]:
        """See :class:`.model.Vocabulary`."""
        attribute = self._llama.llama_vocab_get_attr
        wanted = self._llama.LLAMA_TOKEN_ATTR_CONTROL | self._llama.LLAMA_TOKEN_ATTR_UNKNOWN
        return [self.text(token) for token in range(self.size) if attribute(self.handle, token) & wanted]

    def is_control(self, token: int) -> bool:
        """See :class:`.model.Vocabulary`."""
        return bool(self._llama.llama_vocab_is_control(self.handle, token))

    def text(self, token: int) -> str:
        """How the token is written; empty where there is none."""
        return (
            (self._llama.llama_vocab_get_text(self.handle, token) or b"").decode(errors="replace") if token >= 0 else ""
        )

    def written(self, token: int) -> bytes:
        """What the token adds to an answer; nothing if it is a control token."""
        room = 256
        while True:
            piece = ctypes.create_string_buffer(room)
            length = self._llama.llama_token_to_piece(self.handle, token, piece, room, 0, False)
            if length >= 0:
                return piece.raw[:length]
            room = -length

    def tokens(self, text: str, *, special: bool) -> list[int]:
        """See :class:`.model.Vocabulary`."""
        data = text.encode(errors="replace")
        room = len(data) + 8
        while True:
            found = (ctypes.c_int32 * room)()
            count = self._llama.llama_tokenize(self.handle, data, len(data), found, room, False, special)
            if count >= 0:
                return found[:count]
            room = -count
