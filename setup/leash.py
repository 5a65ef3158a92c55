"""Runs a program that must not outlive set-up: ``python leash.py PROGRAM ARGS``, with stdin held open by set-up.

Killed outright, set-up can't end what it started; a compiler or an installer would go on writing into a folder that
the next set-up is using. So this process stands between: when its stdin closes, everything in its session is ended
(ninja gives every compiler a process group of its own, so the group alone would not do). It also inherits set-up's
lock, which is therefore given back only when nothing is left running.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

PASSES = 100
PAUSE_S = 0.01


def main(command: list[str]) -> int:
    """Run the command and return its status, as a shell would."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        threading.Thread(target=_end_with_parent, daemon=True).start()
        status = process.wait()
    return status if status >= 0 else 128 - status


def _end_with_parent() -> None:
    os.read(0, 1)
    for _ in range(PASSES):
        others = _others_in_session()
        for pid in others:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if not others:
            break
        time.sleep(PAUSE_S)
    os.killpg(0, signal.SIGKILL)


def _others_in_session() -> list[int]:
    """Everything else that runs in this session, read from /proc; none where there is no /proc."""
    own = os.getsid(0)
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            state, _parent, _group, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(session) == own and state != "Z" and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
