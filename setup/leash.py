"""Runs a program that must not outlive set-up: ``python leash.py PROGRAM ARGS``, with stdin held open by set-up.

Killed outright, set-up can't end what it started; a compiler or an installer would go on writing into a folder that
the next set-up is using. So this process stands between: when its stdin closes, everything in its group is ended. It
also inherits set-up's lock, which is therefore given back only when nothing is left running.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """Run the command and return its status, as a shell would."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        threading.Thread(target=_end_with_parent, daemon=True).start()
        status = process.wait()
    return status if status >= 0 else 128 - status


def _end_with_parent() -> None:
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
