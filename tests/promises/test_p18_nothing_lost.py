"""P18. Nothing typed is lost: a question is on disk before the engine starts, text older than 1 s survives kill -9."""

from __future__ import annotations

import json
import os
import queue
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from standins.desk import OpenDesk
from standins.desk import desk as desk
from standins.scripted_engine import ScriptedEngine

from desktop_client.chat.conversation import Message, MessageState, branch
from desktop_client.chat.turn import Turns
from desktop_client.inference.engine import EngineEvent, EngineRequest, Role, Sampling
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store
from desktop_client.store.sqlite import sqlite3
from desktop_client.ui.chat.draft_controller import PAUSE_MS

TESTS = Path(__file__).parents[1]
PROFILES = 5
KILLS_EACH = 12
LONGEST_S = 1.8
SURVIVES_AFTER_S = 1.0


@dataclass(frozen=True)
class Killed:
    """What a process had said of itself when it was killed, and when that was."""

    asked: dict[int, str]
    ended: dict[int, str]
    pieces: list[tuple[float, str]]
    at: float


class Asking:
    """Processes that ask and answer in one profile, one after another, each until it is killed."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", "standins.answering_process", root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)])},
        )
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def run_and_kill(self, seed: int, after_s: float) -> Killed:
        """Let a process go on for ``after_s`` from its first committed question on, then kill it."""
        assert self._process.stdin is not None
        print(seed, file=self._process.stdin, flush=True)
        events: list[dict[str, Any]] = []
        while not {"started", "asked"} <= {e["event"] for e in events}:
            events.append(self._next())
        process = next(e["process"] for e in events if e["event"] == "started")
        threading.Event().wait(after_s)
        os.kill(process, signal.SIGKILL)
        at = time.monotonic()
        while events[-1]["event"] != "killed":
            events.append(self._next())
        return understood(events, at)

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._said.put(line)

    def _next(self) -> dict[str, Any]:
        while True:
            try:
                event: dict[str, Any] = json.loads(self._said.get(timeout=60))
            except json.JSONDecodeError:
                continue
            return event


def understood(events: list[dict[str, Any]], at: float) -> Killed:
    said = [e for e in events if e["event"] in {"asked", "piece", "ended"}]
    asked = {e["id"]: e["text"] for e in said if e["event"] == "asked"}
    ended = {e["id"]: e["text"] for e in said if e["event"] == "ended"}
    last = max((n for n, e in enumerate(said) if e["event"] != "piece"), default=-1)
    return Killed(asked, ended, [(e["at"], e["text"]) for e in said[last + 1 :]], at)


def check(root: Path, killed: Killed) -> int:
    """Everything that was promised is there. Returns how many pieces were older than a second."""
    with closing(sqlite3.connect(Profile(root).database)) as db:
        assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
    with open_store(Profile(root)) as store:
        messages: dict[int, Message] = {}
        for conversation in store.conversations.conversations():
            tree = store.conversations.messages(conversation.id)
            assert branch(tree, conversation.head_id)[-1].id == conversation.head_id
            assert tree[0].role is Role.USER
            messages |= {m.id: m for m in tree}
    for message in messages.values():
        assert message.state is not MessageState.STREAMING
        if message.role is Role.ASSISTANT:
            assert message.parent_id is not None
            assert messages[message.parent_id].role is Role.USER
    for number, text in (killed.asked | killed.ended).items():
        assert messages[number].text == text
        assert messages[number].state is MessageState.COMPLETE
    old = "".join(text for at, text in killed.pieces if at < killed.at - SURVIVES_AFTER_S)
    if old:
        answer = messages[max(messages)]
        assert answer.state is MessageState.INTERRUPTED
        assert answer.text.startswith(old)
        assert "".join(text for _, text in killed.pieces).startswith(answer.text)
    return old.count(" ")


def kill_again_and_again(root: Path, seed: int) -> int:
    rng = random.Random(seed)
    with closing(Asking(root)) as asking:
        return sum(
            check(root, asking.run_and_kill(seed * 100 + n, rng.uniform(0.0, LONGEST_S))) for n in range(KILLS_EACH)
        )


@pytest.mark.skipif(os.name != "posix", reason="the processes are forked, and compare CLOCK_MONOTONIC")
def test_what_was_typed_and_said_survives_kill_9(tmp_path: Path) -> None:
    with ThreadPoolExecutor(PROFILES) as pool:
        old = list(pool.map(kill_again_and_again, [tmp_path / str(n) for n in range(PROFILES)], range(PROFILES)))
    assert sum(old) > 0, "no kill fell into an answer that was more than a second old"


def test_what_is_being_typed_is_on_disk_though_nobody_pauses(desk: OpenDesk) -> None:
    one = desk("answer")
    composer, typed = one.window.view.composer, 0

    def type_on() -> None:
        nonlocal typed
        typed += 1
        composer.set_text("x" * typed)

    keys = QTimer()
    keys.setInterval(PAUSE_MS // 20)
    keys.timeout.connect(type_on)
    keys.start()
    try:
        one.wait(lambda: one.parts.store.desk.draft(None).text != "" and keys.isActive())
    finally:
        keys.stop()
    assert typed > 1


def test_the_question_is_on_disk_before_the_engine_starts(profile: Profile) -> None:
    seen: list[str] = []

    class Looking(ScriptedEngine):
        def generate(self, request: EngineRequest, stop: threading.Event) -> Iterator[EngineEvent]:
            # Another connection sees only what was committed.
            with open_store(profile) as other:
                (conversation,) = other.conversations.conversations()
                seen.extend(m.text for m in other.conversations.messages(conversation.id) if m.role is Role.USER)
            return super().generate(request, stop)

    with open_store(profile) as store:
        turns = Turns(store.conversations, Looking("answer"))
        question = turns.ask(None, "what was typed")
        turns.answer(question, Sampling(), lambda event: None, threading.Event())
    assert seen == ["what was typed"]
