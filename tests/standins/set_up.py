"""Set-up's modules, for tests: they are no package, since they run before anything is installed."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SETUP = ROOT / "setup"
BASH = "/bin/bash"
POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="the shell scripts are for POSIX systems")


def load(name: str) -> ModuleType:
    """The module of this name."""
    sys.path.insert(0, str(SETUP))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(SETUP))


def entry() -> ModuleType:
    """``python setup`` as a module, new each time."""
    spec = importlib.util.spec_from_file_location("set_up_entry", SETUP / "__main__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Silent:
    """A voice that keeps what it would say."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)

    def status(self, text: str) -> None:
        self.lines.append(text)

    def clear(self) -> None:
        pass
