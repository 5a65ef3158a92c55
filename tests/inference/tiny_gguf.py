"""A random model of some 140 KB: loads in milliseconds, knows nothing, speaks any bytes, and never ends by itself.

Its vocabulary is one token a byte and three control tokens, so texts and tokens can be counted against each other:
a message has as many tokens as its UTF-8 has bytes, unless something in it was taken for a control token.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import gguf
import numpy as np

CONTROL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
ENDS = (256, 258)
"""Tokens that end an answer."""
TEMPLATE = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)

Change = Callable[[gguf.GGUFWriter], None]


def write_model(
    path: Path,
    *,
    template: str | None = TEMPLATE,
    context: int = 2048,
    width: int = 32,
    blocks: int = 2,
    header: Change | None = None,
    stated: Mapping[str, int] | None = None,
    says: Sequence[int] = range(32, 127),
) -> Path:
    """Write it. ``header`` may add keys; ``stated`` overrides numbers that the header gives without changing weights;
    ``says`` are the tokens that answers are made of.
    """
    stated = stated or {}
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("Tiny random llama")
    writer.add_context_length(stated.get("context_length", context))
    writer.add_embedding_length(stated.get("embedding_length", width))
    writer.add_block_count(stated.get("block_count", blocks))
    writer.add_feed_forward_length(2 * width)
    writer.add_head_count(stated.get("head_count", 4))
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // 4)
    writer.add_file_type(0)
    _add_tokenizer(writer, template)
    if header:
        header(writer)
    _add_weights(writer, width, blocks, says)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_tokenizer(writer: gguf.GGUFWriter, template: str | None) -> None:
    tokens = [_byte_name(byte) for byte in range(256)] + list(CONTROL)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * 256 + [3] * len(CONTROL))
    writer.add_token_merges(["Ā Ā"])
    writer.add_bos_token_id(256)
    writer.add_eos_token_id(ENDS[1])
    writer.add_add_bos_token(False)
    if template is not None:
        writer.add_chat_template(template)


def _byte_name(byte: int) -> str:
    """How GPT-2's tokenizer writes a byte: printable ones as they are, the others from U+0100 on."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    return chr(byte) if byte in printable else chr(256 + [b for b in range(256) if b not in printable].index(byte))


def _add_weights(writer: gguf.GGUFWriter, width: int, blocks: int, says: Sequence[int]) -> None:
    numbers = np.random.default_rng(7)

    def random(name: str, *shape: int) -> None:
        writer.add_tensor(name, (numbers.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float32))

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(width, np.float32))

    random("token_embd.weight", 256 + len(CONTROL), width)
    for block in range(blocks):
        for part, rows, columns in (
            ("attn_q", width, width),
            ("attn_k", width // 2, width),
            ("attn_v", width // 2, width),
            ("attn_output", width, width),
            ("ffn_gate", 2 * width, width),
            ("ffn_up", 2 * width, width),
            ("ffn_down", width, 2 * width),
        ):
            random(f"blk.{block}.{part}.weight", rows, columns)
        ones(f"blk.{block}.attn_norm.weight")
        ones(f"blk.{block}.ffn_norm.weight")
    ones("output_norm.weight")
    # A token whose row is zero scores 0, which is never the best of many random scores, nor of two opposite ones.
    output = np.zeros((256 + len(CONTROL), width), np.float32)
    output[list(says)] = numbers.standard_normal((len(says), width))
    if len(says) == 2:
        output[says[0]] = -output[says[1]]
    writer.add_tensor("output.weight", output)
