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
say(id=number, event="accepted", sha256=__import__("hashlib").sha256(sys.stdin.buffer.readline()[:-1]).hexdigest())
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
