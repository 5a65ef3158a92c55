"""Other programs on a leash: what they say is kept, none outlives set-up, and only one sets up at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from standins.set_up import POSIX_ONLY, SETUP, load

pytestmark = POSIX_ONLY


def test_what_a_program_says_goes_to_the_log_and_never_to_stdout(log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    commands = load("commands")
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    lines: list[str] = []
    outcome = commands.run([sys.executable, "-c", code], log, dict(os.environ), on_line=lines.append)
    assert outcome.status == 3
    assert sorted(lines) == ["err", "out"]
    assert "out" in log.read_text()
    assert capfd.readouterr() == ("", "")


TREE = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import os, time; os.setpgid(0, 0); time.sleep(100)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
print("ready", flush=True)
time.sleep(100)
"""


def ended(pids: Path) -> bool:
    """Whether all of these are gone, or are zombies that nobody has reaped."""
    for pid in pids.read_text().split():
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                return False
        except FileNotFoundError:
            continue
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_interrupting_ends_everything_that_was_started(tmp_path: Path, log: Path) -> None:
    commands = load("commands")
    ready = threading.Event()

    def interrupt() -> None:
        if ready.is_set():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commands.run(
            [sys.executable, "-c", TREE, str(tmp_path / "pids")],
            log,
            dict(os.environ),
            on_line=lambda _: ready.set(),
            on_tick=interrupt,
        )
    assert ended(tmp_path / "pids")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_killing_set_up_ends_everything_before_its_lock_is_given_back(tmp_path: Path, log: Path) -> None:
    lock = tmp_path / "lock"
    lock.touch()
    code = f"""
import os, sys
sys.path.insert(0, {str(SETUP)!r})
import commands, locking
from pathlib import Path
with locking.locked(Path({str(lock)!r}), lambda: None):
    commands.run([sys.executable, "-c", {TREE!r}, {str(tmp_path / "pids")!r}], Path({str(log)!r}), dict(os.environ),
                 on_line=lambda line: print(line, flush=True))
"""
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        child.send_signal(signal.SIGKILL)
        child.wait()
    with load("locking").locked(lock, lambda: None):
        assert ended(tmp_path / "pids")


def test_a_lock_is_waited_for_and_that_is_said_once(tmp_path: Path) -> None:
    locking = load("locking")
    file = tmp_path / "file"
    file.touch()
    said: list[int] = []
    with locking.locked(file, lambda: None):
        waiting = threading.Event()

        def second() -> None:
            with locking.locked(file, lambda: (said.append(1), waiting.set())):
                said.append(2)

        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        assert said == [1]
    thread.join()
    assert said == [1, 2]


@pytest.mark.parametrize(
    ("tail", "told"),
    [
        ("error: Failed to fetch\n  cause: dns error", "the package index can't be reached. Check the network"),
        ("NewConnectionError('refused')", "the package index can't be reached"),
        ("OSError: [Errno 28] No space left on device", "the disk is full. Free some space"),
        ("cause: invalid peer certificate: UnknownIssuer", "is not trusted here. Set SSL_CERT_FILE"),
        ("warning: x\nerror: the moon is in the way\nmore", "(status 2): error: the moon is in the way The whole log"),
        ("", "failed (status 2)"),
    ],
)
def test_why_a_step_failed_is_said_in_plain_words(log: Path, tail: str, told: str) -> None:
    commands = load("commands")
    error = commands.failure("Getting the libraries", commands.Outcome(2, tail), log)
    assert told in str(error)
    assert "\n" not in str(error)
