"""A process that hangs is ended within seconds, however it hangs; one that works is left to work."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest
from inference.odd_children import child, loaded_child
from inference.tiny_engine import ask, engine_in, freeze, model_file, request

from desktop_client.inference.engine import EngineCrashedError, FinishReason, Piece
from desktop_client.inference.limits import Limits
from desktop_client.inference.pulse import Pulse

LIMIT_S = Limits().still_s


def beat(processor_s: float) -> dict[str, object]:
    return {"event": "alive", "processor_s": processor_s}


def test_who_says_nothing_is_still() -> None:
    pulse = Pulse(10.0, computing=True)
    pulse.hear({"event": "read"}, 12.0)
    assert pulse.still_for(16.0) == 4.0


def test_who_lives_but_does_not_work_is_still_where_there_is_something_to_compute() -> None:
    working, waiting = Pulse(0.0, computing=True), Pulse(0.0, computing=False)
    for second in range(1, 8):
        assert working.hear(beat(0.5 + second / 10_000), float(second))
        assert waiting.hear(beat(0.5), float(second))
    assert working.still_for(7.0) == 6.0
    assert waiting.still_for(7.0) == 0.0


def test_who_computes_is_not_still_however_long_it_takes() -> None:
    pulse = Pulse(0.0, computing=True)
    for second in range(1, 100):
        pulse.hear(beat(second * 0.02), float(second))
    assert pulse.still_for(99.0) == 0.0


@pytest.mark.parametrize(("share", "counted"), [(2.0, 60.0), (1.0, 60.0), (0.25, 60.0), (0.05, 12.0), (0.0, 0.0)])
def test_time_in_which_others_have_the_processor_does_not_count(share: float, counted: float) -> None:
    pulse = Pulse(100.0, computing=True)
    for second in range(1, 61):
        pulse.hear(beat(second * share), 100.0 + second)
    assert pulse.spent(160.0) == pytest.approx(counted)
    assert pulse.spent(163.0) == pytest.approx(counted + 3.0), "until it says how much it got"


def test_processor_time_that_runs_backwards_wins_no_time() -> None:
    pulse = Pulse(0.0, computing=True)
    for second in range(1, 11):
        pulse.hear(beat(100.0 - 10 * second), float(second))
    assert pulse.spent(10.0) == pytest.approx(1.0), "the first beat, which tells nothing of itself"


def test_a_starved_process_may_take_longer_for_a_step(tiny: Path, tmp_path: Path) -> None:
    starved = """
say(id=number, event="accepted", sha256=__import__("hashlib").sha256(sys.stdin.readline()[:-1].encode()).hexdigest())
say(id=number, event="read", done=1, total=1)
for beat in range(20):
    say(id=number, event="alive", processor_s=beat * 0.002)
    time.sleep(0.05)
say(id=number, event="piece", text="late")
say(id=number, event="finished", reason="end", prompt_tokens=1, evaluated_tokens=1, moved_tokens=0, first_token_s=1.0,
    tokens=1, tokens_per_s=1.0)
"""
    limits = Limits(gap_s=0.3)
    with engine_in(tmp_path, command=loaded_child(starved), limits=limits) as engine:
        engine.load(model_file(tiny))
        assert ask(engine, "Hi")[0] == "late"


@pytest.mark.skipif(sys.platform == "win32", reason="stops the process with a POSIX signal")
def test_a_process_that_is_stopped_is_ended_within_five_seconds_of_silence(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))
        events = engine.generate(request(engine, "Hi", max_tokens=1500), threading.Event())
        next(event for event in events if isinstance(event, Piece))
        freeze(engine.process_id)
        began = time.monotonic()
        with pytest.raises(EngineCrashedError, match="said nothing for"):
            list(events)
        assert time.monotonic() - began < LIMIT_S + 2
        assert ask(engine, "Hi")[1].reason is FinishReason.LENGTH


def test_threads_that_wait_for_each_other_for_ever_are_ended_though_the_process_lives(
    tiny: Path, tmp_path: Path
) -> None:
    deadlock = """
say(id=number, event="accepted", sha256=__import__("hashlib").sha256(sys.stdin.readline()[:-1].encode()).hexdigest())
while True:
    say(id=number, event="alive", processor_s=0.1)
    time.sleep(0.05)
"""
    with engine_in(tmp_path, command=loaded_child(deadlock), limits=Limits(still_s=0.5)) as engine:
        engine.load(model_file(tiny))
        with pytest.raises(EngineCrashedError, match="said nothing for"):
            ask(engine, "Hi")


def test_a_process_that_falls_silent_while_loading_is_ended(tiny: Path, tmp_path: Path) -> None:
    silent = child('say(id=heard()["id"], event="loading", share=0.5); wait()')
    with (
        engine_in(tmp_path, command=silent, limits=Limits(still_s=0.5)) as engine,
        pytest.raises(EngineCrashedError, match=r"while loading tiny.gguf: it said nothing"),
    ):
        engine.load(model_file(tiny))


def test_a_beat_that_makes_no_sense_is_told(tiny: Path, tmp_path: Path) -> None:
    odd = loaded_child('say(id=number, event="alive", processor_s="much"); wait()')
    with engine_in(tmp_path, command=odd) as engine:
        engine.load(model_file(tiny))
        with pytest.raises(EngineCrashedError, match="unintelligible"):
            ask(engine, "Hi")
