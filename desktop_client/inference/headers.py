"""What the headers of model files say, read once a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_client.inference import failures
from desktop_client.inference.file_notes import FileNotes, identity
from desktop_client.inference.gguf_check import facts_of, memory_needed
from desktop_client.wording import Sentence


@dataclass(frozen=True, slots=True)
class Header:
    """The facts of one file, or in ``problem`` why it can't be used. ``context_tokens`` is what it was trained for, and
    ``template`` whether it carries a chat template.
    """

    architecture: str | None = None
    name: str | None = None
    quantization: str | None = None
    licence: str | None = None
    context_tokens: int | None = None
    tensor_bytes: int = 0
    kv_bytes_per_token: int = 0
    heads: int = 0
    template: bool = True
    problem: Sentence | None = None

    def memory(self, context_tokens: int) -> int:
        """Bytes that the engine's process takes with so many tokens of context, or with all that the model knows."""
        known = {"tensor_bytes": self.tensor_bytes, "kv_bytes_per_token": self.kv_bytes_per_token, "heads": self.heads}
        return memory_needed(known, min(context_tokens, self.context_tokens or context_tokens))


class Headers:
    """Headers of files, remembered in ``file``. Reading one that is not remembered takes a process and a moment."""

    def __init__(self, file: Path) -> None:
        self._notes = FileNotes(file)

    def known(self, path: Path) -> Header | None:
        """The header, if it was read since the file last changed."""
        note = self._notes.known(path)
        return _header(note, path.name) if isinstance(note, dict) else None

    def read(self, path: Path) -> Header:
        """The header, read now if need be."""
        known = self.known(path)
        if known is not None:
            return known
        try:
            before = identity(path)
        except OSError as error:
            problem, _ = failures.of_fault("unreadable", {"why": error.strerror or ""}, path.name)
            return Header(problem=problem)
        found = facts_of(path)
        if found is None:
            problem, _ = failures.not_checked(path.name)
            return Header(problem=problem)
        self._notes.keep(path, before, found)
        return _header(found, path.name)


def _header(found: dict[str, Any], file: str) -> Header:
    if "fault" in found:
        problem, _ = failures.of_fault(str(found["fault"]), found.get("values", {}), file)
        return Header(problem=problem)
    return Header(
        architecture=found.get("architecture"),
        name=found.get("name"),
        quantization=found.get("quantization"),
        licence=found.get("licence"),
        context_tokens=found.get("context_tokens"),
        tensor_bytes=int(found.get("tensor_bytes", 0)),
        kv_bytes_per_token=int(found.get("kv_bytes_per_token", 0)),
        heads=int(found.get("heads", 0)),
        template=bool(found.get("template", True)),
    )
