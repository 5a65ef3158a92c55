"""The builds of llama.cpp that the child can drive, by name: one is made for this computer, the other comes made.

Which one is used says the setting ``runtime``; ``auto`` is the first of them that can be loaded.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

AUTO = "auto"
LLAMA_CPP_PYTHON = "llama-cpp-python"
"""Built once on this computer, with all that its processor can do."""
XLLAMACPP = "xllamacpp"
"""Comes built, for any processor with AVX2 and its like: for computers where nothing can be compiled."""
RUNTIMES = (LLAMA_CPP_PYTHON, XLLAMACPP)

TRY_OUT = "--try-out"
"""Makes the child load a runtime, say its build, and end."""


def installed(wanted: str) -> str:
    """Which builds a wish for ``wanted`` may take, as a short digest: another release or another compilation has
    another one. Nothing is loaded, so it can be asked before the engine is started.
    """
    from importlib.metadata import PackageNotFoundError, distribution

    digest = hashlib.sha256(wanted.encode())
    for name in RUNTIMES:
        if wanted in (AUTO, name):
            try:
                # The list of a package's files has a digest of each, so of the compiled libraries, too.
                digest.update((distribution(name).read_text("RECORD") or "").encode())
            except PackageNotFoundError:
                digest.update(b"-")
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Runtime:
    """One that is loaded. ``llama`` has llama.cpp's functions by the names that ``llama_cpp.llama_cpp`` gives them."""

    name: str
    version: str
    llama: Any

    @property
    def build(self) -> str:
        """What answers are made with, as their provenance tells it."""
        return f"{self.name} {self.version}"
