"""The engine's process may die, hang or lie at any moment: the request fails in words and the next one works."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from inference.odd_children import child, loaded_child
from inference.tiny_engine import ask, engine_in, freeze, messages, model_file, read, request

import desktop_client
from desktop_client.inference.engine import EngineCrashedError, EngineError, Finished, FinishReason, Piece
from desktop_client.inference.limits import Limits
from desktop_client.inference.local import LocalEngine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the faults are made with POSIX signals")

LONG = 1500


class Leaping:
    """A clock that stands still, or leaps an hour at every look: nobody waits, and no busy machine is too slow."""

    def __init__(self) -> None:
        self.now, self.leaps = 0.0, False

    def __call__(self) -> float:
        self.now += 3600.0 if self.leaps else 0.0
        return self.now


def signal_in_mid_answer(engine: LocalEngine, number: signal.Signals) -> str:
    """Send a signal to the process after the first piece; returns what was said of it."""
    events = engine.generate(request(engine, "Hi", max_tokens=LONG), threading.Event())
    next(event for event in events if isinstance(event, Piece))
    assert engine.process_id is not None
    os.kill(engine.process_id, number)
    with pytest.raises(EngineCrashedError) as failure:
        list(events)
    return str(failure.value)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (signal.SIGKILL, "memory ran out"),
        (signal.SIGABRT, "can't handle"),
        (signal.SIGSEGV, "memory error"),
        (signal.SIGILL, "another processor"),
        (signal.SIGTERM, "SIGTERM"),
    ],
)
@pytest.mark.usefixtures("runtime")
def test_a_process_that_dies_in_mid_answer_is_replaced(
    tiny: Path, tmp_path: Path, number: signal.Signals, words: str
) -> None:
    with engine_in(tmp_path) as engine:
        info = engine.load(model_file(tiny))
        want = ask(engine, "Hi")[0]
        assert words in signal_in_mid_answer(engine, number)
        assert engine.model == info
        assert ask(engine, "Hi")[0] == want


def test_counting_starts_a_dead_process_again(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))
        want = engine.count_tokens(messages("Hi"))
        signal_in_mid_answer(engine, signal.SIGKILL)
        assert engine.count_tokens(messages("Hi")) == want


@pytest.mark.usefixtures("runtime")
def test_a_process_that_hangs_is_ended_and_replaced(tiny: Path, tmp_path: Path) -> None:
    clock = Leaping()
    with engine_in(tmp_path, clock=clock) as engine:
        engine.load(model_file(tiny))
        events = engine.generate(request(engine, "Hi", max_tokens=LONG), threading.Event())
        next(event for event in events if isinstance(event, Piece))
        freeze(engine.process_id)
        clock.leaps = True
        with pytest.raises(EngineCrashedError, match="said nothing for"):
            list(events)
        clock.leaps = False
        assert ask(engine, "Hi")[1].reason is FinishReason.LENGTH


def test_stop_works_on_a_process_that_hangs(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path, limits=Limits(stop_s=0.3)) as engine:
        engine.load(model_file(tiny))
        stop = threading.Event()
        events = engine.generate(request(engine, "Hi", max_tokens=LONG), stop)
        next(event for event in events if isinstance(event, Piece))
        freeze(engine.process_id)
        stop.set()
        last = list(events)[-1]
        assert isinstance(last, Finished)
        assert last.reason is FinishReason.STOPPED
        assert ask(engine, "Hi")[1].reason is FinishReason.LENGTH


def test_a_count_that_hangs_is_given_up(tiny: Path, tmp_path: Path) -> None:
    clock = Leaping()
    with engine_in(tmp_path, clock=clock) as engine:
        engine.load(model_file(tiny))
        freeze(engine.process_id)
        clock.leaps = True
        with pytest.raises(EngineCrashedError, match="said nothing"):
            engine.count_tokens(messages("Hi"))
        clock.leaps = False
        assert ask(engine, "Hi")[1].reason is FinishReason.LENGTH


def test_three_restarts_in_five_minutes_are_enough(tiny: Path, tmp_path: Path) -> None:
    now = [0.0]
    with engine_in(tmp_path, clock=lambda: now[0]) as engine:
        engine.load(model_file(tiny))
        for _ in range(3):
            signal_in_mid_answer(engine, signal.SIGKILL)
            now[0] += 60
        assert ask(engine, "Hi")[1].reason is FinishReason.LENGTH
        signal_in_mid_answer(engine, signal.SIGKILL)
        with pytest.raises(EngineError, match="again and again"):
            ask(engine, "Hi")
        with pytest.raises(EngineError, match="again and again"):
            engine.count_tokens(messages("Hi"))
        now[0] += 301
        assert ask(engine, "Hi")[1].reason is FinishReason.LENGTH


def test_loading_by_hand_starts_the_count_of_restarts_anew(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path, clock=lambda: 0.0) as engine:
        engine.load(model_file(tiny))
        for _ in range(3):
            signal_in_mid_answer(engine, signal.SIGKILL)
            ask(engine, "Hi")
        signal_in_mid_answer(engine, signal.SIGKILL)
        engine.load(model_file(tiny))
        signal_in_mid_answer(engine, signal.SIGKILL)
        assert ask(engine, "Hi")[1].reason is FinishReason.LENGTH


def test_a_model_that_crashed_while_loading_is_not_loaded_again_by_itself(tiny: Path, tmp_path: Path) -> None:
    model = model_file(tiny)
    with engine_in(tmp_path, command=child("heard(); os.abort()")) as engine:
        with pytest.raises(EngineCrashedError, match=r"while loading tiny\.gguf"):
            engine.load(model)
        assert engine.model is None
    with engine_in(tmp_path) as engine:
        assert engine.has_crashed(model)
        with pytest.raises(EngineError, match="crash when it was last loaded") as refusal:
            engine.load(model)
        assert not isinstance(refusal.value, EngineCrashedError)
        assert engine.process_id is None
        engine.forget_crash(model)
        engine.load(model)
        assert not engine.has_crashed(model)
    with engine_in(tmp_path) as engine:
        engine.load(model)


def test_a_refusal_or_a_close_while_loading_is_no_crash(tiny: Path, tmp_path: Path) -> None:
    model = model_file(tiny)
    refusing = child('say(id=heard()["id"], event="fault", code="no_memory", values={}); wait()')
    with engine_in(tmp_path, command=refusing) as engine:
        with pytest.raises(EngineError, match="not enough memory"):
            engine.load(model)
        assert not engine.has_crashed(model)
    slow = child('say(id=heard()["id"], event="loading", share=0.5); wait()')
    with engine_in(tmp_path, command=slow) as engine:
        with pytest.raises(EngineError, match="closed"):
            engine.load(model, lambda _share: engine.close())
        assert not engine.has_crashed(model)


def test_loads_that_take_the_whole_program_down_again_and_again_are_remembered(tiny: Path, tmp_path: Path) -> None:
    script = f"""
import sys
sys.path[:0] = {[str(Path(__file__).parents[1]), str(Path(desktop_client.__file__).parents[1])]!r}
import os, signal
from pathlib import Path
from inference.odd_children import child
from inference.tiny_engine import engine_in, model_file
slow = child('say(id=heard()["id"], event="loading", share=0.5); wait()')
with engine_in(Path({str(tmp_path)!r}), command=slow) as engine:
    engine.load(model_file(Path({str(tiny)!r})), lambda _share: os.kill(os.getpid(), signal.SIGKILL))
"""
    for _ in range(3):
        with engine_in(tmp_path) as engine:
            assert not engine.has_crashed(model_file(tiny)), "somebody may just have ended the program"
        assert subprocess.run([sys.executable, "-c", script]).returncode == -signal.SIGKILL
    with engine_in(tmp_path) as engine, pytest.raises(EngineError, match="crash when it was last loaded"):
        engine.load(model_file(tiny))


@pytest.mark.parametrize("notes", [b"", b"[]", b"{", b'{"x": 1}', b"\xff"])
def test_spoilt_notes_are_as_good_as_none(tiny: Path, tmp_path: Path, notes: bytes) -> None:
    (tmp_path / "crash-notes.json").write_bytes(notes)
    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))


def test_notes_that_cannot_be_kept_keep_nobody_from_loading(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "no-folder").write_bytes(b"")
    with engine_in(tmp_path / "no-folder") as engine:
        engine.load(model_file(tiny))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("print('what?', flush=True); wait()", "unintelligible"),
        ("print('[1]', flush=True); wait()", "unintelligible"),
        ("print('x' * 2000000, flush=True); wait()", "unintelligible"),
        ("say(id=number, event='surprise'); wait()", "unintelligible"),
        ("say(id=number); wait()", "unintelligible"),
        ("say(id=number, event='accepted', sha256='00'); wait()", "unintelligible"),
        ("say(id=number, event='read', done='x', total=None); wait()", "unintelligible"),
        ("say(id=number, event='finished', reason='whim'); wait()", "unintelligible"),
        ("say(id=number, event='fault', values=1); wait()", "unintelligible"),
        ("sys.exit(7)", "status 7"),
        ("print('{\"id\": 1', end='', flush=True); os.abort()", "can't handle"),
    ],
)
def test_a_process_that_talks_nonsense_is_ended(tiny: Path, tmp_path: Path, script: str, words: str) -> None:
    with engine_in(tmp_path, command=loaded_child(script)) as engine:
        engine.load(model_file(tiny))
        with pytest.raises(EngineCrashedError, match=words):
            ask(engine, "Hi")
        assert engine.process_id is None


@pytest.mark.parametrize("script", ["say(id=number)", "say(id=number, event='counted', tokens='many')", "say(id=1.5)"])
def test_a_count_that_makes_no_sense_is_no_count(tiny: Path, tmp_path: Path, script: str) -> None:
    with engine_in(tmp_path, command=loaded_child(script + "; sys.exit()")) as engine:
        engine.load(model_file(tiny))
        with pytest.raises(EngineCrashedError):
            engine.count_tokens(messages("Hi"))


def test_events_about_nothing_are_passed_over(tiny: Path, tmp_path: Path) -> None:
    script = "say(id=77, event='piece', text='x'); say(id=number, event='counted', tokens=5); wait()"
    with engine_in(tmp_path, command=loaded_child(script)) as engine:
        engine.load(model_file(tiny))
        assert engine.count_tokens(messages("Hi")) == 5


def test_a_fault_that_nobody_foresaw_still_has_a_sentence(tiny: Path, tmp_path: Path) -> None:
    script = "say(id=number, event='fault', code='gremlins', values={}); wait()"
    with engine_in(tmp_path, command=loaded_child(script)) as engine:
        engine.load(model_file(tiny))
        with pytest.raises(EngineError, match=r"gremlins"):
            ask(engine, "Hi")


def test_a_program_that_is_not_there_is_said_so(tiny: Path, tmp_path: Path) -> None:
    with (
        engine_in(tmp_path, command=[str(tmp_path / "nothing")]) as engine,
        pytest.raises(EngineError, match="not properly installed"),
    ):
        engine.load(model_file(tiny))


def test_a_process_that_never_says_hello_is_ended(tiny: Path, tmp_path: Path) -> None:
    silent = [sys.executable, "-c", "input()"]
    with (
        engine_in(tmp_path, command=silent, limits=Limits(start_s=0.3)) as engine,
        pytest.raises(EngineCrashedError, match=r"loading tiny\.gguf: it said nothing for 0\.3 seconds"),
    ):
        engine.load(model_file(tiny))


def test_without_a_model_there_is_nothing_to_ask(tmp_path: Path) -> None:
    from desktop_client.inference.engine import EngineRequest, Sampling

    with engine_in(tmp_path) as engine:
        with pytest.raises(EngineError, match="No model is loaded"):
            read(engine.generate(EngineRequest("", messages("Hi"), Sampling()), threading.Event()))
        with pytest.raises(EngineError, match="No model is loaded"):
            engine.count_tokens(messages("Hi"))


@pytest.mark.usefixtures("runtime")
def test_closing_ends_the_process_and_what_it_was_doing(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))
        number = engine.process_id
        assert number is not None
        events = engine.generate(request(engine, "Hi", max_tokens=LONG), threading.Event())
        next(event for event in events if isinstance(event, Piece))
        engine.close()
        engine.close()
        with pytest.raises(EngineError, match="closed") as failure:
            list(events)
        assert not isinstance(failure.value, EngineCrashedError)
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)
        with pytest.raises(EngineError, match="closed"):
            engine.load(model_file(tiny))


@pytest.mark.usefixtures("runtime")
def test_another_model_replaces_the_process(tiny: Path, tmp_path: Path) -> None:
    from inference.tiny_gguf import write_model

    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))
        first = engine.process_id
        assert first is not None
        engine.load(model_file(tiny))
        assert engine.process_id == first
        other = engine.load(model_file(write_model(tmp_path / "other.gguf", context=1024)))
        assert other.context_tokens == 1024
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)


def test_an_answer_that_is_given_up_is_stopped_in_the_process(tiny: Path, tmp_path: Path) -> None:
    script = """
import hashlib
payload = sys.stdin.readline().rstrip("\\n")
say(id=number, event="accepted", sha256=hashlib.sha256(payload.encode()).hexdigest())
say(id=number, event="piece", text="x")
stop = heard()
say(id=stop["id"], event="finished", reason="stopped", prompt_tokens=1, evaluated_tokens=1, first_token_s=0, tokens=1,
    tokens_per_s=0)
say(id=heard()["id"], event="counted", tokens=42 if stop == {"id": number, "do": "stop"} else 0)
"""
    with engine_in(tmp_path, command=loaded_child(script)) as engine:
        engine.load(model_file(tiny))
        events = engine.generate(request(engine, "Hi"), threading.Event())
        assert next(events) == Piece("x")
        events.close()  # type: ignore[attr-defined]
        assert engine.count_tokens(messages("Hi")) == 42


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching another process needs pidfd")
@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.parametrize("kernel_helps", [True, False])
def test_no_process_is_left_when_the_parent_is_killed(
    tiny: Path, tmp_path: Path, busy: bool, kernel_helps: bool
) -> None:
    unaided = "import sys; from desktop_client.inference import sandbox, worker\n"
    unaided += "sandbox.close_in = lambda *_: ()\nworker.main(sys.argv[1:])"
    command = None if kernel_helps else [sys.executable, "-P", "-c", unaided]
    script = f"""
import sys
sys.path[:0] = {[str(Path(__file__).parents[1]), str(Path(desktop_client.__file__).parents[1])]!r}
import threading
from pathlib import Path
from inference.tiny_engine import engine_in, model_file, request
with engine_in(Path({str(tmp_path)!r}), command={command!r}) as engine:
    engine.load(model_file(Path({str(tiny)!r})))
    events = engine.generate(request(engine, "Hi", max_tokens={LONG}), threading.Event())
    [next(events) for _ in range(6) if {busy}]
    print(engine.process_id, flush=True)
    sys.stdin.read()
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    watched = os.pidfd_open(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    gone, _, _ = select.select([watched], [], [], 30)
    os.close(watched)
    assert gone
