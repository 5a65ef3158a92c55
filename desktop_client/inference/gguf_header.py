"""Reads the header of a GGUF file by itself, without llama.cpp: is it what it says, and what would it need.

Run as a program on one file (``python -m desktop_client.inference.gguf_header FILE [MARK …]``) it prints one JSON
object: the facts, among them which of the marks are tokens of the model, or a fault's code with its figures.
:mod:`.gguf_check` starts it so and puts the faults into words. Bounds are stricter than llama.cpp's, since some headers
that pass there end the process. The format is described in ggml's ``docs/gguf.md``.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_client.inference import sandbox
from desktop_client.inference.architectures import CHAT_ARCHITECTURES, OTHER_ARCHITECTURES
from desktop_client.inference.ggml_types import TENSOR_TYPES, file_type_name
from desktop_client.inference.wire import MAX_TEMPLATE, FaultError

MAX_KEYS = 10_000
MAX_TENSORS = 100_000
MAX_STRING = 8 * 1024 * 1024
MAX_ARRAY = 1 << 24
MAX_BLOCKS = 512
MAX_TENSOR_NAME = 64

_STRING, _ARRAY = 8, 9
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_SIZES = {kind: struct.calcsize(form) for kind, form in _SCALARS.items()}
_TOKENIZER_ARRAYS = {
    "tokenizer.ggml.tokens": _STRING,
    "tokenizer.ggml.merges": _STRING,
    "tokenizer.ggml.scores": 6,
    "tokenizer.ggml.token_type": 5,
}
_OTHER_FORMATS = (
    (b"PK\x03\x04", "zip"),
    (b"ggml", "old_ggml"), (b"lmgg", "old_ggml"), (b"fmgg", "old_ggml"), (b"tjgg", "old_ggml"), (b"algg", "old_ggml"),
    (b"version https://git-lfs", "lfs_pointer"),
)  # fmt: skip


class _Cursor:
    """Reads little-endian values one after the other and never past the end."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def number(self, form: str) -> Any:
        try:
            value = struct.unpack_from(form, self.data, self.at)[0]
        except struct.error as error:
            raise FaultError("truncated", size=len(self.data)) from error
        self.at += struct.calcsize(form)
        return value

    def skip(self, count: int) -> None:
        self.at += count
        if self.at > len(self.data):
            raise FaultError("truncated", size=len(self.data))

    def string(self) -> bytes:
        length = self.number("<Q")
        if length > MAX_STRING:
            raise FaultError("absurd", what="string", number=length)
        start = self.at
        self.skip(length)
        return self.data[start : self.at]

    def skip_strings(self, count: int) -> None:
        data, at, end, unpack = self.data, self.at, len(self.data), struct.Struct("<Q").unpack_from
        for _ in range(count):
            if at + 8 > end:
                raise FaultError("truncated", size=end)
            length = unpack(data, at)[0]
            if length > MAX_STRING:
                raise FaultError("absurd", what="string", number=length)
            at += 8 + length
        self.at = at
        self.skip(0)


class _Array:
    """What is kept of an array: the type and count of its elements, where strings stand, and the numbers where they
    are few.
    """

    def __init__(self, kind: int, count: int, *, span: tuple[int, int] = (0, 0), numbers: Sequence[float] = ()) -> None:
        self.kind = kind
        self.count = count
        self.span = span
        self.numbers = numbers


def read(path: Path, marks: Sequence[str] = ()) -> dict[str, Any]:
    """The facts of one file. ``template`` is whether it carries a chat template, ``marks`` which of those asked for are
    tokens of the model.

    Raises:
        FaultError: it can't be used; the code says why.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(64)
            _check_beginning(beginning)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _read_header(_Cursor(data), marks)
    except FileNotFoundError as error:
        raise FaultError("missing") from error
    except IsADirectoryError as error:
        raise FaultError("folder") from error
    except OSError as error:
        raise FaultError("unreadable", why=error.strerror or "") from error


def _check_beginning(beginning: bytes) -> None:
    if not beginning:
        raise FaultError("empty")
    if beginning[:4] == b"GGUF":
        return
    for magic, kind in _OTHER_FORMATS:
        if beginning.startswith(magic):
            raise FaultError("not_gguf", kind=kind)
    if beginning.lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FaultError("not_gguf", kind="web_page")
    if beginning[8:9] == b"{":
        raise FaultError("not_gguf", kind="safetensors")
    raise FaultError("not_gguf", kind="" if beginning.strip(b"\0") else "zeros")


def _read_header(cursor: _Cursor, marks: Sequence[str]) -> dict[str, Any]:
    cursor.skip(4)
    version = cursor.number("<I")
    if version not in (2, 3):
        swapped = int.from_bytes(version.to_bytes(4, "little"), "big")
        raise FaultError("big_endian") if swapped in (2, 3) else FaultError("version", version=version)
    tensors, keys = cursor.number("<Q"), cursor.number("<Q")
    if tensors > MAX_TENSORS:
        raise FaultError("absurd", what="tensors", number=tensors)
    if keys > MAX_KEYS:
        raise FaultError("absurd", what="keys", number=keys)
    about = _read_keys(cursor, keys)
    architecture = _check_kind(about)
    shape = _check_shape(about, architecture)
    tokens = _check_tokenizer(about)
    weights = _read_tensors(cursor, tensors, about.get("general.alignment", 32))
    return {
        "architecture": architecture,
        "name": _text(about.get("general.name")),
        "licence": _text(about.get("general.license")),
        "quantization": file_type_name(about.get("general.file_type")) or weights.pop("commonest_type"),
        "size": len(cursor.data),
        "template": "tokenizer.chat_template" in about,
        "marks": [mark for mark in marks if _has_token(cursor.data, tokens, mark.encode())],
        **shape,
        **weights,
    }


def _read_keys(cursor: _Cursor, count: int) -> dict[str, Any]:
    about: dict[str, Any] = {}
    for _ in range(count):
        key = cursor.string().decode(errors="replace")
        if key in about:
            raise FaultError("damaged", what="key")
        about[key] = _read_value(cursor, cursor.number("<I"))
    return about


def _read_value(cursor: _Cursor, kind: int) -> Any:
    if kind == _STRING:
        return cursor.string()
    if kind != _ARRAY:
        return cursor.number(_form(kind))
    kind, count = cursor.number("<I"), cursor.number("<Q")
    if count > MAX_ARRAY:
        raise FaultError("absurd", what="array", number=count)
    if kind == _STRING:
        start = cursor.at
        cursor.skip_strings(count)
        return _Array(kind, count, span=(start, cursor.at))
    form = _form(kind)
    if count <= MAX_BLOCKS:
        return _Array(kind, count, numbers=[cursor.number(form) for _ in range(count)])
    cursor.skip(count * _SIZES[kind])
    return _Array(kind, count)


def _form(kind: int) -> str:
    if kind not in _SCALARS:
        raise FaultError("damaged", what="type")
    return _SCALARS[kind]


def _text(value: Any) -> str | None:
    return value.decode(errors="replace")[:200] if isinstance(value, bytes) else None


def _check_kind(about: dict[str, Any]) -> str:
    """The architecture, if the file is a whole model that can chat."""
    architecture = _text(about.get("general.architecture"))
    if architecture is None:
        raise FaultError("damaged", what="architecture")
    if _text(about.get("general.type")) not in (None, "model") or architecture in OTHER_ARCHITECTURES:
        raise FaultError("not_chat", architecture=architecture)
    if architecture not in CHAT_ARCHITECTURES:
        raise FaultError("unknown_architecture", architecture=architecture)
    parts = about.get("split.count", 0)
    if isinstance(parts, int) and parts > 1:
        raise FaultError("split", parts=parts)
    return architecture


def _check_shape(about: dict[str, Any], architecture: str) -> dict[str, Any]:
    """Sizes that say how much memory the model needs, each within reason."""

    def number(name: str, most: int, missing: int | None = None) -> int:
        value = about.get(f"{architecture}.{name}", missing)
        if isinstance(value, _Array):
            value = max(value.numbers, default=missing)
        if not isinstance(value, int) or isinstance(value, bool):
            raise FaultError("damaged", what=name)
        if value != missing and not 0 < value <= most:
            raise FaultError("absurd", what=name, number=value)
        return value

    blocks = number("block_count", MAX_BLOCKS)
    context = number("context_length", 1 << 30)
    width = number("embedding_length", 1 << 20)
    heads = number("attention.head_count", 1 << 14, 0)
    head_width = width // heads if heads else 0
    key, value = (number(f"attention.{part}_length", 1 << 16, head_width) for part in ("key", "value"))
    kv_heads = about.get(f"{architecture}.attention.head_count_kv", heads)
    heads_of_all = sum(kv_heads.numbers) if isinstance(kv_heads, _Array) else kv_heads * blocks
    if not isinstance(heads_of_all, int) or not 0 <= heads_of_all <= MAX_BLOCKS << 14:
        raise FaultError("damaged", what="attention.head_count_kv")
    return {
        "context_tokens": context,
        "heads": heads,
        "kv_bytes_per_token": 2 * heads_of_all * (key + value),  # two bytes a number, keys and values
    }


def _check_tokenizer(about: dict[str, Any]) -> _Array:
    """The tokens."""
    for key, kind in _TOKENIZER_ARRAYS.items():
        array = about.get(key)
        if array is None:
            continue
        if not isinstance(array, _Array) or array.kind != kind:
            raise FaultError("damaged", what=key)
    tokens: _Array | None = about.get("tokenizer.ggml.tokens")
    if tokens is None or not tokens.count:
        raise FaultError("damaged", what="tokenizer.ggml.tokens")
    for key in ("tokenizer.ggml.scores", "tokenizer.ggml.token_type"):
        if key in about and about[key].count != tokens.count:
            raise FaultError("damaged", what=key)
    template = about.get("tokenizer.chat_template", b"")
    if not isinstance(template, bytes) or len(template) > MAX_TEMPLATE:
        raise FaultError("damaged", what="tokenizer.chat_template")
    return tokens


def _has_token(data: mmap.mmap, tokens: _Array, token: bytes) -> bool:
    return data.find(struct.pack("<Q", len(token)) + token, *tokens.span) >= 0


def _read_tensors(cursor: _Cursor, count: int, alignment: Any) -> dict[str, Any]:
    """Bytes of weights, and whether the file has room for all of them."""
    if not isinstance(alignment, int) or alignment < 1 or alignment & (alignment - 1):
        raise FaultError("damaged", what="general.alignment")
    if not count:
        raise FaultError("no_weights")
    ends, by_type, names = 0, dict[str, int](), set[bytes]()
    for _ in range(count):
        name = cursor.string()
        if len(name) >= MAX_TENSOR_NAME or name in names:
            raise FaultError("damaged", what="tensor")
        names.add(name)
        type_name, size = _tensor_size(cursor)
        offset = cursor.number("<Q")
        if offset % alignment:
            raise FaultError("damaged", what="tensor")
        ends = max(ends, offset + size)
        by_type[type_name] = by_type.get(type_name, 0) + size
    start = -(-cursor.at // alignment) * alignment
    expected = start + ends
    if expected > len(cursor.data):
        raise FaultError("truncated", size=len(cursor.data), expected=expected)
    return {
        "expected_size": expected,
        "tensor_bytes": sum(by_type.values()),
        "commonest_type": max(by_type, key=lambda name: by_type[name]),
    }


def _tensor_size(cursor: _Cursor) -> tuple[str, int]:
    dimensions = cursor.number("<I")
    if not 1 <= dimensions <= 4:
        raise FaultError("damaged", what="tensor")
    shape = [cursor.number("<Q") for _ in range(dimensions)]
    kind = cursor.number("<I")
    if kind not in TENSOR_TYPES:
        raise FaultError("tensor_type", number=kind)
    name, block, block_bytes = TENSOR_TYPES[kind]
    elements = 1
    for length in shape:
        elements *= length
    if not 0 < elements < 1 << 48 or shape[0] % block:
        raise FaultError("damaged", what="tensor")
    return name, elements // block * block_bytes


def main(arguments: Sequence[str]) -> None:
    """Print the facts of one file as JSON."""
    path, marks = Path(arguments[0]), arguments[1:]
    sandbox.close_in([path])
    try:
        found = read(path, marks)
    except FaultError as fault:
        found = {"fault": fault.code, "values": fault.values}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
