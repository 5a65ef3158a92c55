"""What is guessed changes how fast an answer comes and nothing else of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from inference.tiny_gguf import ENDS, write_model

from desktop_client.inference.prompt_lookup import MOST, RUN, PromptLookup

ONE_RUN = """
import json, sys
from pathlib import Path
from desktop_client.inference import worker
from desktop_client.inference.model import Over
from desktop_client.inference.runtimes import Runtime
from desktop_client.inference.tuning import Tuning

class Counting:
    def __init__(self, llama):
        self.llama, self.decoded = llama, 0
    def __getattr__(self, name):
        return getattr(self.llama, name)
    def llama_decode(self, context, batch):
        self.decoded += 1
        return self.llama.llama_decode(context, batch)

path, runtime, cases = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
found = worker.open_runtime(runtime)
counting = Counting(found.llama)
model = worker.LlamaModel(Runtime(found.name, found.version, counting), Path(path), 512, Tuning(threads=1), print)
usual = model._at_a_time
for case in cases:
    told = {}
    for at_a_time in (usual, 1):
        model._at_a_time = at_a_time
        model._kv.clear()
        prompt = list(case.pop("prompt").encode()) if "prompt" in case else prompt
        counting.decoded = 0
        steps = list(model.answer(prompt, case, may_move=False))
        last = found.llama.llama_memory_seq_pos_max(model._kv._memory, 0)
        told[at_a_time] = {
            "text": b"".join(step for step in steps if isinstance(step, bytes)).hex(),
            "reason": steps[-1].reason,
            "held": model._kv.held,
            "last": last,
        }
        told[f"decoded {at_a_time}"] = counting.decoded
    sys.stderr.write(json.dumps({"same": told[usual] == told[1], "usual": usual, **told}) + chr(10))
"""
SAMPLING = {"top_p": 1.0, "top_k": 0, "min_p": 0.0, "repeat_penalty": 1.0, "seed": 1, "max_tokens": 200}


def told(folder: Path, runtime: str, *cases: dict[str, object], **model: object) -> list[dict[str, object]]:
    """What a process of its own found: a library of llama.cpp is not for the tests' process."""
    tiny = write_model(folder / "tiny.gguf", **model)  # type: ignore[arg-type]
    wanted = json.dumps([{**SAMPLING, **case} for case in cases])
    done = subprocess.run(
        [sys.executable, "-c", ONE_RUN, str(tiny), runtime, wanted], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]


def test_an_answer_is_the_same_with_and_without_guesses_and_takes_fewer_steps(tmp_path: Path, runtime: str) -> None:
    cases = [
        {"prompt": "Tell me " * 20, "temperature": heat, "seed": seed, "max_tokens": most}
        for heat, seed, most in ((0, 1, 200), (0, 1, 7), (0.3, 2, 150), (0.7, 3, 150), (1.0, 4, 1))
    ]
    found = told(tmp_path, runtime, *cases, says=(97, 98, 99))
    assert [one["same"] for one in found] == [True] * len(cases)
    assert all(one["usual"] == 1 + MOST for one in found)
    decoded = [(int(str(one[f"decoded {1 + MOST}"])), int(str(one["decoded 1"]))) for one in found]
    assert decoded[0][0] < decoded[0][1] * 0.6, "a model that says the same over and over is believed"
    assert all(with_guesses <= without for with_guesses, without in decoded)


def test_an_answer_may_end_where_the_context_does_or_in_the_middle_of_what_was_guessed(
    tmp_path: Path, runtime: str
) -> None:
    full = {"prompt": "ab" * 220, "temperature": 0, "max_tokens": 400}
    ends = [{"prompt": "ab" * 30, "temperature": 1.0, "seed": seed} for seed in range(20)]
    found = told(tmp_path, runtime, full, *ends, says=(97, 98, ENDS[0]))
    assert [one["same"] for one in found] == [True] * 21
    assert {str(dict(one["1"])["reason"]) for one in found} >= {"end"}  # type: ignore[call-overload]


def test_nothing_is_guessed_before_enough_was_said_alike() -> None:
    lookup = PromptLookup(range(100, 100 + RUN))
    assert lookup.guess(MOST) == []
    for token in (1, 2, 3, 4, *range(100, 100 + RUN - 1)):
        lookup.add(token)
        assert lookup.guess(MOST) == []
    lookup.add(100 + RUN - 1)
    assert lookup.guess(MOST) == [1, 2, 3]
    assert lookup.guess(1) == [1]
    assert lookup.guess(0) == []


@given(st.lists(st.integers(0, 2), max_size=60), st.integers(0, MOST))
def test_a_guess_is_what_followed_where_the_same_was_said_last(tokens: list[int], most: int) -> None:
    lookup = PromptLookup(tokens[: len(tokens) // 2])
    for token in tokens[len(tokens) // 2 :]:
        lookup.add(token)
    tail = tokens[-RUN:]
    places = [at for at in range(RUN, len(tokens)) if tokens[at - RUN : at] == tail]
    assert lookup.guess(most) == (tokens[places[-1] : places[-1] + most] if places and len(tail) == RUN else [])
