"""Is this file a model that can be used here? Answered before it is loaded, by a process that is thrown away.

The header is read by :mod:`.gguf_header`; here its findings are held against the machine and put into words.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_client.errors import SidelightError
from desktop_client.inference import failures
from desktop_client.inference.child import environment, program
from desktop_client.inference.known_templates import all_marks
from desktop_client.inference.memory import available_bytes
from desktop_client.wording import Sentence

USUAL_CONTEXT = 8192
"""Tokens of context that a model gets unless it was trained for fewer, memory is short, or the user says otherwise."""

LEAST_CONTEXT = 1024
"""A model for which memory does not even give so much is refused."""

_PROCESS_BYTES = 120_000_000
_PROMPT_BATCH = 256


@dataclass(frozen=True, slots=True)
class GgufReport:
    """What is known of a file. Sizes are in bytes; ``problem`` and ``next_step`` are there if ``ok`` is False.

    ``context_tokens`` is what the model was trained for, ``usable_context_tokens`` what it gets on this machine, and
    ``memory_bytes`` an estimate of what the engine's process will take then. ``template`` is whether the file carries
    one; ``needs_template`` is whether the only problem is that it doesn't and nobody has chosen one.
    """

    path: Path
    ok: bool
    size: int = 0
    expected_size: int = 0
    tensor_bytes: int = 0
    architecture: str | None = None
    name: str | None = None
    quantization: str | None = None
    context_tokens: int | None = None
    usable_context_tokens: int | None = None
    memory_bytes: int | None = None
    template: bool = False
    needs_template: bool = False
    problem: Sentence | None = None
    next_step: Sentence | None = None


def check(
    path: Path,
    *,
    context_tokens: int | None = None,
    available: int | None = None,
    template_chosen: bool = False,
    limit_s: float = 10.0,
) -> GgufReport:
    """Look at a file without loading it.

    ``context_tokens`` is wanted instead of the usual; ``available`` bytes of memory instead of what is free now;
    ``template_chosen`` is whether there is a chat template for a file that carries none; after ``limit_s`` seconds the
    file counts as unusable. Problems are reported, not raised.
    """
    found = facts_of(path, limit_s)
    if found is None:
        problem, next_step = failures.not_checked(path.name)
        return GgufReport(path, ok=False, problem=problem, next_step=next_step)
    if "fault" in found:
        return _unusable(path, found)
    free = available_bytes() if available is None else available
    context = _context_that_fits(found, context_tokens, free)
    memory = memory_needed(found, context)
    lacks_memory = free is not None and memory > free
    needs_template = not (lacks_memory or found["template"] or template_chosen)
    words: failures.Words | tuple[None, None] = (None, None)
    if free is not None and lacks_memory:
        words = failures.too_little_memory(memory, free, path.name)
    elif needs_template:
        words = failures.no_template(path.name)
    return GgufReport(
        path,
        ok=words[0] is None,
        size=found["size"],
        expected_size=found["expected_size"],
        tensor_bytes=found["tensor_bytes"],
        architecture=found["architecture"],
        name=found["name"],
        quantization=found["quantization"],
        context_tokens=found["context_tokens"],
        usable_context_tokens=context,
        memory_bytes=memory,
        template=found["template"],
        needs_template=needs_template,
        problem=words[0],
        next_step=words[1],
    )


def require_sound(path: Path) -> dict[str, Any]:
    """The facts of a file, as :func:`facts_of` has them; one that can't be used on any machine, however much memory it
    has, is refused. One without a chat template can be, once somebody has chosen one.

    Raises:
        SidelightError: why not, and what to do.
    """
    found = facts_of(path)
    if found is None:
        raise SidelightError(*failures.not_checked(path.name))
    if "fault" in found:
        raise SidelightError(*failures.of_fault(found["fault"], found["values"], path.name))
    return found


def facts_of(path: Path, limit_s: float = 10.0) -> dict[str, Any] | None:
    """What the header says, read by a process that is thrown away: the facts of :mod:`.gguf_header`, or ``fault`` and
    ``values``; None where it could not be read in so many seconds.
    """
    try:
        done = subprocess.run(
            [*program("gguf_header"), str(path.absolute()), *all_marks()],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit_s,
            check=True,
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _unusable(path: Path, found: dict[str, Any]) -> GgufReport:
    problem, next_step = failures.of_fault(found["fault"], found["values"], path.name)
    try:
        size = path.stat().st_size if path.is_file() else 0
    except OSError:
        size = 0
    return GgufReport(
        path,
        ok=False,
        size=size,
        expected_size=found["values"].get("expected", 0),
        architecture=found["values"].get("architecture"),
        problem=problem,
        next_step=next_step,
    )


def _context_that_fits(found: dict[str, Any], wanted: int | None, free: int | None) -> int:
    """The context wanted, halved until it fits the memory that is free."""
    context: int = min(wanted or USUAL_CONTEXT, found["context_tokens"])
    while free is not None and context > LEAST_CONTEXT and memory_needed(found, context) > free:
        context = max(LEAST_CONTEXT, context // 2)
    return context


def memory_needed(found: Mapping[str, Any], context: int) -> int:
    """Bytes for what :func:`facts_of` found and so many tokens of context: weights, keys and values, and the attention
    scores of one batch. Within a tenth of what was measured.
    """
    scores = context * found["heads"] * _PROMPT_BATCH * 4
    return int(found["tensor_bytes"] + context * found["kv_bytes_per_token"] + scores + _PROCESS_BYTES)
