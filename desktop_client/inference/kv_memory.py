"""A model's memory of what it has read (the KV cache): what of it a prompt can use, and how it leaves and comes back.

It gets llama.cpp's binding as an argument, so that the child's program stays the one module that imports it.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

_SEQUENCE = 0
_SHORTEST_RUN = 16
"""So many tokens in a row have to be the same before they are moved: fewer may be alike by chance."""
_HEADER = struct.Struct("<4sIIII")
_MAGIC = b"SLK1"


class _Header(NamedTuple):
    magic: bytes
    tokens: int
    moved_from: int
    moved_to: int
    size: int


def same_beginning(one: Sequence[object], other: Sequence[object]) -> int:
    """How many first members are equal."""
    most = min(len(one), len(other))
    return next((n for n in range(most) if one[n] != other[n]), most)


def gap_before(held: Sequence[int], prompt: Sequence[int], start: int) -> int:
    """How many tokens after ``start`` have to go from ``held`` for the rest to go on as the prompt does; 0 if none.

    Of several places the one with the longest run is taken.
    """
    wanted = prompt[start : start + _SHORTEST_RUN]
    best = longest = 0
    if len(wanted) < _SHORTEST_RUN:
        return 0
    for gap in range(1, len(held) - start - _SHORTEST_RUN + 1):
        at = start + gap
        if held[at] == wanted[0] and held[at : at + _SHORTEST_RUN] == wanted:
            run = same_beginning(held[at:], prompt[start:])
            if run > longest:
                best, longest = gap, run
    return best


class KvMemory:
    """The tokens that a context holds, in their order, kept in step with llama.cpp's own cache."""

    def __init__(self, llama: Any, context: int) -> None:
        self._llama = llama
        self._context = context
        self._memory = llama.llama_get_memory(context)
        self.held: list[int] = []
        self._moved = (0, 0)

    @property
    def moved(self) -> int:
        """How many tokens stand elsewhere than where they were read, after others in front of them were dropped."""
        return self._moved[1] - self._moved[0]

    def keep_for(self, prompt: list[int], *, may_move: bool) -> int:
        """Drop what the prompt has no use for; returns how much of its beginning is held, at most all but one token.

        With ``may_move`` the prompt may lack a block in the middle of what is held: what follows it is moved up, not
        read again. It keeps what it learnt from the block while that was there.
        """
        same = same_beginning(self.held, prompt)
        if may_move and (gap := gap_before(self.held, prompt, same)):
            self._close_gap(same, gap)
            same = same_beginning(self.held, prompt)
        same = min(same, len(prompt) - 1)
        if same < len(self.held):
            del self.held[same:]
            self.drop_after_held()
        return len(self.held)

    def drop_after_held(self) -> None:
        """Bring llama.cpp's cache back to what ``held`` says, after an evaluation that did not end well, too."""
        llama, held = self._llama, self.held
        dropped = llama.llama_memory_seq_rm(self._memory, _SEQUENCE, len(held), -1)
        # Models with a running state can't go back to an earlier one: then all is read again.
        if not dropped or llama.llama_memory_seq_pos_max(self._memory, _SEQUENCE) != len(held) - 1:
            self.clear()
        self._moved = (min(self._moved[0], len(held)), min(self._moved[1], len(held)))

    def clear(self) -> None:
        """Forget everything."""
        self._llama.llama_memory_clear(self._memory, True)
        self.held.clear()
        self._moved = (0, 0)

    def _close_gap(self, start: int, gap: int) -> None:
        llama, memory = self._llama, self._memory
        if not llama.llama_memory_can_shift(memory):
            return
        if not llama.llama_memory_seq_rm(memory, _SEQUENCE, start, start + gap):
            self.clear()
            return
        llama.llama_memory_seq_add(memory, _SEQUENCE, start + gap, -1, -gap)
        del self.held[start : start + gap]
        self._moved = (start, len(self.held))
        if llama.llama_memory_seq_pos_max(memory, _SEQUENCE) != len(self.held) - 1:
            self.clear()

    def save(self) -> bytes:
        """All that is held, to be given to :meth:`restore` of the same model with the same settings; may be empty."""
        llama = self._llama
        size = llama.llama_state_seq_get_size(self._context, _SEQUENCE) if self.held else 0
        state = (ctypes.c_uint8 * size)()
        if not size or llama.llama_state_seq_get_data(self._context, state, size, _SEQUENCE) != size:
            return b""
        tokens = struct.pack(f"<{len(self.held)}i", *self.held)
        return b"".join((_HEADER.pack(_MAGIC, len(self.held), *self._moved, size), tokens, state))

    def restore(self, data: bytes) -> int:
        """Hold what was saved; returns how many tokens, 0 if it doesn't fit this model."""
        self.clear()
        if len(data) < _HEADER.size:
            return 0
        magic, count, start, end, size = _Header(*_HEADER.unpack_from(data))
        begins = _HEADER.size + 4 * count
        if magic != _MAGIC or len(data) != begins + size or not start <= end <= count:
            return 0
        state = (ctypes.c_uint8 * size).from_buffer_copy(data, begins)
        read = self._llama.llama_state_seq_set_data(self._context, state, size, _SEQUENCE)
        if read != size or self._llama.llama_memory_seq_pos_max(self._memory, _SEQUENCE) != count - 1:
            self.clear()
            return 0
        self.held[:] = struct.unpack_from(f"<{count}i", data, _HEADER.size)
        self._moved = (start, end)
        return count
