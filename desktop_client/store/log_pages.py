"""What a damaged write-ahead log still holds. SQLite reads it up to the first frame that is not whole, and no further.

Each frame carries the checksum of all before it, so one can be tested against what its neighbour says even where that
one is damaged (https://sqlite.org/fileformat.html, section 4).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PAGE = 4096
_HEADER = 32
_FRAME = 24 + PAGE


def committed_pages(log: bytes) -> dict[int, bytes]:
    """The newest content of each page that a committed transaction wrote, of frames that are whole, by page number."""
    pages: dict[int, bytes] = {}
    waiting: dict[int, bytes] = {}
    for number, commits, content in _whole_frames(log):
        waiting[number] = content
        if commits:
            pages |= waiting
            waiting = {}
    return pages


def _whole_frames(log: bytes) -> Iterator[tuple[int, bool, bytes]]:
    """Page number, whether it ends a transaction, and content of each frame of the log's newest generation."""
    salt = log[_HEADER + 8 : _HEADER + 16]
    before = log[24:_HEADER]
    for start in range(_HEADER, len(log) - _FRAME + 1, _FRAME):
        head, content = log[start : start + 24], log[start + 24 : start + _FRAME]
        number, size = struct.unpack_from(">II", head)
        if head[8:16] == salt and number and _sums(head[:8] + content, before, head[16:]):
            yield number, size > 0, content
        before = head[16:]


def _sums(content: bytes, before: bytes, told: bytes) -> bool:
    """Whether the checksum of a frame is the one it tells, in one of the two byte orders."""
    return any(_checksum(content, before, order) == struct.unpack(">II", told) for order in "<>")


def _checksum(content: bytes, before: bytes, order: str) -> tuple[int, int]:
    one, two = struct.unpack(">II", before)
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two
