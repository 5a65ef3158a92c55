"""The engine: as fast as llama.cpp's own benchmark on the same file and threads, its cache never wasted, quick to stop.

``python benchmarks/engine.py`` prints one flat JSON object. The two programs stay loaded and take turns of a second or
so, since other work on the machine slows both; a ratio is the median over pairs of processes, ours divided by theirs.
``processor_ratio`` is the same by processor time (Linux only): it holds on a machine that is busy, too. Figures are of
what the window sees: a token counts when it has come through the pipe. ``--runtime`` chooses the build of llama.cpp,
``--beside`` compares it with the other one. Keys begin with the model's name; ``generation_ratio``, ``prompt_ratio``
and ``evaluated_ratio`` are the worst of them. Models that are not in the models folder are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from llama_bench import Run, program

from desktop_client import paths
from desktop_client.chat.context import fit
from desktop_client.chat.conversation import Message, MessageState
from desktop_client.inference.engine import (
    ChatMessage,
    EngineRequest,
    Finished,
    FinishReason,
    ModelFile,
    Piece,
    PromptProgress,
    Role,
    Sampling,
    Timing,
)
from desktop_client.inference.local import LocalEngine, default_threads
from desktop_client.inference.runtimes import AUTO, RUNTIMES
from desktop_client.inference.saved_states import StateFolder
from desktop_client.inference.tuning import USUAL_BATCH

T = TypeVar("T")

MODELS = {"smollm2": "smollm2-135m", "starter": "qwen2.5-coder-1.5b"}
STORY = "Write a long story about a lighthouse keeper and the sea, with much detail."
SENTENCE = "The keeper climbs {number} steps and looks at ship {number} out on the water. "
QUESTIONS = (
    "Hello, who are you?", "What is a lighthouse for?", "And who keeps it?", "敏感肌适合用什么样的面膜？",
    "Say that in fewer words.", "Name three ships.", "Which is the oldest of them?", "为什么？",
    "Write a line of Python.", "Thank you, good night.",
)  # fmt: skip
STOPS = 20
PROMPT_SENTENCES = 24
"""About five hundred tokens: half a page that was pasted."""
PADDING = 256


@dataclass(frozen=True)
class Answer:
    """One answer, timed where the window is, in seconds."""

    text: str
    read_s: float
    written_s: float
    timing: Timing
    ended: bool
    """Whether the model ended it by itself."""


@dataclass(frozen=True)
class Speed:
    """One turn: tokens a second, and the processor time of the engine's process for each token that it evaluated."""

    per_s: float
    processor_s: float


@dataclass(frozen=True)
class Pair:
    """The turns of two processes."""

    ours: list[Speed]
    theirs_per_s: list[float]
    theirs_processor_s: list[float]

    @property
    def ratio(self) -> float:
        return median(our.per_s / their for our, their in zip(self.ours, self.theirs_per_s, strict=True))

    @property
    def processor_ratio(self) -> float:
        # One turn more of ours: see Turns.processor_s.
        return median(their / our.processor_s for our, their in zip(self.ours, self.theirs_processor_s, strict=False))

    @property
    def overhead_us(self) -> float:
        return median(1e6 / our.per_s - 1e6 / their for our, their in zip(self.ours, self.theirs_per_s, strict=True))


class Chat:
    """An engine with a model, asked as the window asks it."""

    def __init__(self, engine: LocalEngine, file: ModelFile) -> None:
        self._engine = engine
        self.info = engine.load(file)

    def request(self, texts: list[str], max_tokens: int, seed: int = 1) -> EngineRequest:
        turns = (ChatMessage(Role.ASSISTANT if n % 2 else Role.USER, text) for n, text in enumerate(texts))
        return EngineRequest(self.info.file.sha256, tuple(turns), Sampling(max_tokens=max_tokens, seed=seed))

    def ask(self, texts: list[str], max_tokens: int, seed: int = 1) -> Answer:
        read, pieces, text = [], [], []
        for event in self._engine.generate(self.request(texts, max_tokens, seed), threading.Event()):
            if isinstance(event, PromptProgress):
                read.append(perf_counter())
            elif isinstance(event, Piece):
                pieces.append(perf_counter())
                text.append(event.text)
            elif isinstance(event, Finished):
                timing, ended = event.timing, event.reason is FinishReason.END
        return Answer("".join(text), read[-1] - read[0], pieces[-1] - pieces[0] if pieces else 0.0, timing, ended)

    def processor_s(self) -> float:
        """What the engine's process has used so far; NaN where the system does not say it so exactly."""
        tasks = Path(f"/proc/{self._engine.process_id}/task")
        used = [int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()] if tasks.exists() else []
        return sum(used) / 1e9 if used else float("nan")

    def count(self, messages: Sequence[ChatMessage]) -> int:
        return self._engine.count_tokens(messages)

    def stopped(self, after: int) -> float:
        """Seconds from asking to stop, some pieces into an answer, until it is over. Short answers are asked anew."""
        for seed in range(after, after + 100):
            stop, asked, seen = threading.Event(), 0.0, 0
            for event in self._engine.generate(self.request([STORY], 400, seed=seed), stop):
                seen += isinstance(event, Piece)
                if seen == after and not stop.is_set():
                    asked = perf_counter()
                    stop.set()
            if asked:
                return perf_counter() - asked
        raise RuntimeError(f"no answer went on to piece {after}")


def compared(runtime: str, file: ModelFile, threads: int, pairs: int, tokens: int, turns: int) -> dict[str, float]:
    """Speed beside llama-bench with the engine's own batch size and attention, and beside what it does by itself.

    For each pair both are loaded and warmed up; then they take turns of a second or some, so that whatever else runs
    slows both alike. A pair's ratio is the median of its turns. New processes for every pair: where a process's memory
    happens to lie makes it some percent faster or slower. Both have room for as many tokens, since a larger memory for
    keys and values is a little slower to read; ``wide_context_ratio`` is what the engine's usual room leaves of the
    speed of writing. Both read as many tokens after as many that they hold already (a chat's beginning is never read
    twice).
    """
    bench = program()
    same = ("-fa", "0", "-b", str(USUAL_BATCH), "-ub", str(USUAL_BATCH), "-lm", "none")
    long = "".join(SENTENCE.format(number=number) for number in range(PROMPT_SENTENCES))
    with _engine(runtime, threads) as engine:
        chat = Chat(engine, file)
        story = chat.ask([STORY], 2).timing
        page = chat.ask([long], 1).timing
    generation = Run(generated=tokens, depth=story.prompt_tokens)
    prompt = Run(prompt=page.evaluated_tokens, depth=page.prompt_tokens - page.evaluated_tokens)

    def written(chat: Chat, number: int) -> Speed:
        before = chat.processor_s()
        answer = chat.ask([STORY], tokens + 1, seed=number)
        written = answer.timing.tokens - 1
        used = chat.processor_s() - before
        return Speed(written / answer.written_s, used / (answer.timing.evaluated_tokens + written))

    def read(chat: Chat, _number: int) -> Speed:
        chat.ask([STORY], 1)
        before = chat.processor_s()
        answer = chat.ask([long], 1)
        used, tokens = chat.processor_s() - before, answer.timing.evaluated_tokens
        return Speed(tokens / answer.read_s, used / tokens)

    def pair(run: Run, speed: Callable[[Chat, int], Speed]) -> Pair:
        room = _padded(run.prompt + run.generated + run.depth + 2)
        with (
            _engine(runtime, threads, room) as engine,
            bench.by_turns(file.path, threads, run, turns, *same) as theirs,
        ):
            chat = Chat(engine, file)
            speed(chat, 0)
            ours: list[Speed] = []
            for number in range(turns):
                _in_turn(lambda: ours.append(speed(chat, number + 1)), theirs.take, number)  # noqa: B023 - called at once
            return Pair(ours, theirs.tokens_per_s(), theirs.processor_s())

    def wide() -> float:
        room = _padded(generation.generated + generation.depth + 2)
        with _engine(runtime, threads) as usual, _engine(runtime, threads, room) as narrow:
            chats = Chat(usual, file), Chat(narrow, file)
            found: tuple[list[Speed], list[Speed]] = ([], [])
            for number in range(turns + 1):
                _in_turn(
                    lambda: found[0].append(written(chats[0], number)),  # noqa: B023 - called at once
                    lambda: found[1].append(written(chats[1], number)),  # noqa: B023 - called at once
                    number,
                )
            return median(one.per_s / two.per_s for one, two in list(zip(*found, strict=True))[1:])

    writing = [pair(generation, written) for _ in range(pairs)]
    reading = [pair(prompt, read) for _ in range(pairs)]
    return {
        "generation_ratio": median(one.ratio for one in writing),
        "generation_processor_ratio": median(one.processor_ratio for one in writing),
        "generation_per_s": median(median(speed.per_s for speed in one.ours) for one in writing),
        "overhead_us": median(one.overhead_us for one in writing),
        "prompt_ratio": median(one.ratio for one in reading),
        "prompt_processor_ratio": median(one.processor_ratio for one in reading),
        "prompt_per_s": median(median(speed.per_s for speed in one.ours) for one in reading),
        "prompt_tokens": prompt.prompt,
        "wide_context_ratio": median(wide() for _ in range(pairs)),
        "llama_bench_defaults_generation_per_s": bench.tokens_per_s(file.path, threads, generation),
        "llama_bench_defaults_prompt_per_s": bench.tokens_per_s(file.path, threads, prompt),
    }


def beside(runtime: str, other: str, file: ModelFile, threads: int, pairs: int, tokens: int) -> dict[str, float]:
    """One runtime's speeds ÷ another's, each in a process of its own for every figure, in turn; medians of pairs."""
    long = "".join(SENTENCE.format(number=number) for number in range(PROMPT_SENTENCES))

    def speeds(name: str) -> tuple[float, float, float]:
        with _engine(name, threads) as engine:
            chat = Chat(engine, file)
            chat.ask([STORY], 2)
            read = chat.ask([long], 1)
            written = chat.ask([STORY], tokens)
        per_s = (written.timing.tokens - 1) / written.written_s
        return read.timing.evaluated_tokens / read.read_s, per_s, chat.info.load_s

    found = [_pair(lambda: speeds(runtime), lambda: speeds(other), number) for number in range(pairs)]
    ratios = zip(*([one / two for one, two in zip(ours, theirs, strict=True)] for ours, theirs in found), strict=True)
    names = ("prompt", "generation", "load")
    return {f"{name}_beside_ratio": median(values) for name, values in zip(names, ratios, strict=True)}


def _in_turn(ours: Callable[[], None], theirs: Callable[[], None], number: int) -> None:
    """Both once; who is first changes from turn to turn."""
    for take in (theirs, ours) if number % 2 else (ours, theirs):
        take()


def _padded(tokens: int) -> int:
    """What llama.cpp makes of a number of tokens that a memory has to hold."""
    return -(-tokens // PADDING) * PADDING


def _pair(ours: Callable[[], T], theirs: Callable[[], T], number: int) -> tuple[T, T]:
    """Both in turn; who is first changes from pair to pair."""
    if number % 2:
        second = theirs()
        return ours(), second
    first = ours()
    return first, theirs()


class Talk:
    """One conversation: tokens evaluated ÷ tokens that were new. What the model said itself is new to nobody.

    The last token of an answer that was cut off was never evaluated: it counts as new in the next turn.
    """

    def __init__(self, chat: Chat, room: int | None = None) -> None:
        self._chat = chat
        self._room = room
        self._branch: list[Message] = []
        self._held = 0
        self.evaluated = self.new = self.drops = 0

    def turn(self, question: str, answer_tokens: int = 60) -> None:
        """Ask, leaving out what the app would leave out where ``room`` tokens are all there is."""
        self._say(Role.USER, question)
        fitted = fit(self._branch, "", self._room or self._chat.info.context_tokens, answer_tokens, self._chat.count)
        texts = [message.content for message in fitted.messages]
        left_out = len(fitted.left_out_ids)
        answer = self._chat.ask(texts, answer_tokens)
        every = self._chat.count([ChatMessage(m.role, m.text) for m in self._branch])
        held = self._held - (every - answer.timing.prompt_tokens)
        self.drops += bool(left_out)
        self.evaluated += answer.timing.evaluated_tokens
        self.new += answer.timing.prompt_tokens - held
        self._branch = self._branch[left_out:]
        self._say(Role.ASSISTANT, answer.text)
        self._held = answer.timing.prompt_tokens + answer.timing.tokens - (not answer.ended)

    def _say(self, role: Role, text: str) -> None:
        number = len(self._branch) + 1
        self._branch.append(Message(number, 1, None, role, text, MessageState.COMPLETE, datetime.now(UTC)))

    @property
    def ratio(self) -> float:
        return self.evaluated / self.new


def ten_turns(chat: Chat) -> float:
    """For an engine that has read nothing yet."""
    talk = Talk(chat)
    for question in QUESTIONS:
        talk.turn(question)
    return talk.ratio


def dropped_blocks(chat: Chat) -> float:
    """A chat that goes on until blocks of it have been dropped three times."""
    talk = Talk(chat, room=700)
    for number in range(60):
        talk.turn(f"{QUESTIONS[number % len(QUESTIONS)]} ({number})")
        if talk.drops == 3:
            return talk.ratio
    raise RuntimeError("no block was dropped")


def switching(chat: Chat) -> float:
    """Three conversations by turns; their first turns, in which nobody comes back to anything, are not counted."""
    talks = [Talk(chat) for _ in range(3)]
    for number in range(5):
        for place, talk in enumerate(talks):
            talk.turn(f"{place + 1}. {QUESTIONS[(2 * number + 3 * place) % len(QUESTIONS)]} {STORY * (number == 0)}")
            if number == 0:
                talk.evaluated = talk.new = 0
    return sum(talk.evaluated for talk in talks) / sum(talk.new for talk in talks)


def measure(
    runtime: str, name: str, file: ModelFile, threads: int, pairs: int, tokens: int, turns: int
) -> dict[str, float]:
    """All figures of one model."""
    with _engine(runtime, threads, keeps=True) as engine:
        chat = Chat(engine, file)
        going_on = ten_turns(chat)
        dropped = dropped_blocks(chat)
        switched = switching(chat)
        stops = sorted(chat.stopped(after) for after in range(1, STOPS + 1))
        load_s = chat.info.load_s
    found = {
        "load_s": load_s,
        "ten_turns_ratio": going_on,
        "dropped_block_ratio": dropped,
        "switching_ratio": switched,
        "evaluated_ratio": max(going_on, dropped, switched),
        "stop_p95_ms": stops[int(len(stops) * 0.95) - 1] * 1000,
        **compared(runtime, file, threads, pairs, tokens, turns),
    }
    return {f"{name}_{key}": value for key, value in found.items()}


@contextmanager
def _engine(runtime: str, threads: int, room: int | None = None, *, keeps: bool = False) -> Iterator[LocalEngine]:
    """``room`` is how many tokens it has room for, if not as many as usual.

    ``keeps`` what was read of conversations that are left; a prompt that is to be read again must not be kept.
    """
    with tempfile.TemporaryDirectory() as folder:
        states = StateFolder(Path(folder) / "states") if keeps else None
        engine = LocalEngine(
            Path(folder) / "crash-notes.json", threads=threads, context_tokens=room, runtime=runtime, states=states
        )
        try:
            yield engine
        finally:
            engine.close()


def models() -> dict[str, ModelFile]:
    """Those of the two that are here."""
    here = sorted(paths.shared_models().glob("*.gguf"))
    named = {name: next((p for p in here if p.name.lower().startswith(start)), None) for name, start in MODELS.items()}
    # The digest is the engine's to compare with a request's, not to check: any will do.
    return {name: ModelFile(p, p.stem, "00" * 32, p.stat().st_size) for name, p in named.items() if p}


def main() -> None:
    options = argparse.ArgumentParser(description="Measure the engine beside llama-bench.")
    options.add_argument("--runtime", choices=(AUTO, *RUNTIMES), default=AUTO)
    options.add_argument(
        "--beside", choices=RUNTIMES, help="only compare --runtime with this one, in turn: ratios of its speeds"
    )
    options.add_argument("--threads", type=int, default=default_threads())
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--turns", type=int, default=8, help="how often the processes of a pair take turns")
    options.add_argument("--tokens", type=int, default=32, help="how many are generated in a turn")
    options.add_argument("--model", choices=MODELS, action="append", help="only this one")
    chosen = options.parse_args()
    found = {name: file for name, file in models().items() if name in (chosen.model or MODELS)}
    if not found:
        sys.exit(f"No model to measure is in {paths.shared_models()}. Get one with: sidelight models download")
    figures: dict[str, float] = {}
    if chosen.beside:
        for name, file in found.items():
            ratios = beside(chosen.runtime, chosen.beside, file, chosen.threads, chosen.pairs, chosen.tokens)
            figures |= {f"{name}_{key}": round(value, 4) for key, value in ratios.items()}
        print(json.dumps(figures, indent=2))
        return
    for name, file in found.items():
        figures |= measure(chosen.runtime, name, file, chosen.threads, chosen.pairs, chosen.tokens, chosen.turns)
    for ratio, worst in (("generation_ratio", min), ("prompt_ratio", min), ("evaluated_ratio", max)):
        figures[ratio] = worst(figures[f"{name}_{ratio}"] for name in found)
    print(
        json.dumps({key: round(value, 4) for key, value in (figures | {"threads": chosen.threads}).items()}, indent=2)
    )


if __name__ == "__main__":
    main()
