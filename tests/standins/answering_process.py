"""A process that asks and answers without end, and says on its standard output what it has done, until it is killed.

For each seed on standard input a new one is forked, so that a test that kills many need not wait for each to start.
Lines of JSON, each written as soon as it is true: ``started`` with the number of the process to kill, ``asked`` when a
question was committed, ``piece`` with the time of the monotonic clock when the engine hands over text, ``ended`` when
an answer was committed, and ``killed`` when the process is gone.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from standins.scripted_engine import TIMING, ScriptedEngine

from desktop_client.chat.turn import Turns
from desktop_client.inference.engine import EngineEvent, EngineRequest, Finished, FinishReason, Piece, Sampling
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store

SECONDS_PER_PIECE = 0.01
SILENT, LONG_S = 0.3, 60.0
"""How many of the answers fall silent before their end, and for how many seconds."""


def say(**what: object) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


class Talking(ScriptedEngine):
    """Answers of very different length at a steady pace, or with a long silence behind the first words; or, in a hurry,
    a word each, so that most of the time goes into commits.
    """

    def __init__(self, rng: random.Random, in_a_hurry: bool) -> None:
        super().__init__(context_tokens=1_000_000)
        self._rng = rng
        self._lengths = [1] if in_a_hurry else [3, 30, 1000]
        self._seconds = 0 if in_a_hurry else SECONDS_PER_PIECE
        self._pace = threading.Event()

    def generate(self, request: EngineRequest, stop: threading.Event) -> Iterator[EngineEvent]:
        for number in range(self._rng.choice(self._lengths)):
            text = f"词{number} "
            say(event="piece", text=text, at=time.monotonic())
            yield Piece(text)
            self._pace.wait(self._seconds)
        if self._seconds and self._rng.random() < SILENT:
            self._pace.wait(LONG_S)
        yield Finished(FinishReason.END, TIMING)


def ask_for_ever(root: Path, seed: int) -> None:
    rng = random.Random(seed)
    with open_store(Profile(root)) as store:
        turns = Turns(store.conversations, Talking(rng, in_a_hurry=seed % 2 == 1))
        conversation_id = None
        while True:
            text = f"question {rng.random()}"
            question = turns.ask(conversation_id, text)
            say(event="asked", id=question.id, text=text)
            conversation_id = rng.choice([None, question.conversation_id])
            answer = turns.answer(question, Sampling(), lambda event: None, threading.Event())
            say(event="ended", id=answer.id, text=answer.text)


def main(root: Path) -> None:
    for seed in sys.stdin:
        process = os.fork()
        if process == 0:
            ask_for_ever(root, int(seed))
        say(event="started", process=process)
        os.waitpid(process, 0)
        # The line that was being written may have been cut off.
        os.write(1, b"\n")
        say(event="killed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
