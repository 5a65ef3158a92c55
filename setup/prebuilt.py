"""The engine that comes built, for computers where nothing can be compiled: xllamacpp, as the lock names it.

It runs on any processor of the last ten years and so makes less of this one: it is taken only where the engine can't be
built, and the engine is built once a compiler has come (see :func:`compilers`).
"""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

PROJECT = "xllamacpp"
MARK = "prebuilt"
"""In the stamp: the compilers that there were when it was taken."""


def requirements(lock: Path) -> str | None:
    """The line for an installer, with every wheel's digest; None where the wheels are of no use.

    On Windows they do not show the functions that the engine needs.
    """
    if sys.platform == "win32":
        return None
    for package in tomllib.loads(lock.read_text(encoding="utf-8"))["package"]:
        if package["name"] == PROJECT:
            digests = " ".join(f"--hash={wheel['hash']}" for wheel in package["wheels"])
            return f"{PROJECT}=={package['version']} {digests}\n"
    return None


def compilers() -> str:
    """The C++ compilers that are found here: when this changes, building is worth another try."""
    return ":".join(filter(None, map(shutil.which, ("c++", "g++", "clang++"))))
