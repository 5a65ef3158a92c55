"""Files that are no usable model, each with words of the sentence that has to be said of it."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import gguf
from inference.tiny_gguf import TEMPLATE, write_model

NESTED_LOOPS = (
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    "{% for m in messages %}{{ m.content }}{% endfor %}"
)


def damaged(folder: Path) -> Iterator[tuple[Path, str]]:
    """Write them all into a folder."""
    good = write_model(folder / "good.gguf").read_bytes()
    yield folder / "missing.gguf", "There is no file missing.gguf"
    (folder / "folder.gguf").mkdir()
    yield folder / "folder.gguf", "is a folder"
    for name, (content, words) in _contents(good).items():
        path = folder / f"{name}.gguf"
        path.write_bytes(content)
        yield path, words
    for name, (write, words) in _MODELS.items():
        path = folder / f"{name}.gguf"
        write(path)
        yield path, words


def put(data: bytes, key: str, value: bytes, skip: int = 4) -> bytes:
    """Overwrite what follows a key, after the type of its value."""
    at = data.index(key.encode()) + len(key) + skip
    return data[:at] + value + data[at + len(value) :]


def _contents(good: bytes) -> dict[str, tuple[bytes, str]]:
    def count(at: int, number: int) -> bytes:
        return good[:at] + struct.pack("<Q", number) + good[at + 8 :]

    return {
        "empty": (b"", "is empty"),
        "three-bytes": (b"GGU", "is not a GGUF model"),
        "text": (b"Once upon a time there was a model.\n" * 40, "is not a GGUF model"),
        "page": (b"\n<!DOCTYPE html><html><title>404</title></html>", "is a web page"),
        "zip": (b"PK\x03\x04" + bytes(60), "is a ZIP archive"),
        "safetensors": (struct.pack("<Q", 20) + b'{"a":{"dtype":"F32"}}', "is in the safetensors format"),
        "old": (b"lmgg" + bytes(60), "is in an old format"),
        "pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "Git LFS pointer"),
        "zeros": (bytes(4096), "holds only zeros"),
        "magic-alone": (good[:4], "is incomplete: it ends within its header"),
        "half-a-header": (good[:3000], "is incomplete: it ends within its header"),
        "one-byte-short": (good[:-1], f"is incomplete: {len(good) - 1:,} of {len(good):,} bytes"),
        "half": (good[: len(good) // 2], f"{len(good) // 2:,} of {len(good):,} bytes"),
        "swapped": (good[:4] + b"\0\0\0\3" + good[8:], "another kind of processor"),
        "version-99": (good[:4] + b"\x63\0\0\0" + good[8:], "version 99"),
        "tensors": (count(8, 1 << 40), "gives 1099511627776 for tensors"),
        "keys": (count(16, 1 << 60), "for keys"),
        "string": (count(24, 1 << 62), "for string"),
        "no-tensors": (count(8, 0), "holds no weights"),
        "array": (put(good, "tokenizer.ggml.tokens", struct.pack("<Q", 1 << 61), 8), "for array"),
        "array-of-arrays": (put(good, "tokenizer.ggml.tokens", struct.pack("<I", 9)), "type is wrong"),
        "tokens-are-numbers": (put(good, "tokenizer.ggml.token_type", struct.pack("<I", 4)), "token_type is wrong"),
        "blocks-600": (put(good, "llama.block_count", struct.pack("<I", 600)), "gives 600 for block_count"),
        "blocks-0": (put(good, "llama.block_count", struct.pack("<I", 0)), "gives 0 for block_count"),
        "blocks-most": (put(good, "llama.block_count", b"\xff" * 4), "gives 4294967295 for block_count"),
        "context-0": (put(good, "llama.context_length", bytes(4)), "gives 0 for context_length"),
        "heads": (put(good, "llama.attention.head_count_kv", b"\xff" * 4), "head_count_kv is wrong"),
        "float-for-number": (put(good, "llama.block_count", struct.pack("<If", 6, 2.0), 0), "block_count is wrong"),
        "same-key-twice": (good.replace(b"general.file_type", b"llama.block_count"), "key is wrong"),
        "tensor-type": (put(good, "output_norm.weight", struct.pack("<I", 31), 12), "number format"),
        "tensor-dimensions": (put(good, "output_norm.weight", b"\xff" * 4, 0), "tensor is wrong"),
        "tensor-size": (put(good, "output_norm.weight", b"\xff" * 8, 4), "tensor is wrong"),
        "tensor-offset": (put(good, "output_norm.weight", b"\x07", 16), "tensor is wrong"),
        "tensor-far-away": (put(good, "output_norm.weight", struct.pack("<Q", 1 << 50), 16), "is incomplete"),
        "no-architecture": (good.replace(b"general.architecture", b"general.architektur_"), "architecture is wrong"),
        "unknown": (good.replace(b"\x05\0\0\0\0\0\0\0llama", b"\x05\0\0\0\0\0\0\0lhama"), "can't run (lhama)"),
        "embedder": (good.replace(b"\x05\0\0\0\0\0\0\0llama", b"\x05\0\0\0\0\0\0\0dream"), "can chat (dream)"),
        "wrong-width": (put(good, "llama.embedding_length", struct.pack("<I", 64)), "can't load"),
        "more-blocks": (put(good, "llama.block_count", struct.pack("<I", 3)), "can't load"),
        "no-tokenizer": (good.replace(b"tokenizer.ggml.tokens", b"tokenizer.ggml.tokenz"), "tokens is wrong"),
        "other-tokenizer": (put(good, "tokenizer.ggml.model", b"gpt9", 12), "can't load"),
    }


_Write = Callable[[Path], object]
_MODELS: dict[str, tuple[_Write, str]] = {
    "no-template": (lambda path: write_model(path, template=None), "has no chat template"),
    "bad-template": (lambda path: write_model(path, template="{% for %}"), "chat template in bad-template.gguf fails"),
    "deaf-template": (lambda path: write_model(path, template="Hello."), "leaves out what the user says"),
    "rude-template": (
        lambda path: write_model(path, template="{{ raise_exception('Go away.') }}" + TEMPLATE),
        "fails: Go away.",
    ),
    "prying-template": (lambda path: write_model(path, template="{{ ''.__class__.__mro__ }}" + TEMPLATE), "fails"),
    "long-template": (lambda path: write_model(path, template="x" * 300_000), "chat_template is wrong"),
    "part": (lambda path: write_model(path, header=lambda w: w.add_uint16("split.count", 3)), "one of the 3 parts"),
    "adapter": (lambda path: write_model(path, header=lambda w: w.add_type("adapter")), "is not a model that can chat"),
    "alignment": (lambda path: write_model(path, header=lambda w: _align(w, 3)), "alignment is wrong"),
}


def _align(writer: gguf.GGUFWriter, number: int) -> None:
    writer.add_uint32("general.alignment", number)
