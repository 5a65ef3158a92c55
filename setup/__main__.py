"""Sets up the environment in ``.venv`` and starts what was asked for: ``python setup (run|test|prepare) ARGS``.

Needs nothing but the standard library of Python 3.11. Every step can be interrupted at any point; starting again does
what is left. Once all is set up, a start costs one comparison of digests: no other program is called, no network asked.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
RUN, WINDOW, TEST = "run", "window", "test"
STOPPED = 130


def main(mode: str, arguments: list[str]) -> int:
    """Set up what ``mode`` needs, then become the program."""
    wants = needs(mode, arguments)
    stamp = read_stamp()
    key = fingerprint()
    if any(stamp.get(want) != key for want in wants):
        status = set_up(wants, key)
        if status:
            return status
    if mode == "prepare":
        return 0
    return start(mode, arguments)


def needs(mode: str, arguments: list[str]) -> set[str]:
    """What has to be there for these arguments: only a window needs Qt's libraries, only tests the tools of tests."""
    if mode in {TEST, "prepare"}:
        return {RUN, WINDOW, TEST}
    rest = iter(arguments)
    for argument in rest:
        if argument == "--profile":
            next(rest, None)
        elif not argument.startswith("--profile="):
            return {RUN}
    return {RUN, WINDOW}


def fingerprint() -> str:
    """Changes when anything does that set-up depends on: the lock, these scripts, this processor, this folder."""
    from engine_wheel import processor_key

    digest = hashlib.sha256(f"{ROOT}\n{sys.version}\n{processor_key()}".encode())
    for file in (ROOT / "uv.lock", ROOT / "pyproject.toml", *sorted((ROOT / "setup").glob("*.*"))):
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, str]:
    """Which parts have been set up, and for which fingerprint."""
    try:
        stamp = json.loads(STAMP.read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(stamp, dict):
        return {}
    if "prebuilt" in stamp:
        from prebuilt import compilers

        if stamp["prebuilt"] != compilers():
            # A compiler has come since: the engine can be built now.
            stamp.pop(RUN, None)
    return stamp


def set_up(wants: set[str], key: str) -> int:
    """Do what is left to do; returns an exit status."""
    from locking import locked
    from saying import SetUpError, Voice, join, tell

    voice = Voice()
    signal.signal(signal.SIGTERM, _interrupt)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, _interrupt)
    try:
        with locked(Path(__file__), lambda: voice.say(tell("Waiting for another set-up in this folder to finish."))):
            from environment import Environment

            Environment(ROOT, VENV, voice).set_up(wants, read_stamp, write_stamp, key)
    except KeyboardInterrupt:
        voice.say(tell("Stopped. Start it again and it goes on from here."))
        return STOPPED
    except SetUpError as error:
        voice.say(str(error))
        return 1
    except OSError as error:
        why = tell("Setting up failed: {why}.", why=f"{error.strerror or error}: {error.filename or ROOT}")
        voice.say(join(why, tell("Check that the disk has space and that {folder} can be written.", folder=ROOT)))
        return 1
    return 0


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def write_stamp(stamp: dict[str, str]) -> None:
    """Replace the stamp as a whole."""
    scratch = STAMP.with_suffix(".new")
    scratch.write_text(json.dumps(stamp), encoding="utf-8")
    scratch.replace(STAMP)


def venv_python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def start(mode: str, arguments: list[str]) -> int:
    """Become the application or the tests. Returns only on Windows, where a process can't become another."""
    python = str(venv_python())
    if mode == TEST:
        os.chdir(ROOT)
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [python, "-m", "pytest", *arguments]
    else:
        command = [python, "-P", "-m", "desktop_client", *arguments]
    if os.name != "nt":
        os.execv(python, command)  # noqa: S606 - an argument list, no shell
    with suppress(KeyboardInterrupt):
        return subprocess.call(command)
    return STOPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
