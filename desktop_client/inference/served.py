"""Models as servers list them, and the bytes of a question to one. Speaks no HTTP itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_client.inference.engine import EngineRequest, Sampling

_SAMPLERS: Mapping[str, Mapping[str, str]] = {
    "llamacpp": {"top_k": "top_k", "min_p": "min_p", "repeat_penalty": "repeat_penalty"},
    "me": {"top_k": "top_k", "min_p": "min_p", "repeat_penalty": "repeat_penalty"},
    "organization_owner": {"top_k": "top_k", "min_p": "min_p", "repeat_penalty": "repeat_penalty"},
    "vllm": {"top_k": "top_k", "min_p": "min_p", "repeat_penalty": "repetition_penalty"},
}
"""Samplers beyond the API's own, by what a server calls itself in its list of models (``owned_by``)."""


@dataclass(frozen=True, slots=True)
class ServedModel:
    """A model that a server lists; ``context_tokens`` is None where it does not say, ``kind`` what it calls itself."""

    name: str
    context_tokens: int | None
    kind: str


def body_of(request: EngineRequest, served: ServedModel, *, plain: bool) -> bytes:
    """The bytes that go to a server for a turn; ``plain`` leaves out what not every server knows."""
    sampling: Sampling = request.sampling
    body: dict[str, Any] = {
        "model": served.name,
        "messages": [{"role": message.role.value, "content": message.content} for message in request.messages],
        "stream": True,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
        "max_tokens": sampling.max_tokens,
    }
    if not plain:
        body["stream_options"] = {"include_usage": True}
        body |= {theirs: getattr(sampling, ours) for ours, theirs in _SAMPLERS.get(served.kind, {}).items()}
    return json.dumps(body, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def served_model(row: Mapping[str, Any]) -> ServedModel:
    """A row of a list of models. Raises what its wrong shape raises."""
    meta = row.get("meta")
    stated = [row.get("max_model_len"), meta.get("n_ctx") if isinstance(meta, dict) else None]
    context = next((n for n in stated if isinstance(n, int) and not isinstance(n, bool) and n > 0), None)
    return ServedModel(str(row["id"])[:300], context, str(row.get("owned_by") or "")[:60])


def estimated_tokens(text: str) -> int:
    """Tokens of a text, on the high side."""
    ascii_count = sum(character.isascii() for character in text)
    return -(-ascii_count // 4) + -(-(len(text) - ascii_count) * 4 // 3)
