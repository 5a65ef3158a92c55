"""The engine's process gives up what it does not need: network, other files, other programs, the parent's secrets."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from inference.tiny_engine import ask, engine_in, model_file, request

import desktop_client
from desktop_client.inference import sandbox
from desktop_client.inference.child import environment, program
from desktop_client.inference.engine import FinishReason, Piece
from desktop_client.inference.local import LocalEngine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is for Linux")

_TRIES = """
import ctypes, json, os, socket, sys
from pathlib import Path
from desktop_client.inference import sandbox
allowed, other, folder = map(Path, sys.argv[1:4])
holds = sandbox.close_in([allowed]) if sys.argv[4] == "closed" else []
def works(attempt):
    try:
        attempt()
    except OSError:
        return False
    return True
found = {
    "allowed": works(allowed.read_bytes),
    "libraries": works(lambda: os.listdir("/usr")),
    "other": works(other.read_bytes),
    "beside": works(lambda: os.listdir(allowed.parent)),
    "passwords": works(lambda: Path("/etc/passwd").read_bytes()),
    "write": works(lambda: (folder / "new").write_bytes(b"")),
    "parent's environment": works(lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes()),
    "parent's name": works(lambda: Path(f"/proc/{os.getppid()}/comm").read_bytes()),
    "tcp": works(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()),
    "udp": works(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close()),
    "interfaces": works(lambda: len(socket.if_nameindex()) > 1 or os.open("/nothing", 0)),
    "signal": works(lambda: os.kill(os.getppid(), 0)),
    "program": works(lambda: os.posix_spawn("/bin/true", ["true"], {})),
}
print(json.dumps({"holds": holds, "found": found}))
"""


def tries(tmp_path: Path, how: str) -> dict[str, Any]:
    """What a process can do, ``closed`` in or ``open``."""
    for name in ("allowed", "other"):
        (tmp_path / name).write_bytes(b"content")
    command = [
        sys.executable,
        "-P",
        "-c",
        _TRIES,
        *(str(tmp_path / n) for n in ("allowed", "other")),
        str(tmp_path),
        how,
    ]
    done = subprocess.run(command, env=environment(), capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def need(holds: list[str], lock: str) -> None:
    if lock not in holds:
        pytest.skip(f"this kernel or its policy refuses the lock {lock!r}")


def test_an_open_process_can_do_all_of_it(tmp_path: Path) -> None:
    """Shows that the attempts below are real."""
    found = tries(tmp_path, "open")["found"]
    assert [name for name, works in found.items() if not works and name not in ("interfaces",)] == []


def test_only_the_named_file_and_libraries_can_be_read(tmp_path: Path) -> None:
    result = tries(tmp_path, "closed")
    need(result["holds"], sandbox.FILES_READ_ONLY)
    reached = {name for name, works in result["found"].items() if works}
    assert {"allowed", "libraries"} <= reached
    assert not reached & {"other", "beside", "passwords", "write", "parent's environment", "parent's name"}


def test_no_socket_no_program_and_no_signal(tmp_path: Path) -> None:
    result = tries(tmp_path, "closed")
    need(result["holds"], sandbox.NO_SYSTEM_CALLS)
    reached = {name for name, works in result["found"].items() if works}
    assert not reached & {"tcp", "udp", "program"}
    need(result["holds"], sandbox.FILES_READ_ONLY)
    assert "signal" not in reached


def test_the_real_process_says_which_locks_hold(engine: LocalEngine) -> None:
    assert sandbox.WRITES_LITTLE in engine.locks
    assert set(engine.locks) <= {
        sandbox.DIES_WITH_PARENT,
        sandbox.FIRST_WHEN_MEMORY_ENDS,
        sandbox.NO_CORE_FILE,
        sandbox.WRITES_LITTLE,
        sandbox.NO_NETWORK,
        sandbox.FILES_READ_ONLY,
        sandbox.NO_SYSTEM_CALLS,
    }


def test_the_real_process_is_the_first_to_go_when_memory_ends(engine: LocalEngine) -> None:
    need(list(engine.locks), sandbox.FIRST_WHEN_MEMORY_ENDS)
    score = Path(f"/proc/{engine.process_id}/oom_score_adj").read_text()
    assert int(score) > int(Path("/proc/self/oom_score_adj").read_text())


def test_the_real_process_has_none_of_the_parents_secrets(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIDELIGHT_SECRET", "sk-canary-4711")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/canary-4711")
    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))
        theirs = Path(f"/proc/{engine.process_id}/environ").read_bytes()
        open_files = [str(entry.readlink()) for entry in Path(f"/proc/{engine.process_id}/fd").iterdir()]
    assert b"canary" not in theirs
    assert b"GOMP_SPINCOUNT=1000" in theirs
    assert [name for name in open_files if not name.startswith(("pipe:", "/dev/null", "/memfd:", "anon_inode:"))] == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_chatting_process_opens_no_socket(tiny: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    traced = ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,execve", "-o", str(trace)]
    with engine_in(tmp_path, command=[*traced, *program("worker")]) as engine:
        engine.load(model_file(tiny))
        assert ask(engine, "http://example.com")[1].reason is FinishReason.LENGTH
    calls = trace.read_text()
    assert calls.count("execve(") == 1
    assert "AF_INET" not in calls
    knock = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    subprocess.run([*traced, sys.executable, "-c", knock], check=True)
    assert "AF_INET" in trace.read_text(), "the trace sees nothing"


def test_whatever_is_printed_in_the_process_stays_off_the_wire(tiny: Path, tmp_path: Path) -> None:
    noisy = (
        "import sys, os, ctypes; from desktop_client.inference import worker, serving\n"
        "plain = serving.Server._answer\n"
        "def loud(*a):\n"
        "    print('stray print'); os.write(1, b'stray write'); os.system('true')\n"
        "    ctypes.CDLL(None).printf(b'stray printf\\n'); ctypes.CDLL(None).fflush(None)\n"
        "    assert sys.stdin.read() == ''\n"
        "    return plain(*a)\n"
        "serving.Server._answer = loud\n"
        "worker.main(sys.argv[1:])\n"
    )
    with engine_in(tmp_path, command=[sys.executable, "-P", "-c", noisy]) as engine:
        engine.load(model_file(tiny))
        pieces = [e for e in engine.generate(request(engine, "Hi"), threading.Event()) if isinstance(e, Piece)]
    assert len("".join(piece.text for piece in pieces)) == 20


def test_the_package_itself_is_readable_and_the_project_around_it_is_not() -> None:
    package = Path(desktop_client.__file__).resolve().parent
    folders = sandbox._python_folders()
    assert package in folders
    if package.parent.name not in ("site-packages", "dist-packages"):
        assert package.parent not in folders
