"""What the process that reads a feed says to the one that writes it: frames of MessagePack, each after its length."""

from __future__ import annotations

import struct
from typing import IO, Final, TypeVar

import msgspec

from desktop_client.commerce.feeds.batches import Rows
from desktop_client.commerce.feeds.feed import FeedError, FeedNote
from desktop_client.store.shelf_writing import Batch
from desktop_client.wording import Sentence

_LENGTH: Final = struct.Struct("!Q")
MOST_BYTES: Final = 1 << 32
"""The longest frame, in bytes: a batch of the longest records that a feed may have is shorter."""


class WireError(Exception):
    """What came is none of these frames."""


class Words(msgspec.Struct, array_like=True):
    """A sentence with its values, which may be sentences."""

    template: str
    values: dict[str, str | int | float | Words]


class Order(msgspec.Struct):
    """What is to be read. The path and the name are bytes: a file's name may be no text at all."""

    path: bytes
    feed: bytes
    now: str
    done: int
    currency: str | None


class Progress(msgspec.Struct, tag=True):
    """So many bytes of the file are read, of so many."""

    read: int
    size: int


class Part(msgspec.Struct, tag=True):
    """Some rows; the lines of errors and notes with their words."""

    count: int
    prepared: Batch | None
    errors: list[tuple[int, Words]]
    notes: list[tuple[int, Words]]


class Refused(msgspec.Struct, tag=True):
    """The file can't be read any further."""

    cause: Words
    next_step: Words | None


class Failed(msgspec.Struct, tag=True):
    """A fault in the program: its traceback."""

    trace: str


class Done(msgspec.Struct, tag=True):
    """All is read."""


Frame = Progress | Part | Refused | Failed | Done

_frames = msgspec.msgpack.Decoder(Frame)
_orders = msgspec.msgpack.Decoder(Order)
T = TypeVar("T")


def words_of(sentence: Sentence) -> Words:
    """A sentence for the wire."""
    values = {
        name: words_of(value) if isinstance(value, Sentence) else value for name, value in sentence.values.items()
    }
    return Words(sentence.template, values)  # type: ignore[arg-type]


def sentence_of(words: Words) -> Sentence:
    """The sentence again."""
    values = {name: sentence_of(value) if isinstance(value, Words) else value for name, value in words.values.items()}
    return Sentence(words.template, values)


def part_of(rows: Rows) -> Part:
    """Rows for the wire."""
    errors = [(error.line, words_of(error.why)) for error in rows.errors]
    return Part(rows.count, rows.prepared, errors, [(note.line, words_of(note.what)) for note in rows.notes])


def rows_of(part: Part) -> Rows:
    """The rows again."""
    errors = tuple([FeedError(line, sentence_of(why)) for line, why in part.errors])
    return Rows(part.count, part.prepared, errors, tuple([FeedNote(line, sentence_of(w)) for line, w in part.notes]))


def send(stream: IO[bytes], message: Frame | Order) -> None:
    """Write one frame."""
    body = msgspec.msgpack.encode(message)
    stream.writelines((_LENGTH.pack(len(body)), body))
    stream.flush()


def receive(stream: IO[bytes]) -> Frame | None:
    """The next frame, or None where the other side has ended.

    Raises:
        WireError: something else came.
    """
    return _read(stream, _frames)


def receive_order(stream: IO[bytes]) -> Order | None:
    """What is to be read; the same otherwise."""
    return _read(stream, _orders)


def _read(stream: IO[bytes], decoder: msgspec.msgpack.Decoder[T]) -> T | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MOST_BYTES:
        raise WireError(f"a frame of {length} bytes")
    body = stream.read(length)
    if len(body) < length:
        return None
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise WireError(str(error)) from error
