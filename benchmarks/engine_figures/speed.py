"""How fast the engine reads and writes, beside llama.cpp's own benchmark and beside the other build of llama.cpp.

Other work on the machine slows whatever runs, so what is compared takes turns of a second or so, and a ratio is the
median over pairs of processes. New processes for every pair: where a process's memory happens to lie makes it some
percent faster or slower.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import TypeVar

from llama_bench import Program, Run, program

from desktop_client.inference.engine import ModelFile
from desktop_client.inference.tuning import USUAL_BATCH
from engine_figures.asking import STORY, Chat, started_engine

Ours = TypeVar("Ours")
Theirs = TypeVar("Theirs")

PAGE = "".join(
    f"The keeper climbs {number} steps and looks at ship {number} out on the water. " for number in range(24)
)
"""Just under five hundred tokens: half a page that was pasted. With the two more that an answer needs it still fits
into twice ``PADDING``, as in llama-bench; a longer memory is slower to read.
"""
PADDING = 256
"""llama.cpp makes a memory for keys and values as long as a multiple of this."""
SAME = ("-fa", "0", "-b", str(USUAL_BATCH), "-ub", str(USUAL_BATCH), "-lm", "none")
"""What makes llama-bench work with the engine's own batch size and attention."""


@dataclass(frozen=True)
class Setting:
    """What is measured with, and how often: ``turns`` of ``tokens`` in each of ``pairs``."""

    runtime: str
    file: ModelFile
    threads: int
    pairs: int
    turns: int
    tokens: int


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
        """Tokens a second, ours ÷ theirs."""
        return median(our.per_s / their for our, their in zip(self.ours, self.theirs_per_s, strict=True))

    @property
    def processor_ratio(self) -> float:
        """The same by processor time."""
        # One turn more of ours: see Turns.processor_s.
        return median(their / our.processor_s for our, their in zip(self.ours, self.theirs_processor_s, strict=False))

    @property
    def overhead_us(self) -> float:
        """What a token takes longer with us, in microseconds."""
        return median(1e6 / our.per_s - 1e6 / their for our, their in zip(self.ours, self.theirs_per_s, strict=True))

    @property
    def per_s(self) -> float:
        """Our tokens a second."""
        return median(our.per_s for our in self.ours)


def beside_llama_bench(setting: Setting) -> dict[str, float]:
    """Speed beside llama-bench that is set as the engine is, and beside what it does by itself.

    Both have room for as many tokens, since a larger memory for keys and values is a little slower to read;
    ``wide_context_ratio`` is what the engine's usual room leaves of the speed of writing. Both read as many tokens
    after as many that they hold already (a chat's beginning is never read twice).
    """
    bench = program()
    writing, reading = _runs(setting)
    write = [_pair(setting, bench, writing, partial(_write, setting.tokens)) for _ in range(setting.pairs)]
    read = [_pair(setting, bench, reading, _read) for _ in range(setting.pairs)]
    return {
        "generation_ratio": median(pair.ratio for pair in write),
        "generation_processor_ratio": median(pair.processor_ratio for pair in write),
        "generation_per_s": median(pair.per_s for pair in write),
        "overhead_us": median(pair.overhead_us for pair in write),
        "prompt_ratio": median(pair.ratio for pair in read),
        "prompt_processor_ratio": median(pair.processor_ratio for pair in read),
        "prompt_per_s": median(pair.per_s for pair in read),
        "prompt_tokens": reading.prompt,
        "wide_context_ratio": median(_wide_to_narrow(setting, writing) for _ in range(setting.pairs)),
        "llama_bench_defaults_generation_per_s": bench.tokens_per_s(setting.file.path, setting.threads, writing),
        "llama_bench_defaults_prompt_per_s": bench.tokens_per_s(setting.file.path, setting.threads, reading),
    }


def beside_runtime(setting: Setting, other: str) -> dict[str, float]:
    """One runtime's speeds ÷ another's, each in a process of its own for every figure, in turn; medians of pairs."""

    def speeds(runtime: str) -> tuple[float, float, float]:
        with started_engine(runtime, setting.threads) as engine:
            chat = Chat(engine, setting.file)
            chat.ask([STORY], 2)
            read = chat.ask([PAGE], 1)
            written = chat.ask([STORY], setting.tokens)
        per_s = (written.timing.tokens - 1) / written.written_s
        return read.timing.evaluated_tokens / read.read_s, per_s, chat.info.load_s

    found = [
        _in_turn(partial(speeds, setting.runtime), partial(speeds, other), number) for number in range(setting.pairs)
    ]
    ratios = zip(*([one / two for one, two in zip(ours, theirs, strict=True)] for ours, theirs in found), strict=True)
    names = ("prompt", "generation", "load")
    return {f"{name}_beside_ratio": median(values) for name, values in zip(names, ratios, strict=True)}


def _runs(setting: Setting) -> tuple[Run, Run]:
    """What llama-bench has to do to do as much as the engine does for a story and for a page."""
    with started_engine(setting.runtime, setting.threads) as engine:
        chat = Chat(engine, setting.file)
        story = chat.ask([STORY], 2).timing
        page = chat.ask([PAGE], 1).timing
    writing = Run(generated=setting.tokens, depth=story.prompt_tokens)
    return writing, Run(prompt=page.evaluated_tokens, depth=page.prompt_tokens - page.evaluated_tokens)


def _pair(setting: Setting, bench: Program, run: Run, speed: Callable[[Chat, int], Speed]) -> Pair:
    """Both loaded and warmed up, then by turns."""
    theirs_by_turns = bench.by_turns(setting.file.path, setting.threads, run, setting.turns, *SAME)
    with started_engine(setting.runtime, setting.threads, _room(run)) as engine, theirs_by_turns as theirs:
        chat = Chat(engine, setting.file)
        speed(chat, 0)
        ours = [_in_turn(partial(speed, chat, turn + 1), theirs.take, turn)[0] for turn in range(setting.turns)]
        return Pair(ours, theirs.tokens_per_s(), theirs.processor_s())


def _wide_to_narrow(setting: Setting, run: Run) -> float:
    """The speed of writing with the usual room ÷ that with just enough; the first turn is to warm up."""
    with (
        started_engine(setting.runtime, setting.threads) as usual,
        started_engine(setting.runtime, setting.threads, _room(run)) as narrow,
    ):
        write = partial(_write, setting.tokens)
        wide, small = Chat(usual, setting.file), Chat(narrow, setting.file)
        found = [_in_turn(partial(write, wide, turn), partial(write, small, turn), turn)
                 for turn in range(setting.turns + 1)]  # fmt: skip
    return median(one.per_s / two.per_s for one, two in found[1:])


def _write(tokens: int, chat: Chat, seed: int) -> Speed:
    before = chat.processor_s()
    answer = chat.ask([STORY], tokens + 1, seed)
    written = answer.timing.tokens - 1
    used = chat.processor_s() - before
    return Speed(written / answer.written_s, used / (answer.timing.evaluated_tokens + written))


def _read(chat: Chat, _seed: int) -> Speed:
    """The page is new each time: the story that was asked for before has taken its place in the engine's memory."""
    chat.ask([STORY], 1)
    before = chat.processor_s()
    answer = chat.ask([PAGE], 1)
    used, tokens = chat.processor_s() - before, answer.timing.evaluated_tokens
    return Speed(tokens / answer.read_s, used / tokens)


def _in_turn(ours: Callable[[], Ours], theirs: Callable[[], Theirs], turn: int) -> tuple[Ours, Theirs]:
    """Both once; who is first changes from turn to turn."""
    if turn % 2:
        second = theirs()
        return ours(), second
    first = ours()
    return first, theirs()


def _room(run: Run) -> int:
    """Room for so many tokens, as llama.cpp makes it."""
    return -(-(run.prompt + run.generated + run.depth + 2) // PADDING) * PADDING
