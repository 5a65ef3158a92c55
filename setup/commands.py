"""Running other programs: their words go to a log, never to stdout, and they end when set-up ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import locking
from saying import SetUpError, tell

LEASH = Path(__file__).with_name("leash.py")
TAIL_LINES = 60
TICK_S = 0.5

_NO_NETWORK = re.compile(
    r"dns error|failed to lookup address|NameResolutionError|Temporary failure in name resolution|Could not resolve|"
    r"Failed to establish a new connection|NewConnectionError|ConnectTimeoutError|ReadTimeoutError|Connection refused|"
    r"tcp connect error|Network is unreachable|operation timed out|Connection reset|error sending request|ProxyError",
    re.IGNORECASE,
)
UNKNOWN_ISSUER = re.compile(r"UnknownIssuer|CERTIFICATE_VERIFY_FAILED|certificate verify failed", re.IGNORECASE)
_NO_SPACE = re.compile(r"No space left on device|os error 28|Errno 28|Disk quota exceeded", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """How a program ended, and the last lines that it said."""

    status: int
    tail: str


def base_python() -> str:
    """The interpreter outside of any environment, which stays when the environment is made anew."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def environment(**more: str) -> dict[str, str]:
    """The user's environment without what belongs to another Python than ours."""
    foreign = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON"}
    return {name: value for name, value in os.environ.items() if name not in foreign} | more


def run(
    command: Sequence[str | Path],
    log: Path,
    env: Mapping[str, str],
    on_line: Callable[[str], None] | None = None,
    on_tick: Callable[[], None] | None = None,
    *,
    finish: bool = False,
) -> Outcome:
    """Run a program to its end; ``on_tick`` is called twice a second. Interrupted, all that it started is ended, or,
    with ``finish``, is waited for: the system's package database must not be left half-way.
    """
    words = [str(word) for word in command]
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    with log.open("a", encoding="utf-8") as kept:
        kept.write("$ " + " ".join(words) + "\n")
        # What must be finished once begun is not leashed: it outlives even our being killed.
        leashed = os.name == "posix" and not finish
        process = subprocess.Popen(
            [base_python(), "-I", "-S", str(LEASH), *words] if leashed else words,
            stdin=subprocess.PIPE if leashed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=dict(env),
            start_new_session=True,
            pass_fds=locking.held() if os.name == "posix" else (),
        )

        def read() -> None:
            assert process.stdout is not None
            with process.stdout:
                for line in process.stdout:
                    kept.write(line)
                    tail.append(line.rstrip())
                    if on_line:
                        on_line(line.rstrip())

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        try:
            while True:
                try:
                    process.wait(TICK_S)
                    break
                except subprocess.TimeoutExpired:
                    if on_tick:
                        on_tick()
        except KeyboardInterrupt:
            if finish:
                process.wait()
            raise
        finally:
            if process.stdin is not None:
                process.stdin.close()
            _end(process)
            reader.join(timeout=5)
    return Outcome(process.returncode, "\n".join(tail))


def _end(process: subprocess.Popen[str]) -> None:
    """Wait for the end. On a leash it is near: the leash has just been let go and takes everything with it."""
    if sys.platform == "win32" and process.poll() is None:
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S607
    process.wait()


def failure(what: str, outcome: Outcome, log: Path) -> SetUpError:
    """Why a step failed, from what its program said."""
    if _NO_SPACE.search(outcome.tail):
        return SetUpError(
            tell("{what} failed: the disk is full.", what=what), tell("Free some space and start this again.")
        )
    if _NO_NETWORK.search(outcome.tail):
        return SetUpError(
            tell("{what} failed: the package index can't be reached.", what=what),
            tell("Check the network connection and start this again; it goes on from here."),
        )
    if UNKNOWN_ISSUER.search(outcome.tail):
        return SetUpError(
            tell("{what} failed: the certificate of the package index is not trusted here.", what=what),
            tell("Set SSL_CERT_FILE to the certificates of your network and start this again."),
        )
    lines = [line.strip() for line in outcome.tail.splitlines() if line.strip()]
    said = next(
        (line for line in lines if line.lower().startswith(("error", "×", "fatal"))), lines[-1] if lines else ""
    )
    return SetUpError(
        tell("{what} failed (status {status}): {said}", what=what, status=outcome.status, said=said[:300]),
        tell("The whole log is {log}.", log=log),
    )
