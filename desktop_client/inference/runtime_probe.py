"""Which runtimes can be loaded on this computer, found out as the engine would: each in a process of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_client.inference.child import environment, program
from desktop_client.inference.runtimes import AUTO, TRY_OUT

_TRY_S = 60.0
_ILLEGAL_INSTRUCTION = (-4, 0xC000001D)  # SIGILL; on Windows, STATUS_ILLEGAL_INSTRUCTION


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether a runtime can be loaded here: its ``build``, or ``why`` not, in a library's own words."""

    name: str
    build: str | None
    why: str = ""
    wrong_processor: bool = False


def try_out(name: str) -> Tried:
    """Load a runtime in a process of its own, as the engine would: a wrong build ends the process."""
    try:
        done = subprocess.run(
            [*program("worker"), TRY_OUT, name],
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TRY_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Tried(name, None, str(error))
    said = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    last = said[-1] if said else str(done.returncode)
    if done.returncode == 0:
        return Tried(name, last)
    return Tried(name, None, last, wrong_processor=done.returncode in _ILLEGAL_INSTRUCTION)


def in_use(wanted: str, tried: Sequence[Tried]) -> Tried | None:
    """Of those that were tried, the one that the engine takes when the setting is ``wanted``; None if it can't."""
    asked = [one for one in tried if wanted in (AUTO, one.name)]
    return next((one for one in asked if one.build), None)
