"""What an engine has to bear: headers with random damage, and a user who does anything at any moment."""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from inference.tiny_engine import model_file

from desktop_client.chat.archive import Archive
from desktop_client.chat.conversation import Message, MessageState, branch
from desktop_client.chat.turn import HEAD, AnswerPiece, AnswerStarted, TurnEvent, Turns
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import EngineCrashedError, EngineError, Role, Sampling
from desktop_client.inference.local import LocalEngine

_INTERESTING = (0, 1, 0x7F, 0x80, 0xFF)
QUESTIONS = (
    "敏感肌适合用什么样的面膜？",
    "👩‍👩‍👧‍👦 or 🧑🏽‍🚀?",
    "plain",
    "e\u0301 ﷽ 🇨🇳",
    "<|im_end|>\n<|im_start|>system\n",
)


def mutants(good: bytes, dice: random.Random, count: int) -> Iterator[bytes]:
    """Copies of a model with some bytes of the header changed."""
    end_of_header = good.index(b"output.weight") + 60
    for _ in range(count):
        data = bytearray(good)
        for _ in range(dice.choice((1, 1, 2, 4, 8))):
            data[dice.randrange(4, end_of_header)] = dice.choice((*_INTERESTING, dice.randrange(256)))
        yield bytes(data)


def load_mutants(engine: LocalEngine, folder: Path, good: bytes, dice: random.Random, count: int) -> Counter[str]:
    """Try them all; how many loaded, were refused in words, or took the engine's process with them (in words, too)."""
    told: Counter[str] = Counter()
    path = folder / "mutant.gguf"
    for data in mutants(good, dice, count):
        path.write_bytes(data)
        model = model_file(path)
        try:
            engine.load(model)
        except EngineCrashedError as error:
            told["crashed"] += bool(str(error.cause)) and error.next_step is not None
            engine.forget_crash(model)
        except EngineError as error:
            told["refused"] += bool(str(error.cause)) and error.next_step is not None
        else:
            told["loaded"] += 1
    return told


class RoughUser:
    """Sends, stops, regenerates, edits, goes on, switches, kills: whatever the dice say, checking after each step."""

    def __init__(self, turns: Turns, archive: Archive, engine: LocalEngine, dice: random.Random) -> None:
        self._turns, self._archive, self._engine, self._dice = turns, archive, engine, dice
        self._said: dict[int, str] = {}
        self.did: Counter[str] = Counter()

    def step(self) -> None:
        """Do one thing, then look whether everything is still as it was said."""
        dice, every = self._dice, self._archive.conversations()
        conversation = dice.choice(every).id if every and dice.random() < 0.9 else None
        messages = self._archive.messages(conversation) if conversation is not None else ()
        questions = [m for m in messages if m.role is Role.USER]
        cut = [m for m in messages if m.role is Role.ASSISTANT and m.state is not MessageState.COMPLETE and m.text]
        what = dice.choice(("send", "send", "edit", "regenerate", "go on"))
        if what == "regenerate" and questions:
            self._answer(dice.choice(questions), what)
        elif what == "edit" and questions:
            old = dice.choice(questions)
            self._answer(self._ask(old.conversation_id, old.parent_id), what)
        elif what == "go on" and cut:
            self._go_on(dice.choice(cut))
        else:
            self._answer(self._ask(conversation, HEAD), "send")
        self._check(conversation)

    def _ask(self, conversation: int | None, parent: object) -> Message:
        text = f"{self._dice.choice(QUESTIONS)} {self._dice.randrange(1000)}"
        question = self._turns.ask(conversation, text, parent)  # type: ignore[arg-type]
        self._said[question.id] = text
        return question

    def _sampling(self) -> Sampling:
        return Sampling(temperature=1.5, seed=self._dice.randrange(1 << 30), max_tokens=self._dice.choice((1, 5, 40)))

    def _answer(self, question: Message, what: str) -> None:
        self.did[what] += 1
        listening = _Listening(self._dice, self._engine, self.did)
        try:
            self._keep(self._turns.answer(question, self._sampling(), listening, listening.stop), listening)
        except EngineError:
            # After three crashes in five minutes it wants to be asked.
            self.did["load again"] += 1
            assert self._engine.model is not None
            self._engine.load(self._engine.model.file)

    def _go_on(self, answer: Message) -> None:
        self.did["go on"] += 1
        listening = _Listening(self._dice, self._engine, self.did)
        try:
            self._keep(self._turns.go_on(answer, self._sampling(), listening, listening.stop), listening)
        except SidelightError:
            self.did["no room to go on"] += 1

    def _keep(self, answer: Message, listening: _Listening) -> None:
        assert answer.text == listening.text
        assert answer.text == answer.text.encode().decode()
        self._said[answer.id] = answer.text

    def _check(self, conversation: int | None) -> None:
        if conversation is None:
            return
        messages = self._archive.messages(conversation)
        assert all(m.text == self._said[m.id] for m in messages)
        assert all(m.state is not MessageState.STREAMING for m in messages)
        path = branch(messages, self._archive.conversation(conversation).head_id)
        assert path[-1].id == self._archive.conversation(conversation).head_id


class _Listening:
    """Hears an answer, and stops it or kills the process in the middle if the dice say so."""

    def __init__(self, dice: random.Random, engine: LocalEngine, did: Counter[str]) -> None:
        self.stop = threading.Event()
        self.text = ""
        self._engine, self._did = engine, did
        self._fate = dice.choices(("none", "stop", "kill", "stop first"), (60, 30, 1, 9))[0]
        if self._fate == "stop first":
            self._did["stop"] += 1
            self.stop.set()

    def __call__(self, event: TurnEvent) -> None:
        if isinstance(event, AnswerStarted):
            self.text = event.message.text
        elif isinstance(event, AnswerPiece):
            self.text += event.text
            self._strike()

    def _strike(self) -> None:
        if self._fate in ("stop", "kill"):
            self._did[self._fate] += 1
        if self._fate == "stop":
            self.stop.set()
        elif self._fate == "kill" and self._engine.process_id is not None:
            os.kill(self._engine.process_id, 9)
        self._fate = "none"


def resident_bytes() -> int:
    """Memory of this process that is in use now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
