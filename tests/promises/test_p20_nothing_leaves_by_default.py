"""P20: a fresh install that is chatting makes no network call at all: calls are traced, packets counted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from inference.tiny_gguf import write_model
from standins.own_network import run_alone

ROOT = Path(__file__).resolve().parents[2]
DIAL = """
import socket
for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    with socket.socket(family) as wire:
        wire.settimeout(1)
        wire.connect_ex((address, 9))
"""


def network_calls(log: Path, *words: str) -> list[str]:
    """Every call of the whole process tree that names an internet address, or asks for a socket that could."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    trace = ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg,sendmmsg", "-o", str(log)]
    environment = {**os.environ, "XDG_DATA_HOME": str(log.parent / "data"), "XDG_CACHE_HOME": str(log.parent / "cache")}
    done = subprocess.run([*trace, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110)
    if done.returncode != 0 and "PTRACE" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr[-1000:]
    return [line for line in log.read_text(errors="replace").splitlines() if "AF_INET" in line]


def test_the_trace_sees_a_call_when_there_is_one(tmp_path: Path) -> None:
    calls = network_calls(tmp_path / "log", sys.executable, "-c", DIAL)
    assert any("connect" in call and "127.0.0.1" in call for call in calls)
    assert any("connect" in call and "::1" in call for call in calls)


def chatting(folder: Path, *more: str) -> list[str]:
    """The words of a fresh install that is asked one question."""
    model = folder / "tiny.gguf"
    write_model(model)
    question = "What kind of face mask suits sensitive skin?"
    words = (
        "ask",
        question,
        "--model",
        str(model),
        "--max-tokens",
        "5",
        "--json",
        "--profile",
        str(folder / "profile"),
    )
    return [sys.executable, "-m", "desktop_client", *words, *more]


@pytest.mark.parametrize("shop", [(), ("--shop",)], ids=["chatting", "with the shelf"])
def test_chatting_makes_no_network_call(tmp_path: Path, shop: tuple[str, ...]) -> None:
    assert network_calls(tmp_path / "log", *chatting(tmp_path, *shop)) == []


def window(folder: Path) -> list[str]:
    """The words of a fresh window that is asked two questions, looked around in and closed."""
    model, profile = folder / "tiny.gguf", folder / "profile"
    write_model(model)
    profile.mkdir()
    (profile / "settings.toml").write_text(f'model = "{model}"\nmax_tokens = 5\n', encoding="utf-8")
    return [sys.executable, "-m", "standins.chatting_window", str(profile)]


def test_a_window_that_is_chatted_in_makes_no_network_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
    assert network_calls(tmp_path / "log", *window(tmp_path)) == []


def test_the_window_of_that_trace_is_really_chatted_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
    seen = run_alone(*window(tmp_path))
    assert seen.status == 0, seen.stderr[-1000:]
    assert (seen.stdout, seen.packets, seen.accepted) == ("answers: 2\n", 0, 0)


def test_a_packet_is_counted_when_there_is_one() -> None:
    assert run_alone(sys.executable, "-c", DIAL).packets > 0


@pytest.mark.parametrize("shop", [(), ("--shop",)], ids=["chatting", "with the shelf"])
def test_chatting_sends_no_packet(tmp_path: Path, shop: tuple[str, ...]) -> None:
    seen = run_alone(*chatting(tmp_path, *shop))
    assert seen.status == 0, seen.stderr[-1000:]
    assert (seen.packets, seen.accepted) == (0, 0)


def test_chatting_works_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    """Not even loopback is there: nothing was missed, so nothing was tried."""
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, timeout=30).returncode != 0:
        pytest.skip("only root may take the network away")
    done = subprocess.run(["unshare", "-n", *chatting(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr[-1000:]
